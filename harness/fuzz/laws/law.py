"""Laws: what a contract promises of every call, each held by Hypothesis to one operation of one endpoint."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import hypothesis
from hypothesis import Phase, example, given, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from hypothesis.strategies import SearchStrategy

from harness.contract.violation import Severity
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.counterexample import Counterexample, LawBroken
from harness.fuzz.laws.database import LawDatabase

Case = TypeVar("Case")
Judge = Callable[[Case], Iterable[Counterexample]]
Check = Callable[[Counterexample], None]

MOST_FAULTS = 25
"""How many counterexamples of one law are looked for."""


def _is_warning(found: Counterexample) -> bool:
    return found.severity is not Severity.ERROR


@dataclass(frozen=True)
class Law(ABC):
    """A law of one operation. Calling it holds the endpoint to it, as a test does.

    Attributes:
        name: short and stable, ``"page-size"``.
        caller: what calls the operation.
        says: the law in a sentence.
    """

    name: str
    caller: Caller
    says: str

    def __str__(self) -> str:
        return f"{self.caller.contract.name}-{self.name}"

    def __call__(
        self,
        options: settings | None = None,
        seed: int | None = None,
        ignore: Callable[[Counterexample], bool] = _is_warning,
    ) -> None:
        """Hold the endpoint to the law, with many cases.

        Args:
            options: Hypothesis's settings; those of the loaded profile when left out.
            seed: makes the run reproducible.
            ignore: which counterexamples are passed over; warnings when left out.

        Raises:
            LawBroken: it does not hold; with the smallest counterexample that was found.
            NothingAnswered: the service answered no call.
        """
        seen: list[Counterexample] = []

        def check(found: Counterexample) -> None:
            if not ignore(found):
                seen.append(found)
                raise LawBroken(found)

        options = options or settings()
        database = None if options.database is None else LawDatabase(options.database, str(self))
        options = settings(options, database=database, deadline=None, report_multiple_bugs=False)
        try:
            self._run(check, options, seed)
        except Flaky:
            if not seen:
                raise
            # The endpoint keeps state: it answered otherwise when it was asked again.
            raise LawBroken(replace(seen[0], steady=False)) from None
        self.caller.require_answers()

    def _identifier(self) -> str:
        """Return the name under which Hypothesis shows a failing example."""
        return re.sub(r"\W", "_", str(self))

    @abstractmethod
    def _run(self, check: Check, options: settings, seed: int | None) -> None:
        """Let Hypothesis find a case whose counterexample `check` raises."""

    def counterexamples(
        self, options: settings | None = None, seed: int | None = None
    ) -> Iterator[Counterexample]:
        """Yield a counterexample of each fault that is found, at most `MOST_FAULTS`, warnings as well.

        Args:
            options: Hypothesis's settings; those of the loaded profile when left out.
            seed: makes the run reproducible.
        """
        known: set[tuple[str, ...]] = set()
        while len(known) < MOST_FAULTS:
            try:
                self(options, seed, lambda found: found.key in known)
            except LawBroken as broken:
                known.add(broken.counterexample.key)
                yield broken.counterexample
            else:
                return


@dataclass(frozen=True)
class CaseLaw(Law, Generic[Case]):
    """A law that is judged case by case.

    Attributes:
        cases: what it is held for.
        judge: from a case to the counterexamples that it shows.
        grid: the cases that are certain; the others are drawn.
    """

    cases: SearchStrategy[Case]
    judge: Judge[Case]
    grid: tuple[Case, ...] = ()

    def _run(self, check: Check, options: settings, seed: int | None) -> None:
        def hold(case: Case) -> None:
            for found in self.judge(case):
                check(found)

        hold.__name__ = self._identifier()
        test = given(case=self.cases)(hold)
        for case in reversed(self.grid):
            test = example(case=case)(test)
        options(test if seed is None else hypothesis.seed(seed)(test))()

    def counterexamples(
        self, options: settings | None = None, seed: int | None = None
    ) -> Iterator[Counterexample]:
        """Yield a counterexample of each fault that is found; see `Law.counterexamples`."""
        options = options or settings()
        found: dict[tuple[str, ...], Counterexample] = {}
        if Phase.explicit in options.phases:
            for case in self.grid:
                for one in self.judge(case):
                    if one.key not in found:
                        found[one.key] = one
                        yield one
        rest = [phase for phase in options.phases if phase is not Phase.explicit]
        drawn = replace(self, grid=(), judge=lambda case: (f for f in self.judge(case) if f.key not in found))
        yield from super(CaseLaw, drawn).counterexamples(settings(options, phases=rest), seed)


@dataclass(frozen=True)
class MachineLaw(Law):
    """A law that a state machine holds.

    Attributes:
        machine: from what raises counterexamples to the machine.
    """

    machine: Callable[[Check], type[RuleBasedStateMachine]]

    def _run(self, check: Check, options: settings, seed: int | None) -> None:
        machine = self.machine(check)
        machine.__name__ = self._identifier()
        seeded = machine if seed is None else hypothesis.seed(seed)(machine)
        run_state_machine_as_test(seeded, settings=options)
