"""The mapping that vcrpy keeps of an interaction, to the model and back.

The form is that of ``vcr.serialize`` in vcrpy 7 to 9: ``request`` holds exactly ``method``, ``uri``,
``headers`` and ``body`` (vcrpy passes them on as keyword arguments, a fifth key is a TypeError),
``response`` holds ``status``, ``headers`` and ``body: {string: ...}``. vcrpy and pytest-recording leave every
other key of an interaction alone, so harness's facts are next to the two under ``harness``.

A body is text where it is UTF-8. Other bytes are ``bytes`` for YAML, whose standard ``!!binary`` tag every
loader reads. JSON has no such form and vcrpy none of its own: they become ``{"base64_string": ...}``, which
vcrpy loads and fails on loudly only when that very response is played.

Some projects give vcrpy a serializer of their own that keeps a JSON body as the value that it is, under
``parsed_body`` instead of ``body``. It is read as what ``json.dumps`` makes of it, as they do.
"""

from __future__ import annotations

import base64
import json
import re
import reprlib
from collections.abc import Iterable, Mapping
from typing import Any

from harness.cassette.model import FORMAT, Facts, Headers, Interaction, Request, Response, StoredBody

BASE64 = "base64_string"
_FACTS = ("service", "operation", "region", "protocol", "params", "recorded_at", "source", "model")
_OF_OTHERS = frozenset(("format", "redacted"))  # facts of an exchange that botocore had no part in
_STORED = ("request_body", "response_body")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_IF_ANY = ("caller", "endpoint", "default_region")
_OPTIONAL_TEXTS = ("region", "protocol", "recorded_at", "source", "model", *_IF_ANY)
_TEXT_OR_NONE = (str, type(None))
_MAPPING_OR_NONE = (dict, type(None))
_JSON_TYPES = frozenset((dict, list, str, int, float, bool, type(None)))


_BRIEF = reprlib.Repr()
_BRIEF.maxstring = _BRIEF.maxother = 80

MAX_DEPTH = 200
"""How deep the parameters of a call may nest; YAML sets the same limit for the whole file."""

_STATUSES = range(100, 1000)


def shown(value: Any) -> str:
    """Write a value of a cassette for a message: shortly, whatever it holds."""
    return _BRIEF.repr(value)


class NotVcrLayout(ValueError):
    """A mapping is not an interaction: its argument says which part and why, the store adds the file."""


def parse_interaction(raw: Any) -> Interaction:
    """Read one interaction from its mapping.

    Args:
        raw: an element of a cassette's ``interactions``.

    Returns:
        The interaction; ``facts`` is None where there is no ``harness`` key.

    Raises:
        NotVcrLayout: a part is missing or of the wrong type.
    """
    request = _mapping(raw, "request")
    response = _mapping(raw, "response")
    status = _mapping(response, "status", "response.")
    code = status.get("code")
    if type(code) is not int:
        raise NotVcrLayout(f"response.status.code is not a number but {shown(code)}")
    if code not in _STATUSES:
        raise NotVcrLayout(f"response.status.code is no HTTP status but {shown(code)}")
    return Interaction(
        Request(
            method=_text(request.get("method"), "request.method"),
            uri=_text(request.get("uri"), "request.uri"),
            headers=_headers(request.get("headers"), "request.headers"),
            body=_content(request, "request"),
        ),
        Response(
            status=code,
            reason=_text(status.get("message") or "", "response.status.message"),
            headers=_headers(response.get("headers"), "response.headers"),
            body=_content(response, "response"),
        ),
        *(_parse_harness(raw["harness"]) if "harness" in raw else ()),
    )


def _parse_harness(raw: Any) -> tuple[Facts | None, Mapping[str, str] | None]:
    if isinstance(raw, dict) and raw.keys() == _OF_OTHERS:
        return None, _redacted(raw)
    return parse_facts(raw), None


def parse_facts(raw: Any) -> Facts:
    """Read the mapping under ``harness``.

    Raises:
        NotVcrLayout: a fact is missing or of the wrong type.
    """
    if not isinstance(raw, dict):
        raise NotVcrLayout(f"harness is not a mapping but {shown(raw)}")
    for name in ("service", "operation"):
        if not isinstance(raw.get(name), str):
            raise NotVcrLayout(f"harness.{name} is not a string but {shown(raw.get(name))}")
    for name in _OPTIONAL_TEXTS:
        if not isinstance(raw.get(name), _TEXT_OR_NONE):
            raise NotVcrLayout(f"harness.{name} is neither a string nor null but {shown(raw[name])}")
    if not isinstance(raw.get("params"), _MAPPING_OR_NONE):
        raise NotVcrLayout(f"harness.params is neither a mapping nor null but {shown(raw['params'])}")
    _check_params(raw.get("params"))
    redacted = _redacted(raw)
    stored = {name: _stored_body(raw[name], f"harness.{name}") for name in _STORED if name in raw}
    known = {name: raw[name] for name in (*_FACTS, *_IF_ANY) if name in raw}
    return Facts(**known | stored, redacted=redacted)


def _redacted(raw: Mapping[str, Any]) -> dict[str, str]:
    redacted = raw.get("redacted", {})
    if isinstance(redacted, dict) and all(type(text) is str for pair in redacted.items() for text in pair):
        return redacted
    raise NotVcrLayout(f"harness.redacted is not a mapping of places to kinds but {shown(redacted)}")


