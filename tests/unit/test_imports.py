"""The modules of harness import one another in one direction only."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import harness

ROOT = Path(harness.__file__).parent


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path, modules: set[str]) -> Iterator[str]:
    """Yield what a module imports of harness, inside functions and for type checkers too."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in modules else node.module for name in inner)


def test_no_modules_import_one_another_in_a_circle() -> None:
    files = {name_of(file): file for file in ROOT.rglob("*.py")}
    imports = {name: set(imported(file, set(files))) for name, file in files.items()}
    assert len(imports["harness.contract.contract"]) > 10
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail("These modules import one another: " + " <- ".join(error.args[1]))


def importable() -> Iterator[str]:
    """Yield the modules that can be imported here; some need an extra that may not be installed."""
    for name in sorted(name_of(file) for file in ROOT.rglob("*.py") if file.stem != "__main__"):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
        yield name


def test_no_attribute_shadows_a_module() -> None:
    """``import a.b.c as c`` asks the packages for their attributes ``b`` and ``c``."""
    names = [name for name in importable() if "." in name]
    assert "harness.contract.contract" in names
    shadowed = [
        name
        for package, _, own, name in ((*name.rpartition("."), name) for name in names)
        if getattr(sys.modules[package], own) is not sys.modules[name]
    ]
    assert shadowed == []


def test_the_package_of_contracts_makes_one() -> None:
    assert harness.contract("sqs", "SendMessage").operation == "SendMessage"
