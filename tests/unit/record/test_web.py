"""What requests that botocore doesn't make are compared by, and what is taken out of them."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from harness.cassette.model import Interaction, Request, Response
from harness.record.web import Asked, Marks, ask, record_web, redact_web
from harness.record.web_lookup import WebRecordings
from harness.redaction import DEFAULT, Memory

URL = "https://api.example.com/users"
JSON = (("Content-Type", "application/json"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def get(url: str = URL) -> Request:
    return Request("GET", url)


def post(body: bytes, headers: Any = (), url: str = URL) -> Request:
    return Request("POST", url, headers, body)


MARKS = Marks()


def asked(request: Request) -> tuple[Asked, Marks]:
    return ask(request, DEFAULT, MARKS), MARKS


def recorded(*requests: Request, **options: Any) -> WebRecordings:
    """Recordings as harness writes them; each answers with its number."""
    memory = Memory()
    interactions = [
        record_web(Interaction(request, Response(200, body=str(number).encode())), DEFAULT, memory)
        for number, request in enumerate(requests)
    ]
    return WebRecordings(interactions, redaction=DEFAULT, **options)


def played(recordings: WebRecordings, *requests: Request) -> list[int | None]:
    found = [recordings.take(*asked(request)) for request in requests]
    return [None if one is None else int(one[1].response.body) for one in found]


def explained(recordings: WebRecordings, request: tuple[Asked, Marks]) -> str:
    return recordings.miss(*request, "a.yaml").explanation


def multipart(boundary: str, content: str = "hello") -> Request:
    body = f'--{boundary}\r\nContent-Disposition: form-data; name="f"\r\n\r\n{content}\r\n--{boundary}--\r\n'
    return post(body.encode(), (("Content-Type", f'multipart/form-data; boundary="{boundary}"'),))


def upload(key: str = "k", *, url: str = "https://b.s3.amazonaws.com/", **options: Any) -> Request:
    """An upload by a presigned form, as requests sends it."""
    conditions = [{"bucket": "b"}, {"key": key}]
    conditions += [{"x-amz-date": "20261121T100000Z"}] if options.get("is_new") else []
    policy = {"expiration": options.get("expires", "2026-11-21T10:00:00Z"), "conditions": conditions}
    fields = {
        "key": key,
        "AWSAccessKeyId": options.get("signed", "a"),
        "policy": base64.b64encode(json.dumps(policy).encode()).decode(),
        "signature": options.get("signed", "a"),
    }
    edge = options.get("edge", "aaaa")
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append(f'name="file"; filename="f.txt"\r\n\r\n{options.get("content", "hello")}')
    lines = [f"--{edge}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts]
    body = "".join((*lines, f"--{edge}--\r\n"))
    return post(body.encode(), (("Content-Type", f"multipart/form-data; boundary={edge}"),), url)


TOKEN = "eyJhbGciOiJub25l.eyJzdWIiOiJib2Jib2Ji.c2lnbmF0dXJl"  # nobody's
SIGNED = "X-Amz-Date=20261121T100000Z&X-Amz-Signature=aa&X-Amz-Expires=60"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (get(f"{URL}?a=1&b=2"), get(f"{URL}?b=2&a=1")),
        (get(URL), get("https://API.example.com:443/users")),
        (get("http://example.com"), get("http://example.com:80/")),
        (post(b'{"a": 1, "b": [2]}', JSON), post(b'{"b":[2.0],"a":1}', JSON)),
        (post(b"a=1&b=%20", FORM), post(b"b=+&a=1", FORM)),
        (multipart("aaa"), multipart("bbb")),
        (post(b"x", (("User-Agent", "a"),)), post(b"x", (("User-Agent", "b"),))),
        (
            get(f"{URL}?X-Amz-Date=20261121T100000Z&X-Amz-Signature=aa&X-Amz-Expires=60"),
            get(f"{URL}?X-Amz-Date=20261122T100000Z&X-Amz-Signature=bb&X-Amz-Expires=60"),
        ),
        (
            get(f"{URL}?AWSAccessKeyId=a&Signature=aa&Expires=1795600000"),
            get(f"{URL}?AWSAccessKeyId=b&Signature=bb&Expires=1795700000"),
        ),
        (
            get(f"{URL}?Expires=1795600000&Signature=aa&Key-Pair-Id=K1"),
            get(f"{URL}?Expires=1795700000&Signature=bb&Key-Pair-Id=K1"),
        ),
        (upload(), upload(expires="2026-11-22T10:00:00Z", signed="b", edge="bbbb", is_new=True)),
        (upload(url="http://localhost:4566/b"), upload()),
        (get(f"http://localhost:4566/b/k?{SIGNED}"), get(f"https://b.s3.eu-west-1.amazonaws.com/k?{SIGNED}")),
    ],
)
def test_equal_requests(one: Request, other: Request) -> None:
    assert played(recorded(one), other, other) == [0, None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (get(f"{URL}?a=1"), get(f"{URL}?a=2")),
        (get(f"{URL}?a=1"), get(f"{URL}?a=1&a=1")),
        (get(URL), get(f"{URL}/1")),
        (get(URL), get("http://api.example.com/users")),
        (get(URL), get("https://api.example.com:8443/users")),
        (get(URL), post(b"")),
        (post(b'{"a": 1}', JSON), post(b'{"a": true}', JSON)),
        (post(b'{"a": 1}', JSON), post(b'{"a": 1', JSON)),
        (post(b"\xff\x00"), post(b"\xff\x01")),
        (multipart("aaa"), multipart("aaa", "bye")),
        (upload(), upload("other")),
        (upload(), upload(content="bye")),
        (get("http://localhost:4566/b/k"), get("https://b.s3.amazonaws.com/k")),
        (get(f"{URL}?Expires=1&Signature=a"), get(f"{URL}?Expires=2&Signature=a")),
        (get(f"{URL}?X-Amz-Date=20261121T100000Z"), get(f"{URL}?X-Amz-Date=20261122T100000Z")),
    ],
)
def test_different_requests(one: Request, other: Request) -> None:
    assert played(recorded(one), other) == [None]


def test_presigned_requests_of_two_endpoints_are_told_apart() -> None:
    one, other = (get(f"http://localhost:{port}/b/k?{SIGNED}") for port in (1, 2))
    assert played(recorded(one, other), other, one) == [1, 0]
    assert played(recorded(one, other), get(f"https://b.s3.amazonaws.com/k?{SIGNED}")) == [None]


def test_a_miss_of_a_form_shows_its_field() -> None:
    lines = explained(recorded(upload()), asked(upload(content="bye"))).splitlines()
    assert lines[1].endswith(", which differs:")
    assert lines[2:3] == ['  /body/file/content: recorded "hello", asked "bye"']


def test_a_miss_shows_what_differs_beside_a_secret() -> None:
    texts = [f"{'a' * 200} {TOKEN} {user}".encode() for user in ("bob", "amy")]
    lines = explained(recorded(post(texts[0])), asked(post(texts[1]))).splitlines()
    assert lines[2].startswith("  /body: recorded ")
    assert "bob" in lines[2]
    assert "amy" in lines[2]


def test_equal_requests_play_in_recorded_order_each_once() -> None:
    assert played(recorded(get(), get(f"{URL}/1"), get()), get(), get(), get()) == [0, 2, None]
    assert played(recorded(get(), get(), allow_repeats=True), get(), get(), get()) == [0, 1, 1]


def login(user: str, password: str) -> Request:
    return post(f"user={user}&password={password}".encode(), FORM)


def test_requests_that_differ_in_secrets_only_play_in_recorded_order() -> None:
    requests = login("bob", "first-secret-1"), login("bob", "other-secret-2")
    assert played(recorded(*requests), *reversed(requests)) == [0, 1]
    assert played(recorded(*requests), login("bob", "and one of another form")) == [0]


def test_what_is_no_secret_has_to_be_equal_all_the_same() -> None:
    recordings = recorded(login("bob", "first-secret-1"), login("amy", "first-secret-1"))
    assert played(recordings, login("amy", "x"), login("bob", "x"), login("ann", "x")) == [1, 0, None]


def test_a_secret_within_a_text() -> None:
    token = "eyJhbGciOiJub25l.eyJzdWIiOiJ{}.c2lnbmF0dXJl"  # nobody's
    requests = [post(f"user {user} {token.format(user * 3)}".encode()) for user in ("bob", "amy")]
    recordings = recorded(*requests)
    other = post(f"user amy {token.format('0123456')}".encode())
    assert played(recordings, other, other) == [1, None]


def test_what_looks_like_a_stand_in_is_compared_as_it_is() -> None:
    assert played(recorded(get(f"{URL}/xxxxx")), get(f"{URL}/alice")) == [None]


def test_recordings_that_are_too_old_are_not_played() -> None:
    interactions = [Interaction(get(url), Response(200)) for url in (URL, f"{URL}/1", URL)]
    recordings = WebRecordings(interactions, stale=interactions[:1], redaction=DEFAULT)
    assert recordings.take(*asked(get())) is None
    assert recordings.take(*asked(get(f"{URL}/1"))) == (1, interactions[1])
    assert list(recordings.replaced_by(*asked(get()), outdated_only=True)) == [
        interactions[0],
        interactions[2],
    ]
    assert list(recordings.replaced_by(*asked(get(f"{URL}/1")), outdated_only=True)) == []
    assert list(recordings.replaced_by(*asked(get(f"{URL}/1")), outdated_only=False)) == interactions[1:2]


def test_a_miss_shows_what_is_nearest() -> None:
    recordings = recorded(get(f"{URL}?page=1&size=5"), get(f"{URL}?page=2"), login("bob", "first-secret-1"))
    assert explained(recordings, asked(get(f"{URL}?page=3"))) == (
        "a.yaml has no recording left for GET https://api.example.com/users?page=3.\n"
        "The nearest recording is interaction 2, GET https://api.example.com/users?page=2, which differs:\n"
        '  /query/page: recorded "2", asked "3"'
    )
    assert explained(recordings, asked(login("amy", "other-secret-2"))) == (
        "a.yaml has no recording left for POST https://api.example.com/users.\n"
        "The nearest recording is interaction 3, POST https://api.example.com/users, which differs:\n"
        '  /body/user: recorded "bob", asked "amy"'
    )
    assert explained(recordings, asked(get(f"{URL}s?api_key=93kfa8s2ld0q"))) == (
        "a.yaml has no recording left for GET https://api.example.com/userss?api_key=00xxx0x0xx0x.\n"
        "The nearest recording by its URL is interaction 1, GET https://api.example.com/users?page=1&size=5."
    )
    recordings.take(*asked(get(f"{URL}?page=2")))
    assert explained(recordings, asked(get(f"{URL}?page=2"))) == (
        "a.yaml has no recording left for GET https://api.example.com/users?page=2.\n"
        "This request was recorded once, and every recording has been played."
    )
    assert explained(recorded(), asked(get())) == (
        "a.yaml has no recording left for GET https://api.example.com/users.\n"
        "The cassette holds no request that botocore did not make."
    )


def test_names_tell_what_is_secret() -> None:
    kept = (("X-Request-Id", "r-1"), ("ETag", "e-1"), ("Content-Type", "application/json"))
    secret = (
        ("Authorization", "Bearer one=1"),
        ("X-Auth-Token", "two"),
        ("api-key", "three"),
        ("Cookie", "s=four"),
    )
    answer = b'{"token": "five55-five", "nextPageToken": "p-2", "in": {"client_secret": "six6"}, "name": "7"}'
    redacted = redact_web(
        Interaction(
            Request("GET", f"{URL}?api_key=eight&sig=nine&page_token=p-1", (*kept, *secret)),
            Response(200, headers=(*kept, ("X-CSRF-Token", "ten=10")), body=answer),
        ),
        DEFAULT,
    )
    assert redacted.request.uri == f"{URL}?api_key=REDACTED&sig=REDACTED&page_token=p-1"
    assert redacted.request.headers == (
        *kept,
        ("Authorization", "Bearer REDACTED"),
        ("X-Auth-Token", "REDACTED"),
        ("api-key", "REDACTED"),
        ("Cookie", "REDACTED"),
    )
    assert redacted.response.headers == (*kept, ("X-CSRF-Token", "REDACTED"))
    assert redacted.response.body == (
        b'{"token": "xxxx00-xxxx", "nextPageToken": "p-2", "in": {"client_secret": "xxx0"}, "name": "7"}'
    )


def test_json_is_redacted_as_json_whatever_its_sender_calls_it() -> None:
    body = b'{"user": "bob", "password": "first-secret-1"}'
    for headers in ((), FORM, (("Content-Type", "text/plain"),)):
        sent = Interaction(post(body, headers), Response(200, headers=headers, body=body))
        redacted = redact_web(sent, DEFAULT)
        assert redacted.request == post(b'{"user": "bob", "password": "xxxxx-xxxxxx-0"}', headers)
        assert redacted.response == Response(200, headers=headers, body=redacted.request.body)


def test_urls_that_are_none_are_compared_as_text() -> None:
    assert played(recorded(get("http://[x/a")), get("http://[x/b"), get("http://[x/a")) == [None, 0]


def test_a_symbol_is_no_token() -> None:
    body = b'{"token": "USDC", "amount": "12.50"}'
    sent = Interaction(Request("POST", f"{URL}?token=USDC", (), body), Response(200))
    recording = record_web(sent, DEFAULT, Memory())
    assert recording.request == sent.request


@pytest.mark.parametrize("field", ["token", "api_key", "refresh_token", "passwd", "Tenant", "mine"])
@pytest.mark.parametrize("others", [b"", b"user=bob&"])
def test_fields_of_forms(field: str, others: bytes) -> None:
    redaction = replace(DEFAULT, pointers=("/Tenant",), queries=DEFAULT.queries | {"mine"})
    sent = post(others + f"{field}=Hunter-22".encode(), FORM)
    recording = record_web(Interaction(sent, Response(200)), redaction, Memory())
    assert recording.request.body == others + f"{field}=Xxxxxx-00".encode()
    assert recording.redacted == {f"request /body/{field}": "credential"}
