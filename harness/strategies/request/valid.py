"""Requests that are valid under every trait and documented rule, as strategies."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from botocore.model import Shape
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from harness.contract.contract import Contract
from harness.contract.paths.member import path_of, select, steps_of
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Order, Rule
from harness.contract.rules.narrowing import NOT_NARROWED
from harness.contract.rules.value import NUMBERS
from harness.contract.values import JsonValue, from_json_value
from harness.contract.violation import Violation
from harness.errors import HarnessError
from harness.strategies.drawn import DrawnChoices
from harness.strategies.request.scalars import is_within
from harness.strategies.request.values import WideMaker
from harness.strategies.subject import Operation, contract_of
from harness.synth.examples import request_params
from harness.synth.requests.editor import RequestEditor
from harness.synth.values.choices import PLAINEST, Choices, SeededChoices
from harness.synth.values.plausible import Place
from harness.synth.values.plausible.times import ordered_times

_DRAWS = 3  # of a request, before the smallest is taken
_BASES = 4  # requests that are begun with, besides the smallest
_OPTIONS = 12  # values of a place, besides the plainest and its bounds
_SEEDS = 20  # of example requests, where the smallest one breaks a rule


class NoValidRequest(HarnessError):
    """No request was found that keeps to the whole contract: its traits and rules exclude one another.

    Args:
        operation: ``"service.Operation"``.
        violations: what the smallest request breaks.
    """

    operation: str
    violations: tuple[Violation, ...]

    def __str__(self) -> str:
        broken = " ".join(violation.message for violation in self.violations)
        return (
            f"No request of {self.operation} keeps to its contract: {broken} "
            f"`harness rules {self.operation}` shows the rules and their sentences."
        )


def requests(operation: Operation) -> SearchStrategy[dict[str, Any]]:
    """Make a strategy for valid requests of an operation.

    All optional members occur, but for tokens, which come from a response, and what botocore fills in
    (`harness.synth.examples.unsent_members`).

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.

    Returns:
        Parameters as a caller passes them to the client. They shrink to the smallest request.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
        NoValidRequest: traits and rules of the operation exclude one another.
    """
    return _requests(contract_of(operation))


@lru_cache(maxsize=1024)
def _requests(contract: Contract) -> SearchStrategy[dict[str, Any]]:
    making = Requests.of(contract)
    _ = making.smallest

    @st.composite
    def made(draw: DrawFn) -> dict[str, Any]:
        return making.as_called(making.params(DrawnChoices(draw)))

    return made()


@dataclass(frozen=True)
class Requests:
    """Makes the requests of one operation, in JSON-able form."""

    contract: Contract

    @staticmethod
    @lru_cache(maxsize=256)
    def of(contract: Contract) -> Requests:
        """Return the requests of a contract; what is compiled is kept."""
        return Requests(contract)

    @cached_property
    def relations(self) -> tuple[Rule, ...]:
        """The rules that relate parameters to one another; the others a value keeps to as it is made."""
        return tuple(rule for rule in self.contract.rules if rule.relates)

    @cached_property
    def maker(self) -> WideMaker:
        """Makes the values."""
        rules = (rule for rule in self.contract.rules if rule.side == "request")
        return WideMaker.of(self.contract.operation_model, rules)

    @cached_property
    def smallest(self) -> dict[str, JsonValue]:
        """The smallest request.

        Raises:
            NoValidRequest: none was found.
        """
        params = self._attempt(PLAINEST)
        violations = None if params is None else self.violations(params)
        for seed in range(_SEEDS):
            if params is not None and not violations:
                return params
            params = request_params(self.contract, SeededChoices("smallest", seed))
            violations = self.violations(params)
        raise NoValidRequest(self.contract.name, tuple(violations or ()))

    def params(self, choices: Choices) -> dict[str, JsonValue]:
        """Make a request."""
        for _ in range(_DRAWS):
            if (params := self._attempt(choices)) is not None:
                return params
        return copy.deepcopy(self.smallest)

    def _attempt(self, choices: Choices) -> dict[str, JsonValue] | None:
        shape = self.contract.operation_model.input_shape
        if shape is None:
            return {}
        make = self.maker.compiled(shape, Place(self.contract.service))
        if make is None:
            return None
        params: dict[str, JsonValue] = make(choices)
        if (self.relations or self._spans) and self.editor(choices).repair(params):
            return None
        return params if self._within_bounds(params) else None

    @cached_property
    def _spans(self) -> tuple[Rule, ...]:
        """The order of a start and its end where no rule tells it: services refuse a span of no time."""
        shape = self.contract.operation_model.input_shape
        told = {frozenset(rule.moved) for rule in self.relations}
        pairs = ordered_times(shape) if shape is not None else ()
        return tuple(Order(pair, "<") for pair in pairs if frozenset(pair) not in told)

    @cached_property
    def _ordered(self) -> tuple[tuple[str, float | None, float | None], ...]:
        """The numbers that an order may move, each with its bounds."""
        root = self.contract.operation_model.input_shape
        paths = {path for rule in self.relations for path in rule.moved}
        shapes = ((path, shape_at(root, path)) for path in sorted(paths))
        known = self.maker.narrowed
        return tuple(
            (path, *known.get(path, NOT_NARROWED).bounds(shape.metadata))
            for path, shape in shapes
            if shape is not None
        )

    def _within_bounds(self, params: dict[str, JsonValue]) -> bool:
        for path, low, high in self._ordered:
            for _, value in select(params, path):
                if not isinstance(value, str) and not is_within(value, low, high):
                    return False
        return True

    def editor(self, choices: Choices = PLAINEST) -> RequestEditor:
        """Return what changes requests and repairs them, with what it adds made by some choices."""
        making = _Chosen(self.maker, choices)
        shape = self.contract.operation_model.input_shape
        return RequestEditor(shape, making, self.contract.service, (*self.relations, *self._spans))

    def bases(self) -> Iterator[dict[str, JsonValue]]:
        """Yield valid requests: the smallest, then some with more."""
        yield copy.deepcopy(self.smallest)
        for seed in range(_BASES):
            yield self.params(SeededChoices("carrier", seed))

    def is_event(self, path: str) -> bool:
        """Tell whether a parameter is inside a stream of events, which no client sends with its request."""
        steps = steps_of(path)
        root = self.contract.operation_model.input_shape
        shapes = (shape_at(root, path_of(steps[:end])) for end in range(1, len(steps)))
        return any(shape is not None and shape.serialization.get("eventstream") for shape in shapes)

    def excluding(self, path: str) -> Rule | None:
        """Return the rule by which a parameter that is always there excludes this one; None if none does."""
        is_required = self.editor().is_required
        return next((rule for rule in self.relations if rule.excludes(path, is_required)), None)

    def as_called(self, params: dict[str, JsonValue]) -> dict[str, Any]:
        """Return parameters as a caller passes them."""
        called: dict[str, Any] = from_json_value(self.contract.operation_model.input_shape, params) or {}
        return called

    def violations(self, params: dict[str, JsonValue]) -> list[Violation]:
        """Return what parameters in JSON-able form break."""
        return self.contract.check_request(self.as_called(params))


@dataclass(frozen=True)
class _Chosen:
    """A maker of values with its choices."""

    maker: WideMaker
    choices: Choices

    def make(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> JsonValue:
        compiled = self.maker.compiled(shape, place, inside)
        return compiled(self.choices) if compiled is not None else self.maker.plain(shape, place)

    def options(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> Iterator[JsonValue]:
        compiled = self.maker.compiled(shape, place, inside)
        if compiled is None:
            return
        yield compiled(PLAINEST)
        if shape.type_name in NUMBERS:
            bounds = self.maker.narrowing(place).bounds(shape.metadata)
            yield from (bound for bound in bounds if bound is not None)
        for seed in range(_OPTIONS):
            yield compiled(SeededChoices("value", seed))
