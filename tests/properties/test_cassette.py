"""What is saved is loaded again, whatever it is: by harness, and by vcrpy."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
import vcr.request
import vcr.serialize
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vcr.serializers import jsonserializer, yamlserializer

from harness.cassette.errors import MalformedCassette, TruncatedCassette
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
tokens = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=12)
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


@given(recorded=st.lists(interactions, max_size=3), data=st.data())
@in_one_folder
def test_a_cassette_cut_short_anywhere_is_refused(
    tmp_path: Path, recorded: list[Interaction], data: st.DataObject
) -> None:
    """At any byte, those between two interactions too, where the rest is still well-formed YAML."""
    for ending in ("yaml", "json"):
        path = tmp_path / f"whole.{ending}"
        save_cassette(path, recorded)
        whole = path.read_bytes()
        lines = [at + 1 for at in range(len(whole) - 2) if whole[at : at + 1] == b"\n"]
        places = st.sampled_from(lines) if lines else st.nothing()
        cut = tmp_path / f"cut.{ending}"
        cut.write_bytes(whole[: data.draw(places | st.integers(0, len(whole) - 2))])
        with pytest.raises((TruncatedCassette, MalformedCassette)):
            list(load_cassette(cut).interactions)


def by_name(headers: Headers) -> dict[str, list[str]]:
    """Headers as vcrpy keeps those of a response."""
    return {name: [value for other, value in headers if other == name] for name, _ in headers}


def is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


@any_format
@given(recorded=st.lists(interactions, max_size=4))
@in_one_folder
def test_vcrpy_loads_what_harness_saves(ending: str, tmp_path: Path, recorded: list[Interaction]) -> None:
    path = tmp_path / f"any.{ending}"
    save_cassette(path, recorded)
    serializer = {"yaml": yamlserializer, "json": jsonserializer}[ending]
    found_requests, found_responses = vcr.serialize.deserialize(path.read_text(encoding="utf-8"), serializer)
    for item, request, response in zip(recorded, found_requests, found_responses, strict=True):
        assert (request.method, request.uri) == (item.request.method, item.request.uri)
        first_of_each = dict(reversed(item.request.headers))  # of several, vcrpy keeps one
        assert dict(request.headers) == first_of_each
        assert response["status"] == {"code": item.response.status, "message": item.response.reason}
        assert response["headers"] == by_name(item.response.headers)
        if ending == "yaml" or is_text(item.request.body):
            assert (request.body or b"") == item.request.body
        if ending == "yaml" or is_text(item.response.body):
            assert response["body"] == {"string": item.response.body}


@given(bodies=st.lists(st.tuples(bodies, bodies), max_size=4), headers=headers, as_bytes=st.booleans())
@in_one_folder
def test_harness_loads_what_vcrpy_saves(
    tmp_path: Path, bodies: list[tuple[bytes, bytes]], headers: Headers, as_bytes: bool
) -> None:
    path = tmp_path / "any.yaml"
    sent = {name: value.encode() if as_bytes else value for name, value in headers}
    cassette = {
        "requests": [vcr.request.Request("POST", "http://127.0.0.1/", body, sent) for body, _ in bodies],
        "responses": [
            {"status": {"code": 200, "message": "OK"}, "headers": by_name(headers), "body": {"string": body}}
            for _, body in bodies
        ],
    }
    path.write_text(vcr.serialize.serialize(cassette, yamlserializer), encoding="utf-8")
    found = load_cassette(path).interactions
    assert [(item.request.body, item.response.body) for item in found] == bodies
    for item in found:
        assert dict(item.request.headers) == dict(headers)
        assert by_name(item.response.headers) == by_name(headers)
