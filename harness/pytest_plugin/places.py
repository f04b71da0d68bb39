"""Where the cassettes of tests and fixtures are: next to their modules, or below ``--cassette-dir``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from harness.errors import HarnessError
from harness.pytest_plugin.marker import parse_marker
from harness.pytest_plugin.naming import default_path, named_path, path_of_pytest_recording
from harness.pytest_plugin.state import settings_of


def path_of_test(item: Any, name: str | None, scope: str, *, is_played: bool) -> Path:
    """Return where the cassette of a test is, or is to be.

    Args:
        item: the test.
        name: the name that its marker gives.
        scope: who shares the cassette.
        is_played: whether it is played; it may then be that of pytest-recording.

    Raises:
        BadCassetteName: the name leads out of the folder.
    """
    folder = folder_of_session(item.config) if scope == "session" else folder_of_module(item)
    if name is not None:
        return named_path(folder, name)
    if scope != "function":
        return default_path(folder, scope)
    path = default_path(folder, test_name(item))
    is_other = is_played and not path.exists()
    return path_of_pytest_recording(folder, _in_class(item)) or path if is_other else path


def cassettes_of(item: Any) -> Iterator[tuple[Path, str]]:
    """Yield the cassettes that a test may use, each with its scope: whatever it asks of its fixtures."""
    folder, name = folder_of_module(item), test_name(item)
    other = path_of_pytest_recording(folder, _in_class(item))
    yield from ((path, "function") for path in (default_path(folder, name), other) if path is not None)
    for marker in item.iter_markers("cassette"):
        with suppress(HarnessError):  # of the test's own setup
            arguments = parse_marker(item.nodeid, marker)
            named, scope = arguments.get("name"), arguments.get("scope", "function")
            yield path_of_test(item, named, scope, is_played=False), scope


def folder_of_module(item: Any) -> Path:
    """Return the folder of the cassettes of a test's module."""
    return folder_of_file(item.config, Path(item.path))


def folder_of_file(config: pytest.Config, module: Path) -> Path:
    """Return the folder of the cassettes of a file of tests."""
    base = _base(config)
    if base is None:
        return module.parent / "cassettes" / module.stem
    inside = module.is_relative_to(config.rootpath)
    return base / (module.relative_to(config.rootpath).with_suffix("") if inside else module.stem)


def folder_of_folder(config: pytest.Config, folder: Path) -> Path:
    """Return the folder of the cassettes of a folder of tests, the one of its ``conftest.py``."""
    base = _base(config)
    if base is None:
        return folder / "cassettes"
    inside = folder.is_relative_to(config.rootpath)
    return base / (folder.relative_to(config.rootpath) if inside else folder.name)


def folder_of_session(config: pytest.Config) -> Path:
    """Return the folder of the cassettes that all tests share."""
    return folder_of_folder(config, config.rootpath)


def _base(config: pytest.Config) -> Path | None:
    option, settings = config.getoption("--cassette-dir"), settings_of(config)
    folder = settings.cassette_dir if option is None else option
    if folder is None:
        return None
    is_setting = option is None and "cassette_dir" not in settings.from_environment
    return (config.rootpath if is_setting else config.invocation_params.dir) / str(folder)


def test_name(item: Any) -> str:
    """Return the name of a test in its module: with its class, those around that, and parameters."""
    around = [node.name for node in item.listchain() if isinstance(node, pytest.Class)][:-1]
    return ".".join([*around, _in_class(item)])


def _in_class(item: Any) -> str:
    """Return the name of a test as pytest-recording has it, which inner classes of one name share."""
    return f"{item.cls.__name__}.{item.name}" if getattr(item, "cls", None) is not None else str(item.name)
