"""The one way in which the text of a cassette fails to parse, whatever its format."""

from __future__ import annotations


class NotWellFormed(ValueError):
    """A text is not well formed, or is more than a cassette may hold. The store words it with the file.

    Args:
        line: where, counted from 1; None if the fault has no single place.
        reason: what is wrong, a clause.
    """

    def __init__(self, line: int | None, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason
