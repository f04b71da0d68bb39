"""The lock holds the contract of its operations, and nothing of their documentation."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.diff import ServiceContract, diff_contracts
from harness.contract.diff.documents import installed
from harness.contract.diff.endpoints import EndpointRules
from harness.contract.diff.lock import (
    NotALock,
    contract_from_lock,
    lock_contracts,
    parse_lock,
    serialize_lock,
)

PAGINATOR = {"input_token": "Token", "output_token": "Token", "result_key": "Names"}


def service(**facts: Any) -> ServiceContract:
    """A service with two operations; `facts` go into the shape ``Mode`` that the first one's request has."""
    mode = {"type": "string", "documentation": "<p>A mode.</p>", **facts}
    members = {
        "Mode": {
            "shape": "Mode",
            "documentation": "<p>Valid values are <code>A</code> and <code>B</code>.</p>",
        },
        "Filters": {"shape": "Filters"},
        "Token": {"shape": "Text"},
    }
    http = {"method": "POST", "requestUri": "/"}
    description = {
        "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy", "uid": "toy-2020"},
        "operations": {
            "Do": {
                "name": "Do",
                "http": http,
                "input": {"shape": "Input"},
                "output": {"shape": "Output"},
                "errors": [{"shape": "Oops"}],
                "documentation": "<p>Does.</p>",
            },
            "Unused": {"name": "Unused", "http": http, "input": {"shape": "Other"}},
        },
        "shapes": {
            "Input": {"type": "structure", "members": members, "documentation": "<p>What is asked.</p>"},
            "Output": {"type": "structure", "members": {"documentation": {"shape": "Text"}}},
            "Filters": {"type": "list", "member": {"shape": "Filter"}},
            "Filter": {"type": "structure", "members": {"Not": {"shape": "Filter"}}},
            "Oops": {"type": "structure", "members": {}, "exception": True},
            "Other": {"type": "structure", "members": {}},
            "Mode": mode,
            "Text": {"type": "string"},
        },
    }
    return ServiceContract(ServiceModel(description, "toy"), {"Do": PAGINATOR})


def lock(contract: ServiceContract) -> dict[str, Any]:
    written: dict[str, Any] = parse_lock(
        serialize_lock(lock_contracts({"toy": (contract, ["Do"])}, botocore="1.0.0"))
    )
    return written


