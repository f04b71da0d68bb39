"""The bounds on the characters of a string."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.editing import Unreachable, Values
from harness.contract.rules.value import Counted

_MOST_BYTES = 1 << 20
_FURTHER = 64  # characters beyond a bound, where a pattern allows not every length


@dataclass(frozen=True)
class Length(Counted):
    """Inclusive bounds on the characters of a string."""

    kind = "length"
    meaning = "The string has too few or too many characters, or the blob too few or too many bytes."
    on_scalar = True
    types = ("string",)
    least_keywords = ("minLength",)
    most_keywords = ("maxLength",)
    units = ("character", "characters")

    def measure(self, value: Any) -> float | None:
        return len(value) if isinstance(value, str) else None

    def outside(self, values: Values) -> Iterator[Any]:
        count = int(self.bound) - self.inward
        made = _of_length(values, count)
        if made is None:
            low, high = (0, count) if self.inward > 0 else (count, count + _FURTHER)
            made = values.text_between(low, high)
        if made is None:
            raise Unreachable(f"no {'shorter' if self.inward > 0 else 'longer'} text matches its pattern")
        yield made

    def inside(self, values: Values) -> Iterator[Any]:
        made = (_of_length(values, count) for count in self.counts_inside(values))
        texts = [text for text in made if text is not None]
        if not texts:
            raise Unreachable("no text of that length matches its pattern")
        yield from texts


def _of_length(values: Values, count: int) -> str | None:
    if values.shape is None or values.shape.type_name != "blob":
        return values.text(count)
    if count > _MOST_BYTES:
        raise Unreachable(f"it would take {count} bytes")
    return base64.b64encode(b"x" * count).decode("ascii")
