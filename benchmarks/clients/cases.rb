# What a user does with the Ruby SDK v3, from its developer guide: the packages of Debian, default settings, and the
# endpoint in the configuration, as this version reads no AWS_ENDPOINT_URL. A line for each case.
require "aws-sdk-cloudformation"
require "aws-sdk-core"
require "aws-sdk-kms"
require "aws-sdk-s3"
require "net/http"
require "stringio"
require "tempfile"

Aws.config.update(endpoint: ENV.fetch("AWS_ENDPOINT_URL"))

def try(name)
  yield
  puts "ok #{name}"
rescue StandardError => error
  puts "not ok #{name}: #{error.class}: #{error.message.gsub(/\s+/, " ")[0, 300]}"
ensure
  $stdout.flush
end

def check(condition, words)
  raise words unless condition
end

s3 = Aws::S3::Client.new
bucket = Aws::S3::Bucket.new("orders")
object = bucket.object("2026/summary.csv")

try("s3 list buckets") { check(s3.list_buckets.buckets.any?, "no buckets") }
try("s3 create a bucket and wait") do
  s3.create_bucket(bucket: "orders")
  s3.wait_until(:bucket_exists, bucket: "orders")
end
try("s3 put and get text") do
  object.put(body: "a,b\n", content_type: "text/csv")
  got = object.get
  check(got.body.read.bytesize == got.content_length, "another length")
end
try("s3 put with a checksum") { s3.put_object(bucket: "orders", key: "a", body: "text", checksum_algorithm: "SHA256") }
try("s3 put with content-md5") do
  s3.put_object(bucket: "orders", key: "a", body: "text", content_md5: Digest::MD5.base64digest("text"))
end
try("s3 upload a small file") do
  Tempfile.create { |file| file.write("text"); file.flush; object.upload_file(file.path) }
end
try("s3 upload a large file in parts") do
  Tempfile.create do |file|
    file.write("x" * (11 * 1024 * 1024)); file.flush
    object.upload_file(file.path, multipart_threshold: 5 * 1024 * 1024)
  end
end
try("s3 upload a stream") { object.upload_stream { |stream| stream << "text" } }
try("s3 download a file") do
  Tempfile.create { |file| object.download_file(file.path) }
end
try("s3 download in blocks") { s3.get_object(bucket: "orders", key: "a") { |_chunk| nil } }
try("s3 list objects over pages") do
  keys = bucket.objects(prefix: "2026/").map(&:key)
  check(keys.any? && keys.all? { |key| key.start_with?("2026/") }, "wrong keys #{keys.first(3)}")
end
try("s3 head, copy, tag and delete") do
  check(object.exists?, "is not there")
  object.copy_to("orders/copy")
  s3.put_object_tagging(bucket: "orders", key: "a", tagging: { tag_set: [{ key: "a", value: "b" }] })
  object.delete
end
try("s3 delete all objects of a bucket") { bucket.objects.batch_delete! }
try("s3 presigned GET") do
  uri = URI(object.presigned_url(:get, expires_in: 600))
  check(Net::HTTP.get_response(uri).code == "200", "refused")
end
try("s3 presigned PUT") do
  uri = URI(object.presigned_url(:put))
  got = Net::HTTP.start(uri.host, uri.port) { |http| http.put(uri.request_uri, "text") }
  check(got.code == "200", got.body)
end
try("s3 presigned POST") do
  post = bucket.presigned_post(key: "a", success_action_status: "201")
  request = Net::HTTP::Post.new(URI(post.url))
  request.set_form(post.fields.to_a + [["file", StringIO.new("text")]], "multipart/form-data")
  got = Net::HTTP.start(URI(post.url).host, URI(post.url).port) { |http| http.request(request) }
  check(got.code == "201", "#{got.code} #{got.body}")
end
try("s3 select events") do
  events = []
  s3.select_object_content(
    bucket: "orders", key: "a", expression_type: "SQL", expression: "SELECT * FROM S3Object",
    input_serialization: { csv: {} }, output_serialization: { csv: {} },
  ) { |stream| stream.on_event { |event| events << event } }
  check(events.any?, "no events")
end
try("s3 client-side encryption") do
  key = OpenSSL::PKey::RSA.new(2048)
  client = Aws::S3::EncryptionV2::Client.new(
    encryption_key: key, key_wrap_schema: :rsa_oaep_sha1, content_encryption_schema: :aes_gcm_no_padding,
    security_profile: :v2,
  )
  client.put_object(bucket: "orders", key: "a", body: "text")
end
try("s3 error") do
  s3.put_object(bucket: "orders", key: "a", body: "text", storage_class: "COLD", tagging: "a=b")
  raise "is taken"
rescue Aws::S3::Errors::ServiceError => error
  check(error.context.http_response.status_code == 400, "another status")
end

sts = Aws::STS::Client.new
try("sts caller") { check(sts.get_caller_identity.account =~ /\A\d{12}\z/, "no account") }
try("sts credentials of a role") do
  credentials = Aws::AssumeRoleCredentials.new(
    client: sts, role_arn: "arn:aws:iam::123456789012:role/orders", role_session_name: "ada",
  )
  check(credentials.credentials.access_key_id, "no key")
end

kms = Aws::KMS::Client.new
try("kms encrypt and decrypt") do
  blob = kms.encrypt(key_id: "alias/orders", plaintext: "text").ciphertext_blob
  check(kms.decrypt(ciphertext_blob: blob).plaintext, "no text")
end
try("kms keys over pages") { check(kms.list_keys(limit: 2).flat_map(&:keys).any?, "no keys") }

cloudformation = Aws::CloudFormation::Client.new
try("cloudformation create a stack and wait") do
  cloudformation.create_stack(stack_name: "orders", template_body: "{}")
  cloudformation.wait_until(:stack_create_complete, { stack_name: "orders" }, delay: 0.1)
end
try("cloudformation stacks as resources") do
  check(Aws::CloudFormation::Resource.new.stacks.first(2).any?, "no stacks")
end
