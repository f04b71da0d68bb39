"""The names and addresses by which a machine reaches itself."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The names of this machine to itself."""


@lru_cache(maxsize=1024)
def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host is, without its zone; None if it is a name.

    Args:
        host: a name, or an address without brackets.
    """
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself: ``localhost``, a name below it, or a loopback address.

    Args:
        host: a name in small letters, or an address without brackets.
    """
    address = address_of(host)
    return host == "localhost" or host.endswith(".localhost") or (address is not None and address.is_loopback)
