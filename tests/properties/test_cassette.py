"""What is saved is loaded again, whatever it is: by harness, and by vcrpy."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.cassette.model import Facts, Headers, Interaction, Request, Response
from harness.cassette.store import load_cassette, save_cassette

if TYPE_CHECKING:
    from pathlib import Path

texts = st.text(st.characters(codec="utf-8"))
# Line breaks of every kind, characters that YAML may not hold raw, and words that it takes for other things.
awkward = (
    *(
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "\x00",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\U0001f600",
    ),
    *("a", "é", "- ", ": ", "#", "'", '"', "%", "{", "yes", "1", "=", "<<", "~", "2026-01-01", "..."),
)
awkward_texts = st.lists(st.sampled_from(awkward)).map("".join)
strings = texts | awkward_texts
tokens = st.text(string.ascii_letters + string.digits + "-", min_size=1, max_size=12)
header_values = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]))


def grouped(pairs: list[tuple[str, str]]) -> Headers:
    """The headers in the order that a cassette can keep: values of one name stand together."""
    names = dict.fromkeys(name for name, _ in pairs)
    return tuple((name, value) for name in names for other, value in pairs if other == name)


headers = st.lists(st.tuples(tokens, header_values), max_size=5).map(grouped)
bodies = st.binary() | strings.map(str.encode)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | strings
)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3),
    max_leaves=8,
)
params = st.dictionaries(strings, json_values, max_size=4)
facts = st.builds(
    Facts,
    service=tokens,
    operation=tokens,
    region=st.none() | tokens,
    params=st.none() | params,
    protocol=st.none() | tokens,
    recorded_at=st.none() | st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    source=st.none() | strings,
    model=st.none() | tokens,
)
requests = st.builds(
    Request,
    st.sampled_from(["GET", "POST", "PUT"]),
    tokens.map("http://127.0.0.1/{}".format),
    headers,
    bodies,
)
responses = st.builds(Response, st.integers(100, 599), strings, headers, bodies)
interactions = st.builds(Interaction, requests, responses, st.none() | facts)
any_format = pytest.mark.parametrize("ending", ["yaml", "json"])
in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@any_format
@given(recorded=st.lists(interactions, max_size=4))
@in_one_folder
def test_a_saved_cassette_loads_as_it_was(ending: str, tmp_path: Path, recorded: list[Interaction]) -> None:
    path = tmp_path / f"any.{ending}"
    save_cassette(path, recorded)
    assert list(load_cassette(path).interactions) == recorded
