"""How a text is compared with what is asked for: its case, and wildcards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import translate
from typing import Any

WILDCARDS = "*?"

EVERY = frozenset(("all", "any", "both"))
"""Values, in small letters, that ask for whatever there is."""


@dataclass(frozen=True, slots=True)
class Matching:
    """How texts are compared with one that is asked for.

    Attributes:
        any_case: whether case doesn't matter; None where documentation says nothing.
        wildcards: the characters that stand for others, ``*`` and perhaps ``?``: none where documentation
            rules them out; None where it says nothing.
    """

    any_case: bool | None = None
    wildcards: str | None = None

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Matching:
        """Read it from a proposal."""
        return cls(written.get("ignore_case"), written.get("wildcards"))

    def admits(self, asked: str, text: str) -> bool | None:
        """Tell whether a text is what was asked for; None where it is not known what a wildcard stands for.

        Args:
            asked: the text in the request.
            text: the text in the answer.
        """
        if self.any_case:
            asked, text = asked.lower(), text.lower()
        if asked == text:
            return True
        if _is_like(asked, text, self.wildcards or ""):
            return True
        unknown = self.wildcards is None or (self.wildcards and self.wildcards != WILDCARDS)
        return None if unknown and _is_like(asked, text, WILDCARDS) else False


def _is_like(asked: str, text: str, wildcards: str) -> bool:
    """Tell whether a text is like one with some characters for others."""
    if not set(asked).intersection(wildcards):
        return False
    pattern = "".join(one if one in wildcards else f"[{one}]" if one in "*?[" else one for one in asked)
    return re.match(translate(pattern), text) is not None


UNSAID = Matching()
