"""Look only where the rules may name something by its place, at what needs no edit, as nearly all recordings.

A shape is compiled to a function that goes to those of its places of which `judge.may_have_kind` says that
`judge.kind_of` may name a value, and there asks just that. What a project names by pointers and functions
is left to the editor, and so are guarded members outside of the body where they are there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from harness.contract.values import is_document
from harness.message.place import WRAPPED, Style, inside, item, key_of, top, wire_members
from harness.redaction.judge import is_sensitive, kind_of, may_have_kind
from harness.redaction.memory import Memory
from harness.redaction.names import strength
from harness.redaction.neutral import neutral
from harness.redaction.specification import NOTHING, Redaction, is_secret_name
from harness.redaction.stand_ins import is_stand_in

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Set

    from botocore.model import Shape

    from harness.message.place import Place

Exposed = Callable[[Any], bool]
"""Tells whether a value may hold something to be replaced."""


def is_exposed(shape: Shape, value: Any, members: re.Pattern[str], style: Style, service: str = "") -> bool:
    """Tell whether a value may hold something that the editor would replace by its place.

    Args:
        shape: an input, output or error shape, or what is below one.
        value: the parameters, or what a body was decoded to.
        members: the names of members that hold secrets (`Redaction.members`).
        style: how the value's keys name members: ``"model"`` or ``"json"``.
        service: botocore's name of the service; empty if it is not known.

    Returns:
        False if there surely is nothing. What the patterns of a redaction find is no matter of places.
    """
    exposed = _compiled(shape, members, style, service).exposed
    try:
        return exposed is not None and exposed(value)
    except RecursionError:
        return True


def without_known_keys(
    shape: Shape, content: bytes, members: re.Pattern[str], style: Style, service: str
) -> bytes:
    """Return a JSON text without the keys of modelled members that are called like secrets and hold none.

    Args:
        shape: the shape of what is written there.
        content: the text.
        members: the names of members that hold secrets (`Redaction.members`).
        style: how the text's keys name members.
        service: botocore's name of the service.

    Returns:
        The text, to be searched for names that tell secrets; all of it if other keys may be called alike.
    """
    keys = [key for key in _called_like_secrets(shape, members, style) if key in content]
    if not keys:
        return content
    try:
        exposed = _compiled(shape, members, style, service, thorough=True).exposed
        if exposed is None or exposed(orjson.loads(content)):
            return content
    except (RecursionError, orjson.JSONDecodeError):
        return content
    for key in keys:
        content = content.replace(key, b"")
    return content


@lru_cache(maxsize=8192)
def _called_like_secrets(shape: Shape, members: re.Pattern[str], style: Style) -> tuple[bytes, ...]:
    """Return the keys of the members of a shape, and of those below it, whose names are a secret's."""
    if "payload" in shape.serialization:
        return ()
    found: set[str] = set()
    seen: set[str] = set()
    pending: list[Any] = [shape]
    while pending:
        here = pending.pop()
        if here.name in seen or is_document(here):
            continue
        seen.add(here.name)
        if here.type_name == "structure":
            found |= {
                name for name in wire_members(here, style) if strength(name) or is_secret_name(members, name)
            }
            pending += here.members.values()
        elif here.type_name in ("list", "map"):
            pending.append(here.member if here.type_name == "list" else here.value)
    return tuple(f'"{name}":'.encode() for name in sorted(found))


def is_guarded(shape: Shape | None, redaction: Redaction, service: str = "") -> bool:
    """Tell whether a shape or anything below it may hold a value that a redaction names by place.

    Names that users give, and secrets known by their looks, may stand anywhere and are no matter of shapes.

    Args:
        shape: the shape.
        redaction: the rules.
        service: botocore's name of the service; empty if it is not known.
    """
    if redaction.pointers or redaction.functions:
        return True
    return shape is not None and _compiled(shape, redaction.members, "model", service).guarded


def is_part_exposed(place: Place, part: str, redaction: Redaction, style: Style, service: str) -> bool:
    """Tell whether a part of a body may hold something that the editor would replace by its place.

    Args:
        place: where the part stands: a structure.
        part: its text.
        redaction: the rules.
        style: ``"json"`` or ``"xml"``.
        service: botocore's name of the service; empty if it is not known.
    """
    shape: Any = place.shape
    if redaction.pointers or redaction.functions or not _is_within_bodies(shape):
        return True
    # What is called just "Value" goes by the name above it.
    if strength(place.name) or is_secret_name(redaction.members, place.name):
        return True
    if not is_guarded(shape, redaction, service):
        return False
    if style == "xml":
        return any(name.decode() in part for name in guarded_names(shape, redaction.members, style, service))
    try:
        return is_exposed(shape, orjson.loads(part), redaction.members, style, service)
    except orjson.JSONDecodeError:
        return True


