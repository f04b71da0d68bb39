"""Find the recording that answers a call.

Two requests are equal if their parameters are: such a recording is found at once. Else a recording may answer
that differs only where it says that something was redacted, or where the project says that values vary; of
several the first in recorded order that agrees with what was played before.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.cassette.age import recorded_at
from harness.cassette.exchange import read_facts
from harness.cassette.index import UNKNOWN, Entry, Index, Key, canonical_json
from harness.cassette.miss import ABSENT, Difference, differences, explain_miss
from harness.contract.paths.pointer import value_at
from harness.contract.unordered import sort_unordered
from harness.forks import free_in_children
from harness.record.errors import CannotReplay
from harness.record.key import compared_params, key_of_recording, request_key
from harness.record.matching import ANY, EXACT, Matching, Normal, Part, parse_matching
from harness.record.origin import UNKNOWN_ORIGIN, Origin, Origins
from harness.record.relative_times import meant_by, move_params
from harness.record.suggestions import advice, ignoring, place_of, suggestions
from harness.record.translation import Translation, corresponding
from harness.redaction import DEFAULT, Memory, Redaction, redact_value
from harness.redaction.equality import AskedReading, Mask, Reader, Reading, SecretBindings, mask_of

if TYPE_CHECKING:
    from botocore.model import OperationModel

    from harness.cassette.model import Interaction, Response


@dataclass(frozen=True, slots=True)
class SoughtCall:
    """A call, as it is looked up.

    Attributes:
        operation: the operation.
        service: botocore's name of the service.
        region: the region of the client.
        params: its parameters in JSON-able form, with its secrets.
        origin: who asks, and where.
    """

    operation: OperationModel
    service: str
    region: str | None
    params: Any
    origin: Origin = UNKNOWN_ORIGIN

    @property
    def name(self) -> str:
        """The operation as users write it: ``"service.Operation"``."""
        return f"{self.service}.{self.operation.name}"

    @property
    def key(self) -> Key:
        """The canonical request."""
        return request_key(self.operation, self.service, self.region, self.params)


class Played:
    """What stands for what in recordings that more are added to (`harness.redaction.memory.Earlier`).

    Args:
        recordings: the recordings.
        secrets: which secret has played which stand-in.
    """

    def __init__(self, recordings: Sequence[Interaction], secrets: SecretBindings) -> None:
        self._recordings = recordings
        self._secrets = secrets
        self._texts: list[bytes] | None = None

    def standing(self, secret: str, base: str) -> str | None:
        """Return the stand-in of a form that a secret has played; None if it has played none."""
        return self._secrets.standing(secret, base)

    def holds(self, standing: str) -> bool:
        """Tell whether a recording holds a stand-in, as far as its messages spell it as it is."""
        if self._texts is None:
            self._texts = [
                text
                for one in self._recordings
                for text in (
                    canonical_json(one.facts.params) if one.facts else one.request.body,
                    one.response.body,
                )
            ]
        sought = standing.encode("utf-8", "surrogatepass")
        return any(sought in text for text in self._texts)


class _View(NamedTuple):
    """A way to read the recordings of an operation, and which of them.

    Attributes:
        mask: where they are read by what redaction makes of them.
        is_listed: whether these are the recordings that list just this mask, or those that list none.
    """

    mask: Mask
    is_listed: bool

    def includes(self, mask: Mask | None) -> bool:
        """Tell whether the view reads recordings that list a mask; None lists nothing at all."""
        if self.is_listed:
            return mask == self.mask
        return mask is None if self.mask else not mask


@dataclass(frozen=True, slots=True)
class _Read:
    """A recording as a view reads it."""

    entry: Entry
    reading: Reading
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Queue:
    """Recordings in recorded order, and how many at the start have been played."""

    all: list[_Read] = field(default_factory=list)
    passed: int = 0

    def left(self, index: Index) -> Iterator[_Read]:
        """Yield those that have not been played."""
        while self.passed < len(self.all) and index.is_played(self.all[self.passed].entry):
            self.passed += 1
        rest = islice(self.all, self.passed, None)
        return (read for read in rest if not index.is_played(read.entry))


@dataclass(slots=True)
class _Alike:
    """The recordings of requests that differ in secrets and in what varies alone.

    Attributes:
        queue: all of them.
        same: those with the same stand-ins.
    """

    queue: _Queue = field(default_factory=_Queue)
    same: dict[object, _Queue] = field(default_factory=dict)

    def add(self, read: _Read) -> None:
        """Take one more recording."""
        self.queue.all.append(read)
        self.same.setdefault(_stand_ins(read.reading), _Queue()).all.append(read)


Fits = Callable[[int], bool]
"""Tells of a recording, by its number, whether its caller and endpoint fit."""

_Table = dict[tuple[str | None, bytes], _Alike]


class Lookup:
    """The recordings of a cassette, to be played. Safe to share between threads.

    Args:
        recordings: what was recorded, in order.
        allow_repeats: answer a request with the last recording again when all have been played.
        redaction: what is taken out of recordings.
        matching: what of requests may vary.
        age: how long ago the last of the recordings was made, if times are relative to now; else None.

    Attributes:
        by_order: how many calls were told apart from others by recorded order alone, as all the rest that
            tells them apart is redacted.
        by_origin: how many calls were answered although other callers or endpoints may have been meant.
        origins: the callers and endpoints of the recordings.
        earlier: what stands for what in them.
    """

    def __init__(
        self,
        recordings: Sequence[Interaction],
        *,
        allow_repeats: bool = False,
        redaction: Redaction = DEFAULT,
        matching: Matching = EXACT,
        age: dt.timedelta | None = None,
    ) -> None:
        self.by_order = 0
        self.by_origin = 0
        self.origins = Origins(enumerate(recordings))
        self._redaction = redaction
        self._matching = matching
        self._age = age
        self._index = Index(recordings, allow_repeats=allow_repeats, key=key_of_recording)
        self._allow_repeats = allow_repeats
        self._lock = free_in_children(threading.Lock())
        self._views: dict[tuple[str, str], list[_View]] = {}
        self._tables: dict[tuple[str, str, _View], _Table] = {}
        self._plain = Memory()  # of recordings of plain vcrpy, which hold secrets themselves
        self._secrets = SecretBindings()
        self.earlier = Played(recordings, self._secrets)
        self._texts = Translation()

    def take(self, asked: SoughtCall) -> tuple[int, Interaction] | None:
        """Play the next recording of a call: return it with its number from 0, or None if there is none."""
        if self._index.unreadable and not self._index.of_operation(asked.service, asked.operation.name):
            self._index.reread(asked.service, asked.operation.name)
        entry = self._take_of_origin(asked)
        return None if entry is None else (entry.number, entry.interaction)

    def _take_of_origin(self, asked: SoughtCall) -> Entry | None:
        """Play the next recording of a call that is surely its caller's, or else one that may be."""
        if self.origins.are_one:
            entry = self._take(asked, lambda _: True)
            if entry is not None:
                self.origins.bind(asked.origin, entry.number)
            return entry
        entry = self._take(asked, self.origins.sure(asked.origin))
        if entry is not None:
            return entry
        with self.origins.lock:  # another call may have told more meanwhile
            entry = self._take(asked, self.origins.sure(asked.origin))
            if entry is not None:
                return entry
            fits = self.origins.allowed(asked.origin)
            entry = self._take(asked, fits)
            if entry is not None:
                self.by_origin += self._others_fit(entry, fits)
                self.origins.bind(asked.origin, entry.number)
        return entry

    def _others_fit(self, entry: Entry, fits: Fits) -> bool:
        """Tell whether a recording of another origin could have been played as well."""
        own = self.origins.of(entry.number)
        return any(
            other.key == entry.key and fits(other.number) and self.origins.of(other.number) != own
            for other in self._index.of_operation(entry.key.service, entry.key.operation)
            if not self._index.is_played(other)
        )

    @property
    def unreadable(self) -> tuple[tuple[int, Interaction], ...]:
        """The recordings whose request could not be read, each with its number from 0."""
        return self._index.unreadable

    def unused(self) -> tuple[tuple[int, Interaction], ...]:
        """The recordings that were never played, each with its number from 0, in recorded order."""
        return self._index.unused()

    @property
    def given(self) -> frozenset[str]:
        """The places whose values answers had of the test's own, ``"s3.CreateBucket:/Bucket"``."""
        return frozenset(self._texts.given)

    def declare(self, rules: Mapping[str, str]) -> None:
        """Have values vary from now on, by place and form, as ``match`` takes them."""
        with self._lock:
            self._matching += parse_matching(rules)
            self._tables.clear()

    def answer(self, operation: OperationModel, response: Response) -> Response:
        """Return a recorded answer with what the test has instead of recorded texts that vary."""
        return self._texts.response(operation, response)

    def _take(self, asked: SoughtCall, fits: Fits) -> Entry | None:
        original = asked
        params = self._texts.params(asked.operation.input_shape, self._moved(asked))
        asked = asked if params is asked.params else replace(asked, params=params)
        key = asked.key
        # A plain vcrpy cassette does not always tell the region.
        return (
            self._index.take(key, fits)
            or self._index.take(key._replace(region=None), fits)
            or self._take_alike(asked, key, fits)
            or (self._take_relative(original, key, fits) if self._age is not None else None)
            or self._index.take(key._replace(params=UNKNOWN), fits)
            or self._index.take(key._replace(region=None, params=UNKNOWN), fits)
        )

    def _moved(self, asked: SoughtCall) -> Any:
        if self._age is None:
            return asked.params
        return move_params(asked.operation.input_shape, asked.params, -self._age)

    def _take_alike(self, asked: SoughtCall, key: Key, fits: Fits) -> Entry | None:
        if not self._index.of_operation(key.service, key.operation):
            return None
        with self._lock:
            normal = self._normal(asked.operation, asked.params, dt.datetime.now(dt.UTC))
            reader = self._reader(asked.operation)
            for view in self._views_of(asked, reader):
                reading = reader.asked(normal.params, view.mask, self._secrets)
                table = self._table(asked.operation, reader, view)
                for region in dict.fromkeys((key.region, None)):
                    alike = table.get((region, reading.form))
                    found = self._first(alike, reading, normal.parts, fits) if alike is not None else None
                    if found is not None:
                        return found
        return None

    def _take_relative(self, asked: SoughtCall, key: Key, fits: Fits) -> Entry | None:
        """Play the first recording that answers a call whose times are counted from now."""
        now = dt.datetime.now(dt.UTC)
        for entry in self._index.of_operation(key.service, key.operation):
            is_left = not self._index.is_played(entry) and entry.key.region in (key.region, None)
            if not is_left or entry.key.params == UNKNOWN or not fits(entry.number):
                continue
            moment, shape = recorded_at(entry.interaction), asked.operation.input_shape
            passed = now - moment if moment is not None else self._age or dt.timedelta()
            params = meant_by(shape, asked.params, self._params(asked.operation, entry.interaction), passed)
            meant = replace(asked, params=self._texts.params(asked.operation.input_shape, params))
            if meant.key.params == entry.key.params:
                found = self._index.claim([entry])
            else:
                found = self._take_alone(meant, entry, now)
            if found is not None:
                return found
        return None

    def _take_alone(self, asked: SoughtCall, entry: Entry, now: dt.datetime) -> Entry | None:
        """Play a recording if it answers a call but for secrets and what varies."""
        with self._lock:
            normal, reader = self._normal(asked.operation, asked.params, now), self._reader(asked.operation)
            mask = _mask_of(entry.interaction)
            mask = reader.mask(asked.params, self._secrets) if mask is None else mask
            reading = reader.asked(normal.params, mask, self._secrets)
            read = self._read(asked.operation, reader, entry, mask)
            alike = _Alike()
            alike.add(read)
            same = read.reading.form == reading.form
            return self._first(alike, reading, normal.parts, lambda _: True) if same else None

    def _first(self, alike: _Alike, reading: AskedReading, parts: Sequence[Part], fits: Fits) -> Entry | None:
        """Play the first of some recordings that differs in nothing but what may differ."""
        varies = bool(reading.unbound or reading.series or parts)
        queue = alike.queue if varies else alike.same.get(_stand_ins(reading), _Queue())
        again = reversed(queue.all) if self._allow_repeats else ()
        for read in chain(queue.left(self._index), again):
            if not fits(read.entry.number) or not reading.is_like(read.reading):
                continue
            secrets, texts = reading.pairs(read.reading), list(corresponding(read.parts, parts))
            if self._secrets.allow(secrets) and self._texts.allows(texts):
                entry = self._index.claim([read.entry])
                if entry is not None:
                    self._secrets.bind(secrets)
                    for unbound in reading.unbound:
                        self._secrets.learn(*unbound)
                    self._texts.bind(texts, f"{entry.key.service}.{entry.key.operation}")
                    self.by_order += bool(secrets) and len(alike.same) > 1
                    return entry
        return None

    def _views_of(self, asked: SoughtCall, reader: Reader) -> Iterator[_View]:
        """Yield the views under which a recording may answer, those first that ask for more to be equal."""
        operation = (asked.service, asked.operation.name)
        if operation not in self._views:
            masks = {_mask_of(entry.interaction) or () for entry in self._index.of_operation(*operation)}
            listed = sorted(filter(None, masks), key=lambda mask: (len(mask), mask))
            self._views[operation] = [_View(mask, is_listed=True) for mask in listed]
        if self._matching.concerns(asked.name):
            yield _View((), is_listed=False)
        yield from self._views[operation]
        mask = reader.mask(asked.params, self._secrets)
        if mask:
            yield _View(mask, is_listed=False)

    def _table(self, operation: OperationModel, reader: Reader, view: _View) -> _Table:
        name = (operation.service_model.service_name, operation.name)
        table = self._tables.get((*name, view))
        if table is None:
            table = self._tables[*name, view] = {}
            for entry in self._index.of_operation(*name):
                if entry.key.params != UNKNOWN and view.includes(_mask_of(entry.interaction)):
                    read = self._read(operation, reader, entry, view.mask)
                    alike = table.setdefault((entry.key.region, read.reading.form), _Alike())
                    alike.add(read)
        return table

    def _read(self, operation: OperationModel, reader: Reader, entry: Entry, mask: Mask) -> _Read:
        moment = recorded_at(entry.interaction)
        normal = self._normal(operation, self._params(operation, entry.interaction), moment)
        self._texts.recorded.update(part.text for part in normal.parts if part.identifies)
        return _Read(entry, reader.recorded(normal.params, mask), normal.parts)

    def _normal(self, operation: OperationModel, params: Any, moment: dt.datetime | None) -> Normal:
        params = sort_unordered(operation, operation.input_shape, params)
        normal = self._matching.normal(operation, params, moment)
        return normal._replace(params=compared_params(operation, normal.params))

    def _params(self, operation: OperationModel, interaction: Interaction) -> Any:
        """Return the parameters of a recording, without the secrets that another tool has left in."""
        facts = read_facts(interaction)
        params = facts.params if facts is not None else None
        if interaction.facts is not None:
            return params
        service = operation.service_model.service_name
        redaction = self._redaction.of(service, operation.name)
        return redact_value(operation.input_shape, params, redaction, self._plain, service)

    def _reader(self, operation: OperationModel) -> Reader:
        service = operation.service_model.service_name
        return Reader(operation.input_shape, service, self._redaction.of(service, operation.name))

    def miss(self, asked: SoughtCall, cassette: str) -> CannotReplay:
        """Say why there is no recording for a call, and what to do; its secrets are not in what is said.

        Args:
            asked: the call.
            cassette: the cassette as messages name it.
        """
        asked = replace(asked, params=self._texts.params(asked.operation.input_shape, self._moved(asked)))
        operation, reader, now = asked.operation, self._reader(asked.operation), dt.datetime.now(dt.UTC)
        with self._lock:
            shown = compared_params(operation, reader.shown(asked.params, self._secrets))
            own = reader.mask(asked.params, self._secrets)

        def compared(interaction: Interaction) -> tuple[Any, Any]:
            """Return both requests without what is not compared."""
            mask = _mask_of(interaction)
            mask = own if mask is None else mask
            was = self._normal(operation, self._params(operation, interaction), recorded_at(interaction))
            now_is = self._normal(operation, shown, now)
            return reader.form(was.params, mask), reader.form(now_is.params, mask)

        def differ(entry: Entry) -> tuple[Difference, ...]:
            found = differences(*compared(entry.interaction), entry.key.region, asked.key.region)
            recorded = (
                compared_params(operation, self._params(operation, entry.interaction)) if found else None
            )
            return tuple(_spelled_out(one, recorded, shown) for one in found)

        miss = self._index.miss(asked.key._replace(params=canonical_json(shown)), differ)
        explanation, near = explain_miss(miss, cassette), miss.nearest
        if miss.equal or near is None:
            return CannotReplay(explanation)
        is_elsewhere = any(one.pointer == "region" for one in near.differences)
        varying = suggestions(
            asked.name, operation.input_shape, *compared(near.interaction), recorded_at(near.interaction), now
        )
        if varying.rules:
            again = is_elsewhere or not varying.suffice
            forms = {rule.place: rule.form for rule in varying.rules}
            return CannotReplay(explanation, advice(varying.rules), record_again=again, rules=forms)
        if len(near.differences) == 1 and not is_elsewhere:
            where = asked.name, operation.input_shape, near.differences[0].pointer, shown
            return CannotReplay(explanation, ignoring(*where), rules={place_of(*where): ANY})
        return CannotReplay(explanation)


def order_note(count: int) -> str:
    """Word how many calls were told apart by recorded order alone."""
    calls, they, were = ("call", "it differs", "was") if count == 1 else ("calls", "they differ", "were")
    return f"{count:,} {calls} {were} told apart by recorded order only, since {they} in redacted values"


def _mask_of(interaction: Interaction) -> Mask | None:
    facts = interaction.facts
    return mask_of(facts) if facts is not None else None


def _stand_ins(reading: Reading) -> object:
    return reading.text, tuple(standing for standing, _ in reading.series)


def _spelled_out(difference: Difference, recorded: Any, asked: Any) -> Difference:
    """Return a difference with the values themselves, and not as they are compared."""
    if not difference.pointer.startswith("/"):
        return difference
    old, new = (value_at(side, difference.pointer, ABSENT) for side in (recorded, asked))
    return Difference(difference.pointer, old, new) if old != new else difference
