"""A tag that entries must have: its key, and one of some values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.contract.values import JsonValue
from harness.synth.responses.demands.demand import (
    Demand,
)
from harness.synth.responses.demands.entries import (
    TAG_KEYS,
    EntryList,
)
from harness.synth.values.plausible.place import Place


def tagged(entries: EntryList, key: str, values: Sequence[Any]) -> Iterator[tuple[str, Demand]]:
    """Yield the lists of tags of entries, and what is asked of them.

    Args:
        entries: the entries.
        key: the key of the tag.
        values: the values that it may have.
    """
    if entries.entry.type_name != "structure":
        return
    for name, shape in entries.entry.members.items():
        if "tag" in name.lower() and shape.type_name == "list" and shape.member.type_name == "structure":
            for named, held in TAG_KEYS:
                if {named, held} <= shape.member.members.keys():
                    yield f"{entries.path}.{name}", Tagged(named, held, key, tuple(values))


@dataclass(frozen=True, slots=True)
class Tagged(Demand):
    """A tag of some key, with one of some values.

    Attributes:
        named: the member of a tag that has its key.
        held: the one that has its value.
        key: the key.
        values: the values.
    """

    named: str
    held: str
    key: str
    values: tuple[Any, ...]

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return the tags of an entry: this one."""
        return [{self.named: self.key, self.held: self.values[place.number % len(self.values)]}]

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether tags have it."""
        return isinstance(value, list) and any(
            isinstance(tag, dict) and tag.get(self.named) == self.key and tag.get(self.held) in self.values
            for tag in value
        )
