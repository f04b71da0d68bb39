"""The layout of Ruby's VCR, and of betamax, which took it over.

Since VCR 2 a body is ``{encoding, string}`` or ``{encoding, base64_string}``. VCR 1 wrote Ruby structs with
plain bodies and symbols (``:get``). The text of a body is UTF-8 in the file whatever its encoding was.
"""

from __future__ import annotations

from typing import Any

from harness.cassette.vcr_layout import BASE64


def recorded(item: dict[str, Any]) -> dict[str, Any]:
    """Return an interaction as vcrpy writes it; what is missing or malformed is left for its reader."""
    parts = {}
    for side in ("request", "response"):
        part = item.get(side)
        parts[side] = {**part, "body": _body(part.get("body"))} if isinstance(part, dict) else part
    request = parts["request"]
    if isinstance(request, dict) and isinstance(request.get("method"), str):
        request["method"] = request["method"].removeprefix(":").upper()
    return parts


def _body(body: Any) -> Any:
    match body:
        case {"base64_string": str(text)}:
            return {BASE64: "".join(text.split())}
        case {"string": str(text), "encoding": str(encoding)}:
            return _encode(text, encoding)
    return body


def _encode(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except (LookupError, UnicodeEncodeError):  # Ruby's ASCII-8BIT, or a text that somebody edited
        return text.encode()
