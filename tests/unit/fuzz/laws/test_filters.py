"""Each documented rule on entries says what is asked for, and which entries must come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.config import Config
from hypothesis import Phase, settings

import harness
from harness.contract.rules import rule_from_json
from harness.contract.rules.response import OnResponse
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.filters import laws_of_filters
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.responses.answer import Answer
from harness.synth.service.dispatch import Asked
from harness.synth.sessions import plain_client

ENUMERATED = settings(max_examples=1, database=None, phases=[Phase.explicit, Phase.shrink])


USERS: list[dict[str, Any]] = [
    {
        "Path": path,
        "UserName": f"{name}-user",
        "UserId": f"AIDAEXAMPLE{name.upper():A>9}",
        "Arn": f"arn:aws:iam::123456789012:user{path}{name}-user",
        "CreateDate": "2026-11-20T09:00:00Z",
    }
    for path, name in (("/team/", "a"), ("/team/", "b"), ("/other/", "c"), ("/", "d"))
]


class Endpoint(SyntheticService):
    """Has a few users, of whom it finds those that `chosen` says, in pages of at most so many."""

    def __init__(self, chosen: Callable[[str], list[dict[str, Any]]], page: int) -> None:
        super().__init__(3)
        self._chosen = chosen
        self._page = page

    def __call__(self, asked: Asked) -> Answer:
        users = self._chosen(str(asked.params.get("PathPrefix", "")))
        begin = int(str(asked.params.get("Marker", "marker-0")).removeprefix("marker-"))
        end = begin + min(int(str(asked.params.get("MaxItems", self._page))), self._page)
        more = {"IsTruncated": True, "Marker": f"marker-{end}"} if end < len(users) else {}
        return Answer({"IsTruncated": False, "Users": users[begin:end], **more})


def by_prefix(prefix: str) -> list[dict[str, Any]]:
    return [user for user in USERS if user["Path"].startswith(prefix)]


def found(chosen: Callable[[str], list[dict[str, Any]]], page: int = 100) -> list[Counterexample]:
    endpoint = Endpoint(chosen, page)
    client = attach(plain_client("iam", "us-east-1", Config(parameter_validation=False)), endpoint)
    (law,) = laws_of_filters(Caller(harness.contract("iam", "ListUsers"), client))
    return list(law.counterexamples(ENUMERATED, seed=1))


def test_a_right_endpoint_breaks_no_rule() -> None:
    assert found(by_prefix) == []


def test_an_entry_that_is_asked_for_and_lost_is_shown_by_few_calls() -> None:
    (lost,) = found(lambda prefix: by_prefix(prefix)[bool(prefix) :])
    assert (lost.code, lost.place) == ("lost", "PathPrefix")
    assert [call.params for call in lost.exchanges] == [{}, {"PathPrefix": "/team/"}]


def test_of_the_whole_list_only_the_pages_up_to_the_lost_entry_are_shown() -> None:
    (lost,) = found(lambda prefix: by_prefix(prefix)[bool(prefix) :], page=1)
    assert [call.params for call in lost.exchanges] == [{}, {"PathPrefix": "/team/"}]


def test_an_entry_that_is_not_asked_for_breaks_the_rule() -> None:
    (other,) = found(lambda prefix: USERS)
    assert (other.law, other.code, other.place) == ("filters", "selects", "Users[].Path")


def test_lists_that_are_made_up_lose_nothing() -> None:
    def made_up(prefix: str) -> list[dict[str, Any]]:
        return [{**user, "UserName": f"made-up-{len(prefix)}"} for user in by_prefix(prefix)]

    assert found(made_up) == []


def test_an_operation_without_such_a_rule_has_no_such_law() -> None:
    client = plain_client("iam", "us-east-1", Config())
    assert laws_of_filters(Caller(harness.contract("iam", "GetRole"), client)) == ()


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ({"kind": "selects", "by": "equals"}, ["orders"], ["orders", "order"]),
        ({"kind": "selects", "by": "begins_with"}, ["orders"], ["orders", "ord", "rders"]),
        ({"kind": "selects", "by": "contains"}, ["orders"], ["orders", "der"]),
        ({"kind": "selects", "by": "wildcard"}, ["orders"], ["orders", "ord*"]),
        ({"kind": "selects", "by": "equals", "ignore_case": True}, ["ab"], ["ab", "a", "AB"]),
        ({"kind": "selects", "by": "after"}, [5], [5, 4, 6]),
        ({"kind": "selects", "by": "equals"}, [True], [True]),
        (
            {"kind": "within", "start": "Name"},
            ["2026-11-26T00:00:00Z"],
            ["2026-11-26T00:00:00Z", "2026-11-25T23:59:59Z", "2026-11-26T00:00:01Z"],
        ),
        ({"kind": "present_only_if", "if": {"param": "Name", "equals": True}}, [], [True, False]),
        (
            {"kind": "sorted", "by": "", "direction": "ascending", "if": {"param": "Name", "in": ["A", "B"]}},
            [],
            ["A", "B"],
        ),
    ],
)
def test_a_rule_says_what_may_be_asked_for(
    rule: dict[str, Any], values: list[Any], expected: list[Any]
) -> None:
    own = {"param": "Name"} if rule["kind"] == "selects" else {}
    read = rule_from_json({"member": "Users[].Name", **own, **rule})
    assert isinstance(read, OnResponse)
    assert list(read.asking(lambda path: values)) == [("Name", value) for value in expected]


def test_filters_ask_by_each_name_that_goes_by_a_member() -> None:
    read = rule_from_json(
        {
            "kind": "named_filters",
            "param": "Filters",
            "name": "Name",
            "value": "Values",
            "names": ["vpc-id", "tag:<Key>", "unknown"],
            "members": ["Vpcs[].VpcId", "Vpcs[].Tags[].Value", ""],
        }
    )
    assert isinstance(read, OnResponse)
    asked = list(read.asking(lambda path: ["vpc-1"] if path == "Vpcs[].VpcId" else []))
    wanted: list[Any] = [["vpc-1"], "vpc-1"]
    assert asked == [("Filters", [{"Name": "vpc-id", "Values": one}]) for one in wanted]
