"""Member paths: how a rule names values inside a request or a response, and how they are found.

``Name`` is a top-level parameter, ``Outer.Inner`` a member of a structure, ``List[].Inner`` one of a list's
elements; ``[]`` stands for every element of a list and every value of a map. The instances are JSON-able:
dicts, lists, strings, numbers, booleans; timestamps are RFC 3339 strings, blobs base64 strings.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ELEMENTS = "[]"

Place = tuple[str | int, ...]
"""The steps from an instance to a value in it; `harness.contract.paths.pointer.to_pointer` writes them."""


@cache
def steps_of(path: str) -> tuple[str, ...]:
    """Split ``List[].Inner`` into ``("List", "[]", "Inner")``; the empty path has no steps."""
    return tuple(step for step in path.replace(ELEMENTS, f".{ELEMENTS}").split(".") if step)


@cache
def path_of(steps: tuple[str, ...]) -> str:
    """Join steps into a path; the reverse of `steps_of`."""
    return ".".join(steps).replace(f".{ELEMENTS}", ELEMENTS)


def join(outer: str, path: str) -> str:
    """Return the path of what a path names inside another: ``Tags[]`` and ``Key`` give ``Tags[].Key``.

    Either may be empty; the second begins with the name of a member.
    """
    return f"{outer}.{path}" if outer and path else outer or path


@cache
def outer_and_name(path: str) -> tuple[str, str]:
    """Split off the last step of a path, if it has one: ``Tags[].Key`` gives ``("Tags[]", "Key")``."""
    steps = steps_of(path)
    return path_of(steps[:-1]), "".join(steps[-1:])


@cache
def from_outside(path: str, scope: str) -> str:
    """Return the path from the root of what a path names inside a structure.

    Args:
        path: one from the structure; ``^.Name`` for a member next to it, ``/Name`` for one of the root.
        scope: the path of the structure with what leads to its members, as ``"Rules[]."``; empty at the root.
    """
    if path.startswith("/"):
        return path[1:]
    while path.startswith("^."):
        outer = steps_of(scope)
        while outer and outer[-1] == ELEMENTS:
            outer = outer[:-1]
        scope, path = join(path_of(outer[:-1]), ""), path[2:]
        scope = f"{scope}." if scope else ""
    return scope + path


def is_within(path: str, outer: str) -> bool:
    """Tell whether what a path names is what another names, or inside it."""
    return path == outer or path.startswith((f"{outer}.", outer + ELEMENTS))


@cache
def general_pointer(path: str) -> str:
    """Return a path as a JSON pointer with ``*`` for each entry: ``Tags[].Key`` gives ``/Tags/*/Key``."""
    return "".join(f"/{'*' if step == ELEMENTS else step}" for step in steps_of(path))


def select(instance: Any, path: str) -> Iterator[tuple[Place, Any]]:
    """Yield place and value of everything in `instance` that `path` names."""
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
            if len(rest) == 1 and rest[0] != ELEMENTS:  # as most paths end: in a third of the time
                name = rest[0]
                for key, entry in entries:
                    if isinstance(entry, dict) and name in entry:
                        yield (*above, key, name), entry[name]
            else:
                for key, entry in entries:
                    yield from _walk(entry, rest, (*above, key))
            return
        if not isinstance(value, dict) or step not in value:
            return
        value = value[step]
    yield at + steps, value


def first_value(instance: Any, path: str) -> Any:
    """Return the first value in `instance` that `path` names; None where it names none."""
    return next((value for _, value in select(instance, path)), None)


def is_given(instance: Any, path: str) -> bool:
    """Tell whether `path` names at least one value in `instance`."""
    return next(select(instance, path), None) is not None


def holders(instance: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each structure in `instance` that has, or may be given, the member that `path` names.

    Yields:
        The structure and the member's name. Nothing for a path that ends in entries, which have no name.
    """
    outer, name = outer_and_name(path)
    if name != ELEMENTS:
        yield from ((holder, name) for _, holder in select(instance, outer) if isinstance(holder, dict))


def holder_of(instance: Any, path: str) -> tuple[dict[str, Any], str] | None:
    """Return the first of the `holders` of the member that `path` names, or None."""
    return next(holders(instance, path), None)


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
