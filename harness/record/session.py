"""Use a cassette for the calls of the process: play and record them until the block ends."""

from __future__ import annotations

import datetime as dt
import sys
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import compress, zip_longest
from os import PathLike
from pathlib import Path
from typing import Any

from harness.cassette.age import parse_age, recorded_at
from harness.cassette.failed import failed_path, remove_failed
from harness.cassette.journal import Journal, recover
from harness.decorating import managed
from harness.errors import counted
from harness.printable import printable
from harness.record.errors import StaleCassette, UnknownMode
from harness.record.hooks import following
from harness.record.live import LiveCassette, load_if_any, shown
from harness.record.matching import EXACT, Callback, Matching, parse_matching
from harness.record.mode import ModeName, RecordMode
from harness.record.offline import offline_environment
from harness.record.opened import tell
from harness.record.replacement import Requests, older_than, recorded_requests, recorded_since, replaced
from harness.record.web import Before, WebFollower
from harness.redaction import DEFAULT, Redaction, configured

_opened: dict[Path, dt.datetime] = {}


def opened_since(moment: dt.datetime) -> frozenset[Path]:
    """Return the absolute paths of the cassettes that this process has opened since a moment."""
    return frozenset(path for path, opened in _opened.items() if opened >= moment)


@managed
def use_cassette(
    path: str | PathLike[str],
    mode: RecordMode | ModeName = "none",
    *,
    source: str | None = None,
    record_credentials: bool = False,
    allow_repeats: bool = False,
    redaction: Redaction | Mapping[str, Any] = DEFAULT,
    max_age: str | dt.timedelta | None = None,
    relative_times: bool = False,
    http: bool = False,
    match: Mapping[str, str] | Callback | None = None,
    ignore: Iterable[str] = (),
) -> Iterator[LiveCassette]:
    """Play and record the botocore calls of this thread or task, and of those it starts, with one cassette.

    As a decorator it is in force while the body of a function runs, which may be a coroutine function, a
    generator or an async generator; of a class each method is decorated.

    Threads that know of no cassette use the only one that is open; of several, the one that the thread or
    all the others are within.

    Args:
        path: the cassette's file, YAML, or JSON if it ends in ``.json``.
        mode: a `RecordMode` or its name.
        source: what is recorded from, in words; the endpoint's address when left out.
        record_credentials: whether botocore's own look-ups of credentials are recorded too.
        allow_repeats: play the last recording of a request again when there is none left.
        redaction: what is taken out of recordings (`harness.redaction`); a table as in the settings
            (``{"keep": ["ssm.GetParameter/Parameter/Value"]}``) adds to the default.
        max_age: how old recordings may be, ``"90d"``: older ones are recorded again in the modes ``once`` and
            ``new_episodes``, and played with a warning, `StaleCassette`, in mode ``none``.
        relative_times: move the times of what is played by the time that has passed since it was recorded,
            and take the times of calls for what they are counted from now (`harness.record.relative_times`).
        http: play and record what other HTTP libraries ask of anybody as well, through vcrpy.
        match: what varies in requests: forms by place, ``{"s3.PutObject:/Key": "uuid"}``, or a function from
            an operation and its parameters to what is compared (`harness.record.matching.parse_matching`).
        ignore: places in requests where any value matches, ``["/ClientToken"]``.

    Yields:
        The cassette in use, which tells what took place.

    Raises:
        harness.cassette.CassetteNotFound: there is nothing to play in mode ``none``.
        harness.cassette.MalformedCassette: the file is no cassette; it is left as it is.
        harness.cassette.CassetteNotWritable: a recording could not be written.
        UnknownMode: there is no such mode.
        BadAge: the age is none.
        BadMatch: what varies is written wrongly.
        harness.redaction.BadRedaction: the table of redaction is written wrongly.
    """
    live = open_cassette(
        path,
        mode,
        source=source,
        record_credentials=record_credentials,
        allow_repeats=allow_repeats,
        redaction=redaction if isinstance(redaction, Redaction) else configured(redaction),
        max_age=max_age,
        relative_times=relative_times,
        http=http,
        matching=parse_matching(match, ignore),
    )
    tell(live)
    try:
        with in_use(live):
            yield live
    except BaseException:
        kept = live.close(failed=True)
        if kept is not None:
            sys.stderr.write(printable(f"harness: {words_on_failed(live.path, kept)}\n"))
        raise
    live.close()
    for line in unanswered_lines(live.unanswered):
        sys.stderr.write(printable(f"harness: {line}\n"))


