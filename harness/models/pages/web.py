"""Turn the HTML of boto3's web page into its text, the form that :mod:`harness.models.pages.text` reads."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SKIPPED = frozenset({"script", "style", "head", "nav", "footer", "svg", "button"})
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = (
    frozenset(
        {
            "p",
            "div",
            "section",
            "article",
            "main",
            "dl",
            "dt",
            "dd",
            "li",
            "h1",
            "h2",
            "h3",
            "h4",
            "aside",
            "table",
            "tr",
        }
    )
    | _LISTS
)


_METHOD = re.compile(r"<dl[^>]*\bclass=[\"'](?:py )?method[\"' ]")


def _is_method(attributes: dict[str, str | None]) -> bool:
    return "method" in (attributes.get("class") or "").split()


def is_html(text: str) -> bool:
    """Return whether a text is HTML rather than reStructuredText or plain text."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def render_text(html: str) -> str:
    """Return the text of a page as a browser copies it: ``•`` for bullets, nesting as indentation."""
    renderer = _Renderer(method_only=_METHOD.search(html) is not None)
    renderer.feed(html)
    renderer.close()
    renderer.end_block()
    return "\n".join(renderer.lines)


class _Renderer(HTMLParser):
    """Collects lines; ``columns`` holds the column of each list around the current position.

    Args:
        method_only: leave out all but the list in which Sphinx documents a method. What a theme puts around
            it (a table of contents, links to the next page) would be read as a part of the last section.
    """

    def __init__(self, *, method_only: bool = False) -> None:
        super().__init__()
        self.method_only = method_only
        self.depth = 0  # of definition lists around the position, the method's own being the first
        self.is_over = False
        self.lines: list[str] = []
        self.columns: list[int] = []
        self.words: list[str] = []
        self.skipped = 0
        self.bullet = False
        self.code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "dl" and (self.depth or (not self.is_over and _is_method(dict(attrs)))):
            self.depth += 1
        if tag in _SKIPPED:
            self.skipped += 1
        elif tag == "pre" or tag in _BLOCKS:
            self.end_block()
        if tag in _LISTS:
            self.columns.append(self.columns[-1] + 2 if self.columns else 2)
        self.bullet = self.bullet or tag == "li"
        self.code = self.code or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.skipped -= 1
        elif tag == "pre" or tag in _BLOCKS:
            self.end_block()
        if tag == "dl" and self.depth:
            self.depth -= 1
            self.is_over = not self.depth
        if tag in _LISTS and self.columns:
            self.columns.pop()
        if tag == "li":
            self.bullet = False
        self.code = self.code and tag != "pre"

    def handle_data(self, data: str) -> None:
        if not self.skipped and (self.depth or not self.method_only):
            self.words.append(data)

    def end_block(self) -> None:
        """Write what was collected as one paragraph, or as code, and a blank line."""
        text, self.words = "".join(self.words), []
        lines = text.strip("\n").splitlines() if self.code else [" ".join(text.split())]
        if not text.strip():
            return
        column = self.columns[-1] + 2 if self.columns else 0
        for line in lines:
            indent = " " * (column - 2) + "• " if self.bullet else " " * column
            self.lines.append(indent + line)
            self.bullet = False
        self.lines.append("")
