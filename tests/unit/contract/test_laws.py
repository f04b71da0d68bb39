"""The pages of laws: each is written as the others are; their examples are run where the laws are tested."""

from __future__ import annotations

import re

import pytest

from harness.contract import codes, laws
from harness.contract.violation import CODES


@pytest.mark.parametrize("law", laws.names())
def test_a_page_says_the_same_things_as_others(law: str) -> None:
    page = laws.page(law)
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    assert headings == [law, "What harness says", "Example", "Fix it", "Silence it"]
    assert page.startswith(f"# {law}\n\n{laws.sentence(law)}\n")
    assert laws.words(law), "words that a finding may say"


@pytest.mark.parametrize("law", laws.names())
def test_the_example_says_what_the_page_lists(law: str) -> None:
    page = laws.page(law)
    (names,) = re.findall(r"^  law    (.*)$", page, re.MULTILINE)
    said, *word = names.split(", ")
    assert said == law
    code = word[0] if word else law
    assert code in laws.words(law) or code in CODES
    assert f'found.code == "{code}"' in page


def test_laws_that_say_the_same_word() -> None:
    assert laws.laws_that_say("entries") == ("interleaved", "page-size", "paginator", "resume")
    assert laws.laws_that_say("page-range") == ()


def test_where_a_law_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "site", lambda: None)
    assert laws.where_explained("page-size") == "harness explain page-size"
    monkeypatch.setattr(codes, "site", lambda: "https://docs.example.org")
    assert laws.where_explained("page-size") == "https://docs.example.org/laws/page-size.html"
