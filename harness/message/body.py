"""Edit a message body of any protocol: one table from the form of a body to what edits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.message.form import edit_parameters
from harness.message.json_text import edit_json
from harness.message.tree import edit_tree
from harness.message.xml_text import edit_xml
from harness.wire.errors import UnreadableMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harness.message.editor import Editor
    from harness.message.place import Place
    from harness.message.reading import Form


def edit_body(form: Form, place: Place, body: bytes, editor: Editor, enter: str | None = None) -> bytes:
    """Edit a message body.

    Args:
        form: how the body is written.
        place: where the whole of it stands.
        body: the bytes, not compressed.
        editor: what replaces what.
        enter: for XML, the element that holds the shape, where that is not the root.

    Returns:
        The same bytes if there is nothing to edit, else bytes that differ in the values edited.
    """
    if not body:
        return body
    # In CBOR nothing parts one value from the next, so it is always decoded.
    if form != "cbor" and not editor.reads(place) and not editor.searches(body):
        return body
    return _EDITS[form](place, body, editor, enter)


def _edit_json(place: Place, body: bytes, editor: Editor, enter: str | None) -> bytes:
    return _as_text(body, lambda text: edit_json(place, text, editor))


def _edit_xml(place: Place, body: bytes, editor: Editor, enter: str | None) -> bytes:
    return _as_text(body, lambda text: edit_xml(place, text, editor, enter))


def _edit_query(place: Place, body: bytes, editor: Editor, enter: str | None) -> bytes:
    return _as_text(body, lambda text: edit_parameters(place, text, editor, "query"))


def _edit_ec2(place: Place, body: bytes, editor: Editor, enter: str | None) -> bytes:
    return _as_text(body, lambda text: edit_parameters(place, text, editor, "ec2"))


def _edit_cbor(place: Place, body: bytes, editor: Editor, enter: str | None) -> bytes:
    import cbor2  # for messages that are CBOR alone

    from harness.wire.codec.cbor_codec import load_cbor

    try:
        value = load_cbor(body)
    except UnreadableMessage:
        return _edit_raw(place, body, editor, enter)
    edited = edit_tree(place, value, editor, "json")
    return body if edited is value else cbor2.dumps(edited, datetime_as_timestamp=True)


def _edit_raw(place: Place, body: bytes, editor: Editor, enter: str | None) -> bytes:
    if place.shape is not None and place.shape.type_name == "string":
        return _as_text(body, lambda text: str(editor.scalar(place, text)))
    edited = editor.scalar(place, body)
    return edited if isinstance(edited, bytes) else str(edited).encode()


def _as_text(body: bytes, edit: Callable[[str], str]) -> bytes:
    # Bytes that are no UTF-8 come through as they are.
    return edit(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


_EDITS: Mapping[Form, Callable[[Place, bytes, Editor, str | None], bytes]] = {
    "json": _edit_json,
    "xml": _edit_xml,
    "query": _edit_query,
    "ec2": _edit_ec2,
    "cbor": _edit_cbor,
    "raw": _edit_raw,
}
