"""The choice of one parameter or several."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.relation import Group
from harness.contract.violation import Code


@dataclass(frozen=True)
class AtLeastOne(Group):
    """One or more of several parameters must be given."""

    kind: ClassVar[str] = "at_least_one"
    code: ClassVar[Code] = Code("No member of a group is given of which one is needed.")
    least: ClassVar[int] = 1
    most: ClassVar[int | None] = None
    how_many: ClassVar[str] = "at least one"
    asks_for_more: ClassVar[bool] = True

    def schema(self) -> Schema:
        scope, given = self.given()
        return nest(scope, {"anyOf": given})
