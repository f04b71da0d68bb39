"""The constraints of a model: types, required members, lengths, patterns, enumerations, ranges."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from .model import Violation

INTEGERS = {"integer": 2**31, "long": 2**63}


def violations(value: Any, shape: Shape, member: str = "") -> Iterator[Violation]:
    """All that is wrong with a value. `member` is its path in the request."""
    if not _has_type(value, shape):
        yield Violation(member, "type", f"Value at '{member}' must be of type {shape.type_name}.", value)
        return
    prefix = f"{member}." if member else ""
    if isinstance(shape, StructureShape):
        for name in shape.required_members:
            if name not in value:
                yield Violation(
                    prefix + name, "required", f"Value null at '{prefix + name}' must not be null."
                )
        for name, item in value.items():
            if name in shape.members:
                yield from violations(item, shape.members[name], prefix + name)
    elif isinstance(shape, ListShape):
        for number, item in enumerate(value, 1):
            yield from violations(item, shape.member, f"{prefix}{number}.member")
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            yield from violations(key, shape.key, f"{prefix}key")
            yield from violations(item, shape.value, f"{prefix}{key}")
    yield from _traits(value, shape, member)


def _has_type(value: Any, shape: Shape) -> bool:
    match shape.type_name:
        case "structure" | "map":
            return isinstance(value, dict)
        case "list":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer" | "long" as kind:
            limit = INTEGERS[kind]
            return isinstance(value, int) and not isinstance(value, bool) and -limit <= value < limit
        case "timestamp":
            number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            return isinstance(value, datetime) or number
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with_categories(pattern: str, value: str) -> str:
    r"""A pattern in which \p{L} is the letters of a value, as Python's patterns have no categories."""

    def characters(found: re.Match[str]) -> str:
        return "".join(
            re.escape(one) for one in sorted(set(value)) if unicodedata.category(one).startswith(found[1])
        )

    pattern = pattern.replace(r"\p{Graph}", r"\x21-\x7e")  # a class of characters, and ASCII in Java
    # Java writes characters beyond the basic plane as pairs.
    pattern = pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
    return re.sub(r"\\p\{(\w+)\}", characters, pattern)


def _traits(value: Any, shape: Shape, member: str) -> Iterator[Violation]:
    traits = shape.metadata
    sized = isinstance(value, str | list | dict)
    size = len(value) if sized else value
    what = "length" if sized else "value"
    start = f"Value {value!r} at '{member}' failed to satisfy constraint: Member must"
    if "min" in traits and size < traits["min"]:
        yield Violation(member, "min", f"{start} have {what} greater than or equal to {traits['min']}", value)
    if "max" in traits and size > traits["max"]:
        yield Violation(member, "max", f"{start} have {what} less than or equal to {traits['max']}", value)
    if isinstance(value, str):
        pattern = traits.get("pattern")
        if pattern and not re.fullmatch(_with_categories(pattern, value), value, re.ASCII):
            message = f"{start} satisfy regular expression pattern: {pattern}"
            yield Violation(member, "pattern", message, value)
        if traits.get("enum") and value not in traits["enum"]:
            yield Violation(member, "enum", f"{start} satisfy enum value set: {traits['enum']}", value)
