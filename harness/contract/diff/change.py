"""One change of a contract: its stable code, whom it breaks, how severe that is, and where it is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Literal

Side = Literal["request", "response", "errors"]


class Effect(StrEnum):
    """Whom a change breaks: callers, readers of the response, or nobody."""

    CALLERS = "breaking-callers"
    READERS = "breaking-readers"
    COMPATIBLE = "compatible"
    DOCUMENTATION = "documentation"


class Level(StrEnum):
    """How severe a change is, in the words of smithy-diff.

    An error refuses, or takes away, what was documented; a warning may break a program, which no model can
    tell; a note breaks none.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for an error, and more for what matters less."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Code:
    """What all changes of one code have in common.

    Attributes:
        effect: whom they break.
        level: how severe they are.
        reason: why, a clause for people.
    """

    effect: Effect
    level: Level
    reason: str


_refused = partial(Code, Effect.CALLERS, Level.ERROR)
_calls_may_break = partial(Code, Effect.CALLERS, Level.WARNING)
_gone = partial(Code, Effect.READERS, Level.ERROR)
_readers_may_break = partial(Code, Effect.READERS, Level.WARNING)
_compatible = partial(Code, Effect.COMPATIBLE, Level.NOTE)
_documentation = partial(Code, Effect.DOCUMENTATION, Level.NOTE)
_ON_THE_WIRE = "the client writes another message: recordings and servers of the old form do not fit it"
_READ_ELSEWHERE = "the client reads it from another place: recordings of the old form have none there"
_FIRST = "the document set no such limit before; services mostly had it all along"
_ACCEPTS_MORE = "the service accepts what it accepted, and more"
_NO_PROMISE = "services never kept to what models say of the form and size of their answers"
_RETURNS_LESS = "what is returned was always possible"

