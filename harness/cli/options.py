"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


def baseline_options(command: F) -> F:
    """Give a command ``--baseline FILE`` and ``--write-baseline``."""
    command = click.option(
        "--write-baseline", "write_baseline", is_flag=True, help="Write what is found into the baseline."
    )(command)
    return click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Leave out the violations that FILE knows. Wins over baseline in [tool.harness] of "
        "pyproject.toml.",
    )(command)


def baseline_to_write(known: Path | None) -> Path:
    """Return the file of a baseline that is to be written.

    Raises:
        click.BadParameter: neither the command line nor the settings name one.
    """
    if known is None:
        reason = 'Name the file: --baseline FILE, or baseline = "FILE" in [tool.harness] of pyproject.toml.'
        raise click.BadParameter(reason, param_hint="--write-baseline")
    return known


def split_severity(pair: str) -> tuple[str, str]:
    """Read ``CODE=LEVEL``.

    Raises:
        click.BadParameter: it has no level.
    """
    code, equals, level = pair.partition("=")
    if not equals:
        text = f"{pair!r} has no level; write CODE=LEVEL, such as response.enum=off."
        raise click.BadParameter(text, param_hint="--severity")
    return code, level
