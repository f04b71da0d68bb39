"""Secrets that recordings hold, as violations: one for each place, however many interactions have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from botocore.model import OperationModel

from harness.cassette.model import Interaction
from harness.contract.source import Source
from harness.contract.violation import Severities, Severity, Side, Violation, severity_of
from harness.record.redaction import Finding, Redaction, scan

CODE = "secret"


@dataclass(slots=True)
class Secrets:
    """The secrets found in one cassette so far.

    Args:
        redaction: the rules; None finds nothing.
        severities: a user's severities by code.
    """

    redaction: Redaction | None
    severities: Severities | None = None
    _found: dict[tuple[str, Finding], list[int]] = field(default_factory=dict)

    def search(self, number: int, interaction: Interaction, operation: OperationModel | None) -> None:
        """Scan one interaction.

        Args:
            number: its number in the cassette.
            interaction: the recording.
            operation: which operation it is; None if it is none that is known.
        """
        name = f"{operation.service_model.service_name}.{operation.name}" if operation is not None else ""
        if self.redaction is None or not self._is_wanted(name):
            return
        for finding in scan(operation, interaction, self.redaction):
            # A header that every request has is told of once.
            is_member = finding.place.startswith("/")
            self._found.setdefault((name if is_member else "", finding), []).append(number)

    def _is_wanted(self, operation: str) -> bool:
        sides: tuple[Side, ...] = ("request", "response")
        found = (severity_of(CODE, side, self.severities, operation) for side in sides)
        return any(severity is not Severity.OFF for severity in found)

    def violations(self) -> Iterator[tuple[int, Violation]]:
        """Yield what was found, each with the number of the first interaction that has it."""
        for (operation, finding), numbers in self._found.items():
            severity = severity_of(CODE, finding.side, self.severities, operation)
            if severity is Severity.OFF:
                continue
            more = f", and in {len(numbers) - 1} more interactions" if len(numbers) > 1 else ""
            message = f"The recording holds a secret ({finding.kind}) at {finding.place}{more}."
            pointer = finding.place if finding.place.startswith("/") else ""
            source = Source("redaction", trait=finding.kind)
            yield numbers[0], Violation(CODE, severity, finding.side, pointer, message, source, operation)
