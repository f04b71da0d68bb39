"""The record modes and what recording must withstand, against a small server that counts what reaches it."""

from __future__ import annotations

import base64
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError, NoCredentialsError, ParamValidationError

import harness
from harness.cassette.errors import CassetteNotFound, CassetteNotWritable, MalformedCassette
from harness.cassette.store import save_cassette
from harness.record.errors import CannotReplay, NetworkClosed, UnknownMode

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Stub:
    """A server that answers each request with a number that counts up, unless told what to answer next."""

    url: str = ""
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    planned: list[Answer] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        with self.lock:
            self.requests.append((method, path, body))
            if self.planned:
                return self.planned.pop(0)
            count = len(self.requests)
        return 200, {"Content-Type": "application/x-amz-json-1.0"}, b'{"TableNames": ["table-%d"]}' % count


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stub]:
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, content = stub.answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_HEAD = handle_one  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    yield stub
    server.shutdown()
    server.server_close()


def tables(after: str | None = None, **config: Any) -> str:
    """Ask for the tables after one; the stub answers with one name."""
    dynamodb = boto3.client("dynamodb", config=Config(**config))
    params = {} if after is None else {"ExclusiveStartTableName": after}
    return str(dynamodb.list_tables(**params)["TableNames"][0])


def recorded(path: Path) -> list[str]:
    """What a cassette answers, in order."""
    return [
        json.loads(interaction.response.body)["TableNames"][0]
        for interaction in harness.load_cassette(path).interactions
    ]


@pytest.fixture
def path(tmp_path: Path, stub: Stub) -> Path:
    """A cassette with table-1 (after aaa) and table-2 (after bbb)."""
    path = tmp_path / "tables.yaml"
    with harness.use_cassette(path, mode="once"):
        assert (tables("aaa"), tables("bbb")) == ("table-1", "table-2")
    return path


def test_none_plays_and_reaches_no_network(path: Path, stub: Stub) -> None:
    before = path.read_bytes()
    with harness.use_cassette(path) as live:
        assert (tables("bbb"), tables("aaa")) == ("table-2", "table-1")
        with pytest.raises(CannotReplay):
            tables("ccc")
    assert len(stub.requests) == 2
    assert path.read_bytes() == before
    assert [miss.explanation.splitlines()[0] for miss in live.misses] == [
        f"{path} has no recording left for dynamodb.ListTables in us-east-1."
    ]


