"""Patterns out of thin air: both engines judge their translation as Python's ``re`` judges the original."""

from __future__ import annotations

import itertools
import re

import jsonschema_rs
from hypothesis import example, given, reject
from hypothesis import strategies as st

from harness.contract.patterns import compile_pattern, matches

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
        expected = [original.search(text) is not None for text in TEXTS]
    except SystemError:  # re's own defect: "The span of capturing group is wrong"
        reject()
    pattern = compile_pattern(source)
    if pattern.translated is None:
        assert pattern.reason in REFUSED or (pattern.reason == "no text can match it" and not any(expected))
        return
    assert [matches(pattern, text) for text in TEXTS] == expected
    is_valid = jsonschema_rs.validator_for({"pattern": pattern.translated}).is_valid
    assert [is_valid(text) for text in TEXTS] == expected


@given(PATTERNS)
def test_translating_twice_changes_nothing(source: str) -> None:
    translated = compile_pattern(source).translated
    if translated is not None:
        assert compile_pattern(translated).translated == translated


@given(st.text(alphabet="ab[]()^$&-\\{}*+?|,:pdQE1 \n", max_size=12))
def test_any_text_is_translated_or_refused(source: str) -> None:
    pattern = compile_pattern(source)
    assert (pattern.translated is None) != (pattern.reason is None)
    if pattern.translated is not None:
        assert matches(pattern, "ab") == jsonschema_rs.validator_for(
            {"pattern": pattern.translated}
        ).is_valid("ab")
