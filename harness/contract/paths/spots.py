"""The places of a shape in a request or a response, each structure's members once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape
from botocore.utils import is_json_value_header

from harness.contract.paths.member import join
from harness.contract.values import is_document


@dataclass(frozen=True, slots=True)
class Spot:
    """One place.

    Attributes:
        path: the place, as rules write it; empty for the request or response as a whole.
        shape: the shape that stands there.
        owner: the structure that has it as a member; None for entries, keys and the whole.
        required: whether that structure requires it.
        on_key: whether it is the keys of the map at the path.
    """

    path: str
    shape: Any
    owner: Any = None
    required: bool = False
    on_key: bool = False


def spots_of(root: Shape, *, streams: bool = True) -> Iterator[Spot]:
    """Yield the places of a shape and of all that is in it, from the outside in.

    Each structure is gone into once, at the place nearest to the top: so shapes that hold themselves come to
    an end. Values that may be any JSON have no places inside.

    Args:
        root: the shape of a request or a response.
        streams: whether to go into streams of events.
    """
    seen: set[str] = set()
    waiting = deque([Spot("", root)])
    while waiting:
        spot = waiting.popleft()
        if streams or not spot.shape.serialization.get("eventstream"):
            yield spot
            waiting.extend(_inside(spot, seen))


def holds_any(shape: Shape) -> bool:
    """Tell whether a shape may be any JSON value."""
    return is_json_value_header(shape) or is_document(shape)


def _inside(spot: Spot, seen: set[str]) -> Iterator[Spot]:
    shape = spot.shape
    if holds_any(shape):
        return
    if shape.type_name == "list":
        yield Spot(f"{spot.path}[]", shape.member)
    elif shape.type_name == "map":
        yield Spot(spot.path, shape.key, on_key=True)
        yield Spot(f"{spot.path}[]", shape.value)
    elif shape.type_name == "structure" and shape.name not in seen:
        seen.add(shape.name)
        for name, member in shape.members.items():
            path = join(spot.path, name)
            yield Spot(path, member, shape, name in shape.required_members)
