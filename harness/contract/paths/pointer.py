"""JSON pointers, and the way a person writes the same place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_INDEX = re.compile(r"/\d+(?=/|$)")


def escaped(step: str) -> str:
    """Return a step as a JSON pointer writes it (RFC 6901): ``a/b`` gives ``a~1b``."""
    return step.replace("~", "~0").replace("/", "~1")


def unescaped(step: str) -> str:
    """Unescape a step of a JSON pointer: ``a~1b`` gives ``a/b``."""
    return step.replace("~1", "/").replace("~0", "~")


def to_pointer(path: Iterable[str | int]) -> str:
    """Return the JSON pointer (RFC 6901) of a path: ``["Events", 0, "a/b"]`` gives ``/Events/0/a~1b``."""
    return "".join(f"/{escaped(str(step))}" for step in path)


def to_steps(pointer: str) -> list[str]:
    """Split a JSON pointer into its steps, list indexes as text."""
    return [unescaped(step) for step in pointer.split("/")[1:]]


def to_words(pointer: str) -> str:
    """Return the place as a message names it: ``/Events/0/EventTime`` gives ``Events[0].EventTime``."""
    words = ""
    for step in to_steps(pointer):
        words += f"[{step}]" if step.isdecimal() else f".{step}" if words else step
    return words


def any_entry(pointer: str) -> str:
    """Return the pointer with ``*`` for each index: ``/Events/0/EventTime`` gives ``/Events/*/EventTime``."""
    return _INDEX.sub("/*", pointer)


def value_at(value: Any, pointer: str, default: Any = None) -> Any:
    """Return the value at a JSON pointer in a JSON-able value, or the default."""
    for step in to_steps(pointer):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return default
    return value
