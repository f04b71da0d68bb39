"""Compare two shapes, each by itself: their own traits and places, and not what is inside of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from botocore.docs.utils import py_type_name
from botocore.model import Shape, StructureShape

from harness.contract.diff.change import Side
from harness.contract.diff.service import Aspect
from harness.contract.patterns import compile_pattern
from harness.contract.values import is_document
from harness.models.traits import Reference, places, trait

Silent = Collection[Aspect]


class Finding(NamedTuple):
    """One difference of two shapes.

    Attributes:
        code: a key of `harness.contract.diff.change.CODES`.
        member: the member it is about; empty for the shape itself.
        text: a clause that goes on after the shape or the member and a colon.
        old: the fact before, a JSON value.
        new: the fact after, a JSON value.
    """

    code: str
    member: str
    text: str
    old: Any = None
    new: Any = None


# The keys that a place may have and that change what is sent, or where; the rest of `Shape.serialization`
# stands in shapes.
_WIRE_OF_PLACES = (
    "eventheader",
    "eventpayload",
    "flattened",
    "hostLabel",
    "idempotencyToken",
    "jsonvalue",
    "location",
    "locationName",
    "queryName",
    "streaming",
    "timestampFormat",
    "xmlAttribute",
    "xmlNamespace",
)
_NUMBERS = ("integer", "long", "float", "double")
_MEASURES = {
    "string": "length",
    "character": "length",
    "blob": "number of bytes",
    "list": "number of entries",
    "map": "number of entries",
}
# botocore's parsers move these members of an error to ``Error``, whatever the model says of them.
_ERROR_FACTS = ("code", "message")


def type_of(shape: Shape) -> str:
    """Return a shape's type as a user of boto3 meets it, in the words of ``botocore.docs``."""
    if is_document(shape):
        return "document"
    if shape.serialization.get("eventstream"):
        return "event stream"
    if shape.type_name == "blob" and shape.serialization.get("streaming"):
        return "stream"
    return "map" if shape.type_name == "map" else str(py_type_name(shape.type_name))


def _left_open(old: Shape, new: Shape, silent: Silent) -> bool:
    """Tell whether two types differ only because a page could not say more: of JSON, or of streams sent."""
    if "documents" not in silent:
        return False
    return is_document(old) or is_document(new) or {type_of(old), type_of(new)} == {"stream", "bytes"}


def compare_shapes(side: Side, old: Shape, new: Shape, silent: Silent) -> Iterator[Finding]:
    """Compare two shapes at the same place.

    Args:
        side: the part of an exchange that they are met in.
        old: the shape before.
        new: the shape after.
        silent: what one of the documents does not say.
    """
    before = _side(side)
    if _left_open(old, new, silent):
        return
    if type_of(old) != type_of(new):
        yield Finding(
            f"{before}-type-changed",
            "",
            "its type " + went(type_of(old), type_of(new)),
            type_of(old),
            type_of(new),
        )
        return
    if old.type_name != new.type_name and "widths" not in silent:
        yield Finding(
            "number-width-changed",
            "",
            "its type " + went(old.type_name, new.type_name),
            old.type_name,
            new.type_name,
        )
    yield from _compare_values(before, old, new, silent)
    yield from _compare_remarks(old, new, silent)
    if "wire" not in silent:
        yield from _compare_wire(before, "", old.serialization, new.serialization)
    if isinstance(old, StructureShape) and isinstance(new, StructureShape) and not is_document(old):
        yield from _compare_structures(side, old, new, silent)


def _side(side: Side) -> str:
    return "request" if side == "request" else "response"


def _compare_values(before: str, old: Shape, new: Shape, silent: Silent) -> Iterator[Finding]:
    """Compare which values a shape has."""
    yield from _compare_enums(before, old.metadata.get("enum"), new.metadata.get("enum"))
    if "bounds" not in silent:
        yield from _compare_bounds(before, old, new)
    if "patterns" not in silent:
        yield from _compare_patterns(before, old.metadata.get("pattern"), new.metadata.get("pattern"))
    if "sparse" not in silent and bool(trait(old, "sparse")) != bool(trait(new, "sparse")):
        if trait(new, "sparse"):
            yield Finding(f"{before}-null-accepted", "", "may have null among its entries")
        else:
            yield Finding(f"{before}-null-refused", "", "has no null among its entries any more")
    if "unions" not in silent and bool(trait(old, "union")) != bool(trait(new, "union")):
        if trait(new, "union"):
            yield Finding(f"{before}-union-added", "", "became a union: exactly one member is set")
        else:
            yield Finding(f"{before}-union-removed", "", "is no union any more: any members are set")


def _compare_enums(before: str, old: list[str] | None, new: list[str] | None) -> Iterator[Finding]:
    if old is None and new is None:
        return
    if old is None:
        yield Finding(f"{before}-enum-added", "", f"became one of {_listed(new or [])}", None, new)
    elif new is None:
        yield Finding(f"{before}-enum-removed", "", f"was one of {_listed(old)}, and is any string", old)
    else:
        added = [value for value in new if value not in old]
        removed = [value for value in old if value not in new]
        if added:
            yield Finding(f"{before}-enum-value-added", "", f"may also be {_listed(added)}", None, added)
        if removed:
            yield Finding(
                f"{before}-enum-value-removed", "", f"is no longer {_listed(removed)}", removed, None
            )


