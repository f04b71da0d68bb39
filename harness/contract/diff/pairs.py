"""Walk the shapes of two documents side by side: which shapes are at the same places of an operation."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from botocore.model import ServiceModel, Shape, StructureShape

from harness.contract.diff.service import Aspect
from harness.contract.diff.shapes import type_of
from harness.models.traits import places

_NOTHING = StructureShape("", {"type": "structure", "members": {}})
"""What an operation without an input or an output has in their place."""


# What the place of a shape may say of its values, instead of what the shape says.
_OWN = frozenset(("deprecated", "enum", "max", "min", "pattern", "sensitive", "streaming"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two shapes at the same place.

    Where they have one name they are one shape, which may have changed, wherever it is met. Where they have
    two, or a place says something of its values by itself, what differs is of the place.

    Attributes:
        old: the name of the shape before.
        new: the name of the shape after.
        holders: the names of the shapes before and after that hold the place, where what differs is of the
            place; else none.
        place: the member of the holders, or ``member``, ``key`` or ``value`` of a list or a map.
    """

    old: str
    new: str
    holders: tuple[str, str] | None = None
    place: str = ""


class Pairs:
    """The shapes of one service in two documents.

    Args:
        old: botocore's model of the service before.
        new: the model after.
        silent: what one of the documents does not say.
    """

    def __init__(self, old: ServiceModel, new: ServiceModel, silent: frozenset[Aspect]) -> None:
        self._models = (old, new)
        self._silent = silent
        self._shapes: tuple[dict[str, Shape], dict[str, Shape]] = ({"": _NOTHING}, {"": _NOTHING})
        self._inside: dict[tuple[str, str], tuple[tuple[Pair, str], ...]] = {}

    def shapes(self, pair: Pair) -> tuple[Shape, Shape]:
        """Return the two shapes of a pair, with what their place says of their values."""
        if pair.holders is None:
            return self._shape(0, pair.old), self._shape(1, pair.new)
        return self._placed(0, pair.holders[0], pair.place), self._placed(1, pair.holders[1], pair.place)

    def _placed(self, number: int, holder: str, place: str) -> Shape:
        reference = places(self._shape(number, holder))[place]
        own = {name: reference[name] for name in reference.keys() & _OWN}
        name = reference["shape"]
        return self._models[number].shape_for(name, own) if own else self._shape(number, name)

    def _shape(self, number: int, name: str) -> Shape:
        known = self._shapes[number]
        if name not in known:
            known[name] = self._models[number].shape_for(name)
        return known[name]

    def below(self, old: Shape | None, new: Shape | None, pointer: str) -> Iterator[tuple[Pair, str]]:
        """Yield the pairs that two shapes reach, each once, with the shortest pointer to it.

        Args:
            old: the shape before, such as the input of an operation; None for nothing.
            new: the shape after.
            pointer: where they stand.
        """
        start = Pair(old.name if old is not None else "", new.name if new is not None else "")
        seen, left = {start}, deque([(start, pointer)])
        while left:
            pair, pointer = left.popleft()
            yield pair, pointer
            for inner, step in self._pairs_in(pair):
                if inner not in seen:
                    seen.add(inner)
                    left.append((inner, f"{pointer}/{step}"))

    def _pairs_in(self, pair: Pair) -> tuple[tuple[Pair, str], ...]:
        """Return the pairs that a pair's shapes hold, each with its step of a pointer."""
        key = (pair.old, pair.new)
        if key not in self._inside:
            self._inside[key] = tuple(self._find_inside(*key))
        return self._inside[key]

    def _find_inside(self, old_name: str, new_name: str) -> Iterator[tuple[Pair, str]]:
        old, new = self._shape(0, old_name), self._shape(1, new_name)
        if type_of(old) != type_of(new):
            return
        before, after = places(old), places(new)
        for place in sorted(before.keys() & after.keys()):
            if place == "key" and "keys" in self._silent and old.type_name == "map":
                continue
            one, other = before[place], after[place]
            names = one["shape"], other["shape"]
            own = names[0] != names[1] or not _OWN.isdisjoint((*one, *other))
            pair = Pair(*names, (old_name, new_name), place) if own else Pair(*names)
            yield pair, place if old.type_name == "structure" else "*"
