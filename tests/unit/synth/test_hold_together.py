"""Answers hold together: with their request, within themselves, and with other answers about the same thing.

The flows are those of users and of other people's clients: boto3's resources, ``batch_writer`` and transfer
manager hold the answers to what they need.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import zlib
from typing import Any

import pytest
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

import harness
from harness.synth import Error, SyntheticService, respond, synthetic_client
from harness.synth.client import attach
from harness.synth.server.serving import serving
from harness.synth.sessions import plain_client, plain_session

QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/orders"


def md5(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def both(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return the members that two answers have and not equally."""
    return [name for name in one.keys() & other.keys() if one[name] != other[name]]


# Within themselves.


def test_a_sent_message_has_its_md5s() -> None:
    attributes = {"a": {"DataType": "String", "StringValue": "x"}}
    sent = synthetic_client("sqs").send_message(
        QueueUrl=QUEUE, MessageBody="hello", MessageAttributes=attributes
    )
    assert sent["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592"
    assert sent["MD5OfMessageAttributes"] == md5(b"\0\0\0\1a\0\0\0\6String\1\0\0\0\1x")
    assert "MD5OfMessageSystemAttributes" not in sent


def test_each_message_of_a_batch_has_its_md5() -> None:
    entries = [{"Id": "1", "MessageBody": "a"}, {"Id": "2", "MessageBody": "b"}]
    sent = synthetic_client("sqs").send_message_batch(QueueUrl=QUEUE, Entries=entries)["Successful"]
    assert [(each["Id"], each["MD5OfMessageBody"]) for each in sent] == [("1", md5(b"a")), ("2", md5(b"b"))]


def test_a_received_message_has_its_md5() -> None:
    messages = synthetic_client("sqs").receive_message(QueueUrl=QUEUE)["Messages"]
    assert [each["MD5OfBody"] for each in messages] == [md5(each["Body"].encode()) for each in messages]
    assert messages


def test_what_is_documented_as_always_there_is_there_when_empty() -> None:
    dynamodb, kinesis = synthetic_client("dynamodb"), synthetic_client("kinesis")
    writes = {"orders": [{"PutRequest": {"Item": {"id": {"S": "1"}}}}]}
    assert dynamodb.batch_write_item(RequestItems=writes)["UnprocessedItems"] == {}
    records = [{"Data": b"1", "PartitionKey": "a"}] * 3
    put = kinesis.put_records(StreamName="orders", Records=records)
    assert (len(put["Records"]), put["FailedRecordCount"]) == (3, 0)
    tasks = synthetic_client("ecs").describe_tasks(cluster="c", tasks=["arn:aws:ecs:us-east-1:1:task/c/0"])
    assert tasks["failures"] == []


@pytest.mark.usefixtures("not_judged")
def test_the_batch_writer_of_boto3_writes() -> None:
    resource = plain_session().resource("dynamodb", region_name="us-east-1")
    attach(resource.meta.client, SyntheticService())
    written: list[str] = []
    resource.meta.client.meta.events.register(
        "before-parameter-build.dynamodb.BatchWriteItem",
        lambda params, **_: written.extend(
            each["PutRequest"]["Item"]["id"] for each in params["RequestItems"]["orders"]
        ),
    )
    with resource.Table("orders").batch_writer() as writer:
        for number in range(60):
            writer.put_item(Item={"id": str(number)})
    assert written == [str(number) for number in range(60)]


def test_an_uploaded_object_has_its_etag_and_the_checksum_that_was_asked_for() -> None:
    put = synthetic_client("s3").put_object(Bucket="orders", Key="a", Body=b"abc")
    assert put["ETag"] == f'"{md5(b"abc")}"'
    assert put["ChecksumCRC32"] == base64.b64encode(zlib.crc32(b"abc").to_bytes(4, "big")).decode()
    assert "ChecksumSHA256" not in put


def test_an_etag_that_is_a_structure_stays_one() -> None:
    sets = synthetic_client("omics").list_read_sets(sequenceStoreId="65233247258")["readSets"]
    assert sets
    assert {type(one.get("etag", {})) for one in sets} == {dict}


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    # The check values of the catalogues of CRCs: of the text 123456789.
    [("CRC32", "cbf43926"), ("CRC32C", "e3069283"), ("CRC64NVME", "ae8b14860a799888")],
)
def test_checksums_of_the_crc_family(algorithm: str, expected: str) -> None:
    asked = {"Bucket": "orders", "Key": "a", "Body": b"123456789", "ChecksumAlgorithm": algorithm}
    response = respond(harness.contract("s3", "PutObject"), asked).response
    assert response is not None
    assert base64.b64decode(response[f"Checksum{algorithm}"]).hex() == expected


