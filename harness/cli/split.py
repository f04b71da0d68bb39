"""``harness cassette split``: one cassette into several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli.options import out_option
from harness.cli.screen import styled
from harness.errors import counted

if TYPE_CHECKING:
    from harness.cassette.parts import By


@click.command("split")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--by", type=click.Choice(["service", "operation"]), help="Make one cassette per service or operation."
)
@click.option("--size", type=click.IntRange(min=1), metavar="N", help="Make cassettes of N exchanges each.")
@out_option("DIR", "The folder of the new cassettes; by default the folder of PATH.")
@click.option("--force", is_flag=True, help="Replace existing cassettes.")
def command(path: Path, by: By | None, size: int | None, out: Path | None, force: bool) -> None:
    """Split the cassette PATH into several, which are named after it. PATH itself is kept.

    Large bodies in side files are copied too. Each part keeps the recorded order.

    \b
    Examples:
      harness cassette split cassettes/shop.yaml --by service
      harness cassette split cassettes/shop.json --size 1000 --out parts
    """
    from harness.cassette.parts import split_by, split_by_size
    from harness.cassette.store import load_cassette, save_cassette
    from harness.cli.import_ import OutputExists

    if (by is None) == (size is None):
        raise click.UsageError("Say how to split: either --by service, --by operation, or --size N.")
    cassette = load_cassette(path)
    interactions = cassette.interactions
    parts = split_by_size(size, interactions) if size is not None else split_by(by or "service", interactions)
    folder = path.parent if out is None else out
    named = {folder / f"{path.stem}.{name}{path.suffix}": part for name, part in parts.items()}
    for target in named:
        if target.exists() and not force:
            raise OutputExists(target)
    for target, part in named.items():
        save_cassette(target, part, cassette.extras, sources=[path])
        click.echo(styled(f"{target}: {counted(len(part), 'exchange')}"))
