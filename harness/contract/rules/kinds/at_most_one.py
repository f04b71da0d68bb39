"""The choice of one parameter, or of none."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from harness.contract.paths.member import select
from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.relation import Group, contradicted_choice, no_two
from harness.contract.violation import Code

if TYPE_CHECKING:
    from botocore.model import Shape


@dataclass(frozen=True)
class AtMostOne(Group):
    """At most one of several parameters may be given; a switch that is off counts as none."""

    kind: ClassVar[str] = "at_most_one"
    code: ClassVar[Code] = Code("More than one member of an exclusive group is given.")
    least: ClassVar[int] = 0
    most: ClassVar[int | None] = 1
    how_many: ClassVar[str] = "at most one"

    def counts_as_given(self, structure: Any, name: str) -> bool:
        return any(value is not False for _, value in select(structure, name))

    def schema(self) -> Schema:
        scope, given = self.given({"not": {"const": False}})
        return nest(scope, no_two(given))

    def contradiction(self, root: Shape | None) -> str | None:
        return contradicted_choice(root, self.params)