def test_the_transfer_manager_of_boto3_uploads_in_parts_and_downloads() -> None:
    client, into = synthetic_client("s3"), io.BytesIO()
    in_parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    client.upload_fileobj(io.BytesIO(b"x" * (11 << 20)), "orders", "a", Config=in_parts)
    client.download_fileobj("orders", "a", into)
    assert into.getvalue() == client.get_object(Bucket="orders", Key="a")["Body"].read()


def test_an_upload_in_parts_has_the_etag_of_its_parts() -> None:
    parts = [{"PartNumber": number, "ETag": f'"{md5(bytes([number]))}"'} for number in (1, 2)]
    asked = {"Bucket": "orders", "Key": "a", "UploadId": "u", "MultipartUpload": {"Parts": parts}}
    whole = bytes.fromhex(md5(b"\1") + md5(b"\2"))
    completed = synthetic_client("s3").complete_multipart_upload(**asked)
    assert completed["ETag"] == f'"{md5(whole)}-2"'


def test_the_head_of_an_object_is_that_of_the_object() -> None:
    client = synthetic_client("s3")
    got, head = (ask(Bucket="orders", Key="a") for ask in (client.get_object, client.head_object))
    body = got["Body"].read()
    assert got["ETag"] == f'"{md5(body)}"'
    assert got["ContentLength"] == len(body)
    assert [name for name in both(got, head) if name != "ResponseMetadata"] == []


def test_the_error_of_a_head_has_no_body_to_tell_it() -> None:
    client = synthetic_client("s3")
    client.fault("s3.HeadObject", Error("NoSuchKey"))
    with pytest.raises(ClientError) as failed:
        client.head_object(Bucket="orders", Key="a")
    assert failed.value.response["Error"] == {"Code": "404", "Message": "Not Found"}


def test_a_range_of_bytes_is_a_part_of_the_object() -> None:
    client = synthetic_client("s3")
    whole = client.get_object(Bucket="orders", Key="a")["Body"].read()
    part = client.get_object(Bucket="orders", Key="a", Range="bytes=2-5")
    assert part["Body"].read() == whole[2:6]
    assert part["ContentRange"] == f"bytes 2-5/{len(whole)}"
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206
    last = client.get_object(Bucket="orders", Key="a", Range="bytes=-3")
    assert last["Body"].read() == whole[-3:]


def test_the_code_of_a_state_is_the_documented_one() -> None:
    codes = {
        "pending": 0,
        "running": 16,
        "shutting-down": 32,
        "terminated": 48,
        "stopping": 64,
        "stopped": 80,
    }
    held = synthetic_client("ec2").describe_instances()["Reservations"]
    states = [each["State"] for reservation in held for each in reservation["Instances"]]
    assert states
    assert all(state["Code"] == codes[state["Name"]] for state in states)


def test_times_are_in_order() -> None:
    jobs = synthetic_client("sagemaker").list_training_jobs()["TrainingJobSummaries"]
    assert jobs
    for job in jobs:
        assert job["CreationTime"] <= job["TrainingEndTime"] <= job["LastModifiedTime"]


# With their request.


@pytest.mark.parametrize("count", [1, 5])
def test_as_many_instances_are_run_as_were_asked_for(count: int) -> None:
    image = "ami-0123456789abcdef0"
    run = synthetic_client("ec2").run_instances(MinCount=count, MaxCount=count, ImageId=image)
    assert [each["ImageId"] for each in run["Instances"]] == [image] * count
    assert len({each["InstanceId"] for each in run["Instances"]}) == count


def test_a_list_of_objects_is_of_the_bucket_and_below_the_prefix() -> None:
    for ask in ("list_objects", "list_objects_v2"):
        listed = getattr(synthetic_client("s3"), ask)(Bucket="orders", Prefix="logs/2024/")
        assert (listed["Name"], listed["Prefix"]) == ("orders", "logs/2024/")
        assert [each["Key"] for each in listed["Contents"] if not each["Key"].startswith("logs/2024/")] == []
        assert "CommonPrefixes" not in listed


