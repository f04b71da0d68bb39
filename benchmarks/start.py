"""What a process pays for harness before any work: for one short check, and for a plugin that is not used."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measure import Row, Target, compare, seconds_of_program

CASSETTE = Path(__file__).parents[1] / "cassettes" / "xray.get_insight.yaml"
SERVICE = "xray"
BIN = Path(sys.executable).parent
LOAD = f"import botocore.session; botocore.session.Session().get_service_model({SERVICE!r})"
# cassetter's plugin imports a part of ours, and pytest-recording has the same options.
UNUSED = ("-p", "no:cacheprovider", "-p", "no:cassetter", "-p", "no:recording")


def rows(rounds: int) -> Iterator[Row]:
    """Measure both, with more rounds than asked for: a process starts in half a second."""
    rounds *= 3
    ours = partial(seconds_of_program, str(BIN / "harness"), "check", str(CASSETTE))
    theirs = partial(seconds_of_program, sys.executable, "-c", LOAD)
    what = f"harness check {CASSETTE.name}, from process start to end"
    yield compare(what, "import botocore.session, load the model", Target("ratio", 1.3), ours, theirs, rounds)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_nothing.py").write_text("def test_nothing(): pass\n")
        pytest = partial(seconds_of_program, str(BIN / "pytest"), "-q", *UNUSED, folder)
        without = partial(pytest, "-p", "no:aws_contract_harness")
        what = "pytest, one empty test, the plugin installed and not used"
        yield compare(what, "without the plugin", Target("difference", 0.010), pytest, without, rounds)
