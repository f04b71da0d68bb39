"""The stages of a run: recordings, messages, commands."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool
from pathlib import Path

from cases import Case
from commands import Commands
from generate import make_cases
from probes import Job, messages_of_misses, probe
from result import Result

POLITENESS = 5  # how nice the processes of a run are
PARTS = 6  # of the messages, for processes to share
LONGEST_MESSAGE = 4000  # letters of a text that is asked


def run_stages(chosen: argparse.Namespace, work: Path) -> Result:
    """Run the cases that were chosen; commands work in the folder."""
    os.nice(POLITENESS)
    cases = make_cases()
    result = Result(select(cases.secrets, chosen), select(cases.innocents, chosen))
    commands = None if chosen.quick or not result.secrets else Commands(work, dict(os.environ))
    if commands:
        commands.prepare()
        commands.start_recording(result.secrets)
    with multiprocessing.Pool(chosen.jobs) as pool:
        with timed(result, "recordings"):
            add_recordings(pool, result, commands)
        if commands:
            with timed(result, "messages"):
                add_messages(pool, result)
    if commands:
        with timed(result, "commands"):
            add_commands(result, commands)
    return result


def select(cases: list[Case], chosen: argparse.Namespace) -> list[Case]:
    """The cases of the groups, names and half that were asked for."""
    return [
        case
        for case in cases
        if (not chosen.only or case.group in chosen.only)
        and (not chosen.ids or case.id in chosen.ids)
        and (not chosen.half or case.half == chosen.half)
        and chosen.set in (None, case.set)
    ]


def add_recordings(pool: Pool, result: Result, commands: Commands | None) -> None:
    """Record every case at every place. What is on the wire at the first place is kept for the commands."""
    jobs = [
        Job(case, place, place == case.where[0])
        for case in result.secrets + result.innocents
        for place in case.where
    ]
    for outcome in pool.imap(probe, jobs, chunksize=8):
        result.add(outcome)
        if commands and outcome.exchange and outcome.case.secret is not None:
            commands.add_cassette(outcome.case, outcome.place, outcome.exchange)


def add_messages(pool: Pool, result: Result) -> None:
    """Ask for every text that can be written into a call and is not recorded."""
    asked = [
        case
        for case in result.secrets
        if not case.encoding and not case.header and len(case.text) < LONGEST_MESSAGE
    ]
    for names in pool.imap(messages_of_misses, [asked[part::PARTS] for part in range(PARTS)]):
        for name in names:
            result.leaks[name]["miss-message"] = "message of CannotReplay"


def add_commands(result: Result, commands: Commands) -> None:
    """Run the commands, and search what they wrote."""
    result.commands = commands.run()
    for case, command, where in commands.leaks():
        result.leaks[case.id][command] = where
    result.commands["recorded calls"] = commands.calls()
    if failure := commands.failure():
        result.trouble.append(("-", "harness record", "no cassette", failure))


@contextmanager
def timed(result: Result, stage: str) -> Iterator[None]:
    """Note how long a stage took."""
    start = time.perf_counter()
    yield
    result.seconds[stage] = round(time.perf_counter() - start, 1)
