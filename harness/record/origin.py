"""Who makes a call, and where it goes: parts of a request's identity besides its parameters.

The caller is the access key, of which a recording holds a stand-in: equal keys have equal ones, different
keys different ones. What a recorded answer gives out as an access key is recorded by the same stand-in, so
calls with it are told apart in any order. Other credentials are mostly not those of the recording: which
recorded caller one of them stands for is found out as recordings are played, and no two stand for the same.
It is the same with endpoints that aren't AWS's own.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from botocore import UNSIGNED
from botocore.credentials import RefreshableCredentials

from harness.cassette.age import recorded_at
from harness.cassette.exchange import exchange_of
from harness.errors import HarnessError
from harness.forks import free_in_children
from harness.wire.identity.hosts import is_aws_host

if TYPE_CHECKING:
    from harness.cassette.model import Interaction

AWS = "AWS"
"""Stands for all of AWS's own endpoints, which the region tells apart."""


class Origin(NamedTuple):
    """Where a call comes from and goes to.

    Attributes:
        caller: the access key, or its stand-in; None where it isn't known.
        endpoint: the endpoint's host and port, or `AWS`; None where it isn't known.
    """

    caller: str | None = None
    endpoint: str | None = None


UNKNOWN_ORIGIN = Origin()


def origin_of_client(client: Any) -> Origin:
    """Return the origin of a client's calls, without a caller where its credentials have to be fetched."""
    credentials = client._request_signer._credentials
    if client.meta.config.signature_version is UNSIGNED:
        credentials = None
    name = "_access_key" if isinstance(credentials, RefreshableCredentials) else "access_key"
    url = urlsplit(client.meta.endpoint_url)
    endpoint = AWS if is_aws_host(url.hostname or "") else url.netloc.rpartition("@")[2]
    return Origin(getattr(credentials, name, None), endpoint)


def origin_of_recording(interaction: Interaction) -> Origin:
    """Return the origin that a recording tells; recordings of other tools and of old versions tell none."""
    facts = interaction.facts
    if facts is None:
        return UNKNOWN_ORIGIN
    return Origin(facts.caller, facts.endpoint or (AWS if facts.caller is not None else None))


class _Names:
    """Which recorded name each name that is asked with stands for.

    Args:
        recorded: the names of the recordings.
        given: those of them that a replay gets from recorded answers, and so asks with them themselves.
    """

    def __init__(self, recorded: frozenset[str], given: frozenset[str] = frozenset()) -> None:
        self._recorded = recorded
        self._single = recorded - given if len(recorded - given) == 1 else frozenset()
        self._given = given
        self._owner: dict[str, str] = {}

    def is_sure(self, asked: str | None, recorded: str | None) -> bool:
        """Tell whether a recorded name is known to be the one that is asked with."""
        is_same = recorded is None or asked == recorded or len(self._recorded) == 1
        return is_same or (asked is not None and self._owner.get(recorded or "") == asked)

    def allows(self, asked: str | None, recorded: str | None) -> bool:
        """Tell whether a recorded name may be the one that is asked with."""
        if asked is None or recorded is None or self.is_sure(asked, recorded):
            return True
        if asked in self._recorded or recorded in self._given:
            return False
        return recorded not in self._owner or recorded in self._single

    def bind(self, asked: str | None, recorded: str | None) -> None:
        """Note that a name that was asked with stands for a recorded one."""
        if asked is not None and recorded is not None and asked not in self._recorded:
            self._owner.setdefault(recorded, asked)

    def recorded_of(self, asked: str) -> str | None:
        """Return the recorded name that a name stands for, if it stands for just one."""
        if asked in self._recorded:
            return asked
        owned = [recorded for recorded, owner in self._owner.items() if owner == asked]
        return owned[0] if len(owned) == 1 else None


