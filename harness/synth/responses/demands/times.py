"""A time that lies after or before what a parameter has: ``CreatedAfter``, ``EndTime``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.bounds import Bounds
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue, format_timestamp
from harness.synth.responses.demands.demand import Demand
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.place import Place
from harness.synth.values.views import allows

_ANY = Bounds()


@dataclass(frozen=True, slots=True)
class Between(Demand):
    """A time between two, newest first.

    Attributes:
        bounds: the two.
        unsaid: those of them of which documentation does not say whether they count.
        now: the time of the answer.
        unsure: two more, beyond which a time may be asked for or not.
    """

    bounds: Bounds
    unsaid: frozenset[float]
    now: dt.datetime
    unsure: Bounds = _ANY

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return one of them, in the form of the shape, or `UNKNOWN`."""
        bounds = self.bounds.within(self.unsure)
        if bounds.is_empty:
            return UNKNOWN
        moments = (bounds.low, bounds.high)
        first, last = (None if one is None else dt.datetime.fromtimestamp(one, dt.UTC) for one in moments)
        high = last or max(self.now, (first or self.now) + dt.timedelta(hours=1))
        low = first or high - dt.timedelta(days=7)
        # As many steps as any list is likely to have: the times of what comes later are older.
        moment = low + (high - low) / (place.number + 2)
        whole = moment.replace(microsecond=0)
        moment = next((one for one in (whole, low) if self.admits(one.timestamp()) is not False), moment)
        if shape.type_name == "timestamp":
            return format_timestamp(moment)
        texts = (moment.date().isoformat(), format_timestamp(moment))
        return next((text for text in texts if allows(shape, text) and self.admits(text)), UNKNOWN)

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a time lies between them; None at a bound that may count or not."""
        moment = comparable(value)
        if moment is None:
            return None
        if self.bounds.excludes(moment):
            return False
        return None if moment in self.unsaid or self.unsure.excludes(moment) else True

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether no time lies between them."""
        return self.bounds.within(self.unsure).is_empty

    def both(self, other: Between) -> Between:
        """Return what lies between the bounds of both."""
        return Between(
            self.bounds.within(other.bounds),
            self.unsaid | other.unsaid,
            self.now,
            self.unsure.within(other.unsure),
        )
