"""Make a botocore service description (the ``service-2.json`` form) of an operation page.

Entries and syntax of the page are read side by side: the entries say which members there are, their types,
what is required, and the documentation; the syntax says enums, and where recursion was elided. Either alone
suffices where the other was too large to render. Each shape is named by its path
(``ListInsightsDataResponse.Events.member``), a plain scalar by its type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.models.pages.errors import INCOMPLETE, PageError
from harness.models.pages.outline import Entry, Outline, Syntax
from harness.models.pages.recursion import Ancestor, find_target

Json = dict[str, Any]

_UNION = "This is a Tagged Union structure."
_UNKNOWN_MEMBER = "SDK_UNKNOWN_MEMBER"
_IDEMPOTENCY = "This field is autopopulated if not provided."
_DEPRECATED = "This operation is deprecated and may not function as expected."

_STREAM = {"type": "blob", "streaming": True}
_DOCUMENT = {"type": "structure", "members": {}, "document": True}
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

_KINDS = {
    "structure": "dict",
    "list": "list",
    "string": "string",
    "long": "integer",
    "double": "float",
    "unknown": "float",
    "boolean": "boolean",
    "blob": "bytes",
    "timestamp": "datetime",
    "document": "document",
    "stream": "StreamingBody",
    "eventstream": "EventStream",
}
"""The entry's type that goes with a kind of :class:`Syntax`."""


def describe(outline: Outline, operation: str, metadata: Mapping[str, Any]) -> Json:
    """Return the service description, of one operation, that a page states.

    Args:
        outline: the page, taken apart.
        operation: the operation's API name.
        metadata: the description's ``metadata``.

    Raises:
        PageError: syntax and entries do not fit together, so the page was cut or re-indented.
    """
    shapes = _Shapes()
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


@dataclass(frozen=True)
class _Value:
    """One value of the page in both renderings; a missing one was too large to render."""

    path: str
    entry: Entry | None
    syntax: Syntax | None

    @property
    def type(self) -> str:
        """The type as the page words it."""
        if self.entry:
            return self.entry.type
        return _KINDS[self.syntax.kind] if self.syntax else "document"

    @property
    def elided(self) -> bool:
        """Whether the value is a shape in which it is nested, which botocore writes out only once."""
        return self.syntax is not None and self.syntax.kind == "recursive"

    @property
    def is_map(self) -> bool:
        """Whether a ``dict`` is a map: its one entry has no name, or its one key in the syntax is ``'string'``."""
        if self.entry:
            return [child.name for child in self.entry.children] == [None]
        return self.syntax is not None and list(self.syntax.members) == ["string"]

    def members(self) -> dict[str, _Value]:
        """Return the members of a structure by name."""
        entries = {str(child.name): child for child in self.entry.children} if self.entry else {}
        syntaxes = self.syntax.members if self.syntax else {}
        if self.entry:
            for name in syntaxes.keys() - entries.keys():
                problem = f"{name!r} stands in the syntax but is not described"
                raise PageError(problem, INCOMPLETE, line=self.entry.line)
        return {
            name: _Value(f"{self.path}.{name}", entries.get(name), syntaxes.get(name))
            for name in entries or syntaxes
        }

    def nested(self, key: str, name: str) -> _Value:
        """Return the one value without a name that is nested in this one: a list's member, a map's key."""
        entry = self.entry.children[0] if self.entry and self.entry.children else None
        return _Value(f"{self.path}.{name}", entry, self.syntax.members.get(key) if self.syntax else None)


class _Shapes:
    """Collects the shapes of one description while values are added to it."""

    def __init__(self) -> None:
        self.definitions: Json = {}
        self._ancestors: list[Ancestor] = []

    def add_root(self, name: str, entry: Entry | None, syntax: Syntax | None) -> Json:
        """Add an operation's input or output; return the reference to it."""
        reference = self.add(_Value(name, entry, syntax))
        members = self.definitions[name].get("members", {})
        for member, target in members.items():
            shape = self.definitions[target["shape"]]
            if shape.get("streaming") or shape.get("eventstream"):
                self.definitions[name]["payload"] = member
        return {"shape": reference["shape"]}

    def add(self, value: _Value) -> Json:
        """Add a value's shape and those nested in it; return the reference: shape, documentation, traits."""
        documentation, is_union, is_token = _documentation(value.entry.blocks if value.entry else ())
        reference: Json = {"documentation": documentation} if documentation else {}
        if is_token:
            reference["idempotencyToken"] = True
        if value.elided:
            return {"shape": find_target(value.path, value.entry, self._ancestors), **reference}
        if value.type not in _TYPES:
            line = value.entry.line if value.entry else 0
            raise PageError(f"{value.type!r} is no type that boto3 documents", INCOMPLETE, line=line)
        shape = dict(_TYPES[value.type])
        if is_union:
            shape["union"] = True
        if value.syntax and value.syntax.enum:
            shape["enum"] = list(value.syntax.enum)
        if value.type in _CONTAINERS:
            self._ancestors.append(Ancestor(value.path, value.entry))
            shape.update(self._contents(value))
            self._ancestors.pop()
        plain = len(shape) == 1 and value.type not in _CONTAINERS
        name = str(shape["type"]).capitalize() if plain else value.path
        self.definitions[name] = shape
        return {"shape": name, **reference}

    def _contents(self, value: _Value) -> Json:
        """Add what is nested in a list, a map or a structure; return the traits that refer to it."""
        if value.type == "list":
            return {"member": self.add(value.nested("", "member"))}
        if value.is_map:
            key = value.nested("", "key")
            inner = key.entry.children[0] if key.entry and key.entry.children else None
            syntax = value.syntax.members.get("string") if value.syntax else None
            return {
                "type": "map",
                "key": self.add(_Value(key.path, key.entry, Syntax("string"))),
                "value": self.add(_Value(f"{value.path}.value", inner, syntax)),
            }
        members = value.members()
        if not members and value.syntax is None:
            return _DOCUMENT  # a recursion or an empty structure: the page does not tell which
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
