"""Every rule whose schema needs only standard keywords says the same through its schema and its predicate."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from harness.contract.rules import (
    AbsentIf,
    AtLeastOne,
    AtMostOne,
    Condition,
    Enum,
    ExactlyOne,
    Forbids,
    Keys,
    Length,
    MultipleOf,
    OnlyIf,
    PresentOnlyIf,
    Range,
    Requires,
    Size,
    rule_from_json,
)

NAMES = ("A", "B", "C")
scalars = st.one_of(st.integers(-3, 12), st.sampled_from(("a", "b", "abc", "")), st.booleans())
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from((*NAMES, "k")), inner, max_size=3),
    ),
    max_leaves=6,
)
requests = st.dictionaries(st.sampled_from((*NAMES, "O", "L")), values, max_size=5)
scopes = st.sampled_from(("", "O.", "L[].", "O.A."))
bounds = st.tuples(st.integers(0, 3), st.integers(3, 9))
conditions = st.one_of(
    st.builds(Condition, st.just("A"), st.lists(scalars, min_size=1, max_size=2).map(tuple)),
    st.builds(Condition, st.just("A"), present=st.booleans()),
)
groups = st.lists(st.sampled_from((*NAMES, "L[]", "O.B")), min_size=2, max_size=3, unique=True)


@st.composite
def request_rules(draw):
    """A rule of any kind, on members of a structure somewhere in the request."""
    scope = draw(scopes)
    param = scope + draw(st.sampled_from((*NAMES, "A[]")))
    low, high = draw(bounds)
    condition = draw(conditions)
    group = tuple(scope + name for name in draw(groups))
    return draw(
        st.sampled_from(
            (
                Enum(param, tuple(draw(st.lists(scalars, min_size=1, max_size=3)))),
                Range(param, low, high),
                Range(param, max=high),
                Length(param, low, high),
                Size(param, min=low),
                Size(param, max=high),
                MultipleOf(param, high),
                Keys(param, ("A", "k")),
                Requires(condition.within(scope + "A"), (scope + "B",)),
                Forbids(condition.within(scope + "A"), (scope + "B", scope + "C")),
                OnlyIf(scope + "B", condition.within(scope + "A")),
                AtMostOne(group),
                AtLeastOne(group),
                ExactlyOne(group),
            )
        )
    )


@given(request_rules(), requests)
def test_schema_and_predicate_agree_on_requests(rule, request):
    schema = rule.schema()
    assert "x-harness" not in json.dumps(schema)
    assert Draft202012Validator(schema).is_valid(request) is not any(rule.breaches(request))


@given(request_rules())
def test_a_rule_survives_its_json(rule):
    assert rule_from_json(json.loads(json.dumps(rule.to_json()))) == rule


@given(
    st.sampled_from((PresentOnlyIf, AbsentIf)),
    conditions,
    st.booleans(),
    st.one_of(st.none(), requests),
    requests,
)
def test_schema_and_predicate_agree_on_presence_in_responses(kind, condition, on_response, request, response):
    asked = Condition(condition.param, condition.one_of, condition.present, on_response)
    rule = kind("B", asked)
    document = {"request": request, "response": response, "time": None}
    assert Draft202012Validator(rule.schema()).is_valid(document) is not any(rule.breaches(document))
