"""In what two worlds differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from harness.synth.world.records import Record


@dataclass(frozen=True, slots=True)
class Difference:
    """A resource that one world has, or has otherwise than another.

    Attributes:
        kind: ``missing`` in the other world, ``added`` there, or ``changed``.
        type: the type of the resource, ``dynamodb.Table``.
        name: its name.
        members: the members, tags among them, that are not the same; for one that is changed.
    """

    kind: Literal["missing", "added", "changed"]
    type: str
    name: str
    members: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = f": {', '.join(self.members)}" if self.members else ""
        return f"{self.type} {self.name} is {self.kind}{told}"


def differences(ours: Iterable[Record], theirs: Iterable[Record]) -> tuple[Difference, ...]:
    """Return in what their records differ from ours, by type and name."""
    before, after = {each.key: each for each in ours}, {each.key: each for each in theirs}
    found = [Difference("missing", each.type, each.name) for key, each in before.items() if key not in after]
    found += [Difference("added", each.type, each.name) for key, each in after.items() if key not in before]
    for key, each in before.items():
        if key in after and (members := _unequal(each, after[key])):
            found.append(Difference("changed", each.type, each.name, members))
    return tuple(sorted(found, key=lambda each: (each.type, each.name, each.kind)))


def _unequal(one: Record, other: Record) -> tuple[str, ...]:
    names = sorted(one.members.keys() | other.members.keys())
    unequal = [name for name in names if one.members.get(name) != other.members.get(name)]
    if one.tags != other.tags:
        unequal.append("tags")
    if one.names != other.names:
        unequal.append("names")
    return tuple(unequal)
