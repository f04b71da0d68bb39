"""The protocols, one module each: all that the rest of harness asks of a protocol is declared there.

A module has botocore's name of the protocol, with ``_`` for ``-``, and its `Protocol` as ``PROTOCOL``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import import_module

from harness.wire.errors import UnreadableMessage
from harness.wire.protocol.protocol import Protocol

NAMES = ("smithy-rpc-v2-cbor", "json", "query", "ec2", "rest-xml", "rest-json")
"""botocore's names of the protocols, in the order in which a message is held to their marks."""

ANY = NAMES[-1]
"""The protocol of a message that bears no mark; clients of the json protocol read its errors as well."""


@functools.cache
def protocol_named(name: str) -> Protocol:
    """Return a protocol by botocore's name of it; its module is imported on first use.

    Raises:
        UnreadableMessage: there is none of that name.
    """
    if name not in NAMES:
        raise UnreadableMessage("message", f"there is no protocol {name[:40]!r}")
    protocol: Protocol = import_module(f"{__name__}.{name.replace('-', '_')}").PROTOCOL
    return protocol


def all_protocols() -> Iterator[Protocol]:
    """Yield the protocols, in the order of their marks."""
    return map(protocol_named, NAMES)
