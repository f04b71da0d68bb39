from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import pytest

from harness.errors import UnknownName
from harness.models import find_operation, parse_operation_name
from harness.record.matching import EXACT, BadMatch, Matching, Part, is_epoch, parse_matching

A = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
B = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
THEN = NOW - dt.timedelta(days=30)


def normal(matching: Matching, name: str, params: Any, moment: dt.datetime | None = NOW) -> Any:
    return matching.normal(find_operation(*parse_operation_name(name)), params, moment)


def are_equal(
    matching: Matching,
    name: str,
    recorded: Any,
    asked: Any,
    moments: tuple[dt.datetime, dt.datetime] = (THEN, NOW),
) -> bool:
    """Tell whether two requests are the same but for what varies."""
    return bool(
        normal(matching, name, recorded, moments[0]).params
        == normal(matching, name, asked, moments[1]).params
    )


PUT = "s3.PutObject"


def put(key: str, **others: Any) -> dict[str, Any]:
    return {"Bucket": "b", "Key": key, **others}


@pytest.mark.parametrize(
    ("form", "recorded", "asked", "expected"),
    [
        ("uuid", f"run-{A}/x", f"run-{B}/x", True),
        ("uuid", f"run-{A}/x", f"run-{B}/y", False),
        ("uuid", f"run-{A}{B}", f"run-{A}", False),
        ("uuid", A.replace("-", ""), B.replace("-", "").upper(), True),
        ("uuid", "run-1", "run-2", False),
        ("uuid", A + "a", B + "b", False),
        ("time", "logs/2026-10-22T10:00:00Z.gz", "logs/2026-11-21T11:30:00.5+01:00.gz", True),
        ("time", "logs/2026-10-22", "logs/2026-11-21", True),
        ("time", "logs/20261022T100000Z", "logs/20261121T100000Z", True),
        ("time", "logs/2026-10-22", "logs/2026", False),
        ("epoch", f"run-{THEN.timestamp():.0f}", f"run-{NOW.timestamp():.0f}", True),
        ("epoch", f"run-{THEN.timestamp():.0f}", f"run-{NOW.timestamp() * 1000:.0f}", True),
        ("epoch", f"run-{THEN.timestamp():.0f}", f"run-{THEN.timestamp():.0f}", False),
        ("epoch", "run-1000000001", "run-1000000002", False),
        ("path", "/tmp/tmpab12cd_3/out.txt", "/tmp/tmpzzzzzzzz/out.txt", True),
        ("path", "/tmp/tmpab12cd_3/out.txt", "/tmp/tmpzzzzzzzz/in.txt", False),
        ("path", "/tmp/pytest-of-ann/pytest-3/test_x0/a", "/tmp/pytest-of-bob/pytest-12/test_x0/a", True),
        ("path", "/home/ann/out.txt", "/home/bob/out.txt", False),
        (r"job-\d+", "x/job-1/job-22", "x/job-333/job-4", True),
        (r"job-\d+", "x/job-1/a", "x/job-2/b", False),
        ("any", "one", "two", True),
    ],
)
def test_forms(form: str, recorded: str, asked: str, expected: bool) -> None:
    matching = parse_matching({"s3.PutObject:/Key": form})
    assert are_equal(matching, PUT, put(recorded), put(asked)) is expected
    assert not are_equal(matching, PUT, put(recorded, ACL="private"), put(asked))


@pytest.mark.parametrize(
    "place", ["/Key", "s3:/Key", "s3.*:/Key", "s3.PutObject:/Key", "s3.put_object:/Key", "/*"]
)
def test_places_of_operations(place: str) -> None:
    assert are_equal(parse_matching(ignore=[place]), PUT, put("one"), put("two"))
    assert are_equal(parse_matching(ignore=place), PUT, put("one"), put("two"))


@pytest.mark.parametrize("place", ["/Bucket", "sqs:/QueueUrl", "s3.GetObject:/Key", "/Key/0", "/Ke"])
def test_other_places(place: str) -> None:
    assert not are_equal(parse_matching(ignore=[place]), PUT, put("one"), put("two"))


