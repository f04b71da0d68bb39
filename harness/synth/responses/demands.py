"""What a request asks of the entries of a list: a status, a prefix, a time range, a filter by name, a tag.

Which member of an entry a parameter speaks of follows from their names and shapes; where it does not, from
``facts.toml``. An entry is made such that it is what was asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from botocore.model import OperationModel, Shape

from harness.contract.paths.member import join
from harness.contract.paths.shape import shape_at
from harness.contract.prose.text import sentences_of
from harness.contract.rules.bounds import Bounds
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue, format_timestamp
from harness.models.endpoints import service_metadata
from harness.models.paginators import find_pagination, is_token
from harness.models.resources import noun_words, parse_name, tail_of
from harness.synth.responses.facts import facts_of
from harness.synth.responses.filters import (
    Comparison,
    FilterForm,
    filter_form,
    filter_matching,
    filter_names,
    filter_options,
)
from harness.synth.responses.matching import UNSAID, Matching, matching_of
from harness.synth.responses.plan import TROUBLE
from harness.synth.responses.views import allows, subject_of, view_of
from harness.synth.scene import Scene
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible import words
from harness.synth.values.plausible.place import Place


class Demand(Protocol):
    """What a request asks of one member of the entries."""

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return a value that was asked for, or `UNKNOWN`."""

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is one that was asked for; None where that cannot be told."""


_EVERY = frozenset(("ALL", "ANY"))  # values that ask for whatever there is
_SCALARS = frozenset(("string", "integer", "long", "boolean", "character"))
_SPELT = frozenset(("string", "boolean"))
_NUMBERS = frozenset(("integer", "long", "float", "double"))
_LOW = frozenset(("after", "since", "from", "start", "begin", "min", "minimum", "earliest", "newer"))
_HIGH = frozenset(("before", "until", "to", "end", "max", "maximum", "latest", "older"))
_TIME = frozenset(("time", "date", "at", "on", "timestamp", "datetime", "range", "period"))
_AFFIXES = frozenset(
    ("filter", "equal", "in", "list", "value", "match", "criteria", "criterion", "by", "search")
)
_FILTER = re.compile(r"filter|criteria|quer(y|ies)$", re.IGNORECASE)
_PREFIX_MATCH = re.compile(r"\bprefix match", re.IGNORECASE)
_SUBSTRING = re.compile(r"\bsubstring\b", re.IGNORECASE)
_IN_IT = re.compile(r"\bsubstring\b|\bcontain", re.IGNORECASE)
_EXCLUDING = re.compile(r"exclu(?:de|sion)", re.IGNORECASE)
_TAG_KEYS = (("Key", "Value"), ("key", "value"), ("TagKey", "TagValue"))
_FEW = 3
_DEEPEST = 4  # structures, one in another, in which a filter finds what it goes by
_MAIN_TIMES = ("event", "timestamp", "time", "creat", "start", "submit", "request", "last", "updat")


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of the entries of a list.

    Attributes:
        path: where it is in a response.
        words: the words of its own name.
        text: those of the members that lead to it and of itself, joined.
        shape: its shape.
    """

    path: str
    words: tuple[str, ...]
    text: str
    shape: Any


@dataclass(frozen=True, slots=True)
class _Site:
    """A list of a response, whose entries a request may ask for.

    Attributes:
        path: the path of an entry.
        name: the list's name.
        entry: the shape of an entry.
        members: the members of an entry.
    """

    path: str
    name: str
    entry: Any
    members: tuple[_Member, ...]


@lru_cache(maxsize=4096)
def _sites(operation: OperationModel) -> tuple[_Site, ...]:
    """Return the lists that an operation answers with."""
    parsed = parse_name(operation.name)
    if operation.output_shape is None or not (parsed.role == "list" or find_pagination(operation)):
        return ()
    return tuple(_lists(operation.output_shape, "", 0))


def _lists(shape: Any, path: str, lists: int) -> Iterator[_Site]:
    for name, member in shape.members.items():
        inner = join(path, name)
        if not TROUBLE.isdisjoint(noun_words(name)):
            continue
        if member.type_name == "list" and lists < 2:
            entry = member.member
            if entry.type_name == "structure":
                yield _Site(f"{inner}[]", name, entry, tuple(_members(entry, f"{inner}[]", "", frozenset())))
                if not lists:
                    yield from _lists(entry, f"{inner}[]", lists + 1)
            elif entry.type_name == "string" and not lists:
                yield _Site(f"{inner}[]", name, entry, ())
        elif member.type_name == "structure" and not lists and not path:
            yield from _lists(member, inner, lists)


