"""Turn recording on in a Python program from outside, by its environment.

``harness record`` starts the program with the folder ``path`` in front of ``PYTHONPATH``. Python imports
the ``sitecustomize`` there at start-up (documented in the ``site`` module), which calls `start`. Programs
that the program starts record as well: the cassette's journal takes several writers.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from harness.record.mode import RecordMode

_VARIABLE = "HARNESS_RECORD_"
PATH = Path(__file__).parent / "path"


def environment(
    cassette: Path, mode: RecordMode, *, source: str | None = None, credentials: bool = False
) -> Mapping[str, str]:
    """Return the environment variables that make a Python program record.

    Args:
        cassette: the cassette's path.
        mode: the record mode.
        source: what is recorded from, in words; found out from the endpoint when left out.
        credentials: whether botocore's own credential look-ups are recorded.
    """
    python_path = os.pathsep.join(filter(None, (str(PATH), os.environ.get("PYTHONPATH"))))
    variables = {
        "PYTHONPATH": python_path,
        _VARIABLE + "CASSETTE": str(cassette.absolute()),
        _VARIABLE + "MODE": mode.value,
    }
    if source:
        variables[_VARIABLE + "SOURCE"] = source
    if credentials:
        variables[_VARIABLE + "CREDENTIALS"] = "1"
    return variables


def start() -> None:
    """Start recording as the environment says, and save when the program ends."""
    cassette = os.environ.get(_VARIABLE + "CASSETTE")
    if cassette is None:
        return
    from harness.errors import HarnessError
    from harness.record.session import use_cassette

    stack = ExitStack()
    try:
        stack.enter_context(
            use_cassette(
                cassette,
                mode=os.environ.get(_VARIABLE + "MODE", RecordMode.REWRITE),
                source=os.environ.get(_VARIABLE + "SOURCE"),
                record_credentials=_VARIABLE + "CREDENTIALS" in os.environ,
            )
        )
    except HarnessError as error:
        sys.stderr.write(f"harness: {error}\n")
        os._exit(2)  # an exception here would only be printed by the site module, and the program run on
    atexit.register(_close, stack)


def _close(stack: ExitStack) -> None:
    from harness.errors import HarnessError

    try:
        stack.close()
    except HarnessError as error:
        sys.stderr.write(f"harness: {error}\n")
        sys.stderr.flush()
        os._exit(2)
