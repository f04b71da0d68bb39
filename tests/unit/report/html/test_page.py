"""The file: blocks and index, written and read back."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.html.page import GENERATOR, PER_BLOCK, NotReport, PageWriter, read_index


def written(exchanges: int, **index: Any) -> bytes:
    file = io.BytesIO()
    page = PageWriter(file)
    for number in range(exchanges):
        page.add({"number": number})
    page.finish(index)
    return file.getvalue()


def blocks(page: bytes) -> list[list[Any]]:
    found = re.findall(rb'<script type="application/x-harness-block">(.*?)</script>', page)
    return [json.loads(zlib.decompress(base64.b64decode(one))) for one in found]


@pytest.mark.parametrize("count", [0, 1, PER_BLOCK, PER_BLOCK + 1])
def test_exchanges_stand_in_blocks(count: int) -> None:
    found = blocks(written(count))
    assert [one["number"] for block in found for one in block] == list(range(count))
    assert all(len(block) == PER_BLOCK for block in found[:-1])


def test_the_index_can_be_read_back() -> None:
    index = read_index(written(1, made="today", odd="</script>\ud800\u2028"))
    assert index["made"] == "today"
    assert index["odd"] == "</script>?\u2028"


def test_the_page_is_whole_and_says_what_it_is() -> None:
    page = written(1)
    assert page.startswith(b"<!doctype html>")
    assert page.endswith(b"</html>\n")
    assert GENERATOR in page[:4096]
    assert b"default-src 'none'" in page[:4096]
    assert not re.search(rb"(src|href)=[\"']?(https?:)?//", page)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<!doctype html><p>another page</p>", "it is no page of harness report"),
        (written(1).partition(b"x-harness-index")[0], "it is no page of harness report"),
        (
            re.sub(rb'(x-harness-index">)[A-Za-z0-9+/=]{12}', rb"\1", written(1), count=1),
            "its data cannot be read; it may be cut short",
        ),
        (written(1, format=99), "a later harness made it (format 99, this one reads 1)"),
    ],
)
def test_what_cannot_be_read_back(page: bytes, reason: str) -> None:
    with pytest.raises(NotReport) as caught:
        read_index(page)
    assert str(caught.value) == reason


@given(st.data())
def test_a_spoiled_page_is_refused_or_read(data: st.DataObject) -> None:
    page = bytearray(written(1, made="today"))
    start = page.index(b'x-harness-index">')
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(start, start + 120))
        page[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    with suppress(NotReport):
        assert isinstance(read_index(bytes(page)), dict)