def test_what_it_holds() -> None:
    written = lock(service())
    assert sorted(written) == ["botocore", "format", "operations", "services"]
    assert list(written["operations"]) == ["toy.Do"]
    toy = written["services"]["toy"]
    assert list(toy["operations"]) == ["Do"]
    assert list(toy["shapes"]) == ["Filter", "Filters", "Input", "Mode", "Oops", "Output", "Text"]
    assert toy["paginators"] == {"Do": PAGINATOR}
    assert toy["metadata"] == {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy"}
    (rule,) = toy["shapes"]["Input"]["rules"]
    assert rule == {
        "kind": "enum",
        "param": "Mode",
        "values": ["A", "B"],
        "source": {"origin": "prose", "side": "request", "member": "Mode"},
    }
    assert "<p>" not in json.dumps(written)
    assert toy["shapes"]["Output"]["members"] == {"documentation": {"shape": "Text"}}  # a member of that name


def test_it_is_the_contract_that_was_locked() -> None:
    read = replace(contract_from_lock(lock(service()), "toy"), digests={})
    assert diff_contracts(read, service()) == ()
    (change,) = diff_contracts(read, service(max=9))
    assert (change.code, change.operations) == ("request-max-added", ("Do",))


def test_where_the_digest_is_the_same_nothing_is_compared() -> None:
    written = lock(service())
    written["services"]["toy"]["shapes"]["Mode"]["max"] = 5  # as if this harness read it otherwise
    assert diff_contracts(contract_from_lock(written, "toy"), service()) == ()
    written["operations"]["toy.Do"] = "of another botocore"
    (change,) = diff_contracts(contract_from_lock(written, "toy"), service())
    assert change.code == "request-max-removed"


def test_other_words_change_the_digest_but_not_the_contract() -> None:
    before, after = lock(service()), lock(service(documentation="<p>Some mode.</p>"))
    assert before["operations"] != after["operations"]
    assert before["services"] == after["services"]
    assert diff_contracts(contract_from_lock(before, "toy"), service(documentation="<p>Some.</p>")) == ()


WAITER = {"operation": "Do", "delay": 5, "maxAttempts": 2, "acceptors": [], "description": "<p>Waits.</p>"}
RULES: dict[str, Any] = {
    "version": "1.0",
    "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region"}},
    "rules": [{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://toy.{Region}.aws"}}],
}


def test_its_text_names_versions_and_operations_and_packs_the_rest() -> None:
    whole = replace(service(enum=["b", "a"]), waiters={"Done": WAITER}, endpoints=EndpointRules(RULES, "toy"))
    written = lock_contracts({"toy": (whole, ["Do"])}, botocore="1.0.0")
    lines = serialize_lock(written).splitlines()
    assert lines[0].startswith("# Written by harness lock")
    assert lines[1:3] == ['botocore = "1.0.0"', "format = 3"]
    assert lines[3] == f'operations/toy.Do = "{written["operations"]["toy.Do"]}"'
    assert all(line.startswith('services += "') for line in lines[4:])
    read = parse_lock("\n".join(lines))
    assert read == written
    assert read["services"]["toy"]["shapes"]["Mode"]["enum"] == ["a", "b"]
    assert read["services"]["toy"]["endpoints"]["us-east-1 UseFIPS"] == "https://toy.us-east-1.aws"


def test_the_lock_of_sixteen_operations_is_small() -> None:
    names = {
        "cloudtrail": ["ListInsightsData"],
        "dynamodb": ["GetItem", "ListTables", "PutItem", "Query"],
        "ec2": ["DescribeInstances"],
        "iam": ["CreateRole"],
        "lambda": ["CreateFunction", "Invoke"],
        "s3": ["GetObject", "ListObjectsV2", "PutObject"],
        "secretsmanager": ["GetSecretValue"],
        "sns": ["Publish"],
        "sqs": ["ReceiveMessage", "SendMessage"],
    }
    release = installed()
    written = lock_contracts({name: (release.load(name), used) for name, used in names.items()})
    assert len(written["operations"]) == 16
    assert len(serialize_lock(written)) < 30 * 1024


def test_the_second_format_is_still_read() -> None:
    """It had a line for each fact."""
    kept = """# Written by harness lock: what botocore says of the operations that are used here
botocore = "1.0.0"
format = 2
operations/toy.Do = "of an earlier botocore"
services/toy/endpoints = {}
services/toy/metadata/apiVersion = "2020-01-01"
services/toy/metadata/protocol = "json"
services/toy/metadata/serviceId = "Toy"
services/toy/operations/Do/http/method = "POST"
services/toy/operations/Do/http/requestUri = "/"
services/toy/operations/Do/input/shape = "Input"
services/toy/operations/Do/name = "Do"
services/toy/paginators = {}
services/toy/shapes/Input/members/Mode/shape = "Mode"
services/toy/shapes/Input/type = "structure"
services/toy/shapes/Mode/enum += "A"
services/toy/shapes/Mode/enum += "B"
services/toy/shapes/Mode/type = "string"
services/toy/waiters = {}
"""
    contract = contract_from_lock(parse_lock(kept), "toy")
    found = {change.code for change in diff_contracts(contract, service(enum=["A"]))}
    assert "request-enum-value-removed" in found


def test_waiters_and_endpoints_are_compared_with_those_of_the_lock() -> None:
    kept = lock(replace(service(), waiters={"Done": WAITER}, endpoints=EndpointRules(RULES, "toy")))
    moved = json.loads(json.dumps(RULES).replace("toy.", "toys."))
    now = replace(service(), waiters={}, endpoints=EndpointRules(moved, "toy"))
    found = {change.code for change in diff_contracts(contract_from_lock(kept, "toy"), now)}
    assert found == {"waiter-removed", "endpoint-changed"}


@pytest.mark.parametrize("name", ["a/b", "a~b", "a b", "~1"])
def test_names_of_any_kind(name: str) -> None:
    written = {"format": 3, "services": {name: {"x": [], "y": {}, "z": [{"b": 1}, "é"]}}}
    assert parse_lock(serialize_lock(written)) == written


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\r", "\n"])
def test_values_with_characters_that_end_a_line(end: str) -> None:
    written = {"services": {"toy": {"shapes": {"Arn": {"pattern": f"[ -~{end}]+"}}}}}
    assert parse_lock(serialize_lock(written)) == written


def test_the_first_format_is_still_read() -> None:
    first = lock(service(max=9)) | {"format": 1}
    del first["services"]["toy"]["waiters"], first["services"]["toy"]["endpoints"]
    read = parse_lock(json.dumps(first, indent=2))
    contract = replace(contract_from_lock(read, "toy"), digests={})
    now = replace(service(max=9), waiters={"Done": WAITER}, endpoints=EndpointRules(RULES, "toy"))
    assert diff_contracts(contract, now) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 2\n<<<<<<< HEAD\n", "line 2 was left there by a merge in git"),
        (
            'format = 3\nservices += "nothing"\n',
            "what it says of services is damaged; write it again with harness lock",
        ),
        ("format = 2\noperations\n", "line 2 is no fact"),
        ("format = two\n", "line 1 does not go with the lines before it"),
        ("format = 2\nformat = 3\n", "line 2 does not go with the lines before it"),
        ("a = 2\na/b = 3\n", "line 2 does not go with the lines before it"),
        ("a = 2\na += 3\n", "line 2 does not go with the lines before it"),
    ],
)
def test_a_text_that_is_no_lock(text: str, message: str) -> None:
    with pytest.raises(NotALock) as caught:
        parse_lock(text)
    assert str(caught.value) == message
