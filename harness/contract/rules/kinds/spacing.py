"""The step between timestamps."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from harness.contract.paths.member import first_value, holders
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.condition import Condition
from harness.contract.rules.response import (
    Answering,
    OnMember,
    Stage,
    in_response,
    is_count,
    is_met,
    param_of,
)
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import comparable
from harness.contract.values import format_timestamp

_POINTS = 24  # of a series of which the request names no start
_GAPS = 3  # one time in so many has no data


@dataclass(frozen=True)
class Spacing(OnMember):
    """Timestamps step by a parameter that holds seconds.

    Gaps of a whole multiple of the step are allowed, except where `exact_if` holds: there each step is the
    parameter's value. `exact_if` None allows gaps always.
    """

    kind = "spacing"
    meaning = "Timestamps do not have the documented interval."
    stage = Stage.SERIES
    param: str
    exact_if: Condition | None = None

    @property
    def choosing(self) -> tuple[str, ...]:
        return (self.exact_if.param,) if self.exact_if is not None else ()

    @property
    def compared(self) -> tuple[str, ...]:
        return (self.param,)

    def breaches(self, document: Any) -> Iterator[Breach]:
        step = param_of(document, self.param)
        if not is_count(step) or step == 0:
            return
        exact = self.exact_if is not None and is_met(document, self.exact_if)
        moments = [(at, value, comparable(value)) for at, value in in_response(document, f"{self.member}[]")]
        for (_, _, before), (at, value, after) in pairwise(moments):
            if before is None or after is None:
                continue
            distance = abs(after - before)
            if distance == 0 or distance % step or (exact and distance != step):
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        moments = [at for at, _ in in_response(document, f"{self.member}[]")]
        return bool(param_of(document, self.param)) and len(moments) > 1

    @property
    def words(self) -> str:
        exact = f", without gaps when {self.exact_if.words}" if self.exact_if else ""
        return f"{self.member} must step by {self.param}{exact}"

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        """Make a series: every step where the rule allows no gaps, else those with data."""
        step = first_value(answering.params, self.param)
        if not isinstance(step, int) or step <= 0:
            return
        bounds = answering.bounds(f"{self.member}[]", _POINTS * step)
        if bounds is None or bounds.high is None:
            return
        times = bounds.multiples(step)
        exact = self.exact_if is not None and self.exact_if.holds(answering.params)
        with_data = (moment for moment in times if answering.number(self.member, moment) % _GAPS)
        kept = list(times) if exact else list(itertools.islice(with_data, answering.points))
        known = set(with_data if exact else kept)
        for holder, name in holders(response, self.member):
            holder[name] = [format_timestamp(dt.datetime.fromtimestamp(moment, dt.UTC)) for moment in kept]
            for other in answering.siblings(self.member):
                holder[other] = [
                    1 + answering.number(other, moment) % 50 if moment in known else 0 for moment in kept
                ]
