"""No rule of any kind raises, whatever JSON it judges: a predicate finds breaches or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.contract.judgement import chain_findings, request_findings, response_findings
from harness.contract.pagination.chains import chains
from harness.contract.rules import KINDS, Condition, NamedFilters, Range, Rule, Selects, Side, with_defaults
from harness.contract.rules.kinds.selects import By
from harness.contract.violation import code_of
from harness.contract.vocabulary import KEYWORDS

MOMENTS = ("2024-06-30T12:00:00Z", "2024-06-30T12:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z")
names = st.sampled_from(("A", "B", "C/~", ""))
paths = st.sampled_from(("A", "B", "A[]", "A.B", "A[].B", "A[].C/~", "B[][]"))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 4),
    st.sampled_from((10**400, -(10**400), 1e308, float("inf"), float("nan"), 0.1)),
    st.sampled_from(MOMENTS),
    st.text(max_size=3),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
    max_leaves=8,
)
known = st.one_of(st.integers(-2, 4), st.floats(0.5, 4), st.booleans(), st.sampled_from(("a", MOMENTS[0])))
conditions = st.one_of(
    st.builds(
        Condition, paths, st.lists(known, min_size=1, max_size=2).map(tuple), on_response=st.booleans()
    ),
    st.builds(Condition, paths, present=st.booleans(), on_response=st.booleans()),
)
several = st.lists(paths, min_size=2, max_size=2, unique=True).map(tuple)
counts = st.integers(0, 3)

FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("param", "member", "start", "end"), paths),
    **dict.fromkeys(("params", "members", "then", "entries"), several),
    **dict.fromkeys(("condition", "exact_if"), conditions),
    **dict.fromkeys(("start_inclusive", "end_inclusive", "inclusive", "in_header"), st.booleans()),
    **dict.fromkeys(("min", "max", "days"), counts),
    "value": st.integers(1, 4) | st.floats(0.1, 4),
    "values": st.lists(known, min_size=1, max_size=3).map(tuple),
    "relation": st.sampled_from(("<", "<=")),
    "by": st.sampled_from(("", "A", "B")),
    "pattern": st.sampled_from(("^a", "^(?!a)", "^[0-9]*$")),
    "rule": st.builds(Range, paths, counts),
    "ignore_case": st.booleans(),
    "direction": st.sampled_from(("ascending", "descending")),
    **dict.fromkeys(("name", "thing"), st.sampled_from(("A", "B"))),
    "names": st.just(("a", "tag:<B>")),
}
OF_KINDS: dict[type[Rule], dict[str, st.SearchStrategy[Any]]] = {
    Selects: {"by": st.sampled_from(get_args(By))},
    NamedFilters: {"value": st.sampled_from(("A", "B"))},
}


def rules(kind: type[Rule]) -> st.SearchStrategy[Rule]:
    own = [f for f in fields(kind) if f.name != "source"]
    known = FIELDS | OF_KINDS.get(kind, {})
    needed = {f.name: known[f.name] for f in own if f.default is MISSING}
    optional = {f.name: known[f.name] for f in own if f.default is not MISSING}
    return st.fixed_dictionaries(needed, optional=optional).map(lambda values: kind(**values))


exchanges = st.fixed_dictionaries(
    {}, optional={"request": values, "response": values, "time": st.one_of(st.sampled_from(MOMENTS), values)}
)
DOCUMENTS: dict[Side, st.SearchStrategy[Any]] = {
    "request": values,
    "response": st.one_of(exchanges, values),
    "chain": st.one_of(st.lists(exchanges, max_size=4), values),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
@settings(max_examples=60)
def test_a_predicate_judges_any_json(kind: type[Rule], data: st.DataObject) -> None:
    rule = data.draw(rules(kind))
    document = data.draw(DOCUMENTS[rule.side])
    breaches = list(rule.breaches(document))
    assert all(breach.pointer == "" or breach.pointer.startswith("/") for breach in breaches)
    (keyword,) = (name for name in KEYWORDS if name == f"x-harness-{rule.kind}")
    holds: Callable[[Any], bool] = KEYWORDS[keyword](rule.arguments())
    assert holds(document) is (breaches == [])


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
@settings(max_examples=30)
def test_findings_of_any_json_have_words(kind: type[Rule], data: st.DataObject) -> None:
    rule = data.draw(rules(kind))
    request, response = data.draw(values), data.draw(values)
    found = list(request_findings([rule], request, []))
    found += response_findings(
        [rule], with_defaults(request, [rule]), response, data.draw(st.sampled_from(MOMENTS))
    )
    if rule.side == "chain":
        pages = data.draw(
            st.lists(st.fixed_dictionaries({"request": values, "response": values}), max_size=4)
        )
        for chain in chains(rule, pages):
            found += (finding for _, _, finding in chain_findings(rule, [pages[number] for number in chain]))
    assert all(finding.message.endswith(".") and finding.code == code_of(rule.kind) for finding in found)
    json.dumps([finding.message for finding in found])
