"""What ``@pytest.mark.cassette`` says of a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from harness.errors import HarnessError, did_you_mean

ARGUMENTS = (
    "name",
    "mode",
    "scope",
    "allow_repeats",
    "redaction",
    "max_age",
    "relative_times",
    "match",
    "ignore",
    "network",
    "severity",
    "http",
)
SCOPES = ("function", "module", "session")
_SWITCHES = ("allow_repeats", "relative_times", "network", "http")


class BadMarker(HarnessError):
    """A marker ``cassette`` has an argument that it does not take.

    Args:
        test: the node id of the test that has it.
        reason: what is wrong, a whole sentence.
    """

    test: str
    reason: str

    def __str__(self) -> str:
        return f"{self.test}: {self.reason} @pytest.mark.cassette takes {', '.join(ARGUMENTS)}."


def uses_cassette(item: pytest.Item) -> bool:
    """Tell whether a test's calls go to a cassette: it has the marker, or asks for the fixture."""
    marker = item.get_closest_marker("cassette")
    if marker is not None:
        return marker.kwargs.get("network") is not True
    return "cassette" in getattr(item, "fixturenames", ()) and _is_ours(item)


def _is_ours(item: Any) -> bool:
    """Tell whether the fixture ``cassette`` is harness's, or another's of that name that builds on it."""
    for definition in reversed(item._fixtureinfo.name2fixturedefs.get("cassette", ())):
        if definition.func.__module__ == "harness.pytest_plugin":
            return True
        if "cassette" not in definition.argnames:
            return False
    return False


def lets_out(item: pytest.Item) -> bool:
    """Tell whether a test's calls go out, neither recorded nor played (``network=True``)."""
    marker = item.get_closest_marker("cassette")
    return marker is not None and marker.kwargs.get("network") is True


def arguments_of(item: pytest.Item) -> Mapping[str, Any]:
    """Return the arguments of a test's closest marker; none if it has no marker.

    Raises:
        BadMarker: the marker has an argument that it does not take, or a value that cannot be.
    """
    marker = item.get_closest_marker("cassette")
    return parse_marker(item.nodeid, marker) if marker is not None else {}


def parse_marker(test: str, marker: pytest.Mark) -> Mapping[str, Any]:
    """Return the arguments of a marker by name.

    Args:
        test: the test that has it, for messages.
        marker: the marker.

    Raises:
        BadMarker: it has an argument that it does not take, or a value that cannot be.
    """
    if len(marker.args) > 1:
        raise BadMarker(test, f"It has {len(marker.args)} arguments without a name.")
    arguments = {**dict(zip(("name",), marker.args, strict=False)), **marker.kwargs}
    for name in arguments.keys() - ARGUMENTS:
        raise BadMarker(test, f"There is no argument {name!r}.{did_you_mean(name, ARGUMENTS)}")
    if (scope := arguments.get("scope", "function")) not in SCOPES:
        raise BadMarker(test, f"There is no scope {scope!r}.{did_you_mean(str(scope), SCOPES)}")
    if not isinstance(arguments.get("name"), str | None):
        raise BadMarker(test, f"The name {arguments['name']!r} is no string.")
    for name in _SWITCHES:
        if not isinstance(arguments.get(name), bool | None):
            raise BadMarker(test, f"{name} must be True or False, but was {arguments[name]!r}.")
    if arguments.get("network") and len(arguments) > 1:
        raise BadMarker(test, "network=True lets its calls out unrecorded, so no other argument applies.")
    return arguments
