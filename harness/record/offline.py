"""Let clients be made and presigned URLs be signed in replay, where there are no credentials to be had."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

ENVIRONMENT: Mapping[str, str] = {
    "AWS_ACCESS_KEY_ID": "HARNESSREPLAYEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "harness-replay-only",
    # Without this, botocore looks for credentials at 169.254.169.254 when a client is made.
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def offline_environment(region: str | None = None) -> Iterator[None]:
    """Give botocore credentials that open nothing, and a region if none is set, until the block ends.

    Credentials that are set already stay: a presigned URL then looks as the user's test expects.

    Args:
        region: the region to assume where the environment names none, as the recording had it.
    """
    added = dict(ENVIRONMENT)
    if "AWS_ACCESS_KEY_ID" in os.environ or "AWS_PROFILE" in os.environ:
        added = {"AWS_EC2_METADATA_DISABLED": "true"}
    if region and not {"AWS_REGION", "AWS_DEFAULT_REGION"} & os.environ.keys():
        added["AWS_DEFAULT_REGION"] = region
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