def test_what_is_ignored_may_be_missing() -> None:
    matching = parse_matching(ignore=["/ACL", "dynamodb.PutItem:/Item/n"])
    assert are_equal(matching, PUT, put("a", ACL="private"), put("a"))
    item = {"TableName": "t", "Item": {"id": {"S": "1"}, "n": {"N": "7"}}}
    other = {"TableName": "t", "Item": {"id": {"S": "1"}}}
    assert are_equal(matching, "dynamodb.PutItem", item, other)


def test_items_of_lists() -> None:
    matching = parse_matching({"/Tags/*/Value": "uuid", "/Tags/0/Key": "any"})
    name = "sqs.TagQueue"

    def tags(*pairs: tuple[str, str]) -> Any:
        return {"Tags": [{"Key": key, "Value": value} for key, value in pairs]}

    assert are_equal(matching, name, tags(("a", A), ("b", B)), tags(("x", B), ("b", A)))
    assert not are_equal(matching, name, tags(("a", A), ("b", B)), tags(("a", B), ("x", A)))
    assert not are_equal(matching, name, tags(("a", A), ("b", B)), tags(("a", A)))


def test_a_place_stands_for_all_that_is_below() -> None:
    matching = parse_matching({"dynamodb.PutItem:/Item": "uuid"})
    items = [{"TableName": "t", "Item": {"id": {"S": text}, "all": {"SS": [text, "x"]}}} for text in (A, B)]
    assert are_equal(matching, "dynamodb.PutItem", *items)


def test_numbers() -> None:
    matching = parse_matching({"/startTime": "epoch", "/endTime": "epoch"})
    name = "logs.FilterLogEvents"

    def window(start: dt.datetime, hours: int) -> dict[str, int]:
        end = start + dt.timedelta(hours=hours)
        return {"startTime": int(start.timestamp() * 1000), "endTime": int(end.timestamp() * 1000)}

    assert are_equal(matching, name, window(THEN, 1), window(NOW, 1))
    assert not are_equal(matching, name, window(THEN, 1), window(NOW, 30))


@pytest.mark.parametrize(
    ("number", "moment", "expected"),
    [
        (NOW.timestamp(), NOW, True),
        (NOW.timestamp() * 1000 + 86_400_000, NOW, True),
        (NOW.timestamp() + 86_401, NOW, False),
        (NOW.timestamp(), None, True),
        (42, None, False),
    ],
)
def test_a_time_in_seconds_is_near(number: float, moment: dt.datetime | None, expected: bool) -> None:
    assert is_epoch(number, moment) is expected


def test_texts_in_blobs() -> None:
    def body(text: str) -> str:
        return base64.b64encode(json.dumps({"id": text}).encode()).decode()

    matching = parse_matching({"s3.PutObject:/Body": "uuid"})
    assert are_equal(matching, PUT, put("k", Body=body(A)), put("k", Body=body(B)))
    assert not are_equal(matching, PUT, put("k", Body=body(A)), put("k", Body=body(A + " ")))
    binary = base64.b64encode(b"\xff\xfe").decode()
    assert normal(matching, PUT, put("k", Body=binary)).params == put("k", Body=binary)


def test_what_varies_is_known_wherever_the_request_repeats_it() -> None:
    matching = parse_matching({"s3.PutObject:/Key": "uuid"})

    def both(text: str, other: str) -> dict[str, Any]:
        return put(f"run-{text}", Metadata={"run": other}, Body=base64.b64encode(other.encode()).decode())

    assert are_equal(matching, PUT, both(A, A), both(B, B))
    assert not are_equal(matching, PUT, both(A, A), both(B, A))
    assert not are_equal(matching, PUT, both(A, A), both(A, B))


def test_the_parts_that_vary() -> None:
    matching = parse_matching({"/Key": "uuid", "/ACL": "any"})
    found = normal(matching, PUT, put(f"{A}/{B}", ACL="private"))
    assert found.parts == (
        Part("/Key uuid 0", A, True),
        Part("/Key uuid 1", B, True),
        Part("/ACL", "private", False),
    )


def test_a_function_says_what_is_compared() -> None:
    asked: list[str] = []

    def compared(operation: str, params: dict[str, Any]) -> Any:
        asked.append(operation)
        params["Key"] = params["Key"].lower()
        return params

    matching = parse_matching(compared, ["/ACL"])
    given = put("ONE", ACL="private")
    assert normal(matching, PUT, given).params == put("one")
    assert given == put("ONE", ACL="private")
    assert asked == ["s3.PutObject"]


