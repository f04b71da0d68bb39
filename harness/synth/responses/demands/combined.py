"""Demands made of others: any of some, all but one, and nothing at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from harness.contract.rules.condition import Scalar
from harness.contract.values import JsonValue
from harness.synth.responses.demands.demand import (
    Demand,
    any_of,
    one_of_enum,
)
from harness.synth.responses.demands.ordered import Ordered
from harness.synth.responses.demands.parts import Beginning, Containing
from harness.synth.responses.demands.values import OneOf, written
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible import words
from harness.synth.values.plausible.place import Place
from harness.synth.values.views import allows

_WHOLE = frozenset(("integer", "long"))
_FEW = 3


@dataclass(frozen=True, slots=True)
class AnyOf(Demand):
    """What one of some demands asks for."""

    demands: tuple[Beginning | Containing, ...]

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return what one of them asks for, each in turn, or `UNKNOWN`."""
        if shape.type_name != "string":
            return UNKNOWN
        return self.demands[place.number % len(self.demands)](place, shape)

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is what one of them asks for."""
        return any_of([demand.admits(value) for demand in self.demands])

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether a member can have none of it."""
        return all(one.is_hopeless(shape) for one in self.demands)


@dataclass(frozen=True, slots=True)
class Not(Demand):
    """Anything but what is asked for."""

    demand: OneOf | AnyOf | Ordered

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return something else, or `UNKNOWN`."""
        if shape.metadata.get("enum"):
            return one_of_enum(place, shape, self)
        # What an account or an id must look like, a word is not: then it is the value with other digits.
        digits = "".join(str((number + 1 + place.number % 8) % 10) for number in range(10))
        values = self.demand.values if isinstance(self.demand, OneOf) else ()
        others = (
            *(words.numbered(place.number + more) for more in range(_FEW)),
            *(written(value).translate(str.maketrans("0123456789", digits)) for value in values),
            *(f"{written(value)}{place.number + 1}" for value in values),
        )
        if place.words[-1:] == ("arn",):
            plain = f"arn:aws:{place.service}:::{words.numbered(place.number)}"
            others = (*(other for other in others if other.startswith("arn:")), plain)
        known: Iterable[JsonValue] = (text for text in others if allows(shape, text))
        if shape.type_name == "boolean":
            known = (True, False)
        elif shape.type_name in _WHOLE:
            least = shape.metadata.get("min") or 0
            known = (least + place.number + more for more in range(len(values) + 1))
        elif shape.type_name != "string":
            return UNKNOWN
        return next((value for value in known if self.admits(value)), UNKNOWN)

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether a member can have nothing else."""
        known = (True, False) if shape.type_name == "boolean" else shape.metadata.get("enum", ())
        return bool(known) and not any(self.admits(value) for value in known)

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is something else."""
        verdict = self.demand.admits(value)
        return None if verdict is None else not verdict


@dataclass(frozen=True, slots=True)
class Within(Demand):
    """What is asked for, of the values that documentation lists."""

    demand: Demand
    values: tuple[Scalar, ...]

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return one of them, each in turn, or `UNKNOWN`."""
        fitting = self._fitting
        return fitting[place.number % len(fitting)] if fitting else UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is what is asked for."""
        return self.demand.admits(value)

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether it is none of them."""
        return not self._fitting or self.demand.is_hopeless(shape)

    @property
    def _fitting(self) -> list[Scalar]:
        return [value for value in self.values if self.demand.admits(value) is not False]


@dataclass(frozen=True, slots=True)
class Nothing(Demand):
    """Nothing: no entry is what was asked for."""

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return `UNKNOWN`."""
        return UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell that no value is."""
        return False

    def is_hopeless(self, shape: Any) -> bool:
        """Tell that no member can have it."""
        return True
