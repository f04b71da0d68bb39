"""Breaches of documented rules become findings: their place, their words, and what the model says already."""

from __future__ import annotations

from typing import Any

import pytest

from harness.contract.judgement import chain_findings, request_findings, response_findings
from harness.contract.rules import (
    AtLeastOne,
    AtMostOne,
    Condition,
    Echoes,
    Enum,
    ExactlyOne,
    Keys,
    Length,
    Matches,
    MoreResults,
    PageLimit,
    Range,
    Requires,
    Rule,
    SameLength,
    SameParameters,
    Size,
    Source,
    Window,
)
from harness.contract.validation import Finding
from harness.contract.violation import code_of

SENTENCE = Source("prose", "request", "Period", 1, "Give 60.", document="page.rst")
TRAIT = Source("model", shape="Period", trait="max", document="botocore 1")
SAME = SameParameters("Token", "Next")


def model(code: str, pointer: str) -> Finding:
    return Finding(code, pointer, "The model says so.", TRAIT)


class TestRequests:
    @pytest.mark.parametrize(
        ("rule", "params", "code", "pointer", "message"),
        [
            (Enum("P", (60, 300)), {"P": 90}, "enum", "/P", "P must be 60 or 300, but was 90."),
            (Length("P", max=1), {"P": "ab"}, "length", "/P", "P must have at most 1 character, but had 2."),
            (Size("P", min=2), {"P": []}, "size", "/P", "P must have at least 2 entries, but had 0."),
            (
                Keys("P", ("a", "b")),
                {"P": {"c/d": 1}},
                "keys",
                "/P/c~1d",
                'The keys of P must be "a" or "b", but was "c/d".',
            ),
            (
                Requires(Condition("P", ("x",)), ("Q",)),
                {"P": "x"},
                "requires",
                "/Q",
                'Q must be given when P is "x", but is missing.',
            ),
            (
                AtMostOne(("P", "Q")),
                {"P": 1, "Q": 2},
                "at-most-one",
                "",
                "At most one of P and Q may be given, but P and Q were given.",
            ),
            (
                AtLeastOne(("P", "Q")),
                {},
                "at-least-one",
                "",
                "At least one of P and Q must be given, but none was.",
            ),
            (
                ExactlyOne(("L[].P", "L[].Q")),
                {"L": [{"P": 1}, {}]},
                "exactly-one",
                "/L/1",
                "Exactly one of L[].P and L[].Q must be given, but none was.",
            ),
        ],
    )
    def test_a_breach_is_told_where_it_is(
        self, rule: Rule, params: Any, code: str, pointer: str, message: str
    ) -> None:
        (finding,) = request_findings([rule], params, [])
        assert (finding.code, finding.pointer, finding.message) == (code, pointer, message)

    def test_the_rules_sentence_is_the_source(self) -> None:
        (finding,) = request_findings([Enum("P", (60,), source=SENTENCE)], {"P": 1}, [])
        assert finding.source == SENTENCE
        assert str(finding.source) == 'documentation of Period, sentence 2 (page.rst): "Give 60."'

    def test_rules_on_responses_and_pages_are_not_judged(self) -> None:
        assert request_findings([Echoes("P", "P"), SAME], {"P": 1}, []) == []

    def test_what_the_model_finds_elsewhere_stays(self) -> None:
        told = [model("required", "/Q"), model("range", "/R")]
        found = request_findings([Enum("P", (60,))], {"P": 1}, told)
        assert [finding.pointer for finding in found] == ["/Q", "/R", "/P"]

    @pytest.mark.parametrize("code", ["range", "enum", "length", "size"])
    def test_of_two_bounds_on_one_value_the_sentence_is_told(self, code: str) -> None:
        found = request_findings([Range("P", max=5, source=SENTENCE)], {"P": 9}, [model(code, "/P")])
        assert [finding.source for finding in found] == [SENTENCE]

    @pytest.mark.parametrize("code", ["type", "null", "pattern", "timestamp"])
    def test_of_a_value_that_is_wrong_otherwise_the_model_tells(self, code: str) -> None:
        told = [model(code, "/P")]
        assert request_findings([Enum("P", (60,))], {"P": "x"}, told) == told

    def test_a_member_that_the_model_misses_is_told_once(self) -> None:
        told = [model("required", "/Q")]
        assert request_findings([Requires(Condition("P", present=True), ("Q",))], {"P": 1}, told) == told


