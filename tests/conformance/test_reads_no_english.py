"""Regular expressions that read English: documentation is read once, by people, and looked up as facts.

What is left is listed by package. A number can only fall: who takes expressions out writes the lower one.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import harness

ROOT = Path(harness.__file__).parent
SPLITTING = "contract/sentences.py"
"""The one file that splits and normalises."""
OTHER = ("redaction/", SPLITTING)
"""Names of secrets are no documentation."""
LEFT = {"cli": 2, "contract": 2, "fuzz": 2, "models": 5, "printable.py": 1, "synth": 20, "wire": 2}
"""Some of them read no documentation: addresses, error messages of servers, harness's own output."""

# Two words of prose with what stands between words: a blank, or its class.
_PROSE = re.compile(
    r"(?:^|[^\\a-zA-Z-])[a-z]{2,}(?: | \?|\\s[+*]?)(?:\(\?:)?[a-z]{2,}|\\b\(?(?:\?:)?[a-z]{3,}"
)
_SYNTAX = re.compile(r"\\[bwds]|\(\?[:!=<P]|\[\^")
_READING = ("compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer")


def english_in(source: str) -> Iterator[str]:
    """Yield the texts of a module that are regular expressions, or parts of some, with words of prose."""
    tree = ast.parse(source)
    handed = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if node.func.attr in _READING and node.args
        for part in ast.walk(node.args[0])
    }
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if _PROSE.search(node.value) and (id(node) in handed or _SYNTAX.search(node.value)):
            yield node.value


def counted() -> Counter[str]:
    found: Counter[str] = Counter()
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(OTHER):
            found[name.partition("/")[0]] += sum(1 for _ in english_in(path.read_text(encoding="utf-8")))
    return +found


def test_no_more_regular_expressions_read_english() -> None:
    found = counted()
    more = {package: count for package, count in found.items() if count > LEFT.get(package, 0)}
    assert more == {}, "documentation is read in harness/facts: see docs/facts.md"


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('re.compile(r"\\bmaximum (?:of )?(\\d+)")', 1),
        ('re.search("is not supported", text)', 1),
        ('re.compile(r"[A-Z]+(?![a-z])|[a-z]+")', 0),
        ('re.sub("[^a-z]", "", text)', 0),
        ('re.compile(r"^arn:aws:iam::")', 0),
    ],
)
def test_what_counts(source: str, count: int) -> None:
    assert sum(1 for _ in english_in(source)) == count
