"""Examples that AWS publishes with its models: botocore's ``examples-1.json`` files."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import DataNotFoundError

from harness.models.loader import OneService

_MOST = 3  # values a member


def examples_of(service: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the examples of a service, each after the name of its operation: ``id``, ``input``, ``output``.

    Args:
        service: botocore's service name. For most services AWS publishes no examples.
    """
    try:
        written = OneService(service).load_service_model(service, "examples-1")
    except DataNotFoundError:
        return
    for operation, examples in written.get("examples", {}).items():
        for example in examples:
            yield operation, example


@functools.cache
def example_texts(service: str) -> Mapping[str, tuple[str, ...]]:
    """Return example strings of a service by the name of the member that holds them.

    Args:
        service: botocore's service name. For most services AWS publishes no examples.
    """
    found: dict[str, dict[str, None]] = {}
    for _, example in examples_of(service):
        for part in ("input", "output"):
            for name, text in _texts("", example.get(part)):
                found.setdefault(name, {})[text] = None
    return {name: tuple(texts)[:_MOST] for name, texts in found.items()}


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key, item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(name, item)
    elif isinstance(value, str) and value:
        yield name, value
