"""The fixture ``boto3_session``: a session for one test, which can be made in replay without an account."""

from __future__ import annotations

from typing import Any

from harness.record.following import is_network_closed

REGION = "us-east-1"
"""The region of a session in replay where neither the environment nor a recording names one."""


def new_session() -> Any:
    """Make a ``boto3.Session``, in replay with a region whatever the environment is.

    Its credentials need nothing: a replay has stand-ins where the environment has none.
    """
    import boto3

    session = boto3.Session()
    if session.region_name is None and is_network_closed():
        return boto3.Session(region_name=REGION)
    return session
