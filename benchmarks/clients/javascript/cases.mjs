// What a user does with the JavaScript SDK v3, from its developer guide and the READMEs of its packages: clients with
// their default settings, found by AWS_ENDPOINT_URL. Prints a line for each case: `ok NAME` or `not ok NAME: why`.
import assert from "node:assert/strict";
import { Agent } from "node:http";
import { Readable } from "node:stream";

import * as bedrock from "@aws-sdk/client-bedrock-runtime";
import * as cloudformation from "@aws-sdk/client-cloudformation";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as eventbridge from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as s3control from "@aws-sdk/client-s3-control";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as sfn from "@aws-sdk/client-sfn";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import * as transcribe from "@aws-sdk/client-transcribe-streaming";
import * as documents from "@aws-sdk/lib-dynamodb";
import { Upload } from "@aws-sdk/lib-storage";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const cases = {};

async function collect(pages, member) {
  const found = [];
  for await (const page of pages) found.push(...(page[member] ?? []));
  return found;
}

async function events(stream) {
  const found = [];
  for await (const event of stream) found.push(event);
  return found;
}

// Amazon S3

const bucket = { Bucket: "orders" };
const object = { Bucket: "orders", Key: "2026/summary.csv" };
const store = new s3.S3Client({});

cases["s3 create, head and wait for a bucket"] = async () => {
  await store.send(new s3.CreateBucketCommand(bucket));
  await store.send(new s3.HeadBucketCommand(bucket));
  const waited = await s3.waitUntilBucketExists({ client: store, maxWaitTime: 20 }, bucket);
  assert.equal(waited.state, "SUCCESS");
};
cases["s3 put text"] = async () => {
  const put = await store.send(new s3.PutObjectCommand({ ...object, Body: "a,b\n1,2\n", ContentType: "text/csv" }));
  assert.match(put.ETag, /^"[0-9a-f]{32}"$/);
};
cases["s3 put a stream of known length"] = async () => {
  const body = Readable.from([Buffer.alloc(70_000, 1), Buffer.alloc(70_000, 2)]);
  await store.send(new s3.PutObjectCommand({ ...object, Body: body, ContentLength: 140_000 }));
};
cases["s3 put with each checksum"] = async () => {
  for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"]) {
    if (ChecksumAlgorithm === "CRC64NVME") continue; // needs a package of its own
    await store.send(new s3.PutObjectCommand({ ...object, Body: "text", ChecksumAlgorithm }));
  }
};
cases["s3 get as text"] = async () => {
  const got = await store.send(new s3.GetObjectCommand(object));
  const body = await got.Body.transformToByteArray();
  assert.equal(body.length, got.ContentLength);
};
cases["s3 get a range"] = async () => {
  const got = await store.send(new s3.GetObjectCommand({ ...object, Range: "bytes=0-3" }));
  assert.ok((await got.Body.transformToByteArray()).length <= 4);
};
cases["s3 head, copy, tag and delete an object"] = async () => {
  const head = await store.send(new s3.HeadObjectCommand(object));
  assert.ok(head.ETag);
  await store.send(new s3.CopyObjectCommand({ ...object, Key: "copy", CopySource: "orders/2026/summary.csv" }));
  await store.send(new s3.PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } }));
  await store.send(new s3.DeleteObjectCommand(object));
};
cases["s3 wait for an object"] = async () => {
  const waited = await s3.waitUntilObjectExists({ client: store, maxWaitTime: 20 }, { ...bucket, Key: "there" });
  assert.equal(waited.state, "SUCCESS");
};
cases["s3 paginate ListObjectsV2"] = async () => {
  const found = await collect(s3.paginateListObjectsV2({ client: store, pageSize: 3 }, { ...bucket, Prefix: "2026/" }), "Contents");
  assert.ok(found.length > 3);
  assert.ok(found.every(({ Key }) => Key.startsWith("2026/")));
};
cases["s3 list buckets"] = async () => {
  assert.ok((await store.send(new s3.ListBucketsCommand({}))).Buckets.length);
};
cases["s3 delete many objects"] = async () => {
  const Objects = [{ Key: "a" }, { Key: "b" }];
  const done = await store.send(new s3.DeleteObjectsCommand({ ...bucket, Delete: { Objects } }));
  assert.deepEqual(done.Deleted.map(({ Key }) => Key), ["a", "b"]);
};
cases["s3 multipart upload by lib-storage"] = async () => {
  const upload = new Upload({ client: store, params: { ...object, Body: Buffer.alloc(12 * 2 ** 20, "x") } });
  const done = await upload.done();
  assert.equal(done.Key ?? object.Key, object.Key);
};
cases["s3 upload a stream of unknown length by lib-storage"] = async () => {
  const body = Readable.from([Buffer.alloc(3 * 2 ** 20), Buffer.alloc(4 * 2 ** 20)]);
  await new Upload({ client: store, params: { ...object, Body: body } }).done();
};
cases["s3 presigned GET"] = async () => {
  const response = await fetch(await getSignedUrl(store, new s3.GetObjectCommand(object), { expiresIn: 900 }));
  assert.equal(response.status, 200);
};
cases["s3 presigned PUT"] = async () => {
  const url = await getSignedUrl(store, new s3.PutObjectCommand(object));
  const response = await fetch(url, { method: "PUT", body: "text" });
  assert.equal(response.status, 200);
};
cases["s3 presigned POST"] = async () => {
  const { url, fields } = await createPresignedPost(store, { ...object, Expires: 600 });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob(["text"]), "summary.csv");
  const response = await fetch(url, { method: "POST", body: form });
  assert.ok([200, 201, 204].includes(response.status), `${response.status} ${await response.text()}`);
};
cases["s3 select events"] = async () => {
  const got = await store.send(
    new s3.SelectObjectContentCommand({
      ...object, ExpressionType: "SQL", Expression: "SELECT * FROM S3Object",
      InputSerialization: { CSV: {} }, OutputSerialization: { CSV: {} },
    }),
  );
  assert.ok((await events(got.Payload)).length);
};
cases["s3control list access points"] = async () => {
  // Its host begins with the account: a name that no resolver knows, which docs/synthetic.md sets right.
  const lookup = (_, options, done) => (options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4));
  const endpoint = process.env.AWS_ENDPOINT_URL.replace("127.0.0.1", "localhost");
  const client = new s3control.S3ControlClient({ endpoint, requestHandler: { httpAgent: new Agent({ lookup }) } });
  await client.send(new s3control.ListAccessPointsCommand({ AccountId: "123456789012" }));
};

