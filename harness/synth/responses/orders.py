"""Lists that are sorted as a request asks: by which member (``SortBy``), which way round (``SortOrder``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import first_value
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue
from harness.synth.proposals import proposals_of

ITSELF = ""
"""Stands for an entry that is a text, in place of a member of it."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """The orders of a list.

    Attributes:
        path: the list.
        members: the members of an entry, by the values of `by`; None stands for none.
        ascends: whether the smallest comes first, by the values of `order`; None stands for none.
        holder: the parameter whose members say how it is sorted; empty where parameters say so themselves.
        by: the parameter that says by which member; empty if there is none.
        order: the parameter that says which way round; empty if there is none.
        is_turned: whether a request turns the list round, of which nothing says by which member it is sorted.
    """

    path: str
    members: Mapping[Any, str]
    ascends: Mapping[Any, bool]
    holder: str = ""
    by: str = ""
    order: str = ""
    is_turned: bool = False

    @property
    def params(self) -> frozenset[str]:
        """The parameters that say how the list is sorted."""
        return frozenset(filter(None, (self.holder,) if self.holder else (self.by, self.order)))

    def asked(self, params: Mapping[str, Any]) -> tuple[str, bool] | None:
        """Return the member that a list is sorted by for a request, and which way; None if that is open."""
        member = self.members.get(self._said(params).get(self.by))
        ascends = self.ascends.get(self._way(params))
        return None if member is None or ascends is None else (member, ascends)

    def _said(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        said: Any = params.get(self.holder) or {} if self.holder else params
        said = said[0] if isinstance(said, list) else said
        return said if isinstance(said, Mapping) else {}

    def _way(self, params: Mapping[str, Any]) -> Any:
        return self._said(params).get(self.order)

    def order_of(self, params: Mapping[str, Any], entries: Sequence[JsonValue]) -> list[int]:
        """Return the numbers of entries in the order of a request."""
        numbers, asked = list(range(len(entries))), self.asked(params)
        if asked is not None:
            member, ascends = asked
            keys = [_key(value_in(entry, member)) for entry in entries]
            numbers.sort(key=keys.__getitem__, reverse=not ascends)
        elif self.is_turned and self.ascends.get(self._way(params)) is False:
            numbers.reverse()
        return numbers

    def sort(self, params: Mapping[str, Any], response: Mapping[str, JsonValue]) -> None:
        """Bring the entries of a made list in the order of a request, in place."""
        entries = first_value(response, self.path)
        if isinstance(entries, list):
            entries[:] = [entries[number] for number in self.order_of(params, entries)]


def value_in(entry: JsonValue, member: str) -> JsonValue:
    """Return what an entry is sorted by."""
    if member == ITSELF:
        return entry
    return entry.get(member) if isinstance(entry, Mapping) else None


def _key(value: JsonValue) -> tuple[float, str]:
    number = comparable(value)
    return (number, "") if number is not None else (0.0, str(value or ""))


@lru_cache(maxsize=4096)
def sorting_of(contract: Contract) -> Sorting | None:
    """Return how the list of an operation is sorted; None where nothing says so.

    Args:
        contract: the operation's contract.
    """
    for written in proposals_of(contract.operation_model, "ordered_by"):
        fields = {name: value for name, value in written.items() if name not in ("kind", "list")}
        return Sorting(
            written["list"],
            **{**fields, "members": dict(written["members"]), "ascends": dict(written["ascends"])},
        )
    return None
