"""Recorded interactions by canonical request: which operation was asked, in which region, with what."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from harness.cassette.miss import Miss, Nearest, differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from harness.cassette.model import Interaction

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
    """The key of a request; its parameters are in JSON form, and None stands for none at all."""
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


@dataclass(slots=True)
class _Track:
    """The recordings of one request, each with its number in the cassette, and how many have been played."""

    recordings: list[tuple[int, Interaction]] = field(default_factory=list)
    played: int = 0


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
        self._lock = threading.Lock()
        self._size = 0
        self._unreadable: list[tuple[int, Interaction]] = []
        self._tracks: dict[Key, _Track] = {}
        for interaction in interactions:
            self.add(interaction)

    def add(self, interaction: Interaction) -> None:
        """Put one more interaction at the end; it can be played from now on."""
        key = self._key(interaction)
        with self._lock:
            recordings = (
                self._unreadable if key is None else self._tracks.setdefault(key, _Track()).recordings
            )
            recordings.append((self._size, interaction))
            self._size += 1

    def has(self, key: Key) -> bool:
        """Tell whether ``take`` would find a recording."""
        with self._lock:
            track = self._tracks.get(key)
            return track is not None and (self._allow_repeats or track.played < len(track.recordings))

    def take(self, key: Key) -> tuple[int, Interaction] | None:
        """Play the next recording of a request.

        Args:
            key: the request.

        Returns:
            The recording with its number from 0, or None: there is none, or all of them have been played
            (``miss`` tells which).
        """
        with self._lock:
            track = self._tracks.get(key)
            if track is None:
                return None
            if track.played == len(track.recordings):
                return track.recordings[-1] if self._allow_repeats else None
            track.played += 1
            return track.recordings[track.played - 1]

    def take_like(
        self, key: Key, alike: Callable[[Key, Interaction], bool]
    ) -> tuple[int, Interaction] | None:
        """Play the next recording of the same operation and region whose request is held to be the same.

        Takes time in proportion to the recordings; for requests that ``take`` does not find.

        Args:
            key: the request.
            alike: tells whether a recorded request is to answer it, by its key and its next recording.
        """
        with self._lock:
            for known, track in self._tracks.items():
                is_left = track.played < len(track.recordings)
                in_region = known.region in (key.region, None) and known.params != UNKNOWN
                if is_left and known[:2] == key[:2] and in_region:
                    recording = track.recordings[track.played]
                    if alike(known, recording[1]):
                        track.played += 1
                        return recording
        return None

    def miss(self, key: Key) -> Miss:
        """Say why ``take`` found nothing: look for the recording that comes nearest.

        Nearest is the recording of the same operation with the fewest differing values, the region being
        one of them; of several the first. Takes time in proportion to the recordings of the operation.

        Args:
            key: the request that was not found.
        """
        asked = json.loads(key.params)
        with self._lock:
            operations = tuple(sorted({f"{known.service}.{known.operation}" for known in self._tracks}))
            same_operation = {
                known: track.recordings[0]
                for known, track in self._tracks.items()
                if known[:2] == key[:2] and known.params != UNKNOWN
            }
            answering = (key, *(key._replace(region=region, params=UNKNOWN) for region in {key.region, None}))
            equal = sum(len(self._tracks[one].recordings) for one in answering if one in self._tracks)
        candidates = [
            Nearest(*recording, differences(json.loads(known.params), asked, known.region, key.region))
            for known, recording in same_operation.items()
        ]
        return Miss(
            service=key.service,
            operation=key.operation,
            region=key.region,
            params=asked,
            equal=equal,
            nearest=min(candidates, key=lambda near: (len(near.differences), near.number), default=None),
            operations=operations,
        )

    def unused(self) -> tuple[tuple[int, Interaction], ...]:
        """The interactions that were never played, each with its number from 0, in recorded order."""
        with self._lock:
            left = [item for track in self._tracks.values() for item in track.recordings[track.played :]]
        return tuple(sorted(left, key=lambda item: item[0]))

    @property
    def unreadable(self) -> tuple[tuple[int, Interaction], ...]:
        """The interactions whose request could not be read, each with its number from 0."""
        with self._lock:
            return tuple(self._unreadable)
