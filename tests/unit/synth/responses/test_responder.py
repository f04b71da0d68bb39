from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest

import harness
from harness.contract.violation import Severity
from harness.synth.responses.answer import exchange_of
from harness.synth.responses.responder import respond
from harness.synth.scene import DEFAULT_SCENE

INSIGHT = "8f0c2a5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f"
INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
NOW = DEFAULT_SCENE.now
INSIGHTS = {
    "InsightSource": "arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
    "DataType": "InsightsEvents",
}
SERIES: dict[str, Any] = {
    "EventSource": "s3.amazonaws.com",
    "EventName": "PutObject",
    "InsightType": "ApiCallRateInsight",
}


def answer(operation: str, params: dict[str, Any], seed: object = 0, **options: Any) -> dict[str, Any]:
    """Answer a request, hold the answer to the contract at its time, and return it."""
    contract = harness.contract(*operation.split("."))
    answered = respond(contract, params, seed, **options)
    assert answered.error is None
    assert answered.response is not None
    assert contract.check_exchange(exchange_of(contract, params, answered, DEFAULT_SCENE)) == []
    return answered.response


def refused(operation: str, params: dict[str, Any]) -> tuple[str, str, int]:
    answered = respond(harness.contract(*operation.split(".")), params)
    assert answered.error is not None
    return answered.error.code, answered.error.message, answered.status


