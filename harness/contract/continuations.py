"""Paginations among exchanges that come one at a time: which exchange continues which.

For exchanges that are too many to be held: of each token only the exchange that returned it is kept until the
token is sent, and runs of exchanges that were gone through apart can be joined.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.pagination.chains import Link, follow, links_of, page_of
from harness.contract.paths.member import steps_of
from harness.contract.violation import Severities, Violation

Numbered = tuple[int, Exchange]
"""An exchange with its number."""

Token = tuple[str, str, str, str]
"""The operation, the parameter and the member of a token, and the token."""

Ranked = tuple[int, int, Violation]
"""The number of an exchange, a rank from 1 among the violations of that exchange, and the violation."""


@dataclass(slots=True)
class Continuations:
    """What a run of exchanges of one operation leaves open.

    Attributes:
        waiting: the exchange that returned each token last; None for one whose token was sent since.
        unclaimed: the exchanges that sent a token which none before them in the run returned, in order.
    """

    waiting: dict[Token, Numbered | None] = field(default_factory=dict)
    unclaimed: list[tuple[Token, Numbered]] = field(default_factory=list)

    def follow(
        self, held_to: Contract, number: int, exchange: Exchange, severities: Severities | None
    ) -> Iterator[Ranked]:
        """Add the next exchange of the run; yield what it and the one that it continues break together."""
        page = page_of(exchange)
        for link in _links(held_to):
            sent, returned = (
                None if text is None else (held_to.name, *link, text) for text in link.tokens(page)
            )
            if sent is None and returned is None:
                continue
            one = number, _kept(held_to, exchange)
            if sent is not None and sent not in self.waiting:
                self.unclaimed.append((sent, one))
            earlier = follow(self.waiting, sent, returned, one, answered=exchange.error is None)
            if sent is not None and earlier is not None:
                yield from _judge(held_to, sent, earlier, one, severities)

    def join(
        self,
        held_to: Contract,
        waiting: MutableMapping[Token, Numbered | None],
        shift: int,
        severities: Severities | None,
    ) -> Iterator[Ranked]:
        """Put this run behind the exchanges before it; yield what is broken across the seam.

        Args:
            held_to: the operation's contract.
            waiting: the same of the exchanges before; changed to what waits afterwards.
            shift: what is added to the run's numbers.
            severities: a user's severities by code.
        """
        for token, (number, exchange) in self.unclaimed:
            later = number + shift, exchange
            earlier = follow(waiting, token, None, later, answered=exchange.error is None)
            if earlier is not None:
                yield from _judge(held_to, token, earlier, later, severities)
        for token, returned in self.waiting.items():
            if returned is not None:
                waiting[token] = (returned[0] + shift, returned[1])
            else:
                waiting.pop(token, None)


def is_chained(held_to: Contract) -> bool:
    """Tell whether an operation has rules on paginations."""
    return bool(_links(held_to))


@lru_cache(maxsize=4096)
def _links(held_to: Contract) -> tuple[Link, ...]:
    return links_of(held_to.rules)


@lru_cache(maxsize=4096)
def _judged(held_to: Contract) -> frozenset[str]:
    """Return the top-level members of the response that rules on paginations look at."""
    rules: list[Any] = [rule for rule in held_to.rules if rule.side == "chain"]
    paths = (path for rule in rules for path in (rule.member, *getattr(rule, "entries", ())))
    return frozenset(steps_of(path)[0] for path in paths)


def _kept(held_to: Contract, exchange: Exchange) -> Exchange:
    if not isinstance(exchange.response, dict):
        return exchange
    names = _judged(held_to)
    response = {name: value for name, value in exchange.response.items() if name in names}
    return replace(exchange, response=response, headers=())


def _judge(
    held_to: Contract, token: Token, earlier: Numbered, later: Numbered, severities: Severities | None
) -> Iterator[Ranked]:
    link = _links(held_to).index(Link(*token[1:3]))
    for place, violation in held_to.check_chains([earlier[1], later[1]], severities):
        yield (earlier, later)[place][0], 2 * link + (1 if place else 2), violation
