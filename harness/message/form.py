"""Edit the values of a form (``a=1&b=2``) in place: query strings, and bodies of query and ec2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

from harness.message.place import Label, Place, Style, inside, item

if TYPE_CHECKING:
    from harness.message.editor import Editor

_LONGEST_INDEX = 10
_LONGEST_LABEL = 400

EditField = Callable[[str, str], object]
"""From a field's name and value to the replacement of the value."""


def edit_form(text: str, edit: EditField) -> str:
    """Edit the values of a form.

    Args:
        text: the form, url-encoded.
        edit: what replaces what.

    Returns:
        The form, with the values replaced that were changed.
    """
    return "&".join(_edit_field(field, edit) for field in text.split("&")) if text else text


def _edit_field(field: str, edit: EditField) -> str:
    name, equals, spelled = field.partition("=")
    if not spelled:
        return field
    value = unquote_plus(spelled)
    edited = str(edit(unquote_plus(name), value))
    return field if edited == value else f"{name}{equals}{quote(edited, safe='-_.~')}"


def edit_parameters(place: Place, text: str, editor: Editor, style: Style) -> str:
    """Edit the body of a query or ec2 request, whose names spell places (``Filter.1.Value.2``).

    Args:
        place: where the whole input stands.
        text: the form, url-encoded.
        editor: what replaces what.
        style: ``"query"`` or ``"ec2"``.
    """
    labels = _labels(text, editor)

    def edit(name: str, value: str) -> object:
        found = _locate(place, name, style)
        above, _, last = name.rpartition(".")
        label = labels.get(above)
        if label is not None and label.is_for(last):
            found = replace(found, label=label, free=True)
        if found.shape is None:
            return editor.unbound("form field", name, found, value)
        return editor.scalar(found, value)

    return edit_form(text, edit)


def _labels(text: str, editor: Editor) -> dict[str, Label]:
    """Return by what name a value is called that has names next to it (``P.member.1.ParameterKey``)."""
    named: dict[str, dict[str, str]] = {}
    for part in text.split("&"):
        name, _, spelled = part.partition("=")
        above, _, last = name.rpartition(".")
        if above and len(spelled) <= _LONGEST_LABEL:
            named.setdefault(above, {})[last] = unquote_plus(spelled)
    labels = ((above, editor.label(names)) for above, names in named.items())
    return {above: label for above, label in labels if label is not None}


def _locate(place: Place, name: str, style: Style) -> Place:
    parts = name.split(".")
    while parts:
        if place.shape is not None and place.shape.type_name in ("list", "map") and not place.entry:
            index, parts = _split_index(parts)
            place = item(place, index) if place.shape.type_name == "list" else inside(place, "entry", style)
        else:
            place = inside(place, parts.pop(0), style)
    return place


def _split_index(parts: list[str]) -> tuple[int | None, list[str]]:
    # "member.1", "entry.1" or just "1": whatever a list or map is written with, its index ends it.
    for place, part in enumerate(parts):
        if part.isdecimal() and part.isascii() and len(part) < _LONGEST_INDEX:
            return int(part) - 1, parts[place + 1 :]
    return None, []
