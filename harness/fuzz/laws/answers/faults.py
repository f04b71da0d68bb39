"""What an answer by itself does wrong: all that can be said of one, whichever law has asked for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import orjson

from harness.contract.paths.member import first_value
from harness.contract.paths.pointer import to_pointer, to_steps, to_words, value_at
from harness.contract.paths.shape import general_path, is_required, shape_at
from harness.contract.schema import error_code
from harness.contract.source import Source
from harness.contract.values import leaves_of
from harness.contract.violation import Severity, Violation
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller, is_html, is_web_page
from harness.fuzz.laws.counterexample import Counterexample
from harness.models.headers import members_by_header
from harness.models.paginators import Pagination, find_pagination
from harness.models.reach import asked_shapes
from harness.models.resources import is_identifier
from harness.wire.codec.xml_codec import load_xml
from harness.wire.errors import WireError
from harness.wire.protocol import protocol_named
from harness.wire.spelling import misspelt

from .excused import is_excused, leads_on_from_an_entry
from .unknown_members import told_together

LAW = "conforms"

# Answers of HTTP itself: one that has no body, and those to what is too long, before a service reads it
# (RFC 9110, 15.4.5 and 15.5; RFC 6585, 5).
_OF_CHOICE = frozenset(("matches", "named-filters", "selects", "within"))  # what a law of its own asks for
_OF_HTTP = frozenset((304, 413, 414, 431))


def faults_of(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield what is wrong with an answer: with the call alone, whatever the law.

    Args:
        caller: what made the call.
        call: the call and its answer.
    """
    if is_web_page(call):
        return
    unreadable = _unreadable(caller, call)
    if unreadable:
        yield _found(caller, call, "unreadable", unreadable, _protocol(caller))
        return
    told: set[str] = set()
    pagination = find_pagination(caller.contract.operation_model)
    for violation in told_together(caller.contract, caller.contract.check_exchange(call, caller.severities)):
        is_of_http = violation.code == "undocumented-error" and call.status in _OF_HTTP
        if violation.side == "response" and not is_of_http:
            told.add(violation.pointer)
            source, severity = violation.source, _severity(caller, call, violation)
            place = _place(caller, violation.pointer)
            if is_excused(caller, call, violation, place):
                continue
            found = _found(caller, call, violation.code, violation.message, source, place, severity)
            yield replace(found, law="filters") if violation.code in _OF_CHOICE else found
    yield from _wrong_values(caller, call, told)
    yield from _misspelt(caller, call, told)
    if call.request_id == "" and call.status < 500:  # a failure is told of by itself
        message = "Every answer must have the id of its request, but botocore found none."
        yield _found(caller, call, "request-id", message, _protocol(caller), severity=_usual(caller))
    yield from _wrong_error(caller, call)
    yield from _wrong_headers(caller, call)
    yield from _wrapped(caller, call)
    yield from _wrong_status(caller, call)
    if not isinstance(call.response, Mapping) or caller.contract.operation_model.output_shape is None:
        return
    if pagination is not None and not leads_on_from_an_entry(pagination):
        yield from _token_faults(caller, call, pagination)


def _usual(caller: Caller) -> Severity:
    """Return the severity of what an endpoint under test is held to, and real services break."""
    return Severity.WARNING if caller.lenient else Severity.ERROR


def _found(
    caller: Caller,
    call: Call,
    code: str,
    message: str,
    source: Source,
    place: str = "",
    severity: Severity = Severity.ERROR,
) -> Counterexample:
    return Counterexample(LAW, caller.contract.name, code, message, (call,), source, place, severity)


def _place(caller: Caller, pointer: str) -> str:
    return general_path(caller.contract.operation_model.output_shape, pointer)


def _protocol(caller: Caller) -> Source:
    contract = caller.contract
    return Source("model", shape=contract.operation, trait="protocol", document=contract.document)


