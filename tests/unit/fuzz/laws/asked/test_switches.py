"""Parameters that show members, or let more entries into a list."""

from __future__ import annotations

import json
from typing import Any

import pytest

import harness
from harness.fuzz.laws.asked.laws import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.synth import synthetic_client
from harness.synth.responses.switches import switches_of, widening
from harness.wire.awsrequest import aws_response

JSON_HEADERS = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
HEADERS = [("Content-Type", "text/xml"), ("x-amzn-RequestId", "1")]


def keys(shown: set[str], names: tuple[str, ...] = ("orders", "audit")) -> bytes:
    """Write the answer of DescribeKeyPairs."""
    more = "<publicKey>ssh-rsa AAAA</publicKey>" if "publicKey" in shown else ""
    items = "".join(f"<item><keyName>{name}</keyName>{more}</item>" for name in names)
    return f"<DescribeKeyPairsResponse><keySet>{items}</keySet></DescribeKeyPairsResponse>".encode()


def found_of(service: str, operation: str, server: Any) -> set[tuple[str, str]]:
    client = law_client(service, "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_asked(Caller(harness.contract(service, operation), client))
    found = [one for one in law.certain() if one is not None]
    return {(one.code, one.place) for one in found if one.place.lower().startswith("include")}


@pytest.mark.parametrize(
    ("is_ignored", "expected"), [(False, set()), (True, {("not-asked-for", "IncludePublicKey")})]
)
def test_what_is_not_asked_for_is_not_shown(is_ignored: bool, expected: set[tuple[str, str]]) -> None:
    def server(request: Any, **_: Any) -> Any:
        is_shown = is_ignored or b"IncludePublicKey=true" in request.body
        return aws_response(request.url, 200, HEADERS, keys({"publicKey"} if is_shown else set()))

    assert found_of("ec2", "DescribeKeyPairs", server) == expected


@pytest.mark.parametrize(("is_only", "expected"), [(False, set()), (True, {("lost", "includeInactive")})])
def test_more_entries_lose_none(is_only: bool, expected: set[tuple[str, str]]) -> None:
    def server(request: Any, **_: Any) -> Any:
        names = ["nano_2_0"]
        if json.loads(request.body).get("includeInactive"):
            names = ["nano_1_0"] if is_only else [*names, "nano_1_0"]
        body = json.dumps({"bundles": [{"bundleId": name} for name in names]})
        return aws_response(request.url, 200, JSON_HEADERS, body.encode())

    assert found_of("lightsail", "GetBundles", server) == expected


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("ec2.DescribeKeyPairs", [("IncludePublicKey", ("KeyPairs[].PublicKey",), False)]),
        ("s3.ListObjectsV2", [("FetchOwner", ("Contents[].Owner",), False)]),
        ("glue.GetWorkflow", [("IncludeGraph", ("Workflow.Graph",), None)]),
        ("glue.GetBlueprint", [("IncludeParameterSpec", ("Blueprint.ParameterSpec",), None)]),
        ("polly.DescribeVoices", []),  # it lets voices in
    ],
)
def test_what_a_parameter_shows(
    operation: str, expected: list[tuple[str, tuple[str, ...], bool | None]]
) -> None:
    found = switches_of(harness.contract(*operation.split(".")))
    assert [(switch.param, switch.paths, switch.usual) for switch in found] == expected


def test_what_lets_more_entries_in() -> None:
    images = widening(harness.contract("ec2", "DescribeImages"))
    assert [(one.param, one.fewer, one.more) for one in images] == [
        ("IncludeDeprecated", (False,), True),
        ("IncludeDisabled", (False,), True),
    ]
    assert widening(harness.contract("ec2", "DescribeKeyPairs")) == ()
    (permissions,) = widening(harness.contract("ram", "ListPermissions"))
    assert (permissions.param, permissions.more) == ("permissionType", "ALL")
    assert permissions.fewer == ("AWS_MANAGED", "CUSTOMER_MANAGED")


@pytest.mark.parametrize(("is_compared", "expected"), [(False, set()), (True, {("lost", "status")})])
def test_all_is_no_value_of_an_entry(is_compared: bool, expected: set[tuple[str, str]]) -> None:
    def server(request: Any, **_: Any) -> Any:
        asked, status = json.loads(request.body).get("status", "ALL"), "ACTIVE"
        is_whole = asked == status or (asked == "ALL" and not is_compared)
        body = json.dumps({"families": ["orders", "audit"] if is_whole or not request.body[2:-1] else []})
        return aws_response(request.url, 200, JSON_HEADERS, body.encode())

    client = law_client("ecs", "http://127.0.0.1:1")
    client.meta.events.register("before-send", server)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("ecs", "ListTaskDefinitionFamilies"), client))
    found = [one for one in law.certain() if one is not None]
    assert {(one.code, one.place) for one in found if one.place == "status"} == expected


def test_the_synthetic_aws_shows_what_is_asked_for() -> None:
    ec2 = synthetic_client("ec2")
    shown = ec2.describe_key_pairs(IncludePublicKey=True)["KeyPairs"]
    hidden = ec2.describe_key_pairs()["KeyPairs"]
    assert all(pair["PublicKey"] for pair in shown)
    assert not any("PublicKey" in pair for pair in hidden)
    assert [pair["KeyPairId"] for pair in shown] == [pair["KeyPairId"] for pair in hidden]
