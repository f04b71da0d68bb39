"""Differences of services that Hypothesis makes up: none of one with itself, and a mirror image backwards."""

from __future__ import annotations

from typing import Any

from botocore.model import ServiceModel
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.contract.diff import CODES, Change, ServiceContract, diff_contracts

NAMES = ("A", "B", "C", "D")
SHAPES = ("Input", "Output", "Oops", *NAMES)
places = st.fixed_dictionaries(
    {"shape": st.sampled_from(NAMES)},
    optional={
        "location": st.just("header"),
        "locationName": st.sampled_from(NAMES),
        "deprecated": st.booleans(),
    },
)
bounds = {"min": st.integers(0, 2), "max": st.integers(3, 5)}
traits = {"sensitive": st.booleans(), "deprecated": st.booleans(), **bounds}


def structures() -> st.SearchStrategy[dict[str, Any]]:
    members = st.dictionaries(st.sampled_from(NAMES), places, max_size=3)
    return members.flatmap(
        lambda held: st.fixed_dictionaries(
            {
                "type": st.just("structure"),
                "members": st.just(held),
                "required": st.lists(st.sampled_from(sorted(held)), unique=True) if held else st.just([]),
            },
            optional={"union": st.booleans()},
        )
    )


enums = st.lists(st.sampled_from(NAMES), unique=True)
patterns = st.sampled_from(["a+", "^a+$", "b"])
shapes = st.one_of(
    structures(),
    st.fixed_dictionaries(
        {"type": st.just("string")}, optional={"enum": enums, "pattern": patterns, **traits}
    ),
    st.fixed_dictionaries({"type": st.sampled_from(["integer", "long", "double"])}, optional=traits),
    st.fixed_dictionaries(
        {"type": st.just("list"), "member": places}, optional={"sparse": st.booleans(), **traits}
    ),
    st.fixed_dictionaries(
        {"type": st.just("map"), "key": st.just({"shape": "Key"}), "value": places}, optional=traits
    ),
)
paginators = st.none() | st.fixed_dictionaries(
    {"input_token": st.sampled_from(NAMES)},
    optional={"non_aggregate_keys": st.lists(st.sampled_from(NAMES), unique=True)},
)


@st.composite
def services(draw: st.DrawFn) -> ServiceContract:
    """A service whose four shapes hold one another in any way, recursion included."""
    made = {name: draw(structures()) for name in ("Input", "Output", "Oops")}
    made |= {name: draw(shapes) for name in NAMES}
    made["Oops"] |= {"exception": True, "error": {"httpStatusCode": draw(st.sampled_from([400, 404]))}}
    made["Key"] = {"type": "string"}
    errors = [{"shape": "Oops"}] if draw(st.booleans()) else []
    operations = {
        name: {
            "name": name,
            "http": {"method": draw(st.sampled_from(["GET", "POST"])), "requestUri": "/"},
            "input": {"shape": "Input"},
            "output": {"shape": "Output"},
            "errors": errors,
        }
        for name in draw(st.sets(st.sampled_from(["Get", "Put"]), min_size=1))
    }
    description = {
        "metadata": {"apiVersion": "2020-01-01", "protocol": "rest-json", "serviceId": "Toy"},
        "operations": operations,
        "shapes": made,
    }
    found = draw(paginators)
    return ServiceContract(ServiceModel(description, "toy"), {"Get": found} if found is not None else {})


@settings(max_examples=60)
@given(services())
def test_a_service_does_not_differ_from_itself(service: ServiceContract) -> None:
    again = ServiceContract(ServiceModel(service.model._service_description, "toy"), service.paginators)
    assert diff_contracts(service, again) == ()


OPPOSITES = {
    "added": "removed",
    "became-required": "became-optional",
    "increased": "decreased",
    "accepted": "refused",
    "tightened": "loosened",
    "deprecated": "undeprecated",
}
BACKWARDS = {word: other for one, two in OPPOSITES.items() for word, other in ((one, two), (two, one))}


def backwards(code: str) -> str:
    """The code of the same change, seen the other way."""
    code = code.replace("required-member-added", "member-added")
    for word in sorted(BACKWARDS, key=len, reverse=True):
        if code.endswith(word):
            return code.removesuffix(word) + BACKWARDS[word]
    return code


def told(changes: tuple[Change, ...], *, reverse: bool = False) -> set[tuple[object, ...]]:
    found = set()
    for change in changes:
        code, facts = change.code, (repr(change.old), repr(change.new))
        if code in ("exception-removed", "request-required-member-added"):
            code = {"exception-removed": "error-removed"}.get(code, "request-member-added")
        # What a limit that comes leaves out, one that goes may not bring back: its pattern says no more.
        if code == "limit-restated" or "-min-" in code or "-max-" in code or "-pattern-" in code:
            code = "limit"
        code, facts = (backwards(code), facts[::-1]) if reverse else (code, facts)
        # Several shapes may become one, so that what is told once is undone in several changes.
        found |= {(code, place, facts) for place in change.places}
    return found


@settings(max_examples=60)
@given(services(), services())
def test_backwards_the_same_changes_are_undone(old: ServiceContract, new: ServiceContract) -> None:
    changes = diff_contracts(old, new)
    assert told(changes) == told(diff_contracts(new, old), reverse=True)
    well_formed(changes)


def well_formed(changes: tuple[Change, ...]) -> None:
    """Assert what holds of all changes: known codes, the most severe first, each once, places sorted."""
    ranks = [change.level.rank for change in changes]
    assert ranks == sorted(ranks)
    for change in changes:
        assert change.code in CODES
        assert change.places == tuple(sorted(set(change.places)))
        parts = {place.pointer.split("/")[1] for place in change.places if place.pointer}
        assert parts <= {"request", "response", "errors"}
    identities = [(change.code, change.subject, change.text) for change in changes]
    assert len(identities) == len(set(identities))
