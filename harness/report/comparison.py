"""The comparison of two recordings in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from harness.cassette.comparison import Change, Comparison, MemberChange
from harness.cassette.miss import ABSENT
from harness.errors import counted
from harness.redaction import redact_text

_WIDTH = 100


def comparison_lines(cassette: str, comparison: Comparison) -> Iterator[str]:
    """Yield what changed in one cassette, and a line that sums up.

    Args:
        cassette: the old cassette, as messages name it.
        comparison: what changed.
    """
    for change in comparison.changes:
        yield f"{change.operation}{_where(change)}"
        yield from (f"  {_line(member)}" for member in change.members)
    answers = sum(1 for change in comparison.changes if change.members)
    added = sum(1 for change in comparison.changes if change.before is None)
    removed = sum(1 for change in comparison.changes if change.after is None)
    compared, asked = counted(comparison.compared, "answer"), counted(added, "exchange")
    yield f"{cassette}: {answers:,} of {compared} changed, {asked} added, {removed:,} removed"


def _where(change: Change) -> str:
    if change.before is None:
        return f" (interaction {change.after} of the new recording): was not asked before"
    if change.after is None:
        return f" (interaction {change.before}): was not asked this time"
    now = f", now {change.after}" if change.after != change.before else ""
    return f" (interaction {change.before}{now})"


def _line(member: MemberChange) -> str:
    return redact_text(_change(member))


def _change(member: MemberChange) -> str:
    if not member.pointer:
        return f"was {member.old}, is {member.new}"
    if member.old is ABSENT:
        return f"{member.pointer}: was not there, is {_shown(member.new)}"
    if member.new is ABSENT:
        return f"{member.pointer}: was {_shown(member.old)}, is not there any more"
    return f"{member.pointer}: was {_shown(member.old)}, is {_shown(member.new)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False).encode(errors="backslashreplace").decode()
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."