CODES: Mapping[str, Code] = {
    # Services and operations.
    "service-added": _compatible("nothing used it"),
    "service-removed": _refused("no client of it can be made"),
    "service-api-version-changed": _calls_may_break(_ON_THE_WIRE),
    "service-protocol-changed": _calls_may_break(_ON_THE_WIRE),
    "service-wire-changed": _calls_may_break(_ON_THE_WIRE),
    "operation-added": _compatible("nothing used it"),
    "operation-removed": _refused("the client has no such method any more"),
    "operation-http-changed": _calls_may_break(_ON_THE_WIRE),
    "operation-wire-changed": _calls_may_break(_ON_THE_WIRE),
    "operation-deprecated": _documentation("it still works, and may be removed"),
    "operation-undeprecated": _documentation("it stays"),
    "operation-documentation-changed": _documentation("only the words changed"),
    "paginator-added": _compatible("nothing used it"),
    "paginator-removed": _refused("get_paginator raises OperationNotPageableError"),
    "paginator-changed": _readers_may_break("a paginator goes on, or collects, by other members"),
    "paginator-key-added": _compatible("the whole result has a member more"),
    "paginator-key-removed": _readers_may_break("the whole result no longer has the member"),
    "waiter-added": _compatible("nothing used it"),
    "waiter-removed": _refused("get_waiter raises ValueError"),
    "waiter-changed": _readers_may_break("it asks another operation, or ends by other answers"),
    "waiter-pace-changed": _compatible("only how often it asks, and when it gives up, differs"),
    "endpoint-added": _compatible("the client refused to call"),
    "endpoint-removed": _refused("the client refuses to call"),
    "endpoint-changed": _calls_may_break(
        "the client calls another host: what lists or blocks hosts may not know it"
    ),
    "endpoint-rules-changed": _compatible("the client calls the hosts that it called, as far as was tried"),
    # Errors.
    "error-added": _readers_may_break("the operation may answer with an error that nobody handles"),
    "error-removed": _readers_may_break("what handles the error may never run again"),
    "exception-removed": _gone("client.exceptions no longer has it: an except clause raises AttributeError"),
    "error-code-changed": _gone("what compares the error's code meets another"),
    "error-status-changed": _readers_may_break("what compares the HTTP status meets another"),
    "error-retry-changed": _compatible("only how the client tries again differs"),
    # Members of requests.
    "request-member-added": _compatible("it may be left out"),
    "request-required-member-added": _refused("a call without it is refused, by botocore itself"),
    "request-member-removed": _refused("a call with it is refused, by botocore itself"),
    "request-member-became-required": _refused("a call without it is refused, by botocore itself"),
    "request-member-became-optional": _compatible(_ACCEPTS_MORE),
    "request-type-changed": _refused("a value of the old type is refused"),
    "request-enum-added": _calls_may_break(_FIRST),
    "request-enum-removed": _compatible(_ACCEPTS_MORE),
    "request-enum-value-added": _compatible(_ACCEPTS_MORE),
    "request-enum-value-removed": _refused("the value was accepted"),
    "request-min-added": _calls_may_break(_FIRST),
    "request-min-removed": _compatible(_ACCEPTS_MORE),
    "request-min-increased": _refused("values below the new bound were accepted"),
    "request-min-decreased": _compatible(_ACCEPTS_MORE),
    "request-max-added": _calls_may_break(_FIRST),
    "request-max-removed": _compatible(_ACCEPTS_MORE),
    "request-max-decreased": _refused("values above the new bound were accepted"),
    "request-max-increased": _compatible(_ACCEPTS_MORE),
    "request-pattern-added": _calls_may_break(_FIRST),
    "request-pattern-narrowed": _refused("values that matched do not match any more"),
    "request-pattern-widened": _compatible(_ACCEPTS_MORE),
    "request-pattern-changed": _calls_may_break("values that matched may not match any more"),
    "request-pattern-removed": _compatible(_ACCEPTS_MORE),
    "request-null-accepted": _compatible(_ACCEPTS_MORE),
    "request-null-refused": _refused("null was accepted among the entries"),
    "request-union-added": _refused("more than one member, or none, was accepted"),
    "request-union-removed": _compatible(_ACCEPTS_MORE),
    "request-wire-changed": _calls_may_break(_ON_THE_WIRE),
    # Members of responses and of errors.
    "response-member-added": _compatible("who does not know it passes it over"),
    "response-member-removed": _gone("what reads it no longer finds it"),
    "response-member-became-required": _compatible(_RETURNS_LESS),
    "response-member-became-optional": _readers_may_break("what reads it may not find it"),
    "response-type-changed": _gone("what reads it meets another type"),
    "response-enum-added": _compatible(_RETURNS_LESS),
    "response-enum-removed": _readers_may_break("values outside of the list may be returned"),
    "response-enum-value-added": _readers_may_break("a value may be returned that nobody handles"),
    "response-enum-value-removed": _compatible(_RETURNS_LESS),
    "response-min-added": _compatible(_RETURNS_LESS),
    "response-min-removed": _compatible(_NO_PROMISE),
    "response-min-increased": _compatible(_RETURNS_LESS),
    "response-min-decreased": _compatible(_NO_PROMISE),
    "response-max-added": _compatible(_RETURNS_LESS),
    "response-max-removed": _compatible(_NO_PROMISE),
    "response-max-decreased": _compatible(_RETURNS_LESS),
    "response-max-increased": _compatible(_NO_PROMISE),
    "response-pattern-added": _compatible(_RETURNS_LESS),
    "response-pattern-narrowed": _compatible(_RETURNS_LESS),
    "response-pattern-widened": _compatible(_NO_PROMISE),
    "response-pattern-changed": _compatible(_NO_PROMISE),
    "response-pattern-removed": _compatible(_NO_PROMISE),
    "response-null-accepted": _readers_may_break("null may be returned among the entries"),
    "response-null-refused": _compatible(_RETURNS_LESS),
    "response-union-added": _compatible(_RETURNS_LESS),
    "response-union-removed": _readers_may_break("more than one member, or none, may be returned"),
    "response-wire-changed": _readers_may_break(_READ_ELSEWHERE),
    # Both sides.
    "limit-restated": _compatible("the old pattern, or list of values, allowed nothing outside of it"),
    "number-width-changed": _compatible("Python has one type for both widths"),
    "sensitive-added": Code(
        Effect.COMPATIBLE,
        Level.WARNING,
        "recordings from before may hold it in clear: run harness cassette redact",
    ),
    "sensitive-removed": _compatible("new recordings hold it in clear"),
    "member-deprecated": _documentation("it still works, and may be removed"),
    "member-undeprecated": _documentation("it stays"),
    "documentation-changed": _documentation("only the words changed"),
    # Rules that the documentation states in prose.
    "request-rule-added": _calls_may_break("calls that break the rule were not documented to fail"),
    "request-rule-removed": _compatible(_ACCEPTS_MORE),
    "request-rule-changed": _calls_may_break("calls that kept the old rule may break the new one"),
    "request-rule-tightened": _calls_may_break("values that kept the old rule break the new one"),
    "request-rule-loosened": _compatible(_ACCEPTS_MORE),
    "request-default-added": _documentation("it is now told what a call that leaves it out means"),
    "request-default-removed": _documentation("it is no longer told what a call that leaves it out means"),
    "request-default-changed": _calls_may_break("a call that leaves it out means something else"),
    "response-rule-added": _compatible(_RETURNS_LESS),
    "response-rule-removed": _readers_may_break("what was documented about the answer no longer holds"),
    "response-rule-changed": _readers_may_break("what was documented of the answer is otherwise"),
}
"""Every code of a change. They are stable: a code's meaning never changes, and none is reused."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an operation meets a change.

    Attributes:
        operation: the operation's API name.
        pointer: JSON pointer that starts with ``/request``, ``/response`` or ``/errors/<code>``; ``*`` stands
            for any entry of a list and any value of a map. Empty where the change is of the operation itself.
    """

    operation: str
    pointer: str = ""

    def __str__(self) -> str:
        return f"{self.operation} {self.pointer}".rstrip()


