"""The place of a value in a message: its shape there, and how each wire format names what is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from harness.contract.paths.pointer import escaped
from harness.contract.values import is_document
from harness.wire.codec.form_codec import ec2_name, query_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape

WRAPPED = frozenset(
    ("Value", "value", "Default", "default", "S", "B", "L", "SS", "BS", "StringValue", "BinaryValue")
)
"""Names that don't describe their values: of attributes of EC2 and DynamoDB, of parameters."""

_LABELLED = frozenset(
    (
        *("value", "values", "val", "stringvalue", "attributevalue", "parametervalue", "optionvalue"),
        *("outputvalue", "headervalue", "settingvalue", "initialvalue", "default", "defaultvalue"),
        *("content", "secret", "current"),
    )
)

MAX_DEPTH = 200
"""The greatest depth of a path; a value deeper in a hostile message gets the path of this depth."""

SHORTEST_PART = 200
"""The fewest characters of a part of a text of which it is asked whether it may be skipped: fewer are walked
through as fast."""

Style = Literal["model", "json", "xml", "query", "ec2"]
"""How members are named: as in the model (parameters, results) or as one of the wire formats does."""


class Label(NamedTuple):
    """What values are called by one next to them.

    Attributes:
        name: the name.
        of: the names of the values that it is for; empty for those that say nothing (`is_labelled`).
        plain: whether a type next to the value says that it is no secret, as ``{"Type": "String", ...}``.
    """

    name: str
    of: frozenset[str] = frozenset()
    plain: bool = False

    def is_for(self, name: str) -> bool:
        """Tell whether it is for what has a name."""
        return name in self.of if self.of else is_labelled(name)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one value.

    Attributes:
        shape: the value's shape; None where the model says nothing of it (an unknown member, a document).
        path: the names of the members above it, as the model has them, and keys of maps; no list indexes.
        sensitive: the names of the shapes, its own and those above, that the model marks ``sensitive``.
        members: the modelled members that lead to it, each as ``"Structure.member"``.
        entry: whether this is one entry of the map ``shape`` (XML and query write keys and values apart).
        pointer: the JSON pointer of the value (RFC 6901), with list indexes; ``*`` is one that is not known.
        label: what a value is called by one next to it, as in ``{"Name": "DB_PASSWORD", "Value": ...}``; None
            if by none.
        free: whether the name is a user's own: a key of a map or of a document, or a label.
    """

    shape: Shape | None
    path: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    entry: bool = False
    pointer: str = ""
    label: Label | None = None
    free: bool = False

    @property
    def name(self) -> str:
        """What the value is called: its label, or the last name of the path that says what it holds.

        Empty at the top.
        """
        if self.label is not None and self.label.name:
            return self.label.name
        for name in reversed(self.path):
            if name not in WRAPPED:  # EC2's attributes, {"UserData": {"Value": ...}}
                return name
        return self.path[-1] if self.path else ""


def top(shape: Shape | None, *path: str) -> Place:
    """Return the place of a whole input, output, error or payload."""
    return Place(shape, path, _sensitive(shape))


def inside(place: Place, name: str, style: Style, index: int | None = None) -> Place:
    """Return the place below a name (a key, an element, a part of a query name).

    Args:
        place: the place of the structure, map or list.
        name: the name.
        style: how the name spells a member.
        index: if this is an item of a list, which one, from 0; None if that is not known.
    """
    shape: Any = place.shape
    kind = _kind(shape)
    if kind == "structure":
        found = wire_members(shape, style).get(name)
        return _below(place, None, name, free=True) if found is None else _member(place, found, style, index)
    if kind == "map" and style in ("xml", "query", "ec2"):
        return _map_part(place, name)
    if kind == "map":
        return _below(place, shape.value, name, free=True)
    return item(place, index) if kind == "list" else _below(place, None, name, free=True)


def item(place: Place, index: int | None = None) -> Place:
    """Return the place of an item of a list, or of any item; items of what is no list are not modelled."""
    shape: Any = place.shape
    member = shape.member if _kind(shape) == "list" else None
    return _step(place, member, "*" if index is None else str(index))


def renamed(place: Place, name: str) -> Place:
    """Return a place whose pointer ends in another name, so that a redacted key stays secret."""
    above = place.pointer.rpartition("/")[0]
    return replace(place, pointer=f"{above}/{escaped(name)}")


def key_of(place: Place) -> Place | None:
    """Return the place of the keys of a map; None in a structure, whose keys are the model's own names.

    Keys stay where the map is sensitive as a whole: code looks values up by them. A key's own shape counts.
    """
    shape: Any = place.shape
    kind = _kind(shape)
    if kind == "map":
        return Place(shape.key, place.path, _sensitive(shape.key), pointer=f"{place.pointer}/*")
    return None if kind == "structure" else Place(None)


def _kind(shape: Shape | None) -> str:
    return "document" if shape is None or is_document(shape) else str(shape.type_name)


def _member(place: Place, member: Member, style: Style, index: int | None) -> Place:
    shape = member.shape
    found = _below(place, shape, member.name, member=member.entry)
    if style == "xml" and shape.serialization.get("flattened"):
        if shape.type_name == "list":
            return item(found, index)
        if shape.type_name == "map":
            return replace(found, entry=True)
    return found


def _map_part(place: Place, name: str) -> Place:
    shape = place.shape
    if shape is None or not place.entry:
        return replace(place, entry=True)
    is_key = name == (shape.key.serialization.get("name") or "key")
    if is_key:
        return key_of(replace(place, entry=False)) or place
    return _step(place, shape.value, "*")


def _below(place: Place, shape: Shape | None, name: str, *, member: str = "", free: bool = False) -> Place:
    pointer = f"{place.pointer}/{escaped(name)}"
    label = place.label if place.label is not None and place.label.is_for(name) else None
    free = free or (label is not None and label.name != "") or (place.free and name in WRAPPED)
    members = (*place.members, member) if member else place.members
    sensitive = place.sensitive + _sensitive(shape)
    return Place(shape, (*place.path, name), sensitive, members, pointer=pointer, label=label, free=free)


def _step(place: Place, shape: Shape | None, index: str) -> Place:
    """Return the place of an item, which the path does not name."""
    sensitive = place.sensitive + _sensitive(shape)
    pointer = f"{place.pointer}/{index}"
    return Place(
        shape, place.path, sensitive, place.members, pointer=pointer, label=place.label, free=place.free
    )


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def is_labelled(name: str) -> bool:
    """Tell whether what has a name is called by another name next to it: whether it is a ``Value``."""
    return name in WRAPPED or _plain(name) in _LABELLED


def called(place: Place, label: Label | None) -> Place:
    """Return the place of an item of a list that the item before it names, if it does."""
    return replace(place, label=label, free=True) if label is not None else place


def labelled(place: Place, label: Label | None) -> Place:
    """Return the place of a structure, map or document whose values a label names, if one does."""
    return replace(place, label=label) if label is not None else place


def is_list(place: Place) -> bool:
    """Tell whether a place is that of a list of the model."""
    return _kind(place.shape) == "list"


def is_structure(place: Place) -> bool:
    """Tell whether a place is that of a structure of the model that nothing next to it gives a name."""
    is_named = place.free or place.label is not None
    return not is_named and _kind(place.shape) == "structure"


def unmodelled(place: Place) -> Place:
    """Return the place of a value inside another that the model doesn't describe."""
    return Place(None, place.path, place.sensitive, place.members)


