"""HTTP archives (HAR 1.2), as browsers and proxies write them.

A response's content stands there decoded, whatever ``Content-Encoding`` its headers tell; a body that is not
text is base64, which for requests is no part of HAR and written by some tools as ``encoding`` or
``_encoding``. Polly.js keeps a compressed body as it came: a JSON list of its chunks, each in base64, or in
hexadecimal before its version 5.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from harness.cassette.derive import rfc3339
from harness.cassette.importers.imported import (
    CannotImport,
    Imported,
    NotCassette,
    Note,
    keep_aws,
    read_file,
)
from harness.cassette.model import Interaction, Request, Response
from harness.cassette.vcr_layout import shown

_OF_THE_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class _Malformed(ValueError):
    """An entry is not as HAR has it: its argument says how."""


def load_har(path: str | Path) -> Imported:
    """Read the exchanges with AWS of an HTTP archive.

    Args:
        path: the file.

    Raises:
        NotCassette: the file is JSON and no HTTP archive.
        CannotImport: it is malformed.
    """
    path = Path(path)
    numbered: list[tuple[str, Interaction]] = []
    moments: list[str | None] = []
    left_out: list[Note] = []
    for number, entry in enumerate(_entries(path), 1):
        place = f"entry {number}"
        try:
            interaction = _interaction(entry)
        except _Malformed as error:
            raise CannotImport(path, place, str(error)) from None
        if isinstance(interaction, str):
            left_out.append(Note(path, place, interaction))
        else:
            numbered.append((place, interaction))
            started = entry.get("startedDateTime")
            moments.append(rfc3339(started) if isinstance(started, str) else None)
    imported = keep_aws(path, numbered, "HAR", moments)
    return Imported(imported.interactions, (*left_out, *imported.left_out))


def _entries(path: Path) -> list[Any]:
    data = read_file(path)
    try:
        content = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except json.JSONDecodeError as error:
        raise CannotImport(path, f"line {error.lineno}", f"it is not JSON ({error.msg})") from None
    except (ValueError, RecursionError) as error:
        raise CannotImport(path, "", f"it cannot be read ({error})") from None
    match content:
        case {"log": {"entries": list(entries)}}:
            return entries
    raise NotCassette(path, "", "it is not an HTTP archive: there is no list log.entries")


def _interaction(entry: Any) -> Interaction | str:
    """Return the interaction of an entry, or the reason why it has none."""
    match entry:
        case {"request": dict(request), "response": dict(response)}:
            pass
        case _:
            raise _Malformed("it has no request and response")
    method, url, status = request.get("method"), request.get("url"), response.get("status")
    if not isinstance(method, str) or not isinstance(url, str):
        raise _Malformed("request.method and request.url are not text")
    if type(status) is not int:
        raise _Malformed(f"response.status is not a number but {shown(status)}")
    if not 100 <= status < 1000:
        return f"{method} {url.partition('?')[0]} got no response"
    content = response.get("content")
    if not isinstance(content, dict):
        raise _Malformed("response.content is missing")
    size = content.get("size")
    if "text" not in content and isinstance(size, int) and size > 0:
        return f"the body of its response ({size} bytes) was not kept"
    reason = response.get("statusText")
    fields = tuple(
        (name, value)
        for name, value in _headers(response, "response")
        if name.lower() not in _OF_THE_TRANSFER
    )
    codings = [
        token.strip().lower()
        for name, value in _headers(response, "response")
        if name.lower() == "content-encoding"
        for token in value.split(",")
    ]
    body = _response_body(content, codings)
    if body is None:
        return f"the body of its response is compressed with {', '.join(codings)}"
    return Interaction(
        Request(method.upper(), url, tuple(_headers(request, "request")), _request_body(request)),
        Response(status, reason if isinstance(reason, str) else "", fields, body),
    )


def _response_body(content: dict[str, Any], codings: list[str]) -> bytes | None:
    """Return the content of a response; None where it is compressed in a way that harness does not read."""
    from harness.wire import UnreadableMessage
    from harness.wire.transfer import ENCODINGS, decompress

    if content.get("_isBinary") and "encoding" not in content and (body := _from_hex(content.get("text"))):
        return body
    chunks = _chunks(content) if codings else None
    if chunks is None:
        return _text(content, "response.content")
    if not set(codings) <= {*ENCODINGS, "identity"}:
        return None
    try:
        return decompress(chunks, codings)
    except UnreadableMessage as error:
        raise _Malformed(f"response.content.text cannot be unpacked ({error})") from None


def _chunks(content: dict[str, Any]) -> bytes | None:
    """Return what Polly.js keeps of a compressed body, its chunks joined; None for any other content."""
    try:
        listed = json.loads(content.get("text", ""))
    except (TypeError, ValueError, RecursionError):
        return None
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        return None
    if content.get("encoding") == "base64":
        return b"".join(_text({"text": each, "encoding": "base64"}, "response.content") for each in listed)
    return _from_hex("".join(listed))


def _from_hex(text: Any) -> bytes | None:
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return None


def _headers(message: dict[str, Any], side: str) -> Iterator[tuple[str, str]]:
    headers = message.get("headers")
    if not isinstance(headers, list):
        raise _Malformed(f"{side}.headers is not a list")
    for header in headers:
        match header:
            case {"name": str(name), "value": str(value)}:
                if not name.startswith(":"):  # HTTP/2's, which say what method and URL do
                    yield name, value
            case _:
                raise _Malformed(f"{side}.headers holds no header but {shown(header)}")


def _request_body(request: dict[str, Any]) -> bytes:
    match request.get("postData"):
        case None:
            return b""
        case {"text": str()} as data:
            return _text(data, "request.postData")
        case {"params": list(params)}:
            pairs = [
                (str(one.get("name")), str(one.get("value") or "")) for one in params if isinstance(one, dict)
            ]
            return urlencode(pairs).encode()
        case {}:
            return b""
    raise _Malformed("request.postData is not an object")


def _text(content: dict[str, Any], where: str) -> bytes:
    text, encoding = content.get("text", ""), content.get("encoding") or content.get("_encoding")
    if not isinstance(text, str):
        raise _Malformed(f"{where}.text is not text but {shown(text)}")
    if encoding != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _Malformed(f"{where}.text is not base64 ({error})") from None
