"""Scalars of requests, compiled by place: whole ranges, the plainest value first.

Numbers without a documented least value are not negative, because counts and sizes are not. Texts have
characters only that the protocol carries where they stand.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.rules.narrowing import NOT_NARROWED, Narrowing
from harness.contract.values import JsonValue, format_timestamp
from harness.synth.examples import RequestPlan
from harness.synth.scene import DEFAULT_SCENE
from harness.synth.values.choices import PLAINEST, Choices, SeededChoices, between, pick
from harness.synth.values.maker import Maker, text_form, text_values
from harness.synth.values.plausible import Place
from harness.synth.values.plausible.strings import Form
from harness.synth.values.text import text_matching
from harness.synth.values.text.alphabet import alphabet, plain_alphabet
from harness.wire.protocol import protocol_named

Make = Callable[[Choices], JsonValue]
"""What a place is compiled to: makes one value."""

_SEEDS = 6  # of readable values of one place
_LONGEST = 4_000  # characters of a text that may be longer
_SPELLED = 24  # characters that are drawn one by one; those of longer texts are drawn together
_MOST = {"integer": 2**31 - 1, "long": 2**63 - 1, "float": 3.4028234663852886e38}
_LARGE = 1e9  # up to which numbers are drawn evenly that have no bound
_TIMES = (
    "2025-06-02T12:00:00.123Z",
    "2024-02-29T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "2038-01-19T03:14:08Z",  # one second more than 31 bits hold
    "2099-12-31T23:59:59Z",
)
_SPAN = (0, 4_102_444_800)  # seconds from 1970 to 2100


@dataclass(frozen=True)
class ScalarMaker:
    """What is known of the values of one operation's requests.

    Attributes:
        operation: the operation.
        narrowed: documented rules on single values, by path.
        telling: the values by which conditions decide, by path.
    """

    operation: OperationModel
    narrowed: Mapping[str, Narrowing]
    telling: Mapping[str, tuple[Any, ...]]

    def narrowing(self, place: Place) -> Narrowing:
        """Return the documented rules on a place's value."""
        return self.narrowed.get(place.path, NOT_NARROWED)

    def plain(self, shape: Shape, place: Place, choices: Choices = PLAINEST) -> JsonValue:
        """Make a value that a reader believes."""
        return Maker(choices, DEFAULT_SCENE, RequestPlan(choices), self.narrowed).make(shape, place)


def _string(maker: ScalarMaker, shape: Shape, place: Place) -> Make | None:
    narrowing = maker.narrowing(place)
    form = text_form(shape, narrowing)
    if values := text_values(shape, narrowing):
        fitting = [value for value in values if form.allows(value)]
        return (lambda choices: pick(choices, fitting)) if fitting else None
    plain = maker.plain(shape, place)
    if not form.allows(plain):
        return None
    telling = [value for value in maker.telling.get(place.path, ()) if form.allows(str(value))]
    carried = _carried(shape, maker.operation)
    readable: list[str] = []

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(16)
        if kind == 0:
            return plain
        if telling and kind < 6:
            return pick(choices, telling)
        if kind < 11:
            if not readable:
                made = (maker.plain(shape, place, SeededChoices(seed)) for seed in range(_SEEDS))
                readable.extend(dict.fromkeys(text for text in made if form.allows(text)) or [plain])
            return pick(choices, readable)
        text = _any_text(choices, form, carried, unusual=kind > 12)
        return text if text is not None and form.allows(text) else plain

    return make


