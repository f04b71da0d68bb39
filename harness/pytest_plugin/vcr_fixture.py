"""The fixtures by which projects with pytest-recording say what to record, and where.

They are ``vcr_config``, ``vcr_cassette_dir`` and ``default_cassette_name``.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.pytest_plugin.naming import default_path, named_path
from harness.pytest_plugin.state import state_of

_SCOPES = ("function", "class", "module", "package", "session")
_OF_PLUGINS = ("pytest_recording", "pytest_vcr")
"""Packages whose own fixtures of these names ask for nothing."""


class NotFollowed(UserWarning):
    """A fixture ``vcr_config`` asks for what harness does not do."""


def vcr_config_of(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    """Return what a project's fixture ``vcr_config`` gives to a test or a fixture; nothing if there is none.

    Args:
        request: the request of the test or the fixture.
    """
    config = _of_project(request, "vcr_config")
    return config if isinstance(config, Mapping) else {}


def vcr_path_of(request: pytest.FixtureRequest, folder: Path, name: str) -> Path | None:
    """Return the cassette that a project's fixtures choose for a test; None if there are none.

    Args:
        request: the request of the test.
        folder: where the cassette is if ``vcr_cassette_dir`` does not say.
        name: what it is called if ``default_cassette_name`` does not say.

    Raises:
        BadCassetteName: the name leads out of the folder.
    """
    chosen_folder = _of_project(request, "vcr_cassette_dir")
    chosen_name = _of_project(request, "default_cassette_name")
    if chosen_name is not None:
        return named_path(Path(chosen_folder or folder), str(chosen_name))
    return default_path(Path(chosen_folder), name) if chosen_folder is not None else None


def _of_project(request: pytest.FixtureRequest, name: str) -> Any:
    """Return the value of a fixture that the project itself has; None if it has none."""
    definition = _definition(request, name)
    if definition is None:
        return None
    is_projects = definition.func.__module__.partition(".")[0] not in _OF_PLUGINS
    # A fixture may not ask for one that lives shorter than itself.
    lives_long_enough = _SCOPES.index(definition.scope) >= _SCOPES.index(request.scope)
    if not is_projects or not lives_long_enough or request.fixturename in _needed_for(request, name):
        return None
    return request.getfixturevalue(name)


def warn_of(request: pytest.FixtureRequest, warning: str | None) -> None:
    """Say once in a session what of a ``vcr_config`` is not followed, at the place of the fixture."""
    told, definition = state_of(request.config).told, _definition(request, "vcr_config")
    if warning is None or definition is None or warning in told:
        return
    told.add(warning)
    code = definition.func.__code__
    warnings.warn_explicit(NotFollowed(warning), None, code.co_filename, code.co_firstlineno)


def _needed_for(request: pytest.FixtureRequest, name: str) -> set[str]:
    """Return the names of the fixtures that one is made with, itself among them."""
    needed: set[str] = set()
    left = [name]
    while left:
        needed.add(found := left.pop())
        definitions = request._fixturemanager.getfixturedefs(found, request.node) or ()
        left += [other for one in definitions for other in one.argnames if other not in needed]
    return needed


def _definition(request: pytest.FixtureRequest, name: str) -> pytest.FixtureDef[Any] | None:
    found = request._fixturemanager.getfixturedefs(name, request.node)
    return found[-1] if found else None