def _sensitive(shape: Shape | None) -> tuple[str, ...]:
    return (shape.name,) if shape is not None and shape.metadata.get("sensitive") else ()


class Member(NamedTuple):
    """A member of a structure.

    Attributes:
        name: its name in the model.
        shape: its shape.
        entry: ``"Structure.member"``, by which data that was read by people names it.
    """

    name: str
    shape: Shape
    entry: str


@lru_cache(maxsize=4096)
def wire_members(shape: Shape, style: Style) -> Mapping[str, Member]:
    """Return the members of a structure by their names in a wire format."""
    named = {
        _wire_name(name, member, style): Member(name, member, f"{shape.name}.{name}")
        for name, member in shape.members.items()
    }
    if shape.metadata.get("exception"):
        # Errors write "message" and "Message" alike (botocore's BaseJSONParser reads both).
        named = {name.capitalize(): named[name] for name in named if name == "message"} | named
    return named


def _wire_name(name: str, shape: Shape, style: Style) -> str:
    """Name a member as botocore does (``_get_serialized_name`` of serializers, ``_member_key_name``)."""
    match style:
        case "model":
            return name
        case "json":
            return str(shape.serialization.get("name", name))
        case "ec2":
            return ec2_name(shape, name)
    return query_name(shape, name)  # XML names members likewise
