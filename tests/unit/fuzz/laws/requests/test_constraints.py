"""Requests that break a constraint: what else is in them keeps to what the server has."""

from __future__ import annotations

from harness.fuzz import constraint_laws, law_client
from harness.fuzz.laws.law import CaseLaw
from harness.wire.awsrequest import aws_response


def test_parameters_that_exclude_each_other_name_what_is_there() -> None:
    """An instance that does not exist is refused by itself, whatever stands next to it."""
    client = law_client("ec2", "http://127.0.0.1:1")
    body = (
        "<DescribeInstanceTopologyResponse><requestId>1</requestId><instanceSet><item>"
        "<instanceId>i-0123456789abcdef0</instanceId></item></instanceSet>"
        "</DescribeInstanceTopologyResponse>"
    )
    headers = [("Content-Type", "text/xml")]
    client.meta.events.register(
        "before-send", lambda request, **_: aws_response(request.url, 200, headers, body.encode())
    )
    laws = constraint_laws("ec2.DescribeInstanceTopology", client)
    (law,) = (one for one in laws if one.name == "refuses-invalid")
    assert isinstance(law, CaseLaw)
    both = [case for case in law.grid() if {"MaxResults", "InstanceIds"} <= case.keys()]
    assert ["i-0123456789abcdef0"] in [case["InstanceIds"] for case in both]
