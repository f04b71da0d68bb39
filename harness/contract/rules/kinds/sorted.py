"""The order of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from harness.contract.paths.member import first_value, is_given, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.condition import Condition
from harness.contract.rules.response import Answering, Held, OnMember, Stage, in_response, is_met
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import comparable


@dataclass(frozen=True)
class Sorted(OnMember):
    """The entries of a list are in order, by one of their members or, where `by` is empty, by themselves."""

    kind = "sorted"
    meaning = "A list is not in the documented order."
    severities = ("error", "warning")  # real answers of services that document an order are not always in it
    stage = Stage.ORDER
    by: str
    direction: Literal["ascending", "descending"]
    condition: Condition | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        for at, entries in in_response(document, self.member) if is_met(document, self.condition) else ():
            if not isinstance(entries, list):
                continue
            keys = [
                (i, _order_key(value))
                for i, entry in enumerate(entries)
                for _, value in select(entry, self.by)
            ]
            for (_, before), (i, after) in pairwise((i, key) for i, key in keys if key is not None):
                if type(before) is type(after) and before != after:
                    ascending = before < after
                    if ascending is not (self.direction == "ascending"):
                        yield Breach(to_pointer((*at, i)), entries[i])

    def applies(self, document: Any) -> bool:
        if not is_met(document, self.condition):
            return False
        lists = [value for _, value in in_response(document, self.member) if isinstance(value, list)]
        return any(sum(is_given(entry, self.by) for entry in entries) > 1 for entries in lists)

    @property
    def words(self) -> str:
        by = f" by {self.by}" if self.by else ""
        when = f" when {self.condition.words}" if self.condition is not None else ""
        return f"{self.member} must be sorted{by}, {self.direction}{when}"

    def asking(self, held: Held) -> Iterator[tuple[str, Any]]:
        if self.condition is not None:
            yield from ((self.condition.param, value) for value in self.condition.tried)

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        if self.condition is not None and not self.condition.holds(answering.params):
            return

        def key(entry: Any) -> tuple[float, str]:
            value = first_value(entry, self.by)
            number = comparable(value)
            return (number if number is not None else 0.0, "" if number is not None else str(value))

        for _, entries in select(response, self.member):
            if isinstance(entries, list):
                entries.sort(key=key, reverse=self.direction == "descending")


def _order_key(value: Any) -> Any:
    moment = comparable(value)
    return moment if moment is not None else value if isinstance(value, str) else None
