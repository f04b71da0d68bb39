"""Values as lines of JSON, with the line of each pointer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.html.value_text import MOST_LINES, value_text, visible

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_the_lines_are_the_value(value: Any) -> None:
    text = value_text(value)
    assert not text.cut
    assert json.loads("\n".join(text.lines)) == value
    assert all(line.isprintable() for line in text.lines)


@given(VALUES)
def test_the_layout_is_that_of_json(value: Any) -> None:
    written = json.dumps(value, indent=2, ensure_ascii=False)
    if written.replace("\n", "").isprintable():
        assert "\n".join(value_text(value).lines) == written


def test_each_pointer_has_its_line() -> None:
    text = value_text({"a/b": [1, {"c": None}], "d": {}})
    assert text.lines == (
        "{",
        '  "a/b": [',
        "    1,",
        "    {",
        '      "c": null',
        "    }",
        "  ],",
        '  "d": {}',
        "}",
    )
    assert dict(text.line_of) == {"": 0, "/a~1b": 1, "/a~1b/0": 2, "/a~1b/1": 3, "/a~1b/1/c": 4, "/d": 7}


def test_what_is_missing_is_told_where_it_should_stand() -> None:
    text = value_text({"a": {"b": 1}})
    assert text.line_at("/a/c/d") == 1
    assert text.line_at("/x") == 0
    assert value_text(3).line_at("") == 0


def test_much_is_cut_and_costs_no_more_than_what_is_shown() -> None:
    text = value_text({"rows": range_like(10**9)})
    assert len(text.lines) == MOST_LINES
    assert text.cut
    assert text.line_at("/rows/5") == 7
    assert text.line_at("/rows/100000") is None


def range_like(count: int) -> list[int]:
    """A list that says that it is long, and makes its entries as they are gone through."""

    class Long(list[int]):
        def __len__(self) -> int:
            return count

        def __iter__(self) -> Any:
            return iter(range(count))

    return Long()


def test_long_text_and_deep_values_are_cut_with_a_note() -> None:
    (line,) = value_text("x" * 2500).lines
    assert line == '"' + "x" * 1000 + '" … and 1,500 more characters'
    deep: Any = 1
    for _ in range(5000):
        deep = [deep]
    assert value_text(deep).lines[100] == " " * 200 + "… nested too deeply to be shown"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (float("nan"), "NaN"),
        (12345678901234567890, "12345678901234567890"),
        ("a\u202eb\u200b\x7f\ud800", r'"a\u202eb\u200b\u007f\ud800"'),
        ("é 日本 \U0001f600", '"é 日本 \U0001f600"'),
        (b"bytes", "\"b'bytes'\""),
    ],
)
def test_odd_values(value: Any, line: str) -> None:
    assert value_text(value).lines == (line,)


def test_visible_text() -> None:
    assert visible("plain é") == "plain é"
    assert visible("a\nb\u202e") == r"a\nb\u202e"
    assert visible("y" * 1001) == "y" * 1000 + " … and 1 more characters"
