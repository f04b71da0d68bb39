"""YAML text to plain values and back, for files that nobody has vetted.

Values are built straight from the parser's events, so that there is no object construction to be abused, no
recursion on the C stack (PyYAML's composer crashes the process on a deeply nested text), and no tree of nodes
to pay for: it takes a fraction of the time of ``yaml.load`` with ``CSafeLoader``.

Of the ``!!python/...`` tags, those that vcrpy writes for plain data are read as that data (its own loader in
``vcr.serializers.yamlserializer`` lists the same); others are refused. Timestamps are left as text and merge
keys are not merged: vcrpy writes neither. Aliases are read, since vcrpy writes them for header lists that
interactions share, but may not unfold to much more than the file itself holds.
"""

from __future__ import annotations

import binascii
import re
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml.constructor import SafeConstructor

from harness.cassette.syntax import Batch, NotWellFormed, Seam, line_at

try:  # libyaml's, some ten times as fast; every wheel of PyYAML has them
    from yaml import CSafeDumper as _SafeDumper
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeDumper as _SafeDumper  # type: ignore[assignment]
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import BinaryIO

MAX_DEPTH = 200
_TOO_DEEP = f"values nest deeper than {MAX_DEPTH} levels"
_LIBYAML_TOO_DEEP = "exceeded maximum nesting depth"  # its limit is 1,000, since PyYAML 6.0.4
"""How deep values may nest."""

MAX_UNFOLDED = 1_000_000
"""How many values aliases may add to those that the file spells out."""

_BASE64_LINE = 76
_YAML = "tag:yaml.org,2002:"
_PYTHON = f"{_YAML}python/"
_SAFE = SafeConstructor()
_FIRST_ITEM = re.compile(rb"(?:---[ ]*\r?\n)?interactions:[ ]*\r?\n([ ]*- )")
_HEAD = 4096
_ONE_LINE = re.compile(r"[^\n\x85\u2028\u2029]*")
_BLOCK = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\U00010000-\U0010ffff]"
    r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\U00010000-\U0010ffff]*"
)


def _converter(name: str) -> Callable[[str], Any]:
    """PyYAML's reading of a scalar with a standard tag."""
    construct = SafeConstructor.yaml_constructors[f"{_YAML}{name}"]
    return lambda text: construct(_SAFE, yaml.ScalarNode(f"{_YAML}{name}", text))


_PLAIN_TAGS: dict[str, Callable[[str], Any]] = {
    f"{_YAML}{name}": _converter(name) for name in ("null", "bool", "int", "float")
}
_NUMBERS = frozenset((_PLAIN_TAGS[f"{_YAML}int"], _PLAIN_TAGS[f"{_YAML}float"]))
_LONGEST_NUMBER = 400  # a number of base 60 takes quadratic time to read
_SCALAR_TAGS: dict[str, Callable[[str], Any]] = _PLAIN_TAGS | {
    f"{_YAML}str": str,
    f"{_YAML}binary": _converter("binary"),
    f"{_PYTHON}str": str,
    f"{_PYTHON}unicode": str,
    f"{_PYTHON}bytes": _converter("binary"),
}
_FOREIGN_SCALAR_TAGS = _SCALAR_TAGS | {"!binary": _converter("binary")}  # Ruby's
_SEQUENCE_TAGS = frozenset({f"{_YAML}seq", f"{_PYTHON}tuple"})
_MAPPING_TAGS: dict[str, Callable[[dict[Any, Any]], Any]] = {
    f"{_YAML}map": dict,
    # Pickled objects: a file's state is (content, position, ...), an iterator's argument what it ran over.
    f"{_PYTHON}object/new:_io.BytesIO": lambda pickled: _first(pickled.get("state"), b""),
    f"{_PYTHON}object/apply:builtins.iter": lambda pickled: _first(pickled.get("args"), []),
}
_IMPLICIT = {
    first: tuple((pattern, _PLAIN_TAGS[tag]) for tag, pattern in resolvers if tag in _PLAIN_TAGS)
    for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
}


def _first(values: Any, default: Any) -> Any:
    return values[0] if isinstance(values, list) and values else default


def read(file: BinaryIO) -> Generator[Batch, None, Any]:
    """Read one YAML document, the list under its top-level key ``interactions`` item by item.

    Args:
        file: the text from its start, UTF-8 or UTF-16 with a byte order mark; it can seek.

    Yields:
        The items of the list, in order. Memory is bounded by the largest, and by what has an anchor: an alias
        may come at any time.

    Returns:
        The value of the document, the list in it left empty; None for an empty text. Of a document without
        such a list, the whole value.

    Raises:
        NotWellFormed: the text is not YAML, holds tags for objects, nests too deeply or unfolds too far.
    """
    try:
        return (yield from _Reader(file, False).streamed("interactions"))
    except yaml.YAMLError as error:
        raise _not_well_formed(error, lambda position: line_at(file, position)) from None


