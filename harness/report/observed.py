"""Live calls checked against their contracts: each kind of violation once, with its tests and lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from botocore.model import OperationModel

from harness.contract.continuations import Continuations, is_chained
from harness.contract.contract import Contract, contract
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.explanation import without_value
from harness.contract.paths.pointer import value_at
from harness.contract.source import Source
from harness.contract.violation import Calls, Severities, Severity, Side, Violation, deciding_key
from harness.errors import UnknownName, counted
from harness.record.observe import ObservedCall, filled
from harness.redaction import DEFAULT, Redaction, redact_value
from harness.report.check import NotChecked, Report
from harness.report.identity import Identity
from harness.report.judge import told
from harness.report.terminal import explained_lines, kind_lines, other_lines

Names = dict[str, None]
"""Names in the order in which they came, each once."""


@dataclass(slots=True)
class Kind:
    """A kind of violation: one rule that is broken at one place of an operation.

    Attributes:
        first: the first violation of the kind.
        example: the exchange that has it, without its secrets.
        count: how many calls have it.
        refused: how many of them were answered with an error.
        tests: the tests that make it.
        lines: the lines of the program that make it.
    """

    first: Violation
    example: Exchange
    count: int = 0
    refused: int = 0
    tests: Names = field(default_factory=dict)
    lines: Names = field(default_factory=dict)

    @property
    def violation(self) -> Violation:
        """The first violation, with all calls of its kind."""
        return replace(
            self.first, calls=Calls(self.count, self.refused, tuple(self.tests), tuple(self.lines))
        )

    def add(self, other: Kind) -> None:
        """Add what was found elsewhere of the same kind; what is more serious goes first."""
        if (self.first.severity, other.first.severity) == (Severity.WARNING, Severity.ERROR):
            self.first, self.example = other.first, other.example
        self.count += other.count
        self.refused += other.refused
        self.tests |= other.tests
        self.lines |= other.lines


@dataclass(slots=True)
class Findings:
    """What was found so far.

    Attributes:
        operations: the number of calls by ``"service.Operation"``.
        kinds: the kinds of violation, in the order in which they were found.
        faults: how many calls of an operation harness itself failed to judge, by what went wrong.
        unread: how many streams were not checked, as nobody can read them but their owner.
        left: how many calls were left to the cassettes that played or recorded them.
    """

    operations: Counter[str] = field(default_factory=Counter)
    kinds: dict[Identity, Kind] = field(default_factory=dict)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    unread: int = 0
    left: int = 0

    def add(self, other: Findings) -> None:
        """Add what was found elsewhere: by another worker, in another process."""
        self.operations.update(other.operations)
        self.faults.update(other.faults)
        self.unread += other.unread
        self.left += other.left
        for identity, kind in other.kinds.items():
            if identity in self.kinds:
                self.kinds[identity].add(kind)
            else:
                self.kinds[identity] = kind

    def report(self) -> Report:
        """Return what was found as a report: errors before warnings, by operation."""
        violations = sorted(
            (kind.violation for kind in self.kinds.values()),
            key=lambda one: (one.severity, one.operation, one.side, one.pointer),
        )
        not_checked = [
            NotChecked(
                operation, number, f"This is a bug in harness, which failed with {what}. Please report it."
            )
            for (operation, what), count in self.faults.items()
            for number in range(1, count + 1)
        ]
        return Report(
            operations=dict(self.operations),
            not_checked=not_checked,
            violations=tuple(violations),
            unread=self.unread,
        )

    def to_text(self) -> str:
        """Write what was found as JSON, for another process."""
        kinds = [asdict(kind) for kind in self.kinds.values()]
        faults = [[*fault, count] for fault, count in self.faults.items()]
        counts = {"unread": self.unread, "left": self.left}
        written = {"operations": self.operations, "kinds": kinds, "faults": faults, **counts}
        return json.dumps(written, default=str)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `to_text` wrote."""
        written = json.loads(text)
        kinds = [_kind(one) for one in written["kinds"]]
        faults = Counter({(operation, what): count for operation, what, count in written["faults"]})
        by_identity = {Identity.of(kind.first): kind for kind in kinds}
        return cls(Counter(written["operations"]), by_identity, faults, written["unread"], written["left"])


def judge_calls(
    calls: Iterable[ObservedCall],
    severities: Severities | None = None,
    redaction: Redaction = DEFAULT,
    folder: Path | None = None,
) -> Findings:
    """Check calls against their contracts.

    What is wrong with a request that was refused is a warning at most, unless the severities say otherwise.

    Args:
        calls: calls in their order; paginations are judged among them.
        severities: a user's severities by code.
        redaction: what of their values is told nobody.
        folder: what the files of lines are named from, if they are below it.
    """
    found = Findings()
    exchanges: dict[int, tuple[ObservedCall, Exchange]] = {}
    chains: dict[str, Continuations] = {}
    for number, call in enumerate(calls):
        try:
            held_to = contract_of(call.operation)
            exchange, unread = _exchange(held_to, call)
            exchanges[number] = call, exchange
            checked = held_to.check_exchange(exchange, severities)
            violations = [(number, one) for one in checked if not _is_within(one, unread)]
            found.unread += len(unread)
            if is_chained(held_to):
                followed = chains.setdefault(held_to.name, Continuations())
                joined = followed.follow(held_to, number, exchange, severities)
                violations += [(at, one) for at, _, one in joined]
        except Exception as error:  # it is the program of somebody else that would end
            found.faults[_name(call.operation), f"{type(error).__name__}: {error}"] += 1
            continue
        found.operations[held_to.name] += 1
        # A call may break one rule in several entries of a list.
        kinds = {(at, Identity.of(violation)): violation for at, violation in reversed(violations)}
        for (at, identity), violation in reversed(kinds.items()):
            judged = _with_severity(violation, exchanges[at][1], severities)
            _add(found, identity, judged, *exchanges[at], redaction, folder)
    return found


