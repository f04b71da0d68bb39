"""Edit the values of a form (``a=1&b=2``) where they stand: query strings, and bodies of query and ec2."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote_plus

from harness.record.redaction.edit import Editor
from harness.record.redaction.place import Place, Style, inside, item

Locate = Callable[[str], Place]
"""From a field's name to where its value stands."""


def edit_form(text: str, editor: Editor, locate: Locate) -> str:
    """Edit the values of a form.

    Args:
        text: the form, url-encoded.
        editor: what to put in the place of what.
        locate: where the value under a name stands.

    Returns:
        The form, with the values replaced that the editor changed.
    """
    return "&".join(_edit_field(field, editor, locate) for field in text.split("&")) if text else text


def _edit_field(field: str, editor: Editor, locate: Locate) -> str:
    name, equals, spelled = field.partition("=")
    if not spelled:
        return field
    value = unquote_plus(spelled)
    edited = editor.scalar(locate(unquote_plus(name)), value)
    return field if edited is value else f"{name}{equals}{quote(str(edited), safe='-_.~')}"


def locate_parameter(place: Place, style: Style) -> Locate:
    """Return where the parameters of the query protocols stand, by names such as ``Filter.1.Value.2``.

    Args:
        place: where the whole input stands.
        style: ``"query"`` or ``"ec2"``.
    """

    def locate(name: str) -> Place:
        here = place
        parts = name.split(".")
        while parts:
            if here.shape is not None and here.shape.type_name in ("list", "map") and not here.entry:
                here = item(here) if here.shape.type_name == "list" else inside(here, "entry", style)
                parts = _after_index(parts)
            else:
                here = inside(here, parts.pop(0), style)
        return here

    return locate


def _after_index(parts: list[str]) -> list[str]:
    # "member.1", "entry.1" or just "1": whatever a list or map is written with, its index ends it.
    indexes = [index for index, part in enumerate(parts) if part.isdigit()]
    return parts[indexes[0] + 1 :] if indexes else []
