"""What a token leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import is_given, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.chain import OnChain
from harness.contract.rules.rule import Breach


@dataclass(frozen=True)
class MoreResults(OnChain):
    """A token is returned only where there is more: the page that it leads to has entries, or a token again.

    `entries` are the lists of the response that the pagination goes through.
    """

    kind = "more_results"
    meaning = "A token is returned although there are no more results."
    severities = ("error", "error")
    entries: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        for number, page, following in self.continuations(document):
            if following.get("response") is None:  # the service answered with an error
                continue
            lists = (
                value for entries in self.entries for _, value in select(following, f"response.{entries}")
            )
            if not any(lists) and not is_given(following, f"response.{self.member}"):
                at, token = next(select(page, f"response.{self.member}"))
                yield Breach(to_pointer((number, *at)), token)

    def applies(self, document: Any) -> bool:
        return any(following.get("response") is not None for _, _, following in self.continuations(document))

    @property
    def words(self) -> str:
        return f"{self.member} must be returned only when there are more results"
