"""What is wrong with a documentation page, worded for the person who passed it in."""

from __future__ import annotations

from harness.errors import HarnessError


class PageError(HarnessError):
    """A documentation page could not be read as one boto3 client operation.

    Args:
        problem: what was wrong, a sentence without its full stop.
        next_step: what the reader can do, a whole sentence.
        page: the page's name, usually its path.
        line: the line of the page, counted from 1; 0 when no one line is to blame.
    """

    def __init__(self, problem: str, next_step: str, *, page: str = "", line: int = 0) -> None:
        super().__init__(problem, next_step, page, line)
        self.problem = problem
        self.next_step = next_step
        self.page = page
        self.line = line

    def __str__(self) -> str:
        where = self.page or "the page"
        where = f"{where}, line {self.line}" if self.line else where
        return f"{where}: {self.problem}. {self.next_step}"


NOT_AN_OPERATION = (
    "Pass the page of one client method, as boto3's documentation has it: its reStructuredText, its HTML "
    "or the text of the web page."
)
"""The next step for a file that documents no client operation."""

INCOMPLETE = "Fetch the whole page again and keep its indentation as it is."
"""The next step for a page that was cut or re-indented."""
