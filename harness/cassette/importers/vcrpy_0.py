"""The layout of vcrpy before 1.0: a list of interactions, a URI in parts, response headers as lines.

As in ``vcr.migration``. YAML cassettes hold pickled objects; read as data, the frozenset of a request's
headers is a list of one list of pairs. JSON cassettes have a mapping in its place.
"""

from __future__ import annotations

from typing import Any

from harness.cassette.vcr_layout import NotVcrLayout, shown

_DEFAULT_PORTS = {"https": 443, "http": 80}


def recorded(item: dict[str, Any]) -> dict[str, Any]:
    """Return an interaction as vcrpy has written it since 1.0.

    Raises:
        NotVcrLayout: a part of the URI is missing, or headers have another form.
    """
    request, response = item.get("request"), item.get("response")
    if not isinstance(request, dict) or not isinstance(response, dict):
        raise NotVcrLayout("request or response is missing")
    return {
        "request": {
            "method": request.get("method"),
            "uri": _uri(request),
            "headers": _request_headers(request.get("headers")),
            "body": request.get("body"),
        },
        "response": {**response, "headers": _response_headers(response.get("headers"))},
    }


def _uri(request: dict[str, Any]) -> str:
    match request:
        case {
            "protocol": "http" | "https" as scheme,
            "host": str(host),
            "port": int(port),
            "path": str(path),
        }:
            return f"{scheme}://{host}{'' if port == _DEFAULT_PORTS[scheme] else f':{port}'}{path}"
    raise NotVcrLayout("request.protocol, request.host, request.port and request.path make no URI")


def _request_headers(headers: Any) -> Any:
    match headers:
        case None | dict():
            return headers
        case [[*pairs]] if all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
            return {str(name): value for name, value in pairs}
    raise NotVcrLayout(f"request.headers is no set of pairs but {shown(headers)}")


def _response_headers(headers: Any) -> Any:
    if not isinstance(headers, list):
        return headers
    fields: dict[str, list[str]] = {}
    for line in headers:
        name, colon, value = line.partition(":") if isinstance(line, str) else ("", "", "")
        if not colon:
            raise NotVcrLayout(f"response.headers holds no header line but {shown(line)}")
        fields.setdefault(name.strip(), []).append(value.strip())
    return fields
