"""The layout of cassetter (0.16): vcrpy's, with a number for the status and bodies that say their type.

A body is ``{type, content}`` in YAML, ``body_type`` and ``body_content`` in TOML: JSON as a structure
(in TOML as text), text, bytes in hexadecimal, or none.
"""

from __future__ import annotations

import json
from typing import Any

from harness.cassette.vcr_layout import NotVcrLayout, shown


def recorded(item: dict[str, Any]) -> dict[str, Any]:
    """Return an interaction as vcrpy writes it; what is missing or malformed is left for its reader.

    Raises:
        NotVcrLayout: a body is of no type that cassetter has, or not what its type says.
    """
    request, response = item.get("request"), item.get("response")
    if not isinstance(request, dict) or not isinstance(response, dict):
        raise NotVcrLayout("request or response is missing")
    return {
        "request": _plain(request, "request"),
        "response": _plain(response, "response") | {"status": {"code": response.get("status")}},
    }


def _plain(part: dict[str, Any], side: str) -> dict[str, Any]:
    kept: dict[str, Any] = {name: part[name] for name in ("method", "uri", "headers") if name in part}
    if "body_type" in part:
        kind, content = part["body_type"], part.get("body_content")
    else:
        body = part.get("body")
        kind, content = (body.get("type"), body.get("content")) if isinstance(body, dict) else ("none", None)
    match kind:
        case "json" if "body_type" in part and isinstance(content, str):
            kept["body"] = content
        case "json":  # its very spelling is not kept
            kept["body"] = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        case "text":
            kept["body"] = content
        case "binary":
            kept["body"] = _from_hexadecimal(content, side)
        case "none":
            kept["body"] = None
        case _:
            raise NotVcrLayout(f"{side}.body has no type of cassetter's but {shown(kind)}")
    return kept


def _from_hexadecimal(content: Any, side: str) -> bytes:
    try:
        return bytes.fromhex(str(content))
    except ValueError:
        raise NotVcrLayout(f"{side}.body.content is not hexadecimal") from None
