"""Find the recording that answers a request which botocore doesn't make.

Two requests are equal if their methods and all of `request_values` are. Else a recording may answer that
differs only where it lists that something was redacted, or where the project says that values vary. Which
secret a stand-in stands for is found out while a cassette is played, as for calls of AWS.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.cassette.age import recorded_at
from harness.cassette.index import canonical_json
from harness.cassette.miss import Difference, differences, nearest_lines, recorded_times
from harness.cassette.model import Interaction, Response
from harness.contract.paths.pointer import escaped, value_at
from harness.errors import close_names
from harness.record.errors import CannotReplay
from harness.record.matching import EXACT, HTTP, Matching, Normal, Part
from harness.record.suggestions import advice, ignoring, suggestions
from harness.record.translation import Translation, corresponding
from harness.record.web import LISTED, MARK, Asked, Marks, is_signed, record_web, request_values
from harness.redaction import REDACTED, Memory, Redaction
from harness.redaction.equality import Pair, SecretBindings
from harness.redaction.stand_ins import is_stand_in, stand_in, variants


@dataclass(slots=True, eq=False)
class _Recording:
    """A recording, as it is compared.

    Attributes:
        number: its number in the cassette, from 0.
        interaction: the recording.
        operation: what it is to rules of matching, ``"http.GET"``.
        url: the URL that was asked for, without secrets.
        values: what was asked, without secrets.
        normal: the same, with the same value instead of what varies.
        listed: the places where it has stand-ins; None where it does not tell.
        is_outdated: whether it is too old to be played.
        played: whether it was played.
    """

    number: int
    interaction: Interaction
    operation: str
    url: str
    values: Any
    normal: Normal
    listed: frozenset[str] | None
    is_outdated: bool
    played: bool = False

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.interaction.request.method


class _Comparison:
    """Compares a request with a recording, and collects which secret each stand-in would stand for."""

    def __init__(
        self, listed: frozenset[str] | None, secrets: Sequence[str], recorded: Container[str]
    ) -> None:
        self.pairs: list[Pair] = []
        self._listed = listed
        self._secrets = secrets
        self._recorded = recorded

    def is_alike(self, pointer: str, asked: Any, marked: Any, recorded: Any) -> bool:
        """Tell whether a value differs in secrets alone, at places where the recording has stand-ins."""
        match asked, marked, recorded:
            case dict(), dict(), dict() if asked.keys() == marked.keys():
                return asked.keys() == recorded.keys() and all(
                    self.is_alike(f"{pointer}/{escaped(name)}", value, marked[name], recorded[name])
                    for name, value in asked.items()
                )
            case list(), list(), list() if len(asked) == len(marked) == len(recorded):
                items = zip(asked, marked, recorded, strict=True)
                return all(self.is_alike(f"{pointer}/{index}", *each) for index, each in enumerate(items))
        # What older versions have listed of a form of several parts is all of the body.
        is_listed = self._listed is None or not self._listed.isdisjoint((pointer, "/body"))
        if not is_listed or asked == marked:
            return canonical_json(asked) == canonical_json(recorded)
        if isinstance(marked, str) and isinstance(recorded, str):
            return self._is_alike_text(marked, recorded)
        # Redaction tells no numbers apart; and keys of a map only if their stand-ins are as they were.
        return canonical_json(marked) == canonical_json(recorded)

    def _is_alike_text(self, marked: str, recorded: str) -> bool:
        found, numbers = _fit_marks(marked, recorded), MARK.findall(marked)
        if found is None:
            return False
        is_whole = MARK.fullmatch(marked) is not None
        if not is_whole and not all(is_stand_in(text) or text == REDACTED for text in found.groups()):
            return False
        pairs = [
            (self._secrets[int(number)], text) for number, text in zip(numbers, found.groups(), strict=True)
        ]
        # REDACTED stands for any secret.
        self.pairs += (_pair(secret, standing) for secret, standing in pairs if standing != REDACTED)
        # What comes from an answer that was played stands for itself.
        return not any(secret != standing and secret in self._recorded for secret, standing in pairs)


class WebRecordings:
    """The recordings of a cassette that answer requests which botocore doesn't make.

    Safe to share between threads. Equal requests are answered in recorded order, each recording once.

    Args:
        interactions: the recordings of the cassette, in order. Those with harness's facts were asked by
            botocore, and are passed over.
        stale: those that are too old: they are not played, nor others of the same requests.
        allow_repeats: answer an equal request with the last recording again when all have been played.
        redaction: the rules by which requests are redacted.
        matching: what of requests may vary.

    Attributes:
        by_order: how many requests were told apart from others by recorded order alone, as all the rest that
            tells them apart is redacted.
    """

    def __init__(
        self,
        interactions: Sequence[Interaction],
        *,
        stale: Sequence[Interaction] = (),
        allow_repeats: bool = False,
        redaction: Redaction,
        matching: Matching = EXACT,
    ) -> None:
        self.by_order = 0
        self._allow_repeats = allow_repeats
        self._redaction = redaction
        self._matching = matching
        self._lock = threading.RLock()
        self._secrets = SecretBindings()
        self._texts = Translation()
        self._standing: set[str] = set()
        self._equal: defaultdict[tuple[str, bytes], list[_Recording]] = defaultdict(list)
        self._of_method: defaultdict[str, list[_Recording]] = defaultdict(list)
        plain, old = Memory(), {id(one) for one in stale}
        signed = (one.request for one in interactions if one.facts is None and is_signed(one.request))
        self._endpoints = {request_values(request)["origin"] for request in signed}
        self._all = [
            self._read(number, one, plain, is_outdated=id(one) in old)
            for number, one in enumerate(interactions)
            if one.facts is None
        ]
        outdated = {
            (one.operation, canonical_json(one.normal.params)) for one in self._all if one.is_outdated
        }
        for one in self._all:
            one.is_outdated = (one.operation, canonical_json(one.normal.params)) in outdated
            values = request_values(one.interaction.request)
            self._equal[one.operation, canonical_json(values)].append(one)
            self._of_method[one.operation].append(one)

    def _read(self, number: int, one: Interaction, plain: Memory, *, is_outdated: bool) -> _Recording:
        """Read a recording; of another tool's, secrets that were left in are taken out, for a comparison."""
        listed = None
        redacted = one
        if one.redacted is None:
            redacted = record_web(one, self._redaction, plain)
        else:
            listed = frozenset(place.removeprefix(LISTED) for place in one.redacted)
        operation, values = f"{HTTP}.{one.request.method}", request_values(redacted.request)
        normal = self._matching.normal_of(operation, None, values, recorded_at(one))
        listed_texts = (value_at(values, place) for place in listed or ())
        self._standing.update(text for text in listed_texts if isinstance(text, str) and is_stand_in(text))
        self._texts.recorded.update(part.text for part in normal.parts if part.identifies)
        return _Recording(number, one, operation, redacted.request.uri, values, normal, listed, is_outdated)

    def take(self, asked: Asked, marks: Marks) -> tuple[int, Interaction] | None:
        """Play the next recording of a request.

        Args:
            asked: the request.
            marks: the secrets that its marks stand for.

        Returns:
            The recording with its number from 0, or None: there is none, or all of them have been played.
        """
        with self._lock:
            asked = self._translated(asked)
            recording = self._first(asked, marks, is_played=False)
            if recording is None and self._allow_repeats:
                recording = self._first(asked, marks, is_played=True)
            if recording is None:
                return None
            recording.played = True
            return recording.number, recording.interaction

    def answer(self, response: Response) -> Response:
        """Return a recorded answer with what the test has instead of recorded texts that vary."""
        return self._texts.response(None, response)

    def replaced_by(self, asked: Asked, marks: Marks, *, outdated_only: bool) -> Iterator[Interaction]:
        """Yield the recordings whose place a new one of a request takes."""
        with self._lock:
            found = [one for one, _, _ in self._alike(asked, marks)]
        yield from (one.interaction for one in found if one.is_outdated or not outdated_only)

    def played(self) -> frozenset[int]:
        """The numbers of the recordings that have been played."""
        return frozenset(one.number for one in self._all if one.played)

    def unused(self) -> tuple[tuple[int, Interaction], ...]:
        """The recordings that were never played, each with its number from 0, in recorded order."""
        left = (one for one in self._all if not one.played and not one.is_outdated)
        return tuple((one.number, one.interaction) for one in left)

    def miss(self, asked: Asked, marks: Marks, cassette: str) -> CannotReplay:
        """Say why there is nothing to play for a request, which recording comes nearest, and what to do.

        Args:
            asked: the request.
            marks: the secrets that its marks stand for.
            cassette: the cassette, as messages name it.
        """
        said = f"{cassette} has no recording left for {asked.name.partition(' ')[0]} {asked.url}.\n"
        with self._lock:
            asked = self._translated(asked)
            equal = [one for one, _, _ in self._alike(asked, marks)]
            nearest = self._nearest(asked)
        if equal:
            return CannotReplay(said + recorded_times(len(equal), sum(not one.played for one in equal)))
        if nearest is None:
            return CannotReplay(f"{said}The cassette holds no request that botocore did not make.")
        shown = f"interaction {nearest.number + 1}, {nearest.method} {nearest.url}"
        moments = recorded_at(nearest.interaction), dt.datetime.now(dt.UTC)
        varying = suggestions(asked.operation, None, nearest.values, asked.shown, *moments)
        is_same_but_for_ids = nearest.operation == asked.operation and varying.rules and varying.suffice
        if not is_same_but_for_ids and not _is_of_one_path(nearest, asked):
            return CannotReplay(f"{said}The nearest recording by its URL is {shown}.")
        found = self._differences(nearest, asked)
        lines = [said.rstrip("\n"), *nearest_lines(shown, found)]
        if varying.rules:
            again = not varying.suffice
            return CannotReplay("\n".join(lines), advice(varying.rules), record_again=again)
        if len(found) == 1:
            return CannotReplay(
                "\n".join(lines), ignoring(asked.operation, None, found[0].pointer, asked.shown)
            )
        return CannotReplay("\n".join(lines))

    def _translated(self, asked: Asked) -> Asked:
        # Presigned requests of one endpoint play at any, as calls do.
        is_moved = asked.is_signed and len(self._endpoints) == 1
        origin = {"origin": next(iter(self._endpoints))} if is_moved else {}
        return replace(
            asked,
            values=self._texts.params(None, asked.values | origin),
            marked=self._texts.params(None, asked.marked | origin),
            shown=asked.shown | origin,
        )

    def _first(self, asked: Asked, marks: Marks, *, is_played: bool) -> _Recording | None:
        """Return the first recording of a request, or of those that were played the last."""
        equal = self._equal.get((asked.operation, canonical_json(asked.values)), [])
        for one in reversed(equal) if is_played else equal:
            if one.played is is_played and not one.is_outdated:
                return one
        alike = [found for found in self._alike(asked, marks) if not found[0].is_outdated]
        for one, pairs, texts in reversed(alike) if is_played else alike:
            if one.played is is_played and self._secrets.allow(pairs) and self._texts.allows(texts):
                is_new = self._secrets.bind(pairs)
                self._texts.bind(texts)
                others = {tuple(pair.standing for pair in found[1]) for found in alike}
                self.by_order += is_new and len(others) > 1
                return one
        return None

    def _alike(
        self, asked: Asked, marks: Marks
    ) -> Iterator[tuple[_Recording, list[Pair], list[tuple[Part, Part]]]]:
        """Yield the recordings that differ in nothing but what may differ, with what would correspond."""
        now, rules = dt.datetime.now(dt.UTC), self._matching
        normal = rules.normal_of(asked.operation, None, asked.values, now)
        marked = rules.normal_of(asked.operation, None, asked.marked, now).params
        for one in self._of_method[asked.operation]:
            comparison = _Comparison(one.listed, marks.secrets, self._standing)
            if comparison.is_alike("", normal.params, marked, one.normal.params):
                yield one, comparison.pairs, list(corresponding(one.normal.parts, normal.parts))

    def _nearest(self, asked: Asked) -> _Recording | None:
        same = [one for one in self._of_method[asked.operation] if _is_of_one_path(one, asked)]
        if same:
            return min(same, key=lambda one: len(self._differences(one, asked)))
        by_name = {
            f"{one.method} {one.values['origin']}{one.values['path']}": one for one in reversed(self._all)
        }
        found = close_names(asked.name, by_name, 1, 0.0)
        return by_name[found[0]] if found else None

    def _differences(self, recorded: _Recording, asked: Asked) -> list[Difference]:
        """Return where two requests differ, but for secrets and what may vary."""
        shown = self._matching.normal_of(asked.operation, None, asked.shown, dt.datetime.now(dt.UTC)).params
        secrets = {one.pointer for one in differences(asked.marked, asked.shown)}
        found = differences(recorded.normal.params, shown)
        return [
            one
            for one in found
            if one.pointer not in secrets
            or _fit_marks(str(value_at(asked.marked, one.pointer)), str(one.recorded)) is None
        ]


def _fit_marks(marked: str, recorded: str) -> re.Match[str] | None:
    """Match a recorded text with one that has marks, if they are equal but for these."""
    texts = MARK.split(marked)[::2]  # between the numbers of the marks
    return re.fullmatch("(.+)".join(map(re.escape, texts)), recorded, re.DOTALL)


def _pair(secret: str, standing: str) -> Pair:
    form = stand_in(standing)
    return Pair(secret, form, standing, variants(form))


def _is_of_one_path(recorded: _Recording, asked: Asked) -> bool:
    return recorded.operation == asked.operation and recorded.values["path"] == asked.shown["path"]