def open_cassette(
    path: str | PathLike[str],
    mode: RecordMode | str = RecordMode.NONE,
    *,
    source: str | None = None,
    record_credentials: bool = False,
    allow_repeats: bool = False,
    redaction: Redaction = DEFAULT,
    max_age: str | dt.timedelta | None = None,
    relative_times: bool = False,
    http: bool = False,
    ignored_hosts: frozenset[str] = frozenset(),
    before: Before | None = None,
    matching: Matching = EXACT,
    began: dt.datetime | None = None,
    record_with: str | None = None,
    joins: bool = False,
    is_whole: bool = False,
) -> LiveCassette:
    """Open a cassette without using it yet (`in_use`); whoever opens it closes it.

    What an interrupted recording left behind is put next to the cassette first. Arguments and errors are
    those of `use_cassette`, and besides

    Args:
        path: the cassette's file.
        mode: a `RecordMode` or its name.
        source: what is recorded from.
        record_credentials: whether botocore's own look-ups of credentials are recorded too.
        allow_repeats: play the last recording of a request again when there is none left.
        redaction: what is taken out of recordings (`harness.redaction`).
        max_age: how old recordings may be.
        relative_times: move the times of what is played.
        http: play and record what other HTTP libraries ask as well.
        ignored_hosts: hosts whose answers to other HTTP libraries are neither recorded nor played.
        before: what the project does to exchanges before they are recorded.
        matching: what varies in requests.
        began: when the recording began, if other processes take part in it: what they have recorded since
            then is not replaced, and does not make the cassette an existing one for the mode ``once``.
        record_with: the command that records the cassette. Given, a cassette that is missing in mode ``none``
            is an error only when a call is made, `harness.record.errors.NotRecorded`.
        joins: whether this process takes part in a recording that another one finishes (`settle`).
        is_whole: whether a recording from nothing is the whole cassette, whatever other processes have
            recorded meanwhile.
    """
    path, mode = Path(path), parse_mode(mode)
    _opened[path.absolute()] = dt.datetime.now(dt.UTC)
    aside = failed_path(path)
    recovered = 0 if joins else recover(path, into=aside)
    if recovered:
        said = f"{counted(recovered, 'exchange')} of an interrupted recording put into {shown(aside)}"
        sys.stderr.write(printable(f"harness: {said}. To use them, rename it.\n"))
    live = LiveCassette(
        path,
        mode,
        source=source,
        record_credentials=record_credentials,
        allow_repeats=allow_repeats,
        redaction=redaction,
        max_age=None if max_age is None else parse_age(max_age),
        relative_times=relative_times,
        matching=matching,
        began=began,
        record_with=record_with,
        joins=joins,
        is_whole=is_whole,
        http=http,
        ignored_hosts=ignored_hosts,
        before=before or Before(),
    )
    live.has_interrupted = recovered > 0
    if live.stale and mode is RecordMode.NONE:
        oldest = min(moment for one in live.stale if (moment := recorded_at(one)) is not None)
        warnings.warn(StaleCassette(live.name, len(live.stale), oldest), stacklevel=2)
    return live


@contextmanager
def in_use(live: LiveCassette) -> Iterator[None]:
    """Let a cassette follow the calls that are made here until the block ends; it stays open after that."""
    with ExitStack() as stack:
        if live.closed_network:
            stack.enter_context(offline_environment(live.region))
        stack.enter_context(followed_by(live, http=live.http))
        yield


