"""Which recording answers a call, with real clients. The server is in the process and invents its answers."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import vcr.serialize
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from vcr.serializers import yamlserializer

import harness
from harness.cli import main
from harness.models import find_operation
from harness.record.errors import CannotReplay
from harness.record.http import RawBody
from harness.wire import serialize_response

Ask = Callable[..., str]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Make a call, ``ask("s3.get_object", Bucket=...)``, and return the number of its answer."""
    count = itertools.count(1)
    asked: list[Any] = []
    clients: dict[str, Any] = {}

    def network(request: Any, **_: Any) -> AWSResponse:
        status, headers, body = serialize_response(asked[-1], {})
        return AWSResponse(request.url, status, {**headers, "x-number": str(next(count))}, RawBody(body))

    def ask(name: str, **params: Any) -> str:
        service, _, method = name.partition(".")
        asked.append(find_operation(service, method))
        if service not in clients:
            config = Config(request_checksum_calculation="when_required")
            clients[service] = boto3.client(
                service, "us-east-1", aws_access_key_id="a", aws_secret_access_key="b", config=config
            )
            clients[service].meta.events.register_last("before-send", network)
        answer = getattr(clients[service], method)(**params)
        return str(answer["ResponseMetadata"]["HTTPHeaders"]["x-number"])

    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return ask


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c.yaml"


def item(identity: str, table: str = "users") -> dict[str, Any]:
    return {"TableName": table, "Key": {"id": {"S": identity}}}


def role(account: str) -> dict[str, str]:
    return {"RoleArn": f"arn:aws:iam::{account}:role/deploy", "RoleSessionName": "ci"}


ALIKE = [
    ("dynamodb.get_item", item("00000001"), item("00000002")),
    ("dynamodb.get_item", item("1", "xxxxx"), item("1", "users")),
    ("s3.get_object", {"Bucket": "b", "Key": "run/0001"}, {"Bucket": "b", "Key": "run/0002"}),
    ("sts.assume_role", role("000000000000"), role("111122223333")),
]
"""Two requests each, one of which looks as if something had been redacted."""

DATA = [
    *(
        ("cognito-idp.admin_get_user", *({"UserPoolId": "us-east-1_a", "Username": name} for name in names))
        for names in (("bob", "amy"), ("user0001", "user0002"))
    ),
    ("lambda.invoke", {"FunctionName": "f", "Payload": b"[1]"}, {"FunctionName": "f", "Payload": b"[2]"}),
    (
        "stepfunctions.start_execution",
        {"stateMachineArn": "arn:aws:states:us-east-1:111122223333:stateMachine:m", "input": '{"a": 1}'},
        {"stateMachineArn": "arn:aws:states:us-east-1:111122223333:stateMachine:m", "input": '{"a": 2}'},
    ),
    (
        "bedrock-runtime.invoke_model",
        {"modelId": "m", "body": b'{"prompt": "one"}'},
        {"modelId": "m", "body": b'{"prompt": "two"}'},
    ),
]
"""Two requests each, which differ in a parameter that the model marks sensitive and that is no credential."""


