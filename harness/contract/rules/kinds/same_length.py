"""Lists that are as long as one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import common_scope, first_value, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.response import Answering, OnResponse, Stage, in_response, is_returned
from harness.contract.rules.rule import Breach


@dataclass(frozen=True)
class SameLength(OnResponse):
    """Two lists of the response have as many entries."""

    kind = "same_length"
    meaning = "Two lists differ in length."
    counts = True
    stage = Stage.LENGTH
    members: tuple[str, str]

    @property
    def paths(self) -> tuple[str, ...]:
        return self.members

    def breaches(self, document: Any) -> Iterator[Breach]:
        scope, (first, second) = common_scope(self.members)
        for base, structure in in_response(document, scope):
            for at, left in select(structure, first):
                right = first_value(structure, second)
                if isinstance(left, list) and isinstance(right, list) and len(left) != len(right):
                    yield Breach(to_pointer(base + at), len(left))

    def applies(self, document: Any) -> bool:
        lists = [value for member in self.members for _, value in in_response(document, member)]
        return all(is_returned(document, member) for member in self.members) and any(lists)

    @property
    def words(self) -> str:
        return f"{self.members[0]} must have as many entries as {self.members[1]}"

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        scope, paths = common_scope(self.members)
        for _, structure in select(response, scope):
            lists = [value for path in paths for _, value in select(structure, path)]
            if len(lists) == 2 and all(isinstance(value, list) for value in lists):
                shorter = min(map(len, lists))
                for value in lists:
                    del value[shorter:]
