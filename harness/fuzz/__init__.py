"""Layer 4: laws that Hypothesis holds an endpoint, a paginator, or the code that calls them to."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.fuzz.caller import law_client
    from harness.fuzz.constraints import constraint_laws
    from harness.fuzz.counterexample import Counterexample, LawBroken
    from harness.fuzz.given import aws
    from harness.fuzz.law import Law
    from harness.fuzz.pagination import paginator_laws
    from harness.fuzz.responses import response_laws
    from harness.fuzz.serving import BrokenRequest, NotListed, TooManyCalls
    from harness.fuzz.view import Aws

# No module has the name of a function: once imported it would stand in its place.
_MODULES = {
    "Aws": "view",
    "BrokenRequest": "serving",
    "Counterexample": "counterexample",
    "Law": "law",
    "LawBroken": "counterexample",
    "NotListed": "serving",
    "TooManyCalls": "serving",
    "aws": "given",
    "constraint_laws": "constraints",
    "law_client": "caller",
    "paginator_laws": "pagination",
    "response_laws": "responses",
}

__all__ = [
    "Aws",
    "BrokenRequest",
    "Counterexample",
    "Law",
    "LawBroken",
    "NotListed",
    "TooManyCalls",
    "aws",
    "constraint_laws",
    "law_client",
    "paginator_laws",
    "response_laws",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"harness.fuzz.{_MODULES[name]}"), name)
