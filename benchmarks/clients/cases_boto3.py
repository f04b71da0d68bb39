"""What a user does with boto3's resources, its batch writer and its transfer manager, from boto3's guides."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import requests
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

# The host begins with a prefix: a name that no resolver knows, which docs/synthetic.md sets right.
PROXIED = Config(proxies={"http": os.environ["AWS_ENDPOINT_URL"]})

Case = Callable[[], Any]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    CASES[function.__name__.replace("_", " ")] = function
    return function


def bucket() -> Any:
    return boto3.resource("s3").Bucket("orders")


@case
def s3_buckets() -> None:
    assert [found.name for found in boto3.resource("s3").buckets.all()]


@case
def s3_create_a_bucket_and_wait() -> None:
    created = boto3.resource("s3").create_bucket(Bucket="orders")
    created.wait_until_exists()
    assert created.name == "orders"


@case
def s3_objects_by_prefix_over_pages() -> None:
    keys = [found.key for found in bucket().objects.filter(Prefix="2026/").page_size(3)]
    assert len(keys) > 3
    assert all(key.startswith("2026/") for key in keys)


@case
def s3_put_and_get() -> None:
    item = bucket().Object("a")
    item.put(Body=b"text")
    got = item.get()
    assert len(got["Body"].read()) == got["ContentLength"] == item.content_length


@case
def s3_each_checksum() -> None:
    for name in ("CRC32", "SHA1", "SHA256"):
        bucket().put_object(Key="a", Body=b"text", ChecksumAlgorithm=name)


@case
def s3_upload_in_parts() -> None:
    config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    bucket().upload_fileobj(io.BytesIO(bytes(12 << 20)), "large", Config=config)


@case
def s3_upload_and_download_a_file() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(b"text")
        bucket().upload_file(str(path), "file", ExtraArgs={"ContentType": "text/plain"})
        bucket().download_file("file", str(path))
        assert path.stat().st_size == bucket().Object("file").content_length


@case
def s3_copy() -> None:
    bucket().copy({"Bucket": "orders", "Key": "a"}, "b")


@case
def s3_multipart_by_hand() -> None:
    upload = bucket().Object("parts").initiate_multipart_upload()
    part = upload.Part(1).upload(Body=b"text")
    done = upload.complete(MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    assert done.key == "parts"


@case
def s3_delete_all_objects() -> None:
    deleted = bucket().objects.all().delete()
    assert deleted[0]["Deleted"]


@case
def s3_versions_acl_and_cors() -> None:
    assert bucket().Versioning().status in {"Enabled", "Suspended", None}
    assert bucket().Acl().owner
    bucket().Cors().put(
        CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
    )


@case
def s3_presigned_url() -> None:
    url = boto3.client("s3").generate_presigned_url("get_object", {"Bucket": "orders", "Key": "a"})
    assert requests.get(url, timeout=10).status_code == 200


@case
def s3_presigned_post() -> None:
    post = boto3.client("s3").generate_presigned_post("orders", "a")
    done = requests.post(post["url"], data=post["fields"], files={"file": b"text"}, timeout=10)
    assert done.status_code == 204, done.text


def table() -> Any:
    return boto3.resource("dynamodb").Table("Orders")


@case
def dynamodb_create_a_table_and_wait() -> None:
    created = boto3.resource("dynamodb").create_table(
        TableName="Orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    created.wait_until_exists()
    assert created.key_schema == [{"AttributeName": "id", "KeyType": "HASH"}]


@case
def dynamodb_put_get_query_and_scan() -> None:
    table().put_item(Item={"id": "1", "tags": {"a"}, "nested": {"n": [1, None, True]}})
    table().get_item(Key={"id": "1"})
    assert "Items" in table().scan(Limit=3)


@case
def dynamodb_batch_writer() -> None:
    with table().batch_writer() as batch:
        for number in range(60):
            batch.put_item(Item={"id": str(number)})
        batch.delete_item(Key={"id": "0"})


@case
def dynamodb_batch_get_item() -> None:
    asked = {"Orders": {"Keys": [{"id": "1"}]}}
    assert boto3.resource("dynamodb").batch_get_item(RequestItems=asked)["UnprocessedKeys"] == {}


@case
def sqs_queue() -> None:
    queue = boto3.resource("sqs").create_queue(QueueName="orders")
    assert boto3.resource("sqs").get_queue_by_name(QueueName="orders").url == queue.url
    assert queue.send_message(MessageBody="hello")["MessageId"]
    for message in queue.receive_messages(MaxNumberOfMessages=5):
        message.delete()
    queue.send_messages(Entries=[{"Id": "1", "MessageBody": "a"}])
    assert queue.attributes


@case
def sns_topic() -> None:
    topic = boto3.resource("sns").create_topic(Name="orders")
    assert topic.publish(Message="hello")["MessageId"]
    assert topic.arn.endswith(":orders")
    assert list(boto3.resource("sns").topics.limit(3))


@case
def ec2_instances() -> None:
    ec2 = boto3.resource("ec2")
    (instance,) = ec2.create_instances(ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1)
    instance.wait_until_running()
    instance.create_tags(Tags=[{"Key": "a", "Value": "b"}])
    instance.reload()
    assert [found.id for found in ec2.instances.filter(InstanceIds=[instance.id])] == [instance.id]
    instance.terminate()
    assert list(ec2.vpcs.limit(2))


@case
def iam_users_and_roles() -> None:
    iam = boto3.resource("iam")
    assert iam.User("ada").arn.endswith("ada")
    assert list(iam.roles.limit(3))


@case
def cloudformation_stack() -> None:
    stack = boto3.resource("cloudformation").Stack("orders")
    assert stack.stack_name == "orders"
    assert list(stack.events.limit(2))


@case
def cloudwatch_alarm() -> None:
    assert list(boto3.resource("cloudwatch").alarms.limit(2))
    assert list(boto3.resource("cloudwatch").metrics.limit(2))


@case
def s3control_by_account() -> None:
    boto3.client("s3control", config=PROXIED).list_access_points(AccountId="123456789012")


@case
def logs_live_tail() -> None:
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:orders"
    got = boto3.client("logs", config=PROXIED).start_live_tail(logGroupIdentifiers=[arn])
    assert list(got["responseStream"])


if __name__ == "__main__":
    from trial import run

    run(CASES)
