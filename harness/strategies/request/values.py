"""Shapes compiled to makers of request values: everything that traits and rules on single values allow.

Each place of a request is compiled once, when it is first reached, so recursive shapes need no special case.
The first option of every choice is the plainest: what `harness.synth.values.maker` makes for a reader.
"""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel, Shape
from botocore.utils import is_json_value_header

from harness.contract.rules import Condition, Rule
from harness.contract.rules.value import narrowings
from harness.contract.values import JsonValue, is_document
from harness.strategies.request.scalars import SCALARS, Make, ScalarMaker
from harness.synth.examples import unsent_members
from harness.synth.values.choices import Choices, SeededChoices, pick
from harness.synth.values.maker import height, tally
from harness.synth.values.plausible import Place
from harness.wire.protocol import protocol_named

_DEEP = 5  # shapes inside one another; deeper inside there is only what must be
_AGAIN = 3  # how many of one shape
_ENTRIES = (0, 0, 0, 0, 1, 1, 2, 3, 7)  # entries beyond the plainest number
_COUNTS = (0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 8, 13)  # optional members, as far as there are so many
_FEW = (0, 0, 0, 0, 0, 0, 1, 1, 1, 2)  # the same, inside of other structures
_ROOM = 1 << 16  # the choices of one member that are its own
_DOCUMENTS = ('{"version": 1, "enabled": true}', "{}", '{"names": ["orders", null], "inner": {"ratio": 0.5}}')


