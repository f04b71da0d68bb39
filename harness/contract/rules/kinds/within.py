"""The bounds that parameters set to what is returned."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import first_value
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.bounds import Bounds
from harness.contract.rules.response import Bounding, Held, in_response, is_returned, param_of, request_of
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import comparable, moved


@dataclass(frozen=True)
class Within(Bounding):
    """Values lie between two parameters, or on one side of one; each end counts or does not."""

    kind = "within"
    meaning = "A value is outside the bounds that the request set."
    is_on_time = False
    start: str | None = None
    end: str | None = None
    start_inclusive: bool = True
    end_inclusive: bool = True

    @property
    def choosing(self) -> tuple[str, ...]:
        return tuple(param for param in (self.start, self.end) if param is not None)

    @property
    def compared(self) -> tuple[str, ...]:
        return self.choosing

    def asked(self, bounds: Bounds, params: Mapping[str, Any] | None) -> Bounds:
        start, end = (
            None if param is None else comparable(first_value(params, param))
            for param in (self.start, self.end)
        )
        bounds = bounds.raised(start, inclusive=self.start_inclusive)
        return bounds.lowered(end, inclusive=self.end_inclusive)

    def breaches(self, document: Any) -> Iterator[Breach]:
        bounds = self.asked(Bounds(), request_of(document))
        if bounds == Bounds():  # the request has no window, and the answer may have thousands of times
            return
        for at, value in in_response(document, self.member):
            moment = comparable(value)
            if moment is not None and bounds.excludes(moment):
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        bounded = any(param_of(document, param) is not None for param in (self.start, self.end))
        return bounded and is_returned(document, self.member)

    def asking(self, held: Held) -> Iterator[tuple[str, Any]]:
        for param, value in itertools.product(self.choosing, held(self.member)):
            yield from ((param, moved(value, seconds)) for seconds in (0, -1, 1))

    @property
    def words(self) -> str:
        start = f"{'at or after' if self.start_inclusive else 'after'} {self.start}" if self.start else ""
        end = f"{'at or before' if self.end_inclusive else 'before'} {self.end}" if self.end else ""
        return f"{self.member} must be {' and '.join(filter(None, (start, end)))}"
