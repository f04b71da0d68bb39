"""When a member is returned."""

from __future__ import annotations

from typing import Any

from harness.contract.rules.response import OnPresence


class PresentOnlyIf(OnPresence):
    """A response member is given only where a condition holds on the request or the response."""

    kind = "present_only_if"
    meaning = "A member is present without its documented condition."
    wanted = True

    def applies(self, document: Any) -> bool:
        return any(True for _ in self.found(document))

    @property
    def words(self) -> str:
        return f"{self.member} must be returned only when {self.condition.words}"
