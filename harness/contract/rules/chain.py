"""The kinds of rules on a pagination: the exchanges that continue one another by a token, in order."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from harness.contract.paths.member import first_value, is_given, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.paths.schemas import Schema
from harness.contract.rules.condition import same_value
from harness.contract.rules.rule import ABSENT, Breach, Rule, Side

if TYPE_CHECKING:
    from collections.abc import Iterator


def _continuations(pages: Any, param: str, member: str) -> Iterator[tuple[int, Any, Any]]:
    """Yield number, page and next page wherever the next request carries the token that the page returned."""
    for number, (page, following) in enumerate(pairwise(pages if isinstance(pages, list) else ())):
        returned, sent = (
            first_value(part, path)
            for part, path in ((page, f"response.{member}"), (following, f"request.{param}"))
        )
        if returned is not None and same_value(returned, sent):
            yield number, page, following


@dataclass(frozen=True)
class SameParameters(Rule):
    """A token goes with the same parameters as the call that returned it.

    `param` is the token's request parameter, `member` the response member that it comes from.
    """

    kind: ClassVar[str] = "same_parameters"
    side: ClassVar[Side] = "chain"
    param: str
    member: str

    def breaches(self, document: Any) -> Iterator[Breach]:
        for number, page, following in _continuations(document, self.param, self.member):
            before, after = page.get("request"), following["request"]
            if not isinstance(before, dict):  # not known
                continue
            for name in sorted((before.keys() | after.keys()) - {self.param}):
                if not same_value(before.get(name), after.get(name)):
                    yield Breach(to_pointer((number + 1, "request", name)), after.get(name, ABSENT))

    def applies(self, document: Any) -> bool:
        return any(
            isinstance(page.get("request"), dict)
            for _, page, _ in _continuations(document, self.param, self.member)
        )

    @property
    def words(self) -> str:
        return f"{self.param} must be sent with the same parameters as the call that returned it"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())


@dataclass(frozen=True)
class MoreResults(Rule):
    """A token is returned only where there is more: the page that it leads to has entries, or a token again.

    `entries` are the lists of the response that the pagination goes through.
    """

    kind: ClassVar[str] = "more_results"
    side: ClassVar[Side] = "chain"
    param: str
    member: str
    entries: tuple[str, ...]

    def breaches(self, document: Any) -> Iterator[Breach]:
        for number, page, following in _continuations(document, self.param, self.member):
            if following.get("response") is None:  # the service answered with an error
                continue
            lists = (
                value for entries in self.entries for _, value in select(following, f"response.{entries}")
            )
            if not any(lists) and not is_given(following, f"response.{self.member}"):
                at, token = next(select(page, f"response.{self.member}"))
                yield Breach(to_pointer((number, *at)), token)

    def applies(self, document: Any) -> bool:
        continued = _continuations(document, self.param, self.member)
        return any(following.get("response") is not None for _, _, following in continued)

    @property
    def words(self) -> str:
        return f"{self.member} must be returned only when there are more results"

    def schema(self) -> Schema:
        return self.keyword(self.arguments())
