"""What the command line shows: colour where it is wanted, and messages that fit one screen."""

from __future__ import annotations

from collections.abc import Mapping

import click

_COLOURS = {"harness:": "red", "error:": "red", "warning:": "yellow", "not checked:": "yellow"}


def colour_wanted(environ: Mapping[str, str]) -> bool | None:
    """Tell whether output is coloured: True, False, or None for on a terminal only.

    ``NO_COLOR`` and ``FORCE_COLOR`` say so where they are set and not empty, as no-color.org and
    force-color.org have it; ``NO_COLOR`` wins.
    """
    if environ.get("NO_COLOR"):
        return False
    return True if environ.get("FORCE_COLOR") else None


def styled(line: str) -> str:
    """Colour the word that a line of a report or a message begins with; `click.echo` takes it off again."""
    for word, colour in _COLOURS.items():
        if line.startswith(word):
            return click.style(word, fg=colour, bold=True) + line.removeprefix(word)
    return line


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
