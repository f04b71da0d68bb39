"""Recorded interactions by canonical request: which operation was asked, in which region, with what."""

from __future__ import annotations

import json
import math
import re
import threading
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from harness.cassette.miss import Miss, Nearest, differences
from harness.cassette.presigned import unsigned_url
from harness.forks import free_in_children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from harness.cassette.miss import Difference
    from harness.cassette.model import Interaction

COMPARED = 1_000
"""How many recordings of an operation are compared with a request that has none."""

UNKNOWN = b""
"""Stands in a key for parameters that are not known: such a recording answers any call of its operation."""

_WHOLE_FLOAT = re.compile(rb"\d\.0\b")


class Key(NamedTuple):
    """A canonical request: two calls with equal keys ask for the same thing.

    Attributes:
        service: botocore's service name.
        operation: the operation's name.
        region: the region of the client; None for a client without one.
        params: the parameters as canonical JSON, see ``canonical_json``; ``UNKNOWN`` for a recording
            of a tool that keeps no requests.
    """

    service: str
    operation: str
    region: str | None
    params: bytes


def key_of(service: str, operation: str, region: str | None, params: Mapping[str, Any] | None) -> Key:
    """The key of a request. Its parameters are in JSON form; None is a request without any."""
    return Key(service, operation, region, canonical_json(params or {}))


def recorded_key(interaction: Interaction) -> Key | None:
    """The key of an interaction by its own facts; None if it has none, or they have no parameters."""
    facts = interaction.facts
    if facts is None or facts.params is None:
        return None
    return key_of(facts.service, facts.operation, facts.region, facts.params)


