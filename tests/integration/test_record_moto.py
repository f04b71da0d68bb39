"""A day's work with fifteen services, recorded from moto's server and replayed without it."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import random
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import vcr
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError
from moto import mock_aws
from moto.server import ThreadedMotoServer

import harness
from harness.cassette.comparison import compare

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
BINARY = bytes(range(256)) * 40
LARGE = random.Random(1).randbytes(6 * 1024 * 1024)
ROLE = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
AT_ONCE = {"Delay": 0, "MaxAttempts": 3}

Client = Callable[..., Any]


def code_of(call: Callable[..., Any], **params: Any) -> tuple[str, str, str, int]:
    """The error that a call ends with: exception, code, message, HTTP status."""
    with pytest.raises(ClientError) as caught:
        call(**params)
    answer = caught.value.response
    return (
        type(caught.value).__name__,
        answer["Error"]["Code"],
        answer["Error"]["Message"],
        answer["ResponseMetadata"]["HTTPStatusCode"],
    )


def cloudtrail(client: Client) -> Any:
    s3, trails = client("s3"), client("cloudtrail")
    s3.create_bucket(Bucket="audit-logs")
    for name in ("audit", "billing"):
        trails.create_trail(Name=name, S3BucketName="audit-logs", IsMultiRegionTrail=name == "billing")
    listed = [t["Name"] for page in trails.get_paginator("list_trails").paginate() for t in page["Trails"]]
    described = trails.describe_trails(trailNameList=["audit"], includeShadowTrails=False)["trailList"]
    missing = code_of(trails.get_trail, Name="no-such-trail")
    return listed, described, missing, trails.get_trail_status(Name="audit")["IsLogging"]


def xray(client: Client) -> Any:
    traces = client("xray")
    start = int(NOW.timestamp())
    trace = f"1-{start:08x}-a006649127e371903a2de979"
    segment = {
        "name": "orders",
        "id": "70de5b6f19ff9a0a",
        "trace_id": trace,
        "start_time": start,
        "end_time": start + 1,
    }
    put = traces.put_trace_segments(TraceSegmentDocuments=[json.dumps(segment)])
    summaries = traces.get_trace_summaries(StartTime=NOW - dt.timedelta(hours=1), EndTime=NOW)
    got = traces.batch_get_traces(TraceIds=[trace])
    return put["UnprocessedTraceSegments"], len(summaries["TraceSummaries"]), got["Traces"]


def s3(client: Client) -> Any:
    s3 = client("s3")
    s3.create_bucket(Bucket="reports")
    s3.get_waiter("bucket_exists").wait(Bucket="reports", WaiterConfig=AT_ONCE)
    s3.put_object(Bucket="reports", Key="2026/öre.bin", Body=BINARY, Metadata={"owner": "finance"})
    s3.put_object(Bucket="reports", Key="file", Body=io.BytesIO(b"from a file"), ContentType="text/plain")
    s3.upload_fileobj(
        io.BytesIO(LARGE),
        "reports",
        "large.bin",
        Config=TransferConfig(multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024),
    )
    whole = s3.get_object(Bucket="reports", Key="2026/öre.bin")
    chunks = list(s3.get_object(Bucket="reports", Key="2026/öre.bin")["Body"].iter_chunks(1000))
    part = s3.get_object(Bucket="reports", Key="2026/öre.bin", Range="bytes=10-19")
    large = io.BytesIO()
    s3.download_fileobj("reports", "large.bin", large)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="reports", PaginationConfig={"PageSize": 2})
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    return (
        whole["Body"].read() == BINARY,
        whole["Metadata"],
        whole["LastModified"],
        (len(chunks), b"".join(chunks) == BINARY),
        (part["Body"].read(), part["ContentRange"]),
        large.getvalue() == LARGE,
        keys,
        code_of(s3.get_object, Bucket="reports", Key="missing"),
        code_of(s3.head_object, Bucket="reports", Key="missing"),
        code_of(s3.list_objects_v2, Bucket="no-such-bucket"),
        s3.delete_objects(Bucket="reports", Delete={"Objects": [{"Key": "file"}]})["Deleted"],
    )


def presigned(client: Client) -> Any:
    parts = urlsplit(client("s3").generate_presigned_url("get_object", {"Bucket": "reports", "Key": "file"}))
    return parts.path.endswith("/file"), bool(parse_qs(parts.query).keys() & {"X-Amz-Signature", "Signature"})


def dynamodb(client: Client, resource: Client) -> Any:
    table = resource("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    with table.batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"id": f"{number:02}", "blob": b"\x00\xff", "sum": number, "tags": {"a"}})
    scanned = client("dynamodb").get_paginator("scan").paginate(TableName="orders", Limit=7)
    return (
        table.get_item(Key={"id": "07"})["Item"],
        sorted(item["id"]["S"] for page in scanned for item in page["Items"]),
        code_of(table.put_item, Item={"id": "07"}, ConditionExpression="attribute_not_exists(id)"),
        code_of(client("dynamodb").describe_table, TableName="none"),
        [t.name for t in resource("dynamodb").tables.all()],
    )


def messaging(client: Client) -> Any:
    sqs, sns = client("sqs"), client("sns")
    url = sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "5"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name="events")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    sns.publish(
        TopicArn=topic, Message="über", MessageAttributes={"k": {"DataType": "String", "StringValue": "v"}}
    )
    got = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], WaitTimeSeconds=1)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=got[0]["ReceiptHandle"])
    topics = [t["TopicArn"] for page in sns.get_paginator("list_topics").paginate() for t in page["Topics"]]
    return (
        [message["Body"] for message in got],
        topics,
        code_of(sqs.get_queue_url, QueueName="none"),
        code_of(sns.publish, TopicArn=f"{topic}-none", Message="lost"),
    )


def ec2(client: Client, resource: Client) -> Any:
    ec2 = client("ec2")
    linux = [{"Name": "name", "Values": ["amzn-ami-hvm-2017*"]}]
    image = ec2.describe_images(Filters=linux)["Images"][0]["ImageId"]
    made = resource("ec2").create_instances(
        ImageId=image,
        MinCount=2,
        MaxCount=2,
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "a & b"}]}],
    )
    ids = [instance.id for instance in made]
    ec2.get_waiter("instance_running").wait(InstanceIds=ids, WaiterConfig=AT_ONCE)
    pages = ec2.get_paginator("describe_instances").paginate(InstanceIds=ids)
    states = [i["State"]["Name"] for page in pages for r in page["Reservations"] for i in r["Instances"]]
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, VolumeType="gp3")
    with pytest.raises(WaiterError) as waited:
        ec2.get_waiter("instance_terminated").wait(
            InstanceIds=ids, WaiterConfig={"Delay": 0, "MaxAttempts": 2}
        )
    return (
        states,
        volume["Size"],
        str(waited.value),
        code_of(ec2.describe_instances, InstanceIds=["i-0123456789abcdef0"]),
        [v.id == volume["VolumeId"] for v in resource("ec2").volumes.filter(VolumeIds=[volume["VolumeId"]])],
    )


def identity(client: Client) -> Any:
    iam, sts = client("iam"), client("sts")
    role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(ROLE))["Role"]
    iam.create_user(UserName="anna")
    key = iam.create_access_key(UserName="anna")["AccessKey"]
    assumed = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="session")
    users = [u["UserName"] for page in iam.get_paginator("list_users").paginate() for u in page["Users"]]
    return (
        role["Arn"],
        iam.get_role(RoleName="worker")["Role"]["AssumeRolePolicyDocument"] == ROLE,
        len(key["SecretAccessKey"]),
        sorted(assumed["Credentials"]),
        users,
        sts.get_caller_identity()["Account"],
        code_of(iam.get_user, UserName="nobody"),
    )


def functions(client: Client) -> Any:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("app.py"), "def handler(event, context): return event")
    functions = client("lambda")
    made = functions.create_function(
        FunctionName="work",
        Runtime="python3.13",
        Role="arn:aws:iam::123456789012:role/worker",
        Handler="app.handler",
        Code={"ZipFile": archive.getvalue()},
        Environment={"Variables": {"STAGE": "test"}},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName="work", WaiterConfig=AT_ONCE)
    pages = functions.get_paginator("list_functions").paginate()
    return (
        made["CodeSha256"],
        [f["FunctionName"] for page in pages for f in page["Functions"]],
        code_of(functions.get_function, FunctionName="none"),
    )


def route53(client: Client) -> Any:
    dns = client("route53")
    zone = dns.create_hosted_zone(Name="example.org", CallerReference="first")["HostedZone"]["Id"]
    record = {"Name": "www.example.org", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    change = dns.change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    )["ChangeInfo"]
    dns.get_waiter("resource_record_sets_changed").wait(Id=change["Id"], WaiterConfig=AT_ONCE)
    pages = dns.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
    return (
        [(r["Name"], r["Type"]) for page in pages for r in page["ResourceRecordSets"]],
        code_of(dns.get_hosted_zone, Id="ZNONE"),
    )


def settings(client: Client) -> Any:
    ssm, secrets, logs = client("ssm"), client("secretsmanager"), client("logs")
    ssm.put_parameter(Name="/app/limit", Value="10", Type="String")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/app")
    secrets.create_secret(Name="db", SecretString="correct horse")
    logs.create_log_group(logGroupName="/app")
    logs.create_log_stream(logGroupName="/app", logStreamName="main")
    moment = int(NOW.timestamp() * 1000)
    events = [{"timestamp": moment + number, "message": f"línea {number}"} for number in range(25)]
    logs.put_log_events(logGroupName="/app", logStreamName="main", logEvents=events)
    found = logs.get_paginator("filter_log_events").paginate(
        logGroupName="/app", PaginationConfig={"PageSize": 10}
    )
    return (
        [p["Name"] for page in pages for p in page["Parameters"]],
        code_of(ssm.get_parameter, Name="/none"),
        len(secrets.get_secret_value(SecretId="db")["SecretString"]),
        code_of(secrets.get_secret_value, SecretId="none"),
        [event["message"] for page in found for event in page["events"]],
        code_of(logs.describe_log_streams, logGroupName="none"),
    )


def in_threads(client: Client) -> Any:
    bus = client("events")

    def rule(number: int) -> str:
        name = f"rule-{number}"
        bus.put_rule(Name=name, ScheduleExpression=f"rate({number + 2} minutes)")
        return str(bus.describe_rule(Name=name)["ScheduleExpression"])

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(rule, range(24)))


def work(client: Client, resource: Client) -> dict[str, Any]:
    """Everything above, by name."""
    both = {dynamodb, ec2}
    jobs = (
        route53,  # first, so that a service without regions is the first that the cassette holds
        cloudtrail,
        xray,
        s3,
        presigned,
        dynamodb,
        messaging,
        ec2,
        identity,
        functions,
        settings,
        in_threads,
    )
    return {job.__name__: job(client, resource) if job in both else job(client) for job in jobs}


@dataclass(frozen=True)
class Recording:
    path: Path
    results: dict[str, Any]
    served: int


@contextmanager
def moto_server() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()
    try:
        yield url
    finally:
        server.stop()


@contextmanager
def environment(folder: Path, **variables: str) -> Iterator[None]:
    """Nothing of AWS in the environment or the home folder but the variables given."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("HOME", str(folder))
        patch.setattr(boto3, "DEFAULT_SESSION", None)
        for name, value in variables.items():
            patch.setenv(name, value)
        yield


CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The work, recorded; its server has gone when the tests run."""
    path = tmp_path_factory.mktemp("moto") / "work.yaml"
    with (
        moto_server() as url,
        environment(path.parent, AWS_ENDPOINT_URL=url, **CREDENTIALS),
        harness.use_cassette(path, mode="rewrite", source="moto's server") as live,
    ):
        results = work(boto3.client, boto3.resource)
    return Recording(path, results, len(live.served))


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[None]:
    with environment(tmp_path):
        yield


@pytest.fixture
def moto(tmp_path: Path) -> Iterator[str]:
    """A fresh server, to which all clients go."""
    with moto_server() as url, environment(tmp_path, AWS_ENDPOINT_URL=url, **CREDENTIALS):
        yield url


def test_the_replay_is_equal_without_server_credentials_and_region(
    recording: Recording, offline: None
) -> None:
    with harness.use_cassette(recording.path) as live:
        results = work(boto3.client, boto3.resource)
    assert results == recording.results
    assert len(live.served) == recording.served
    assert live.unused() == ()


def test_every_recorded_exchange_is_checked(recording: Recording) -> None:
    report = harness.check(harness.load_cassette(recording.path))
    assert report.not_checked == ()
    assert report.checked == recording.served
    assert len({name.partition(".")[0] for name in report.operations}) == 15


def test_recording_it_again_changes_nothing(recording: Recording, tmp_path: Path) -> None:
    again = tmp_path / "again.yaml"
    with (
        moto_server() as url,
        environment(tmp_path, AWS_ENDPOINT_URL=url, **CREDENTIALS),
        harness.use_cassette(again, mode="once"),
    ):
        work(boto3.client, boto3.resource)
    old, new = (harness.load_cassette(path).interactions for path in (recording.path, again))
    found = compare(old, new)
    assert (found.compared, found.changes) == (recording.served, ())
    asked = [[(one.facts.service, one.facts.operation) for one in tape if one.facts] for tape in (old, new)]
    # What threads ask of EventBridge may or may not overlap in time; test_order.py has the order if it does.
    before, after = ([one for one in tape if one[0] != "events"] for tape in asked)
    assert before == after
    assert sorted(asked[0]) == sorted(asked[1])


def test_no_secret_of_the_recording_is_in_the_cassette(recording: Recording) -> None:
    text = recording.path.read_text()
    assert "correct horse" not in text
    assert "testing" not in text  # the key and the secret that signed the requests


def small_work() -> list[Any]:
    """One call over each protocol, and an error."""
    return [
        boto3.client("cloudtrail").describe_trails()["trailList"],
        boto3.client("xray").get_trace_summaries(StartTime=NOW, EndTime=NOW)["TraceSummaries"],
        boto3.client("s3").list_buckets()["Buckets"],
        boto3.client("sns").list_topics()["Topics"],
        boto3.client("iam").list_users()["Users"],
        len(boto3.client("ec2").describe_regions()["Regions"]),
        code_of(boto3.client("s3").get_object, Bucket="none", Key="ö/&"),
        code_of(boto3.client("dynamodb").describe_table, TableName="none"),
    ]


def test_what_plain_vcrpy_recorded_plays_and_is_checked(moto: str, tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    with vcr.VCR().use_cassette(str(path)):
        recorded = small_work()
    report = harness.check(harness.load_cassette(path))
    with environment(tmp_path, AWS_DEFAULT_REGION="us-east-1"), harness.use_cassette(path) as live:
        assert small_work() == recorded
    assert live.unused() == ()
    assert (report.not_checked, report.checked) == ((), len(recorded))


def test_what_harness_recorded_plays_under_plain_vcrpy(moto: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    with harness.use_cassette(path, mode="once"):
        recorded = small_work()
    with vcr.VCR(record_mode="none").use_cassette(str(path), match_on=["method", "uri", "body"]) as tape:
        assert small_work() == recorded
    assert tape.all_played


def test_a_presigned_url_that_another_library_fetched_is_checked(moto: str, tmp_path: Path) -> None:
    s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
    s3.create_bucket(Bucket="reports")
    s3.put_object(Bucket="reports", Key="file", Body=b"content")
    url = s3.generate_presigned_url("get_object", {"Bucket": "reports", "Key": "file"}, ExpiresIn=60)
    with vcr.VCR().use_cassette(str(tmp_path / "plain.yaml")):
        assert urllib.request.urlopen(url).read() == b"content"
    report = harness.check(harness.load_cassette(tmp_path / "plain.yaml"))
    assert (report.operations, report.not_checked) == ({"s3.GetObject": 1}, ())
    assert {one.code for one in report.errors} == {"secret"}  # the URL's signature, which vcrpy keeps


def test_motos_own_mock_is_recorded_and_plays_without_it(offline: None, tmp_path: Path) -> None:
    path = tmp_path / "mock.yaml"

    def tables() -> list[str]:
        return list(boto3.client("dynamodb", region_name="us-east-1").list_tables()["TableNames"])

    with mock_aws(), harness.use_cassette(path, mode="once", source="moto"):
        boto3.resource("dynamodb", region_name="us-east-1").create_table(
            TableName="orders",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        assert tables() == ["orders"]
    with harness.use_cassette(path):
        assert tables() == ["orders"]
    with mock_aws(), harness.use_cassette(path):
        assert tables() == ["orders"]  # from the cassette: the mock has none
    with mock_aws():
        assert tables() == []


MOCKED = """
import boto3
import botocore.client
import pytest
from moto import mock_aws
from unittest.mock import patch

make_api_call = botocore.client.BaseClient._make_api_call

def mocked(self, operation_name, kwarg):
    if operation_name == "GetCallerIdentity":
        return {"Account": "123456789012"}
    return make_api_call(self, operation_name, kwarg)

@pytest.mark.cassette
@patch("botocore.client.BaseClient._make_api_call", new=mocked)
@mock_aws
def test_it(cassette):
    options = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    boto3.client("sts", **options).get_caller_identity()
    boto3.client("sqs", **options).list_queues()
    assert len(cassette.served) == 1
"""


def test_a_mock_that_calls_the_method_as_it_was_imported(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(test_it=MOCKED)
    plugins = ("-p", "aws_contract_harness", "--no-verify")  # the next session plays what this one records
    for options in (["--cassette-mode=once"], []):
        pytester.runpytest_subprocess(*plugins, *options).assert_outcomes(passed=1)
