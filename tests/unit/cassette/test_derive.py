from __future__ import annotations

from dataclasses import replace

import pytest

from harness.cassette.derive import derive_facts, rfc3339
from harness.cassette.model import Facts, Interaction, Request, Response

REQUEST = Request("POST", "http://127.0.0.1:5000/path?query", (), b"{}")
READ = Facts("dynamodb", "GetItem", "us-east-1", {"TableName": "t"}, "json", model="1.44.5")


def plain(*headers: tuple[str, str]) -> Interaction:
    return Interaction(REQUEST, Response(200, "OK", headers))


def test_facts_are_read_from_the_request() -> None:
    seen = []
    facts = derive_facts(
        plain(("date", "Thu, 01 Jan 2026 00:00:00 GMT")), lambda request: seen.append(request) or READ
    )
    assert facts == replace(READ, recorded_at="2026-01-01T00:00:00Z", source="http://127.0.0.1:5000")
    assert seen == [REQUEST]


def test_a_password_in_the_uri_is_no_part_of_the_source() -> None:
    request = replace(REQUEST, uri="https://me:password@127.0.0.1:5000/path")
    facts = derive_facts(replace(plain(), request=request), lambda _: READ)
    assert facts is not None
    assert facts.source == "https://127.0.0.1:5000"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sat, 21 Nov 2026 10:00:00 GMT", "2026-11-21T10:00:00Z"),
        ("2026-11-21T11:00:00.250+01:00", "2026-11-21T10:00:00.25Z"),
        ("2026-11-21T10:00:00", "2026-11-21T10:00:00Z"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_of_any_tool_is_written_as_rfc_3339(text: str, moment: str | None) -> None:
    assert rfc3339(text) == moment


@pytest.mark.parametrize("headers", [(), (("Date", "yesterday"),)])
def test_without_a_date_the_time_is_not_known(headers: tuple[tuple[str, str], ...]) -> None:
    facts = derive_facts(plain(*headers), lambda _: READ)
    assert facts is not None
    assert facts.recorded_at is None


def test_a_date_in_another_zone_is_turned_to_utc() -> None:
    facts = derive_facts(plain(("Date", "Thu, 01 Jan 2026 01:30:00 +0100")), lambda _: READ)
    assert facts is not None
    assert facts.recorded_at == "2026-01-01T00:30:00Z"


def test_a_request_that_cannot_be_read_has_no_facts() -> None:
    assert derive_facts(plain(), lambda _: None) is None


def test_own_facts_come_first() -> None:
    own = replace(READ, operation="PutItem")

    def read(_: Request) -> Facts:
        raise AssertionError("the request is not to be read")

    assert derive_facts(replace(plain(), facts=own), read) is own


def test_own_facts_without_parameters_are_read_again() -> None:
    facts = derive_facts(replace(plain(), facts=replace(READ, params=None)), lambda _: READ)
    assert facts is not None
    assert facts.params == {"TableName": "t"}
