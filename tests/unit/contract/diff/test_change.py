"""The codes, and the table of them in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

from harness.contract.diff import CODES, Effect, Level

PAGE = Path(__file__).parents[4] / "docs/diff.md"
BREAKS = {
    Effect.CALLERS: "callers",
    Effect.READERS: "readers",
    Effect.COMPATIBLE: "nobody",
    Effect.DOCUMENTATION: "nobody",
}


def test_the_page_has_every_code() -> None:
    rows = re.findall(
        r"^\| (\w+) \| (\w+) \| (.*?) \| (`.*`) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    listed = {name: row[:3] for *row, names in rows for name in re.findall(r"`([\w-]+)`", names)}
    assert listed == {
        name: [code.level.value, BREAKS[code.effect], code.reason] for name, code in CODES.items()
    }


def test_errors_break_somebody() -> None:
    for code in CODES.values():
        if code.level is Level.ERROR:
            assert code.effect in (Effect.CALLERS, Effect.READERS)
