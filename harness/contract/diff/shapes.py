"""Compare two shapes, each by itself: their own traits and places, and not what is inside of them."""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from typing import Any, NamedTuple

from botocore.docs.utils import py_type_name
from botocore.model import Shape, StructureShape

from harness.contract.diff.change import Side
from harness.contract.diff.service import Aspect
from harness.contract.patterns import Pattern, compile_pattern
from harness.contract.patterns.inclusion import UndecidedError, find_text
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
        yield from _compare_patterns(before, old, new)
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
        text = f"its {word} {measure} {went(_bound(was), _bound(now))}"
        if _is_restated(old, was, now, name):
            yield Finding("limit-restated", "", text, was, now)
        else:
            yield Finding(f"{before}-{name}-{_movement(was, now)}", "", text, was, now)


def _movement(was: float | None, now: float | None) -> str:
    if was is None or now is None:
        return "added" if was is None else "removed"
    return "increased" if now > was else "decreased"


def _is_restated(old: Shape, was: int | None, now: int | None, name: str) -> bool:
    """Tell whether a new limit of a length leaves out no text that the old list of values or pattern has."""
    if now is None or old.type_name != "string":
        return False
    least, most = old.metadata.get("min") or 0, old.metadata.get("max")
    lengths = (least, now - 1) if name == "min" else (max(least, now + 1), most)
    if lengths[1] is not None and lengths[0] > lengths[1]:
        return False
    if values := old.metadata.get("enum"):
        return not any(
            lengths[0] <= len(value) and len(value) <= (lengths[1] or len(value)) for value in values
        )
    if (pattern := old.metadata.get("pattern")) is None:
        return False
    with suppress(UndecidedError):
        return find_text(compile_pattern(pattern), None, *lengths) is None
    return False


def _compare_patterns(before: str, old: Shape, new: Shape) -> Iterator[Finding]:
    was, now = (shape.metadata.get("pattern") for shape in (old, new))
    if was == now:
        return
    if was is None:
        yield Finding(f"{before}-pattern-added", "", f"must match {now}", None, now)
    elif now is None:
        yield Finding(f"{before}-pattern-removed", "", f"need not match {was} any more", was)
    else:
        # Services match the whole value, whether the pattern is anchored or not.
        one, other = compile_pattern(was), compile_pattern(now)
        if (one.whole is not None and one.whole == other.whole) or _bare(was) == _bare(now):
            return
        refused, allowed = _example(one, other, old), _example(other, one, new)
        if refused is None and allowed is None:
            return
        what = "changed" if refused is _UNKNOWN else "widened" if refused is None else "narrowed"
        if before == "response" and what == "narrowed" and allowed is not None:  # readers may meet new values
            what = "changed"
        words = f"must match {now}, and had to match {was}"
        for verb, text in (("refused", refused), ("allowed", allowed)):
            if isinstance(text, str):
                words += f"; {shown(text)} is now {verb}"
        yield Finding(f"{before}-pattern-{what}", "", words, was, now)


def _bare(pattern: str) -> str:
    """Return a pattern without the marks of start and end, for those that are not run."""
    return pattern.removeprefix("^").removesuffix("$")


class _Unknown(Enum):
    UNKNOWN = "undecided"


_UNKNOWN = _Unknown.UNKNOWN


def _example(pattern: Pattern, other: Pattern, shape: Shape) -> str | _Unknown | None:
    """Find a value of a shape that matches its pattern, and does not match another one."""
    return _found(pattern, other, shape.metadata.get("min") or 0, shape.metadata.get("max"))


@functools.lru_cache(maxsize=4096)
def _found(pattern: Pattern, other: Pattern, shortest: int, longest: int | None) -> str | _Unknown | None:
    try:
        return find_text(pattern, other, shortest, longest)
    except UndecidedError:
        return _UNKNOWN


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
