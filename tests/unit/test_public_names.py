"""The public names of `docs/python.md`: complete, documented, short to read; pages import no others."""

from __future__ import annotations

import ast
import importlib
import inspect
import pydoc
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PUBLIC = re.findall(r"^## (harness[\w.]*)$", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.M)
FOR_CONTRIBUTORS = ("architecture.md",)
PAGES = [
    ROOT / "README.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in FOR_CONTRIBUTORS),
]


def names_of(module: str) -> list[str]:
    names: list[str] = importlib.import_module(module).__all__
    return names


def public_values() -> dict[str, object]:
    return {
        f"{module}.{name}": getattr(importlib.import_module(module), name)
        for module in PUBLIC
        for name in names_of(module)
    }


@pytest.mark.parametrize("module", PUBLIC)
def test_every_name_that_a_package_imports_when_asked_is_in_all(module: str) -> None:
    package = importlib.import_module(module)
    assert set(vars(package).get("_MODULES", ())) <= set(package.__all__)
    assert len(set(package.__all__)) == len(package.__all__)


def test_dir_lists_the_names_of_harness() -> None:
    assert dir(importlib.import_module("harness")) == sorted(names_of("harness"))


def test_what_public_functions_return_has_a_public_type() -> None:
    """Somebody who annotates a variable finds the name next to the function."""
    returned = {
        (name, word)
        for name, value in public_values().items()
        if inspect.isfunction(value) and name.count(".") == 1
        for word in re.findall(r"\b(?!None)[A-Z]\w+", str(inspect.signature(value).return_annotation))
        if getattr(inspect.unwrap(value).__globals__.get(word), "__module__", "harness").startswith("harness")
    }
    assert ("harness.use_cassette", "LiveCassette") in returned
    assert sorted(each for each in returned if each[1] not in names_of("harness")) == []


def test_public_names_are_documented() -> None:
    without = [
        name
        for name, value in public_values().items()
        if (inspect.isfunction(value) or inspect.isclass(value)) and not (value.__doc__ or "").strip()
    ]
    assert without == []


def test_the_help_of_a_function_fits_a_screen() -> None:
    texts = {
        name: pydoc.plain(pydoc.render_doc(value))
        for name, value in public_values().items()
        if inspect.isfunction(value)
    }
    assert "harness.use_cassette" in texts
    too_long = {name: len(text) for name, text in texts.items() if len(text) > 4_000 or text.count("\n") > 45}
    assert too_long == {}


def imported(code: str) -> set[str]:
    """What a block of Python takes of harness: modules and names, in full."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "harness":
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("harness.")}
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "harness"
        ):
            found.add(f"harness.{node.attr}")
    return found


def is_public(name: str) -> bool:
    module, _, last = name.rpartition(".")
    return name in (*PUBLIC, "harness.synth.strategies") or (module in PUBLIC and last in names_of(module))


def test_pages_import_only_public_names() -> None:
    taken = {
        (page.name, name)
        for page in PAGES
        for block in re.findall(
            r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
        for name in imported(block)
    }
    assert len(taken) > 20
    assert sorted(each for each in taken if not is_public(each[1])) == []


@pytest.mark.parametrize(
    ("code", "public"),
    [
        ("from harness import check", True),
        ("from harness.report.check import check", False),
        ("import harness\nharness.no_such_name", False),
        ("import harness.settings", False),
        ("import harness.vcr", True),
    ],
)
def test_what_is_told_from_public_names(code: str, public: bool) -> None:
    assert [is_public(name) for name in imported(code)] == [public]


def test_the_name_of_the_redaction_in_the_first_version() -> None:
    from harness import redaction
    from harness.record import redaction as first

    assert {name: getattr(first, name) for name in redaction.__all__} == {
        name: getattr(redaction, name) for name in redaction.__all__
    }
