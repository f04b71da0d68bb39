"""Shapes compiled to makers of request values: everything that traits and rules on single values allow.

Each place of a request is compiled once, when it is first reached, so recursive shapes need no special case.
The first option of every choice is the plainest: the value that `harness.synth.values` makes for a reader.
Numbers without a documented least value are not negative, because counts and sizes are not.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel, Shape
from botocore.utils import is_json_value_header

from harness.contract.rules import Condition, Rule
from harness.contract.values import JsonValue, format_timestamp, is_document
from harness.synth.choices import Choices, SeededChoices, between, pick
from harness.synth.narrowing import NOT_NARROWED, Narrowing, narrowings
from harness.synth.plausible import Place
from harness.synth.plausible.strings import Form
from harness.synth.requests import RequestPlan, unsent_members
from harness.synth.responder import DEFAULT_SCENE
from harness.synth.text import text_matching
from harness.synth.text.alphabet import alphabet, plain_alphabet
from harness.synth.values import Maker, height, tally, text_form, text_values

Make = Callable[[Choices], JsonValue]
"""What a place is compiled to: makes one value."""

_DEEP = 5  # shapes inside one another; deeper inside there is only what must be
_AGAIN = 3  # how many of one shape
_SEEDS = 6  # of readable values of one place
_LONGEST = 4_000  # characters of a text that may be longer
_SPELLED = 24  # characters that are drawn one by one; those of longer texts are drawn together
_ENTRIES = (0, 0, 0, 0, 1, 1, 2, 3, 7)  # entries beyond the plainest number
_COUNTS = (0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 8, 13)  # optional members, as far as there are so many
_FEW = (0, 0, 0, 0, 0, 0, 1, 1, 1, 2)  # the same, inside of other structures
_ROOM = 1 << 16  # the choices of one member that are its own
_WITHOUT_EMPTY = frozenset(("query", "ec2", "rest-xml"))
_MOST = {"integer": 2**31 - 1, "long": 2**63 - 1, "float": 3.4028234663852886e38}
_LARGE = 1e9  # up to which numbers are drawn evenly that have no bound
_TIMES = (
    "2025-06-02T12:00:00.123Z",
    "2024-02-29T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "2038-01-19T03:14:08Z",  # one second more than 31 bits hold
    "2099-12-31T23:59:59Z",
)
_SPAN = (0, 4_102_444_800)  # seconds from 1970 to 2100
_DOCUMENTS = ('{"version": 1, "enabled": true}', "{}", '{"names": ["orders", null], "inner": {"ratio": 0.5}}')


class Plainest:
    """Choices that are always the first, which is the plainest."""

    def choose(self, count: int) -> int:
        """Return 0."""
        return 0


PLAINEST = Plainest()


@dataclass(frozen=True)
class WideMaker:
    """Compiles the places of one operation's requests.

    Attributes:
        operation: the operation.
        narrowed: documented rules on single values, by path.
        telling: the values by which conditions decide, by path.
        unsent: members that no made-up value suits.
    """

    operation: OperationModel
    narrowed: Mapping[str, Narrowing]
    telling: Mapping[str, tuple[Any, ...]]
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
        return _BY_TYPE[shape.type_name](self, shape, place, inside)

    def narrowing(self, place: Place) -> Narrowing:
        """Return the documented rules on a place's value."""
        return self.narrowed.get(place.path, NOT_NARROWED)

    def plain(self, shape: Shape, place: Place, choices: Choices = PLAINEST) -> JsonValue:
        """Make a value that a reader believes."""
        return Maker(choices, DEFAULT_SCENE, RequestPlan(choices), self.narrowed).make(shape, place)


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
    counting = any(words in name for name in shape.members for words in ("Count", "Quantity", "Total"))
    # Query protocols cannot tell an empty structure from none.
    never_empty = bool(place.path) and maker.operation.service_model.resolved_protocol in _WITHOUT_EMPTY
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
            tally(made)
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


def _string(maker: WideMaker, shape: Shape, place: Place, inside: tuple[str, ...]) -> Make | None:
    narrowing = maker.narrowing(place)
    form = text_form(shape, narrowing)
    if values := text_values(shape, narrowing):
        fitting = [value for value in values if form.allows(value)] or values
        return lambda choices: pick(choices, fitting)
    plain = maker.plain(shape, place)
    if not form.allows(plain):
        return None
    telling = [value for value in maker.telling.get(place.path, ()) if form.allows(str(value))]
    carried = _carried(shape, maker.operation)
    readable: list[str] = []

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(16)
        if kind == 0:
            return plain
        if telling and kind < 6:
            return pick(choices, telling)
        if kind < 11:
            if not readable:
                made = (maker.plain(shape, place, SeededChoices(seed)) for seed in range(_SEEDS))
                readable.extend(dict.fromkeys(text for text in made if form.allows(text)) or [plain])
            return pick(choices, readable)
        text = _any_text(choices, form, carried, unusual=kind > 12)
        return text if text is not None and form.allows(text) else plain

    return make


