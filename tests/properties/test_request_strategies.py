"""Requests of made-up services: shapes of every type, within one another and within themselves."""

from __future__ import annotations

from typing import Any

from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.contract.contract import Contract
from harness.synth import strategies as aws

STRUCTURES = ("Alpha", "Beta")
COLLECTED = ("Gamma", "Delta")  # lists and maps, which hold themselves by way of a structure only (Smithy)


def bounds(low: int, high: int) -> st.SearchStrategy[dict[str, int]]:
    """None, one or both bounds."""
    pairs = st.lists(st.integers(low, high), min_size=2, max_size=2).map(sorted)
    both = pairs.map(lambda pair: {"min": pair[0], "max": pair[1]})
    return both.flatmap(
        lambda d: st.sets(st.sampled_from(["min", "max"])).map(lambda kept: {k: d[k] for k in kept})
    )


def shaped(type_name: str, traits: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return traits.map(lambda chosen: {"type": type_name, **chosen})


SCALARS = st.one_of(
    shaped("string", bounds(0, 40)),
    st.just({"type": "string", "pattern": "^[a-z][a-z0-9-]{1,62}$", "min": 2, "max": 20}),
    st.lists(st.sampled_from(["ONE", "TWO", "THREE"]), min_size=1, unique=True).map(
        lambda values: {"type": "string", "enum": values}
    ),
    shaped("integer", bounds(-10, 10_000)),
    shaped("long", bounds(0, 1 << 40)),
    shaped("double", bounds(-5, 5)),
    shaped("blob", bounds(0, 30)),
    st.sampled_from([{"type": "boolean"}, {"type": "timestamp"}]),
)


def references(*names: str) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([*names, "Scalar", "Text"]).map(lambda name: {"shape": name})


ENTRIES = references(*STRUCTURES)
COLLECTIONS = st.one_of(
    st.builds(lambda entry, size: {"type": "list", "member": entry, **size}, ENTRIES, bounds(0, 3)),
    st.builds(
        lambda value, size: {"type": "map", "key": {"shape": "Text"}, "value": value, **size},
        ENTRIES,
        bounds(0, 3),
    ),
)


@st.composite
def structures(draw: st.DrawFn) -> dict[str, Any]:
    names = st.sampled_from(["Size", "When", "Items"])
    members = draw(st.dictionaries(names, references(*STRUCTURES, *COLLECTED)))
    members["Name"] = {"shape": "Text"}
    if draw(st.booleans()):
        return {"type": "structure", "union": True, "members": members}
    # What it requires is a scalar: a structure that requires itself has no value.
    plain = [name for name, reference in members.items() if reference["shape"] in ("Scalar", "Text")]
    required = draw(st.lists(st.sampled_from(plain), unique=True))
    return {"type": "structure", "members": members, "required": required}


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    description = {
        "metadata": {
            "protocol": "json",
            "apiVersion": "2020-01-01",
            "endpointPrefix": "sqs",
            "serviceId": "x",
        },
        "operations": {
            "Put": {"name": "Put", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}}
        },
        "shapes": {
            "In": {
                "type": "structure",
                "members": {n: {"shape": n} for n in (*STRUCTURES, *COLLECTED, "Scalar")},
            },
            "Text": {"type": "string"},
            "Scalar": draw(SCALARS),
            **{name: draw(structures()) for name in STRUCTURES},
            **{name: draw(COLLECTIONS) for name in COLLECTED},
        },
    }
    return Contract(ServiceModel(description, "sqs").operation_model("Put"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(contracts(), st.data())
def test_requests_are_valid(known: Contract, data: st.DataObject) -> None:
    for _ in range(2):
        params = data.draw(aws.requests(known))
        assert known.check_request(params) == []
        assert not ParamValidator().validate(params, known.operation_model.input_shape).has_errors()


@settings(max_examples=25)
@given(contracts())
def test_grids_are_valid_and_break_one_constraint_each(known: Contract) -> None:
    for boundary in aws.boundary_grid(known):
        assert known.check_request(boundary.params) == []
    for invalid in aws.invalid_grid(known):
        assert [violation.source for violation in known.check_request(invalid.params)] == [
            invalid.rule.source
        ]
