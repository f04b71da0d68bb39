"""Presigned URLs and forms: what they ask for, without what they are signed with, which is new each time."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import orjson

SIGNED_WITH = frozenset(
    (
        "x-amz-credential",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-signature",
        "awsaccesskeyid",
        "signature",
    )
)
"""What a presigned URL or form is signed with, in lower case."""
_SIGNATURES = frozenset(("x-amz-signature", "signature"))
# Signature version 2 has the moment in Expires, CloudFront there or in its policy; version 4 has the seconds.
_MOMENTS = {"awsaccesskeyid": ("expires",), "key-pair-id": ("expires", "policy")}


def is_presigned(names: Iterable[str]) -> bool:
    """Tell from its names whether a query or a form is presigned."""
    return not _SIGNATURES.isdisjoint(map(str.lower, names))


def unsigned_query(pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Return a query without what it is signed with."""
    names = {name.lower() for name, _ in pairs}
    if not is_presigned(names):
        return pairs
    left_out = SIGNED_WITH.union(*(moments for name, moments in _MOMENTS.items() if name in names))
    return [(name, value) for name, value in pairs if name.lower() not in left_out]


def unsigned_form(pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[str, Any]]:
    """Return a form without what it is signed with, and its policy as a document without the expiration."""
    names = {name.lower() for name, _ in pairs}
    if "policy" not in names or not is_presigned(names):
        return pairs
    return [
        (name, _unsigned_policy(value) if name.lower() == "policy" else value)
        for name, value in pairs
        if name.lower() not in SIGNED_WITH
    ]


def unsigned_url(text: str) -> str:
    """Return a URL without what it is signed with; any other text as it is."""
    if not text.startswith(("https://", "http://")):
        return text
    try:
        url = urlsplit(text)
        pairs = parse_qsl(url.query, keep_blank_values=True)
    except ValueError:
        return text
    kept = unsigned_query(pairs)
    return text if kept is pairs else url._replace(query=urlencode(kept)).geturl()


def _unsigned_policy(text: str) -> Any:
    try:
        policy = orjson.loads(base64.b64decode(text))
        conditions = [one for one in policy["conditions"] if not _is_of_signature(one)]
    except (ValueError, KeyError, TypeError, AttributeError):  # no policy
        return text
    return {name: value for name, value in policy.items() if name != "expiration"} | {
        "conditions": conditions
    }


def _is_of_signature(condition: Any) -> bool:
    """Tell whether a condition is about what the form is signed with.

    A condition is ``{name: value}`` or ``[how, "$name", value]``.
    """
    names = [name.lstrip("$") for name in condition[1:2]] if isinstance(condition, list) else condition
    return SIGNED_WITH.issuperset(map(str.lower, names))
