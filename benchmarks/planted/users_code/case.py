"""A function that somebody would write with boto3, right and wrong, with the property it is tested by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Code = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """One function in two versions. `check` gets a version and what `harness.fuzz.aws` gives a test."""

    name: str
    operations: tuple[str, ...]
    description: str
    sentence: str
    correct: Code
    buggy: Code
    check: Callable[[Code, Any], None]
    present: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    set: str = "first"  # or "fresh": added after the first measure


CASES: dict[str, Case] = {}


def add(case: Case) -> None:
    """Add a case."""
    assert case.name not in CASES, case.name
    CASES[case.name] = case


def gives(member: str) -> Callable[[Code, Any], None]:
    """A check that the function returns all items of a list, in order."""

    def check(code: Code, aws: Any) -> None:
        assert code(aws.client) == aws.expected(member)

    return check


def responses(aws: Any, operation: str) -> list[dict[str, Any]]:
    """What the calls of an operation were answered, without those that came to nothing."""
    return [
        call.response
        for call in aws.calls
        if str(call.operation).rpartition(".")[2] == operation and call.response is not None
    ]
