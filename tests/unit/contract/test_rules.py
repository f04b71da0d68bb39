from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from harness.contract.documented import agreed_rules
from harness.contract.paths.schemas import nest
from harness.contract.patterns import compile_pattern, matches
from harness.contract.rules import (
    ABSENT,
    KINDS,
    AbsentIf,
    AtLeastOne,
    AtMostOne,
    Condition,
    Default,
    Distinct,
    Enum,
    ExactlyOne,
    Forbids,
    Keys,
    Length,
    MultipleOf,
    OnlyIf,
    Order,
    Range,
    Requires,
    Rule,
    Size,
    Source,
    TextPattern,
    ValueIf,
    rule_from_json,
    rule_from_keyword,
    with_defaults,
)
from harness.contract.rules.narrowing import NOT_NARROWED

GP2 = Condition("VolumeType", ("gp2",))
GIVEN = Condition("A", present=True)
SOURCE = Source("prose", "request", "Period", 1, "Valid values are 60, 300, and 3600.")

# rule, a request that keeps it, a request that breaks it, the breach as (pointer, found), the words
REQUESTS = [
    (Enum("P", (60, 300)), {"P": 60}, {"P": 61}, ("/P", 61), "P must be 60 or 300"),
    (Enum("L[]", ("a", "b")), {"L": ["a"]}, {"L": ["a", "c"]}, ("/L/1", "c"), 'L[] must be "a" or "b"'),
    (Range("P", 1, 50), {"P": 50}, {"P": 51}, ("/P", 51), "P must be from 1 to 50"),
    (Range("O.P", max=9), {"O": {}}, {"O": {"P": 10}}, ("/O/P", 10), "O.P must be at most 9"),
    (Length("S", max=3), {"S": "abc"}, {"S": "abcd"}, ("/S", "abcd"), "S must have at most 3 characters"),
    (
        Length("M[]", min=2),
        {"M": {"k": "ab"}},
        {"M": {"k": "a"}},
        ("/M/k", "a"),
        "M[] must have at least 2 characters",
    ),
    (Size("L", 1, 1), {"L": [1]}, {"L": []}, ("/L", []), "L must have exactly 1 entry"),
    (
        Size("M", max=1),
        {"M": {"a": 1}},
        {"M": {"a": 1, "b": 2}},
        ("/M", {"a": 1, "b": 2}),
        "M must have at most 1 entry",
    ),
    (MultipleOf("P", 60), {"P": 120}, {"P": 90}, ("/P", 90), "P must be a multiple of 60"),
    (Keys("M", ("x",)), {"M": {"x": 1}}, {"M": {"y": 1}}, ("/M", "y"), 'the keys of M must be "x"'),
    (
        Requires(GP2, ("Size",)),
        {"VolumeType": "gp2", "Size": 1},
        {"VolumeType": "gp2"},
        ("/Size", ABSENT),
        'Size must be given when VolumeType is "gp2"',
    ),
    (
        Forbids(GP2, ("Iops",)),
        {"VolumeType": "io1", "Iops": 300},
        {"VolumeType": "gp2", "Iops": 300},
        ("/Iops", 300),
        'Iops must be left out when VolumeType is "gp2"',
    ),
    (
        Forbids(Condition("A", present=False), ("B",)),
        {"A": 1, "B": 1},
        {"B": 1},
        ("/B", 1),
        "B must be left out when A is left out",
    ),
    (
        AtMostOne(("A", "B")),
        {"A": 1},
        {"A": 1, "B": 1},
        ("", ("A", "B")),
        "at most one of A and B may be given",
    ),
    (AtLeastOne(("A", "B")), {"A": 1, "B": 1}, {"C": 1}, ("", ()), "at least one of A and B must be given"),
    (ExactlyOne(("A", "B")), {"B": 1}, {}, ("", ()), "exactly one of A and B must be given"),
    (
        Distinct("List[].Id"),
        {"List": [{"Id": "a"}, {"Id": "b"}, {}]},
        {"List": [{"Id": "a"}, {"Id": "b"}, {"Id": "a"}]},
        ("/List/2/Id", "a"),
        "List[].Id must be different in each entry",
    ),
    (Order(("A", "B"), "<"), {"A": 1, "B": 2}, {"A": 2, "B": 2}, ("/A", 2), "A must be less than B"),
    (
        Order(("Start", "End"), "<="),
        {"Start": "2024-01-01T00:00:00Z", "End": "2024-01-01T00:00:00.000Z"},
        {"Start": "2024-01-01T00:00:01Z", "End": "2024-01-01T00:00:00Z"},
        ("/Start", "2024-01-01T00:00:01Z"),
        "Start must be at most End",
    ),
    (
        ValueIf(GIVEN, "B", (True,)),
        {"A": "x", "B": True},
        {"A": "x", "B": False},
        ("/B", False),
        "B must be true when A is given",
    ),
]


