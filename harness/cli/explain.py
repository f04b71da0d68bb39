"""``harness explain``: what a violation code or a law means, with an example, and what to do."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator

import click

from harness.errors import UnknownName, close_names
from harness.printable import printable

_WIDEST = 100


def complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Complete a violation code or a law (click's ``shell_complete``)."""
    from harness.contract import laws
    from harness.contract.violation import CODES

    known = sorted({*CODES, *laws.names()})
    return [name for name in known if name.startswith(incomplete.replace("_", "-"))]


@click.command("explain")
@click.argument("code", required=False, metavar="[CODE|LAW]", shell_complete=complete_code)
@click.option("--markdown", is_flag=True, help="Print the page as Markdown.")
def command(code: str | None, markdown: bool) -> None:
    """Explain the violation CODE, or the LAW of harness fuzz: what it means, an example, how to fix it.

    Without an argument, all codes and laws are listed.

    \b
    Examples:
      harness explain
      harness explain page-limit
      harness explain page-size
    """
    if code is None:
        _list_all()
        return
    pages = list(_pages(code))
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)
    for number, page in enumerate(pages):
        if markdown:
            click.echo(printable(f"\n{page}" if number else page), nl=False)
            continue
        for line in terminal_lines(page, width):
            click.echo(line)


def _list_all() -> None:
    from harness.contract import laws
    from harness.contract.violation import CODES

    width = max(map(len, (*CODES, *laws.names())))
    for name in sorted(CODES):
        click.echo(f"{name:<{width}}  {CODES[name].meaning}")
    click.echo("\nLaws of harness fuzz:")
    for name in laws.names():
        click.echo(f"{name:<{width}}  {laws.sentence(name)}")
    counts = f"{len(CODES)} codes, {len(laws.names())} laws"
    click.echo(f"\n{counts}; harness explain NAME shows one with an example.")


def _pages(name: str) -> Iterator[str]:
    """Yield the pages about a name: of a code, of the law of that name, or of what only laws say.

    Raises:
        UnknownName: nothing has the name.
    """
    from harness.contract import codes, laws
    from harness.contract.violation import CODES

    code, law = codes.known_code(name), name.lower().replace("_", "-")
    if code is not None:
        yield codes.page(code)
    if law in laws.names():
        yield laws.page(law)
    elif code is None and (saying := laws.laws_that_say(law)):
        yield from map(laws.page, saying)
    elif code is None:
        known = {*CODES, *laws.names(), *(word for each in laws.names() for word in laws.words(each))}
        close = close_names(law, known, 2)
        raise UnknownName("violation code or law", name, close, "harness; harness explain lists them")


def terminal_lines(page: str, width: int) -> Iterator[str]:
    """Yield the lines of a page for a terminal: headings bold, code indented, prose filled.

    Args:
        page: Markdown with headings, fenced code, lists and paragraphs.
        width: the longest line of prose.
    """
    for block in re.split(r"(^```\w*\n.*?^```\n)", page, flags=re.DOTALL | re.MULTILINE):
        if block.startswith("```"):
            yield from (f"  {line}" if line else "" for line in block.splitlines()[1:-1])
            yield ""
            continue
        for paragraph in filter(None, block.strip().split("\n\n")):
            if heading := re.match(r"#+ (.*)$", paragraph):
                yield click.style(heading[1], bold=True)
            elif marker := re.match(r"1\. |- ", paragraph):
                for item in paragraph.splitlines():
                    yield from textwrap.wrap(item, width, subsequent_indent=" " * len(marker[0]))
            else:
                yield from _filled(paragraph, width)
            yield ""


def _filled(paragraph: str, width: int) -> list[str]:
    return textwrap.wrap(" ".join(paragraph.split()), width, break_long_words=False, break_on_hyphens=False)
