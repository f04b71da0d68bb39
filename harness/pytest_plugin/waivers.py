"""Waivers: severities that a test's marker gives, or that the settings give one operation.

They are meant for violations that are known. One that matches nothing in the whole session is told: what it
was for is gone, or is not called so any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from harness.contract.violation import Severities, Severity, Violation, deciding_key
from harness.errors import HarnessError
from harness.pytest_plugin.marker import BadMarker, arguments_of
from harness.pytest_plugin.summary import Tally, Waiver
from harness.report.check import Report
from harness.settings import parse_severities

_SETTINGS = "[tool.harness.severity]"
"""Stands for the settings among those who have a waiver."""


class Carried(NamedTuple):
    """The waivers of a test, or those that all tests of a fixture have.

    Attributes:
        severities: what they say.
        owners: the node ids of what has the markers.
    """

    severities: Severities
    owners: tuple[str, ...] = ()


NONE = Carried({})


def carried_by(item: pytest.Item) -> Carried:
    """Return the waivers of a test's closest marker.

    Raises:
        BadMarker: they are no mapping.
        harness.settings.BadSetting: a code, a severity, a service or an operation is unknown.
    """
    return parse_waivers(arguments_of(item), item.nodeid, (owner_of(item),))


def parse_waivers(arguments: Mapping[str, Any], who: str, owners: tuple[str, ...]) -> Carried:
    """Return the waivers among a marker's arguments.

    Args:
        arguments: the marker's.
        who: the test or fixture, for messages.
        owners: the node ids of what has the marker.

    Raises:
        BadMarker: they are no mapping.
        harness.settings.BadSetting: a code, a severity, a service or an operation is unknown.
    """
    given = arguments.get("severity")
    if given is None:
        return NONE
    if not isinstance(given, Mapping):
        raise BadMarker(who, f"severity is no table of violation codes but {given!r}.")
    return Carried(parse_severities(given.items(), f"{who}, severity of the marker"), owners)


def owner_of(item: Any) -> str:
    """Return the node id of what has a test's marker: a module, a class, the test with any parameters."""
    for node, _ in item.iter_markers_with_node("cassette"):
        name = getattr(node, "originalname", None)
        return f"{node.parent.nodeid}::{name}" if name else str(node.nodeid)
    return str(item.nodeid)


def collect_waivers(tally: Tally, items: Iterable[pytest.Item], settings: Severities) -> None:
    """Note the waivers of a session before any test runs.

    Args:
        tally: counts them.
        items: all tests that use cassettes, be they run or not.
        settings: the severities of the settings.
    """
    for key in settings:
        if is_waiver(key):
            tally.waivers[_name(_SETTINGS, key)] = Waiver()
    for item in items:
        try:
            carried = carried_by(item)
        except HarnessError:  # which the test's own set-up tells
            continue
        for name in _names(carried):
            waiver = tally.waivers.get(name, Waiver())
            tally.waivers[name] = replace(waiver, tests=waiver.tests + 1)


def note_passed(tally: Tally, carried: Carried) -> None:
    """Note that a test ran and passed which has waivers."""
    for name in _names(carried):
        if name in tally.waivers:
            tally.waivers[name] = replace(tally.waivers[name], passed=tally.waivers[name].passed + 1)


def is_waiver(key: str) -> bool:
    """Tell whether a setting is for one operation: ``"dynamodb.ListTables:request.range"``."""
    scope, colon, _ = key.partition(":")
    return bool(colon) and "." in scope


def visible(settings: Severities) -> Severities:
    """Return severities that leave nothing out, so that `weigh` sees what a waiver matches."""
    return {key: Severity.WARNING if level is Severity.OFF else level for key, level in settings.items()}


def weigh(tally: Tally, report: Report, settings: Severities, carried: Carried) -> Report:
    """Give violations the severities that hold for a test, and note which waivers matched.

    Args:
        tally: notes them.
        report: made with what `visible` makes of the settings.
        settings: the project's severities.
        carried: the waivers of the test, which go before.
    """
    kept: list[Violation] = []
    for violation in report.violations:
        severity = violation.severity
        for owners, severities in ((carried.owners, carried.severities), ((_SETTINGS,), settings)):
            key = deciding_key(violation.code, violation.side, severities, violation.operation)
            if key is None:
                continue
            severity = severities[key]
            for name in (_name(owner, key) for owner in owners):
                if name in tally.waivers:
                    tally.waivers[name] = replace(tally.waivers[name], is_used=True)
            break
        if severity is Severity.OFF and violation.code == "unreadable":
            severity = Severity.WARNING  # what cannot be read has not passed
        if severity is not Severity.OFF:
            kept.append(replace(violation, severity=severity))
    return replace(report, violations=tuple(kept))


def unmatched_lines(tally: Tally, *, has_passed: bool) -> Iterator[str]:
    """Yield lines that name the waivers which matched nothing, as far as that is known.

    Args:
        tally: over all workers.
        has_passed: whether the session has passed.
    """
    is_whole = has_passed and not tally.is_narrowed
    found = [
        name
        for name, waiver in sorted(tally.waivers.items())
        if not waiver.is_used and (waiver.passed == waiver.tests if waiver.tests else is_whole)
    ]
    if found:
        yield "waivers that no longer match a violation:"
    yield from (f"  {name}" for name in found)


def _names(carried: Carried) -> Iterator[str]:
    return (_name(owner, key) for owner in carried.owners for key in carried.severities)


def _name(owner: str, key: str) -> str:
    return f'{owner}: "{key}"'
