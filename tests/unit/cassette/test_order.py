from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.order import Timed, arranged, merged


def timed(name: str, began: float, ended: float, lane: str = "a", answer: str = "") -> Timed:
    facts = Facts("dynamodb", "DescribeTable", "eu-west-1", {"TableName": name})
    request = Request("POST", "http://127.0.0.1/")
    return Timed(Interaction(request, Response(200, body=answer.encode()), facts), began, ended, lane)


def names(recorded: Sequence[Timed]) -> str:
    return "".join(one.interaction.facts.params["TableName"] for one in recorded)  # type: ignore[index, union-attr]


def answers(recorded: Sequence[Timed]) -> list[str]:
    return [one.interaction.response.body.decode() for one in recorded]


def test_what_is_asked_one_after_the_other_stays_so() -> None:
    recorded = [timed("c", 0, 1), timed("a", 1, 2, "b"), timed("b", 3, 4)]
    assert names(arranged(reversed(recorded))) == "cab"


def test_what_is_asked_at_once_goes_by_what_is_asked() -> None:
    first = [
        timed("z", 0, 1),
        timed("c", 2, 5, "1"),
        timed("a", 2, 4, "2"),
        timed("b", 4, 6, "2"),
        timed("d", 7, 8),
    ]
    other = [
        timed("z", 0, 1),
        timed("a", 2, 3, "1"),
        timed("b", 3, 9, "1"),
        timed("c", 2, 9, "2"),
        timed("d", 9, 10),
    ]
    assert names(arranged(first)) == names(arranged(other)) == "zabcd"


def test_the_calls_of_one_thread_keep_their_order() -> None:
    recorded = [timed("c", 0, 2, "1"), timed("a", 2, 4, "1"), timed("b", 0, 4, "2")]
    assert names(arranged(recorded)) == "bca"


def test_equal_requests_keep_the_order_in_which_they_were_answered() -> None:
    recorded = [
        timed("z", 0, 2, "1"),
        timed("a", 2, 3, "1", "first"),
        timed("a", 1, 4, "2", "second"),
        timed("a", 0, 9, "3", "third"),
    ]
    assert names(arranged(recorded)) == "aaza"
    assert answers(arranged(recorded)) == ["first", "second", "", "third"]


def test_interactions_without_facts() -> None:
    foreign = Timed(Interaction(Request("GET", "http://127.0.0.1/"), Response(200)), 0, 5, "x")
    assert merged([[timed("a", 0, 5)], [foreign]]) == [foreign, timed("a", 0, 5)]
    assert merged([]) == arranged([]) == []


chains = st.lists(st.lists(st.sampled_from("abcde"), max_size=6), min_size=3, max_size=3)


@given(chains)
@example([["c", "b"], ["a", "a", "b", "a"], ["a", "b"]])
def test_merging_loses_nothing_keeps_each_chain_and_does_not_depend_on_who_comes_first(
    drawn: list[list[str]],
) -> None:
    made = [
        [timed(name, 0, float(place * 3 + number), str(number)) for place, name in enumerate(chain)]
        for number, chain in enumerate(drawn)
    ]
    together = merged(made)
    assert sorted(names(together)) == sorted(name for chain in drawn for name in chain)
    assert names(merged([merged(made[:2]), made[2]])) == names(together)
    assert names(merged([made[2], merged(made[1::-1])])) == names(together)
    if len(set(names(together))) == len(together):
        for number, chain in enumerate(drawn):
            assert [names([one]) for one in together if one.lane == str(number)] == chain
