"""Rules on responses and paginations, read from the documentation of made-up operations."""

from __future__ import annotations

import pytest
from botocore.model import ServiceModel

from harness.contract.contract import contract
from harness.contract.rules import (
    Condition,
    Echoes,
    Past,
    PresentOnlyIf,
    Rule,
    SameParameters,
    Sorted,
    Window,
    Within,
)
from tools.facts.drafter.operations import rules_on_responses

WITHIN = "Only events that occur after or at the specified time are returned. "
UNTIL = "Only events that occur before the specified time are returned. "
NO_START, NO_END = Condition("Since", present=False), Condition("Until", present=False)


def read(params: dict[str, dict], members: dict[str, dict], required: tuple[str, ...] = ()) -> list[Rule]:
    """Mine an operation whose request and response have some members: a shape's traits and documentation."""
    shapes = {
        "Events": {"type": "list", "member": {"shape": "Event"}},
        "Event": {"type": "structure", "members": {"Time": {"shape": "Time"}}},
        "Time": {"type": "timestamp"},
    }
    for side, described in (("In", params), ("Out", members)):
        own = {}
        for name, traits in described.items():
            shapes[side + name] = {"type": "string"} | {k: v for k, v in traits.items() if k != "doc"}
            own[name] = {"shape": traits.get("shape", side + name), "documentation": traits["doc"]}
        shapes[side] = {
            "type": "structure",
            "members": own,
            "required": list(required if side == "In" else ()),
        }
    description = {
        "metadata": {"serviceId": "Example", "protocol": "json"},
        "operations": {
            "GetEvents": {"name": "GetEvents", "input": {"shape": "In"}, "output": {"shape": "Out"}}
        },
        "shapes": shapes,
    }
    return list(
        dict.fromkeys(rules_on_responses(ServiceModel(description, "example").operation_model("GetEvents")))
    )


@pytest.mark.parametrize(
    ("service", "operation", "member", "by"),
    [
        ("logs", "DescribeLogGroups", "logGroups", "logGroupName"),
        ("glacier", "ListVaults", "VaultList", "VaultName"),
    ],
)
def test_lists_sorted_by_name(service: str, operation: str, member: str, by: str) -> None:
    rules = rules_on_responses(contract(service, operation).operation_model)
    (found,) = [rule for rule in rules if isinstance(rule, Sorted)]
    assert (found.member, found.by, found.direction) == (member, by, "ascending")


@pytest.mark.parametrize(
    ("service", "operation"),
    [("s3", "ListObjectsV2"), ("route53", "ListHostedZonesByName"), ("route53", "ListResourceRecordSets")],
)
def test_lists_that_are_sorted_in_another_way(service: str, operation: str) -> None:
    rules = rules_on_responses(contract(service, operation).operation_model)
    assert not [rule for rule in rules if isinstance(rule, Sorted)]


def test_times_that_are_numbers() -> None:
    bounds = [
        rule
        for operation in ("FilterLogEvents", "GetLogEvents")
        for rule in rules_on_responses(contract("logs", operation).operation_model)
        if isinstance(rule, Within)
    ]
    assert bounds == [
        Within("events[].timestamp", start="startTime"),
        Within("events[].timestamp", end="endTime"),
        Within("events[].timestamp", start="startTime"),
        Within("events[].timestamp", end="endTime", end_inclusive=False),
    ]


def test_a_member_that_a_parameter_asks_for() -> None:
    token = {"NextToken": {"doc": "A token."}}
    text = "You must set MaxResults to receive a value for NextToken in the response."
    assert read({"MaxResults": {"doc": text}}, token) == [
        PresentOnlyIf("NextToken", Condition("MaxResults", present=True))
    ]
    assert read({"MaxResults": {"doc": "You must set MaxResults to receive NextPage."}}, token) == []


