"""What a shape holds that a service model marks ``sensitive``: a credential, or data that a test is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path


def is_credential_shape(service: str, shape_name: str) -> bool:
    """Tell whether a sensitive shape is replaced as a whole.

    Args:
        service: botocore's name of the service.
        shape_name: the shape's name in its model.

    Returns:
        False for a shape that ``classes.json`` lists as ``data`` (a Lambda payload, the name of a user):
        recordings keep it, without what looks like a secret in it. True for any other.
    """
    return _classes().get(service, {}).get(shape_name) != "data"


def is_settings_shape(service: str, shape_name: str) -> bool:
    """Tell whether a sensitive shape holds settings, of which only those that look like credentials go."""
    return _classes().get(service, {}).get(shape_name) == "settings"


def is_typed_shape(service: str, shape_name: str) -> bool:
    """Tell whether a sensitive shape is no secret where the type next to it says so (parameters of SSM)."""
    return _classes().get(service, {}).get(shape_name) == "typed"


def is_unmarked(service: str, members: Iterable[str]) -> bool:
    """Tell whether one of some members, each ``"Structure.member"``, holds a secret that no model marks."""
    return not _unmarked().get(service, _NONE).isdisjoint(members)


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _unmarked() -> Mapping[str, frozenset[str]]:
    """Return the members, ``"Structure.member"``, by service, that models do not mark and readers did."""
    text = Path(__file__).with_name("unmarked.json").read_text(encoding="utf-8")
    return {service: frozenset(entries) for service, entries in json.loads(text).items()}


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, Mapping[str, str]]:
    """Return the reviewed classes of shapes: credential, personal, settings, typed, data."""
    text = Path(__file__).with_name("classes.json").read_text(encoding="utf-8")
    classes: Mapping[str, Mapping[str, str]] = json.loads(text)
    return classes
