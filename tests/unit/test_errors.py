"""What errors have in common, and the words that messages share."""

from __future__ import annotations

import pickle

import pytest

from harness.errors import HarnessError, MissingExtra, UnknownName, counted
from harness.wire.errors import UnreadableMessage


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 exchanges"), (1, "1 exchange"), (2000, "2,000 exchanges")],
)
def test_a_number_of_things(number: int, words: str) -> None:
    assert counted(number, "exchange") == words


def test_an_error_is_made_of_its_fields_in_order_or_by_name() -> None:
    given = MissingExtra("reading", "distributed", reason="No module named 's3fs'")
    assert (given.task, given.extra, given.reason) == ("reading", "distributed", "No module named 's3fs'")
    assert given.args == ("reading", "distributed", "No module named 's3fs'")
    assert UnknownName("service", "sqz").suggestions == ()
    assert str(HarnessError("as it is")) == "as it is"


def test_an_error_comes_from_another_process_as_it_was() -> None:
    error = UnreadableMessage("JSON body", "it ends early", status=413)
    received = pickle.loads(pickle.dumps(error))
    assert (received.what, received.reason, received.code, received.status) == (
        "JSON body",
        "it ends early",
        "SerializationException",
        413,
    )
    assert str(received) == str(error)
