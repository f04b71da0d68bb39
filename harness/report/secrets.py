"""Secrets that recordings hold, as violations: one for each place, however many interactions have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from botocore.model import OperationModel

from harness.cassette.errors import LostBody
from harness.cassette.model import Interaction
from harness.contract.exchange import Exchange
from harness.contract.source import Source
from harness.contract.violation import Severities, Severity, Side, Violation, severity_of
from harness.errors import counted
from harness.redaction import Finding, Redaction, scan
from harness.redaction.side_files import scan_side_files

CODE = "secret"


@dataclass(frozen=True, slots=True)
class Sightings:
    """Where one secret was found: the number of the first interaction that has it, and in how many."""

    first: int
    count: int


Secrets = dict[tuple[str, Finding], Sightings]
"""The secrets of a cassette, in the order in which they were found: operation and place to where they are."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An interaction to be searched.

    Attributes:
        number: its number in the cassette.
        interaction: the recording.
        operation: which operation it is; None if it is none that is known.
        exchange: the interaction decoded; None if it could not be.
    """

    number: int
    interaction: Interaction
    operation: OperationModel | None
    exchange: Exchange | None

    @property
    def name(self) -> str:
        """Its operation, ``"service.Operation"``; empty if that is not known."""
        operation = self.operation
        return f"{operation.service_model.service_name}.{operation.name}" if operation is not None else ""


def search(
    secrets: Secrets,
    recorded: Recorded,
    redaction: Redaction,
    severities: Severities | None = None,
    cassette: Path | None = None,
) -> LostBody | None:
    """Scan an interaction, and add what it holds.

    Args:
        secrets: what was found so far.
        recorded: the interaction.
        redaction: the rules.
        severities: a user's severities by code.
        cassette: the file of the cassette, whose side files are searched too; None where it has none.

    Returns:
        Its side file that is missing or cut, or None.
    """
    if severities and not _is_wanted(recorded.name, severities):
        return None
    lost: LostBody | None = None
    findings = scan(recorded.operation, recorded.interaction, redaction, recorded.exchange)
    if cassette is not None:
        try:
            findings += scan_side_files(cassette, recorded.operation, recorded.interaction, redaction)
        except LostBody as error:
            lost = error
    for finding in findings:
        # A header that every request has is told of once.
        key = (recorded.name if finding.place.startswith("/") else "", finding)
        _add(secrets, key, Sightings(recorded.number, 1))
    return lost


def join(secrets: Secrets, others: Mapping[tuple[str, Finding], Sightings], shift: int) -> None:
    """Add what was found in later interactions, whose numbers are to be higher by a shift."""
    for key, found in others.items():
        _add(secrets, key, Sightings(found.first + shift, found.count))


def _add(secrets: Secrets, key: tuple[str, Finding], found: Sightings) -> None:
    before = secrets.get(key)
    secrets[key] = found if before is None else Sightings(before.first, before.count + found.count)


def violations(secrets: Secrets, severities: Severities | None = None) -> Iterator[tuple[int, Violation]]:
    """Yield what was found, each with the number of the first interaction that has it."""
    for (operation, finding), found in secrets.items():
        severity = severity_of(CODE, finding.side, severities, operation)
        if severity is Severity.OFF:
            continue
        more = f", and in {counted(found.count - 1, 'more interaction')}" if found.count > 1 else ""
        message = f"The recording holds a secret ({finding.kind}) at {finding.place}{more}."
        pointer = finding.place if finding.place.startswith("/") else ""
        source = Source("redaction", trait=finding.kind)
        yield found.first, Violation(CODE, severity, finding.side, pointer, message, source, operation)


def _is_wanted(operation: str, severities: Severities | None) -> bool:
    sides: tuple[Side, ...] = ("request", "response")
    return any(severity_of(CODE, side, severities, operation) is not Severity.OFF for side in sides)
