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

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml.constructor import SafeConstructor

from harness.cassette.syntax import NotWellFormed

try:  # libyaml's, some ten times as fast; every wheel of PyYAML has them
    from yaml import CSafeDumper as _SafeDumper
    from yaml import CSafeLoader as _SafeLoader
except ImportError:
    from yaml import SafeDumper as _SafeDumper  # type: ignore[assignment]
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_DEPTH = 200
"""How deep values may nest."""

MAX_UNFOLDED = 1_000_000
"""How many values aliases may add to those that the file spells out."""

_YAML = "tag:yaml.org,2002:"
_PYTHON = f"{_YAML}python/"
_SAFE = SafeConstructor()
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
        return _Reader(data, foreign_tags).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotWellFormed(mark.line + 1 if mark else None, error.problem or str(error)) from None
    except yaml.reader.ReaderError as error:
        raise NotWellFormed(data.count(b"\n", 0, error.position) + 1, error.reason) from None


def line_of_item(data: bytes, key: str, index: int) -> int | None:
    """The line, from 1, on which an item of the list under a top-level key starts; None if there is none."""
    depth, inside, previous = 0, False, None
    for event in _events(data):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            inside = inside and depth > 1
        elif isinstance(event, yaml.NodeEvent):
            if inside and depth == 2:
                if not index:
                    return _line(event)
                index -= 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth == 2 and isinstance(previous, yaml.ScalarEvent):
                    inside = previous.value == key
        previous = event
    return None


def _events(data: bytes) -> Iterator[Any]:
    with suppress(yaml.YAMLError):
        yield from yaml.parse(data, Loader=_SafeLoader)


class _Anchored(NamedTuple):
    value: Any
    size: int  # how many values it unfolds to, itself being one
    height: int  # how many levels of collections it has


class _Reader:
    """Builds the value of one document from its events."""

    def __init__(self, data: bytes, foreign_tags: bool) -> None:
        self._next: Callable[[], Any] = _SafeLoader(data).get_event
        self._limit = MAX_UNFOLDED + len(data)
        self._foreign = foreign_tags
        self._anchors: dict[str, _Anchored] = {}
        self._size = 0  # of all values so far, unfolded
        self._deepest = 0  # level reached since the innermost anchor began

    def document(self) -> Any:
        self._next()  # the start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), 0)
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _fault(after, "a second document starts")
        return value

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
        members = {}
        while type(key := self._next()) is not yaml.MappingEndEvent:
            name = self._value(key, depth)
            if isinstance(name, list | dict):
                raise _fault(key, "a key is a list or a mapping")
            if name in members:
                raise _fault(key, f"the key {str(name)[:40]!r} comes twice")
            members[name] = self._value(self._next(), depth)
        return members if event.tag is None else _MAPPING_TAGS.get(event.tag, dict)(members)

    def _alias(self, event: Any, depth: int) -> Any:
        if event.anchor not in self._anchors:
            raise _fault(event, f"the alias *{event.anchor} refers to nothing before it")
        anchored = self._anchors[event.anchor]
        self._size += anchored.size
        if self._size > self._limit:
            raise _fault(event, f"its aliases unfold to more than {self._limit} values")
        self._reach(event, depth + anchored.height)
        return anchored.value

    def _reach(self, event: Any, depth: int) -> None:
        if depth > self._deepest:
            if depth > MAX_DEPTH:
                raise _fault(event, f"values nest deeper than {MAX_DEPTH} levels")
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


class _Dumper(_SafeDumper):
    """PyYAML's safe dumper for text that people read: bodies of several lines as blocks, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_str(dumper: _Dumper, text: str) -> Any:
    # libyaml takes U+0085, U+2028 and U+2029 for line breaks, and loading makes line feeds of them: escape.
    style = None if _ONE_LINE.fullmatch(text) else "|" if _BLOCK.fullmatch(text) else '"'
    return dumper.represent_scalar(f"{_YAML}str", text, style)


_Dumper.add_representer(str, _represent_str)


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
