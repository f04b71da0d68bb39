"""Two recordings of the same calls. All answers are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.cassette.comparison import BadVolatile, Change, MemberChange, compare, parse_volatile
from harness.cassette.miss import ABSENT
from harness.cassette.model import Facts, Interaction, Request, Response, StoredBody
from harness.report.comparison import comparison_lines

JSON = (("Content-Type", "application/x-amz-json-1.1"),)


def asked(service: str, operation: str, params: Any, answer: Any, status: int = 200) -> Interaction:
    return Interaction(
        Request("POST", "http://127.0.0.1/"),
        Response(status, "", JSON, json.dumps(answer).encode()),
        Facts(service, operation, "eu-west-1", params, "json", "2026-11-21T10:00:00Z"),
    )


def tables(*names: str, limit: int = 1, **more: Any) -> Interaction:
    return asked("dynamodb", "ListTables", {"Limit": limit}, {"TableNames": names, **more})


def changes(old: list[Interaction], new: list[Interaction], *volatile: str) -> tuple[Change, ...]:
    return compare(old, new, volatile).changes


def members(old: Interaction, new: Interaction, *volatile: str) -> list[tuple[str, Any, Any]]:
    found = changes([old], [new], *volatile)
    return [(one.pointer, one.old, one.new) for change in found for one in change.members]


def test_equal_recordings() -> None:
    found = compare([tables("a"), tables("b")], [tables("a"), tables("b")])
    assert (found.compared, found.changes) == (2, ())


def test_members_changed_added_and_removed() -> None:
    assert members(tables("a", "b"), tables("a", "c", "d")) == [
        ("/TableNames/1", "b", "c"),
        ("/TableNames/2", ABSENT, "d"),
    ]
    assert members(tables("a", LastEvaluatedTableName="a"), tables("a")) == [
        ("/LastEvaluatedTableName", "a", ABSENT)
    ]


def test_exchanges_added_and_removed_and_moved() -> None:
    old = [tables("a", limit=1), tables("b", limit=2)]
    new = [tables("c", limit=2), asked("dynamodb", "DescribeLimits", {}, {}), tables("a", limit=1)]
    assert changes(old, new) == (
        Change("dynamodb.ListTables", 2, 1, (MemberChange("/TableNames/0", "b", "c"),)),
        Change("dynamodb.DescribeLimits", None, 2),
    )
    assert changes(new, old[:1]) == (
        Change("dynamodb.ListTables", 1, None),
        Change("dynamodb.DescribeLimits", 2, None),
    )


def test_equal_requests_go_by_their_order() -> None:
    old = [tables("a"), tables("b"), tables("c")]
    assert [change.before for change in changes(old, [tables("a"), tables("x"), tables("c")])] == [2]


def instance(number: str, state: str, launched: int) -> Interaction:
    answer = {"TaskId": f"task-{number}", "Status": state, "StartTime": launched}
    return asked("datasync", "DescribeTaskExecution", {"TaskExecutionArn": f"arn:aws:x:{number}"}, answer)


@pytest.mark.parametrize(
    ("service", "operation", "old", "new"),
    [
        ("dynamodb", "DescribeTable", {"Table": {"CreationDateTime": 1.7e9}},
         {"Table": {"CreationDateTime": 1.8e9}}),
        ("kms", "CreateKey", {"KeyMetadata": {"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}},
         {"KeyMetadata": {"KeyId": "5678abcd-12ab-34cd-56ef-1234567890ff"}}),
        ("logs", "DescribeLogGroups", {"nextToken": "abc"}, {"nextToken": "xyz"}),
        ("logs", "DescribeLogGroups", {"logGroups": [{"creationTime": 1700000000000}]},
         {"logGroups": [{"creationTime": 1760000000000}]}),
        ("ecs", "RegisterTaskDefinition", {"taskDefinition": {"taskDefinitionArn": "arn:x:task/0a1b2c3d4e"}},
         {"taskDefinition": {"taskDefinitionArn": "arn:x:task/99aabbccdd"}}),
        ("lambda", "GetFunctionConfiguration", {"Description": "AROARZPUZDIKE2C3HH6DN:a"},
         {"Description": "AROARZPUZDIKGLJVFBVUX:a"}),
        ("iam", "GetUser", {"User": {"UserId": "9zc21ti3fvimyy1cqjgw"}},
         {"User": {"UserId": "8ygkbam0yh6hasen2s5f"}}),
        ("sqs", "GetQueueAttributes", {"Attributes": {"CreatedTimestamp": "1795283447.01"}},
         {"Attributes": {"CreatedTimestamp": "1795283499"}}),
        ("sqs", "CreateQueue", {"QueueUrl": "http://127.0.0.1:4045/q"}, {"QueueUrl": "http://127.0.0.1:39003/q"}),
        ("lambda", "GetFunctionConfiguration", {"Description": "ec2-54-214-29-130.x"},
         {"Description": "ec2-54-214-102-46.x"}),
        ("logs", "FilterLogEvents", {"events": [{"eventId": "3"}]}, {"events": [{"eventId": "28"}]}),
        (
            "secretsmanager",
            "CreateSecret",
            {"ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-jfzNiI"},
            {"ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-Sozrwg"},
        ),
        ("secretsmanager", "GetSecretValue", {"SecretString": "Xxxxxx-00"}, {"SecretString": "Xxxx"}),
        ("lambda", "GetFunctionConfiguration", {"Description": "ip-10-2-3-4 10.20.3.4, 02:00:00:d9:ca:8f"},
         {"Description": "ip-10-9-33-114 10.9.33.114, 02:00:00:00:00:01"}),
        ("secretsmanager", "PutSecretValue", {"VersionId": "first"}, {"VersionId": "other"}),
        ("lambda", "GetFunctionConfiguration", {"Description": "2026-11-21T10:00:00Z"},
         {"Description": "2026-11-22 11:00"}),
    ],
)  # fmt: skip
def test_what_every_call_has_anew_does_not_count(service: str, operation: str, old: Any, new: Any) -> None:
    assert members(asked(service, operation, {}, old), asked(service, operation, {}, new)) == []


@pytest.mark.parametrize(
    ("service", "operation", "old", "new", "pointer"),
    [
        ("kms", "CreateKey", {"KeyMetadata": {"KeyId": "mrk-1"}}, {"KeyMetadata": {"KeyId": "mrk-2"}},
         "/KeyMetadata/KeyId"),
        ("logs", "DescribeLogGroups", {"nextToken": "abc"}, {}, "/nextToken"),
        ("logs", "DescribeLogGroups", {"logGroups": [{"storedBytes": 1700000000}]},
         {"logGroups": [{"storedBytes": 1700000001}]}, "/logGroups/0/storedBytes"),
        ("dynamodb", "DescribeTable", {"Table": {"TableStatus": "CREATING"}},
         {"Table": {"TableStatus": "ACTIVE"}}, "/Table/TableStatus"),
        ("lambda", "GetFunctionConfiguration", {"Description": "2026-11-21"}, {"Description": "never"},
         "/Description"),
        ("lambda", "GetFunctionConfiguration", {"Description": "role-backup"}, {"Description": "role-deploy"},
         "/Description"),
        ("lambda", "GetFunctionConfiguration", {"Description": "version 7"}, {"Description": "version 8"},
         "/Description"),
        ("lambda", "GetFunctionConfiguration", {"Role": "arn:x:role/Reader"}, {"Role": "arn:x:role/Admin"},
         "/Role"),
    ],
)  # fmt: skip
def test_everything_else_counts(service: str, operation: str, old: Any, new: Any, pointer: str) -> None:
    found = members(asked(service, operation, {}, old), asked(service, operation, {}, new))
    assert [each[0] for each in found] == [pointer]


def test_requests_are_the_same_but_for_what_is_made_anew() -> None:
    old = [instance("0a1b2c3d4e", "QUEUED", 1700000000), instance("1a1b2c3d4e", "SUCCESS", 1700000001)]
    new = [instance("aa1b2c3d4e", "QUEUED", 1760000000), instance("ba1b2c3d4e", "ERROR", 1760000001)]
    (change,) = changes(old, new)
    assert (change.before, change.members) == (2, (MemberChange("/Status", "SUCCESS", "ERROR"),))


def test_requests_with_other_values_are_compared_last() -> None:
    found = compare([tables("a", limit=1)], [tables("a", limit=5), tables("a", limit=1)])
    assert found.changes == (Change("dynamodb.ListTables", None, 1),)
    assert compare([tables("a", limit=1)], [tables("a", limit=5)]).changes == ()


def failed(code: str, message: str) -> Interaction:
    answer = {"__type": f"com.amazonaws.dynamodb#{code}", "message": message}
    return asked("dynamodb", "ListTables", {"Limit": 1}, answer, 400)


def test_errors() -> None:
    other = failed("ValidationException", "no")
    assert members(failed("InternalServerError", "no"), other) == [
        ("/Error/Code", "InternalServerError", "ValidationException")
    ]
    assert members(tables("a"), other) == [("", "an answer", "the error ValidationException")]
    assert members(failed("X", "request 0a1b2c3d4e5f"), failed("X", "request ffffffffff01")) == []


def test_a_users_own_places() -> None:
    old, new = tables("a", "b"), tables("x", "y")
    assert members(old, new, "/TableNames/*") == []
    assert members(old, new, "/TableNames") == []
    assert members(old, new, "dynamodb.ListTables:/TableNames/0") == [("/TableNames/1", "b", "y")]
    assert members(old, new, "dynamodb:/TableNames", "/Other") == []
    assert members(old, new, "dynamodb.*:/TableNames", "/Other") == []
    others = ("dynamodb.Scan:/TableNames", "s3:/TableNames", "/Other", "/TableNames/0/x")
    assert len(members(old, new, *others)) == 2


@pytest.mark.parametrize("given", ["TableNames", "", 3, "dynamodb/TableNames", "dynamodb.List.Tables:/x"])
def test_what_is_no_place_is_refused(given: object) -> None:
    with pytest.raises(BadVolatile) as caught:
        parse_volatile([given])
    assert str(caught.value) == (
        f"{given!r} is no place in an answer; write a JSON pointer, as /Reservations/*/OwnerId, or one of an "
        "operation, as ec2.DescribeInstances:/Reservations/*/OwnerId."
    )


def test_bodies_in_side_files_are_compared_by_digest() -> None:
    def download(digest: str) -> Interaction:
        facts = Facts(
            "s3", "GetObject", None, {"Bucket": "b", "Key": "k"}, response_body=StoredBody(digest * 64, 5)
        )
        return Interaction(Request("GET", "http://127.0.0.1/b/k"), Response(200), facts)

    assert members(download("a"), download("a")) == []
    assert members(download("a"), download("b")) == [
        ("/Body", f"5 bytes with the SHA-256 {'a' * 64}", f"5 bytes with the SHA-256 {'b' * 64}")
    ]


def test_what_is_no_exchange_with_aws_is_compared_as_it_is() -> None:
    def page(text: bytes) -> Interaction:
        return Interaction(Request("GET", "http://127.0.0.1/health?x=1"), Response(200, "", (), text))

    assert changes([page(b"ok")], [page(b"ok")]) == ()
    assert changes([page(b"ok")], [page(b"down")]) == (
        Change("GET http://127.0.0.1/health", 1, 1, (MemberChange("/body", "ok", "down"),)),
    )


def test_the_words() -> None:
    old = [tables("a", limit=1), tables("b", limit=2, LastEvaluatedTableName="b"), failed("X", "x")]
    new = [
        tables("b" * 120, limit=2),
        asked("dynamodb", "DescribeLimits", {}, {"AccountMaxReadCapacityUnits": 1}),
    ]
    assert list(comparison_lines("a.yaml", compare(old, new))) == [
        "dynamodb.ListTables (interaction 2, now 1)",
        f'  /TableNames/0: was "b", is "{"b" * 96}...',
        '  /LastEvaluatedTableName: was "b", is not there any more',
        "dynamodb.DescribeLimits (interaction 2 of the new recording): was not asked before",
        "dynamodb.ListTables (interaction 1): was not asked this time",
        "dynamodb.ListTables (interaction 3): was not asked this time",
        "a.yaml: 1 of 1 answer changed, 1 exchange added, 2 removed",
    ]


def test_what_no_encoding_has_is_escaped() -> None:
    (_, line, _) = comparison_lines("a.yaml", compare([tables("a")], [tables("\ud800")]))
    assert line == '  /TableNames/0: was "a", is "\\ud800"'


def test_the_json() -> None:
    assert compare([tables("a")], [tables("a", LastEvaluatedTableName="a")]).to_json() == {
        "compared": 1,
        "changes": [
            {
                "operation": "dynamodb.ListTables",
                "before": 1,
                "after": 1,
                "members": [{"pointer": "/LastEvaluatedTableName", "new": "a"}],
            }
        ],
    }


def test_sets_have_no_order_in_requests_and_answers() -> None:
    def got(*members: str) -> Interaction:
        item = {"tags": {"SS": [*members]}}
        return asked("dynamodb", "PutItem", {"TableName": "t", "Item": item}, {"Attributes": item})

    found = compare([got("a", "b")], [got("b", "a")])
    assert (found.compared, found.changes) == (1, ())
    assert len(changes([got("a", "b")], [got("b", "c")])) == 1


def test_documents_in_texts_are_equal_whatever_their_layout() -> None:
    def got(text: str) -> Interaction:
        return asked("ssm", "PutParameter", {"Name": "n", "Value": text}, {"Tier": text})

    found = compare([got('{"a": 1, "b": 2}')], [got('{"b":2,"a":1}')])
    assert (found.compared, found.changes) == (1, ())
