"""botocore's HTTP messages to a cassette's, and back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from botocore.httpchecksum import AwsChunkedWrapper, Crc32Checksum
from botocore.response import StreamingBody

from harness.cassette.model import Response, StoredBody
from harness.cassette.side_files import LARGE, Spool, path_of
from harness.record.http import from_prepared, from_response_dict, read_body, spool_prepared, to_aws_response


def prepared(body: Any, **headers: str | bytes) -> AWSPreparedRequest:
    fields = HTTPHeaders()
    for name, value in headers.items():
        fields[name.replace("_", "-")] = value
    return AWSPreparedRequest("PUT", "https://b.s3.amazonaws.com/k", fields, body, False)


class Unseekable(io.RawIOBase):
    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._content.read(size)

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


@pytest.mark.parametrize(
    ("body", "copied"),
    [(None, b""), ("text ö", b"text \xc3\xb6"), (b"\0\xff", b"\0\xff"), (bytearray(b"x"), b"x")],
)
def test_bodies_in_memory(body: Any, copied: bytes) -> None:
    request = from_prepared(prepared(body))
    assert (request.method, request.uri, request.body) == ("PUT", "https://b.s3.amazonaws.com/k", copied)


def test_a_file_is_sent_from_where_it_stood() -> None:
    file = io.BytesIO(b"header,content")
    file.seek(7)
    assert from_prepared(prepared(file)).body == b"content"
    assert file.read() == b"content"


def test_a_stream_that_cannot_be_rewound_is_sent_from_the_copy() -> None:
    request = prepared(Unseekable(b"content"))
    assert from_prepared(request).body == b"content"
    assert request.body == b"content"


def test_a_body_in_chunks_with_its_checksum_behind_it() -> None:
    body = AwsChunkedWrapper(
        io.BytesIO(b"hello"), checksum_cls=Crc32Checksum, checksum_name="x-amz-checksum-crc32"
    )
    request = prepared(body)
    copied = from_prepared(request).body
    assert copied == b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"
    assert request.body.read() == copied


def test_headers_are_text() -> None:
    request = from_prepared(prepared(None, X_Bytes=b"\xe9t\xe9", X_Text="value"))
    assert request.headers == (("X-Bytes", "été"), ("X-Text", "value"))


def test_a_streamed_answer_is_copied_and_still_streams() -> None:
    response: dict[str, Any] = {
        "status_code": 200,
        "headers": {"Content-Length": "7"},
        "body": StreamingBody(io.BytesIO(b"content"), 7),
    }
    content = read_body(response, Spool(None))
    assert from_response_dict(response, content) == Response(
        200, "OK", (("Content-Length", "7"),), b"content"
    )
    assert list(response["body"].iter_chunks(4)) == [b"cont", b"ent"]


def test_an_answer_for_botocore() -> None:
    answer = to_aws_response("https://x/", Response(200, "OK", (("X-Many", "1"), ("x-many", "2")), b"body"))
    assert (answer.url, answer.status_code, answer.headers, answer.content) == (
        "https://x/",
        200,
        {"x-many": "1, 2"},
        b"body",
    )
    assert b"".join(to_aws_response("https://x/", Response(200, body=b"ab")).raw.stream(1)) == b"ab"


def test_a_large_body_in_chunks_goes_into_a_side_file_and_is_sent_all_the_same(tmp_path: Path) -> None:
    content = b"a" * (2 * LARGE)
    body = AwsChunkedWrapper(
        io.BytesIO(content), checksum_cls=Crc32Checksum, checksum_name="x-amz-checksum-crc32"
    )
    request = prepared(body)
    with Spool(tmp_path / "objects.yaml") as spool:
        copied, stored = spool_prepared(request, spool)
    assert copied.body == b""
    assert stored is not None
    sent = path_of(tmp_path / "objects.yaml", stored).read_bytes()
    assert request.body.read() == sent
    assert len(sent) > len(content)
    assert sent.endswith(
        b"\r\n0\r\nx-amz-checksum-crc32:" + Crc32Checksum().handle(content).encode() + b"\r\n\r\n"
    )


def test_a_large_answer_streams_from_its_side_file(tmp_path: Path) -> None:
    content = bytes(range(256)) * (LARGE // 128)
    response: dict[str, Any] = {
        "status_code": 200,
        "headers": {},
        "body": StreamingBody(io.BytesIO(content), len(content)),
    }
    with Spool(tmp_path / "objects.yaml") as spool:
        stored = read_body(response, spool)
    assert isinstance(stored, StoredBody)
    assert response["body"].read() == content
    answer = to_aws_response("https://x/", Response(200), path_of(tmp_path / "objects.yaml", stored))
    assert b"".join(answer.raw.stream()) == content
