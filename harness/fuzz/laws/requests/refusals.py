"""Whether a refusal says what it should, and whether a valid request may be refused all the same."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from harness.contract.common_errors import is_common_error
from harness.contract.contract import Contract
from harness.contract.paths.pointer import to_steps
from harness.contract.rules import Enum, Order
from harness.contract.rules.narrowing import NOT_NARROWED
from harness.contract.rules.value import narrowings
from harness.contract.schema import error_code, find_error
from harness.contract.values import to_json_value
from harness.contract.violation import Violation
from harness.contract.words import words_of
from harness.fuzz.laws.caller import Call, Caller, is_web_page
from harness.fuzz.laws.cases import plain_request, with_own
from harness.models.paginators import find_pagination
from harness.models.traits import trait
from harness.strategies.request.invalid import invalid_grid
from harness.strategies.request.valid import Requests
from harness.synth.requests.examples import unsent_members
from harness.synth.responses.filters import filter_form
from harness.synth.service.refusals import error_of_missing, says_invalid
from harness.synth.values.plausible.times import times_out_of_order
from harness.wire.protocol import protocol_named

from .blame import is_named

# With what status services refuse a request: for what is wrong with it, with who sends it, or with what it is
# about ("Common Errors" of AWS's API references, S3's "Error responses").
_OF_REQUESTS = frozenset((400, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 429, 431))
_OTHERS = frozenset((403, 404, 410))
_ABSENT = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent")
_INVALID = re.compile(r"^(?:Invalid(?:Parameter|Request|Input|Argument)|BadRequest|Validation)")
_DENIES = re.compile(r"denied|unauthori[sz]ed|forbidden|auth", re.IGNORECASE)
INTERNAL = re.compile(r"^Internal(?!Dependency)|^(?:Service|Server)(?:Failure)?(?:Exception|Error|Fault)$")
"""Names of errors that blame the server, and not what it depends on."""

_INSTANT = 1e-6  # seconds
_USUAL_PAGE = 100  # entries, which is the most of most lists, and no list's least
_OF_TEXTS = frozenset(("length", "pattern"))
_CLOSED = frozenset(("boolean", "integer", "long", "float", "double", "timestamp"))
# How documentation describes a text of which no pattern is stated.
_OF_A_FORM = re.compile(
    r"\b(?:of the form|in the (?:form|format)|syntax|expression|grammar|quer(?:y|ies))\b", re.IGNORECASE
)
EXCLUDES = re.compile(
    r"exclusive|only other|not both|\bboth\b|together|combin|instead of|in place of|alternative|either|one of"
    r"|(?:can't|cannot|can not|don't|do not|must not|may not) (?:use|specify|be|include|provide|set|pass)"
    r"|only (?:if|when|with)|if you (?:use|specify|include|provide|set)",
    re.IGNORECASE,
)
"""How documentation says that parameters do not go together."""

# How documentation says that a value is allowed on a condition.
_CONDITION = re.compile(
    r"\bonly\b[^.]{0,30}\b(?:if|when|with|for|to)\b"
    r"|\b(?:set|used) (?:to|with) <code>|\bapplies to\b|\bif you\b",
    re.IGNORECASE,
)

_TOO_LONG = frozenset((413, 414, 431))
"""What HTTP says of a request that is too long (RFC 9110, 15.5; RFC 6585, 5), before any service reads it."""


def wrong_refusal(caller: Caller, call: Call, violation: Violation) -> tuple[str, str] | None:
    """Tell what is wrong with the refusal of a request that breaks a constraint.

    Args:
        caller: what made the call.
        call: the call, which was answered with an error.
        violation: what the request breaks.

    Returns:
        The code of the fault, and a clause; None if nothing is wrong.
    """
    error, status = call.error, call.status
    assert error is not None
    if status >= 500:
        return (
            None
            if status == 503 or fails_plain(caller)
            else ("server-error", f"the server failed with status {status}")
        )
    if status in _TOO_LONG:
        return None
    if is_web_page(call):
        return ("unreadable", f"a page of HTML came with status {status}") if accepts_plain(caller) else None
    shape = find_error(caller.contract.operation_model, error.code)
    stated = shape.metadata.get("error", {}).get("httpStatusCode") if shape is not None else None
    if stated is not None and status != stated:
        return None  # which `faults_of` tells of
    if stated is None and status in _OTHERS and says_invalid(error.code):
        return "status", f"{error.code} came with status {status}, where an error of the request has 400"
    if (shape is not None and trait(shape, "fault")) or INTERNAL.search(error.code):
        return "wrong-error", f"the server took the blame: {error.code}"
    if stated is None and status not in _OF_REQUESTS:
        if error.code in ("", str(status)):
            return None  # which `faults_of` tells of: no error can be read
        return "status", f"{error.code} came with status {status}, which tells of no wrong request"
    own = error_of_missing(caller.contract.operation_model, violation)
    if own and error.code != own and accepts_plain(caller):
        return "error-code", f"it says {error.code}, and {own} is documented for it"
    if (others := _documented_refusals(caller, error.code)) and accepts_plain(caller):
        return "error-code", f"it says {error.code}, which is not documented for it, as {others} is"
    # A name that is wrong may be that of nothing; a number or a page size is not, nor what is no text. A
    # server that checks one constraint of a text before it looks for it checks the others.
    is_other = not says_invalid(error.code) and (
        (bool(error.code) and status in _OTHERS) or _ABSENT.search(error.code) is not None
    )
    if (
        is_other
        and (
            _DENIES.search(error.code)
            or not _may_name(caller, violation)
            or _refuses_another_text(caller, violation)
        )
        and accepts_plain(caller)
    ):
        return "wrong-error", f"status {status} says {error.code}"
    return None


def _documented_refusals(caller: Caller, code: str) -> str:
    """Return the documented errors for a wrong request, where an error for one is no documented one.

    Errors that all services have are documented nowhere.
    """
    operation = caller.contract.operation_model
    is_known = is_common_error(operation.service_model, code) or find_error(operation, code) is not None
    if is_known or not says_invalid(code):
        return ""
    return " or ".join(filter(_INVALID.search, map(error_code, operation.error_shapes)))


def _refuses_another_text(caller: Caller, violation: Violation) -> bool:
    """Tell whether a text that breaks another constraint of the same parameter is refused for that."""
    if violation.code not in _OF_TEXTS:
        return False
    for case in invalid_grid(caller.contract):
        other = case.violation
        is_another = other.source != violation.source and other.pointer == violation.pointer
        if is_another and other.code in _OF_TEXTS:
            call = caller(with_own(caller, case.params, to_steps(case.pointer)[:1]))
            if call is not None and call.error is not None and says_invalid(call.error.code):
                return is_named(call, [other])
    return False


def accepts_plain(caller: Caller) -> bool:
    """Tell whether the plainest request has a result: then no right is missing, and no resource."""
    call = _plain_call(caller)
    return call is not None and call.error is None


def fails_plain(caller: Caller) -> bool:
    """Tell whether the server fails with the plainest request: then it does so with any other."""
    call = _plain_call(caller)
    return call is not None and call.status >= 500 and not call.throttled


def _plain_call(caller: Caller) -> Call | None:
    if caller.plain is None:
        caller.plain = (caller(plain_request(caller)),)
    return caller.plain[0]


def _may_name(caller: Caller, violation: Violation) -> bool:
    """Tell whether a parameter may be the name of a resource: it is text without a closed set of values.

    What is wrong with several parameters together is found only after each by itself.
    """
    if violation.code == "required":
        return False
    shape: Any = caller.contract.operation_model.input_shape
    for step in to_steps(violation.pointer):
        kind = shape.type_name if shape is not None else ""
        if kind == "structure":
            shape = shape.members.get(step)
        elif kind in ("list", "map"):
            shape = shape.member if kind == "list" else shape.value
    if violation.code != "type" and (shape is None or shape.type_name == "structure"):
        return True
    # 42 is a name for a server that reads it as "42".
    return shape is not None and shape.type_name == "string" and not shape.metadata.get("enum")


def _excludes_one_another(caller: Caller, params: Mapping[str, Any]) -> bool:
    """Tell whether a request is refused for parameters that each by itself are accepted, as is documented.

    Args:
        caller: calls the operation.
        params: a request that is valid as far as is known, and was refused.
    """
    plain = plain_request(caller)
    members = caller.contract.operation_model.input_shape.members
    others = [name for name, value in params.items() if name in members and plain.get(name) != value]
    if len(others) < 2 or not any(EXCLUDES.search(members[name].documentation) for name in others):
        return False
    for name in others:
        alone = plain | {name: params[name]}
        if caller.allows(alone):
            call = caller(alone)
            if call is not None and call.error is not None:
                return False
    return True


def is_for_its_value(caller: Caller, params: Mapping[str, Any]) -> bool:
    """Tell whether a valid request is refused for a value that documentation allows.

    This is so where nothing is left but what the operation requires, and where one parameter is to blame that
    is accepted with another value, or whose values are all documented. Else the reason may be a rule that is
    not written down: parameters that do not go together, a form of texts, an entry that comes twice.

    Args:
        caller: calls the operation.
        params: a request that is valid as far as is known, and was refused.
    """
    plain, contract = plain_request(caller), caller.contract
    others = {name: value for name, value in params.items() if plain.get(name, ...) != value}
    if not others:
        return True
    if not accepts_plain(caller):
        return False
    for name, value in others.items():
        alone = plain | {name: value}
        call = caller(alone) if caller.allows(alone) else None
        if call is None or call.error is None or not says_invalid(call.error.code):
            continue
        shape: Any = contract.operation_model.input_shape.members.get(name)
        if shape is not None and (shape.metadata.get("enum") or _is_listed(contract, name, value)):
            return True
        if shape is not None and shape.type_name in _CLOSED:
            return not _depends_on_others(contract, name) and not _is_beyond_pages(contract, name, value)
        if value in ([], "") and shape is not None and shape.metadata.get("min") == 0:
            return True
        if isinstance(value, list) and len({repr(entry) for entry in value}) < len(value):
            return False
        another = plain | {name: _plainest(contract, name)}
        call = caller(another) if another[name] != value and caller.allows(another) else None
        return call is not None and call.error is None
    return False


def _is_listed(contract: Contract, name: str, value: Any) -> bool:
    """Tell whether documentation lists a value: "Valid values are 60, 300, and 3600"."""
    listed = [rule.values for rule in contract.rules if isinstance(rule, Enum) and rule.path == name]
    return any(value in values for values in listed)


def _depends_on_others(contract: Contract, name: str) -> bool:
    """Tell whether the documentation of a parameter speaks of a condition, or of another parameter.

    What it says of pages is no condition of a limit.
    """
    pagination = find_pagination(contract.operation_model)
    if pagination is not None and name == pagination.limit:
        return False
    members = contract.operation_model.input_shape.members
    text = members[name].documentation
    others = (other for other in members if other != name)
    return _CONDITION.search(text) is not None or any(f"<code>{other}</code>" in text for other in others)


def _is_beyond_pages(contract: Contract, name: str, value: Any) -> bool:
    """Tell whether a page size is large, of which no most is documented: services have one all the same."""
    pagination = find_pagination(contract.operation_model)
    if pagination is None or name != pagination.limit or not isinstance(value, int) or value <= _USUAL_PAGE:
        return False
    shape: Any = contract.operation_model.input_shape.members[name]
    rules = [rule for rule in contract.rules if rule.side == "request"]
    _, high = narrowings(rules).get(name, NOT_NARROWED).bounds(shape.metadata)
    return high is None


def _plainest(contract: Contract, name: str) -> Any:
    requests = Requests.of(contract)
    params = copy.deepcopy(requests.smallest)
    requests.editor().put(params, name)
    return requests.as_called(params).get(name)


def may_be_refused(caller: Caller, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a request that keeps to the contract may be refused all the same.

    Args:
        caller: calls the operation.
        params: the request.
        said: the message of the error that it was answered with.
    """
    contract = caller.contract
    if contract.operation_model.input_shape is None:
        return False
    return (
        is_related(contract, params, said)
        or _has_form_of_its_own(contract, params, said)
        or _loses_empty_list(contract, params)
        or _has_empty_entry(params)
        or _breaks_refuted_rule(contract, params)
        or _is_made_up(contract, params)
        or _has_unfit_filter(contract, params, said)
        or _ends_before_it_starts(contract, params)
        or _has_another_for_arn(contract, params, said)
        or _excludes_one_another(caller, params)
        or _does_not_go_with_own(caller, params, said)
        or _is_narrowed(contract.operation_model.input_shape, params, said)
        or any(key in said for key in _free_keys(contract.operation_model.input_shape, params))
    )


