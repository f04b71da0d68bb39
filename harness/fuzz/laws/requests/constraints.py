"""Laws of parameters: what the contract allows is accepted, and what it rules out is refused."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from harness.contract.laws import sentence
from harness.contract.paths.pointer import to_steps
from harness.contract.paths.shape import general_path, shape_at
from harness.contract.source import Source
from harness.contract.values import to_json_value
from harness.contract.violation import Severities, Severity, Violation
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.caller import Call, Caller, is_web_page
from harness.fuzz.laws.cases import (
    as_documented,
    plain_request,
    requests_of,
    with_own,
)
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import CaseLaw, Law
from harness.strategies import boundary_grid, invalid_grid, invalid_requests
from harness.strategies.request.invalid import InvalidRequest
from harness.strategies.request.near import near_misses
from harness.strategies.request.unbounded import unbounded_grid
from harness.strategies.request.valid import Requests
from harness.strategies.subject import Operation, contract_of
from harness.wire.refusals import says_invalid

from .blame import is_named, is_told
from .refusals import (
    INTERNAL,
    accepts_plain,
    is_for_its_value,
    may_be_refused,
    says_little,
    wrong_refusal,
)

# Said of something that is not there, "invalid" is no verdict on the request itself.
_ABSENT = re.compile(
    r"not? (be )?(exist|found|find|have)|n't (exist|find)|no such|unknown|already", re.IGNORECASE
)

_MOST_VALUES = 16  # that the caller's own parameters could have
_MOST_OTHERS = 12  # requests that find out whether errors name parameters
_PAGE = re.compile(r"\s*<(?:!doctype|html)\b", re.IGNORECASE)
_UNREAD = frozenset(("SerializationException", "MalformedXML", "MalformedQueryString"))

_VALID = "The request keeps to the contract"
_WRONG = "A request that breaks the contract must be refused"


def constraint_laws(
    operation: Operation,
    client: Any,
    params: Mapping[str, Any] | None = None,
    severities: Severities | None = None,
) -> tuple[Law, ...]:
    """Return the laws of an operation's parameters.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.
        client: a client of the service that leaves parameters unchecked (`harness.fuzz.law_client`).
        params: parameters that every request has, such as the name of a resource that exists.
        severities: a user's severities by violation code.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    caller = Caller(contract_of(operation), client, params, severities)
    return laws_of_constraints(caller)


def laws_of_constraints(caller: Caller) -> tuple[Law, ...]:
    """Return the laws of the parameters of an operation that is called so."""
    judges = _Judges(caller)

    def at_bounds() -> Iterator[dict[str, Any]]:
        contract = caller.contract

        def whole(params: dict[str, Any]) -> dict[str, Any]:
            return with_own(caller, as_documented(contract, params))

        plain = plain_request(caller)
        bounds = (whole(case.params) for case in boundary_grid(contract))
        fewer = ({other: plain[other] for other in plain if other != name} for name in caller.params)
        unbounded = map(whole, unbounded_grid(contract))
        others = (plain | {name: value} for name, value in _other_values(caller))
        yield from filter(caller.allows, (plain, *bounds, *fewer, *unbounded, *others))

    def beyond() -> Iterator[dict[str, Any]]:
        begin = to_json_value(caller.contract.operation_model.input_shape, plain_request(caller))
        yield from map(judges.request_of, invalid_grid(caller.contract))
        yield from map(judges.request_of, near_misses(caller.contract, begin))

    accepts = CaseLaw(
        "accepts-valid",
        caller,
        sentence("accepts-valid"),
        requests_of(caller),
        judges.accepts_valid,
        at_bounds,
        series=1,  # other requests than those of law conforms
        smaller=judges.with_less,
    )
    if not tuple(invalid_grid(caller.contract)):
        return (accepts,)  # it has no constraint that a request could break
    refuses = CaseLaw(
        "refuses-invalid",
        caller,
        sentence("refuses-invalid"),
        invalid_requests(caller.contract).map(judges.request_of),
        judges.refuses_invalid,
        beyond,
        smaller=judges.with_less,
    )
    return accepts, refuses


def _other_values(caller: Caller) -> Iterator[tuple[str, str]]:
    """Yield the documented values that the caller's own parameters do not have."""
    for name, given in caller.params.items():
        shape = shape_at(caller.contract.operation_model.input_shape, name)
        known = shape.metadata.get("enum", ()) if shape is not None else ()
        yield from ((name, value) for value in known[:_MOST_VALUES] if value != given)


def _with_fault(own: Any, made: Any, wrong: Sequence[str]) -> Any:
    """Return a structure that is accepted with what is wrong in one that was made, and no more of that."""
    if not wrong:
        return made
    name = wrong[0]
    if isinstance(own, list) and isinstance(made, list) and own and name.isdecimal():
        return [_with_fault(own[0], made[int(name)], wrong[1:])] if int(name) < len(made) else []
    if not isinstance(own, Mapping) or not isinstance(made, Mapping):
        return made
    if name not in made:
        return {other: value for other, value in own.items() if other != name}
    return {**own, name: _with_fault(own.get(name), made[name], wrong[1:])}


