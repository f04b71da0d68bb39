"""The kinds of rules on a pagination: the exchanges that continue one another by a token, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from harness.contract.paths.member import first_value
from harness.contract.paths.schemas import Schema
from harness.contract.rules.condition import same_value
from harness.contract.rules.rule import Rule


@dataclass(frozen=True)
class OnChain(Rule):
    """A rule on a pagination, whose token is sent as `param` and returned as `member`."""

    side = "chain"
    param: str
    member: str

    def continuations(self, pages: Any) -> Iterator[tuple[int, Any, Any]]:
        """Yield number, page and next page wherever the next request carries the page's token."""
        for number, (page, following) in enumerate(pairwise(pages if isinstance(pages, list) else ())):
            returned = first_value(page, f"response.{self.member}")
            if returned is not None and same_value(returned, first_value(following, f"request.{self.param}")):
                yield number, page, following

    def schema(self) -> Schema:
        return self.keyword(self.arguments())
