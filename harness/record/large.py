"""Parameters that are large streams, told by what they hold rather than held."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel

from harness.cassette.side_files import LARGE
from harness.record.http import chunks


def with_digest(operation: OperationModel, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put a sentence with the digest instead of a large body among the parameters of a call.

    Args:
        operation: the operation.
        params: its parameters; a file among them is read in chunks, and rewound.

    Returns:
        The parameters; for an operation without a streaming body, or with a small one, the same object.
    """
    name = operation.input_shape.serialization.get("payload") if operation.has_streaming_input else None
    value = params.get(name) if name is not None else None
    parts = (value,) if isinstance(value, bytes | bytearray) else chunks(value)
    if name is None or parts is None:
        return params
    digest, size = hashlib.sha256(), 0
    for part in parts:
        size += len(part)
        digest.update(part)
    if size <= LARGE:
        return params
    return {**params, name: f"{size} bytes with the SHA-256 {digest.hexdigest()}".encode()}
