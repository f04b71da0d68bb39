"""Hypothesis strategies for requests, responses, pages, errors and faults of every documented operation.

Each function here takes an operation as ``"service.Operation"`` (or with the method's name), or a contract.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.synth.strategies.boundary import BoundaryRequest, boundary_grid, boundary_requests
    from harness.synth.strategies.chains import PageChain, page_chains
    from harness.synth.strategies.failures import errors, faults
    from harness.synth.strategies.invalid import InvalidRequest, invalid_grid, invalid_requests
    from harness.synth.strategies.response import responses
    from harness.synth.strategies.valid import requests

# No module has the name of a function: once imported it would stand in its place.
_MODULES = {
    "BoundaryRequest": "boundary",
    "InvalidRequest": "invalid",
    "invalid_grid": "invalid",
    "invalid_requests": "invalid",
    "PageChain": "chains",
    "boundary_grid": "boundary",
    "boundary_requests": "boundary",
    "errors": "failures",
    "faults": "failures",
    "page_chains": "chains",
    "requests": "valid",
    "responses": "response",
}

__all__ = [
    "BoundaryRequest",
    "InvalidRequest",
    "PageChain",
    "boundary_grid",
    "boundary_requests",
    "errors",
    "faults",
    "invalid_grid",
    "invalid_requests",
    "page_chains",
    "requests",
    "responses",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"harness.synth.strategies.{_MODULES[name]}"), name)