def _any_text(choices: Choices, form: Form, carried: str, *, unusual: bool) -> str | None:
    """Make a text of any length that its form allows, up to a few thousand characters, which can be sent."""
    most = _LONGEST if form.longest is None else min(form.longest, max(_LONGEST, form.shortest))
    limit = pick(choices, (_SPELLED, 0, 64, 300, _LONGEST))
    length = form.shortest + choices.choose(min(limit, most - form.shortest) + 1)
    if form.pattern is None:
        characters = alphabet(carried) if unusual else plain_alphabet(carried)
        spelled = "".join(pick(choices, characters) for _ in range(min(length, _SPELLED)))
        return (spelled * (length // _SPELLED + 1))[:length]
    if length > _SPELLED:
        choices = SeededChoices(choices.choose(1 << 16))
    text = text_matching(choices, form.pattern, form.shortest, most, wanted=length, unusual=unusual)
    return text and "".join(filter(alphabet(carried).__contains__, text))


_PRINTABLE = r"[^\p{C}\p{Z}]"
_XML = r"[^\p{C}]|[\t\n]"  # no control characters, and line ends that XML 1.0 keeps
_ANY = r"[\s\S]"


def _carried(shape: Shape, operation: OperationModel) -> str:
    """Return the class of the characters that a text can have where it is sent."""
    if shape.serialization.get("location") in ("header", "headers"):
        return "[!-~]"
    if shape.serialization.get("location") == "uri" or shape.serialization.get("hostLabel"):
        return _PRINTABLE
    return _XML if protocol_named(operation.service_model.resolved_protocol).is_xml else _ANY


def _integer(maker: ScalarMaker, shape: Shape, place: Place) -> Make | None:
    narrowing = maker.narrowing(place)
    low, high = narrowing.bounds(shape.metadata)
    step = int(narrowing.step or 1) or 1
    if narrowing.values:
        values = [value for value in narrowing.values if is_within(value, low, high)]
        return (lambda choices: pick(choices, values)) if values else None
    most = _MOST[shape.type_name] if high is None else int(high // 1)
    least = min(0, int(most)) if low is None else int(-(-low // 1))
    first, last = -(-least // step), int(most) // step
    if first > last:
        return None
    telling = [v for v in maker.telling.get(place.path, ()) if is_within(v, least, most)]
    # Nobody asks for nothing.
    plain = maker.plain(shape, place) or (step if first <= 1 <= last else 0)
    small = min(first + 100, last)

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(16)
        if kind < 6:
            return pick(choices, telling) if telling and kind > 2 else plain
        if kind < 11:
            return between(choices, first, small) * step
        if kind < 14:
            return (first if kind == 11 else last) * step
        return between(choices, first, last) * step

    return make


def is_within(value: Any, low: float | None, high: float | None) -> bool:
    """Tell whether a number is within two bounds, both included."""
    return (low is None or value >= low) and (high is None or value <= high)


def _float(maker: ScalarMaker, shape: Shape, place: Place) -> Make | None:
    narrowing = maker.narrowing(place)
    low, high = narrowing.bounds(shape.metadata)
    if narrowing.values:
        values = narrowing.values
        return lambda choices: pick(choices, values)
    plain = maker.plain(shape, place)
    least = float(min(0.0, high or 0.0) if low is None else low)
    most = float(least + _LARGE if high is None else high)
    edges = (least, most if high is not None else _MOST.get(shape.type_name, 1.7976931348623157e308))
    step = narrowing.step

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(16)
        if kind < 6:
            return plain
        if step:
            return between(choices, -int(-least // step), int(most // step)) * step
        if kind < 8:
            return edges[kind - 6]
        parts = (100, 1 << 32)[kind % 2]
        return min(least + (most - least) * (choices.choose(parts + 1) / parts), most)

    return make


def _boolean(maker: ScalarMaker, shape: Shape, place: Place) -> Make | None:
    values = maker.narrowing(place).values or (False, True)
    return lambda choices: pick(choices, values)


def _timestamp(maker: ScalarMaker, shape: Shape, place: Place) -> Make | None:
    plain = maker.plain(shape, place)

    def make(choices: Choices) -> JsonValue:
        kind = choices.choose(8)
        if kind < 3:
            return plain
        if kind < 5:
            return pick(choices, _TIMES)
        moment = dt.datetime.fromtimestamp(between(choices, *_SPAN), dt.UTC)
        return format_timestamp(moment)

    return make


def _blob(maker: ScalarMaker, shape: Shape, place: Place) -> Make | None:
    plain = maker.plain(shape, place)
    low, high = maker.narrowing(place).bounds(shape.metadata)
    least = int(low or 0)
    most = min(least + 256, int(high)) if high is not None else least + 256

    def make(choices: Choices) -> JsonValue:
        if choices.choose(4) < 2:
            return plain
        length = between(choices, least, most)
        content = SeededChoices(choices.choose(1 << 16))
        return base64.b64encode(bytes(content.choose(256) for _ in range(length))).decode("ascii")

    return make


SCALARS: Mapping[str, Callable[[ScalarMaker, Any, Place], Make | None]] = {
    "string": _string,
    "character": _string,
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "timestamp": _timestamp,
    "blob": _blob,
}
"""What compiles a scalar's place, by its type."""
