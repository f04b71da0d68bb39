"""Layer 4: laws that Hypothesis holds an endpoint, a paginator, or the code that calls them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import require
from harness.lazy import lazy_names

require("hypothesis", task="harness.fuzz", extra="fuzz")

if TYPE_CHECKING:
    from harness.fuzz.code.given import aws
    from harness.fuzz.code.serving import BrokenRequest, NotListed, TooManyCalls
    from harness.fuzz.code.view import Aws
    from harness.fuzz.laws.answers.laws import response_laws
    from harness.fuzz.laws.caller import law_client
    from harness.fuzz.laws.counterexample import Counterexample, LawBroken
    from harness.fuzz.laws.law import Law
    from harness.fuzz.laws.pagination.laws import paginator_laws
    from harness.fuzz.laws.requests.constraints import constraint_laws

# No module has the name of a function: once imported it would stand in its place.
_MODULES = {
    "Aws": "code.view",
    "BrokenRequest": "code.serving",
    "Counterexample": "laws.counterexample",
    "Law": "laws.law",
    "LawBroken": "laws.counterexample",
    "NotListed": "code.serving",
    "TooManyCalls": "code.serving",
    "aws": "code.given",
    "constraint_laws": "laws.requests.constraints",
    "law_client": "laws.caller",
    "paginator_laws": "laws.pagination.laws",
    "response_laws": "laws.answers.laws",
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

if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = lazy_names(__name__, _MODULES)
