"""``harness docs``: the pages of the documentation, which are installed with harness, on the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from harness.errors import UnknownName, close_names
from harness.printable import printable


def folder() -> Path:
    """Return the folder of the pages: in the wheel ``harness/pages``, in the source ``docs``."""
    package = Path(__file__).parents[1]
    installed = package / "pages"
    return installed if installed.is_dir() else package.parent / "docs"


def sections() -> Iterator[tuple[str, list[str]]]:
    """Yield the headings of the table of contents, each with the names of its pages."""
    index = (folder() / "index.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```\{toctree\}\n(.*?)^```$", index, re.DOTALL | re.MULTILINE):
        lines = [line for line in block.splitlines() if line]
        caption = next(
            (line.removeprefix(":caption: ") for line in lines if line.startswith(":caption:")), "Start"
        )
        yield caption, [line for line in lines if not line.startswith(":")]


def names() -> list[str]:
    """Return the names of all pages."""
    return [name for _, pages in sections() for name in pages]


def text_of(name: str) -> str:
    """Return a page as it is read on a terminal: without comments, and without what only the site can show.

    Raises:
        UnknownName: there is no such page.
    """
    if name not in names():
        raise UnknownName(
            "page", name, close_names(name, names()), "the documentation; harness docs lists the pages"
        )
    text = (folder() / f"{name}.md").read_text(encoding="utf-8")
    text = re.sub(r"^<!--.*?-->\n+", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```\{code-block\} .*$", "```", text, flags=re.MULTILINE)
    return re.sub(r"^```\{.*?^```\n*", "", text, flags=re.DOTALL | re.MULTILINE)


def _title(name: str) -> str:
    return text_of(name).partition("\n")[0].removeprefix("# ")


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in names() if name.startswith(incomplete)]


@click.command("docs")
@click.argument("page", required=False, shell_complete=_complete)
@click.option(
    "--search", metavar="WORD", help="List the lines of all pages that contain WORD, ignoring case."
)
def command(page: str | None, search: str | None) -> None:
    """Print PAGE of the documentation; without PAGE, list the pages.

    The pages are part of the package: they describe the installed version and need no network.

    \b
    Examples:
      harness docs
      harness docs tutorial
      harness docs --search baseline
    """
    if page is not None and search is not None:
        raise click.UsageError("Give either a page or --search, not both: --search looks through all pages.")
    if search is not None:
        _search(search)
    elif page is None:
        _contents()
    else:
        _show(text_of(page.removesuffix(".md").removeprefix("docs/")))


def _contents() -> None:
    from harness.contract.codes import site

    width = max(map(len, names()))
    for caption, pages in sections():
        click.echo(click.style(caption, bold=True))
        for name in pages:
            click.echo(f"  {name:{width}}  {_title(name)}")
        click.echo()
    click.echo("harness docs PAGE prints one. Start with harness docs tutorial.")
    if address := site():
        click.echo(f"The newest version is published at {address}.")


def _search(word: str) -> None:
    found = [
        f"{name}: {line.strip()}"
        for name in names()
        for line in text_of(name).splitlines()
        if word.lower() in line.lower()
    ]
    if not found:
        click.echo(printable(f"No page contains {word!r}."))
        sys.exit(1)
    for line in found:
        click.echo(line)


def _show(text: str) -> None:
    shown = re.sub(r"^#+ .*$", lambda heading: click.style(heading[0], bold=True), text, flags=re.MULTILINE)
    if sys.stdout.isatty():
        click.echo_via_pager(shown)
    else:
        click.echo(shown, nl=False)
