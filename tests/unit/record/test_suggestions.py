from __future__ import annotations

import base64
import datetime as dt
import tomllib
from typing import Any

import pytest

from harness.models import find_operation, parse_operation_name
from harness.record.matching import parse_matching
from harness.record.suggestions import Suggestion, advice, block, ignoring, merged, suggestions

A = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
B = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
THEN = NOW - dt.timedelta(days=30)


def suggested(name: str, recorded: Any, asked: Any) -> list[tuple[str, str]]:
    operation = find_operation(*parse_operation_name(name))
    found = suggestions(name, operation.input_shape, recorded, asked, THEN, NOW)
    return [(rule.place, rule.form) for rule in found.rules]


@pytest.mark.parametrize(
    ("recorded", "asked", "form"),
    [
        (f"run-{A}/x", f"run-{B}/x", "uuid"),
        (A.replace("-", ""), B.replace("-", ""), "uuid"),
        ("logs/2026-10-22T10:00:00Z", "logs/2026-11-21T10:00:00Z", "time"),
        (f"run-{THEN.timestamp():.0f}", f"run-{NOW.timestamp():.0f}", "epoch"),
        ("/tmp/tmpab12cd_3/a", "/tmp/tmpzzzzzzzz/a", "path"),
        ("run-a1b2c3d4", "run-ffffffff", "[0-9a-f]{8}"),
        ("name-3f2a91", "name-88bc01", "[0-9a-f]{6}"),
        ("name-3f2a91", "name-abcdef", "[0-9a-f]{6}"),
        ("name-3f2a91c", "name-123456d", "[0-9a-f]{7}"),
        ("ZfBWXRKgVMUKCZLa", "0xkL9vQXm2PzXabc", "[0-9A-Za-z+/_-]{16}"),
        ("+OKmQrr/IxO/d5Nn", "ZfBWXRKgVMUKCZLa", "[0-9A-Za-z+/_-]{16}"),
        ("HzqFgT7xUWkBvZ0aMS3E1Q==", "0/mqDE/WvXAm9kRLQU0zGg==", "[0-9A-Za-z+/_-]{22}=="),
        ("HzqFgT7xUWkBvZ0aMS3E1Q", "0_mqDE-WvXAm9kRLQU0zGg", "[0-9A-Za-z+/_-]{22}"),
        ("Customers/Invoices", "Suppliers/Payments", None),
        ("day-123456", "day-123457", None),
        ("size-a1", "size-b2", None),
        ("run-k3x9q0z7m2", "run-p8w1n5t4r6", "[0-9a-z]{10}"),
        ("K3X9Q0Z7M2", "P8W1N5T4R6", "[0-9A-Z]{10}"),
        ("k3X9Q0Z7M2", "P8w1N5T4R6", "[0-9A-Za-z]{10}"),
        ("efjyohgwnzubxqsdvaitlmpkrc/a", "wtejvzmxpofsqdcrhgkbayluin/a", "[a-z]{26}"),
        ("EFJYOHGWNZUBXQSDVAITLMPKRC", "WTEJVZMXPOFSQDCRHGKBAYLUIN", "[A-Z]{26}"),
        ("customersandinvoices", "suppliersandpayment", None),
        ("00000001", "00000002", None),
        ("users", "orders", None),
        ("customer", "supplier", None),
        ("run-a1b2c3d4-x", "run-ffffffff-y", None),
        (f"run-{A}", "run-1", None),
        (f"run-{THEN.timestamp():.0f}", f"run-{THEN.timestamp() + 1:.0f}", None),
    ],
)
def test_forms_of_texts(recorded: str, asked: str, form: str | None) -> None:
    found = suggested("s3.PutObject", {"Key": recorded}, {"Key": asked})
    assert found == ([] if form is None else [("s3.PutObject:/Key", form)])


def test_random_bytes_beside_a_body_that_may_be_anything_are_anything_too() -> None:
    # By a form of its own, a replay would answer with the new nonce beside the recorded body.
    asked = [
        {"Body": base64.b64encode(bytes([255, *first])).decode(), "Metadata": {"iv": nonce}, "Key": key}
        for first, nonce, key in (
            (b"abcdefgh", "HzqFgT7xUWkBvZ0aMS3E1Q==", f"run-{A}"),
            (b"ijklmnop", "0/mqDE/WvXAm9kRLQU0zGg==", f"run-{B}"),
        )
    ]
    assert sorted(suggested("s3.PutObject", *asked)) == [
        ("s3.PutObject:/Body", "any"),
        ("s3.PutObject:/Key", "uuid"),
        ("s3.PutObject:/Metadata/iv", "any"),
    ]


def test_numbers() -> None:
    recorded, asked = {"startTime": int(THEN.timestamp() * 1000)}, {"startTime": int(NOW.timestamp() * 1000)}
    assert suggested("logs.FilterLogEvents", recorded, asked) == [
        ("logs.FilterLogEvents:/startTime", "epoch")
    ]
    assert suggested("logs.FilterLogEvents", {"limit": 5}, {"limit": 6}) == []


def test_items_of_lists_and_keys_with_slashes() -> None:
    def item(text: str) -> dict[str, Any]:
        return {"Item": {"a/b": {"L": [{"S": "x"}, {"S": text}]}}}

    place = "dynamodb.PutItem:/Item/a~1b/L/*/S"
    assert suggested("dynamodb.PutItem", item(A), item(B)) == [(place, "uuid")]


