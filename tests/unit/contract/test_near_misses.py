from __future__ import annotations

from itertools import islice

import pytest

from harness.contract.patterns import compile_pattern, matches
from harness.contract.patterns.near_misses import near_misses


def texts_of(source: str, text: str, shortest: int = 0, longest: int | None = None) -> dict[str, str]:
    found = near_misses(compile_pattern(source, shortest, longest), [text], shortest, longest)
    return {miss.text: miss.change for miss in found}


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        (
            r"\d{12}",
            "123456789012",
            ["123456789012\n", "1234567890122", "12345678901", "\u066323456789012", "a23456789012"],
        ),
        ("[a-z]{2,4}-[0-9]", "ab-1", ["abbbb-1", "a-1", "{b-1", "ab-:", "AB-1", "aB-1"]),
        ("^i-[0-9a-f]{8,17}$", "i-00000000", ["i-0000000", "I-00000000", "i-0000000g", "i-" + "0" * 18]),
        ("(?:[a-z]{3}/){2,3}x", "abc/def/x", ["abc/x", "abc/def/def/def/x", "abc/def/X", "abcdef/x"]),
        (r"([ab])c\1", "aca", ["ac", "ca", "Aca", "cca"]),
        ("(?!aws:)[a-z:]+", "key", ["aws:key", "", "key\n"]),
        (r"[\p{L}]+", "a", ["a\n", "0", " a"]),
        ("[0-9]++x", "1x", ["x", "1X", "1xx"]),
    ],
)
def test_one_change_breaks_the_pattern(source: str, text: str, missing: list[str]) -> None:
    found = texts_of(source, text)
    assert [
        each for each in missing if each not in found and not matches(compile_pattern(source).whole, each)
    ] == []
    assert text not in found


def test_nothing_matches_that_is_yielded() -> None:
    pattern = compile_pattern(r"^arn:(aws|aws-cn):[a-z]+::[0-9]{12}:(?!x)[^/]+(/[\w-]{1,5})*$")
    misses = list(near_misses(pattern, ["arn:aws:iam::123456789012:role/a/b", "arn:aws:a::000000000000:a"]))
    assert len(misses) > 100
    assert [miss for miss in misses if matches(pattern.whole, miss.text)] == []
    assert len({miss.text for miss in misses}) == len(misses)


def test_each_kind_of_change_has_its_turn_first() -> None:
    pattern = compile_pattern("[a-f]{3}-[0-9]{2}")
    first = list(islice(near_misses(pattern, ["abc-12"]), 10))
    assert [(miss.text, miss.change) for miss in first[:3]] == [
        ("abc-12\n", "a line end after it"),
        ("abc-122", "one character more at the end"),
        ("aabc-12", "one character more at the start"),
    ]
    assert len({miss.change for miss in first}) == len(first)
    assert first == list(islice(near_misses(pattern, ["abc-12"]), 10))


def test_a_long_text_may_be_blank() -> None:
    assert texts_of(r".*\S.*", "arn:aws:x", 9, 20) == {" " * 9: "spaces alone"}


def test_lengths_hold() -> None:
    found = texts_of("[a-z]+", "abc", 3, 3)
    assert set(map(len, found)) == {3}
    assert "ABC" in found


@pytest.mark.parametrize(
    "source", [pytest.param("$}", id="cannot be run"), r"[\s\S]*", pytest.param(".*", id="line ends too")]
)
def test_what_everything_matches_has_none(source: str) -> None:
    assert texts_of(source, "abc") == {}


def test_a_pattern_that_is_searched_for_is_broken_inside() -> None:
    found = texts_of("vpc-[0-9a-fA-F]", "vpc-0ab")
    assert "vpc-0ab\n" not in found
    assert "Vpc-0ab" in found


def test_a_long_text_has_changes_of_the_whole_text_only() -> None:
    found = texts_of("^a+b$", "a" * 5000 + "b")
    assert set(found) >= {"a" * 5000 + "b\n", "a" * 5000}
    assert "a part once too rarely" not in found.values()
