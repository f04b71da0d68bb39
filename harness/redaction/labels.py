"""By what name a value is called that stands next to it: ``{"Name": "DB_PASSWORD", "Value": ...}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.message.place import Label
from harness.redaction.names import LABELS, strength

if TYPE_CHECKING:
    from collections.abc import Mapping

_JWK = Label("jwk_private_key", frozenset(("d", "p", "q", "dp", "dq", "qi", "k")))
STATEMENT = Label("", frozenset(("Sid",)), plain=True)
"""Says of a statement of a policy that its ``Sid`` is a name: IAM's grammar has no secret in it."""
_EFFECTS = ("Allow", "Deny")
BESIDE_KEY_ID = Label("secret_access_key", frozenset(("",)))
"""Says of an item of a list that the id of an access key is before it, and perhaps the key itself here."""
_ACCESS_KEY_ID = re.compile("A(?:KIA|SIA)[A-Z0-9]{16}")
_NO_ECHO = Label("NoEchoPassword")
_REFERENCES = frozenset(("PARAMETER_STORE", "SECRETS_MANAGER"))
_PLAIN_TYPES = frozenset(("String", "StringList"))  # of parameters of SSM, unlike SecureString
_MOST_BESIDE = 16
_LONGEST_LABEL = 200

_SPELLED = "|".join("[_-]*".join(name) for name in sorted((*LABELS, "noecho", "kty", "effect")))
MAY_LABEL = re.compile(
    rf"(?i)[\"<:][_-]*(?:{_SPELLED})[_-]*[\"\s>]|\[\s*\"[^\"\\]*\"\s*,\s*\"[^\"]*\"\s*\]|\"Type\"\s*:\s*\"String"
)
"""What a JSON or XML text has in which something may be a label: a key, an element, or a pair of texts."""


def next_label(label: Label | None, value: Any) -> Label | None:
    """Return what the next item of a list is called: by an option before it, or by an access key id anywhere.

    Args:
        label: what the item before it is called.
        value: the item before it.
    """
    if isinstance(value, str) and len(value) <= _LONGEST_LABEL:
        if _ACCESS_KEY_ID.fullmatch(value):
            return BESIDE_KEY_ID
        if value.startswith("-") and strength(value):
            return Label(value)
    return label if label == BESIDE_KEY_ID else None


def label_of(names: Mapping[str, Any]) -> Label | None:
    """Return by what name values are called that stand in a mapping; None if by none of a secret's.

    Args:
        names: what is in it, by the names it has there.
    """
    if len(names) > _MOST_BESIDE:
        return None
    if names.get("Effect") in _EFFECTS:
        return STATEMENT
    label = _JWK if "kty" in names else None
    is_plain = False
    for name, value in names.items():
        plain = name.replace("_", "").replace("-", "").lower() if isinstance(name, str) else ""
        if plain in LABELS and isinstance(value, str) and len(value) <= _LONGEST_LABEL and strength(value):
            label = label or Label(value)
        elif plain == "type" and isinstance(value, str) and value in _REFERENCES:
            return None
        elif name == "Type" and isinstance(value, str) and value in _PLAIN_TYPES:
            is_plain = True
        elif plain == "noecho" and value in (True, "true"):
            label = _NO_ECHO
    return (label or Label(""))._replace(plain=True) if is_plain else label
