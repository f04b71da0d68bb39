"""``harness cassette merge``: several cassettes into one."""

from __future__ import annotations

from pathlib import Path

import click

from harness.cli.options import out_option
from harness.errors import counted
from harness.printable import printable


@click.command("merge")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@out_option("FILE", "The new cassette.", required=True)
@click.option(
    "--drop-doubles", is_flag=True, help="Leave out exchanges that an earlier cassette already has."
)
@click.option("--force", is_flag=True, help="Replace an existing cassette.")
def command(sources: tuple[Path, ...], out: Path, drop_doubles: bool, force: bool) -> None:
    """Merge the cassettes SOURCES into one, in the given order. The sources are kept.

    Large bodies in side files are copied too. Equal requests are replayed in the order of the new cassette:
    the recordings of the first source come first.

    \b
    Examples:
      harness cassette merge cassettes/orders.yaml cassettes/returns.yaml --out cassettes/shop.yaml
      harness cassette merge --drop-doubles tests/cassettes/test_shop/*.yaml --out cassettes/shop.json
    """
    from harness.cassette.parts import merged
    from harness.cassette.store import load_cassette, save_cassette
    from harness.cli.import_ import OutputExists

    if out.exists() and not force:
        raise OutputExists(out)
    cassettes = [load_cassette(source) for source in sources]
    interactions, extras = merged(cassettes, drop_doubles=drop_doubles)
    save_cassette(out, interactions, extras, sources=sources)
    dropped = sum(len(cassette.interactions) for cassette in cassettes) - len(interactions)
    doubles = f", {counted(dropped, 'double')} left out" if drop_doubles else ""
    said = f"{out}: {counted(len(interactions), 'exchange')} of {counted(len(sources), 'cassette')}{doubles}"
    click.echo(printable(said))
