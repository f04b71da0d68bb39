"""What a demand is: it makes a value that was asked for, and tells whether a value is one."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.shape import shape_at
from harness.contract.values import JsonValue
from harness.synth.scene import Scene
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.place import Place


class Demand(ABC):
    """What a request asks of one member of the entries."""

    __slots__ = ()

    @abstractmethod
    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return a value that was asked for, or `UNKNOWN`.

        Args:
            place: where the value stands.
            shape: its shape.
        """

    @abstractmethod
    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is one that was asked for; None where that cannot be told.

        Args:
            value: the value.
        """

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether no value of a shape is what was asked for.

        Args:
            shape: the shape.
        """
        return False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that may ask for something of entries.

    Attributes:
        operation: the operation.
        path: where a request has it.
        shape: its shape.
    """

    operation: OperationModel
    path: tuple[str, ...]
    shape: Any

    @classmethod
    def at(cls, operation: OperationModel, path: str) -> Parameter:
        """Return the parameter at a path of requests."""
        return cls(operation, tuple(path.split(".")), shape_at(operation.input_shape, path))


@dataclass(frozen=True, slots=True)
class Request:
    """A request that asks for something of entries.

    Attributes:
        operation: the operation.
        params: its parameters in JSON-able form.
        scene: region, account and time.
    """

    operation: OperationModel
    params: Mapping[str, JsonValue]
    scene: Scene


def values_of(asked: Any) -> list[Any]:
    """Return the values that a parameter asks for, which may have one or a list of them."""
    return [each for each in (asked if isinstance(asked, list) else [asked]) if each is not None]


def nested(path: Sequence[str], value: Any) -> dict[str, Any]:
    """Return the parameters that have a value at a path."""
    for name in reversed(path):
        value = {name: value}
    asked: dict[str, Any] = value
    return asked


def any_of(verdicts: Sequence[bool | None]) -> bool | None:
    """Tell whether any of some verdicts is right; None where one may be."""
    return True if True in verdicts else None if None in verdicts else False


def one_of_enum(place: Place, shape: Any, demand: Demand) -> JsonValue:
    """Return one of a shape's values that a demand admits."""
    fitting = [value for value in shape.metadata["enum"] if demand.admits(value)]
    return fitting[place.number % len(fitting)] if fitting else UNKNOWN


def plain_value(value: str) -> str:
    """Write a value as its other spellings are written: without hyphens, in small letters."""
    return re.sub(r"[^a-z0-9]", "", value.lower())
