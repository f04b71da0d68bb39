"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., object])


def baseline_options(command: F) -> F:
    """Give a command ``--baseline FILE`` and ``--write-baseline``."""
    command = click.option(
        "--write-baseline",
        "write_baseline",
        is_flag=True,
        help="Write all violations found into the baseline.",
    )(command)
    return click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Ignore the violations listed in FILE. Wins over baseline in [tool.harness] of pyproject.toml.",
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


def complete_path(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete a path (click's ``shell_complete``) where URLs and patterns may stand too."""
    return [CompletionItem(incomplete, type="file")]


def complete_severity(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Complete ``CODE=LEVEL``: the code, and its levels where there is one code."""
    from harness.contract.violation import CODES, Severity

    written, _, _ = incomplete.partition("=")
    side, dot, start = written.rpartition(".")
    codes = [
        code for code in sorted(CODES) if code == start or ("=" not in incomplete and code.startswith(start))
    ]
    if len(codes) != 1:
        return [f"{side}{dot}{code}" for code in codes]
    pairs = (f"{side}{dot}{codes[0]}={level}" for level in Severity)
    return [pair for pair in pairs if pair.startswith(incomplete)]


class _Out(click.Option):
    """The option ``-o/--out``, which also has a former name that no help shows."""

    def __init__(self, *args: Any, former: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.former = former

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        super().add_to_parser(parser, ctx)
        parser.add_option(obj=self, opts=[self.former], dest=self.name, action="store", nargs=1)


def out_option(metavar: str, help: str, *, former: str = "", **attributes: Any) -> Callable[[F], F]:  # noqa: A002
    """Give a command ``-o/--out``, the file or folder that it writes; ``out`` is a `Path`.

    Args:
        metavar: ``FILE``, ``DIR`` or ``PATH``.
        help: what is written.
        former: another name of the option, which is understood as well.
        attributes: further ones of `click.option`.
    """
    if former:
        attributes |= {"cls": _Out, "former": former}
    path = click.Path(path_type=Path)
    return click.option("-o", "--out", "out", type=path, metavar=metavar, help=help, **attributes)


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
