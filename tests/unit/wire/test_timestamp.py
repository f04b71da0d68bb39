from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from botocore.model import Shape

from harness.wire.codec.timestamp import parse_timestamp, timestamp_writer

MOMENT = dt.datetime(2024, 2, 29, 12, 30, 5, 250_000, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "value",
    [
        1709209805.25,
        "1709209805.25",
        "2024-02-29T12:30:05.250Z",
        "2024-02-29T12:30:05.25",
        "2024-02-29T13:30:05.250+01:00",
    ],
)
def test_timestamps_of_every_format_are_read(value: Any) -> None:
    assert parse_timestamp(value) == MOMENT
    assert parse_timestamp(value).tzinfo is dt.UTC


@pytest.mark.parametrize("value", ["2024-02-29T12:30:05.25Z", 1709209805.25, MOMENT])
def test_what_botocore_takes_for_a_timestamp_is_written(value: Any) -> None:
    written = timestamp_writer(Shape("Date", {"type": "timestamp"}), "iso8601")(value)
    assert written == "2024-02-29T12:30:05.250Z"


def test_dates_of_headers_are_read() -> None:
    assert parse_timestamp("Thu, 29 Feb 2024 12:30:05 GMT") == MOMENT.replace(microsecond=0)


@pytest.mark.parametrize(
    "value", ["soon", "", None, True, [], "2024-02-30T00:00:00Z", 1e17, 1e300, "1e17", "nan", float("inf")]
)
def test_what_is_no_timestamp_is_kept(value: Any) -> None:
    assert parse_timestamp(value) is value


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("unixTimestamp", 1709209805.25),
        ("iso8601", "2024-02-29T12:30:05.250Z"),
        ("rfc822", "Thu, 29 Feb 2024 12:30:05 GMT"),
    ],
)
def test_timestamps_are_written_in_the_format_of_their_place_or_their_own(form: str, text: Any) -> None:
    zoned = MOMENT.astimezone(dt.timezone(dt.timedelta(hours=-8)))
    assert timestamp_writer(Shape("T", {"type": "timestamp"}), form)(zoned) == text
    own = Shape("T", {"type": "timestamp", "timestampFormat": form})
    assert timestamp_writer(own, "iso8601")(MOMENT) == text


def test_whole_seconds_are_written_without_a_fraction() -> None:
    whole = MOMENT.replace(microsecond=0)
    shape = Shape("T", {"type": "timestamp"})
    assert timestamp_writer(shape, "iso8601")(whole) == "2024-02-29T12:30:05Z"
    assert repr(timestamp_writer(shape, "unixTimestamp")(whole)) == "1709209805"
