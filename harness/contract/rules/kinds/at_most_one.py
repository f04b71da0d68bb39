"""The choice of one parameter, or of none."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.relation import Group, contradicted_choice, no_two
from harness.contract.violation import Code

if TYPE_CHECKING:
    from botocore.model import Shape


@dataclass(frozen=True)
class AtMostOne(Group):
    """At most one of several parameters may be given."""

    kind: ClassVar[str] = "at_most_one"
    code: ClassVar[Code] = Code("More than one member of an exclusive group is given.")
    least: ClassVar[int] = 0
    most: ClassVar[int | None] = 1
    how_many: ClassVar[str] = "at most one"

    def schema(self) -> Schema:
        scope, given = self.given()
        return nest(scope, no_two(given))

    def contradiction(self, root: Shape | None) -> str | None:
        return contradicted_choice(root, self.params)
