"""``@harness.fuzz.aws`` as a decorator: what it composes with, what it serves, and what it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

import harness
from harness.contract.schema import error_code
from harness.errors import UnknownName
from harness.fuzz import Aws, BrokenRequest, NotListed, TooManyCalls
from harness.fuzz.code.given import CannotDecorate
from harness.synth import THROTTLED, SyntheticService
from harness.synth.responses.faults import UndocumentedError
from harness.synth.responses.trouble import Dropped

INSIGHTS = {"InsightSource": "orders", "DataType": "InsightsEvents"}
EVENTS = harness.contract("cloudtrail", "ListInsightsData")
QUICK = settings(max_examples=10, derandomize=True, deadline=None)


def events(client: Any, **params: Any) -> list[Any]:
    found = []
    while True:
        page = client.list_insights_data(**INSIGHTS, **params)
        found += page.get("Events", [])
        if not page.get("NextToken"):
            return found
        params["NextToken"] = page["NextToken"]


def test_settings_stand_above_or_below_and_further_arguments_are_drawn() -> None:
    seen: list[int] = []

    @QUICK
    @harness.fuzz.aws("cloudtrail.ListInsightsData", number=st.integers(1, 50))
    def above(aws: Aws, number: int) -> None:
        assert len(events(aws.client, MaxResults=number)) == len(aws.expected("Events"))
        seen.append(number)

    @harness.fuzz.aws("cloudtrail.list_insights_data", number=st.integers(1, 50))
    @QUICK
    def below(aws: Aws, number: int) -> None:
        seen.append(number)

    above()
    assert len(seen) == 10
    below()
    assert len(seen) == 20
    assert len(set(seen)) > 1


def test_each_example_has_a_state_of_its_own() -> None:
    states: list[Aws] = []

    @harness.fuzz.aws("cloudtrail.ListInsightsData", max_examples=5)
    def test(aws: Aws) -> None:
        assert aws.calls == ()
        events(aws.client)
        states.append(aws)

    test()
    assert len({id(aws.client) for aws in states}) == len(states) >= 5


def test_an_explicit_example_is_answered_by_a_synthetic_service() -> None:
    service = SyntheticService()
    service.override("cloudtrail.ListInsightsData", {"Events": [{"EventName": "PutObject"}] * 5})
    names: list[list[str]] = []

    @harness.fuzz.aws("cloudtrail.ListInsightsData")
    @settings(phases=[Phase.explicit], deadline=None)
    @example(aws=service)
    def test(aws: Aws) -> None:
        read = [event["EventName"] for event in events(aws.client, MaxResults=2)]
        assert read == aws.expected("Events[].EventName")
        assert len(aws.calls) == 3
        names.append(read)

    test()
    assert names == [["PutObject"] * 5]


def test_any_client_is_served_whoever_made_it() -> None:
    before = boto3.client("cloudtrail", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")

    @harness.fuzz.aws("cloudtrail.ListInsightsData", "dynamodb.ListTables", max_examples=3)
    def test(aws: Aws) -> None:
        events(before)
        boto3.client("dynamodb").list_tables()
        boto3.resource("dynamodb").meta.client.list_tables()
        aws.client("dynamodb", region="eu-north-1").list_tables()
        operations = [call.operation for call in aws.calls]
        assert operations[-3:] == ["dynamodb.ListTables"] * 3
        assert set(operations[:-3]) == {"cloudtrail.ListInsightsData"}

    test()


def test_a_coroutine_function_is_run_to_its_end() -> None:
    ran = []

    @harness.fuzz.aws("cloudtrail.ListInsightsData", max_examples=2)
    async def test(aws: Aws) -> None:
        events(aws.client)
        ran.append(len(aws.calls))

    test()
    assert ran


def test_an_operation_that_is_not_listed_fails_even_if_the_code_catches_that() -> None:
    @harness.fuzz.aws("cloudtrail.ListInsightsData")
    def test(aws: Aws) -> None:
        try:
            aws.client("s3").list_buckets()
        except Exception:
            return

    with pytest.raises(NotListed) as caught:
        test()
    assert str(caught.value) == (
        "The code called s3.ListBuckets, which the test does not list. If it may, list it: "
        '@harness.fuzz.aws("cloudtrail.ListInsightsData", "s3.ListBuckets").'
    )


def test_a_request_that_breaks_its_contract_fails() -> None:
    @harness.fuzz.aws("cloudtrail.ListInsightsData")
    def test(aws: Aws) -> None:
        events(aws.client, MaxResults=51)

    with pytest.raises(BrokenRequest) as caught:
        test()
    first, empty, violation, *_ = str(caught.value).splitlines()
    assert (first, empty) == ("The code made a request that breaks its contract.", "")
    assert violation == ("error: cloudtrail.ListInsightsData: MaxResults must be from 1 to 50, but was 51.")
    assert caught.value.__traceback__ is not None
    assert [entry.name for entry in pytest.ExceptionInfo.from_exception(caught.value).traceback][
        -1
    ] == "events"


def test_code_that_does_not_end_is_told() -> None:
    @harness.fuzz.aws("cloudtrail.ListInsightsData")
    @settings(QUICK, max_examples=50, phases=[Phase.generate])
    def test(aws: Aws) -> None:
        page = aws.client.list_insights_data(**INSIGHTS)
        while page.get("NextToken"):
            page = aws.client.list_insights_data(**INSIGHTS)

    with pytest.raises(TooManyCalls) as caught:
        test()
    assert str(caught.value) == (
        "The code made 100 requests in one example, the last one cloudtrail.ListInsightsData, and goes on. "
        "It may ask for the same page again and again: see whether it sends the token that it got."
    )


def test_a_token_of_nowhere_is_refused_as_documented() -> None:
    @harness.fuzz.aws("cloudtrail.ListInsightsData", max_examples=3)
    def test(aws: Aws) -> None:
        with pytest.raises(ClientError) as refused:
            aws.client.list_insights_data(**INSIGHTS, NextToken="abcd")
        assert refused.value.response["Error"]["Code"] == "InvalidParameterException"
        assert aws.expected("Events") == []

    test()


def test_other_threads_are_served() -> None:
    lengths = set()

    @harness.fuzz.aws("dynamodb.ListTables")
    @QUICK
    def test(aws: Aws) -> None:
        with ThreadPoolExecutor(4) as pool:
            pages = list(
                pool.map(lambda limit: aws.client("dynamodb").list_tables(Limit=limit), (1, 2, 3, 100))
            )
        everything = pages[-1]["TableNames"]
        assert [page["TableNames"] for page in pages] == [everything[:limit] for limit in (1, 2, 3, 100)]
        assert aws.expected("TableNames", Limit=2) == aws.expected("TableNames", Limit=100) == everything
        lengths.add(len(everything))

    test()
    assert len(lengths) > 1


def test_equal_requests_read_the_same_list() -> None:
    @harness.fuzz.aws("cloudtrail.ListInsightsData", max_examples=5)
    def test(aws: Aws) -> None:
        assert events(aws.client) == events(aws.client) == aws.expected("Events")

    test()


def test_faults_are_overcome_by_botocore_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    met, waited = [], []
    monkeypatch.setattr(time, "sleep", waited.append)

    @harness.fuzz.aws("cloudtrail.ListInsightsData", faults=True, max_examples=30)
    def test(aws: Aws) -> None:
        assert len(events(aws.client)) == len(aws.expected("Events"))
        met.extend(aws.faults)

    test()
    assert max(waited, default=0) <= 0.05  # a late answer; a retry waits for up to a second, the next for two
    assert Dropped() in {call.trouble for call in met}
    assert "ThrottlingException" in {call.error.code for call in met if call.error is not None}


def test_errors_are_those_that_are_asked_for() -> None:
    codes = set()

    @harness.fuzz.aws("cloudtrail.ListInsightsData", errors=["InvalidParameterException"], max_examples=20)
    def test(aws: Aws) -> None:
        try:
            events(aws.client)
        except aws.client.exceptions.InvalidParameterException as error:
            codes.add(error.response["Error"]["Code"])

    test()
    assert codes == {"InvalidParameterException"}


def test_any_documented_error_may_come() -> None:
    codes = set()

    @harness.fuzz.aws("cloudtrail.ListInsightsData", errors=True)
    @settings(QUICK, max_examples=100)
    def test(aws: Aws) -> None:
        try:
            aws.client.list_insights_data(**INSIGHTS)
        except ClientError as error:
            codes.add(error.response["Error"]["Code"])

    test()
    documented = {error_code(shape) for shape in EVENTS.operation_model.error_shapes}
    assert len(codes & documented) > 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: harness.fuzz.aws(lambda aws: None),  # type: ignore[arg-type]
            'List the operations that the code calls: @harness.fuzz.aws("s3.GetObject").',
        ),
        (
            lambda: harness.fuzz.aws("s3.GetObject")(lambda: None),
            "It takes no argument aws, which tells what AWS has to give.",
        ),
        (
            lambda: harness.fuzz.aws("s3.GetObject", fault=True)(lambda aws: None),  # type: ignore[arg-type]
            "There is no option 'fault', and True is no strategy for an argument.",
        ),
        (
            lambda: harness.fuzz.aws("s3.GetObject")(given(n=st.integers())(lambda aws, n: None)),
            (
                "It has @given already. Leave that out, and give its strategies to harness.fuzz.aws: "
                "@harness.fuzz.aws(..., number=st.integers())."
            ),
        ),
    ],
)
def test_what_it_cannot_decorate(make: Callable[[], object], message: str) -> None:
    with pytest.raises(CannotDecorate) as caught:
        make()
    assert caught.value.reason == message
    assert str(caught.value) == f"{caught.value.test}: {message}"


def test_names_that_there_are_not() -> None:
    with pytest.raises(UnknownName):
        harness.fuzz.aws("s3.GetObjects")
    with pytest.raises(UndocumentedError):
        harness.fuzz.aws("s3.GetObject", errors=["NoSuchThing"])
    with pytest.raises(UnknownName) as caught:
        harness.fuzz.aws("s3.ListObjectsV2", present=["Contents[].Name"])
    assert str(caught.value) == "There is no member 'Contents[].Name' in the result of s3.ListObjectsV2."


def test_what_is_not_yet_documented_may_come() -> None:
    @harness.fuzz.aws("internetmonitor.ListInternetEvents", tolerant=True)
    @settings(QUICK, max_examples=1000, phases=[Phase.generate])
    def test(aws: Aws) -> None:
        aws.client.list_internet_events()
        states = set(aws.expected("InternetEvents[].EventStatus"))
        assert states <= {"ACTIVE", "RESOLVED"}, states

    with pytest.raises(AssertionError, match="NOT_YET_DOCUMENTED"):
        test()


def test_members_that_are_present() -> None:
    entries: list[dict[str, Any]] = []

    @harness.fuzz.aws("s3.ListObjectsV2", present=["Contents[].Key", "KeyCount"], max_examples=20)
    def test(aws: Aws) -> None:
        page = aws.client.list_objects_v2(Bucket="reports")
        assert "KeyCount" in page
        entries.extend(page.get("Contents", []))

    test()
    assert entries
    assert all("Key" in entry for entry in entries)


def test_the_last_failing_example_is_saved(tmp_path: Path) -> None:
    @harness.fuzz.aws("cloudtrail.ListInsightsData", save_failing=tmp_path)
    def test_nothing(aws: Aws) -> None:
        assert not events(aws.client)

    with pytest.raises(AssertionError) as caught:
        test_nothing()
    assert f"Saved as {tmp_path / 'test_nothing.yaml'}." in caught.value.__notes__
    (interaction,) = harness.load_cassette(tmp_path / "test_nothing.yaml").interactions
    assert interaction.facts is not None
    assert interaction.facts.source == (
        "synthetic, drawn by harness.fuzz for test_the_last_failing_example_is_saved.<locals>.test_nothing"
    )
    assert harness.check(harness.load_cassette(tmp_path / "test_nothing.yaml")).errors == ()
    with harness.use_cassette(tmp_path / "test_nothing.yaml"):
        client = boto3.client("cloudtrail", "us-east-1")
        assert len(events(client)) == 1


def test_what_befalls_a_service_of_an_explicit_example() -> None:
    service = SyntheticService()
    service.fault("cloudtrail.ListInsightsData", THROTTLED, Dropped())

    @harness.fuzz.aws("cloudtrail.ListInsightsData")
    @settings(phases=[Phase.explicit], deadline=None)
    @example(aws=service)
    def test(aws: Aws) -> None:
        assert len(events(aws.client)) == len(aws.expected("Events")) == 12
        assert [call.trouble for call in aws.faults] == [None, Dropped()]

    test()


def test_documented_errors_are_all_that_comes_where_there_are_some() -> None:
    codes = set()

    @harness.fuzz.aws("s3.GetObject", errors=True)
    @settings(QUICK, max_examples=30)
    def test(aws: Aws) -> None:
        try:
            aws.client.get_object(Bucket="reports", Key="a")
        except ClientError as error:
            codes.add(error.response["Error"]["Code"])

    test()
    assert codes  # and none that every service may answer
    assert codes <= {"NoSuchKey", "InvalidObjectState"}


def test_an_error_may_last_longer_than_retries() -> None:
    codes = set()

    @harness.fuzz.aws("dynamodb.DescribeTable", errors=["InternalServerError"])
    @settings(QUICK, max_examples=20)
    def test(aws: Aws) -> None:
        try:
            aws.client.describe_table(TableName="orders")
        except ClientError as error:
            codes.add(error.response["Error"]["Code"])

    test()
    assert codes == {"InternalServerError"}


@pytest.mark.parametrize("code", ["404", "NoSuchKey"])
def test_an_error_without_a_body_is_what_botocore_makes_of_its_status(code: str) -> None:
    seen = set()

    @harness.fuzz.aws("s3.HeadObject", errors=[code])
    @QUICK
    def test(aws: Aws) -> None:
        try:
            aws.client.head_object(Bucket="reports", Key="a")
        except ClientError as error:
            seen.add(error.response["Error"]["Code"])

    test()
    assert seen == {"404"}


def test_a_loop_over_what_is_left_undone_comes_to_an_end() -> None:
    rounds = set()

    @harness.fuzz.aws("dynamodb.BatchWriteItem")
    @settings(QUICK, max_examples=40)
    def test(aws: Aws) -> None:
        asked: Any = {"orders": [{"PutRequest": {"Item": {"k": {"S": key}}}} for key in "abc"]}
        while asked:
            asked = aws.client.batch_write_item(RequestItems=asked).get("UnprocessedItems")
        rounds.add(len(aws.calls))

    test()
    assert rounds == {1, 2, 3}


def test_waiters_reach_what_they_wait_for_after_some_polls() -> None:
    polls = set()

    @harness.fuzz.aws("ec2.DescribeInstances", "ec2.TerminateInstances")
    @settings(QUICK, max_examples=20)
    def test(aws: Aws) -> None:
        ids = ["i-0123456789abcdef0"]
        aws.client.get_waiter("instance_running").wait(InstanceIds=ids)
        polls.add(len(aws.calls))
        aws.client.terminate_instances(InstanceIds=ids)
        boto3.resource("ec2").Instance(*ids).wait_until_terminated()

    test()
    assert len(polls) > 1
    assert max(polls) < 6


@pytest.mark.parametrize(
    ("options", "same"), [({}, True), ({"faults": True}, False), ({"errors": True}, False)]
)
def test_examples_share_a_client_where_no_call_fails(options: dict[str, Any], same: bool) -> None:
    clients = []

    @harness.fuzz.aws("cloudtrail.ListInsightsData", max_examples=3, **options)
    def test(aws: Aws) -> None:
        clients.append(aws.client("cloudtrail"))
        assert aws.client("cloudtrail") is clients[-1]
        assert aws.client("cloudtrail", "eu-west-1").meta.region_name == "eu-west-1"

    test()
    assert (len({id(client) for client in clients}) == 1) is same
