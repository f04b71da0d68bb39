"""``harness schema``: an operation's contract as JSON Schema."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.argument("operation")
@click.option(
    "--part",
    type=click.Choice(["all", "request", "response", "errors"]),
    default="all",
    help="Print this part only, as a schema of its own.",
)
def command(operation: str, part: str) -> None:
    """Print the JSON Schemas (2020-12) of OPERATION: its request, its response and its errors."""
    from harness.contract.contract import contract
    from harness.models import parse_operation_name

    found = contract(*parse_operation_name(operation))
    parts = {"request": found.request_schema, "response": found.response_schema, "errors": found.error_schemas}
    click.echo(json.dumps(parts if part == "all" else parts[part], indent=2, ensure_ascii=False))