// Amazon SQS and SNS

const queues = new sqs.SQSClient({});
cases["sqs create, find, send, receive and delete"] = async () => {
  const { QueueUrl } = await queues.send(new sqs.CreateQueueCommand({ QueueName: "orders" }));
  assert.equal((await queues.send(new sqs.GetQueueUrlCommand({ QueueName: "orders" }))).QueueUrl, QueueUrl);
  const sent = await queues.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
  assert.ok(sent.MessageId);
  const got = await queues.send(new sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 2 }));
  for (const { ReceiptHandle } of got.Messages ?? []) {
    await queues.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
};
cases["sqs send a batch with attributes"] = async () => {
  const { QueueUrl } = await queues.send(new sqs.GetQueueUrlCommand({ QueueName: "orders" }));
  const MessageAttributes = { kind: { DataType: "String", StringValue: "order" } };
  const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: `message ${Id}`, MessageAttributes }));
  const done = await queues.send(new sqs.SendMessageBatchCommand({ QueueUrl, Entries }));
  assert.deepEqual(done.Successful.map(({ Id }) => Id), ["a", "b"]);
};
cases["sqs paginate queues"] = async () => {
  assert.ok((await collect(sqs.paginateListQueues({ client: queues, pageSize: 2 }, {}), "QueueUrls")).length > 2);
};
cases["sns create, subscribe, publish and paginate"] = async () => {
  const client = new sns.SNSClient({});
  const { TopicArn } = await client.send(new sns.CreateTopicCommand({ Name: "orders" }));
  await client.send(new sns.SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "a@example.com" }));
  assert.ok((await client.send(new sns.PublishCommand({ TopicArn, Message: "hello" }))).MessageId);
  assert.ok((await collect(sns.paginateListTopics({ client }, {}), "Topics")).length);
};

// Amazon DynamoDB