@dataclass(frozen=True, slots=True)
class Change:
    """One change, with all the operations that it affects.

    Attributes:
        code: what kind of change it is; a key of `CODES`.
        service: botocore's service name.
        shape: the shape that changed, by its old name; empty where a service or an operation did.
        member: the shape's member that changed; for a list or a map ``member``, ``key`` or ``value``.
        text: what happened, a clause that goes on after the subject and a colon.
        old: the fact before, a JSON value; None for nothing.
        new: the fact after, a JSON value; None for nothing.
        places: one for each operation and side that meets it, sorted; none where a whole service changed.
        own_level: how severe it is for a project that says so; None for what its code says.
    """

    code: str
    service: str
    text: str
    shape: str = ""
    member: str = ""
    old: Any = None
    new: Any = None
    places: tuple[Place, ...] = ()
    own_level: Level | None = None

    @property
    def effect(self) -> Effect:
        """Whom it breaks."""
        return CODES[self.code].effect

    @property
    def level(self) -> Level:
        """How severe it is."""
        return self.own_level or CODES[self.code].level

    @property
    def reason(self) -> str:
        """Why it breaks them, or why not."""
        return CODES[self.code].reason

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that meet it, sorted."""
        return tuple(dict.fromkeys(place.operation for place in self.places))

    @property
    def subject(self) -> str:
        """What changed: a member of a shape, a shape, or an operation; empty for the service."""
        if self.shape:
            return f"{self.shape}.{self.member}" if self.member else self.shape
        return self.places[0].operation if self.places else ""

    @property
    def message(self) -> str:
        """The change as one sentence."""
        return (
            f"{self.service} {self.subject}: {self.text}."
            if self.subject
            else f"{self.service}: {self.text}."
        )

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``harness diff --json`` prints for this change."""
        return {
            "code": self.code,
            "severity": self.level.value,
            "effect": self.effect.value,
            "reason": self.reason,
            "service": self.service,
            "subject": self.subject,
            "message": self.message,
            "old": self.old,
            "new": self.new,
            "places": [{"operation": place.operation, "pointer": place.pointer} for place in self.places],
        }
