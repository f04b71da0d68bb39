"""Pages that never have more than documentation says, whatever their requests ask for."""

from __future__ import annotations

import json
from typing import Any

import pytest

import harness
from harness.fuzz import law_client, paginator_laws
from harness.fuzz.laws.law import CaseLaw
from harness.fuzz.laws.most import most_on_page
from harness.wire.awsrequest import aws_response


@pytest.mark.parametrize(
    ("operation", "param", "expected"),
    [
        ("lambda.ListFunctions", "MaxItems", 50),
        ("directconnect.DescribeConnections", "maxResults", 100),
        ("ec2.DescribeVpcEndpointServices", "MaxResults", 1000),
        ("gamelift.SearchGameSessions", "Limit", 20),
        ("route53.ListHealthChecks", "MaxItems", 1000),
        ("ses.ListCustomVerificationEmailTemplates", "MaxResults", 50),
        ("iam.ListUsers", "MaxItems", None),
        ("kinesis.GetRecords", "Limit", None),  # refuses more than 10,000
    ],
)
def test_what_documentation_says(operation: str, param: str, expected: int | None) -> None:
    shape = harness.contract(*operation.split(".")).operation_model.input_shape.members[param]
    found = most_on_page(shape)
    assert (None if found is None else found[0]) == expected


@pytest.mark.parametrize(("most", "expected"), [(100, []), (101, ["page-limit"])])
def test_a_page_that_a_request_asks_for(most: int, expected: list[str]) -> None:
    client = law_client("directconnect", "http://127.0.0.1:1")
    headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "1")]

    def answer(request: Any, **_: Any) -> Any:
        size = min(json.loads(request.body).get("maxResults", 100), most)
        page = {"connections": [{"connectionId": f"dxcon-{number}"} for number in range(size)]}
        return aws_response(request.url, 200, headers, json.dumps(page).encode())

    client.meta.events.register("before-send", answer)
    laws = paginator_laws("directconnect.DescribeConnections", client)
    (law,) = [one for one in laws if one.name == "page-limit"]
    assert isinstance(law, CaseLaw)
    assert [one.code for one in law.certain() if one is not None] == expected
