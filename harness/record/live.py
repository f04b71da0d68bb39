"""A cassette in use: it plays what was recorded, and records what was not, as its mode says."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from harness.cassette.errors import CassetteNotFound
from harness.cassette.exchange import read_facts
from harness.cassette.failed import failed_path, remove_failed
from harness.cassette.journal import Journal
from harness.cassette.model import Facts, Interaction, Request, Response, Result, StoredBody
from harness.cassette.order import moment
from harness.cassette.side_files import Spool, path_of
from harness.cassette.store import load_cassette
from harness.contract.values import format_timestamp
from harness.forks import free_in_children
from harness.garbage import gc_paused
from harness.models import botocore_version
from harness.models.endpoints import is_global
from harness.record.errors import CannotReplay, NotRecorded
from harness.record.following import Call
from harness.record.http import Body, apart, from_response_dict, spool_prepared, to_aws_response
from harness.record.key import params_of_call
from harness.record.lookup import Lookup, SoughtCall
from harness.record.matching import EXACT, Matching
from harness.record.mode import RecordMode
from harness.record.nesting import current_task
from harness.record.offline import configured_region
from harness.record.origin import AWS, Origin, given_again, origin_of_client
from harness.record.relative_times import age_of, move_response, moved_by
from harness.record.replacement import (
    Recorded,
    Requests,
    older_than,
    recorded_request,
    recorded_requests,
    recorded_since,
    replaced,
)
from harness.record.suggestions import merged
from harness.record.tap import Tap
from harness.record.web import Asked, Before, Marks, ask, record_web
from harness.record.web_lookup import WebRecordings
from harness.redaction import DEFAULT, Memory, Redaction, redact_interaction

_LOG = logging.getLogger(__name__)
"""Tells why each call was played, recorded or refused. At DEBUG, as botocore does: tests count records."""

_AS_IT_IS = Before()
_ROOM = 2**24
"""Bytes of answers whose results are kept until they are judged; those of further answers are read again."""


@dataclass(frozen=True, slots=True)
class Served:
    """One exchange that took place while a cassette was in use.

    Attributes:
        number: from 1, the interaction's number in the cassette if it was played, among those recorded if
            it was recorded; `LiveCassette.exchanges` tells the number that the latter gets in the cassette,
            where nothing else was recorded at the same time.
        operation: what was called, ``"service.Operation"``; method and URL where botocore did not ask.
        interaction: what was played or recorded.
        recorded: whether it was recorded now.
    """

    number: int
    operation: str
    interaction: Interaction
    recorded: bool


@dataclass(slots=True)
class _Notes:
    """What a cassette keeps with a call.

    Attributes:
        params: its parameters in JSON-able form.
        playing: the recording that is set aside for the next attempt.
        again: the recording that the next attempt is recorded in place of.
        request: a copy of the request that is sent, made before the network reads a file that is its body.
        request_body: that body, if it is large.
        is_waiting: whether it was sent, and no answer has come.
        lane: the process, thread and task that asks.
        began: when the call, or its attempt, began, in seconds since the epoch.
    """

    params: Any
    lane: str
    began: float
    playing: tuple[int, Interaction] | None = None
    again: Interaction | None = None
    request: Request | None = None
    request_body: StoredBody | None = None
    is_waiting: bool = False


class LiveCassette:
    """A cassette in use. Get one from `use_cassette`; it may be shared by threads.

    Attributes:
        path: the cassette's file.
        name: the file as messages name it.
        mode: the record mode.
        http: whether requests that botocore doesn't make are recorded and played as well.
        served: the exchanges that took place so far, in order.
        misses: the calls that could not be played, in order.
        suggested: what these calls would have vary, the form by place.
        tries_rules: whether such a call is played all the same, to find what else varies after it. It counts
            among the misses.
        unanswered: how many calls of each operation were sent to be recorded, and got no answer so far.
        is_closed: whether it is closed.
        kept: the file that keeps what a failed run recorded, once it is closed.
        has_interrupted: whether that file keeps what an earlier run recorded that was interrupted.
        stale: the recordings that are older than they may be. A mode that records does not play them, nor
            others of the same requests: their calls are recorded again, and those take their place.
    """

    @gc_paused()
    def __init__(
        self,
        path: Path,
        mode: RecordMode,
        *,
        source: str | None = None,
        record_credentials: bool = False,
        allow_repeats: bool = False,
        redaction: Redaction = DEFAULT,
        max_age: dt.timedelta | None = None,
        relative_times: bool = False,
        matching: Matching = EXACT,
        began: dt.datetime | None = None,
        record_with: str | None = None,
        joins: bool = False,
        is_whole: bool = False,
        http: bool = False,
        ignored_hosts: frozenset[str] = frozenset(),
        before: Before = _AS_IT_IS,
    ) -> None:
        self.path = path
        self.name: str = shown(path)
        self.mode = mode
        self.http = http
        self._ignored_hosts = ignored_hosts
        self._before_recording = before
        self.served: list[Served] = []
        self.misses: list[CannotReplay] = []
        self.suggested: dict[str, str] = {}
        self.tries_rules = False
        self.unanswered: Counter[str] = Counter()
        self.is_closed = False
        self._results: dict[int, Result] = {}  # by places in `served`, until they are judged
        self._room = _ROOM  # for more of them
        self.kept: Path | None = None
        self.has_interrupted: bool = False
        self._process = os.getpid()
        self._source = source
        self._record_credentials = record_credentials
        self._lock = free_in_children(threading.Lock())
        self._redaction = redaction
        self._marks = Marks()  # apart: a replay meets only the secrets that requests hold
        self._began = dt.datetime.now(dt.UTC) if began is None else began
        self._joins = joins
        recorded = load_if_any(path, must_exist=mode is RecordMode.NONE and record_with is None)
        self._record_with = record_with if recorded is None else None
        self._before = [one for one in recorded or () if began is None or not recorded_since(one, began)]
        self.stale: Sequence[Interaction] = older_than(self._before, max_age)
        exists = bool(self._before) if recorded else recorded is not None
        once_exists = mode is RecordMode.ONCE and exists
        self._plays = mode in (RecordMode.NONE, RecordMode.NEW_EPISODES) or once_exists
        self._records = mode is not RecordMode.NONE and not (once_exists and not self.stale)
        self._is_whole = is_whole and mode in (RecordMode.ONCE, RecordMode.REWRITE) and not self._plays
        recorded_again = self.stale if self._plays and self._records else ()
        self._matching = matching
        self._outdated = Requests(recorded_requests(recorded_again, matching))
        played = recorded if self._plays and recorded else ()
        again = self._before if mode is RecordMode.ALL else filter(self._is_outdated, played)
        self._again = frozenset(map(id, again))
        self._age = age_of(self._before, dt.datetime.now(dt.UTC)) if relative_times else None
        self._lookup = Lookup(
            self._before if mode is RecordMode.ALL else played,
            allow_repeats=allow_repeats,
            redaction=redaction,
            matching=matching,
            age=self._age,
        )
        self._recorded = Memory(None if mode is RecordMode.REWRITE else self._lookup.earlier)
        for memory in (self._recorded, self._marks):
            free_in_children(memory.lock)
        if self._records and mode is not RecordMode.REWRITE:  # new keys are others than those that stay
            facts = (one.facts for one in recorded or ())
            self._recorded.reserve(one.caller for one in facts if one is not None and one.caller)
        self._web = WebRecordings(
            recorded or () if http else (),
            stale=recorded_again,
            allow_repeats=allow_repeats,
            redaction=redaction,
            matching=matching,
        )
        self._web_replaced: list[Interaction] = []
        self._journal = Journal(path) if self._records else None
        self._region = configured_region() if self._records else None
        self._taps: list[Tap] = []
        self._anew: list[Recorded] = []
        self._count = 0
        self._lanes: set[str] = set()

    @property
    def closed_network(self) -> bool:
        """Whether this cassette only plays, so that nothing may reach the network."""
        return not self._records

    @property
    def has_threads(self) -> bool:
        """Whether several threads or tasks made the recorded calls."""
        return len(self._lanes) > 1

    @property
    def is_new(self) -> bool:
        """Whether there was no recording when this cassette was opened."""
        return not self._before

    @property
    def told_apart_by_order(self) -> int:
        """How many calls were told apart by recorded order alone, since they differ in redacted values."""
        return self._lookup.by_order * self._plays + self._web.by_order

    @property
    def of_unknown_origin(self) -> int:
        """How many calls were recorded for several callers or endpoints, of which none is known to ask."""
        return self._lookup.by_origin * self._plays

    @property
    def given(self) -> frozenset[str]:
        """The places whose values answers had of the test's own, ``"s3.CreateBucket:/Bucket"``."""
        return self._lookup.given

    @property
    def region(self) -> str | None:
        """The region that was configured for most of the recordings: empty for none, None if unknown."""
        regions = Counter(map(_configured, filter(None, (one.facts for one in self._before))))
        del regions[None]
        return next((region for region, _ in regions.most_common(1)), None)

    def exchanges(self, start: int = 0) -> list[tuple[int, Interaction]]:
        """The exchanges from ``served[start]`` on, each with its number in the cassette, from 1."""
        kept = len(self._before) - sum(1 for _ in self._replaced())
        found = []
        for place, one in enumerate(self.served[start:], start):
            result, interaction = self._results.pop(place, None), one.interaction
            if result is not None:
                self._room += len(result.response.body)
                interaction = replace(interaction, result=result)
            found.append((one.number + kept * one.recorded, interaction))
        return found

    def unused(self) -> tuple[tuple[int, Interaction], ...]:
        """The recordings that were not played, each with its number from 1."""
        unused, unreadable = dict(self._lookup.unused()), dict(self._lookup.unreadable)
        web, played = dict(self._web.unused()), self._web.played()
        left = {number: one for number, one in unused.items() if number not in played}
        left |= {number: one for number, one in web.items() if number in unreadable}
        return tuple(
            (number + 1, left[number]) for number in sorted(left) if id(left[number]) not in self._again
        )

    def close(self, *, failed: bool = False) -> Path | None:
        """Write what was recorded into the cassette; nothing is written if nothing was.

        Args:
            failed: whether the run failed. Then what it recorded is kept in a file next to the cassette
                (`harness.cassette.failed`) until a recording succeeds, and the cassette stays as it is.

        Returns:
            The file next to the cassette; None if the run did not fail, or recorded nothing.

        Raises:
            harness.cassette.CassetteNotWritable: the recording could not be written; its journal is kept.
        """
        self.is_closed = True
        # What a forked process records is in the journal of the process that it was forked from.
        if self._journal is None or self._process != os.getpid():
            return None
        for tap in self._taps:
            tap.end()
        if self._joins:
            self._journal.release()
            return None
        aside = failed_path(self.path)
        if failed:
            self.kept = aside if self._journal.close(drop=self._replaced(), into=aside) else None
            return self.kept
        if self._journal.close(drop=None if self._is_whole else self._replaced()):
            remove_failed(self.path, self._began)
        return None

    # What `harness.record.hooks.Follower` asks.

    def accepts(self, call: Call) -> bool:
        """Follow every call but botocore's own look-ups of credentials."""
        return self._record_credentials or not _is_credential_lookup(call)

    def asked(self, call: Call) -> None:
        """Note the parameters of a call."""
        call.cassette = self.path
        lane = _lane() if self._journal is not None else ""
        call.notes = _Notes(params_of_call(call.operation_model, call.params), lane, began=moment())

    def plays(self, call: Call) -> bool:
        """Set the next recording of the call aside for it; tell if there is one, or the call is to fail."""
        return self._set_aside(call) is not None or self.closed_network

    def answer(self, call: Call, request: AWSPreparedRequest) -> AWSResponse | None:
        """Play the next recording of the call, if this cassette plays.

        Raises:
            CannotReplay: there is none, and the network is closed.
        """
        found = self._set_aside(call)
        if found is not None:
            call.notes.playing = None
            number, interaction = found
            _LOG.debug("%s: played from %s, interaction %d", call.name, self.name, number + 1)
            with self._lock:
                self._serve(call, Served(number + 1, call.name, interaction, recorded=False))
            facts = interaction.facts
            stored = facts.response_body if facts is not None else None
            side_file = path_of(self.path, stored) if stored is not None else None
            return to_aws_response(request.url, self._answer_of(call, interaction), side_file)
        if self.closed_network:
            miss = self._missed(call)
            if self.tries_rules and miss.rules:
                self._lookup.declare(miss.rules)
                if self._set_aside(call) is not None:
                    return self.answer(call, request)
            raise miss
        _LOG.debug("%s: sent to be recorded into %s, as %s", call.name, self.name, self._why_sent())
        with Spool(self.path) as spool:
            call.notes.request, call.notes.request_body = spool_prepared(request, spool)
        self._wait(call, is_waiting=True)
        return None

    def _missed(self, call: Call) -> CannotReplay:
        if self._record_with is None:
            miss = self._lookup.miss(self._sought(call), self.name)
        else:
            miss = NotRecorded(self.name, call.name, self._record_with)
        _LOG.debug("%s: not played. %s", call.name, miss)
        with self._lock:
            self.misses.append(miss)
            self.suggested = merged(self.suggested, miss.rules)
        return miss

    def _why_sent(self) -> str:
        if self._plays:
            return "it holds no recording of this request that is young enough"
        return (
            f"there is no cassette yet (mode {self.mode})"
            if self.is_new
            else f"mode {self.mode} plays nothing"
        )

    def _wait(self, call: Call, *, is_waiting: bool) -> None:
        notes: _Notes = call.notes
        with self._lock:
            self.unanswered[call.name] += is_waiting - notes.is_waiting
            notes.is_waiting = is_waiting

    def received(self, call: Call, response: Mapping[str, Any], body: Body) -> None:
        """Record what the network answered."""
        self._wait(call, is_waiting=False)
        notes: _Notes = call.notes
        if self._journal is None or notes.request is None:
            return
        operation = call.operation_model
        content, stored = apart(body)
        origin = origin_of_client(call.client)
        facts = Facts(
            service=call.service,
            operation=operation.name,
            region=call.region,
            params=notes.params,
            protocol=operation.service_model.resolved_protocol,
            recorded_at=format_timestamp(dt.datetime.now(dt.UTC)),
            source=self._source or _endpoint(notes.request.uri),
            model=botocore_version(),
            request_body=notes.request_body,
            response_body=stored,
            endpoint=None if origin.endpoint == AWS else origin.endpoint,
            default_region=None if self._region == (call.region or "") else self._region,
        )
        answer = self._before_recording.of_response(from_response_dict(response, content))
        if answer is None:
            _LOG.debug("%s: not recorded, as before_record_response returned None", call.name)
            return
        recorded = Interaction(notes.request, answer, facts)
        with self._lock:  # so that the numbers are those of the journal
            again, notes.again = notes.again, None
            if again is not None:
                self._keep_names(again, recorded)
            interaction = redact_interaction(operation, recorded, self._redaction, self._recorded)
            if interaction.facts is not None:  # now, as the answers before have told what stands for the key
                facts = replace(interaction.facts, caller=self._caller(origin))
                interaction = replace(interaction, facts=facts)
            self._journal.append(interaction, notes.began, notes.lane)
            notes.began = moment()  # of the next attempt, if there is one
            if self._before:  # else there is nothing whose place it could take
                new = [interaction] if again is None else [interaction, again]
                self._anew += recorded_requests(new, self._matching)
            self._count += 1
            self._lanes.add(notes.lane)
            _LOG.debug("%s: recorded into %s (answer %d)", call.name, self.name, answer.status)
            self._serve(call, Served(self._count, call.name, interaction, recorded=True))

    def streams(self, tap: Tap) -> None:
        """Note an event stream, to record what came of it if it does not end before the recording."""
        with self._lock:
            self._taps = [*(known for known in self._taps if not known.is_over), tap]

    def _serve(self, call: Call, served: Served) -> None:
        """Note what was played or recorded, and listen for what botocore reads of its answer."""
        call.keep = partial(self._read, len(self.served), served.interaction.response)
        self.served.append(served)

    def _read(self, place: int, response: Response, parsed: Mapping[str, Any], value: Any) -> None:
        # What botocore has read may have been changed on its way, or redacted since.
        is_same = parsed["status_code"] == response.status and parsed["body"] == response.body
        if is_same and all(parsed["headers"].get(name) == value for name, value in response.headers):
            with self._lock:
                if self._room > 0:
                    self._room -= len(response.body)
                    self._results[place] = Result(response, value)

    # What `harness.record.vcrpy` asks.

    def answer_web(self, request: Request) -> Response | None:
        """Play the next recording of a request that botocore doesn't make; None if there is none to play."""
        if not self._plays:
            return None
        asked = self._ask(request)
        found = self._web.take(asked, self._marks)
        if found is None:
            return None
        number, interaction = found
        _LOG.debug("%s: played from %s, interaction %d", asked.name, self.name, number + 1)
        with self._lock:
            self.served.append(Served(number + 1, asked.name, interaction, recorded=False))
        return self._web.answer(interaction.response)

    def ignores_web(self, request: Request) -> bool:
        """Leave alone what is asked of a host that is ignored, and what the project itself leaves out."""
        if self._ignored_hosts and urlsplit(request.uri).hostname in self._ignored_hosts:
            return True
        return self._before_recording.of_request(request) is None

    def miss_web(self, request: Request) -> CannotReplay:
        """Note that a request has no recording, and return the failure that says which comes nearest."""
        asked = self._ask(request)
        miss = (
            self._web.miss(asked, self._marks, self.name)
            if self._record_with is None
            else NotRecorded(self.name, asked.name, self._record_with)
        )
        _LOG.debug("%s: not played. %s", asked.name, miss)
        with self._lock:
            self.misses.append(miss)
        return miss

    def received_web(self, request: Request, response: Response) -> None:
        """Record what the network answered to a request that botocore doesn't make."""
        kept, answer = (
            self._before_recording.of_request(request),
            self._before_recording.of_response(response),
        )
        if self._journal is None or kept is None or answer is None:
            return
        recorded, asked = Interaction(kept, answer), self._ask(request)
        outdated_only = self.mode is not RecordMode.ALL
        replaced = self._web.replaced_by(asked, self._marks, outdated_only=outdated_only)
        with self._lock:
            interaction = record_web(recorded, self._redaction, self._recorded)
            self._journal.append(interaction, lane=_lane())
            _LOG.debug("%s: recorded into %s (answer %d)", asked.name, self.name, response.status)
            self._web_replaced += replaced
            self._count += 1
            self.served.append(Served(self._count, asked.name, interaction, recorded=True))

    def _ask(self, request: Request) -> Asked:
        kept = self._before_recording.of_request(request)
        return ask(request if kept is None else kept, self._redaction, self._marks)

    def _set_aside(self, call: Call) -> tuple[int, Interaction] | None:
        # Once for both questions, so that no other thread gets the recording between them.
        notes: _Notes = call.notes
        if notes.playing is None and notes.again is None and (self._plays or self._again):
            found = self._lookup.take(self._sought(call))
            if found is not None and id(found[1]) in self._again:
                notes.again = found[1]
            else:
                notes.playing = found
        return notes.playing

    def _sought(self, call: Call) -> SoughtCall:
        origin = origin_of_client(call.client)
        return SoughtCall(call.operation_model, call.service, call.region, call.notes.params, origin)

    def _caller(self, origin: Origin) -> str | None:
        if origin.caller is None:
            return None
        return self._lookup.origins.caller_of(origin.caller) or self._recorded.of_caller(origin.caller)

    def _keep_names(self, before: Interaction, now: Interaction) -> None:
        """Have the access keys that an answer gives out stand for the callers that it gave out before."""
        for key, caller in given_again(before, now, self._lookup.origins.callers):
            if self._recorded.name_caller(key, caller):
                self._lookup.origins.bind_caller(key, caller)

    def _replaced(self) -> Iterator[Interaction]:
        if self.mode is RecordMode.REWRITE:
            return iter(self._before if self._count else ())
        before = {id(one) for one in self._before}
        web = {id(one): one for one in self._web_replaced if id(one) in before}
        calls = replaced(self.mode, self._before, self._anew, self._outdated, self._matching)
        return chain((one for one in calls if id(one) not in web), web.values())

    def _is_outdated(self, interaction: Interaction) -> bool:
        request = recorded_request(interaction, self._matching) if self._outdated else None
        return request is not None and request in self._outdated

    def _answer_of(self, call: Call, interaction: Interaction) -> Response:
        operation = call.operation_model
        response = self._lookup.answer(operation, interaction.response)
        if self._age is None:
            return response
        facts = read_facts(interaction)
        # An answer lies between the times that were asked for, so it moves with them.
        by = moved_by(operation.input_shape, call.notes.params, facts.params if facts is not None else None)
        return move_response(operation, response, self._age if by is None else by)


