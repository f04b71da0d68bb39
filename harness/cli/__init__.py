"""The command line, ``harness COMMAND``: each command is a module of this package, loaded when called."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Sequence

import click

from harness.errors import HarnessError

_COMMANDS = {
    "check": "Hold recorded exchanges to the documented contract.",
    "fuzz": "Hold an endpoint to the laws of its operations.",
    "import": "Make cassettes of what other tools recorded.",
    "merge": "Put several cassettes into one.",
    "record": "Run a program and record what it asks of AWS.",
    "redact": "Take the secrets out of recordings.",
    "rules": "Print the rules that documentation states in prose.",
    "schema": "Print an operation's contract as JSON Schema.",
    "serve": "Answer any operation at a local HTTP endpoint, from its contract.",
    "split": "Take a cassette apart into several.",
    "synth": "Make exchanges of an operation from its contract.",
}


class _Commands(click.Group):
    """The commands, with their help known up front so that listing them imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"harness.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HarnessError as error:
            click.echo(f"harness: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aws-contract-harness", prog_name="harness")
def _group() -> None:
    """Record, replay and check what Python code asks of AWS, held to the documented contract.

    An operation is written service.Operation, such as cloudtrail.ListInsightsData; the name of the
    client's method is accepted as well.

    Exit status: 0 nothing wrong, 1 violations, 2 bad usage or unreadable input.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the console script ``harness``."""
    _group(arguments, prog_name="harness")
