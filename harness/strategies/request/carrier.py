"""Requests that have a certain parameter, so that it can be set to a certain value."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import ELEMENTS, path_of, select, steps_of
from harness.contract.paths.shape import shape_at
from harness.contract.rules import AtMostOne, Condition, ExactlyOne, Rule
from harness.contract.values import JsonValue
from harness.strategies.request.valid import Requests
from harness.synth.requests.narrowing import NOT_NARROWED
from harness.synth.values.choices import PLAINEST, SeededChoices
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible import Place

_BASES = 4  # requests that are begun with, besides the smallest

Params = dict[str, JsonValue]


def _is_at(path: str, param: str) -> bool:
    """Tell whether a path is a parameter, or inside it."""
    return path == param or path.startswith((f"{param}.", param + ELEMENTS))


@dataclass(frozen=True)
class Carrier:
    """Gives parameters to requests, takes them away, and keeps the rest right.

    Attributes:
        requests: makes the requests of the operation.
    """

    requests: Requests

    def bases(self) -> Iterator[Params]:
        """Yield valid requests: the smallest, then some with more."""
        yield copy.deepcopy(self.requests.smallest)
        for seed in range(_BASES):
            yield self.requests.params(SeededChoices("carrier", seed))

    @property
    def root(self) -> Any:
        """The shape of the request."""
        return self.requests.contract.operation_model.input_shape

    def is_required(self, path: str) -> bool:
        """Tell whether the shape around a parameter requires it."""
        *around, name = steps_of(path)
        shape = self.shape(path_of(tuple(around)))
        return shape is not None and name in getattr(shape, "required_members", ())

    def is_event(self, path: str) -> bool:
        """Tell whether a parameter is inside a stream of events, which no client sends with its request."""
        steps = steps_of(path)
        shapes = (self.shape(path_of(steps[:end])) for end in range(1, len(steps)))
        return any(shape is not None and shape.serialization.get("eventstream") for shape in shapes)

    def excluding(self, path: str) -> Rule | None:
        """Return the rule by which a parameter that is always there excludes this one; None if none does."""
        for rule in self.requests.relations:
            if isinstance(rule, AtMostOne | ExactlyOne):
                others = [param for param in rule.params if not _is_at(path, param)]
                if len(others) < len(rule.params) and any(map(self.is_required, others)):
                    return rule
        return None

    def shape(self, path: str) -> Shape | None:
        """Return the shape at a path."""
        return shape_at(self.root, path)

    def give(self, params: Params, path: str, value: JsonValue = UNKNOWN) -> bool:
        """Set a parameter, in the first entry of every list on the way; what is missing on the way is made.

        Args:
            params: the request, which is changed.
            path: the parameter.
            value: its value; if left out, the one that is there or the plainest.

        Returns:
            Whether the parameter is there.
        """
        steps = steps_of(path)
        holder: Any = params
        for number, step in enumerate(steps):
            last = number + 1 == len(steps)
            around = self.shape(path_of(steps[:number]))
            if last and value is not UNKNOWN and step != ELEMENTS and isinstance(holder, dict):
                if around is not None and around.is_tagged_union and step not in holder:
                    holder.clear()
                holder[step] = value
                return True
            key = self._key(holder, around, step, path_of(steps[: number + 1]))
            if key is None:
                return False
            if last and value is not UNKNOWN:
                holder[key] = value
            holder = holder[key]
        return True

    def _key(self, holder: Any, around: Any, step: str, path: str) -> str | int | None:
        """Return where a step leads within a holder, after making what is missing there."""
        if step == ELEMENTS:
            if not holder:
                made = self.make(path.removesuffix(ELEMENTS), entries=True)
                if not made:
                    return None
                holder.extend(made) if isinstance(holder, list) else holder.update(made)
            return 0 if isinstance(holder, list) else next(iter(holder))
        if not isinstance(holder, dict):
            return None
        if step not in holder:
            made = self.make(path)
            if made is UNKNOWN:
                return None
            if around.is_tagged_union:
                holder.clear()
            holder[step] = made
        return step

    def make(self, path: str, *, entries: bool = False) -> JsonValue:
        """Make the plainest value of a parameter; `UNKNOWN` where none is possible."""
        shape = self.shape(path)
        if shape is None:
            return UNKNOWN
        place = self._place(path)
        compiled = self.requests.maker.compiled(shape, place, self._around(path))
        made = UNKNOWN if compiled is None else compiled(PLAINEST)
        if entries and made is not UNKNOWN and not made:
            entry = self.make(path + ELEMENTS)
            made = [] if entry is UNKNOWN else [entry] if shape.type_name == "list" else {"orders": entry}
        return made

    def _place(self, path: str) -> Place:
        place = Place(self.requests.contract.service)
        for number, step in enumerate(steps_of(path)):
            if step == ELEMENTS:
                place = place.entry()
            else:
                owner = self.shape(path_of(steps_of(path)[:number]))
                place = place.member(step, owner.name if owner else "", place.siblings)
        return place

    def _around(self, path: str) -> tuple[str, ...]:
        steps = steps_of(path)
        shapes = (self.shape(path_of(steps[:end])) for end in range(len(steps)))
        return tuple(shape.name for shape in shapes if shape is not None)

    def take(self, params: Params, path: str) -> bool:
        """Take a parameter out, wherever it stands; tell whether it was there."""
        *around, name = steps_of(path)
        found = False
        for _, holder in list(select(params, path_of(tuple(around)))):
            if isinstance(holder, dict) and name in holder:
                del holder[name]
                found = True
        return found

    def put_right(self, params: Params, kept: tuple[str, ...], but: Rule | None = None) -> None:
        """Put a request right, in place, with some parameters as they are.

        Args:
            params: the request.
            kept: the parameters that stay.
            but: a rule that does not matter.
        """
        relations = tuple(rule for rule in self.requests.relations if rule is not but)
        if relations:
            self.requests.repair(PLAINEST, frozenset(kept)).put_right(relations, params)

    def meet(self, params: Params, condition: Condition) -> bool:
        """Have a condition hold; tell whether it can."""
        if condition.present is False:
            self.take(params, condition.param)
            return True
        if not condition.one_of:
            return self.give(params, condition.param)
        shape = self.shape(condition.param)
        known = shape.metadata.get("enum", condition.one_of) if shape else ()
        wanted = next((value for value in condition.one_of if value in known), None)
        return wanted is not None and self.give(params, condition.param, wanted)

    def unmeet(self, params: Params, condition: Condition) -> bool:
        """Have a condition not hold, by another value where it is about values; tell whether it can."""
        if condition.present is True:
            self.take(params, condition.param)
            return True
        if condition.present is False:
            return self.give(params, condition.param)
        other = next((v for v in self.values(condition.param) if v not in condition.one_of), UNKNOWN)
        return other is not UNKNOWN and self.give(params, condition.param, other)

    def values(self, path: str) -> Iterator[JsonValue]:
        """Yield some values that a parameter can have."""
        shape = self.shape(path)
        compiled = (
            None
            if shape is None
            else self.requests.maker.compiled(shape, self._place(path), self._around(path))
        )
        if shape is None or compiled is None:
            return
        yield from shape.metadata.get("enum", ())
        yield compiled(PLAINEST)
        low, high = self.requests.maker.narrowed.get(path, NOT_NARROWED).bounds(shape.metadata)
        if shape.type_name in ("integer", "long", "float", "double"):
            yield from (bound for bound in (low, high) if bound is not None)
        for seed in range(12):
            yield compiled(SeededChoices("value", seed))
