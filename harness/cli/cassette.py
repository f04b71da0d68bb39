"""``harness cassette``: what edits recordings."""

from __future__ import annotations

import click

from harness.cli.lazy import LazyGroup

_COMMANDS = {
    "compare": "Tell what changed between two recordings.",
    "import": "Make cassettes of what other tools recorded.",
    "merge": "Put several cassettes into one.",
    "redact": "Take the secrets out of recordings.",
    "split": "Take a cassette apart into several.",
}


@click.group("cassette", cls=LazyGroup, listed=_COMMANDS)
def command() -> None:
    """Import, compare, merge, split and redact recordings.

    \b
    Examples:
      harness cassette import vcr tests/cassettes --out cassettes
      harness cassette redact cassettes
    """
