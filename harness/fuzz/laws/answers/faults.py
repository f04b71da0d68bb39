"""What an answer by itself does wrong: all that can be said of one, whichever law has asked for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_plus

import orjson

from harness.contract.paths.member import first_value, select
from harness.contract.paths.pointer import to_pointer, to_steps, to_words, value_at
from harness.contract.paths.shape import general_path, is_required, shape_at
from harness.contract.schema import error_code
from harness.contract.source import Source
from harness.contract.values import leaves_of
from harness.contract.violation import Severity, Violation
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller, is_html, is_web_page
from harness.fuzz.laws.cases import NAMING, names_same
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.page_walks import more_flag
from harness.models.documentation import without_tags
from harness.models.paginators import Pagination, find_pagination
from harness.models.reach import asked_shapes
from harness.models.resources import WRAPPERS, is_identifier, noun_words, parse_name
from harness.synth.responses.computed import members_by_header
from harness.synth.responses.echo import is_allowed, named_in
from harness.synth.responses.encoded import ENCODING, encoded_paths
from harness.synth.responses.latest import latest_versions
from harness.synth.responses.views import allows, view_of
from harness.synth.responses.which import which_asked
from harness.synth.values.plausible.place import Place, words_of
from harness.wire.codec.xml_codec import load_xml
from harness.wire.errors import WireError
from harness.wire.protocol import protocol_named
from harness.wire.spelling import misspelt

from .batches import batch_faults
from .contradictions import contradictions
from .excused import is_excused, leads_on_from_an_entry
from .unknown_members import told_together

LAW = "conforms"

_UNENCODED = re.compile(r"[^!-~]|[\"<>&(){}|\\^`]|%(?![0-9A-Fa-f]{2})")
_IN_HEADERS = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_REPEATED = frozenset(("string", "integer", "long"))
_REPEATS = re.compile(
    r"\bvalue (?:that )?you (?:specified|submitted|sent)"
    r"|\b(?:you|was|were) (?:specified|submitted|sent|passed|included) (?:in|with) (?:the|your) request"
    r"|sent with the request, it is included",
    re.IGNORECASE,
)
_INCLUDES = re.compile(
    r"sent with the request, it is included|request parameter, [\w ]+ includes this element in the response"
    r"|\b(?:present|included in the response) if (?:it was )?(?:sent|provided)\b"
    r"|^if (?:you|the request) (?:included|includes|specified) (?:an? |the )?\w+(?: in the request)?,"
    r" the (?:response|result)s? (?:returns|includes|contains) (?:that|this|the) (?:value|field|element)",
    re.IGNORECASE,
)
_NOT_IN_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What has the same words in a request and its answer, and is another one after each request.
_CHANGING = frozenset(("token", "session", "cursor", "next", "revision", "etag", "status", "state"))
_RANGED = re.compile(r"\branged\b")  # "a 'ranged' GET request for the part specified"
_MOST_ENTRIES, _FEW_ENTRIES = 1000, 20
# Answers of HTTP itself: one that has no body, and those to what is too long, before a service reads it
# (RFC 9110, 15.4.5 and 15.5; RFC 6585, 5).
_OF_HTTP = frozenset((304, 413, 414, 431))
_COUNTING = frozenset(("count", "quantity", "key", "item", "items", "results", "records"))


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
            yield _found(caller, call, violation.code, violation.message, source, place, severity)
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
    yield from _about_another(caller, call)
    for fault in batch_faults(caller.contract.operation_model, call.params, call.response):
        source = said_of(caller, fault.path)
        yield _found(caller, call, fault.code, fault.message, source, fault.path, _usual(caller))
    yield from _not_echoed(caller, call)
    yield from _not_encoded(caller, call)
    yield from _several_latest(caller, call)
    yield from _contradicted(caller, call, told)
    if pagination is not None:
        yield from _page_faults(caller, call, pagination)


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
    is_part = call.status == HTTPStatus.PARTIAL_CONTENT and _asks_for_part(operation, call)
    expected = operation.http.get("responseCode", 200)
    if call.error is not None or "statusCode" in places or call.status in (expected, *_OF_HTTP) or is_part:
        return
    # Some of what changes things has another status than its model says (S3's RestoreObject).
    is_sure = "responseCode" in operation.http or operation.http.get("requestUri", "/") == "/"
    severity = _usual(caller) if is_sure or operation.http.get("method") == "GET" else Severity.WARNING
    message = f"A result must come with status {expected}, but came with {call.status}."
    yield _found(caller, call, "status", message, _protocol(caller), severity=severity)


def _asks_for_part(operation: Any, call: Call) -> bool:
    """Tell whether a request asks for a part: by the header Range, or by what has the effect of one."""
    shape = operation.input_shape
    if shape is None:
        return False
    header = members_by_header(shape).get("range")
    given = [name for name in call.params or {} if name in shape.members]
    return any(name == header or _RANGED.search(shape.members[name].documentation) for name in given)


def _members_of(shape: Any) -> Collection[Any]:
    return shape.members.values() if shape is not None else ()


def _wrong_headers(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the headers of an answer that say of another protocol or body than it has."""
    operation = caller.contract.operation_model
    protocol = protocol_named(call.protocol)
    headers = {field.lower(): value for field, value in call.headers}
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