@pytest.mark.parametrize(
    ("operation", "asked", "path", "expected"),
    [
        (
            "s3.DeleteObjects",
            {"Bucket": "orders", "Delete": {"Objects": [{"Key": "a"}, {"Key": "b"}]}},
            ("Deleted", "Key"),
            ["a", "b"],
        ),
        (
            "xray.BatchGetTraces",
            {"TraceIds": ["1-581cf771-a006649127e371903a2de979"]},
            ("Traces", "Id"),
            ["1-581cf771-a006649127e371903a2de979"],
        ),
        ("ecs.DescribeTasks", {"tasks": ["arn:aws:ecs:us-east-1:1:task/c/0"]}, ("tasks", "taskArn"), None),
        ("cloudformation.DescribeStacks", {"StackName": "one"}, ("Stacks", "StackName"), ["one"]),
        ("ssm.GetParameters", {"Names": ["/a", "/b"]}, ("Parameters", "Name"), ["/a", "/b"]),
    ],
)
def test_what_is_asked_for_by_name_is_what_is_answered(
    operation: str, asked: dict[str, Any], path: tuple[str, str], expected: list[str] | None
) -> None:
    response = respond(harness.contract(*operation.split(".")), asked).response
    assert response is not None
    assert [each[path[1]] for each in response[path[0]]] == (expected or asked["tasks"])


def test_what_is_asked_for_by_arn_has_the_arn_and_its_name() -> None:
    arn = "arn:aws:cloudtrail:us-east-1:123456789012:trail/mine"
    trail = synthetic_client("cloudtrail").get_trail(Name=arn)["Trail"]
    assert (trail["TrailARN"], trail["Name"]) == (arn, "mine")


def test_a_secret_is_the_one_that_was_asked_for_and_text() -> None:
    secret = synthetic_client("secretsmanager").get_secret_value(SecretId="orders-db")
    assert secret["Name"] == "orders-db"
    assert secret["ARN"].endswith("orders-db")
    assert ("SecretString" in secret, "SecretBinary" in secret) == (True, False)


SINCE, UNTIL = dt.datetime(2025, 5, 20, tzinfo=dt.UTC), dt.datetime(2025, 5, 25, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("operation", "asked", "entries", "holds"),
    [
        (
            "batch.ListJobs",
            {"jobQueue": "orders", "jobStatus": "FAILED"},
            "jobSummaryList",
            lambda each: each["status"] == "FAILED",
        ),
        (
            "cloudformation.ListStacks",
            {"StackStatusFilter": ["DELETE_COMPLETE"]},
            "StackSummaries",
            lambda each: each["StackStatus"] == "DELETE_COMPLETE",
        ),
        (
            "sagemaker.ListTrainingJobs",
            {"CreationTimeAfter": SINCE, "CreationTimeBefore": UNTIL},
            "TrainingJobSummaries",
            lambda each: "2025-05-20" <= each["CreationTime"] <= "2025-05-25T00:00:00Z",
        ),
        (
            "cloudwatch.DescribeAlarms",
            {"AlarmNamePrefix": "prod-"},
            "MetricAlarms",
            lambda each: each["AlarmName"].startswith("prod-"),
        ),
        (
            "ec2.DescribeVpcs",
            {"Filters": [{"Name": "state", "Values": ["pending"]}]},
            "Vpcs",
            lambda each: each["State"] == "pending",
        ),
        (
            "ec2.DescribeVpcs",
            {"Filters": [{"Name": "tag:Team", "Values": ["checkout"]}]},
            "Vpcs",
            lambda each: {"Key": "Team", "Value": "checkout"} in each["Tags"],
        ),
        (
            "ssm.GetParametersByPath",
            {"Path": "/app/prod"},
            "Parameters",
            lambda each: each["Name"].startswith("/app/prod/"),
        ),
        (
            "sqs.ListQueues",
            {"QueueNamePrefix": "orders-"},
            "QueueUrls",
            lambda each: each.rpartition("/")[2].startswith("orders-"),
        ),
        ("iam.ListPolicies", {}, "Policies", lambda each: "{" not in each["PolicyName"]),
    ],
)
def test_the_entries_of_a_list_are_such_as_were_asked_for(
    operation: str, asked: dict[str, Any], entries: str, holds: Any
) -> None:
    response = respond(harness.contract(*operation.split(".")), asked).response
    assert response is not None
    assert response[entries]
    assert [each for each in response[entries] if not holds(each)] == []


