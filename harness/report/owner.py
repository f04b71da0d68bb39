"""The test that a cassette belongs to, told by the cassette's place next to the file of the test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from harness.cassette.location import Location, is_url

_HASHED = re.compile(r"~[0-9a-f]{8}$")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_of(cassette: Location) -> str | None:
    """Return the test of a cassette, as pytest names it: ``"tests/test_orders.py::test_get[eu]"``.

    A cassette is a test's own by its name, ``cassettes/<test module>/<test>.yaml``, or belongs to the only
    test whose marker names it.

    Returns:
        None if no such test is found. Its parameters are left out where the file name has a hash for them.
    """
    if is_url(cassette):
        return None
    path = Path(cassette)
    folder = path.parent
    if folder.parent.name != "cassettes":
        return None
    module = folder.parent.parent / f"{folder.name}.py"
    tests = _tests_in(module)
    name, bracket, parameters = _HASHED.sub("", path.stem).partition("[")
    is_whole = not _HASHED.search(path.stem)
    if name in tests:
        return f"{module.as_posix()}::{tests[name][0]}{bracket + parameters if is_whole else ''}"
    marked = [test for test, words in tests.values() if words & {path.name, path.stem}]
    return f"{module.as_posix()}::{marked[0]}" if len(marked) == 1 else None


@lru_cache(maxsize=256)
def _tests_in(module: Path) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return the tests of a file by the names of their cassettes, with the texts in their decorators."""
    try:
        tree = ast.parse(module.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return {}
    return dict(_tests(tree.body, ()))


def _tests(
    body: list[ast.stmt], classes: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, frozenset[str]]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _tests(node.body, (*classes, node.name))
        elif isinstance(node, _Function):
            # A cassette's name has the innermost class only.
            name = ".".join((*classes[-1:], node.name))
            words = {
                part.value
                for decorator in node.decorator_list
                for part in ast.walk(decorator)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
            yield name, ("::".join((*classes, node.name)), frozenset(words))