@pytest.mark.parametrize(("name", "one", "other"), [*ALIKE, *DATA])
def test_a_request_that_was_not_recorded_is_not_answered(
    ask: Ask, path: Path, name: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    with harness.use_cassette(path, "all"):
        assert ask(name, **one) == "1"
    with harness.use_cassette(path) as cassette:
        with pytest.raises(CannotReplay):
            ask(name, **other)
        assert len(cassette.misses) == 1
        assert ask(name, **one) == "1"


@pytest.mark.parametrize(("name", "one", "other"), [*ALIKE, *DATA])
def test_requests_that_look_alike_get_their_own_answers_in_any_order(
    ask: Ask, path: Path, name: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    with harness.use_cassette(path, "all"):
        assert (ask(name, **one), ask(name, **other)) == ("1", "2")
    with harness.use_cassette(path):
        assert (ask(name, **other), ask(name, **one)) == ("2", "1")


def login(password: str) -> dict[str, str]:
    return {"UserName": "bob", "Password": password}


SECRETS = ("Hunter-22", "Hunter-33", "Hunter-22")


@pytest.fixture
def logins(ask: Ask, path: Path) -> Path:
    """A cassette of three calls, two of them with one secret."""
    with harness.use_cassette(path, "all"):
        assert [ask("iam.create_login_profile", **login(secret)) for secret in SECRETS] == ["1", "2", "3"]
    return path


def test_equal_secrets_get_equal_answers(ask: Ask, logins: Path) -> None:
    with harness.use_cassette(logins) as cassette:
        played = [ask("iam.create_login_profile", **login(secret)) for secret in SECRETS]
    assert played == ["1", "2", "3"]
    assert cassette.told_apart_by_order == 2
    with harness.use_cassette(logins) as cassette:
        secrets = ("Wizard-77", "Wizard-77", "Wizard-88")
        assert [ask("iam.create_login_profile", **login(secret)) for secret in secrets] == ["1", "3", "2"]
        with pytest.raises(CannotReplay, match="and every recording has been played"):
            ask("iam.create_login_profile", **login("Wizard-77"))


def test_the_cassette_lists_what_was_taken_out(logins: Path) -> None:
    (interaction, *_) = harness.load_cassette(logins).interactions
    assert interaction.facts is not None
    assert interaction.facts.redacted == {"request /Password": "sensitive member"}
    assert "    redacted:\n      request /Password: sensitive member\n" in logins.read_text()


def test_plain_vcrpy_reads_it(logins: Path) -> None:
    requests, responses = vcr.serialize.deserialize(logins.read_text(), yamlserializer)
    assert [request.method for request in requests] == ["POST"] * 3
    assert len(responses) == 3


def test_a_cassette_that_lists_nothing_plays(ask: Ask, logins: Path) -> None:
    text = logins.read_text()
    older = re.sub(r"    redacted:\n(      .*\n)+", "", text)
    assert older.count("\n") == text.count("\n") - 6
    logins.write_text(older)
    with harness.use_cassette(logins):
        secrets = ("Wizard-77", "Wizard-88", "Wizard-77")
        assert [ask("iam.create_login_profile", **login(secret)) for secret in secrets] == ["1", "2", "3"]


def test_a_merged_cassette_lists_it_too(logins: Path, tmp_path: Path) -> None:
    merged = tmp_path / "merged.yaml"
    with pytest.raises(SystemExit, match="0"):
        main(["merge", str(logins), "--out", str(merged)])
    assert [one.facts for one in harness.load_cassette(merged).interactions] == [
        one.facts for one in harness.load_cassette(logins).interactions
    ]


def test_a_cassette_that_is_redacted_later_lists_it(ask: Ask, path: Path) -> None:
    message = {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/1/q", "MessageBody": "of ann@corp.test"}
    with harness.use_cassette(path, "all"):
        assert ask("sqs.send_message", **message) == "1"
    assert "redacted:" not in path.read_text()
    with pytest.raises(SystemExit, match="0"):
        main(["redact", "--pseudonyms", str(path)])
    (interaction,) = harness.load_cassette(path).interactions
    assert interaction.facts is not None
    assert dict(interaction.facts.redacted)["request /MessageBody"] == "e-mail address"
    redaction = harness.redaction.PSEUDONYMOUS
    with harness.use_cassette(path, redaction=redaction):
        assert ask("sqs.send_message", **{**message, "MessageBody": "of bob@corp.test"}) == "1"


def test_what_varies_by_arguments(ask: Ask, path: Path) -> None:
    with harness.use_cassette(path, "all"):
        assert ask("dynamodb.get_item", **item("a-1")) == "1"
    with harness.use_cassette(path, ignore=["dynamodb:/Key/id/S"]):
        assert ask("dynamodb.get_item", **item("b-2")) == "1"
    with harness.use_cassette(path, match={"dynamodb.GetItem:/Key/id/S": r"-\d+"}):
        with pytest.raises(CannotReplay):
            ask("dynamodb.get_item", **item("b-2"))
        assert ask("dynamodb.get_item", **item("a-2")) == "1"
    with harness.use_cassette(path, match=lambda operation, params: operation):
        assert ask("dynamodb.get_item", **item("c", "other")) == "1"


CONFTEST = """


import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from harness.record.http import RawBody

OBJECTS = {}


def network(request, **_):
    path = request.url.partition("amazonaws.com")[2]
    if request.method == "PUT":
        OBJECTS[path] = request.body.read() if hasattr(request.body, "read") else request.body
        return AWSResponse(request.url, 200, {}, RawBody(b""))
    if "list-type" in path:
        names = "".join(f"<Contents><Key>{name[1:]}</Key></Contents>" for name in OBJECTS)
        return AWSResponse(request.url, 200, {}, RawBody(f"<R>{names}</R>".encode()))
    return AWSResponse(request.url, 200, {"Content-Length": str(len(OBJECTS[path]))}, RawBody(OBJECTS[path]))


@pytest.fixture
def s3():
    config = Config(request_checksum_calculation="when_required")
    client = boto3.client("s3", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b", config=config)
    client.meta.events.register("before-send", network)
    return client
"""

VARYING = """
import json
import uuid

import pytest

pytestmark = pytest.mark.cassette({arguments})


def test_a_run(s3):
    name = f"run-{{uuid.uuid4()}}"
    for part in ("one", "two"):
        s3.put_object(Bucket="runs", Key=f"{{name}}/{{part}}", Body=json.dumps({{"run": name, "part": part}}))
    body = s3.get_object(Bucket="runs", Key=f"{{name}}/two")["Body"].read()
    assert json.loads(body) == {{"run": name, "part": "two"}}
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket="runs")["Contents"]]
    assert keys == [f"{{name}}/one", f"{{name}}/two"]
"""


@pytest.fixture
def varying(project: pytest.Pytester) -> pytest.Pytester:
    """A project whose test makes up a name, recorded."""
    project.makeconftest(CONFTEST)
    project.makepyfile(test_it=VARYING.format(arguments=""))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    return project


MARKER = 'match={"s3.PutObject:/Key": "uuid"}'


def test_a_value_that_varies_misses_and_the_miss_says_what_to_add(varying: pytest.Pytester) -> None:
    result = varying.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E*The nearest recording is interaction 1, which differs:",
            'E*/Key: recorded "run-*/one", asked "run-*/one"',
            "E*This value changes on every run. Declare it for the test:",
            'E*@pytest.mark.cassette(match={"s3.PutObject:/Key": "uuid"})',
            "E*or for all tests, in pyproject.toml:",
            "E*[[]tool.harness.match[]]",
            'E*"s3.PutObject:/Key" = "uuid"',
        ]
    )
    assert "--cassette-mode=new_episodes" not in result.stdout.str()


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (MARKER, ""),
        ('match={"s3:/Key": "uuid"}', ""),
        ('match={"/Key": "run-[0-9a-f-]{36}"}', ""),
        ("", '[tool.harness.match]\n"s3.PutObject:/Key" = "uuid"\n'),
    ],
)
def test_one_line_mends_the_whole_test(varying: pytest.Pytester, arguments: str, settings: str) -> None:
    varying.makepyfile(test_it=VARYING.format(arguments=arguments))
    varying.makepyprojecttoml(settings)
    varying.runpytest_inprocess("--cassette-unused").assert_outcomes(passed=1)


