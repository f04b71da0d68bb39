"""The Python of docs/synthetic.md runs, and its commands have the options that it lists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli.serve import command

PAGE = (Path(__file__).parents[2] / "docs" / "synthetic.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
def test_its_python_runs(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", block], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_its_options_are_those_of_the_command() -> None:
    listed = re.findall(r"`(--[a-z]+)[ A-Z=,.]*`", "".join(re.findall(r"^\| `--.*$", PAGE, re.MULTILINE)))
    assert sorted(listed) == sorted(option.opts[0] for option in command.params)


@pytest.mark.parametrize("faults", re.findall(r"--faults ([a-z]\S+)", PAGE))
def test_its_faults_are_some(faults: str) -> None:
    from harness.synth.faults import parse_chances

    assert len(parse_chances(faults)) == faults.count("=")
