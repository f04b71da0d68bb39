"""Values that break one constraint on a value: a table from violation code to values, the plainest first."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from harness.contract.patterns import matches, pattern_of
from harness.contract.values import JsonValue
from harness.strategies.request.carrier import Carrier
from harness.strategies.request.constraints import Constraint
from harness.strategies.request.grid import Unreachable
from harness.synth.requests.narrowing import NOT_NARROWED, Narrowing
from harness.synth.values.choices import PLAINEST, SeededChoices
from harness.synth.values.maker import UNKNOWN, text_form
from harness.synth.values.plausible.strings import Form
from harness.synth.values.text import text_matching

_MOST_CHARACTERS = 1 << 20
_MOST_ENTRIES = 5_000
_MOST_STRUCTURES = 1_100
_FURTHER = 64  # characters beyond a bound, where a pattern allows not every length
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


def values_beyond(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    """Yield values for the path of a constraint that break it.

    Args:
        carrier: makes values of the operation's shapes.
        constraint: a constraint on one value, or on the keys of a map.
        current: a valid value of the path; for the request as a whole its parameters.

    Raises:
        Unreachable: there is no such value.
    """
    beyond = _BY_CODE[constraint.code](carrier, constraint, current)
    if not constraint.on_key:
        yield from beyond
        return
    if isinstance(current, dict):
        entries = current or {"": carrier.make(f"{constraint.path}[]")}
        (_, first), *rest = entries.items()
        for key in beyond:
            yield {str(key): first} | dict(rest)


def narrowing_of(carrier: Carrier, constraint: Constraint) -> Narrowing:
    """Return what the documented rules leave of the values of a constraint's path."""
    return (
        NOT_NARROWED
        if constraint.on_key
        else carrier.requests.maker.narrowed.get(constraint.path, NOT_NARROWED)
    )


def is_closed(carrier: Carrier, constraint: Constraint) -> bool:
    """Tell whether the values of a constraint's path are documented one by one."""
    traits = constraint.shape.metadata if constraint.shape is not None else {}
    values = narrowing_of(carrier, constraint).values
    if constraint.on_key:
        values = carrier.requests.maker.narrowed.get(constraint.path, NOT_NARROWED).values
    return bool(values or traits.get("enum"))


def form_of(carrier: Carrier, constraint: Constraint) -> Form:
    """Return what the texts of a constraint's path keep to."""
    assert constraint.shape is not None
    return text_form(constraint.shape, narrowing_of(carrier, constraint))


