"""Contract coverage: what of the documented contract exchanges have exercised, and what they have not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from harness.contract.contract import contract
from harness.contract.exchange import Exchange
from harness.models import load_service, parse_operation_name
from harness.report.exercise import DIMENSIONS, Dimension, Exercise, Item, documented


class Figure(NamedTuple):
    """How many of the documented items were covered."""

    covered: int
    total: int

    @property
    def percent(self) -> float:
        """The share in percent; 100 where there is nothing to cover."""
        return 100 * self.covered / self.total if self.total else 100.0

    @classmethod
    def sum(cls, figures: Iterable[Self]) -> Self:
        """Add figures up."""
        covered = total = 0
        for figure in figures:
            covered, total = covered + figure.covered, total + figure.total
        return cls(covered, total)


@dataclass(frozen=True, slots=True)
class Exercised:
    """What the exchanges of one operation exercised.

    Attributes:
        exchanges: how many there were.
        met: the documented items that they met.
        broken: how many of the exchanges break the contract, and so met nothing.
    """

    exchanges: int = 0
    met: frozenset[Item] = frozenset()
    broken: int = 0

    def __add__(self, other: Exercised) -> Exercised:
        return Exercised(self.exchanges + other.exchanges, self.met | other.met, self.broken + other.broken)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What exchanges exercised, of the operations that they used; joined with ``+``.

    What counts is the contract of each operation that was used: an operation that the project never calls
    doesn't count. `documented` says what is counted.

    Attributes:
        operations: by ``"service.Operation"``.
    """

    operations: Mapping[str, Exercised] = field(default_factory=dict)

    def __add__(self, other: Coverage) -> Coverage:
        names = {**self.operations, **other.operations}
        none = Exercised()
        return Coverage(
            {name: self.operations.get(name, none) + other.operations.get(name, none) for name in names}
        )

    @property
    def total(self) -> Figure:
        """The figure over all operations that were used and all dimensions."""
        return Figure.sum(figure for name in self.operations for figure in self.figures(name).values())

    def falls_short(self, percent: float) -> bool:
        """Tell whether less than a share of the contract is covered; without exchanges nothing is."""
        return not self.operations or self.total.percent < percent

    def figures(self, operation: str) -> Mapping[Dimension, Figure]:
        """Return the figure of each dimension of an operation; of those that it documents something in.

        Args:
            operation: a key of `operations`.
        """
        met = self.operations[operation].met
        items = _documented(operation)
        found = {}
        for dimension in DIMENSIONS:
            of_dimension = [item for item in items if item.dimension == dimension]
            if of_dimension:
                found[dimension] = Figure(sum(item in met for item in of_dimension), len(of_dimension))
        return found

    def dimensions(self) -> Mapping[Dimension, Figure]:
        """Return the figure of each dimension over all operations."""
        figures = [self.figures(name) for name in self.operations]
        return {
            dimension: Figure.sum(of_one[dimension] for of_one in figures if dimension in of_one)
            for dimension in DIMENSIONS
            if any(dimension in of_one for of_one in figures)
        }

    def missing(self, operation: str) -> tuple[Item, ...]:
        """List the documented items of an operation that no exchange met."""
        met = self.operations[operation].met
        return tuple(item for item in _documented(operation) if item not in met)

    def services(self) -> Mapping[str, Figure]:
        """Return how many operations of each service were used, of all that it has."""
        used: dict[str, int] = {}
        for name in sorted(self.operations):
            service, _ = parse_operation_name(name)
            used[service] = used.get(service, 0) + 1
        return {
            service: Figure(count, len(load_service(service).operation_names))
            for service, count in used.items()
        }

    def to_json(self) -> dict[str, Any]:
        """Write the figures, and what is covered and missing of each operation, as plain values."""
        return {
            "covered": self.total.covered,
            "total": self.total.total,
            "services": {
                service: {"used": figure.covered, "operations": figure.total}
                for service, figure in self.services().items()
            },
            "operations": {name: self._operation_json(name) for name in sorted(self.operations)},
        }

    def _operation_json(self, name: str) -> dict[str, Any]:
        exercised = self.operations[name]
        written: dict[str, Any] = {"exchanges": exercised.exchanges, "broken": exercised.broken}
        for dimension in DIMENSIONS:
            items = [item for item in _documented(name) if item.dimension == dimension]
            written[dimension] = {
                "covered": [str(item) for item in items if item in exercised.met],
                "missing": [str(item) for item in items if item not in exercised.met],
            }
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; items that the installed botocore does not document are dropped.

        Raises:
            harness.errors.UnknownName: the installed botocore has no such operation.
        """
        operations = {}
        for name, of_one in written["operations"].items():
            covered = {text for dimension in DIMENSIONS for text in of_one[dimension]["covered"]}
            met = frozenset(item for item in _documented(name) if str(item) in covered)
            operations[name] = Exercised(of_one["exchanges"], met, of_one.get("broken", 0))
        return cls(operations)


def coverage_of(exchanges: Iterable[Exchange]) -> Coverage:
    """Tell what exchanges exercised of the contracts of their operations.

    Args:
        exchanges: in the order in which they took place, so that paginations are seen.

    Raises:
        harness.errors.UnknownName: an exchange is of no operation of the installed botocore.
    """
    exercises: dict[str, Exercise] = {}
    for exchange in exchanges:
        exercise = exercises.get(exchange.name)
        if exercise is None:
            held_to = contract(exchange.service, exchange.operation)
            exercise = exercises[exchange.name] = Exercise(held_to)
        exercise.add(exchange)
    return Coverage(
        {name: Exercised(e.exchanges, frozenset(e.met), e.broken) for name, e in exercises.items()}
    )


def _documented(operation: str) -> tuple[Item, ...]:
    return documented(contract(*parse_operation_name(operation)))
