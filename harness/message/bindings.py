"""Edit a message outside of its body: headers, query string and labels of the path."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from harness.message.form import edit_form
from harness.message.json_text import edit_json
from harness.message.place import Label, Place, inside, item, top, unmodelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import OperationModel, Shape

    from harness.message.editor import Editor
    from harness.message.model import Headers

_LIST_ITEM = re.compile(r"[^,\s][^,]*")


def edit_headers(shape: Shape | None, headers: Headers, editor: Editor) -> Headers:
    """Edit the headers of a message.

    Args:
        shape: the input, output or error shape whose members are bound to headers, if any.
        headers: names and values.
        editor: what replaces what.

    Returns:
        The headers, in order; equal to those given if there is nothing to edit.
    """
    return tuple((name, _edit_header(shape, name, value, editor)) for name, value in headers)


def _edit_header(shape: Shape | None, name: str, value: str, editor: Editor) -> str:
    place = _header_place(shape, name.lower())
    if place is None:
        return editor.unbound("header", name, Place(None, (f"header {name}",)), value)
    if place.shape is not None and place.shape.serialization.get("jsonvalue"):
        return _edit_json_header(place, value, editor)
    if _is_list(place):
        return _LIST_ITEM.sub(lambda found: str(editor.scalar(item(place), found[0])), value)
    return str(editor.scalar(place, value))


def _edit_json_header(place: Place, value: str, editor: Editor) -> str:
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return str(editor.scalar(place, value))
    edited = edit_json(unmodelled(place), text, editor)
    return value if edited == text else base64.b64encode(edited.encode()).decode()


def _is_list(place: Place) -> bool:
    return place.shape is not None and place.shape.type_name == "list"


def edit_uri(operation_model: OperationModel | None, uri: str, editor: Editor) -> str:
    """Edit the labels and the query of a request's URI, and then the rest of it."""
    shape = operation_model.input_shape if operation_model is not None else None
    try:
        parts = urlsplit(uri)
    except ValueError:  # brackets that are no IPv6 address: somebody edited the file
        return editor.address(Place(None, ("URI",)), uri)
    path = _edit_labels(operation_model, parts.path, editor) if operation_model is not None else parts.path
    query = edit_form(parts.query, lambda name, value: _edit_query(shape, name, value, editor))
    if path != parts.path or query != parts.query:
        uri = urlunsplit(parts._replace(path=path, query=query))
    return editor.address(Place(None, ("URI",)), uri)


def _edit_query(shape: Shape | None, name: str, value: str, editor: Editor) -> str:
    place = _bound(shape, "querystring").get(name) or _query_map(shape)
    if place is not None and _is_list(place):
        place = item(place)
    if place is None:
        place = Place(None, (f"query {name}",), label=Label(name), free=True)
        return editor.unbound("query", name, place, value)
    return str(editor.scalar(place, value))


def _edit_labels(operation_model: OperationModel, path: str, editor: Editor) -> str:
    template = operation_model.http.get("requestUri", "").partition("?")[0]
    found = _template(template).search(path)
    places = _bound(operation_model.input_shape, "uri")
    if found is None or not places:
        return path
    edited, end = [], 0
    for index, name in enumerate(_LABEL.findall(template), 1):
        value = unquote(found[index])
        standing = editor.scalar(places[name], value) if name in places else value
        if standing is not value:
            slash = "/" if "/" in found[index] else ""  # as in the key of an object
            edited += [path[end : found.start(index)], quote(str(standing), safe=f"-._~{slash}")]
            end = found.end(index)
    return "".join(edited) + path[end:]


_LABEL = re.compile(r"\{([^}+]+)\+?\}")


@lru_cache(maxsize=1024)
def _template(template: str) -> re.Pattern[str]:
    """Compile the ``requestUri`` of an operation; ``{Key+}`` is a label that may hold slashes."""
    pieces = re.split(r"(\{[^}]*\})", template)
    return re.compile(
        "".join(
            ("(.*)" if piece.endswith("+}") else "([^/]*)") if piece.startswith("{") else re.escape(piece)
            for piece in pieces
        )
        + r"\Z"
    )


@lru_cache(maxsize=4096)
def _bound(shape: Shape | None, location: str) -> Mapping[str, Place]:
    """Map the names at one location (``uri``, ``querystring``, ``header``, ``headers``) to their places."""
    if shape is None or shape.type_name != "structure":
        return {}
    places = {}
    for name, member in shape.members.items():
        if member.serialization.get("location") == location:
            wire_name = member.serialization.get("name", name)
            places[wire_name.lower() if location.startswith("header") else wire_name] = inside(
                top(shape), name, "model"
            )
    return places


def _header_place(shape: Shape | None, name: str) -> Place | None:
    place = _bound(shape, "header").get(name)
    if place is not None:
        return place
    for prefix, prefixed in _bound(shape, "headers").items():
        if name.startswith(prefix):
            return inside(prefixed, name[len(prefix) :], "model")
    return None


def _query_map(shape: Shape | None) -> Place | None:
    # A map bound to the query string gives every name that no other member takes.
    maps = (p for p in _bound(shape, "querystring").values() if p.shape and p.shape.type_name == "map")
    found = next(maps, None)
    return inside(found, "", "model") if found is not None else None