class Origins:
    """The origins of a cassette's recordings, and which of them answer a call.

    Args:
        recordings: what was recorded.

    Attributes:
        lock: held while a recording is played of which it isn't sure that it belongs to the call.
    """

    def __init__(self, recordings: Iterable[tuple[int, Interaction]] = ()) -> None:
        known = [(number, one, origin_of_recording(one)) for number, one in recordings]
        self._of = {number: origin for number, _, origin in known}
        self.callers = frozenset(origin.caller for *_, origin in known if origin.caller is not None)
        endpoints = frozenset(origin.endpoint for *_, origin in known if origin.endpoint is not None)
        given = _given_out([(one, origin) for _, one, origin in known], self.callers)
        self._callers, self._endpoints = _Names(self.callers, given), _Names(endpoints)
        self.are_one = len(self.callers) < 2 and len(endpoints) < 2
        self.lock: AbstractContextManager[Any] = free_in_children(threading.RLock())

    def sure(self, asked: Origin) -> Callable[[int], bool]:
        """Return what tells of a recording, by its number, whether it surely has an origin."""
        return lambda number: (
            self._callers.is_sure(asked.caller, self._of[number].caller)
            and self._endpoints.is_sure(asked.endpoint, self._of[number].endpoint)
        )

    def allowed(self, asked: Origin) -> Callable[[int], bool]:
        """Return what tells of a recording, by its number, whether it may have an origin."""
        return lambda number: (
            self._callers.allows(asked.caller, self._of[number].caller)
            and self._endpoints.allows(asked.endpoint, self._of[number].endpoint)
        )

    def of(self, number: int) -> Origin:
        """Return the origin of a recording."""
        return self._of[number]

    def bind(self, asked: Origin, number: int) -> None:
        """Note that a recording has answered a call."""
        with self.lock:
            self._callers.bind(asked.caller, self._of[number].caller)
            self._endpoints.bind(asked.endpoint, self._of[number].endpoint)

    def bind_caller(self, key: str, caller: str) -> None:
        """Note that an access key, which an answer gave out, stands for a recorded caller."""
        with self.lock:
            self._callers.bind(key, caller)

    def caller_of(self, key: str) -> str | None:
        """Return the recorded caller that an access key stands for; None if that isn't known."""
        with self.lock:
            return self._callers.recorded_of(key)


def _given_out(recordings: Sequence[tuple[Interaction, Origin]], callers: frozenset[str]) -> frozenset[str]:
    """Return the callers whose access key an answer holds that came before their first call."""
    if len(callers) < 2:
        return frozenset()
    moments = [recorded_at(one) for one, _ in recordings]
    given = set()
    for caller in callers:
        own = [at for (_, origin), at in zip(recordings, moments, strict=True) if origin.caller == caller]
        first = min(filter(None, own), default=None)
        token = re.compile(rb"(?<![A-Za-z0-9])%b(?![A-Za-z0-9])" % re.escape(caller.encode()))
        if first is not None and any(
            origin.caller != caller and at is not None and at <= first and token.search(one.response.body)
            for (one, origin), at in zip(recordings, moments, strict=True)
        ):
            given.add(caller)
    return frozenset(given)


def given_again(before: Interaction, now: Interaction, callers: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the access keys that an answer gives out where an earlier one gave out recorded callers.

    Args:
        before: the earlier recording of the request.
        now: the new one, not redacted.
        callers: the recorded callers.

    Yields:
        An access key, and the caller.
    """
    body = before.response.body
    if not any(caller.encode() in body for caller in callers):
        return
    try:
        old, new = exchange_of(before), exchange_of(now)
    except HarnessError:
        return
    for caller, key in _pairs(old.response, new.response):
        if caller in callers:
            yield key, caller


def _pairs(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts that are at the same places of two values."""
    match old, new:
        case dict(), dict():
            for name in old.keys() & new.keys():
                yield from _pairs(old[name], new[name])
        case list(), list():
            for one, other in zip(old, new, strict=False):
                yield from _pairs(one, other)
        case str(), str():
            yield old, new


def origin_note(count: int) -> str:
    """Word how many calls may have been answered by a recording of another caller or endpoint."""
    calls, were = ("call", "was") if count == 1 else ("calls", "were")
    return (
        f"{count:,} {calls} {were} recorded for several callers or endpoints, and it isn't known which one "
        "asks: the first recording was played. Give each account its own access key, also in the replay"
    )
