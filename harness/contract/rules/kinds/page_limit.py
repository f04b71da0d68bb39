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
    """A list of the response has at most as many entries as a parameter says."""

    kind = "page_limit"
    meaning = "A page has more entries than the request allows."
    counts = True
    stage = Stage.PAGE
    param: str

    @property
    def compared(self) -> tuple[str, ...]:
        return (self.param,)

    def breaches(self, document: Any) -> Iterator[Breach]:
        limit = param_of(document, self.param)
        if not is_count(limit) or limit == 0:  # 0 asks for the default where it is allowed (Step Functions)
            return
        for at, entries in in_response(document, self.member):
            if isinstance(entries, list | dict) and len(entries) > limit:
                yield Breach(to_pointer(at), len(entries))

    def applies(self, document: Any) -> bool:
        return bool(param_of(document, self.param)) and is_returned(document, self.member)

    @property
    def words(self) -> str:
        return f"{self.member} must have at most {self.param} entries"

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        limit = first_value(answering.params, self.param)
        if is_count(limit) and limit:
            for _, entries in select(response, self.member):
                if isinstance(entries, list):
                    del entries[limit:]
