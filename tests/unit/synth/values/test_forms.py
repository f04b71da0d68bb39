"""Forms that documentation states, and sentences that state none."""

from __future__ import annotations

import json
from ipaddress import ip_address

import pytest

from harness.synth import synthetic_client
from harness.synth.values.plausible.forms import documented_form


@pytest.mark.parametrize(
    ("name", "documentation", "right", "wrong"),
    [
        ("Policy", "The bucket policy as a JSON document.", '{"Id":"1"}', "{'Id': '1'}"),
        ("IpAddress", "The private IP address of the host.", "2001:db8::1", "ip-10-0-0-1"),
        ("IpAddress", "The private IPv4 address.", "10.0.0.1", "2001:db8::1"),
        ("Ipv6Address", "The IPv6 address of the mount target.", "2001:db8::1", "10.0.0.1"),
        ("CidrBlock", "The primary IPv4 CIDR block for the VPC.", "10.0.0.0/16", "10.0.0.0"),
        ("Url", "The presigned URL.", "https://example.com/a", "example.com/a"),
        ("S3Url", "Where it is. It should be in the following format: s3://a/b.", "s3://a/b", "https://a/b"),
    ],
)
def test_a_form_is_read(name: str, documentation: str, right: str, wrong: str) -> None:
    form = documented_form(name, documentation)
    assert form is not None
    assert [form.keeps(text) for text in (*form.samples, right, wrong)] == [
        *(True for _ in form.samples),
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("name", "documentation"),
    [
        ("Template", "A JSON document or YAML document."),
        ("PolicyName", "The name of the JSON policy document."),
        ("StartTime", "A JSON object with a start."),
        ("PartialJson", "Partial JSON string"),
        ("Value", "Refers to the value of a key in a JSON object."),
        ("Host", "The IP address or DNS name of the host."),
        ("NetMask", "The netmask used to divide the IP address into subnets."),
        ("PoolName", "The name of the pool that the IP address is associated with."),
        ("Cidr", "The CIDR block. Separate multiple routes using commas."),
        ("ExpiresAt", "The timestamp when the presigned URL expires."),
        ("S3KeyPrefix", "The prefix is this part of the following path: s3://bucket/prefix."),
        ("Policy", "The policy."),
        ("Policy", ""),
    ],
)
def test_what_states_no_form_for_sure_has_none(name: str, documentation: str) -> None:
    assert documented_form(name, documentation) is None


def test_what_the_synthetic_aws_answers_has_the_form() -> None:
    job = synthetic_client("pinpoint").get_import_job(ApplicationId="a", JobId="b")
    assert job["ImportJobResponse"]["Definition"]["S3Url"].startswith("s3://")
    policy = synthetic_client("osis").get_resource_policy(
        ResourceArn="arn:aws:osis:us-east-1:123456789012:pipeline/a"
    )
    assert json.loads(policy["Policy"])
    probe = synthetic_client("networkmonitor").get_probe(
        monitorName="orders", probeId="probe-0123456789abcdef01234"
    )
    assert ip_address(probe["destination"])
