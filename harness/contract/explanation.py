"""A violation explained to a person: what is wrong, which rule says so, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from harness.contract.violation import Severity, Violation
from harness.errors import counted


def violation_lines(violation: Violation) -> Iterator[str]:
    """Yield the lines that explain one violation: what, which rule, where, and what to do next."""
    operation = f"{violation.operation}: " if violation.operation else ""
    yield f"{violation.severity.value}: {operation}{violation.message}"
    yield f"  rule   {violation.code}, {violation.source}"
    yield f"  at     {place(violation)}"
    yield from _call_lines(violation)
    for label, line in zip(("next", ""), _next_lines(violation), strict=False):
        yield f"  {label:<6} {line}"


def place(violation: Violation) -> str:
    """Word where a violation is: cassette, interaction, and the pointer into request or response."""
    parts = [violation.cassette] if violation.cassette else []
    if violation.interaction is not None:
        parts.append(f"interaction {violation.interaction}")
    parts.append(f"{violation.side} {violation.pointer or '/'}")
    return ", ".join(parts)


def without_value(violation: Violation) -> Violation:
    """Return a violation that does not say what was found, which may be a secret."""
    words, but, _ = violation.message.partition(", but ")
    return replace(violation, message=f"{words}.") if but else violation


def refused_words(violation: Violation) -> str:
    """Say how many of the calls that break a rule on requests were refused; empty if none was."""
    calls = violation.calls
    if calls is None or violation.side != "request" or not calls.refused:
        return ""
    if calls.refused == calls.count:
        return "the call was refused" if calls.count == 1 else f"all {calls.count:,} calls were refused"
    was = "was" if calls.refused == 1 else "were"
    return f"{calls.refused:,} of {calls.count:,} calls {was} refused"


def _call_lines(violation: Violation) -> Iterator[str]:
    calls = violation.calls
    if calls is None:
        return
    if calls.lines:
        yield f"  by     {_first_of(calls.lines, 'line')}"
    if calls.tests:
        yield f"  in     {_first_of(calls.tests, 'test')}"
    if calls.count > 1:
        yield f"  times  {calls.count:,}"
    if said := refused_words(violation):
        yield f"  but    {said}, as the contract says"


def _first_of(names: Sequence[str], noun: str) -> str:
    more = f" and {counted(len(names) - 1, f'more {noun}')}" if len(names) > 1 else ""
    return f"{names[0]}{more}"


def broken_words(violations: Iterable[Violation]) -> str:
    """Say that exchanges break their contract, and explain each violation."""
    explained = ("\n".join(violation_lines(violation)) for violation in violations)
    return "\n\n".join(("The exchanges break their contract.", *explained))


def next_step(violation: Violation) -> str:
    """Word what a user can do about a violation: fix it, or silence only this."""
    return " ".join(_next_lines(violation))


def _next_lines(violation: Violation) -> Iterator[str]:
    key, level = f"{violation.side}.{violation.code}", _lower(violation.severity)
    scope = f"{violation.operation}:" if violation.operation else ""
    setting = f'"{scope}{key}" = "{level}" under [tool.harness.severity]'
    if violation.code == "secret":
        first = f"Change the secret where it is in use, and run harness redact {violation.cassette or 'PATH'}"
    elif violation.side == "request":
        first = "Fix the call"
    elif violation.calls is not None:
        first = "Let the mock or stub answer as documented, or tell its authors"
    elif violation.severity is Severity.ERROR:
        first = "Compare with a fresh recording"
    else:
        first = "Let the reading code expect this answer"
    # A test's recording holds no secret; what is observed needs no marker.
    if violation.code == "secret" or violation.calls is not None:
        yield f"{first}. If it is intended: {setting}."
    else:
        yield f"{first}. If it is intended: {setting}, or"
        yield f'@pytest.mark.cassette(severity={{"{key}": "{level}"}}).'


def _lower(severity: Severity) -> str:
    return "warning" if severity is Severity.ERROR else "off"
