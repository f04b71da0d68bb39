"""Check a run of interactions of one cassette; its findings can be joined to a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.cassette.errors import LostBody
from harness.cassette.exchange import UnreadableAnswer, exchange_of
from harness.cassette.location import Location, is_url
from harness.cassette.model import Interaction
from harness.contract.continuations import Continuations, is_chained
from harness.contract.contract import contract
from harness.contract.source import Source
from harness.contract.violation import Severities, Severity, Violation, severity_of
from harness.errors import HarnessError
from harness.models import botocore_version, find_operation
from harness.redaction import DEFAULT, Redaction, redact_text
from harness.report.secrets import Recorded, Secrets, search


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What interactions are checked for besides their contracts.

    Attributes:
        severities: a user's severities by code; they win over the defaults.
        redaction: what no recording may hold; None searches for nothing.
    """

    severities: Severities | None = None
    redaction: Redaction | None = None


@dataclass(slots=True)
class Part:
    """What a run of interactions was found to be.

    Attributes:
        interactions: how many there are.
        operations: the number of checked exchanges by ``"service.Operation"``.
        unknown_requests: how many of them come from a tool that keeps no requests.
        not_checked: number and reason of the interactions that no contract could be held against.
        violations: what the exchanges break, each with the number of its interaction and a rank among those
            of the same interaction.
        secrets: what the recordings hold that they must not.
        continuations: by operation, what their paginations leave open for the runs before and behind.
        redacted: how many places the recordings say something was taken out of.
        lost: the first side file that is missing or cut, or None.
    """

    interactions: int = 0
    operations: Counter[str] = field(default_factory=Counter)
    unknown_requests: int = 0
    not_checked: list[tuple[int, str]] = field(default_factory=list)
    violations: list[tuple[int, int, Violation]] = field(default_factory=list)
    secrets: Secrets = field(default_factory=dict)
    continuations: dict[str, Continuations] = field(default_factory=dict)
    redacted: int = 0
    lost: LostBody | None = None

    def search(self, recorded: Recorded, options: CheckOptions, file: Path | None) -> None:
        """Search an interaction for secrets, and add what it holds."""
        if options.redaction is not None:
            lost = search(self.secrets, recorded, options.redaction, options.severities, file)
            self.lost = self.lost or lost


def judge(
    interactions: Iterable[tuple[int, Interaction]], options: CheckOptions, cassette: Location | None = None
) -> Part:
    """Check interactions against their contracts, and search them for secrets.

    Args:
        interactions: pairs of a number and the interaction, in the order of the numbers.
        options: what else they are checked by.
        cassette: where they are from, whose side files are searched for secrets too if it is a local file.
    """
    file = Path(cassette) if cassette is not None and not is_url(cassette) else None
    severities = options.severities
    part = Part()
    for number, interaction in interactions:
        part.interactions += 1
        part.redacted += len(interaction.redacted_places)
        operation = exchange = None
        try:
            exchange = exchange_of(interaction, unread_streams=True)  # no contract speaks of what is in one
            held_to = contract(exchange.service, exchange.operation)
            operation = held_to.operation_model
            found = held_to.check_exchange(exchange, severities)
            if found and interaction.result is not None:  # words quote the answer as it was recorded
                interaction = replace(interaction, result=None)
                exchange = exchange_of(interaction, unread_streams=True)
                found = held_to.check_exchange(exchange, severities)
        except UnreadableAnswer as error:
            operation = find_operation(error.service, error.operation)
            violation = _unreadable(error, severities)
            part.operations[violation.operation] += 1
            part.violations.append((number, 0, violation))
        except HarnessError as error:
            part.not_checked.append((number, redact_text(str(error), options.redaction or DEFAULT)))
        else:
            part.operations[held_to.name] += 1
            part.unknown_requests += exchange.params is None
            part.violations += [(number, 0, violation) for violation in found]
            if is_chained(held_to):
                chained = part.continuations.setdefault(held_to.name, Continuations())
                part.violations += chained.follow(held_to, number, exchange, severities)
        if options.redaction is not None:
            part.search(Recorded(number, interaction, operation, exchange), options, file)
    part.violations = [
        (number, rank, told(found, options.redaction)) for number, rank, found in part.violations
    ]
    return part


def told(violation: Violation, redaction: Redaction | None) -> Violation:
    """Return a violation whose message quotes no secret, by the rules of a redaction or the default."""
    message = redact_text(violation.message, redaction or DEFAULT)
    return violation if message == violation.message else replace(violation, message=message)


def _unreadable(error: UnreadableAnswer, severities: Severities | None) -> Violation:
    code = "unreadable"
    source = Source(
        "model", shape=error.operation, trait="protocol", document=f"botocore {botocore_version()}"
    )
    # It is never off: what cannot be read has not passed.
    name = f"{error.service}.{error.operation}"
    severity = severity_of(code, "response", severities, name)
    severity = Severity.WARNING if severity is Severity.OFF else severity
    return Violation(code, severity, "response", "", error.reason, source, name)
