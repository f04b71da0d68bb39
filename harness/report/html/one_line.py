"""A value in one line: what a row of a table says of parameters or of an answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from harness.report.html.value_text import visible

MOST_CHARACTERS = 140
_MOST_OF_STRING = 36
_MOST_NESTED = 3


def one_line(value: Any, first: Collection[str] = ()) -> str:
    """Write the members of a JSON-able value in one line: ``Limit: 5, Names: 3 items, Filter: {…}``.

    It costs no more for a huge value than for what is shown of it. A line that is cut ends with an ellipsis.

    Args:
        value: the value.
        first: the members to begin with, such as those that break a contract.
    """
    parts: list[str] = []
    length = 0
    if isinstance(value, dict) and first:
        begin = {name: value[name] for name in first if name in value}
        value = {**begin, **{name: member for name, member in value.items() if name not in begin}}
    for part in _members(value) if isinstance(value, dict) else iter([_short(value, 0)]):
        if length + len(part) > MOST_CHARACTERS:
            parts.append(part[: MOST_CHARACTERS - length] + "…" if not parts else "…")
            break
        parts.append(part)
        length += len(part) + 2
    return ", ".join(parts)


def first_line(text: str) -> str:
    """Return the first line of a text that is not blank, cut as `one_line` cuts."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return visible(line if len(line) <= MOST_CHARACTERS else f"{line[: MOST_CHARACTERS - 1]}…")


def _members(value: dict[Any, Any], depth: int = 0) -> Iterator[str]:
    for name, member in value.items():
        yield f"{visible(_cut(str(name)))}: {_short(member, depth)}"


def _short(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return visible(json.dumps(_cut(value), ensure_ascii=False))
    if isinstance(value, dict):
        if not value:
            return "{}"
        if depth or len(value) > _MOST_NESTED:
            return "{…}"
        return f"{{{', '.join(_members(value, depth + 1))}}}"
    if isinstance(value, list):
        if len(value) == 1 and not isinstance(value[0], dict | list):
            return f"[{_short(value[0], depth)}]"
        return f"{len(value):,} item{'' if len(value) == 1 else 's'}" if value else "[]"
    return _cut(json.dumps(value, default=str))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_OF_STRING else f"{text[: _MOST_OF_STRING - 1]}…"