def is_related(contract: Contract, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a refusal is about a parameter and another one, of which its documentation speaks.

    Args:
        contract: the operation's contract.
        params: the request.
        said: the error's message: "FunctionVersion must be ALL if MasterRegion is given."
    """
    shape: Any = contract.operation_model.input_shape
    named = [name for name in shape.members if _has_word(said, name)]
    # A parameter is meant as well where the message has its value: "AT_SEQUENCE_NUMBER needs ...".
    meant = [name for name, value in params.items() if name in named or _is_constant(said, value)]
    return any(
        re.search(rf"<code>{re.escape(other)}</code>", shape.members[name].documentation)
        for name in meant
        if name in shape.members
        for other in named
        if other != name
    )


def _does_not_go_with_own(caller: Caller, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a refusal may be about other parameters of the caller's than those with another value.

    A resource may be none of the type that is asked for in place of the caller's own.
    """
    changed = [name for name, value in caller.params.items() if params.get(name, value) != value]
    meant = [each for name in changed for each in (name, str(params[name]))]
    kept = [each for name in caller.params if name not in changed for each in (name, str(params.get(name)))]

    def says(texts: list[str]) -> bool:
        return any(_has_word(said, text) for text in texts if len(text) > 2)  # "1" is a word of any message

    return bool(changed) and (not says(meant) or says(kept))


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


def _is_constant(said: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[A-Z_]{3,}", value) is not None and _has_word(said, value)


def _has_form_of_its_own(contract: Contract, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a refusal is about a text whose form is only described, such as an expression of a filter.

    Args:
        contract: the operation's contract.
        params: the request.
        said: the error's message: "Error while parsing filter."
    """
    shape: Any = contract.operation_model.input_shape
    texts = [name for name in params if name in shape.members and shape.members[name].type_name == "string"]
    return any(
        _has_word(said.lower(), name.lower())
        and not {"pattern", "enum"} & shape.members[name].metadata.keys()
        and _OF_A_FORM.search(shape.members[name].documentation)
        for name in texts
    )


def _breaks_refuted_rule(contract: Contract, params: Mapping[str, Any]) -> bool:
    """Tell whether a request breaks what documentation says and AWS does not do: a server may do either."""
    asked = to_json_value(contract.operation_model.input_shape, dict(params))
    return any(any(rule.breaches(asked)) for rule in contract.refuted if rule.side == "request")


def _has_unfit_filter(contract: Contract, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a refusal may be about a filter: half of one, or values that its name does not take.

    Few models require name and values of a filter, and none tells which values go with which name:
    "CreationTime must be a date and a time".
    """
    members = contract.operation_model.input_shape.members
    lists = ((name, value) for name, value in params.items() if name in members and isinstance(value, list))
    filters = ((form, value) for name, value in lists if (form := filter_form(members[name])) is not None)
    for form, entry in ((form, entry) for form, value in filters for entry in value):
        by, values = entry.get(form.name), entry.get(form.values)
        if not (by and values):
            return True
        texts = map(str, [by, *(values if isinstance(values, list) else [values])])
        if any(_has_word(said, text) for text in texts if len(text) > 2):  # "a" is a word of any message
            return True
    return False


def _ends_before_it_starts(contract: Contract, params: Mapping[str, Any]) -> bool:
    """Tell whether a request ends before it starts, which documentation rarely rules out, or as it starts.

    That a span may be empty has to be documented.
    """
    shape: Any = contract.operation_model.input_shape
    written = to_json_value(shape, dict(params)) or {}
    if next(times_out_of_order(shape, written), None) is not None:
        return True
    allowed = [rule.params for rule in contract.rules if isinstance(rule, Order) and rule.relation == "<="]
    return any(pair not in allowed for pair in times_out_of_order(shape, written, slack=-_INSTANT))


def _has_another_for_arn(contract: Contract, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a refusal is about a text that is no ARN, where one belongs by the name of its place."""
    texts = _arns(contract.operation_model.input_shape, params, "")
    return any(not text.startswith("arn:") and (text in said or "arn" in said.lower()) for text in texts)


def _has_empty_entry(value: Any) -> bool:
    """Tell whether a list has an entry without members, which says nothing: not even what to look for."""
    if isinstance(value, Mapping):
        return any(map(_has_empty_entry, value.values()))
    return isinstance(value, list) and any(entry == {} or _has_empty_entry(entry) for entry in value)


def _is_narrowed(shape: Any, value: Any, said: str, around: str = "") -> bool:
    """Tell whether a refusal is about a value that its place does not have, though its enumeration does.

    All filters of texts of Security Hub are of one shape. "Supported comparisons are EQUALS, NOT_EQUALS,
    PREFIX, and PREFIX_NOT_EQUALS" says a member of that shape.

    Args:
        shape: the shape of the value.
        value: a request, or a part of it.
        said: the error's message.
        around: the documentation of the members around the value.
    """
    match shape.type_name, value:
        case "structure", {}:
            return any(
                _is_narrowed(
                    member, inner, said, around if member.type_name == "string" else member.documentation
                )
                for name, inner in value.items()
                if (member := shape.members.get(name)) is not None
            )
        case "list", [*entries]:
            return any(_is_narrowed(shape.member, entry, said, around) for entry in entries)
        case "string", str():
            named = [each for each in shape.metadata.get("enum", ()) if _has_word(around, each)]
            return len(named) > 1 and value not in named and _has_word(said, value)
    return False


def _free_keys(shape: Any, value: Any) -> Iterator[str]:
    """Yield the keys of maps that no model lists: criteria may go by the names of some fields only."""
    match shape.type_name, value:
        case "structure", {}:
            for name, inner in value.items():
                if name in shape.members:
                    yield from _free_keys(shape.members[name], inner)
        case "list", [*entries]:
            for entry in entries:
                yield from _free_keys(shape.member, entry)
        case "map", {}:
            yield from () if shape.key.metadata.get("enum") else map(str, value)
            for entry in value.values():
                yield from _free_keys(shape.value, entry)


def _arns(shape: Any, value: Any, name: str) -> Iterator[str]:
    """Yield the texts of a request whose places are named like ARNs."""
    if isinstance(value, str):
        if any("arn" in words_of(each)[-2:] for each in (name, shape.name)):
            yield value
    elif shape.type_name == "structure" and isinstance(value, Mapping):
        for key, inner in value.items():
            if key in shape.members:
                yield from _arns(shape.members[key], inner, key)
    elif shape.type_name == "list" and isinstance(value, list):
        for inner in value:
            yield from _arns(shape.member, inner, name)


def _is_made_up(contract: Contract, params: Mapping[str, Any]) -> bool:
    """Tell whether a request has what no made-up value suits, such as a token."""
    return not unsent_members(contract.operation_model).isdisjoint(params)


def _loses_empty_list(contract: Contract, params: Mapping[str, Any]) -> bool:
    """Tell whether a request has a list without entries, which the form of queries cannot say."""
    service = contract.operation_model.service_model
    if not protocol_named(service.resolved_protocol).sends_forms:
        return False
    return any(_has_empty_list(value) for value in params.values())


def _has_empty_list(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_empty_list, value.values()))
    return isinstance(value, list) and (not value or any(map(_has_empty_list, value)))
