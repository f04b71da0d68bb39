"""A member that equals what a parameter asks for: a status, a type, one of some names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from harness.contract.values import JsonValue
from harness.synth.matching import UNSAID, Matching
from harness.synth.responses.demands.demand import Demand, any_of, one_of_enum, plain_value
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.place import Place
from harness.synth.values.views import allows

_BETWEEN_WORDS = re.compile(r"[\s_./-]+")
_FRACTION = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class OneOf(Demand):
    """One of some values.

    Attributes:
        values: the values.
        is_spelled_out: whether the model of the request lists them, perhaps otherwise spelled.
        is_written_so: whether entries have them as they are written here.
        matching: how texts are compared with them.
    """

    values: tuple[Any, ...]
    is_spelled_out: bool = False
    is_written_so: bool = False
    matching: Matching = UNSAID

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return one of them, as the shape has it, or `UNKNOWN`."""
        if not self.values:
            return UNKNOWN
        value = self.values[place.number % len(self.values)]
        if shape.type_name in ("integer", "long"):
            return int(value) if str(value).isdecimal() and _is_within(shape, int(value)) else UNKNOWN
        if shape.type_name in ("float", "double"):
            return float(value) if _FRACTION.fullmatch(str(value)) else UNKNOWN
        if shape.type_name == "boolean":
            return {"true": True, "false": False}.get(str(value).lower(), UNKNOWN)
        if self.matching.any_case and shape.metadata.get("enum"):
            return one_of_enum(place, shape, self)
        text = str(value)
        if text == "*":
            return UNKNOWN  # any value will do
        if self.matching.wildcards:
            text = text.replace("*", "orders").replace("?", "a")
        return text if shape.type_name == "string" and allows(shape, text) else UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is one of them; None where it may be."""
        if not self.values:
            return None
        return any_of([self.matching.admits(written(each), written(value)) for each in self.values])

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether a member can have none of them: ``gone`` is no state."""
        values = [str(each) for each in self.values]
        if self.matching.wildcards == "" and all(set(each) & {"*", "?"} for each in values):
            return True
        if not values or self.is_spelled_out or any(set(each) & {"*", "?"} for each in values):
            return False
        if shape.type_name == "boolean":
            return not {each.lower() for each in values} & {"true", "false"}
        if shape.type_name in ("integer", "long"):
            return not any(_is_within(shape, int(each)) for each in values if each.isdecimal())
        enum = shape.metadata.get("enum", ()) if shape.type_name == "string" else ()
        if (
            self.is_written_so
            and shape.type_name == "string"
            and not any(allows(shape, each) for each in values)
        ):
            return not any(_is_restyled(each, known) for each in values for known in enum)
        return bool(enum) and set(map(plain_value, values)).isdisjoint(map(plain_value, enum))


def _is_within(shape: Any, number: int) -> bool:
    """Tell whether a number keeps to the bounds of a shape."""
    return bool(shape.metadata.get("min", number) <= number <= shape.metadata.get("max", number))


def _is_restyled(value: str, known: str) -> bool:
    """Tell whether a value is another one in another style: ``on-demand`` is ``ON_DEMAND``."""
    one, other = (_BETWEEN_WORDS.sub("", each).lower() for each in (value, known))
    return one == other and value.lower() != known.lower()


def written(value: Any) -> str:
    """Write a value as filters have it: ``true``, ``8``."""
    return str(value).lower() if isinstance(value, bool) else str(value)
