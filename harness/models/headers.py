"""Members of requests and results that travel as headers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

_CONDITIONS = frozenset(("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "range"))


@lru_cache(maxsize=4096)
def members_by_header(shape: Any) -> Mapping[str, str]:
    """Return the members of a request or result that are headers, by the header's name in lower case."""
    places = {
        name: member.serialization for name, member in (shape.members if shape is not None else {}).items()
    }
    return {
        place["name"].lower(): name
        for name, place in places.items()
        if place.get("location") == "header" and "name" in place
    }


@lru_cache(maxsize=4096)
def condition_members(operation: OperationModel) -> Mapping[str, str]:
    """Return the parameters of an operation that reads on conditions, by their headers in lower case."""
    if operation.http.get("method") not in ("GET", "HEAD"):
        return {}
    return {
        header: name
        for header, name in members_by_header(operation.input_shape).items()
        if header in _CONDITIONS
    }