def _unreadable(caller: Caller, call: Call) -> str:
    """Tell why an answer cannot be read in its protocol; nothing if it can."""
    if call.status in _OF_HTTP:
        return ""
    protocol = call.protocol
    follow = f"The answer must follow the protocol {protocol}, but "
    if call.error is not None and not call.error.code:
        return f"{follow}{_clause(call.error.message)}"
    if call.error is not None and call.error.code == str(call.status) and call.status < 500:
        is_head = caller.contract.operation_model.http.get("method") == "HEAD"
        return "" if is_head else f"{follow}{_why_no_error(protocol, call)}."
    return ""


def _why_no_error(protocol: str, call: Call) -> str:
    """Tell why an answer does not say which error it is."""
    if call.status < 400:
        return f"it is a redirect: status {call.status}"
    form = protocol_named(protocol).response_form
    readers: Mapping[str, Callable[[bytes], Any]] = {"xml": load_xml, "json": json.loads}
    read = readers.get(form)
    if read is not None and call.body:
        try:
            read(call.body)
        except (WireError, ValueError) as error:
            reason = getattr(error, "reason", error)
            return f"the body of the answer with status {call.status} is no {form.upper()}: {reason}"
    return f"it does not say which error it is: status {call.status}"


def _clause(sentence: str) -> str:
    """Write a sentence as the end of another one."""
    first, _, rest = sentence.partition(" ")
    return f"{first.lower()} {rest}" if first in ("The", "It", "A", "An") else sentence


def _severity(caller: Caller, call: Call, violation: Violation) -> Severity:
    """Return the severity of what breaks the contract, of which services themselves write two things.

    A text that is not set may be empty. The longest text that no request has is a word of the model alone: a
    service refuses none for it, and has longer ones later.
    """
    if violation.severity is not Severity.ERROR:
        return violation.severity
    operation, source = caller.contract.operation_model, violation.source
    is_length = violation.code == "length" and source.trait == "max"
    if is_length and source.shape not in asked_shapes(operation.service_model):
        return Severity.WARNING
    may_be_empty = violation.code in ("pattern", "length") or source.origin == "prose"
    is_text = may_be_empty and value_at(call.response, violation.pointer) == ""
    path = _place(caller, violation.pointer)
    is_needed = path.endswith("[]") or is_required(operation.output_shape, path)
    is_optional = is_text and not is_needed and not is_identifier(to_steps(violation.pointer)[-1])
    return Severity.WARNING if is_optional else violation.severity


def _wrong_values(caller: Caller, call: Call, told: set[str]) -> Iterator[Counterexample]:
    """Yield the values that the documentation of their members rules out, but for what the request has."""
    asked = [*leaves_of(call.params)]
    for violation in caller.contract.check_values(call, caller.severities):
        if violation.pointer in told or value_at(call.response, violation.pointer) in asked:
            continue
        is_read = violation.source.review != "once"
        severity = _severity(caller, call, violation) if is_read else Severity.WARNING
        place = _place(caller, violation.pointer)
        yield _found(caller, call, violation.code, violation.message, violation.source, place, severity)


def _misspelt(caller: Caller, call: Call, told: set[str]) -> Iterator[Counterexample]:
    """Yield what botocore reads all the same, and other readers do not."""
    operation = caller.contract.operation_model
    code = call.error.code if call.error is not None else ""
    nulls: set[bool] = set()
    try:
        for one in misspelt(operation, call.status, call.headers, call.body, code, call.protocol):
            pointer = to_pointer(one.path)
            if (one.path and pointer in told) or (one.value is None and one.is_tolerated in nulls):
                continue
            if one.value is None:  # a server that writes one writes others
                nulls.add(one.is_tolerated)
            expected = one.expected if one.value is not None else f"{one.expected}, or be left out"
            what = one.part or to_words(pointer) or "The body"
            message = f"{what} must be {expected}, but was written as {show(one.value)}."
            place = one.part or code or _place(caller, pointer)
            is_usual = one.is_tolerated or (one.value is None and caller.lenient)
            severity = Severity.WARNING if is_usual else Severity.ERROR
            yield _found(caller, call, "spelling", message, _protocol(caller), place, severity)
    except WireError as error:
        message = f"The answer must follow the protocol, but {_clause(str(error))}"
        yield _found(caller, call, "unreadable", message, _protocol(caller))


