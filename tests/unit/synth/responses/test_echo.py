"""What a request named is in its response; what says which page is asked for is not in the entries."""

from __future__ import annotations

import pytest

from harness.contract.contract import contract
from harness.synth import respond, synthetic_client


def test_what_was_asked_for_is_echoed() -> None:
    asked = {"InsightId": "12345678-1234-4234-8234-123456789012"}
    answer = respond(contract("xray", "GetInsight"), asked)
    assert answer.response is not None
    assert answer.response["Insight"]["InsightId"] == asked["InsightId"]


def test_no_entry_depends_on_the_page_size() -> None:
    # A job has its own Limit, which is no echo of the request's.
    jobs = contract("glacier", "ListJobs")
    asked = {"accountId": "123456789012", "vaultName": "orders"}
    first, second = (respond(jobs, {**asked, "limit": limit}).response for limit in ("2", "3"))
    assert first is not None
    assert second is not None
    assert first["JobList"] == second["JobList"][:2]


def test_the_page_size_itself_is_echoed() -> None:
    answer = respond(contract("s3", "ListObjectsV2"), {"Bucket": "orders", "MaxKeys": 3})
    assert answer.response is not None
    assert answer.response["MaxKeys"] == 3


def test_a_page_size_that_is_text_is_echoed_as_a_number() -> None:
    answer = respond(contract("cloudfront", "ListFunctions"), {"MaxItems": "3"})
    assert answer.response is not None
    assert answer.response["FunctionList"]["MaxItems"] == 3


def test_the_name_of_what_was_asked_for() -> None:
    answer = respond(contract("s3", "ListObjectsV2"), {"Bucket": "orders"})
    assert answer.response is not None
    assert answer.response["Name"] == "orders"


def test_a_list_that_comes_in_pages_on_request_is_whole_without() -> None:
    queues = contract("sqs", "ListQueues")
    whole, page = (respond(queues, asked).response for asked in ({}, {"MaxResults": 1}))
    assert whole is not None
    assert page is not None
    assert len(whole["QueueUrls"]) > 1
    assert "NextToken" not in whole
    assert page["QueueUrls"] == whole["QueueUrls"][:1]
    assert "NextToken" in page


def test_the_version_in_an_arn_is_not_the_name() -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:orders:$LATEST"
    answer = respond(contract("lambda", "GetFunctionConfiguration"), {"FunctionName": arn})
    assert answer.response is not None
    assert answer.response["FunctionName"] == "orders"


def test_an_update_by_an_arn_may_give_another_name() -> None:
    asked = {"arn": "arn:aws:devicefarm:us-west-2:123456789012:devicepool:project/pool", "name": "phones"}
    answer = respond(contract("devicefarm", "UpdateDevicePool"), asked)
    assert answer.response is not None
    assert answer.response["devicePool"]["name"] == "phones"


@pytest.mark.parametrize("given", [{}, {"KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS"}])
def test_what_is_created_has_a_default_whether_or_not_it_is_asked_for(given: dict[str, str]) -> None:
    """The default value is ENCRYPT_DECRYPT."""
    key = synthetic_client("kms").create_key(**given)["KeyMetadata"]
    assert (key["KeyUsage"], key["Origin"]) == ("ENCRYPT_DECRYPT", "AWS_KMS")


GATEWAY = "arn:aws:interconnect:us-east-1:123456789012:connection/lmcc-ltyx0nvh"


def test_what_is_inside_a_structure_does_not_name_what_is_around_it() -> None:
    asked = {"bandwidth": "1Gbps", "environmentId": "e", "attachPoint": {"arn": GATEWAY}}
    answer = respond(contract("interconnect", "CreateConnection"), asked)
    assert answer.response is not None
    made = answer.response["connection"]
    assert made["arn"].endswith(made["id"])
    assert made["attachPoint"] == {"arn": GATEWAY}


def test_the_name_in_a_structure_of_what_is_created_comes_back() -> None:
    campaign = {"Name": "spring", "SegmentId": "s"}
    asked = {"ApplicationId": "a", "WriteCampaignRequest": campaign}
    answer = respond(contract("pinpoint", "CreateCampaign"), asked)
    assert answer.response is not None
    assert answer.response["CampaignResponse"]["Name"] == "spring"


def test_types_that_are_asked_for_do_not_count_the_entries() -> None:
    lineage = contract("sagemaker", "QueryLineage")
    answer = respond(lineage, {"Filters": {"Types": ["Model"]}}, page_size=20)
    assert answer.response is not None
    assert [vertex["Type"] for vertex in answer.response["Vertices"]] == ["Model"] * 12


def test_what_entries_have_of_another_thing_does_not_count_them() -> None:
    notifications = contract("autoscaling", "DescribeNotificationConfigurations")
    answer = respond(notifications, {"AutoScalingGroupNames": ["orders"]}, page_size=20)
    assert answer.response is not None
    groups = [one["AutoScalingGroupName"] for one in answer.response["NotificationConfigurations"]]
    assert groups == ["orders"] * 12
