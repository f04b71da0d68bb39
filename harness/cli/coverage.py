"""``harness coverage``: what of the documented contract recordings exercise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from harness.cli.options import complete_path
from harness.cli.screen import json_text, progress, styled
from harness.printable import printable

if TYPE_CHECKING:
    from harness.cassette.location import Location
    from harness.contract.exchange import Exchange


@click.command("coverage")
@click.argument("paths", nargs=-1, required=True, shell_complete=complete_path)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--missing", "-m", is_flag=True, help="List what is documented but not covered.")
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    help="Exit with status 1 if less than this percentage of the contract is covered.",
)
def command(paths: tuple[str, ...], as_json: bool, missing: bool, fail_under: float | None) -> None:
    """Show how much of the documented contract the exchanges in PATHS (cassettes, or folders of them) cover.

    For each operation that occurs, this counts members of requests and responses, enum values, bounds of
    requests, documented errors, pages, and the rules that the documentation states in prose.

    \b
    Examples:
      harness coverage cassettes --missing
      harness coverage tests/cassettes --fail-under 60
    """
    from harness.cassette.exchange import exchange_of
    from harness.cassette.location import parse_location
    from harness.cassette.reading import UpToFault, read_interactions
    from harness.cli.output import print_errors
    from harness.errors import HarnessError, counted
    from harness.report.coverage import Coverage, coverage_of
    from harness.report.coverage_lines import coverage_lines
    from harness.report.find import find_locations

    unread = 0

    def exchanges(cassette: Location) -> Iterator[Exchange]:
        nonlocal unread
        interactions = UpToFault(read_interactions(cassette))
        for interaction in interactions:
            try:
                yield exchange_of(interaction)
            except HarnessError:
                unread += 1
        if interactions.fault is not None:
            faults.append(interactions.fault)

    found = find_locations(map(parse_location, paths))
    faults: list[HarnessError] = [*found.missing]
    coverage = Coverage()
    for cassette in progress("reading", "cassette")(found.cassettes):
        coverage += coverage_of(exchanges(cassette))
    if as_json:
        click.echo(json_text(coverage.to_json()))
    else:
        for line in coverage_lines(coverage, missing=missing):
            click.echo(styled(line))
    if unread:
        said = f"not counted: {counted(unread, 'exchange')} that cannot be read; run harness check to see why"
        click.echo(printable(said), err=True)
    print_errors(map(str, faults))
    if faults:
        sys.exit(2)
    if fail_under is not None and coverage.falls_short(fail_under):
        click.echo(printable(f"harness: less than {fail_under:g} % of the contract is covered."), err=True)
        sys.exit(1)
