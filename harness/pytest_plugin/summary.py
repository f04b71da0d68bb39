"""What a session exchanged and what broke its contract, counted over all tests and workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from harness.errors import counted

if TYPE_CHECKING:
    from harness.cassette.model import Interaction
    from harness.record.live import LiveCassette, Served
    from harness.report.check import Report


_MOST = 10
"""How many of a kind are listed."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A severity that a marker gives, or that the settings give one operation.

    Attributes:
        tests: how many tests have it; none that are known if it is of the settings.
        passed: how many of them ran and passed.
        is_used: whether it matched a violation.
    """

    tests: int = 0
    passed: int = 0
    is_used: bool = False

    def __add__(self, other: Waiver) -> Waiver:
        # Each worker collects all tests, and runs some.
        return Waiver(max(self.tests, other.tests), self.passed + other.passed, self.is_used or other.is_used)


@dataclass(slots=True)
class Tally:
    """Running counts of a session.

    Attributes:
        operations: exchanges by ``"service.Operation"``.
        recorded: how many of the exchanges were recorded now.
        errors: violations of severity error.
        warnings: violations of severity warning.
        warned: by kind, how many there are, a line about the first, and the lines that explain it.
        not_checked: exchanges that could not be checked.
        unused: by the path of each cassette that was used, the recordings that no test played, in order: the
            number of each, from 1, and its operation.
        rerecorded: the paths of the cassettes that were recorded again elsewhere (``--cassette-diff``).
        kept: who failed or was skipped while recording, by the file that keeps what was recorded.
        recorded_tests: the tests that recorded and passed: `harness.pytest_plugin.verify.Recorded` of each.
        by_order: how many calls were told apart by recorded order alone.
        by_origin: how many calls were answered although other callers or endpoints may have been meant.
        given: the places whose values answers had of the tests' own, ``"s3.CreateBucket:/Bucket"``.
        suggested: what calls that found no recording would have vary, the form by place.
        waivers: the waivers that markers and settings have, by their names.
        is_narrowed: whether only some of the project's tests were to run.
        redacted: how many places of what was recorded now something was taken out of.
        unanswered: calls that got no answer to record, by operation.
        reached: by the host, the first test that looked it up while its cassette was only played.
        observed: how many calls were checked that something answered before a cassette was asked: a Stubber.
    """

    operations: Counter[str] = field(default_factory=Counter)
    recorded: int = 0
    errors: int = 0
    warnings: int = 0
    not_checked: int = 0
    unused: dict[str, list[list[Any]]] = field(default_factory=dict)
    rerecorded: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    by_order: int = 0
    by_origin: int = 0
    given: set[str] = field(default_factory=set)
    suggested: dict[str, str] = field(default_factory=dict)
    recorded_tests: list[list[Any]] = field(default_factory=list)
    waivers: dict[str, Waiver] = field(default_factory=dict)
    is_narrowed: bool = False
    redacted: int = 0
    unanswered: Counter[str] = field(default_factory=Counter)
    observed: int = 0
    warned: dict[str, list[Any]] = field(default_factory=dict)
    reached: dict[str, str] = field(default_factory=dict)

    def add(self, served: Sequence[Served], report: Report) -> None:
        """Count a test's exchanges and what their check found."""
        self.operations.update(one.operation for one in served)
        self.recorded += sum(one.recorded for one in served)
        self.redacted += sum(len(one.interaction.redacted_places) for one in served if one.recorded)
        self.errors += len(report.errors)
        self._warn(report)
        self.not_checked += len(served) - report.checked

    def add_observed(self, report: Report) -> None:
        """Count calls that no cassette served, and what their check found."""
        self.observed += report.checked
        self.errors += len(report.errors)
        self._warn(report)
        self.not_checked += len(report.not_checked)

    def _warn(self, report: Report) -> None:
        self.warnings += len(report.warnings)
        if report.warnings:  # few sessions have any
            from harness.contract.explanation import kind_line, violation_lines
            from harness.redaction import redact_text
            from harness.report.identity import Identity
        for violation in report.warnings:
            explained = [kind_line([violation]), *violation_lines(violation, in_test=True)]
            lines = redact_text("\n".join(explained)).splitlines()
            self.warned = _joined(self.warned, {str(Identity.of(violation, "")): [1, lines]})

    def add_cassette(self, live: LiveCassette) -> None:
        """Note how a closed cassette was played, and what of it was not, unless others have joined it."""
        self.by_order += live.told_apart_by_order
        self.by_origin += live.of_unknown_origin
        self.given |= live.given
        self.suggested = _merged(self.suggested, live.suggested)
        self.unanswered.update(live.unanswered)
        is_as_it_was = not any(one.recorded for one in live.served)
        unused = live.unused() if is_as_it_was else ()
        left = [[number, _name(interaction)] for number, interaction in unused]
        self.unused = _played_by_neither(self.unused, {str(live.path): left})

    def __add__(self, other: Tally) -> Tally:
        waivers = self.waivers.keys() | other.waivers.keys()
        return Tally(
            operations=self.operations + other.operations,
            recorded=self.recorded + other.recorded,
            redacted=self.redacted + other.redacted,
            errors=self.errors + other.errors,
            warnings=self.warnings + other.warnings,
            not_checked=self.not_checked + other.not_checked,
            unused=_played_by_neither(self.unused, other.unused),
            rerecorded=self.rerecorded + other.rerecorded,
            kept=self.kept | other.kept,
            by_order=self.by_order + other.by_order,
            by_origin=self.by_origin + other.by_origin,
            given=self.given | other.given,
            suggested=_merged(self.suggested, other.suggested),
            recorded_tests=self.recorded_tests + other.recorded_tests,
            waivers={
                name: self.waivers.get(name, Waiver()) + other.waivers.get(name, Waiver()) for name in waivers
            },
            is_narrowed=self.is_narrowed or other.is_narrowed,
            unanswered=self.unanswered + other.unanswered,
            observed=self.observed + other.observed,
            warned=_joined(self.warned, other.warned),
            reached=other.reached | self.reached,
        )

    def to_json(self) -> dict[str, Any]:
        """Write the counts as plain values, for pytest-xdist's channel."""
        return {
            "operations": dict(self.operations),
            "recorded": self.recorded,
            "redacted": self.redacted,
            "errors": self.errors,
            "warnings": self.warnings,
            "not_checked": self.not_checked,
            "unused": self.unused,
            "rerecorded": self.rerecorded,
            "kept": self.kept,
            "by_order": self.by_order,
            "by_origin": self.by_origin,
            "given": sorted(self.given),
            "suggested": self.suggested,
            "recorded_tests": self.recorded_tests,
            "waivers": {name: [one.tests, one.passed, one.is_used] for name, one in self.waivers.items()},
            "is_narrowed": self.is_narrowed,
            "unanswered": dict(self.unanswered),
            "observed": self.observed,
            "warned": self.warned,
            "reached": self.reached,
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        waivers = {name: Waiver(*one) for name, one in written["waivers"].items()}
        counts = {name: Counter(written[name]) for name in ("operations", "unanswered")}
        return cls(**{**written, **counts, "given": set(written["given"]), "waivers": waivers})


def _joined(these: Mapping[str, list[Any]], those: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Join the kinds of warnings of two tests or workers: the first of each is shown."""
    counts = {kind: these.get(kind, [0])[0] + those.get(kind, [0])[0] for kind in {**these, **those}}
    return {kind: [count, (these.get(kind) or those[kind])[1]] for kind, count in counts.items()}


def _merged(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    if not (one and other):
        return {**one, **other}
    from harness.record.suggestions import merged

    return merged(one, other)


def _played_by_neither(
    these: Mapping[str, list[list[Any]]], those: Mapping[str, list[list[Any]]]
) -> dict[str, list[list[Any]]]:
    """Join what two tests or workers left over: of a cassette that both used, what neither played."""
    shared = {
        path: [one for one in these[path] if one in those[path]] for path in these.keys() & those.keys()
    }
    return {**these, **those, **shared}


def _name(interaction: Interaction) -> str:
    facts = interaction.facts
    return (
        f"{facts.service}.{facts.operation}"
        if facts is not None
        else f"{interaction.request.method} {interaction.request.uri}"
    )


def warning_lines(tally: Tally, *, verbose: bool = False) -> Iterator[str]:
    """Yield one line for each kind of warning, or with ``verbose`` the lines that explain it."""
    for count, (line, first, *others) in tally.warned.values():
        more = "" if count == 1 else f" ({count:,} like this)"
        yield (first if verbose else line) + more
        if verbose:
            yield from others


def kept_lines(tally: Tally) -> Iterator[str]:
    """Yield lines that say where the recordings of tests are that did not reach their end."""
    kept = sorted(tally.kept.items())
    if kept:
        yield (
            "the recordings of tests that did not pass are next to their cassettes, which did not change "
            "(rename a file to use it):"
        )
    yield from (f"  {file}  ({who})" for file, who in kept[:_MOST])
    if len(kept) > _MOST:
        yield f"  and {len(kept) - _MOST} more"


def reached_lines(tally: Tally) -> Iterator[str]:
    """Yield lines that say what tests looked up on the network while their cassettes were played."""
    reached = sorted(tally.reached.items())
    if reached:
        yield (
            "while their cassettes were played, tests looked up hosts, for requests botocore doesn't make "
            "(record them with @pytest.mark.cassette(http=True), refuse them with --block-network, or list "
            "the hosts: network = [...] under [tool.harness] in pyproject.toml):"
        )
    yield from (f"  {host}  ({test})" for host, test in reached[:_MOST])
    if len(reached) > _MOST:
        yield f"  and {len(reached) - _MOST} more"


def summary_line(tally: Tally) -> str:
    """Return the summary's line."""
    total = tally.operations.total()
    parts = ["no exchange was recorded or played"]
    if not total and not tally.not_checked and not tally.observed:
        return parts[0]
    redacted = f", {counted(tally.redacted, 'place')} redacted" if tally.redacted else ""
    recorded = f" ({tally.recorded:,} recorded{redacted})" if tally.recorded else ""
    if total or not tally.observed:
        parts = [f"{counted(total, 'exchange')}{recorded} of {counted(len(tally.operations), 'operation')}"]
    if tally.observed:
        parts.append(f"{counted(tally.observed, 'call')} observed")
    parts += [counted(tally.errors, "contract error"), counted(tally.warnings, "warning")]
    if tally.not_checked:
        parts.append(f"{tally.not_checked:,} not checked")
    return ", ".join(parts)
