"""Which names and addresses are this machine's own."""

from __future__ import annotations

import pytest

from harness.loopback import address_of, is_loopback


@pytest.mark.parametrize("host", ["localhost", "bucket.localhost", "127.0.0.1", "127.8.0.1", "::1", "::1%lo"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "mylocalhost", "localhost.example.com", "10.0.0.1", "0.0.0.0", "fe80::1%1"]
)
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)


def test_an_address_is_told_from_a_name() -> None:
    assert str(address_of("fe80::1%eth0")) == "fe80::1"
    assert address_of("example.com") is None
