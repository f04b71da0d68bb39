"""Secrets in the files of large bodies. All of them are invented."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from botocore.model import ServiceModel

from harness.cassette import side_files as storage
from harness.cassette.errors import LostBody
from harness.cassette.model import Facts, Interaction, Request, Response, StoredBody
from harness.cassette.side_files import Spool, folder_of, path_of
from harness.cassette.store import load_cassette, save_cassette
from harness.models import load_service
from harness.redaction import DEFAULT, Finding
from harness.redaction import side_files as module
from harness.redaction.cassette import redact_cassette
from harness.report.check import check, check_paths

KEY = b"AKIAEXAMPLEEXAMPLE12"
STANDING = b"XXXXXXXXXXXXXXXXXX00"
PEM = (
    b"-----BEGIN PRIVATE KEY-----\n"
    + b"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n" * 40
    + b"-----END PRIVATE KEY-----\n"
)
FILLER = b"a line of a report, as harmless as any other\n"
LARGE = 1 << 17  # what is large in these tests; a search takes as long as a body has bytes


def filled(*parts: bytes) -> bytes:
    return FILLER * (LARGE // len(FILLER) + 1) + b"".join(parts)


def download(cassette: Path, body: bytes, operation: tuple[str, str] = ("s3", "GetObject")) -> Interaction:
    with Spool(cassette) as spool:
        spool.write(body)
        stored = spool.finish()
    assert isinstance(stored, StoredBody)
    headers = (
        ("Content-Length", str(len(body))),
        ("x-amz-checksum-crc32", "AAAAAA=="),
        ("Content-MD5", "AAAA"),
        ("ETag", '"x"'),
    )
    facts = Facts(*operation, "eu-west-1", {"Bucket": "b", "Key": "k"}, response_body=stored)
    return Interaction(Request("GET", "http://127.0.0.1/b/k"), Response(200, "OK", headers), facts)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(storage, "LARGE", LARGE)
    return tmp_path / "objects.yaml"


def mended(path: Path) -> bytes:
    (interaction,) = load_cassette(path).interactions
    assert interaction.facts is not None
    assert interaction.facts.response_body is not None
    return path_of(path, interaction.facts.response_body).read_bytes()


def test_what_is_found_is_an_error_of_a_check_and_mended(path: Path) -> None:
    body = filled(b"key: ", KEY, b"\n")
    save_cassette(path, [download(path, body)])
    (error,) = (one for one in check_paths([path]).errors if one.code == "secret")
    assert (error.pointer, error.message) == (
        "/Body",
        "The recording holds a secret (AWS access key id) at /Body.",
    )
    found = redact_cassette(path)
    assert found.findings == {Finding("response", "/Body", "AWS access key id"): [1]}
    assert found.changed
    assert mended(path) == body.replace(KEY, STANDING)
    assert [file.read_bytes() for file in folder_of(path).iterdir()] == [mended(path)], "the old one is gone"
    assert not [one for one in check(load_cassette(path)).errors if one.code == "secret"]
    assert not redact_cassette(path).changed


def test_the_headers_fit_the_new_body(path: Path) -> None:
    url = b"https://b.s3.amazonaws.com/k?X-Amz-Signature=0123456789abcdef0123456789abcdef"
    body = filled(url, b"\n")
    save_cassette(path, [download(path, body)])
    redact_cassette(path)
    (interaction,) = load_cassette(path).interactions
    assert b"X-Amz-Signature=REDACTED" in mended(path)
    assert interaction.response.headers == (("Content-Length", str(len(mended(path)))), ("ETag", '"x"'))


def test_looking_alone_changes_nothing(path: Path) -> None:
    save_cassette(path, [download(path, filled(KEY))])
    before = path.read_bytes(), [file.read_bytes() for file in folder_of(path).iterdir()]
    found = redact_cassette(path, write=False)
    assert found.changed
    assert len(found.findings) == 1
    assert (path.read_bytes(), [file.read_bytes() for file in folder_of(path).iterdir()]) == before


def test_uploads_are_searched_too(path: Path) -> None:
    one = download(path, filled(PEM))
    assert one.facts is not None
    facts = Facts(
        "s3", "PutObject", "eu-west-1", {"Bucket": "b", "Key": "k"}, request_body=one.facts.response_body
    )
    save_cassette(path, [Interaction(Request("PUT", "http://127.0.0.1/b/k"), Response(200), facts)])
    assert redact_cassette(path).findings == {Finding("request", "/Body", "private key"): [1]}


@pytest.mark.parametrize("cut", range(0, len(PEM) + 400, 290))
def test_secrets_where_windows_meet(path: Path, monkeypatch: pytest.MonkeyPatch, cut: int) -> None:
    monkeypatch.setattr(module, "WINDOW", 1 << 16)
    monkeypatch.setattr(module, "_TAIL", 1 << 12)
    start = (1 << 16) - cut
    secrets = b"\nkey: " + KEY + b"\n" + PEM + b"key: " + KEY + b"\n"
    body = filled()
    body = body[:start] + secrets + body[start:]
    save_cassette(path, [download(path, body)])
    redact_cassette(path)
    after = mended(path)
    assert len(after) == len(body)
    assert KEY not in after
    assert PEM.splitlines()[1] not in after
    assert after[: start + 1] == body[: start + 1]
    assert after[start + len(secrets) :] == body[start + len(secrets) :]


@pytest.mark.parametrize(
    "content", [random.Random(5).randbytes(LARGE + 10), FILLER * 6_000, b"x" * (LARGE + 1)]
)
def test_what_holds_none_is_not_touched(path: Path, content: bytes) -> None:
    save_cassette(path, [download(path, content)])
    before = path.read_bytes()
    assert not redact_cassette(path).changed
    assert (path.read_bytes(), mended(path)) == (before, content)


def test_gzip_and_json_are_looked_into(path: Path) -> None:
    packed = gzip.compress(random.Random(3).randbytes(LARGE) + b"key: " + KEY, mtime=0)
    save_cassette(path, [download(path, packed)])
    redact_cassette(path)
    assert gzip.decompress(mended(path)).endswith(b"key: " + STANDING)
    document = json.dumps({"rows": ["x" * 9999] * (LARGE // 9999 + 1), "password": "Hunter-22"}).encode()
    save_cassette(path, [download(path, document)])
    redact_cassette(path)
    assert json.loads(mended(path))["password"] == "Xxxxxx-00"


def test_a_sensitive_payload_is_replaced_whole(path: Path) -> None:
    one = download(path, filled(), ("lambda", "Invoke"))
    description = load_service("lambda")._service_description
    operation = ServiceModel(description, "unread").operation_model("Invoke")  # nobody has read its shapes
    mended_one, findings = module.examine_side_files(path, operation, one, DEFAULT, write=True)
    assert findings == (Finding("response", "/Payload", "sensitive member"),)
    save_cassette(path, [mended_one])
    assert set(mended(path)) == {ord("x")}
    assert len(mended(path)) == len(filled())
    assert mended_one.facts is not None
    assert mended_one.facts.redacted == {"response /Payload": "sensitive member"}
    assert module.examine_side_files(path, operation, mended_one, DEFAULT) == (mended_one, ())
    assert not redact_cassette(path).changed


def test_a_secret_that_an_interaction_tells_is_sought_in_side_files(path: Path) -> None:
    told = Interaction(
        Request("GET", "http://127.0.0.1/login", (("Cookie", "session-9f8e7d6c5b4a"),)), Response(200)
    )
    save_cassette(path, [told, download(path, filled(b"the cookie was session-9f8e7d6c5b4a\n"))])
    redact_cassette(path)
    one = load_cassette(path).interactions[1].facts
    assert one is not None
    assert one.response_body is not None
    assert path_of(path, one.response_body).read_bytes().endswith(b"the cookie was REDACTED\n")


def test_a_lost_side_file_is_an_error(path: Path) -> None:
    save_cassette(path, [download(path, filled())])
    for file in folder_of(path).iterdir():
        file.unlink()
    with pytest.raises(LostBody) as caught:
        redact_cassette(path)
    report = check_paths([path])
    assert [file.message for file in report.unreadable] == [str(caught.value)]
    assert report.exchanges == 1
    assert not check_paths([path], redaction=None).unreadable


def test_a_file_of_many_interactions_is_read_once_by_a_check(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(cassette: Path, body: StoredBody) -> Path:
        read.append(cassette)
        return path_of(cassette, body)

    monkeypatch.setattr(module, "path_of", counted)
    save_cassette(path, [download(path, filled(KEY))] * 5)
    (error,) = (one for one in check_paths([path]).errors if one.code == "secret")
    assert error.message.endswith("at /Body, and in 4 more interactions.")
    assert len(read) == 1


def test_the_default_searches(path: Path) -> None:
    save_cassette(path, [download(path, filled(KEY))])
    assert redact_cassette(path, DEFAULT, write=False).changed
