"""What a program says that was to start with harness and has none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.record import bootstrap

SITECUSTOMIZE = Path(bootstrap.__file__).with_name("path") / "sitecustomize.py"


def said_without_harness(*variables: str) -> str:
    """Run `sitecustomize` in an interpreter that has no package, as that of another environment."""
    command = [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(SITECUSTOMIZE)!r})"]
    environment = dict.fromkeys(variables, "x")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stderr


@pytest.mark.parametrize(
    ("variable", "missing"),
    [
        ("HARNESS_OBSERVE_TO", "none of its calls are observed"),
        ("HARNESS_RECORD_CASSETTE", "none of its calls are recorded or played"),
        ("HARNESS_CLOSED_SOCKETS", "its sockets are not closed"),
    ],
)
def test_a_program_without_harness_says_what_it_does_without(variable: str, missing: str) -> None:
    said = said_without_harness(variable)
    assert f"runs without harness, so {missing}: {sys.executable} cannot import it (No module named" in said
    assert "Install aws-contract-harness in that environment." in said
    assert said.count("\n") == 1


def test_it_says_so_of_each_thing_that_it_was_to_do() -> None:
    said = said_without_harness("HARNESS_RECORD_CASSETTE", "HARNESS_CLOSED_SOCKETS")
    assert "recorded or played" in said.splitlines()[0]
    assert "sockets are not closed" in said.splitlines()[1]


def test_a_program_that_was_to_start_without_it_says_nothing() -> None:
    assert said_without_harness() == ""
