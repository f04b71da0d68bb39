from __future__ import annotations

import datetime as dt
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, IncompleteReadError, ReadTimeoutError
from botocore.loaders import JSONFileLoader

from harness.errors import UnknownName
from harness.models import find_operation
from harness.synth import (
    THROTTLED,
    Chance,
    Dropped,
    Error,
    Slow,
    SyntheticService,
    Truncated,
    synthetic_client,
)
from harness.synth.client import attach
from harness.synth.responses.faults import BadFault, RateLimiter, UndocumentedError, parse_chances
from harness.synth.responses.overrides import BrokenOverride
from harness.synth.sessions import plain_client

ASKED = {
    "InsightSource": "arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
    "DataType": "InsightsEvents",
}
OPERATION = "cloudtrail.ListInsightsData"
AT_ONCE = Config(retries={"total_max_attempts": 1})
NOW = dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC)


def cloudtrail(**options: Any) -> Any:
    return synthetic_client("cloudtrail", now=NOW, **options)


def test_a_client_needs_neither_network_nor_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "there-is-no-such-profile")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    response = synthetic_client("sts").get_caller_identity()
    assert response["Account"] == "123456789012"


def test_models_are_read_for_the_first_client_of_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    synthetic_client("sts")
    monkeypatch.setattr(JSONFileLoader, "load_file", None)
    assert synthetic_client("sts", region="eu-west-1").get_caller_identity()["Account"]


def test_clients_are_made_in_several_threads_at_once() -> None:
    def account(region: str) -> str:
        both.wait()
        return str(synthetic_client("sts", region=region).get_caller_identity()["Account"])

    both = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        assert [*pool.map(account, ("us-east-1", "eu-west-1"))] == ["123456789012"] * 2


def test_an_unknown_service_is_told() -> None:
    with pytest.raises(UnknownName) as caught:
        synthetic_client("cloudtrial")
    assert "There is no service 'cloudtrial'" in str(caught.value)
    assert "Did you mean cloudtrail" in str(caught.value)


def test_the_region_and_the_account_are_the_clients() -> None:
    client = synthetic_client("xray", region="eu-central-1", account="210987654321")
    group = client.get_insight(InsightId="8f0c2a5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f")["Insight"]["GroupARN"]
    assert group.startswith("arn:aws:xray:eu-central-1:210987654321:group/")


def test_items_of_dynamodb_are_what_boto3_reads() -> None:
    for seed in range(10):
        items = synthetic_client("dynamodb", seed=seed).scan(TableName="orders")["Items"]
        assert len(items) == 4
        for item in items:
            assert TypeDeserializer().deserialize({"M": item}).keys() == item.keys()
    client = synthetic_client("dynamodb")
    client.override("dynamodb.GetItem", {"Item": {"Total": {"N": "12.5"}}})
    assert client.get_item(TableName="orders", Key={"Id": {"S": "1"}})["Item"] == {"Total": {"N": "12.5"}}


def test_what_is_asked_again_is_answered_the_same_and_apart_from_other_regions_and_overrides() -> None:
    aws = SyntheticService()
    here, there = (attach(plain_client("sns", region), aws) for region in ("us-east-1", "eu-west-1"))
    topics = here.list_topics()["Topics"]
    mine = [{"TopicArn": "arn:aws:sns:us-east-1:123456789012:mine"}]
    aws.override("sns.ListTopics", [{"Topics": mine}])
    assert here.list_topics()["Topics"] == mine
    assert here.list_topics()["Topics"] == topics != there.list_topics()["Topics"]


def test_botocores_paginator_goes_through_the_whole_list() -> None:
    pages = cloudtrail().get_paginator("list_insights_data").paginate(**ASKED)
    assert [len(page["Events"]) for page in pages] == [4, 4, 4]
    some = (
        cloudtrail(length=30)
        .get_paginator("list_insights_data")
        .paginate(**ASKED, PaginationConfig={"MaxItems": 7, "PageSize": 5})
    )
    assert len([event for page in some for event in page["Events"]]) == 7


def test_streams_are_read() -> None:
    body = synthetic_client("s3").get_object(Bucket="orders-prod", Key="a/b.json")["Body"]
    assert body.read().startswith(b"The quick brown fox")


def test_uploads_are_read_to_their_end_and_tell_their_progress() -> None:
    s3, file = synthetic_client("s3"), io.BytesIO(b"content")
    progress: list[int] = []
    s3.put_object(Bucket="reports", Key="k", Body=file)
    assert file.tell() == 7
    s3.upload_fileobj(io.BytesIO(b"content"), "reports", "k", Callback=progress.append)
    assert sum(progress) == 7


def test_waiters_find_that_all_is_well() -> None:
    client = synthetic_client("dynamodb")
    statuses: list[str] = []
    client.meta.events.register(
        "after-call.dynamodb.DescribeTable",
        lambda parsed, **_: statuses.append(parsed["Table"]["TableStatus"]),
    )
    client.get_waiter("table_exists").wait(TableName="orders", WaiterConfig={"MaxAttempts": 1, "Delay": 1})
    assert statuses == ["ACTIVE"]


