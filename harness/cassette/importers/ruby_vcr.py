"""The layout of Ruby's VCR, and of betamax and R's vcr, which took it over.

Since VCR 2 a body is ``{encoding, string}`` or ``{encoding, base64_string}``. VCR 1 wrote Ruby structs with
plain bodies and symbols (``:get``). The text of a body is UTF-8 in the file whatever its encoding was. R's
vcr has the status as ``status_code`` and ``message``, or as a number, and large bodies as ``raw_gzip``.
"""

from __future__ import annotations

import base64
from typing import Any

from harness.cassette.vcr_layout import BASE64, NotVcrLayout
from harness.wire.transfer import decompress


def recorded(item: dict[str, Any]) -> dict[str, Any]:
    """Return an interaction as vcrpy writes it; what is missing or malformed is left for its reader."""
    parts = {}
    for side in ("request", "response"):
        part = item.get(side)
        parts[side] = {**part, "body": _body(part.get("body"))} if isinstance(part, dict) else part
    request = parts["request"]
    if isinstance(request, dict) and isinstance(request.get("method"), str):
        request["method"] = request["method"].removeprefix(":").upper()
    response = parts["response"]
    if isinstance(response, dict):
        response["status"] = _status(response.get("status"))
    return parts


def _status(status: Any) -> Any:
    match status:
        case int():
            return {"code": status}
        case {"status_code": int() | str() as code} if str(code).isdigit():
            return {"code": int(code), "message": status.get("reason") or status.get("message")}
    return status


def _body(body: Any) -> Any:
    match body:
        case {"base64_string": str(text)}:
            return {BASE64: "".join(text.split())}
        case {"raw_gzip": str(text)}:
            return decompress(base64.b64decode(text), ["gzip"])
        case {"file": True}:
            raise NotVcrLayout("its body is in another file, which harness does not read")
        case {"string": str(text), "encoding": str(encoding)}:
            return _encode(text, encoding)
    return body


def _encode(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except (LookupError, UnicodeEncodeError):  # Ruby's ASCII-8BIT, or a text that somebody edited
        return text.encode()
