"""Paths of parameters: how a rule names a value inside a request or a response.

``Name`` is a top-level parameter, ``Outer.Inner`` a member of a structure, ``List[].Inner`` one of a list's
elements; ``[]`` stands for every element of a list and every value of a map. The instances are JSON-able:
dicts, lists, strings, numbers, booleans; timestamps are RFC 3339 strings, blobs base64 strings.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]
ELEMENTS = "[]"


@cache
def steps_of(path: str) -> tuple[str, ...]:
    """Split ``List[].Inner`` into ``("List", "[]", "Inner")``; the empty path has no steps."""
    return tuple(step for step in path.replace(ELEMENTS, f".{ELEMENTS}").split(".") if step)


@cache
def path_of(steps: tuple[str, ...]) -> str:
    """Join steps into a path; the reverse of `steps_of`."""
    return ".".join(steps).replace(f".{ELEMENTS}", ELEMENTS)


Place = tuple[str | int, ...]
"""The steps from an instance to a value in it; `harness.contract.pointer.to_pointer` writes them."""


def select(instance: Any, path: str) -> Iterator[tuple[Place, Any]]:
    """Yield place and value of everything in `instance` that `path` names; nothing where it is absent."""
    return _walk(instance, steps_of(path), ())


def _walk(value: Any, steps: tuple[str, ...], at: Place) -> Iterator[tuple[Place, Any]]:
    for number, step in enumerate(steps):
        if step == ELEMENTS:
            entries: Any = ()
            if isinstance(value, list):
                entries = enumerate(value)
            elif isinstance(value, dict):
                entries = value.items()
            rest, above = steps[number + 1 :], at + steps[:number]
            for key, entry in entries:
                yield from _walk(entry, rest, (*above, key))
            return
        if not isinstance(value, dict) or step not in value:
            return
        value = value[step]
    yield at + steps, value


def is_given(instance: Any, path: str) -> bool:
    """Tell whether `path` names at least one value in `instance`."""
    return next(select(instance, path), None) is not None


@cache
def common_scope(paths: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Split paths into the innermost structure that holds them all and their paths within it.

    A rule over several members of a list's elements is judged for each element by itself:
    ``("Tags[].Key", "Tags[].Value")`` gives ``("Tags[]", ("Key", "Value"))``.
    """
    split = [steps_of(path) for path in paths]
    depth = 0
    while all(len(steps) > depth + 1 and steps[depth] == split[0][depth] for steps in split):
        depth += 1
    while depth and any(steps[depth] == ELEMENTS for steps in split):
        depth -= 1
    return path_of(split[0][:depth]), tuple(path_of(steps[depth:]) for steps in split)


def nest(path: str, fragment: Schema) -> Schema:
    """Wrap a schema so that it applies to everything that `path` names, and holds where nothing is there."""
    for step in reversed(steps_of(path)):
        if step == ELEMENTS:
            fragment = {"items": fragment, "additionalProperties": fragment}
        else:
            fragment = {"properties": {step: fragment}}
    return fragment


def exists(path: str, fragment: Schema) -> Schema:
    """Write the schema of an instance in which `path` names at least one value that `fragment` accepts."""
    for step in reversed(steps_of(path)):
        if step == ELEMENTS:
            some_value = {"type": "object", "not": {"additionalProperties": {"not": fragment}}}
            fragment = {"anyOf": [{"type": "array", "contains": fragment}, some_value]}
        else:
            fragment = {"type": "object", "properties": {step: fragment}, "required": [step]}
    return fragment
