"""The layout of go-vcr (1 to 4): ``url`` for ``uri``, plain bodies, the status as a text and a number."""

from __future__ import annotations

from typing import Any

from harness.cassette.vcr_layout import NotVcrLayout


def recorded(item: dict[str, Any]) -> dict[str, Any]:
    """Return an interaction as vcrpy writes it; what is missing or malformed is left for its reader.

    Raises:
        NotVcrLayout: it has no request or response.
    """
    request, response = item.get("request"), item.get("response")
    if not isinstance(request, dict) or not isinstance(response, dict):
        raise NotVcrLayout("request or response is missing")
    return {
        "request": {name: request.get(name) for name in ("method", "headers", "body")}
        | {"uri": request.get("url")},
        "response": {
            "status": {
                "code": response.get("code"),
                "message": str(response.get("status", "")).partition(" ")[2],
            },
            "headers": response.get("headers"),
            "body": {"string": response.get("body")},
        },
    }