def find_seam(file: BinaryIO) -> Seam | None:
    """Tell where the items of ``interactions`` start, and what parts them; None if that is not clear.

    It is clear in what vcrpy and harness write: the list comes first, in block style.
    """
    found = _FIRST_ITEM.match(file.read(_HEAD))
    return None if found is None else Seam(found.start(1), b"\n" + found[1], 1, 1)


def parse(data: bytes, *, foreign_tags: bool = False) -> Any:
    """Read one YAML document.

    Args:
        data: the file's bytes, UTF-8 or UTF-16 with a byte order mark.
        foreign_tags: read what stands under a tag for an object of any language (``!ruby/struct:...``,
            ``!!python/object:...``) as the plain data that it is; no object is made. Refused if False.

    Returns:
        Values of None, bool, int, float, str, bytes, list and dict; None for an empty text.

    Raises:
        NotWellFormed: the text is not YAML, holds tags for objects, nests too deeply or unfolds too far.
    """
    try:
        return _Reader(BytesIO(data), foreign_tags).document()
    except yaml.YAMLError as error:
        raise _not_well_formed(error, lambda position: data.count(b"\n", 0, position) + 1) from None


def _not_well_formed(error: yaml.YAMLError, line_of: Callable[[int], int]) -> NotWellFormed:
    match error:
        case yaml.reader.ReaderError():
            return NotWellFormed(line_of(error.position), error.reason)
        case yaml.MarkedYAMLError():
            mark = error.problem_mark or error.context_mark
            reason = error.problem or str(error)
            if reason == _LIBYAML_TOO_DEEP:
                reason = _TOO_DEEP
            return NotWellFormed(mark.line + 1 if mark else None, reason)
    return NotWellFormed(None, str(error))


_BYTES_A_VALUE = 16  # of what aliases unfold to


class _Anchored(NamedTuple):
    value: Any
    size: int  # how many values it unfolds to, itself being one
    height: int  # how many levels of collections it has


class _Reader:
    """Builds the value of one document from its events."""

    def __init__(self, file: BinaryIO, foreign_tags: bool) -> None:
        self._file = file
        self._next: Callable[[], Any] = _SafeLoader(file).get_event
        self._foreign = foreign_tags
        self._anchors: dict[str, _Anchored] = {}
        self._size = 0  # of all values so far, unfolded
        self._deepest = 0  # level reached since the innermost anchor began

    def document(self) -> Any:
        """Return the value of the document, or None."""
        first = self._start()
        value = None if first is None else self._value(first, 0)
        self._end(first)
        return value

    def streamed(self, key: str) -> Generator[Batch, None, Any]:
        """Yield the items of the list under a key of the document, and return the rest of its value."""
        first = self._start()
        if type(first) is yaml.MappingStartEvent and first.tag is None:
            value: Any = {}
            for name, event in self._members(value, 0):
                if name != key or type(event) is not yaml.SequenceStartEvent:
                    value[name] = self._value(event, 1)
                    continue
                value[name] = []
                if event.tag is None and event.anchor is None:
                    yield from self._items(1)
                else:  # an alias may refer to the list, which so is read as a whole
                    yield Batch(self._value(event, 1), partial(_line_of, event))
        else:
            value = None if first is None else self._value(first, 0)
        self._end(first)
        return value

    def _items(self, depth: int) -> Generator[Batch, None, None]:
        self._size += 1
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            yield Batch([self._value(event, depth + 1)], partial(_line_of, event))

    def _start(self) -> Any:
        """Return the first event of the document, or None."""
        self._next()  # the start of the stream
        return None if isinstance(self._next(), yaml.StreamEndEvent) else self._next()

    def _end(self, first: Any) -> None:
        if first is None:
            return
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _fault(after, "a second document starts")

    def _value(self, event: Any, depth: int) -> Any:
        if type(event) is yaml.AliasEvent:
            return self._alias(event, depth)
        if event.anchor is None:
            return self._content(event, depth)
        size, deepest, self._deepest = self._size, self._deepest, depth
        value = self._content(event, depth)
        self._anchors[event.anchor] = _Anchored(value, self._size - size, self._deepest - depth)
        self._deepest = max(deepest, self._deepest)
        return value

    def _content(self, event: Any, depth: int) -> Any:
        self._size += 1
        if type(event) is yaml.ScalarEvent:
            self._size += len(event.value) // _BYTES_A_VALUE
            return _scalar(event, self._foreign)
        depth += 1
        self._reach(event, depth)
        if type(event) is yaml.SequenceStartEvent:
            if event.tag is not None and event.tag not in _SEQUENCE_TAGS and not self._foreign:
                raise _refused(event)
            items = []
            while type(item := self._next()) is not yaml.SequenceEndEvent:
                items.append(self._value(item, depth))
            return items
        if event.tag is not None and event.tag not in _MAPPING_TAGS and not self._foreign:
            raise _refused(event)
        members: dict[Any, Any] = {}
        for name, item in self._members(members, depth):
            members[name] = self._value(item, depth)
        return members if event.tag is None else _MAPPING_TAGS.get(event.tag, dict)(members)

    def _members(self, members: dict[Any, Any], depth: int) -> Iterator[tuple[Any, Any]]:
        """Yield the keys of a mapping, each with the first event of its value, which is to be read then."""
        while type(key := self._next()) is not yaml.MappingEndEvent:
            name = self._value(key, depth)
            if isinstance(name, list | dict):
                raise _fault(key, "a key is a list or a mapping")
            if name in members:
                raise _fault(key, f"the key {str(name)[:40]!r} comes twice")
            yield name, self._next()

    def _alias(self, event: Any, depth: int) -> Any:
        if event.anchor not in self._anchors:
            raise _fault(event, f"the alias *{event.anchor} refers to nothing before it")
        anchored = self._anchors[event.anchor]
        self._size += anchored.size
        limit = MAX_UNFOLDED + self._file.tell()
        if self._size > limit:
            raise _fault(event, f"its aliases unfold to more than {limit} values")
        self._reach(event, depth + anchored.height)
        return anchored.value

    def _reach(self, event: Any, depth: int) -> None:
        if depth > self._deepest:
            if depth > MAX_DEPTH:
                raise _fault(event, _TOO_DEEP)
            self._deepest = depth


