"""The rules of gitleaks are written for Python, and mean what they did."""

from __future__ import annotations

import json
import re

import pytest

from tools.gitleaks import OMITTED, WRITTEN, expression_of, form_of, in_python, taken

END = r"""(?:[\x60'"\s;]|\\[nr]|$)"""


@pytest.mark.parametrize(
    ("go", "python"),
    [
        (r"[[:alnum:]]{3}\z", r"[A-Za-z0-9]{3}\Z"),
        (r"LTAI(?i)[a-z0-9]{20}", r"LTAI(?i:[a-z0-9]{20})"),
        (r"(p8e-(?i)[a-z]{2})\d", r"(?:p8e-(?i:[a-z]{2}))\d"),
        (r"a(?i)b|c", r"a(?i:b)|(?i:c)"),
        (r"[(?i)|]\((?-i:acc)", r"[(?i)|]\((?-i:acc)"),
    ],
)
def test_go_becomes_python(go: str, python: str) -> None:
    assert in_python(go) == python
    re.compile(python)


def test_a_token_is_taken_without_its_neighbours_and_to_its_end() -> None:
    assert expression_of(r"\b(dapi[a-f0-9]{32})" + END) == "(?:dapi[a-f0-9]{32})"
    assert expression_of("ghp_[0-9a-zA-Z]{36}") == r"ghp_[0-9a-zA-Z]{36}[\w-]*"
    assert expression_of(r"(?i)\b(npm_[a-z0-9]{36})" + END) == "(?i:(?:npm_[a-z0-9]{36}))"


def test_a_rule_that_needs_a_name_or_a_file_is_not_taken() -> None:
    named = {"id": "a", "regex": r"(?i)[\w.-]{0,50}?(?:adobe)"}
    in_file = {"id": "b", "regex": "b", "path": r"\.php$"}
    path_alone = {"id": "c", "path": r"\.p12$"}
    omitted = {"id": next(iter(OMITTED)), "regex": "d"}
    token = {"id": "e", "regex": "e_", "entropy": 3, "allowlists": [{"regexes": ["e_e"], "paths": ["x"]}]}
    assert list(taken([named, in_file, path_alone, omitted, token])) == [token]
    assert form_of(token) == {"id": "e", "expression": r"e_[\w-]*", "entropy": 3, "innocent": ["e_e"]}


def test_the_file_says_whose_it_is() -> None:
    written = json.loads(WRITTEN.read_text(encoding="utf-8"))
    assert written["version"] in written["source"]
    assert written["licence"][0] == "MIT License"
    assert any("Copyright" in line for line in written["licence"])
    assert not OMITTED.keys() & {rule["id"] for rule in written["rules"]}
