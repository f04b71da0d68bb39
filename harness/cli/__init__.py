"""The command line, ``harness COMMAND``: each command is a module of this package, loaded when called."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import IO, Any

import click

from harness.cli.lazy import LazyGroup
from harness.cli.screen import colour_wanted, on_one_screen, styled
from harness.errors import HarnessError
from harness.printable import printable

_COMMANDS = {
    "cassette": "Import, compare, merge, split and redact recordings.",
    "check": "Check recorded exchanges against the documented contract.",
    "coverage": "Show how much of the documented contract your recordings cover.",
    "diff": "Show what changed between two versions of an API, and which code it breaks.",
    "docs": "Print a page of the documentation.",
    "explain": "Explain a violation code: what it means, and what to do.",
    "fuzz": "Test an endpoint: send valid and invalid requests and check the answers.",
    "init": "Set harness up for a project: settings, CI, pre-commit.",
    "lock": "Save the contracts that your recordings depend on, and report when they change.",
    "observe": "Run a program and check its calls against the documented contract.",
    "record": "Run a program and record its AWS calls.",
    "report": "Write an HTML report of exchanges, violations and coverage.",
    "rules": "Print the rules that the documentation of an operation states in prose.",
    "schema": "Print an operation's contract as JSON Schema.",
    "serve": "Serve a local AWS endpoint that answers any operation.",
    "synth": "Generate example requests and responses of an operation.",
}

_FORMER = ("compare", "import", "merge", "redact", "split")
"""What stands under ``harness cassette``: the spellings of 0.1 work until 1.0, and no help lists them."""
_HIDDEN = frozenset((*_FORMER, "completion", "resources"))

_TOUR = """\
harness records what Python code asks of AWS, replays it offline, and checks every
exchange against the documented contract.

A first day:

  harness record -c cassettes/report.yaml -- python report.py
      run a program, and record its calls
  harness check cassettes
      check recordings against what AWS documents
  harness rules cloudtrail.ListInsightsMetricData
      show what an operation's documentation requires
  harness synth xray.GetInsightEvents -n 3
      generate example requests and responses that are valid
  harness serve
      start a local AWS that answers any operation

In tests: harness init sets a project up. Mark a test with @pytest.mark.cassette,
run pytest --cassette-mode=once to record, then pytest to replay with no network.

More: harness --help, harness docs; harness docs tutorial takes ten minutes.
"""


_FAULT = (
    "harness: This is a bug in harness, not in your project. Please report it to the maintainers of "
    "aws-contract-harness, with the lines above, the command, and the output of harness --version."
)


class _Usage(click.UsageError):
    """A usage error that begins as all messages of harness do."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print how the command is used, and what is wrong."""
        if self.ctx is not None:
            click.echo(printable(self.ctx.get_usage()), err=True, color=self.ctx.color)
            click.echo(printable(f"Try '{self.ctx.command_path} --help' for help.\n"), err=True)
        color = None if self.ctx is None else self.ctx.color
        click.echo(styled(f"harness: {self.format_message()}"), err=True, color=color)


def _prefixed(error: click.UsageError) -> click.UsageError:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):  # which is the help of a group
        return error
    return _Usage(printable(on_one_screen(error.format_message(), lines=100)), error.ctx)


class _Commands(LazyGroup):
    """All commands; a failure of any of them ends in a message."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        colour = colour_wanted(os.environ)
        try:
            return super().make_context(info_name, args, parent, **{"color": colour, **extra})
        except click.UsageError as error:
            raise _prefixed(error) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; any failure ends in a message on one screen and its own exit status."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _prefixed(error) from None
        except BrokenPipeError:
            # The reader has seen enough (`| head`). Python would complain when it flushes at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(141)  # as of a program that SIGPIPE ended
        except KeyboardInterrupt:
            click.echo("\nharness: interrupted.", err=True)
            ctx.exit(130)  # as of a program that SIGINT ended
        except (HarnessError, OSError) as error:
            said = _without_secrets(str(error)) if isinstance(error, HarnessError) else _said_by_system(error)
            click.echo(styled(f"harness: {on_one_screen(said)}"), err=True)
            ctx.exit(2)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception:
            import traceback

            traceback.print_exc()
            click.echo(styled(_FAULT), err=True)
            ctx.exit(3)


def _without_secrets(message: str) -> str:
    from harness.redaction import redact_text  # which takes a while to import

    return redact_text(message)


def _said_by_system(error: OSError) -> str:
    what = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {what}." if error.filename else f"{what}."


def _print_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    python = ".".join(map(str, sys.version_info[:3]))
    ours, models = version("aws-contract-harness"), version("botocore")
    click.echo(f"harness {ours} (botocore {models}, Python {python})")
    ctx.exit()


@click.group(
    cls=_Commands,
    listed=_COMMANDS,
    hidden=_HIDDEN,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the versions of harness, botocore and Python, and exit.",
)
@click.pass_context
def _group(ctx: click.Context) -> None:
    """Record, replay and check the AWS calls of Python code against the documented contract.

    An operation is written service.Operation, such as cloudtrail.ListInsightsData; the name of the
    client's method is accepted as well.

    Exit status: 0 nothing wrong, 1 violations, 2 bad usage or unreadable input, 3 a bug in harness.

    \b
    Examples:
      harness                     a short tour
      harness check --help        what a command does, with examples
    """
    if ctx.invoked_subcommand is None:
        click.echo(_TOUR, nl=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the console script ``harness``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # recordings may hold what no encoding has: lone surrogates
            stream.reconfigure(errors="backslashreplace")
    # Imports leave no garbage; to look for it takes a twentieth of a short run, and a tenth at its end.
    gc.set_threshold(50_000)
    atexit.register(gc.freeze)
    _group(arguments, prog_name="harness")
