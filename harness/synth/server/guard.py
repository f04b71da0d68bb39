"""Keep web pages out: what a browser's request says of where it comes from, and whether that may ask.

A page of anyone's can make a browser ask addresses of this machine: directly, as a form or a script of
another site (the browser then tells so in ``Origin`` or ``Sec-Fetch-Site``), or under a name of its own that
it lets point here (DNS rebinding; then ``Host`` is that name). An SDK does neither.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness import loopback
from harness.models.endpoints import partitions

_ALSO_LOOPBACK = "localhost.localstack.cloud"
"""A name that points to loopback for everyone, with all below it, as its owner sees to."""

_BELOW_LOOPBACK = (f".{_ALSO_LOOPBACK}", "-localhost")
"""How names end that SDKs make of such names, as ``stream-localhost``."""


class NotAllowed(Exception):
    """The request may not ask.

    Args:
        header: the header that tells so.
        value: what it says.
        name: the host name to allow, if one is meant to.
    """

    def __init__(self, header: str, value: str, name: str) -> None:
        super().__init__(header, value, name)
        self.header = header
        self.value = value
        self.name = name

    def __str__(self) -> str:
        text = (
            f"The endpoint does not answer a request whose {self.header} is {self.value!r}, so that no web "
            "page can drive it."
        )
        return text + (
            f" If it is yours, start it with: harness serve --allow-host {self.name}" if self.name else ""
        )


@dataclass(frozen=True, slots=True)
class Guard:
    """Tells which requests may ask.

    Attributes:
        allowed: names that the endpoint has besides those of loopback, in lower case; their pages may ask.
    """

    allowed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], listens_on: str) -> Guard:
        """Make one for an endpoint that listens on an address, and has names besides."""
        return cls(frozenset(name.lower().strip(".") for name in (*names, listens_on)) - {""})

    def check(self, host: str, origin: str, site: str, *, shows_page: bool) -> None:
        """Check one request.

        Args:
            host: its ``Host`` header, or ``:authority``; empty if there is none, as of no browser.
            origin: its ``Origin`` header; empty if there is none.
            site: its ``Sec-Fetch-Site`` header; empty if there is none.
            shows_page: whether it is answered by a page to look at, to which any site may have a link.

        Raises:
            NotAllowed: it may not ask.
        """
        name = name_of(f"//{host}")
        if host and not (self._is_own(name) or _is_address(name) or _is_of_aws(name)):
            raise NotAllowed("Host", host, name)
        if origin:
            asking = name_of(origin)
            # A page that the endpoint itself has sent may have come by any address of this machine.
            is_own = self._is_own(asking) or (asking == name != "" and not _is_of_aws(asking))
            if not is_own:
                raise NotAllowed("Origin", origin, asking)
        elif site == "cross-site" and not shows_page:
            raise NotAllowed("Sec-Fetch-Site", site, "")

    def _is_own(self, name: str) -> bool:
        return is_loopback(name) or any(
            name == allowed or name.endswith("." + allowed) for allowed in self.allowed
        )


@functools.lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Tell whether a name or an address to listen on is reached from this machine alone."""
    name = host.lower()
    return loopback.is_loopback(name) or name == _ALSO_LOOPBACK or name.endswith(_BELOW_LOOPBACK)


@functools.lru_cache(maxsize=1024)
def name_of(url: str) -> str:
    """Return the host name of a URL in lower case; empty if it has none that can be read."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    """Tell an address, to which nobody can let a name point, also after the prefix that an SDK puts there.

    A name that ends in a number is no host to a browser unless it is an address (URL Standard, 3.5).
    """
    return ":" in name or name.rpartition(".")[2].isdigit()


@functools.lru_cache(maxsize=1024)
def _is_of_aws(name: str) -> bool:
    """Tell a name of AWS, under which a client asks that takes the endpoint for its proxy."""
    return name.endswith(_aws_suffixes())


@functools.cache
def _aws_suffixes() -> tuple[str, ...]:
    kinds = ("dnsSuffix", "dualStackDnsSuffix")
    return tuple({f".{partition['outputs'][kind]}" for partition in partitions() for kind in kinds})
