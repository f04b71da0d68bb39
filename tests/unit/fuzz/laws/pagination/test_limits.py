"""Pages that never have more than documentation says, and limits that no page can keep to."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import harness
from harness.fuzz import law_client, paginator_laws
from harness.fuzz.laws.cases import any_page
from harness.fuzz.laws.law import CaseLaw
from harness.fuzz.laws.pagination.limited_lists import limited_lists
from harness.models.paginators import find_pagination
from harness.wire.awsrequest import aws_response


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("lambda.ListFunctions", {50}),
        ("directconnect.DescribeConnections", {100}),
        ("gamelift.SearchGameSessions", {20}),
        ("route53.ListHostedZones", {100}),
        ("s3.ListBucketMetricsConfigurations", {100}),
        ("sns.ListTopics", {100}),
        ("codebuild.ListBuilds", {100}),
        ("pi.DescribeDimensionKeys", set()),  # "returns a maximum of 500 bytes"
        ("dynamodb.ListBackups", set()),  # "at most 1 MB worth of items in a page"
    ],
)
def test_how_many_entries_any_page_has(operation: str, expected: set[int]) -> None:
    contract = harness.contract(*operation.split("."))
    pagination = find_pagination(contract.operation_model)
    assert pagination is not None
    assert {rule.max for rule in any_page(contract, pagination)} == expected


@pytest.mark.parametrize(("most", "expected"), [(100, []), (101, ["page-limit"])])
def test_a_page_that_a_request_asks_for(most: int, expected: list[str]) -> None:
    client = law_client("directconnect", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        asked = json.loads(request.body).get("maxResults", 100)
        size = min(asked if asked > 0 else 100, most)
        page = {"connections": [{"connectionId": f"dxcon-{number}"} for number in range(size)]}
        return aws_response(request.url, 200, headers, json.dumps(page).encode())

    client.meta.events.register("before-send", answer)
    laws = paginator_laws("directconnect.DescribeConnections", client)
    (law,) = [one for one in laws if one.name == "page-limit"]
    assert isinstance(law, CaseLaw)
    assert list(dict.fromkeys(one.code for one in law.certain() if one is not None)) == expected


def _listing(answer: Callable[[dict[str, Any]], Any]) -> list[str]:
    """Return what law `page-limit` finds in a list of Route 53, from an answer to the query's parameters."""
    client = law_client("route53", "http://127.0.0.1:1")

    def respond(request: Any, **_: Any) -> Any:
        status, body = answer(dict(parse_qsl(urlsplit(request.url).query)))
        return aws_response(request.url, status, [("Content-Type", "text/xml")], body.encode())

    client.meta.events.register("before-send", respond)
    (law,) = [one for one in paginator_laws("route53.ListHostedZones", client) if one.name == "page-limit"]
    assert isinstance(law, CaseLaw)
    return [one.code for one in law.certain() if one is not None]


def _zones(numbers: Sequence[int], most: str) -> tuple[int, str]:
    entries = "".join(
        f"<HostedZone><Id>Z{number}</Id><Name>a.</Name><CallerReference>{number}</CallerReference></HostedZone>"
        for number in numbers
    )
    body = f"<HostedZones>{entries}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>{most}</MaxItems>"
    return 200, f"<ListHostedZonesResponse>{body}</ListHostedZonesResponse>"


_REFUSED = (
    400,
    "<ErrorResponse><Error><Code>InvalidInput</Code><Message>MaxItems</Message></Error></ErrorResponse>",
)


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ({}, []),
        ({"abc": (500, "<html/>")}, ["server-error"]),
        ({"abc": _zones([1], "1")}, ["no-number"]),
        ({"0": _zones([], "0")}, []),
        ({"-1": _zones([1, 2, 3], "100")}, []),
        ({"-1": _zones([1, 2], "100")}, ["below-one"]),
    ],
    ids=["refused", "failure", "text", "none at all", "left out of account", "cut at the end"],
)
def test_a_limit_that_no_page_can_keep_to(odd: dict[str, tuple[int, str]], expected: list[str]) -> None:
    def answer(params: dict[str, Any]) -> tuple[int, str]:
        asked = params.get("maxitems", "100")
        if asked in odd:
            return odd[asked]
        return _zones([1, 2, 3][: int(asked)], asked) if asked.isdecimal() and asked != "0" else _REFUSED

    assert _listing(answer) == expected


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("kinesisanalytics.ListApplications", ("Limit", ("ApplicationSummaries",))),
        ("workdocs.GetFolderPath", ("Limit", ("Path.Components",))),
        ("rekognition.SearchFaces", ("MaxFaces", ("FaceMatches",))),
        ("rekognition.SearchUsersByImage", ("MaxUsers", ("UserMatches",))),  # one of two lists
        ("ec2.DisassociateNatGatewayAddress", None),  # a limit of seconds
        ("iam.ListUsers", None),  # comes in pages
        ("iam.GetAccountSummary", None),
    ],
)
def test_lists_that_a_request_limits(operation: str, expected: tuple[str, tuple[str, ...]] | None) -> None:
    assert limited_lists(harness.contract(*operation.split("."))) == expected


@pytest.mark.parametrize(("ignored", "expected"), [(False, []), (True, ["page-limit"])])
def test_a_limit_of_a_list_without_pages(ignored: bool, expected: list[str]) -> None:
    client = law_client("kinesisanalytics", "http://127.0.0.1:1")

    def answer(request: Any, **_: Any) -> Any:
        size = 3 if ignored else json.loads(request.body).get("Limit", 3)
        summaries = [{"ApplicationName": f"orders-{number}"} for number in range(min(size, 3))]
        body = json.dumps({"ApplicationSummaries": summaries, "HasMoreApplications": size < 3})
        return aws_response(request.url, 200, [], body.encode())

    client.meta.events.register("before-send", answer)
    (law,) = paginator_laws("kinesisanalytics.ListApplications", client)
    assert list(dict.fromkeys(one.code for one in law.certain() if one is not None)) == expected
