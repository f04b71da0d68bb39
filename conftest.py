"""Profiles of Hypothesis, ``pytester``, and what tests may: they reach loopback alone, and can be nobody."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from hypothesis import settings

from harness.fuzz.profiles import PROFILES

pytest_plugins = ["pytester"]

for name, profile in PROFILES.items():
    settings.register_profile(name, profile)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

# Tests start some hundred processes; without compiled modules each takes a second more.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The models that tests load stay in memory; to go through all of them for garbage took a fifth of the time.
gc.set_threshold(700, 10, 30)


@pytest.fixture(autouse=True, scope="session")
def _network_block() -> Iterator[None]:
    """Refuse every connection but to loopback, so that no test can reach AWS."""
    connect = socket.socket.connect

    def checked(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]) if isinstance(address, tuple) else str(address)
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test connects to {host}; tests reach loopback only")
        connect(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", checked)
    yield
    patch.undo()


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """Be nobody for a while, as root may read and write anything."""
    if sys.platform == "win32":
        pytest.skip("POSIX modes")
    own = os.geteuid()

    @contextmanager
    def as_nobody() -> Iterator[None]:
        if own:  # no root anyway
            yield
            return
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(own)

    return as_nobody
