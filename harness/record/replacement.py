"""Which recordings give way to new ones: by the record mode, and by their age."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from harness.cassette.age import recorded_at
from harness.cassette.index import UNKNOWN, Key, canonical_json
from harness.cassette.model import Interaction
from harness.models import find_operation
from harness.record.key import key_of_recording
from harness.record.matching import EXACT, Matching
from harness.record.mode import RecordMode
from harness.record.origin import Origin, origin_of_recording
from harness.redaction import DEFAULT
from harness.redaction.equality import Reader, SecretBindings, mask_of

_SKEW = dt.timedelta(minutes=1)


def recorded_since(interaction: Interaction, moment: dt.datetime) -> bool:
    """Tell whether an interaction was recorded at a moment or later.

    One without harness's facts tells it by the ``Date`` of its response, which has whole seconds only.
    """
    recorded = recorded_at(interaction)
    if interaction.facts is None:
        moment = moment.replace(microsecond=0)
    # What says that it was recorded in the future was recorded by a test that sets its clock.
    return recorded is not None and moment <= recorded <= dt.datetime.now(dt.UTC) + _SKEW


def older_than(interactions: Sequence[Interaction], limit: dt.timedelta | None) -> Sequence[Interaction]:
    """Return the interactions that are older than a limit; none if there is no limit."""
    if limit is None:
        return ()
    before = dt.datetime.now(dt.UTC) - limit
    return [one for one in interactions if (recorded := recorded_at(one)) is not None and recorded < before]


class Recorded(NamedTuple):
    """The canonical request of a recording, by which a new recording takes the place of old ones.

    Attributes:
        key: the request, without what varies.
        form: the same with the first stand-in of its form instead of each.
        origin: who asked, and where.
    """

    key: Key
    form: Key
    origin: Origin

    def is_of(self, origin: Origin) -> bool:
        """Tell whether an origin may be this one: what one of them doesn't tell is the same."""
        pairs = zip(self.origin, origin, strict=True)
        return all(own is None or other is None or own == other for own, other in pairs)


def recorded_request(interaction: Interaction, matching: Matching = EXACT) -> Recorded | None:
    """Return the canonical request of a recording; None if it has none that can be read."""
    key = key_of_recording(interaction)
    if key is None or key.params == UNKNOWN:
        return None if key is None else Recorded(key, key, origin_of_recording(interaction))
    operation = find_operation(key.service, key.operation)
    facts, params = interaction.facts, json.loads(key.params)
    mask = mask_of(facts) if facts is not None else None
    reader = Reader(operation.input_shape, key.service, DEFAULT)
    bindings = SecretBindings()
    if facts is None:  # another tool left the secrets in
        params = reader.shown(params, bindings)
    params = matching.normal(operation, params, recorded_at(interaction)).params
    found = key._replace(params=canonical_json(params))
    mask = reader.mask(params, bindings) if mask is None else mask
    form = key._replace(params=canonical_json(reader.form(params, mask))) if mask else found
    return Recorded(found, form, origin_of_recording(interaction))


def recorded_requests(interactions: Iterable[Interaction], matching: Matching = EXACT) -> list[Recorded]:
    """Return the canonical requests of recordings, without those that cannot be read."""
    found = (recorded_request(one, matching) for one in interactions)
    return [request for request in found if request is not None]


class Requests:
    """Canonical requests, of which it is asked whether another one is the same, of the same origin."""

    def __init__(self, requests: Iterable[Recorded] = ()) -> None:
        self._origins: dict[Key, set[Origin]] = {}
        for one in requests:
            self._origins.setdefault(one.key, set()).add(one.origin)

    def __contains__(self, request: Recorded) -> bool:
        return any(request.is_of(origin) for origin in self._origins.get(request.key, ()))

    def __bool__(self) -> bool:
        return bool(self._origins)


NO_REQUESTS = Requests()


def replaced(
    mode: RecordMode,
    before: Sequence[Interaction],
    recorded: Collection[Recorded],
    outdated: Requests = NO_REQUESTS,
    matching: Matching = EXACT,
) -> Iterator[Interaction]:
    """Yield the recordings that give way to new ones.

    Args:
        mode: the record mode.
        before: the recordings there were.
        recorded: the requests of the new ones.
        outdated: the requests of the recordings that are too old to be played.
        matching: what of requests varies.
    """
    if recorded and mode is RecordMode.REWRITE:
        yield from before
        return
    give_way = Requests(one for one in recorded if mode is RecordMode.ALL or one in outdated)
    # Recorded with others, a secret may have got another number among the stand-ins of its form.
    others = [one for one in recorded if outdated and one not in outdated]
    for one in before if give_way or others else ():
        found = recorded_request(one, matching)
        if found is None:
            continue
        if found in give_way:
            yield one
        elif found in outdated:
            alike = next((new for new in others if new.form == found.form and found.is_of(new.origin)), None)
            if alike is not None:
                others.remove(alike)
                yield one
