"""HTTP archives. The samples are in the form of HAR 1.2; what they say is invented."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from harness.cassette.exchange import exchange_of
from harness.cassette.importers import CannotImport, Imported, NotCassette, load_har


def headers(**fields: str) -> list[dict[str, str]]:
    return [{"name": name.replace("_", "-"), "value": value} for name, value in fields.items()]


def entry(content: dict[str, Any] | None = None, **request: Any) -> dict[str, Any]:
    """An entry as a proxy writes it: HTTP/2, the answer's content decoded."""
    asked = {
        "method": "POST",
        "url": "https://dynamodb.eu-west-1.amazonaws.com/",
        "headers": [
            {"name": ":authority", "value": "dynamodb.eu-west-1.amazonaws.com"},
            *headers(x_amz_target="DynamoDB_20120810.ListTables", content_type="application/x-amz-json-1.0"),
        ],
        "postData": {"mimeType": "application/x-amz-json-1.0", "text": '{"Limit": 3}'},
    }
    return {
        "startedDateTime": "2026-11-21T11:00:00.250+01:00",
        "request": asked | request,
        "response": {
            "status": 200,
            "statusText": "",
            "headers": headers(content_type="application/x-amz-json-1.0", content_encoding="gzip"),
            "content": content or {"size": 26, "text": '{"TableNames": ["orders"]}'},
        },
    }


def load(folder: Path, *entries: Any) -> Imported:
    path = folder / "session.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return load_har(path)


def test_an_exchange_with_its_time_and_its_content_as_it_stands(tmp_path: Path) -> None:
    (interaction,) = load(tmp_path, entry()).interactions
    assert interaction.facts is not None
    assert interaction.facts.source == "https://dynamodb.eu-west-1.amazonaws.com (HAR)"
    assert [name for name, _ in interaction.request.headers] == ["x-amz-target", "content-type"]
    assert [name for name, _ in interaction.response.headers] == ["content-type"]
    exchange = exchange_of(interaction)
    assert (exchange.name, exchange.region) == ("dynamodb.ListTables", "eu-west-1")
    assert (exchange.params, exchange.response) == ({"Limit": 3}, {"TableNames": ["orders"]})
    assert exchange.time == "2026-11-21T10:00:00.25Z"


def test_bodies_in_base64(tmp_path: Path) -> None:
    asked = base64.b64encode(b'{"Limit": 3}').decode()
    answered = base64.b64encode(b'{"TableNames": []}').decode()
    for name in ("encoding", "_encoding"):
        one = entry(
            {"size": 18, "text": answered, "encoding": "base64"}, postData={"text": asked, name: "base64"}
        )
        (interaction,) = load(tmp_path, one).interactions
        assert interaction.request.body == b'{"Limit": 3}'
        assert interaction.response.body == b'{"TableNames": []}'


def test_a_form_by_its_parameters(tmp_path: Path) -> None:
    pairs = {"Action": "GetCallerIdentity", "Version": "2011-06-15"}
    form = {"params": [{"name": name, "value": value} for name, value in pairs.items()]}
    answer = (
        "<GetCallerIdentityResponse "
        'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
    one = entry(
        {"text": answer},
        url="https://sts.amazonaws.com/",
        headers=headers(Content_Type="application/x-www-form-urlencoded"),
        postData=form,
    )
    one["response"]["headers"] = headers(Content_Type="text/xml")
    (interaction,) = load(tmp_path, one).interactions
    exchange = exchange_of(interaction)
    assert (exchange.name, exchange.response) == ("sts.GetCallerIdentity", {"Account": "123456789012"})


def test_what_is_left_out_says_why(tmp_path: Path) -> None:
    page = entry(url="https://example.com/index.html?q=1", headers=[], method="GET")
    blocked = entry()
    blocked["response"]["status"] = 0
    imported = load(tmp_path, page, blocked, entry({"size": 5}), entry())
    assert len(imported.interactions) == 1
    assert sorted((note.place, note.reason) for note in imported.left_out) == [
        ("entry 1", "GET https://example.com/index.html is no request to AWS"),
        ("entry 2", "POST https://dynamodb.eu-west-1.amazonaws.com/ got no response"),
        ("entry 3", "the body of its response (5 bytes) was not kept"),
    ]


def broken(side: str, **parts: Any) -> dict[str, Any]:
    one = entry()
    one[side] |= parts
    return one


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        ({}, "it has no request and response"),
        (broken("request", url=None), "request.method and request.url are not text"),
        (broken("request", headers={}), "request.headers is not a list"),
        (broken("request", postData=3), "request.postData is not an object"),
        (broken("response", status="200"), "response.status is not a number but '200'"),
        (broken("response", content=None), "response.content is missing"),
        (broken("response", headers=[1]), "response.headers holds no header but 1"),
        (broken("response", content={"text": 1}), "response.content.text is not text but 1"),
        (
            broken("response", content={"text": "?", "encoding": "base64"}),
            "response.content.text is not base64 (Only base64 data is allowed)",
        ),
    ],
)
def test_malformed_entries_are_refused_with_their_number(
    tmp_path: Path, one: dict[str, Any], reason: str
) -> None:
    with pytest.raises(CannotImport) as caught:
        load(tmp_path, entry(), one)
    assert str(caught.value) == f"{tmp_path}/session.har, entry 2: {reason}. Nothing was imported."


def test_malformed_files(tmp_path: Path) -> None:
    path = tmp_path / "session.har"
    path.write_text('{"log":\n ]')
    with pytest.raises(CannotImport) as caught:
        load_har(path)
    assert str(caught.value) == f"{path}, line 2: it is not JSON (Expecting value). Nothing was imported."
    path.write_text('{"log": {}}')
    with pytest.raises(NotCassette) as no_archive:
        load_har(path)
    assert str(no_archive.value) == (
        f"{path}: it is not an HTTP archive: there is no list log.entries. Nothing was imported."
    )


def test_a_compressed_body_of_polly(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"TableNames": ["orders"]}')
    chunks = packed[:10], packed[10:]
    since_5 = {"text": json.dumps([base64.b64encode(each).decode() for each in chunks]), "encoding": "base64"}
    before = {"text": json.dumps([each.hex() for each in chunks]), "_isBinary": True}
    for content in (since_5, before):
        (interaction,) = load(tmp_path, entry({"size": 80, "mimeType": "json", **content})).interactions
        assert interaction.response.body == b'{"TableNames": ["orders"]}'
        assert exchange_of(interaction).response == {"TableNames": ["orders"]}


def test_what_cannot_be_unpacked_is_left_out_or_refused(tmp_path: Path) -> None:
    content = {"size": 80, "text": json.dumps([base64.b64encode(b"?").decode()]), "encoding": "base64"}
    with pytest.raises(CannotImport, match=r"content\.text cannot be unpacked"):
        load(tmp_path, entry({**content, "text": '["H4sI"]'}))
    one = entry(content)
    one["response"]["headers"] = headers(content_encoding="br")
    found = load(tmp_path, one)
    assert (found.interactions, [note.reason for note in found.left_out]) == (
        (),
        ["the body of its response is compressed with br"],
    )


def test_a_binary_body_of_polly_before_its_version_5(tmp_path: Path) -> None:
    content = {"size": 2, "text": "fffe", "_isBinary": True}
    (interaction,) = load(tmp_path, entry(content)).interactions
    assert interaction.response.body == b"\xff\xfe"