def test_a_blob() -> None:
    recorded, asked = ({"Body": base64.b64encode(text.encode()).decode()} for text in (A, B))
    assert suggested("s3.PutObject", recorded, asked) == [("s3.PutObject:/Body", "uuid")]


def test_a_blob_that_is_no_text() -> None:
    recorded, asked = (base64.b64encode(b"\x1f\x8b" + bytes([n] * 20)).decode() for n in (0xA1, 0xB2))
    assert suggested("s3.PutObject", {"Body": recorded}, {"Body": asked}) == [("s3.PutObject:/Body", "any")]
    assert suggested("s3.PutObject", {"Body": recorded}, {"Body": asked + asked}) == []


def test_one_line_for_what_is_repeated() -> None:
    recorded, asked = ({"Key": f"run-{text}", "Metadata": {"run": text}} for text in (A, B))
    assert suggested("s3.PutObject", recorded, asked) == [("s3.PutObject:/Key", "uuid")]


def test_order_beside_what_changes() -> None:
    found = suggestions("http.POST", None, {"ids": [1, 2], "run": A}, {"ids": [2, 1], "run": B})
    assert found.suffice
    assert [(rule.place, rule.form) for rule in found.rules] == [
        ("http.POST:/ids", "unordered"),
        ("http.POST:/run", "uuid"),
    ]
    assert advice(found.rules).splitlines()[0] == (
        "These values change on every run, or differ in order alone. Declare them for the test:"
    )


def test_what_is_left_is_said() -> None:
    operation = find_operation("s3", "PutObject")
    rule = Suggestion("s3.PutObject:/Key", "uuid")
    for others, suffice in (({}, True), ({"ACL": "private"}, False)):
        found = suggestions(
            "s3.PutObject", operation.input_shape, {"Key": A}, {"Key": B, **others}, THEN, NOW
        )
        assert (found.rules, found.suffice) == ((rule,), suffice)
    assert suggestions("s3.PutObject", operation.input_shape, {"Key": A}, {"Key": A}).suffice


def test_the_lines_to_add() -> None:
    rules = [Suggestion("s3.PutObject:/Key", "uuid"), Suggestion("/Tag", "[0-9a-f]{8}")]
    assert advice(rules[:1]) == (
        "This value changes on every run. Declare it for the test:\n"
        '  @pytest.mark.cassette(match={"s3.PutObject:/Key": "uuid"})\n'
        "or for all tests, in pyproject.toml:\n"
        "  [tool.harness.match]\n"
        '  "s3.PutObject:/Key" = "uuid"'
    )
    assert advice(rules) == (
        "These values change on every run. Declare them for the test:\n"
        '  @pytest.mark.cassette(match={"s3.PutObject:/Key": "uuid", "/Tag": "[0-9a-f]{8}"})\n'
        "or for all tests, in pyproject.toml:\n"
        "  [tool.harness.match]\n"
        '  "s3.PutObject:/Key" = "uuid"\n'
        '  "/Tag" = "[0-9a-f]{8}"'
    )


def test_the_lines_to_ignore_a_value() -> None:
    operation = find_operation("sqs", "TagQueue")
    assert ignoring("sqs.TagQueue", operation.input_shape, "/Tags/0/Value", {"Tags": [{"Value": "x"}]}) == (
        "If this value may differ, ignore it:\n"
        '  @pytest.mark.cassette(ignore=["sqs.TagQueue:/Tags/*/Value"])\n'
        "or for all tests, in pyproject.toml:\n"
        "  [tool.harness.match]\n"
        '  "sqs.TagQueue:/Tags/*/Value" = "any"'
    )


def test_tables_are_merged_by_place() -> None:
    one, other = "[0-9A-Za-z+/_-]{16}", "[0-9A-Za-z+/_-]{22}=="
    first = {"/a": "uuid", "/b": one, "/c": "uuid", "/d": one}
    second = {"/a": "any", "/b": other, "/c": "uuid", "/e": "time"}
    both = merged(first, second)
    assert both == {"/a": "any", "/b": f"{other}|{one}", "/c": "uuid", "/d": one, "/e": "time"}
    assert merged(second, first) == both == merged(both, first)


def test_a_place_with_uuids_and_random_letters_takes_both() -> None:
    # Any value would not be translated in the requests that follow.
    both = merged({"/a": "uuid", "/b": "time"}, {"/a": "[a-z]{26}", "/b": "uuid"})
    assert both == {"/a": "uuid|[a-z]{26}", "/b": "any"}
    matching = parse_matching({"dynamodb.CreateTable:/TableName": both["/a"]})
    shape = find_operation("dynamodb", "CreateTable").input_shape
    names = (f"run-{A}", f"run-{B}", "efjyohgwnzubxqsdvaitlmpkrc")
    normal = [matching.normal_of("dynamodb.CreateTable", shape, {"TableName": name}, NOW) for name in names]
    assert normal[0].params == normal[1].params
    assert [len(one.parts) for one in normal] == [1, 1, 1]


def test_the_block_is_a_table() -> None:
    rules = {'s3.PutObject:/Metadata/a"b\\': "[0-9a-f]{8}", "/Tag": "any"}
    _, *lines = block(rules)
    assert tomllib.loads("\n".join(lines)) == {"tool": {"harness": {"match": rules}}}
