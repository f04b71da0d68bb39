"""Where the cassette of a fixture is, and how messages name the fixture.

A fixture of class or module scope is set up for a class or a module: its cassette is in the folder of the
module. One of package or session scope is set up once, for all tests that see its definition: its cassette
is next to the file that defines it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from harness.pytest_plugin.naming import default_path
from harness.pytest_plugin.places import folder_of_file, folder_of_folder, folder_of_module

FIXTURES = "fixtures"
"""The folder of the cassettes of fixtures, in the folder of what they belong to."""

_OF_PYTEST = re.compile(r"_(?:xunit|unittest)_(?P<name>setup_\w+?|setUpClass)_fixture_.*")
"""What pytest calls the fixtures that stand for ``setup_module``, ``setup_class`` and ``setUpClass``."""


def path_of_fixture(definition: pytest.FixtureDef[Any], request: Any) -> Path:
    """Return where the cassette of a fixture is, or is to be."""
    folder = _folder(definition, request)
    return default_path(folder / FIXTURES, _name(definition, request))


def title_of_fixture(definition: pytest.FixtureDef[Any], request: Any) -> str:
    """Name a fixture in a message: ``"fixture orders of test_it.py"``."""
    where = request.node.nodeid if definition.scope in ("class", "module") else definition.baseid
    name = f"fixture {_plain(definition.argname)}{_parameters(definition, request)}"
    return f"{name} of {where}" if where not in ("", ".") else name


def _folder(definition: pytest.FixtureDef[Any], request: Any) -> Path:
    if definition.scope in ("class", "module"):
        return folder_of_module(request._pyfuncitem)
    config: pytest.Config = request.config
    place = config.rootpath / definition.baseid.partition("::")[0]
    return folder_of_file(config, place) if place.suffix == ".py" else folder_of_folder(config, place)


def _name(definition: pytest.FixtureDef[Any], request: Any) -> str:
    name = _plain(definition.argname)
    if definition.scope in ("class", "module"):
        definitions = request._arg2fixturedefs.get(definition.argname, (definition,))
        overridden = len(definitions) - 1 - list(definitions).index(definition)
        name = f"{name}~{overridden}" if overridden else name
        owner = [] if definition.scope == "module" else [_in_module(request.node)]
    else:
        module = getattr(definition.func, "__module__", "")
        is_of_plugin = definition.baseid in ("", ".") and module.rpartition(".")[2] != "conftest"
        owner = [module] if is_of_plugin else list(filter(None, definition.baseid.split("::")[1:]))
    return ".".join([*owner, f"{name}{_parameters(definition, request)}"])


def _in_module(node: Any) -> str:
    """Return the name of a class, or of a test that is in none, in its module."""
    return ".".join(node.nodeid.split("::")[1:])


def _plain(name: str) -> str:
    of_pytest = _OF_PYTEST.fullmatch(name)
    return of_pytest["name"] if of_pytest is not None else name


def _parameters(definition: pytest.FixtureDef[Any], request: Any) -> str:
    """Write the parameters that a fixture is set up with, its own and those of the fixtures that it uses."""
    call = getattr(request._pyfuncitem, "callspec", None)
    if call is None:
        return ""
    names = [name for name in dict.fromkeys(_used(definition, request)) if name in call.params]
    labels = [_label(name, call.params[name], call.indices[name], request) for name in names]
    return f"[{'-'.join(labels)}]" if labels else ""


def _used(definition: pytest.FixtureDef[Any], request: Any) -> Iterator[str]:
    yield definition.argname
    for name in definition.argnames:
        definitions = request._arg2fixturedefs.get(name)
        if definitions and definitions[-1] is not definition:
            yield from _used(definitions[-1], request)


def _label(name: str, value: object, index: int, request: Any) -> str:
    """Return the name of a parameter, as the test's own name has it as far as that can be told."""
    definition = (request._arg2fixturedefs.get(name) or [None])[-1]
    params = definition.params if definition is not None else None
    if params and index < len(params):
        given = params[index]
        named = getattr(given, "id", None) if type(given).__name__ == "ParameterSet" else None
        ids = definition.ids
        if named is None and ids is not None:
            named = ids(value) if callable(ids) else ids[index]
        if named is not None:
            return str(named)
    if isinstance(value, str | int | float | complex | bool | Enum | None):
        return str(value)
    return str(getattr(value, "__name__", f"{name}{index}"))
