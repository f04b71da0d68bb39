"""``harness schema``: an operation's contract as JSON Schema, from the installed model or from a page."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli.operation import complete_operation
from harness.cli.options import out_option
from harness.cli.rules import print_unread
from harness.errors import counted
from harness.printable import printable, printable_json

if TYPE_CHECKING:
    from harness.contract.contract import Contract

_NEVER_CUT = 10_000
PARTS = ("request", "response", "errors", "exchange", "pages")


@click.command("schema")
@click.argument("operation", metavar="OPERATION|SERVICE", required=False, shell_complete=complete_operation)
@click.option(
    "--page",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Read the operation from a documentation page.",
)
@click.option(
    "--against-model",
    is_flag=True,
    help="With --page: print where the page and the installed model differ; exit status 1 if they do.",
)
@click.option(
    "--settings",
    is_flag=True,
    help="Print the JSON Schema of [tool.harness] in pyproject.toml, for an editor.",
)
@click.option("--part", type=click.Choice(["all", *PARTS]), default="all", help="Print this part only.")
@out_option("DIR", "Write one file for each part into DIR.")
def command(
    operation: str | None, page: Path | None, against_model: bool, settings: bool, part: str, out: Path | None
) -> None:
    """Print the JSON Schemas (2020-12) of OPERATION: request, response and errors.

    The part exchange holds what is documented about a request and its response together, the part pages what
    is documented about pagination. With a SERVICE, list its operations.

    \b
    Examples:
      harness schema cloudtrail
      harness schema cloudtrail.ListInsightsData
      harness schema --page list_insights_data.rst --part request
      harness schema --page list_insights_data.rst --against-model
      harness schema --settings
    """
    if settings:
        _settings(operation, page, out)
        return
    if (operation is None) == (page is None):
        raise click.UsageError("Name an operation, or a documentation page with --page.")
    if against_model:
        if page is None:
            raise click.UsageError("--against-model needs --page.")
        _compare(page)
    if operation is not None and re.fullmatch(r"[\w-]+\.?", operation):
        if out is not None or part != "all":
            from harness.models import parse_operation_name

            parse_operation_name(operation)  # which says that it is none
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _NEVER_CUT
        for line in _operation_lines(operation.rstrip("."), width):
            click.echo(printable(line))
        return
    found = _contract(operation, page)
    schemas = _schemas(found)
    if page is None:
        print_unread(found)
    if out is not None:
        for name, schema in schemas.items():
            _write(out / f"{found.service}.{found.operation}.{name}.json", schema)
        return
    click.echo(printable_json(_text(schemas if part == "all" else schemas[part])), nl=False)


def _settings(operation: str | None, page: Path | None, out: Path | None) -> None:
    from harness.settings_schema import settings_schema

    if operation is not None or page is not None:
        raise click.UsageError("--settings takes no operation and no page: leave them out.")
    if out is not None:
        _write(out / "tool.harness.json", settings_schema())
    else:
        click.echo(printable_json(_text(settings_schema())), nl=False)


def _operation_lines(service: str, width: int) -> Iterator[str]:
    """Yield a line for each operation of a service, with the first sentence that is documented of it."""
    from harness.contract.sentences import sentences_of
    from harness.models import load_service

    model = load_service(service)
    names = {name: f"{model.service_name}.{name}" for name in model.operation_names}
    column = max(map(len, names.values()), default=0)
    for name, written in names.items():
        said = next(iter(sentences_of(model.operation_model(name).documentation)), None)
        text = " ".join(said.text.split()) if said is not None else ""
        yield _cut(f"{written:<{column}}  {text}".rstrip(), max(width, column + 20))
    yield f"{counted(len(names), 'operation')}; harness schema {service}.OPERATION prints the schemas of one"


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: width - 3].rstrip()}..."


def _contract(operation: str | None, page: Path | None) -> Contract:
    from harness.contract.contract import contract, contract_from_page
    from harness.models import parse_operation_name

    if page is not None:
        return contract_from_page(page)
    return contract(*parse_operation_name(operation or ""))


def _schemas(found: Contract) -> dict[str, Any]:
    comment = {"$comment": f"Made from {found.document}."}
    return {
        "request": comment | found.request_schema,
        "response": comment | found.response_schema,
        "errors": {code: comment | schema for code, schema in found.error_schemas.items()},
        "exchange": comment | found.exchange_schema,
        "pages": comment | found.pages_schema,
    }


def _text(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, schema: object) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(schema), encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}.") from None


def _compare(path: Path) -> None:
    from harness.models import find_operation
    from harness.models.pages import compare, load_page

    page = load_page(path)
    differences = compare(page.operation_model, find_operation(page.service, page.operation))
    for difference in differences:
        click.echo(printable(str(difference)))
    if not differences:
        click.echo(printable(f"{page.service}.{page.operation}: the page and the installed model agree."))
    sys.exit(1 if differences else 0)