def text_of(form: Form, length: int) -> str | None:
    """Return a text of a length, by the pattern where there is one; None if that allows none."""
    if length > _MOST_CHARACTERS:
        raise Unreachable(f"it would take {length} characters")
    if form.pattern is None:
        return ("orders-prod-" * (length // 12 + 1))[:length]
    return text_matching(PLAINEST, form.pattern, length, length)


def entries_of(carrier: Carrier, constraint: Constraint, current: JsonValue, count: int) -> JsonValue:
    """Return a list or map of so many entries; `UNKNOWN` if there are not so many keys."""
    shape: Any = constraint.shape
    path = f"{constraint.path}[]"
    entry_shape = shape.member if shape.type_name == "list" else shape.value
    limit = _MOST_STRUCTURES if entry_shape.type_name == "structure" else _MOST_ENTRIES
    if count > limit:
        raise Unreachable(f"it would take {count} entries")
    if shape.type_name == "list":
        held = list(current)[:count]
        entry = held[-1] if held else carrier.make(path)
        return UNKNOWN if entry is UNKNOWN and count else held + [entry] * (count - len(held))
    value = carrier.make(path)
    made = dict(list(current.items())[:count])
    for key in _keys(carrier, constraint, count):
        if len(made) >= count:
            break
        made.setdefault(key, value)
    return made if len(made) == count and (value is not UNKNOWN or not count) else UNKNOWN


def _keys(carrier: Carrier, constraint: Constraint, count: int) -> Iterator[str]:
    """Yield keys for a map, at least so many different ones where there are."""
    shape: Any = constraint.shape
    values = narrowing_of(carrier, constraint).values or shape.key.metadata.get("enum")
    if values:
        yield from map(str, values)
        return
    form = text_form(shape.key, NOT_NARROWED)
    numbered = (f"key{number}" for number in range(2 * count))
    yield from filter(form.allows, numbered)
    for seed in range(4 * count):
        made = text_matching(SeededChoices(seed), form.pattern, form.shortest, form.longest, wanted=8)
        if made is not None:
            yield made


def _type(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    assert constraint.shape is not None
    yield _MISTYPED[constraint.shape.type_name]


def _unknown_member(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    yield {**current, _UNDOCUMENTED: "orders"}


def _union(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    shape: Any = constraint.shape
    for name in shape.members:
        if name not in current:
            value = carrier.make(f"{constraint.path}.{name}" if constraint.path else name)
            if value is not UNKNOWN:
                yield {**current, name: value}
    yield {}


def _enum(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    known = {str(value).lower() for value in constraint.bound}
    candidates: list[JsonValue] = list(getattr(constraint.shape, "metadata", {}).get("enum", ()))
    if constraint.shape is not None and constraint.shape.type_name in ("integer", "long", "float", "double"):
        numbers = [value for value in constraint.bound if isinstance(value, int | float)]
        candidates = [number + more for number in numbers for more in (1, -1)]
    elif constraint.shape is not None and constraint.shape.type_name == "boolean":
        candidates = [True, False]
    else:
        candidates += [_UNDOCUMENTED, "NOT_DOCUMENTED", "notdocumented", "xx", "0"]
        candidates += [text_of(form_of(carrier, constraint), n) for n in (8, 12, 3)]
    others = (value for value in candidates if value is not None and value not in constraint.bound)
    yield from (value for value in others if str(value).lower() not in known)


def _range(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    step = narrowing_of(carrier, constraint).step or 1
    by = -1 if constraint.limit == "min" else 1
    bound = constraint.bound
    whole = constraint.shape is not None and constraint.shape.type_name in ("integer", "long")
    if whole:
        inside = -(-bound // 1) if by < 0 else bound // 1  # the outermost whole number inside
        multiple = (-(-inside // step) if by < 0 else inside // step) * step
        yield int(multiple + by * step)
    else:
        yield bound + by * (step if step != 1 else 0.5)
        yield bound + by * max(1.0, abs(bound))


def _length(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    count = int(constraint.bound) + (-1 if constraint.limit == "min" else 1)
    if constraint.shape is not None and constraint.shape.type_name == "blob":
        if count > _MOST_CHARACTERS:
            raise Unreachable(f"it would take {count} bytes")
        yield base64.b64encode(b"x" * count).decode("ascii")
        return
    form = form_of(carrier, constraint)
    made = text_of(form, count)
    if made is None:
        low, high = (0, count) if constraint.limit == "min" else (count, count + _FURTHER)
        made = text_matching(PLAINEST, form.pattern, low, high)
    if made is None:
        raise Unreachable(
            f"no {'shorter' if constraint.limit == 'min' else 'longer'} text matches its pattern"
        )
    yield made


def _size(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    count = int(constraint.bound) + (-1 if constraint.limit == "min" else 1)
    made = entries_of(carrier, constraint, current, count)
    if made is not UNKNOWN:
        yield made


def _multiple_of(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    step = constraint.bound
    if constraint.shape is not None and constraint.shape.type_name in ("integer", "long"):
        yield from (current + more for more in (1, -1) if (current + more) % step)
    else:
        yield from (current + part * step for part in (0.5, -0.5))


def _keys_beyond(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    shape: Any = constraint.shape
    known = shape.key.metadata.get("enum", ())
    form = text_form(shape.key, NOT_NARROWED)
    candidates = [*known, _UNDOCUMENTED, "notdocumented", text_of(form, max(form.shortest, 1))]
    yield from (key for key in candidates if key is not None and key not in constraint.bound)


def _pattern(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    """Yield texts of an allowed length that do not match: of strange characters, or ending in one."""
    assert constraint.shape is not None
    pattern = pattern_of(constraint.shape.metadata)
    assert pattern is not None
    low, high = narrowing_of(carrier, constraint).bounds(constraint.shape.metadata)
    form = Form(None, low or 0, high)
    length = max(form.shortest, 1)
    if length > _MOST_CHARACTERS:
        raise Unreachable(f"it would take {length} characters")
    text = current if isinstance(current, str) else ""
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


def _host_label(carrier: Carrier, constraint: Constraint, current: JsonValue) -> Iterator[JsonValue]:
    form = form_of(carrier, constraint)
    bad = [label for label in _BAD_LABELS if form.allows(label)]
    if not bad:
        raise Unreachable("every text that was tried and matches its pattern is one")
    yield from bad


_BY_CODE: Mapping[str, Callable[[Carrier, Constraint, Any], Iterator[JsonValue]]] = {
    "type": _type,
    "unknown-member": _unknown_member,
    "union": _union,
    "enum": _enum,
    "range": _range,
    "length": _length,
    "size": _size,
    "multiple_of": _multiple_of,
    "keys": _keys_beyond,
    "pattern": _pattern,
    "host-label": _host_label,
}