@dataclass(frozen=True)
class _Judges:
    """Judges requests by each law; each yields counterexamples.

    Attributes:
        caller: calls the operation.
    """

    caller: Caller
    _accepted: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def request_of(self, case: InvalidRequest) -> dict[str, Any]:
        """Return an invalid request with the caller's own parameters, but for the one that is wrong in it.

        What is wrong in a structure stands in the caller's own one, or in one that the server takes: it may
        refuse any other for its made-up values.
        """
        caller, wrong = self.caller, to_steps(case.pointer)
        # Where one of a group is needed and none is given, one of the caller's own would be given.
        needed = case.rule.rule.one_needed if case.rule.rule is not None and not wrong else ()
        left_out = [name for name in needed if name not in case.params]
        asked = with_own(caller, case.params, [*wrong[:1], *left_out])
        known = caller.params
        nearer = _with_fault(known, asked, wrong)
        own = {name: nearer[name] for name in wrong[:1] if name in known and name in nearer}
        return asked if caller.allows(asked | own) else asked | own

    def with_less(self, params: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield a request without one parameter after the other that the plainest request lacks."""
        plain = plain_request(self.caller)
        for name in params:
            if name not in plain and len(params) > 1:
                yield {other: value for other, value in params.items() if other != name}

    def accepts_valid(self, params: Mapping[str, Any]) -> Iterator[Counterexample]:
        """Judge whether a valid request is accepted; errors about what does not exist are no verdict."""
        call = self.caller(params)
        if call is None:
            return
        yield from faults_of(self.caller, call)
        if call.error is None:
            return
        error = call.error
        said = f"{error.code}: {error.message}" if error.code else error.message
        if self._fails(params, call):
            message = f"{_VALID}, but the server failed with status {call.status}: {said}"
            yield self._found("accepts-valid", "server-error", message, call)
            return
        if not self.caller.params.keys() <= params.keys():
            return  # without the caller's own parameters there may be nothing to ask for
        is_verdict = says_invalid(error.code) and not _ABSENT.search(error.message)
        if is_verdict and self._is_sent_so(params) and not may_be_refused(self.caller, params, error.message):
            is_sure = is_for_its_value(self.caller, params, error.message)
            if is_sure or not says_little(self.caller.contract, params, error.message):
                message = f"{_VALID}, but was refused: {said}"
                severity = Severity.ERROR if is_sure else Severity.WARNING
                yield self._found("accepts-valid", "refused", message, call, severity=severity)

    def _is_sent_so(self, params: Mapping[str, Any]) -> bool:
        """Tell whether the last request breaks no more than its parameters: a query has no empty list."""
        operation, read = self.caller.as_sent() or (self.caller.contract.operation, params)
        is_same = operation == self.caller.contract.operation
        return is_same and len(self.caller.errors(read)) <= len(self.caller.errors(params))

    def refuses_invalid(self, params: Mapping[str, Any]) -> Iterator[Counterexample]:
        """Judge whether an invalid request is refused, by an error that names what is wrong with it."""
        contract = self.caller.contract
        if self.caller.allows(params):
            return
        call = self.caller(params)
        if call is None:
            self.caller.ledger.changed(self.caller.errors(params)[0])
            yield from self._refused_by_route()
            return
        operation, read = self.caller.as_sent() or (contract.operation, params)
        broken = self.caller.errors(read) if operation == contract.operation else []
        if not broken:  # the client has put it right, or it asks for another operation
            self.caller.ledger.changed(self.caller.errors(params)[0])
            return
        if _is_spread(params, read):
            return  # what was sent is a list of characters, which is wrong in another way
        violation = broken[0]
        self.caller.ledger.judged(violation)
        if read != call.params and violation.message not in (
            one.message for one in self.caller.errors(params)
        ):
            call = replace(call, params=read)  # as it was sent
        if call.error is None:
            message = f"{_WRONG}, but was accepted: {violation.message}"
            yield self._found("refuses-invalid", violation.code, message, call, violation)
            return
        fault = wrong_refusal(self.caller, call, violation)
        is_undocumented = fault is not None and fault[0] == "error-code"  # whatever parameter is wrong
        if fault is not None:
            code, reason = fault
            message = f"{_WRONG} by an error that says so, but {reason}: {violation.message}"
            found = self._found("refuses-invalid", code, message, call, violation)
            yield replace(found, place=call.error.code) if is_undocumented else found
        elif call.error.code in _UNREAD or self._is_no_header(violation, call):
            pass  # a request that could not be read has no parameters to name
        elif (
            says_invalid(call.error.code)
            and contract.operation_model.http.get("method") != "HEAD"  # whose answers have no body
            and not is_named(call, broken)
            and not is_told(self.caller, call, broken)
            and self._accepts_another(violation)
        ):
            said = call.error.message
            message = f"An error must name what is wrong: {violation.message} But it says: {said}"
            is_wrong = _PAGE.match(said) is not None or self._names_others
            severity = Severity.ERROR if is_wrong and not self.caller.lenient else Severity.WARNING
            yield self._found("refuses-invalid", "unnamed", message, call, violation, severity)
        for other in faults_of(self.caller, call):
            if not (is_undocumented and other.code == "undocumented-error"):  # told above
                yield other

    def _refused_by_route(self) -> Iterator[Counterexample]:
        """Judge a value in a path that leads to no operation, as its route has no place for it."""
        call, contract = self.caller.unknown, self.caller.contract
        if call is None or call.status != 404:
            return
        operation, read = self.caller.as_sent() or ("", {})
        broken = self.caller.errors(read) if operation == contract.operation else []
        if not broken:
            return
        name = next(iter(to_steps(broken[0].pointer)), "")
        shape, value = contract.operation_model.input_shape.members.get(name), read.get(name)
        is_in_path = shape is not None and shape.serialization.get("location") == "uri"
        is_one_part = isinstance(value, str) and value.strip(".") and "/" not in value
        if is_in_path and is_one_part and accepts_plain(self.caller):
            reason = "the server says that it does not have the operation"
            message = f"{_WRONG} by an error that says so, but {reason}: {broken[0].message}"
            yield self._found("refuses-invalid", "unknown-operation", message, call, broken[0])

    def _is_no_header(self, violation: Violation, call: Call) -> bool:
        """Tell whether what is wrong stands in a header that HTTP rules out, and that nobody reads."""
        name = next(iter(to_steps(violation.pointer)), "")
        shape = self.caller.contract.operation_model.input_shape.members.get(name)
        value = (call.params or {}).get(name)
        is_header = shape is not None and shape.serialization.get("location") == "header"
        return is_header and isinstance(value, str) and not value.isprintable()

    @cached_property
    def _names_others(self) -> bool:
        """Whether the server names what is wrong in other errors: no documentation says that it has to."""
        for case in itertools.islice(invalid_grid(self.caller.contract), _MOST_OTHERS):
            call = self.caller(self.request_of(case))
            if call is not None and call.error is not None and is_named(call, [case.violation]):
                return True
        return False

    def _accepts_another(self, violation: Violation) -> bool:
        """Tell whether a request is accepted that has a valid value where this one has a wrong one.

        Where it is refused as well, the refusal may be about that, and need not name what is wrong.
        """
        contract = self.caller.contract
        path = general_path(contract.operation_model.input_shape, violation.pointer)
        if path not in self._accepted:
            self._accepted[path] = self._is_accepted(path)
        return self._accepted[path]

    def _is_accepted(self, path: str) -> bool:
        contract = self.caller.contract
        requests = Requests.of(contract)
        editor, top = requests.editor(), path.partition(".")[0].partition("[")[0]
        plain = to_json_value(contract.operation_model.input_shape, plain_request(self.caller))
        for begin in (plain, copy.deepcopy(requests.smallest)):
            if path and editor.put(begin, path):
                editor.repair(begin, (path,))
            asked = with_own(self.caller, requests.as_called(begin), [top])
            call = self.caller(asked) if self.caller.allows(asked) else None
            if call is None or (call.error is not None and says_invalid(call.error.code)):
                return False
        return True

    def _fails(self, params: Mapping[str, Any], call: Call) -> bool:
        """Tell whether the server failed, and no other time will do better.

        A documented failure blames the server. If it comes again with this request, and not with the plainest
        one, the request is its cause.
        """
        code = call.error.code if call.error is not None else ""
        if call.status < 500 or call.throttled:
            return False
        if is_web_page(call) or code not in self.caller.contract.error_schemas:
            return True
        if not INTERNAL.search(code) or not accepts_plain(self.caller):
            return False
        again = self.caller(params)
        return again is not None and again.error is not None and again.error.code == code

    def _found(
        self,
        law: str,
        code: str,
        message: str,
        call: Call,
        violation: Violation | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Counterexample:
        contract = self.caller.contract
        source = Source("model", shape=contract.operation, trait="errors", document=contract.document)
        place = ""
        if violation is not None:
            source = violation.source
            place = general_path(contract.operation_model.input_shape, violation.pointer)
        return Counterexample(law, contract.name, code, message, (call,), source, place, severity)


def _is_spread(asked: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    """Tell whether botocore has sent a text for a list, as one of its characters."""
    return any(isinstance(asked[name], str) and isinstance(read.get(name), list) for name in asked)
