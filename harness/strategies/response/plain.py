"""Values that look right, made once for each place of an operation's responses and then kept."""

from __future__ import annotations

from functools import lru_cache

from botocore.model import Shape

from harness.contract.values import JsonValue
from harness.synth.responses.echo import Named
from harness.synth.responses.plan import ResponsePlan
from harness.synth.scene import Scene
from harness.synth.values.choices import SeededChoices
from harness.synth.values.maker import Maker
from harness.synth.values.plausible import Place

_USUAL = ResponsePlan(Named(), None)


class PlainValues:
    """The values of the scalars of one response shape, in JSON-able form.

    Args:
        scene: region, account and time.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._known: dict[tuple[object, ...], JsonValue] = {}

    def value(self, place: Place, shape: Shape, variant: int) -> JsonValue:
        """Return a value; of one place and variant always the same."""
        key = (place.path, place.name, place.number, variant)  # a map's keys and values have one path
        if key in self._known:
            return self._known[key]
        value = Maker(SeededChoices(*key), self._scene, _USUAL).make(shape, place)
        if "arn" not in place.words and isinstance(value, str | int | float):
            self._known[key] = value  # an ARN bears the names that stand next to it
        return value


@lru_cache(maxsize=256)
def plain_values(shape: Shape, scene: Scene) -> PlainValues:
    """Return the plain values of a response or error.

    Args:
        shape: its shape.
        scene: region, account and time.
    """
    return PlainValues(scene)