def _stored_body(raw: Any, where: str) -> StoredBody:
    match raw:
        case {"sha256": str(sha256), "size": int(size)} if _SHA256.fullmatch(sha256):
            return StoredBody(sha256, size)
    raise NotVcrLayout(f"{where} is not the digest and size of a body but {shown(raw)}")


def _check_params(params: Any) -> None:
    """Raise NotVcrLayout where parameters hold what JSON has no form for (YAML has), or nest too deep."""
    here = [params]
    for _ in range(MAX_DEPTH):
        if not here:
            return
        if not _JSON_TYPES.issuperset(map(type, here)):
            odd = next(value for value in here if type(value) not in _JSON_TYPES)
            raise NotVcrLayout(f"harness.params holds {shown(odd)}, which JSON has no form for")
        here = [inner for outer in here for inner in _items(outer)]
    raise NotVcrLayout(f"harness.params nests deeper than {MAX_DEPTH} levels")


def _items(value: Any) -> Iterable[Any]:
    if type(value) is dict:
        if odd := [key for key in value if type(key) is not str]:
            raise NotVcrLayout(f"harness.params has a member named {shown(odd[0])}, which is no string")
        return value.values()
    return value if type(value) is list else ()


def serialize_interaction(interaction: Interaction, *, binary: bool) -> dict[str, Any]:
    """Write one interaction as the mapping that vcrpy loads.

    Args:
        interaction: what to write.
        binary: True to leave bodies that are not UTF-8 as ``bytes`` (YAML), False for base64 text (JSON).

    Returns:
        The mapping, of str, int, float, bool, None, list and dict (and bytes).
    """
    request, response, facts = interaction.request, interaction.response, interaction.facts
    raw: dict[str, Any] = {}
    if facts is not None:
        raw["harness"] = {"format": FORMAT} | {name: getattr(facts, name) for name in _FACTS}
        raw["harness"] |= {name: value for name in _IF_ANY if (value := getattr(facts, name)) is not None}
        for name in _STORED:
            stored: StoredBody | None = getattr(facts, name)
            if stored is not None:
                raw["harness"][name] = {"sha256": stored.sha256, "size": stored.size}
        if facts.redacted:
            raw["harness"]["redacted"] = dict(facts.redacted)
    elif interaction.redacted is not None:
        raw["harness"] = {"format": FORMAT, "redacted": dict(interaction.redacted)}
    body = _serialize_body(request.body, binary)
    raw["request"] = {
        "method": request.method,
        "uri": request.uri,
        "headers": _serialize_headers(request.headers),
        "body": {BASE64: body[BASE64]} if BASE64 in body else body["string"] or None,
    }
    raw["response"] = {
        "status": {"code": response.status, "message": response.reason},
        "headers": _serialize_headers(response.headers),
        "body": _serialize_body(response.body, binary),
    }
    return raw


def _serialize_headers(headers: Headers) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped


def _serialize_body(body: bytes, binary: bool) -> dict[str, str | bytes]:
    try:
        return {"string": body.decode()}
    except UnicodeDecodeError:
        return {"string": body} if binary else {BASE64: base64.b64encode(body).decode()}


def _mapping(parent: Any, key: str, prefix: str = "") -> dict[str, Any]:
    if not isinstance(parent, dict):
        raise NotVcrLayout(f"it is not a mapping but {shown(parent)}")
    found = parent.get(key)
    if not isinstance(found, dict):
        what = f"is not a mapping but {shown(found)}" if key in parent else "is missing"
        raise NotVcrLayout(f"{prefix}{key} {what}")
    return found


def _text(value: Any, where: str) -> str:
    match value:
        case str():
            return value
        case bytes():  # vcrpy's header values from botocore
            try:
                return value.decode()
            except UnicodeDecodeError:
                return value.decode("latin-1")
        case int() if not isinstance(value, bool):  # a number that somebody typed without quotes
            return str(value)
    raise NotVcrLayout(f"{where} is not text but {shown(value)}")


def _headers(raw: Any, where: str) -> Headers:
    if raw is None:
        return ()
    if not isinstance(raw, dict):
        raise NotVcrLayout(f"{where} is not a mapping but {shown(raw)}")
    return tuple(
        (
            name if type(name) is str else _text(name, where),
            value if type(value) is str else _text(value, f"{where}.{name}"),
        )
        for name, values in raw.items()
        for value in (values if isinstance(values, list | tuple) else (values,))
    )


def _content(message: dict[str, Any], side: str) -> bytes:
    parsed = message.get("parsed_body")
    if parsed is None:
        return _body(message.get("body"), f"{side}.body")
    try:
        return json.dumps(parsed).encode()
    except TypeError as error:
        raise NotVcrLayout(f"{side}.parsed_body is not JSON ({error})") from None


def _body(raw: Any, where: str) -> bytes:
    match raw:
        case None:
            return b""
        case str():
            return raw.encode("utf-8", "surrogatepass")
        case bytes():
            return raw
        case {"string": content}:
            return _body(content, where)
        case list():  # an iterator that vcrpy drained
            return b"".join(_body(chunk, where) for chunk in raw)
        case {"base64_string": str(content)}:
            try:
                return base64.b64decode(content, validate=True)
            except ValueError as error:  # binascii.Error, or characters beyond ASCII
                raise NotVcrLayout(f"{where}.{BASE64} is not base64 ({error})") from None
    raise NotVcrLayout(f"{where} is no body but {type(raw).__name__}")
