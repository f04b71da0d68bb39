"""The editor of requests: sets parameters and takes them out, has conditions hold, repairs what that broke.

The rules say themselves how a request comes to keep to them (`harness.contract.rules.rule.Rule.satisfy`), and
judge. What they say of single values a request keeps to by the way it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from botocore.model import Shape

from harness.contract.paths.member import ELEMENTS, is_within, join, outer_and_name, path_of, select, steps_of
from harness.contract.paths.shape import is_required, shape_at, shape_names_around
from harness.contract.rules import Condition, Rule
from harness.contract.rules.editing import Editor
from harness.contract.rules.narrowing import NOT_NARROWED
from harness.contract.values import JsonValue
from harness.synth.values.maker import UNKNOWN, text_form
from harness.synth.values.plausible import Place

_ROUNDS = 8  # of a repair

Params = dict[str, JsonValue]


class Making(Protocol):
    """What makes the values that are missing."""

    def make(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> JsonValue:
        """Make a value of a shape."""

    def options(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> Iterator[JsonValue]:
        """Yield some values of a shape, the plainest first; none where no value is possible."""


@dataclass(frozen=True)
class RequestEditor(Editor):
    """Changes the requests of an operation, in place, as `Editor` says.

    Attributes:
        shape: the operation's input.
        making: makes what is missing.
        service: botocore's service name.
        rules: the rules that a repair keeps to; those on other sides are passed over.
        kept: paths that stay as they are: what stands there is neither taken out nor changed.
    """

    shape: Any
    making: Making
    service: str
    rules: tuple[Rule, ...] = ()
    kept: frozenset[str] = frozenset()

    def repair(self, params: Params, kept: Iterable[str] = (), but: object = None) -> list[Rule]:
        editor = replace(self, kept=frozenset(kept))
        rules = [rule for rule in self.rules if rule.side == "request" and rule is not but]
        for _ in range(_ROUNDS):
            broken = [rule for rule in rules if _is_broken(rule, params)]
            if not broken:
                return []
            for rule in broken:
                if _is_broken(rule, params):  # another may have mended it
                    rule.satisfy(params, editor)
        return [rule for rule in rules if _is_broken(rule, params)]

    # Everywhere, as far as it may be: what a repair does.

    def fill(self, params: Params, scope: str, path: str) -> None:
        for _, structure in list(select(params, scope)):
            self._fill(structure, steps_of(scope), steps_of(path))

    def _fill(self, holder: JsonValue, around: tuple[str, ...], steps: tuple[str, ...]) -> None:
        step, rest = steps[0], steps[1:]
        if step == ELEMENTS:
            for entry in holder if isinstance(holder, list) else holder.values():
                self._fill(entry, (*around, step), rest) if rest else None
            return
        path = path_of((*around, step))
        shape = self.shape_at(path)
        if shape is None or not isinstance(holder, dict):
            return
        if step not in holder:
            place = Place(self.service, path, step)
            holder[step] = self.making.make(shape, place, shape_names_around(self.shape, path))
        if rest:
            self._fill(holder[step], (*around, step), rest)

    def drop(self, params: Params, scope: str, path: str) -> None:
        around, name = outer_and_name(path)
        outer = join(scope, around)
        shape = self.shape_at(outer)
        if name == ELEMENTS or shape is None or shape.type_name != "structure":
            return
        if name not in shape.required_members:
            if not self.is_kept(join(outer, name)):
                for _, structure in select(params, outer):
                    if isinstance(structure, dict):
                        structure.pop(name, None)
        elif around:
            self.drop(params, scope, around)

    def satisfy(self, params: Params, condition: Condition, scope: str = "") -> None:
        if condition.present is False:
            self.drop(params, scope, condition.param)
            return
        self.fill(params, scope, condition.param)
        shape = self.shape_at(join(scope, condition.param))
        fitting = (
            v
            for v in self._meeting(condition, scope)
            if shape is None or not isinstance(v, str) or _fits(shape, v)
        )
        if condition.present is None and (wanted := next(fitting, None)) is not None:
            self._replace(params, scope, condition.param, wanted)

    def violate(self, params: Params, condition: Condition, scope: str = "") -> None:
        if condition.present is False:
            self.fill(params, scope, condition.param)
            return
        self.drop(params, scope, condition.param)
        shape = self.shape_at(join(scope, condition.param))
        others = [v for v in (shape.metadata.get("enum", ()) if shape else ()) if not condition.accepts(v)]
        if others and condition.present is None:
            self._replace(params, scope, condition.param, others[0])

    def _meeting(self, condition: Condition, scope: str = "") -> Iterable[JsonValue]:
        """Return values with which a condition about values holds."""
        if condition.present is not None or condition.one_of:
            return condition.one_of
        return filter(condition.accepts, self.values(join(scope, condition.param)))

    def _replace(self, params: Params, scope: str, path: str, value: JsonValue) -> None:
        outer, name = outer_and_name(join(scope, path))
        if not self.is_kept(join(outer, name)):
            for _, structure in select(params, outer):
                if isinstance(structure, dict) and name in structure:
                    structure[name] = value

    # In one place, whatever the model says: what a request is made to break, or to reach.

    def put(self, params: Params, path: str, value: JsonValue = UNKNOWN) -> bool:
        steps = steps_of(path)
        holder: Any = params
        for number, step in enumerate(steps):
            last = number + 1 == len(steps)
            around = self.shape_at(path_of(steps[:number]))
            if last and value is not UNKNOWN and step != ELEMENTS and isinstance(holder, dict):
                _add(holder, around, step, value)
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
            _add(holder, around, step, made)
        return step

    def remove(self, params: Params, path: str) -> bool:
        outer, name = outer_and_name(path)
        found = False
        for _, holder in list(select(params, outer)):
            if isinstance(holder, dict) and name in holder:
                del holder[name]
                found = True
        return found

    def satisfy_one(self, params: Params, condition: Condition) -> bool:
        if condition.present is False:
            self.remove(params, condition.param)
            return True
        if condition.present:
            return self.put(params, condition.param)
        shape = self.shape_at(condition.param)
        wanted_values = list(self._meeting(condition))
        known = shape.metadata.get("enum", wanted_values) if shape else ()
        wanted = next((value for value in wanted_values if value in known), None)
        return wanted is not None and self.put(params, condition.param, wanted)

    def violate_one(self, params: Params, condition: Condition) -> bool:
        if condition.present is True:
            self.remove(params, condition.param)
            return True
        if condition.present is False:
            return self.put(params, condition.param)
        others = (v for v in self.values(condition.param) if not condition.accepts(v))
        other = next(others, next(iter(condition.none_of), UNKNOWN))
        return other is not UNKNOWN and self.put(params, condition.param, other)

    # What the shapes say of a parameter, and values for it.

    def shape_at(self, path: str) -> Shape | None:
        """Return the shape at a path."""
        return shape_at(self.shape, path)

    def is_required(self, path: str) -> bool:
        return is_required(self.shape, path)

    def is_kept(self, path: str) -> bool:
        return any(is_within(kept, path) for kept in self.kept)

    def make(self, path: str, *, entries: bool = False) -> JsonValue:
        """Make the plainest value of a parameter; `UNKNOWN` where none is possible."""
        shape = self.shape_at(path)
        made = UNKNOWN if shape is None else next(self._options(shape, path), UNKNOWN)
        if shape is not None and entries and made is not UNKNOWN and not made:
            entry = self.make(path + ELEMENTS)
            made = [] if entry is UNKNOWN else [entry] if shape.type_name == "list" else {"orders": entry}
        return made

    def values(self, path: str) -> Iterator[JsonValue]:
        shape = self.shape_at(path)
        if shape is None:
            return
        for number, value in enumerate(self._options(shape, path)):
            yield from shape.metadata.get("enum", ()) if not number else ()
            yield value

    def _options(self, shape: Shape, path: str) -> Iterator[JsonValue]:
        place = Place(self.service)
        steps = steps_of(path)
        for number, step in enumerate(steps):
            if step == ELEMENTS:
                place = place.entry()
            else:
                owner = self.shape_at(path_of(steps[:number]))
                place = place.member(step, owner.name if owner else "", place.siblings)
        return self.making.options(shape, place, shape_names_around(self.shape, path))


def _add(holder: dict[str, JsonValue], around: Any, name: str, value: JsonValue) -> None:
    """Set a member; of a union instead of the others."""
    if getattr(around, "is_tagged_union", False) and name not in holder:
        holder.clear()
    holder[name] = value


def _is_broken(rule: Rule, params: Params) -> bool:
    return next(rule.breaches(params), None) is not None


def _fits(shape: Shape, text: str) -> bool:
    values = shape.metadata.get("enum")
    return text in values if values else text_form(shape, NOT_NARROWED).allows(text)
