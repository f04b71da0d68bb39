"""What an answer writes otherwise than its protocol has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A part of an answer that is not written as its protocol has it.

    Attributes:
        path: the steps that lead to a value; none for another part.
        expected: what it must be: ``"true or false"``.
        value: what was found, None for a null.
        part: what it is, where it is no value: ``"The root element"``.
        is_tolerated: whether clients read it all the same, so that real services write it too.
    """

    path: tuple[str | int, ...]
    expected: str
    value: Any
    part: str = ""
    is_tolerated: bool = False
