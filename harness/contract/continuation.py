"""Paginations among exchanges that come one at a time: which exchange continues which.

The same grouping as `harness.contract.judgement.chains`, for exchanges that are too many to be held: of each
token only the exchange that returned it is kept until the token is sent, and runs of exchanges that were gone
through apart can be joined.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.judgement import token_of
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
        for param, member in _links(held_to):
            sent = token_of(exchange.params, param)
            if sent is not None:
                token = (held_to.name, param, member, sent)
                last = self.waiting.get(token)
                if last is not None:
                    yield from _judge(held_to, token, last, (number, exchange), severities)
                    if exchange.error is None:  # else the token is there for the call that tries again
                        self.waiting[token] = None
                elif token not in self.waiting:
                    self.unclaimed.append((token, (number, _kept(held_to, exchange))))
            returned = None if exchange.error else token_of(exchange.response, member)
            if returned is not None:
                self.waiting[held_to.name, param, member, returned] = (number, _kept(held_to, exchange))

    def join(
        self,
        held_to: Contract,
        waiting: MutableMapping[Token, Numbered],
        shift: int,
        severities: Severities | None,
    ) -> Iterator[Ranked]:
        """Put this run behind the exchanges before it; yield what is broken across the seam.

        Args:
            held_to: the operation's contract.
            waiting: the exchanges before whose tokens were not sent yet; changed to what waits afterwards.
            shift: what is added to the run's numbers.
            severities: a user's severities by code.
        """
        for token, (number, exchange) in self.unclaimed:
            last = waiting.get(token)
            if last is not None:
                yield from _judge(held_to, token, last, (number + shift, exchange), severities)
                if exchange.error is None:
                    del waiting[token]
        for token, returned in self.waiting.items():
            if returned is not None:
                waiting[token] = (returned[0] + shift, returned[1])
            else:
                waiting.pop(token, None)


def is_chained(held_to: Contract) -> bool:
    """Tell whether an operation has rules on paginations."""
    return bool(_links(held_to))


@lru_cache(maxsize=4096)
def _links(held_to: Contract) -> tuple[tuple[str, str], ...]:
    """Return the parameter and the member of each token that a rule on paginations speaks of."""
    rules: list[Any] = [rule for rule in held_to.rules if rule.side == "chain"]
    return tuple(dict.fromkeys((rule.param, rule.member) for rule in rules))


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
    link = _links(held_to).index(token[1:3])
    for place, violation in held_to.check_chains([earlier[1], later[1]], severities):
        yield (earlier, later)[place][0], 2 * link + (1 if place else 2), violation
