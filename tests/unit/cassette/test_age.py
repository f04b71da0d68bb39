from __future__ import annotations

import datetime as dt

import pytest

from harness.cassette.age import BadAge, parse_age, recorded_at
from harness.cassette.model import Facts, Interaction, Request, Response


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("90d", dt.timedelta(days=90)),
        ("1 day", dt.timedelta(days=1)),
        ("12h", dt.timedelta(hours=12)),
        ("36 hours", dt.timedelta(hours=36)),
        ("30min", dt.timedelta(minutes=30)),
        ("2 weeks", dt.timedelta(weeks=2)),
        (dt.timedelta(seconds=1), dt.timedelta(seconds=1)),
    ],
)
def test_an_age_is_a_number_and_a_unit(text: str | dt.timedelta, age: dt.timedelta) -> None:
    assert parse_age(text) == age


@pytest.mark.parametrize("given", ["", "d", "90", "90 moons", "-1d", "0d", "1.5d", 90, dt.timedelta(0)])
def test_what_is_no_age_is_refused(given: str) -> None:
    with pytest.raises(BadAge) as caught:
        parse_age(given)
    assert str(caught.value) == (
        f"{given!r} is no age; write a number and a unit, as 90d, 12h, 30min or 2 weeks."
    )


def interaction(facts: Facts | None, *headers: tuple[str, str]) -> Interaction:
    return Interaction(Request("POST", "http://127.0.0.1/"), Response(200, "OK", headers), facts)


def test_when_an_interaction_was_recorded() -> None:
    moment = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert recorded_at(interaction(Facts("s3", "x", recorded_at="2026-01-02T03:04:05Z"))) == moment
    assert recorded_at(interaction(None, ("Date", "Fri, 02 Jan 2026 03:04:05 GMT"))) == moment


@pytest.mark.parametrize("text", [None, "", "yesterday", "2026-01-02T03:04:05"])
def test_an_age_that_is_not_known(text: str | None) -> None:
    assert recorded_at(interaction(Facts("s3", "x", recorded_at=text))) is None
    assert recorded_at(interaction(None)) is None
