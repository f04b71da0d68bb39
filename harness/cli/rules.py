"""``harness rules``: the rules that documentation states in prose."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli.operation import complete_operation
from harness.cli.screen import json_text, progress
from harness.contract.violation import code_of
from harness.errors import HarnessError
from harness.printable import printable

if TYPE_CHECKING:
    from harness.contract.contract import Contract

_MOST_NAMES = 12
_FIELDS = ("service", "operation", "member", "type", "siblings", "text")


_STATES = {
    "model": "restate the model",
    "confirmed": "read the same by two readers",
    "once": "read once: warnings only",
    "refuted": "refuted by a reader, not checked",
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
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print a JSON list, in the format of harness/contract/rules/GUIDE.md.",
)
@click.option(
    "--all", "every", is_flag=True, help="Print the rules of every operation, one JSON object per line."
)
@click.option(
    "--conflicts",
    is_flag=True,
    help="Print the rules that contradict botocore's model and are therefore not checked.",
)
@click.option(
    "--coverage", is_flag=True, help="Show for each service how much of its documentation has been read."
)
@click.option(
    "--add",
    metavar="RULE",
    help="Add a rule for OPERATION to your project's facts, as a JSON object in the format of --json.",
)
@click.option(
    "--sentence",
    type=int,
    help="With --add: the number of the sentence in the documentation that states the rule.",
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    help="Read labelled texts from a JSON file and print them with the rules found in each.",
)
def command(
    operation: str | None,
    as_json: bool,
    every: bool,
    conflicts: bool,
    coverage: bool,
    add: str | None,
    sentence: int | None,
    texts: Path | None,
) -> None:
    """Print the rules that the documentation of OPERATION states in prose.

    \b
    Examples:
      harness rules cloudtrail.ListInsightsMetricData
      harness rules cloudtrail.ListInsightsMetricData --json
      harness rules --all > rules.jsonl
      harness rules --all --conflicts
      harness rules --coverage
      harness rules xray.GetInsightEvents --add '{"kind": "range", "param": "MaxResults", "max": 50}'
    """
    if texts is not None and (operation or every or conflicts or coverage):
        raise click.UsageError("--texts cannot be combined with an operation or another option.")
    if sentence is not None and add is None:
        raise click.UsageError("--sentence needs --add.")
    from harness.settings import load_settings

    settings = load_settings(Path.cwd())
    if add is not None:
        if operation is None:
            raise click.UsageError("--add needs the OPERATION that the rule is about.")
        _add(settings.facts, operation, add, sentence)
    elif coverage:
        _print_coverage(operation)
    elif texts is not None:
        click.echo(json_text(_records_with_rules(texts), indent=2))
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
    if not conflicts:
        print_unread(found)


def print_unread(found: Contract) -> None:
    """Name the parameters whose documentation nobody has read: what it states isn't checked."""
    from harness.contract.coverage import unread_members

    unread = unread_members(found.operation_model)
    if unread:
        more = f" and {len(unread) - _MOST_NAMES} more" if len(unread) > _MOST_NAMES else ""
        names = ", ".join(unread[:_MOST_NAMES])
        click.echo(printable(f"The documentation has not been read completely for {names}{more}."), err=True)


def _print_coverage(service: str | None) -> None:
    from harness.contract.coverage import coverage_of
    from harness.contract.own_facts import idle_own_facts
    from harness.models import load_service, service_names

    rows = [coverage_of(load_service(name)) for name in ([service] if service else service_names())]
    click.echo("service                              structures   read  facts   sure")
    for name, *counts in [*rows, ("all", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))]:
        structures, read, facts, sure = counts
        click.echo(printable(f"{name:<36}{structures:>11,}{read:>7,}{facts:>7,}{sure:>7,}"))
    for idle in idle_own_facts():
        click.echo(printable(f"own fact {idle}"), err=True)


class NotAdded(HarnessError):
    """A fact can't be added.

    Args:
        reason: why, a whole sentence or several.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


def _add(files: tuple[Path, ...], name: str, written: str, number: int | None) -> None:
    """Write the line of a project's own fact into its first file of facts."""
    from harness.contract.contract import contract
    from harness.contract.own_facts import own_line
    from harness.models import parse_operation_name

    if not files:
        raise NotAdded(
            'First name a file for your facts in pyproject.toml: facts = ["facts.jsonl"] under '
            "[tool.harness]."
        )
    try:
        rule = json.loads(written)
    except ValueError as error:
        raise NotAdded(f"The rule isn't JSON ({error}).") from None
    line = own_line(contract(*parse_operation_name(name)).operation_model, rule, number)
    with files[0].open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    click.echo(printable(f"{files[0]}: {json.dumps(line, ensure_ascii=False)}"))


def _print_all(conflicts: bool) -> None:
    from harness.contract.contract import Contract
    from harness.models import operations

    counts: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for model in progress("reading", "operation")(operations()):
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


def _records_with_rules(path: Path) -> list[dict[str, Any]]:
    from harness.contract.documented import rules_of_text
    from harness.errors import UnknownName
    from harness.models import find_operation

    found = []
    for record in _records(path):
        service, name = record["service"], record["operation"]
        try:
            operation = find_operation(service, name)
        except UnknownName:
            operation = None
        rules = rules_of_text(operation, service, name, record["member"], record["siblings"], record["text"])
        written = [{key: value for key, value in rule.to_json().items() if key != "source"} for rule in rules]
        found.append({**record, "rules": written})
    return found


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
        raise BadRecords(path, "The top level is not a list.")
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise BadRecords(path, f"Record {number} is not an object.")
        missing = [name for name in _FIELDS if name not in record]
        if missing:
            raise BadRecords(path, f"Record {number} lacks {', '.join(missing)}.")
        if not isinstance(record["siblings"], list):
            raise BadRecords(path, f"The siblings of record {number} are not a list.")
        texts = [*(record[name] for name in _FIELDS if name != "siblings"), *record["siblings"]]
        if not all(isinstance(text, str) for text in texts):
            raise BadRecords(path, f"Record {number} has a value that is not a string.")
        yield record
