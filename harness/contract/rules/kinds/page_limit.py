"""How many entries a page has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import first_value, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.response import (
    Answering,
    OnMember,
    Stage,
    in_response,
    is_count,
    is_returned,
    param_of,
)
from harness.contract.rules.rule import Breach


@dataclass(frozen=True)
class PageLimit(OnMember):
    """A list of the response has at most as many entries as a parameter says, or as any page has."""

    kind = "page_limit"
    meaning = "A page has more entries than the request allows."
    counts = True
    stage = Stage.PAGE
    param: str | None = None
    max: int | None = None

    @property
    def compared(self) -> tuple[str, ...]:
        return () if self.param is None else (self.param,)

    def _limit(self, asked: Any) -> int | None:
        """Return how many entries a page may have; None for any number.

        A 0 asks for the default where it is allowed (Step Functions). Route 53 has limits as text.
        """
        if isinstance(asked, str) and asked.isdecimal():
            asked = int(asked)
        return asked if is_count(asked) and asked else self.max

    def breaches(self, document: Any) -> Iterator[Breach]:
        limit = self._limit(param_of(document, self.param))
        if limit is None:
            return
        for at, entries in in_response(document, self.member):
            if isinstance(entries, list | dict) and len(entries) > limit:
                yield Breach(to_pointer(at), len(entries))

    def applies(self, document: Any) -> bool:
        is_limited = self.param is None or bool(param_of(document, self.param))
        return is_limited and is_returned(document, self.member)

    @property
    def words(self) -> str:
        return f"{self.member} must have at most {self.param or self.max} entries"

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        limit = self._limit(None if self.param is None else first_value(answering.params, self.param))
        if limit is not None:
            for _, entries in select(response, self.member):
                if isinstance(entries, list):
                    del entries[limit:]