class TestTimes:
    EVENTS = {"Events": {"shape": "Events", "doc": "The events."}}  # noqa: RUF012
    TIMES = {"since": ("Since", WITHIN), "until": ("Until", UNTIL)}  # noqa: RUF012

    def rules(self, which: str, text: str) -> list[Rule]:
        name, bound = self.TIMES[which]
        return read({name: {"shape": "Time", "doc": bound + text}}, self.EVENTS)

    def test_each_end_is_a_rule_of_its_own_sentence(self) -> None:
        times = {name: {"shape": "Time", "doc": bound} for name, bound in self.TIMES.values()}
        first, second = read(times, self.EVENTS)
        assert first == Within("Events[].Time", start="Since")
        assert second == Within("Events[].Time", end="Until", end_inclusive=False)
        assert [rule.source.member for rule in (first, second) if rule.source] == ["Since", "Until"]

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("The default is 90 days before the time of request.", 90),
            ("By default, the value will be 24 hours prior to the time that the request is made.", 1),
            ("The default is the timestamp of 30 days ago.", 30),
            ("Defaults to 2 weeks before the current time.", 14),
        ],
    )
    def test_a_start_that_is_counted_from_the_call(self, text: str, days: int) -> None:
        assert self.rules("since", text)[1:] == [Window("Events[].Time", days, NO_START)]

    @pytest.mark.parametrize(
        "text",
        [
            "The default is the time of request.",
            "Defaults to current time if not given.",
            "The default is now.",
        ],
    )
    def test_an_end_that_is_the_call(self, text: str) -> None:
        assert self.rules("until", text)[1:] == [Past("Events[].Time", inclusive=False, condition=NO_END)]

    @pytest.mark.parametrize(
        "text",
        [
            "The default is 90 days.",
            "The default is 90 days before the end time.",
            "The default is 5 hours before the time of request.",
            "The default is the start time.",
            "The default is the time of request of the first call.",
            "The default is now and then.",
        ],
    )
    def test_other_defaults_are_left_alone(self, text: str) -> None:
        assert self.rules("since", text)[1:] == self.rules("until", text)[1:] == []

    def test_a_default_of_a_time_that_bounds_nothing(self) -> None:
        text = "When to begin. The default is 90 days before the time of request."
        assert read({"Since": {"shape": "Time", "doc": text}}, self.EVENTS) == []


class TestTokens:
    SAME = "The token must be passed in with the same parameters as the previous call."

    def rules(self, sent: str, returned: str, *, name: str = "NextToken") -> list[Rule]:
        return read({name: {"doc": sent}}, {"NextToken": {"doc": returned}})

    def test_said_of_either_token_or_of_both_it_is_one_rule(self) -> None:
        rule = SameParameters("NextToken", "NextToken")
        assert self.rules(self.SAME, "The next.") == [rule]
        assert self.rules("The next.", self.SAME) == [rule]
        assert self.rules(self.SAME, self.SAME) == [rule]

    def test_the_two_may_have_two_names(self) -> None:
        assert self.rules(self.SAME, "The next.", name="Token") == [SameParameters("Token", "NextToken")]
        assert self.rules("The next.", self.SAME, name="Token") == [SameParameters("Token", "NextToken")]

    def test_what_is_no_token_is_left_alone(self) -> None:
        assert self.rules(self.SAME, "The next.", name="Cursor") == []


class TestEchoes:
    def rules(
        self, *params: tuple[str, dict], members: tuple[tuple[str, dict], ...] | None = None
    ) -> list[Rule]:
        return read(dict(params), dict(members or params), tuple(name for name, _ in params))

    def test_a_member_of_one_spelling_in_the_same_words(self) -> None:
        assert self.rules(("Kind", {"doc": "The kind.", "enum": ["A", "B"]})) == [Echoes("Kind", "Kind")]
        assert self.rules(("Name", {"doc": "The name.", "pattern": "^[a-z]+$"})) == [Echoes("Name", "Name")]

    def test_a_name_in_whose_place_an_arn_may_stand(self) -> None:
        assert self.rules(("Name", {"doc": "The name.", "pattern": ".*"})) == []
        assert self.rules(("Name", {"doc": "The name."})) == []

    def test_a_response_that_repeats_every_required_parameter(self) -> None:
        source, name = ("Source", {"doc": "The source."}), ("Name", {"doc": "The name."})
        assert self.rules(source, name) == [Echoes("Source", "Source"), Echoes("Name", "Name")]
        assert self.rules(source, name, members=(source,)) == []
        assert self.rules(source, ("Name", {"doc": "The name or ARN."})) == [Echoes("Source", "Source")]

    def test_other_words_or_another_type_are_no_echo(self) -> None:
        kind = {"doc": "The kind.", "enum": ["A", "B"]}
        assert self.rules(("Kind", kind), members=(("Kind", kind | {"doc": "The kind found."}),)) == []
        assert self.rules(("Kind", kind), members=(("Kind", kind | {"enum": ["A", "C"]}),)) == []
