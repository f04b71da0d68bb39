"""The order of what was recorded at once: one that does not depend on who happened to be faster.

What is recorded one after the other stays so. Where calls overlap in time, their order says nothing, and
another run would have another: there they go by service, operation, region and parameters. The calls of one
thread or task keep their own order, and equal requests that in which they were answered, as they play in it.
"""

from __future__ import annotations

import heapq
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from harness.cassette.index import canonical_json

if TYPE_CHECKING:
    from harness.cassette.model import Interaction

_Key = tuple[str, str, str, bytes]

_CLOCK: int | None = getattr(time, "CLOCK_MONOTONIC", None)  # Windows has none


def _passed() -> float:
    """Return seconds that only pass, by no clock that tests replace to freeze time."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


_START = time.time() - _passed()


def moment() -> float:
    """Return the time in seconds since the epoch, by a clock that nobody sets back or freezes meanwhile."""
    return _START + _passed()


@dataclass(frozen=True, slots=True)
class Timed:
    """An interaction, when it took place, and who asked.

    Attributes:
        interaction: the recording.
        began: when the call began, in seconds since the epoch.
        ended: when the response had come.
        lane: the process, thread and task that asked; its calls follow each other.
    """

    interaction: Interaction
    began: float = 0.0
    ended: float = 0.0
    lane: str = ""


def arranged(recorded: Iterable[Timed]) -> list[Timed]:
    """Put what was recorded into its order in the cassette."""
    return [one for together in _overlapping(recorded) for one in merged(_lanes(together))]


def merged(chains: Sequence[Sequence[Timed]]) -> list[Timed]:
    """Merge what was recorded at once, each chain in its own order; the chains' own order does not count.

    Of all orders that keep the chains it is the one whose keys come first alphabetically, whether chains are
    merged at once or some before others, as processes do that end one after the other.
    """
    keys = [[_key(one.interaction) for one in chain] for chain in chains]
    ranks = _ranks(keys)
    heads = [(ranks[number][0], number, 0) for number, chain in enumerate(chains) if chain]
    heapq.heapify(heads)
    order: list[tuple[_Key, Timed]] = []
    while heads:
        _, number, place = heads[0]
        order.append((keys[number][place], chains[number][place]))
        place += 1
        if place < len(chains[number]):
            heapq.heapreplace(heads, (ranks[number][place], number, place))
        else:
            heapq.heappop(heads)
    return _in_answered_order(order)


def _ranks(chains: Sequence[Sequence[_Key]]) -> list[list[int]]:
    """Rank what each chain has from each place on, alphabetically; the end of a chain comes last.

    By doubling, as for suffix arrays: keys alone, then two in a row, four, until nothing more is told apart.
    """
    ranks, count = _numbered(chains)
    told, length, end = 0, 1, sum(map(len, chains))
    while told < count:
        pairs = [list(zip_longest(chain, chain[length:], fillvalue=end)) for chain in ranks]
        told, length = count, 2 * length
        ranks, count = _numbered(pairs)
    return ranks


def _numbered(chains: Sequence[Sequence[Any]]) -> tuple[list[list[int]], int]:
    """Put numbers for values, in their order; return how many different ones there are as well."""
    values = sorted({one for chain in chains for one in chain})
    numbers = {value: number for number, value in enumerate(values)}
    return [[numbers[one] for one in chain] for chain in chains], len(numbers)


def _in_answered_order(order: Sequence[tuple[_Key, Timed]]) -> list[Timed]:
    """Sort equal requests by the time of their answers, within their places."""
    equal: defaultdict[_Key, list[Timed]] = defaultdict(list)
    for key, one in order:
        equal[key].append(one)
    answered = {key: iter(sorted(same, key=lambda one: one.ended)) for key, same in equal.items()}
    return [next(answered[key]) for key, _ in order]


def _overlapping(recorded: Iterable[Timed]) -> Iterator[list[Timed]]:
    """Yield groups of interactions that overlap in time."""
    together: list[Timed] = []
    until = float("-inf")
    for one in sorted(recorded, key=lambda one: (one.began, one.ended)):
        if together and one.began >= until:
            yield together
            together = []
        together.append(one)
        until = max(until, one.ended)
    if together:
        yield together


def _lanes(together: Iterable[Timed]) -> list[list[Timed]]:
    lanes: defaultdict[str, list[Timed]] = defaultdict(list)
    for one in sorted(together, key=lambda one: one.ended):
        lanes[one.lane].append(one)
    return list(lanes.values())


def _key(interaction: Interaction) -> _Key:
    facts, request = interaction.facts, interaction.request
    if facts is None:
        return "", request.method, request.uri, request.body
    return facts.service, facts.operation, facts.region or "", canonical_json(facts.params or {})
