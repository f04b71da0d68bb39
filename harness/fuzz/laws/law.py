"""Laws: what a contract promises of every call, each held by Hypothesis to one operation of one endpoint."""

from __future__ import annotations

import itertools
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import hypothesis
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis.database import ExampleDatabase, MultiplexedDatabase
from hypothesis.errors import Flaky, Unsatisfiable
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from hypothesis.strategies import SearchStrategy

from harness.contract.violation import Severity
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.counterexample import Counterexample, LawBroken
from harness.fuzz.laws.database import LawDatabase, Unshrunk

Case = TypeVar("Case")
Judge = Callable[[Case], Iterable[Counterexample]]
Check = Callable[[Counterexample], None]

MOST_FAULTS = 25
"""How many counterexamples of one law are looked for."""

SEVERAL = 5
"""How many examples of most laws make as many calls as one of a law that takes many."""

_MACHINE_STEPS = 20
_MOST_TRIES = 12  # cases that are judged to make one that is certain smaller
_SEEDS = 1 << 32  # of a series


def _is_warning(found: Counterexample) -> bool:
    return found.severity is not Severity.ERROR


@dataclass(frozen=True)
class Law(ABC):
    """A law of one operation. Calling it tests the endpoint, as a test does.

    Attributes:
        name: short and stable, ``"page-size"``.
        caller: what calls the operation.
        says: the law in a sentence.
        several: for how many examples of other laws one of this is drawn, as it makes as many calls.
    """

    name: str
    caller: Caller
    says: str
    several: int = field(default=1, kw_only=True)

    def __str__(self) -> str:
        return f"{self.caller.contract.name}-{self.name}"

    def __call__(
        self,
        options: settings | None = None,
        seed: int | None = None,
        ignore: Callable[[Counterexample], bool] = _is_warning,
    ) -> None:
        """Test the endpoint by the law, with many cases.

        Args:
            options: Hypothesis's settings; those of the loaded profile when left out.
            seed: makes the run reproducible.
            ignore: which counterexamples are passed over; warnings when left out.

        Raises:
            LawBroken: it does not hold; with the smallest counterexample that was found.
            NothingAnswered: the service answered no call.
        """
        options = options or settings()
        options = settings(options, database=_database_of(self, options), max_examples=self.examples(options))
        broken = self.falsify(options, seed, ignore)
        if broken is not None:
            raise LawBroken(broken)
        self.caller.require_answers()

    def examples(self, options: settings) -> int:
        """Return how many examples of the law are drawn."""
        return max(1, options.max_examples // self.several)

    def falsify(
        self,
        options: settings,
        seed: int | None,
        ignore: Callable[[Counterexample], bool],
        seen: list[Counterexample] | None = None,
        begin: Callable[[], None] = lambda: None,
    ) -> Counterexample | None:
        """Let Hypothesis look for one counterexample.

        Args:
            options: Hypothesis's settings, with the database for this law.
            seed: makes the run reproducible.
            ignore: which counterexamples are passed over.
            seen: is given each counterexample that comes up on the way to the smallest one.
            begin: is called for each case.

        Returns:
            The smallest that was found, or None.
        """
        seen = [] if seen is None else seen

        def check(found: Counterexample) -> None:
            if not ignore(found):
                seen.append(found)
                self.caller.walks.clear()  # so that it is seen again, or is not
                raise LawBroken(found)

        # Where few of the drawn requests are valid, those few are judged.
        slack = {*options.suppress_health_check, HealthCheck.filter_too_much}
        options = settings(
            options, deadline=None, report_multiple_bugs=False, suppress_health_check=tuple(slack)
        )
        try:
            self._run(check, begin, options, seed)
        except LawBroken as broken:
            return broken.counterexample
        except Flaky:
            if not seen:
                raise
            # The endpoint keeps state: it answered otherwise when it was asked again.
            return replace(seen[0], steady=False)
        return None

    def _identifier(self) -> str:
        """Return the name under which Hypothesis shows a failing example."""
        return re.sub(r"\W", "_", str(self))

    @abstractmethod
    def _run(self, check: Check, begin: Callable[[], None], options: settings, seed: int | None) -> None:
        """Let Hypothesis find a case whose counterexample `check` raises."""

    def certain(self) -> Iterator[Counterexample | None]:
        """Judge the cases that are certain; yield what they show, and None after each."""
        return iter(())

    def smallest(self, found: Counterexample) -> Counterexample:
        """Return what shows the same as a certain case with fewer parameters and calls, by a few tries."""
        tries = iter(range(_MOST_TRIES))
        while True:
            less = (one for _, one in zip(tries, self.with_less(found), strict=False))
            same = (one for one in less if one is not None and one.key == found.key)
            smaller = next((one for one in same if _size(one) < _size(found)), None)
            if smaller is None:
                return found
            found = smaller

    def with_less(self, found: Counterexample) -> Iterator[Counterexample | None]:
        """Ask for less than a certain case; yield what that shows each time, or None."""
        return iter(())

    def once(self) -> Law:
        """Return the law with a memory: it passes over cases that it has judged to the end before."""
        return self

    def counterexamples(
        self, options: settings | None = None, seed: int | None = None
    ) -> Iterator[Counterexample]:
        """Yield a counterexample of each fault that is found, at most `MOST_FAULTS`, warnings as well.

        Args:
            options: Hypothesis's settings; those of the loaded profile when left out.
            seed: makes the run reproducible.
        """
        hunt = Hunt(self, options or settings(), seed)
        for _ in itertools.chain(hunt.certain(), hunt.draw()):
            pass
        for found in hunt.unsettled:
            hunt.shrink(found)
        yield from hunt.found.values()


def _database_of(law: Law, options: settings) -> ExampleDatabase | None:
    return None if options.database is None else LawDatabase(options.database, str(law))


@dataclass(frozen=True)
class CaseLaw(Law, Generic[Case]):
    """A law that is judged case by case.

    Attributes:
        cases: what it is held for.
        judge: from a case to the counterexamples that it shows.
        grid: makes the cases that are certain; the others are drawn.
        series: laws of one series draw the same cases from equal strategies, so that they share the answers.
        smaller: from a case to those that ask for less.
    """

    cases: SearchStrategy[Case]
    judge: Judge[Case]
    grid: Callable[[], Iterable[Case]] = tuple
    series: int = field(default=0, kw_only=True)
    smaller: Callable[[Case], Iterable[Case]] = field(default=lambda case: (), kw_only=True)
    _shown: dict[tuple[str, ...], Case] = field(default_factory=dict, init=False, repr=False, compare=False)

    def _run(self, check: Check, begin: Callable[[], None], options: settings, seed: int | None) -> None:
        def hold(case: Case) -> None:
            begin()
            for found in self.judge(case):
                check(found)

        hold.__name__ = self._identifier()
        test = given(case=self.cases)(hold)
        if Phase.explicit in options.phases:
            for case in reversed(tuple(self.grid())):
                test = example(case=case)(test)
        options(test if seed is None else hypothesis.seed(seed + self.series * _SEEDS)(test))()

    def certain(self) -> Iterator[Counterexample | None]:
        """Judge the cases of the grid; yield what they show, and None after each."""
        for case in self.grid():
            for found in self.judge(case):
                self._shown.setdefault(found.key, case)
                yield found
            yield None

    def with_less(self, found: Counterexample) -> Iterator[Counterexample | None]:
        """Judge the cases that ask for less; yield what each shows of the same fault, or None."""
        shown = self._shown.get(found.key)
        for case in () if shown is None else self.smaller(shown):
            less = next((one for one in self.judge(case) if one.key == found.key), None)
            if less is not None and _size(less) < _size(found):
                self._shown[found.key] = case
            yield less

    def once(self) -> CaseLaw[Case]:
        """Return the law with a memory: many draws make the same request, and some make one of the grid."""
        judged: set[str] = set()

        def judge(case: Case) -> Iterator[Counterexample]:
            name = repr(case)
            if name not in judged:
                yield from self.judge(case)
                judged.add(name)

        return replace(self, judge=judge)


@dataclass(frozen=True)
class MachineLaw(Law):
    """A law that a state machine holds.

    Attributes:
        machine: from what raises counterexamples to the machine.
        fixed: takes steps that are always the same, and yields what they show.
    """

    machine: Callable[[Check], type[RuleBasedStateMachine]]
    fixed: Callable[[], Iterable[Counterexample]] = tuple
    several: int = field(default=SEVERAL, kw_only=True)

    def certain(self) -> Iterator[Counterexample | None]:
        """Take the steps that are always the same; yield what they show, and None after them."""
        yield from self.fixed()
        yield None

    def _run(self, check: Check, begin: Callable[[], None], options: settings, seed: int | None) -> None:
        class Machine(self.machine(check)):  # type: ignore[misc]
            def __init__(self) -> None:
                begin()
                super().__init__()

        Machine.__name__ = self._identifier()
        options = settings(options, stateful_step_count=min(options.stateful_step_count, _MACHINE_STEPS))
        seeded = Machine if seed is None else hypothesis.seed(seed)(Machine)
        run_state_machine_as_test(seeded, settings=options)


@dataclass(frozen=True)
class FixedLaw(Law):
    """A law whose cases are all certain, as each follows from what was answered before.

    Attributes:
        steps: takes them; yields what they show, and None after each.
        smaller: from what one shows to what the step shows with less.
    """

    steps: Callable[[], Iterable[Counterexample | None]]
    smaller: Callable[[Counterexample], Iterator[Counterexample | None]] = field(
        default=lambda found: iter(()), kw_only=True
    )

    def certain(self) -> Iterator[Counterexample | None]:
        """Take the steps; yield what they show, and None after each."""
        yield from self.steps()

    def with_less(self, found: Counterexample) -> Iterator[Counterexample | None]:
        """Take the step with less; yield what it shows each time, or None."""
        return self.smaller(found)

    def _run(self, check: Check, begin: Callable[[], None], options: settings, seed: int | None) -> None:
        if Phase.explicit in options.phases:
            for found in self.steps():
                if found is not None:
                    check(found)


class Hunt:
    """Looks for the faults that break one law: in certain cases, in drawn ones, then for fewer calls.

    Args:
        law: the law.
        options: Hypothesis's settings.
        seed: makes it reproducible.
        tell: is given each counterexample as soon as it is found, and whether it is settled; where it is not,
            the settled one follows.
        known: keys of faults that are passed over; it gets those that are found.
        wanted: tells which faults are reported.

    Attributes:
        law: the law.
        found: the smallest counterexample so far of each fault, by its key.
    """

    def __init__(
        self,
        law: Law,
        options: settings,
        seed: int | None = None,
        tell: Callable[[Counterexample, bool], None] = lambda found, settled: None,
        known: set[tuple[str, ...]] | None = None,
        wanted: Callable[[Counterexample], bool] = lambda found: True,
    ) -> None:
        self.law = law
        self._wanted = wanted
        self.found: dict[tuple[str, ...], Counterexample] = {}
        self._looking = law.once()
        self._known: set[tuple[str, ...]] = set() if known is None else known
        self._options = options
        self._seed = 0 if seed is None and options.derandomize else seed
        self._tell = tell
        self._examples: dict[tuple[str, ...], ExampleDatabase] = {}

    @property
    def unsettled(self) -> tuple[Counterexample, ...]:
        """The counterexamples that fewer or smaller calls may show as well."""
        return tuple(self.found[key] for key in self._examples)

    @property
    def reported(self) -> tuple[Counterexample, ...]:
        """The counterexamples that are not switched off."""
        return tuple(found for found in self.found.values() if found.severity is not Severity.OFF)

    def certain(self) -> Iterator[None]:
        """Judge the cases that are certain, one a step."""
        if Phase.explicit not in self._options.phases:
            return
        for one in self._looking.certain():
            if one is None:
                yield
            elif not self._is_passed_over(one):
                self._add(self._smallest(one), settled=True)

    def _smallest(self, one: Counterexample) -> Counterexample:
        """Return what shows a fault with as little as shows it; the fault itself where time is up."""
        try:
            return self._looking.smallest(one) if Phase.shrink in self._options.phases else one
        except KeyboardInterrupt:
            self._add(one, settled=True)
            raise

    def draw(self) -> Iterator[None]:
        """Judge drawn cases, as many as Hypothesis's settings say; a step ends with a fault.

        Raises:
            NothingAnswered: the service answered no call.
        """
        phases: list[Phase] = [
            phase for phase in self._options.phases if phase not in (Phase.explicit, Phase.shrink)
        ]
        left, seed, first = self.law.examples(self._options), self._seed, True
        while phases and left > 0 and len(self.found) < MOST_FAULTS:
            begun: list[None] = []
            try:
                if self._look(phases, left, seed, begun) is None:
                    break
            except Unsatisfiable:
                if first:
                    raise
                break
            yield
            left -= max(1, len(begun))
            seed = None if seed is None else seed + 1  # other cases than those before
            phases, first = [phase for phase in phases if phase is not Phase.reuse], False
        self.law.caller.require_answers()

    def shrink(self, found: Counterexample) -> None:
        """Look for the smallest calls that show a fault, which settles it.

        Args:
            found: one of the `unsettled`.
        """
        example_of = self._examples.pop(found.key)
        seen = [found]
        try:
            if Phase.shrink in self._options.phases:
                options = settings(self._options, phases=(Phase.reuse, Phase.shrink), database=example_of)
                smallest = self.law.falsify(options, self._seed, lambda one: one.key != found.key, seen)
                seen.append(replace(found, steady=False) if smallest is None else smallest)
        finally:
            self._add(min(reversed(seen), key=_size), settled=True)

    def accept_rest(self) -> None:
        """Accept the counterexamples that are not settled as they are, without a search for smaller calls."""
        while self._examples:
            key, _ = self._examples.popitem()
            self._add(self.found[key], settled=True)

    def _look(
        self, phases: Sequence[Phase], examples: int, seed: int | None, begun: list[None]
    ) -> Counterexample | None:
        """Look for one fault that is not known, and keep the example that shows it, to be shrunk."""
        kept = _database_of(self.law, self._options)
        example_of = Unshrunk()
        database = example_of if kept is None else MultiplexedDatabase(example_of, kept)
        options = settings(self._options, phases=phases, database=database, max_examples=examples)
        seen: list[Counterexample] = []
        one = None

        def begin() -> None:
            begun.append(None)

        try:
            one = self._looking.falsify(options, seed, self._is_passed_over, seen, begin)
        except KeyboardInterrupt:
            one = seen[-1] if seen else None
            raise
        finally:
            if one is not None:
                self._examples[one.key] = example_of
                self._add(one, settled=False)
        return one

    def _is_passed_over(self, one: Counterexample) -> bool:
        return one.key in self._known or not self._wanted(one)

    def _add(self, one: Counterexample, settled: bool) -> None:
        self.found[one.key] = one
        self._known.add(one.key)
        if one.severity is not Severity.OFF:
            self._tell(one, settled)


def _size(found: Counterexample) -> tuple[int, int]:
    """Return how much a person has to read: calls, and characters of their parameters."""
    written = (json.dumps(exchange.params, default=str) for exchange in found.exchanges)
    return len(found.exchanges), sum(map(len, written))