def _exchange(held_to: Contract, call: ObservedCall) -> tuple[Exchange, list[tuple[Side, str]]]:
    """Return a call as an exchange, and where streams are in it that were not read."""
    asked: list[str] = []
    answered: list[str] = []
    params, answer = filled(call.params, asked), filled(call.answer, answered)
    exchange = held_to.exchange(
        params or {}, answer or {}, region=call.region, status=call.status, time=call.time
    )
    if "" in asked:
        exchange = replace(exchange, params=None)
    if "" in answered:
        exchange = replace(exchange, response=None)
    return exchange, [*(("request", place) for place in asked), *(("response", place) for place in answered)]


def _is_within(violation: Violation, places: Iterable[tuple[Side, str]]) -> bool:
    at = f"{violation.pointer}/"
    return any(side == violation.side and at.startswith(f"{place}/") for side, place in places)


def _name(operation: OperationModel) -> str:
    return f"{operation.service_model.service_name}.{operation.name}"


def _add(
    found: Findings,
    identity: Identity,
    violation: Violation,
    call: ObservedCall,
    exchange: Exchange,
    redaction: Redaction,
    folder: Path | None,
) -> None:
    known = found.kinds.get(identity)
    if known is None or (known.first.severity, violation.severity) == (Severity.WARNING, Severity.ERROR):
        shown = _without_secrets(call.operation, exchange, redaction)
        is_secret = _value(exchange, violation) != _value(shown, violation)
        first = without_value(violation) if is_secret else told(violation, redaction)
    else:
        first, shown = known.first, known.example
    tests = {call.test: None} if call.test else {}
    lines = {f"{_named(call.line[0], folder)}:{call.line[1]}": None} if call.line is not None else {}
    kind = Kind(first, shown, 1, int(exchange.error is not None), tests, lines)
    if known is None:
        found.kinds[identity] = kind
    else:
        known.add(kind)


def _with_severity(violation: Violation, exchange: Exchange, severities: Severities | None) -> Violation:
    """Lower a violation to a warning where the call was refused, as tests of refusals make it on purpose."""
    is_refused = violation.side == "request" and exchange.error is not None
    if not is_refused or violation.severity is not Severity.ERROR:
        return violation
    if severities and deciding_key(violation.code, violation.side, severities, violation.operation):
        return violation
    return replace(violation, severity=Severity.WARNING)


_contracts: dict[tuple[str, str, str], Contract] = {}


def contract_of(operation: OperationModel) -> Contract:
    """Return the contract of an operation: of the installed botocore, or of a client's own model.

    Args:
        operation: the client's model of it.
    """
    service = operation.service_model
    key = (str(service.service_name), str(service.api_version), str(operation.name))
    if key not in _contracts:
        try:
            held_to = contract(service.service_name, operation.name)
        except UnknownName:
            held_to = Contract(operation)
        is_same = held_to.operation_model.service_model.api_version == service.api_version
        _contracts[key] = held_to if is_same else Contract(operation)
    return _contracts[key]


def _without_secrets(operation: OperationModel, exchange: Exchange, redaction: Redaction) -> Exchange:
    service = exchange.service
    return replace(
        exchange,
        params=redact_value(operation.input_shape, exchange.params, redaction, service=service),
        response=redact_value(operation.output_shape, exchange.response, redaction, service=service),
    )


def _value(exchange: Exchange, violation: Violation) -> Any:
    value = exchange.params if violation.side == "request" else exchange.response
    return value_at(value, violation.pointer)


def _named(file: str, folder: Path | None) -> str:
    path = Path(file)
    if folder is not None and path.is_relative_to(folder):
        path = path.relative_to(folder)
    return path.as_posix()


def _kind(written: Mapping[str, Any]) -> Kind:
    first, example = written["first"], written["example"]
    violation = Violation(
        **{**first, "severity": Severity(first["severity"]), "source": Source(**first["source"])}
    )
    error = example["error"] and ErrorAnswer(**example["error"])
    headers = tuple((name, value) for name, value in example["headers"])
    return Kind(
        **{
            **written,
            "first": violation,
            "example": Exchange(**{**example, "error": error, "headers": headers}),
        }
    )


def summary(report: Report) -> str:
    """Sum up in one line what was observed."""
    tests = {test for one in report.violations if one.calls is not None for test in one.calls.tests}
    made = f", made by {counted(len(tests), 'test')}" if tests else ""
    parts = [
        f"observed {counted(report.checked, 'call')} of {counted(len(report.operations), 'operation')}",
        f"{counted(len(report.violations), 'kind')} of violation",
        counted(len(report.errors), "error"),
        counted(len(report.warnings), "warning") + made,
        *([f"{counted(report.unread, 'stream')} not checked"] if report.unread else []),
    ]
    return ", ".join(parts)


def report_lines(
    report: Report, *, verbose: bool = False, warnings: bool = True, explained_by: str = ""
) -> Iterator[str]:
    """Yield what was observed as text: a line for each kind of violation, and one that sums up.

    Args:
        report: what was found.
        verbose: explain each kind, and list every operation.
        warnings: name the kinds of warnings too.
        explained_by: the command that explains each kind; a last line names it.
    """
    told = report if warnings else replace(report, violations=report.errors)
    yield from explained_lines(told) if verbose else kind_lines(told.violations)
    yield from other_lines(report, verbose=verbose)
    yield summary(report)
    if told.violations and explained_by and not verbose:
        yield f"{explained_by} explains each: the rule, the tests, and what to do next."
