"""Values of shapes, in the JSON-able form of exchanges: valid by the model, and such as a reader believes.

A table from shape type to maker. What the caller decides (which optional members there are, how long lists
are, what is known of a value already) it decides in a `Plan`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from botocore.model import Shape
from botocore.utils import is_json_value_header

from harness.contract.patterns import compile_pattern, pattern_of
from harness.contract.rules.narrowing import NOT_NARROWED, Narrowing
from harness.contract.schema import HOST_LABEL_PATTERN
from harness.contract.values import JsonValue, format_timestamp, is_document
from harness.models.resources import tail_of
from harness.models.unions import is_union
from harness.synth.scene import Scene
from harness.synth.values.choices import Choices, pick
from harness.synth.values.digests import entity_tag
from harness.synth.values.plausible import (
    Place,
    plausible_float,
    plausible_integer,
    plausible_text,
    plausible_time,
)
from harness.synth.values.plausible.arn import bears_name, is_arn, named_arn
from harness.synth.values.plausible.place import Shown, words_of
from harness.synth.values.plausible.strings import Form
from harness.synth.values.plausible.times import times_out_of_order
from harness.synth.values.plausible.words import varied
from harness.synth.values.tags import own_tags
from harness.synth.values.totals import raise_totals

if TYPE_CHECKING:
    from harness.synth.values.views import View, Views

UNKNOWN: Any = object()
"""What `Plan.known` gives for a value that is yet to be made."""

_EPOCH = re.compile(r"\bepoch\b|\b1970\b|\bunix time", re.IGNORECASE)
_DEEP = 6  # shapes inside one another
_ATTEMPTS = 8  # to make a name that no other entry has
_BYTES = b"The quick brown fox jumps over the lazy dog. "


class Plan(Protocol):
    """What a caller decides about the values that are made."""

    def includes(self, place: Place, shape: Shape) -> bool:
        """Tell whether an optional member is there."""

    def entries(self, place: Place, shape: Shape) -> int:
        """Tell how many entries a list or map has, as far as its bounds allow."""

    def known(self, place: Place, shape: Shape) -> JsonValue:
        """Return a value that is known already, or `UNKNOWN`."""

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        """Return those of some documented values, or members of a union, to be chosen from; at least one."""


@dataclass(frozen=True)
class Maker:
    """Makes values.

    Attributes:
        choices: where choices come from.
        scene: region, account and time.
        plan: what the caller decides.
        narrowed: documented rules on single values, by path.
        nesting: how often a shape may stand inside itself, itself included.
        views: which resources are shown; None where there are none, as in requests.
    """

    choices: Choices
    scene: Scene
    plan: Plan
    narrowed: Mapping[str, Narrowing] = field(default_factory=dict)
    nesting: int = 1
    views: Views | None = None

    def _part(self, name: str) -> Maker:
        """Return what makes a part of a thing that is shown: what it chooses depends on that alone."""
        if self.views is None:
            return self
        choices: Any = self.choices
        part = Maker.__new__(Maker)  # one for each value: `replace` takes three times as long
        part.__dict__.update(self.__dict__, choices=choices.part(name))
        return part

    def make(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> JsonValue:
        """Make a value.

        Args:
            shape: its shape.
            place: where it stands.
            inside: the names of the shapes around it.
        """
        known = self.plan.known(place, shape)
        if known is not UNKNOWN:
            return known
        if is_json_value_header(shape) or is_document(shape):
            return {"version": place.number + 1, "enabled": True}
        if place.shown is not None and self.views is not None and shape.type_name in _LEAVES:
            usual = self.views.usual(place, shape)
            if usual is not None:
                made = _BY_TYPE[shape.type_name](self, usual[0], place._replace(owner=usual[1]), inside)
                if _may_be(shape, made):
                    return made
        return _BY_TYPE[shape.type_name](self, shape, place, inside)

    def options(self, shape: Shape, place: Place, inside: tuple[str, ...] = ()) -> Iterator[JsonValue]:
        """Yield the value that `make` makes."""
        yield self.make(shape, place, inside)

    def _narrowing(self, place: Place) -> Narrowing:
        return self.narrowed.get(place.path, NOT_NARROWED)

    def _structure(self, shape: Any, place: Place, inside: tuple[str, ...]) -> JsonValue:
        if shape.serialization.get("eventstream"):
            events = [name for name, event in shape.members.items() if not event.metadata.get("exception")]
            return [self._part(name)._members(shape, place, [name], inside) for name in events[:2]]
        return self._members(shape, place, self._chosen(shape, place, inside), inside)

    def _chosen(self, shape: Any, place: Place, inside: tuple[str, ...]) -> list[str]:
        """Choose the members that a structure has; of a union one, and deep inside one that soon ends."""
        if is_union(shape):
            heights = {name: height(member) for name, member in shape.members.items()}
            most = min(heights.values(), default=0) if len(inside) >= _DEEP else _ENDLESS - 1
            wanted = [name for name, high in heights.items() if high <= most]
            return [pick(self.choices, self.plan.prefers(place, wanted))] if wanted else []
        around = (*inside, shape.name)
        chosen = [
            name
            for name, member in shape.members.items()
            if name in shape.required_members
            or (
                around.count(member.name) < self.nesting
                and self.plan.includes(place.member(name, shape.name, place.siblings), member)
            )
        ]
        if chosen or not place.path:
            return chosen
        # Not every protocol can tell an empty structure from none.
        simplest = sorted(shape.members, key=lambda name: height(shape.members[name]))
        return simplest[:1]

    def _members(self, shape: Any, place: Place, names: list[str], inside: tuple[str, ...]) -> JsonValue:
        made: dict[str, JsonValue] = {}
        maker = self
        view = None if self.views is None else self.views.view(place, shape)
        kinds = dict(view.members) if view is not None else {}
        if view is not None:
            maker, shown, made = self._showing(view, shape, place, names, inside)
            place = place._replace(shown=shown)
        told = frozenset(made)
        siblings = place.siblings.new_child(made)
        for name in making_order(names):
            if name not in made:
                inner = place.member(name, shape.name, siblings)
                part = maker._part(name)
                if view is None and place.shown is not None and self.views is not None:
                    choices = self.views.summed_up(place, name)
                    part = part if choices is None else replace(part, choices=choices)
                made[name] = part.make(shape.members[name], inner, (*inside, shape.name))
                if view is not None and kinds.get(name) is not None:
                    made[name] = maker._acceptable(
                        view.noun, kinds[name], shape.members[name], made[name], inner
                    )
        tally(made)
        raise_totals(shape, made)
        wanted = () if self.views is None else self.views.demanded
        for early, late in list(times_out_of_order(shape, made)):
            is_asked = f"{place.path}.{late}" in wanted
            made[early if is_asked else late] = made[late if is_asked else early]
        if view is not None:
            maker._describe_content(view, place, made)
            maker._name_in_arns(view, shape, place, made, told)
        return {name: made[name] for name in names}

    def _acceptable(
        self, noun: tuple[str, ...], kind: str, shape: Shape, made: JsonValue, place: Place
    ) -> JsonValue:
        """Return a name of a resource such as requests accept, if one can be made; else the name as it is."""
        asked = () if self.views is None else self.views.naming_shapes(noun, kind, shape)
        if not isinstance(made, str) or all(_may_be(each, made) for each in asked):
            return made
        for each in asked:
            other = self._part(place.name).make(each, place._replace(shown=None))
            is_alike = isinstance(other, str) and (kind != "arn" or is_arn(other) or not is_arn(made))
            if is_alike and _may_be(shape, other):
                return other
        return made

    def _describe_content(self, view: View, place: Place, made: dict[str, JsonValue]) -> None:
        """Make the size and ETag of a resource that has content those of its content."""
        content = None if self.views is None else self.views.content(view.noun)
        if content is None:
            return
        name, shape = content
        text = (
            made[name]
            if name in made
            else self._part(name).make(shape, place.member(name, "", place.siblings))
        )
        body = base64.b64decode(text)
        for member, value in made.items():
            if member.lower() == "etag" and isinstance(value, str):  # HealthOmics has structures
                made[member] = entity_tag(body)
            elif member in ("Size", "ContentLength") and _is_count(value):
                made[member] = len(body)

    def _name_in_arns(
        self, view: View, shape: Any, place: Place, made: dict[str, JsonValue], told: Collection[str]
    ) -> None:
        """Let the ARN of a resource that has an id bear that or a name, in place, if it may."""
        names = {name: kind for name, kind in view.members if name in made}
        kinds = ("id", "name", "", "identifier")
        own = [str(made[name]) for kind in kinds for name in names if names[name] == kind and made[name]]
        if "id" not in names.values():
            return
        for name in names:
            arn, member = str(made[name]), shape.members[name]
            if words_of(name)[-1:] != ("arn",) or name in told or bears_name(arn, own):
                continue
            inner = place.member(name, shape.name, place.siblings)
            if arn.startswith("arn:") and self.plan.known(inner, member) is UNKNOWN:
                others = (named_arn(arn, value) for value in own)
                made[name] = next((other for other in others if _may_be(member, other)), arn)

    def _showing(
        self, view: View, shape: Any, place: Place, names: list[str], inside: tuple[str, ...]
    ) -> tuple[Maker, Shown, dict[str, JsonValue]]:
        """Find which resource a structure shows; return what makes its members, and those that name it."""
        assert self.views is not None
        # Around is not the whole response, of a resource without a name as yet.
        around = place.shown if place.shown is not None and place.shown.name else None
        asked = self.views.asked(view.noun)
        told: dict[str, str] = {}
        named: tuple[str, str] | None = None
        wanted = self.views.demanded
        by_demand = [pair for pair in view.members if f"{place.path}.{pair[0]}" in wanted]
        if asked:
            one = asked[place.number % len(asked)]
            told = self.views.all_told(view, shape, place.number % len(asked), one)
            if any(self.views.demands_other(f"{place.path}.{member}", text) for member, text in told.items()):
                told = {}  # what the request names is not what it lists: its domain
            elif self.views.is_told(view, told):
                named = one  # else asked for by its name, say, while it is its id that tells it from others
        elif around is not None and around.noun == view.noun and "[]" not in place.path[len(around.path) :]:
            named = ("name", around.name)
        for member, kind in () if named else (*by_demand, *view.members):
            inner = place.member(member, shape.name, place.siblings)
            value = self.plan.known(inner, shape.members[member])
            if value is UNKNOWN and member == view.members[0][0]:
                # In a list of the response each has another name; inside of a resource, it is the resource's.
                own = inner, shape.members[member], view, shape, (*inside, shape.name)
                if around is not None or (self.views.there and place.path.count("[]") > 1):
                    value = self._named(self._part("named"), *own)
                elif asked:  # created by a name, or asked for by its id: the same one is found by it
                    by_name = self.views.identity(view.noun, tail_of(asked[place.number % len(asked)][1]))
                    value = self._named(replace(self, choices=by_name.part(member)), *own)
                else:
                    value = self._listed(place, *own)
            if isinstance(value, str):
                named = (kind, value)
                break
        kind, value = named or ("name", "")
        if named is not None:
            told = {**self.views.told(view, shape, kind, value), **told}
        made: dict[str, JsonValue] = {
            member: self._renamed(
                place.member(member, shape.name, place.siblings), shape.members[member], text
            )
            for member, text in told.items()
            if member in names
        }
        is_arn = value.startswith("arn:") and bool(view.members)
        name = tail_of(told.get(view.members[0][0], value) if is_arn else value)
        choices = self.views.identity(view.noun, name)
        if view.members and (named is None or view.members[0][0] in told):
            kind = view.members[0][1]
        return replace(self, choices=choices), Shown(view.noun, name, place.path, kind), made

    def _named(
        self, maker: Maker, place: Place, shape: Shape, view: View, structure: Any, inside: tuple[str, ...]
    ) -> JsonValue:
        """Make what names a resource, such as requests accept; an ARN ends with the id next to it."""
        kind = view.members[0][1]
        made = maker._acceptable(view.noun, kind, shape, maker.make(shape, place, inside), place)
        kinds = {each: name for name, each in view.members}
        beside = kinds.get("id", "") if kind == "arn" and kinds.keys() == {"arn", "id"} else ""
        if not beside or not isinstance(made, str) or not is_arn(made):
            return made
        of_id = structure.members[beside]
        if _may_be(of_id, tail_of(made)):
            return made
        path = f"{place.path.removesuffix(place.name)}{beside}"
        own = maker._part(beside).make(of_id, place._replace(path=path, name=beside), inside)
        other = named_arn(made, str(own))
        return other if _may_be(shape, other) else made

    def _listed(
        self, entry: Place, place: Place, shape: Shape, view: View, structure: Any, inside: tuple[str, ...]
    ) -> JsonValue:
        """Make the name of an entry of a list; another one where an entry before it has the same."""
        assert self.views is not None
        names = self.views.names.setdefault(place.path, {})
        for number in range(len(names), place.number + 1):
            maker = replace(self, choices=self.views.naming(entry._replace(number=number), place.name))
            value = self._named(maker, place._replace(number=number), shape, view, structure, inside)
            ends = {_end(each) for each in names.values()}
            made = [self._unlike(ends, shape, place, number, value)]
            # What a pattern alone tells may be one of a few texts, or any.
            while _end(made[-1]) in ends and len(made) <= _ATTEMPTS:
                again = maker._part(str(len(made)))
                made.append(self._named(again, place._replace(number=number), shape, view, structure, inside))
            if _end(made[-1]) in ends:
                made = [each for each in made if each not in names.values()] or made
            names[number] = made[-1]
        return names[place.number]

    def _unlike(
        self, known: Collection[JsonValue], shape: Shape, place: Place, number: int, value: JsonValue
    ) -> JsonValue:
        """Return a name that ends as none does that is known, like one that perhaps does."""
        narrowing = self._narrowing(place)
        if _end(value) not in known or not isinstance(value, str):
            return value
        if values := text_values(shape, narrowing):
            return next((other for other in values if other not in known), value)
        form = text_form(shape, narrowing)
        others = (other for other in varied(value, number) if form.allows(other) and _end(other) not in known)
        return next(others, value)

    def _renamed(self, place: Place, shape: Shape, told: str) -> str:
        """Return the name that the request gives to what it names by an ARN; else what the ARN tells."""
        said = UNKNOWN if "[]" in place.path else self.plan.known(place, shape)
        return said if isinstance(said, str) and not said.startswith("arn:") else told

    def _size(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> int:
        low, high = self._narrowing(place).bounds(shape.metadata)
        wanted = self.plan.entries(place, shape)
        if counts := self._counts(place):
            wanted = next((count for count in counts if count >= wanted), counts[-1])
        if any(inside.count(name) >= self.nesting for name in _shapes_in(shape)):
            wanted = 0  # what holds itself ends here
        return min(max(wanted, low or 0), high if high is not None else wanted + (low or 0))

    def _counts(self, place: Place) -> list[int]:
        """Return how many entries a list may have, by the documented values of the number next to it."""
        outer = place.path.removesuffix(place.name)
        beside = (self.narrowed.get(f"{outer}{name}") for name in ("Quantity", "Count", "quantity", "count"))
        values = next((one.values for one in beside if one is not None and one.values), ())
        return sorted(value for value in values if isinstance(value, int))

    def _list(self, shape: Any, place: Place, inside: tuple[str, ...]) -> JsonValue:
        count = self._size(shape, place, inside)
        made = [
            self._part(str(number)).make(shape.member, place.entry(number), (*inside, shape.name))
            for number in range(count)
        ]
        values = shape.member.metadata.get("enum")
        if (form := own_tags(place.name, shape)) is not None:
            return _first_of_each(made, form[0])
        if shape.member.type_name != "string":
            return made
        least = count if self._counts(place) else max(shape.metadata.get("min", 0), 1 if made else 0)
        return _distinct(made, values or [], least)

    def _map(self, shape: Any, place: Place, inside: tuple[str, ...]) -> JsonValue:
        narrowing = self._narrowing(place)
        key_place = Place(place.service, f"{place.path}[]", f"{place.entry().name}Key", place.owner)
        made: dict[str, JsonValue] = {}
        count = self._size(shape, place, inside)
        for number in range(4 * count):
            if len(made) >= count:
                break
            part = self._part(str(number))
            key = (
                pick(part.choices, narrowing.values) if narrowing.values else part.make(shape.key, key_place)
            )
            made[str(key)] = part._part("value").make(shape.value, place.entry(), (*inside, shape.name))
        return made

    def _string(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> JsonValue:
        narrowing = self._narrowing(place)
        if values := text_values(shape, narrowing):
            return pick(self.choices, self.plan.prefers(place, values))
        form = text_form(shape, narrowing)
        return plausible_text(self.choices, place, self.scene, form, shape.documentation, shape.name)

    def _integer(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> JsonValue:
        narrowing = self._narrowing(place)
        if narrowing.values:
            return pick(self.choices, narrowing.values)
        low, high = narrowing.bounds(shape.metadata)
        if high is None and _EPOCH.search(shape.documentation):
            seconds = int(plausible_time(self.choices, place, self.scene).timestamp())
            return seconds * 1000 if "milli" in shape.documentation.lower() else seconds
        step = int(narrowing.step or 1) or 1
        least, most = None if low is None else int(-(-low // 1)), None if high is None else int(high // 1)
        return plausible_integer(self.choices, place, least, most, step)

    def _float(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> JsonValue:
        narrowing = self._narrowing(place)
        if narrowing.values:
            return pick(self.choices, narrowing.values)
        low, high = narrowing.bounds(shape.metadata)
        return plausible_float(self.choices, place, low, high)

    def _boolean(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> JsonValue:
        values = self._narrowing(place).values
        return pick(self.choices, values) if values else self.choices.choose(2) == 1

    def _timestamp(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> JsonValue:
        return format_timestamp(plausible_time(self.choices, place, self.scene))

    def _blob(self, shape: Shape, place: Place, inside: tuple[str, ...]) -> JsonValue:
        low, high = self._narrowing(place).bounds(shape.metadata)
        usual = len(_BYTES) * (1 + self.choices.choose(8)) if self.views is not None else len(_BYTES)
        length = max(low or 0, min(high if high is not None else usual, usual))
        content = (_BYTES * (length // len(_BYTES) + 1))[:length]
        return base64.b64encode(content).decode("ascii")


def _end(value: JsonValue) -> JsonValue:
    """Return what tells a name from others: of an ARN its end, which is the name or id of the thing."""
    return tail_of(value) if isinstance(value, str) and is_arn(value) else value


def making_order(names: Iterable[str]) -> list[str]:
    """Return members in the order in which they are made: ARNs last, as they bear the names next to them."""
    return sorted(names, key=lambda name: name.lower().endswith("arn"))


def text_values(shape: Shape, narrowing: Narrowing) -> list[str]:
    """Return the documented values of a text; none where any text will do."""
    values = shape.metadata.get("enum")
    if narrowing.values:
        values = [str(value) for value in narrowing.values if not values or value in values]
    return [value for value in values or () if value] or list(values or ())


@lru_cache(maxsize=4096)
def text_form(shape: Shape, narrowing: Narrowing) -> Form:
    """Return what a text must keep to; in a path or header it is not empty, in a host name it is a label."""
    low, high = narrowing.bounds(shape.metadata)
    pattern = pattern_of(shape.metadata)
    if shape.serialization.get("hostLabel"):
        pattern, high = pattern or compile_pattern(HOST_LABEL_PATTERN), min(high or 63, 63)
    in_path = shape.serialization.get("location") in ("uri", "header", "headers")
    low = max(low or 0, 1 if in_path or high != 0 else 0)
    if narrowing.pattern is None:
        return Form(pattern, low, high)
    documented = compile_pattern(narrowing.pattern, low, high)
    if pattern is not None and "(?!" in narrowing.pattern:  # what a text must not be makes none
        both = compile_pattern(f"(?=(?:{narrowing.pattern})$)(?:{pattern.source})", low, high)
        return Form(pattern, low, high, documented) if both.whole is None else Form(both, low, high)
    return Form(documented, low, high, pattern)


_COUNTING = frozenset(
    ("count", "quantity", "total", "size", "key", "item", "items", "results", "records", "scanned")
)


def tally(members: dict[str, JsonValue]) -> None:
    """Set what counts the entries of a structure's only list or map, and what is the sum of other counts."""
    counts = {name: value for name, value in members.items() if name.endswith("Count") and _is_count(value)}
    if len(counts) > 2 and "TotalCount" in counts:
        members["TotalCount"] = sum(value for name, value in counts.items() if name != "TotalCount")
    held = [value for value in members.values() if isinstance(value, list | dict)]
    if len(held) == 1:
        count_entries(members, len(held[0]), len(held[0]))


