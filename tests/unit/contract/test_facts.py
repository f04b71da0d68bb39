"""A fact holds where the documentation still says so, and is as sure as its readings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.contract import contract
from harness.contract.coverage import coverage_of, unread_members
from harness.contract.documented import documented_rules
from harness.contract.facts import (
    FOLDER,
    Fact,
    digest_of_texts,
    facts_of,
    own_facts,
    text_of,
    use_own_facts,
)
from harness.contract.paths.shape import shape_at
from harness.contract.rules import rule_from_json
from harness.contract.sentences import digest_of, sentences_of
from harness.contract.violation import Severity
from harness.models import load_service, service_names

LIST = "<p>Valid values:</p><ul><li>FAST</li><li>SLOW</li></ul>"
RANGE = {"kind": "range", "param": ".", "min": 1, "max": 50}


@pytest.fixture(autouse=True)
def _own_facts() -> Iterator[None]:
    before = own_facts()
    yield
    use_own_facts(before)


def digest(text: str, first: int = 0, count: int = 1) -> str:
    return digest_of(sentences_of(text)[first : first + count])


def fact(*sentences: str, **fields: Any) -> Fact:
    written = {"at": "In.Size", "s": sentences, "rule": RANGE, "by": ["r1", "r2"], **fields}
    return Fact.from_json(written)


def toy(text: str, other: str = "") -> ServiceModel:
    members = {
        "Size": {"shape": "Number", "documentation": text},
        "Other": {"shape": "Text", "documentation": other},
    }
    description = {
        "metadata": {"apiVersion": "2020-01-01", "serviceId": "Toy", "protocol": "json"},
        "operations": {"Put": {"name": "Put", "input": {"shape": "In"}}},
        "shapes": {
            "In": {"type": "structure", "members": members},
            "Number": {"type": "integer"},
            "Text": {"type": "string"},
        },
    }
    return ServiceModel(description, "toy-of-facts")


def rules(text: str, *facts: Fact) -> list[tuple[str, str]]:
    use_own_facts({"toy-of-facts": facts})
    found = documented_rules(toy(text).operation_model("Put"))
    return [(rule.words, rule.source.review) for rule in found.rules if rule.source is not None]


# --- when it holds -----------------------------------------------------------------------------------------

BOUNDS = "Valid values are 1 through 50."


def test_markup_and_case_of_a_sentence_do_not_matter() -> None:
    assert digest(BOUNDS) == digest("<p>valid values are <code>1</code> through 50.</p>")
    assert digest(BOUNDS) != digest("Valid values are 1 through 500.")


def test_a_fact_holds_wherever_its_sentence_stands() -> None:
    words = [("Size must be from 1 to 50", "confirmed")]
    assert rules(BOUNDS, fact(digest(BOUNDS))) == words
    assert rules(f"<p>The size.</p><p>{BOUNDS} It grows.</p>", fact(digest(BOUNDS))) == words


def test_a_sentence_that_changed_claims_nothing() -> None:
    assert rules("Valid values are 1 through 60.", fact(digest(BOUNDS))) == []
    assert rules("", fact(digest(BOUNDS))) == []


def test_every_sentence_that_it_rests_on_must_be_there_in_order() -> None:
    both = fact(digest("For FAST:"), digest(BOUNDS))
    assert both.rests_on(text_of(f"<p>For FAST:</p><p>{BOUNDS}</p>")) == 0
    assert both.rests_on(text_of(f"<p>{BOUNDS}</p><p>For FAST:</p>")) is None
    assert both.rests_on(text_of(f"<p>For SLOW:</p><p>{BOUNDS}</p>")) is None


def test_a_list_that_grew_claims_nothing() -> None:
    run = digest(LIST, 0, 3)
    assert fact(f"{run}:3", next=None).rests_on(text_of(LIST)) == 0
    grown = LIST.replace("</ul>", "<li>IDLE</li></ul>")
    assert fact(f"{run}:3", next=None).rests_on(text_of(grown)) is None
    assert fact(f"{run}:3").rests_on(text_of(grown)) == 0


def test_what_follows_a_list_is_known_too() -> None:
    text = f"{LIST}<p>The default is FAST.</p>"
    following = digest("The default is FAST.")
    assert fact(f"{digest(LIST, 0, 3)}:3", next=following).rests_on(text_of(text)) == 0
    assert fact(f"{digest(LIST, 0, 3)}:3", next=None).rests_on(text_of(text)) is None


def test_a_fact_may_hold_for_some_operations_alone() -> None:
    assert rules(BOUNDS, fact(digest(BOUNDS), ops=["Put"])) == [("Size must be from 1 to 50", "confirmed")]
    assert rules(BOUNDS, fact(digest(BOUNDS), ops=["Get"])) == []


# --- how sure it is ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readers", "review"),
    [
        (["r1", "r2"], "confirmed"),
        (["recogniser", "review"], "confirmed"),
        (["review"], "confirmed"),
        (["project"], "confirmed"),
        (["r1"], "once"),
        (["recogniser", "r1"], "once"),
        (["recogniser"], "unread"),
    ],
)
def test_readings_make_it_sure(readers: list[str], review: str) -> None:
    assert fact(digest(BOUNDS), by=readers).review == review


def test_what_only_a_recogniser_says_claims_nothing() -> None:
    assert rules(BOUNDS, fact(digest(BOUNDS), by=["recogniser"])) == []


def test_a_fact_that_was_read_once_is_a_warning() -> None:
    from harness.contract.contract import Contract

    def severity(readers: list[str]) -> Severity:
        use_own_facts({"toy-of-facts": [fact(digest(BOUNDS), by=readers)]})
        (violation,) = Contract(toy(BOUNDS).operation_model("Put")).check_request({"Size": 51})
        return violation.severity

    assert severity(["r1"]) is Severity.WARNING
    assert severity(["r1", "r2"]) is Severity.ERROR


def test_a_refuted_fact_is_not_checked() -> None:
    use_own_facts({"toy-of-facts": [fact(digest(BOUNDS), refuted="a quota")]})
    found = documented_rules(toy(BOUNDS).operation_model("Put"))
    assert (found.rules, [rule.words for rule in found.refuted]) == ((), ["Size must be from 1 to 50"])


# --- what was read -----------------------------------------------------------------------------------------


def test_what_nobody_has_read_is_named() -> None:
    operation = toy(BOUNDS, "Any text.").operation_model("Put")
    assert unread_members(operation) == ("Size", "Other")
    use_own_facts({"toy-of-facts": [fact(digest(BOUNDS))]})
    assert unread_members(operation) == ("Other",)


def test_texts_are_known_by_a_digest() -> None:
    assert digest_of_texts({"A": "One.", "B": "Two."}) == digest_of_texts({"B": "<p>two.</p>", "A": "One."})
    assert digest_of_texts({"A": "One."}) != digest_of_texts({"A": "Two."})


def test_coverage_of_a_service_that_nobody_has_read() -> None:
    assert coverage_of(toy(BOUNDS))[1:] == (1, 0, 0, 0)


# --- what is shipped ---------------------------------------------------------------------------------------


def test_every_line_that_is_shipped_is_a_fact_of_a_service() -> None:
    files = sorted(path.stem for path in FOLDER.glob("*.jsonl"))
    assert len(files) > 400
    assert set(files) <= set(service_names())
    for service in files:
        facts = list(facts_of(service))
        assert facts or facts_of(service).readings, "nobody has read it"
        head = (FOLDER / f"{service}.jsonl").read_text(encoding="utf-8").splitlines()[0]
        assert head == f'{{"service":"{service}"}}'
        for each in facts:
            rule_from_json({**each.rule})
            assert each.readings
            assert each.sentences


def test_shipped_facts_rest_on_the_installed_documentation() -> None:
    model, stale, facts = load_service("cloudtrail"), [], list(facts_of("cloudtrail"))
    assert facts
    for each in facts:
        holder, _, member = each.at.partition(".")
        text = (
            model.shape_for(holder).members[member].documentation
            if member
            else model.operation_model(holder).documentation
        )
        stale += [each.name] if each.rests_on(text_of(text)) is None else []
    assert stale == []


def rules_on_responses(service: str, operation: str) -> set[tuple[str, str]]:
    rules = contract(service, operation).rules
    return {(rule.kind, rule.words) for rule in rules if rule.side == "response"}


def test_a_fact_of_a_request_on_its_response_needs_no_operation() -> None:
    wanted = ("selects", "Dashboards[].Type must equal the Type of the request")
    assert wanted in rules_on_responses("cloudtrail", "ListDashboards")
    wanted = ("page_limit", "QueryResultRows must have at most MaxQueryResults entries")
    assert wanted in rules_on_responses("cloudtrail", "GetQueryResults")


def test_a_fact_of_a_structure_inside_a_request_names_its_parameter_from_the_root() -> None:
    wanted = "ConformancePackDetails[].Type must be one of the Filters.Types of the request"
    assert ("selects", wanted) in rules_on_responses("config", "DescribeConformancePacks")


def test_each_entry_of_a_list_in_a_request_asks_for_its_own() -> None:
    asked = {"TargetGroupArn": "arn:aws:elasticloadbalancing:x", "Targets": [{"Id": "a"}, {"Id": "b"}]}
    answer = {"TargetHealthDescriptions": [{"Target": {"Id": "a"}}, {"Target": {"Id": "b"}}]}
    assert contract("elbv2", "DescribeTargetHealth").check_response(asked, answer) == []
    answer["TargetHealthDescriptions"].append({"Target": {"Id": "c"}})
    (violation,) = contract("elbv2", "DescribeTargetHealth").check_response(asked, answer)
    assert violation.code == "selects"


def test_a_fact_on_a_response_claims_nothing_of_one_that_lacks_the_member() -> None:
    operations = [
        load_service("batch").operation_model(n) for n in ("ListJobs", "ListServiceJobs", "DescribeJobQueues")
    ]
    named = [
        (operation, path)
        for operation in operations
        for rule in documented_rules(operation).rules
        for path in getattr(rule, "paths", ())
    ]
    assert named
    assert [path for operation, path in named if shape_at(operation.output_shape, path) is None] == []


def test_what_bounds_both_ends_is_not_said_again_of_one() -> None:
    asked = {"logGroupName": "g", "startTime": 10}
    assert len(contract("logs", "FilterLogEvents").check_response(asked, {"events": [{"timestamp": 3}]})) == 1
