"""What a shape holds that a service model marks ``sensitive``: a credential, or data that a test is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


def is_credential_shape(service: str, shape_name: str) -> bool:
    """Tell whether a sensitive shape is replaced as a whole.

    Args:
        service: botocore's name of the service.
        shape_name: the shape's name in its model, or ``"Structure.member"`` of a member that may be unmarked.

    Returns:
        False for a shape that ``classes.json`` lists as ``data`` (a Lambda payload, the name of a user):
        recordings keep it, without what looks like a secret in it. True for any other.
    """
    if "." in shape_name:
        return shape_name in _unmarked().get(service, ())
    return _classes().get(service, {}).get(shape_name) != "data"


def is_settings_shape(service: str, shape_name: str) -> bool:
    """Tell whether a sensitive shape holds settings, of which only those that look like credentials go."""
    return _classes().get(service, {}).get(shape_name) == "settings"


def is_unmarked(entry: str) -> bool:
    """Tell whether a member, ``"Structure.member"``, holds a secret that some service does not mark."""
    return entry in _entries()


@lru_cache(maxsize=1)
def _entries() -> frozenset[str]:
    return frozenset(entry for entries in _unmarked().values() for entry in entries)


@lru_cache(maxsize=1)
def _unmarked() -> Mapping[str, frozenset[str]]:
    """Return the members, ``"Structure.member"``, by service, that models do not mark and readers did."""
    text = Path(__file__).with_name("unmarked.json").read_text(encoding="utf-8")
    return {service: frozenset(entries) for service, entries in json.loads(text).items()}


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, Mapping[str, str]]:
    """Return the reviewed classes (``credential``, ``personal``, ``settings``, ``data``) of shapes."""
    text = Path(__file__).with_name("classes.json").read_text(encoding="utf-8")
    classes: Mapping[str, Mapping[str, str]] = json.loads(text)
    return classes
