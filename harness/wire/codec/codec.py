"""What a body codec is: the half of a protocol that knows how values look in a body (Smithy's "codec")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from harness.contract.values import JsonValue, to_json_value
from harness.models.compile import Convert
from harness.wire.errors import UnreadableMessage


class Misread(str):
    """What a strict codec returns for a value of another form than its shape's.

    Args:
        expected: the form that it must have: ``"text, without elements"``.
        found: what is there instead.

    Attributes:
        expected: the form that it must have.
    """

    expected: str

    def __new__(cls, expected: str, found: str) -> Misread:
        """Make the text of what was found."""
        misread = super().__new__(cls, found)
        misread.expected = expected
        return misread


@dataclass(frozen=True, slots=True)
class Codec:
    """A body format, in two steps: bytes and the format's own tree, the tree and the values of a shape.

    Attributes:
        media_type: the content type of its bodies.
        empty: the body of an operation without output.
        load: from a body to its tree; raises `UnreadableMessage`.
        dump: from a tree to a body.
        read: from a shape to the function from tree to value.
        write: from a shape to the function from value to tree.
        plain: from a tree to what is in it, where no shape is known.
        exchanged: from a shape and a body to the value in the form of an `Exchange`, in one pass; None for a
            codec whose values are read first, and converted then.
    """

    media_type: str
    empty: bytes
    load: Callable[[bytes], Any]
    dump: Callable[[Any], bytes]
    read: Callable[[Shape], Convert]
    write: Callable[[Shape], Convert]
    plain: Convert
    exchanged: Callable[[Shape, bytes], JsonValue] | None = None

    def decode(self, shape: Shape, body: bytes) -> Any:
        """Read the value of a shape from a body.

        Raises:
            UnreadableMessage: the body is not of this format.
        """
        return self.read(shape)(self.load(body))

    def decode_members(self, shape: Shape, body: bytes) -> dict[str, Any]:
        """Read the members of a structure from a body; none from an empty body, or a null.

        Raises:
            UnreadableMessage: the body is not of this format, or holds something else.
        """
        return _members(self.decode(shape, body)) if body else {}

    def decode_exchanged(self, shape: Shape, body: bytes) -> dict[str, JsonValue]:
        """Read the members of a structure from a body as exchanges hold them (`to_json_value`).

        Raises:
            UnreadableMessage: the body is not of this format, or holds something else.
        """
        if self.exchanged is not None and body:
            return _members(self.exchanged(shape, body))
        members: dict[str, JsonValue] = to_json_value(shape, self.decode_members(shape, body))
        return members

    def encode(self, shape: Shape, value: Any) -> bytes:
        """Write the value of a shape as a body."""
        return self.dump(self.write(shape)(value))


def _members(value: Any) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        raise UnreadableMessage("body", f"it holds no members, but a {type(value).__name__}")
    return value or {}
