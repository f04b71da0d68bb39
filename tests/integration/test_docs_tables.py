"""The tables and words of docs/ that are held against the code."""

from __future__ import annotations

import dataclasses
import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import harness.pytest_plugin
from harness.cli import _group
from harness.contract import laws as law_pages
from harness.fuzz import constraint_laws, law_client, paginator_laws, response_laws
from harness.redaction import stand_in
from harness.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# Options of other programs, which pages name beside ours.
FOREIGN = {
    *(
        "--allowed-hosts",
        "--disable-warnings",
        "--dist",
        "--lf",
        "--max-items",
        "--no-deps",
        "--no-index",
        "--record-mode",
    ),
    *("--strict-markers", "--tb"),
    *("--nthreads", "--nworkers"),  # of dask
    "--schemafile",  # of check-jsonschema
    *("--create", "--no-vhost-buckets"),  # of s3rver
    *("--harness", "--plot", "--report", "--results", "--rounds", "--runs"),  # of benchmarks/
}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def first_column(text: str, heading: str) -> list[str]:
    """The names in the first column of the first table after a heading."""
    table = text.partition(heading)[2].partition("| --- |")[2].partition("\n\n")[0]
    return re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)


def names(cells: list[str]) -> list[str]:
    """The names in code in cells, without what an option takes."""
    return [name for cell in cells for name in re.findall(r"`([^`\s]+)[^`]*`", cell)]


def commands(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {child}", below) for child, below in commands(command))


COMMANDS = dict(commands(_group))


def options_of(command: click.Command) -> set[str]:
    return {text for parameter in command.params for text in parameter.opts if text.startswith("--")}


def options_of_pytest(pytestconfig: pytest.Config) -> list[str]:
    group = pytestconfig._parser.getgroup("harness")
    # pytest-recording, which is installed here, brings the last one.
    return [name for option in group.options for name in option.names()] + ["--block-network"]


def test_the_options_of_pytest_are_documented(pytestconfig: pytest.Config) -> None:
    assert names(first_column(page("options.md"), "## Options of pytest")) == options_of_pytest(pytestconfig)


def test_the_arguments_of_the_marker_are_documented(pytestconfig: pytest.Config) -> None:
    (marker,) = (line for line in pytestconfig.getini("markers") if line.startswith("cassette("))
    arguments = re.findall(r"(\w+)=", marker.partition("): ")[0])
    assert names(first_column(page("options.md"), "## The marker")) == arguments


def test_the_fixtures_are_documented(request: pytest.FixtureRequest) -> None:
    known = request._fixturemanager.getfixturedefs
    public = (name for name in vars(harness.pytest_plugin) if not name.startswith("_"))
    fixtures = {name for name in public if known(name, request.node)}
    assert fixtures
    assert set(names(first_column(page("options.md"), "## Fixtures"))) == fixtures


def test_the_settings_are_documented() -> None:
    fields = {field.name.replace("_", "-") for field in dataclasses.fields(Settings)}
    settings = fields - {"from-environment"}
    assert set(names(first_column(page("options.md"), "## Settings"))) == settings


@pytest.mark.parametrize(
    ("name", "heading", "command"), [("fuzzing.md", "# Fuzz", "fuzz"), ("synthetic.md", "## As an", "serve")]
)
def test_the_options_of_a_command_are_documented(name: str, heading: str, command: str) -> None:
    assert set(names(first_column(page(name), heading))) == options_of(COMMANDS[command])


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_every_option_that_is_named_is_there(path: Path, pytestconfig: pytest.Config) -> None:
    known = set().union(*map(options_of, COMMANDS.values()), options_of_pytest(pytestconfig), FOREIGN)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text(encoding="utf-8")))
    assert named <= known | {"--help", "--version"}


def test_examples_in_help_have_options_that_the_command_has() -> None:
    examples = [
        (command, line)
        for name, command in COMMANDS.items()
        for line in inspect.cleandoc(command.help or "").splitlines()
        if f"harness {name} " in line and line.startswith("  ") and not isinstance(command, click.Group)
    ]
    assert examples
    for command, line in examples:
        words = shlex.split(line.partition(" -- ")[0])
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= options_of(command) | {"--help"}, line


OPERATIONS = ("iam.ListUsers", "cloudtrail.ListInsightsData", "s3.ListObjectsV2", "s3.HeadObject")


def test_the_laws_are_those_that_there_are() -> None:
    # ListInsightsData documents that tokens go with the same parameters, and has no paginator of botocore's;
    # some laws are about keys of S3, about HEAD, and about refusals that documentation states.
    laws = {
        law.name
        for operation in OPERATIONS
        for client in (law_client(operation.partition(".")[0], "http://127.0.0.1:9"),)
        for of_operation in (paginator_laws, constraint_laws, response_laws)
        for law in of_operation(operation, client)
    }
    assert set(names(first_column(page("fuzzing.md"), "## The laws"))) == laws
    assert set(law_pages.names()) == laws, "harness/contract/laws has a page for each law"


def test_the_stand_in_of_redaction() -> None:
    secret, standing = re.findall(r"`(Hunter-22)` becomes `([^`]*)`", page("redaction.md"))[0]
    assert stand_in(secret) == standing


def generated(document: str) -> str:
    command = [sys.executable, "docs/generate.py", document]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_documented_rules_are_up_to_date() -> None:
    assert generated("documented-rules") == page("documented-rules.md"), "make docs-tables writes it again"


def test_the_typed_clients_are_up_to_date() -> None:
    """Another botocore has more services or fewer; the lines of those that both have are the same."""
    made = set(generated("typed-clients").splitlines())
    written = set((ROOT / "harness" / "synth" / "typed.pyi").read_text(encoding="utf-8").splitlines())
    assert made >= written or made <= written, "make docs-tables writes it again"
    assert (
        'def synthetic_client(service: Literal["s3"], **options: Unpack[Options]) -> _s3: ...'
        in made & written
    )
