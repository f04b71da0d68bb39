"""A list that is asked for what nothing in it has must leave something out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import harness
from harness.fuzz.laws.asked.laws import laws_of_what_is_asked
from harness.fuzz.laws.caller import Caller, law_client
from harness.strategies.request.valid import Requests
from harness.wire.awsrequest import aws_response

CODECOMMIT = ("codecommit.ListPullRequests", {"pullRequestIds": ["1", "2"]}, "pullRequestIds")
SAGEMAKER = (
    "sagemaker.ListPipelineExecutions",
    {"PipelineExecutionSummaries": [{"PipelineExecutionDescription": "a"}]},
    "PipelineExecutionSummaries",
)


def ignored(
    server: tuple[str, dict[str, Any], str], selects: Callable[[dict[str, Any]], bool | None], *asked_by: str
) -> list[str]:
    """Hold a server to the law that lists everything for some requests, nothing for others, or refuses."""
    operation, whole, name = server
    service, _, method = operation.partition(".")
    client = law_client(service, "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        is_all = selects(json.loads(request.body))
        if is_all is None:
            error = {"__type": "ValidationException", "message": "There is no such filter."}
            return aws_response(request.url, 400, headers, json.dumps(error).encode())
        return aws_response(request.url, 200, headers, json.dumps(whole if is_all else {name: []}).encode())

    client.meta.events.register("before-send", answer)
    (law,) = laws_of_what_is_asked(Caller(harness.contract(service, method), client))
    found = [one for one in law.certain() if one is not None and one.code == "ignored-filter"]
    return [one.message for one in found if one.place in asked_by]


@pytest.mark.parametrize(
    ("selects", "expected"),
    [
        (lambda asked: asked.get("pullRequestStatus", "OPEN") == "OPEN" and "authorArn" not in asked, []),
        (
            lambda asked: "authorArn" not in asked,
            [
                (
                    "By pullRequestStatus entries are told apart, but all 2 came back for each of "
                    '"OPEN", "CLOSED", as without it.'
                ),
            ],
        ),
    ],
)
def test_not_every_value_of_an_enumeration_brings_the_whole_list(
    selects: Callable[[dict[str, Any]], bool], expected: list[str]
) -> None:
    assert ignored(CODECOMMIT, selects, "pullRequestStatus") == expected


@pytest.mark.parametrize(
    ("selects", "expected"),
    [
        (lambda asked: "CreatedAfter" not in asked and "CreatedBefore" not in asked, []),
        (
            lambda asked: "CreatedBefore" not in asked,
            [
                (
                    'With CreatedAfter "2200-01-01T00:00:00Z", which nothing in the list has, the server '
                    "must refuse the request or leave entries out, but all 1 came back, as without it."
                ),
            ],
        ),
    ],
)
def test_nothing_lies_beyond_all_times(
    selects: Callable[[dict[str, Any]], bool], expected: list[str]
) -> None:
    assert ignored(SAGEMAKER, selects, "CreatedAfter", "CreatedBefore") == expected


def test_what_a_server_may_have_is_not_made_up() -> None:
    server = (
        "comprehend.ListDatasets",
        {"DatasetPropertiesList": [{"DatasetName": "a"}]},
        "DatasetPropertiesList",
    )
    example: dict[str, Any] = {}
    Requests.of(harness.contract("comprehend", "ListDatasets")).editor().put(example, "FlywheelArn")

    def selects(asked: dict[str, Any]) -> bool:
        return asked.get("FlywheelArn", example["FlywheelArn"]) == example["FlywheelArn"]

    assert ignored(server, selects, "FlywheelArn") == []


INSPECTOR = (
    "inspector2.ListCisScans",
    {"scans": [{"scanArn": "arn:aws:inspector2:us-east-1:123456789012:owner/1/cis-scan/1"}]},
    "scans",
)


APPSTREAM = (
    "appstream.ListExportImageTasks",
    {"ExportImageTasks": [{"TaskId": "task", "AmiName": "a"}]},
    "ExportImageTasks",
)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (("AmiName",), []),  # others it passes over
        (
            (),
            [
                (
                    'Filters by each of "task-id", "TaskId", "image-arn", "ImageArn", "ami-name", "AmiName", '
                    '"ami-description", "AmiDescription", "state", "State", "ami-id", "AmiId", '
                    '"no-such-filter" for "no-such-7f3a9c", which nothing in the list has, was not refused, '
                    "and all 1 entries came back, as without it."
                )
            ],
        ),
    ],
)
def test_filters_of_which_no_names_are_listed_go_by_something(
    known: tuple[str, ...], expected: list[str]
) -> None:
    def selects(asked: dict[str, Any]) -> bool:
        return not any(one["Name"] in known for one in asked.get("Filters", ()))

    assert ignored(APPSTREAM, selects, "Filters") == expected


@pytest.mark.parametrize(
    ("is_all", "expected"),
    [
        (False, []),
        (
            True,
            [
                (
                    'Filters filters by "AmiName", which is taken where other names are refused, but for '
                    '"no-such-7f3a9c", which nothing in the list has, all 1 entries came back, as without it.'
                )
            ],
        ),
    ],
)
def test_a_filter_by_a_name_that_a_server_takes_goes_by_something(is_all: bool, expected: list[str]) -> None:
    def selects(asked: dict[str, Any]) -> bool | None:
        names = [one["Name"] for one in asked.get("Filters", ())]
        return True if not names else is_all if names == ["AmiName"] else None

    assert ignored(APPSTREAM, selects, "Filters") == expected


@pytest.mark.parametrize("ignores", [False, True])
def test_a_structure_that_seeks_a_text(ignores: bool) -> None:
    found = ignored(INSPECTOR, lambda asked: ignores or "filterCriteria" not in asked, "filterCriteria")
    told = 'With filterCriteria.scanNameFilters [{"comparison": "EQUALS", "value": "no-such-7f3a9c"}]'
    assert [one.split(", which")[0] for one in found] == [told] * ignores  # and no more of filterCriteria
