"""Join the results of runs of interactions, in their order, to those of whole cassettes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from harness.contract.continuations import Numbered, Ranked, Token
from harness.contract.contract import contract
from harness.contract.violation import Violation
from harness.report.judge import CheckOptions, Part
from harness.report.secrets import Secrets, join, violations

_LAST = 1 << 30
"""The rank of secrets, behind all else that an interaction breaks."""


@dataclass(frozen=True, slots=True)
class NotChecked:
    """An interaction that could not be checked; it never counts as passed.

    Attributes:
        cassette: the cassette's path.
        interaction: its number in it, from 1.
        reason: why, for a person.
    """

    cassette: str
    interaction: int
    reason: str


@dataclass(slots=True)
class Collector:
    """What was found so far.

    Args:
        options: what the interactions are checked by.

    Attributes:
        cassettes: how many cassettes have ended.
        operations: the number of checked exchanges by ``"service.Operation"``.
        unknown_requests: how many of them come from a tool that keeps no requests.
        redacted: how many places the recordings say something was taken out of.
        not_checked: the interactions that no contract could be held against.
        violations: what the exchanges break, with cassette and interaction.
    """

    options: CheckOptions
    cassettes: int = 0
    operations: Counter[str] = field(default_factory=Counter)
    unknown_requests: int = 0
    redacted: int = 0
    not_checked: list[NotChecked] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    _passed: int = 0
    _found: list[Ranked] = field(default_factory=list)
    _secrets: Secrets = field(default_factory=dict)
    _waiting: dict[Token, Numbered | None] = field(default_factory=dict)

    def add(self, cassette: str, part: Part) -> None:
        """Add the next run of interactions of a cassette, whose numbers go on where the last run ended."""
        shift = self._passed
        self._passed += part.interactions
        self.operations += part.operations
        self.unknown_requests += part.unknown_requests
        self.redacted += part.redacted
        self.not_checked += (NotChecked(cassette, at + shift, reason) for at, reason in part.not_checked)
        self._found += ((number + shift, rank, violation) for number, rank, violation in part.violations)
        join(self._secrets, part.secrets, shift)
        for name, continuations in part.continuations.items():
            service, _, operation = name.rpartition(".")
            held_to = contract(service, operation)
            self._found += continuations.join(held_to, self._waiting, shift, self.options.severities)

    def end(self, cassette: str) -> None:
        """End a cassette: all of its runs were added."""
        secrets = violations(self._secrets, self.options.severities)
        self._found += ((number, _LAST, violation) for number, violation in secrets)
        self._found.sort(key=lambda found: found[:2])
        self.violations += (
            replace(violation, cassette=cassette, interaction=number) for number, _, violation in self._found
        )
        self.cassettes += 1
        self._passed = 0
        self._found = []
        self._secrets = {}
        self._waiting = {}
