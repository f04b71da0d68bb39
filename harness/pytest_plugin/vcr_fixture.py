"""The fixture ``vcr_config``, by which projects with pytest-recording say what to record."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import pytest

from harness.pytest_plugin.state import state_of

_SCOPES = ("function", "class", "module", "package", "session")
_OF_PLUGINS = ("pytest_recording", "pytest_vcr")
"""Packages whose own fixture ``vcr_config`` asks for nothing."""


class NotFollowed(UserWarning):
    """A fixture ``vcr_config`` asks for what harness does not do."""


def vcr_config_of(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    """Return what a project's fixture ``vcr_config`` gives to a test or a fixture; nothing if there is none.

    Args:
        request: the request of the test or the fixture.
    """
    definition = _definition(request)
    if definition is None:
        return {}
    is_projects = definition.func.__module__.partition(".")[0] not in _OF_PLUGINS
    # A fixture may not ask for one that lives shorter than itself.
    lives_long_enough = _SCOPES.index(definition.scope) >= _SCOPES.index(request.scope)
    if not is_projects or not lives_long_enough or request.fixturename in _needed_for(request, "vcr_config"):
        return {}
    config = request.getfixturevalue("vcr_config")
    return config if isinstance(config, Mapping) else {}


def warn_of(request: pytest.FixtureRequest, warning: str | None) -> None:
    """Say once in a session what of a ``vcr_config`` is not followed, at the place of the fixture."""
    told, definition = state_of(request.config).told, _definition(request)
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


def _definition(request: pytest.FixtureRequest) -> pytest.FixtureDef[Any] | None:
    found = request._fixturemanager.getfixturedefs("vcr_config", request.node)
    return found[-1] if found else None
