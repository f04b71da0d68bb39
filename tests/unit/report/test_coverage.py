"""Contract coverage: figures, joining, and the form that xdist and programs read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.contract.exchange import ErrorAnswer, Exchange
from harness.errors import UnknownName
from harness.models import load_service
from harness.report.coverage import Coverage, Figure, coverage_of
from harness.report.coverage_lines import coverage_lines, coverage_summary

METRIC = {"EventSource": "s3.amazonaws.com", "EventName": "GetObject", "InsightType": "ApiCallRateInsight"}
TIMES = {"StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T01:00:00Z"}


def metrics(params: dict[str, Any], response: Any = None, **more: Any) -> Exchange:
    params = {**METRIC, **params}
    return Exchange("cloudtrail", "ListInsightsMetricData", params=params, response=response, **more)


INSIGHT = "0f5a3d0e-3c1b-4f5e-9a53-4d0c1a2b3c4d"


def insight(response: Any = None, **more: Any) -> Exchange:
    return Exchange("xray", "GetInsight", params={"InsightId": INSIGHT}, response=response, **more)


def rules_met(*exchanges: Exchange) -> set[str]:
    (exercised,) = coverage_of(exchanges).operations.values()
    return {item.words for item in exercised.met if item.dimension == "rules"}


NEEDS_CODE = 'ErrorCode must be given when InsightType is "ApiErrorRateInsight"'
DEFAULT = "Period is 3600 when left out"
SPACING = 'Timestamps must step by Period, without gaps when DataType is "FillWithZeros"'
MORE = "NextToken must be returned only when there are more results"


def test_a_rule_is_met_only_where_its_condition_is() -> None:
    assert NEEDS_CODE not in rules_met(metrics({}))
    assert NEEDS_CODE in rules_met(metrics({"InsightType": "ApiErrorRateInsight", "ErrorCode": "E"}))


def test_a_rule_that_is_broken_is_not_met() -> None:
    assert NEEDS_CODE not in rules_met(metrics({"InsightType": "ApiErrorRateInsight"}))


def test_a_default_is_met_where_the_parameter_is_left_out() -> None:
    assert DEFAULT in rules_met(metrics({}))
    assert DEFAULT not in rules_met(metrics({"Period": 60}))


def test_values_and_bounds_that_prose_states_are_counted_as_such() -> None:
    (exercised,) = coverage_of([metrics({"Period": 300})]).operations.values()
    assert "request /Period is 300" in {str(item) for item in exercised.met}
    assert not any("must be 60" in item.words for item in exercised.met)


def test_rules_on_responses_and_paginations() -> None:
    timestamps = [TIMES["StartTime"], TIMES["EndTime"]]
    first = metrics({}, {"NextToken": "t", "Values": [1.0, 2.0], "Timestamps": timestamps})
    second = metrics({"NextToken": "t"}, {"Values": [1.0], "Timestamps": timestamps[1:]})
    assert rules_met(first, second) >= {MORE, SPACING}
    assert MORE not in rules_met(first)
    assert SPACING not in rules_met(second)
    assert MORE not in rules_met(first, metrics({"NextToken": "t"}, {"Values": [], "Timestamps": []}))


def test_joining() -> None:
    one, other = metrics({}), insight({"Insight": {"State": "ACTIVE"}})
    both = coverage_of([one, other, one])
    joined = coverage_of([one]) + coverage_of([other]) + coverage_of([one])
    assert joined == both
    assert both + Coverage() == Coverage() + both == both
    assert both.operations["cloudtrail.ListInsightsMetricData"].exchanges == 2


def test_figures() -> None:
    coverage = coverage_of([insight(error=ErrorAnswer("ThrottledException"))])
    figures = coverage.figures("xray.GetInsight")
    assert figures["errors"] == Figure(1, 2)
    assert figures["members"].covered == 1
    assert "pages" not in figures
    assert coverage.total == Figure.sum(figures.values())
    assert coverage.dimensions() == figures
    missing = coverage.missing("xray.GetInsight")
    assert len(missing) == coverage.total.total - coverage.total.covered
    assert coverage.services() == {"xray": Figure(1, len(load_service("xray").operation_names))}


def test_percent() -> None:
    assert Figure(1, 3).percent == pytest.approx(33.33, abs=0.01)
    assert Figure(0, 0).percent == 100


@pytest.mark.parametrize(("percent", "short"), [(0, False), (10, False), (90, True)])
def test_falling_short(percent: float, short: bool) -> None:
    assert coverage_of([insight({"Insight": {"State": "ACTIVE"}})]).falls_short(percent) is short
    assert Coverage().falls_short(percent)


def test_json_comes_back() -> None:
    coverage = coverage_of([metrics({}), insight({"Insight": {"State": "ACTIVE"}})])
    written = json.loads(json.dumps(coverage.to_json()))
    assert Coverage.from_json(written) == coverage
    assert (written["covered"], written["total"]) == coverage.total
    assert list(written["operations"]) == ["cloudtrail.ListInsightsMetricData", "xray.GetInsight"]
    state = written["operations"]["xray.GetInsight"]["values"]
    assert state == {
        "covered": ['response /Insight/State is "ACTIVE"'],
        "missing": ['response /Insight/State is "CLOSED"', *state["missing"][1:]],
    }


def test_json_of_another_botocore() -> None:
    written = coverage_of([insight({"Insight": {}})]).to_json()
    written["operations"]["xray.GetInsight"]["members"]["covered"].append("response /Gone")
    assert Coverage.from_json(written) == coverage_of([insight({"Insight": {}})])


def test_an_unknown_operation() -> None:
    with pytest.raises(UnknownName):
        coverage_of([Exchange("xray", "GetNothing")])


def test_the_table_has_a_last_line_for_several_operations() -> None:
    coverage = coverage_of([metrics({}), insight({"Insight": {}}), insight({})])
    lines = list(coverage_lines(coverage))
    assert [line.split()[:2] for line in lines[1:4]] == [
        ["cloudtrail.ListInsightsMetricData", "1"],
        ["xray.GetInsight", "2"],
        ["all", "3"],
    ]
    assert len({len(line) for line in lines[:4]}) == 1
    assert lines[4:] == ["", coverage_summary(coverage)]


def test_nothing_seen() -> None:
    assert list(coverage_lines(Coverage(), missing=True)) == ["contract coverage: no exchange was seen"]
