"""``harness serve`` from the outside: the command, the aws command line, and many clients at once."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

HARNESS = str(Path(sys.executable).parent / "harness")
AWS = Path(os.environ.get("AWS_CLI", Path(__file__).parents[2] / ".venvs/awscli/bin/aws"))
Run = Callable[..., subprocess.CompletedProcess[str]]
INSIGHT = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Served:
    url: str
    process: subprocess.Popen[str]

    def memory(self) -> float:
        """The resident memory of the endpoint in MiB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def harness_serve(*options: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [HARNESS, "serve", "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        lines = process.stdout.readline(), process.stdout.readline()
        url = lines[1].strip().removeprefix("export AWS_ENDPOINT_URL=")
        assert (
            lines[0]
            == f"The synthetic AWS listens at {url}; open it in a browser to see the calls. Stop it with "
            f"Ctrl-C.\n"
        )
        yield Served(url, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with harness_serve() as endpoint:
        yield endpoint


def client(service: str, url: str, **config: Any) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(**config),
    )


# The aws command line


@pytest.fixture
def aws(served: Served, tmp_path: Path) -> Any:
    """Run the aws command line against the endpoint, and return what it prints."""
    if not AWS.exists():
        pytest.fail(f"There is no {AWS}; `make {AWS.relative_to(Path.cwd())}` installs it.")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "AWS_ENDPOINT_URL": served.url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }

    def run(*arguments: str, status: int = 0) -> str:
        done = subprocess.run([AWS, *arguments], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr if status == 0 else "") == (status, "")
        return done.stdout if status == 0 else done.stderr

    return run


PROVING = {
    "list-insights-data": (
        *("cloudtrail", "list-insights-data", "--data-type", "InsightsEvents"),
        *("--insight-source", "arn:aws:cloudtrail:us-east-1:123456789012:trail/orders"),
    ),
    "list-insights-metric-data": (
        *("cloudtrail", "list-insights-metric-data", "--event-source", "s3.amazonaws.com"),
        *("--event-name", "PutObject", "--insight-type", "ApiCallRateInsight"),
    ),
    "get-insight": ("xray", "get-insight", "--insight-id", INSIGHT),
    "get-insight-events": ("xray", "get-insight-events", "--insight-id", INSIGHT, "--max-results", "5"),
    "get-internet-event": ("internetmonitor", "get-internet-event", "--event-id", "event-1"),
}


def test_the_aws_command_line_gets_the_five_operations(aws: Any) -> None:
    data = json.loads(aws(*PROVING["list-insights-data"]))
    assert len(data["Events"]) == 12
    metric = json.loads(aws(*PROVING["list-insights-metric-data"]))
    assert metric["EventName"] == "PutObject"
    assert len(metric["Timestamps"]) == len(metric["Values"]) > 0
    assert json.loads(aws(*PROVING["get-insight"]))["Insight"]["InsightId"] == INSIGHT
    assert len(json.loads(aws(*PROVING["get-insight-events"]))["InsightEvents"]) == 5
    assert json.loads(aws(*PROVING["get-internet-event"]))["EventId"] == "event-1"


def test_the_aws_command_line_pages_in_its_own_way(aws: Any) -> None:
    tables = ("dynamodb", "list-tables")
    everything = json.loads(aws(*tables))["TableNames"]
    assert json.loads(aws(*tables, "--page-size", "5"))["TableNames"] == everything
    first = json.loads(aws(*tables, "--max-items", "7"))
    rest = json.loads(aws(*tables, "--starting-token", first["NextToken"]))
    assert first["TableNames"] + rest["TableNames"] == everything
    assert len(first["TableNames"]) == 7
    assert "NextToken" not in rest


def test_the_aws_command_line_pages_by_hand_where_botocore_has_no_paginator(aws: Any) -> None:
    events = PROVING["get-insight-events"]
    pages = [json.loads(aws(*events))]
    while token := pages[-1].get("NextToken"):
        pages.append(json.loads(aws(*events, "--next-token", token)))
    sizes = [len(page["InsightEvents"]) for page in pages]
    whole = json.loads(aws(*events[:-1], "50"))
    assert [event for page in pages for event in page["InsightEvents"]] == whole["InsightEvents"]
    assert len(sizes) > 1
    assert "NextToken" not in whole


def test_the_aws_command_line_lists_buckets_identity_and_instances(aws: Any) -> None:
    assert aws("s3", "ls").splitlines()
    assert json.loads(aws("sts", "get-caller-identity"))["Account"] == "123456789012"
    instances = json.loads(aws("ec2", "describe-instances"))["Reservations"][0]["Instances"]
    assert instances[0]["InstanceId"].startswith("i-")


def test_the_aws_command_line_shows_the_service_error(aws: Any) -> None:
    # The command line leaves patterns to the service.
    stderr = aws("xray", "get-insight", "--insight-id", "0-0", status=255)
    assert stderr.strip() == (
        "An error occurred (InvalidRequestException) when calling the GetInsight operation: 1 validation "
        "error detected: Value '0-0' at 'insightId' failed to satisfy constraint: Member must satisfy "
        "regular expression pattern: [0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-"
        "[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
    )


# The command


def test_equal_seeds_give_equal_answers_and_others_others() -> None:
    def tables(*options: str) -> Any:
        with harness_serve(*options) as endpoint:
            return client("dynamodb", endpoint.url).list_tables()["TableNames"]

    assert tables() == tables("--seed", "0") != tables("--seed", "1")


def test_a_port_in_use_is_a_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [HARNESS, "serve", "--port", str(port)], capture_output=True, text=True, timeout=60, check=False
        )
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        (
            f"harness: Port {port} of 127.0.0.1 is in use by another program. Choose another with --port, "
            "or let the system choose with --port 0.\n"
        ),
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it(number: signal.Signals) -> None:
    with harness_serve() as endpoint:
        client("sts", endpoint.url).get_caller_identity()
        endpoint.process.send_signal(number)
        output, errors = endpoint.process.communicate(timeout=30)
        assert (endpoint.process.returncode, output, errors) == (0, "", "")


