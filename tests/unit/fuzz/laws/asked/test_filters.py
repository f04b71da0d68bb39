"""Filters by name, of a server whose list is known: each says how it compares, or no name is listed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import pytest

import harness
from harness.fuzz.laws.asked.filters import Filters
from harness.fuzz.laws.asked.guessed_filters import names_known
from harness.fuzz.laws.asked.laws import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.fuzz.laws.requests.constraints import laws_of_constraints
from harness.wire.awsrequest import aws_response

Passes = Callable[[Mapping[str, Any], dict[str, Any]], bool]
JSON = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]
TASKS = [
    {
        "JobName": f"import-{number}",
        "DatasetImportJobArn": f"arn:aws:forecast:::job/{number}",
        "Status": status,
    }
    for number, status in enumerate(["ACTIVE", "CREATE_FAILED", "ACTIVE", "DELETING"])
]
SCOPES = [
    {"ipamScopeId": f"ipam-scope-{number}", "ipamScopeType": kind, "state": state}
    for number, (kind, state) in enumerate(
        [("public", "create-complete"), ("private", "create-complete"), ("private", "isolate-complete")]
    )
]


def bots(passes: Passes) -> set[str]:
    """Hold a server of Lex bots to the law, whose filters must say how they compare."""
    known = [{"botId": f"BOT{number}", "botName": name} for number, name in enumerate(["web", "db", "app"])]

    def answer(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body or b"{}").get("filters", [])
        found = {"botSummaries": [one for one in known if all(passes(one, each) for each in asked)]}
        return aws_response(request.url, 200, JSON, json.dumps(found).encode())

    client = law_client("lexv2-models", "http://127.0.0.1:1")
    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("lexv2-models", "ListBots"), client))
    return {one.code for one in law.certain() if one is not None and one.place.startswith("filters")}


def compared(one: Mapping[str, Any], asked: dict[str, Any]) -> bool:
    """Filter as documentation says; nothing passes a filter by another name."""
    value, wanted = one["botName"], asked["values"]
    passes = {
        "CO": any(text in value for text in wanted),
        "EQ": value in wanted,
        "NE": value not in wanted,
    }
    return asked["name"] == "BotName" and passes.get(asked["operator"], False)


@pytest.mark.parametrize(
    ("passes", "expected"),
    [
        (compared, set()),
        (lambda one, asked: asked["name"] != "BotName" or compared(one, asked), {"ignored-filter"}),
    ],
)
def test_a_filter_that_must_say_how_it_compares_is_asked_with_equals(
    passes: Passes, expected: set[str]
) -> None:
    assert bots(passes) == expected


def scopes(passes: Passes) -> list[str]:
    """Hold a server of IPAM scopes to the law, whose filters no documentation lists."""

    def answer(request: Any, **_: Any) -> Any:
        sent = dict(parse_qsl(request.body))
        asked = [
            {
                "name": sent[name],
                "values": [value for key, value in sent.items() if key.startswith(f"{name[:9]}Value")],
            }
            for name in sent
            if re.fullmatch(r"Filter\.\d\.Name", name)
        ]
        found = [one for one in SCOPES if all(passes(one, each) for each in asked)]
        items = "".join(
            f"<item>{''.join(f'<{key}>{value}</{key}>' for key, value in one.items())}</item>"
            for one in found
        )
        tag = "DescribeIpamScopesResponse"
        body = f"<{tag}><requestId>1</requestId><ipamScopeSet>{items}</ipamScopeSet></{tag}>"
        return aws_response(request.url, 200, [("Content-Type", "text/xml")], body.encode())

    client = law_client("ec2", "http://127.0.0.1:1")
    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract("ec2", "DescribeIpamScopes"), client))
    return [one.message for one in law.certain() if one is not None and one.place.startswith("Filters")]


def in_any_case(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def kebab(
    one: Mapping[str, Any], asked: dict[str, Any], same: Callable[[str, str], bool] = str.__eq__
) -> bool:
    """Filter by the names that EC2 has for members; no entry has another one."""
    names = {
        re.sub("[A-Z]", lambda match: f"-{match[0].lower()}", name): value for name, value in one.items()
    }
    return any(same(names.get(asked["name"], ""), value) for value in asked["values"])


@pytest.mark.parametrize(
    ("passes", "expected"),
    [
        (kebab, None),
        (lambda one, asked: True, "which nothing in the list has"),  # it passes over all of them
        (lambda one, asked: kebab(one, asked, in_any_case), "every entry must be what was asked for"),
        (
            lambda one, asked: kebab(one, {**asked, "name": asked["name"].lower()}),
            "names of filters are case-",
        ),
    ],
)
def test_filters_that_a_server_knows_though_none_is_listed(passes: Passes, expected: str | None) -> None:
    found = scopes(passes)
    assert found == [] if expected is None else expected in " ".join(found)


def test_names_that_a_server_knows() -> None:
    entry = harness.contract("forecast", "ListDatasetImportJobs").operation_model.output_shape
    shape = entry.members["DatasetImportJobs"].member

    def filtered(name: str, value: str) -> list[Any] | None:
        return [one for one in TASKS if one.get(name) == value] if name == "Status" else None

    assert names_known(shape, TASKS, filtered) == ("Status",)
    assert names_known(shape, TASKS[:1], filtered) == ()  # one entry tells nothing
    assert names_known(shape, TASKS, lambda name, value: TASKS) == ()  # it is ignored


@pytest.mark.parametrize(
    ("operation", "by", "member", "expected"),
    [
        ("rds.DescribeDBInstances", "db-instance-id", "DBInstanceIdentifier", ["orders", "order", "ord*"]),
        ("rds.DescribeDBInstances", "engine", "Engine", ["orders", "order", "ORDERS", "ord*"]),
    ],
)
def test_names_that_are_kept_in_lower_case_are_not_asked_for_in_another(
    operation: str, by: str, member: str, expected: list[str]
) -> None:
    model: Any = harness.contract(*operation.split(".")).operation_model
    filters = Filters.at(model, ("Filters",), model.input_shape.members["Filters"])
    assert filters is not None
    shape = model.output_shape.members["DBInstances"].member.members[member]
    asked: list[Any] = list(filters.asked(by, ["orders"], {member: shape}))
    assert [one[0]["Values"][0] for one in asked] == expected


def test_numbers_are_asked_for_in_order() -> None:
    """What is not above itself must not come back with ``gt``, and must with ``ge``."""
    model: Any = harness.contract("redshift", "DescribeNodeConfigurationOptions").operation_model
    filters = Filters.at(model, ("Filters",), model.input_shape.members["Filters"])
    assert filters is not None
    asked: Any = list(filters.asked("NumberOfNodes", ["8"], {}))
    compared = {
        one["Operator"]: one["Values"] for (one,) in asked if one.get("Operator") in ("gt", "ge", "between")
    }
    assert compared == {"gt": ["8"], "ge": ["8"]}
    versions: Any = list(filters.asked("NumberOfNodes", ["8.1.2"], {}))
    assert {one.get("Operator") for (one,) in versions}.isdisjoint(("gt", "ge"))
    assert versions != []


TABLES = [{"SchemaName": schema, "TableName": table} for schema, table in ("ab", "ac", "db")]


@pytest.mark.parametrize(
    ("is_checked", "expected"), [(True, set()), (False, {"Filters[0].Values is missing."})]
)
def test_what_is_wrong_in_a_filter_is_asked_of_one_that_the_server_takes(
    is_checked: bool, expected: set[str]
) -> None:
    """It refuses any name that it does not know, and so tells nothing of what else is wrong."""
    arn = "arn:aws:dms:us-east-1:123456789012:replication-config:ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    known = {"schema-name": "SchemaName", "table-name": "TableName"}

    def answer(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body).get("Filters", [])
        is_wrong = not isinstance(asked, list) or any(
            not isinstance(one, dict) or one.get("Name") not in known or (is_checked and "Values" not in one)
            for one in asked
        )
        if is_wrong:
            error = {"__type": "InvalidParameterValueException", "message": "Filters is not valid."}
            return aws_response(request.url, 400, JSON, json.dumps(error).encode())
        found = [
            one for one in TABLES if all(one[known[each["Name"]]] in each.get("Values", ()) for each in asked)
        ]
        body = json.dumps({"ReplicationConfigArn": arn, "ReplicationTableStatistics": found})
        return aws_response(request.url, 200, JSON, body.encode())

    client = law_client("dms", "http://127.0.0.1:1")
    client.meta.events.register("before-send", answer)
    contract = harness.contract("dms", "DescribeReplicationTableStatistics")
    laws = laws_of_constraints(Caller(contract, client, {"ReplicationConfigArn": arn}))
    (refuses,) = [law for law in laws if law.name == "refuses-invalid"]
    found = {one.message.rpartition(": ")[2] for one in refuses.certain() if one is not None}
    assert {one for one in found if one.startswith("Filters") and one.endswith("missing.")} == expected
