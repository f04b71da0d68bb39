"""The failure of a program whose exchanges break their contract."""

from __future__ import annotations

from collections.abc import Sequence

from harness.contract.explanation import broken_words
from harness.contract.violation import Violation
from harness.errors import HarnessError


class ContractBroken(HarnessError):
    """Exchanges break their documented contract.

    Args:
        violations: the violations of severity error.
    """

    violations: Sequence[Violation]

    def __str__(self) -> str:
        return broken_words(self.violations)
