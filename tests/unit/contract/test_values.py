"""Python values as boto3 takes and returns them, to the JSON-able form and back."""

from __future__ import annotations

import collections
import datetime as dt
import io
import math
from decimal import Decimal
from typing import Any

import pytest
from botocore.eventstream import EventStream
from botocore.model import ServiceModel, Shape
from botocore.response import StreamingBody

from harness.contract.values import (
    Unrepresentable,
    format_timestamp,
    from_json_value,
    is_timestamp,
    parse_timestamp,
    to_json_value,
)

SHAPES: dict[str, dict[str, Any]] = {
    "String": {"type": "string"},
    "Integer": {"type": "integer"},
    "Long": {"type": "long"},
    "Float": {"type": "float"},
    "Double": {"type": "double"},
    "Boolean": {"type": "boolean"},
    "Timestamp": {"type": "timestamp"},
    "Blob": {"type": "blob"},
    "Times": {"type": "list", "member": {"shape": "Timestamp"}},
    "Blobs": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Blob"}},
    "Document": {"type": "structure", "members": {}, "document": True},
    "Union": {"type": "structure", "union": True, "members": {"A": {"shape": "String"}}},
    "Tree": {"type": "structure", "members": {"Next": {"shape": "Tree"}, "Data": {"shape": "Blob"}}},
    "Stream": {
        "type": "structure",
        "eventstream": True,
        "members": {"Part": {"shape": "Tree"}},
    },
    "Header": {
        "type": "structure",
        "members": {
            "Any": {"shape": "String", "jsonvalue": True, "location": "header", "locationName": "x-any"}
        },
    },
}
SERVICE = ServiceModel({"metadata": {}, "operations": {}, "shapes": SHAPES}, service_name="toy")
UTC = dt.UTC


def shape(name: str) -> Shape:
    return SERVICE.shape_for(name)


PAIRS = {
    "text": ("String", "é", "é"),
    "lone surrogate": ("String", "\ud800", "\ud800"),
    "huge integer": ("Integer", 10**400, 10**400),
    "float": ("Double", 1.5, 1.5),
    "not a number is written as the JSON protocols do": ("Float", float("-inf"), "-Infinity"),
    "true": ("Boolean", True, True),
    "aware time": ("Timestamp", dt.datetime(2024, 5, 1, 12, tzinfo=UTC), "2024-05-01T12:00:00Z"),
    "fraction": (
        "Timestamp",
        dt.datetime(2024, 5, 1, 12, 0, 0, 250000, tzinfo=UTC),
        "2024-05-01T12:00:00.25Z",
    ),
    "bytes": ("Blob", b"\x00\xff", "AP8="),
    "list": ("Times", [dt.datetime(1970, 1, 1, tzinfo=UTC)], ["1970-01-01T00:00:00Z"]),
    "map": ("Blobs", {"a": b"x", "": b""}, {"a": "eA==", "": ""}),
    "recursion": ("Tree", {"Next": {"Next": {"Data": b"x"}}}, {"Next": {"Next": {"Data": "eA=="}}}),
    "document": ("Document", {"a": [1, None, {"b": "c"}]}, {"a": [1, None, {"b": "c"}]}),
    "document that is text": ("Document", "AP8=", "AP8="),
    "jsonvalue": ("Header", {"Any": {"a": [1.5]}}, {"Any": {"a": [1.5]}}),
    "events": ("Stream", [{"Part": {"Data": b"x"}}], [{"Part": {"Data": "eA=="}}]),
    "null": ("Tree", {"Next": None}, {"Next": None}),
    "null for a list": ("Times", None, None),
    "unknown member": ("Tree", {"Other": [1, "x"]}, {"Other": [1, "x"]}),
}


@pytest.mark.parametrize("name", PAIRS)
def test_to_the_json_form_and_back(name: str) -> None:
    kind, value, json_value = PAIRS[name]
    assert to_json_value(shape(kind), value) == json_value
    assert from_json_value(shape(kind), json_value) == value


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_an_infinite_number_is_no_text(value: float) -> None:
    assert isinstance(to_json_value(shape("String"), value), Unrepresentable)


def test_not_a_number_and_back() -> None:
    assert to_json_value(shape("Double"), float("nan")) == "NaN"
    assert math.isnan(from_json_value(shape("Double"), "NaN"))


