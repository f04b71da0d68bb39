"""Check cassettes: every interaction decoded, held to its contract, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.cassette.exchange import UnreadableAnswer, exchange_of
from harness.cassette.model import Cassette, Interaction
from harness.cassette.store import load_cassette
from harness.contract.contract import Contract, contract
from harness.contract.exchange import Exchange
from harness.contract.source import Source
from harness.contract.violation import Severities, Severity, Violation, severity_of
from harness.errors import HarnessError
from harness.models import botocore_version, find_operation
from harness.record.redaction import DEFAULT, Redaction
from harness.report.secrets import Secrets


@dataclass(frozen=True, slots=True)
class NotChecked:
    """An interaction that could not be held to a contract; it is never counted as passed.

    Attributes:
        cassette: the cassette's path.
        interaction: its number in it, from 1.
        reason: why, for a person.
    """

    cassette: str
    interaction: int
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        cassettes: how many cassettes were read.
        operations: number of exchanges by ``"service.Operation"``, checked ones only.
        not_checked: the interactions that no contract could be held against, with the reason.
        violations: what the checked exchanges break, in the order of cassettes and interactions.
        skipped: YAML and JSON files found in folders that are no cassettes.
        unknown_requests: how many of the checked exchanges come from a tool that keeps no requests: their
            answers were held to the contract, their requests were not.
    """

    cassettes: int = 0
    operations: Mapping[str, int] = field(default_factory=dict)
    not_checked: tuple[NotChecked, ...] = ()
    violations: tuple[Violation, ...] = ()
    skipped: tuple[Path, ...] = ()
    unknown_requests: int = 0

    @property
    def checked(self) -> int:
        """The number of exchanges that were held to their contract."""
        return sum(self.operations.values())

    @property
    def exchanges(self) -> int:
        """The number of all interactions, checked or not."""
        return self.checked + len(self.not_checked)

    @property
    def errors(self) -> tuple[Violation, ...]:
        """The violations of severity error; a check fails if there is one."""
        return tuple(v for v in self.violations if v.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Violation, ...]:
        """The violations of severity warning."""
        return tuple(v for v in self.violations if v.severity is Severity.WARNING)

    def __add__(self, other: Report) -> Report:
        return Report(
            self.cassettes + other.cassettes,
            dict(Counter(self.operations) + Counter(other.operations)),
            self.not_checked + other.not_checked,
            self.violations + other.violations,
            self.skipped + other.skipped,
            self.unknown_requests + other.unknown_requests,
        )

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness check --json`` prints."""
        return {
            "exchanges": self.exchanges,
            "checked": self.checked,
            "not_checked": len(self.not_checked),
            "unknown_requests": self.unknown_requests,
            "operations": dict(sorted(self.operations.items())),
            "violations": [violation.to_json() for violation in self.violations],
        }


def check(
    cassette: Cassette, severities: Severities | None = None, redaction: Redaction | None = DEFAULT
) -> Report:
    """Hold every exchange of a cassette to its documented contract, and search it for secrets.

    Args:
        cassette: harness's own or plain vcrpy's, from `harness.load_cassette`.
        severities: a user's severities by code, which win over the defaults.
        redaction: what no recording may hold; None searches for nothing.
    """
    numbered = enumerate(cassette.interactions, 1)
    return check_interactions(numbered, str(cassette.path or ""), severities, redaction)


def check_interactions(
    interactions: Iterable[tuple[int, Interaction]],
    cassette: str = "",
    severities: Severities | None = None,
    redaction: Redaction | None = None,
) -> Report:
    """Hold numbered interactions of one cassette to their contracts.

    Args:
        interactions: pairs of the number in the cassette, from 1, and the interaction.
        cassette: the cassette's path, for the report.
        severities: a user's severities by code.
        redaction: what no recording may hold; None searches for nothing, as for what was redacted just now.
    """
    by_contract: dict[Contract, list[tuple[int, Exchange]]] = {}
    operations: Counter[str] = Counter()
    not_checked: list[NotChecked] = []
    violations: list[tuple[int, Violation]] = []
    secrets = Secrets(redaction, severities)
    unknown_requests = 0
    for number, interaction in interactions:
        try:
            exchange = exchange_of(interaction)
            held_to = contract(exchange.service, exchange.operation)
            found = held_to.check_exchange(exchange, severities)
        except UnreadableAnswer as error:
            violation = _unreadable(error, severities)
            operations[violation.operation] += 1
            violations.append((number, violation))
            secrets.search(number, interaction, find_operation(error.service, error.operation))
            continue
        except HarnessError as error:
            not_checked.append(NotChecked(cassette, number, str(error)))
            secrets.search(number, interaction, None)
            continue
        secrets.search(number, interaction, find_operation(exchange.service, exchange.operation))
        operations[exchange.name] += 1
        unknown_requests += exchange.params is None
        by_contract.setdefault(held_to, []).append((number, exchange))
        violations += ((number, violation) for violation in found)
    for held_to, numbered in by_contract.items():
        broken = held_to.check_chains([exchange for _, exchange in numbered], severities)
        violations += ((numbered[place][0], violation) for place, violation in broken)
    violations += secrets.violations()
    violations.sort(key=lambda pair: pair[0])
    return Report(
        1,
        dict(operations),
        tuple(not_checked),
        tuple(replace(v, cassette=cassette, interaction=number) for number, v in violations),
        unknown_requests=unknown_requests,
    )


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


ENDINGS = (".yaml", ".yml", ".json")


def find_cassettes(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """List the cassettes that paths name: files as they are, folders searched for YAML and JSON files.

    Returns:
        The cassettes, and the YAML and JSON files in folders that are none: they nowhere say what every
        cassette says, ``interactions``. Files that are empty are cassettes that were cut short.

    Raises:
        NothingToCheck: a path does not exist, or a folder holds no cassette.
    """
    cassettes: dict[Path, None] = {}
    others: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise NothingToCheck(path, "there is no such file or folder")
        if not path.is_dir():
            cassettes[path] = None
            continue
        inside = {item: _may_be_cassette(item) for item in _documents(path)}
        if not any(inside.values()):
            raise NothingToCheck(path, "it holds no cassette (.yaml, .yml or .json)")
        cassettes |= {item: None for item, may_be in inside.items() if may_be}
        others |= {item: None for item, may_be in inside.items() if not may_be}
    return list(cassettes), list(others)


def _documents(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in ENDINGS and not hidden and path.is_file():
            yield path


def _may_be_cassette(path: Path) -> bool:
    content = path.read_bytes()
    return b"interactions" in content or not content.strip()


def check_paths(
    paths: Iterable[Path],
    severities: Severities | None = None,
    redaction: Redaction | None = DEFAULT,
    progress: Callable[[list[Path]], Iterable[Path]] = iter,
) -> Report:
    """Check all cassettes that paths name.

    Args:
        paths: files and folders.
        severities: a user's severities by code.
        redaction: what no recording may hold; None searches for nothing.
        progress: wraps the list of files while they are gone through, to show how far it is.

    Raises:
        NothingToCheck: a path names no cassette.
        harness.cassette.MalformedCassette: a file cannot be read as a cassette.
    """
    cassettes, others = find_cassettes(paths)
    report = Report(skipped=tuple(others))
    for path in progress(cassettes):
        report += check(load_cassette(path), severities, redaction)
    return report


class NothingToCheck(HarnessError):
    """A path that was to be checked names no cassette.

    Args:
        path: the path as given.
        reason: what is wrong with it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"There is nothing to check at {self.path}: {self.reason}. Name a cassette, or a folder of them."
        )