class TestResponses:
    @pytest.mark.parametrize(
        ("rule", "params", "response", "pointer", "message"),
        [
            (Echoes("R", "P"), {"P": "a"}, {"R": "b"}, "/R", 'R must be the P of the request, but was "b".'),
            (
                Matches("R", "P"),
                {"P": {"N": "a", "M": "c"}},
                {"R": [{"N": "a"}, {"N": "b"}]},
                "/R/1/N",
                'Every entry of R must match the P of the request, but was "b".',
            ),
            (
                PageLimit("R", "P"),
                {"P": 1},
                {"R": [1, 2]},
                "/R",
                "R must have at most P entries, but had 2 (P is 1).",
            ),
            (
                SameLength(("R", "S")),
                None,
                {"R": [1], "S": []},
                "/R",
                "R must have as many entries as S, but had 1.",
            ),
            (
                Window("R[]", 1),
                None,
                {"R": ["2024-05-01T00:00:00Z", "2024-04-29T23:59:59Z"]},
                "/R/1",
                'R[] must be at most 1 day before the time of the call, but was "2024-04-29T23:59:59Z".',
            ),
        ],
    )
    def test_a_breach_is_told_where_it_is_in_the_response(
        self, rule: Rule, params: Any, response: Any, pointer: str, message: str
    ) -> None:
        (finding,) = response_findings([rule], params, response, "2024-05-01T00:00:00Z")
        assert (finding.code, finding.pointer, finding.message) == (code_of(rule.kind), pointer, message)

    def test_without_its_request_or_its_time_a_rule_on_them_is_not_judged(self) -> None:
        rules = [Echoes("R", "P"), PageLimit("R", "P"), Window("R[]", 1)]
        assert list(response_findings(rules, None, {"R": ["2001-01-01T00:00:00Z"]}, None)) == []

    def test_rules_on_requests_are_not_judged(self) -> None:
        assert list(response_findings([Enum("R", ("a",))], {"R": "b"}, {"R": "b"}, None)) == []


class TestChains:
    def page(self, sent: str | None, returned: str | None, **params: Any) -> dict[str, Any]:
        request = params | ({"Token": sent} if sent else {})
        return {"request": request, "response": {"Next": returned} if returned else {"Items": []}}

    def test_a_token_that_led_to_an_error_is_not_known_to_lead_nowhere(self) -> None:
        pages = [self.page(None, "a"), {"request": {"Token": "a"}, "response": None}]
        assert list(chain_findings(MoreResults("Token", "Next", ("Items",)), pages)) == []

    def test_other_parameters_are_told_of_the_request_that_has_them(self) -> None:
        pages = [self.page(None, "a", Max=1), self.page("a", None, Max=2)]
        ((number, side, finding),) = chain_findings(SAME, pages)
        assert (number, side, finding.code, finding.pointer) == (1, "request", "same-parameters", "/Max")
        assert finding.message == (
            "Token must be sent with the same parameters as the call that returned it, but Max was 2."
        )

    def test_a_parameter_that_is_left_out_is_missing(self) -> None:
        pages = [self.page(None, "a", Max=1), self.page("a", None)]
        ((_, _, finding),) = chain_findings(SAME, pages)
        assert finding.message == (
            "Token must be sent with the same parameters as the call that returned it, but Max is missing."
        )

    def test_a_token_that_leads_nowhere_is_told_of_the_response_that_has_it(self) -> None:
        pages = [self.page(None, "a"), self.page("a", None)]
        ((number, side, finding),) = chain_findings(MoreResults("Token", "Next", ("Items",)), pages)
        assert (number, side, finding.pointer) == (0, "response", "/Next")
        assert finding.message == 'Next must be returned only when there are more results, but was "a".'
