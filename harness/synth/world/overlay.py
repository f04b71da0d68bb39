"""Lay what a world knows over an answer that is made without memory, by members' names and shapes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from botocore.model import OperationModel

from harness.contract.values import JsonValue, parse_timestamp
from harness.models.resources import ResourceTypes, resource_types
from harness.models.unions import is_union
from harness.synth.responses.echo import is_own
from harness.synth.values.digests import entity_tag
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.tags import tag_form
from harness.synth.values.views import Noun, View, allows, content_member, view_of
from harness.synth.world.actions import settable
from harness.synth.world.records import Record
from harness.synth.world.tags import write_tags

Find = Callable[[Noun, str], Record | None]


@dataclass
class Overlay:
    """Shows records in one answer.

    Attributes:
        operation: the operation that answers.
        find: from a type and a name to the record.
        acted: the record that the operation is about, if there is one.
        fresh: whether that is being created: whatever shows its type then shows it.
        part: the part of that which it is about, of which the response may tell what nobody sent; or empty.
        asked: the texts that the request has: what one of them names is no other resource.
        changed: whether anything was laid over the response.
        shown: the structures that showed the record's type, each with how it shows it.
    """

    operation: OperationModel
    find: Find
    acted: Record | None = None
    fresh: bool = False
    part: str = ""
    asked: frozenset[str] = frozenset()
    changed: bool = False
    shown: list[tuple[View, dict[str, JsonValue]]] = field(default_factory=list)

    def lay(self, response: dict[str, JsonValue]) -> None:
        """Lay what is known over a response, in place."""
        if self.operation.output_shape is not None:
            self._walk(self.operation.output_shape, response, "", self.acted, 0)

    def _walk(self, shape: Any, value: JsonValue, member: str, around: Record | None, depth: int) -> None:
        if isinstance(value, list) and shape.type_name == "list":
            for entry in value:
                self._walk(shape.member, entry, member, around, depth)
        if not isinstance(value, dict) or shape.type_name != "structure" or depth > 6:
            return
        view = view_of(self.operation, shape, member)
        record = self._shown(view, value, around, is_top=not member)
        is_all = depth == 1 and self._is_all(member)
        if record is None and depth == 1 and (is_all or self._is_around_acted(value)):
            record = self.acted
        if record is not None:
            is_part = bool(self.part) and (is_all or not member)
            of_part = self._only_part(record) if is_part and is_all else record
            write(of_part, shape, value, self.operation, is_part=is_part)
            self.changed = True
        for name, inner in shape.members.items():
            if isinstance(value.get(name), dict | list):
                self._walk(inner, value[name], name, record or around, depth + 1)

    def _is_all(self, member: str) -> bool:
        """Tell whether a structure is all that a result has about a part, or a resource without a name."""
        types = resource_types(self.operation.service_model)
        if self.acted is None or not (self.part or types.key_of(self.acted.noun)):
            return False
        shapes = self.operation.output_shape.members.items()
        return [name for name, shape in shapes if shape.type_name == "structure"] == [member]

    def _only_part(self, record: Record) -> Record:
        own = record.parts.get(self.part, ())
        members = {name: record.members[name] for name in own if name in record.members}
        return replace(record, members=members, names={})

    def _is_around_acted(self, value: Mapping[str, JsonValue]) -> bool:
        """Tell whether what a result holds has what names the resource in a structure of its own."""
        acted = self.acted
        inner = [each for each in value.values() if isinstance(each, dict)]
        types = resource_types(self.operation.service_model)
        return acted is not None and not self.fresh and any(_names(acted, each, types) for each in inner)

    def _shown(
        self, view: View | None, value: dict[str, JsonValue], around: Record | None, *, is_top: bool
    ) -> Record | None:
        if is_top:
            return self.acted
        types = resource_types(self.operation.service_model)
        acted = None if self.fresh or self.acted is None else self.acted
        if acted is not None and _names(acted, value, types) and not _is_another(acted, view, value):
            return acted
        if view is None:
            return None
        if self.acted is not None and self.fresh and view.noun == self.acted.noun:
            self.shown.append((view, value))
            return self.acted
        named = [str(value[name]) for name, _ in view.members if isinstance(value.get(name), str)]
        for name in sorted(named, key=lambda name: name not in self.asked):
            if (record := self.find(view.noun, name)) is not None or name in self.asked:
                return record
        return around if around is not None and around.noun == view.noun and not named else None


def _is_another(record: Record, view: View | None, value: Mapping[str, JsonValue]) -> bool:
    """Tell whether a structure that names a resource shows another of a type of its own, which has a name."""
    if view is None or view.noun == record.noun:
        return False
    own = next((value[name] for name, _ in view.members if isinstance(value.get(name), str)), None)
    return own not in (None, record.name)


def _names(record: Record, value: Mapping[str, JsonValue], types: ResourceTypes) -> bool:
    """Tell whether a structure names a resource by what tells it from others."""
    return any(
        each == record.name and types.kind_in(name, record.noun) is not None
        for name, each in value.items()
        if isinstance(each, str)
    )


def write(
    record: Record,
    shape: Any,
    value: dict[str, JsonValue],
    operation: OperationModel,
    *,
    is_part: bool = False,
) -> None:
    """Write into a structure what is known of the resource, or of the part of one, that it shows."""
    service = operation.service_model
    types = resource_types(service)
    sent = settable(service, record.noun) if record.is_whole and not is_part else frozenset()
    for name, inner in shape.members.items():
        if (form := tag_form(name, inner)) and (record.is_whole or record.tags):
            if record.tags or name in value:
                value[name] = write_tags(form, record.tags)
            continue
        kind = types.kind_in(name, record.noun) if inner.type_name == "string" else None
        if kind is not None and kind in record.names and allows(inner, record.names[kind]):
            value[name] = record.names[kind]
            continue
        known = find_member(record, name)
        fitted = UNKNOWN if known is UNKNOWN else fit(known, inner, value.get(name))
        if fitted is not UNKNOWN:
            value[name] = fitted
        elif (
            name in value
            and name.lower() in sent
            and known is UNKNOWN
            and name not in shape.required_members
            and kind is None
            and _is_made_up(inner)
        ):
            del value[name]
    _describe_content(record, shape, value, operation)


def _is_made_up(shape: Any) -> bool:
    """Tell whether a value that nobody sent cannot be a default: a list, say, or a free text."""
    if shape.type_name in ("list", "map", "structure", "blob"):
        return True
    return shape.type_name == "string" and not shape.metadata.get("enum")


def find_member(record: Record, name: str) -> JsonValue:
    """Return what is known of a member, which may have the type's name before its own, or `UNKNOWN`."""
    lower, noun = name.lower(), "".join(record.noun)
    for spelled in (lower, noun + lower, lower.removeprefix(noun)):
        if spelled in record.members:
            return record.members[spelled]
    return UNKNOWN


