"""What botocore's waiters wait for comes: botocore's own waiters are the oracle."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import botocore.session
import botocore.waiter
import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, UnknownServiceError, WaiterError

from harness.contract.contract import contract
from harness.contract.violation import Severity
from harness.models import load_service, service_names
from harness.models.headers import condition_members
from harness.models.waiters import waiters_of
from harness.synth import Error, SyntheticService, example_request, synthetic_client
from harness.synth.client import attach
from harness.synth.service.dispatch import dispatch, is_poll
from harness.synth.sessions import plain_client
from harness.wire.awsrequest import aws_response, header_fields, request_body


@pytest.fixture(autouse=True)
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botocore.waiter.time, "sleep", lambda seconds: None)


def with_waiters() -> Iterator[tuple[str, str]]:
    """Every waiter of botocore: service and name."""
    session = botocore.session.get_session()
    for service in service_names():
        try:
            model = session.get_waiter_model(service)
        except UnknownServiceError:
            continue
        yield from ((service, name) for name in model.waiter_names)


def _keep(answers: list[Any], parsed: Any, **_: Any) -> None:
    answers.append(parsed)


def unfinished(waiters: list[tuple[str, str]]) -> list[str]:
    """Let each wait; return those that do not end well, or whose last answer breaks the contract."""
    found = []
    models = botocore.session.get_session()
    one_try = Config(retries={"total_max_attempts": 1})
    for service, name in waiters:
        operation = models.get_waiter_model(service).get_waiter(name).operation
        held_to = contract(service, operation)
        aws = SyntheticService(1)
        client = attach(plain_client(service, "us-east-1", one_try), aws)
        answers: list[Any] = []
        client.meta.events.register(f"after-call.*.{operation}", partial(_keep, answers))
        conditions = condition_members(held_to.operation_model).values()  # of which one may not hold
        left_out = {*conditions, "Filters"}  # made-up filters find nothing
        request = {name: each for name, each in example_request(held_to, 1).items() if name not in left_out}
        try:
            client.get_waiter(xform_name(name)).wait(**request)
        except (WaiterError, ClientError) as error:
            found.append(f"{service}.{name}: {error}")
            continue
        if "Error" not in answers[-1]:
            broken = held_to.check_response(request, answers[-1])
            found += [f"{service}.{name}: {v.message}" for v in broken if v.severity is Severity.ERROR]
    return found


def test_a_sample_of_waiters_finishes() -> None:
    drawn = random.Random(12)
    assert unfinished(drawn.sample(list(with_waiters()), 25)) == []


@pytest.mark.sweep
def test_every_waiter_finishes() -> None:
    waiters = list(with_waiters())
    found = unfinished(waiters)
    print(f"\n{len(waiters) - len(found)} of {len(waiters)} waiters finish", *found, sep="\n  ")  # noqa: T201
    assert found == []


@pytest.mark.parametrize(
    ("operation", "goal", "state"),
    [
        ("terminate_instances", "instance_terminated", {"Name": "terminated", "Code": 48}),
        ("stop_instances", "instance_stopped", {"Name": "stopped", "Code": 80}),
        ("start_instances", "instance_running", {"Name": "running", "Code": 16}),
    ],
)
def test_over_http_what_is_waited_for_follows_from_what_was_done(
    operation: str, goal: str, state: dict[str, Any]
) -> None:
    """Only the user agent tells that a waiter polls."""
    client, aws = plain_client("ec2", "us-east-1"), SyntheticService()
    seen: list[dict[str, Any]] = []

    def send(request: Any, **_: Any) -> Any:
        headers = dict(header_fields(request.headers))
        reply = dispatch(request.method, request.url, headers, request_body(request), aws)
        status, fields, body = reply.response
        return aws_response(request.url, status, fields.items(), body)

    client.meta.events.register_first("before-send", send)
    client.meta.events.register("after-call.*.DescribeInstances", lambda parsed, **_: seen.append(parsed))
    asked = {"InstanceIds": ["i-0123456789abcdef0"]}
    getattr(client, operation)(**asked)
    client.get_waiter(goal).wait(**asked)
    instances = [each for held in seen[-1]["Reservations"] for each in held["Instances"]]
    assert [(each["InstanceId"], each["State"]) for each in instances] == [("i-0123456789abcdef0", state)]


def test_what_no_waiter_asks_is_answered_the_same_each_time() -> None:
    client = synthetic_client("dynamodb")
    first, second = (client.describe_table(TableName="orders")["Table"] for _ in range(2))
    client.get_waiter("table_not_exists").wait(TableName="orders")
    assert first == second == client.describe_table(TableName="orders")["Table"]
    assert first["TableStatus"] == "ACTIVE"


def test_a_fault_ends_a_waiter_in_failure() -> None:
    client = synthetic_client("dynamodb", config=Config(retries={"total_max_attempts": 1}))
    client.fault("dynamodb.DescribeTable", Error("InternalServerError"))
    with pytest.raises(WaiterError, match="InternalServerError"):
        client.get_waiter("table_exists").wait(TableName="orders")


def test_a_user_agent_tells_of_a_waiter() -> None:
    assert is_poll("Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux m/b,B,E cfg/retry-mode#legacy")
    assert not is_poll("Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux m/b,E cfg/retry-mode#legacy")
    assert not is_poll("curl/8.5.0")


def test_the_waiters_of_an_operation_are_botocore_s() -> None:
    names = [waiter.name for waiter in waiters_of(load_service("s3").operation_model("HeadBucket"))]
    assert names == ["BucketExists", "BucketNotExists"]
    assert waiters_of(load_service("s3").operation_model("ListBuckets")) == ()