def _scalar(event: Any, foreign_tags: bool) -> Any:
    text: str = event.value
    if event.tag is None:
        if not event.implicit[0]:  # quoted, or a block
            return text
        for pattern, implied in _IMPLICIT.get(text[:1], ()):
            if pattern.match(text):
                convert = implied
                break
        else:
            return text
    else:
        tags = _FOREIGN_SCALAR_TAGS if foreign_tags else _SCALAR_TAGS
        if event.tag not in tags and not foreign_tags:
            raise _refused(event)
        convert = tags.get(event.tag, str)
    if len(text) > _LONGEST_NUMBER and convert in _NUMBERS:
        raise _fault(event, f"a number has more than {_LONGEST_NUMBER} characters")
    try:
        return convert(text)
    except (ValueError, LookupError, yaml.YAMLError):
        raise _fault(event, f"{text[:40]!r} does not fit its type") from None


def _refused(event: Any) -> NotWellFormed:
    name = event.tag.removeprefix(_YAML)
    shown = name if name == event.tag else f"!!{name}"
    return _fault(event, f"the tag {shown} stands for an object, and harness reads data only")


def _fault(event: Any, reason: str) -> NotWellFormed:
    return NotWellFormed(_line(event), reason)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _line_of(event: Any, index: int) -> int:
    return _line(event)


class _Dumper(_SafeDumper):
    """PyYAML's safe dumper for text that people read: bodies of several lines as blocks, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_str(dumper: _Dumper, text: str) -> Any:
    # libyaml takes U+0085, U+2028 and U+2029 for line breaks, and loading makes line feeds of them: escape.
    style = None if _ONE_LINE.fullmatch(text) else "|" if _BLOCK.fullmatch(text) else '"'
    return dumper.represent_scalar(f"{_YAML}str", text, style)


def _represent_bytes(dumper: _Dumper, content: bytes) -> Any:
    # As PyYAML does, ten times as fast: lines of 76 characters.
    text = binascii.b2a_base64(content, newline=False).decode()
    lines = [text[start : start + _BASE64_LINE] for start in range(0, len(text), _BASE64_LINE)]
    return dumper.represent_scalar(f"{_YAML}binary", "".join(f"{line}\n" for line in lines), "|")


_Dumper.add_representer(str, _represent_str)
_Dumper.add_representer(bytes, _represent_bytes)


def serialize(value: Any) -> bytes:
    """Write plain values as one YAML document.

    Args:
        value: None, bool, int, float, str, bytes, list and dict; keys keep their order.

    Returns:
        UTF-8 text, long lines unbroken so that a search finds what it looks for.
    """
    text: bytes = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**31 - 1, encoding="utf-8"
    )
    return text
