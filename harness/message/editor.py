"""What edits the values of a message, or only sees them: the part that a user of this package writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.message.place import Label, Place, Style

Part = Literal["header", "query", "form field"]
"""A part of a message whose names HTTP and signatures have too, besides members."""


class Editor:
    """Sees every value of a message with its place, and leaves all as it is; subclasses say what changes."""

    __slots__ = ()

    def scalar(self, place: Place, value: Any) -> Any:
        """Return the replacement of a value (no list, no object), or the value itself."""
        return value

    def key(self, place: Place | None, key: Any, taken: set[str]) -> Any:
        """Return the replacement of a key of a map.

        Args:
            place: the place of the map's keys; None where keys are names of the model and stay.
            key: the key.
            taken: the keys that the map has so far.
        """
        return key

    def unbound(self, part: Part, name: str, place: Place, value: str) -> str:
        """Return the replacement of a value outside of the body that belongs to no member."""
        return str(self.scalar(place, value))

    def address(self, place: Place, uri: str) -> str:
        """Edit the rest of a URI, after its path and query were edited."""
        return uri

    def label(self, names: Mapping[str, Any]) -> Label | None:
        """Return the name that one value of a mapping gives the others, if there is one."""
        return None

    def next_label(self, label: Label | None, value: Any) -> Label | None:
        """Return what the next item of a list is called by the one before it: ``["--password", "..."]``.

        Args:
            label: what the item before it is called so.
            value: the item before it.
        """
        return None

    def may_label(self, text: str) -> bool:
        """Tell whether `label` may name anything in a JSON or XML text."""
        return False

    def reads(self, place: Place) -> bool:
        """Tell whether a value at or below a place is edited because of its place."""
        return True

    def skips(self, place: Place, part: str, style: Style) -> bool:
        """Tell whether surely nothing is edited in a part of a JSON or XML text.

        Args:
            place: where the part stands: a structure of the model, or the items of a list of such.
            part: the text of an object or element.
            style: how it names members.
        """
        return False

    def searches(self, content: bytes) -> bool:
        """Tell whether a body may have a value to edit at any place, if `reads` says no."""
        return True
