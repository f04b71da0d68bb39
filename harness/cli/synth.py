"""``harness synth``: exchanges made from a contract."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.operation import complete_operation
from harness.cli.options import out_option
from harness.cli.screen import json_text, progress
from harness.errors import counted
from harness.printable import printable

if TYPE_CHECKING:
    from harness.cassette.model import Interaction
    from harness.synth.exchanges import HttpExchange


@click.command("synth")
@click.argument("operation", metavar="OP", shell_complete=complete_operation)
@click.option(
    "-n",
    "--count",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="The number of exchanges; each page of a list counts as one.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="The seed: the same seed gives the same exchanges."
)
@out_option(
    "FILE",
    "Write them to the cassette FILE instead of printing them; JSON if the name ends in .json, otherwise "
    "YAML.",
    former="--cassette",
)
def command(operation: str, count: int, seed: int, out: Path | None) -> None:
    """Generate exchanges of OP (service.Operation) that satisfy its contract.

    They are printed as JSON, one per line: the request and the response.

    \b
    Examples:
      harness synth cloudtrail.ListInsightsData -n 3
      harness synth xray.GetInsightEvents -n 10 --seed 7 -o cassettes/events.yaml
    """
    from harness.contract.contract import contract
    from harness.models import parse_operation_name
    from harness.synth.exchanges import exchanges

    held_to = contract(*parse_operation_name(operation))
    made = exchanges(held_to, count, seed)
    if out is None:
        for one in made:
            members = {name: value for name, value in asdict(one.exchange).items() if value not in (None, ())}
            click.echo(json_text(members))
        return
    from harness.cassette.store import load_cassette, save_cassette
    from harness.redaction import redact_interaction
    from harness.settings import load_settings, redaction_of

    if out.exists() and not all(map(_is_synthetic, load_cassette(out).interactions)):
        raise click.UsageError(f"{out} holds recordings that harness synth didn't make. Name another file.")
    # Nothing in it is secret, but a cassette is redacted, and `harness check` sees that it is.
    rules, model = redaction_of(load_settings(Path.cwd())), held_to.operation_model
    save_cassette(
        out,
        (redact_interaction(model, _interaction(one), rules) for one in progress("making", "exchange")(made)),
    )
    click.echo(printable(f"harness: {out} holds {counted(count, 'exchange')}."), err=True)


# What a client says of the run and the machine that it is on: equal seeds give equal cassettes without it.
_OF_THE_RUN = frozenset({"user-agent", "amz-sdk-invocation-id", "amz-sdk-request"})


def _is_synthetic(interaction: Interaction) -> bool:
    source = interaction.facts.source if interaction.facts is not None else None
    return source is not None and source.startswith("harness synth")


def _interaction(made: HttpExchange) -> Interaction:
    from harness.cassette.exchange import interaction_of
    from harness.cassette.model import Request

    fields = tuple(field for field in made.headers if field[0].lower() not in _OF_THE_RUN)
    request = Request(made.method, made.url, fields, made.body)
    return interaction_of(made.exchange, request, made.response, protocol=made.protocol, source=made.source)
