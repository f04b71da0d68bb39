"""Layer 3: values, answers and whole exchanges, made from contracts."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"harness.synth.{_MODULES[name]}"), name)
