"""Whether a refusal says what it should, and whether a valid request may be refused all the same."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from harness.contract.common_errors import is_common_error
from harness.contract.contract import Contract
from harness.contract.paths.pointer import to_steps
from harness.contract.rules.narrowing import NOT_NARROWED
from harness.contract.rules.value import narrowings
from harness.contract.schema import error_code, find_error
from harness.contract.values import to_json_value
from harness.contract.violation import Violation
from harness.fuzz.laws.caller import Call, Caller, is_web_page
from harness.fuzz.laws.cases import plain_request, with_own
from harness.models.paginators import find_pagination
from harness.models.traits import trait
from harness.strategies.request.invalid import invalid_grid
from harness.synth.examples import unsuited_members
from harness.wire.protocol import protocol_named
from harness.wire.refusals import says_invalid

from .blame import is_named
from .other_values import with_others

# With what status services refuse a request: for what is wrong with it, with who sends it, or with what it is
# about ("Common Errors" of AWS's API references, S3's "Error responses").
_OF_REQUESTS = frozenset((400, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 429, 431))
_OTHERS = frozenset((403, 404, 410))
_ABSENT = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent")
_INVALID = re.compile(r"^(?:Invalid(?:Parameter|Request|Input|Argument)|BadRequest|Validation)")
_DENIES = re.compile(r"denied|unauthori[sz]ed|forbidden|auth", re.IGNORECASE)
INTERNAL = re.compile(r"^Internal(?!Dependency)|^(?:Service|Server)(?:Failure)?(?:Exception|Error|Fault)$")
"""Names of errors that blame the server, and not what it depends on."""

_USUAL_PAGE = 100  # entries, which is the most of most lists, and no list's least
_MOST_OTHERS = 12  # values of a place that are tried
_OF_TEXTS = frozenset(("length", "pattern"))

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


def is_for_its_value(caller: Caller, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a valid request is refused for one value: another one at its place is accepted.

    Else the reason may be a rule that is not written down: parameters that do not go together, a form of
    texts, an entry that comes twice. So it is where nothing is left but what the operation requires.

    Args:
        caller: calls the operation.
        params: a request that is valid as far as is known, and was refused.
        said: the message of the error that it was answered with.
    """
    plain, contract = plain_request(caller), caller.contract
    others = {name: value for name, value in params.items() if plain.get(name, ...) != value}
    if not others:
        return not says_little(contract, params, said)
    if not accepts_plain(caller):
        return False
    for name, value in others.items():
        alone = plain | {name: value}
        asked = alone if caller.allows(alone) else dict(params)
        call = caller(asked)
        if call is None or call.error is None or not says_invalid(call.error.code):
            continue
        if _is_beyond_pages(contract, name, value):
            return False
        others_there = filter(caller.allows, with_others(contract, asked, name))
        calls = map(caller, itertools.islice(others_there, _MOST_OTHERS))
        if any(one is not None and one.error is None for one in calls):
            return True
    return False


def _is_beyond_pages(contract: Contract, name: str, value: Any) -> bool:
    """Tell whether a page size is large, of which no most is documented: services have one all the same."""
    pagination = find_pagination(contract.operation_model)
    if pagination is None or name != pagination.limit or not isinstance(value, int) or value <= _USUAL_PAGE:
        return False
    shape: Any = contract.operation_model.input_shape.members[name]
    rules = [rule for rule in contract.rules if rule.side == "request"]
    _, high = narrowings(rules).get(name, NOT_NARROWED).bounds(shape.metadata)
    return high is None


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
        _loses_empty_list(contract, params)
        or _breaks_refuted_rule(contract, params)
        or _is_made_up(contract, params)
        or _does_not_go_with_own(caller, params, said)
    )


def says_little(contract: Contract, params: Mapping[str, Any], said: str) -> bool:
    """Tell whether a request has entries without members, or keys that no model lists, which an error names.

    It may be refused for these, unless it is for another value (`is_for_its_value`).

    Args:
        contract: the operation's contract.
        params: the request.
        said: the message of the error that it was answered with.
    """
    shape = contract.operation_model.input_shape
    if shape is None:
        return False
    return _has_empty_entry(params) or any(key in said for key in _free_keys(shape, params))


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


def _breaks_refuted_rule(contract: Contract, params: Mapping[str, Any]) -> bool:
    """Tell whether a request breaks what documentation says and AWS does not do: a server may do either."""
    asked = to_json_value(contract.operation_model.input_shape, dict(params))
    return any(any(rule.breaches(asked)) for rule in contract.refuted if rule.side == "request")


def _has_empty_entry(value: Any) -> bool:
    """Tell whether a list has an entry without members, which says nothing: not even what to look for."""
    if isinstance(value, Mapping):
        return any(map(_has_empty_entry, value.values()))
    return isinstance(value, list) and any(entry == {} or _has_empty_entry(entry) for entry in value)


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


def _is_made_up(contract: Contract, params: Mapping[str, Any]) -> bool:
    """Tell whether a request has what no made-up value suits, such as a token."""
    return not unsuited_members(contract.operation_model).isdisjoint(params)


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