def _members(shape: Any, path: str, before: str, inside: frozenset[str]) -> Iterator[_Member]:
    for name, member in shape.members.items():
        named = noun_words(name)
        text = before + "".join(named)
        if member.type_name == "structure":
            if len(inside) < 2 and member.name not in inside:
                yield from _members(member, f"{path}.{name}", text, inside | {member.name})
        elif member.type_name in _SCALARS or member.type_name in ("timestamp", *_NUMBERS):
            yield _Member(f"{path}.{name}", named, text, member)


_Maker = Callable[["_Request", Any], Iterator[tuple[str, Demand]]]


@dataclass(frozen=True, slots=True)
class _Request:
    operation: OperationModel
    params: Mapping[str, JsonValue]
    scene: Scene


@lru_cache(maxsize=4096)
def _makers(operation: OperationModel) -> tuple[tuple[tuple[str, ...], _Maker], ...]:
    """Return the parameters of an operation that ask for something of entries, and what that is."""
    sites = _sites(operation)
    if not sites or operation.input_shape is None:
        return ()
    subject = subject_of(operation)
    own = set() if subject is None or not subject.is_own else set(subject.parameters)
    pagination = find_pagination(operation)
    paging = {*(pagination.input_tokens if pagination else ()), pagination.limit if pagination else ""}
    found: list[tuple[tuple[str, ...], _Maker]] = []
    for name, shape in operation.input_shape.members.items():
        if name in paging or is_token(name) or (name in own and shape.type_name == "string"):
            continue
        if shape.type_name == "structure" and _FILTER.search(name):
            for inner, member in shape.members.items():
                path = (name, inner)
                found += [(path, maker) for maker in _of_parameter(operation, sites, path, member)]
        else:
            found += [((name,), maker) for maker in _of_parameter(operation, sites, (name,), shape)]
    return tuple(found)


def _of_parameter(  # noqa: C901
    operation: OperationModel, sites: Sequence[_Site], path: tuple[str, ...], shape: Any
) -> Iterator[_Maker]:
    name = path[-1]
    stated = facts_of(operation.service_model.service_name).filters.get(f"{operation.name}.{name}")
    named = noun_words(name)
    noun = parse_name(operation.name).noun
    if stated is not None:
        yield _stated(*stated)
    elif shape.type_name == "timestamp" or _BOUND.search(shape.documentation):
        for site in sites:
            if bound := _bounded(site, named, noun, shape):
                yield bound
    elif shape.type_name == "string" and (part := part_of(name, shape)) is not None:
        for site in sites:
            if part[0] is Comparison.BEGINS:
                if target := _prefixed(operation, site, part[1], noun):
                    yield _prefix(*target)
                continue
            found = _by_text(site, "".join(part[1]), noun)
            if found is not None and found.shape.type_name == "string":
                yield _containing(found.path, matching_of(shape.documentation))
    elif shape.type_name == "list" and shape.member.type_name == "structure":
        if form := filter_form(shape):
            yield _filters(sites, noun, form, path)
    elif shape.type_name in _SCALARS or (shape.type_name == "list" and shape.member.type_name == "string"):
        enum = shape if shape.type_name != "list" else shape.member
        for site in sites:
            if member := _same(site, named, noun, enum):
                # A wildcard may stand for all values only.
                matching = Matching(matching_of(shape.documentation, enum.documentation).any_case)
                yield _equal(member, matching, is_spelled_out=bool(enum.metadata.get("enum")))
            elif flags := _flags(site, shape.metadata.get("enum", ())):
                yield _flagged(flags)


def _same(site: _Site, named: tuple[str, ...], noun: tuple[str, ...], shape: Shape) -> _Member | None:
    """Find the member of an entry that a parameter is the value of."""
    plain = tuple(word for word in named if word not in _AFFIXES) or named
    for text in dict.fromkeys(("".join(named), "".join(plain))):
        found = _by_text(site, text, noun)
        if found is not None and found.shape.type_name in _SCALARS:
            return found
    if shape.metadata.get("enum"):
        alike = [member for member in site.members if member.shape.name == shape.name]
        if len(alike) == 1:
            return alike[0]
    return None


