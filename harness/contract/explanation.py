"""A violation explained to a person: what is wrong, which rule says so, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.contract.violation import Severity, Violation


def violation_lines(violation: Violation) -> Iterator[str]:
    """Yield the lines that explain one violation: what, which rule, where, and what to do next."""
    operation = f"{violation.operation}: " if violation.operation else ""
    yield f"{violation.severity.value}: {operation}{violation.message}"
    yield f"  rule   {violation.code}, {violation.source}"
    yield f"  at     {place(violation)}"
    for label, line in zip(("next", ""), _next_lines(violation), strict=False):
        yield f"  {label:<6} {line}"


def place(violation: Violation) -> str:
    """Word where a violation is: cassette, interaction, and the pointer into request or response."""
    parts = [violation.cassette] if violation.cassette else []
    if violation.interaction is not None:
        parts.append(f"interaction {violation.interaction}")
    parts.append(f"{violation.side} {violation.pointer or '/'}")
    return ", ".join(parts)


def broken_words(violations: Iterable[Violation]) -> str:
    """Say that exchanges break their contract, and explain each violation."""
    explained = ("\n".join(violation_lines(violation)) for violation in violations)
    return "\n\n".join(("The exchanges break their contract.", *explained))


def next_step(violation: Violation) -> str:
    """Word what a user can do about a violation: mend it, or silence it and nothing else."""
    return " ".join(_next_lines(violation))


def _next_lines(violation: Violation) -> Iterator[str]:
    key, level = f"{violation.side}.{violation.code}", _lower(violation.severity)
    scope = f"{violation.operation}:" if violation.operation else ""
    setting = f'"{scope}{key}" = "{level}" under [tool.harness.severity]'
    if violation.code == "secret":
        first = f"Change the secret where it is in use, and run harness redact {violation.cassette or 'PATH'}"
    elif violation.side == "request":
        first = "Fix the call"
    elif violation.severity is Severity.ERROR:
        first = "Compare with a fresh recording"
    else:
        first = "Let the reading code expect this answer"
    if violation.code == "secret":  # which a test's recording does not hold
        yield f"{first}. If it is intended: {setting}."
    else:
        yield f"{first}. If it is intended: {setting}, or"
        yield f'@pytest.mark.cassette(severity={{"{key}": "{level}"}}).'


def _lower(severity: Severity) -> str:
    return "warning" if severity is Severity.ERROR else "off"
