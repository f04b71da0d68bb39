"""A grid of requests: one or more for each constraint of an operation, and what has none."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, overload

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from harness.contract.rules.editing import Unreachable
from harness.strategies.request.constraints import Constraint

CaseT = TypeVar("CaseT", bound=Any)


@dataclass(frozen=True)
class Missed:
    """A constraint without a request.

    Attributes:
        constraint: the constraint.
        reason: why there is none, a clause.
        possible: whether there could be one: False where the constraint itself says that there is none.
    """

    constraint: Constraint
    reason: str
    possible: bool = True

    def __str__(self) -> str:
        return f"{self.constraint}: {self.reason}"


@dataclass(frozen=True)
class Grid(Sequence[CaseT], Generic[CaseT]):
    """Requests, in the order of the constraints that they are for.

    Attributes:
        requests: the requests.
        missed: the constraints that have none.
    """

    requests: tuple[CaseT, ...]
    missed: tuple[Missed, ...]

    @overload
    def __getitem__(self, index: int) -> CaseT: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[CaseT]: ...
    def __getitem__(self, index: int | slice) -> CaseT | Sequence[CaseT]:
        return self.requests[index]

    def __len__(self) -> int:
        return len(self.requests)

    def __iter__(self) -> Iterator[CaseT]:
        return iter(self.requests)

    def strategy(self) -> SearchStrategy[CaseT]:
        """Make a strategy for the requests of the grid; each time a copy, which a test may change."""
        if not self.requests:
            return st.nothing()
        return st.sampled_from(self.requests).map(_copied)


def _copied(case: CaseT) -> CaseT:
    return replace(case, params=copy.deepcopy(case.params))


def make_grid(
    constraints: Iterable[Constraint],
    excluded: Callable[[Constraint], str | None],
    find: Callable[[Constraint], tuple[Sequence[CaseT], Sequence[Missed]]],
) -> Grid[CaseT]:
    """Make the grid of some constraints.

    Args:
        constraints: what requests are looked for, in order.
        excluded: tells why there can be none; None if there may be.
        find: returns the requests for a constraint, and what it has none for; raises `Unreachable`.
    """
    found: list[CaseT] = []
    missed: list[Missed] = []
    for constraint in constraints:
        try:
            if reason := excluded(constraint):
                raise Unreachable(reason)
            cases, without = find(constraint)
        except Unreachable as error:
            missed.append(Missed(constraint, str(error), possible=False))
        else:
            found += cases
            missed += without
    return Grid(tuple(found), tuple(missed))
