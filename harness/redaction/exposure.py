"""Tell quickly whether a decoded body or parameters hold a value that a model guards and nothing stands for.

The same judgement as that of the editors, for what needs no edit, as nearly all that was recorded does not:
shapes are compiled to functions that go only where something is guarded. A redaction with pointers or
functions of its own, members in headers and the like are left to the editors.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from harness.contract.values import is_document
from harness.message.place import WRAPPED, Style, wire_members
from harness.redaction.classes import is_credential_shape, is_settings_shape, is_unmarked
from harness.redaction.memory import Memory
from harness.redaction.names import is_setting_secret, strength
from harness.redaction.neutral import neutral
from harness.redaction.specification import is_secret_name
from harness.redaction.stand_in import is_stand_in

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from botocore.model import Shape

Exposed = Callable[[Any], bool]
"""Tells whether a value may hold something to be replaced."""


def is_exposed(shape: Shape, value: Any, members: re.Pattern[str], style: Style, service: str = "") -> bool:
    """Tell whether a value may hold something that the editors would replace by its place.

    Args:
        shape: an input, output or error shape, or what is below one.
        value: the parameters, or what a body was decoded to.
        members: the names of members that hold secrets (`Redaction.members`).
        style: how the value's keys name members: ``"model"`` or ``"json"``.
        service: botocore's name of the service; empty if it is not known.

    Returns:
        False if there surely is nothing. What the patterns of a redaction find is no matter of places.
    """
    exposed = _compiled(shape, members, style, service)
    try:
        return exposed is not None and exposed(value)
    except RecursionError:
        return True


def is_all_in_body(shape: Shape, members: re.Pattern[str], service: str = "") -> bool:
    """Tell whether all that a model guards in a shape stands in a JSON body, not in headers or a payload."""
    return _compiled(shape, members, "json", service) is not _always


@lru_cache(maxsize=8192)
def _compiled(shape: Shape, members: re.Pattern[str], style: Style, service: str) -> Exposed | None:
    return _Compiler(members, style, service).compile(shape, "", False)


def _always(value: Any) -> bool:
    return True


class _Compiler:
    def __init__(self, members: re.Pattern[str], style: Style, service: str) -> None:
        self._members = members
        self._style = style
        self._service = service
        self._known: dict[tuple[str, str, bool], Exposed | None] = {}

    def compile(self, shape: Shape, name: str, sensitive: bool) -> Exposed | None:
        """Return the function of a shape under a name; None where nothing in it can be exposed."""
        if not sensitive and shape.metadata.get("sensitive"):
            if is_settings_shape(self._service, shape.name):
                return lambda value: _is_setting_exposed(name, value)
            sensitive = is_credential_shape(self._service, shape.name)
        key = (shape.name, name, sensitive)
        if key not in self._known:

            def again(value: Any) -> bool:  # a shape that contains itself meets this while it is compiled
                known = self._known[key]
                return known is not None and known(value)

            self._known[key] = again
            self._known[key] = self._of(shape, name, sensitive)
        return self._known[key]

    def _is_secret(self, name: str) -> bool:
        """Tell whether a name that a user gave may name a secret."""
        return is_secret_name(self._members, name) or strength(name) > 0

    def _of(self, shape: Any, name: str, sensitive: bool) -> Exposed | None:
        if is_document(shape):
            return lambda value: value is not None if sensitive else isinstance(value, dict | list)
        match shape.type_name:
            case "structure":
                return self._structure(shape, name, sensitive)
            case "list":
                item = self.compile(shape.member, name, sensitive)
                return None if item is None else _list(item)
            case "map":
                return self._map(shape, name, sensitive)
            case "string" | "blob" as kind:
                is_enum = "enum" in shape.metadata
                if sensitive or (is_secret_name(self._members, name) and not is_enum):
                    return _text(shape) if kind == "string" else _scalar(shape)
                return None
        return _scalar(shape) if sensitive else None

    def _structure(self, shape: Any, above: str, sensitive: bool) -> Exposed | None:
        known = wire_members(shape, self._style)
        parts: dict[str, Exposed] = {}
        for wire_name, (name, member, entry) in known.items():
            marked = sensitive or is_unmarked(self._service, (entry,))
            exposed = self.compile(member, above if name in WRAPPED and above else name, marked)
            if exposed is not None:
                is_elsewhere = "location" in member.serialization or "eventstream" in member.serialization
                if self._style != "model" and (is_elsewhere or "payload" in shape.serialization):
                    return _always
                parts[wire_name] = exposed
        if not parts and not sensitive:
            return None
        return self._members_of(parts, known.keys(), sensitive)

    def _members_of(self, parts: Mapping[str, Exposed], known: AbstractSet[str], sensitive: bool) -> Exposed:
        items = tuple(parts.items())

        def exposed(value: Any) -> bool:
            if type(value) is not dict:
                return value is not None
            for name, is_part_exposed in items:
                if name in value and is_part_exposed(value[name]):
                    return True
            return not value.keys() <= known and any(
                sensitive or isinstance(item, dict | list) or self._is_secret(name)
                for name, item in value.items()
                if name not in known
            )

        return exposed

    def _map(self, shape: Any, name: str, sensitive: bool) -> Exposed:
        key = self.compile(shape.key, "", False)
        item = self.compile(shape.value, "", sensitive)

        def exposed(value: Any) -> bool:
            if type(value) is not dict:
                return value is not None
            # A value goes by the name of its key.
            if any(name in WRAPPED or self._is_secret(name) for name in value):
                return True
            return (key is not None and any(map(key, value))) or (
                item is not None and any(map(item, value.values()))
            )

        return exposed


def _is_setting_exposed(name: str, value: Any) -> bool:
    """Tell whether settings hold what looks like a credential."""
    if isinstance(value, dict):
        return any(_is_setting_exposed(str(key), each) for key, each in value.items())
    if isinstance(value, list):
        return any(_is_setting_exposed(name, each) for each in value)
    if value is None or (isinstance(value, str) and is_stand_in(value)):
        return False
    return not isinstance(value, str) or is_setting_secret(name, value)


def _list(item: Exposed) -> Exposed:
    def exposed(value: Any) -> bool:
        return any(map(item, value)) if type(value) is list else value is not None

    return exposed


def _scalar(shape: Shape) -> Exposed:
    def exposed(value: Any) -> bool:
        if isinstance(value, dict | list):
            return True
        return bool(neutral(shape, value, Memory()) != value)

    return exposed


def _text(shape: Shape) -> Exposed:
    scalar = _scalar(shape)

    def exposed(value: Any) -> bool:
        # The common case, without a memory. A document is no stand-in as a whole.
        if type(value) is str and value.lstrip()[:1] not in ("{", "[") and is_stand_in(value):
            return False
        return scalar(value)

    return exposed