@lru_cache(maxsize=8192)
def _is_within_bodies(shape: Shape) -> bool:
    """Tell whether a structure's members stand together, as those of a whole message may not."""
    members = wire_members(shape, "model").values()
    return "payload" not in shape.serialization and not any(_is_elsewhere(one.shape) for one in members)


@lru_cache(maxsize=8192)
def guarded_names(
    shape: Shape, members: re.Pattern[str], style: Style, service: str = ""
) -> tuple[bytes, ...]:
    """Return the names in a body of XML or a form at which, or below which, a model guards something.

    Args:
        shape: the shape of the body.
        members: the names of members that hold secrets (`Redaction.members`).
        style: how the body names members.
        service: botocore's name of the service.
    """
    compiler = _Compiler(replace(NOTHING, members=members, names=True), style, service, thorough=False)
    found: set[str] = set()
    seen: set[str] = set()
    pending = [top(shape)]
    while pending:
        above = pending.pop()
        for name in wire_members(above.shape, style) if above.shape is not None else ():
            below = replace(inside(above, name, style), free=False)
            if not compiler.compile(below).guarded:
                continue
            while below.shape is not None and below.shape.type_name == "list":
                below = item(below)
            inner: Any = below.shape
            if inner.type_name != "structure" or is_document(inner) or is_sensitive(service, below):
                found.add(name)
            elif inner.name not in seen:
                seen.add(inner.name)
                pending.append(below)
    return tuple(name.encode() for name in sorted(found))


@lru_cache(maxsize=8192)
def guarded_headers(shape: Shape, members: re.Pattern[str], service: str = "") -> frozenset[str] | None:
    """Return the headers, in lower case, in which a model guards something of a shape.

    Args:
        shape: the input, output or error shape.
        members: the names of members that hold secrets (`Redaction.members`).
        service: botocore's name of the service.

    Returns:
        Their names; None if it guards something in the URI, in headers of any name, or in a payload.
    """
    compiler = _Compiler(replace(NOTHING, members=members, names=True), "model", service, thorough=False)
    whole = top(shape)
    found: set[str] = set()
    for name, member in wire_members(shape, "model").items():
        if not compiler.compile(replace(inside(whole, name, "model"), free=False)).guarded:
            continue
        serialization = member.shape.serialization
        if serialization.get("location") == "header":
            found.add(serialization.get("name", name).lower())
        elif _is_elsewhere(member.shape) or shape.serialization.get("payload") == name:
            return None
    return frozenset(found)


@lru_cache(maxsize=8192)
def header_prefixes(shape: Shape) -> tuple[str, ...]:
    """Return how headers begin, in lower case, whose names go on as a user says: ``x-amz-meta-``."""
    members = (member.shape.serialization for member in wire_members(shape, "model").values())
    return tuple(each.get("name", "").lower() for each in members if each.get("location") == "headers")


def _is_elsewhere(shape: Shape) -> bool:
    """Tell whether a member of a message stands outside of its body."""
    return "location" in shape.serialization or "eventstream" in shape.serialization


class _Compiled(NamedTuple):
    """What a place is compiled to.

    Attributes:
        guarded: whether the model or the names of its members guard something at or below it.
        exposed: looks whether something at or below it is exposed; None where nothing can be.
    """

    guarded: bool
    exposed: Exposed | None


_NOTHING = _Compiled(False, None)


@lru_cache(maxsize=8192)
def _compiled(
    shape: Shape, members: re.Pattern[str], style: Style, service: str, *, thorough: bool = False
) -> _Compiled:
    redaction = replace(NOTHING, members=members, names=True)
    return _Compiler(redaction, style, service, thorough).compile(top(shape))


def _always(value: Any) -> bool:
    return True


