"""Baselines: the violations that a project knows of and leaves silent until they change."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from harness.cassette.location import is_url
from harness.contract.violation import Violation, code_of
from harness.errors import HarnessError, counted
from harness.report.check import Report
from harness.report.files import replace_text
from harness.report.identity import Identity

FORMAT = 1
"""The version of the file that this harness writes, and the newest that it reads."""

OBSERVED = ""
"""The name that live calls have instead of a cassette's."""

_MOST = 10  # fixed violations that are listed
_FIELDS = frozenset(field.name for field in fields(Identity))


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known.

    Attributes:
        path: the file; the cassettes in it are named from its folder.
        known: the violations, each by what stays the same of it from run to run.
    """

    path: Path
    known: frozenset[Identity] = frozenset()

    def identity(self, violation: Violation, folder: Path = Path()) -> Identity:
        """Return a violation's identity, its cassette named from the baseline's folder.

        Args:
            violation: of a cassette.
            folder: what the cassette's path is relative to.
        """
        return Identity.of(violation, self._name(violation.cassette, folder))

    def news(self, report: Report, folder: Path = Path()) -> Report:
        """Return a report without the violations that are known.

        Args:
            report: what a check found.
            folder: what the paths of its cassettes are relative to.
        """
        news = (one for one in report.violations if self.identity(one, folder) not in self.known)
        return replace(report, violations=tuple(news))

    def fixed(self, report: Report, paths: Iterable[str | Path]) -> list[Identity]:
        """List what is known, but was not found by a check of some paths: files, or folders of them."""
        found = {self.identity(violation) for violation in report.violations}
        return sorted(known for known in self._below(paths, report) if known not in found)

    def updated(self, report: Report, paths: Iterable[str | Path]) -> Baseline:
        """Return the baseline that knows what a check of some paths found, and the rest of what it knew."""
        found = frozenset(self.identity(violation) for violation in report.violations)
        return Baseline(self.path, self.known - self._below(paths, report) | found)

    def _below(self, paths: Iterable[str | Path], report: Report) -> frozenset[Identity]:
        """Return what is known of the cassettes below some paths that could be read."""
        names = [self._name(str(path)) for path in paths]
        unreadable = {self._name(file.cassette) for file in report.unreadable}
        return frozenset(
            known
            for known in self.known
            if known.cassette not in unreadable and any(_is_below(known.cassette, name) for name in names)
        )

    def _name(self, path: str, folder: Path = Path()) -> str:
        if path == OBSERVED:
            return path
        if is_url(path):
            return path.rstrip("/")
        return _relative(os.path.abspath(folder / path), os.path.abspath(self.path.parent))


def _is_below(cassette: str, name: str) -> bool:
    if OBSERVED in (cassette, name):
        return cassette == name
    # Its name, that of a folder, or a pattern.
    return name in (".", cassette) or cassette.startswith(f"{name}/") or fnmatchcase(cassette, name)


@lru_cache(maxsize=1024)  # many violations are of one cassette
def _relative(path: str, folder: str) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def load_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        NoBaseline: there is no such file.
        BadBaseline: the file is something else.
    """
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoBaseline(path) from None
    except OSError as error:
        raise BadBaseline(path, f"it cannot be read ({error.strerror})") from None
    except ValueError as error:  # no JSON, or no UTF-8
        raise BadBaseline(path, f"it is not valid JSON ({error})") from None
    version = written.get("harness-baseline") if isinstance(written, dict) else None
    if version != FORMAT:
        reason = (
            "it is no baseline"
            if version is None
            else f"its version is {version}, and harness reads {FORMAT}"
        )
        raise BadBaseline(path, reason)
    violations = written.get("violations")
    if not isinstance(violations, list):
        raise BadBaseline(path, "its violations are no list")
    return Baseline(path, frozenset(_identity(path, one) for one in violations))


def _identity(path: Path, written: Any) -> Identity:
    if not isinstance(written, dict) or written.keys() != _FIELDS:
        raise BadBaseline(path, f"one of its violations has not the members {', '.join(sorted(_FIELDS))}")
    texts = {name: str(value) for name, value in written.items()}
    return Identity(**texts | {"code": code_of(texts["code"])})


def serialize_baseline(baseline: Baseline) -> str:
    """Write a baseline as JSON, sorted and one violation a line, so that a change of it is a small diff."""
    lines = [json.dumps(known.to_json(), ensure_ascii=False) for known in sorted(baseline.known)]
    listed = ",\n".join(f"  {line}" for line in lines)
    return f'{{"harness-baseline": {FORMAT}, "violations": [\n{listed}\n]}}\n'


def apply_baseline(
    path: Path | None, report: Report, paths: Sequence[Path | str]
) -> tuple[Report, list[str]]:
    """Leave out of a report what a baseline knows.

    Args:
        path: the baseline; None for none.
        report: what was found.
        paths: what was checked.

    Returns:
        The rest of the report, and what to tell of the baseline.

    Raises:
        harness.report.baseline.BadBaseline: it cannot be read.
    """
    if path is None:
        return report, []
    baseline = load_baseline(path)
    news = baseline.news(report)
    return news, [
        *_told(baseline, len(report.violations) - len(news.violations), baseline.fixed(report, paths))
    ]


def _told(baseline: Baseline, silent: int, fixed: Sequence[Identity]) -> Iterator[str]:
    if silent:
        yield f"baseline: {counted(silent, 'known violation')} left out"
    for identity in fixed[:_MOST]:
        yield f"fixed: {_worded(identity)}"
    if len(fixed) > _MOST:
        yield f"fixed: {len(fixed) - _MOST} more"
    if fixed:
        yield f"baseline: --write-baseline takes what is fixed out of {baseline.path}"


def _worded(identity: Identity) -> str:
    operation = f"{identity.operation} " if identity.operation else ""
    cassette = f", {identity.cassette}" if identity.cassette else ""
    return f"{operation}{identity.side} {identity.place or '/'}: {identity.code}{cassette}"


def update_baseline(path: Path, report: Report, paths: Sequence[Path | str]) -> str:
    """Write what was found into a baseline; what it knows of cassettes that were not checked stays.

    Args:
        path: the baseline, which need not be there.
        report: what was found.
        paths: what was checked; `OBSERVED` for all live calls.

    Returns:
        What to tell of it.

    Raises:
        BadBaseline: there is another file at the path, which is left as it is.
    """
    before = load_baseline(path) if path.exists() else Baseline(path)
    after = before.updated(report, paths)
    replace_text(path, serialize_baseline(after))
    new, gone = len(after.known - before.known), len(before.known - after.known)
    return f"{path}: {counted(len(after.known), 'known violation')}, {new} new, {gone} gone"


class BadBaseline(HarnessError):
    """A baseline cannot be read.

    Args:
        path: the file.
        reason: what is wrong, a clause.
    """

    path: Path
    reason: str

    def __str__(self) -> str:
        return (
            f"The baseline {self.path} cannot be used: {self.reason}. If this file is something else, "
            "name another one; otherwise restore it, or delete it and write it again: "
            f"harness check PATH --baseline {self.path} --write-baseline."
        )


class NoBaseline(HarnessError):
    """The baseline file doesn't exist.

    Args:
        path: where it should be.
    """

    path: Path

    def __str__(self) -> str:
        return (
            f"There is no baseline {self.path}. To write it, run "
            f"harness check PATH --baseline {self.path} --write-baseline for recordings, or "
            f"pytest --contract-write-baseline={self.path} for the calls of tests."
        )
