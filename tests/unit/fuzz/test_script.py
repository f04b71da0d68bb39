"""Exchanges as boto3 code."""

from __future__ import annotations

from typing import Any

from harness.contract.exchange import ErrorAnswer, Exchange
from harness.fuzz.script import script_lines


def exchange(name: str, params: dict[str, Any], **answer: Any) -> Exchange:
    service, operation = name.split(".")
    return Exchange(service, operation, "eu-west-1", params, **answer)


def script(*exchanges: Exchange, endpoint_url: str | None = None) -> str:
    return "\n".join(script_lines(exchanges, endpoint_url))


def test_a_call_and_its_answer() -> None:
    assert script(
        exchange("iam.ListUsers", {"MaxItems": 1}, response={"Users": []}),
        endpoint_url="http://127.0.0.1:5000",
    ) == (
        "import boto3\n"
        "from botocore.config import Config\n"
        "\n"
        "config = Config(parameter_validation=False)\n"
        "session = boto3.Session('testing', 'testing')  # keys of nobody, which an emulator takes\n"
        "iam = session.client('iam', 'eu-west-1', endpoint_url='http://127.0.0.1:5000', config=config)\n"
        "answer_1 = iam.list_users(MaxItems=1)\n"
        '# answered: {"Users": []}'
    )


def test_a_token_is_taken_from_the_answer_that_it_comes_from() -> None:
    lines = script(
        exchange("iam.ListUsers", {}, response={"Users": [], "IsTruncated": True, "Marker": "abc"}),
        exchange("iam.ListUsers", {"Marker": "abc"}, response={"Users": [], "IsTruncated": False}),
    ).splitlines()
    assert lines[-2] == 'answer_2 = iam.list_users(Marker=answer_1["Marker"])'


def test_only_a_token_is_taken_from_an_answer() -> None:
    page = {"HostedZones": [], "Marker": "", "NextMarker": "Z1", "IsTruncated": True, "MaxItems": "1"}
    lines = script(
        exchange("route53.ListHostedZones", {"MaxItems": "1"}, response=page),
        exchange("route53.ListHostedZones", {"DelegationSetId": "Z1", "Marker": "Z1"}, response=page),
    ).splitlines()
    call = """answer_2 = route53.list_hosted_zones(DelegationSetId='Z1', Marker=answer_1["NextMarker"])"""
    assert lines[-2] == call


def test_times_and_long_values() -> None:
    lines = script(
        exchange(
            "cloudtrail.LookupEvents",
            {
                "StartTime": "2025-06-02T12:00:00Z",
                "NextToken": "/" + "a" * 400,
                "LookupAttributes": [
                    {"AttributeKey": "EventName", "AttributeValue": "RunInstances"},
                    {"AttributeKey": "EventName", "AttributeValue": "StopInstances"},
                ],
            },
            error=ErrorAnswer("InvalidNextToken", "No such\ntoken."),
            status=400,
        )
    ).splitlines()
    assert lines[0] == "import datetime"
    assert lines[8:] == [
        "answer_1 = cloudtrail.lookup_events(",
        "    StartTime=datetime.datetime(2025, 6, 2, 12, 0, tzinfo=datetime.timezone.utc),",
        "    NextToken='/' + 'a' * 400,",
        "    LookupAttributes=[",
        "        {'AttributeKey': 'EventName', 'AttributeValue': 'RunInstances'},",
        "        {'AttributeKey': 'EventName', 'AttributeValue': 'StopInstances'},",
        "    ],",
        ")",
        "# answered: status 400, InvalidNextToken: No such token.",
    ]


def test_the_code_makes_the_same_calls() -> None:
    params = {"Bucket": "logs", "Key": "a" * 60 + "'\"\\\n", "Body": "aGk=", "Metadata": {"k": "v"}}
    text = script(exchange("s3.PutObject", params, response={}))
    calls = []

    class Client:
        def put_object(self, **given: Any) -> None:
            calls.append(given)

    call = text.partition("answer_1 = ")[2]
    exec(f"answer_1 = {call}", {"s3": Client()})
    assert calls == [params | {"Body": b"hi"}]


def test_what_repeats_itself_is_written_once() -> None:
    params = {
        "TableName": "orders-prod-" * 20 + "orders",
        "AttributesToGet": ["id"] * 30,
        "Key": {f"key{n}": {"S": "x"} for n in range(3, 60)} | {"id": {"L": [{"N": "1"}] * 4 + [{"N": "2"}]}},
    }
    text = script(exchange("dynamodb.GetItem", params, response={}))
    assert "    TableName='orders-prod-' * 20 + 'orders',\n    AttributesToGet=['id'] * 30,\n" in text
    assert "Key={**{f'key{n}': {'S': 'x'} for n in range(3, 60)}, 'id'" in text
    assert "{'L': [*[{'N': '1'}] * 4, {'N': '2'}]}" in text
    calls = []

    class Client:
        def get_item(self, **given: Any) -> None:
            calls.append(given)

    exec(text.partition("config=config)\n")[2], {"dynamodb": Client()})
    assert calls == [params]


def test_what_only_looks_equal_is_written_out() -> None:
    text = script(exchange("dynamodb.GetItem", {"AttributesToGet": [1, True, 1, True]}, response={}))
    assert "AttributesToGet=[1, True, 1, True]" in text


def test_each_region_has_a_client() -> None:
    there = Exchange("events", "ListRules", "us-east-1", {}, response={})
    lines = script(exchange("events.ListRules", {}, response={}), there).splitlines()
    assert "events = session.client('events', 'eu-west-1', config=config)" in lines
    assert "events_us_east_1 = session.client('events', 'us-east-1', config=config)" in lines
    assert "answer_2 = events_us_east_1.list_rules()" in lines


def test_a_client_is_not_named_like_what_it_is_made_with() -> None:
    lines = script(exchange("config.DescribeConfigRules", {}, response={})).splitlines()
    assert lines[-2] == "answer_1 = config_.describe_config_rules()"


def test_a_name_that_is_no_word_of_python() -> None:
    lines = script(exchange("iam.ListUsers", {"max-items": 1}, response={})).splitlines()
    assert lines[-2] == "answer_1 = iam.list_users(**{'max-items': 1})"


def test_a_call_of_a_paginator() -> None:
    lines = script(
        exchange("sqs.ListQueues", {"PaginationConfig": {"PageSize": 1}}, response={})
    ).splitlines()
    assert lines[-4:-1] == [
        "answer_1 = sqs.get_paginator('list_queues').paginate(",
        "    PaginationConfig={'PageSize': 1},",
        ").build_full_result()",
    ]
