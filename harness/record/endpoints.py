"""Endpoints that a project allows: what its setting ``network`` lists."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def is_allowed(url: str, endpoints: Iterable[str]) -> bool:
    """Tell whether a URL is at one of some endpoints.

    Args:
        url: what is asked for.
        endpoints: hosts, with a scheme and a port or without: ``"http://localhost:4566"``, ``"*.internal"``.
            ``*`` and ``?`` stand for any characters of the host.
    """
    asked = urlsplit(url)
    port = asked.port or _PORTS.get(asked.scheme)
    return any(_is_at(asked.hostname or "", port, asked.scheme, endpoint) for endpoint in endpoints)


def is_allowed_address(host: str, port: int | None, endpoints: Iterable[str]) -> bool:
    """Tell whether a socket's address is at one of some endpoints; their schemes don't count.

    Args:
        host: the host's name or address.
        port: the port; None to be told whether any of the host's ports is.
        endpoints: as for `is_allowed`.
    """
    return any(_is_at(host, port, "", endpoint) for endpoint in endpoints)


def _is_at(host: str, port: int | None, scheme: str, endpoint: str) -> bool:
    wanted = urlsplit(endpoint if "://" in endpoint else f"//{endpoint}")
    if wanted.scheme and scheme and wanted.scheme != scheme:
        return False
    if wanted.port is not None and port is not None and wanted.port != port:
        return False
    return fnmatchcase(host, wanted.hostname or "")