def test_all_records_in_place_of_what_varies(varying: pytest.Pytester) -> None:
    (path,) = varying.path.glob("cassettes/**/*.yaml")
    assert len(harness.load_cassette(path).interactions) == 4
    varying.makepyfile(test_it=VARYING.format(arguments='match={"s3:/Key": "uuid"}'))
    varying.runpytest_inprocess("--cassette-mode=all").assert_outcomes(passed=1)
    assert len(harness.load_cassette(path).interactions) == 4
    varying.makepyfile(test_it=VARYING.format(arguments=""))
    varying.runpytest_inprocess("--cassette-mode=all").assert_outcomes(passed=1)
    assert len(harness.load_cassette(path).interactions) == 7


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ('match={"/Key": "uid"}', "/Key: There is no form 'uid'. Did you mean 'uuid'?"),
        ("match=3", "match is neither a table of forms by place nor a function but 3."),
        (
            'ignore=["Key"]',
            "'Key' is no place in a request; write a JSON pointer, as /ClientToken, or one of an operation",
        ),
        ('ignore=["s3.PutObjekt:/Key"]', "There is no operation 'PutObjekt'"),
    ],
)
def test_a_marker_that_is_wrong(varying: pytest.Pytester, arguments: str, message: str) -> None:
    varying.makepyfile(test_it=VARYING.format(arguments=arguments))
    result = varying.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    assert message in result.stdout.str()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[tool.harness]\nmatch = 3", "[tool.harness]: match must be a table."),
        (
            '[tool.harness.match]\n"/Key" = "uid"',
            "[tool.harness.match] of pyproject.toml: /Key: There is no form 'uid'. Did you mean 'uuid'?",
        ),
    ],
)
def test_settings_that_are_wrong(varying: pytest.Pytester, settings: str, message: str) -> None:
    varying.makepyprojecttoml(settings)
    result = varying.runpytest_inprocess()
    assert result.ret != 0
    assert message in result.stdout.str() + result.stderr.str()


