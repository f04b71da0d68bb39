"""When a member is returned."""

# ruff: noqa: D102 - `Rule` documents the methods that every kind has
from __future__ import annotations

from typing import Any, ClassVar

from harness.contract.rules.response import OnPresence
from harness.contract.violation import Code, Severity


class PresentOnlyIf(OnPresence):
    """A response member is given only where a condition holds on the request or the response."""

    kind: ClassVar[str] = "present_only_if"
    code: ClassVar[Code] = Code(
        "A member is present without its documented condition.", response=Severity.ERROR
    )
    wanted: ClassVar[bool] = True

    def applies(self, document: Any) -> bool:
        return any(True for _ in self.found(document))

    @property
    def words(self) -> str:
        return f"{self.member} must be returned only when {self.condition.words}"
