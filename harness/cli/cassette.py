"""``harness cassette``: what edits recordings."""

from __future__ import annotations

import click

from harness.cli.lazy import LazyGroup

_COMMANDS = {
    "compare": "Show what changed between two recordings.",
    "import": "Convert recordings of other tools into cassettes.",
    "merge": "Merge several cassettes into one.",
    "redact": "Remove secrets from recordings.",
    "split": "Split a cassette into several.",
}


@click.group("cassette", cls=LazyGroup, listed=_COMMANDS)
def command() -> None:
    """Import, compare, merge, split and redact recordings.

    \b
    Examples:
      harness cassette import vcr tests/cassettes --out cassettes
      harness cassette redact cassettes
    """
