"""Ordinary sessions and clients with made-up credentials, which read nothing of the machine they are on."""

from __future__ import annotations

import functools
import os
import threading
from typing import Any

from botocore.config import Config

_NOBODY = ("HARNESSSYNTHEXAMPLE", "harness-synth-only")  # key and secret


def plain_session(keys: tuple[str, str] = _NOBODY) -> Any:
    """Make a session, boto3's if that is there, that reads nothing in the environment or in ``~/.aws``.

    Args:
        keys: an access key's id and its secret, both made up.
    """
    import botocore.session

    nowhere = dict.fromkeys(("config_file", "credentials_file"), (None, None, os.devnull, None))
    session = botocore.session.Session(session_vars={"profile": (None, None, None, None), **nowhere})
    session.set_credentials(*keys)
    try:
        import boto3
    except ImportError:
        return session
    return boto3.Session(botocore_session=session)


class _Sessions(threading.local):
    """The sessions of a thread, by their keys; botocore lets no two threads make clients of one session.

    A session reads models once, and makes the second client of a service ten times as fast.
    """

    def __init__(self) -> None:
        self.of = functools.cache(plain_session)


_SESSIONS = _Sessions()


def plain_client(
    service: str,
    region: str,
    config: Config | None = None,
    endpoint_url: str | None = None,
    keys: tuple[str, str] = _NOBODY,
) -> Any:
    """Make an ordinary client with made-up credentials, of an endpoint if one is given.

    Args:
        service: botocore's service name.
        region: the client's region.
        config: botocore's configuration of the client.
        endpoint_url: where it sends its requests; to AWS when left out.
        keys: an access key's id and its secret, both made up.
    """
    session = _SESSIONS.of(keys)
    make = getattr(session, "client", None) or session.create_client
    settings = Config(ignore_configured_endpoint_urls=True).merge(config or Config())
    return make(service, region, config=settings, endpoint_url=endpoint_url)