def _wrong_error(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield what is wrong with an error: its status, no message, or its shape's name in place of its code."""
    if call.error is None:
        return
    operation, said = caller.contract.operation_model, call.error.code
    is_refusal = 400 <= call.status < 500
    is_rest = operation.service_model.resolved_protocol.startswith("rest")
    if call.body and is_refusal and said != str(call.status) and not call.error.message:
        message = f"An error must say what is wrong, but {said} has no message."
        yield _found(caller, call, "no-message", message, _protocol(caller), severity=Severity.WARNING)
    if 300 < call.status < 400 and "Redirect" not in said and call.status not in _OF_HTTP:
        message = f"An error must come with a status from 400 on, but {said} came with {call.status}."
        yield _found(caller, call, "status", message, _protocol(caller), said, _usual(caller))
    shapes = [shape for shape in operation.error_shapes if said in (error_code(shape), shape.name)]
    if not shapes:
        return
    document = caller.contract.document
    source = Source("model", shape=shapes[0].name, trait="error", document=document)
    stated = [shape.metadata.get("error", {}).get("httpStatusCode") for shape in shapes]
    if None not in stated and call.status not in stated:
        message = f"{said} came with status {call.status}, and is documented with {stated[0]}."
        yield _found(caller, call, "status", message, source, said, _usual(caller))
    elif stated == [None] and is_refusal and call.status != HTTPStatus.BAD_REQUEST and not is_rest:
        message = f"{said} came with status {call.status}. Without another one in the model it is 400."
        yield _found(caller, call, "status", message, source, said, Severity.WARNING)
    codes = [error_code(shape) for shape in shapes]
    if said not in codes and not operation.service_model.is_query_compatible:
        message = f"The code of {shapes[0].name} is {codes[0]}, but the answer has {said}."
        yield _found(caller, call, "error-code", message, source, said, _usual(caller))


def _wrong_status(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the status of a result that is not the one of its operation: 200, where its model has none."""
    operation = caller.contract.operation_model
    places = [member.serialization.get("location") for member in _members_of(operation.output_shape)]
    is_part = call.status == HTTPStatus.PARTIAL_CONTENT and _is_part(operation, call)
    expected = operation.http.get("responseCode", 200)
    if call.error is not None or "statusCode" in places or call.status in (expected, *_OF_HTTP) or is_part:
        return
    # Some of what changes things has another status than its model says (S3's RestoreObject).
    is_sure = "responseCode" in operation.http or operation.http.get("requestUri", "/") == "/"
    severity = _usual(caller) if is_sure or operation.http.get("method") == "GET" else Severity.WARNING
    message = f"A result must come with status {expected}, but came with {call.status}."
    yield _found(caller, call, "status", message, _protocol(caller), severity=severity)


def _members_of(shape: Any) -> Collection[Any]:
    return shape.members.values() if shape is not None else ()


def _is_part(operation: Any, call: Call) -> bool:
    """Tell whether a part was asked for by the header Range, or the answer says which part it is."""
    asked = members_by_header(operation.input_shape).get("range")
    return asked in (call.params or {}) or "content-range" in _headers_of(call)


def _headers_of(call: Call) -> dict[str, str]:
    return {field.lower(): value for field, value in call.headers}


def _wrong_headers(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the headers of an answer that say of another protocol or body than it has."""
    operation = caller.contract.operation_model
    protocol = protocol_named(call.protocol)
    headers = _headers_of(call)
    for name, value in protocol.headers.items():
        if headers.get(name) != value:
            message = f"The header {name} must be {value}, but was {show(headers.get(name))}."
            yield _found(caller, call, "headers", message, _protocol(caller), name, _usual(caller))
    # "This header has a static value" (Smithy's "AWS JSON 1.1 protocol").
    form, said = protocol.response_form, headers.get("content-type", "")
    types = protocol.answer_types(operation.service_model)
    media_type, _, parameter = (part.strip().lower() for part in said.partition(";"))
    is_right = media_type in types and (not parameter or "utf-8" in parameter or "charset" not in parameter)
    if not is_right and call.body and _is_document(operation, call):
        message = f"The header Content-Type must be {types[0]}, but was {show(said)}."
        # Web frameworks say HTML of all that is told nothing else, some say plain JSON, and no client minds.
        severity = Severity.WARNING if is_html(call) or form in media_type else _usual(caller)
        yield _found(caller, call, "headers", message, _protocol(caller), "Content-Type", severity)


def _wrapped(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the data of an answer that stands in JSON in place of the whole body."""
    shape = caller.contract.operation_model.output_shape
    name = shape.serialization.get("payload", "") if shape is not None else ""
    if call.error is not None or not name or shape.members[name].type_name != "blob":
        return
    try:
        body = orjson.loads(call.body)
    except orjson.JSONDecodeError:
        return
    if isinstance(body, dict) and name in body and shape.members.keys() >= body.keys():
        message = f"{name} must be the whole body, but the body was JSON with a member {name}."
        yield _found(caller, call, "type", message, _protocol(caller), name)


def _is_document(operation: Any, call: Call) -> bool:
    """Tell whether the body of an answer is in the form of its protocol: it is no data, and has no events."""
    if operation.http.get("method") == "HEAD" or call.status in _OF_HTTP:
        return False
    shape = operation.output_shape
    if call.error is not None or shape is None:
        return True
    payload = shape.members.get(shape.serialization.get("payload"))
    return (payload is None or payload.type_name == "structure") and shape.event_stream_name is None


def _token_faults(caller: Caller, call: Call, pagination: Pagination) -> Iterator[Counterexample]:
    """Yield what the token of a page and its flag say that is not so."""
    output = caller.contract.operation_model.output_shape
    tokens = {path: first_value(call.response, path) for path in pagination.output_tokens}
    first = pagination.output_tokens[0]
    for path, token in tokens.items():
        if token is not None and not token and not is_required(output, path):
            message = f"{path} must be left out where there is no further page, but was {show(token)}."
            yield _token_fault(caller, call, "empty-token", message, path)
    flag = pagination.more_results
    says = first_value(call.response, flag) if flag else None
    if says is False and any(tokens.values()):
        message = f"{flag} is false, but {first} was returned."
        yield _token_fault(caller, call, "more-results", message, first)
    elif says is True and not any(tokens.values()) and not _may_lack_token(caller, pagination):
        message = f"{flag} is true, but no {first} was returned, so that nothing leads on."
        yield _token_fault(caller, call, "token-missing", message, first)


def _token_fault(caller: Caller, call: Call, code: str, message: str, path: str) -> Counterexample:
    return _found(caller, call, code, message, said_of(caller, path), path, _usual(caller))


def said_of(caller: Caller, path: str) -> Source:
    """Return the documentation of a member of the answer as a source: its first sentence."""
    from harness.contract.sentences import sentences_of

    contract = caller.contract
    shape = shape_at(contract.operation_model.output_shape, path)
    text = next(iter(sentences_of(shape.documentation)), None) if shape is not None else None
    words = text.text if text is not None else ""
    return Source("prose", "response", path, 0, words, document=contract.document)


def _may_lack_token(caller: Caller, pagination: Pagination) -> bool:
    """Tell whether pages may go on without a token: from the last entry, or where a condition says so.

    Kinesis's ``ListStreams`` has a token, and goes on from ``ExclusiveStartStreamName`` as well.
    """
    members = caller.contract.operation_model.input_shape.members
    if pagination.with_fallback or any(name.startswith("ExclusiveStart") for name in members):
        return True
    flag = pagination.more_results
    conditions = (
        rule.condition
        for rule in caller.contract.rules
        if getattr(rule, "member", "") in pagination.output_tokens and hasattr(rule, "condition")
    )
    # "This element is present only if IsTruncated is true" is no way to go on without it.
    return any(condition.param != flag for condition in conditions)
