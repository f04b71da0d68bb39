"""Drift: which recordings, and so which tests, are touched by what changed between two documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.cassette.exchange import exchange_of, facts_of
from harness.cassette.store import load_cassette
from harness.contract.diff.change import Change, Effect, Level
from harness.contract.diff.documents import Document, diff_documents
from harness.contract.diff.service import Select
from harness.contract.diff.severity import Levels, with_levels
from harness.contract.diff.usage import changes_of
from harness.contract.exchange import Exchange
from harness.errors import HarnessError, counted
from harness.report.check import NotChecked
from harness.report.find import find_cassettes

_SHOWN = 3
_BREAKS = {
    Effect.CALLERS: "breaks callers",
    Effect.READERS: "breaks readers",
    Effect.COMPATIBLE: "compatible",
    Effect.DOCUMENTATION: "documentation",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One exchange of a project's recordings.

    Attributes:
        cassette: the cassette.
        interaction: its number in it, from 1.
        exchange: the exchange; without parameters and answer where these could not be read.
    """

    cassette: Path
    interaction: int
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Recordings:
    """The exchanges of a project.

    Attributes:
        exchanges: all that are of a known operation.
        not_checked: the interactions that are of none, with the reason.
    """

    exchanges: tuple[Recorded, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()

    @property
    def operations(self) -> Mapping[str, frozenset[str]]:
        """The operations that the exchanges are of, by service."""
        found: dict[str, set[str]] = {}
        for recorded in self.exchanges:
            found.setdefault(recorded.exchange.service, set()).add(recorded.exchange.operation)
        return {service: frozenset(names) for service, names in sorted(found.items())}


def load_recordings(
    paths: Iterable[Path], progress: Callable[[list[Path]], Iterable[Path]] = iter
) -> Recordings:
    """Read the exchanges of all cassettes that paths name.

    Args:
        paths: cassettes and folders of them.
        progress: wraps the list of files while they are gone through.

    Raises:
        harness.report.find.NothingToCheck: a path names no cassette.
        harness.cassette.MalformedCassette: a file cannot be read as a cassette.
    """
    exchanges: list[Recorded] = []
    not_checked: list[NotChecked] = []
    for path in progress(find_cassettes(paths)):
        for number, interaction in enumerate(load_cassette(path).interactions, 1):
            try:
                facts = facts_of(interaction)
                try:
                    exchange = exchange_of(interaction)
                except HarnessError:  # of a newer or an older model: the operation is still known
                    exchange = Exchange(facts.service, facts.operation, params=facts.params)
                exchanges.append(Recorded(path, number, exchange))
            except HarnessError as error:
                not_checked.append(NotChecked(str(path), number, str(error)))
    return Recordings(tuple(exchanges), tuple(not_checked))


@dataclass(frozen=True, slots=True)
class Touched:
    """A cassette that a change touches.

    Attributes:
        cassette: its path.
        interactions: the numbers of the interactions in it, from 1.
    """

    cassette: Path
    interactions: tuple[int, ...]

    @property
    def test(self) -> str | None:
        """The test that plays the cassette, as pytest names it; None where its path does not tell.

        The default path is ``cassettes/<test module>/<test>.yaml`` next to the module
        (`harness.pytest_plugin`).
        """
        folder = self.cassette.parent
        module = folder.parent.parent / f"{folder.name}.py"
        if folder.parent.name != "cassettes" or not module.is_file() or "~" in self.cassette.stem:
            return None
        name, bracket, parameters = self.cassette.stem.partition("[")
        return f"{module.as_posix()}::{name.replace('.', '::')}{bracket}{parameters}"

    def __str__(self) -> str:
        many = "s" if len(self.interactions) > 1 else ""
        numbers = ", ".join(map(str, self.interactions[:_SHOWN]))
        more = f" and {len(self.interactions) - _SHOWN} more" if len(self.interactions) > _SHOWN else ""
        test = f" ({self.test})" if self.test else ""
        return f"{self.cassette}, interaction{many} {numbers}{more}{test}"

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``harness diff --json`` prints."""
        return {"cassette": str(self.cassette), "interactions": list(self.interactions), "test": self.test}


@dataclass(frozen=True)
class Drift:
    """What changed from one document to another.

    Attributes:
        old: the older document's name.
        new: the newer document's name.
        changes: what changed, the most severe first.
        touched: for each change the recordings that it touches; None where no recordings were given.
        passed_over: how many changes are left out because they touch no recording.
        not_checked: the interactions of which it is not known what touches them.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    touched: tuple[tuple[Touched, ...], ...] | None = None
    passed_over: int = 0
    not_checked: tuple[NotChecked, ...] = ()

    def reaches(self, level: Level | None) -> bool:
        """Tell whether there is a change of this severity or a higher one; False for None."""
        return level is not None and any(change.level.rank <= level.rank for change in self.changes)

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``harness diff --json`` prints."""
        changes = [change.to_json() for change in self.changes]
        if self.touched is not None:
            for change, touched in zip(changes, self.touched, strict=True):
                change["recordings"] = [recording.to_json() for recording in touched]
        return {
            "old": self.old,
            "new": self.new,
            "counts": {level.value: self.count(level) for level in Level},
            "untouched": self.passed_over,
            "not_checked": len(self.not_checked),
            "changes": changes,
        }

    def count(self, level: Level) -> int:
        """Return how many changes are of a severity."""
        return sum(change.level is level for change in self.changes)


def find_drift(
    old: Document,
    new: Document,
    select: Callable[[str], Select | None],
    recordings: Recordings | None = None,
    progress: Callable[[list[str]], Iterable[str]] = iter,
    levels: Levels | None = None,
) -> Drift:
    """Compare two documents, and find the recordings that each change touches.

    Args:
        old: the older document.
        new: the newer document.
        select: tells of a service which of its operations are compared; None for none.
        recordings: where given, only changes that touch one are kept.
        progress: wraps the names of the services while they are gone through.
        levels: the project's own severities.
    """
    if recordings is None:
        told = with_levels(diff_documents(old, new, select, progress), levels or {})
        changes = sorted(told, key=lambda change: change.level.rank)
        return Drift(old.name, new.name, tuple(changes))
    used = recordings.operations

    def recorded(service: str) -> Select | None:
        chosen = select(service) if service in used else None
        return (lambda name: name in used[service] and chosen(name)) if chosen else None

    by_service: dict[str, list[Change]] = {}
    for change in with_levels(diff_documents(old, new, recorded, progress), levels or {}):
        by_service.setdefault(change.service, []).append(change)
    found: list[tuple[Change, tuple[Touched, ...]]] = []
    for service, changes in by_service.items():
        of_service = [recorded for recorded in recordings.exchanges if recorded.exchange.service == service]
        found += zip(changes, _touched(changes, of_service, old, service), strict=True)
    kept = sorted(((c, t) for c, t in found if t), key=lambda pair: pair[0].level.rank)
    return Drift(
        old.name,
        new.name,
        tuple(change for change, _ in kept),
        tuple(touched for _, touched in kept),
        len(found) - len(kept),
        recordings.not_checked,
    )


def _touched(
    changes: Sequence[Change], recorded: Iterable[Recorded], old: Document, service: str
) -> list[tuple[Touched, ...]]:
    numbers = {id(change): number for number, change in enumerate(changes)}
    found: list[dict[Path, list[int]]] = [{} for _ in changes]
    model = old.load(service).model if service in old.services else None
    for one in recorded:
        for change in () if model is None else changes_of(one.exchange, changes, model):
            found[numbers[id(change)]].setdefault(one.cassette, []).append(one.interaction)
    return [tuple(Touched(path, tuple(at)) for path, at in sorted(where.items())) for where in found]


def drift_lines(drift: Drift, *, notes: bool = False, verbose: bool = False) -> Iterator[str]:
    """Yield what changed as text, and a line that sums up.

    Args:
        drift: what was found.
        notes: tell notes too, besides errors and warnings.
        verbose: name all the operations that meet a change, and all the recordings that it touches.
    """
    for number, change in enumerate(drift.changes):
        if notes or change.level is not Level.NOTE:
            yield f"{change.level.value}: {change.message} [{change.code}]"
            yield f"  {_BREAKS[change.effect]:<14}  {change.reason}"
            yield from _listed("in", change.places, verbose=verbose)
            if drift.touched is not None:
                yield from _listed("recorded in", drift.touched[number], verbose=verbose)
    if drift.changes:
        yield ""
    yield from unknown_lines(drift.not_checked)
    yield summary(drift, notes=notes)


def _listed(what: str, items: Sequence[object], *, verbose: bool) -> Iterator[str]:
    shown = items if verbose else items[:_SHOWN]
    for number, item in enumerate(shown):
        more = f" and {len(items) - len(shown)} more" if number == len(shown) - 1 < len(items) - 1 else ""
        yield f"  {what if not number else '':<14}  {item}{more}"


def unknown_lines(not_checked: Iterable[NotChecked]) -> Iterator[str]:
    """Yield why it is not known of some interactions what touches them, each reason once."""
    reasons = Counter(item.reason for item in not_checked)
    yield from (
        f"not checked: {reason} ({counted(count, 'interaction')})" for reason, count in reasons.items()
    )


def summary(drift: Drift, *, notes: bool = False) -> str:
    """Sum up what changed in one line; `notes` says whether notes have been told."""
    counts = ", ".join(counted(drift.count(level), level.value) for level in Level)
    hidden = " (--verbose shows notes)" if drift.count(Level.NOTE) and not notes else ""
    touches = "touches" if drift.passed_over == 1 else "touch"
    others = (
        f"; {counted(drift.passed_over, 'other change')} {touches} no recording" if drift.passed_over else ""
    )
    return f"{drift.old} to {drift.new}: {counts}{hidden}{others}"
