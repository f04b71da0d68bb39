"""The streaming reader of JSON against orjson on the whole text."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cassette import json_format
from harness.cassette.json_format import read
from harness.cassette.syntax import NotWellFormed

# What looks like the end of one item and the start of the next, in strings and in lists of objects.
TRAPS = st.sampled_from(('}, {"request"', "},\n    {", "}], ", '"', "\\", "]", '{"interactions": ['))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=5) | TRAPS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("request", "a", "interactions")), inner, max_size=3)
        | st.lists(st.just({"request": 1}), max_size=3)
    ),
    max_leaves=8,
)
ITEMS = st.lists(st.fixed_dictionaries({"request": VALUES, "response": VALUES}) | VALUES, max_size=8)
EXTRAS = st.dictionaries(st.sampled_from(("metadata", "version", "x")), VALUES, max_size=2)
LAYOUTS = st.sampled_from(
    (
        {"indent": 2},
        {"indent": "\t"},
        {"separators": (",", ":")},
        {"separators": (", ", ": ")},
        {"ensure_ascii": False, "separators": (" ,\n", " : ")},
    )
)
BLOCKS = st.sampled_from((1, 7, 64, 1 << 19))


def streamed(text: bytes, block: int, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Any], list[int], Any]:
    """The items, their lines, and what is beside them."""
    monkeypatch.setattr(json_format, "BLOCK", block)
    reader = read(BytesIO(text))
    items, lines = [], []
    while True:
        try:
            batch = next(reader)
        except StopIteration as end:
            return items, lines, end.value
        items += batch.items
        lines += [batch.line_of(index) for index in range(len(batch.items))]


@given(ITEMS, EXTRAS, EXTRAS, LAYOUTS, BLOCKS)
def test_any_json_reads_as_it_does_in_one_piece(
    items: list[Any], before: dict[str, Any], after: dict[str, Any], layout: dict[str, Any], block: int
) -> None:
    whole = {
        **before,
        "interactions": items,
        **{key: value for key, value in after.items() if key not in before},
    }
    text = json.dumps(whole, **layout).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as monkeypatch:
        found, lines, rest = streamed(text, block, monkeypatch)
    assert found == items
    assert rest == {**whole, "interactions": []}
    if "indent" in layout:
        there = text.decode("utf-8", "surrogatepass").split("\n")
        assert [there[line - 1].lstrip()[0] for line in lines] == [json.dumps(item)[0] for item in items]
        assert lines == sorted(set(lines))


@given(ITEMS, LAYOUTS, BLOCKS, st.data())
def test_what_orjson_refuses_is_refused_with_its_words(
    items: list[Any], layout: dict[str, Any], block: int, data: st.DataObject
) -> None:
    text = json.dumps({"interactions": items, "version": 1}, **layout).encode("utf-8", "surrogatepass")
    place = data.draw(st.integers(0, len(text) - 1))
    broken = text[:place] + data.draw(st.sampled_from((b"", b"x", b"}", b"]", b",", b'"', b"\n\x01")))
    broken += data.draw(st.sampled_from((b"", text[place:], text[place + 1 :])))
    refused_as_by_orjson(broken, block)


@pytest.mark.parametrize("behind", [b"0", b"1", b".5", b"e5", b'""', b"{}"])
def test_a_value_behind_an_item_is_refused_with_orjsons_words(behind: bytes) -> None:
    refused_as_by_orjson(b'{"interactions":[{"request":-1}%b],"version":1}' % behind, 1)


@pytest.mark.parametrize("item", [b"nu}", b"nu", b"-}", b"1.}", b"tru,", b"nul]", b"falsy"])
def test_a_broken_word_is_refused_with_orjsons_words(item: bytes) -> None:
    refused_as_by_orjson(b'{"interactions":[' + item, 1)


def test_a_character_of_two_bytes_behind_what_is_wrong() -> None:
    start = b'{"interactions" : [{"request"x: null ,\n"response" : null} ,\n[null ,\n"0'
    refused_as_by_orjson(start + b'\xc2\x80"]] ,\n"version" : 1}', 1)


def refused_as_by_orjson(text: bytes, block: int) -> None:
    """Hold the streaming reader to what orjson says of the whole text, if it refuses that."""
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        said = (error.lineno, error.msg)
    else:
        return
    with pytest.MonkeyPatch.context() as monkeypatch, pytest.raises(NotWellFormed) as caught:
        streamed(text, block, monkeypatch)
    if caught.value.reason.endswith(" comes twice"):
        return  # the break has made such an item, whole in itself, and what is wrong with it is told first
    assert caught.value.reason == said[1]
    if "UTF-8" not in said[1]:  # of which orjson names the first line, wherever it is
        assert caught.value.line == said[0]
