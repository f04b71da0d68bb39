"""``harness rules``: the rules that documentation states in prose."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from harness.cli.operation import complete_operation
from harness.cli.screen import json_text, progress
from harness.contract.violation import code_of
from harness.errors import HarnessError
from harness.printable import printable

_FIELDS = ("service", "operation", "member", "type", "siblings", "text")


_STATES = {
    "model": "restate the model",
    "confirmed": "confirmed by a reader",
    "corrected": "corrected by a reader",
    "refuted": "refuted by a reader, not checked",
    "unread": "unread, warnings at most",
}


class BadRecords(HarnessError):
    """A file for ``--texts`` does not hold the records that it should.

    Args:
        path: the file.
        reason: what is wrong, a whole sentence.
    """

    path: Path
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.path}: {self.reason} It must be a JSON list of objects with "
            f"{', '.join(_FIELDS[:-1])} and {_FIELDS[-1]}."
        )


@click.command("rules")
@click.argument("operation", required=False, shell_complete=complete_operation)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, in the form of the rules guide.")
@click.option(
    "--all", "every", is_flag=True, help="Print the rules of every operation, one JSON object a line."
)
@click.option(
    "--conflicts", is_flag=True, help="Print the rules that contradict the model, and so are not checked."
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    help="Read labelled-text records from a JSON file and print them with the rules of each text.",
)
def command(operation: str | None, as_json: bool, every: bool, conflicts: bool, texts: Path | None) -> None:
    """Print the rules that the documentation of OPERATION states in prose.

    \b
    Examples:
      harness rules cloudtrail.ListInsightsMetricData
      harness rules cloudtrail.ListInsightsMetricData --json
      harness rules --all > rules.jsonl
      harness rules --all --conflicts
    """
    if texts is not None and (operation or every or conflicts):
        raise click.UsageError("--texts goes with no operation and no other option.")
    if texts is not None:
        click.echo(json_text(_mined_records(texts), indent=2))
    elif every and operation is None:
        _print_all(conflicts)
    elif operation is not None and not every:
        _print_one(operation, as_json, conflicts)
    else:
        raise click.UsageError("Name one operation, or --all, or --texts FILE.")


def _print_one(name: str, as_json: bool, conflicts: bool) -> None:
    from harness.contract.contract import contract
    from harness.models import parse_operation_name

    found = contract(*parse_operation_name(name))
    if conflicts:
        written = [{**c.rule.to_json(), "conflict": c.reason} for c in found.conflicts]
    else:
        written = [rule.to_json() for rule in found.rules]
    if as_json:
        click.echo(json_text(written, indent=2))
        return
    for rule, one in zip(
        found.rules if not conflicts else [c.rule for c in found.conflicts], written, strict=True
    ):
        click.echo(printable(f"{code_of(rule.kind):<16} {rule.words}"))
        if "conflict" in one:
            click.echo(printable(f"  but    {one['conflict']}"))
        if rule.source is not None:
            click.echo(printable(f"  from   {rule.source}"))
    if not written:
        click.echo(
            printable(f"{found.name}: no {'conflicts' if conflicts else 'documented rules'}."), err=True
        )


def _print_all(conflicts: bool) -> None:
    from harness.contract.contract import Contract
    from harness.models import operations

    counts: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for model in progress("mining", "operation")(operations()):
        found = Contract(model)
        if conflicts:
            written = [{**c.rule.to_json(), "conflict": c.reason} for c in found.conflicts]
        else:
            written = [rule.to_json() for rule in found.rules]
        counts.update(str(rule["kind"]) for rule in written)
        states.update(
            rule.source.review for rule in (*found.rules, *found.refuted) if rule.source is not None
        )
        if written:
            click.echo(json_text({"operation": found.name, "rules": written}))
    for kind, count in counts.most_common():
        click.echo(printable(f"{code_of(kind):<16} {count:>7,}"), err=True)
    click.echo(printable(f"{'all':<16} {counts.total():>7,}"), err=True)
    if not conflicts:
        click.echo(err=True)
        for state, meaning in _STATES.items():
            click.echo(printable(f"{meaning:<32} {states[state]:>7,}"), err=True)


def _mined_records(path: Path) -> list[dict[str, Any]]:
    from harness.contract.prose import mine

    return [
        {
            **record,
            "rules": [
                {key: value for key, value in rule.to_json().items() if key != "source"}
                for rule in mine(
                    record["text"],
                    member=record["member"],
                    type=record["type"],
                    siblings=tuple(record["siblings"]),
                )
            ],
        }
        for record in _records(path)
    ]


def _records(path: Path) -> Iterator[dict[str, Any]]:
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRecords(path, f"It cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise BadRecords(path, "It is not text in UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise BadRecords(path, f"It is no JSON: {error}.") from None
    if not isinstance(records, list):
        raise BadRecords(path, "Its top level is not a list.")
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise BadRecords(path, f"Record {number} is no object.")
        missing = [name for name in _FIELDS if name not in record]
        if missing:
            raise BadRecords(path, f"Record {number} lacks {', '.join(missing)}.")
        if not isinstance(record["siblings"], list):
            raise BadRecords(path, f"The siblings of record {number} are no list.")
        texts = [*(record[name] for name in _FIELDS if name != "siblings"), *record["siblings"]]
        if not all(isinstance(text, str) for text in texts):
            raise BadRecords(path, f"Record {number} holds something else than text.")
        yield record
