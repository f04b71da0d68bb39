"""Which thing the parent of what is listed is."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.paths.member import is_given
from harness.contract.paths.schemas import Schema, nest
from harness.contract.paths.shape import shape_at
from harness.contract.rules.rule import Breach, Rule
from harness.contract.rules.value import nowhere


@dataclass(frozen=True)
class Scopes(Rule):
    """A parameter names the parent or owner of what is returned: a cluster, a repository. Nothing breaks it.

    It tells who makes and fuzzes requests that another value asks for other things, and that one which there
    isn't has an error or nothing in it. No entry needs to name its parent.
    """

    kind = "scopes"
    meaning = ""
    param: str
    thing: str

    @property
    def path(self) -> str:
        return self.param

    @property
    def bound(self) -> Any:
        return self.thing

    @property
    def subject(self) -> Hashable:
        return self.kind, self.param

    def agreed(self, rules: object) -> Rule:
        return self  # readers call one thing by several words

    def breaches(self, document: Any) -> Iterator[Breach]:
        return iter(())

    def applies(self, document: Any) -> bool:
        return is_given(document, self.param)

    @property
    def words(self) -> str:
        return f"{self.param} names the {self.thing} of what is returned"

    def schema(self) -> Schema:
        return nest(self.param, self.keyword({"param": "", "thing": self.thing}))

    def unbreakable(self, shape: Shape | None, is_required: object) -> str | None:
        return "it says what the parameter names"

    def contradiction(self, root: Shape | None) -> str | None:
        return nowhere(self.param) if shape_at(root, self.param) is None else None

    def is_implied(self, root: Shape | None) -> bool:
        return True
