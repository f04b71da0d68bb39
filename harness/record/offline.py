"""Let clients be made in replay without a region and without instance metadata."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def offline_environment(region: str | None = None) -> Iterator[None]:
    """Give botocore a region if none is set, and keep it from instance metadata, until the block ends.

    Args:
        region: the region to assume where the environment names none, as the recording had it.
    """
    # botocore would ask 169.254.169.254 when it makes a client in the defaults mode "auto".
    added = {"AWS_EC2_METADATA_DISABLED": "true"}
    if region and "AWS_DEFAULT_REGION" not in os.environ:
        added["AWS_DEFAULT_REGION"] = region
    with changed_environment(added):
        yield


@contextmanager
def changed_environment(added: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables until the block ends."""
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield
    finally:
        for name, value in before.items():
            if os.environ.get(name) != added[name]:
                continue  # somebody has set it meanwhile, to stay
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
