"""The choice of one parameter or several."""

from __future__ import annotations

from dataclasses import dataclass

from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.kinds.exactly_one import ExactlyOne
from harness.contract.rules.relation import Group
from harness.contract.rules.rule import Rule


@dataclass(frozen=True)
class AtLeastOne(Group):
    """One or more of several parameters must be given."""

    kind = "at_least_one"
    meaning = "None of a group of members is given, and one is needed."
    least = 1
    most = None
    how_many = "at least one"
    asks_for_more = True

    def schema(self) -> Schema:
        scope, given = self.given()
        return nest(scope, {"anyOf": given})

    def both(self) -> Rule:
        return ExactlyOne(self.params, source=self.source)
