"""Groups of commands whose help is known up front: each command is a module, loaded when it is called."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Collection, Mapping
from typing import Any

import click

from harness.errors import close_names


class LazyGroup(click.Group):
    """Commands in modules of `harness.cli`, each called as its module; listing them imports none.

    Args:
        listed: what help says of each command, by name, in its order.
        hidden: commands that work and that help doesn't list.
    """

    def __init__(
        self, *args: Any, listed: Mapping[str, str], hidden: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._listed = listed
        self._all = {*listed, *hidden}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names that help and completion show."""
        return list(self._listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loaded now; None if there is no such."""
        if cmd_name not in self._all:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"harness.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that arguments begin with.

        Raises:
            UsageError: there is none; it names one that is spelt nearly so.
        """
        if not args[0].startswith("-") and args[0] not in self._all and not ctx.resilient_parsing:
            close = close_names(args[0], self._all, 1)
            ctx.fail(f"There is no command {args[0]!r}." + "".join(f" Did you mean {c!r}?" for c in close))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._listed.items()))