def test_latency_and_faults_meet_botocores_own_retries() -> None:
    options = ("--latency", "100", "--faults", "throttle=0.3,drop=0.1,error:InternalFailure=0.1")
    with harness_serve(*options) as endpoint:
        dynamodb = client("dynamodb", endpoint.url, retries={"mode": "standard", "total_max_attempts": 10})
        retried = 0
        start = time.monotonic()
        for _ in range(10):
            answer = dynamodb.list_tables()
            assert len(answer["TableNames"]) == 4
            retried += answer["ResponseMetadata"]["RetryAttempts"]
        assert retried > 0
        assert time.monotonic() - start > (10 + retried) * 0.1


def test_documented_rates_are_kept_to_where_asked_for() -> None:
    with harness_serve("--throttle") as endpoint:
        cloudtrail = client("cloudtrail", endpoint.url, retries={"total_max_attempts": 1})
        source = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/orders"
        codes = []
        start = time.monotonic()
        for _ in range(20):
            try:
                cloudtrail.list_insights_data(InsightSource=source, DataType="InsightsEvents")
                codes.append("")
            except ClientError as error:
                codes.append(error.response["Error"]["Code"])
        seconds = time.monotonic() - start
    assert set(codes[:2]) == {""}
    assert set(codes) <= {"", "ThrottlingException"}
    # Two a second are documented, however slowly this machine asks for the twenty.
    assert codes.count("") <= 2 * (int(seconds) + 2)


def test_a_fault_that_there_is_not_is_said_to_be_none(run_harness: Run) -> None:
    done = run_harness("serve", "--faults", "fire=0.1")
    assert (done.returncode, done.stderr) == (
        2,
        (
            "harness: 'fire=0.1' is no fault. Write one of throttle, drop, truncate, slow, error, and the "
            "share of calls that it hits from 0 to 1: throttle=0.1 or slow:2.5=0.2.\n"
        ),
    )


def test_an_address_that_others_reach_is_warned_of() -> None:
    with harness_serve("--host", "0.0.0.0", "--allow-host", "aws") as endpoint:
        url = endpoint.url.replace("0.0.0.0", "127.0.0.1")
        request = urllib.request.Request(f"{url}/_harness/health", headers={"Host": "bucket.aws:80"})
        with urllib.request.urlopen(request) as response:
            assert response.status == 200
        endpoint.process.send_signal(signal.SIGTERM)
        _, errors = endpoint.process.communicate(timeout=30)
    assert errors == (
        "harness: 0.0.0.0 is not a loopback address: anyone who can reach this machine can call the "
        "endpoint, and see the calls of others in a browser. For clients that use a host name, add "
        "--allow-host NAME.\n"
    )


