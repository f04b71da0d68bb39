"""The suite itself: every run draws the same examples."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PROBE = """
import os
from hypothesis import given, settings, strategies as st

if "CONSTANTS" in os.environ:
    import constants

drawn = []

@settings(max_examples=50)
@given(st.integers() | st.floats(allow_nan=False) | st.text())
def draw(value):
    drawn.append(value)

def test_draw(capsys):
    draw()
    with capsys.disabled():
        print("drawn:", drawn, settings.default)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    numbers = ", ".join(str(987_654_321 + number) for number in range(1000))
    (tmp_path / "constants.py").write_text(f"NUMBERS = [{numbers}]\n")
    (tmp_path / "test_probe.py").write_text(PROBE)
    return tmp_path


def drawn(folder: Path, *options: str, **variables: str) -> str:
    """Return the examples and the settings of a session under this project's conftest."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "HYPOTHESIS"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", *options, "test_probe.py"],
        cwd=folder,
        env={**env, "PYTHONPATH": os.pathsep.join((str(ROOT), str(folder))), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (line,) = (line for line in done.stdout.splitlines() if "drawn:" in line)
    return line.partition("drawn:")[2]


def test_every_run_draws_the_same_examples(folder: Path) -> None:
    at_a_desk = drawn(folder, "-p", "no:randomly", HYPOTHESIS_PROFILE="dev")
    assert "derandomize=True, max_examples=100" in at_a_desk
    assert drawn(folder, CI="1", GITHUB_ACTIONS="true", CONSTANTS="imported") == at_a_desk


@pytest.mark.sweep
def test_a_sweep_draws_others_and_its_seed_repeats_them(folder: Path) -> None:
    sweep, another = (
        drawn(folder, "--hypothesis-profile=thorough", f"--hypothesis-seed={n}") for n in (7, 8)
    )
    assert "derandomize=False, max_examples=2000" in sweep
    assert sweep != another
    assert drawn(folder, "--hypothesis-profile=thorough", "--hypothesis-seed=7", CI="1") == sweep
