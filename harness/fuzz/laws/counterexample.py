"""What shows that a law does not hold: the calls, what was answered, and what the contract says instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from harness.contract.exchange import Exchange
from harness.contract.laws import where_explained
from harness.contract.source import Source
from harness.contract.violation import Severity
from harness.errors import HarnessError
from harness.fuzz.script import script_lines

_UNSEEN = frozenset(("spelling", "unknown-member"))  # what botocore reads as if it were right, or passes over


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Calls of an operation that a law does not hold for.

    Attributes:
        law: the law's name.
        operation: ``"service.Operation"``.
        code: what is wrong: a violation code (`harness.contract.violation.CODES`), or the law's own word.
        message: what was expected and what was observed, one sentence.
        exchanges: the calls and their answers, in order.
        source: what states it.
        place: the parameter or member that it is about, list indexes as ``*``.
        severity: how much it weighs.
        steady: whether the endpoint answered in the same way when asked again.
    """

    law: str
    operation: str
    code: str
    message: str
    exchanges: tuple[Exchange, ...]
    source: Source
    place: str = ""
    severity: Severity = Severity.ERROR
    steady: bool = True

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other counterexamples; those with equal keys show the same fault."""
        return key_of_finding(self.operation, self.law, self.code, self.place)

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness fuzz --json`` prints for this counterexample."""
        return {
            "law": self.law,
            "operation": self.operation,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "place": self.place,
            "source": str(self.source),
            "steady": self.steady,
            "exchanges": [_written(exchange) for exchange in self.exchanges],
        }


def key_of_finding(operation: str, law: str, code: str, place: str) -> tuple[str, ...]:
    """Return what tells a finding from others.

    Where a parameter makes the server fail, several laws see it do so.
    """
    return operation, "" if code == "server-error" and place else law, code, place


def _written(exchange: Exchange) -> dict[str, object]:
    """Write an exchange without what only the laws know of it."""
    written = asdict(exchange)
    return {field.name: written[field.name] for field in fields(Exchange)}


class LawBroken(HarnessError):
    """A law does not hold.

    Args:
        counterexample: what shows it.
    """

    def __init__(self, counterexample: Counterexample) -> None:
        super().__init__(counterexample)
        self.counterexample = counterexample

    def __str__(self) -> str:
        return "\n".join(counterexample_lines(self.counterexample))


def heading_lines(found: Counterexample) -> Iterator[str]:
    """Yield what a counterexample shows, and the law that it breaks."""
    yield heading_line(found)
    yield f"  law    {', '.join(dict.fromkeys((found.law, found.code)))}"


def heading_line(found: Counterexample) -> str:
    """Return what a counterexample shows, in a line."""
    return f"{found.severity.value}: {found.operation}: {found.message}"


def counterexample_lines(found: Counterexample, endpoint_url: str | None = None) -> Iterator[str]:
    """Yield the lines that explain a counterexample to a person, with the calls as boto3 code.

    Args:
        found: the counterexample.
        endpoint_url: where the endpoint listens, for the code.
    """
    yield from heading_lines(found)
    yield f"  rule   {found.source}"
    yield f"  more   {where_explained(found.law)}"
    if not found.steady:
        yield "  note   The endpoint answered otherwise when it was asked again."
    if found.code in _UNSEEN:
        yield "  note   boto3 does not show this: look at the body of the answer."
    if found.exchanges:
        yield "  calls"
        yield from (f"    {line}".rstrip() for line in script_lines(found.exchanges, endpoint_url))
