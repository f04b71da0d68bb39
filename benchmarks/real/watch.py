"""A pytest plugin that writes what became of each test, and whom it connected to, as JSON lines.

With ``HARNESS_REAL_REQUESTS`` in the environment it also writes what each test asked of AWS.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Any

import pytest

NOT_IN_A_TEST = ""
LONGEST_TEXT = 6_000
LONGEST_VALUE = 200
SHORTEST_ANSWER = 6  # shorter values are in too many others to tell where one comes from


class Watch:
    """Collects the phases of each test and writes a line when the test is over."""

    def __init__(self, path: str) -> None:
        self.out = open(path, "w", encoding="utf-8")  # noqa: SIM115 - closed when the session ends
        self.lock = threading.Lock()
        self.current = NOT_IN_A_TEST
        self.phases: dict[str, list[pytest.TestReport]] = {}
        self.answers: set[str] = set()

    def write(self, **facts: Any) -> None:
        with self.lock:
            if not self.out.closed:
                self.out.write(json.dumps(facts) + "\n")
                self.out.flush()

    def on_audit_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            host, port = arguments[1][:2]
            by = "botocore" if is_called_by("botocore", "aiobotocore") else "others"
            self.write(kind="connection", test=self.current, host=str(host), port=port, by=by)
        elif event == "socket.getaddrinfo" and arguments[0] not in (None, "localhost"):
            self.write(kind="lookup", test=self.current, host=str(arguments[0]), port=str(arguments[1]))

    def on_request(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        """Write a request, with a mark in place of what an earlier answer of the same test said."""
        values = {}
        for place, value in leaves(params):
            for answer in [answer for answer in self.answers if answer in value]:
                value = value.replace(answer, "<answered>")
            values[place] = value[:LONGEST_VALUE]
        operation = f"{model.service_model.service_name}.{model.name}"
        self.write(kind="request", test=self.current, operation=operation, values=values)

    def on_answer(self, parsed: Mapping[str, Any], **_: Any) -> None:
        self.answers.update(value for _, value in leaves(parsed) if len(value) >= SHORTEST_ANSWER)

    def watch_requests(self) -> None:
        """See every call of the sessions that are made from now on, those of boto3 and aiobotocore too."""
        from botocore.handlers import BUILTIN_HANDLERS

        BUILTIN_HANDLERS.append(("provide-client-params", self.on_request))
        BUILTIN_HANDLERS.append(("after-call", self.on_answer))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.current = nodeid
        self.answers.clear()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        phases = self.phases.setdefault(report.nodeid, [])
        phases.append(report)
        if report.when == "teardown":
            del self.phases[report.nodeid]
            self.write(kind="test", test=report.nodeid, **outcome_of(phases))
            self.current = NOT_IN_A_TEST

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.write(
                kind="not collected", file=report.nodeid, error=first_line(report), text=report.longreprtext
            )

    def pytest_warning_recorded(self, warning_message: Any, nodeid: str) -> None:
        category = warning_message.category
        if category.__module__.startswith("harness"):
            self.write(kind="warning", test=nodeid, name=category.__name__, text=str(warning_message.message))

    def pytest_unconfigure(self) -> None:
        with self.lock:
            self.out.close()


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each value that is in a value."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from leaves(member, f"{place}/{key}")
    elif isinstance(value, list | tuple):
        for index, member in enumerate(value):
            yield from leaves(member, f"{place}/{index}")
    elif isinstance(value, bytes | bytearray):
        yield place, value.decode("latin-1")
    elif hasattr(value, "read"):
        yield place, content_of(value)
    else:
        yield place, str(value)


def content_of(stream: Any) -> str:
    """Return what a stream holds from where it is, and leave it there; its type if it cannot be rewound."""
    try:
        start = stream.tell()
        content = stream.read()
        stream.seek(start)
    except (AttributeError, OSError, ValueError):
        return type(stream).__name__
    return content if isinstance(content, str) else bytes(content).decode("latin-1")


def is_called_by(*packages: str) -> bool:
    """Tell whether a function of one of these packages is on the stack."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] in packages:
            return True
        frame = frame.f_back
    return False


def first_line(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return the first line of what went wrong, as pytest's short summary has it."""
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else report.longreprtext
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def outcome_of(phases: list[pytest.TestReport]) -> dict[str, Any]:
    """Return the outcome of a test, and of what failed the first line and the end of the text."""
    failed = [report for report in phases if report.failed]
    facts: dict[str, Any] = {"seconds": sum(report.duration for report in phases)}
    if failed:
        facts["outcome"] = "failed" if failed[0].when == "call" else "error"
        facts["phase"] = failed[0].when
        facts["error"] = first_line(failed[0])
        facts["text"] = failed[0].longreprtext[-LONGEST_TEXT:]
        facts["errors"] = [first_line(report) for report in failed]
    elif any(hasattr(report, "wasxfail") for report in phases):
        facts["outcome"] = "xfailed" if any(report.skipped for report in phases) else "xpassed"
    else:
        facts["outcome"] = "skipped" if any(report.skipped for report in phases) else "passed"
    return facts


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Watch from before the first conftest, so that connections at import are seen too.

    The session that harness starts to play what was recorded back is not the one that is measured.
    """
    if "HARNESS_VERIFYING" in os.environ:
        return (yield)
    watch = Watch(os.environ["HARNESS_REAL_OUT"])
    sys.addaudithook(watch.on_audit_event)
    if "HARNESS_REAL_REQUESTS" in os.environ:
        watch.watch_requests()
    early_config.pluginmanager.register(watch, "harness-real-watch")
    return (yield)
