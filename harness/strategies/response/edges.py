"""Values at the edges of what shapes allow, as AWS may answer with them: a table from shape type to values.

Numbers without a documented least value are not negative: counts and sizes are not, and what may be negative
says so rarely enough. Texts consist of characters that every protocol carries.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from botocore.model import Shape
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from harness.contract.patterns import pattern_of
from harness.contract.values import JsonValue, format_timestamp
from harness.synth.values.choices import SeededChoices
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible.strings import Form
from harness.synth.values.text import text_matching

NOT_YET_DOCUMENTED = "NOT_YET_DOCUMENTED"
"""The value of an enumeration, and the name of a member, that the model does not have."""

_LONGEST = 1_000  # characters of a text that may be longer
_LONGEST_OF_PATTERN = 256
_LONG = 24
_UNUSUAL = "aé漢字한글ñßØ אבג مرحبا 🙂👩🏽‍🚀𝒜ﬁ \"'&<>;%\\/"
_MOST = {"integer": 2**31 - 1, "long": 2**63 - 1}
_DRAWN = 248  # of 256 variants, those from which on a value is drawn freely
_HALF = 128
_NOT_CARRIED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_TIMES = (
    dt.datetime(1970, 1, 1),
    dt.datetime(2038, 1, 19, 3, 14, 8),  # one second more than 31 bits hold
    dt.datetime(2024, 2, 29, 23, 59, 59),
    dt.datetime(2025, 6, 2, 12, 0, 0, 123_000),
    dt.datetime(1901, 12, 13, 20, 45, 51),  # one second less than 32 bits hold
    dt.datetime(9999, 12, 30),
)
_DOCUMENTS = (
    '{"version": 1, "enabled": true}',
    "{}",
    '{"names": ["orders", null], "inner": {"ratio": 0.5}}',
    "[]",
    '"text"',
    "0",
)
_BYTES = (b"", b"\x00", b"\xff\xfe\x00\x80", "naïve 漢字".encode(), bytes(range(256)) * 4)


def edge_of(draw: DrawFn, shape: Any, variant: int, *, header: bool = False, tolerant: bool = False) -> Any:
    """Return a value at the edges of what a scalar's shape allows, in JSON-able form.

    Args:
        draw: what Hypothesis passes to a composite strategy.
        shape: the shape.
        variant: which of the values, 128 to 255; of a boolean or enumeration 0 to 255.
        header: whether the value stands in an HTTP header.
        tolerant: whether a value may be one that its enumeration does not have.

    Returns:
        The value; `UNKNOWN` for a shape all of whose values are plain.
    """
    edge = _BY_TYPE.get(shape.type_name)
    if edge is None or shape.serialization.get("location") == "statusCode":
        return UNKNOWN
    return edge(draw, shape, variant, header, tolerant)


def any_document(variant: int) -> JsonValue:
    """Return a JSON value, for a member that may be any: one of 256 variants, the plainest first."""
    return json.loads(_DOCUMENTS[variant * len(_DOCUMENTS) >> 8])


def _at(options: Any, variant: int) -> Any:
    """Choose by a variant of 128 to 255."""
    return options[(variant - _HALF) * len(options) // _HALF]


def _string(draw: DrawFn, shape: Shape, variant: int, header: bool, tolerant: bool) -> JsonValue:
    traits = shape.metadata
    if values := traits.get("enum"):
        if tolerant and variant >= _DRAWN:
            return NOT_YET_DOCUMENTED
        return values[variant * len(values) >> 8]
    form = Form(pattern_of(traits), traits.get("min", 0), traits.get("max"))
    if variant >= _DRAWN and form.pattern is None and not header:
        longest = _LONGEST if form.longest is None else min(form.longest, _LONGEST)
        if form.shortest <= longest:
            return draw(_texts(form.shortest, longest))
    edges = _edges(form, header)
    return _at(edges, variant) if edges else UNKNOWN


@lru_cache(maxsize=1024)
def _texts(shortest: int, longest: int) -> st.SearchStrategy[str]:
    return st.text(
        st.characters(codec="utf-8", exclude_categories=["C"]), min_size=shortest, max_size=longest
    )


@lru_cache(maxsize=16_384)
def _edges(form: Form, header: bool) -> tuple[str, ...]:
    """Return texts at the edges of a form: the shortest, a longer one of unusual characters, the longest."""
    longest = _LONGEST if form.longest is None else min(form.longest, _LONGEST)
    lengths = [form.shortest, min(longest, _LONG)]
    texts: list[str | None]
    if form.pattern is None:
        words = "Aa0-" if header else _UNUSUAL
        texts = [_repeated(words, length) for length in (*lengths, longest)]
    else:
        lengths += [form.longest] if form.longest is not None and form.longest <= _LONGEST_OF_PATTERN else []
        texts = [
            text_matching(
                SeededChoices(form),
                form.pattern,
                form.shortest,
                form.longest,
                wanted=wanted,
                unusual=not header,
            )
            for wanted in lengths
        ]
    fitting = (text for text in texts if text is not None and form.allows(text) and _is_carried(text, header))
    return tuple(dict.fromkeys(fitting))


def _repeated(words: str, length: int) -> str:
    return (words * (length // len(words) + 1))[:length]


def _is_carried(text: str, header: bool) -> bool:
    """Tell whether every protocol carries a text: XML 1.0 no control characters, HTTP no spaces at an end."""
    if header:
        return text != "" and text == text.strip() and text.isascii() and text.isprintable()
    return _NOT_CARRIED.search(text) is None


def _integer(draw: DrawFn, shape: Shape, variant: int, header: bool, tolerant: bool) -> JsonValue:
    low, high = _bounds(shape)
    if variant >= _DRAWN:
        return draw(_integers(low, high))
    edges = sorted({n for n in (0, 1, low, low + 1, 2**31, 2**53 + 1, high - 1, high) if low <= n <= high})
    return _at(edges, variant)


def _bounds(shape: Shape) -> tuple[int, int]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    most = _MOST[shape.type_name] if high is None else int(high)
    return min(0, most) if low is None else int(low), most


@lru_cache(maxsize=1024)
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


def _float(draw: DrawFn, shape: Shape, variant: int, header: bool, tolerant: bool) -> JsonValue:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    known: tuple[Any, ...] = (0.0, 1.0, 0.1, 5e-324, 1e-7, 2.0**53, 1.7976931348623157e308, low, high)
    if shape.type_name == "float":
        known = (0.0, 1.0, 0.5, 2.0**-126, 2.0**24, 3.4028234663852886e38, low, high)
    least = 0.0 if low is None else low
    edges = [float(n) for n in known if n is not None and least <= n and (high is None or n <= high)]
    return _at(edges, variant) if edges else UNKNOWN


def _boolean(draw: DrawFn, shape: Shape, variant: int, header: bool, tolerant: bool) -> JsonValue:
    return variant >= _HALF


def _timestamp(draw: DrawFn, shape: Shape, variant: int, header: bool, tolerant: bool) -> JsonValue:
    moment = _at(_TIMES, variant)
    if header or shape.serialization.get("timestampFormat", "").lower() == "rfc822":
        moment = moment.replace(microsecond=0)
    return format_timestamp(moment.replace(tzinfo=dt.UTC))


def _blob(draw: DrawFn, shape: Shape, variant: int, header: bool, tolerant: bool) -> JsonValue:
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
    fitting = [each for each in _BYTES if low <= len(each) and (high is None or len(each) <= high)]
    return base64.b64encode(_at(fitting, variant)).decode("ascii") if fitting else UNKNOWN


_BY_TYPE: Mapping[str, Callable[[DrawFn, Any, int, bool, bool], JsonValue]] = {
    "string": _string,
    "character": _string,
    "integer": _integer,
    "long": _integer,
    "float": _float,
    "double": _float,
    "boolean": _boolean,
    "timestamp": _timestamp,
    "blob": _blob,
}
