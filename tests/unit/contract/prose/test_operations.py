"""The miner over whole models: the five operations to the last documented sentence."""

from __future__ import annotations

import botocore.session
import pytest
from botocore.model import ServiceModel

import harness
from harness.contract.prose import mine_operation, mine_response


@pytest.fixture(scope="module")
def session():
    return botocore.session.get_session()


def written(rules):
    return [
        {key: value for key, value in rule.to_json().items() if key not in ("source", "extended")}
        for rule in rules
    ]


def operation(session, service, name):
    return session.get_service_model(service).operation_model(name)


def test_list_insights_data(session):
    model = operation(session, "cloudtrail", "ListInsightsData")
    assert written(mine_operation(model)) == [
        {"kind": "size", "param": "Dimensions", "max": 1},
        {"kind": "order", "params": ["StartTime", "EndTime"], "relation": "<="},
        {"kind": "range", "param": "MaxResults", "min": 1, "max": 50},
        {"kind": "default", "param": "MaxResults", "value": 50},
    ]
    within = {
        "kind": "within",
        "member": "Events[].EventTime",
        "start_inclusive": True,
        "end_inclusive": True,
    }
    assert written(mine_response(model)) == [
        {"kind": "window", "member": "Events[].EventTime", "days": 90},
        {"kind": "keys", "param": "Dimensions", "values": ["EventId", "EventName", "EventSource"]},
        within | {"start": "StartTime"},
        within | {"end": "EndTime"},
        {"kind": "page_limit", "member": "Events", "param": "MaxResults"},
        {"kind": "same_parameters", "param": "NextToken", "member": "NextToken"},
        {"kind": "matches", "member": "Events", "param": "Dimensions"},
        {"kind": "sorted", "member": "Events", "by": "EventTime", "direction": "descending"},
    ]


def test_list_insights_metric_data(session):
    model = operation(session, "cloudtrail", "ListInsightsMetricData")
    errors = {"param": "InsightType", "equals": "ApiErrorRateInsight"}
    assert written(mine_operation(model)) == [
        {"kind": "requires", "if": errors, "then": ["ErrorCode"]},
        {"kind": "enum", "param": "InsightType", "values": ["ApiCallRateInsight", "ApiErrorRateInsight"]},
        {"kind": "only_if", "param": "ErrorCode", "if": errors},
        {"kind": "enum", "param": "Period", "values": [60, 300, 3600]},
        {"kind": "default", "param": "Period", "value": 3600},
        {"kind": "enum", "param": "DataType", "values": ["NonZeroData", "FillWithZeros"]},
        {"kind": "default", "param": "DataType", "value": "NonZeroData"},
        {"kind": "range", "param": "MaxResults", "min": 1, "max": 21600},
        {"kind": "default", "param": "MaxResults", "value": 21600},
    ]
    token = {"param": "NextToken", "member": "NextToken"}
    moments = {"member": "Timestamps[]"}
    assert written(mine_response(model)) == [
        {"kind": "window", "days": 15, "if": {"param": "Period", "equals": 60}} | moments,
        {"kind": "window", "days": 63, "if": {"param": "Period", "equals": 300}} | moments,
        {"kind": "window", "days": 90, "if": {"param": "Period", "equals": 3600}} | moments,
        {"kind": "within", "start": "StartTime", "start_inclusive": True, "end_inclusive": True} | moments,
        {"kind": "window", "days": 90, "if": {"param": "StartTime", "present": False}} | moments,
        {"kind": "within", "end": "EndTime", "start_inclusive": True, "end_inclusive": False} | moments,
        {"kind": "past", "inclusive": False, "if": {"param": "EndTime", "present": False}} | moments,
        {"kind": "page_limit", "member": "Timestamps", "param": "MaxResults"},
        {"kind": "echoes", "member": "EventSource", "param": "EventSource"},
        {"kind": "echoes", "member": "EventName", "param": "EventName"},
        {"kind": "echoes", "member": "InsightType", "param": "InsightType"},
        {"kind": "present_only_if", "member": "ErrorCode", "if": errors},
        {
            "kind": "spacing",
            "member": "Timestamps",
            "param": "Period",
            "exact_if": {"param": "DataType", "equals": "FillWithZeros"},
        },
        {"kind": "same_length", "members": ["Values", "Timestamps"]},
        {"kind": "more_results"} | token | {"entries": ["Timestamps", "Values"]},
    ]