EQUIVALENTS = {
    "bytearray": ("Blob", bytearray(b"ab"), "YWI="),
    "text for bytes": ("Blob", "é", "w6k="),
    "lone surrogate for bytes": ("Blob", "\ud800", "7aCA"),
    "text file for bytes": ("Blob", io.StringIO("ab"), "YWI="),
    "tuple": ("Times", (0,), ["1970-01-01T00:00:00Z"]),
    "ordered dict": ("Blobs", collections.OrderedDict(a=b""), {"a": ""}),
    "whole Decimal": ("Double", Decimal("10"), 10),
    "Decimal": ("Double", Decimal("0.1"), 0.1),
    "Decimal that no double holds": ("Double", Decimal("1e500"), "Infinity"),
    "Decimal that is not a number": ("Double", Decimal("NaN"), "NaN"),
    "time by a zone": (
        "Timestamp",
        dt.datetime(2024, 5, 1, 14, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        "2024-05-01T12:00:00Z",
    ),
    "epoch seconds": ("Timestamp", 1.5, "1970-01-01T00:00:01.5Z"),
    "epoch seconds as Decimal": ("Timestamp", Decimal("1.5"), "1970-01-01T00:00:01.5Z"),
    "epoch seconds as text": ("Timestamp", "86400", "1970-01-02T00:00:00Z"),
    "RFC 822": ("Timestamp", "Wed, 01 May 2024 12:00:00 GMT", "2024-05-01T12:00:00Z"),
    "RFC 3339 with a zone": ("Timestamp", "2024-05-01T14:00:00+02:00", "2024-05-01T12:00:00Z"),
    "jsonvalue with a tuple": ("Header", {"Any": (1, 2)}, {"Any": [1, 2]}),
    "member that botocore's parser did not know": (
        "Union",
        {"SDK_UNKNOWN_MEMBER": {"name": "New"}},
        {"New": None},
    ),
}


@pytest.mark.parametrize("name", EQUIVALENTS)
def test_other_python_values_that_botocore_takes(name: str) -> None:
    kind, value, json_value = EQUIVALENTS[name]
    assert to_json_value(shape(kind), value) == json_value


MISTYPED = {
    "text for a list": ("Times", "x", "x"),
    "list for a map": ("Blobs", [1], [1]),
    "list for a structure": ("Tree", [1], [1]),
    "number for bytes": ("Blob", 3, 3),
    "text that is no time": ("Timestamp", "soon", "soon"),
    "true for a time": ("Timestamp", True, True),
    "a time that no datetime holds": ("Timestamp", 10**30, 10**30),
    "fraction for an integer": ("Integer", 1.5, 1.5),
    "number for text": ("String", 5, 5),
    "event that is none": ("Stream", ["x"], ["x"]),
    "structure for events": ("Stream", {"Part": {}}, {"Part": {}}),
    "set": ("Times", {1}, Unrepresentable("set", "{1}")),
    "date": ("Timestamp", dt.date(2024, 5, 1), Unrepresentable("date", "datetime.date(2024, 5, 1)")),
    "whole float for an integer": ("Integer", 3.0, Unrepresentable("float", "3.0")),
    "Decimal for an integer": ("Long", Decimal("3"), Unrepresentable("Decimal", "Decimal('3')")),
    "name of a float": ("Float", "NaN", Unrepresentable("str", "'NaN'")),
    "bytes for text": ("String", b"a", Unrepresentable("bytes", "b'a'")),
    "key that is no text": ("Blobs", {1: b""}, Unrepresentable("dict", "{1: b''}")),
    "member that is no text": ("Tree", {1: 2}, Unrepresentable("dict", "{1: 2}")),
    "Decimal in a document": ("Document", [Decimal("1")], [Unrepresentable("Decimal", "Decimal('1')")]),
    "tuple in a document": ("Document", {"a": (1,)}, {"a": Unrepresentable("tuple", "(1,)")}),
    "unknown member without a name": ("Union", {"SDK_UNKNOWN_MEMBER": {}}, {"SDK_UNKNOWN_MEMBER": {}}),
    "bytes in a jsonvalue": ("Header", {"Any": b"x"}, {"Any": Unrepresentable("bytes", "b'x'")}),
}


@pytest.mark.parametrize("name", MISTYPED)
def test_what_is_not_of_its_shapes_type_is_kept_so_that_it_can_be_named(name: str) -> None:
    kind, value, json_value = MISTYPED[name]
    assert to_json_value(shape(kind), value) == json_value


def test_a_stand_in_shows_the_value_and_its_type_shortly() -> None:
    assert str(Unrepresentable.of({1})) == "{1} (Python set)"
    long = Unrepresentable.of(frozenset(range(1000)))
    assert (len(long.text), long.text[-5:]) == (80, ", ...")


def test_a_memoryview_is_no_blob_to_botocore() -> None:
    found = to_json_value(shape("Blob"), memoryview(b"x"))
    assert isinstance(found, Unrepresentable)
    assert found.type_name == "memoryview"


class TestStreams:
    def test_a_file_is_read_from_where_it_stands_and_rewound_to_there(self) -> None:
        file = io.BytesIO(b"head body")
        file.seek(5)
        assert to_json_value(shape("Blob"), file) == "Ym9keQ=="
        assert file.tell() == 5

    def test_a_body_is_left_for_its_reader(self) -> None:
        body = StreamingBody(io.BytesIO(b"body"), 4)
        assert to_json_value(shape("Blob"), body) == ""
        assert body.read() == b"body"

    def test_a_pipe_is_left_for_its_reader(self) -> None:
        class Pipe(io.RawIOBase):
            def read(self, size: int = -1) -> bytes:
                raise AssertionError("read")

        assert to_json_value(shape("Blob"), Pipe()) == ""

    def test_an_object_that_can_only_read_is_left_alone(self) -> None:
        class Reader:
            def read(self) -> bytes:
                raise AssertionError("read")

        assert to_json_value(shape("Blob"), Reader()) == ""

    def test_an_event_stream_is_left_for_its_reader(self) -> None:
        stream = EventStream(None, shape("Stream"), None, "Do")
        assert to_json_value(shape("Stream"), stream) == []

    def test_events_that_a_generator_will_yield_are_left_in_it(self) -> None:
        events = ({"Part": {}} for _ in range(2))
        assert to_json_value(shape("Stream"), events) == []
        assert len(list(events)) == 2


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Timestamp", "2024-02-30T00:00:00Z"),
        ("Timestamp", "soon"),
        ("Blob", "?"),
        ("Blob", "abc"),
        ("Double", "much"),
        ("Tree", "x"),
        ("Blobs", 3),
        ("Times", None),
    ],
)
def test_a_json_value_of_another_type_comes_back_as_it_is(kind: str, value: object) -> None:
    assert from_json_value(shape(kind), value) == value


