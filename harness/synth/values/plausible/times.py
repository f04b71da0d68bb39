"""Dates that look right and are in order: created, then started, ended, changed, deleted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from harness.contract.rules.value import comparable
from harness.models.documentation import without_tags
from harness.synth.scene import Scene
from harness.synth.values.choices import Choices, between
from harness.synth.values.plausible.place import Place, words_of

# Days from the anchor (if positive: from now), both included, by the first word of the name that is listed.
_DAYS: dict[str, tuple[int, int]] = {
    "create": (-60, -31),
    "created": (-60, -31),
    "creation": (-60, -31),
    "launch": (-60, -31),
    "registered": (-60, -31),
    "start": (-30, -16),
    "started": (-30, -16),
    "begin": (-30, -16),
    "from": (-30, -16),
    "before": (-30, -16),
    "first": (-30, -16),
    "earliest": (-30, -16),
    "end": (-15, -9),
    "ended": (-15, -9),
    "completed": (-15, -9),
    "completion": (-15, -9),
    "finished": (-15, -9),
    "stop": (-15, -9),
    "stopped": (-15, -9),
    "delete": (-3, -1),
    "deleted": (-3, -1),
    "expiration": (30, 365),
    "expires": (30, 365),
    "expiry": (30, 365),
    "expire": (30, 365),
    "until": (30, 365),
    "next": (1, 30),
    "scheduled": (1, 30),
    "deletion": (7, 30),
}
_OTHERS = (-8, -4)


def plausible_time(choices: Choices, place: Place, scene: Scene) -> dt.datetime:
    """Make a date, to the second."""
    low, high = next((_DAYS[word] for word in place.words if word in _DAYS), _OTHERS)
    # What expires does so after now, or clients throw it away.
    later = scene.now.replace(hour=0, minute=0, second=0) + dt.timedelta(days=1)
    day = (later if low > 0 else scene.anchor) + dt.timedelta(days=between(choices, low, high))
    return day.replace(microsecond=0) + dt.timedelta(seconds=choices.choose(28_800))


CREATED = frozenset(("create", "created", "creation", "launch", "launched", "registered"))
CHANGED = frozenset(("modified", "modification", "updated", "update", "changed"))
_STARTED = frozenset(("start", "started", "begin", "began"))
_ENDED = frozenset(("end", "ended", "stop", "stopped", "finish", "finished", "completed", "completion"))
_DONE = frozenset(("finished", "completed", "completion"))
_FIRST, _LAST = frozenset(("first", "earliest")), frozenset(("last", "latest"))
_SUBMITTED = frozenset(("submit", "submitted", "queued"))
_READY = frozenset(("ready",))
_DELETED = frozenset(("delete", "deleted", "deletion"))
_EXPIRES = frozenset(("expires", "expiry", "expiration"))
_ISSUED, _REVOKED = frozenset(("issued",)), frozenset(("revoked",))
_FROM, _UNTIL = frozenset(("from",)), frozenset(("to", "until"))
_NOT_BEFORE, _NOT_AFTER = frozenset(("before",)), frozenset(("after",))
_ENTERED, _LEFT = frozenset(("enter", "open")), frozenset(("exit", "close"))
# Nothing is said of creation and start: what was noticed later (a health event) was created after its start.
_ORDERS = (
    (CREATED, CHANGED | _DONE | _DELETED | _EXPIRES),
    (_STARTED, _ENDED | _EXPIRES),
    (_SUBMITTED, _STARTED | _ENDED),
    (_READY, _ENDED),
    (_FIRST, _LAST),
    (_ISSUED, _REVOKED | _EXPIRES),
    (_FROM, _UNTIL),
    (_NOT_BEFORE, _NOT_AFTER),
    (_ENTERED, _LEFT),
)
OF_TIMES = frozenset(("time", "date", "at", "timestamp", "datetime", "on", "utc", "iso"))
_ISO = re.compile(r"\bISO[- ]?8601\b|\bRFC ?3339\b|\bformat:? \(?\d{4}-\d\d-\d\dT\d\d:\d\d", re.IGNORECASE)
_OTHER_ISO = re.compile(
    r"\b(?:duration|period|interval|range|week|repeating|ongoing|milliseconds?|or)\b", re.IGNORECASE
)
_EPOCH = re.compile(r"\bepoch\b|\b1970\b|\bunix\b", re.IGNORECASE)
_MILLI = re.compile(r"\bmilli-?seconds?\b", re.IGNORECASE)
_SECONDS = re.compile(r"(?<!milli)(?<!milli-)\bseconds?\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def ordered_times(shape: Any) -> tuple[tuple[str, str], ...]:
    """Return the times of a structure of which the first is never after the second, by their names.

    Args:
        shape: the structure.
    """
    names = [name for name, member in shape.members.items() if member.type_name == "timestamp"]
    return tuple(
        (name, other)
        for early, late in _ORDERS
        for name in names
        for other in names
        if not early.isdisjoint(words_of(name))
        and not late.isdisjoint(words_of(other))
        and _rest(name, early) == _rest(other, late)
        # What "CreatedBefore" says comes after "CreatedAfter", unlike "NotBefore" and "NotAfter".
        and (early is not _NOT_BEFORE or "not" in words_of(name))
    )


def _rest(name: str, role: frozenset[str]) -> list[str]:
    """Return the words of a time that tell of what it is one."""
    words = words_of(name)
    is_change = role >= CHANGED and not CHANGED.isdisjoint(words)
    passing = OF_TIMES | ({"last", "latest"} if is_change else frozenset())
    return [word for word in words if word not in role and word not in passing]


def times_out_of_order(shape: Any, held: Mapping[str, Any], slack: float = 0) -> Iterator[tuple[str, str]]:
    """Yield two times of a structure of which the second comes before the first, though it may not.

    Args:
        shape: the structure.
        held: its members, with times as RFC 3339 writes them.
        slack: how many seconds it may come before.
    """
    for early, late in ordered_times(shape):
        before, after = comparable(held.get(early)), comparable(held.get(late))
        if before is not None and after is not None and after + slack < before:
            yield early, late


@lru_cache(maxsize=4096)
def epoch_unit(documentation: str) -> str | None:
    """Return the unit of a time that a text says to be counted from 1970; None if it says none, or two."""
    if _EPOCH.search(documentation) is None:
        return None
    in_milliseconds, in_seconds = (unit.search(documentation) is not None for unit in (_MILLI, _SECONDS))
    return None if in_milliseconds is in_seconds else "milliseconds" if in_milliseconds else "seconds"


@lru_cache(maxsize=4096)
def is_iso_time(documentation: str) -> bool:
    """Tell whether a text says that a member is a time as ISO 8601 writes it, and not a duration."""
    text = without_tags(documentation)
    return _ISO.search(text) is not None and _OTHER_ISO.search(text) is None