def test_an_override_fixes_some_members_and_the_contract_fills_in_the_rest() -> None:
    client = cloudtrail()
    client.override(
        OPERATION, {"Events": [{"EventName": "PutObject"}, {"EventName": "GetObject", "Username": None}]}
    )
    response = client.list_insights_data(**ASKED)
    assert [event["EventName"] for event in response["Events"]] == ["PutObject", "GetObject"]
    assert "EventId" in response["Events"][0]
    assert "Username" in response["Events"][0]
    assert "Username" not in response["Events"][1]
    assert "NextToken" not in response


def test_a_fixed_list_comes_in_pages_too() -> None:
    client = cloudtrail()
    client.override(OPERATION, {"Events": [{"EventName": name} for name in "abcde"]})
    pages = client.get_paginator("list_insights_data").paginate(**ASKED, PaginationConfig={"PageSize": 2})
    assert [[event["EventName"] for event in page["Events"]] for page in pages] == [
        ["a", "b"],
        ["c", "d"],
        ["e"],
    ]


def test_successive_answers_are_pages_as_they_stand_and_then_the_contract_answers() -> None:
    client = cloudtrail()
    client.override(
        OPERATION,
        [{"Events": [{"EventName": "first"}], "NextToken": "more"}, THROTTLED, {"Events": []}],
    )
    pages = client.get_paginator("list_insights_data").paginate(**ASKED)
    assert [[event["EventName"] for event in page["Events"]] for page in pages] == [["first"], []]
    assert len(client.list_insights_data(**ASKED)["Events"]) == 4


def test_an_override_may_be_a_function_of_the_parameters() -> None:
    client = cloudtrail()

    def answer(params: dict[str, Any]) -> Any:
        return Error("OperationNotPermittedException") if "EndTime" in params else {"Events": []}

    client.override("cloudtrail.list_insights_data", answer)
    assert client.list_insights_data(**ASKED)["Events"] == []
    with pytest.raises(client.exceptions.OperationNotPermittedException):
        client.list_insights_data(**ASKED, EndTime=NOW)


def test_an_override_that_can_never_be_right_is_refused_at_once() -> None:
    with pytest.raises(BrokenOverride) as caught:
        cloudtrail().override(OPERATION, {"Evnts": []})
    assert str(caught.value) == (
        "The override of cloudtrail.ListInsightsData breaks its contract:\n"
        "  Evnts is not a documented member; did you mean Events?\n"
        "    from model, shape ListInsightsDataResponse, members (botocore 1.44.5)\n"
        "Change the override, or play a recording if that is what the service answers."
    )


def test_an_override_that_breaks_a_rule_is_refused_where_the_rule_applies() -> None:
    client = cloudtrail()
    client.override(OPERATION, {"Events": [{"EventTime": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}]})
    with pytest.raises(BrokenOverride) as caught:
        client.list_insights_data(**ASKED)
    assert [violation.code for violation in caught.value.violations] == ["window"]


def test_lists_that_go_together_are_cut_to_a_fixed_one() -> None:
    client = cloudtrail()
    client.override("cloudtrail.ListInsightsMetricData", {"Values": [1.5, 2.5]})
    asked = {"EventSource": "s3.amazonaws.com", "EventName": "PutObject", "InsightType": "ApiCallRateInsight"}
    response = client.list_insights_metric_data(**asked)
    assert response["Values"] == [1.5, 2.5]
    assert len(response["Timestamps"]) == 2


def test_throttling_and_lost_connections_are_retried_by_botocore() -> None:
    client = cloudtrail()
    for faults in ((THROTTLED, Dropped()), (Truncated(),)):
        client.fault(OPERATION, *faults)
        assert client.list_insights_data(**ASKED)["ResponseMetadata"]["RetryAttempts"] == len(faults)


def test_a_client_that_does_not_retry_sees_the_faults() -> None:
    client = cloudtrail(config=AT_ONCE)
    client.fault(OPERATION, THROTTLED, Dropped(), Error("InvalidParameterException", "No."))
    with pytest.raises(ClientError) as throttled:
        client.list_insights_data(**ASKED)
    assert throttled.value.response["Error"] == {"Message": "Rate exceeded", "Code": "ThrottlingException"}
    with pytest.raises(ConnectionClosedError):
        client.list_insights_data(**ASKED)
    with pytest.raises(client.exceptions.InvalidParameterException, match=r"No\."):
        client.list_insights_data(**ASKED)
    assert client.list_insights_data(**ASKED)["Events"]


