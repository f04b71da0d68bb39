"""Take the secrets out of values, requests, responses and whole recordings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.message.framing import decode_content
from harness.message.message import edit_request, edit_response
from harness.message.place import top
from harness.message.tree import edit_tree
from harness.redaction.credentials import is_credential_header
from harness.redaction.edit import SecretEditor
from harness.redaction.finding import Finding, listed
from harness.redaction.glance import as_json, is_answer_clean, is_clean
from harness.redaction.memory import Memory
from harness.redaction.redacting import Report
from harness.redaction.specification import DEFAULT, Redaction
from harness.redaction.suspicion import has_trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.model import OperationModel, Shape

    from harness.cassette.model import Interaction, Request, Response
    from harness.contract.exchange import Exchange
    from harness.contract.violation import Side


def redact_value(
    shape: Shape | None,
    value: Any,
    redaction: Redaction = DEFAULT,
    memory: Memory | None = None,
    service: str = "",
) -> Any:
    """Return a value with a stand-in for everything secret in it.

    Args:
        shape: the value's shape: an input shape for parameters, an output shape for a result.
        value: the value in the JSON-able form of `harness.contract.values`.
        redaction: the rules.
        memory: the stand-ins of the recording so far; none if left out.
        service: botocore's name of the service; empty if it is not known.

    Returns:
        The value itself if it holds nothing secret, else a new one. Redacting twice changes nothing more.
    """
    return _edit_value(shape, value, SecretEditor(redaction, memory=memory or Memory(), service=service))


def redact_request(
    operation_model: OperationModel | None,
    request: Request,
    params: dict[str, Any] | None,
    redaction: Redaction = DEFAULT,
) -> tuple[Request, dict[str, Any] | None]:
    """Return a request, and its parameters in JSON-able form, without their secrets.

    Args:
        operation_model: the operation; None if it is not known, which leaves credentials of the exchange
            and what is known by its looks.
        request: the request as it was sent.
        params: the caller's parameters; None if they are not known.
        redaction: the rules.
    """
    return _edit_request(operation_model, request, params, _editor(operation_model, redaction))


def redact_response(
    operation_model: OperationModel | None, response: Response, redaction: Redaction = DEFAULT
) -> Response:
    """Return a response without its secrets; botocore parses and accepts it as it did the original.

    Args:
        operation_model: the operation; None if it is not known.
        response: the response as it was received.
        redaction: the rules.
    """
    editor = replace(_editor(operation_model, redaction), answered=True)
    return edit_response(operation_model, response, editor)


def redact_interaction(
    operation_model: OperationModel | None,
    interaction: Interaction,
    redaction: Redaction = DEFAULT,
    memory: Memory | None = None,
) -> Interaction:
    """Return an interaction without its secrets, those of the request repeated in the response included.

    Args:
        operation_model: the operation; None if it is not known.
        interaction: the recording.
        redaction: the rules.
        memory: the stand-ins of the recording so far, to which this one's are added; none if left out.
    """
    return examine(operation_model, interaction, redaction, memory)[0]


def scan(
    operation_model: OperationModel | None,
    interaction: Interaction,
    redaction: Redaction = DEFAULT,
    exchange: Exchange | None = None,
) -> tuple[Finding, ...]:
    """Return what `redact_interaction` would replace, each place once; nothing for what it has redacted.

    Args:
        operation_model: the operation; None if it is not known.
        interaction: the recording.
        redaction: the rules.
        exchange: the interaction decoded, if it has been; this saves doing so again.
    """
    return examine(operation_model, interaction, redaction, exchange=exchange)[1]


def examine(
    operation_model: OperationModel | None,
    interaction: Interaction,
    redaction: Redaction = DEFAULT,
    memory: Memory | None = None,
    exchange: Exchange | None = None,
) -> tuple[Interaction, tuple[Finding, ...]]:
    """Do what `redact_interaction` does, and return what was replaced as well."""
    memory = memory if memory is not None else Memory()
    redaction = _rules(operation_model, redaction)
    if is_clean((operation_model, interaction, exchange), SecretEditor(redaction, memory=memory)):
        return interaction, ()
    found: dict[Finding, None] = {}

    def report(side: Side) -> Report:
        return lambda place, kind: found.setdefault(
            Finding(side, place.pointer or ".".join(place.path) or "body", kind)
        )

    known = len(memory.learned)
    redacted = _edit_interaction(operation_model, interaction, report, redaction, memory)
    # A secret may have been repeated before the place that told it.
    if len(memory.learned) > known and _repeats(redacted, SecretEditor(redaction, memory=memory)):
        redacted = _edit_interaction(operation_model, redacted, report, redaction, memory)
    return listed(interaction, redacted, found), tuple(found)


def _repeats(interaction: Interaction, editor: SecretEditor) -> bool:
    """Tell whether an interaction may hold a secret that was found in it before."""
    request, response, facts = interaction.request, interaction.response, interaction.facts
    texts = [request.uri, *(text for _, text in (*request.headers, *response.headers))]
    bodies = (decode_content(each.headers, each.body) or b"" for each in (request, response))
    params = as_json(facts.params) if facts is not None else b""
    return any(
        has_trace(part, editor) for part in ("\n".join(texts).encode("utf-8", "replace"), params, *bodies)
    )


def service_of(operation_model: OperationModel | None) -> str:
    """Return botocore's name of an operation's service; empty if the operation is not known."""
    return str(operation_model.service_model.service_name) if operation_model is not None else ""


def _editor(operation_model: OperationModel | None, redaction: Redaction) -> SecretEditor:
    return SecretEditor(_rules(operation_model, redaction), service=service_of(operation_model))


def _rules(operation_model: OperationModel | None, redaction: Redaction) -> Redaction:
    """Return the rules for an operation."""
    return redaction.of(
        service_of(operation_model), operation_model.name if operation_model is not None else ""
    )


def _edit_value(shape: Shape | None, value: Any, editor: SecretEditor) -> Any:
    # One search of the whole is many times faster than a walk, and replay makes it for every call.
    if not editor.reads(top(shape)) and not editor.searches(as_json(value)):
        return value
    return edit_tree(top(shape), value, editor, "model")


def _edit_interaction(
    operation_model: OperationModel | None,
    interaction: Interaction,
    report: Callable[[Side], Report],
    redaction: Redaction,
    memory: Memory,
) -> Interaction:
    facts = interaction.facts
    params = facts.params if facts is not None else None
    editor = SecretEditor(redaction, report("request"), memory, service=service_of(operation_model))
    request, params = _edit_request(operation_model, interaction.request, params, editor)
    editor = replace(editor, report=report("response"), answered=True)
    response = interaction.response
    if not is_answer_clean(operation_model, response, editor):
        response = edit_response(operation_model, response, editor)
    if facts is not None and params is not facts.params:
        facts = replace(facts, params=params)
    if (request, response, facts) == (interaction.request, interaction.response, interaction.facts):
        return interaction
    return replace(interaction, request=request, response=response, facts=facts)


def _edit_request(
    operation_model: OperationModel | None,
    request: Request,
    params: dict[str, Any] | None,
    editor: SecretEditor,
) -> tuple[Request, dict[str, Any] | None]:
    shape = operation_model.input_shape if operation_model is not None else None
    params = None if params is None else _edit_value(shape, params, editor)
    # Every request has a credential and a dozen headers that are none: one search of all is the faster.
    texts = [
        text for name, text in request.headers if not is_credential_header(name.lower(), editor.redaction)
    ]
    if not editor.searches("\n".join([*texts, request.uri]).encode("utf-8", "surrogatepass")):
        editor = replace(editor, plain=frozenset([*texts, request.uri]))
    return edit_request(operation_model, request, editor), params
