"""The expression of a quick search finds all that the expression finds which it is made from."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.redaction.hints import either, has, hint_of, without_page_tokens
from harness.redaction.specification import DEFAULT, NOTHING, PSEUDONYMS, ValuePattern
from harness.redaction.tokens import forms

PATTERNS = [
    one.expression
    for one in (*DEFAULT.patterns, *PSEUDONYMS)
    if isinstance(one, ValuePattern) and "(?<=" not in one.expression  # no texts can be made of these
]
TOKENS = [f"{form.prefix}(?:{form.body})" for form in forms()]


@pytest.mark.parametrize(
    "expression", sorted({*PATTERNS, *TOKENS, r"(?i)a[^é]b", r"x{30}\w{2}[à-ý]?z", "é+ü"})
)
def test_a_hint_is_found_in_all_that_its_expression_matches(expression: str) -> None:
    assert hint_of(expression)

    @settings(max_examples=2, derandomize=True, database=None, deadline=None)
    @given(st.from_regex(expression))
    def is_found(text: str) -> None:
        assert has(hint_of(expression), f"- {text}".encode("utf-8", "surrogatepass"))

    is_found()


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        (r"[a-z]{32}-us\d", "0-us1", True),
        (r"[a-z]{32}-us\d", "0-uk1", False),
        (r"(?i)(.*password|id_?token)", "MyPassWord", True),
        (r"(?i)(.*password|id_?token)", "id-token", False),
        (r"key\s=", "key\x1f=", True),
        (r"(?s)://[^\s:]*:(?P<secret>[^\s@]+)@", "https://joe:hunter2@example.invalid", True),
        (r"(?!)", "anything", False),
        (r"(a)(?(1)b|c)", "what refers to a group is always looked for", True),
    ],
)
def test_a_hint_begins_with_the_first_plain_character(expression: str, text: str, found: bool) -> None:
    assert has(hint_of(expression), text.encode()) is found


def test_either_of_several_is_found() -> None:
    assert has(either(["a", "b"]), b"b")
    assert not has(either([]), b"b")
    assert either(["a", ""]) == ""
    assert not NOTHING.may_match(b"password AKIA")
    assert re.compile(DEFAULT.members).fullmatch("ClientSecret")
    assert DEFAULT.may_name(b'{"ClientSecret": 1}')


def test_tokens_of_pages_are_no_secrets() -> None:
    assert without_page_tokens(b'{"nextToken": 1, "ClientRequestToken": 2}') == b'{"": 1, "": 2}'
    assert without_page_tokens(b'{"sessionToken": 1}') == b'{"sessionToken": 1}'