def shown(path: Path) -> str:
    """Return a path as messages name it: relative to the working folder if it is below it."""
    folder = Path.cwd()
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def load_if_any(path: Path, *, must_exist: bool = False) -> Sequence[Interaction] | None:
    """Load the interactions of a cassette; None if there is none, which may not be if it must exist."""
    try:
        return load_cassette(path).interactions
    except CassetteNotFound:
        if must_exist:
            raise
        return None


def _lane() -> str:
    """Name who asks: what one thread or task asks is asked in a row."""
    # By numbers of our own: the system gives the id of a thread that has ended to another.
    number = getattr(_thread, "number", None)
    if number is None:
        number = _thread.number = next(_numbers)
    task = current_task()
    of_task = "" if task is None else _tasks.setdefault(task, next(_numbers))
    return f"{os.getpid()} {number} {of_task}"


_numbers = count()
_thread = threading.local()
_tasks: WeakKeyDictionary[Any, int] = WeakKeyDictionary()


def _endpoint(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


_CREDENTIAL_SERVICES = frozenset(("sts", "sso", "sso-oidc", "signin"))
_CREDENTIAL_MODULES = frozenset(
    f"{package}.{module}" for package in ("botocore", "aiobotocore") for module in ("credentials", "tokens")
)


def _configured(facts: Facts) -> str | None:
    """Return the region that was configured when a call was recorded; None if nothing tells."""
    if facts.default_region is not None:
        return facts.default_region
    return None if is_global(facts.service) else facts.region or None


def _is_credential_lookup(call: Call) -> bool:
    """Tell whether botocore itself makes this call: its code that finds credentials is on the stack."""
    if call.service not in _CREDENTIAL_SERVICES:
        return False
    frame: Any = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") in _CREDENTIAL_MODULES:
            return True
        frame = frame.f_back
    return False
