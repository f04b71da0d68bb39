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
        shape_name: the shape's name in its model.

    Returns:
        False for a shape that ``classes.json`` lists as ``data`` (a Lambda payload, the name of a user):
        recordings keep it, without what looks like a secret in it. True for any other.
    """
    return _classes().get(service, {}).get(shape_name) != "data"


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, Mapping[str, str]]:
    """Return the reviewed classes, ``credential``, ``personal`` or ``data``, by service and shape name."""
    text = Path(__file__).with_name("classes.json").read_text(encoding="utf-8")
    classes: Mapping[str, Mapping[str, str]] = json.loads(text)
    return classes
