"""Credentials of the exchange itself, in headers and presigned addresses, on which no call depends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.message.place import Place
from harness.redaction.names import authorized, is_authorization, may_be_credential, says_nothing
from harness.redaction.specification import DEFAULT, REDACTED

if TYPE_CHECKING:
    from harness.message.editor import Part
    from harness.redaction.redacting import Redacting
    from harness.redaction.specification import Redaction

_REDACTED = re.compile(
    rf"(?:\S+ )?{REDACTED}"
    rf"|AWS4-\S+ Credential={REDACTED}/[^,\s]*, ?SignedHeaders=[^,\s]*, ?Signature={REDACTED}"
)
_NO_CREDENTIALS = frozenset(("www-authenticate", "sec-websocket-key"))
_AWS = "x-amz-"


def edit_unbound(editor: Redacting, part: Part, name: str, place: Place, value: str) -> str:
    """Return what stands for a value of a header, a query or a form that is no member's.

    Args:
        editor: the rules.
        part: the part of the message.
        name: what the value is called there.
        place: where the value stands.
        value: the value.
    """
    lower = name.lower()
    if part == "header":
        if is_credential_header(lower, editor.redaction):
            return _header(lower, place, value, editor)
    elif lower in editor.redaction.queries:
        if part == "form field":  # Signature Version 2 signs in the form
            return editor.credential(Place(None, (f"form field {name}",)), value, "credential field")
        place = Place(None, place.path)
        key, slash, scope = value.partition("/") if lower == "x-amz-credential" else (value, "", "")
        return editor.credential(place, key, "presigned URL") + slash + scope
    return str(editor.scalar(place, value))


def is_credential_header(name: str, redaction: Redaction) -> bool:
    """Tell whether a header, in small letters, carries a credential of the exchange itself."""
    if name.startswith(_AWS):  # most of which carry none
        return name in redaction.headers or redaction.strength(name.removeprefix(_AWS)) > 1
    return name in redaction.headers or (redaction.strength(name) > 0 and name not in _NO_CREDENTIALS)


def is_redacted(name: str, value: str, redaction: Redaction) -> bool:
    """Tell whether the value of a credential header holds none: whether redaction leaves it as it is.

    Args:
        name: the header, in small letters.
        value: its value.
        redaction: the rules.
    """
    if _REDACTED.fullmatch(value):
        return True
    if name in redaction.headers - DEFAULT.headers:  # names of a project's own are taken at their word
        return says_nothing(name, value)
    if value.startswith("AWS4-"):  # made by a client, out of whatever it takes for a key
        return False
    return not any(may_be_credential(value[start:stop]) for start, stop in _credentials(name, value))


def _header(name: str, place: Place, value: str, editor: Redacting) -> str:
    """Return a credential header without its credential."""
    if is_redacted(name, value, editor.redaction):
        return value
    pieces, end = [], 0
    for start, stop in _credentials(name, value):
        pieces += [value[end:start], editor.credential(place, value[start:stop], "credential header")]
        end = stop
    return "".join((*pieces, value[end:]))


def _credentials(name: str, value: str) -> list[tuple[int, int]]:
    return authorized(value) if is_authorization(name) else [(0, len(value))]
