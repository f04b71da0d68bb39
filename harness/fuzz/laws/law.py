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

        First those of the fixed cases (`certain`), then those of drawn ones (`drawn`).

        Args:
            options: Hypothesis's settings; those of the loaded profile when left out.
            seed: makes the run reproducible.
        """
        options = options or settings()
        known: set[tuple[str, ...]] = set()
        if Phase.explicit in options.phases:
            for found in self.certain():
                known.add(found.key)
                yield found
        yield from self.drawn(options, seed, known)

    def certain(self) -> Iterator[Counterexample]:
        """Yield a counterexample of each fault that the fixed cases show; none where all cases are drawn."""
        return iter(())

    def drawn(
        self, options: settings | None = None, seed: int | None = None, known: Iterable[tuple[str, ...]] = ()
    ) -> Iterator[Counterexample]:
        """Yield a counterexample of each fault that drawn cases show.

        Args:
            options: Hypothesis's settings; those of the loaded profile when left out.
            seed: makes the run reproducible.
            known: the keys of counterexamples that are passed over.
        """
        keys = set(known)
        for _ in range(MOST_FAULTS):
            try:
                self(options, seed, lambda found: found.key in keys)
            except LawBroken as broken:
                keys.add(broken.counterexample.key)
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

    def certain(self) -> Iterator[Counterexample]:
        """Yield a counterexample of each fault that the grid shows."""
        known: set[tuple[str, ...]] = set()
        for case in self.grid:
            for found in self.judge(case):
                if found.key not in known:
                    known.add(found.key)
                    yield found

    def drawn(
        self, options: settings | None = None, seed: int | None = None, known: Iterable[tuple[str, ...]] = ()
    ) -> Iterator[Counterexample]:
        """Yield a counterexample of each fault that drawn cases show; see `Law.drawn`."""
        keys = set(known)
        options = options or settings()
        rest = [phase for phase in options.phases if phase is not Phase.explicit]
        # The judge passes over what is known, so that it hides nothing else that the same case shows.
        new = replace(self, grid=(), judge=lambda case: (f for f in self.judge(case) if f.key not in keys))
        yield from super(CaseLaw, new).drawn(settings(options, phases=rest), seed)


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
