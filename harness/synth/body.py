"""Members that say something about a response's body: its length and its checksums."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.model import OperationModel

from harness.contract.values import JsonValue

_CHECKSUM = "x-amz-checksum-"
# What Python computes by itself; botocore asks the AWS CRT for the others.
_ALGORITHMS: Mapping[str, Callable[[bytes], bytes]] = {
    "crc32": lambda body: zlib.crc32(body).to_bytes(4),
    "sha1": lambda body: hashlib.sha1(body, usedforsecurity=False).digest(),
    "sha256": lambda body: hashlib.sha256(body).digest(),
}


def match_body(operation: OperationModel, response: dict[str, JsonValue], fixed: Iterable[str] = ()) -> None:
    """Make the headers of a response true to its body, in place, because clients rely on them.

    Args:
        operation: the operation.
        response: its result in JSON-able form.
        fixed: the members that stay as they are.
    """
    shape: Any = operation.output_shape
    payload = "" if shape is None else shape.serialization.get("payload", "")
    text = response.get(payload)
    if not isinstance(text, str):
        return
    body = base64.b64decode(text) if shape.members[payload].type_name == "blob" else text.encode()
    for name in (set(response) & set(shape.members)).difference(fixed):
        header = shape.members[name].serialization.get("name", "").lower()
        algorithm = header.removeprefix(_CHECKSUM)
        if header == "content-length":
            response[name] = len(body)
        elif algorithm in _ALGORITHMS:
            response[name] = base64.b64encode(_ALGORITHMS[algorithm](body)).decode("ascii")
        elif header.startswith(_CHECKSUM) and operation.http_checksum.get("responseAlgorithms"):
            del response[name]
