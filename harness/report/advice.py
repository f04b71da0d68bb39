"""What reports say next to a violation: what its code means, and what to do about it.

A violation of no cassette and no live call is one of an endpoint that ``harness fuzz`` has called. Its code
may be a law.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.contract import codes, laws
from harness.contract.explanation import next_step, violation_lines
from harness.contract.violation import CODES, Severity, Violation


def is_of_endpoint(violation: Violation) -> bool:
    """Tell whether an endpoint under test has it."""
    return violation.interaction is None and violation.calls is None and not violation.cassette


def advice(violation: Violation) -> str:
    """Word what to do next about a violation."""
    if not is_of_endpoint(violation):
        return next_step(violation)
    return f"Let the endpoint answer as documented. {_where(violation.code)}"


def advised_lines(violation: Violation) -> Iterator[str]:
    """Yield the lines that explain a violation, the last with what to do next."""
    if not is_of_endpoint(violation):
        yield from violation_lines(violation)
        return
    yield f"{violation.severity.value}: {violation.operation}: {violation.message}"
    yield f"  rule   {violation.code}, {violation.source}"
    yield f"  next   {advice(violation)}"


def _where(code: str) -> str:
    where = codes.where_explained(code) if code in CODES else laws.where_explained(code)
    return f"More: {where}"


def meaning(code: str) -> str:
    """Return what a code or a law means, a sentence."""
    return CODES[code].meaning if code in CODES else laws.sentence(code)


def described(code: str) -> tuple[str, str, str | None, Severity]:
    """Return how a code or a law is described: in full, its page, its address, and its usual severity."""
    if code in CODES:
        text = f"{meaning(code)} {codes.severities_words(code)} {_where(code)}"
        return text, codes.page(code), codes.address(code), CODES[code].request
    return f"{meaning(code)} {_where(code)}", laws.page(code), None, Severity.ERROR