def test_an_item_has_the_key_and_the_attributes_that_were_asked_for() -> None:
    client = synthetic_client("dynamodb")
    key = {"id": {"S": "1"}}
    assert client.get_item(TableName="orders", Key=key)["Item"]["id"] == {"S": "1"}
    assert client.get_item(TableName="orders", Key=key, AttributesToGet=["id"])["Item"] == key
    projected = client.get_item(
        TableName="orders", Key=key, ProjectionExpression="#i", ExpressionAttributeNames={"#i": "id"}
    )
    assert projected["Item"] == key
    asked = {"orders": {"Keys": [{"id": {"S": "1"}}, {"id": {"S": "2"}}]}}
    found = client.batch_get_item(RequestItems=asked)["Responses"]["orders"]
    assert [each["id"]["S"] for each in found] == ["1", "2"]


def test_a_query_counts_what_it_returns() -> None:
    values = {":i": {"S": "1"}}
    page = synthetic_client("dynamodb").query(
        TableName="orders", KeyConditionExpression="id = :i", ExpressionAttributeValues=values, Limit=3
    )
    assert (len(page["Items"]), page["Count"], page["ScannedCount"]) == (3, 3, 3)


# With each other.


@pytest.mark.parametrize(
    ("service", "listed", "entries", "key", "read", "asked_by", "holder"),
    [
        (
            "lambda",
            "list_functions",
            "Functions",
            "FunctionName",
            "get_function",
            "FunctionName",
            "Configuration",
        ),
        ("iam", "list_roles", "Roles", "RoleName", "get_role", "RoleName", "Role"),
        ("kms", "list_keys", "Keys", "KeyId", "describe_key", "KeyId", "KeyMetadata"),
        ("secretsmanager", "list_secrets", "SecretList", "Name", "describe_secret", "SecretId", ""),
        ("s3", "list_objects_v2", "Contents", "Key", "get_object", "Key", ""),
    ],
)
def test_what_a_list_shows_is_what_is_got(
    service: str, listed: str, entries: str, key: str, read: str, asked_by: str, holder: str
) -> None:
    """By another client, which remembers nothing of the list."""
    around = {"Bucket": "orders"} if service == "s3" else {}
    shown = getattr(synthetic_client(service), listed)(**around)[entries][:3]
    assert shown
    for entry in shown:
        asked = [entry[key]] if asked_by.endswith("Ids") else entry[key]
        got = getattr(synthetic_client(service), read)(**around, **{asked_by: asked})
        found = got[holder] if holder else got
        assert both(entry, found[0] if isinstance(found, list) else found) == []


def test_the_entries_of_a_list_are_different_things() -> None:
    functions = synthetic_client("lambda", length=40, page_size=40).list_functions()["Functions"]
    assert len({each["FunctionName"] for each in functions}) == len(
        {each["FunctionArn"] for each in functions}
    )
    assert len({each["FunctionName"] for each in functions}) == 40


def test_a_host_prefix_before_an_ip_address_is_reached_through_the_endpoint_as_a_proxy() -> None:
    with serving(SyntheticService()) as url:
        client = plain_client("s3control", "us-east-1", Config(proxies={"http": url}), endpoint_url=url)
        found = client.get_public_access_block(AccountId="123456789012")
    assert "PublicAccessBlockConfiguration" in found


def test_what_is_created_without_a_name_has_an_arn_of_its_id() -> None:
    client = synthetic_client("route53resolver")
    made = [
        client.create_resolver_rule(CreatorRequestId=each, RuleType="SYSTEM", DomainName=each)
        for each in "ab"
    ]
    one, other = [each["ResolverRule"] for each in made]
    assert one["Id"] != other["Id"]
    assert one["Arn"].endswith(one["Id"])
    assert client.get_resolver_rule(ResolverRuleId=one["Id"])["ResolverRule"]["Name"] == one["Name"]


def test_what_is_created_by_a_name_and_gets_an_id_has_an_arn_of_that() -> None:
    client = synthetic_client("sagemaker")
    made = client.create_domain(DomainName="d", AuthMode="IAM", DefaultUserSettings={})
    assert made["DomainArn"].endswith(made["DomainId"])
    assert client.describe_domain(DomainId=made["DomainId"])["DomainArn"] == made["DomainArn"]


def test_a_summary_agrees_with_what_a_description_has_in_a_structure() -> None:
    client = synthetic_client("cloudfront")
    summary = client.list_public_keys()["PublicKeyList"]["Items"][0]
    key = client.get_public_key(Id=summary["Id"])["PublicKey"]["PublicKeyConfig"]
    assert (key["Name"], key["Comment"]) == (summary["Name"], summary["Comment"])