def test_a_documented_throttling_error_is_taken_where_there_is_one() -> None:
    client = synthetic_client("xray", config=AT_ONCE)
    client.fault("xray.GetInsight", THROTTLED)
    with pytest.raises(client.exceptions.ThrottledException) as caught:
        client.get_insight(InsightId="8f0c2a5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429


@pytest.mark.parametrize(("code", "status"), [("InternalServerError", 500), ("ResourceInUseException", 400)])
def test_an_error_without_a_status_has_that_of_whose_fault_it_is(code: str, status: int) -> None:
    client = synthetic_client("dynamodb", config=AT_ONCE)
    client.fault("dynamodb.CreateTable", Error(code))
    with pytest.raises(ClientError, match=code) as caught:
        client.create_table(
            TableName="orders",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_slow_answers_come_late_or_not_in_time() -> None:
    waited: list[float] = []
    client = cloudtrail(config=AT_ONCE.merge(Config(read_timeout=5)), sleep=waited.append)
    client.fault(OPERATION, Slow(2.5), Slow(9))
    assert client.list_insights_data(**ASKED)["Events"]
    with pytest.raises(ReadTimeoutError):
        client.list_insights_data(**ASKED)
    assert waited == [2.5, 5]


def test_a_stream_that_breaks_off_is_found_out_by_its_reader() -> None:
    client = synthetic_client("s3")
    client.fault("s3.GetObject", Truncated())
    body = client.get_object(Bucket="orders-prod", Key="a")["Body"]
    with pytest.raises(IncompleteReadError):
        body.read()


def test_an_overridden_body_has_its_length_and_checksums() -> None:
    client = synthetic_client("s3")
    client.override("s3.GetObject", {"Body": b"hello"})
    answer = client.get_object(Bucket="orders-prod", Key="a", ChecksumMode="ENABLED")
    assert answer["ContentLength"] == 5
    assert answer["ChecksumSHA1"] == "qvTGHdzF6KLavt4PO0gs2a6pQ00="
    assert answer["Body"].read() == b"hello"


@pytest.mark.parametrize("answer", [None, "Events", 3, [{}, None]])
def test_what_is_no_override_is_refused(answer: Any) -> None:
    with pytest.raises(TypeError, match=r" is no override\. Give members of the result, a fault, or a "):
        cloudtrail().override(OPERATION, answer)


def test_what_is_no_fault_is_refused() -> None:
    with pytest.raises(TypeError, match=r"'throttle' is no fault\. Give THROTTLED, Error, Slow, Dropped or "):
        cloudtrail().fault(OPERATION, "throttle")


def test_an_empty_list_takes_an_override_back() -> None:
    client = cloudtrail()
    made = client.list_insights_data(**ASKED)["Events"]
    client.override(OPERATION, {"Events": []})
    assert client.list_insights_data(**ASKED)["Events"] == []
    client.override(OPERATION, [])
    assert client.list_insights_data(**ASKED)["Events"] == made


def test_an_error_that_is_not_documented_is_refused() -> None:
    with pytest.raises(UndocumentedError) as caught:
        cloudtrail().fault(OPERATION, Error("TrailNotFoundException"))
    assert str(caught.value) == (
        "ListInsightsData documents no error 'TrailNotFoundException'; it documents "
        "InvalidParameterException, OperationNotPermittedException, UnsupportedOperationException."
    )


def test_documented_rates_are_kept_to_if_asked_for() -> None:
    client = cloudtrail(throttle=True, config=AT_ONCE)
    client.list_insights_data(**ASKED)
    client.list_insights_data(**ASKED)
    with pytest.raises(ClientError, match="Rate exceeded"):
        client.list_insights_data(**ASKED)


def test_a_rate_allows_as_many_calls_in_any_second() -> None:
    times = [0.0, 0.5, 0.9, 1.0, 1.2, 1.5]
    limiter = RateLimiter(iter(times).__next__)
    operation = find_operation("cloudtrail", "ListInsightsData")
    exceeded = [limiter.exceeds(operation, "here") for _ in times]
    assert exceeded == [False, False, True, False, True, False]


def test_chances_befall_their_share_of_calls_and_the_same_ones_each_time() -> None:
    def outcomes() -> list[int]:
        client = cloudtrail(config=AT_ONCE, chances=[Chance(Error("InvalidParameterException"), 0.3)])
        found = []
        for _ in range(30):
            try:
                client.list_insights_data(**ASKED)
                found.append(0)
            except ClientError:
                found.append(1)
        return found

    assert 3 <= sum(outcomes()) <= 15
    assert outcomes() == outcomes()


def test_chances_as_the_command_line_writes_them() -> None:
    assert parse_chances("throttle=0.1, drop=0.05,slow:2.5=0.2,truncate,error:Gone=1") == (
        Chance(THROTTLED, 0.1),
        Chance(Dropped(), 0.05),
        Chance(Slow(2.5), 0.2),
        Chance(Truncated(), 1.0),
        Chance(Error("Gone"), 1.0),
    )


@pytest.mark.parametrize("text", ["thorttle=0.1", "drop=2", "drop=x", "slow:long=0.1", "slow:-1", "drop=nan"])
def test_bad_chances_are_told(text: str) -> None:
    with pytest.raises(BadFault) as caught:
        parse_chances(text)
    assert str(caught.value) == (
        f"{text!r} is no fault. Write one of throttle, drop, truncate, slow, error, and the share of "
        "calls that it hits from 0 to 1: throttle=0.1 or slow:2.5=0.2."
    )
