from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from harness.record.imports import after_import


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that has not been imported yet."""
    name = "harness_imported_later"
    (tmp_path / f"{name}.py").write_text("STATE = 'whole'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setitem(sys.modules, name, sys)  # to be removed when the test is over
    del sys.modules[name]
    return name


def test_a_function_is_called_once_the_module_is_there(module: str) -> None:
    seen: list[str] = []

    def note() -> None:
        seen.append(sys.modules[module].STATE)

    after_import(module, note)
    after_import(module, note)
    assert seen == []
    found = importlib.import_module(module)
    assert (found.STATE, seen) == ("whole", ["whole"])
    importlib.import_module(module)
    assert seen == ["whole"]


def test_a_module_that_there_is_not(module: str) -> None:
    after_import(f"{module}_2", list)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{module}_2")


def test_its_source_can_be_read(module: str) -> None:
    after_import(module, list)
    loader = importlib.import_module(module).__spec__.loader
    assert loader.get_source(module) == "STATE = 'whole'\n"