@dataclass(frozen=True)
class WideMaker(ScalarMaker):
    """Compiles the places of one operation's requests.

    Attributes:
        unsent: members that no made-up value suits.
    """

    unsent: frozenset[str]
    _known: dict[str, Make | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, operation: OperationModel, rules: Iterable[Rule]) -> WideMaker:
        """Prepare for an operation and its rules on requests."""
        stated = list(rules)
        return cls(operation, narrowings(stated), _telling_values(stated), unsent_members(operation))

    def compiled(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> Make | None:
        """Return what makes values of a place; None if no value is possible there.

        Args:
            shape: the shape.
            place: where it stands.
            inside: the names of the shapes around it.
        """
        if place.path not in self._known:
            self._known[place.path] = self._compile(shape, place, inside)
        return self._known[place.path]

    def member(self, shape: Any, name: str, place: Place, around: tuple[str, ...]) -> Make | None:
        """Return what makes the values of a structure's member."""
        return self.compiled(shape.members[name], place.member(name, shape.name, ChainMap()), around)

    def _compile(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> Make | None:
        if is_json_value_header(shape) or is_document(shape):
            return lambda choices: json.loads(pick(choices, _DOCUMENTS))
        scalar = SCALARS.get(shape.type_name)
        if scalar is not None:
            return scalar(self, shape, place)
        return _BY_TYPE[shape.type_name](self, shape, place, inside)


def _telling_values(rules: Iterable[Rule]) -> dict[str, tuple[Any, ...]]:
    telling: dict[str, tuple[Any, ...]] = {}
    for rule in rules:
        condition = getattr(rule, "condition", None)
        if isinstance(condition, Condition):
            telling[condition.param] = (*telling.get(condition.param, ()), *condition.one_of)
    return telling


def _structure(maker: WideMaker, shape: Any, place: Place, inside: tuple[str, ...]) -> Make | None:
    if shape.serialization.get("eventstream"):
        return _events(maker, shape, place, inside)
    if shape.is_tagged_union:
        return _union(maker, shape, place, inside)
    return _members(maker, shape, place, inside)


def _members(maker: WideMaker, shape: Any, place: Place, inside: tuple[str, ...]) -> Make | None:
    around = (*inside, shape.name)
    required = {}
    for name in shape.required_members:
        one = maker.member(shape, name, place, around)
        if one is None:
            return None
        required[name] = one
    optional = [
        name
        for name, member in shape.members.items()
        if name not in required
        and (place.path or name not in maker.unsent)
        and around.count(member.name) < (_AGAIN if len(around) < _DEEP else 1)
    ]
    usual = _COUNTS if not inside else _FEW if len(around) < _DEEP else (0,)
    counts = [count for count in usual if count <= len(optional)]
    order = {name: number for number, name in enumerate(shape.members)}
    prefix = f"{place.path}." if place.path else ""
    counting = any(words in name for name in shape.members for words in ("Count", "Quantity", "Total"))
    never_empty = bool(place.path) and protocol_named(maker.operation.service_model.resolved_protocol).is_xml
    simplest = sorted(optional, key=lambda name: height(shape.members[name]))[: 1 if never_empty else 0]

    def make(choices: Choices) -> JsonValue:
        wanted = {name: (one, _slot(choices)) for name, one in required.items()}
        # Numbers of optional members, of which 0 is none: so each can go by itself.
        for _ in range(pick(choices, counts)):
            number, slot = choices.choose(len(optional) + 1), _slot(choices)
            name = optional[number - 1]
            one = maker.member(shape, name, place, around) if number else None
            if one is not None:
                wanted.setdefault(name, (one, slot))
        for name in simplest if not wanted else ():
            one = maker.member(shape, name, place, around)
            wanted = {name: (one, choices)} if one is not None else {}
        made = {name: wanted[name][0](wanted[name][1]) for name in sorted(wanted, key=order.__getitem__)}
        if counting:
            ruled = {name: made[name] for name in made if f"{prefix}{name}" in maker.narrowed}
            tally(made)
            made.update(ruled)
        return made

    return make


def _slot(choices: Choices) -> Choices:
    return _Slot(choices, choices.choose(_ROOM), _ROOM)


class _Slot:
    """Choices of one member: as far as a number holds them by it alone, further ones by what all share.

    So most members can change, or go, and leave the others as they are.
    """

    __slots__ = ("_number", "_room", "_shared")

    def __init__(self, shared: Choices, number: int, room: int) -> None:
        self._shared = shared
        self._number = number
        self._room = room

    def choose(self, count: int) -> int:
        if count > self._room:
            return self._shared.choose(count)
        # From the top down, so that what is chosen first shrinks first.
        self._room //= count
        chosen, self._number = divmod(self._number, self._room)
        return chosen % count


def _union(maker: WideMaker, shape: Any, place: Place, inside: tuple[str, ...]) -> Make | None:
    """Make one member; deep inside one that soon ends."""
    around = (*inside, shape.name)
    heights = {name: height(member) for name, member in shape.members.items()}
    most = min(heights.values(), default=0) + (2 if len(inside) < _DEEP else 0)
    names = [name for name, high in heights.items() if high <= most]
    plainest = sorted(names, key=lambda name: heights[name])

    def make(choices: Choices) -> JsonValue:
        first = choices.choose(len(plainest)) if plainest else 0
        for name in (*plainest[first:], *plainest[:first]):
            one = maker.member(shape, name, place, around)
            if one is not None:
                return {name: one(choices)}
        return {}

    return make


def _events(maker: WideMaker, shape: Any, place: Place, inside: tuple[str, ...]) -> Make | None:
    names = [name for name, event in shape.members.items() if not event.metadata.get("exception")]

    def make(choices: Choices) -> JsonValue:
        made = []
        for _ in range(choices.choose(3)):
            name = pick(choices, names)
            one = maker.member(shape, name, place, (*inside, shape.name))
            made += [{name: one(choices)}] if one is not None else []
        return made

    return make


def _sizes(maker: WideMaker, shape: Any, place: Place, inside: tuple[str, ...], entry: Shape) -> list[int]:
    """Return numbers of entries, the plainest first; deep inside of what holds itself the least one."""
    low, high = maker.narrowing(place).bounds(shape.metadata)
    least = int(low or 0)
    most = least + 12 if high is None else int(high)
    if inside.count(entry.name) >= (_AGAIN if len(inside) < _DEEP else 1):
        return [least]
    plainest = min(max(least, 1), most)
    sizes = [plainest + more for more in _ENTRIES if plainest + more <= most and (more < 4 or not inside)]
    return [*sizes, least] if sizes else [least]


def _list(maker: WideMaker, shape: Any, place: Place, inside: tuple[str, ...]) -> Make | None:
    sizes = _sizes(maker, shape, place, inside, shape.member)
    least = min(sizes)
    around = (*inside, shape.name)
    scalar = shape.member.type_name == "string"
    if least and maker.compiled(shape.member, place.entry(), around) is None:
        return None

    def make(choices: Choices) -> JsonValue:
        entry = maker.compiled(shape.member, place.entry(), around)
        if entry is None:
            return []
        made = [entry(choices) for _ in range(pick(choices, sizes))]
        if scalar and len(distinct := list(dict.fromkeys(made))) >= max(least, 1):
            return distinct
        return made

    return make


def _map(maker: WideMaker, shape: Any, place: Place, inside: tuple[str, ...]) -> Make | None:
    values = maker.narrowing(place).values
    sizes = _sizes(maker, shape, place, inside, shape.value)
    least = min(sizes)
    name = f"{place.entry().name}Key"
    key_place = Place(place.service, f"{place.path}[]:key", name, place.owner)
    key = maker.compiled(shape.key, key_place) if not values else lambda choices: pick(choices, values)
    around = (*inside, shape.name)
    if least and (key is None or maker.compiled(shape.value, place.entry(), around) is None):
        return None

    def make(choices: Choices) -> JsonValue:
        value = maker.compiled(shape.value, place.entry(), around)
        made: dict[str, JsonValue] = {}
        if value is None or key is None:
            return made
        for _ in range(pick(choices, sizes)):
            made[str(key(choices))] = value(choices)
        for attempt in range(40 * least):
            if len(made) >= least:
                break
            made[str(key(SeededChoices(attempt)))] = value(choices)
        return made

    return make


_BY_TYPE: Mapping[str, Callable[[WideMaker, Any, Place, tuple[str, ...]], Make | None]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
}
