"""Tags: which operations set, take away and read them, and how requests and responses write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import OperationModel

from harness.contract.values import JsonValue
from harness.synth.values.plausible.place import words_of
from harness.synth.values.tags import TAG, tag_form

Tags = Mapping[str, str]

_ROLES = {
    **dict.fromkeys(("tag", "add", "create", "set", "update", "associate", "attach"), "tag"),
    **dict.fromkeys(("put", "replace"), "retag"),
    **dict.fromkeys(("untag", "remove", "delete", "disassociate", "detach"), "untag"),
    **dict.fromkeys(("list", "get", "describe"), "tags"),
}


@lru_cache(maxsize=16_384)
def tagging_role(operation: OperationModel) -> str:
    """Tell what an operation does with tags: ``tag``, ``retag``, ``untag``, ``tags`` (reads); or empty."""
    words = words_of(operation.name)
    shape = operation.input_shape
    verb = words[0] if words else ""
    if (
        shape is None
        or verb not in _ROLES
        or not (words[-1] in TAG or verb in ("tag", "untag") or _tags_for(words))
    ):
        return ""
    role = _ROLES[verb]
    if role in ("tag", "retag"):
        return role if _tagged(shape, 0) or any("tag" in name.lower() for name in shape.members) else ""
    if role == "untag":
        return role
    output = operation.output_shape
    return role if output is not None and _tagged(output, 0) else ""


def _tags_for(words: tuple[str, ...]) -> bool:
    """Tell whether an operation is of the tags of something: ``ListTagsForResource``."""
    return (words[1:2] == ("tags",) and words[2:3] in (("for",), ("of",), ("to",), ("from",))) or (
        words[1:2] == ("tags",) and len(words) > 2 and words[2] in ("on", "resource")
    )


def _tagged(shape: Any, depth: int) -> bool:
    for name, member in shape.members.items():
        inner = member.member if member.type_name == "list" else member
        if tag_form(name, member) or (
            inner.type_name == "structure" and depth < 1 and _tagged(inner, depth + 1)
        ):
            return True
    return False


def read_tags(form: tuple[str, str], value: JsonValue) -> dict[str, str]:
    """Return tags as they are written in some form."""
    key, held = form
    if not key:
        return {str(name): str(text) for name, text in value.items()} if isinstance(value, dict) else {}
    entries = value if isinstance(value, list) else ()
    return {str(each.get(key)): str(each.get(held, "")) for each in entries if isinstance(each, dict)}


def write_tags(form: tuple[str, str], tags: Tags) -> JsonValue:
    """Write tags in some form."""
    key, held = form
    return dict(tags) if not key else [{key: name, held: text} for name, text in tags.items()]


def tags_in(shape: Any, params: Mapping[str, JsonValue], noun: tuple[str, ...] = ()) -> dict[str, str] | None:
    """Return the tags that a request gives; None if it gives none.

    EC2's tag specifications tell the type that they are for; S3's are inside of a structure, or in a header
    as a query.
    """
    found: dict[str, str] | None = None
    for name, value in params.items():
        member = shape.members.get(name)
        if member is None or value is None or "tag" not in name.lower():
            continue
        if form := tag_form(name, member):
            found = {**(found or {}), **read_tags(form, value)}
        elif member.type_name == "structure":
            inner = tags_in(member, value, noun)
            found = found if inner is None else {**(found or {}), **inner}
        elif member.type_name == "list" and member.member.type_name == "structure":
            for each in value:
                of = str(each.get("ResourceType", "")).replace("-", "")
                if not noun or not of or of == "".join(noun):
                    found = {**(found or {}), **(tags_in(member.member, each, noun) or {})}
        elif name == "Tagging" and member.type_name == "string":
            found = {**(found or {}), **dict(parse_qsl(str(value)))}
    return found


def keys_in(shape: Any, params: Mapping[str, JsonValue]) -> list[str] | None:
    """Return the keys of the tags that a request takes away; None for all of them."""
    for name, value in params.items():
        member = shape.members.get(name)
        if member is None or ("key" not in name.lower() and "tag" not in name.lower()):
            continue
        if member.type_name == "list" and member.member.type_name == "string":
            return [str(each) for each in value]
        if form := tag_form(name, member):
            return list(read_tags(form, value))
        if form is None and member.type_name == "list" and member.member.type_name == "structure":
            keys = [each.get("Key") or each.get("key") for each in value]
            return [str(key) for key in keys if key]
    return None


def lay_tags(shape: Any, value: JsonValue, tags: Tags, depth: int = 0) -> None:
    """Show tags wherever a response, or a part of it, has tags, in place."""
    if not isinstance(value, dict) or shape is None:
        return
    for name, member in shape.members.items():
        if form := tag_form(name, member):
            value[name] = write_tags(form, tags)
        elif name in value and depth < 2:
            inner = member.member if member.type_name == "list" else member
            if inner.type_name == "structure":
                for each in value[name] if isinstance(value[name], list) else [value[name]]:
                    lay_tags(inner, each, tags, depth + 1)
