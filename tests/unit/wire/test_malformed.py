"""What a server refuses before any constraint counts: media types, and values of another type.

The kinds are those of Smithy's malformed request tests; each protocol has its own way to write them.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import cbor2
import pytest
from botocore.model import ServiceModel

from harness.wire import UnreadableMessage, parse_request

JSON = {"Content-Type": "application/json"}
TARGET = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Shop.Put"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CBOR = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)

MEMBERS = {
    "text": {"shape": "Text"},
    "flag": {"shape": "Flag"},
    "count": {"shape": "Count"},
    "total": {"shape": "Total"},
    "share": {"shape": "Share"},
    "time": {"shape": "Time"},
    "day": {"shape": "Time", "timestampFormat": "iso8601"},
    "date": {"shape": "Time", "timestampFormat": "rfc822"},
    "data": {"shape": "Data"},
    "names": {"shape": "Names"},
    "tags": {"shape": "Tags"},
    "inner": {"shape": "Inner"},
    "choice": {"shape": "Choice"},
}
SHAPES = {
    "Put": {"type": "structure", "members": MEMBERS},
    "Places": {
        "type": "structure",
        "required": ["id"],
        "members": {
            "id": {"shape": "Count", "location": "uri", "locationName": "id"},
            "flag": {"shape": "Flag", "location": "querystring", "locationName": "flag"},
            "since": {"shape": "Time", "location": "querystring", "locationName": "since"},
            "share": {"shape": "Share", "location": "header", "locationName": "X-Share"},
            "dates": {"shape": "Times", "location": "header", "locationName": "X-Dates"},
        },
    },
    "Answer": {"type": "structure", "members": {"text": {"shape": "Text"}}},
    "Inner": {"type": "structure", "members": {"count": {"shape": "Count"}}},
    "Choice": {
        "type": "structure",
        "union": True,
        "members": {"name": {"shape": "Text"}, "count": {"shape": "Count"}},
    },
    "Names": {"type": "list", "member": {"shape": "Text"}},
    "Times": {"type": "list", "member": {"shape": "Time"}},
    "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Text": {"type": "string"},
    "Flag": {"type": "boolean"},
    "Count": {"type": "integer"},
    "Total": {"type": "long"},
    "Share": {"type": "double"},
    "Time": {"type": "timestamp"},
    "Data": {"type": "blob"},
}


def model(protocol: str) -> ServiceModel:
    metadata = {
        "protocol": protocol,
        "apiVersion": "2026-11-22",
        "endpointPrefix": "shop",
        "serviceId": "Shop",
    }
    operations: dict[str, Any] = {
        "Put": {
            "name": "Put",
            "http": {"method": "POST", "requestUri": "/put" if protocol.startswith("rest") else "/"},
            "input": {"shape": "Put"},
            "output": {"shape": "Answer"},
        }
    }
    if protocol.startswith("rest"):
        places = {"method": "POST", "requestUri": "/places/{id}"}
        operations["Find"] = {"name": "Find", "http": places, "input": {"shape": "Places"}}
    return ServiceModel({"metadata": metadata, "operations": operations, "shapes": SHAPES}, "shop")


def ask(
    protocol: str, body: bytes, headers: dict[str, str], url: str = "/put", **options: Any
) -> dict[str, Any]:
    return parse_request(model(protocol), "POST", url, headers, body, **options)[1]


def refusal(protocol: str, body: bytes, headers: dict[str, str], url: str = "/put") -> tuple[str, int, str]:
    with pytest.raises(UnreadableMessage) as refused:
        ask(protocol, body, headers, url)
    return refused.value.code, refused.value.status, str(refused.value)


WRONG_IN_JSON = [
    ('{"text": 5}', "text must be a string, but was 5"),
    ('{"flag": "true"}', 'flag must be true or false, but was "true"'),
    ('{"flag": 1}', "flag must be true or false, but was 1"),
    ('{"count": "1"}', 'count must be an integer of 32 bits, but was "1"'),
    ('{"count": 1.0}', "count must be an integer of 32 bits, but was 1.0"),
    ('{"count": true}', "count must be an integer of 32 bits, but was true"),
    ('{"count": 2147483648}', "count must be an integer of 32 bits, but was 2147483648"),
    ('{"total": 9223372036854775808}', "total must be an integer of 64 bits, but was 9223372036854775808"),
    ('{"share": "1.5"}', 'share must be a number, but was "1.5"'),
    ('{"time": "1795348800"}', 'time must be a timestamp in the format of its place, but was "1795348800"'),
    ('{"time": true}', "time must be a timestamp in the format of its place, but was true"),
    (
        '{"time": "2026-11-22T12:00:00Z"}',
        'time must be a timestamp in the format of its place, but was "2026-11-22T12:00:00Z"',
    ),
    ('{"day": 1795348800}', "day must be a timestamp in the format of its place, but was 1795348800"),
    (
        '{"day": "2026-11-22T12:00:00+01:00"}',
        'day must be a timestamp in the format of its place, but was "2026-11-22T12:00:00+01:00"',
    ),
    (
        '{"date": "2026-11-22T12:00:00Z"}',
        'date must be a timestamp in the format of its place, but was "2026-11-22T12:00:00Z"',
    ),
    ('{"data": "eA="}', 'data must be base64, but was "eA="'),
    ('{"data": [120]}', "data must be base64, but was [120]"),
    ('{"names": "a"}', 'names must be a list, but was "a"'),
    ('{"names": ["a", null]}', "names[1] must be a string, but was null"),
    ('{"tags": {"a": null}}', "tags.a must be a string, but was null"),
    ('{"tags": ["a"]}', 'tags must be an object, but was ["a"]'),
    ('{"inner": {"count": "x"}}', 'inner.count must be an integer of 32 bits, but was "x"'),
    ('{"choice": {}}', "choice must be an object with one of name, count, but was {}"),
    (
        '{"choice": {"name": "a", "count": 1}}',
        'choice must be an object with one of name, count, but was {"name": "a", "count": 1}',
    ),
    ('{"choice": {"new": 1}}', 'choice must be an object with one of name, count, but was {"new": 1}'),
]


@pytest.mark.parametrize(("protocol", "headers"), [("rest-json", JSON), ("json", TARGET)])
@pytest.mark.parametrize(("body", "reason"), WRONG_IN_JSON)
def test_in_json(protocol: str, headers: dict[str, str], body: str, reason: str) -> None:
    message = f"The request cannot be read: {reason}."
    assert refusal(protocol, body.encode(), headers) == ("SerializationException", 400, message)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("null", "it is null"),
        ('{"share": NaN}', 'NaN is no JSON; it is written as the string "NaN"'),
        ('{"share": -Infinity}', '-Infinity is no JSON; it is written as the string "-Infinity"'),
    ],
)
def test_what_python_takes_for_json(body: str, reason: str) -> None:
    message = f"The JSON body cannot be read: {reason}."
    assert refusal("rest-json", body.encode(), JSON) == ("SerializationException", 400, message)


def test_what_is_right_in_json() -> None:
    params = {
        "text": "NaN",
        "flag": False,
        "count": -(2**31),
        "total": 2**63 - 1,
        "share": "NaN",
        "time": 1795348800,
        "day": "2026-11-22T12:00:00.000Z",
        "date": "Sun, 22 Nov 2026 12:00:00 GMT",
        "data": "eA==",
        "names": [],
        "tags": {"": ""},
        "inner": {"new": None, "newer": [1]},
        "choice": {"name": "a", "count": None},
    }
    read = ask("rest-json", json.dumps(params).encode(), JSON)
    assert (read["time"], read["day"], read["date"]) == (NOON, NOON, NOON)
    assert read["share"] != read["share"]
    assert (read["data"], read["choice"], read["inner"]) == (b"x", {"name": "a"}, {"newer": [1]})


@pytest.mark.parametrize(
    ("url", "headers", "reason"),
    [
        ("/places/1.5", {}, 'id must be an integer of 32 bits, but was "1.5"'),
        ("/places/0x1", {}, 'id must be an integer of 32 bits, but was "0x1"'),
        ("/places/1_0", {}, 'id must be an integer of 32 bits, but was "1_0"'),
        ("/places/1?flag=True", {}, 'flag must be true or false, but was "True"'),
        ("/places/1?flag=1", {}, 'flag must be true or false, but was "1"'),
        (
            "/places/1?since=1795348800",
            {},
            'since must be a timestamp in the format of its place, but was "1795348800"',
        ),
        ("/places/1", {"X-Share": "1.5 kg"}, 'share must be a number, but was "1.5 kg"'),
        ("/places/1", {"X-Share": "inf"}, 'share must be a number, but was "inf"'),
        (
            "/places/1",
            {"X-Dates": "Sun, 22 Nov 2026 12:00:00 GMT, 1795348800"},
            'dates[1] must be a timestamp in the format of its place, but was "1795348800"',
        ),
    ],
)
@pytest.mark.parametrize("protocol", ["rest-json", "rest-xml"])
def test_in_path_query_and_headers(protocol: str, url: str, headers: dict[str, str], reason: str) -> None:
    message = f"The request cannot be read: {reason}."
    assert refusal(protocol, b"", headers, url) == ("SerializationException", 400, message)


def test_header_lists_of_dates_have_commas_in_their_items() -> None:
    dates = "Sun, 22 Nov 2026 12:00:00 GMT, Sun, 22 Nov 2026 12:00:00 GMT"
    assert ask("rest-json", b"", {"X-Dates": dates, "X-Share": "-1e3"}, "/places/7?flag=true") == {
        "id": 7,
        "flag": True,
        "share": -1000.0,
        "dates": [NOON, NOON],
    }


@pytest.mark.parametrize(
    ("protocol", "body", "headers", "reason"),
    [
        ("query", b"Action=Put&count=few", FORM, 'count must be an integer of 32 bits, but was "few"'),
        ("query", b"Action=Put&flag=TRUE", FORM, 'flag must be true or false, but was "TRUE"'),
        (
            "ec2",
            b"Action=Put&time=1795348800",
            FORM,
            'time must be a timestamp in the format of its place, but was "1795348800"',
        ),
        ("query", b"Action=Put&inner=x", FORM, 'inner must be an object, but was "x"'),
        ("rest-xml", b"<Put><flag>yes</flag></Put>", {}, 'flag must be true or false, but was "yes"'),
        ("rest-xml", b"<Put><data>?</data></Put>", {}, 'data must be base64, but was "?"'),
        (
            "smithy-rpc-v2-cbor",
            cbor2.dumps({"time": 1795348800}),
            CBOR,
            "time must be a timestamp in the format of its place, but was 1795348800",
        ),
        (
            "smithy-rpc-v2-cbor",
            cbor2.dumps({"count": 2.0}),
            CBOR,
            "count must be an integer of 32 bits, but was 2.0",
        ),
    ],
)
def test_in_the_other_protocols(protocol: str, body: bytes, headers: dict[str, str], reason: str) -> None:
    url = "/service/Shop/operation/Put" if protocol == "smithy-rpc-v2-cbor" else "/put"
    message = f"The request cannot be read: {reason}."
    assert refusal(protocol, body, headers, url) == ("SerializationException", 400, message)


def test_media_types() -> None:
    assert refusal("rest-json", b"{}", {"Content-Type": "text/plain"}) == (
        "UnsupportedMediaTypeException",
        415,
        "The request body cannot be read: its Content-Type is text/plain, and Put takes application/json.",
    )
    assert refusal("rest-json", b"{}", {**JSON, "Accept": "text/html;q=0.5"}) == (
        "NotAcceptableException",
        406,
        "The request cannot be read: its Accept is text/html, and the answer is application/json.",
    )
    for accept in ("*/*", "application/*", "text/html, application/json;q=0.1", ""):
        assert ask("rest-json", b"{}", {**JSON, "Accept": accept}) == {}


def test_a_recording_is_read_no_more_strictly_than_aws_wrote_it() -> None:
    body = b'{"time": "2026-11-22T12:00:00Z", "count": "many", "flag": "true"}'
    assert ask("rest-json", body, {"Content-Type": "text/plain"}, strict=False) == {
        "time": NOON,
        "count": "many",
        "flag": "true",
    }
