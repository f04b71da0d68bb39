"""What an awkward response has: all that its shape allows and code forgets, drawn from Hypothesis.

A structure takes one draw, of a byte a member: whether the member is there, and which of its values it has.
So an example takes few draws, and each byte shrinks by itself: to a member that is left out, to the value
that a reader expects.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from botocore.model import Shape
from botocore.utils import is_json_value_header
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from harness.contract.values import JsonValue, is_document
from harness.strategies.drawn import DrawnChoices
from harness.strategies.response.edges import any_document, edge_of
from harness.strategies.response.plain import PlainValues
from harness.synth.responses.plan import ResponsePlan
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible import Place

_ABSENT = (48, 96, 160, 224, 248)  # of 256, by the depth of an optional member
_ENTRIES = 4
_NESTED_ENTRIES = 2
_PLAIN = 128  # of 256 values of a member, those that look right
_PLAIN_VALUES = 16
_REFILL = 8
_MOST = 3_000  # bytes, of the eight thousand that Hypothesis allows an example; what is beyond them is plain


class AwkwardPlan:
    """Decides, as a plan of `harness.synth.values.maker`, about one response.

    Args:
        draw: what Hypothesis passes to a composite strategy.
        choices: what is drawn at once, as a draw takes as long as many values: the members at the top, and
            scalars of the lists that come in pages. What is inside has draws of its own, which go with it.
        usual: what a usual response has; what it knows from the request, this one knows as well.
        plain: values that look right.
        tolerant: whether values of enumerations may be there that the model does not have.
        needed: paths of optional members that are there all the same.
        absent: optional members at the top that are not there, as the request does not ask for them.
        lengths: how many entries lists of structures have, by path, where that is known.
    """

    def __init__(
        self,
        draw: DrawFn,
        choices: DrawnChoices,
        usual: ResponsePlan,
        plain: PlainValues,
        *,
        tolerant: bool = False,
        needed: Collection[str] = (),
        absent: Collection[str] = (),
        lengths: Mapping[str, int] | None = None,
    ) -> None:
        self._draw = draw
        self._choices = choices
        self._usual = usual
        self._plain = plain
        self._tolerant = tolerant
        self._needed = needed
        self._missing = absent
        self._lengths = lengths or {}
        self._left = _MOST
        self._absent: dict[str, bool] = {}
        self._variants: dict[str, int] = {}
        self._entries: dict[str, list[int]] = {}
        self._in_header: set[str] = set()

    def includes(self, place: Place, shape: Shape) -> bool:
        """Include an optional member more often than not, deep inside rarely."""
        if self._usual.is_token(place):
            return self._usual.includes(place, shape)
        if place.path in self._missing:
            return False
        return not self._absent[place.path]

    def entries(self, place: Place, shape: Any) -> int:
        """Give lists no entry, or some; those that come in pages are made by themselves."""
        if self._usual.is_result(place):
            return 0
        if place.path in self._lengths:
            return self._lengths[place.path]
        most = _NESTED_ENTRIES if "[]" in place.path else _ENTRIES
        entry = shape.member if shape.type_name == "list" else shape.value
        scalars = entry.type_name not in ("structure", "list", "map")
        count = self._variant(place) * (most + 1) >> 8
        if count and not scalars:
            count = 1 + self._draw(_below(most))  # as a number, so that Hypothesis can take out any entry
        high = shape.metadata.get("max")
        count = count if high is None else min(count, high)
        count = max(count, int(shape.metadata.get("min", 0)), leaves_no_trace(shape))
        if count and scalars:
            self._entries[f"{place.path}[]"] = list(self._block(count))
        return count

    def known(self, place: Place, shape: Any) -> JsonValue:
        """Return what the request named, or a drawn value of a scalar."""
        value = self._usual.known(place, shape)
        if value is not UNKNOWN:
            return value
        if is_document(shape) or is_json_value_header(shape):
            return any_document(self._variant(place))
        if shape.type_name == "structure":
            self._begin(place, shape)
            return UNKNOWN
        if shape.serialization.get("location") in ("header", "headers"):
            self._in_header |= {place.path, f"{place.path}[]"}
        if shape.type_name in ("list", "map"):
            return UNKNOWN
        variant = self._variant(place)
        if variant >= _PLAIN or shape.type_name == "boolean" or shape.metadata.get("enum"):
            edge = edge_of(
                self._draw, shape, variant, header=place.path in self._in_header, tolerant=self._tolerant
            )
            if edge is not UNKNOWN:
                return edge
        return self._plain.value(place, shape, variant * _PLAIN_VALUES >> 8)

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        """Choose among all documented values."""
        return values

    def _begin(self, place: Place, shape: Any) -> None:
        """Draw which members a structure has, and their values."""
        prefix = f"{place.path}." if place.path else ""
        absent = _ABSENT[min(prefix.count("."), len(_ABSENT) - 1)]
        take = self._block if prefix else self._choices.take
        for (name, is_there), drawn in zip(_members(shape), take(len(shape.members)), strict=True):
            path = prefix + name
            least = 0 if is_there or path in self._needed else absent
            self._absent[path] = drawn < least
            self._variants[path] = max(drawn - least, 0) * 256 // (256 - least)

    def _variant(self, place: Place) -> int:
        """Return which of its values a member or an entry has: 0 to 255, the plainest first."""
        if not place.path.endswith("[]"):
            return self._variants[place.path]
        left = self._entries.setdefault(place.path, [])
        if not left:
            inside = "." in place.path or place.path.count("[]") > 1
            left.extend((self._block if inside else self._choices.take)(_REFILL))
        return left.pop(0)

    def _block(self, size: int) -> bytes:
        if self._left < size:
            return bytes(size)
        self._left -= size
        return self._draw(_bytes(size))


def leaves_no_trace(shape: Shape) -> bool:
    """Tell whether an empty list or map is not to be told from none: one of repeated elements or headers."""
    return bool(shape.serialization.get("flattened")) or shape.serialization.get("location") == "header"


@lru_cache(maxsize=8192)
def _members(shape: Any) -> tuple[tuple[str, bool], ...]:
    """Return the names of a structure's members, and whether each is there whatever is answered.

    botocore's parsers give the status, the headers, the payload and the event stream, if only empty.
    """
    always = {*shape.required_members, shape.serialization.get("payload"), shape.event_stream_name}
    places = {name: member.serialization.get("location") for name, member in shape.members.items()}
    return tuple((name, name in always or places[name] in ("statusCode", "headers")) for name in places)


@lru_cache(maxsize=64)
def _below(count: int) -> SearchStrategy[int]:
    return st.integers(0, count - 1)


@lru_cache(maxsize=1024)
def _bytes(size: int) -> SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)
