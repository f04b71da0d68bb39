"""What botocore itself reads of an answer, for the judgement, which then need not read it again.

Each of botocore's parsers gets a subclass that returns the same, and hands on the result in the form of an
`Exchange`. Those of JSON make it of the parsed body, which has everything. Those of XML leave out what their
model does not know, and read some values more loosely than a contract does, so they note whether anything was
lost on the way; if so, the judgement reads the answer itself.

The names that begin with an underscore are botocore's; where a release has others, its own parsers are used.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import orjson
from botocore.model import Shape
from botocore.parsers import EC2QueryParser, JSONParser, QueryParser, RestJSONParser, RestXMLParser
from botocore.utils import is_json_value_header

from harness.contract.values import JsonValue, format_timestamp
from harness.wire.codec.blob import write_base64
from harness.wire.codec.json_codec import read_exchanged
from harness.wire.codec.timestamp import parse_timestamp

Keep = Callable[[Mapping[str, Any], JsonValue], None]
"""Keeps what botocore read: gets its form of the answer, and the result as an `Exchange` has it."""

_FROM_HEADERS = frozenset(("string", "boolean", "integer", "long", "float", "double", "timestamp"))
_FIRST_OF_OTHERS = 300
"""The lowest HTTP status whose answer is not what the output shape describes."""


class KeepingParsers:
    """A client's factory of parsers: those of XML and JSON keep what they read of an answer.

    Args:
        factory: the client's own.
        keep: returns the `Keep` of the call under way, or None.
    """

    def __init__(self, factory: Any, keep: Callable[[], Keep | None]) -> None:
        self.factory = factory
        self._keep = keep

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # which copy asks of an object without attributes yet
            raise AttributeError(name)
        return getattr(self.factory, name)

    def create_parser(self, protocol_name: str) -> Any:
        """Return the client's own parser, or its subclass if the call under way keeps what is read."""
        parser = self.factory.create_parser(protocol_name)
        subclass, keep = _KEEPING.get(type(parser)), self._keep()
        return parser if subclass is None or keep is None else subclass(parser, keep)


class _Names(NamedTuple):
    """The elements that botocore's parser takes out of a structure.

    Attributes:
        taken: the names of those that one member is made of.
        repeated: the names of those that may come several times.
    """

    taken: frozenset[str]
    repeated: frozenset[str]


class _Handlers(dict[str, Callable[..., Any]]):
    """A parser's methods by the types of shapes, as ``ResponseParser._parse_shape`` finds them each time."""

    def __init__(self, parser: type) -> None:
        self._parser: Any = parser

    def __missing__(self, type_name: str) -> Callable[..., Any]:
        found = getattr(self._parser, f"_handle_{type_name}", self._parser._default_handle)
        self[type_name] = found
        return found  # type: ignore[no-any-return]


class _Keeping:
    """What the subclasses add to a parser, whatever it reads: they find their methods in a table."""

    _handlers: _Handlers

    def __init_subclass__(cls) -> None:
        cls._handlers = _Handlers(cls)

    def __init__(self, parser: Any, keep: Keep) -> None:
        super().__init__(parser._timestamp_parser, parser._blob_parser)  # type: ignore[call-arg]
        self._keep = keep
        self._is_whole = True

    def _parse_shape(self, shape: Any, node: Any) -> Any:
        return self._handlers[shape.type_name](self, shape, node)


