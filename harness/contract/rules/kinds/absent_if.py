"""When a member is left out."""

from __future__ import annotations

from typing import Any

from harness.contract.rules.response import OnPresence, in_response, is_met, request_of


class AbsentIf(OnPresence):
    """A response member is left out where a condition holds on the request or the response."""

    kind = "absent_if"
    meaning = "A member is present although its condition excludes it."
    wanted = False

    def applies(self, document: Any) -> bool:
        if not self.condition.on_response:
            return request_of(document) is not None and is_met(document, self.condition)
        scope, _, condition = self.scoped()
        return any(condition.holds(value) for _, value in in_response(document, scope))

    @property
    def words(self) -> str:
        return f"{self.member} must not be returned when {self.condition.words}"
