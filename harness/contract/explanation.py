"""A violation explained to a person: what is wrong, which rule says so, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from harness.contract.violation import Severity, Violation


def violation_lines(violation: Violation) -> Iterator[str]:
    """Yield the lines that explain one violation: what, which rule, where, and what to do next."""
    operation = f"{violation.operation}: " if violation.operation else ""
    yield f"{violation.severity.value}: {operation}{violation.message}"
    yield f"  rule   {violation.code}, {violation.source}"
    yield f"  at     {place(violation)}"
    yield f"  next   {next_step(violation)}"


def place(violation: Violation) -> str:
    """Word where a violation is: cassette, interaction, and the pointer into request or response."""
    parts = [violation.cassette] if violation.cassette else []
    if violation.interaction is not None:
        parts.append(f"interaction {violation.interaction}")
    parts.append(f"{violation.side} {violation.pointer or '/'}")
    return ", ".join(parts)


def next_step(violation: Violation) -> str:
    """Word what a user can do about a violation."""
    setting = f'"{violation.side}.{violation.code}" = "{_lower(violation.severity)}"'
    if violation.code == "secret":
        first = f"Change the secret where it is in use, and run harness redact {violation.cassette or 'PATH'}"
    elif violation.side == "request":
        first = "Mend the call that makes this request"
    elif violation.severity is Severity.ERROR:
        first = "Compare with a fresh recording"
    else:
        first = "Let the reading code expect this answer"
    return f"{first}. If this is on purpose, put {setting} under [tool.harness.severity] in pyproject.toml."


def _lower(severity: Severity) -> str:
    return "warning" if severity is Severity.ERROR else "off"