def _may_be_of_all_versions(operation: Any, path: str) -> bool:
    """Tell whether the ``Id`` of a version, next to its ``Version``, may be that of what it is a version of.

    It is so in AWS's examples of Greengrass.
    """
    members = {name.lower() for name in operation.output_shape.members}
    return path.lower() == "id" and "version" in members and parse_name(operation.name).noun[-1] == "version"


def _about_another(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the identifiers of an answer that are not those which its request named.

    They are members of the same name, in the answer itself or in what it is about: ``InsightId`` and
    ``Insight.InsightId``. A name may come back as a part of an ARN, and in lower case. What the answer's own
    constraints rule out cannot come back.
    """
    operation = caller.contract.operation_model
    named = named_in(operation, call.params or {})
    for path, name, owner, shape in identifiers_of(operation.output_shape):
        found = first_value(call.response, path)
        if not isinstance(found, str) or not found or first_value(call.params or {}, path) == found:
            continue
        asked = named.echo(Place(operation.service_model.service_name, path, name, owner), shape)
        if _is_alternative(caller, call, asked):
            continue  # made up, next to the name of the same thing that the caller has given
        if _may_be_of_all_versions(operation, path) or _is_of_something_else(operation, path):
            continue
        if not isinstance(asked, str) or not allows(shape, asked) or not _can_travel(caller, shape, asked):
            continue
        if name.lower().endswith("arn") and not asked.startswith("arn:"):
            continue  # what is no ARN names nothing by one
        if not _is_same_name(asked, found):
            message = f"{path} must be what the request named, {show(asked)}, but was {show(found)}."
            yield _found(caller, call, "another", message, said_of(caller, path), path, _usual(caller))


def _is_of_something_else(operation: Any, path: str) -> bool:
    """Tell whether an ``Arn``, ``Id`` or ``Name`` is that of a structure which is not what is read.

    ``DeadLetterConfig.Arn`` is no event bus.
    """
    structure, _, name = path.rpartition(".")
    if not structure or not NAMING.issuperset(words_of(name)):
        return False
    words = set(noun_words(structure)) - WRAPPERS
    return bool(words) and words.isdisjoint(parse_name(operation.name).noun)


def _is_alternative(caller: Caller, call: Call, asked: Any) -> bool:
    """Tell whether a name is another one of what the caller's own parameters name: an ARN next to a name."""
    others = [name for name, value in (call.params or {}).items() if value == asked]
    return bool(others) and all(
        name not in caller.params and names_same(name, caller.params) for name in others
    )


def _not_echoed(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the parameters that an answer repeats, as is documented, and gets wrong."""
    operation = caller.contract.operation_model
    if operation.input_shape is None:
        return
    pagination = find_pagination(operation)
    tokens = () if pagination is None else pagination.output_tokens
    limit = pagination.limit if pagination is not None else None
    around = {path: one for path, *one in _members_around(operation.output_shape)}
    which = {path: one for path, *one in which_asked(operation, call.params or {})}
    for path, (owner, name, shape) in (around | which).items():
        asked = (call.params or {}).get(name)
        same = operation.input_shape.members.get(name)
        if same is None or path in tokens or not isinstance(asked, str | int):
            continue
        is_repeated = path in which or _repeats(name, same, shape, asked, limit)
        if shape.type_name not in _REPEATED or not is_repeated:
            continue
        found = first_value(call.response, path)
        if isinstance(asked, int) and asked > _MOST_ENTRIES:
            continue  # of a page: services go down to their own limit
        is_left_out = found is None and not is_required(owner, name)
        if is_left_out and not (asked and _INCLUDES.search(_plain(shape))):
            continue
        if not all(_can_travel(caller, part, str(asked)) for part in (same, shape)):
            continue
        said = unquote_plus(str(found)) if _is_encoded(call.response) else str(found)
        one_is_arn = any(text.startswith("arn:") for text in (str(asked), said))
        if one_is_arn and found and _is_same_name(str(asked), said):
            continue
        if str(asked) not in (str(found), said):
            message = f"{path} must be what the request has, {show(asked)}, but was {show(found)}."
            yield _found(caller, call, "echo", message, said_of(caller, path), path, _usual(caller))


def _members_around(shape: Any) -> Iterator[tuple[str, Any, str, Any]]:
    """Yield the members of an answer, and those of its body: path, owner, name and shape."""
    for name, member in shape.members.items():
        yield name, shape, name, member
    payload = shape.serialization.get("payload")
    if payload and shape.members[payload].type_name == "structure":
        inside = shape.members[payload]
        for name, member in inside.members.items():
            yield f"{payload}.{name}", inside, name, member


def _repeats(name: str, asked: Any, shape: Any, value: str | int, limit: str | None) -> bool:
    """Tell whether documentation says that a member repeats the parameter of its name, if that has a value.

    It says so in words, or by the same words for both. A limit is told as it was asked for, unless it is more
    than a service may return.
    """
    if name == limit and str(value).isdecimal() and 0 < int(value) <= _FEW_ENTRIES:
        return is_allowed(shape, shape, int(value))  # MQ takes 1, and answers with 5 at least
    if asked.type_name != shape.type_name:
        return False
    if any(pattern.search(_plain(shape)) for pattern in (_REPEATS, _INCLUDES)):
        return True
    if not shape.documentation or shape.documentation != asked.documentation:
        return False
    return name == limit or bool(value and not is_identifier(name) and _CHANGING.isdisjoint(words_of(name)))


def _is_encoded(response: Any) -> bool:
    """Tell whether an answer says that its keys are encoded for URLs."""
    return isinstance(response, Mapping) and response.get(ENCODING) == "url"


def _plain(shape: Any) -> str:
    """Return the documentation of a member without markup."""
    return re.sub(r"\s+", " ", without_tags(shape.documentation))


def _not_encoded(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the keys that a list says to have encoded for URLs, and has not."""
    response = call.response
    if not _is_encoded(response):
        return
    for path in encoded_paths(caller.contract.operation_model):
        for _, value in select(response, path):
            if isinstance(value, str) and _UNENCODED.search(value):
                message = f"{path} must be encoded as in URLs, as {ENCODING} says, but was {show(value)}."
                yield _found(caller, call, "encoding", message, said_of(caller, ENCODING), path)
                break


def _several_latest(caller: Caller, call: Call) -> Iterator[Counterexample]:
    """Yield the second of two versions of a thing that are both told to be the latest, or the default."""
    for flag, versions in latest_versions(caller.contract.operation_model, call.response):
        latest = [(path, entry) for path, entry in versions if entry.get(flag) is True]
        if len(latest) > 1:
            path, entry = latest[1]
            shape = f"{path}[].{flag}"
            message = (
                f"{flag} must be true of one version of the same thing, but was of {len(latest)}, such as "
                f"{show(entry)}."
            )
            yield _found(caller, call, "latest", message, said_of(caller, shape), shape)
            return


def _contradicted(caller: Caller, call: Call, told: set[str]) -> Iterator[Counterexample]:
    """Yield what members say that cannot be so together, once of each member."""
    places: set[tuple[str, str]] = set()
    operation = caller.contract.operation_model
    for found in contradictions(operation, call.params, call.response, call.time):
        place = _place(caller, found.pointer)
        if found.pointer not in told and (found.code, place) not in places:
            places.add((found.code, place))
            message = f"{to_words(found.pointer)} {found.reason}."
            yield _found(caller, call, found.code, message, said_of(caller, place), place, _usual(caller))


def identifiers_of(shape: Any) -> Iterator[tuple[str, str, str, Any]]:
    """Yield the members of an answer that identify what it is about: path, name, owner and shape."""
    for name, member in shape.members.items() if shape is not None else ():
        if member.type_name == "string" and is_identifier(name):
            yield name, name, shape.name, member
        elif member.type_name == "structure" and "location" not in member.serialization:
            for inner, inside in member.members.items():
                if inside.type_name == "string" and is_identifier(inner):
                    yield f"{name}.{inner}", inner, member.name, inside


def _can_travel(caller: Caller, shape: Any, value: str) -> bool:
    """Tell whether a text comes through where a member travels.

    Headers are of ASCII (RFC 9110, 5.5), paths have no steps up (RFC 3986, 5.2.4), and XML lacks some
    characters.
    """
    place = shape.serialization.get("location")
    if place == "header":
        return _IN_HEADERS.fullmatch(value) is not None
    if place == "uri":
        return not {".", "..", ""} & set(value.split("/"))
    protocol = protocol_named(caller.contract.operation_model.service_model.resolved_protocol)
    return protocol.response_form != "xml" or _NOT_IN_XML.search(value) is None


def _is_same_name(asked: str, found: str) -> bool:
    """Tell whether two texts name the same thing: some services keep names in lower case."""
    return any(one in found or found in one for one in (asked, asked.lower()))


def _page_faults(caller: Caller, call: Call, pagination: Pagination) -> Iterator[Counterexample]:
    """Yield what a page says of itself that is not so."""
    if not leads_on_from_an_entry(pagination):
        yield from _token_faults(caller, call, pagination)
    if pagination.results:
        yield from _count_faults(caller, call, pagination)
        yield from _nameless(caller, call, pagination.results[0])


def _token_faults(caller: Caller, call: Call, pagination: Pagination) -> Iterator[Counterexample]:
    """Yield what the token of a page and its flag say that is not so."""
    output = caller.contract.operation_model.output_shape
    tokens = {path: first_value(call.response, path) for path in pagination.output_tokens}
    first = pagination.output_tokens[0]
    for path, token in tokens.items():
        if token is not None and not token and not is_required(output, path):
            message = f"{path} must be left out where there is no further page, but was {show(token)}."
            yield _token_fault(caller, call, "empty-token", message, path)
    flag = more_flag(caller.contract, pagination)
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
    flag = more_flag(caller.contract, pagination)
    conditions = (
        rule.condition
        for rule in caller.contract.rules
        if getattr(rule, "member", "") in pagination.output_tokens and hasattr(rule, "condition")
    )
    # "This element is present only if IsTruncated is true" is no way to go on without it.
    return any(condition.param != flag for condition in conditions)


def _count_faults(caller: Caller, call: Call, pagination: Pagination) -> Iterator[Counterexample]:
    """Yield the counts of entries that stand next to lists and are not theirs."""
    around = pagination.results[0].rpartition(".")[0]
    holder = first_value(call.response, around) if around else call.response
    if not isinstance(holder, Mapping):
        return
    beside = (path for path in pagination.results if path.rpartition(".")[0] == around)
    lists = [first_value(call.response, path) for path in beside]
    entries = sum(len(one) for one in lists if isinstance(one, list | dict))
    for name, value in holder.items():
        words = words_of(name)
        is_count = isinstance(value, int) and not isinstance(value, bool)
        if (
            is_count
            and {"count", "quantity"} & set(words)
            and _COUNTING.issuperset(words)
            and value != entries
        ):
            path = f"{around}.{name}" if around else name
            message = f"{path} must count the entries of the page, {entries}, but was {value}."
            yield _found(caller, call, "count", message, said_of(caller, path), path, _usual(caller))


def _nameless(caller: Caller, call: Call, path: str) -> Iterator[Counterexample]:
    """Yield the entry that lacks what names its like: the key of an object, the id of a volume."""
    operation = caller.contract.operation_model
    shape: Any = shape_at(operation.output_shape, path)
    entries = first_value(call.response, path)
    if shape is None or shape.type_name != "list" or not isinstance(entries, list):
        return
    if shape.member.type_name != "structure":
        return
    view = view_of(operation, shape.member, path.rpartition(".")[2])
    name = next((name for name, _ in view.members), None) if view is not None else None
    held = [isinstance(entry, Mapping) and bool(entry.get(name)) for entry in entries]
    if name is not None and any(held) and not all(held):
        message = (
            f"Every entry of {path} must have {name}, which names it, but entry {held.index(False)} has none."
        )
        source = said_of(caller, f"{path}[].{name}")
        yield _found(caller, call, "required", message, source, f"{path}[].{name}", _usual(caller))
