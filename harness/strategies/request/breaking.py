"""Values that break one constraint on a value, the plainest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harness.contract.patterns import matches, pattern_of
from harness.contract.rules.editing import Unreachable
from harness.contract.rules.value import bounds_of
from harness.contract.values import JsonValue
from harness.strategies.request.places import MOST_CHARACTERS, PlaceValues
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.strings import Form

_UNDOCUMENTED = "NotDocumented"
STRANGE = ("!", "~", " ", "é", ".", "-", "/", ":", "_", "a", "A", "1", "\n", "\x01", "🙂", "\\", "{")
_BAD_LABELS = ("-orders", "orders_prod", "orders.prod", "orders prod")
_MISTYPED: Mapping[str, JsonValue] = {
    "structure": "orders",
    "list": "orders",
    "map": "orders",
    "string": 42,
    "character": 42,
    "integer": "orders",
    "long": "orders",
    "float": "orders",
    "double": "orders",
    "boolean": "orders",
    "timestamp": True,
    "blob": 42,
}


def values_beyond(values: PlaceValues) -> Iterator[JsonValue]:
    """Yield values for the place of a constraint that break it.

    Raises:
        Unreachable: there is no such value.
    """
    constraint = values.constraint
    demand = constraint.demand
    beyond = _BY_TRAIT[constraint.code](values) if demand is None else demand.outside(values)
    if not constraint.on_key:
        yield from beyond
    elif isinstance(values.current, dict):
        entries = values.current or {"": values.make("[]")}
        (_, first), *rest = entries.items()
        for key in beyond:
            yield {str(key): first} | dict(rest)


def _type(values: PlaceValues) -> Iterator[JsonValue]:
    assert values.shape is not None
    yield _MISTYPED[values.shape.type_name]


def _unknown_member(values: PlaceValues) -> Iterator[JsonValue]:
    yield {**values.current, _UNDOCUMENTED: "orders"}


def _union(values: PlaceValues) -> Iterator[JsonValue]:
    shape: Any = values.shape
    for name in shape.members:
        if name not in values.current:
            value = values.make(name)
            if value is not UNKNOWN:
                yield {**values.current, name: value}
    yield {}


def _pattern(values: PlaceValues) -> Iterator[JsonValue]:
    """Yield texts of an allowed length that do not match: of strange characters, or ending in one."""
    assert values.shape is not None
    pattern = pattern_of(values.shape.metadata)
    assert pattern is not None
    low, high = bounds_of(values)
    form = Form(None, low or 0, high)
    length = max(form.shortest, 1)
    if length > MOST_CHARACTERS:
        raise Unreachable(f"it would take {length} characters")
    text = values.current if isinstance(values.current, str) else ""
    candidates = [character * length for character in STRANGE]
    candidates += [text[:-1] + character for character in STRANGE if text]
    candidates += [text + character for character in STRANGE]
    candidates += [character + text for character in STRANGE]
    candidates += ["", text * 2, "x" * (form.longest or 4096)]
    beyond = [
        text for text in dict.fromkeys(candidates) if form.allows(text) and not matches(pattern.whole, text)
    ]
    if not beyond:
        raise Unreachable("every text of an allowed length that was tried matches")
    yield from beyond


def _host_label(values: PlaceValues) -> Iterator[JsonValue]:
    bad = [label for label in _BAD_LABELS if values.form.allows(label)]
    if not bad:
        raise Unreachable("every text that was tried and matches its pattern is one")
    yield from bad


_BY_TRAIT: Mapping[str, Callable[[PlaceValues], Iterator[JsonValue]]] = {
    "type": _type,
    "unknown-member": _unknown_member,
    "union": _union,
    "pattern": _pattern,
    "host-label": _host_label,
}
"""The traits that no rule can say."""
