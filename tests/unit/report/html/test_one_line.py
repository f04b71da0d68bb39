"""Values in one line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.report.html.one_line import MOST_CHARACTERS, first_line, one_line


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({}, ""),
        ({"Limit": 5, "Start": "a", "Full": True}, 'Limit: 5, Start: "a", Full: true'),
        ({"Names": []}, "Names: []"),
        ({"Names": ["a"]}, 'Names: ["a"]'),
        ({"Names": [{"a": 1}], "Ids": list(range(5000))}, "Names: 1 item, Ids: 5,000 items"),
        ({"Key": {"id": {"S": "7"}}, "None": {}}, "Key: {id: {…}}, None: {}"),
        ({"Key": dict.fromkeys("abcd")}, "Key: {…}"),
        ({"Text": "x" * 100}, f'Text: "{"x" * 35}…"'),
        ({"Text": "a\u202eb"}, r'Text: "a\u202eb"'),
        ([1, 2], "2 items"),
        ("text", '"text"'),
        (None, "null"),
    ],
)
def test_what_a_line_says(value: Any, line: str) -> None:
    assert one_line(value) == line


def test_members_that_break_the_contract_come_first() -> None:
    assert one_line({"A": 1, "B": 2, "C": 3}, ["C", "Missing", "B"]) == "C: 3, B: 2, A: 1"


def test_a_line_that_is_cut_says_so() -> None:
    line = one_line({f"Member{number}": "some text" for number in range(100)})
    assert line.endswith(", …")
    assert len(line) <= MOST_CHARACTERS + 10


TEXT = st.text('ab \n\u202e\ud800é"', max_size=60)
JSON = st.recursive(
    st.none() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(JSON, st.lists(TEXT, max_size=3))
def test_any_value_is_one_short_line_that_shows(value: Any, first: list[str]) -> None:
    line = one_line(value, first)
    assert line.isprintable()
    assert len(line) < 2 * MOST_CHARACTERS


@pytest.mark.parametrize(
    ("text", "line"),
    [("", ""), ("\n  \n\n a b \nc", "a b"), ("\u200b!", r"\u200b!"), ("x" * 500, "x" * 139 + "…")],
)
def test_the_first_line_that_has_words(text: str, line: str) -> None:
    assert first_line(text) == line
