"""Make a botocore service description (the ``service-2.json`` form) of an operation page.

Entries and syntax of the page are read side by side: the entries say which members there are, their types,
what is required, and the documentation; the syntax says enums, and where recursion was elided. Either alone
suffices where the other was too large to render. Each shape is named by its path
(``ListInsightsDataResponse.Events.member``), a plain scalar by its type, an enum by operation and member.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harness.models.pages.errors import INCOMPLETE, PageError
from harness.models.pages.outline import Entry, Outline, Syntax
from harness.models.pages.recursion import find_target
from harness.models.pages.value import Value

Json = dict[str, Any]

_UNION = "This is a Tagged Union structure."
_UNKNOWN_MEMBER = "SDK_UNKNOWN_MEMBER"
_IDEMPOTENCY = "This field is autopopulated if not provided."
_DEPRECATED = "This operation is deprecated and may not function as expected."

_STREAM = {"type": "blob", "streaming": True}
_DOCUMENT: Json = {"type": "structure", "members": {}, "document": True}
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "long"},
    "float": {"type": "double"},
    "boolean": {"type": "boolean"},
    "bytes": {"type": "blob"},
    "datetime": {"type": "timestamp"},
    "list": {"type": "list"},
    "dict": {"type": "structure"},
    "document": _DOCUMENT,
    "JSON serializable": {"type": "string", "jsonvalue": True, "location": "header"},
    "bytes or seekable file-like object": _STREAM,
    "StreamingBody": _STREAM,
    "EventStream": {"type": "structure", "eventstream": True},
    "str or dict": {"type": "string"},
}
"""The types that ``botocore.docs`` writes; where it merges two of a model's types, the wider one."""


def describe(outline: Outline, operation: str, metadata: Mapping[str, Any]) -> Json:
    """Return the service description, of one operation, that a page states.

    Args:
        outline: the page, taken apart.
        operation: the operation's API name.
        metadata: the description's ``metadata``.

    Raises:
        PageError: syntax and entries do not fit together, so the page was cut or re-indented.
    """
    shapes = _Shapes(operation)
    blocks = [block for block in outline.blocks if _DEPRECATED not in block]
    described: Json = {"name": operation, "documentation": "".join(blocks)}
    if len(blocks) < len(outline.blocks):
        described["deprecated"] = True
    if outline.request:
        entries, syntax = outline.request.entries, outline.request.syntax
        root = Entry(None, "dict", False, (), entries, 0) if entries else None
        described["input"] = shapes.add_root(f"{operation}Request", root, syntax)
    if outline.response:
        entries, syntax = outline.response.entries, outline.response.syntax
        described["output"] = shapes.add_root(f"{operation}Response", entries[0] if entries else None, syntax)
    if outline.exceptions:
        described["errors"] = [{"shape": name} for name in outline.exceptions]
    for name in outline.exceptions:
        shapes.definitions[name] = {"type": "structure", "members": {}, "exception": True}
    return {
        "version": "2.0",
        "metadata": dict(metadata),
        "operations": {operation: described},
        "shapes": shapes.definitions,
    }


class _Shapes:
    """Collects the shapes of one description while values are added to it."""

    def __init__(self, operation: str) -> None:
        self.definitions: Json = {}
        self._operation = operation
        self._around: list[Value] = []

    def add_root(self, name: str, entry: Entry | None, syntax: Syntax | None) -> Json:
        """Add an operation's input or output; return the reference to it."""
        reference = self.add(Value(name, "", True, entry, syntax))
        members = self.definitions[name].get("members", {})
        for member, target in members.items():
            shape = self.definitions[target["shape"]]
            if shape.get("streaming") or shape.get("eventstream"):
                self.definitions[name]["payload"] = member
        return {"shape": reference["shape"]}

    def add(self, value: Value) -> Json:
        """Add a value's shape and those nested in it; return the reference: shape, documentation, traits."""
        documentation, is_union, is_token = _documentation(value.entry.blocks if value.entry else ())
        reference: Json = {"documentation": documentation} if documentation else {}
        if is_token:
            reference["idempotencyToken"] = True
        if value.elided:
            target = find_target(value, self._around)
            if target is None:
                self.definitions[value.path] = _DOCUMENT
            return {"shape": target or value.path, **reference}
        if value.type not in _TYPES:
            raise PageError(f"{value.type!r} is no type that boto3 documents", INCOMPLETE, line=value.line)
        shape = dict(_TYPES[value.type])
        if is_union:
            shape["union"] = True
        if value.syntax and value.syntax.enum:
            shape["enum"] = list(value.syntax.enum)
        if value.type in _CONTAINERS:
            self._around.append(value)
            shape.update(self._contents(value))
            self._around.pop()
        name = self._name(value, shape)
        self.definitions[name] = shape
        return {"shape": name, **reference}

    def _name(self, value: Value, shape: Json) -> str:
        """Name a shape; enums of one name and the same values are one shape, in request and response."""
        if shape.keys() == {"type"}:
            return str(shape["type"]).capitalize()
        shared = f"{self._operation}.{value.name}"
        if "enum" in shape and self.definitions.get(shared, shape) == shape:
            return shared
        return value.path

    def _contents(self, value: Value) -> Json:
        """Add what is nested in a list, a map or a structure; return the traits that refer to it."""
        if value.type == "list":
            return {"member": self.add(value.member())}
        if value.is_map:
            return {"type": "map", "key": self.add(value.key()), "value": self.add(value.value())}
        members = value.members()
        if not members and (value.syntax is None or value.syntax.kind == "unknown"):
            return _DOCUMENT  # left open: the page does not say what is in it
        traits: Json = {"members": {name: self.add(member) for name, member in members.items()}}
        required = [name for name, member in members.items() if member.entry and member.entry.required]
        if required:
            traits["required"] = required
        if value.type == "EventStream":
            for reference in traits["members"].values():
                self.definitions[reference["shape"]]["event"] = True
        return traits


_CONTAINERS = ("list", "dict", "EventStream")


def _documentation(blocks: Sequence[str]) -> tuple[str, bool, bool]:
    """Part the API's documentation from what botocore adds to it.

    Returns:
        The documentation, whether the shape is a tagged union, whether it is an idempotency token.
    """
    kept = [block for block in blocks if _UNION not in block and _UNKNOWN_MEMBER not in block]
    text = "".join(kept)
    plain = text.replace(f"<p>{_IDEMPOTENCY}</p>", "").replace(_IDEMPOTENCY, "")
    return plain, len(kept) < len(blocks), plain != text