def count_entries(members: dict[str, JsonValue], count: int, total: int) -> None:
    """Set what counts entries in a structure: ``Count``, ``Quantity``, ``KeyCount``, ``TotalItems``.

    Args:
        members: the structure's members.
        count: how many entries there are.
        total: how many there are on all pages.
    """
    for name, value in members.items():
        words = words_of(name)
        if {"count", "quantity", "total"} & set(words) and _COUNTING.issuperset(words) and _is_count(value):
            members[name] = total if "total" in words else count


def _is_count(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _first_of_each(tags: list[JsonValue], key: str) -> list[JsonValue]:
    """Drop the tags whose key one before them has."""
    found: dict[JsonValue, JsonValue] = {}
    for tag in tags:
        found.setdefault(tag.get(key) if isinstance(tag, dict) else None, tag)
    return list(found.values())


def _distinct(made: list[JsonValue], values: list[str], least: int) -> list[JsonValue]:
    """Drop repeated entries; where too few are left, add documented values, then repeated ones after all."""
    distinct = list(dict.fromkeys(made))
    spare = [value for value in values if value not in distinct]
    return distinct + (spare + made)[: max(least - len(distinct), 0)]


def _shapes_in(shape: Any) -> tuple[str, ...]:
    """Return the names of the shapes of a list's or map's entries."""
    entry = shape.member if shape.type_name == "list" else shape.value
    return (entry.name, *_shapes_in(entry)) if entry.type_name in ("list", "map") else (entry.name,)


_ENDLESS = 1000
_LEAVES = frozenset(("string", "integer", "long", "float", "double"))


def _may_be(shape: Shape, value: JsonValue) -> bool:
    """Tell whether a value that another shape allows may stand where this one is."""
    traits = shape.metadata
    if isinstance(value, str):
        values = text_values(shape, NOT_NARROWED)
        return value in values if values else text_form(shape, NOT_NARROWED).allows(value)
    low, high = traits.get("min", value), traits.get("max", value)
    return bool(low <= value <= high)


def height(shape: Shape) -> int:
    """Return how many shapes a value needs to have inside one another at least."""
    return _height(shape, frozenset())


def _height(shape: Any, around: frozenset[str]) -> int:
    if shape.name in around:
        return _ENDLESS
    match shape.type_name:
        case "structure" if not is_document(shape):
            inner = around | {shape.name}
            if is_union(shape):
                heights = [_height(member, inner) for member in shape.members.values()]
                return 1 + min(heights, default=0)
            required = (shape.members[name] for name in shape.required_members)
            return 1 + max((_height(member, inner) for member in required), default=0)
        case "list" if shape.metadata.get("min"):
            return 1 + _height(shape.member, around | {shape.name})
        case "map" if shape.metadata.get("min"):
            return 1 + _height(shape.value, around | {shape.name})
    return 1


_BY_TYPE: Mapping[str, Callable[[Maker, Any, Place, tuple[str, ...]], JsonValue]] = {
    "structure": Maker._structure,
    "list": Maker._list,
    "map": Maker._map,
    "string": Maker._string,
    "character": Maker._string,
    "integer": Maker._integer,
    "long": Maker._integer,
    "float": Maker._float,
    "double": Maker._float,
    "boolean": Maker._boolean,
    "timestamp": Maker._timestamp,
    "blob": Maker._blob,
}
