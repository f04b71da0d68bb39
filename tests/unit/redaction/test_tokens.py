"""Tokens of vendors are found by their form, whole, whatever stands around them."""

from __future__ import annotations

import random
import re
import string
import warnings
from collections.abc import Iterable
from itertools import islice
from typing import Any

import pytest

from harness.redaction import redact_text
from harness.redaction.tokens import Form, TokenRule, entropy, forms

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _constants, _parser  # type: ignore[attr-defined]

AROUND = ("{}", "see {} there", '{{"text": "{}"}}', "<a>{}</a>", "?a=b&c={}&d", "x\\n{}\\n")
LETTERS = string.ascii_letters + string.digits + "-_.~+/=%!:$@"
MORE, FEWEST = 3, 3


def drawn(items: Iterable[tuple[Any, Any]], draw: random.Random) -> str:
    """Return a text that a parsed expression matches, without regard to what it looks at around it."""
    return "".join(_drawn(kind, value, draw) for kind, value in items)


_letters: dict[str, list[str]] = {}
"""Of each set of characters, as it is parsed, those that stand in `LETTERS`."""


def _drawn(kind: Any, value: Any, draw: random.Random) -> str:
    if kind is _constants.LITERAL:
        return chr(value)
    if kind is _constants.IN:
        parsed = repr(value)
        if parsed not in _letters:
            any_of = _compiled([(kind, value)])
            _letters[parsed] = [letter for letter in LETTERS if any_of(letter)]
        return draw.choice(_letters[parsed])
    if kind is _constants.ANY:
        return draw.choice(LETTERS)
    if kind is _constants.BRANCH:
        return drawn(draw.choice(value[1]), draw)
    if kind is _constants.SUBPATTERN:
        return drawn(value[3], draw)
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        least, most, inner = value
        return "".join(drawn(inner, draw) for _ in range(draw.randint(least, min(most, least + MORE))))
    assert kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT), kind
    return ""


def _compiled(items: list[tuple[Any, Any]]) -> Any:
    from re import _compiler  # type: ignore[attr-defined]

    state = _parser.State()
    state.flags = re.ASCII
    return _compiler.compile(_parser.SubPattern(state, items)).fullmatch


def found(text: str) -> str:
    """Return a text with ``*`` for each character that is part of a token."""
    places = {place for start, end, _ in TokenRule().secrets(text) for place in range(start, end)}
    return "".join("*" if place in places else letter for place, letter in enumerate(text))


LOOKS_AHEAD = ("Sentry DSN",)  # at what the expression itself does not spell


@pytest.mark.parametrize(
    "form",
    [form for form in forms() if form.kind not in LOOKS_AHEAD],
    ids=lambda form: f"{form.kind} {form.prefix}",
)
def test_a_token_is_found_as_a_whole(form: Form) -> None:
    draw = random.Random(form.kind)
    parts = [_parser.parse(part) for part in (form.prefix, form.body)]
    whole = re.compile(f"{form.prefix}{form.body}")
    tokens = (tuple(drawn(part, draw) for part in parts) for _ in range(60))
    fit = list(islice((token for token in tokens if whole.fullmatch("".join(token))), FEWEST))
    assert len(fit) == FEWEST
    for prefix, body in fit:
        standing = (prefix if form.kept else "*" * len(prefix)) + "*" * len(body)
        for around in AROUND[: 1 if body.endswith(("=", "-", ".")) else None]:
            assert found(around.format(prefix + body)) == around.format(standing)


@pytest.mark.parametrize(
    "token",
    [
        "ghp_" + "x" * 36,
        "ghp_" + "0" * 36,
        "AIzaSyabcdefghijklmnopqrstuvwxyz1234567",  # of Google's documentation
    ],
)
def test_a_mask_and_a_known_example_are_no_tokens(token: str) -> None:
    assert redact_text(f"see {token}") == f"see {token}"


def test_the_longer_of_two_forms_is_taken_out() -> None:
    token = "glpat-" + "h7Gk2LmQ9xWvB3nTzR5pYcJ4dK8" + ".01.0w1a2b3c4"
    assert token[-12:] not in redact_text(f"see {token} there")


def test_entropy_is_in_bits_of_a_character() -> None:
    assert (entropy("aaaa"), entropy("abab"), entropy("abcd")) == (0, 1, 2)
