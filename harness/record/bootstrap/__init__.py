"""Turn recording on in a Python program from outside, by its environment.

``harness record`` starts the program with the folder ``path`` in front of ``PYTHONPATH``. Python imports
the ``sitecustomize`` there at start-up (documented in the ``site`` module), which calls `start`. Programs
that the program starts record as well: the cassette's journal takes several writers.
"""

from __future__ import annotations

import atexit
import datetime as dt
import json
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from harness.record.mode import RecordMode

if TYPE_CHECKING:
    from harness.record.live import LiveCassette

_VARIABLE = "HARNESS_RECORD_"
PATH = Path(__file__).parent / "path"


def python_path() -> str:
    """Return the ``PYTHONPATH`` that makes a Python program start with ``sitecustomize``."""
    return os.pathsep.join(filter(None, (str(PATH), os.environ.get("PYTHONPATH"))))


def environment(
    cassette: Path,
    mode: RecordMode,
    began: dt.datetime,
    *,
    source: str | None = None,
    credentials: bool = False,
    redaction: Mapping[str, object] | None = None,
    max_age: dt.timedelta | None = None,
    relative_times: bool = False,
    match: Mapping[str, str] | None = None,
    http: bool = False,
) -> Mapping[str, str]:
    """Return the environment variables that make a Python program record.

    Args:
        cassette: the cassette's path.
        mode: the record mode.
        began: when the recording began, in which several programs may take part one after the other.
        source: what is recorded from, in words; found out from the endpoint when left out.
        credentials: whether botocore's own credential look-ups are recorded.
        redaction: the project's own rules (`harness.redaction.configured`).
        max_age: how old recordings may be.
        relative_times: whether the times of what is played move.
        match: what varies in requests (`harness.record.matching.parse_matching`).
        http: whether requests that botocore doesn't make are recorded as well.
    """
    variables = {
        "PYTHONPATH": python_path(),
        _VARIABLE + "CASSETTE": str(cassette.absolute()),
        _VARIABLE + "MODE": mode.value,
        _VARIABLE + "BEGAN": began.isoformat(),
    }
    if source:
        variables[_VARIABLE + "SOURCE"] = source
    if redaction:
        variables[_VARIABLE + "REDACTION"] = json.dumps(redaction)
    if max_age is not None:
        variables[_VARIABLE + "MAX_AGE"] = str(max_age.total_seconds())
    if relative_times:
        variables[_VARIABLE + "RELATIVE_TIMES"] = "1"
    if match:
        variables[_VARIABLE + "MATCH"] = json.dumps(match)
    if http:
        variables[_VARIABLE + "HTTP"] = "1"
    if credentials:
        variables[_VARIABLE + "CREDENTIALS"] = "1"
    return variables


def start() -> None:
    """Start recording as the environment says, and save when the program ends."""
    cassette = os.environ.get(_VARIABLE + "CASSETTE")
    if cassette is None:
        return
    from harness.errors import HarnessError
    from harness.record.matching import parse_matching
    from harness.record.session import in_use, open_cassette
    from harness.redaction import configured

    stack = ExitStack()
    age = os.environ.get(_VARIABLE + "MAX_AGE")
    try:
        live = open_cassette(
            cassette,
            mode=os.environ[_VARIABLE + "MODE"],
            source=os.environ.get(_VARIABLE + "SOURCE"),
            record_credentials=_VARIABLE + "CREDENTIALS" in os.environ,
            redaction=configured(json.loads(os.environ.get(_VARIABLE + "REDACTION", "{}"))),
            matching=parse_matching(json.loads(os.environ.get(_VARIABLE + "MATCH", "{}"))),
            began=dt.datetime.fromisoformat(os.environ[_VARIABLE + "BEGAN"]),
            max_age=None if age is None else dt.timedelta(seconds=float(age)),
            relative_times=_VARIABLE + "RELATIVE_TIMES" in os.environ,
            http=_VARIABLE + "HTTP" in os.environ,
            joins=True,
        )
    except HarnessError as error:
        _fail(error)  # an exception here would only be printed by the site module, and the program run on
    stack.callback(live.close)
    stack.enter_context(in_use(live))
    atexit.register(_close, stack, live)


def _close(stack: ExitStack, live: LiveCassette) -> None:
    from harness.errors import HarnessError
    from harness.printable import printable

    if live.misses:  # the program may have caught them
        count = "1 call was" if len(live.misses) == 1 else f"{len(live.misses)} calls were"
        said = f"harness: {count} not in the cassette. The first: {live.misses[0]}\n"
        sys.stderr.write(printable(said))
    if live.told_apart_by_order:
        from harness.record.lookup import order_note

        sys.stderr.write(f"harness: {order_note(live.told_apart_by_order)}.\n")
    if live.of_unknown_origin:
        from harness.record.origin import origin_note

        sys.stderr.write(f"harness: {origin_note(live.of_unknown_origin)}.\n")
    try:
        stack.close()
    except HarnessError as error:
        _fail(error)
    from harness.record.session import unanswered_lines

    for line in unanswered_lines(live.unanswered):
        sys.stderr.write(printable(f"harness: {line}\n"))


def _fail(error: Exception) -> NoReturn:
    from harness.printable import printable

    sys.stderr.write(printable(f"harness: {error}\n"))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(2)