class _Compiler:
    """Compiles places.

    Args:
        redaction: the rules.
        style: how keys name members.
        service: botocore's name of the service.
        thorough: whether to look at what no model has in structures of which nothing is guarded, too.
    """

    def __init__(self, redaction: Redaction, style: Style, service: str, thorough: bool) -> None:
        self._thorough = thorough
        self._redaction = redaction
        self._style = style
        self._service = service
        self._known: dict[tuple[str, str, bool], _Compiled] = {}

    def compile(self, place: Place) -> _Compiled:
        shape: Any = place.shape
        key = (shape.name, place.name, is_sensitive(self._service, place))
        if key not in self._known:

            def again(value: Any) -> bool:  # a shape that contains itself meets this while it is compiled
                known = self._known[key].exposed
                return known is not None and known(value)

            self._known[key] = _Compiled(False, again)
            self._known[key] = self._of(place)
        return self._known[key]

    def _of(self, place: Place) -> _Compiled:
        shape: Any = place.shape
        if is_document(shape):
            sensitive = is_sensitive(self._service, place)
            return _Compiled(True, lambda value: value is not None and (sensitive or _is_nested(value)))
        match shape.type_name:
            case "structure":
                return self._structure(place)
            case "list":
                guarded, exposed = self.compile(item(place))
                return _Compiled(guarded, None if exposed is None else _list(exposed))
            case "map":
                return self._map(place)
        if not may_have_kind(self._redaction, self._service, place):
            return _NOTHING
        return _Compiled(True, lambda value: self._is_exposed(place, value))

    def _is_exposed(self, place: Place, value: Any) -> bool:
        """Tell whether a value that is no list and no object is replaced."""
        if _is_nested(value):
            return True
        is_text = isinstance(value, str) and (place.shape is None or place.shape.type_name == "string")
        if is_text and value.lstrip()[:1] not in ("{", "[") and is_stand_in(value):
            return False  # the common case; a document is no stand-in as a whole
        if kind_of(self._redaction, self._service, place, value) is None:
            return False
        return bool(neutral(place.shape, value, Memory()) != value)

    def _is_free_exposed(self, above: Place, name: str, value: Any) -> bool:
        """Tell whether what has a user's name is replaced."""
        place = inside(above, name, self._style)
        may_be = self._names_secret(name) or is_sensitive(self._service, place)
        return may_be and self._is_exposed(place, value)

    def _names_secret(self, name: str) -> bool:
        return is_secret_name(self._redaction.members, name) or strength(name) > 0

    def _structure(self, place: Place) -> _Compiled:
        shape: Any = place.shape
        known = wire_members(shape, self._style)
        if self._style != "model" and not place.path:
            if "payload" in shape.serialization:
                return _Compiled(True, _always)
            known = {name: member for name, member in known.items() if not _is_elsewhere(member.shape)}
        parts: dict[str, Exposed] = {}
        guarded = False
        for name in known:
            is_guarded, exposed = self.compile(replace(inside(place, name, self._style), free=False))
            guarded = guarded or is_guarded
            if exposed is not None:
                parts[name] = exposed
        if not parts and not self._thorough and not is_sensitive(self._service, place):
            return _NOTHING
        return _Compiled(guarded, self._members_of(place, parts, known.keys()))

    def _members_of(self, place: Place, parts: Mapping[str, Exposed], known: Set[str]) -> Exposed:
        items = tuple(parts.items())
        is_whole = is_sensitive(self._service, place)

        def exposed(value: Any) -> bool:
            if type(value) is not dict:
                return value is not None
            for name, is_part_exposed in items:
                if name in value and is_part_exposed(value[name]):
                    return True
            return not value.keys() <= known and any(
                is_whole or _is_nested(each) or self._names_secret(name)
                for name, each in value.items()
                if name not in known
            )

        return exposed

    def _map(self, place: Place) -> _Compiled:
        keys = key_of(place)
        key = self.compile(keys) if keys is not None and keys.shape is not None else _NOTHING
        # A value goes by the name of its key.
        each = self.compile(replace(inside(place, "", self._style), free=False))

        def exposed(value: Any) -> bool:
            if type(value) is not dict:
                return value is not None
            for name, below in value.items():
                if name in WRAPPED or (_is_nested(below) and strength(name)):
                    return True
                if not _is_nested(below) and self._is_free_exposed(place, name, below):
                    return True
            return (key.exposed is not None and any(map(key.exposed, value))) or (
                each.exposed is not None and any(map(each.exposed, value.values()))
            )

        return _Compiled(key.guarded or each.guarded, exposed)


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _list(exposed: Exposed) -> Exposed:
    return lambda value: any(map(exposed, value)) if type(value) is list else value is not None
