"""``harness explain``: what a violation code means, with an example, and what to do."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator

import click

from harness.printable import printable

_WIDEST = 100


def complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Complete a violation code (click's ``shell_complete``)."""
    from harness.contract.violation import CODES

    return sorted(code for code in CODES if code.startswith(incomplete.replace("_", "-")))


@click.command("explain")
@click.argument("code", required=False, shell_complete=complete_code)
@click.option("--markdown", is_flag=True, help="Print the page as it is written, in Markdown.")
def command(code: str | None, markdown: bool) -> None:
    """Explain the violation CODE: what it means, an example, how to fix it and how to silence it.

    Without CODE, all codes are listed.

    \b
    Examples:
      harness explain
      harness explain page-limit
    """
    from harness.contract import codes
    from harness.contract.violation import CODES

    if code is None:
        width = max(map(len, CODES))
        for name in sorted(CODES):
            click.echo(f"{name:<{width}}  {CODES[name].meaning}")
        click.echo(f"\n{len(CODES)} codes; harness explain CODE shows one with an example.")
        return
    page = codes.page(codes.known_code(code))
    if markdown:
        click.echo(printable(page), nl=False)
        return
    for line in terminal_lines(page, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)):
        click.echo(line)


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
            elif re.match(r"1\. ", paragraph):
                for item in paragraph.splitlines():
                    yield from textwrap.wrap(item, width, subsequent_indent="   ")
            else:
                yield from _filled(paragraph, width)
            yield ""


def _filled(paragraph: str, width: int) -> list[str]:
    return textwrap.wrap(" ".join(paragraph.split()), width, break_long_words=False, break_on_hyphens=False)
