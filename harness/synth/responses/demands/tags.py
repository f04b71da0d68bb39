"""A tag that entries must have: its key, and one of some values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.contract.values import JsonValue
from harness.synth.responses.demands.demand import Demand
from harness.synth.values.plausible.place import Place


@dataclass(frozen=True, slots=True)
class Tagged(Demand):
    """A tag of some key, with one of some values.

    Attributes:
        named: the member of a tag that has its key.
        held: the one that has its value.
        key: the key.
        values: the values.
    """

    named: str
    held: str
    key: str
    values: tuple[Any, ...]

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return the tags of an entry: this one."""
        return [{self.named: self.key, self.held: self.values[place.number % len(self.values)]}]

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether tags have it."""
        return isinstance(value, list) and any(
            isinstance(tag, dict) and tag.get(self.named) == self.key and tag.get(self.held) in self.values
            for tag in value
        )
