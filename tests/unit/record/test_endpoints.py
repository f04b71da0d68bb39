"""Which endpoints a session may reach that no cassette serves."""

from __future__ import annotations

import pytest

from harness.record.endpoints import is_allowed


@pytest.mark.parametrize(
    ("url", "endpoint", "allowed"),
    [
        ("http://localhost:4566/queue?a=1", "localhost", True),
        ("http://localhost:4566/queue", "LOCALHOST:4566", True),
        ("http://localhost:4566/queue", "localhost:4567", False),
        ("http://localhost:4566/queue", "http://localhost:4566/", True),
        ("http://localhost:4566/queue", "https://localhost:4566", False),
        ("https://sqs.internal/", "sqs.internal:443", True),
        ("http://sqs.internal/", "sqs.internal:443", False),
        ("https://sqs.eu.internal/", "*.internal", True),
        ("https://internal/", "*.internal", False),
        ("https://s3.amazonaws.com/", "*", True),
        ("http://[::1]:4566/", "[::1]:4566", True),
        ("http://user:secret@localhost/", "localhost", True),
        ("http://localhost.example.com/", "localhost", False),
    ],
)
def test_endpoints(url: str, endpoint: str, allowed: bool) -> None:
    assert is_allowed(url, ["other", endpoint]) is allowed
    assert not is_allowed(url, [])
