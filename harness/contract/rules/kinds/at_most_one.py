"""The choice of one parameter, or of none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import select
from harness.contract.paths.schemas import Schema, nest
from harness.contract.rules.kinds.exactly_one import ExactlyOne
from harness.contract.rules.relation import Group, contradicted_choice, no_two
from harness.contract.rules.rule import Rule


@dataclass(frozen=True)
class AtMostOne(Group):
    """At most one of several parameters may be given; a switch that is off counts as none."""

    kind = "at_most_one"
    meaning = "More than one member of an exclusive group is given."
    least = 0
    most = 1
    how_many = "at most one"

    def counts_as_given(self, structure: Any, name: str) -> bool:
        return any(value is not False for _, value in select(structure, name))

    def schema(self) -> Schema:
        scope, given = self.given({"not": {"const": False}})
        return nest(scope, no_two(given))

    def contradiction(self, root: Shape | None) -> str | None:
        return contradicted_choice(root, self.params)

    def both(self) -> Rule:
        return ExactlyOne(self.params, source=self.source)