@pytest.mark.parametrize(("rule", "kept", "broken", "breach", "words"), REQUESTS)
def test_a_request_rule_judges_and_words_itself(rule, kept, broken, breach, words):
    assert list(rule.breaches(kept)) == []
    assert [(found.pointer, found.found) for found in rule.breaches(broken)] == [breach]
    assert rule.words == words


@pytest.mark.parametrize(("rule", "broken"), [(case[0], case[2]) for case in REQUESTS])
def test_a_rule_applies_where_it_is_broken_but_for_a_group_of_which_none_is_given(rule, broken):
    assert rule.applies(broken) is (rule.kind not in ("at_least_one", "exactly_one"))


@pytest.mark.parametrize(
    ("rule", "request_", "applies"),
    [
        (Enum("P", (60, 300)), {}, False),
        (Range("O.P", max=9), {"O": {}}, False),
        (Requires(GP2, ("Size",)), {"VolumeType": "gp2", "Size": 1}, True),
        (Requires(GP2, ("Size",)), {"VolumeType": "io1"}, False),
        (Forbids(GP2, ("Iops",)), {"VolumeType": "gp2"}, True),
        (Forbids(GP2, ("Iops",)), {"VolumeType": "io1", "Iops": 300}, False),
        (OnlyIf("Iops", GP2), {"VolumeType": "gp2", "Iops": 300}, True),
        (OnlyIf("Iops", GP2), {"VolumeType": "gp2"}, False),
        (OnlyIf("Iops", GP2), {"Iops": 300}, False),
        (OnlyIf("B", GIVEN), {"B": 1}, True),
        (ValueIf(GIVEN, "B", (True,)), {"B": False}, False),
        (AtMostOne(("A", "B")), {"A": 1}, True),
        (AtMostOne(("A", "B")), {}, False),
        (ExactlyOne(("Tags[].Key", "Tags[].Arn")), {"Tags": [{"Key": "a"}]}, True),
        (ExactlyOne(("Tags[].Key", "Tags[].Arn")), {"Tags": []}, False),
        (Order(("A", "B"), "<"), {"A": 1, "B": 2}, True),
        (Order(("A", "B"), "<"), {"A": 1}, False),
        (Default("Period", 3600), {}, True),
        (Default("Period", 3600), {"Period": 60}, False),
        (Default("Outer.Mode", "a"), {}, False),
        (Default("Outer.Mode", "a"), {"Outer": {}}, True),
    ],
)
def test_where_a_request_rule_applies(rule, request_, applies):
    assert rule.applies(request_) is applies


@pytest.mark.parametrize(("rule", "kept"), [(case[0], case[1]) for case in REQUESTS])
def test_a_rule_is_read_back_from_its_json(rule, kept):
    assert rule_from_json(rule.to_json()) == rule


