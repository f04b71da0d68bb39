"""Put a request right: one change for each kind of rule that relates parameters to one another.

The rules' own predicates judge. What they say of single values a request keeps to by the way it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from botocore.model import Shape

from harness.contract.paths.member import ELEMENTS, common_scope, is_given, path_of, select, steps_of
from harness.contract.paths.shape import shape_at
from harness.contract.rules import (
    AtLeastOne,
    AtMostOne,
    Condition,
    ExactlyOne,
    Forbids,
    OnlyIf,
    Order,
    Requires,
    Rule,
)
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue
from harness.synth.requests.narrowing import NOT_NARROWED
from harness.synth.responses.series import timestamp
from harness.synth.values.maker import text_form
from harness.synth.values.plausible import Place

_ROUNDS = 8  # of putting one right
_HOUR = 3600


class Making(Protocol):
    """What makes the values that are missing."""

    def make(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> JsonValue:
        """Make a value of a shape."""


@dataclass(frozen=True)
class Repair:
    """Changes parameters so that they keep to the rules.

    Attributes:
        shape: the operation's input.
        making: makes what is missing.
        service: botocore's service name.
        kept: paths that stay as they are: what stands there is neither taken out nor changed.
    """

    shape: Shape
    making: Making
    service: str
    kept: frozenset[str] = frozenset()

    def put_right(self, rules: Iterable[Rule], params: dict[str, JsonValue]) -> list[Rule]:
        """Put parameters right, in place; return the rules that they still break."""
        mended = [rule for rule in rules if rule.side == "request"]
        broken = mended
        for _ in range(_ROUNDS):
            broken = [rule for rule in mended if next(rule.breaches(params), None) is not None]
            if not broken:
                break
            for rule in broken:
                mend = _BY_KIND.get(type(rule))
                if mend is not None:
                    mend(self, rule, params)
        else:
            broken = [rule for rule in mended if next(rule.breaches(params), None) is not None]
        return broken

    def give(self, params: dict[str, JsonValue], scope: str, path: str) -> None:
        """Give the member at a path in every structure of a scope that lacks it."""
        for _, structure in list(select(params, scope)):
            self._give(structure, steps_of(scope), steps_of(path))

    def _give(self, holder: JsonValue, around: tuple[str, ...], steps: tuple[str, ...]) -> None:
        step, rest = steps[0], steps[1:]
        if step == ELEMENTS:
            for entry in holder if isinstance(holder, list) else holder.values():
                self._give(entry, (*around, step), rest) if rest else None
            return
        path = path_of((*around, step))
        shape = shape_at(self.shape, path)
        if shape is None or not isinstance(holder, dict):
            return
        if step not in holder:
            holder[step] = self.making.make(shape, Place(self.service, path, step), _shapes(self.shape, path))
        if rest:
            self._give(holder[step], (*around, step), rest)

    def take(self, params: dict[str, JsonValue], scope: str, path: str) -> None:
        """Take the member at a path out of every structure of a scope, as far as it is not required."""
        *around, name = steps_of(path)
        outer = path_of((*steps_of(scope), *around))
        shape = shape_at(self.shape, outer)
        if name == ELEMENTS or shape is None or shape.type_name != "structure":
            return
        if name not in shape.required_members:
            if not self._is_kept(path_of((*steps_of(outer), name))):
                for _, structure in select(params, outer):
                    if isinstance(structure, dict):
                        structure.pop(name, None)
        elif around:
            self.take(params, scope, path_of(tuple(around)))

    def is_fixed(self, path: str) -> bool:
        """Tell whether a parameter cannot be taken out: the shape requires it, or it is kept."""
        *around, name = steps_of(path)
        shape = shape_at(self.shape, path_of(tuple(around)))
        required = shape is not None and shape.type_name == "structure" and name in shape.required_members
        return required or self._is_kept(path)

    def _is_kept(self, path: str) -> bool:
        """Tell whether a path, or one inside it, is kept."""
        return any(kept == path or kept.startswith((f"{path}.", path + ELEMENTS)) for kept in self.kept)

    def unmeet(self, params: dict[str, JsonValue], scope: str, condition: Condition) -> None:
        """Change the parameters so that a condition no longer holds, as far as they may."""
        if condition.present is False:
            self.give(params, scope, condition.param)
            return
        self.take(params, scope, condition.param)
        full = path_of((*steps_of(scope), *steps_of(condition.param)))
        shape = shape_at(self.shape, full)
        others = [v for v in (shape.metadata.get("enum", ()) if shape else ()) if v not in condition.one_of]
        if others and condition.present is None:
            self._put(params, scope, condition.param, others[0])

    def meet(self, params: dict[str, JsonValue], scope: str, condition: Condition) -> None:
        """Change the parameters so that a condition holds."""
        if condition.present is False:
            self.take(params, scope, condition.param)
            return
        self.give(params, scope, condition.param)
        shape = shape_at(self.shape, path_of((*steps_of(scope), *steps_of(condition.param))))
        fitting = (v for v in condition.one_of if shape is None or not isinstance(v, str) or _fits(shape, v))
        if (wanted := next(fitting, None)) is not None:
            self._put(params, scope, condition.param, wanted)

    def _put(self, params: dict[str, JsonValue], scope: str, path: str, value: JsonValue) -> None:
        *around, name = steps_of(path)
        outer = path_of((*steps_of(scope), *around))
        if not self._is_kept(path_of((*steps_of(outer), name))):
            for _, structure in select(params, outer):
                if isinstance(structure, dict) and name in structure:
                    structure[name] = value


def _fits(shape: Shape, text: str) -> bool:
    values = shape.metadata.get("enum")
    return text in values if values else text_form(shape, NOT_NARROWED).allows(text)


def _shapes(shape: Any, path: str) -> tuple[str, ...]:
    """Return the names of the shapes around a path."""
    names: list[str] = []
    steps = steps_of(path)
    for end in range(len(steps)):
        around = shape_at(shape, path_of(steps[:end]))
        names += [around.name] if around is not None else []
    return tuple(names)


def _is_broken(rule: Rule, params: dict[str, JsonValue]) -> bool:
    return next(rule.breaches(params), None) is not None


def _requires(repair: Repair, rule: Requires, params: dict[str, JsonValue]) -> None:
    scope, (_, *then) = common_scope((rule.condition.param, *rule.then))
    for name in then:
        repair.give(params, scope, name)


def _forbids(repair: Repair, rule: Forbids, params: dict[str, JsonValue]) -> None:
    scope, (param, *then) = common_scope((rule.condition.param, *rule.then))
    for name in then:
        repair.take(params, scope, name)
    if _is_broken(rule, params):
        repair.unmeet(params, scope, rule.condition.within(param))


def _only_if(repair: Repair, rule: OnlyIf, params: dict[str, JsonValue]) -> None:
    scope, (name, param) = common_scope((rule.param, rule.condition.param))
    repair.take(params, scope, name)
    if _is_broken(rule, params):
        repair.meet(params, scope, rule.condition.within(param))


def _one_of(repair: Repair, rule: AtMostOne | AtLeastOne | ExactlyOne, params: dict[str, JsonValue]) -> None:
    """Keep the required one of a group, or the first that is given; give one where none is."""
    scope, names = common_scope(rule.params)
    for _, structure in list(select(params, scope)):
        given = [name for name in names if is_given(structure, name)]
        wanted = [
            path
            for path, name in zip(rule.params, names, strict=True)
            if name in given and repair.is_fixed(path)
        ]
        kept = names[rule.params.index(wanted[0])] if wanted else next(iter(given), None)
        if not given and not isinstance(rule, AtMostOne):
            repair.give(params, scope, names[0])
        elif len(given) > 1 and not isinstance(rule, AtLeastOne):
            for name in given:
                if name != kept:
                    repair.take(params, scope, name)


def _order(repair: Repair, rule: Order, params: dict[str, JsonValue]) -> None:
    """Put the two values the other way round, or one beyond the other."""
    scope, (first, second) = common_scope(rule.params)
    for _, structure in select(params, scope):
        before, after = _holder(structure, first), _holder(structure, second)
        if before is None or after is None:
            continue
        (left, left_name), (right, right_name) = before, after
        low, high = comparable(left[left_name]), comparable(right[right_name])
        if low is None or high is None or low < high:
            continue
        if rule.params[1] in repair.kept:
            left[left_name] = _moved(right[right_name], high, -1)
        elif low == high or rule.params[0] in repair.kept:
            right[right_name] = _moved(left[left_name], low, 1)
        else:
            left[left_name], right[right_name] = right[right_name], left[left_name]


def _moved(value: JsonValue, number: float, by: int) -> JsonValue:
    """Return a value somewhat before (-1) or after (1) another."""
    return timestamp(number + by * _HOUR) if isinstance(value, str) else value + by


def _holder(structure: JsonValue, path: str) -> tuple[dict[str, JsonValue], str] | None:
    *around, name = steps_of(path)
    holder = next((value for _, value in select(structure, path_of(tuple(around)))), None)
    return (holder, name) if isinstance(holder, dict) and name in holder else None


_BY_KIND: Mapping[type[Rule], Callable[[Repair, Any, dict[str, JsonValue]], None]] = {
    Requires: _requires,
    Forbids: _forbids,
    OnlyIf: _only_if,
    AtMostOne: _one_of,
    AtLeastOne: _one_of,
    ExactlyOne: _one_of,
    Order: _order,
}
RELATIONS: Sequence[type[Rule]] = tuple(_BY_KIND)
"""The kinds of rules that relate parameters to one another."""
