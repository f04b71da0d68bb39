"""How laws are run: reproducible, examples kept, faults one by one, and what cannot be judged is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from harness.contract.contract import contract
from harness.contract.source import Source
from harness.contract.violation import Severity
from harness.fuzz.laws.caller import NETWORK, NOT_SENT, Caller, NothingAnswered
from harness.fuzz.laws.counterexample import Counterexample, LawBroken
from harness.fuzz.laws.law import CaseLaw, Hunt, Judge
from harness.synth import synthetic_client

OPERATION = "iam.ListUsers"
ADVICE = (
    " Where the client checks parameters by itself, make it with Config(parameter_validation=False), or by "
    "harness.fuzz.law_client."
)


@pytest.fixture
def caller() -> Caller:
    return Caller(contract("iam", "ListUsers"), synthetic_client("iam"))


def found(code: str, severity: Severity = Severity.ERROR) -> Counterexample:
    source = Source("prose", "request", "MaxItems", 0, "At most.", document="a page")
    return Counterexample("small", OPERATION, code, "It must be small.", (), source, severity=severity)


def law(caller: Caller, judge: Judge[int], grid: tuple[int, ...] = (), name: str = "small") -> CaseLaw[int]:
    return CaseLaw(name, caller, "Numbers are small.", st.integers(0, 1000), judge, lambda: grid)


def above(limit: int) -> Judge[int]:
    def judge(number: int) -> Iterator[Counterexample]:
        if number > limit:
            yield replace(found("large"), place=str(number))

    return judge


def test_a_law_that_holds_says_nothing(caller: Caller) -> None:
    assert list(law(caller, above(1000)).counterexamples(settings(database=None), seed=1)) == []
    law(caller, above(1000))()


def test_the_counterexample_is_the_smallest(caller: Caller) -> None:
    with pytest.raises(LawBroken) as broken:
        law(caller, above(9))(settings(database=None))
    assert broken.value.counterexample.place == "10"
    assert str(broken.value) == (
        "error: iam.ListUsers: It must be small.\n"
        "  law    small, large\n"
        '  rule   documentation of MaxItems, sentence 1 (a page): "At most."\n'
        "  more   harness explain small"
    )


def test_warnings_do_not_break_a_law_but_are_counterexamples(caller: Caller) -> None:
    warned = law(caller, lambda number: [found("odd", Severity.WARNING)])
    warned()
    assert [one.code for one in warned.counterexamples(settings(database=None, max_examples=3))] == ["odd"]


def test_each_fault_is_found_by_itself(caller: Caller) -> None:
    def judge(number: int) -> Iterator[Counterexample]:
        yield from [found("even")] if number % 2 == 0 else [found("odd")]
        if number > 500:
            yield found("large")

    codes = [one.code for one in law(caller, judge, (4,)).counterexamples(settings(database=None), seed=1)]
    assert codes[0] == "even"  # of the grid, which comes first
    assert sorted(codes) == ["even", "large", "odd"]


def test_the_grid_is_certain_and_comes_in_order(caller: Caller) -> None:
    seen: list[int] = []
    law(caller, lambda number: seen.append(number) or (), (7, 8, 9))(settings(max_examples=1))
    assert seen[:3] == [7, 8, 9]


def test_equal_seeds_draw_equal_cases(caller: Caller) -> None:
    def drawn(seed: int) -> list[int]:
        seen: list[int] = []
        law(caller, lambda number: seen.append(number) or ())(settings(database=None), seed=seed)
        return seen

    assert drawn(5) == drawn(5) != drawn(6)


def test_failing_examples_are_kept_by_law(caller: Caller) -> None:
    database = InMemoryExampleDatabase()
    kept = settings(database=database, max_examples=200)
    with pytest.raises(LawBroken):
        law(caller, above(9))(kept)
    again: list[int] = []
    law(caller, lambda number: again.append(number) or ())(settings(kept, max_examples=1))
    other: list[int] = []
    law(caller, lambda number: other.append(number) or (), name="other")(
        settings(kept, max_examples=1), seed=1
    )
    assert 10 in again
    assert 10 not in other


def test_an_endpoint_that_answers_otherwise_the_second_time(caller: Caller) -> None:
    answers = iter([True])

    def judge(number: int) -> Iterator[Counterexample]:
        if next(answers, False):
            yield found("once")

    with pytest.raises(LawBroken) as broken:
        law(caller, judge)(settings(database=None))
    assert not broken.value.counterexample.steady
    assert "  note   The endpoint answered otherwise when it was asked again." in str(broken.value)


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        (NETWORK, ""),
        (NOT_SENT, ADVICE),
    ],
)
def test_a_law_that_no_call_was_answered_for_is_not_held(caller: Caller, reason: str, advice: str) -> None:
    def judge(number: int) -> tuple[Any, ...]:
        caller.tally[reason] = 3
        return ()

    with pytest.raises(NothingAnswered) as told:
        law(caller, judge)()
    assert str(told.value) == (
        f"No call of iam.ListUsers was answered, so nothing can be said of it: {reason} (3).{advice}"
    )


def test_a_fault_is_told_when_it_is_found_and_again_when_it_is_shrunk(caller: Caller) -> None:
    told: list[tuple[str, bool]] = []

    def judge(number: int) -> Iterator[Counterexample]:
        if number > 9:
            yield replace(found("large"), message=str(number))

    hunt = Hunt(
        law(caller, judge),
        settings(database=None),
        seed=1,
        tell=lambda one, settled: told.append((one.message, settled)),
    )
    for _ in hunt.draw():
        pass
    (unsettled,) = hunt.unsettled
    assert told == [(unsettled.message, False)]
    hunt.shrink(unsettled)
    assert told[1:] == [("10", True)]
    assert hunt.unsettled == ()


def test_what_is_not_shrunk_is_settled_as_it_is(caller: Caller) -> None:
    told: list[bool] = []
    odd = law(caller, lambda number: [found("odd")])
    hunt = Hunt(odd, settings(database=None), seed=1, tell=lambda one, settled: told.append(settled))
    for _ in hunt.draw():
        pass
    hunt.accept_rest()
    hunt.accept_rest()
    assert told == [False, True]


def test_drawn_cases_are_as_many_as_the_settings_say_whatever_is_found(caller: Caller) -> None:
    seen: list[int] = []

    def judge(number: int) -> Iterator[Counterexample]:
        seen.append(number)
        yield found("even" if number % 2 == 0 else "odd")

    hunt = Hunt(law(caller, judge), settings(database=None, max_examples=30), seed=1)
    for _ in hunt.draw():
        pass
    assert sorted(one.code for one in hunt.found.values()) == ["even", "odd"]
    # Each fault is seen once more, to tell whether it is steady; what comes again is not judged again.
    assert 20 <= len(seen) <= 34


def test_interrupted_shrinking_keeps_the_smallest_so_far(caller: Caller) -> None:
    left = [1000]

    def judge(number: int) -> Iterator[Counterexample]:
        if number > 9:
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt
            yield replace(found("large"), message=str(number))

    hunt = Hunt(law(caller, judge), settings(database=None), seed=1)
    for _ in hunt.draw():
        pass
    (unsettled,) = hunt.unsettled
    left[0] = 4
    with pytest.raises(KeyboardInterrupt):
        hunt.shrink(unsettled)
    (kept,) = hunt.found.values()
    assert 9 < int(kept.message) < int(unsettled.message)
    assert hunt.unsettled == ()


def test_a_case_that_comes_again_is_judged_once(caller: Caller) -> None:
    seen: list[int] = []

    def judge(number: int) -> Iterator[Counterexample]:
        seen.append(number)
        yield from ()

    few = replace(law(caller, judge), cases=st.integers(0, 3).flatmap(lambda n: st.integers(n, n + 1)))
    hunt = Hunt(few, settings(database=None, max_examples=40), seed=1)
    for _ in hunt.draw():
        pass
    assert sorted(seen) == sorted(set(seen))


def test_a_case_that_shows_a_fault_is_judged_again_for_others(caller: Caller) -> None:
    hunt = Hunt(
        replace(law(caller, lambda number: [found("one"), found("two")]), cases=st.just(1)),
        settings(database=None),
        seed=1,
    )
    for _ in hunt.draw():
        pass
    assert [one.code for one in hunt.found.values()] == ["one", "two"]


def test_a_fault_that_another_law_has_found_is_passed_over(caller: Caller) -> None:
    known = {found("odd").key}
    hunt = Hunt(law(caller, lambda number: [found("odd")]), settings(database=None), seed=1, known=known)
    for _ in hunt.draw():
        pass
    assert not hunt.found


def test_laws_of_one_series_draw_the_same_cases(caller: Caller) -> None:
    def drawn(series: int) -> list[int]:
        seen: list[int] = []
        one = replace(law(caller, lambda number: seen.append(number) or ()), series=series)
        one(settings(database=None, max_examples=20), seed=1)
        return seen

    assert drawn(0) == drawn(0)
    assert drawn(0) != drawn(1)


def test_a_law_of_many_calls_draws_fewer_examples(caller: Caller) -> None:
    seen: list[int] = []
    costly = replace(law(caller, lambda number: seen.append(number) or ()), several=5)
    costly(settings(database=None, max_examples=50), seed=1)
    assert len(seen) == 10
