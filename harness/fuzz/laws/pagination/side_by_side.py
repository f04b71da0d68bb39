"""Paginations that run side by side, as a state machine of Hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, multiple, rule

from harness.contract.exchange import Exchange
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import Paging, documented, paging_cases, paging_grid, with_size
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.page_walks import (
    MOST_SIZED_PAGES,
    Walk,
    changes,
    difference,
    entries_of,
    params_of_page,
    walk,
)
from harness.models.paginators import Pagination


@dataclass(frozen=True)
class Chain:
    """A pagination on its way.

    Attributes:
        params: what the next page is asked for with.
        alone: the same pagination without others next to it.
        exchanges: the calls so far.
    """

    params: dict[str, Any]
    alone: Walk = field(repr=False)
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)


def interleaved(
    caller: Caller, pagination: Pagination, check: Callable[[Counterexample], None]
) -> type[RuleBasedStateMachine]:
    """Make the machine for one operation: it begins paginations and has them go on in any order.

    Args:
        caller: calls the operation.
        pagination: the members that its pages go by.
        check: raises a counterexample.
    """
    cases = st.one_of(st.sampled_from(paging_grid(caller, pagination)), paging_cases(caller, pagination))

    class Interleaved(RuleBasedStateMachine):
        chains = Bundle("chains")

        @rule(target=chains, case=cases)
        def begin(self, case: Paging) -> Any:
            alone = walk(caller, pagination, with_size(caller.contract, pagination, case))
            if not alone.whole or len(alone.pages) < 2:
                return multiple()
            return Chain(with_size(caller.contract, pagination, case), alone)

        @rule(target=chains, chain=consumes(chains))
        def go_on(self, chain: Chain) -> Any:
            exchange = caller(chain.params)
            if exchange is None:
                return multiple()
            exchanges = (*chain.exchanges, exchange)
            following = pagination.next_request(exchange.response or {})
            if following:
                return Chain(params_of_page(caller, chain.params, following), chain.alone, exchanges)
            found = tuple(entry for one in exchanges for entry in entries_of(pagination, one))
            for disturbed in _disturbed(caller, chain.alone, found, exchanges):
                check(disturbed)
            return multiple()

        @rule(chain=chains)
        def ask_again(self, chain: Chain) -> None:
            """Ask for a page whose token is used later on as well."""
            caller(chain.params)

    return Interleaved


def side_by_side(caller: Caller, pagination: Pagination, cases: Sequence[Paging]) -> Iterator[Counterexample]:
    """Have paginations go on in turn, a page of each, and yield what they lose of what each has alone.

    Args:
        caller: calls the operation.
        pagination: the members that its pages go by.
        cases: the requests; those whose lists have one page are left out.
    """
    asked = [with_size(caller.contract, pagination, case) for case in cases]
    alone = [(params, walk(caller, pagination, params)) for params in asked]
    chains = [
        Chain(params, found)
        for params, found in alone
        if found.whole and 1 < len(found.pages) <= MOST_SIZED_PAGES
    ]
    if len(chains) < 2:
        chains += chains  # the same list twice
    made: list[Exchange] = []
    while len(chains) > 1:
        going: list[Chain] = []
        for chain in chains:
            exchange = caller(chain.params)
            if exchange is None:
                return
            made.append(exchange)
            exchanges = (*chain.exchanges, exchange)
            following = pagination.next_request(exchange.response or {})
            if following and len(exchanges) <= MOST_SIZED_PAGES:
                params = params_of_page(caller, chain.params, following)
                going.append(Chain(params, chain.alone, exchanges))
                continue
            found = tuple(entry for one in exchanges for entry in entries_of(pagination, one))
            disturbed = list(_disturbed(caller, chain.alone, found, tuple(made)))
            if disturbed:
                yield from disturbed
                return
        chains = going


def _disturbed(
    caller: Caller, alone: Walk, found: tuple[str, ...], exchanges: tuple[Exchange, ...]
) -> Iterator[Counterexample]:
    last = exchanges[-1]
    if last.error is not None and last.params in [call.params for call in alone.exchanges]:
        return  # its token was used before, and no documentation says that tokens last
    missing, added = difference(alone.entries, found)
    if (missing or added) and not changes(caller, alone):
        what = f"{len(missing)} of {len(alone.entries)} entries were lost and {len(added)} too many"
        message = f"Paginations side by side must not disturb each other, but {what}."
        source = documented(caller.contract, alone.pagination.input_tokens[0])
        yield Counterexample("interleaved", caller.contract.name, "entries", message, exchanges, source)