class _KeepingJSON(_Keeping):
    """What the subclasses add to a parser of JSON: they keep the parsed body, unless others share it."""

    _tree: Any = None

    def parse(self, response: Any, shape: Any) -> Any:
        self._is_alone = _is_result(response, shape) and _is_in_body(shape)
        try:
            parsed = super().parse(response, shape)  # type: ignore[misc]
        except _TooLong:
            self._is_alone = False
            return super().parse(response, shape)  # type: ignore[misc]
        if self._is_alone and type(self._tree) is dict:
            self._keep(response, read_exchanged(shape, self._tree, is_whole=self._is_whole))
        return parsed

    def _parse_body_as_json(self, body_contents: bytes) -> Any:
        if self._is_alone:
            with suppress(orjson.JSONDecodeError):  # NaN, lone surrogates, what is no JSON
                self._tree = orjson.loads(body_contents)
                return self._tree
        return super()._parse_body_as_json(body_contents)  # type: ignore[misc]

    def _parse_shape(self, shape: Any, node: Any) -> Any:
        if type(node) is float and self._is_alone and not _LEAST < node < _MOST:
            raise _TooLong
        return self._handlers[shape.type_name](self, shape, node)

    def _handle_structure(self, shape: Any, value: Any) -> Any:
        parsed = super()._handle_structure(shape, value)  # type: ignore[misc]
        if parsed is value:  # a document, which the caller may change
            self._is_alone = False
        elif type(value) is not dict or len(parsed) != len(value):
            self._is_whole = False
        return parsed


class _TooLong(Exception):
    """What may be an integer beyond 64 bits, of which orjson makes a float."""


_LEAST, _MOST = -(2.0**63), 2.0**63


class _KeepingXML(_Keeping):
    """What the subclasses add to a parser of XML: `is_whole` is False once something is lost."""

    _besides: frozenset[str] = frozenset()
    """Elements of a document's root that are no part of the result."""

    def parse(self, response: Any, shape: Any) -> Any:
        self._structure: Any = None
        self._is_whole, self._root = _is_kept(response, shape), shape
        parsed = super().parse(response, shape)  # type: ignore[misc]
        if self._is_whole:
            written = _written(parsed)
            if written is not None:
                self._keep(response, orjson.loads(written))
        return parsed

    def _handle_structure(self, shape: Any, node: Any) -> Any:
        self._structure = shape
        return super()._handle_structure(shape, node)  # type: ignore[misc]

    def _build_name_to_xml_node(self, parent_node: Any) -> Any:
        shape, self._structure = self._structure, None
        found: dict[str, Any] = {node.tag.rpartition("}")[2]: node for node in parent_node}
        if len(found) != len(parent_node) or isinstance(parent_node, list):  # elements that come repeatedly
            found = super()._build_name_to_xml_node(parent_node)  # type: ignore[misc]
        if shape is not None and self._is_whole:
            self._is_whole = self._takes(shape, parent_node, found)
        return found

    def _takes(self, shape: Any, node: Any, found: Mapping[str, Any]) -> bool:
        """Tell whether all elements of a structure are taken, and none twice but in flattened lists."""
        if not found:
            return isinstance(node, list) or not (node.text and node.text.strip())
        names = _names_of(self, shape)
        if not found.keys() <= names.taken:
            lost = found.keys() - names.taken
            if shape is not self._root or not lost <= self._besides:
                return False
        return len(found) == len(node) or all(
            type(nodes) is not list or name in names.repeated for name, nodes in found.items()
        )

    def _handle_map(self, shape: Any, node: Any) -> Any:
        parsed = super()._handle_map(shape, node)  # type: ignore[misc]
        is_one = shape.serialization.get("flattened") and not isinstance(node, list)
        entries = [node] if is_one else node
        if len(parsed) != len(entries) or not all(map(_is_pair, entries)):
            self._is_whole = False
        return parsed

    def _handle_boolean(self, shape: Any, node: Any) -> Any:
        if _text_of(node) not in ("true", "false"):
            self._is_whole = False
        return super()._handle_boolean(shape, node)  # type: ignore[misc]

    def _handle_float(self, shape: Any, node: Any) -> Any:
        value = super()._handle_float(shape, node)  # type: ignore[misc]
        if not math.isfinite(value):
            self._is_whole = False
        return value

    _handle_double = _handle_float

    def _handle_timestamp(self, shape: Any, node: Any) -> Any:
        value = super()._handle_timestamp(shape, node)  # type: ignore[misc]
        if not _is_moment(value, _text_of(node)):
            self._is_whole = False
        return value

    def _handle_blob(self, shape: Any, node: Any) -> Any:
        value = super()._handle_blob(shape, node)  # type: ignore[misc]
        if not isinstance(value, bytes) or write_base64(value) != _text_of(node):
            self._is_whole = False
        return value


