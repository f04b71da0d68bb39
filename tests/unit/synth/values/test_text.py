from __future__ import annotations

import re

import pytest

from harness.contract.patterns import compile_pattern, matches
from harness.synth.values.choices import SeededChoices
from harness.synth.values.text import text_matching, texts_near


class Plainest:
    """The source that shrinking ends at: always the first option."""

    def choose(self, count: int) -> int:
        return 0


@pytest.mark.parametrize(
    ("pattern", "shortest", "longest"),
    [
        (r"^i-[0-9a-f]{17}$", 0, None),
        (r"[a-zA-Z0-9_-]{1,64}", 1, 64),
        (r"(abc){2,5}", 12, 12),
        (r"^(ab|cde)*$", 7, 7),
        (r"^[\s\S]{1,131072}$", 10_000, 131_072),
        (r"[\s\S]*", 1 << 20, 1 << 20),
        (r"^[a-z]{1,500}/[a-z]{1,500}$", 900, 1001),
        (r"^arn:[a-z0-9-]{1,2000}:[^/]{1,2000}/.{1,2000}$", 5_000, 6_006),
        (r"^([a-z0-9]{1,63}\.){1,30}[a-z]{2,63}$", 1_500, 2_000),
        (r"^(?!aws:)[a-z:]{4,}$", 0, None),
        (r"^(?=.*[A-Z])(?=.*[0-9])(?=.*[a-z]).{8,}$", 8, 64),
        (r"^(.)\1{2}$", 3, 3),
        (r"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$", 1, 128),
        (r"^[\u4e00-\u4e10]{3}$", 3, 3),
        (r"^((25[0-5]|1?\d?\d)\.){3}(25[0-5]|1?\d?\d)$", 7, 15),
        (r"^(a*)*$", 5, 9),
        (r".*(^/[a-z]*$|(^$)).*", 0, 64),
        (r"^(?=^\$)(?=^\S+$).*$", 1, 65535),
        (r"ip-((25[0-5]|(2[0-4]|1\d|[1-9]|)\d)-?\b){4}\..*", 0, None),
    ],
)
def test_texts_match_their_pattern_within_their_lengths(
    pattern: str, shortest: int, longest: int | None
) -> None:
    for seed in range(5):
        text = text_matching(SeededChoices(seed), compile_pattern(pattern), shortest, longest)
        assert text is not None
        assert shortest <= len(text) <= (longest if longest is not None else len(text))
        assert matches(compile_pattern(pattern).whole, text)


def test_without_a_pattern_lengths_alone_count() -> None:
    assert text_matching(Plainest(), shortest=3, longest=3) == "aaa"


def test_equal_seeds_give_equal_texts_and_others_others() -> None:
    def text(seed: int) -> str | None:
        return text_matching(SeededChoices("seed", seed), compile_pattern("[a-z]{20}"))

    assert text(1) == text(1) == "ngigegbpecjfebrqkkpv"
    assert text(1) != text(2)


def test_the_wanted_length_counts_where_it_is_possible() -> None:
    for seed in range(20):
        long = text_matching(SeededChoices(seed), compile_pattern("^[a-z]+$"), 1, 64, wanted=30)
        short = text_matching(SeededChoices(seed), compile_pattern("^[a-z]{1,5}$"), 1, 64, wanted=30)
        assert long is not None
        assert short is not None
        assert len(long) >= 30
        assert 1 <= len(short) <= 5


def test_unusual_characters_are_those_of_the_class() -> None:
    pattern = compile_pattern("^[^/]{40}$")
    texts = [text_matching(SeededChoices(seed), pattern, unusual=True) for seed in range(20)]
    assert all(text is not None and "/" not in text for text in texts)
    assert any(not str(text).isascii() for text in texts)


def test_the_plainest_choices_give_the_plainest_text() -> None:
    assert text_matching(Plainest(), compile_pattern("^[A-Za-z0-9-]{1,64}$"), 1, 64) == "a"
    assert text_matching(Plainest(), compile_pattern("^(prod|dev)-[0-9]+$")) == "dev-0"


def test_no_text_where_pattern_and_lengths_exclude_each_other() -> None:
    assert text_matching(SeededChoices(0), compile_pattern("[a-z]{3}"), 5, 9) is None
    assert text_matching(SeededChoices(0), compile_pattern("^(?!a)a$")) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?=.{1,255}$)(arn:.*|engi-[0-9a-z]{13})", r"engi-\w{13}"),
        (r"((arn:aws:x:\d+)|x-[a-z]{2})/[a-z]", r"x-\w\w/\w"),
        (r"^[a-z]{4}$", r"\w{4}"),
        (r"^arn:(aws|aws-cn):x$", None),
        (r".*(^arn:.*)|(^arn:.*$)", None),
    ],
)
def test_texts_may_be_asked_for_that_begin_otherwise(pattern: str, expected: str | None) -> None:
    for seed in range(5):
        made = text_matching(SeededChoices(seed), compile_pattern(pattern), wanted=8, unlike="arn:")
        assert (made is None) if expected is None else re.fullmatch(expected, str(made))


def test_a_pattern_that_is_searched_for_may_stand_in_a_longer_text() -> None:
    text = text_matching(SeededChoices(0), compile_pattern("x", 10, 12), 10, 12)
    assert text is not None
    assert "x" in text
    assert 10 <= len(text) <= 12


def test_a_text_has_line_ends_only_where_the_pattern_names_them() -> None:
    for source, has_them in ((".{40}", False), (r"[\s\S]{40}", True)):
        pattern = compile_pattern(source)
        texts = [text_matching(SeededChoices(seed), pattern, unusual=True) or "" for seed in range(20)]
        assert any("\n" in text for text in texts) is has_them


def test_a_text_keeps_to_both_readings_of_a_dot() -> None:
    pattern = compile_pattern(r"(?!.*b)[b\n]{1,6}", 1)
    for seed in range(20):
        text = text_matching(SeededChoices(seed), pattern, 1, 6, unusual=True)
        assert text is not None
        assert set(text) == {"\n"}


def test_a_pattern_that_cannot_be_run_rules_nothing_out() -> None:
    assert compile_pattern("$}").reason is not None
    text = text_matching(SeededChoices(0), compile_pattern("$}"), 4, 4)
    assert text is not None
    assert len(text) == 4


def test_near_misses_are_of_an_allowed_length_and_do_not_match() -> None:
    pattern = compile_pattern("^[a-z]+-[0-9]{2}$", 4, 8)
    misses = list(texts_near(pattern, 4, 8))
    assert len(misses) > 30
    assert [
        miss for miss in misses if not 4 <= len(miss.text) <= 8 or matches(pattern.whole, miss.text)
    ] == []
    assert misses == list(texts_near(pattern, 4, 8))


def test_there_are_no_near_misses_where_no_text_is_possible() -> None:
    assert list(texts_near(compile_pattern("[a-z]{3}"), 5, 9)) == []
