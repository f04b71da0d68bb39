from __future__ import annotations

import pytest

from harness.wire.codec.text import split_list


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a,b", ["a", "b"]),
        ("a , b", ["a", "b"]),
        ('"a,b",c', ["a,b", "c"]),
        (r'"say \"hi\"", x', ['say "hi"', "x"]),
        ('say "hi"', ['say "hi"']),
        ('"a"b,c', ['"a"b', "c"]),
        ("", []),
        ("a,,b", ["a", "", "b"]),
    ],
)
def test_header_lists_are_split_at_commas_outside_quotes(text: str, items: list[str]) -> None:
    assert split_list(text) == items
