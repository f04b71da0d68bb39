"""Hypothesis strategies for requests, responses, pages, errors and faults of every documented operation.

Each function here takes an operation as ``"service.Operation"`` (or with the method's name), or a contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import require
from harness.lazy import lazy_names

require("hypothesis", task="harness.strategies", extra="fuzz")

if TYPE_CHECKING:
    from harness.strategies.request.boundary import BoundaryRequest, boundary_grid, boundary_requests
    from harness.strategies.request.invalid import InvalidRequest, invalid_grid, invalid_requests
    from harness.strategies.request.valid import NoValidRequest, requests
    from harness.strategies.response.chains import PageChain, page_chains
    from harness.strategies.response.failures import errors, faults
    from harness.strategies.response.valid import responses

# No module has the name of a function: once imported it would stand in its place.
_MODULES = {
    "BoundaryRequest": "request.boundary",
    "InvalidRequest": "request.invalid",
    "invalid_grid": "request.invalid",
    "invalid_requests": "request.invalid",
    "NoValidRequest": "request.valid",
    "PageChain": "response.chains",
    "boundary_grid": "request.boundary",
    "boundary_requests": "request.boundary",
    "errors": "response.failures",
    "faults": "response.failures",
    "page_chains": "response.chains",
    "requests": "request.valid",
    "responses": "response.valid",
}

__all__ = [
    "BoundaryRequest",
    "InvalidRequest",
    "NoValidRequest",
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

if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = lazy_names(__name__, _MODULES)