def every_page(operation: str, params: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    pages = [answer(operation, params, **options)]
    while "NextToken" in pages[-1]:
        assert len(pages) < 100
        pages.append(answer(operation, {**params, "NextToken": pages[-1]["NextToken"]}, **options))
    return pages


def test_equal_requests_get_equal_answers_and_other_seeds_others() -> None:
    params = {"InsightId": INSIGHT}
    assert answer("xray.GetInsight", params) == answer("xray.GetInsight", params)
    assert answer("xray.GetInsight", params) != answer("xray.GetInsight", params, seed=1)


def test_an_identifier_comes_back() -> None:
    assert answer("xray.GetInsight", {"InsightId": INSIGHT})["Insight"]["InsightId"] == INSIGHT
    assert answer("internetmonitor.GetInternetEvent", {"EventId": "e-1"})["EventId"] == "e-1"


def test_identifiers_of_a_list_come_back_one_an_entry() -> None:
    asked = ["i-0123456789abcdef0", "i-0fedcba9876543210"]
    found = answer("ec2.DescribeInstances", {"InstanceIds": asked})
    instances = [i["InstanceId"] for r in found["Reservations"] for i in r["Instances"]]
    assert instances == asked


def test_the_region_and_account_of_the_scene_stand_in_arns() -> None:
    insight = answer("xray.GetInsight", {"InsightId": INSIGHT})["Insight"]
    assert insight["GroupARN"] == f"arn:aws:xray:us-east-1:123456789012:group/{insight['GroupName']}"


def test_a_member_is_absent_where_the_documentation_rules_it_out() -> None:
    event = answer("internetmonitor.GetInternetEvent", {"EventId": "e-1"})
    assert event["EventStatus"] == "ACTIVE"
    assert "EndedAt" not in event


def test_what_would_tell_of_failure_is_left_out() -> None:
    params = {"RequestItems": {"table": {"Keys": [{"id": {"S": "1"}}]}}}
    assert answer("dynamodb.BatchGetItem", params)["UnprocessedKeys"] == {}  # documented as always there
    assert "FailedEntryCount" not in answer("events.ListRules", {})


@pytest.mark.parametrize("size", [1, 2, 5, 7, 12, 50])
def test_any_page_size_gives_the_same_list(size: int) -> None:
    whole = answer("cloudtrail.ListInsightsData", {**INSIGHTS, "MaxResults": 50})["Events"]
    pages = every_page("cloudtrail.ListInsightsData", {**INSIGHTS, "MaxResults": size})
    assert [event for page in pages for event in page["Events"]] == whole
    assert len(whole) == 12
    assert len(pages) == -(-12 // size)


def test_without_a_limit_the_list_still_comes_in_pages() -> None:
    pages = every_page("xray.GetInsightEvents", {"InsightId": INSIGHT})
    assert [len(page["InsightEvents"]) for page in pages] == [4, 4, 4]


def test_the_length_of_the_list_is_a_choice() -> None:
    pages = every_page("xray.GetInsightEvents", {"InsightId": INSIGHT}, length=7, page_size=3)
    assert [len(page["InsightEvents"]) for page in pages] == [3, 3, 1]


@pytest.mark.parametrize(
    "operation", ["sns.ListTopics", "iam.ListRoles", "s3.ListBuckets", "ec2.DescribeRegions"]
)
def test_an_entry_is_the_same_however_long_the_list_is(operation: str) -> None:
    """Of a million entries only those of the page are made."""
    short, long = (answer(operation, {}, length=length, page_size=5) for length in (7, 1_000_000))
    lists = [name for name, value in short.items() if isinstance(value, list)]
    assert lists
    assert [short[name] for name in lists] == [long[name] for name in lists]


def test_events_are_what_was_asked_for_and_newest_first() -> None:
    start, end = NOW - dt.timedelta(days=3), NOW - dt.timedelta(days=1)
    params = {**INSIGHTS, "Dimensions": {"EventName": "PutObject"}, "StartTime": start, "EndTime": end}
    events = answer("cloudtrail.ListInsightsData", {**params, "MaxResults": 50})["Events"]
    times = [event["EventTime"] for event in events]
    assert {event["EventName"] for event in events} == {"PutObject"}
    assert times == sorted(times, reverse=True)
    assert times[0] <= "2025-06-01T12:00:00Z"
    assert times[-1] >= "2025-05-30T12:00:00Z"


def test_tokens_keep_to_the_parameters_that_they_were_returned_for() -> None:
    page = answer("cloudtrail.ListInsightsData", {**INSIGHTS, "MaxResults": 5})
    message = "The value of NextToken is not valid: it was not returned for a request with these parameters."
    for params in (
        {**INSIGHTS, "MaxResults": 6, "NextToken": page["NextToken"]},
        {**INSIGHTS, "InsightSource": "other", "MaxResults": 5, "NextToken": page["NextToken"]},
        {**INSIGHTS, "MaxResults": 5, "NextToken": "garbage"},
    ):
        assert refused("cloudtrail.ListInsightsData", params) == ("InvalidParameterException", message, 400)


def test_where_the_documentation_does_not_bind_the_limit_it_may_change_between_pages() -> None:
    first = answer("xray.GetInsightEvents", {"InsightId": INSIGHT, "MaxResults": 5})
    rest = answer(
        "xray.GetInsightEvents", {"InsightId": INSIGHT, "MaxResults": 50, "NextToken": first["NextToken"]}
    )
    assert len(rest["InsightEvents"]) == 7


def test_tokens_that_are_maps_lead_on() -> None:
    first = answer("dynamodb.Scan", {"TableName": "orders", "Limit": 8})
    params = {"TableName": "orders", "Limit": 8, "ExclusiveStartKey": first["LastEvaluatedKey"]}
    rest = answer("dynamodb.Scan", params)
    assert (len(first["Items"]), len(rest["Items"])) == (8, 4)
    assert "LastEvaluatedKey" not in rest


def test_the_items_of_a_page_do_not_have_the_key_that_it_begins_after() -> None:
    pages = [answer("dynamodb.Scan", {"TableName": "orders", "Limit": 4})]
    while "LastEvaluatedKey" in pages[-1]:
        key = pages[-1]["LastEvaluatedKey"]
        pages.append(answer("dynamodb.Scan", {"TableName": "orders", "Limit": 4, "ExclusiveStartKey": key}))
    assert [len(page["Items"]) for page in pages] == [4, 4, 4]
    [token] = pages[0]["LastEvaluatedKey"].items()
    assert token not in [pair for item in pages[1]["Items"] for pair in item.items()]


@pytest.mark.parametrize(
    ("operation", "path", "name"),
    [
        ("efs.DescribeAccessPoints", "AccessPoints", "AccessPointId"),
        ("drs.DescribeSourceServers", "items", "sourceServerID"),
        ("comprehend.ListEndpoints", "EndpointPropertiesList", "EndpointArn"),
    ],
)
def test_each_entry_of_a_list_is_another_resource(operation: str, path: str, name: str) -> None:
    entries = answer(operation, {})[path]
    assert len({entry[name] for entry in entries}) == len(entries) > 1


def test_an_arn_of_a_global_service_has_no_region() -> None:
    arn = answer("cloudfront.GetDistribution", {"Id": "EDFDVBD632BHDS5"})["Distribution"]["ARN"]
    assert arn == "arn:aws:cloudfront::123456789012:distribution/EDFDVBD632BHDS5"


def test_an_authorization_of_a_registry_is_that_of_its_user() -> None:
    data = answer("ecr.GetAuthorizationToken", {})["authorizationData"][0]
    assert base64.b64decode(data["authorizationToken"]).startswith(b"AWS:")


def test_objects_are_of_the_standard_class() -> None:
    contents = answer("s3.ListObjectsV2", {"Bucket": "orders"})["Contents"]
    assert {each["StorageClass"] for each in contents} == {"STANDARD"}


def test_objects_go_on_from_the_last_key_and_have_a_marker_only_with_a_delimiter() -> None:
    first = answer("s3.ListObjects", {"Bucket": "orders", "MaxKeys": 8})
    assert (first["IsTruncated"], "NextMarker" in first) == (True, False)
    after = {"Bucket": "orders", "MaxKeys": 8, "Marker": first["Contents"][-1]["Key"]}
    rest = answer("s3.ListObjects", after)
    keys = [each["Key"] for page in (first, rest) for each in page["Contents"]]
    assert (len(keys), len(set(keys)), rest["IsTruncated"]) == (12, 12, False)
    assert "NextMarker" in answer("s3.ListObjects", {"Bucket": "orders", "MaxKeys": 8, "Delimiter": "/"})


def test_lists_are_counted() -> None:
    page = answer("s3.ListObjectsV2", {"Bucket": "orders-prod", "MaxKeys": 5})
    assert (len(page["Contents"]), page["KeyCount"], page["MaxKeys"], page["IsTruncated"]) == (5, 5, 5, True)


def test_what_says_whether_there_is_more_is_right_without_a_paginator_too() -> None:
    first = answer("route53.ListTrafficPolicyVersions", {"Id": "p-1"})
    assert first["IsTruncated"] is True
    marker = {"Id": "p-1", "TrafficPolicyVersionMarker": first["TrafficPolicyVersionMarker"]}
    assert answer("route53.ListTrafficPolicyVersions", marker)["IsTruncated"] is True


def test_a_series_without_gaps() -> None:
    start, end = NOW - dt.timedelta(minutes=10, seconds=30), NOW
    params = {**SERIES, "StartTime": start, "EndTime": end, "Period": 60, "DataType": "FillWithZeros"}
    found = answer("cloudtrail.ListInsightsMetricData", {**params, "MaxResults": 100})
    assert found["Timestamps"] == [f"2025-06-02T11:{minute}:00Z" for minute in range(50, 60)]
    assert len(found["Values"]) == 10
    assert 0 in found["Values"]


def test_a_series_with_gaps_is_the_one_without_them_less_its_zeros() -> None:
    params = {
        **SERIES,
        "StartTime": NOW - dt.timedelta(hours=2),
        "EndTime": NOW,
        "Period": 60,
        "MaxResults": 999,
    }
    filled = answer("cloudtrail.ListInsightsMetricData", {**params, "DataType": "FillWithZeros"})
    sparse = answer("cloudtrail.ListInsightsMetricData", {**params, "DataType": "NonZeroData"})
    pairs = zip(filled["Timestamps"], filled["Values"], strict=True)
    assert list(zip(sparse["Timestamps"], sparse["Values"], strict=True)) == [p for p in pairs if p[1]]
    assert 0 < len(sparse["Values"]) < len(filled["Values"]) == 120


@pytest.mark.parametrize(("period", "days"), [(60, 15), (300, 63), (3600, 90)])
def test_no_data_past_the_retention_of_the_period(period: int, days: int) -> None:
    params = {**SERIES, "StartTime": NOW - dt.timedelta(days=400), "EndTime": NOW, "Period": period}
    params |= {"DataType": "FillWithZeros", "MaxResults": 21600}
    found = answer("cloudtrail.ListInsightsMetricData", params)
    assert found["Timestamps"][0] == f"{NOW - dt.timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
    assert len(found["Timestamps"]) == min(days * 86_400 // period, 21600)


def test_a_series_of_a_time_that_is_past_its_retention_is_empty() -> None:
    start = NOW - dt.timedelta(days=200)
    params = {**SERIES, "StartTime": start, "EndTime": start + dt.timedelta(hours=1), "Period": 60}
    assert answer("cloudtrail.ListInsightsMetricData", params)["Timestamps"] == []


def test_no_time_before_an_end_is_less_than_its_member_allows() -> None:
    events = answer("logs.FilterLogEvents", {"logGroupName": "/aws/cart", "endTime": 5})["events"]
    assert {event["timestamp"] for event in events} <= set(range(6))


def test_pages_of_a_series_go_together() -> None:
    params = {**SERIES, "StartTime": NOW - dt.timedelta(hours=9), "EndTime": NOW, "MaxResults": 2}
    pages = every_page("cloudtrail.ListInsightsMetricData", {**params, "DataType": "FillWithZeros"})
    assert [len(page["Values"]) for page in pages] == [2, 2, 2, 2, 1]


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        (
            "xray.GetInsightEvents",
            {"InsightId": INSIGHT, "MaxResults": 70},
            (
                "InvalidRequestException",
                (
                    "1 validation error detected: Value '70' at 'maxResults' failed to satisfy constraint: "
                    "Member must have value less than or equal to 50"
                ),
                400,
            ),
        ),
        (
            "cloudtrail.ListInsightsData",
            {"DataType": "Events", "InsightSource": "ab"},
            (
                "InvalidParameterException",
                (
                    "2 validation errors detected: Value 'ab' at 'insightSource' failed to satisfy "
                    "constraint: Member must have length greater than or equal to 3; "
                    "Value 'Events' at 'dataType' failed to satisfy constraint: "
                    "Member must satisfy enum value set: [InsightsEvents]"
                ),
                400,
            ),
        ),
        (
            "cloudtrail.ListInsightsMetricData",
            {**SERIES, "InsightType": "ApiErrorRateInsight"},
            (
                "InvalidParameterException",
                (
                    "1 validation error detected: ErrorCode must be given when InsightType is "
                    '"ApiErrorRateInsight", but is missing'
                ),
                400,
            ),
        ),
        (
            "ec2.TerminateInstances",
            {},
            (
                "MissingParameter",
                (
                    "1 validation error detected: Value null at 'instanceIds' failed to satisfy constraint: "
                    "Member must not be null"
                ),
                400,
            ),
        ),
    ],
)
def test_a_request_that_breaks_the_contract_gets_the_documented_error(
    operation: str, params: dict[str, Any], expected: tuple[str, str, int]
) -> None:
    assert refused(operation, params) == expected


def test_a_member_that_is_the_status_says_how_it_went() -> None:
    asked = {"FunctionName": "orders", "InvokeArgs": b"{}"}
    assert answer("lambda.InvokeAsync", asked)["Status"] == 202


def test_an_error_has_the_members_that_it_must_have() -> None:
    contract = harness.contract("internetmonitor", "GetInternetEvent")
    answered = respond(contract, {"EventId": ""})
    assert answered.error is not None
    exchange = exchange_of(contract, {"EventId": "e"}, answered, DEFAULT_SCENE)
    assert [v for v in contract.check_exchange(exchange) if v.severity is Severity.ERROR] == []


STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/web/6c1a2b3c-1111-2222-3333-444455556666"


@pytest.mark.parametrize(
    ("asked", "name"), [("web", "web"), (STACK, "web"), ("6c1a2b3c-1111-2222-3333-444455556666", None)]
)
def test_an_id_in_a_parameter_called_name_is_no_name(asked: str, name: str | None) -> None:
    [stack] = answer("cloudformation.DescribeStacks", {"StackName": asked})["Stacks"]
    assert (stack["StackId"] == asked) == (asked != "web")
    assert stack["StackName"] != asked if name is None else stack["StackName"] == name
    again = answer("cloudformation.DescribeStacks", {"StackName": stack["StackName"]})["Stacks"][0]
    assert {**again, "StackId": ""} == {**stack, "StackId": ""}


@pytest.mark.parametrize(("state", "count"), [("available", 4), ("Available", 0), ("gone", 0)])
def test_a_filter_that_no_entry_can_meet_gives_an_empty_list(state: str, count: int) -> None:
    asked = {"Filters": [{"Name": "state", "Values": [state]}]}
    gateways = answer("ec2.DescribeCarrierGateways", asked, page_size=4)["CarrierGateways"]
    assert [each["State"] for each in gateways] == [state] * count


@pytest.mark.parametrize("end", [0, 50])
def test_a_time_that_is_a_number_is_no_less_than_its_least(end: int) -> None:
    events = answer("logs.FilterLogEvents", {"logGroupName": "a", "endTime": end})["events"]
    assert events
    assert all(0 <= event["timestamp"] <= end for event in events)


def test_keys_are_encoded_where_the_request_asks_for_that_and_says_so() -> None:
    assert "EncodingType" not in answer("s3.ListObjectVersions", {"Bucket": "orders"})
    assert (
        answer("s3.ListObjectVersions", {"Bucket": "orders", "EncodingType": "url"})["EncodingType"] == "url"
    )


def test_a_bare_prefix_is_of_names_and_not_of_arns() -> None:
    buckets = answer("s3tables.ListTableBuckets", {"prefix": "shop"})["tableBuckets"]
    assert buckets
    assert all(each["name"].startswith("shop") for each in buckets)
    # No name of such a bucket begins so.
    assert answer("s3tables.ListTableBuckets", {"prefix": "SHOP"})["tableBuckets"] == []


def test_a_prefix_is_of_the_name_where_an_arn_names_the_entries() -> None:
    buses = answer("eventbridgev2.ListEventBuses", {"NamePrefix": "shop"})["EventBuses"]
    assert buses
    assert all(each["Name"].startswith("shop") for each in buses)


def listed(operation: str, params: dict[str, Any] | None = None) -> list[Any]:
    """Return the entries of the first list of an answer."""
    response = answer(operation, params or {})
    return next(value for value in response.values() if isinstance(value, list))


def test_a_list_of_what_has_few_names_has_each_once() -> None:
    names = [limit["Name"] for limit in listed("cloudformation.DescribeAccountLimits")]
    assert sorted(names) == ["ConcurrentResourcesLimit", "StackLimit", "StackOutputsLimit"]


def test_a_name_that_is_an_arn_stays_that_of_its_entry() -> None:
    asked = {"ProgressUpdateStream": "s", "MigrationTaskName": "t"}
    names = [artifact["Name"] for artifact in listed("mgh.ListCreatedArtifacts", asked)]
    assert len(set(names)) == len(names) > 1


@pytest.mark.parametrize(
    ("operation", "params", "member"),
    [
        ("bedrock.ListMarketplaceModelEndpoints", {}, "endpointArn"),  # tags take names as well
        ("s3control.ListRegionalBuckets", {"AccountId": "123456789012"}, "BucketArn"),  # and no ARN of S3
    ],
)
def test_the_arn_of_an_entry_is_one_whatever_requests_take(
    operation: str, params: dict[str, Any], member: str
) -> None:
    assert {entry[member][:8] for entry in listed(operation, params)} == {"arn:aws:"}


def test_a_list_that_may_not_be_empty_is_left_out_where_nothing_is_found() -> None:
    asked = {
        "ProtectConfigurationId": "p",
        "Filters": [{"Name": "iso-country-code", "Values": ["analytics-staging"]}],
    }
    found = answer("pinpoint-sms-voice-v2.ListProtectConfigurationRuleSetNumberOverrides", asked)
    assert "RuleSetNumberOverrides" not in found


def test_a_list_has_a_documented_number_of_entries() -> None:
    config = answer("cloudfront.GetDistributionConfig", {"Id": "E1"})["DistributionConfig"]
    methods = config["DefaultCacheBehavior"]["AllowedMethods"]
    assert methods["Quantity"] == len(methods["Items"]) == len(set(methods["Items"]))
    assert methods["Quantity"] in (2, 3, 7)


def test_an_arn_ends_with_an_id_that_there_may_be() -> None:
    shares = listed("storagegateway.ListFileShares")
    assert {one["FileShareARN"].endswith(f"/{one['FileShareId']}") for one in shares} == {True}
    assert min(len(one["FileShareId"]) for one in shares) >= 12


def test_an_arn_bears_a_name_where_there_is_one_besides_the_id() -> None:
    asked = {"TLSInspectionConfigurationName": "reports"}
    response = answer("network-firewall.DeleteTLSInspectionConfiguration", asked)
    shown = response["TLSInspectionConfigurationResponse"]
    assert shown["TLSInspectionConfigurationArn"].endswith("/reports")


def test_a_name_begins_with_its_prefix_where_there_is_little_room() -> None:
    asked = {"OrganizationId": f"m-{'0' * 32}", "Filters": {"NamePrefix": "billing-test"}}
    names = [resource["Name"] for resource in listed("workmail.ListResources", asked)]
    assert all(name.startswith("billing-test") for name in names)
    assert len(set(names)) == len(names) > 1


def test_a_list_says_what_it_is_of_as_it_was_asked_for() -> None:
    told = [answer("translate.ListLanguages", {"DisplayLanguageCode": code}) for code in ("en", "fr")]
    assert [one["DisplayLanguageCode"] for one in told] == ["en", "fr"]  # the first is the default


def test_ids_of_which_one_alone_is_written_out_differ() -> None:
    ids = [one["codeInterpreterId"] for one in listed("bedrock-agentcore-control.ListCodeInterpreters")]
    assert len(set(ids)) == len(ids) > 1


def test_regions_of_a_list_are_real_ones() -> None:
    names = [region["RegionName"] for region in listed("sso-admin.ListRegions", {"InstanceArn": INSTANCE})]
    assert len(set(names)) == len(names)
    assert {"us-east-1", "us-east-2", "us-west-1"} <= set(names)


def test_ids_at_the_ends_of_arns_differ() -> None:
    ids = [one["InstanceId"] for one in listed("mediaconnect.ListGatewayInstances")]
    assert len(set(ids)) == len(ids) > 1


def test_what_is_asked_for_twice_is_shown_once() -> None:
    tasks = answer("ecs.DescribeTasks", {"tasks": ["orders", "orders", "bills"]})["tasks"]
    assert [task["taskArn"].rpartition("/")[2] for task in tasks] == ["orders", "bills"]


def test_the_version_that_is_asked_for_is_of_the_same_thing() -> None:
    lens = {"LensAlias": "serverless"}
    plain = answer("wellarchitected.GetLensVersionDifference", lens)
    asked = lens | {"BaseLensVersion": plain["BaseLensVersion"]}
    assert answer("wellarchitected.GetLensVersionDifference", asked) == plain
    other = answer("wellarchitected.GetLensVersionDifference", lens | {"BaseLensVersion": "9.8.7"})
    assert other["BaseLensVersion"] == "9.8.7"
    assert other["TargetLensVersion"] == plain["TargetLensVersion"]


def test_documents_of_a_list_differ() -> None:
    examples = answer("bedrock-agentcore-control.ListDatasetExamples", {"datasetId": "orders"})["examples"]
    assert len(examples) > 1
    assert [one for one in examples if examples.count(one) > 1] == []


def test_a_missing_parameter_has_its_own_error() -> None:
    code, _, _ = refused("codecommit.BatchGetRepositories", {})
    assert code == "RepositoryNamesRequiredException"