def test_a_value_that_the_model_does_not_know() -> None:
    moment = dt.datetime(2024, 5, 1, tzinfo=UTC)
    assert to_json_value(None, {"a": [1, moment]}) == {
        "a": [
            1,
            Unrepresentable("datetime", "datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc)"),
        ]
    }
    assert from_json_value(None, {"a": "2024-05-01T00:00:00Z"}) == {"a": "2024-05-01T00:00:00Z"}


def test_a_value_that_is_nested_too_deeply() -> None:
    value: dict[str, Any] = {}
    for _ in range(10_000):
        value = {"Next": value}
    with pytest.raises(RecursionError):
        to_json_value(shape("Tree"), value)


class TestTimestamps:
    @pytest.mark.parametrize(
        "text", ["2024-05-01T12:00:00Z", "2024-05-01T12:00:00.25Z", "1901-01-01T00:00:00Z"]
    )
    def test_read_and_written_again(self, text: str) -> None:
        assert is_timestamp(text)
        assert format_timestamp(parse_timestamp(text)) == text

    @pytest.mark.parametrize(
        ("moment", "text"),
        [
            (dt.datetime(1, 1, 1, tzinfo=dt.UTC), "0001-01-01T00:00:00Z"),
            (dt.datetime(9999, 12, 31, 23, 59, 59, 999_990, dt.UTC), "9999-12-31T23:59:59.99999Z"),
            (dt.datetime(2024, 5, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))), "2024-04-30T23:00:00Z"),
            (
                type("Frozen", (dt.datetime,), {})(2024, 5, 1, 0, 0, 0, 500, dt.UTC),
                "2024-05-01T00:00:00.0005Z",
            ),
        ],
    )
    def test_written_in_utc(self, moment: dt.datetime, text: str) -> None:
        assert format_timestamp(moment) == text

    @pytest.mark.parametrize(
        "value",
        ["2024-05-01", "2024-05-01T12:00:00", "2024-05-01T12:00:00+00:00", "٢024-05-01T12:00:00Z", 5, None],
    )
    def test_other_values_are_none(self, value: object) -> None:
        assert not is_timestamp(value)
