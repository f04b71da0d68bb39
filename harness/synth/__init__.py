"""Layer 3: values, answers and whole exchanges, made from contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.lazy import lazy_names

if TYPE_CHECKING:
    from harness.synth.client import synthetic_client
    from harness.synth.faults import THROTTLED, Chance, Error
    from harness.synth.requests import example_request
    from harness.synth.responder import respond
    from harness.synth.service import SyntheticService
    from harness.synth.trouble import Dropped, Slow, Truncated

_MODULES = {
    "THROTTLED": "faults",
    "Chance": "faults",
    "Dropped": "trouble",
    "Error": "faults",
    "Slow": "trouble",
    "SyntheticService": "service",
    "Truncated": "trouble",
    "example_request": "requests",
    "respond": "responder",
    "synthetic_client": "client",
}

__all__ = [
    "THROTTLED",
    "Chance",
    "Dropped",
    "Error",
    "Slow",
    "SyntheticService",
    "Truncated",
    "example_request",
    "respond",
    "synthetic_client",
]

if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = lazy_names(__name__, _MODULES)
