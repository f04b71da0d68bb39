"""The choice of one parameter."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.relation import Group, contradicted_choice
from harness.contract.violation import Code

if TYPE_CHECKING:
    from botocore.model import Shape


@dataclass(frozen=True)
class ExactlyOne(Group):
    """One and only one of several parameters must be given."""

    kind: ClassVar[str] = "exactly_one"
    code: ClassVar[Code] = Code("Not exactly one member of a group is given.")
    least: ClassVar[int] = 1
    most: ClassVar[int | None] = 1
    how_many: ClassVar[str] = "exactly one"
    asks_for_more: ClassVar[bool] = True

    def schema(self) -> Schema:
        scope, given = self.given()
        return nest(scope, {"oneOf": given})

    def contradiction(self, root: Shape | None) -> str | None:
        return contradicted_choice(root, self.params)