def test_a_program_is_run_against_the_endpoint(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import os, sys, boto3\n"
        "client = boto3.client('sns', region_name='us-east-1')\n"
        "client.create_topic(Name='orders')\n"
        "[topic] = client.list_topics()['Topics']\n"
        "print(topic['TopicArn'], os.environ['AWS_ACCESS_KEY_ID'])\n"
        "sys.exit(3)\n"
    )
    state = str(tmp_path / "world.json")
    command = [
        HARNESS,
        "serve",
        "--stateful",
        "--without-moto",
        "--state",
        state,
        "--",
        sys.executable,
        "program.py",
    ]
    owned = {**os.environ, "AWS_ACCESS_KEY_ID": "mine", "AWS_SECRET_ACCESS_KEY": "mine"}
    done = subprocess.run(command, cwd=tmp_path, env=owned, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout == f"arn:aws:sns:us-east-1:123456789012:orders testing\nSaved 1 resource to {state}.\n"


def test_a_program_that_there_is_not(run_harness: Run) -> None:
    done = run_harness("serve", "--", "nosuchprogram")
    assert done.returncode == 2
    assert "harness: There is no program 'nosuchprogram'; write harness serve -- PROGRAM.\n" in done.stderr


def test_nothing_behind_the_dashes_is_bad_usage(run_harness: Run) -> None:
    done = run_harness("serve", "--")
    assert done.returncode == 2
    assert "harness: There is no program after --. Add one, or leave out -- to" in done.stderr


def test_what_a_client_acts_on_leads_back_to_the_endpoint(served: Served) -> None:
    rows = client("timestream-query", served.url).query(QueryString="select 1")  # discovers its endpoint
    assert rows["QueryId"]
    [*found] = client("mediaconvert", served.url).describe_endpoints()["Endpoints"]
    assert found
    assert {each["Url"] for each in found} == {served.url}
    stream = client("kinesisvideo", served.url).get_data_endpoint(StreamName="cam", APIName="GET_MEDIA")
    assert stream["DataEndpoint"] == served.url
    assert client("iot", served.url).describe_endpoint()["endpointAddress"] == urlsplit(served.url).netloc
    upload = client("auditmanager", served.url).get_evidence_file_upload_url(fileName="a.txt")["uploadUrl"]
    assert upload.startswith(f"{served.url}/")
    assert httpx.put(upload, content=b"evidence").headers["server"] == "harness"


def test_a_bucket_is_in_the_region_that_answers(served: Served) -> None:
    s3 = client("s3", served.url)
    assert s3.head_bucket(Bucket="orders")["BucketRegion"] == "eu-west-1"
    assert s3.get_bucket_location(Bucket="orders")["LocationConstraint"] == "eu-west-1"
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    first = boto3.client("s3", "us-east-1", endpoint_url=served.url, **keys)
    assert first.get_bucket_location(Bucket="orders").get("LocationConstraint") is None


def test_urls_that_a_client_said_stay(tmp_path: Path) -> None:
    with harness_serve("--stateful") as endpoint:
        sns = client("sns", endpoint.url)
        topic = sns.create_topic(Name="orders")["TopicArn"]
        hook = "https://hooks.example.com/1234"
        sns.subscribe(TopicArn=topic, Protocol="https", Endpoint=hook)
        [told] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert told["Endpoint"] == hook


def test_a_stop_does_not_wait_for_requests_under_way() -> None:
    with harness_serve("--faults", "slow:600=1") as endpoint:
        address = urlsplit(endpoint.url)
        with socket.create_connection((address.hostname, address.port)) as waiting:
            waiting.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: api/s3\r\n\r\n")
            time.sleep(1)  # it is under way
            endpoint.process.send_signal(signal.SIGTERM)
            _, errors = endpoint.process.communicate(timeout=60)  # the answer would take ten minutes
            assert waiting.recv(100) == b""
    assert errors == ""


# Many clients


async def ask(url: str, clients: int, goes_on: Callable[[int], bool]) -> tuple[int, list[str]]:
    """Ask from many connections at once; return the count of answers and what failed.

    Each client asks as long as `goes_on`, given how often it has asked.
    """
    answers, failures = 0, []
    headers = {
        "X-Amz-Target": "DynamoDB_20120810.ListTables",
        "Content-Type": "application/x-amz-json-1.0",
        "Authorization": "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/dynamodb/aws4_request",
    }
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def client() -> None:
            nonlocal answers
            for _ in itertools.takewhile(goes_on, itertools.count()):
                try:
                    async with session.post(url, data=b'{"Limit":10}', headers=headers) as response:
                        names = (await response.json(content_type=None))["TableNames"]
                except (aiohttp.ClientError, KeyError) as error:
                    failures.append(repr(error))
                    continue
                answers += len(names) == 10

        await asyncio.gather(*(client() for _ in range(clients)))
    return answers, failures


def test_twenty_clients_at_once_are_answered(served: Served) -> None:
    assert asyncio.run(ask(served.url, 20, lambda asked: asked < 20)) == (400, [])


def seconds_from_now(seconds: float) -> Callable[[int], bool]:
    end = time.monotonic() + seconds
    return lambda _: time.monotonic() < end


@pytest.mark.sweep
def test_two_hundred_clients_for_half_a_minute_and_memory_stays_flat(served: Served) -> None:
    asyncio.run(ask(served.url, 200, seconds_from_now(5)))
    before = served.memory()
    answers, failures = asyncio.run(ask(served.url, 200, seconds_from_now(30)))
    after = served.memory()
    print(f"\n200 clients, 30 s: {answers} answers, {before:.1f} MiB before, {after:.1f} after")  # noqa: T201
    assert failures == []
    assert after - before < 4


# With a world.


def s3_at(served: Served) -> Any:
    options = {"region_name": "us-east-1", "aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    return boto3.client(
        "s3", endpoint_url=served.url, config=Config(s3={"addressing_style": "path"}), **options
    )


def test_a_stateful_endpoint_remembers_also_from_one_run_to_the_next(tmp_path: Path) -> None:
    state = str(tmp_path / "world.json")
    with harness_serve("--stateful", "--without-moto", "--state", state) as served:
        s3 = s3_at(served)
        s3.create_bucket(Bucket="reports")
        s3.put_object(Bucket="reports", Key="a", Body=b"kept")
        s3.get_waiter("object_exists").wait(Bucket="reports", Key="a")
    with harness_serve("--stateful", "--without-moto", "--state", state) as served:
        s3 = s3_at(served)
        assert s3.get_object(Bucket="reports", Key="a")["Body"].read() == b"kept"
        s3.delete_object(Bucket="reports", Key="a")
        s3.get_waiter("object_not_exists").wait(Bucket="reports", Key="a")
        with pytest.raises(ClientError, match="NoSuchKey"):
            s3.get_object(Bucket="reports", Key="a")
    saved = json.loads(Path(state).read_text())["resources"]
    assert [(each["noun"], each["name"]) for each in saved] == [(["bucket"], "reports")]


def test_a_stateful_endpoint_stands_on_moto_for_several_accounts_and_forgets() -> None:
    with harness_serve("--stateful") as served:

        def sqs(key: str) -> Any:
            return boto3.client(
                "sqs", "eu-west-1", endpoint_url=served.url, aws_access_key_id=key, aws_secret_access_key="b"
            )

        url = sqs("111122223333").create_queue(QueueName="orders")["QueueUrl"]
        assert url == f"{served.url}/111122223333/orders"
        sqs("111122223333").send_message(QueueUrl=url, MessageBody="hello")
        assert sqs("111122223333").receive_message(QueueUrl=url)["Messages"][0]["Body"] == "hello"
        assert "QueueUrls" not in sqs("444455556666").list_queues()
        assert httpx.get(f"{served.url}/_harness/reset").status_code == 405
        page = {"Origin": "https://example.com", "Sec-Fetch-Site": "cross-site"}
        assert httpx.post(f"{served.url}/_harness/reset", headers=page).status_code == 403
        assert sqs("111122223333").list_queues()["QueueUrls"] == [url]
        assert httpx.post(f"{served.url}/_harness/reset").json() == {"status": "ok"}
        assert "QueueUrls" not in sqs("111122223333").list_queues()


def test_keys_that_moto_gives_out_are_of_the_account_that_they_are_for() -> None:
    with harness_serve("--stateful") as served:
        other = "arn:aws:iam::111122223333:role/reader"
        keys = client("sts", served.url).assume_role(RoleArn=other, RoleSessionName="tester")["Credentials"]
        assumed = boto3.client(
            "sts",
            "eu-west-1",
            endpoint_url=served.url,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        assert assumed.get_caller_identity()["Account"] == "111122223333"


@pytest.mark.parametrize(
    ("options", "content", "words"),
    [
        (["--state", "world.json"], "", "--state, --resources and --without-moto need --stateful"),
        (
            ["--stateful", "--state", "world.json"],
            "",
            "--state needs --without-moto: the state of moto",
        ),
        (
            ["--stateful", "--without-moto", "--state", "world.json"],
            "{",
            "world.json is no world that can be read: it is not JSON",
        ),
        (
            ["--stateful", "--without-moto", "--state", "world.json"],
            '{"harness-world": 9}',
            "it is of version 9",
        ),
        (
            ["--stateful", "--without-moto", "--state", "nowhere/world.json"],
            "",
            "nowhere does not exist, so harness cannot save world.json.",
        ),
    ],
)
def test_a_world_that_cannot_be_had_is_bad_usage(
    run_harness: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    content: str,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if content:
        Path("world.json").write_text(content)
    done = run_harness("serve", "--port", "0", *options)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
