"""What lies before the call."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from harness.contract.rules.condition import Condition
from harness.contract.rules.response import OnTime
from harness.contract.violation import Code, Severity


@dataclass(frozen=True)
class Past(OnTime):
    """Timestamps are earlier than the exchange, or at its very time where that is `inclusive`.

    `condition`, on the request, says for which requests; None means all.
    """

    kind: ClassVar[str] = "past"
    code: ClassVar[Code] = Code("A time lies after the call.", response=Severity.ERROR)
    inclusive: bool = True
    condition: Condition | None = None

    def is_wrong(self, moment: float, now: float) -> bool:
        return moment > now or (moment == now and not self.inclusive)

    @property
    def words(self) -> str:
        end = "at or before" if self.inclusive else "before"
        return f"{self.member} must be {end} the time of the call{self.when}"