const tables = new dynamodb.DynamoDBClient({});
const table = { TableName: "Orders" };
cases["dynamodb create a table and wait"] = async () => {
  await tables.send(
    new dynamodb.CreateTableCommand({
      ...table, BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  const waited = await dynamodb.waitUntilTableExists({ client: tables, maxWaitTime: 60 }, table);
  assert.equal(waited.state, "SUCCESS");
};
cases["dynamodb documents: put, get, query and scan"] = async () => {
  const client = documents.DynamoDBDocumentClient.from(tables);
  await client.send(new documents.PutCommand({ ...table, Item: { id: "1", total: 12.5, tags: new Set(["a"]) } }));
  await client.send(new documents.GetCommand({ ...table, Key: { id: "1" } }));
  const query = { ...table, KeyConditionExpression: "id = :id", ExpressionAttributeValues: { ":id": "1" } };
  assert.ok(Array.isArray((await client.send(new documents.QueryCommand(query))).Items));
  assert.ok(Array.isArray(await collect(documents.paginateScan({ client, pageSize: 2 }, table), "Items")));
};
cases["dynamodb batch write and get"] = async () => {
  const RequestItems = { Orders: [{ PutRequest: { Item: { id: { S: "1" } } } }] };
  const done = await tables.send(new dynamodb.BatchWriteItemCommand({ RequestItems }));
  assert.deepEqual(done.UnprocessedItems, {});
  await tables.send(new dynamodb.BatchGetItemCommand({ RequestItems: { Orders: { Keys: [{ id: { S: "1" } }] } } }));
};
cases["dynamodb paginate tables"] = async () => {
  const found = await collect(dynamodb.paginateListTables({ client: tables, pageSize: 2 }, {}), "TableNames");
  assert.ok(found.length > 2);
};

// Over HTTP/2, which these clients speak by default

const streams = new kinesis.KinesisClient({});
cases["kinesis put records and describe (HTTP/2)"] = async () => {
  await streams.send(new kinesis.PutRecordCommand({ StreamName: "orders", PartitionKey: "1", Data: Buffer.from("a") }));
  const Records = [{ PartitionKey: "1", Data: Buffer.from("a") }, { PartitionKey: "2", Data: Buffer.from("b") }];
  const done = await streams.send(new kinesis.PutRecordsCommand({ StreamName: "orders", Records }));
  assert.equal(done.Records.length, 2);
  const got = await streams.send(new kinesis.DescribeStreamSummaryCommand({ StreamName: "orders" }));
  assert.equal(got.StreamDescriptionSummary.StreamName, "orders");
};
cases["kinesis iterate over a shard (HTTP/2)"] = async () => {
  const asked = { StreamName: "orders", ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator } = await streams.send(new kinesis.GetShardIteratorCommand(asked));
  assert.ok(Array.isArray((await streams.send(new kinesis.GetRecordsCommand({ ShardIterator }))).Records));
};
cases["kinesis wait and paginate (HTTP/2)"] = async () => {
  const waited = await kinesis.waitUntilStreamExists({ client: streams, maxWaitTime: 60 }, { StreamName: "orders" });
  assert.equal(waited.state, "SUCCESS");
  assert.ok((await collect(kinesis.paginateListStreams({ client: streams, }, {}), "StreamNames")).length);
};
cases["kinesis subscribe to a shard (HTTP/2 events)"] = async () => {
  const ConsumerARN = "arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/c:1700000000";
  const got = await streams.send(
    new kinesis.SubscribeToShardCommand({ ConsumerARN, ShardId: "shardId-000000000000", StartingPosition: { Type: "LATEST" } }),
  );
  assert.ok((await events(got.EventStream)).length);
};
cases["kinesis fifty calls at once (HTTP/2)"] = async () => {
  const calls = Array.from({ length: 50 }, (_, n) =>
    streams.send(new kinesis.PutRecordCommand({ StreamName: "orders", PartitionKey: `${n}`, Data: Buffer.alloc(100_000) })),
  );
  assert.ok((await Promise.all(calls)).every(({ SequenceNumber }) => SequenceNumber));
};
cases["kinesis error (HTTP/2)"] = async () => {
  const refused = streams.send(new kinesis.CreateStreamCommand({ StreamName: "no name!" }));
  await assert.rejects(refused, (error) => error.$metadata.httpStatusCode === 400 && /streamName/i.test(error.message));
};

const models = new bedrock.BedrockRuntimeClient({});
const modelId = "anthropic.claude-3-haiku-20240307-v1:0";
const messages = [{ role: "user", content: [{ text: "Hello" }] }];
cases["bedrock invoke a model (HTTP/2)"] = async () => {
  const got = await models.send(new bedrock.InvokeModelCommand({ modelId, body: "{}", contentType: "application/json" }));
  assert.ok(got.body.length >= 0);
};
cases["bedrock converse (HTTP/2)"] = async () => {
  assert.ok((await models.send(new bedrock.ConverseCommand({ modelId, messages }))).output);
};
cases["bedrock converse as a stream (HTTP/2 events)"] = async () => {
  const got = await models.send(new bedrock.ConverseStreamCommand({ modelId, messages }));
  assert.ok((await events(got.stream)).length);
};
cases["bedrock invoke as a stream (HTTP/2 events)"] = async () => {
  const asked = { modelId, body: "{}", contentType: "application/json" };
  const got = await models.send(new bedrock.InvokeModelWithResponseStreamCommand(asked));
  assert.ok((await events(got.body)).length);
};
cases["bedrock speak both ways (HTTP/2 events)"] = async () => {
  async function* body() {
    yield { chunk: { bytes: Buffer.from('{"event":{"sessionStart":{}}}') } };
  }
  const got = await models.send(new bedrock.InvokeModelWithBidirectionalStreamCommand({ modelId: "amazon.nova-sonic-v1:0", body: body() }));
  assert.ok((await events(got.body)).length);
};
cases["transcribe, which botocore does not have, is refused (HTTP/2 events)"] = async () => {
  async function* audio() {
    for (let n = 0; n < 4; n += 1) yield { AudioEvent: { AudioChunk: Buffer.alloc(4096) } };
  }
  const client = new transcribe.TranscribeStreamingClient({});
  const asked = client.send(
    new transcribe.StartStreamTranscriptionCommand({
      LanguageCode: "en-US", MediaEncoding: "pcm", MediaSampleRateHertz: 16_000, AudioStream: audio(),
    }),
  );
  await assert.rejects(asked, { name: "UnknownOperationException" });
};

// Others

cases["lambda invoke, create and paginate"] = async () => {
  const client = new lambda.LambdaClient({});
  const got = await client.send(new lambda.InvokeCommand({ FunctionName: "orders", Payload: '{"id":1}' }));
  assert.equal(got.StatusCode, 200);
  assert.ok((await collect(lambda.paginateListFunctions({ client }, {}), "Functions")).length);
  const waited = await lambda.waitUntilFunctionActiveV2({ client, maxWaitTime: 60 }, { FunctionName: "orders" });
  assert.equal(waited.state, "SUCCESS");
};
cases["lambda invoke with a response stream"] = async () => {
  const client = new lambda.LambdaClient({});
  const got = await client.send(new lambda.InvokeWithResponseStreamCommand({ FunctionName: "orders", Payload: "{}" }));
  assert.ok((await events(got.EventStream)).length);
};
cases["iam users and roles"] = async () => {
  const client = new iam.IAMClient({});
  assert.equal((await client.send(new iam.GetUserCommand({ UserName: "ada" }))).User.UserName, "ada");
  assert.ok((await collect(iam.paginateListRoles({ client, pageSize: 2 }, {}), "Roles")).length);
};
cases["sts caller and role"] = async () => {
  const client = new sts.STSClient({});
  assert.match((await client.send(new sts.GetCallerIdentityCommand({}))).Account, /^\d{12}$/);
  const asked = { RoleArn: "arn:aws:iam::123456789012:role/orders", RoleSessionName: "ada" };
  assert.ok((await client.send(new sts.AssumeRoleCommand(asked))).Credentials.Expiration instanceof Date);
};
cases["ec2 run, wait and paginate"] = async () => {
  const client = new ec2.EC2Client({});
  const run = await client.send(new ec2.RunInstancesCommand({ ImageId: "ami-0123456789abcdef0", MinCount: 1, MaxCount: 1 }));
  assert.equal(run.Instances.length, 1);
  const InstanceIds = run.Instances.map(({ InstanceId }) => InstanceId);
  const waited = await ec2.waitUntilInstanceRunning({ client, maxWaitTime: 60 }, { InstanceIds });
  assert.equal(waited.state, "SUCCESS");
  assert.ok((await collect(ec2.paginateDescribeInstances({ client, pageSize: 5 }, {}), "Reservations")).length);
};
cases["ssm parameters"] = async () => {
  const client = new ssm.SSMClient({});
  await client.send(new ssm.PutParameterCommand({ Name: "/app/db/url", Value: "x", Type: "String" }));
  assert.equal((await client.send(new ssm.GetParameterCommand({ Name: "/app/db/url" }))).Parameter.Name, "/app/db/url");
  const found = await collect(ssm.paginateGetParametersByPath({ client }, { Path: "/app" }), "Parameters");
  assert.ok(found.every(({ Name }) => Name.startsWith("/app")));
};
cases["secretsmanager get a secret"] = async () => {
  const client = new secrets.SecretsManagerClient({});
  const got = await client.send(new secrets.GetSecretValueCommand({ SecretId: "orders/db" }));
  assert.ok((got.SecretString === undefined) !== (got.SecretBinary === undefined));
};
cases["kms encrypt and decrypt"] = async () => {
  const client = new kms.KMSClient({});
  const { CiphertextBlob } = await client.send(new kms.EncryptCommand({ KeyId: "alias/orders", Plaintext: Buffer.from("a") }));
  assert.ok((await client.send(new kms.DecryptCommand({ CiphertextBlob }))).Plaintext);
};
cases["cloudwatch metrics (CBOR)"] = async () => {
  const client = new cloudwatch.CloudWatchClient({});
  await client.send(new cloudwatch.PutMetricDataCommand({ Namespace: "Orders", MetricData: [{ MetricName: "n", Value: 1 }] }));
  assert.ok((await collect(cloudwatch.paginateListMetrics({ client }, { Namespace: "Orders" }), "Metrics")).length);
};
cases["cloudwatch logs"] = async () => {
  const client = new logs.CloudWatchLogsClient({});
  const found = await collect(logs.paginateFilterLogEvents({ client }, { logGroupName: "/orders" }), "events");
  assert.ok(Array.isArray(found));
};
cases["cloudwatch logs live tail (host prefix, events)"] = async () => {
  const client = new logs.CloudWatchLogsClient({ disableHostPrefix: true });
  const logGroupIdentifiers = ["arn:aws:logs:us-east-1:123456789012:log-group:orders"];
  const got = await client.send(new logs.StartLiveTailCommand({ logGroupIdentifiers }));
  assert.ok((await events(got.responseStream)).length);
};
cases["eventbridge put events"] = async () => {
  const client = new eventbridge.EventBridgeClient({});
  const Entries = [{ Source: "orders", DetailType: "order", Detail: "{}" }];
  assert.equal((await client.send(new eventbridge.PutEventsCommand({ Entries }))).FailedEntryCount, 0);
};
cases["stepfunctions start and paginate"] = async () => {
  const client = new sfn.SFNClient({});
  const stateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:orders";
  assert.ok((await client.send(new sfn.StartExecutionCommand({ stateMachineArn }))).startDate instanceof Date);
  assert.ok((await collect(sfn.paginateListExecutions({ client }, { stateMachineArn }), "executions")).length);
};
cases["ecs run a task and wait"] = async () => {
  const client = new ecs.ECSClient({});
  const run = await client.send(new ecs.RunTaskCommand({ cluster: "main", taskDefinition: "orders:1", count: 1 }));
  const tasks = run.tasks.map(({ taskArn }) => taskArn);
  const waited = await ecs.waitUntilTasksRunning({ client, maxWaitTime: 60 }, { cluster: "main", tasks });
  assert.equal(waited.state, "SUCCESS");
};
cases["cloudformation create a stack and wait"] = async () => {
  const client = new cloudformation.CloudFormationClient({});
  await client.send(new cloudformation.CreateStackCommand({ StackName: "orders", TemplateBody: "{}" }));
  const waited = await cloudformation.waitUntilStackCreateComplete({ client, maxWaitTime: 120 }, { StackName: "orders" });
  assert.equal(waited.state, "SUCCESS");
};

for (const [name, run] of Object.entries(cases)) {
  try {
    await Promise.race([run(), new Promise((_, fail) => setTimeout(() => fail(new Error("no end within 180 s")), 180_000).unref())]);
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`not ok ${name}: ${`${error.name}: ${error.message}`.replaceAll(/\s+/g, " ").slice(0, 300)}`);
  }
}
process.exit(0);