def _any_text(choices: Choices, form: Form, carried: str, *, unusual: bool) -> str | None:
    """Make a text of any length that its form allows, up to a few thousand characters, which can be sent."""
    most = _LONGEST if form.longest is None else min(form.longest, max(_LONGEST, form.shortest))
    limit = pick(choices, (_SPELLED, 0, 64, 300, _LONGEST))
    length = form.shortest + choices.choose(min(limit, most - form.shortest) + 1)
    if form.pattern is None:
        characters = alphabet(carried) if unusual else plain_alphabet(carried)
        spelled = "".join(pick(choices, characters) for _ in range(min(length, _SPELLED)))
        return (spelled * (length // _SPELLED + 1))[:length]
    if length > _SPELLED:
        choices = SeededChoices(choices.choose(1 << 16))
    text = text_matching(choices, form.pattern, form.shortest, most, wanted=length, unusual=unusual)
    return text and "".join(filter(alphabet(carried).__contains__, text))


_PRINTABLE = r"[^\p{C}\p{Z}]"
_XML = r"[^\p{C}]|[\t\n]"  # no control characters, and line ends that XML 1.0 keeps
_ANY = r"[\s\S]"


def _carried(shape: Shape, operation: OperationModel) -> str:
    """Return the class of the characters that a text can have where it is sent."""
    if shape.serialization.get("location") in ("header", "headers"):
        return "[!-~]"
    if shape.serialization.get("location") == "uri" or shape.serialization.get("hostLabel"):
        return _PRINTABLE
    return _XML if operation.service_model.resolved_protocol in _WITHOUT_EMPTY else _ANY


def _integer(maker: WideMaker, shape: Shape, place: Place, inside: tuple[str, ...]) -> Make | None:
    narrowing = maker.narrowing(place)
    low, high = narrowing.bounds(shape.metadata)
    step = int(narrowing.step or 1) or 1
    if narrowing.values:
        values = [v for v in narrowing.values if _is_within(v, low, high)] or list(narrowing.values)
        return lambda choices: pick(choices, values)
    most = _MOST[shape.type_name] if high is None else int(high // 1)
    least = min(0, int(most)) if low is None else int(-(-low // 1))
    first, last = -(-least // step), int(most) // step
    if first > last:
        return None
    telling = [v for v in maker.telling.get(place.path, ()) if _is_within(v, least, most)]
    # Nobody asks for nothing.
    plain = maker.plain(shape, place) or (step if first <= 1 <= last else 0)
    small = min(first + 100, last)

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(16)
        if kind < 6:
            return pick(choices, telling) if telling and kind > 2 else plain
        if kind < 11:
            return between(choices, first, small) * step
        return (first, last, between(choices, first, last))[kind % 3] * step

    return make


def _is_within(value: Any, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _float(maker: WideMaker, shape: Shape, place: Place, inside: tuple[str, ...]) -> Make | None:
    narrowing = maker.narrowing(place)
    low, high = narrowing.bounds(shape.metadata)
    if narrowing.values:
        values = narrowing.values
        return lambda choices: pick(choices, values)
    plain = maker.plain(shape, place)
    least = float(min(0.0, high or 0.0) if low is None else low)
    most = float(least + _LARGE if high is None else high)
    edges = (least, most if high is not None else _MOST.get(shape.type_name, 1.7976931348623157e308))
    step = narrowing.step

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(16)
        if kind < 6:
            return plain
        if step:
            return between(choices, -int(-least // step), int(most // step)) * step
        if kind < 8:
            return edges[kind - 6]
        parts = (100, 1 << 32)[kind % 2]
        return min(least + (most - least) * (choices.choose(parts + 1) / parts), most)

    return make


def _boolean(maker: WideMaker, shape: Shape, place: Place, inside: tuple[str, ...]) -> Make | None:
    values = maker.narrowing(place).values or (False, True)
    return lambda choices: pick(choices, values)


def _timestamp(maker: WideMaker, shape: Shape, place: Place, inside: tuple[str, ...]) -> Make | None:
    plain = maker.plain(shape, place)

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(8)
        if kind < 3:
            return plain
        if kind < 5:
            return pick(choices, _TIMES)
        moment = dt.datetime.fromtimestamp(between(choices, *_SPAN), dt.UTC)
        return format_timestamp(moment)

    return make


def _blob(maker: WideMaker, shape: Shape, place: Place, inside: tuple[str, ...]) -> Make | None:
    plain = maker.plain(shape, place)
    low, high = maker.narrowing(place).bounds(shape.metadata)
    least = int(low or 0)
    most = min(least + 256, int(high)) if high is not None else least + 256

    def make(choices: Choices) -> JsonValue:
        if choices.choose(4) < 2:
            return plain
        length = between(choices, least, most)
        content = SeededChoices(choices.choose(1 << 16))
        return base64.b64encode(bytes(content.choose(256) for _ in range(length))).decode("ascii")

    return make


_BY_TYPE: Mapping[str, Callable[[WideMaker, Any, Place, tuple[str, ...]], Make | None]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "character": _string,
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "timestamp": _timestamp,
    "blob": _blob,
}
