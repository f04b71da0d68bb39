"""What a session prints of what it found: as much as pytest's own options ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import pytest

from harness.printable import coloured_word, printable

TITLE = "AWS contract"


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of its findings a session prints.

    Attributes:
        lists: whether each kind has a line; not with ``-qq``.
        explains: whether each kind is explained: with ``-v``, ``-rA`` and ``-rP``.
        warns: whether warnings are among them; not with ``--disable-warnings``.
        hints: whether a last line says how to read more; not with ``-q``.
    """

    lists: bool = True
    explains: bool = False
    warns: bool = True
    hints: bool = True

    @classmethod
    def of(cls, config: pytest.Config) -> Self:
        """Read the options of a session."""
        verbosity = config.get_verbosity()
        reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
        return cls(
            lists=verbosity > -2,
            explains=verbosity > 0 or (reporter is not None and reporter.hasopt("P")),
            warns=reporter is None or reporter.hasopt("w"),
            hints=verbosity >= 0,
        )


def write_section(terminal: Any, lines: Iterable[str]) -> None:
    """Print lines as a section of pytest's summary, in its colours.

    Args:
        terminal: pytest's terminal reporter.
        lines: the lines; the word that says how bad one is gets a colour.
    """
    terminal.ensure_newline()  # the dots of the last file
    terminal.section(TITLE)
    for line in lines:
        before, word, colour, after = coloured_word(printable(line)) or (printable(line), "", "", "")
        terminal.write(before)
        if word:
            terminal.write(word, **{colour: True, "bold": True})
        terminal.write(f"{after}\n")