def _by_text(site: _Site, text: str, noun: tuple[str, ...]) -> _Member | None:
    whole = "".join(noun)
    for wanted in (
        text,
        text.removeprefix(whole),
        whole + text,
        *("".join(noun[n:]) + text for n in range(1, len(noun))),
    ):
        for member in site.members if wanted else ():
            if wanted in (member.text, "".join(member.words)) and (
                member.text == wanted or member.path.count(".") == site.path.count(".") + 1
            ):
                return member
    return None


def part_of(name: str, shape: Any) -> tuple[Comparison, tuple[str, ...]] | None:
    """Tell whether a parameter asks for a part of texts: their beginning, or anything in them.

    Args:
        name: its name.
        shape: its shape.

    Returns:
        How it is compared and the words of what has the part, or None.
    """
    named = noun_words(name)
    named = named[:-1] if named[-1:] == ("filter",) else named
    if named[-1:] == ("prefix",):
        return Comparison.BEGINS, named[:-1]
    if named[-1:] == ("with",) and named[-2:-1] in (("begins",), ("starts",)):
        return Comparison.BEGINS, named[:-2]
    is_in = _IN_IT.search(shape.documentation) if named[-1:] == ("contain",) else None
    if is_in or (named[-1:] == ("pattern",) and _SUBSTRING.search(shape.documentation)):
        return Comparison.CONTAINS, named[:-1]
    return None


def _flags(site: _Site, values: Sequence[str]) -> dict[str, str]:
    """Find the members that say whether an entry is of a kind, by the value that asks for it.

    ``PrivateHostedZone`` asks for zones whose ``PrivateZone`` is true.
    """
    found = {}
    for value in values:
        asked = set(noun_words(value))
        for member in site.members:
            is_flag = member.shape.type_name == "boolean" and len(member.words) > 1
            if is_flag and asked.issuperset(member.words):
                found[value] = member.path
    return found


