"""The settings that pytest's own configuration gives: ``pytest.ini``, ``setup.cfg``, ``tox.ini``, ``-o``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from harness.pytest_plugin.options import INI, ini_name
from harness.settings import BadSetting, Settings, load_settings, truth_of

_TABLES = frozenset(("match", "severity"))


def settings_of_project(config: pytest.Config) -> Settings:
    """Read the settings of a session.

    Those of pytest's configuration win over ``[tool.harness]``, and those of the environment over both.

    Raises:
        BadSetting: a setting is written wrongly.
    """
    given = {name: value for name in INI if (value := config.getini(ini_name(name))) not in (None, [])}
    place = str(config.inipath) if config.inipath is not None else "pytest -o"
    table = {name: _as_in_toml(name, value, place) for name, value in given.items()}
    folder = config.inipath.parent if config.inipath is not None else config.rootpath
    return load_settings(config.rootpath, given=(table, f"{place}, harness_*", folder))


def _as_in_toml(name: str, value: Any, place: str) -> object:
    """Return a setting as ``[tool.harness]`` would have it."""
    if name in _TABLES:
        return _table(name, value, place)
    if name == "network" and len(value) == 1:
        return truth_of(value[0], value)
    return value


def _table(name: str, lines: list[str], place: str) -> Mapping[str, str]:
    table = {}
    for line in lines:
        key, equals, value = line.partition("=")
        if not equals:
            example = (
                "request.range = warning" if name == "severity" else "sqs.SendMessage:/MessageBody = uuid"
            )
            raise BadSetting(place, f"{ini_name(name)} has a line {line!r}; write lines such as {example}")
        table[key.strip().strip("\"'")] = value.strip().strip("\"'")
    return table