def canonical_json(value: Any) -> bytes:
    """One spelling for equal JSON values: keys sorted, no spaces, ``1.0`` as ``1`` (to JSON the same number).

    Args:
        value: a JSON value.

    Returns:
        JSON in UTF-8.
    """
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        if not _WHOLE_FLOAT.search(text):
            return text
        return orjson.dumps(_whole(value), option=orjson.OPT_SORT_KEYS)
    except TypeError:  # beyond orjson: integers of more than 64 bits, more than 254 levels
        return json.dumps(_whole(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _whole(value: Any) -> Any:
    match value:
        case dict():
            return {name: _whole(item) for name, item in value.items()}
        case list() | tuple():
            return [_whole(item) for item in value]
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
    return value


def spell_texts(value: Any) -> Any:
    """Return a JSON value with one spelling for equal texts: JSON documents such as policies, presigned URLs.

    A text that is no object or list in JSON, or not surely the same in another spelling, stays as it is.
    """
    match value:
        case dict():
            return {name: spell_texts(item) for name, item in value.items()}
        case list() | tuple():
            return [spell_texts(item) for item in value]
        case str() if value.lstrip()[:1] in ("{", "["):
            try:
                document = json.loads(
                    value, object_pairs_hook=_members, parse_float=_finite, parse_constant=_finite
                )
                return canonical_json(spell_texts(document)).decode()
            except (ValueError, RecursionError):
                return value
        case str():
            return unsigned_url(value)
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name that is there twice has no one meaning")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("JSON has no such number")
    return number


class Entry(NamedTuple):
    """A recording that can be played.

    Attributes:
        number: its number in the cassette, from 0.
        key: its canonical request.
        interaction: the recording.
    """

    number: int
    key: Key
    interaction: Interaction


@dataclass(slots=True)
class _Track:
    """The recordings of one request, and how many of them need not be looked at any more."""

    entries: list[Entry] = field(default_factory=list)
    passed: int = 0


def _likeliest(entries: Sequence[Entry], key: Key, asked: Mapping[str, Any]) -> Sequence[Entry]:
    """Return the recordings that are nearest to a request at a glance: those with most of its parameters."""
    if len(entries) <= COMPARED:
        return entries
    parts = [canonical_json({name: value})[1:-1] for name, value in asked.items()]

    def missing(entry: Entry) -> int:
        found = sum(part in entry.key.params for part in parts)
        return (entry.key.region != key.region) + len(parts) - found

    return sorted(nsmallest(COMPARED, entries, key=missing))


class Index:
    """The interactions of a cassette, to be played. Safe to share between threads.

    A look-up takes the same time however many interactions there are. Equal requests are answered in the
    order in which they were recorded, each recording once.

    Args:
        interactions: what was recorded, in order.
        allow_repeats: answer an equal request with the last recording again when all have been played.
        key: tells the canonical request of an interaction, None if it has none that can be read. Such
            interactions are never played; ``unreadable`` names them.
    """

    def __init__(
        self,
        interactions: Iterable[Interaction] = (),
        *,
        allow_repeats: bool = False,
        key: Callable[[Interaction], Key | None] = recorded_key,
    ) -> None:
        self._allow_repeats = allow_repeats
        self._key = key
        self._lock = free_in_children(threading.Lock())
        self._size = 0
        self._unreadable: list[tuple[int, Interaction]] = []
        self._tracks: dict[Key, _Track] = {}
        self._operations: dict[tuple[str, str], list[Entry]] = {}
        self._played: set[int] = set()
        for interaction in interactions:
            self.add(interaction)

    def add(self, interaction: Interaction) -> None:
        """Put one more interaction at the end; it can be played from now on."""
        with self._lock:
            self._put(self._size, interaction)
            self._size += 1

    def reread(self, service: str, operation: str) -> None:
        """Read the interactions of an operation whose model wasn't known before."""
        with self._lock:
            unreadable, self._unreadable = self._unreadable, []
            for number, interaction in unreadable:
                facts = interaction.facts
                if facts is not None and (facts.service, facts.operation) == (service, operation):
                    self._put(number, interaction)
                else:
                    self._unreadable.append((number, interaction))

    def _put(self, number: int, interaction: Interaction) -> None:
        key = self._key(interaction)
        if key is None:
            self._unreadable.append((number, interaction))
            return
        entry = Entry(number, key, interaction)
        self._tracks.setdefault(key, _Track()).entries.append(entry)
        self._operations.setdefault((key.service, key.operation), []).append(entry)

    def take(self, key: Key, fits: Callable[[int], bool] = lambda _: True) -> Entry | None:
        """Play the next recording of a request.

        Args:
            key: the request.
            fits: tells of a recording, by its number, whether it may be played; all may if left out.

        Returns:
            The recording, or None: there is none, or all of them have been played (``miss`` tells which).
        """
        with self._lock:
            track = self._tracks.get(key)
            if track is None:
                return None
            while track.passed < len(track.entries) and track.entries[track.passed].number in self._played:
                track.passed += 1
            for entry in islice(track.entries, track.passed, None):
                if entry.number not in self._played and fits(entry.number):
                    self._played.add(entry.number)
                    return entry
            again = reversed(track.entries) if self._allow_repeats else ()
            return next((entry for entry in again if fits(entry.number)), None)

    def claim(self, entries: Sequence[Entry]) -> Entry | None:
        """Play the first of some recordings that is left, or the last again if that is allowed."""
        with self._lock:
            for entry in entries:
                if entry.number not in self._played:
                    self._played.add(entry.number)
                    return entry
        return entries[-1] if entries and self._allow_repeats else None

    def is_played(self, entry: Entry) -> bool:
        """Tell whether a recording has been played."""
        with self._lock:
            return entry.number in self._played

    def of_operation(self, service: str, operation: str) -> Sequence[Entry]:
        """Return the recordings of an operation, in recorded order."""
        return self._operations.get((service, operation), ())

    def miss(self, key: Key, differ: Callable[[Entry], tuple[Difference, ...]] | None = None) -> Miss:
        """Explain why ``take`` found nothing, with the nearest recording.

        Nearest is the recording of the same operation with the fewest differing values, the region being
        one of them; of several the first. Of more than `COMPARED` recordings, those are compared that have
        most parameters of the request.

        Args:
            key: the request that was not found.
            differ: tells where a recording differs from the request, whose parameters are known; where they
                differ if left out.
        """
        asked = json.loads(key.params)

        def differing(entry: Entry) -> tuple[Difference, ...]:
            return differences(json.loads(entry.key.params), asked, entry.key.region, key.region)

        differ = differ or differing
        operations = tuple(sorted(f"{service}.{operation}" for service, operation in self._operations))
        found = self.of_operation(key.service, key.operation)
        known = [
            Nearest(entry.number, entry.interaction, differ(entry))
            for entry in _likeliest([one for one in found if one.key.params != UNKNOWN], key, asked)
        ]
        unknown = [one for one in found if one.key.params == UNKNOWN and one.key.region in (key.region, None)]
        equal = [one.number for one in known if not one.differences] + [one.number for one in unknown]
        with self._lock:
            left = sum(number not in self._played for number in equal)
        return Miss(
            service=key.service,
            operation=key.operation,
            region=key.region,
            params=asked,
            equal=len(equal),
            left=left,
            nearest=min(known, key=lambda near: (len(near.differences), near.number), default=None),
            operations=operations,
        )

    def unused(self) -> tuple[tuple[int, Interaction], ...]:
        """The interactions that were never played, each with its number from 0, in recorded order."""
        with self._lock:
            left = [
                (entry.number, entry.interaction)
                for entries in self._operations.values()
                for entry in entries
                if entry.number not in self._played
            ]
        return tuple(sorted(left, key=lambda item: item[0]))

    @property
    def unreadable(self) -> tuple[tuple[int, Interaction], ...]:
        """The interactions whose request could not be read, each with its number from 0."""
        with self._lock:
            return tuple(self._unreadable)
