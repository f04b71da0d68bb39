"""What became of the entries of a batch: each of them is answered, and what failed is what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.models import find_operation
from harness.strategies import page_chains, responses
from harness.strategies.response.outcomes import batch_of

SEND = {"QueueUrl": "https://q/1/q", "Entries": [{"Id": x, "MessageBody": x} for x in "abc"]}
DELETE = {"Bucket": "reports", "Delete": {"Objects": [{"Key": "a", "VersionId": "1"}, {"Key": "b"}]}}
PUT = {"StreamName": "orders", "Records": [{"Data": b"x", "PartitionKey": key} for key in "abc"]}
WRITE = {
    "RequestItems": {
        "orders": [{"PutRequest": {"Item": {"k": {"S": x}}}} for x in "ab"],
        "users": [{"DeleteRequest": {"Key": {"k": {"S": "c"}}}}],
    }
}
GET = {"RequestItems": {"orders": {"Keys": [{"k": {"S": x}} for x in "abc"], "ConsistentRead": True}}}


def drawn(operation: str, request: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """Draw responses, some of each kind."""
    seen: list[dict[str, Any]] = []

    @settings(max_examples=40, derandomize=True, database=None, deadline=None)
    @given(response=page_chains(operation, request, **options))
    def draw(response: Any) -> None:
        seen.extend(response.pages)

    draw()
    return seen


def each(response: dict[str, Any], name: str, key: str) -> list[Any]:
    return [entry.get(key) for entry in response.get(name, [])]


def seen_to_fail(found: list[dict[str, Any]], count: Callable[[dict[str, Any]], int]) -> set[int]:
    return {count(response) for response in found}


def test_each_entry_succeeded_or_failed() -> None:
    found = drawn("sqs.SendMessageBatch", SEND)
    for response in found:
        ids = each(response, "Successful", "Id") + each(response, "Failed", "Id")
        assert sorted(ids) == ["a", "b", "c"]
    assert len(seen_to_fail(found, lambda response: len(response["Failed"]))) > 2


def test_what_is_computed_of_an_entry_is_that_of_the_one_that_is_named() -> None:
    md5 = {"a": "0cc175b9c0f1b6a831c399e269772661", "b": "92eb5ffee6ae2fec3ad71c777531578f"}
    found = drawn("sqs.SendMessageBatch", SEND)
    said = {(entry["Id"], entry["MD5OfMessageBody"]) for one in found for entry in one["Successful"]}
    assert {pair for pair in said if pair[0] in md5} == set(md5.items())


def test_what_names_an_entry_is_all_that_its_answer_repeats() -> None:
    found = drawn("s3.DeleteObjects", DELETE)
    for response in found:
        answers = response.get("Deleted", []) + response.get("Errors", [])
        assert sorted((one["Key"], one.get("VersionId")) for one in answers) == [("a", "1"), ("b", None)]
    assert seen_to_fail(found, lambda response: len(response.get("Errors", []))) == {0, 1, 2}


def test_a_list_that_may_not_be_empty_or_leaves_no_trace_is_left_out() -> None:
    kept = {one.get("Errors") != [] and one.get("Deleted") != [] for one in drawn("s3.DeleteObjects", DELETE)}
    assert kept == {True}
    entities = [{"EntityId": "a", "EntityType": "USER"}]
    asked = {"Id": "1", "IndexId": "8f0c2a5e-1d2b-4c3d-9e4f-0a1b2c3d4e5f", "EntityList": entities}
    found = drawn("kendra.AssociateEntitiesToExperience", asked)
    assert {len(one.get("FailedEntityList", [0, 0])) for one in found} == {1, 2}


def test_answers_repeat_of_an_entry_what_they_have_a_member_for() -> None:
    alias = {"TypeArn": "arn:aws:cloudformation:us-east-1:123456789012:type/a", "TypeConfigurationAlias": "b"}
    asked = {"TypeConfigurationIdentifiers": [alias]}
    found = drawn("cloudformation.BatchDescribeTypeConfigurations", asked)
    done = [entry for one in found for entry in one.get("TypeConfigurations", [])]
    assert {entry["TypeArn"] for entry in done} == {alias["TypeArn"]}
    assert not any("TypeConfigurationAlias" in entry for entry in done)


def test_why_an_entry_failed_is_not_what_was_sent() -> None:
    entries = [{"Id": "a", "Message": "pay"}]
    found = drawn(
        "sns.PublishBatch", {"TopicArn": "arn:aws:sns:us-east-1:1:t", "PublishBatchRequestEntries": entries}
    )
    assert {
        frozenset(entry) - {"MessageId", "SequenceNumber"} for one in found for entry in one["Successful"]
    } == {frozenset({"Id"})}


def test_a_digest_that_is_required_is_there_where_the_request_is_not_known() -> None:
    @settings(max_examples=20, derandomize=True, database=None, deadline=None)
    @given(response=responses("sqs.SendMessageBatch"))
    def draw(response: Any) -> None:
        assert [one for one in response["Successful"] if "MD5OfMessageBody" not in one] == []

    draw()


def test_quiet_requests_are_told_of_failures_only() -> None:
    quiet = {**DELETE, "Delete": {**DELETE["Delete"], "Quiet": True}}
    found = drawn("s3.DeleteObjects", quiet)
    assert all(not response.get("Deleted") for response in found)
    assert seen_to_fail(found, lambda response: len(response.get("Errors", []))) == {0, 1, 2}


def test_answers_in_order_have_an_error_or_a_result_and_are_counted() -> None:
    found = drawn("kinesis.PutRecords", PUT)
    for response in found:
        assert len(response["Records"]) == 3
        failed = [record for record in response["Records"] if "ErrorCode" in record]
        assert len(failed) == response["FailedRecordCount"]
        assert [record for record in failed if "SequenceNumber" in record] == []
    assert seen_to_fail(found, lambda response: response["FailedRecordCount"]) & {1, 2}


def test_what_was_left_undone_is_a_part_of_the_request() -> None:
    found = drawn("dynamodb.BatchWriteItem", WRITE)
    asked = WRITE["RequestItems"]
    undone = [pair for response in found for pair in response.get("UnprocessedItems", {}).items()]
    assert undone
    for table, entries in undone:
        assert entries
        assert [entry for entry in entries if entry not in asked[table]] == []
    left = seen_to_fail(found, lambda response: sum(map(len, response.get("UnprocessedItems", {}).values())))
    assert len(left) > 2


def test_what_was_not_read_is_not_among_the_items() -> None:
    found = drawn("dynamodb.BatchGetItem", GET)
    assert found
    for response in found:
        left = response.get("UnprocessedKeys", {}).get("orders", {"Keys": []})
        assert left.get("ConsistentRead", True)
        unread = [key["k"] for key in left["Keys"]]
        read = response.get("Responses", {}).get("orders", [])
        assert [item for item in read if item["k"] in unread] == []
    left_over = seen_to_fail(found, lambda response: len(response.get("UnprocessedKeys", {})))
    assert left_over == {0, 1}


def test_nothing_fails_where_nothing_may() -> None:
    for operation, request in (("sqs.SendMessageBatch", SEND), ("dynamodb.BatchWriteItem", WRITE)):
        batch = batch_of(find_operation(*operation.split(".")))
        assert batch is not None
        found = drawn(operation, request, partial=False)
        assert [batch.has_failed(response) for response in found] == [False] * len(found)
        assert found


@pytest.mark.parametrize(
    "operation", ["s3.ListObjectsV2", "events.PutTargets", "sqs.SendMessage", "s3.GetObject"]
)
def test_other_operations_have_no_batches(operation: str) -> None:
    assert batch_of(find_operation(*operation.split("."))) is None


@given(data=st.data())
@settings(max_examples=20, derandomize=True, deadline=None)
def test_the_answers_of_batches_keep_to_their_contract(data: st.DataObject) -> None:
    import harness

    name, request = data.draw(
        st.sampled_from(
            (
                ("sqs.SendMessageBatch", SEND),
                ("s3.DeleteObjects", DELETE),
                ("kinesis.PutRecords", PUT),
                ("dynamodb.BatchWriteItem", WRITE),
                ("dynamodb.BatchGetItem", GET),
            )
        )
    )
    response = data.draw(responses(name, request))
    assert harness.contract(*name.split(".")).check_response(request, response) == []