def _compare_bounds(before: str, old: Shape, new: Shape) -> Iterator[Finding]:
    measure = _MEASURES.get(old.type_name, "value")
    number = old.type_name in _NUMBERS
    low, high = "smallest" if number else "least", "largest" if number else "greatest"
    for name, word in (("min", low), ("max", high)):
        was, now = (shape.metadata.get(name) for shape in (old, new))
        if name == "min" and not number:  # nothing is shorter than 0
            was, now = was or None, now or None
        if was == now:
            continue
        none = float("-inf") if name == "min" else float("inf")
        grew = (none if now is None else now) > (none if was is None else was)
        text = f"its {word} {measure} {went(_bound(was), _bound(now))}"
        yield Finding(f"{before}-{name}-{'increased' if grew else 'decreased'}", "", text, was, now)


def _compare_patterns(before: str, old: str | None, new: str | None) -> Iterator[Finding]:
    if old == new:
        return
    if old is None:
        yield Finding(f"{before}-pattern-added", "", f"must match {new}", None, new)
    elif new is None:
        yield Finding(f"{before}-pattern-removed", "", f"need not match {old} any more", old)
    else:
        # Services match the whole value, whether the pattern is anchored or not.
        was, now = compile_pattern(old).whole, compile_pattern(new).whole
        if was is None or was != now:
            words = f"must match {new}, and had to match {old}"
            yield Finding(f"{before}-pattern-changed", "", words, old, new)


def _compare_remarks(old: Shape, new: Shape, silent: Silent) -> Iterator[Finding]:
    """Compare what is said of a shape besides which values it has."""
    was, now = (bool(shape.metadata.get("sensitive")) for shape in (old, new))
    if was != now and "sensitive" not in silent:
        code, text = ("added", "became sensitive") if now else ("removed", "is not sensitive any more")
        yield Finding(f"sensitive-{code}", "", text)
    was, now = (bool(trait(shape, "deprecated")) for shape in (old, new))
    if was != now and "deprecated" not in silent:
        code, text = ("deprecated", "became deprecated") if now else ("undeprecated", "is deprecated no more")
        yield Finding(f"member-{code}", "", text)
    if old.documentation != new.documentation and "documentation" not in silent:
        yield Finding("documentation-changed", "", "has other words in its documentation")


def _compare_wire(
    before: str, member: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Finding]:
    changed = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    if changed:
        facts = ", ".join(f"{name} {went(shown(old.get(name)), shown(new.get(name)))}" for name in changed)
        yield Finding(
            f"{before}-wire-changed",
            member,
            f"is sent in another form: {facts}",
            {name: old[name] for name in changed if name in old},
            {name: new[name] for name in changed if name in new},
        )


def _compare_structures(
    side: Side, old: StructureShape, new: StructureShape, silent: Silent
) -> Iterator[Finding]:
    before = _side(side)
    were, are = places(old), places(new)
    required_before, required = _required(side, old, silent), _required(side, new, silent)
    for name in {**were, **are}:
        if name not in are:
            yield Finding(f"{before}-member-removed", name, "was removed", type_of(old.members[name]))
        elif name not in were:
            code = "required-member-added" if side == "request" and name in required else "member-added"
            kind = type_of(new.members[name])
            words = "was added, and is required" if name in required else "was added"
            yield Finding(f"{before}-{code}", name, f"{words} ({kind})", None, kind)
        else:
            if (name in required_before) != (name in required):
                became = "required" if name in required else "optional"
                yield Finding(f"{before}-member-became-{became}", name, f"became {became}")
            yield from _compare_places(before, name, were[name], are[name], silent)


def _required(side: Side, shape: StructureShape, silent: Silent) -> frozenset[str]:
    """Return the members that must be given, or are always returned.

    Clients fill in idempotency tokens (``botocore.handlers.generate_idempotent_uuid``), so no request needs
    them.
    """
    if f"{_side(side)}-required" in silent:
        return frozenset()
    if side == "errors":
        return frozenset(name for name in shape.required_members if name.lower() not in _ERROR_FACTS)
    if side == "request":
        held = places(shape)
        return frozenset(
            name for name in shape.required_members if not held.get(name, {}).get("idempotencyToken")
        )
    return frozenset(shape.required_members)


def _compare_places(
    before: str, name: str, old: Reference, new: Reference, silent: Silent
) -> Iterator[Finding]:
    """Compare how a member is sent, and its words; what its place says of its values is its shape's."""
    if old == new:
        return
    if "wire" not in silent:
        yield from _compare_wire(before, name, _way(name, old), _way(name, new))
    if old.get("documentation", "") != new.get("documentation", "") and "documentation" not in silent:
        yield Finding("documentation-changed", name, "has other words in its documentation")


def _way(name: str, place: Reference) -> dict[str, Any]:
    """Return how a member is sent; a locationName is left out where it is the member's, or a label's."""
    way = {key: place[key] for key in _WIRE_OF_PLACES if key in place}
    if way.get("locationName") == name or way.get("location") == "uri":
        way.pop("locationName", None)
    return way


def went(old: object, new: object) -> str:
    """Word a fact that has changed."""
    return f"went from {old} to {new}"


def _bound(value: float | None) -> str:
    return "none" if value is None else str(value)


def shown(value: object, most: int = 120) -> str:
    """Write a fact for people; the middle of a long one is left out."""
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"


def _listed(values: list[str], most: int = 6) -> str:
    """List values for people, the first few of many."""
    shown = ", ".join(f'"{value}"' for value in values[:most])
    return shown if len(values) <= most else f"{shown} and {len(values) - most} more"
