"""Check cassettes: decode every interaction, check it against its contract, and count it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from harness.cassette.errors import ForeignRecording, UnreadableCassette
from harness.cassette.location import Location
from harness.cassette.model import Cassette, Interaction
from harness.contract.violation import Severities, Severity, Violation
from harness.redaction import DEFAULT, Redaction
from harness.report.collect import Collector, NotChecked
from harness.report.engine import At, Engine, in_process
from harness.report.find import find_foreign, find_locations
from harness.report.judge import CheckOptions, judge

__all__ = ["NotChecked", "Report", "Unreadable", "check", "check_interactions", "check_paths"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that was to be checked and cannot be read, or not to its end.

    Attributes:
        cassette: its path or URL.
        message: what is wrong with it and what to do next, for a person.
    """

    cassette: str
    message: str


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
            answers were checked, their requests were not.
        unreadable: the files that cannot be read; what stood before the fault was checked.
        redacted: how many places the recordings say a secret was taken out of (`Facts.redacted` lists them).
        unread: how many streams in observed calls were not checked, as nobody can read them but their owner.
    """

    cassettes: int = 0
    operations: Mapping[str, int] = field(default_factory=dict)
    not_checked: Sequence[NotChecked] = ()
    violations: Sequence[Violation] = ()
    skipped: tuple[Location, ...] = ()
    unknown_requests: int = 0
    unreadable: tuple[Unreadable, ...] = ()
    redacted: int = 0
    unread: int = 0

    @property
    def checked(self) -> int:
        """The number of exchanges that were checked against their contract."""
        return sum(self.operations.values())

    @property
    def exchanges(self) -> int:
        """The number of all interactions, checked or not."""
        return self.checked + len(self.not_checked)

    @property
    def errors(self) -> tuple[Violation, ...]:
        """The violations of severity error; a check fails if there is one."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Violation, ...]:
        """The violations of severity warning."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> tuple[Violation, ...]:
        return tuple(violation for violation in self.violations if violation.severity is severity)

    def __add__(self, other: Report) -> Report:
        return Report(
            self.cassettes + other.cassettes,
            dict(Counter(self.operations) + Counter(other.operations)),
            (*self.not_checked, *other.not_checked),
            (*self.violations, *other.violations),
            self.skipped + other.skipped,
            self.unknown_requests + other.unknown_requests,
            self.unreadable + other.unreadable,
            self.redacted + other.redacted,
            self.unread + other.unread,
        )

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness check --json`` prints."""
        return {
            "exchanges": self.exchanges,
            "checked": self.checked,
            "not_checked": len(self.not_checked),
            "unknown_requests": self.unknown_requests,
            "redacted": self.redacted,
            "unreadable": [asdict(file) for file in self.unreadable],
            "operations": dict(sorted(self.operations.items())),
            **({"unread": self.unread} if self.unread else {}),
            "violations": [violation.to_json() for violation in self.violations],
        }


def check(
    cassette: Cassette, severities: Severities | None = None, redaction: Redaction | None = DEFAULT
) -> Report:
    """Check every exchange of a cassette against its documented contract, and search it for secrets.

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
    """Check numbered interactions of one cassette against their contracts.

    Args:
        interactions: pairs of the number in the cassette, from 1, and the interaction, in that order.
        cassette: the cassette's path, for the report.
        severities: a user's severities by code.
        redaction: what no recording may hold; None searches for nothing, as for what was redacted just now.
    """
    options = CheckOptions(severities, redaction)
    collector = Collector(options)
    collector.add(cassette, judge(interactions, options, cassette or None))
    collector.end(cassette)
    return _report(collector)


def check_paths(
    paths: Iterable[Location],
    severities: Severities | None = None,
    redaction: Redaction | None = DEFAULT,
    progress: Callable[[Sequence[Location]], Iterable[Location]] = iter,
    engine: Engine = in_process,
    *,
    at: At = lambda position: None,
    skip_others: bool = False,
) -> Report:
    """Check all cassettes that paths name, in memory that grows only with what they break.

    A file that cannot be read stops nothing: the report lists it, and has what stood before the fault.

    Args:
        paths: files and folders, URLs of them (``s3://bucket/tapes``) and patterns of URLs (``s3://b/*.json``).
        severities: a user's severities by code.
        redaction: what no recording may hold; None searches for nothing.
        progress: wraps the list of cassettes while they are gone through, to show how far it is.
        engine: what does the work; the report is the same whatever does.
        at: told how many bytes of the cassette that `progress` is at have been gone through.
        skip_others: whether a file that paths name and that is no cassette is skipped, as in a folder; so is
            the recording of another tool, which counts as unreadable else.

    Raises:
        harness.report.find.NothingToCheck: none of the paths names a cassette.
        harness.errors.MissingExtra: a URL or an engine needs what is not installed.
    """
    found = find_locations(paths, skip_others=skip_others)
    unreadable = [Unreadable(str(error.path), str(error)) for error in found.missing]
    others = list(found.others)
    options = CheckOptions(severities, redaction)
    collector = Collector(options)
    with engine(found.cassettes, options) as parts_of:
        for cassette in progress(found.cassettes):
            fault: UnreadableCassette | None = None
            try:
                for part in parts_of(cassette, at):
                    collector.add(str(cassette), part)
                    fault = fault or part.lost
            except UnreadableCassette as error:
                fault = error
            collector.end(str(cassette))
            if skip_others and isinstance(fault, ForeignRecording):
                others.append(cassette)
            elif fault is not None:
                unreadable.append(Unreadable(str(cassette), str(fault)))
    if not skip_others:
        foreign = {other: fault for other in others if (fault := find_foreign(other)) is not None}
        unreadable += (Unreadable(str(other), str(fault)) for other, fault in foreign.items())
        others = [other for other in others if other not in foreign]
    return _report(collector, others, unreadable)


def _report(
    collector: Collector, skipped: Iterable[Location] = (), unreadable: Iterable[Unreadable] = ()
) -> Report:
    return Report(
        collector.cassettes,
        dict(collector.operations),
        tuple(collector.not_checked),
        tuple(collector.violations),
        tuple(skipped),
        collector.unknown_requests,
        tuple(unreadable),
        collector.redacted,
    )
