"""Answers to several things at once: what nobody asked for, and what is passed over."""

from __future__ import annotations

from typing import Any

import pytest

import harness
from harness.fuzz.laws.answers.batches import batch_faults
from harness.synth import synthetic_client
from harness.synth.responses.batches import batches_of

ENTRIES = {"QueueUrl": "https://sqs/1/orders", "Entries": [{"Id": "a", "MessageBody": "x"}, {"Id": "b"}]}
ARN = "arn:aws:ssm:us-east-1:123456789012:parameter/shop/key"


def faults(operation: str, params: Any, response: Any) -> list[str]:
    model = harness.contract(*operation.split(".")).operation_model
    return [one.message for one in batch_faults(model, params, response)]


@pytest.mark.parametrize(
    ("operation", "params", "response", "expected"),
    [
        (
            "frauddetector.BatchGetVariable",
            {"names": ["one", "two"]},
            {"variables": [{"name": "one"}], "errors": []},
            ['variables[].name or errors[].name must tell of "two" in names[], but none does.'],
        ),
        (
            "athena.BatchGetNamedQuery",
            {"NamedQueryIds": ["one"]},
            {"NamedQueries": [{"NamedQueryId": "one"}, {"NamedQueryId": "two"}]},
            ['NamedQueries[].NamedQueryId must be one of NamedQueryIds[] of the request, but was "two".'],
        ),
        (
            "sqs.SendMessageBatch",
            ENTRIES,
            {"Successful": [{"Id": "a"}]},
            ['Successful[].Id or Failed[].Id must tell of "b" in Entries[].Id, but none does.'],
        ),
        ("sqs.SendMessageBatch", ENTRIES, {"Successful": [{"Id": "a"}], "Failed": [{"Id": "b"}]}, []),
        (
            "codebuild.BatchGetBuilds",
            {"ids": ["one", "two"]},
            {"builds": [{"id": "one"}], "buildsNotFound": ["two"]},
            [],
        ),
        # By an ARN, or in another case.
        ("ssm.GetParameters", {"Names": [ARN]}, {"Parameters": [{"Name": "/shop/key"}]}, []),
        (
            "elb.DescribeTags",
            {"LoadBalancerNames": ["A"]},
            {"TagDescriptions": [{"LoadBalancerName": "a"}]},
            [],
        ),
        # What is left of the subnets is none of those that were taken away.
        (
            "network-firewall.DisassociateSubnets",
            {"SubnetIds": ["subnet-1"]},
            {"SubnetMappings": [{"SubnetId": "subnet-2"}]},
            [],
        ),
    ],
)
def test_an_answer_tells_of_each_thing_and_of_no_other(
    operation: str, params: Any, response: Any, expected: list[str]
) -> None:
    assert faults(operation, params, response) == expected


def test_lists_in_pages_need_not_tell_of_each() -> None:
    model = harness.contract("deadline", "SearchJobs").operation_model
    assert [(batch.asked, batch.is_whole) for batch in batches_of(model)] == [("queueIds[]", False)]


def test_the_synthetic_aws_answers_for_each_thing() -> None:
    lattice = synthetic_client("vpc-lattice")
    asked = [{"id": "i-0a1b2c3d4e5f60718"}, {"id": "i-1a1b2c3d4e5f60718"}]
    told = lattice.deregister_targets(targetGroupIdentifier="tg-0a1b2c3d4e5f60718", targets=asked)
    assert [one["id"] for one in told["successful"]] == [one["id"] for one in asked]


def test_a_world_answers_for_nothing_with_an_empty_list() -> None:
    glue = synthetic_client("glue", state=harness.World(seeded=3))
    told = glue.batch_get_workflows(Names=["nothing-of-that-name"])
    assert told["Workflows"] == []
    assert told["MissingWorkflows"] == ["nothing-of-that-name"]
