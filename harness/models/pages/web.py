"""Turn the HTML of boto3's web page into its text, the form that :mod:`harness.models.pages.text` reads."""

from __future__ import annotations

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


def is_html(text: str) -> bool:
    """Return whether a text is HTML rather than reStructuredText or plain text."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def render_text(html: str) -> str:
    """Return the text of a page as a browser copies it: ``•`` for bullets, nesting as indentation."""
    renderer = _Renderer()
    renderer.feed(html)
    renderer.close()
    renderer.end_block()
    return "\n".join(renderer.lines)


class _Renderer(HTMLParser):
    """Collects lines; ``columns`` holds the column of each list around the current position."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.columns: list[int] = []
        self.words: list[str] = []
        self.skipped = 0
        self.bullet = False
        self.code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
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
        if tag in _LISTS and self.columns:
            self.columns.pop()
        if tag == "li":
            self.bullet = False
        self.code = self.code and tag != "pre"

    def handle_data(self, data: str) -> None:
        if not self.skipped:
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