def test_insights_and_internet_events(session):
    events = operation(session, "xray", "GetInsightEvents")
    assert written(mine_response(events)) == [
        {"kind": "page_limit", "member": "InsightEvents", "param": "MaxResults"}
    ]
    internet = operation(session, "internetmonitor", "GetInternetEvent")
    assert written(mine_response(internet)) == [
        {"kind": "absent_if", "member": "EndedAt", "if": {"member": "EventStatus", "equals": "ACTIVE"}}
    ]


def test_what_each_of_two_parameters_says_of_the_other_is_said_once(session):
    rules = written(mine_operation(operation(session, "securityhub", "GetRemediationsV2")))
    assert [rule for rule in rules if "params" in rule] == [
        {"kind": "at_most_one", "params": ["TargetUid", "MetadataUid"]},
        {"kind": "at_most_one", "params": ["TargetUid", "Filters"]},
        {"kind": "at_most_one", "params": ["MetadataUid", "Filters"]},
    ]


def test_two_parameters_each_required_without_the_other_are_a_choice(session):
    insights = written(mine_operation(operation(session, "xray", "GetInsightSummaries")))
    choice = {"kind": "at_least_one", "params": ["GroupARN", "GroupName"]}
    assert [rule for rule in insights if rule["kind"] != "page_limit"] == [choice]
    stack = written(mine_operation(operation(session, "cloudformation", "DescribeStackResources")))
    assert [rule["kind"] for rule in stack] == ["exactly_one"]  # which says as much


def test_nested_members_are_mined_under_their_paths_and_recursion_ends():
    tree = {
        "type": "structure",
        "members": {
            "Mode": {
                "shape": "S",
                "documentation": "<p>Valid values are <code>A1</code> and <code>B1</code>.</p>",
            },
            "Children": {"shape": "Trees"},
        },
    }
    description = {
        "metadata": {"apiVersion": "2024-01-01", "endpointPrefix": "x", "protocol": "json", "serviceId": "X"},
        "operations": {"Put": {"name": "Put", "input": {"shape": "In"}, "documentation": "<p>Puts.</p>"}},
        "shapes": {
            "In": {
                "type": "structure",
                "members": {"Tree": {"shape": "Tree"}, "Trees": {"shape": "TreeMap"}},
            },
            "Tree": tree,
            "Trees": {"type": "list", "member": {"shape": "Tree"}},
            "TreeMap": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "Trees"}},
            "S": {"type": "string"},
        },
    }
    model = ServiceModel(description, "x").operation_model("Put")
    rules = mine_operation(model)
    assert written(rules) == [
        {"kind": "enum", "param": "Tree.Mode", "values": ["A1", "B1"]},
        {"kind": "enum", "param": "Trees[][].Mode", "values": ["A1", "B1"]},
    ]
    assert rules[0].source is not None
    assert rules[0].source.to_json() == {
        "origin": "prose",
        "side": "request",
        "member": "Tree.Mode",
        "sentence": 0,
        "text": "Valid values are A1 and B1.",
        "review": "unread",
        "claim": "43d7bd1d481f",
    }


@pytest.mark.parametrize(
    ("service", "name", "path", "most"),
    [
        ("sqs", "SendMessageBatch", "Entries", 10),
        ("sqs", "DeleteMessageBatch", "Entries", 10),
        ("sns", "PublishBatch", "PublishBatchRequestEntries", 10),
        ("s3", "DeleteObjects", "Delete.Objects", 1000),
    ],
)
def test_the_most_entries_of_a_batch_that_only_its_description_states(session, service, name, path, most):
    rules = written(mine_operation(operation(session, service, name)))
    assert {"kind": "size", "param": path, "max": most} in rules


def test_headers_of_objects_by_what_their_requests_set() -> None:
    rules = harness.contract("s3", "HeadObject").rules
    found = {rule.words for rule in rules if rule.kind in ("echoes", "absent_if")}
    assert found == {
        "CacheControl must be the ResponseCacheControl of the request",
        "ContentDisposition must be the ResponseContentDisposition of the request",
        "ContentEncoding must be the ResponseContentEncoding of the request",
        "ContentLanguage must be the ResponseContentLanguage of the request",
        "ContentType must be the ResponseContentType of the request",
        'StorageClass must not be returned when StorageClass is "STANDARD"',
    }