def fit(value: JsonValue, shape: Any, made: JsonValue = None) -> JsonValue:
    """Return a value as another shape has it; `UNKNOWN` if it cannot stand there.

    Args:
        value: what is known.
        shape: the shape of the place.
        made: what stands there without memory: members that must be there come from it.
    """
    match shape.type_name:
        case "structure":
            return _fit_structure(value, shape, made)
        case "list":
            if not isinstance(value, list):
                return UNKNOWN
            like = made[0] if isinstance(made, list) and made else None
            fitted = [fit(each, shape.member, like) for each in value]
            return UNKNOWN if any(each is UNKNOWN for each in fitted) else fitted
        case "map":
            if not isinstance(value, dict):
                return UNKNOWN
            like = next(iter(made.values()), None) if isinstance(made, dict) else None
            pairs = {key: fit(each, shape.value, like) for key, each in value.items()}
            return UNKNOWN if any(each is UNKNOWN for each in pairs.values()) else pairs
        case "string" | "character":
            return value if isinstance(value, str) and allows(shape, value) else UNKNOWN
        case "boolean":
            return value if isinstance(value, bool) else UNKNOWN
        case "integer" | "long":
            is_number = isinstance(value, int) and not isinstance(value, bool)
            return value if is_number and _in_bounds(shape, value) else UNKNOWN
        case "float" | "double":
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return value if is_number and _in_bounds(shape, value) else UNKNOWN
        case "timestamp":
            is_time = isinstance(value, str) and parse_timestamp(value) is not None
            return value if is_time else UNKNOWN
        case "blob":
            return value if isinstance(value, str) and _is_base64(value) else UNKNOWN
    return UNKNOWN


def _fit_structure(value: JsonValue, shape: Any, made: JsonValue) -> JsonValue:
    if not isinstance(value, dict):
        return UNKNOWN
    by_lower = {name.lower(): name for name in shape.members}
    known = made if isinstance(made, dict) else {}
    fitted: dict[str, JsonValue] = {}
    for name, each in value.items():
        own = by_lower.get(name.lower())
        inner = UNKNOWN if own is None else fit(each, shape.members[own], known.get(own))
        if own is not None and inner is not UNKNOWN:
            fitted[own] = inner
    for name in shape.required_members:
        if name not in fitted:
            if name not in known:
                return UNKNOWN
            fitted[name] = known[name]
    if (value and not fitted) or (is_union(shape) and len(fitted) != 1):
        return UNKNOWN
    return fitted


def _in_bounds(shape: Any, value: float) -> bool:
    traits = shape.metadata
    return bool(traits.get("min", value) <= value <= traits.get("max", value))


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return True


def _describe_content(
    record: Record, shape: Any, value: dict[str, JsonValue], operation: OperationModel
) -> None:
    """Make the size and ETag of a resource that has content those of its content."""
    content = content_of(record, operation)
    if content is None:
        return
    for name, member in shape.members.items():
        is_tag = name.lower() == "etag" and member.type_name == "string"  # HealthOmics has structures
        if is_tag and (name in value or "etag" in record.members):
            value[name] = record.members.get("etag") or entity_tag(content)
        elif name in ("Size", "ContentLength"):
            value[name] = len(content)


def content_of(record: Record, operation: OperationModel) -> bytes | None:
    """Return the bytes of a resource that has content, an object's; None if it has none."""
    found = content_member(operation.service_model, record.noun)
    text = None if found is None else record.members.get(found[0].lower())
    return base64.b64decode(text) if isinstance(text, str) else None


def flat(operation: OperationModel, params: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return what a request says by the members in small letters; those inside of structures as well."""
    found: dict[str, JsonValue] = {}
    for outer, value in params.items():
        for name, inner in value.items() if isinstance(value, dict) else ():
            if is_own(operation, outer, name.lower()):
                found.setdefault(name.lower(), inner)
    return {**found, **{name.lower(): value for name, value in params.items()}}