def test_a_function_that_returns_no_json() -> None:
    matching = parse_matching(lambda operation, params: {1, 2})
    with pytest.raises(BadMatch) as caught:
        normal(matching, PUT, put("a"))
    assert str(caught.value) == "match returned {1, 2} for s3.PutObject, which JSON has no form for."


def test_rules_add_up() -> None:
    def first(operation: str, params: Any) -> Any:
        return "first"

    def second(operation: str, params: Any) -> Any:
        return "second"

    both = parse_matching(first, ["/ACL"]) + parse_matching({"/Key": "uuid"})
    assert [str(rule.place) for rule in both.rules] == ["/ACL", "/Key"]
    assert both.callback is first
    assert (both + parse_matching(second)).callback is second


@pytest.mark.parametrize(
    ("matching", "expected"),
    [
        (EXACT, False),
        (parse_matching(ignore=["sqs:/QueueUrl"]), False),
        (parse_matching(ignore=["s3.GetObject:/Key"]), False),
        (parse_matching(ignore=["s3:/Key"]), True),
        (parse_matching(lambda operation, params: params), True),
    ],
)
def test_which_operations_it_concerns(matching: Matching, expected: bool) -> None:
    assert [matching.concerns("s3.PutObject") for _ in range(2)] == [expected, expected]


PLACE = (
    "is no place in a request; write a JSON pointer, as /ClientToken, or one of an operation or service, as "
    "s3.PutObject:/Key."
)


@pytest.mark.parametrize(
    ("match", "ignore", "message"),
    [
        (None, ["Key"], f"'Key' {PLACE}"),
        (None, [3], f"3 {PLACE}"),
        (None, 3, f"3 {PLACE}"),
        ({"Key": "uuid"}, (), f"'Key' {PLACE}"),
        ({"/Key": "uid"}, (), "/Key: There is no form 'uid'. Did you mean 'uuid'?"),
        (
            {"/Key": 3},
            (),
            "/Key: 3 is no form; write any, uuid, time, epoch, path, unordered, or a regular expression.",
        ),
        (
            {"/Key": ""},
            (),
            "/Key: '' is no form; write any, uuid, time, epoch, path, unordered, or a regular expression.",
        ),
        (
            {"/Key": "(a"},
            (),
            "/Key: '(a' is no regular expression: missing ), unterminated subpattern at position 0.",
        ),
        ({"/Key": "a*"}, (), "/Key: 'a*' matches the empty text."),
        ("uuid", (), "match is neither a table of forms by place nor a function but 'uuid'."),
    ],
)
def test_what_is_written_wrongly(match: Any, ignore: Any, message: str) -> None:
    with pytest.raises(BadMatch) as caught:
        parse_matching(match, ignore)
    assert str(caught.value) == message


@pytest.mark.parametrize("place", ["s3.PutObjekt:/Key", "s4.PutObject:/Key", "s4:/Key"])
def test_names_that_there_are_not(place: str) -> None:
    with pytest.raises(UnknownName):
        parse_matching(ignore=[place])


def test_a_body_that_may_be_any_is_told_from_other_blobs() -> None:
    parts = parse_matching(ignore=["/Body", "/Data"])
    body = {"Bucket": "b", "Key": "k", "Body": "aGVsbG8="}
    record = {"StreamName": "s", "PartitionKey": "k", "Data": "aGVsbG8="}
    assert parts.normal(find_operation("s3", "PutObject"), body, NOW).parts == (
        Part("/Body", "aGVsbG8=", False, is_body=True),
    )
    assert parts.normal(find_operation("kinesis", "PutRecord"), record, NOW).parts == (
        Part("/Data", "hello", False),
    )


def test_what_an_expression_finds_is_known_wherever_the_request_repeats_it() -> None:
    matching = parse_matching({"s3.CopyObject:/Key": "[a-z]{10}"})
    one, other = ({"Key": name, "CopySource": f"b/{name}"} for name in ("bvfrakemxz", "pbgucoytwl"))
    assert normal(matching, "s3.CopyObject", one).params == normal(matching, "s3.CopyObject", other).params