def test_a_rule_is_written_as_the_guide_says():
    rule = Requires(Condition("InsightType", ("ApiErrorRateInsight",)), ("ErrorCode",))
    assert rule.to_json() == {
        "kind": "requires",
        "if": {"param": "InsightType", "equals": "ApiErrorRateInsight"},
        "then": ["ErrorCode"],
    }
    several = Condition("frequency", ("WEEKLY", "BIWEEKLY"))
    assert several.to_json() == {"param": "frequency", "in": ["WEEKLY", "BIWEEKLY"]}
    assert Condition("A", present=False).to_json() == {"param": "A", "present": False}


def test_the_source_keeps_its_reference_when_the_sentence_is_left_out():
    rule = Enum("Period", (60, 300, 3600), source=SOURCE)
    assert rule.to_json(text=False)["source"] == {
        "origin": "prose",
        "side": "request",
        "member": "Period",
        "sentence": 1,
    }
    assert rule_from_json(rule.to_json()).source == SOURCE


def test_the_source_is_no_part_of_a_rules_identity():
    assert Enum("Period", (60,), source=SOURCE) == Enum("Period", (60,))


def test_response_rules_are_marked_as_extended():
    rule = AbsentIf("EndedAt", Condition("EventStatus", ("ACTIVE",), on_response=True))
    assert rule.to_json() == {
        "kind": "absent_if",
        "member": "EndedAt",
        "if": {"member": "EventStatus", "equals": "ACTIVE"},
        "extended": True,
    }


def test_a_switch_that_is_off_is_no_second_choice():
    rule = AtMostOne(("A", "On"))
    assert list(rule.breaches({"A": 1, "On": False})) == []
    assert [found.found for found in rule.breaches({"A": 1, "On": True})] == [("A", "On")]
    assert [found.found for found in rule.breaches({"A": 0, "On": True})] == [("A", "On")]


def test_rules_over_a_list_are_judged_for_each_element():
    rule = ExactlyOne(("Tags[].Key", "Tags[].Arn"))
    request = {"Tags": [{"Key": "a"}, {"Key": "a", "Arn": "b"}, {}]}
    assert [found.pointer for found in rule.breaches(request)] == ["/Tags/1", "/Tags/2"]


def test_no_boolean_equals_a_number():
    assert [found.found for found in Enum("P", (1,)).breaches({"P": True})] == [True]
    assert list(Range("P", 5).breaches({"P": True})) == []


def test_defaults_are_filled_in_where_their_structure_is_given():
    rules = (Default("Period", 3600), Default("Outer.Mode", "a"), Default("List[].N", 1))
    request = {"Outer": {}, "List": [{"N": 2}, {}]}
    assert with_defaults(request, rules) == {
        "Period": 3600,
        "Outer": {"Mode": "a"},
        "List": [{"N": 2}, {"N": 1}],
    }
    assert with_defaults({}, rules) == {"Period": 3600}
    assert request == {"Outer": {}, "List": [{"N": 2}, {}]}


def test_a_default_under_two_conditions_is_filled_in_where_both_hold():
    default = {"kind": "default", "param": "Path", "value": "/"}
    inner = {"kind": "when", "if": {"param": "Version", "equals": "1"}, "rule": default}
    rule = rule_from_json({"kind": "when", "if": {"param": "Protocol", "equals": "HTTP"}, "rule": inner})
    both = {"Protocol": "HTTP", "Version": "1"}
    assert with_defaults(both, [rule]) == {**both, "Path": "/"}
    assert with_defaults({"Protocol": "HTTP"}, [rule]) == {"Protocol": "HTTP"}
    assert with_defaults({"Version": "1"}, [rule]) == {"Version": "1"}


def test_an_order_becomes_our_own_keyword_and_comes_back_from_it():
    rule = Order(("Outer.A", "Outer.B"), "<=")
    schema = rule.schema()
    keyword = schema["properties"]["Outer"]
    assert keyword == {"x-harness-order": {"params": ["A", "B"], "relation": "<="}}
    assert rule_from_keyword("x-harness-order", keyword["x-harness-order"]) == Order(("A", "B"), "<=")


