"""Which recordings give way to new ones."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from pathlib import Path

import pytest

from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import load_cassette, save_cassette
from harness.record.replacement import recorded_since
from harness.record.session import beginning, open_cassette

BEGAN = dt.datetime(2026, 11, 21, 10, 0, 0, 500_000, tzinfo=dt.UTC)


def recorded(name: str, seconds: int) -> Interaction:
    """An exchange with others than AWS, so many seconds after the beginning."""
    date = format_datetime(BEGAN + dt.timedelta(seconds=seconds), usegmt=True)
    return Interaction(Request("GET", f"http://127.0.0.1/{name}"), Response(200, headers=(("Date", date),)))


def test_the_date_of_an_answer_tells_when_an_exchange_without_facts_was_recorded() -> None:
    assert [recorded_since(recorded("a", seconds), BEGAN) for seconds in (-1, 0, 1)] == [False, True, True]
    assert not recorded_since(Interaction(Request("GET", "http://127.0.0.1/a"), Response(200)), BEGAN)


@pytest.mark.parametrize(
    ("mode", "left"), [("rewrite", ["new", "a", "new"]), ("all", ["b", "new", "a", "new"])]
)
def test_what_another_worker_of_the_session_has_recorded_stays(
    tmp_path: Path, mode: str, left: list[str]
) -> None:
    path = tmp_path / "shared.yaml"
    save_cassette(path, [recorded("a", -9), recorded("b", -9), recorded("new", 9)])
    live = open_cassette(path, mode, http=True, began=BEGAN)
    for asked in (recorded("a", 10), recorded("new", 11)):
        live.received_web(asked.request, asked.response)
    live.close()
    assert [one.request.uri.rpartition("/")[2] for one in load_cassette(path).interactions] == left


def test_a_recording_begins_after_whatever_the_cassette_holds(tmp_path: Path) -> None:
    path = tmp_path / "cassette.yaml"
    now = format_datetime(dt.datetime.now(dt.UTC), usegmt=True)
    request = Request("GET", "http://127.0.0.1/a")
    save_cassette(path, [Interaction(request, Response(200, headers=(("Date", now),)))])
    began = beginning(path)
    assert [recorded_since(one, began) for one in load_cassette(path).interactions] == [False]
