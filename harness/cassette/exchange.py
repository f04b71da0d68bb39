"""Interactions to exchanges and back: which operation was asked with what, and what it answered."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness.cassette.derive import derive_facts
from harness.cassette.model import Cassette, Facts, Interaction, Request, Response
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.values import JsonValue, to_json_value
from harness.errors import HarnessError, UnknownName
from harness.models import botocore_version, find_operation, load_service

if TYPE_CHECKING:
    from botocore.model import OperationModel

    from harness.wire.message import HttpResponse


class UnreadableAnswer(HarnessError):
    """A recorded response does not follow the protocol of the operation that it answers.

    Args:
        service: botocore's service name.
        operation: the operation.
        reason: what is wrong, a whole sentence.
    """

    service: str
    operation: str
    reason: str

    def __str__(self) -> str:
        return self.reason


def exchanges_of(cassette: Cassette) -> Iterator[Exchange]:
    """Decode what a cassette holds, in recorded order.

    Raises:
        UnreadableAnswer: a response cannot be read.
        HarnessError: an interaction is no exchange with AWS, or its request cannot be read.
    """
    return map(exchange_of, cassette.interactions)


def exchange_of(interaction: Interaction, *, unread_streams: bool = False) -> Exchange:
    """Decode an interaction, harness's own or plain vcrpy's.

    Args:
        interaction: the recording.
        unread_streams: leave a stream of bytes that the model sets no bounds unread: it stands as empty.

    Raises:
        UnreadableAnswer: its response cannot be read.
        HarnessError: it is no exchange with an operation that the installed botocore knows, or its request
            cannot be read; the message says which.
    """
    facts = facts_of(interaction)
    operation = find_operation(facts.service, facts.operation)
    response, read = interaction.response, interaction.result
    if read is not None and read.response is response:
        result, error = read.value, None
    else:
        result, error = _read_answer(operation, facts, response, unread_streams)
    return Exchange(
        service=facts.service,
        operation=operation.name,
        region=facts.region,
        params=facts.params,
        response=result,
        error=error,
        status=response.status,
        headers=response.headers,
        time=facts.recorded_at,
    )


def _read_answer(
    operation: OperationModel, facts: Facts, response: Response, unread_streams: bool
) -> tuple[JsonValue | None, ErrorAnswer | None]:
    # From the modules: the package looks its names up each time that it is asked for one.
    from harness.wire.errors import WireError
    from harness.wire.protocols import parse_exchanged

    try:
        return parse_exchanged(
            operation,
            response.status,
            response.headers,
            response.body,
            facts.protocol,
            unread_streams=unread_streams,
        )
    except WireError as unreadable:
        raise UnreadableAnswer(facts.service, operation.name, str(unreadable)) from unreadable


def interaction_of(
    exchange: Exchange, request: Request, response: HttpResponse, *, protocol: str, source: str
) -> Interaction:
    """Put an exchange that was made, not recorded, into a cassette's form; the reverse of `exchange_of`.

    Args:
        exchange: what was asked and answered.
        request: how it was asked.
        response: how it was answered.
        protocol: botocore's name of the protocol.
        source: what made it.
    """
    status, headers, body = response
    facts = Facts(
        service=exchange.service,
        operation=exchange.operation,
        region=exchange.region,
        params=exchange.params,
        protocol=protocol,
        recorded_at=exchange.time,
        source=source,
        model=botocore_version(),
    )
    reason = http.client.responses.get(status, "")
    return Interaction(request, Response(status, reason, tuple(headers.items()), body), facts)


def facts_of(interaction: Interaction) -> Facts:
    """Return the facts of an interaction: its own, or what its request tells.

    Its own have no parameters where it comes from a tool that keeps no requests.

    Raises:
        HarnessError: it has none, and its request cannot be read as one of AWS; the message says why.
    """
    try:
        facts = derive_facts(interaction, _read)
    except HarnessError:
        if interaction.facts is None:
            raise
        return interaction.facts
    if facts is None:
        raise AssertionError("_read raises where it finds nothing")
    return facts


def read_facts(interaction: Interaction) -> Facts | None:
    """Find the facts of an interaction as `facts_of` does, or None."""
    try:
        return facts_of(interaction)
    except HarnessError:
        return None


def read_operation(interaction: Interaction) -> OperationModel | None:
    """Find the operation of an interaction; None if there is none that the installed botocore knows."""
    facts = read_facts(interaction)
    try:
        return find_operation(facts.service, facts.operation) if facts is not None else None
    except UnknownName:
        return None


def _read(request: Request) -> Facts:
    from harness.wire import identify, parse_request  # harness's own cassettes do without

    message = (request.method, request.uri, request.headers, request.body)
    endpoint = identify(*message)
    operation, params = parse_request(load_service(endpoint.service), *message, strict=False)
    return Facts(
        service=endpoint.service,
        operation=operation.name,
        region=endpoint.region,
        params=to_json_value(operation.input_shape, params),
    )
