"""Which tests of a module have the same cassette by accident, whether they were chosen to run or not."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from harness.errors import HarnessError
from harness.pytest_plugin.errors import SharedByAccident
from harness.pytest_plugin.keys import COLLECTED
from harness.pytest_plugin.marker import arguments_of, parse_marker, uses_cassette
from harness.pytest_plugin.places import path_of_test
from harness.record.live import shown


class _User(NamedTuple):
    """A test and its cassette.

    Attributes:
        test: the test's node id.
        path: where the cassette is, or is to be.
        is_shared: whether its marker has a scope that shares it.
    """

    test: str
    path: Path
    is_shared: bool


_USERS = pytest.StashKey[dict[Path, list[_User]]]()


def shared_by_accident(item: pytest.Item, path: Path) -> SharedByAccident | None:
    """Tell whether another test of a test's module has the same cassette, and no scope says so.

    Cassettes of tests are in a folder of their module, so no test of another module can have it.

    Args:
        item: the test.
        path: its cassette.
    """
    module = item.getparent(pytest.Module)
    if module is None:
        return None
    by_path = module.stash.get(_USERS, None)
    if by_path is None:
        by_path = module.stash[_USERS] = {}
        for user in _users(module):
            by_path.setdefault(user.path, []).append(user)
    users = by_path.get(path, [])
    other = next((user.test for user in users if user.test != item.nodeid), None)
    if other is None or all(user.is_shared for user in users):
        return None
    return SharedByAccident(shown(path), *sorted((item.nodeid, other)))


def _users(node: Any) -> Iterator[_User]:
    collected = node.stash.get(COLLECTED, None)
    if collected is None and isinstance(node, pytest.Class):
        yield from _users_of_class(node)
    for one in collected or ():
        if isinstance(one, pytest.Collector):
            yield from _users(one)
        elif uses_cassette(one):
            with suppress(HarnessError):  # which that test's own set-up tells
                yield _user(one, one.nodeid, arguments_of(one))


def _users_of_class(node: Any) -> Iterator[_User]:
    """Yield the tests of a class that pytest did not collect, as another test was asked for by its id."""
    for name, member in inspect.getmembers(node.obj):
        if inspect.isclass(member) and node.istestclass(member, name):
            yield from _users_of_class(pytest.Class.from_parent(node, name=name, obj=member))
        elif node.istestfunction(member, name):
            own = (mark for mark in getattr(member, "pytestmark", ()) if mark.name == "cassette")
            marker = next(own, None) or node.get_closest_marker("cassette")
            with suppress(HarnessError):
                arguments = parse_marker(node.nodeid, marker) if marker is not None else {}
                if arguments.get("name") is not None:  # else it has a name of its own
                    yield _user(node, f"{node.nodeid}::{name}", arguments)


def _user(node: Any, test: str, arguments: Any) -> _User:
    scope = arguments.get("scope", "function")
    path = path_of_test(node, arguments.get("name"), scope, is_played=False)
    return _User(test, path, scope != "function")
