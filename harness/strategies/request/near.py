"""Requests that only just break a constraint: what a server lets through that checks it nearly right.

`invalid_grid` has one request for each constraint, far from what is allowed. These are many, and near: a
documented value in another case, a text with a line end, 1.5 for an integer, a list instead of an entry.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import first_value
from harness.contract.paths.pointer import to_steps
from harness.contract.paths.spots import spots_of
from harness.contract.patterns import matches, pattern_of
from harness.contract.patterns.near_misses import near_misses as pattern_misses
from harness.contract.values import JsonValue
from harness.contract.violation import Violation, has_to_be_refused
from harness.strategies.request.constraints import Constraint, constraints_of
from harness.strategies.request.invalid import InvalidRequest
from harness.strategies.request.places import PlaceValues
from harness.strategies.request.valid import Requests

MARKED = '<b>&"é🙂'
"""What a refusal has to escape when it repeats it."""

Params = dict[str, JsonValue]

_MOST = 28  # values for one constraint
_MOST_TEXTS = 84  # of a pattern
_LONGEST = 1 << 16
_INTEGERS = {"integer": 31, "long": 63}


def near_misses(contract: Contract, begin: Params | None = None) -> Iterator[InvalidRequest]:
    """Yield requests that only just break one constraint, a few for each in turn.

    Each is shown to be wrong by the contract before it is yielded; a value that breaks two constraints at one
    place counts as well.

    Args:
        contract: the operation's contract.
        begin: the request, in JSON-able form, that is changed; the smallest one if left out.

    Raises:
        NoValidRequest: traits and rules of the operation exclude one another.
    """
    requests = Requests.of(contract)
    smallest = requests.smallest if begin is None else begin
    seen: set[str] = set()
    turns = [_of(requests, smallest, constraint) for constraint in constraints_of(contract)]
    while turns:
        going = []
        for turn in turns:
            some = list(islice(turn, 4))
            for one in some:
                if (key := repr(one.params)) not in seen:
                    seen.add(key)
                    yield one
            if len(some) == 4:
                going.append(turn)
        turns = going


def _of(requests: Requests, smallest: Params, constraint: Constraint) -> Iterator[InvalidRequest]:
    for params in islice(_changed_requests(requests, smallest, constraint), 4 * _MOST):
        violations = requests.violations(params)
        if violations and is_broken_there(violations):
            yield InvalidRequest(requests.as_called(params), constraint, violations[0])


def _changed_requests(requests: Requests, smallest: Params, constraint: Constraint) -> Iterator[Params]:
    """Yield requests that may break a constraint."""
    editor, path, rule = requests.editor(), constraint.path, constraint.rule
    base = copy.deepcopy(smallest)
    if rule is not None and not rule.on_value:
        yield from rule.violate(base, editor)
        return
    values = _BY_CODE.get(constraint.code)
    if values is None or not path or requests.is_event(path) or not editor.put(base, path):
        return
    editor.repair(base, (path,))
    if not editor.put(base, path) or requests.violations(base):
        return
    bases = (base, *_with_refuted(requests, base, path))
    place = _Place(PlaceValues(requests, constraint, first_value(base, path)))
    most = _MOST_TEXTS if constraint.code == "pattern" else _MOST
    for value in islice(_distinct(values(place)), most):
        for begin in bases:
            params = copy.deepcopy(begin)
            if not editor.put(params, path, value):
                return
            yield params


def _with_refuted(requests: Requests, base: Params, path: str) -> Iterator[Params]:
    """Yield the request that keeps to what documentation says and AWS does not demand: a server may do so."""
    refuted = [rule for rule in requests.contract.refuted if rule.side == "request" and rule.relates]
    if not refuted:
        return
    editor, params = requests.editor(), copy.deepcopy(base)
    editor = replace(editor, rules=(*editor.rules, *refuted))
    if not editor.repair(params, (path,)) and params != base and not requests.violations(params):
        yield params


def is_broken_there(violations: Iterable[Violation]) -> bool:
    """Tell whether violations are errors of one parameter: what is refused for one is refused for all."""
    broken = [violation for violation in violations if has_to_be_refused(violation)]
    tops = {tuple(to_steps(violation.pointer)[:1]) for violation in broken}
    return len(tops) == 1


def _distinct(values: Iterable[JsonValue]) -> Iterator[JsonValue]:
    seen: set[str] = set()
    for value in values:
        if (key := repr(value)) not in seen:
            seen.add(key)
            yield value


@dataclass(frozen=True, slots=True)
class _Place:
    """The parameter of a constraint.

    Attributes:
        values: its values.
    """

    values: PlaceValues

    @property
    def constraint(self) -> Constraint:
        return self.values.constraint

    @property
    def current(self) -> Any:
        """A valid value."""
        return self.values.current

    @property
    def shape(self) -> Any:
        return self.constraint.shape

    @property
    def bounds(self) -> tuple[Any, Any]:
        """The least and the largest number or length, None where there is none."""
        found: tuple[Any, Any] = self.values.narrowing.bounds(self.shape.metadata if self.shape else {})
        return found


def _type(place: _Place) -> Iterator[JsonValue]:
    kind = place.shape.type_name
    if kind in _INTEGERS:
        yield from _no_integers(place, _INTEGERS[kind])
    elif kind in ("float", "double"):
        yield from ("1.5", "NaN text", True)
    elif kind == "boolean":
        yield from ("true", "True", "yes", 1, 0)
    elif kind in ("string", "character"):
        yield from (42, True, [place.current], {"value": place.current})
        if place.current.isascii() and place.current.isdecimal():
            yield int(place.current)  # an account's number, which a pattern of digits does not rule out
    elif kind == "list":
        yield from (place.current[:1] or ["orders"])
        yield {}
    elif kind in ("structure", "map"):
        yield from ([], "orders", [place.current])
    elif kind == "timestamp":
        yield from ("yesterday", "2025-02-30T00:00:00Z", "", True)


def _no_integers(place: _Place, bits: int) -> Iterator[JsonValue]:
    low, high = place.bounds
    inside = place.current if isinstance(place.current, int) else int(low or 1)
    up = high is None or inside + 1 <= high
    yield inside + 0.5 if up else inside - 0.5
    yield str(inside)
    yield f"{inside}.0"
    yield f" {inside}"
    yield f"{inside}e0"
    yield True
    yield 2**bits
    yield -(2**bits) - 1


def _enum(place: _Place) -> Iterator[JsonValue]:
    values = list(place.constraint.bound)
    if not all(isinstance(value, str) for value in values):
        numbers = [
            value for value in values if isinstance(value, int | float) and not isinstance(value, bool)
        ]
        for number in numbers:
            yield from (number * 2, number + (min(numbers) or 1), number + 1, number - 1, -number)
        yield from (0, 7, 100, 1000)
        return
    if place.constraint.on_key:
        yield from _as_keys(place, values)
        return
    yield from _texts_beside(values)
    yield from _siblings(place, values)


def _as_keys(place: _Place, values: list[str]) -> Iterator[JsonValue]:
    if not isinstance(place.current, dict) or not place.current:
        return
    (_, first), *rest = place.current.items()
    for key in _texts_beside(values):
        yield {key: first, **dict(rest)}


def _texts_beside(values: list[str]) -> Iterator[str]:
    """Yield texts that are nearly one of some: in another case, with a space, cut off, with more."""
    some = list(dict.fromkeys((values[0], values[-1])))
    changes: tuple[Callable[[str], str], ...] = (
        str.lower,
        str.upper,
        lambda value: f"{value} ",
        lambda value: f" {value}",
        lambda value: value[:-1],
        lambda value: f"{value}s",
        lambda value: f"{value}\n",
        str.capitalize,
        lambda value: value[: max(len(value) // 2, 1)],
        lambda value: value.replace("_", "-"),
        lambda value: value.replace("-", "_").replace(" ", "_"),
        lambda value: f"{value},{values[-1]}",
    )
    for change in changes:
        yield from (change(value) for value in some)
    yield from ("", "*", MARKED)


def _siblings(place: _Place, values: list[str]) -> Iterator[str]:
    """Yield values of the other enumerations that the request has."""
    root = place.values.requests.contract.operation_model.input_shape
    for spot in spots_of(root, streams=False):
        yield from [value for value in spot.shape.metadata.get("enum", ()) if value not in values][:1]


def _keys(place: _Place) -> Iterator[JsonValue]:
    yield from _as_keys(place, [str(value) for value in place.constraint.bound])


def _range(place: _Place) -> Iterator[JsonValue]:
    bound, limit = place.constraint.bound, place.constraint.limit
    step = -1 if limit == "min" else 1
    whole = place.shape is not None and place.shape.type_name in _INTEGERS
    outside = (math.floor if limit == "min" else math.ceil)(bound)
    yield from (outside + step, bound + step * 10, bound * 10 * (step if bound > 0 else 1))
    if not whole:
        yield bound + step * 0.001
    if limit == "max":
        yield from (2**31 - 1, 2**31, 2**63 - 1)
        # What a server cuts down to fewer bits is a number that is allowed.
        inside = place.current if isinstance(place.current, int) else 1
        yield from (2**bits + inside for bits in (8, 16, 32))
    else:
        yield from (0, -1, -(2**31), -(2**32) + 1)


def _length(place: _Place) -> Iterator[JsonValue]:
    """Yield texts beyond a bound, in characters of one byte and of several."""
    if place.constraint.on_key or place.shape is None or place.shape.type_name != "string":
        return
    bound = int(place.constraint.bound)
    if place.constraint.limit == "min":
        counts = [bound - 1, 0, bound // 2]
    else:
        counts = [bound + 1, bound + 2, bound * 2]
    current = place.current if isinstance(place.current, str) else ""
    for count in counts:
        if not 0 <= count <= _LONGEST:
            continue
        yield (current or "x")[:count].ljust(count, current[-1:] or "x")  # an ARN stays one
        yield "é" * count
        yield "🙂" * count


def _size(place: _Place) -> Iterator[JsonValue]:
    bound = int(place.constraint.bound)
    if isinstance(place.current, list) and place.current:
        counts = [bound - 1, 0] if place.constraint.limit == "min" else [bound + 1, bound * 2]
        for count in counts:
            if 0 <= count <= 2000:
                yield (place.current * (count // len(place.current) + 1))[:count]


def _pattern(place: _Place) -> Iterator[JsonValue]:
    """Yield texts that are one change away from one that matches, and do not match."""
    if place.constraint.on_key or not isinstance(place.current, str) or place.shape.type_name != "string":
        return
    pattern = pattern_of(place.shape.metadata)
    if pattern is None or pattern.whole is None:
        return
    low, high = place.bounds
    texts = [place.current, *([short] if (short := place.values.text_between(int(low or 0), 64)) else ())]
    shortest, longest = int(low or 0), None if high is None else int(high)
    misses = (miss.text for miss in pattern_misses(pattern, texts, shortest, longest))
    beside = (text for text in _without_marks(place.current) if not matches(pattern.whole, text))
    for one, other in zip_longest(misses, beside):
        yield from (text for text in (one, other) if text is not None)


def _without_marks(text: str) -> Iterator[str]:
    """Yield texts that lack the marks of one, or have something else in their place or before it."""
    yield MARKED
    if not text.startswith("arn:"):  # which names what an id names as well
        yield f"arn:aws:service:us-east-1:123456789012:resource/{text}"
    if text.isdecimal() and text.isascii():  # an account's ID with hyphens
        yield "-".join(text[at : at + 4] for at in range(0, len(text), 4))
    marks = [mark for mark in dict.fromkeys(text) if not mark.isalnum()]
    for other in ("", "x", " ", "_"):
        yield from (text.replace(mark, other) for mark in marks)
    for mark in marks:
        yield from (text.replace(mark, mark * 2, 1), text.replace(mark, "", 1), text.replace(mark, "x", 1))
    starts = [number for number, kind in enumerate(text) if number and not text[number - 1].isalnum()]
    for other in ("9", "x", "G", "-", "é"):
        yield from (f"{text[:at]}{other}{text[at + 1 :]}" for at in starts)


def _required(place: _Place) -> Iterator[JsonValue]:
    yield None


_BY_CODE: Mapping[str, Callable[[_Place], Iterator[JsonValue]]] = {
    "required": _required,
    "type": _type,
    "enum": _enum,
    "keys": _keys,
    "range": _range,
    "length": _length,
    "size": _size,
    "pattern": _pattern,
}
