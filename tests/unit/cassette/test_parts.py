from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.cassette.model import Cassette, Facts, Interaction, Request, Response
from harness.cassette.parts import OTHER, merged, split_by, split_by_size

OPERATIONS = [
    ("dynamodb", "ListTables"),
    ("dynamodb", "DescribeTable"),
    ("s3", "ListBuckets"),
    ("s3", "../../etc"),
    ("..", "ListTables"),
    None,
]


def interaction(operation: tuple[str, str] | None, number: int) -> Interaction:
    facts = Facts(*operation, params={"Limit": number}) if operation is not None else None
    return Interaction(Request("GET", f"http://127.0.0.1/{number}"), Response(200), facts)


interactions = st.lists(st.builds(interaction, st.sampled_from(OPERATIONS), st.integers(0, 3)))


@given(interactions, st.sampled_from(["service", "operation"]))
def test_parts_lose_nothing_and_keep_the_order(drawn: list[Interaction], by: str) -> None:
    parts = split_by(by, drawn)  # type: ignore[arg-type]
    assert parts.keys() <= {
        "dynamodb",
        "s3",
        "dynamodb.ListTables",
        "dynamodb.DescribeTable",
        "s3.ListBuckets",
        OTHER,
    }
    for part in parts.values():
        assert list(part) == [one for one in drawn if any(one is other for other in part)]
    assert sum(map(len, parts.values())) == len(drawn)


@given(interactions, st.integers(1, 5))
def test_parts_of_a_size_make_the_whole_in_the_order_of_their_names(
    drawn: list[Interaction], size: int
) -> None:
    parts = split_by_size(size, drawn)
    assert sorted(parts) == list(parts)
    assert all(0 < len(part) <= size for part in parts.values())
    together, _ = merged([Cassette(None, parts[name]) for name in sorted(parts)])
    assert together == drawn


@given(st.lists(interactions, max_size=3))
def test_doubles_are_those_of_earlier_cassettes(drawn: list[list[Interaction]]) -> None:
    cassettes = [Cassette(None, each) for each in drawn]
    everything, _ = merged(cassettes)
    once, _ = merged(cassettes, drop_doubles=True)
    assert everything == [one for each in drawn for one in each]
    assert all(one in once for one in everything)
    if drawn:
        assert once[: len(drawn[0])] == drawn[0]
        later = [one for each in drawn[1:] for one in each if one not in drawn[0]]
        assert len(once) <= len(drawn[0]) + len(later)