def _flagged(flags: Mapping[str, str]) -> _Maker:
    def make(request: _Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        if isinstance(asked, str) and asked in flags:
            yield flags[asked], _OneOf((True,))

    return make


def _containing(path: str, matching: Matching) -> _Maker:
    def make(request: _Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        if isinstance(asked, str) and asked:
            yield path, _Containing(asked, matching)

    return make


@dataclass(frozen=True, slots=True)
class _Containing:
    """A text that has another one in it."""

    part: str
    matching: Matching = UNSAID

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        if shape.metadata.get("enum"):
            return _of_enum(place, shape, self)
        for text in (f"{words.numbered(place.number)}-{self.part}", f"{self.part}{place.number}", self.part):
            if allows(shape, text):
                return text
        return UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a text has it in it."""
        if not isinstance(value, str):
            return None
        return self.part.lower() in value.lower() if self.matching.any_case else self.part in value


def _of_enum(place: Place, shape: Any, demand: Demand) -> JsonValue:
    """Return one of a shape's values that a demand admits."""
    fitting = [value for value in shape.metadata["enum"] if demand.admits(value)]
    return fitting[place.number % len(fitting)] if fitting else UNKNOWN


def _values(asked: Any) -> list[Any]:
    return [each for each in (asked if isinstance(asked, list) else [asked]) if each is not None]


def _equal(member: _Member, matching: Matching, *, is_spelled_out: bool) -> _Maker:
    def make(request: _Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        values = tuple(_values(asked))
        known = member.shape.metadata.get("enum", ())
        if not any(str(value).upper() in _EVERY and value not in known for value in values):
            yield member.path, _OneOf(values, is_spelled_out, matching=matching)

    return make


def _any_of(verdicts: Sequence[bool | None]) -> bool | None:
    """Tell whether any of some verdicts is right; None where one may be."""
    return True if True in verdicts else None if None in verdicts else False


@dataclass(frozen=True, slots=True)
class _OneOf:
    """One of some values.

    Attributes:
        values: the values.
        is_spelled_out: whether the model of the request lists them, perhaps otherwise spelled.
        is_written_so: whether entries have them as they are written here.
        matching: how texts are compared with them.
    """

    values: tuple[Any, ...]
    is_spelled_out: bool = False
    is_written_so: bool = False
    matching: Matching = UNSAID

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        if not self.values:
            return UNKNOWN
        value = self.values[place.number % len(self.values)]
        if shape.type_name in ("integer", "long"):
            return int(value) if str(value).isdecimal() else UNKNOWN
        if shape.type_name == "boolean":
            return {"true": True, "false": False}.get(str(value).lower(), UNKNOWN)
        if self.matching.any_case and shape.metadata.get("enum"):
            return _of_enum(place, shape, self)
        text = str(value).replace("*", "orders").replace("?", "a")
        return text if shape.type_name == "string" and allows(shape, text) else UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is one of them; None where it may be."""
        if not self.values:
            return None
        return _any_of([self.matching.admits(_written(each), _written(value)) for each in self.values])

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether a member can have none of them: ``gone`` is no state."""
        values = [str(each) for each in self.values]
        if self.matching.wildcards == "" and all(set(each) & {"*", "?"} for each in values):
            return True
        if not values or self.is_spelled_out or any(set(each) & {"*", "?"} for each in values):
            return False
        if shape.type_name == "boolean":
            return not {each.lower() for each in values} & {"true", "false"}
        enum = shape.metadata.get("enum", ()) if shape.type_name == "string" else ()
        if (
            self.is_written_so
            and shape.type_name == "string"
            and not any(allows(shape, each) for each in values)
        ):
            return not any(_is_restyled(each, known) for each in values for known in enum)
        return bool(enum) and not {_plain(each) for each in values} & {_plain(each) for each in enum}


def _plain(value: str) -> str:
    """Write a value as its other spellings are written: without hyphens, in small letters."""
    return re.sub(r"[^a-z0-9]", "", value.lower())


def _is_restyled(value: str, known: str) -> bool:
    """Tell whether a value is another one in another style: ``on-demand`` is ``ON_DEMAND``."""
    return _plain(value) == _plain(known) and value.lower() != known.lower()


def _written(value: Any) -> str:
    """Write a value as filters have it: ``true``, ``8``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _stated(kind: str, path: str) -> _Maker:
    def make(request: _Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        if kind == "prefix":
            yield path, _Beginning(request, str(asked), "")
        elif kind == "folder":
            is_deep = bool(request.params.get("Recursive"))
            yield path, _Beginning(request, f"{str(asked).rstrip('/')}/", "", is_deep=is_deep)
        else:
            yield path, _OneOf(tuple(_values(asked)))

    return make


# Prefixes.


def _prefixed(
    operation: OperationModel, site: _Site, rest: tuple[str, ...], noun: tuple[str, ...]
) -> tuple[str, str] | None:
    """Find what a prefix is of: the path of the member or entry, and its kind."""
    if site.entry.type_name == "string":
        kind = noun_words(site.name)[-1]
        return (site.path, kind if kind in ("url", "arn") else "") if site.path.count("[]") == 1 else None
    if rest:
        found = _by_text(site, "".join(rest), noun)
        return (found.path, "") if found is not None and found.shape.type_name == "string" else None
    view = view_of(operation, site.entry, site.name)
    # A prefix is one of names: ARNs begin all alike, and ids say nothing.
    named = [name for name, kind in view.members if kind not in ("arn", "id", "identifier")] if view else []
    for name in ("Key", *named, "Name", "Prefix", "key", "name"):  # versions of objects go by their keys
        shape = site.entry.members.get(name)
        if shape is not None and shape.type_name == "string":
            return f"{site.path}.{name}", ""
    return None


def _prefix(path: str, kind: str) -> _Maker:
    def make(request: _Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        yield path, _Beginning(request, str(asked), kind)

    return make


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A text that begins in one way, or the URL or ARN of what has such a name; deep: folders may follow."""

    request: _Request
    prefix: str
    kind: str
    is_deep: bool = True
    matching: Matching = UNSAID

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        if shape.metadata.get("enum"):
            return _of_enum(place, shape, self)
        return next(self._allowed(place.name, place.number, shape), UNKNOWN)

    def _allowed(self, member: str, number: int, shape: Any) -> Iterator[str]:
        """Yield texts that begin so, and may stand in a member of the shape."""
        scene, service = self.request.scene, self.request.operation.service_model.service_name
        prefix, kind = self.prefix, self.kind
        name = prefix + words.numbered(number)
        if member in ("Prefix", "prefix"):
            name = f"{name}/"
        if kind == "url":
            host = service_metadata(service)["endpointPrefix"]
            name = f"https://{host}.{scene.region}.amazonaws.com/{scene.account}/{name}"
        elif kind == "arn":
            name = f"arn:{scene.partition}:{service}:{scene.region}:{scene.account}:{name}"
        # A path ends with a slash; a name may have no hyphen, and a code no letter.
        plain = name.replace("-", "")
        long = f"{plain}{'0123456789abcdefghijklmnopqrstuvwxyz' * 4}"[: shape.metadata.get("min", 0)]
        for text in (name, f"{name}/", plain, f"{prefix}{number}", f"{prefix}/", prefix, long):
            if allows(shape, text):
                yield text

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether nothing that stands there is known to begin so; a list may always have less."""
        if enum := shape.metadata.get("enum"):
            return not any(self.admits(each) for each in enum)
        return not self.kind and next(self._allowed("", 0, shape), None) is None

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a text begins so, or the last part of a URL or ARN."""
        if not isinstance(value, str):
            return None
        parts = {"url": value.rpartition("/")[2], "arn": tail_of(value)}
        if not self.is_deep and "/" in value[len(self.prefix) :]:
            return False
        return any(self._begins(text) for text in (value, parts.get(self.kind, value)))

    def _begins(self, text: str) -> bool:
        return (
            text.lower().startswith(self.prefix.lower())
            if self.matching.any_case
            else text.startswith(self.prefix)
        )


# Times.


# "Inclusive lower bound for EffectiveFrom date filter."
_BOUND = re.compile(r"\b(lower|upper) bound (?:for|on|of) (?:the )?(\w+)", re.IGNORECASE)
_COUNTS = re.compile(r"(?<!mutually )\b(inclusive|exclusive)\b", re.IGNORECASE)
_WITH_BOUND = re.compile(
    r"\b(?:at|on) or (?:after|before|later|earlier)\b|\b(?:after|before) or (?:at|on|equal)\b|\bequal to\b",
    re.IGNORECASE,
)
_WITHOUT_BOUND = re.compile(r"\bonly\b.* (?:after|before)\b", re.IGNORECASE)


def _bounded(site: _Site, named: tuple[str, ...], noun: tuple[str, ...], shape: Any) -> _Maker | None:
    """Find the time of an entry that a parameter bounds."""
    counted = _counts(shape.documentation)
    stated = _BOUND.search(shape.documentation)
    member = stated and _by_text(site, "".join(noun_words(stated[2])), noun)
    if stated and member and member.shape.type_name in ("timestamp", "string"):
        return _bound(member, stated[1].lower() == "lower", counted)
    for words_of_bounds, is_low in ((_LOW, True), (_HIGH, False)) if shape.type_name == "timestamp" else ():
        if bounding := [word for word in (named[-1:] + named[:1]) if word in words_of_bounds]:
            rest = [word for word in named if word not in (bounding[0], *_TIME, "by", "filter")]
            member = _time_of(site, rest, noun)
            return None if member is None else _bound(member, is_low, counted)
    return None


def _counts(documentation: str) -> bool | None:
    """Tell whether a bound itself counts; None where documentation doesn't say.

    What is returned "at or after" a time has that time; "only after" it has not.
    """
    said = {word.lower() == "inclusive" for word in _COUNTS.findall(documentation)}
    if said:
        return said.pop() if len(said) == 1 else None
    sentences = [sentence.text for sentence in sentences_of(documentation)]
    if any(_WITH_BOUND.search(text) for text in sentences):
        return True
    return False if any(_WITHOUT_BOUND.search(text) for text in sentences) else None


def _time_of(site: _Site, rest: Sequence[str], noun: tuple[str, ...]) -> _Member | None:
    times = [member for member in site.members if member.shape.type_name == "timestamp"]
    wanted = [word[:5] for word in rest if word not in noun] or [word[:5] for word in rest]
    if rest:
        return next(
            (t for t in times if all(any(w.startswith(each) for w in t.words) for each in wanted)), None
        )
    if len(times) == 1:
        return times[0]
    for begin in _MAIN_TIMES:
        for member in times:
            if member.words[0].startswith(begin):
                return member
    return None


def _bound(member: _Member, is_low: bool, counts: bool | None) -> _Maker:
    def make(request: _Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        moment = comparable(asked) if isinstance(asked, str) else None
        if moment is not None:
            inclusive = counts is not False
            bounds = (
                Bounds(low=moment, low_inclusive=inclusive)
                if is_low
                else Bounds(high=moment, high_inclusive=inclusive)
            )
            unsaid = frozenset((moment,)) if counts is None else frozenset[float]()
            yield member.path, Between(bounds, unsaid, request.scene.now)

    return make


@dataclass(frozen=True, slots=True)
class Between:
    """A time between two, newest first.

    Attributes:
        bounds: the two.
        unsaid: those of them of which documentation does not say whether they count.
        now: the time of the answer.
    """

    bounds: Bounds
    unsaid: frozenset[float]
    now: dt.datetime

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return one of them, in the form of the shape, or `UNKNOWN`."""
        if self.bounds.is_empty:
            return UNKNOWN
        moments = (self.bounds.low, self.bounds.high)
        first, last = (None if one is None else dt.datetime.fromtimestamp(one, dt.UTC) for one in moments)
        high = last or max(self.now, (first or self.now) + dt.timedelta(hours=1))
        low = first or high - dt.timedelta(days=7)
        # As many steps as any list is likely to have: the times of what comes later are older.
        moment = low + (high - low) / (place.number + 2)
        whole = moment.replace(microsecond=0)
        moment = next((one for one in (whole, low) if self.admits(one.timestamp()) is not False), moment)
        if shape.type_name == "timestamp":
            return format_timestamp(moment)
        texts = (moment.date().isoformat(), format_timestamp(moment))
        return next((text for text in texts if allows(shape, text) and self.admits(text)), UNKNOWN)

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a time lies between them; None at a bound that may count or not."""
        moment = comparable(value)
        if moment is None:
            return None
        if self.bounds.excludes(moment):
            return False
        return None if moment in self.unsaid else True

    def is_bound(self, value: JsonValue) -> bool:
        """Tell whether a time is one of them."""
        moment = comparable(value)
        return moment is not None and moment in (self.bounds.low, self.bounds.high)

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether no time lies between them."""
        return self.bounds.is_empty

    def both(self, other: Between) -> Between:
        """Return what lies between the bounds of both."""
        bounds = self.bounds.raised(other.bounds.low, inclusive=other.bounds.low_inclusive)
        bounds = bounds.lowered(other.bounds.high, inclusive=other.bounds.high_inclusive)
        return Between(bounds, self.unsaid | other.unsaid, self.now)


# Filters that say by name what they go by.


def _filters(
    sites: Sequence[_Site], noun: tuple[str, ...], form: FilterForm, path: tuple[str, ...]
) -> _Maker:
    def make(request: _Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        for each in asked if isinstance(asked, list) else ():
            wanted = tuple(_values(each.get(form.values)))
            if not wanted:
                continue
            by = str(each.get(form.name, ""))
            option = each.get(form.option) if form.option else None
            if _is_refused(request.operation, path, by, option):
                yield from ((site.path, _Nothing()) for site in sites)
                continue
            matching = filter_matching(request.operation, path, by)
            demand = _compared(request, option or _said_option(request.operation, path, by), wanted, matching)
            if any(_EXCLUDING.match(name) for name in path):
                demand = demand.demand if isinstance(demand, _Not) else demand and _Not(demand)
            if demand is not None:
                yield from ((place, demand) for place in _places_of(request, sites, noun, by))
            kind, _, key = by.partition(":")
            if kind.lower() == "tag" and key and isinstance(demand, _OneOf):
                for site in sites:
                    yield from _tagged(site, key, wanted)

    return make


def _places_of(request: _Request, sites: Sequence[_Site], noun: tuple[str, ...], by: str) -> Iterator[str]:
    """Yield the paths of the members that a filter goes by."""
    filters = facts_of(request.operation.service_model.service_name).filters
    stated = filters.get(f"{request.operation.name}.{by}")
    if stated is not None:
        yield stated[1]
        return
    if ":" in by:
        return
    named = noun_words("".join(part[:1].upper() + part[1:] for part in re.split("[^A-Za-z0-9]", by)))
    lists = (site for site in sites if not _is_of_tags(site))
    found = [member.path for site in lists if (member := _by_text(site, "".join(named), noun)) is not None]
    outer = min((path.count("[]") for path in found), default=0)
    yield from (path for path in found if path.count("[]") == outer)
    if not found:
        yield from _inside(sites, by, noun)


def _is_of_tags(site: _Site) -> bool:
    """Tell whether a list is that of an entry's tags, whose values are not asked for as ``value``."""
    members = getattr(site.entry, "members", {})
    return site.path.count("[]") > 1 and any(members.keys() == set(keys) for keys in _TAG_KEYS)


def _inside(sites: Sequence[_Site], by: str, noun: tuple[str, ...]) -> Iterator[str]:
    """Yield the path of the member within an entry that a filter goes by: ``attachment.instance-id``.

    If no member has all its words, it is the only one whose last words they are.
    """
    words = _plain_words(by)
    outer = (site for site in sites if site.path.count("[]") == 1)
    leaves = {path: text for site in outer for path, text in _leaves(site.entry, site.path)}
    wanted = (words, tuple(_plain_words("".join(noun))) + words)
    exact = [path for path, text in leaves.items() if text in wanted]
    ending = [path for path, text in leaves.items() if text[-len(words) :] == words] if len(words) > 1 else []
    yield from exact[:1] or (ending if len(ending) == 1 else ())


@lru_cache(maxsize=4096)
def _leaves(shape: Any, path: str, depth: int = 0) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the paths of the scalars in an entry, also within its lists, each with the words on its way."""
    if shape.type_name == "list":
        return _leaves(shape.member, f"{path}[]", depth)
    if shape.type_name != "structure":
        return ((path, ()),) if shape.type_name in _SCALARS else ()
    if depth == _DEEPEST:
        return ()
    return tuple(
        (inner, (*_plain_words(name), *words))
        for name, member in shape.members.items()
        for inner, words in _leaves(member, f"{path}.{name}", depth + 1)
    )


def _plain_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, each in the singular, an identifier as an id."""
    parts = re.split("[^A-Za-z0-9]", name)
    words = (word for part in parts for word in noun_words(part[:1].upper() + part[1:]))
    return tuple("id" if word == "identifier" else "".join(noun_words(word)) for word in words)


def _is_refused(operation: OperationModel, path: tuple[str, ...], by: str, option: str | None) -> bool:
    """Tell whether documentation leaves a filter to other operations, or writes it otherwise."""
    names = filter_names(operation, path)
    options = filter_options(operation, path) if option is not None else ()
    in_other_case = by not in names.listed and by.lower() in map(str.lower, names.listed)
    return in_other_case or by in names.others or (bool(options) and option not in options)


def _said_option(operation: OperationModel, path: tuple[str, ...], by: str) -> str | None:
    """Return how documentation says that the values of a filter are compared, where its request does not."""
    said = filter_names(operation, path).said.get(by, "")
    return "BeginsWith" if _PREFIX_MATCH.search(said) else None


def _compared(
    request: _Request, option: Any, wanted: tuple[Any, ...], matching: Matching
) -> _OneOf | _Any | _Not | None:
    """Return what a filter demands that says how values are compared; None where that is not known."""
    meant = Comparison.EQUAL if option is None else Comparison.named(str(option))
    texts = tuple(map(str, wanted))
    match meant:
        case Comparison.EQUAL:
            return _OneOf(wanted, is_written_so=True, matching=matching)
        case Comparison.UNEQUAL:
            return _Not(_OneOf(wanted))
        case Comparison.BEGINS:
            return _Any(tuple(_Beginning(request, text, "", matching=matching) for text in texts))
        case Comparison.CONTAINS:
            return _Any(tuple(_Containing(text, matching) for text in texts))
        case Comparison.LACKS:
            return _Not(_Any(tuple(map(_Containing, texts))))
    return None


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Nothing: no entry is what was asked for."""

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        return UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell that no value is."""
        return False

    def is_hopeless(self, shape: Any) -> bool:
        """Tell that no member can have it."""
        return True


@dataclass(frozen=True, slots=True)
class _Any:
    """What one of some demands asks for."""

    demands: tuple[_Beginning | _Containing, ...]

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        if shape.type_name != "string":
            return UNKNOWN
        return self.demands[place.number % len(self.demands)](place, shape)

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is what one of them asks for."""
        return _any_of([demand.admits(value) for demand in self.demands])

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether a member can have none of it."""
        return all(isinstance(one, _Beginning) and one.is_hopeless(shape) for one in self.demands)


@dataclass(frozen=True, slots=True)
class _Not:
    """Anything but what is asked for."""

    demand: _OneOf | _Any

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        if shape.metadata.get("enum"):
            return _of_enum(place, shape, self)
        # What an account or an id must look like, a word is not: then it is the value with other digits.
        digits = "".join(str((number + 1 + place.number % 8) % 10) for number in range(10))
        values = self.demand.values if isinstance(self.demand, _OneOf) else ()
        others = (
            *(words.numbered(place.number + more) for more in range(_FEW)),
            *(_written(value).translate(str.maketrans("0123456789", digits)) for value in values),
        )
        known = (
            (True, False)
            if shape.type_name == "boolean"
            else (text for text in others if allows(shape, text))
        )
        free = (value for value in known if self.admits(value))
        return next(free, UNKNOWN) if shape.type_name in _SPELT else UNKNOWN

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether a member can have nothing else."""
        known = (True, False) if shape.type_name == "boolean" else shape.metadata.get("enum", ())
        return bool(known) and not any(self.admits(value) for value in known)

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is something else."""
        verdict = self.demand.admits(value)
        return None if verdict is None else not verdict


def _tagged(site: _Site, key: str, values: Sequence[Any]) -> Iterator[tuple[str, Demand]]:
    if site.entry.type_name != "structure":
        return
    for name, shape in site.entry.members.items():
        if "tag" in name.lower() and shape.type_name == "list" and shape.member.type_name == "structure":
            for named, held in _TAG_KEYS:
                if {named, held} <= shape.member.members.keys():
                    yield f"{site.path}.{name}", Tagged(named, held, key, tuple(values))


@dataclass(frozen=True, slots=True)
class Tagged:
    """A tag of some key, with one of some values.

    Attributes:
        named: the member of a tag that has its key.
        held: the one that has its value.
        key: the key.
        values: the values.
    """

    named: str
    held: str
    key: str
    values: tuple[Any, ...]

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return the tags of an entry: this one."""
        return [{self.named: self.key, self.held: self.values[place.number % len(self.values)]}]

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether tags have it."""
        return isinstance(value, list) and any(
            isinstance(tag, dict) and tag.get(self.named) == self.key and tag.get(self.held) in self.values
            for tag in value
        )


def needs_value(demand: Demand) -> bool:
    """Tell whether an entry that has no value cannot be what was asked for.

    Args:
        demand: what was asked for.
    """
    return not isinstance(demand, _Not)


def asking_parameters(operation: OperationModel) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the parameters by which a request asks something of entries: their paths and shapes.

    Args:
        operation: the operation.
    """
    for path in dict.fromkeys(path for path, _ in _makers(operation)):
        shape: Any = operation.input_shape
        for name in path:
            shape = shape.members[name]
        yield path, shape


def has_unknown_filter(operation: OperationModel, params: Mapping[str, JsonValue]) -> bool:
    """Tell whether a request filters by a name that is none of those which documentation lists.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for path, shape in asking_parameters(operation):
        form = filter_form(shape)
        asked = params.get(path[0]) if len(path) == 1 else None
        if form is None or not isinstance(asked, list):
            continue
        known = filter_names(operation, path).listed
        names = [str(each.get(form.name, "")) for each in asked if isinstance(each, dict)]
        if known and any(name not in known and ":" not in name for name in names):  # but `tag:Owner`
            return True
    return False


def empty_lists(operation: OperationModel, demands: Mapping[str, Demand]) -> Iterator[str]:
    """Yield the paths of the lists in which no entry can be what a request asks for.

    Args:
        operation: the operation.
        demands: what the request asks of entries (`demands_of`).
    """
    for path, demand in demands.items():
        shape = shape_at(operation.output_shape, path)
        if (
            isinstance(demand, _OneOf | _Beginning | _Any | _Not | _Nothing | Between)
            and shape is not None
            and demand.is_hopeless(shape)
        ):
            yield path.partition("[]")[0]


def demands_of(operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> dict[str, Demand]:
    """Return what a request asks of the entries of its lists, by their paths.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
    """
    request = _Request(operation, params, scene)
    found: dict[str, Demand] = {}
    for path, make in _makers(operation):
        asked: Any = params
        for name in path:
            asked = asked.get(name) if isinstance(asked, dict) else None
        if asked is None or asked == "":
            continue
        for where, demand in make(request, asked):
            known = found.get(where)
            if isinstance(known, Between) and isinstance(demand, Between):
                demand = known.both(demand)
            found[where] = demand
    return found
