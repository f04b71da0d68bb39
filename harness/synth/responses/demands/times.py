"""A time that lies after or before what a parameter has: ``CreatedAfter``, ``EndTime``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.bounds import Bounds
from harness.contract.rules.value import comparable
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue, format_timestamp
from harness.models.resources import noun_words
from harness.synth.responses.demands.demand import (
    Demand,
    Maker,
    Parameter,
    Request,
)
from harness.synth.responses.demands.entries import (
    EntryList,
    EntryMember,
)
from harness.synth.responses.views import allows
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.place import Place

_LOW = frozenset(
    (
        *("after", "since", "from", "start", "begin", "min", "minimum", "lower"),
        *("earliest", "earlier", "oldest", "newer", "gte"),
    )
)
_HIGH = frozenset(
    (
        *("before", "until", "to", "end", "max", "maximum", "upper"),
        *("latest", "later", "newest", "older", "lte"),
    )
)
_TIME = frozenset(("time", "date", "at", "on", "timestamp", "datetime", "range", "period", "bound"))
_COUNTING = frozenset(("inclusive", "exclusive"))
_MAIN_TIMES = ("event", "timestamp", "time", "creat", "start", "submit", "request", "last", "updat")
_PERIOD = re.compile(r"(?:period|range|interval|window)\.\w+$", re.IGNORECASE)
# "Inclusive lower bound for EffectiveFrom date filter."
_BOUND = re.compile(r"\b(lower|upper) bound (?:for|on|of) (?:the )?(\w+)", re.IGNORECASE)
_COUNTS = re.compile(r"(?<!mutually )\b(inclusive|exclusive)\b", re.IGNORECASE)
_WITH_BOUND = re.compile(
    r"\b(?:at|on) or (?:after|before|later|earlier)\b|\b(?:after|before) or (?:at|on|equal)\b|\bequal to\b",
    re.IGNORECASE,
)
_ANY = Bounds()
_WITHOUT_BOUND = re.compile(r"\bonly\b.* (?:after|before)\b", re.IGNORECASE)


def is_bound(shape: Any) -> bool:
    """Tell whether a parameter bounds times: by its shape, or as documentation says.

    Args:
        shape: the shape of the parameter.
    """
    return shape.type_name == "timestamp" or _BOUND.search(shape.documentation) is not None


def bounded(parameter: Parameter, entries: EntryList) -> Maker | None:
    """Return what a parameter asks for that bounds a time of entries, or None.

    Args:
        parameter: the parameter (`is_bound`).
        entries: the entries.
    """
    shape, named = parameter.shape, _words_of(parameter)
    counted = _counts(shape.documentation)
    if counted is None and (said := _COUNTING.intersection(named)):
        counted = "inclusive" in said
    stated = _BOUND.search(shape.documentation)
    member = stated and entries.named(noun_words(stated[2]), parameter.noun)
    if stated and member and member.shape.type_name in ("timestamp", "string"):
        return _bound(member, stated[1].lower() == "lower", counted)
    if shape.type_name != "timestamp":
        return None
    told = _told(named)
    found = _bounding(named)
    if found is None:
        return None
    bounding, is_low = found
    rest = [word for word in told if word not in (bounding, "by", "filter", "not")]
    member = _time_of(entries, rest, parameter.noun)
    if member is None:
        return None
    end = None if rest else _end_beside(entries, member)
    return _bound(member, is_low, counted) if end is None else _bound_period(member, end, is_low, counted)


def is_lower(parameter: Parameter) -> bool | None:
    """Tell whether a parameter bounds times from below, by its name; None where that does not tell.

    Args:
        parameter: the parameter, a time.
    """
    found = _bounding(_words_of(parameter))
    return None if found is None else found[1]


def _bounding(named: Sequence[str]) -> tuple[str, bool] | None:
    """Return the word of a name that says which bound it is, and whether that is the lower one."""
    told = _told(named)
    word = next((word for word in (*told[-1:], *told[:1]) if word in _LOW | _HIGH), None)
    return None if word is None else (word, (word in _LOW) != (named[:1] == ("not",)))


def _told(named: Sequence[str]) -> list[str]:
    return [word for word in named if word not in _COUNTING and word not in _TIME]


def _words_of(parameter: Parameter) -> tuple[str, ...]:
    """Return the words of a bound: with those of the range that it is of, ``createdAt.before``."""
    names = parameter.path if is_range(parameter.holder) else parameter.path[-1:]
    return tuple(word for name in names for word in noun_words(name))


def is_range(shape: Any) -> bool:
    """Tell whether a structure is a range of time: it has two bounds and nothing else.

    Args:
        shape: the structure.
    """
    if shape is None or shape.type_name != "structure" or len(shape.members) != 2:
        return False
    low, high = (
        [name for name in shape.members if not bounds.isdisjoint(noun_words(name))]
        for bounds in (_LOW, _HIGH)
    )
    return len(low) == len(high) == 1 and all(one.type_name == "timestamp" for one in shape.members.values())


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


def _time_of(entries: EntryList, rest: Sequence[str], noun: tuple[str, ...]) -> EntryMember | None:
    times = [member for member in entries.members if member.shape.type_name == "timestamp"]
    wanted = [word[:5] for word in rest if word not in noun] or [word[:5] for word in rest]
    if rest:
        found = (t for t in times if all(any(w.startswith(each) for w in t.words) for each in wanted))
        others = [word for word in rest if word != "last"]
        return next(found, None) or (
            _time_of(entries, others, noun) if len(others) in range(1, len(rest)) else None
        )
    # The times of a period within an entry are not when it happened.
    times = [one for one in times if not _PERIOD.search(one.path)]
    if len(times) == 1:
        return times[0]
    for begin in _MAIN_TIMES:
        for member in times:
            if member.words[0].startswith(begin):
                return member
    return None


def _end_beside(entries: EntryList, start: EntryMember) -> EntryMember | None:
    """Return when that ended which began at a time; None of a time that is no beginning."""
    if not {"start", "started", "begin", "began"}.intersection(start.words):
        return None
    before = start.path.rpartition(".")[0]
    beside = (one for one in entries.members if one.path.rpartition(".")[0] == before)
    ends = (one for one in beside if {"end", "ended", "finish", "finished"}.intersection(one.words))
    return next((one for one in ends if one.shape.type_name == "timestamp"), None)


def _bound(member: EntryMember, is_low: bool, counts: bool | None) -> Maker:
    def make(request: Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        if (found := _asked(asked, is_low, counts)) is not None:
            bounds, unsaid = found
            yield member.path, Between(bounds, unsaid, request.scene.now)

    return make


def _bound_period(start: EntryMember, end: EntryMember, is_low: bool, counts: bool | None) -> Maker:
    """Bound what has a start and an end: documentation rarely says which counts, or if a part is enough.

    What ended before the bounds, or began after them, is not asked for; what lies within is.
    """
    sure, unsure = (end, start) if is_low else (start, end)

    def make(request: Request, asked: Any) -> Iterator[tuple[str, Demand]]:
        if (found := _asked(asked, is_low, counts)) is not None:
            bounds, unsaid = found
            yield sure.path, Between(bounds, unsaid, request.scene.now, needs_value=False)
            yield unsure.path, Between(_ANY, unsaid, request.scene.now, bounds, needs_value=False)

    return make


def _asked(asked: Any, is_low: bool, counts: bool | None) -> tuple[Bounds, frozenset[float]] | None:
    """Return the bound that a request asks for, and what of it may count or not; None if it is no time."""
    moment = comparable(asked) if isinstance(asked, str) else None
    if moment is None:
        return None
    inclusive = counts is not False
    bounds = (
        Bounds(low=moment, low_inclusive=inclusive)
        if is_low
        else Bounds(high=moment, high_inclusive=inclusive)
    )
    return bounds, frozenset((moment,)) if counts is None else frozenset[float]()


@dataclass(frozen=True, slots=True)
class Between(Demand):
    """A time between two, newest first.

    Attributes:
        bounds: the two.
        unsaid: those of them of which documentation does not say whether they count.
        now: the time of the answer.
        unsure: two more, beyond which a time may be asked for or not.
        needs_value: whether what has no such time is not asked for.
    """

    bounds: Bounds
    unsaid: frozenset[float]
    now: dt.datetime
    unsure: Bounds = _ANY
    needs_value: bool = True

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return one of them, in the form of the shape, or `UNKNOWN`."""
        bounds = self.bounds.within(self.unsure)
        if bounds.is_empty:
            return UNKNOWN
        moments = (bounds.low, bounds.high)
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
        return None if moment in self.unsaid or self.unsure.excludes(moment) else True

    def is_bound(self, value: JsonValue) -> bool:
        """Tell whether a time is one of them."""
        moment = comparable(value)
        return moment is not None and moment in (self.bounds.low, self.bounds.high)

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether no time lies between them."""
        return self.bounds.within(self.unsure).is_empty

    def both(self, other: Between) -> Between:
        """Return what lies between the bounds of both."""
        return Between(
            self.bounds.within(other.bounds),
            self.unsaid | other.unsaid,
            self.now,
            self.unsure.within(other.unsure),
            self.needs_value and other.needs_value,
        )