SECRET_TEST = """
import boto3
import pytest
from botocore.awsrequest import AWSResponse
from harness.record.http import RawBody

BODY = b"<R><CreateLoginProfileResult><LoginProfile/></CreateLoginProfileResult></R>"


def network(request, **_):
    return AWSResponse(request.url, 200, {}, RawBody(BODY))


@pytest.mark.cassette
@pytest.mark.parametrize("others", ["33", "22"], ids=["two", "one"])
def test_secrets(others):
    client = boto3.client("iam", aws_access_key_id="a", aws_secret_access_key="b")
    client.meta.events.register("before-send", network)
    for secret in ("Hunter-22", f"Hunter-{others}"):
        client.create_login_profile(UserName="bob", Password=secret)
"""


def test_the_summary_says_what_only_the_order_told_apart(
    project: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]
) -> None:
    project.makeconftest("")
    project.makepyfile(test_it=SECRET_TEST)
    options = ("--cassette-mode=once", "--contract=off")
    project.runpytest_inprocess(*options).assert_outcomes(passed=2)
    line = "2 calls were told apart by recorded order only, since they differ in redacted values"
    for result in (project.runpytest_inprocess("--contract=off"), run_in_workers("--contract=off")):
        result.assert_outcomes(passed=2)
        assert line in result.outlines
    assert line not in project.runpytest_inprocess("--contract=off", "-k", "one").outlines


PROGRAM = """
import sys
import boto3
from botocore.awsrequest import AWSResponse
from harness.record.http import RawBody

def network(request, **_):
    body = b"<R><CreateLoginProfileResult><LoginProfile/></CreateLoginProfileResult></R>"
    return AWSResponse(request.url, 200, {}, RawBody(body))


client = boto3.client("iam", aws_access_key_id="a", aws_secret_access_key="b")
client.meta.events.register("before-send", network)
for secret in ("Hunter-22", "Hunter-33"):
    client.create_login_profile(UserName=sys.argv[1], Password=secret)
"""


def test_a_program(project: pytest.Pytester, run_harness: Run) -> None:
    program = str(project.makepyfile(program=PROGRAM))
    command = ("record", "-c", "a.yaml")

    def replayed(*options: str, user: str) -> subprocess.CompletedProcess[str]:
        return run_harness(*command, "--mode", "none", *options, "--", sys.executable, program, user)

    assert run_harness(*command, "--", sys.executable, program, "bob").returncode == 0
    told = "harness: 2 calls were told apart by recorded order only, since they differ in redacted values."
    result = replayed(user="bob")
    assert (result.returncode, told in result.stderr.splitlines()) == (0, True)
    assert replayed(user="ann").returncode == 1
    assert replayed("--ignore", "iam.CreateLoginProfile:/UserName", user="ann").returncode == 0
    project.makepyprojecttoml('[tool.harness.match]\n"iam:/UserName" = "any"\n')
    assert replayed(user="ann").returncode == 0
    result = replayed("--ignore", "UserName", user="ann")
    assert result.returncode == 2
    assert "'UserName' is no place in a request; " in result.stderr


def test_recording_again_takes_the_place_of_what_varies(project: pytest.Pytester, run_harness: Run) -> None:
    program = str(project.makepyfile(program=PROGRAM))
    command = ("record", "-c", "a.yaml", "--mode", "all")
    for user, options, count in (("bob", (), 2), ("ann", ("--ignore", "iam:/UserName"), 2), ("joe", (), 4)):
        assert run_harness(*command, *options, "--", sys.executable, program, user).returncode == 0
        assert len(harness.load_cassette(project.path / "a.yaml").interactions) == count
