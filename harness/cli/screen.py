"""What the command line shows: colour and progress where they are wanted, messages that fit one screen."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import click

from harness.printable import printable, printable_json

T = TypeVar("T")

_COLOURS = {"harness:": "red", "error:": "red", "warning:": "yellow", "not checked:": "yellow"}


def colour_wanted(environ: Mapping[str, str]) -> bool | None:
    """Tell whether output is coloured: True, False, or None for on a terminal only.

    ``NO_COLOR`` and ``FORCE_COLOR`` say so where they are set and not empty, as no-color.org and
    force-color.org have it; ``NO_COLOR`` wins.
    """
    if environ.get("NO_COLOR"):
        return False
    return True if environ.get("FORCE_COLOR") else None


def json_text(value: object, indent: int | None = None) -> str:
    """Write a value as JSON that may be printed: what is no text for a terminal is escaped."""
    return printable_json(json.dumps(value, indent=indent, ensure_ascii=False, default=str))


def styled(line: str) -> str:
    """Return a line to be printed, its first word in colour, which `click.echo` takes off again.

    What a stranger wrote in it is printable (`harness.printable`).
    """
    line = printable(line)
    for word, colour in _COLOURS.items():
        if line.startswith(word):
            return click.style(word, fg=colour, bold=True) + line.removeprefix(word)
    return line


def progress(doing: str, unit: str) -> Callable[[Iterable[T]], Iterable[T]]:
    """Return what shows how far work is: on a terminal only, and not for work of under a second.

    Args:
        doing: the work, ``"checking"``.
        unit: what is gone through, ``"cassette"``.
    """

    def shown(items: Iterable[T]) -> Iterable[T]:
        if not sys.stderr.isatty():
            return items
        from tqdm import tqdm

        bar: Iterable[T] = tqdm(items, desc=doing, unit=unit, delay=1, leave=False)
        return bar

    return shown


def on_one_screen(message: str, lines: int = 20, width: int = 600) -> str:
    """Cut a message that would fill more than a screen, in its middle: the end says what to do next.

    Args:
        message: what went wrong.
        lines: how many lines are kept.
        width: how many characters of a line are kept.
    """
    kept = [_cut(line, width) for line in message.splitlines()]
    if len(kept) > lines:
        left_out = len(kept) - lines + 1
        kept[lines - 4 : -3] = [f"... ({left_out:,} lines left out) ..."]
    return "\n".join(kept)


def _cut(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    half = width // 2
    return f"{line[:half]} ... ({len(line) - 2 * half:,} characters left out) ... {line[-half:]}"
