"""A violation explained to a person: what is wrong, which rule says so, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, repeat

from harness.contract.codes import where_explained
from harness.contract.violation import Severity, Violation
from harness.errors import counted


def violation_lines(violation: Violation, *, in_test: bool = False, verbose: bool = False) -> Iterator[str]:
    """Yield the lines that explain one violation: what, which rule, where, and what to do next.

    Args:
        violation: what is wrong.
        in_test: whether a test with a marker has it, which can then silence it.
        verbose: whether to say where its code is explained.
    """
    return alike_lines([violation], in_test=in_test, verbose=verbose)


def alike_lines(
    violations: Sequence[Violation], *, in_test: bool = False, verbose: bool = False
) -> Iterator[str]:
    """Yield the lines that explain violations of one kind: the first of them, and the first places.

    Args:
        violations: at least one, of the same rule at the same place of the same operation.
        in_test: as for `violation_lines`.
        verbose: as for `violation_lines`.
    """
    first = violations[0]
    operation = f"{first.operation}: " if first.operation else ""
    like_this = f" ({len(violations):,} like this)" if len(violations) > 1 else ""
    yield f"{first.severity.value}: {operation}{first.message}{like_this}"
    yield f"  rule   {first.code}, {first.source}"
    places = list(dict.fromkeys(place(one) for one in islice(violations, _FIRST_PLACES)))
    more = len(violations) - _FIRST_PLACES
    yield from _labelled("at", [*places, *([f"and {more:,} more; -v lists all"] if more > 0 else ())])
    yield from _call_lines(first)
    yield from _labelled("next", _next_lines(first, in_test))
    if verbose:
        yield f"  more   {where_explained(first.code)}"


def kind_line(violations: Sequence[Violation]) -> str:
    """Return one line on violations of one kind: where the first stands, what is wrong, how many there are.

    Args:
        violations: as for `alike_lines`.

    Returns:
        The line, as compilers and linters write theirs: ``"test_orders.py:7: error: ... [request.range]"``.
    """
    first, calls = violations[0], violations[0].calls
    where = _stands_at(first)
    what = f"{first.operation}: {first.message}" if first.operation else first.message
    count = len(violations) if calls is None else calls.count
    more = f" ({count:,} like this)" if count > 1 else ""
    if calls is not None and len(calls.lines) > 1:
        more = f" ({count:,} like this, on {len(calls.lines):,} lines)"
    refused = refused_words(first)
    more += f"; {refused}" if refused else ""
    return f"{where}{first.severity.value}: {what} [{first.side}.{first.code}]{more}"


def _stands_at(violation: Violation) -> str:
    """Word where a violation stands: the line that makes the call, or else the test, or the recording."""
    calls = violation.calls
    if calls is not None:
        places = calls.lines or calls.tests
    elif violation.interaction is None:
        places = (violation.cassette,)
    else:
        places = (f"{violation.cassette}, interaction {violation.interaction}",)
    return f"{places[0]}: " if places and places[0] else ""


_FIRST_PLACES = 3


def _labelled(label: str, lines: Iterable[str]) -> Iterator[str]:
    for name, line in zip(chain((label,), repeat("")), lines, strict=False):
        yield f"  {name:<6} {line}"


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


def broken_words(violations: Iterable[Violation], *, in_test: bool = False) -> str:
    """Say that exchanges break their contract, and explain each violation, as `violation_lines` does."""
    explained = ("\n".join(violation_lines(violation, in_test=in_test)) for violation in violations)
    return "\n\n".join(("The exchanges break their contract.", *explained))


def next_step(violation: Violation) -> str:
    """Word what a user can do about a violation: fix it, or silence only this."""
    return " ".join(_next_lines(violation, in_test=False))


def _next_lines(violation: Violation, in_test: bool) -> Iterator[str]:
    key, level = f"{violation.side}.{violation.code}", _lower(violation.severity)
    narrowest = f"{violation.operation}:{key}" if violation.operation else key
    setting = f'"{narrowest}" = "{level}" under [tool.harness.severity]'
    if violation.code == "secret":
        where = violation.cassette or "PATH"
        first = f"Change the secret where it is in use, and run harness cassette redact {where}"
    elif violation.side == "request":
        first = "Fix the call"
    elif violation.calls is not None:
        first = "Correct the answer of the mock or stub, or report it to its authors"
    elif violation.severity is Severity.ERROR:
        first = "Compare with a fresh recording"
    else:
        first = "Make the code that reads the answer handle it"
    # A test's recording holds no secret; what is observed needs no marker.
    if in_test and violation.code != "secret" and violation.calls is None:
        yield f'{first}. If it is intended: @pytest.mark.cassette(severity={{"{narrowest}": "{level}"}}), or'
        yield f"{setting}."
    else:
        yield f"{first}. If it is intended: {setting}."


def _lower(severity: Severity) -> str:
    return "warning" if severity is Severity.ERROR else "off"
