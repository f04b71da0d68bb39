"""What docs/editor.md gives an editor: a pattern that reads the annotations of ``harness check``."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner

from harness.cli import _group

PAGE = Path(__file__).parents[2] / "docs" / "editor.md"


def test_the_problem_matcher_reads_what_the_check_prints(pytester) -> None:  # type: ignore[no-untyped-def]
    blocks = re.findall(r"^```json\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    (task,) = [
        each for block in blocks for each in json.loads(block).get("tasks", ()) if "problemMatcher" in each
    ]
    pattern = task["problemMatcher"]["pattern"]
    run = CliRunner().invoke
    run(_group, ["synth", "dynamodb.ListTables", "--cassette", "tapes/a.yaml"])
    tape = pytester.path / "tapes" / "a.yaml"
    tape.write_text(re.sub(r'Limit"?: \d+', lambda found: re.sub(r"\d+", "1000", found[0]), tape.read_text()))
    printed = run(_group, ["check", "tapes", "--format", "github", "--root", str(pytester.path)]).stdout
    (line,) = [line for line in printed.splitlines() if line.startswith("::error")]
    found = re.fullmatch(pattern["regexp"], line)
    assert found
    assert {name: found[pattern[name]] for name in ("severity", "file", "code", "message")} == {
        "severity": "error",
        "file": "tapes/a.yaml",
        "code": "dynamodb.ListTables%3A range",
        "message": "Limit must be at most 100, but was 1000.",
    }
    shown = tape.read_text().splitlines()[int(found[pattern["line"]]) - 1 :]
    assert "1000" in shown[0], "the member stands there"
    assert '"Limit": 1000' in "\n".join(shown)