def test_values_are_distinct_within_each_list_by_itself():
    rule = Distinct("Outer[].List[].Id")
    same, other = {"List": [{"Id": 1}, {"Id": 1}]}, {"List": [{"Id": 1}]}
    assert [each.pointer for each in rule.breaches({"Outer": [other, other]})] == []
    assert [each.pointer for each in rule.breaches({"Outer": [other, same]})] == ["/Outer/1/List/1/Id"]
    assert rule.schema() == nest("Outer[]", {"x-harness-distinct": {"param": "List[].Id"}})


def test_the_kinds_of_the_guide_are_all_there():
    values = {"enum", "range", "length", "size", "multiple_of", "default"}
    relations = {"requires", "forbids", "at_most_one", "at_least_one", "exactly_one", "order"}
    assert values | relations <= set(KINDS)


def test_each_kind_is_found_by_its_name():
    assert len(KINDS) == 34
    assert {name: kind.kind for name, kind in KINDS.items()} == {name: name for name in KINDS}


def test_kinds_are_made_when_they_are_asked_for():
    code = (
        "import sys, harness.contract.contract\n"
        "from harness.contract.rules import KINDS\n"
        "assert not [name for name in sys.modules if name.endswith(('rules.value', 'rules.relation'))]\n"
        "KINDS['enum']\n"
        "assert 'harness.contract.rules.value' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_kind_is_a_key_error():
    with pytest.raises(KeyError, match="shape_of_the_moon"):
        rule_from_json({"kind": "shape_of_the_moon"})


@pytest.mark.parametrize(
    ("pattern", "texts", "others"),
    [
        ("^a|^b", ["a", "b", "ax", "bx"], ["xa", "xb"]),
        ("^a|b$", ["ax", "xb"], ["xa", "bx"]),
        (r"^a\$", ["a$", "a$x"], ["a", "xa$"]),
        ("^(a|b)$", ["a"], ["ab"]),
        ("a", ["xax"], ["x"]),
    ],
)
def test_the_whole_of_a_pattern_is_what_its_parts_match(
    pattern: str, texts: list[str], others: list[str]
) -> None:
    rule = TextPattern("Name", pattern)
    whole = compile_pattern(rule.whole).whole
    assert [text for text in (*texts, *others) if matches(whole, text)] == texts
    assert [text for text in (*texts, *others) if rule.holds(text)] == texts


def test_a_text_keeps_to_each_pattern_that_is_documented() -> None:
    begins, has = TextPattern("Name", "^(?!sg-)"), TextPattern("Name", "^[a-z-]*$")
    assert list(agreed_rules([begins, has])) == [begins, has]
    pattern = has.narrow(begins.narrow(NOT_NARROWED)).pattern
    assert pattern is not None
    whole = compile_pattern(pattern).whole
    assert [text for text in ("web", "sg-web", "Web") if matches(whole, text)] == ["web"]


@pytest.mark.parametrize(
    ("others", "agreed", "review"),
    [
        ([Length("Subject", max=99)], Length("Subject", max=100), "once"),
        ([Length("Subject", max=100)], Length("Subject", max=100), "confirmed"),
        ([Length("Subject", min=1)], Length("Subject", min=1, max=100), "confirmed"),
        ([Length("Subject", min=2), Length("Subject", min=1)], Length("Subject", min=1, max=100), "once"),
    ],
)
def test_of_bounds_in_dispute_the_looser_one_stays_as_a_warning(
    others: list[Rule], agreed: Rule, review: str
) -> None:
    source = Source("prose", "request", "Subject", 0, "Text.", review="confirmed")
    stated = [replace(rule, source=source) for rule in (Length("Subject", max=100), *others)]
    (found,) = agreed_rules(stated)
    assert (found, found.source and found.source.review) == (agreed, review)
