"""How long a service keeps what it returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.bounds import Bounds
from harness.contract.rules.condition import Condition
from harness.contract.rules.response import OnTime

_DAY = 86_400


@dataclass(frozen=True)
class Window(OnTime):
    """Timestamps are at most a number of days older than the exchange, the cut-off included.

    `condition`, on the request, says for which requests; None means all.
    """

    kind = "window"
    meaning = "A time is outside the service's retention period."
    days: int
    condition: Condition | None = None

    def is_wrong(self, moment: float, now: float) -> bool:
        return moment < now - self.days * _DAY

    @property
    def words(self) -> str:
        days = "1 day" if self.days == 1 else f"{self.days} days"
        return f"{self.member} must be at most {days} before the time of the call{self.when}"

    def kept(self, bounds: Bounds, params: Mapping[str, Any], now: dt.datetime) -> Bounds:
        if self.condition is not None and not self.condition.holds(params):
            return bounds
        return bounds.raised(now.timestamp() - self.days * _DAY)
