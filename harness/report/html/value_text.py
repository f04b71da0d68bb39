"""A decoded value as lines of JSON, each with its pointer, cut where it gets long."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from harness.contract.paths.pointer import to_pointer

MOST_LINES = 1000
MOST_CHARACTERS = 1000
MOST_DEPTH = 100


@dataclass(frozen=True, slots=True)
class ValueText:
    """A value written for a person.

    Attributes:
        lines: JSON, indented; at most `MOST_LINES` lines, strings of at most `MOST_CHARACTERS` characters.
        cut: whether lines were left out at the end.
        line_of: the number of the line, from 0, on which the value of each JSON pointer starts.
    """

    lines: tuple[str, ...]
    cut: bool
    line_of: Mapping[str, int]

    def line_at(self, pointer: str) -> int | None:
        """Return the line of a pointer, or of the nearest value around it; None where that was cut."""
        missing = pointer
        while missing not in self.line_of:
            if not missing:
                return None
            missing = missing.rpartition("/")[0]
        # What follows the cut cannot be told from what is missing.
        return None if self.cut and missing != pointer else self.line_of[missing]


def value_text(value: Any) -> ValueText:
    """Write a JSON-able value as lines. It costs no more for a huge value than for what is shown of it."""
    written = list(islice(_lines(value, (), "", ""), MOST_LINES + 1))
    shown = written[:MOST_LINES]
    line_of = {to_pointer(path): number for number, (path, _) in enumerate(shown) if path is not None}
    return ValueText(tuple(line for _, line in shown), len(written) > MOST_LINES, line_of)


def visible(text: str) -> str:
    """Return a text cut if it is long, characters that show nothing or turn others around spelled out."""
    return _cut(_spelled(text[:MOST_CHARACTERS]), text)


_Path = tuple[str | int, ...]


def _lines(value: Any, path: _Path, before: str, after: str) -> Iterator[tuple[_Path | None, str]]:
    indent = "  " * len(path)
    if isinstance(value, dict | list) and value:
        if len(path) >= MOST_DEPTH:
            yield path, f"{indent}{before}… nested too deeply to be shown{after}"
            return
        items: Any = value.items() if isinstance(value, dict) else enumerate(value)
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        yield path, f"{indent}{before}{opening}"
        last = len(value) - 1
        for number, (step, entry) in enumerate(items):
            name = f"{_scalar(str(step))}: " if isinstance(value, dict) else ""
            yield from _lines(entry, (*path, step), name, "," if number < last else "")
        yield None, f"{indent}{closing}{after}"
    else:
        yield path, f"{indent}{before}{_scalar(value)}{after}"


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value, default=str)
    return _cut(_spelled(json.dumps(value[:MOST_CHARACTERS], ensure_ascii=False)), value)


def _cut(shown: str, whole: str) -> str:
    more = len(whole) - MOST_CHARACTERS
    return f"{shown} … and {more:,} more characters" if more > 0 else shown


def _spelled(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
