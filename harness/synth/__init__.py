"""Layer 3: values, answers and whole exchanges, made from contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.lazy import lazy_names

if TYPE_CHECKING:
    from harness.synth.examples import example_request
    from harness.synth.responses.faults import THROTTLED, Chance, Error
    from harness.synth.responses.responder import respond
    from harness.synth.responses.trouble import Dropped, Slow, Truncated
    from harness.synth.server.serving import serving
    from harness.synth.service.synthetic import SyntheticService
    from harness.synth.typed import synthetic_client

_MODULES = {
    "THROTTLED": "responses.faults",
    "Chance": "responses.faults",
    "Dropped": "responses.trouble",
    "Error": "responses.faults",
    "Slow": "responses.trouble",
    "SyntheticService": "service.synthetic",
    "Truncated": "responses.trouble",
    "example_request": "examples",
    "respond": "responses.responder",
    "serving": "server.serving",
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
    "serving",
    "synthetic_client",
]

if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = lazy_names(__name__, _MODULES)
