"""Patterns out of thin air: both engines judge their translation as Python's ``re`` judges the original."""

from __future__ import annotations

import itertools
import re

import jsonschema_rs
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from harness.contract.patterns import compile_pattern, matches
from harness.contract.patterns.inclusion import UndecidedError, find_text

TEXTS = ["".join(text) for length in range(6) for text in itertools.product("ab", repeat=length)]

QUANTIFIERS = [
    "",
    "",
    "",
    *"*+?",
    "{2}",
    "{0,2}",
    "{2,}",
    "{1}",
    "*?",
    "+?",
    "??",
    "*+",
    "++",
    "?+",
    "{1,2}+",
]
ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", r"\w", ".", "(?<=a)", "(?<!ab)", r"(?:\b)", "(?:$)"])


def sequences(atoms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    quantified = st.builds("{}{}".format, atoms, st.sampled_from(QUANTIFIERS))
    return st.lists(quantified, min_size=1, max_size=4).map("".join)


def groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    alternatives = st.lists(sequences(inner), min_size=1, max_size=2).map("|".join)
    return st.builds("({}{})".format, st.sampled_from(["", "?:", "?=", "?!"]), alternatives)


PATTERNS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "^"]),
    sequences(st.recursive(ATOMS, groups, max_leaves=8)),
    st.sampled_from(["", "$"]),
)


REFUSED = ("it has an atomic group", "it keeps what a group that may be empty matched")


@given(PATTERNS)
@example("(b)(a|b*?)*+b")
def test_translation_keeps_the_verdict(source: str) -> None:
    original = re.compile(source)
    try:
        in_part = [original.search(text) is not None for text in TEXTS]
        in_full = [original.fullmatch(text) is not None for text in TEXTS]
    except SystemError:  # re's own defect: "The span of capturing group is wrong"
        reject()
    pattern = compile_pattern(source)
    if pattern.reason is not None:
        assert pattern.reason in REFUSED or (pattern.reason == "no text can match it" and not any(in_part))
        return
    for spelled, expected in ((pattern.part, in_part), (pattern.whole, in_full)):
        assert [matches(spelled, text) for text in TEXTS] == expected
        is_valid = jsonschema_rs.validator_for({"pattern": spelled}).is_valid
        assert [is_valid(text) for text in TEXTS] == expected


@given(PATTERNS, st.integers(0, 5), st.integers(0, 5))
@example("a|bb", 2, 5)
@example("(?:a?){2}", 3, 0)
def test_bounds_change_what_is_held_to_only_where_they_contradict_the_pattern(
    source: str, shortest: int, more: int
) -> None:
    free, bounded = compile_pattern(source), compile_pattern(source, shortest, shortest + more)
    if free.reason is not None or bounded == free:
        return
    allowed = [text for text in TEXTS if shortest <= len(text) <= shortest + more]
    assert not any(matches(free.whole, text) for text in allowed)
    if bounded.reason is not None:
        assert bounded.reason == "no text of an allowed length can match it"
        assert not any(matches(free.part, text) for text in allowed)
    else:
        assert bounded.whole == free.part


@given(PATTERNS)
def test_translating_twice_changes_nothing(source: str) -> None:
    pattern = compile_pattern(source)
    for spelled in (pattern.part, pattern.whole):
        if spelled is not None:
            assert compile_pattern(spelled).part == spelled
    if pattern.whole is not None:
        assert compile_pattern(pattern.whole).whole == pattern.whole


@given(st.text(alphabet="ab[]()^$&-\\{}*+?|,:pdQE1 \n", max_size=12))
def test_any_text_is_translated_or_refused(source: str) -> None:
    pattern = compile_pattern(source)
    assert (pattern.part is None) == (pattern.whole is None) == (pattern.reason is not None)
    if pattern.reason is None:
        for spelled in (pattern.part, pattern.whole):
            is_valid = jsonschema_rs.validator_for({"pattern": spelled}).is_valid
            assert matches(spelled, "ab") == is_valid("ab")


@settings(max_examples=50)
@given(PATTERNS, PATTERNS)
@example("(?:^a|b)*?", "b")
@example("a?^b", "ab")
@example("(?!ab)[ab]*", "a*")
@example("[ab]{0,3}(?<!b)", "a|")
@example("(?=.{2}$)[ab]*", "[ab][ab]")
def test_a_text_that_one_pattern_matches_and_another_not(source: str, other: str) -> None:
    one, two = compile_pattern(source), compile_pattern(other)
    beyond = [text for text in TEXTS if matches(one.whole, text) and not matches(two.whole, text)]
    try:
        found = find_text(one, two)
    except UndecidedError:
        assert one.reason or two.reason or "(" in source + other or "+" in source + other
        return
    assert (found is None) <= (beyond == [])
    if found is not None:
        assert matches(one.whole, found)
        assert not matches(two.whole, found)
        assert len(found) <= min(map(len, beyond), default=len(found))
