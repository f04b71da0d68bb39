"""Exchanges to chains of pages: each continues the one that returned the token which it sends.

A token is used once, by the call that was answered with a page: one that was refused, or failed,
leaves it to the call that tries again.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from typing import Any, NamedTuple, TypeVar

from harness.contract.exchange import Exchange
from harness.contract.paths.member import first_value

K = TypeVar("K")
V = TypeVar("V")

Page = dict[str, Any]
"""An exchange in the form that rules on chains judge: its ``request`` and its ``response``."""


class Link(NamedTuple):
    """A token that leads from one exchange to the next.

    Attributes:
        param: the path of the request parameter that sends it.
        member: the path of the response member that returns it.
    """

    param: str
    member: str

    @classmethod
    def of(cls, rule: Any) -> Link:
        """Return the token that a rule on chains is about."""
        return cls(rule.param, rule.member)

    def tokens(self, page: Page) -> tuple[str | None, str | None]:
        """Return the token that a page's request sends, and the one that its response returns."""
        return _text(page["request"], self.param), _text(page["response"], self.member)


def links_of(rules: Iterable[Any]) -> tuple[Link, ...]:
    """Return the tokens that the rules on chains among some speak of."""
    return tuple(dict.fromkeys(Link.of(rule) for rule in rules if rule.side == "chain"))


def page_of(exchange: Exchange) -> Page:
    """Return an exchange as a page; one that was answered with an error has None as its response."""
    answered = None if exchange.error is not None else exchange.response or {}
    return {"request": exchange.params, "response": answered}


def follow(
    waiting: MutableMapping[K, V | None], sent: K | None, returned: K | None, one: V, *, answered: bool
) -> V | None:
    """Follow the paginations among exchanges by the next exchange.

    Args:
        waiting: the exchange that returned each token last; None for one whose token was used since. Changed.
        sent: the token that the exchange sends; None if it sends none.
        returned: the token that it returns; None if it returns none.
        one: the exchange, in whatever form it is kept until its token is sent.
        answered: whether it was answered with a page.

    Returns:
        The exchange that it continues, as it was kept; None if it continues none.
    """
    earlier = None if sent is None else waiting.get(sent)
    if sent is not None and earlier is not None and answered:
        waiting[sent] = None
    if returned is not None:
        waiting[returned] = one
    return earlier


def chains(rule: Any, pages: Sequence[Page]) -> list[list[int]]:
    """Group exchanges into paginations.

    Args:
        rule: a rule on chains, which names the token's ``param`` and ``member``.
        pages: the exchanges of one operation in order.

    Returns:
        The numbers of the exchanges of each chain of two or more. A call that failed ends a chain of
        its own.
    """
    link = Link.of(rule)
    found: list[list[int]] = []
    ending_in: dict[int, list[int]] = {}
    waiting: dict[str, int | None] = {}
    for number, page in enumerate(pages):
        answered = page["response"] is not None
        earlier = follow(waiting, *link.tokens(page), number, answered=answered)
        if earlier is not None and answered:
            chain = ending_in.pop(earlier)
            chain.append(number)
        else:
            chain = [number] if earlier is None else [earlier, number]
            found.append(chain)
        ending_in[number] = chain
    return [chain for chain in found if len(chain) > 1]


def _text(part: Any, path: str) -> str | None:
    value = first_value(part, path)
    return value if isinstance(value, str) else None
