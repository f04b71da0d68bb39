"""What ``harness fuzz`` shows while it runs: findings as they come, and its progress."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from harness.cli.screen import styled
from harness.fuzz.causes import Cause, key_of
from harness.fuzz.laws.counterexample import Counterexample, heading_lines
from harness.fuzz.laws.pace import Pace
from harness.fuzz.search import Watch
from harness.printable import printable

_EACH = 0.2  # seconds, in which the progress is written once
_CLEAR = "\r\x1b[K"


class Screen(Watch):
    """Prints the causes of an operation's findings when it was looked at, and says at once that there is one.

    On a terminal, the last line tells how far the search is.

    Args:
        endpoint_url: where the endpoint listens, for the code of findings.
        every: whether all findings are explained, and not one for each cause.
    """

    def __init__(self, endpoint_url: str, *, every: bool = False) -> None:
        self._endpoint_url = endpoint_url
        self._every = every
        self._told: set[tuple[str, ...]] = set()  # the causes of which one finding was told
        self._is_terminal = sys.stderr.isatty()
        self._written = 0.0
        self._where = self._law = ""
        self._found = 0
        self._pace: Pace | None = None

    def began(self, operation: str, number: int, count: int, pace: Pace) -> None:
        """Name the operation from now on."""
        self._where = operation if count == 1 else f"{number} of {count} operations, {operation}"
        self._pace = pace

    def judging(self, law: str) -> None:
        """Name the law from now on."""
        self._law = law

    def called(self) -> None:
        """Write how far the search is, a few times a second."""
        if not self._is_terminal or self._pace is None:
            return
        now = self._pace.clock()
        if now - self._written >= _EACH:
            self._written = now
            counts = f"{self._pace.calls:,} calls, {self._found} found"
            left = f"{self._pace.left_of_all():.0f} s left"
            said = printable(f"{self._where}, {self._law}: {counts}, {left}")
            click.echo(_CLEAR + said, err=True, nl=False)

    def found(self, found: Counterexample) -> None:
        """Say what was found, before its smallest calls are looked for; once for each cause."""
        self._found += 1
        cause = (found.operation, *key_of(found))
        if cause in self._told:
            return
        self._told.add(cause)
        self._clear()
        for line in heading_lines(found):
            click.echo(styled(line), err=True)
        click.echo("  note   It comes again with the smallest calls that are found.\n", err=True)

    def settled(self, found: Counterexample) -> None:
        """Say what was found at once."""
        self.found(found)

    def ended(self, causes: Sequence[Cause]) -> None:
        """Print what was found, in full."""
        self._clear()
        for cause in causes:
            for line in cause.lines(self._endpoint_url, every=self._every):
                click.echo(styled(line))
            click.echo("")

    def _clear(self) -> None:
        if self._is_terminal:
            click.echo(_CLEAR, err=True, nl=False)