class _JSON(_KeepingJSON, JSONParser):  # type: ignore[misc]
    pass


class _RestJSON(_KeepingJSON, RestJSONParser):  # type: ignore[misc]
    pass


class _Query(_KeepingXML, QueryParser):  # type: ignore[misc]
    pass


class _EC2(_KeepingXML, EC2QueryParser):  # type: ignore[misc]
    _besides = frozenset(("requestId", "RequestId"))


class _RestXML(_KeepingXML, RestXMLParser):  # type: ignore[misc]
    pass


_KEEPING = {
    JSONParser: _JSON,
    RestJSONParser: _RestJSON,
    QueryParser: _Query,
    EC2QueryParser: _EC2,
    RestXMLParser: _RestXML,
}
_names: WeakKeyDictionary[Shape, _Names] = WeakKeyDictionary()
_told: WeakKeyDictionary[Shape, bool] = WeakKeyDictionary()


def _names_of(parser: Any, shape: Any) -> _Names:
    names = _names.get(shape)
    if names is None:
        members = [
            (parser._member_key_name(member, name), member)
            for name, member in shape.members.items()
            if member.serialization.get("location") not in parser.KNOWN_LOCATIONS
        ]
        counts = Counter(name for name, _ in members)
        taken = frozenset(name for name, count in counts.items() if count == 1)  # else members mix it up
        repeated = frozenset(name for name, member in members if member.serialization.get("flattened"))
        names = _names[shape] = _Names(taken, repeated)
    return names


def _is_result(response: Mapping[str, Any], shape: Any) -> bool:
    """Tell whether an answer is what the output shape describes, and all there."""
    is_other = response["status_code"] >= _FIRST_OF_OTHERS
    return shape is not None and not is_other and isinstance(response["body"], bytes)


def _is_in_body(shape: Any) -> bool:
    """Tell whether all of a result is in the members of a body."""
    if "payload" in shape.serialization or shape.event_stream_name is not None:
        return False
    return all("location" not in member.serialization for member in shape.members.values())


def _is_kept(response: Mapping[str, Any], shape: Any) -> bool:
    """Tell whether all of an answer may be in what the parser of XML returns."""
    from harness.wire.codec.xml_codec import is_plain  # with parsers of XML, which others do without

    if not _is_result(response, shape):
        return False
    if shape not in _told:
        _told[shape] = _is_in_document(shape)
    return _told[shape] and is_plain(response["body"])


def _is_in_document(shape: Any) -> bool:
    """Tell whether a result is in an XML document and plain headers, and nowhere else."""
    payload = shape.serialization.get("payload")
    if payload is not None and shape.members[payload].type_name != "structure":
        return False
    return "ResponseMetadata" not in shape.members and all(map(_is_plain_member, shape.members.values()))


def _is_plain_member(member: Any) -> bool:
    if member.serialization.get("location") in (None, "statusCode"):
        return not member.serialization.get("eventstream")
    is_text = member.type_name in _FROM_HEADERS and not is_json_value_header(member)
    return is_text and member.serialization["location"] == "header"


def _is_pair(entry: Any) -> bool:
    return len(entry) == 2 and entry[0].tag != entry[1].tag


def _is_moment(value: Any, text: str) -> bool:
    """Tell whether a contract reads a text as the time that a client's parser made of it."""
    try:
        # In UTC: to compare times of two zones asks both for their offsets, in Python.
        return bool(parse_timestamp(text) == value.astimezone(dt.UTC))
    except (AttributeError, OverflowError, ValueError):  # no time, or one at the end of what there is
        return False


def _text_of(node: Any) -> str:
    return str(getattr(node, "text", node) or "")


def _written(parsed: Mapping[str, Any]) -> bytes | None:
    """Write what a parser returned in JSON; None for what orjson cannot write, such as large integers."""
    members = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
    try:
        return _dumps(members)
    except TypeError:
        return None


def _spelled(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return format_timestamp(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    raise TypeError


_dumps = partial(orjson.dumps, default=_spelled, option=orjson.OPT_PASSTHROUGH_DATETIME)
