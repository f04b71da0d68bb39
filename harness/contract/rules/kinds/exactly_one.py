"""The choice of one parameter."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.model import Shape

from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.relation import Group, contradicted_choice
from harness.contract.rules.rule import Rule


@dataclass(frozen=True)
class ExactlyOne(Group):
    """One and only one of several parameters must be given."""

    kind = "exactly_one"
    meaning = "Not exactly one member of a group is given."
    least = 1
    most = 1
    how_many = "exactly one"
    asks_for_more = True

    def schema(self) -> Schema:
        scope, given = self.given()
        return nest(scope, {"oneOf": given})

    def contradiction(self, root: Shape | None) -> str | None:
        return contradicted_choice(root, self.params)

    def both(self) -> Rule:
        return self