@contextmanager
def followed_by(follower: WebFollower, *, http: bool) -> Iterator[None]:
    """Let something follow the calls that are made here until the block ends (`hooks.following`).

    Args:
        follower: what follows them.
        http: whether it follows what other HTTP libraries ask as well.
    """
    with ExitStack() as stack:
        stack.enter_context(following(follower))
        if http:
            from harness.record.vcrpy import following_web  # and with it vcrpy, for those who want it

            stack.enter_context(following_web(follower))
        yield


def beginning(path: Path) -> dt.datetime:
    """Return the present as the moment when a recording begins: whatever the cassette holds is older.

    Recordings of other HTTP libraries tell their age in whole seconds. Where the cassette holds some of the
    present second, this waits for the next one.

    Raises:
        harness.cassette.UnreadableCassette: the cassette cannot be read.
    """
    now = dt.datetime.now(dt.UTC)
    was_just_written = path.exists() and path.stat().st_mtime >= now.replace(microsecond=0).timestamp()
    if was_just_written and any(recorded_since(one, now) for one in load_if_any(path) or ()):
        time.sleep(1 - now.microsecond / 1_000_000)
        now = dt.datetime.now(dt.UTC)
    return now


def settle(
    path: Path,
    mode: RecordMode,
    began: dt.datetime,
    *,
    max_age: dt.timedelta | None = None,
    failed: bool = False,
    matching: Matching = EXACT,
) -> Path | None:
    """Finish a recording that several processes took part in, of which some may have been killed or forked.

    Args:
        path: the cassette.
        mode: the record mode.
        began: when the recording began.
        max_age: how old recordings may be: those that are older were recorded again.
        failed: whether the run failed, as in `LiveCassette.close`.
        matching: what of requests varies.

    Returns:
        The file next to the cassette that keeps what the run recorded, if it failed.

    Raises:
        harness.cassette.CassetteNotWritable: the cassette could not be written.
    """
    aside = failed_path(path) if failed else None
    there_before = len(load_if_any(path) or ())  # by number: the program may have set its clock
    recovered = recover(path, into=aside)
    if failed and not recovered:
        return None
    written = path if aside is None else aside
    interactions = load_if_any(written) or ()
    old = [not recorded_since(one, began) for one in interactions[:there_before]]
    before = list(compress(interactions, old))
    if before:
        new = [one for one, is_old in zip_longest(interactions, old) if not is_old]
        recorded = recorded_requests(new, matching)
        stale = older_than(before, max_age) if mode in (RecordMode.ONCE, RecordMode.NEW_EPISODES) else ()
        outdated = Requests(recorded_requests(stale, matching))
        drop = list(replaced(mode, before, recorded, outdated, matching))
        if drop:
            Journal(written).close(drop=drop)
    if recovered and not failed:
        remove_failed(path, began)
    return aside


def words_on_failed(path: Path, kept: Path) -> str:
    """Say where the recording of a failed run is, and how to use it all the same."""
    state = "is as it was" if path.exists() else "was not written"
    return (
        f"The run failed: what it recorded is in {shown(kept)}, and {shown(path)} {state}. To use the "
        "recording all the same, rename it."
    )


def unanswered_lines(unanswered: Mapping[str, int]) -> Iterator[str]:
    """Yield lines that say which calls cannot be played, as they got no answer when they were recorded.

    Args:
        unanswered: how many, by operation.
    """
    for operation, count in sorted(unanswered.items()):
        if count:
            times = f" ({count:,} calls)" if count > 1 else ""
            yield f"{operation} got no answer{times}, so it was not recorded."


def parse_mode(mode: RecordMode | str) -> RecordMode:
    """Return the record mode of a name.

    Raises:
        UnknownMode: there is no such mode.
    """
    try:
        return RecordMode(mode)
    except ValueError:
        raise UnknownMode(mode, tuple(known.value for known in RecordMode)) from None
