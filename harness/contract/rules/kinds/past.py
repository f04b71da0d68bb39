"""What lies before the call."""

from __future__ import annotations

from dataclasses import dataclass

from harness.contract.rules.condition import Condition
from harness.contract.rules.response import OnTime


@dataclass(frozen=True)
class Past(OnTime):
    """Timestamps are earlier than the exchange, or at its very time where that is `inclusive`.

    `condition`, on the request, says for which requests; None means all.
    """

    kind = "past"
    meaning = "A time is after the call."
    inclusive: bool = True
    condition: Condition | None = None

    def is_wrong(self, moment: float, now: float) -> bool:
        return moment > now or (moment == now and not self.inclusive)

    @property
    def words(self) -> str:
        end = "at or before" if self.inclusive else "before"
        return f"{self.member} must be {end} the time of the call{self.when}"
