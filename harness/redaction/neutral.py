"""What stands in a recording for a value of any kind: within its shape's bounds, spelled as it was."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
import re
from typing import TYPE_CHECKING, Any

from harness.redaction.stand_ins import keeps_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from botocore.model import Shape

    from harness.redaction.memory import Memory

_TEN = 10
_SHORTEST_BASIC = 16
_USER = re.compile(r"[\w.-]{1,64}")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_RFC_822 = re.compile(r"[A-Z][a-z]{2}, ")
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|true|false|null')


def neutral(shape: Shape | None, value: Any, memory: Memory) -> Any:
    """Return what stands for a value: of the same type, spelling, and where it has one the same length.

    Numbers, booleans and times are not told apart: each kind has one stand-in, which its bounds allow.

    Args:
        shape: the value's shape; None where the model has none.
        value: None, a boolean, number, string, bytes or datetime. Strings may spell a value of any type,
            as headers, forms and XML do, and base64 bytes.
        memory: the stand-ins of the recording so far; what it lacks is added.

    Returns:
        The stand-in. It satisfies the shape's traits if the value does, and is its own stand-in.
    """
    if value is None:
        return None
    kind = shape.type_name if shape is not None else "string"
    if isinstance(value, str):
        return _SPELLED.get(kind, _string)(shape, value, memory)
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return 0 if kind == "timestamp" else _number(shape, value)
    if isinstance(value, bytes):
        return _bytes(value, memory)
    return _EPOCH if isinstance(value, dt.datetime) else memory.of_string(None, str(value))


def _bytes(content: bytes, memory: Memory) -> bytes:
    """Return bytes of the same length: a text is spelled as a text, anything else is ``x`` and a number."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        return memory.of_bytes(content)
    return (_document(text, memory) or memory.of_string(None, text)).encode()


def _document(text: str, memory: Memory) -> str | None:
    """Return a JSON object or array with its values neutral, its names and layout as they were.

    Code that reads a secret out of a document (the ``password`` of a database secret) so still finds it.

    Returns:
        The document; None if the text is none.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    return "".join(_document_pieces(text, memory))


def _document_pieces(text: str, memory: Memory) -> Iterator[str]:
    end = 0
    for found in _JSON_TOKEN.finditer(text):
        yield text[end : found.start()]
        end = found.end()
        yield found[0] if found[1] is not None else _neutral_token(found[0], memory)
    yield text[end:]


def _neutral_token(token: str, memory: Memory) -> str:
    if not token.startswith('"'):
        return {"true": "false", "false": "false", "null": "null"}.get(token) or _spelled_size(token)
    value = json.loads(token, strict=False)
    return json.dumps(_document(value, memory) or memory.of_string(None, value))


def _number(shape: Shape | None, value: float) -> float:
    """Return a number of the same kind and as many digits, within the bounds that the value keeps to."""
    bounds = shape.metadata if shape is not None else {}
    least, most = bounds.get("min"), bounds.get("max")
    sized = type(value)(_sized(value))
    if least is not None and sized < float(least) <= value:
        return type(value)(least)
    return type(value)(most) if most is not None and value <= float(most) < sized else sized


def _sized(value: float) -> int:
    if abs(value) < _TEN or math.isnan(value) or math.isinf(value):
        return 0
    size = int(10 ** (len(str(abs(int(value)))) - 1))
    return size if value > 0 else -size


def _spelled_size(text: str) -> str:
    try:
        return str(_sized(int(text) if text.lstrip("-").isdigit() else float(text)))
    except (ValueError, OverflowError):
        return "0"


def _string(shape: Shape | None, text: str, memory: Memory) -> str:
    document = _document(text, memory)
    if document is not None and keeps_to(shape, document, text):
        return document
    basic = _basic(text, memory)
    return basic if basic is not None and keeps_to(shape, basic, text) else memory.of_string(shape, text)


def _basic(text: str, memory: Memory) -> str | None:
    """Return a token that decodes to ``user:password``, as those of ECR do, with another password in it."""
    if len(text) % 4 or len(text) < _SHORTEST_BASIC:
        return None
    try:
        user, colon, password = base64.b64decode(text, validate=True).decode("ascii").partition(":")
    except ValueError:
        return None
    if not colon or not _USER.fullmatch(user) or not password.isprintable():
        return None
    standing = base64.b64encode(f"{user}:{memory.of_string(None, password)}".encode()).decode()
    memory.learn(text, standing)
    return standing


def _spelled_number(shape: Shape | None, text: str, memory: Memory) -> str:
    kind = shape.type_name if shape is not None else "integer"
    try:
        value = float(text) if kind in ("float", "double") and "." in text else int(text)
    except ValueError:
        return "0"
    return str(_number(shape, value))


def _spelled_timestamp(shape: Shape | None, text: str, memory: Memory) -> str:
    if _ISO_8601.match(text):
        return "1970-01-01T00:00:00Z"
    return "Thu, 01 Jan 1970 00:00:00 GMT" if _RFC_822.match(text) else "0"


def _spelled_blob(shape: Shape | None, text: str, memory: Memory) -> str:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return "*" * len(text)  # which is no base64 either, so that it stands for itself
    return base64.b64encode(_bytes(content, memory)).decode()


_SPELLED: Mapping[str, Callable[[Any, str, Memory], str]] = {
    "integer": _spelled_number,
    "long": _spelled_number,
    "float": _spelled_number,
    "double": _spelled_number,
    "boolean": lambda shape, text, memory: "false",
    "timestamp": _spelled_timestamp,
    "blob": _spelled_blob,
}
