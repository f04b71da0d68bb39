"""What a reader said of a claim decides whether it is checked, and how severely."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.contract.prose import mine
from harness.contract.review import (
    NOTHING_READ,
    BadReview,
    Review,
    Verdict,
    claim_of,
    digest_of,
    load_review,
    packaged_review,
)
from harness.contract.rules import Rule
from harness.contract.violation import Severity, severity_of

VALUES = "Valid values are 60, 300, and 3600."
EITHER = "You must specify either Name or Arn, but not both."


def mined(text: str, review: Review, member: str = "Period", type: str = "integer") -> tuple[Rule, ...]:  # noqa: A002
    return mine(text, member=member, type=type, siblings=("Period", "Name", "Arn"), review=review)


def states(rules: tuple[Rule, ...]) -> list[tuple[str, str]]:
    return [(rule.words, rule.source.review) for rule in rules if rule.source is not None]


def digest(text: str, member: str = "Period", type: str = "integer") -> str:  # noqa: A002
    (rule,) = mine(text, member=member, type=type, siblings=("Period", "Name", "Arn"))
    return digest_of(text, claim_of(rule, member))


def test_without_a_review_every_claim_is_unread(tmp_path: Path) -> None:
    assert load_review(tmp_path / "none.txt") == NOTHING_READ
    assert states(mined(VALUES, NOTHING_READ)) == [("Period must be 60, 300 or 3600", "unread")]


def test_a_claim_is_the_same_under_another_name_of_the_member() -> None:
    assert digest(VALUES, "Period") == digest(VALUES, "Name")
    assert digest(VALUES) != digest("Valid values are 60, 300, and 900.")


def test_marks_and_blanks_of_a_sentence_do_not_matter() -> None:
    assert digest_of('Valid values:  "60", (300)', "x") == digest_of("valid values: 60, 300", "x")
    assert digest_of("Valid values: 60, 300", "x") != digest_of("Valid values: 60, 3000", "x")


def test_a_confirmed_claim() -> None:
    review = Review({digest(VALUES): Verdict("confirmed")})
    assert states(mined(VALUES, review)) == [("Period must be 60, 300 or 3600", "confirmed")]


def test_a_refuted_claim_is_only_counted() -> None:
    review = Review({digest(VALUES): Verdict("refuted", "only in the console")})
    assert states(mined(VALUES, review)) == [("Period must be 60, 300 or 3600", "refuted")]


def test_a_corrected_claim_says_what_the_reader_says() -> None:
    verdict = Verdict("corrected", rules=({"kind": "at_most_one", "params": [".", "Arn"]},))
    review = Review({digest(EITHER, "Name", "string"): verdict})
    assert states(mined(EITHER, review, "Name", "string")) == [
        ("at most one of Name and Arn may be given", "corrected")
    ]


def test_a_rule_that_only_a_reader_can_take_from_a_sentence() -> None:
    text = "Pick a minute, five of them, or an hour."
    review = Review(added={digest_of(text): ({"kind": "enum", "param": ".", "values": [60, 300, 3600]},)})
    assert mined(text, NOTHING_READ) == ()
    assert states(mined(text, review)) == [("Period must be 60, 300 or 3600", "corrected")]


def test_bounds_of_two_sentences_are_read_when_both_are() -> None:
    text = "The minimum value is 1. The maximum value is 50."
    low, high = (digest(f"The {bound}.") for bound in ("minimum value is 1", "maximum value is 50"))
    both = {low: Verdict("confirmed"), high: Verdict("confirmed")}
    assert states(mined(text, Review(both))) == [("Period must be from 1 to 50", "confirmed")]
    for one in both:
        assert states(mined(text, Review({one: both[one]}))) == [("Period must be from 1 to 50", "unread")]


def test_what_two_sentences_state_is_read_when_one_is() -> None:
    again = "Possible values: 60, 300, 3600."
    text = f"{VALUES} {again}"
    assert len(mined(text, NOTHING_READ)) == 1
    assert digest(VALUES) != digest(again)
    assert states(mined(text, Review({digest(again): Verdict("confirmed")}))) == [
        ("Period must be 60, 300 or 3600", "confirmed")
    ]


def test_unread_claims_are_warnings_unless_the_user_says_otherwise() -> None:
    assert severity_of("enum", "request") is Severity.ERROR
    assert severity_of("enum", "request", is_minor=True) is Severity.WARNING
    assert severity_of("enum", "request", {"enum": Severity.ERROR}, is_minor=True) is Severity.ERROR
    assert severity_of("only-if", "request", {"only-if": Severity.OFF}, is_minor=True) is Severity.OFF


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.txt"
    rule = {"kind": "enum", "param": ".", "values": [1]}
    path.write_text(
        "harness review 1\n# a comment\n\n"
        "000000000001 confirmed\n000000000002 refuted a quota\n"
        f"000000000003 corrected {json.dumps(rule)}\n000000000001 added {json.dumps([rule])}\n",
        encoding="utf-8",
    )
    assert load_review(path) == Review(
        {
            "000000000001": Verdict("confirmed"),
            "000000000002": Verdict("refuted", "a quota"),
            "000000000003": Verdict("corrected", rules=(rule,)),
        },
        {"000000000001": (rule,)},
    )


OTHER_VERSION = "line 1: It must be 'harness review 1'; another version of harness wrote this file."
UNKNOWN_FIELD = '{"kind": "enum", "param": ".", "values": [1], "why": 2}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", OTHER_VERSION),
        ("harness review 2", OTHER_VERSION),
        (
            "harness review 1\n000000000001 doubted",
            "line 2: '000000000001 doubted' isn't a digest, a verdict and what belongs to it.",
        ),
        ("harness review 1\n000000000001 refuted", "line 2: A refuted claim needs a reason."),
        (
            "harness review 1\n000000000001 confirmed really",
            "line 2: Nothing may follow 'confirmed', but 'really' does.",
        ),
        (
            "harness review 1\n000000000001 confirmed\n000000000001 refuted no",
            "line 3: There is a verdict on 000000000001 already.",
        ),
        (
            f"harness review 1\n000000000001 corrected {UNKNOWN_FIELD}",
            f"line 2: {UNKNOWN_FIELD!r} isn't a rule, or a list of rules (it has an unknown field).",
        ),
        (
            'harness review 1\n000000000001 added {"kind": "shape"}',
            """line 2: '{"kind": "shape"}' isn't a rule, or a list of rules ('shape').""",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "reviewed.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadReview) as refused:
        load_review(path)
    assert str(refused.value) == f"{path}, {message} CONTRIBUTING.md shows the form, under Review rules."


def test_text_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reviewed.txt"
    path.write_bytes(b"harness review 1\n\xff")
    with pytest.raises(BadReview, match="The file isn't text in UTF-8"):
        load_review(path)


def test_the_review_of_the_package_can_be_read() -> None:
    assert {verdict.state for verdict in packaged_review().verdicts.values()} <= {
        "confirmed",
        "refuted",
        "corrected",
    }
