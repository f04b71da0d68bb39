"""One interaction of a cassette as the page shows it: request, response, HTTP facts, and what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.cassette.exchange import UnreadableAnswer, exchange_of, read_facts
from harness.cassette.model import Facts, Headers, Interaction, Request, Response, StoredBody
from harness.contract.exchange import Exchange
from harness.contract.paths.pointer import to_steps
from harness.contract.violation import Violation
from harness.errors import HarnessError
from harness.redaction import redact_text
from harness.report.html.one_line import first_line, one_line
from harness.report.html.value_text import MOST_CHARACTERS, MOST_LINES, ValueText, value_text, visible

_NOTHING = ValueText((), False, {})
_UNKNOWN = Facts("", "")
_FIRST = 10  # lines of a body that could not be read, of which the first that has a word is shown in a row


@dataclass(frozen=True, slots=True)
class Shown:
    """An interaction, ready for the page.

    Attributes:
        name: what to call it: ``"service.Operation"``, or else the HTTP request line.
        status: the HTTP status.
        time: when it was recorded, RFC 3339; None if not known.
        exchange: the exchange, where it can be read.
        asked: the parameters in one line; empty if there are none.
        answered: the result in one line, or the message of the error; empty if there is none.
        detail: everything else, JSON-able.
    """

    name: str
    status: int
    time: str | None
    exchange: Exchange | None
    asked: str
    answered: str
    detail: Mapping[str, Any]


def show_interaction(interaction: Interaction, violations: Sequence[tuple[int, Violation]]) -> Shown:
    """Decode an interaction for the page.

    Args:
        interaction: the recording.
        violations: what it breaks, each with the number of its problem.
    """
    request, response = interaction.request, interaction.response
    facts = read_facts(interaction) or _UNKNOWN
    exchange: Exchange | None = None
    try:
        exchange = exchange_of(interaction)
        name = exchange.name
    except UnreadableAnswer as error:
        name = f"{error.service}.{error.operation}"
    except HarnessError:
        name = visible(f"{request.method} {request.uri}")
    return _shown(name, exchange, facts, request, response, violations)


def show_exchange(exchange: Exchange, violations: Sequence[tuple[int, Violation]]) -> Shown:
    """Show an exchange of which no HTTP message is known; arguments as of `show_interaction`."""
    facts = Facts(exchange.service, exchange.operation, exchange.region, recorded_at=exchange.time)
    response = Response(exchange.status, "", exchange.headers, b"")
    return _shown(exchange.name, exchange, facts, Request("", ""), response, violations)


def _shown(
    name: str,
    exchange: Exchange | None,
    facts: Facts,
    request: Request,
    response: Response,
    violations: Sequence[tuple[int, Violation]],
) -> Shown:
    params = exchange.params if exchange is not None else facts.params
    found = [violation for _, violation in violations]
    asked = value_text(params) if params is not None else _raw(request.body)
    asked = _as_told(asked, [one for one in found if one.side == "request"])
    answered = _as_told(_answered(exchange, response.body), [one for one in found if one.side == "response"])
    sides = {"request": asked, "response": answered}
    detail = {
        "region": _visible(facts.region),
        "protocol": _visible(facts.protocol),
        "source": _visible(facts.source),
        "model": _visible(facts.model),
        "request": {
            "method": visible(request.method),
            "uri": visible(request.uri),
            **_message(request.headers, request.body, facts.request_body, asked),
        },
        "response": {
            "reason": visible(response.reason),
            **_message(response.headers, response.body, facts.response_body, answered),
        },
        "violations": [
            {
                "problem": problem,
                "pointer": visible(violation.pointer),
                "message": visible(violation.message),
                "line": sides[violation.side].line_at(violation.pointer),
            }
            for problem, violation in violations
        ],
    }
    broken: dict[str, dict[str, None]] = {"request": {}, "response": {}}
    for _, violation in violations:
        broken[violation.side].update((str(step), None) for step in to_steps(violation.pointer)[:1])
    return Shown(
        name,
        response.status,
        _visible(facts.recorded_at),
        exchange,
        _row_line(one_line(params, broken["request"]), broken["request"])
        if params is not None
        else _first_of(asked),
        _row_line(_answer_line(exchange, broken["response"]), broken["response"]) or _first_of(answered),
        detail,
    )


def _as_told(text: ValueText, violations: Sequence[Violation]) -> ValueText:
    """Return a value with the lines that violations point at as their messages quote them."""
    numbers = {text.line_at(violation.pointer) for violation in violations}
    if not numbers:
        return text
    lines = (redact_text(line) if number in numbers else line for number, line in enumerate(text.lines))
    return replace(text, lines=tuple(lines))


def _row_line(line: str, broken: Collection[str]) -> str:
    return redact_text(line) if broken else line


def _visible(fact: str | None) -> str | None:
    return fact and visible(fact)


def _first_of(text: ValueText) -> str:
    return first_line("\n".join(text.lines[:_FIRST]))


def _answer_line(exchange: Exchange | None, broken: Collection[str]) -> str:
    if exchange is None:
        return ""
    if exchange.error is not None:
        return first_line(exchange.error.message) or one_line(exchange.error.members)
    return one_line(exchange.response, broken) if exchange.response is not None else ""


def _answered(exchange: Exchange | None, body: bytes) -> ValueText:
    if exchange is None or (exchange.response is None and exchange.error is None):
        return _raw(body)
    if exchange.error is None:
        return value_text(exchange.response)
    error = {"Code": exchange.error.code, "Message": exchange.error.message}
    return value_text({"Error": error, **exchange.error.members})


def _raw(body: bytes) -> ValueText:
    """Show a body as it came, where nothing could be read from it."""
    if not body:
        return _NOTHING
    most = MOST_LINES * MOST_CHARACTERS
    lines = body[:most].decode("utf-8", "backslashreplace").splitlines()
    cut = len(body) > most or len(lines) > MOST_LINES
    return ValueText(tuple(visible(line) for line in lines[:MOST_LINES]), cut, {})


def _message(headers: Headers, body: bytes, stored: StoredBody | None, text: ValueText) -> dict[str, Any]:
    return {
        "headers": [[visible(name), visible(value)] for name, value in headers],
        "size": stored.size if stored is not None else len(body),
        "text": "\n".join(text.lines),
        "cut": text.cut,
    }
