"""A run of ``harness fuzz``: what it takes, in this process or operation by operation in several."""

from __future__ import annotations

import functools
import multiprocessing
import platform
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any

from harness.contract.contract import contract
from harness.contract.violation import Severities
from harness.fuzz.laws.caller import LONGEST_CALL, law_client
from harness.fuzz.profiles import chosen_profile
from harness.fuzz.search import Findings, Watch, search
from harness.models import parse_operation_name


@dataclass(frozen=True)
class Job:
    """What a run looks for, in a form that another process can be given.

    Attributes:
        operations: ``"service.Operation"``, each once.
        endpoint_url: where the endpoint listens.
        params: parameters that every request has.
        severities: a user's severities by violation code.
        seed: makes the run reproducible.
        max_examples: how many cases each law draws; as the profile says if left out.
        max_time: how many seconds each operation has.
        max_failures: how many causes of errors end the run.
        lenient: whether answers are held only to what their readers trip over.
        laws: the laws that are judged; all if there are none.
        skipped: the laws that are not.
        rate: how many calls are sent in a second at most, by all processes together.
    """

    operations: tuple[str, ...]
    endpoint_url: str
    params: Mapping[str, Any] = field(default_factory=dict)
    severities: Severities = field(default_factory=dict)
    seed: int = 0
    max_examples: int | None = None
    max_time: float = 60
    max_failures: int | None = None
    lenient: bool = False
    laws: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    rate: float | None = None

    def wants(self, law: str) -> bool:
        """Tell whether a law is judged."""
        return law not in self.skipped and (not self.laws or law in self.laws)


def versions() -> dict[str, str]:
    """Return the versions that a run depends on, by the package."""
    packages = {name: version(name) for name in ("aws-contract-harness", "botocore", "hypothesis")}
    return {**packages, "python": platform.python_version()}


def client_of(job: Job) -> Callable[[str], Any]:
    """Return what makes the client of a service, once."""
    timeout = min(LONGEST_CALL, job.max_time)
    return functools.cache(lambda service: law_client(service, job.endpoint_url, timeout=timeout))


def run(job: Job, watch: Watch, interrupted: Callable[[], bool] = lambda: False) -> Findings:
    """Look for counterexamples in this process, one operation after the other.

    Args:
        job: what to look for.
        watch: sees how it goes on.
        interrupted: tells whether the run is to end.
    """
    return search(
        [contract(*parse_operation_name(name)) for name in job.operations],
        client_of(job),
        params=job.params,
        severities=job.severities,
        options=chosen_profile(job.max_examples),
        seed=job.seed,
        max_time=job.max_time,
        max_failures=job.max_failures,
        lenient=job.lenient,
        wanted=job.wants,
        rate=job.rate,
        watch=watch,
        interrupted=interrupted,
    )


def run_side_by_side(
    job: Job, processes: int, watch: Watch, interrupted: Callable[[], bool] = lambda: False
) -> Findings:
    """Look for counterexamples in several processes, each of which has one operation at a time.

    Args:
        job: what to look for.
        processes: how many there are.
        watch: is told when an operation was looked at.
        interrupted: tells whether the run is to end.
    """
    findings = Findings()
    rate = None if job.rate is None else job.rate / processes
    parts = [replace(job, operations=(name,), rate=rate) for name in job.operations]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_run_one, part) for part in parts]
        for done in as_completed(waiting):
            if done.cancelled():
                continue
            found = done.result()
            findings.add(found)
            watch.ended(found.causes)
            is_enough = job.max_failures is not None and len(findings.failures) >= job.max_failures
            if is_enough or interrupted():
                for each in waiting:
                    each.cancel()
    findings.interrupted |= interrupted()
    return findings


def _run_one(job: Job) -> Findings:
    with noted_signals() as signals:
        return run(job, Watch(), lambda: bool(signals))


@contextmanager
def noted_signals() -> Iterator[Sequence[int]]:
    """Note Ctrl-C and SIGTERM, so that the block can end before its next call; yield the signals that came.

    Nothing is raised at once, as that is lost where C calls Python back: with awscrt, which signs requests
    so, the caller then waits for ever. A second signal is in earnest.
    """
    came: list[int] = []

    def interrupt(number: int, frame: object) -> None:
        came.append(number)
        if len(came) > 1:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # where no signal arrives
        yield came
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    noted = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in noted:
        signal.signal(number, interrupt)
    try:
        yield came
    finally:
        for number in noted:
            signal.signal(number, before[number])