def test_none_needs_a_cassette(tmp_path: Path) -> None:
    with pytest.raises(CassetteNotFound), harness.use_cassette(tmp_path / "none.yaml"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_once_records_only_what_has_no_cassette(path: Path, stub: Stub) -> None:
    with harness.use_cassette(path, mode="once"):
        assert tables("aaa") == "table-1"
        with pytest.raises(CannotReplay):
            tables("ccc")
    assert recorded(path) == ["table-1", "table-2"]


def test_new_episodes_adds_what_is_missing(path: Path, stub: Stub) -> None:
    with harness.use_cassette(path, mode="new_episodes") as live:
        assert [tables(after) for after in ("ccc", "aaa", "aaa")] == ["table-3", "table-1", "table-4"]
    assert recorded(path) == ["table-1", "table-2", "table-3", "table-4"]
    assert [(one.number, one.recorded) for one in live.served] == [(1, True), (1, False), (2, True)]
    assert [number for number, _ in live.exchanges()] == [3, 1, 4]


def test_all_records_anew_and_keeps_other_requests(path: Path, stub: Stub) -> None:
    with harness.use_cassette(path, mode="all") as live:
        assert (tables("aaa"), tables("ccc")) == ("table-3", "table-4")
    assert recorded(path) == ["table-2", "table-3", "table-4"]
    assert [number for number, _ in live.exchanges()] == [2, 3]


def test_rewrite_keeps_nothing(path: Path, stub: Stub) -> None:
    with harness.use_cassette(path, mode="rewrite") as live:
        assert tables("ccc") == "table-3"
    assert recorded(path) == ["table-3"]
    assert [number for number, _ in live.exchanges()] == [1]


def test_rewrite_of_nothing_leaves_the_cassette(path: Path) -> None:
    before = path.read_bytes()
    with harness.use_cassette(path, mode="rewrite"):
        pass
    assert path.read_bytes() == before


def test_an_unknown_mode(tmp_path: Path) -> None:
    with pytest.raises(UnknownMode) as caught, harness.use_cassette(tmp_path / "a.yaml", mode="never"):
        pass
    assert str(caught.value) == (
        "There is no record mode 'never'; the modes are none, once, new_episodes, all, rewrite."
    )


def test_a_miss_says_what_differs_and_what_to_do(path: Path) -> None:
    with harness.use_cassette(path), pytest.raises(CannotReplay) as caught:
        tables("abb")
    assert str(caught.value) == (
        f"{path} has no recording left for dynamodb.ListTables in us-east-1.\n"
        "The nearest recording is interaction 1, which differs:\n"
        '  /ExclusiveStartTableName: recorded "aaa", asked "abb"\n'
        "If this value may differ, ignore it:\n"
        '  @pytest.mark.cassette(ignore=["dynamodb.ListTables:/ExclusiveStartTableName"])\n'
        "or for all tests, in pyproject.toml:\n"
        "  [tool.harness.match]\n"
        '  "dynamodb.ListTables:/ExclusiveStartTableName" = "any"\n'
        "The network is closed. To record what is missing, run the test once with "
        "--cassette-mode=new_episodes (or the program with harness record --mode new_episodes); "
        "to record everything again, with --cassette-mode=rewrite."
    )


@pytest.mark.parametrize("retries", ["legacy", "standard", "adaptive"])
def test_a_miss_is_not_retried(path: Path, retries: str) -> None:
    with harness.use_cassette(path) as live, pytest.raises(CannotReplay):
        tables("ccc", retries={"mode": retries, "max_attempts": 5})
    assert len(live.misses) == 1


@pytest.mark.parametrize("retries", ["legacy", "standard", "adaptive"])
def test_each_attempt_is_recorded_and_played(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, retries: str
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)  # between attempts

    def work() -> str:
        return tables("aaa", retries={"mode": retries, "max_attempts": 3})

    throttled = b'{"__type": "com.amazonaws#ThrottlingException", "message": "Rate exceeded"}'
    stub.planned += [(503, {}, b""), (400, {"Content-Type": "application/x-amz-json-1.0"}, throttled)]
    with harness.use_cassette(tmp_path / "retried.yaml", mode="once"):
        assert work() == "table-3"
    with harness.use_cassette(tmp_path / "retried.yaml") as live:
        assert work() == "table-3"
    assert [one.interaction.response.status for one in live.served] == [503, 400, 200]
    assert len(stub.requests) == 3


def test_an_error_plays_as_the_same_exception(stub: Stub, tmp_path: Path) -> None:
    def ask() -> ClientError:
        dynamodb = boto3.client("dynamodb")
        with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as caught:
            dynamodb.put_item(TableName="orders", Item={"id": {"S": "1"}})
        return caught.value

    body = {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "message": "failed"}
    stub.planned.append((400, {"x-amzn-RequestId": "R-1"}, json.dumps(body).encode()))
    with harness.use_cassette(tmp_path / "error.yaml", mode="once"):
        first = ask()
    with harness.use_cassette(tmp_path / "error.yaml"):
        second = ask()
    assert (str(second), second.response) == (str(first), first.response)


def test_a_redirect_of_s3_is_recorded_and_played(stub: Stub, tmp_path: Path) -> None:
    def read() -> bytes:
        s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
        return bytes(s3.get_object(Bucket="reports", Key="file")["Body"].read())

    moved = b"<Error><Code>PermanentRedirect</Code><Message>Elsewhere</Message></Error>"
    stub.planned += [(301, {"x-amz-bucket-region": "eu-west-1"}, moved), (200, {}, b"content")]
    with harness.use_cassette(tmp_path / "moved.yaml", mode="once"):
        assert read() == b"content"
    with harness.use_cassette(tmp_path / "moved.yaml") as live:
        assert read() == b"content"
    assert [one.interaction.response.status for one in live.served] == [301, 200]
    assert len(stub.requests) == 2


def test_compressed_requests_and_streamed_uploads(stub: Stub, tmp_path: Path) -> None:
    def work() -> None:
        cloudwatch = boto3.client("cloudwatch", config=Config(request_min_compression_size_bytes=1))
        cloudwatch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Orders", "Value": 1.0}])
        with open(source, "rb") as file:
            boto3.client("s3").put_object(Bucket="reports", Key="file", Body=file)

    source = tmp_path / "source.bin"
    source.write_bytes(bytes(range(256)) * 1000)
    stub.planned += [(200, {}, b"{}"), (200, {"ETag": '"1"'}, b"")]
    with harness.use_cassette(tmp_path / "bodies.yaml", mode="once"):
        work()
    with harness.use_cassette(tmp_path / "bodies.yaml") as live:
        work()
    metric, upload = (one.interaction for one in live.served)
    assert metric.request.body == stub.requests[0][2]
    assert b"Orders" in gzip.decompress(metric.request.body)
    assert upload.request.body == stub.requests[1][2] == source.read_bytes()
    assert harness.check(harness.load_cassette(tmp_path / "bodies.yaml")).not_checked == ()


def test_tokens_made_anew_still_match(stub: Stub, tmp_path: Path) -> None:
    def make(**token: str) -> str:
        secrets = boto3.client("secretsmanager")
        return str(secrets.create_secret(Name="db", SecretString="s3cr3t", **token)["Name"])

    stub.planned.append((200, {"Content-Type": "application/x-amz-json-1.1"}, b'{"Name": "db"}'))
    with harness.use_cassette(tmp_path / "token.yaml", mode="once"):
        assert make() == "db"
    with harness.use_cassette(tmp_path / "token.yaml", allow_repeats=True):
        assert make() == "db"
        assert make(ClientRequestToken="f81d4fae-7dec-11d0-a765-00a0c91e6bf6") == "db"
    assert harness.check(harness.load_cassette(tmp_path / "token.yaml")).errors == ()


def test_parameters_of_types_that_json_lacks_match_by_what_they_hold(stub: Stub, tmp_path: Path) -> None:
    def read(*names: str) -> int:
        config = Config(parameter_validation=False)
        answer = boto3.client("ec2", config=config).describe_vpcs(VpcIds=set(names))
        return len(answer["Vpcs"])

    def write(content: bytes) -> None:
        config = Config(parameter_validation=False, request_checksum_calculation="when_required")
        boto3.client("s3", config=config).put_object(Bucket="reports", Key="file", Body=memoryview(content))

    stub.planned += [(200, {}, b"<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>"), (200, {}, b"")]
    with harness.use_cassette(tmp_path / "types.yaml", mode="once"):
        read("vpc-1", "vpc-2", "vpc-3")
        write(b"content")
    vpcs, upload = [
        one.facts.params or {}
        for one in harness.load_cassette(tmp_path / "types.yaml").interactions
        if one.facts
    ]
    assert vpcs == {"VpcIds": ["vpc-1", "vpc-2", "vpc-3"]}
    assert upload["Body"] == base64.b64encode(b"content").decode()
    with harness.use_cassette(tmp_path / "types.yaml"):
        with pytest.raises(CannotReplay, match='/VpcIds/0: recorded "vpc-1", asked "vpc-0"'):
            read("vpc-0", "vpc-2", "vpc-3")
        with pytest.raises(CannotReplay, match="Body"):
            write(b"other content")
        read("vpc-3", "vpc-2", "vpc-1")
        write(b"content")


def test_repeats_only_where_allowed(path: Path) -> None:
    with harness.use_cassette(path, allow_repeats=True):
        assert [tables("aaa") for _ in range(3)] == ["table-1"] * 3
    with harness.use_cassette(path):
        tables("aaa")
        with pytest.raises(CannotReplay) as caught:
            tables("aaa")
    assert caught.value.explanation.splitlines()[1] == (
        "This request was recorded once, and every recording has been played."
    )


def test_clients_made_before_and_after_and_inner_threads(path: Path, stub: Stub) -> None:
    before = boto3.client("dynamodb")
    plain = botocore.session.get_session().create_client("dynamodb")
    before.list_tables()  # its events are botocore's own so far
    with harness.use_cassette(path, allow_repeats=True), ThreadPoolExecutor(2) as pool:
        for client in (before, plain, boto3.client("dynamodb"), boto3.Session().client("dynamodb")):
            got = pool.submit(client.list_tables, ExclusiveStartTableName="aaa").result()
            assert got["TableNames"] == ["table-1"]
    assert before.list_tables()["TableNames"] == ["table-4"]  # the network again
    assert len(stub.requests) == 4


def test_invalid_parameters_fail_as_ever(path: Path) -> None:
    with harness.use_cassette(path) as live, pytest.raises(ParamValidationError):
        boto3.client("dynamodb").list_tables(Limit="ten", Unknown=object())
    assert live.misses == []


def test_eight_threads_record_and_replay_without_loss(stub: Stub, tmp_path: Path) -> None:
    dynamodb = boto3.client("dynamodb")

    def ask(number: int) -> str:
        after = f"table-{number % 100:03}"
        return str(dynamodb.list_tables(ExclusiveStartTableName=after)["TableNames"][0])

    cassette = tmp_path / "threads.yaml"
    with ThreadPoolExecutor(8) as pool:
        with harness.use_cassette(cassette, mode="once"):
            first = list(pool.map(ask, range(200)))
        with harness.use_cassette(cassette) as live:
            second = list(pool.map(ask, range(200)))
    assert sorted(second) == sorted(first) == sorted(f"table-{n}" for n in range(1, 201))
    assert live.unused() == ()
    assert len(stub.requests) == len(recorded(cassette)) == 200


def test_a_recording_goes_to_one_thread_and_the_other_call_is_signed(path: Path, stub: Stub) -> None:
    barrier = threading.Barrier(2)
    signed: list[bool] = []

    def ask() -> None:
        dynamodb = boto3.client("dynamodb")
        dynamodb.meta.events.register("request-created", lambda **_: barrier.wait(5), unique_id="meet")
        dynamodb.meta.events.register_last(
            "request-created", lambda request, **_: signed.append("Authorization" in request.headers)
        )
        dynamodb.list_tables(ExclusiveStartTableName="aaa")

    with ThreadPoolExecutor(2) as pool, harness.use_cassette(path, mode="new_episodes") as live:
        for done in [pool.submit(ask), pool.submit(ask)]:
            done.result()
    assert sorted(signed) == [False, True]  # the one that is played needs no signature
    assert sorted(one.recorded for one in live.served) == [False, True]
    assert len(stub.requests) == 3


def test_two_processes_record_into_one_cassette(path: Path, stub: Stub) -> None:
    program = (
        "import sys, boto3, harness\n"
        "with harness.use_cassette(sys.argv[1], mode='new_episodes'):\n"
        "    for n in range(20):\n"
        "        boto3.client('dynamodb').list_tables(ExclusiveStartTableName=f'{sys.argv[2]}-{n:02}')\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    started = [subprocess.Popen([*command, name]) for name in ("left", "right")]
    assert [process.wait(60) for process in started] == [0, 0]
    assert sorted(recorded(path)) == sorted(f"table-{n}" for n in range(1, 43))


def test_an_interrupted_recording_is_kept_beside(
    path: Path, stub: Stub, capsys: pytest.CaptureFixture[str]
) -> None:
    program = (
        "import os, sys, boto3, harness\n"
        "with harness.use_cassette(sys.argv[1], mode='new_episodes'):\n"
        "    boto3.client('dynamodb').list_tables(ExclusiveStartTableName='ccc')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert recorded(path) == ["table-1", "table-2"]
    with harness.use_cassette(path), pytest.raises(CannotReplay):
        tables("ccc")
    kept = path.with_name("tables.failed.yaml")
    assert capsys.readouterr().err == (
        f"harness: 1 exchange of an interrupted recording put into {kept}. To use them, rename it.\n"
    )
    assert (recorded(path), recorded(kept)) == (["table-1", "table-2"], ["table-1", "table-2", "table-3"])
    assert [file.name for file in path.parent.glob("*.journal")] == []


def test_the_innermost_cassette_gets_the_call(path: Path, stub: Stub, tmp_path: Path) -> None:
    inner = tmp_path / "inner.yaml"
    with harness.use_cassette(path) as outside:
        with harness.use_cassette(inner, mode="once"):
            assert tables("aaa") == "table-3"
        assert tables("aaa") == "table-1"
    with harness.use_cassette(path, mode="new_episodes"), harness.use_cassette(inner):
        assert tables("aaa") == "table-3"
        with pytest.raises(CannotReplay):
            tables("bbb")
    assert len(outside.served) == 1
    assert recorded(inner) == ["table-3"]


ASSUMED = b"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
<SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY</SecretAccessKey>
<SessionToken>a-session-token</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>"""


@pytest.mark.parametrize("asked", [False, True])
def test_look_ups_of_credentials_are_recorded_only_if_asked(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    profiles = tmp_path / "config"
    profiles.write_text(
        "[profile deploy]\nrole_arn = arn:aws:iam::123456789012:role/deploy\nsource_profile = base\n"
        "[profile base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profiles))
    monkeypatch.setenv("AWS_PROFILE", "deploy")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    stub.planned.append((200, {"Content-Type": "text/xml"}, ASSUMED))
    cassette = tmp_path / "assumed.yaml"
    with harness.use_cassette(cassette, mode="once", record_credentials=asked):
        assert tables("aaa") == "table-2"
    names = [one.facts.operation for one in harness.load_cassette(cassette).interactions if one.facts]
    assert names == (["AssumeRole", "ListTables"] if asked else ["ListTables"])
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with harness.use_cassette(cassette):
        assert tables("aaa") == "table-2"
    assert len(stub.requests) == 2


def test_a_replay_leaves_no_credentials_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with harness.use_cassette(path):
        assert tables("aaa") == "table-1"
        url = boto3.client("s3").generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"})
        assert "HARNESSREPLAYEXAMPLE" in url
        assert "AWS_ACCESS_KEY_ID" not in os.environ
    assert "AWS_DEFAULT_REGION" not in os.environ
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(NoCredentialsError):
        boto3.client("dynamodb", region_name="us-east-1").list_tables()


def test_what_botocore_fetches_by_itself_is_refused_in_replay(path: Path, stub: Stub) -> None:
    from botocore.utils import ContainerMetadataFetcher

    with harness.use_cassette(path), pytest.raises(NetworkClosed) as caught:
        ContainerMetadataFetcher().retrieve_full_uri(f"{stub.url}/credentials?token=secret")
    assert str(caught.value) == (
        f"botocore tried GET {stub.url}/credentials while a cassette is played, and the network is closed. "
        "It is a look-up of credentials or instance metadata: set AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY to any value in the test's environment, or record it with "
        "--cassette-mode=new_episodes and record_credentials=True."
    )
    assert len(stub.requests) == 2


def test_a_global_service_plays_with_and_without_an_endpoint(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def zones() -> list[Any]:
        return list(boto3.client("route53").list_hosted_zones()["HostedZones"])

    body = (
        b"<ListHostedZonesResponse><HostedZones/><IsTruncated>false</IsTruncated></ListHostedZonesResponse>"
    )
    stub.planned.append((200, {}, body))
    with harness.use_cassette(tmp_path / "zones.yaml", mode="once"):
        assert zones() == []
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with harness.use_cassette(tmp_path / "zones.yaml"):
        assert zones() == []


def test_a_folder_that_cannot_be_written(stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cassette = tmp_path / "file" / "tables.yaml"
    with pytest.raises(CassetteNotWritable) as caught, harness.use_cassette(cassette, mode="once"):
        tables()
    assert str(caught.value) == (
        f"The cassette {cassette} could not be written: File exists. Make it and its folder writable, or "
        "choose another with --cassette-dir."
    )
    assert stub.requests == []


def test_a_file_that_is_no_cassette_is_left_alone(stub: Stub, tmp_path: Path) -> None:
    cassette = tmp_path / "notes.yaml"
    cassette.write_text("shopping: [milk]\n")
    with pytest.raises(MalformedCassette), harness.use_cassette(cassette, mode="rewrite"):
        tables()
    assert cassette.read_text() == "shopping: [milk]\n"
    assert stub.requests == []


def test_calls_without_an_answer_are_told(
    stub: Stub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An attempt that fails is none if another one succeeds."""
    failing = ["", "fail", "fail", "fail"]

    def fail(request: Any, **_: Any) -> None:
        if failing.pop():
            raise HTTPClientError(error="the connection broke")

    with harness.use_cassette(tmp_path / "c.yaml", mode="rewrite") as live:
        dynamodb = boto3.client("dynamodb", config=Config(retries={"total_max_attempts": 2}))
        dynamodb.meta.events.register("before-send", fail)
        with suppress(HTTPClientError):
            dynamodb.list_tables()
        dynamodb.list_tables()
    assert (len(live.served), failing) == (1, [])
    told = "harness: dynamodb.ListTables got no answer, so it was not recorded.\n"
    assert capsys.readouterr().err == told


def test_secrets_that_are_added_get_stand_ins_of_their_own(stub: Stub, tmp_path: Path) -> None:
    first, second, third = (f"AKIAEXAMPLEEXAMPLE{number}" for number in (12, 34, 56))
    path = tmp_path / "added.yaml"
    for secrets in ((first, second), (first, second, third)):
        with harness.use_cassette(path, mode="new_episodes"):
            recorded_now = [tables(secret) for secret in secrets]
    with harness.use_cassette(path):
        assert [tables(secret) for secret in (first, second, third)] == recorded_now


def test_secrets_that_are_recorded_again_keep_their_stand_ins(stub: Stub, tmp_path: Path) -> None:
    first, second = "AKIAEXAMPLEEXAMPLE12", "AKIAEXAMPLEEXAMPLE34"
    path = tmp_path / "again.yaml"
    with harness.use_cassette(path, mode="once"):
        old = [tables(secret) for secret in (first, second)]
    one, other = harness.load_cassette(path).interactions
    assert other.facts is not None
    save_cassette(path, [one, replace(other, facts=replace(other.facts, recorded_at="2020-01-02T00:00:00Z"))])
    with harness.use_cassette(path, mode="once", max_age="90d"):
        assert tables(first) == old[0]
        new = tables(second)
        assert new != old[1]
    with harness.use_cassette(path):
        assert [tables(secret) for secret in (first, second)] == [old[0], new]
