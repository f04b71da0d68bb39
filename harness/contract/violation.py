"""One broken rule of the contract, its stable code, and how severe each code is by default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Literal

from harness.contract.source import Source

Side = Literal["request", "response"]


class Severity(StrEnum):
    """How serious a violation is: an error fails a check, a warning is reported, off is left out."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Code:
    """What one violation code means, and its severity on either side of an exchange.

    Requests are held to every word. Responses of real AWS break 7.7 % of their models' looser traits,
    so there only what a reader of the response would trip over is an error.
    """

    meaning: str
    request: Severity = Severity.ERROR
    response: Severity = Severity.WARNING


_ERROR = Severity.ERROR
_WARNING = Severity.WARNING

_OTHERS: Mapping[str, Code] = {
    # Traits of the service model that no rule says.
    "type": Code("The value has another JSON type than its shape.", response=_ERROR),
    "null": Code("The member is null where its shape has a value."),
    "required": Code("A required member is missing."),
    "unknown-member": Code("The structure has no such member."),
    "pattern": Code("The string does not match the documented pattern (in a request: as a whole)."),
    "timestamp": Code("The value is not a timestamp.", response=_ERROR),
    "union": Code("A union does not have exactly one member set."),
    "host-label": Code("The value is not a valid part of a host name."),
    # Errors that a service answers with.
    "undocumented-error": Code("The service answered with an error that the operation does not document."),
    # Exchanges as such.
    "depth": Code("The value is nested too deeply to check.", response=_ERROR),
    "unreadable": Code(
        "The recorded HTTP message cannot be read as an exchange of its operation.", response=_ERROR
    ),
    "secret": Code("The recording holds a secret that redaction would have removed.", response=_ERROR),
}


def code_of(name: str) -> str:
    """Return the spelling of a violation code, which has hyphens: ``page-limit`` for ``page_limit``.

    Args:
        name: the kind of a rule, or a code as somebody wrote it.
    """
    return name.replace("_", "-")


class _Codes(Mapping[str, Code]):
    """The codes of the kinds of rules, each asked of its kind, and those of all else."""

    def __getitem__(self, code: str) -> Code:
        if code in _OTHERS:
            return _OTHERS[code]
        from harness.contract.rules import KINDS  # when a code is asked for, not sooner

        kind = KINDS[code.replace("-", "_")]
        if not kind.meaning or code != code_of(kind.kind):
            raise KeyError(code)
        return Code(kind.meaning, *map(Severity, kind.severities))

    def __iter__(self) -> Iterator[str]:
        from harness.contract.rules import KINDS

        return iter([*(code_of(name) for name, kind in KINDS.items() if kind.meaning), *_OTHERS])

    def __len__(self) -> int:
        return sum(1 for _ in self)


CODES: Mapping[str, Code] = _Codes()
"""Every violation code. They are stable: a code's meaning never changes, and none is reused."""

Severities = Mapping[str, Severity]
"""A user's own severities, keyed as `severity_of` says."""


def severity_of(
    code: str,
    side: Side,
    severities: Severities | None = None,
    operation: str = "",
    *,
    is_minor: bool = False,
) -> Severity:
    """Return the severity of a code on one side of an exchange.

    Args:
        code: a key of `CODES`.
        side: ``"request"`` or ``"response"``.
        severities: a user's own settings, keyed by ``"code"`` or ``"side.code"``, and for one service or
            operation by ``"service:code"`` or ``"service.Operation:code"``. The narrowest wins: that of an
            operation before its service's, that of a side before both sides'. Codes may have ``_`` for ``-``.
        operation: ``"service.Operation"``; empty where it is not known.
        is_minor: whether it is a warning at most, unless the settings say otherwise: the rule was read
            once (`harness.contract.facts`), a documented value was only
            written in another case, or the pattern refuses documented values as well.
    """
    key = deciding_key(code, side, severities, operation) if severities else None
    if severities and key is not None:
        return severities[key]
    known = CODES[code]
    severity = known.request if side == "request" else known.response
    return Severity.WARNING if is_minor and severity is Severity.ERROR else severity


def deciding_key(code: str, side: Side, severities: Severities, operation: str = "") -> str | None:
    """Return the key of a user's settings that decides on a violation; None if none does.

    Arguments are those of `severity_of`.
    """
    scopes = (f"{operation}:", f"{operation.partition('.')[0]}:", "") if operation else ("",)
    spellings = dict.fromkeys((code_of(code), code.replace("-", "_")))
    keys = (f"{scope}{at}{name}" for scope in scopes for at in (f"{side}.", "") for name in spellings)
    return next((key for key in keys if key in severities), None)


ONLY_CASE = ", which differs only in case"
"""Follows a found value, in a violation's message, that is documented in another case."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The live calls that share a violation; they are in no cassette.

    Attributes:
        count: how many there are.
        refused: how many of them were answered with an error.
        tests: the tests that make them, as their runner names them, in the order in which they ran.
        lines: the lines of the program that make them, ``"src/orders.py:41"``.
    """

    count: int = 1
    refused: int = 0
    tests: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule of the contract, in one place of one exchange.

    Attributes:
        code: what kind of rule is broken; a key of `CODES`.
        severity: `Severity.ERROR` or `Severity.WARNING`.
        side: ``"request"`` or ``"response"``.
        pointer: JSON pointer (RFC 6901) into the parameters or the response; for a missing member,
            to where it should stand.
        message: what is wrong and what was found, one sentence.
        source: which trait or sentence says so.
        operation: ``"service.Operation"``, where known.
        cassette: the cassette's path, where the exchange comes from one.
        interaction: the interaction's number in it, from 1.
        calls: the calls that have it, where live calls were observed; None for an exchange of a cassette.
    """

    code: str
    severity: Severity
    side: Side
    pointer: str
    message: str
    source: Source
    operation: str = ""
    cassette: str = ""
    interaction: int | None = None
    calls: Calls | None = None

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness check --json`` prints for this violation."""
        observed = {"calls": asdict(self.calls)} if self.calls is not None else {}
        return {
            "code": self.code,
            "severity": self.severity.value,
            "side": self.side,
            "pointer": self.pointer,
            "message": self.message,
            "source": str(self.source),
            "operation": self.operation,
            "cassette": self.cassette,
            "interaction": self.interaction,
            **observed,
        }


def has_to_be_refused(violation: Violation) -> bool:
    """Tell whether a server has to refuse a request for a violation.

    A caller is only warned of a value in another case, as some services take it. None documents that.
    """
    return violation.severity is Severity.ERROR or (
        violation.code == "enum" and ONLY_CASE in violation.message
    )
