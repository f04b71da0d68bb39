from __future__ import annotations

import hashlib
import io

import pytest

from harness.cassette.side_files import LARGE
from harness.models import find_operation
from harness.record.large import with_digest

PUT = find_operation("s3", "PutObject")
CONTENT = b"ab" * LARGE


@pytest.mark.parametrize("body", [CONTENT, bytearray(CONTENT), io.BytesIO(CONTENT)])
def test_a_large_body_is_told_by_its_digest(body: object) -> None:
    params = {"Bucket": "reports", "Key": "file", "Body": body}
    said = f"{2 * LARGE} bytes with the SHA-256 {hashlib.sha256(CONTENT).hexdigest()}"
    assert with_digest(PUT, params) == {**params, "Body": said.encode()}


def test_a_file_is_read_from_where_it_stands_and_rewound() -> None:
    file = io.BytesIO(b"header," + CONTENT)
    file.seek(7)
    assert with_digest(PUT, {"Body": file}) == with_digest(PUT, {"Body": CONTENT})
    assert file.tell() == 7


@pytest.mark.parametrize(
    "params",
    [{}, {"Body": b"a" * LARGE}, {"Body": io.BytesIO(b"a")}, {"Body": None}, {"Body": "text"}],
)
def test_everything_else_is_left_as_it_is(params: dict[str, object]) -> None:
    assert with_digest(PUT, params) is params


def test_members_that_are_no_streams_are_left_as_they_are() -> None:
    params = {"FunctionName": "report", "Code": {"ZipFile": CONTENT}}
    assert with_digest(find_operation("lambda", "UpdateFunctionCode"), params) is params
