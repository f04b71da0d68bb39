"""Decide what replaces a value of a message, by the rules of a redaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.message.editor import Part
from harness.message.place import Label, Place, Style
from harness.redaction.credentials import edit_unbound
from harness.redaction.exposure import is_guarded, is_part_exposed
from harness.redaction.judge import is_enum, is_kept, is_sensitive, kind_of
from harness.redaction.labels import MAY_LABEL, label_of, next_label
from harness.redaction.neutral import neutral
from harness.redaction.redacting import Redacting
from harness.redaction.search import LARGE, edit_bytes, edit_text
from harness.redaction.stand_ins import keeps_to, numbered
from harness.redaction.suspicion import is_suspect


@dataclass(frozen=True, slots=True)
class SecretEditor(Redacting):
    """Replaces the values of a message that a redaction names.

    A secret that was found is replaced elsewhere too: as a whole value anywhere, and as a part of prose (an
    error message that repeats a password), of bytes, and of what the model does not know. Within modelled
    names and ARNs it is left alone: the recording's later calls use them.
    """

    def reads(self, place: Place) -> bool:
        """Tell whether the rules may name something at or below a place."""
        return is_sensitive(self.service, place) or is_guarded(place.shape, self.redaction, self.service)

    def skips(self, place: Place, part: str, style: Style) -> bool:
        """Tell whether nothing in a part is named by its place, looks like a secret, or was found before."""
        if is_sensitive(self.service, place) or is_part_exposed(
            place, part, self.redaction, style, self.service
        ):
            return False
        return not is_suspect(_encoded(part), self)

    def searches(self, content: bytes) -> bool:
        """Tell whether something in a content looks like a secret, or is one that was found before."""
        return is_suspect(content, self)

    def label(self, names: Mapping[str, Any]) -> Label | None:
        """Return what the values next to a name are called, if that name is a secret's."""
        return label_of(names)

    def next_label(self, label: Label | None, value: Any) -> Label | None:
        """Return what the next item of a list is called by the one before it, if that names a secret."""
        return next_label(label, value)

    def may_label(self, text: str) -> bool:
        """Tell whether a JSON or XML text has a key or element that may name what is next to it."""
        return MAY_LABEL.search(text) is not None

    def unbound(self, part: Part, name: str, place: Place, value: str) -> str:
        """Return what stands for a header, query parameter or form field that is no member's."""
        return edit_unbound(self, part, name, place, value)

    def address(self, place: Place, uri: str) -> str:
        """Return a URI without what looks like a secret in it, such as a password before the host."""
        return uri if uri in self.plain else edit_text(place, uri, self)

    def scalar(self, place: Place, value: Any) -> Any:
        """Return what stands for a value (no list, no object); or the value itself if it may stay."""
        if self.redaction.keep and is_kept(self.redaction, place):
            return value
        kind = self.kind(place, value)
        edited = neutral(place.shape, value, self.memory) if kind else self._searched(place, value)
        for function in self.redaction.functions:
            standing = function(place.path, edited)
            if standing != edited:
                kind, edited = kind or "user rule", standing
        if edited == value:
            return value
        if kind:
            self.report(place, kind)
        return edited

    def key(self, place: Place | None, key: Any, taken: set[str]) -> Any:
        """Return what stands for a key of a map; different keys of one map stay different.

        Args:
            place: the place of the map's keys; None where keys are names of the model and stay.
            key: the key.
            taken: the keys that the map has so far; the returned one is added.
        """
        if place is None or not isinstance(key, str):
            return key
        edited = self.scalar(place, key)
        if edited in taken and (edited is not key or self.kind(place, key)):
            edited = next(name for name in _alternatives(place, edited) if name not in taken)
        taken.add(edited)
        return edited

    def deeper(self) -> SecretEditor:
        """Return the editor of what is encoded within a value."""
        return SecretEditor(
            self.redaction,
            self.report,
            self.memory,
            self.nesting - 1,
            self.judged,
            self.service,
            answered=self.answered,
        )

    def kind(self, place: Place, value: Any) -> str | None:
        """Tell as what a value is replaced by its place (`judge.kind_of`)."""
        return kind_of(self.redaction, self.service, place, value, answered=self.answered)

    def _searched(self, place: Place, value: Any) -> Any:
        if not isinstance(value, str | bytes):
            return value
        if len(value) >= LARGE and not is_suspect(
            value if isinstance(value, bytes) else _encoded(value), self
        ):
            return value
        if isinstance(value, bytes):
            return edit_bytes(place, value, self)
        known = self.memory.learned.get(value)
        if known is not None and _may_stand(place, known, value):
            self.report(place, "repeated secret")
            return known
        if value in self.plain:
            return value
        return edit_text(place, value, self)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _may_stand(place: Place, standing: str, value: str) -> bool:
    return not is_enum(place) and keeps_to(place.shape, standing, value)


def _alternatives(place: Place, key: str) -> Iterator[str]:
    """Yield other spellings of a stand-in: the other values of its enum, or numbered ones, ever longer."""
    if place.shape is not None:
        yield from place.shape.metadata.get("enum", ())
    number = 1
    while True:
        yield numbered(key + "x" * (number // 26), number, crowded=True)
        number += 1
