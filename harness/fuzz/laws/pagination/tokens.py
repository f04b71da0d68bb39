"""The law of tokens: one that was never returned is refused, and one that was leads on in any page size."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from botocore.model import OperationModel

from harness.contract.contract import contract
from harness.contract.laws import sentence
from harness.contract.paths.shape import shape_at
from harness.contract.rules import SameParameters
from harness.contract.schema import error_code
from harness.contract.source import Source
from harness.contract.violation import Severity
from harness.contract.wording import show
from harness.errors import HarnessError
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.caller import Call, Caller, is_of_endpoint
from harness.fuzz.laws.cases import Paging, documented, paging_grid, size_bounds, with_size
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.fuzz.laws.page_walks import PageJudge, Walk, changes, compare, walk
from harness.models import method_name, operations
from harness.models.endpoints import host_templates
from harness.models.paginators import Pagination, find_pagination
from harness.wire.refusals import says_invalid

LAW = "tokens"

_SHORTEST = 12  # characters of a token that may be opaque
_MOST_OTHERS = 4  # operations that are asked for a token
_ELSEWHERE = {"us-east-1": "eu-west-1", "eu-west-1": "us-east-1"}
_OF_TOKENS = re.compile(r"Invalid(?:Next|Pagination|Continuation)?(?:Token|Marker)(?:Exception|Fault)?$")
_NEVER = "this-token-was-never-returned"


def laws_of_tokens(caller: Caller) -> tuple[Law, ...]:
    """Return the law of the tokens of an operation; none if it has no texts for tokens."""
    operation = caller.contract.operation_model
    pagination = find_pagination(operation)
    if pagination is None or not _has_one_text(operation, pagination):
        return ()
    judge = _Tokens(caller, pagination)
    return (FixedLaw(LAW, caller, sentence(LAW), judge.steps),)


def _has_one_text(operation: OperationModel, pagination: Pagination) -> bool:
    """Tell whether pages go by one token, which is a text."""
    if len(pagination.input_tokens) != 1 or pagination.output_tokens[0] in pagination.results:
        return False
    shape = shape_at(operation.input_shape, pagination.input_tokens[0])
    return shape is not None and shape.type_name == "string"


@dataclass(frozen=True)
class _Tokens(PageJudge):
    """Sends tokens that were returned, and others; pages go by one."""

    @property
    def _param(self) -> str:
        return self.pagination.input_tokens[0]

    def steps(self) -> Iterator[Counterexample | None]:
        """Send one token after the other; yield what is wrong, and None after each."""
        first = paging_grid(self.caller, self.pagination)[0]
        found = walk(self.caller, self.pagination, with_size(self.caller.contract, self.pagination, first))
        token = found.token_after(0).get(self._param) if found.whole else None
        if not isinstance(token, str) or len(found.exchanges) < 2:
            yield from self._on_any_text(found)
            return
        yield from self._in_other_pages(found, first, token)
        yield None
        if not _is_opaque(found, token):
            yield from self._on_any_text(found)
            return
        params = self.caller.parsed(found.exchanges[0].params)
        refused: list[Call] = []
        for words, other in _others(token):
            asked = {**params, self._param: other}
            if self.caller.allows(asked) and other != token:
                call = self.caller(asked)
                outcome = "" if call is None else _outcome(call)
                if call is not None and outcome:
                    message = (
                        f"{self._param} must be refused where it was never returned, but {words} {outcome}: "
                        f"{show(other)}."
                    )
                    code = "never-returned" if call.error is None else "server-error"
                    yield self._found(code, message, (found.exchanges[0], call))
                elif call is not None:
                    refused.append(call)
                    yield from faults_of(self.caller, call)
                yield None
        yield from self._by_another_error(found, refused)
        for judge in (self._in_another_region, self._of_another_operation):
            yield from judge(found, params, token)
            yield None

    def _by_another_error(self, found: Walk, refused: list[Call]) -> Iterator[Counterexample]:
        """Tell where no refused token had the error that documentation has for tokens which are not valid."""
        shapes = [
            one for one in self.caller.contract.operation_model.error_shapes if _OF_TOKENS.match(one.name)
        ]
        codes = [call.error.code for call in refused if call.error is not None]
        if len(shapes) != 1 or not codes or not all(map(says_invalid, codes)):
            return
        (shape,) = shapes
        if not {error_code(shape), shape.name}.isdisjoint(codes):
            return
        contract, right = self.caller.contract, error_code(shape)
        message = (
            f"{self._param} must be refused by {right} where it was never returned, but was by {codes[0]}."
        )
        source = Source("model", shape=shape.name, trait="error", document=contract.document)
        severity = Severity.WARNING if self.caller.lenient else Severity.ERROR
        calls = (found.exchanges[0], refused[0])
        code = "wrong-error"
        yield Counterexample(LAW, contract.name, code, message, calls, source, self._param, severity)

    def _on_any_text(self, found: Walk) -> Iterator[Counterexample | None]:
        """Send a text that may be a token, or may not: whatever it is, the server may not fail."""
        if not found.answered:
            return
        params = {**self.caller.parsed(found.exchanges[0].params), self._param: _NEVER}
        call = self.caller(params) if self.caller.allows(params) else None
        outcome = "" if call is None or call.error is None else _outcome(call)
        if call is not None and outcome:
            message = f"{self._param} may be any text, but {show(_NEVER)} {outcome}."
            yield self._found("server-error", message, (found.exchanges[0], call))
        yield None

    def _in_another_region(self, found: Walk, params: dict[str, Any], token: str) -> Iterator[Counterexample]:
        """Send a token to another region than the one that returned it: it may lead on in its list only.

        No documentation says that a region refuses the tokens of another. So a token is right that leads from
        where the first page ended to the end of the other region's own list.
        """
        home = self.caller.client.meta.region_name
        if home not in _ELSEWHERE or self._is_global or not is_of_endpoint(self.caller.client):
            return
        there = _ELSEWHERE[home]
        rest = walk(self.caller, self.pagination, {**params, self._param: token}, region=there)
        if not rest.whole or not self.caller.is_signed_for(there):
            return
        own = walk(self.caller, self.pagination, params, region=there)
        again = walk(self.caller, self.pagination, params, anew=True, region=there)
        if not own.whole or own.entries != again.entries or _leads_on(found, own.entries, rest.entries):
            return
        wrong = "with entries of another list" if set(rest.entries) - set(own.entries) else "at another place"
        message = (
            f"{self._param} must be refused where it was never returned, but {there} accepted one of {home} "
            f"and went on {wrong}."
        )
        yield self._found("of-another-region", message, (found.exchanges[0], *own.exchanges, *rest.exchanges))

    def _of_another_operation(
        self, found: Walk, params: dict[str, Any], token: str
    ) -> Iterator[Counterexample]:
        """Send a token that another operation of the service has returned."""
        other = self._other_page()
        foreign = None if other is None else self._token_of(other)
        if other is None or foreign is None or foreign == token:
            return
        asked = {**params, self._param: foreign}
        call = self.caller(asked) if self.caller.allows(asked) else None
        if call is not None and call.response is not None:
            message = (
                f"{self._param} must be refused where it was never returned, but one of {other.operation} "
                f"was accepted: {show(foreign)}."
            )
            yield self._found("of-another-operation", message, (other, call))

    def _other_page(self) -> Call | None:
        """Return a page of another operation of the service that has a token which says nothing."""
        own = self.caller.contract
        asked = 0
        for operation in operations(own.service):
            pagination = find_pagination(operation)
            if (
                operation.name == own.operation
                or pagination is None
                or not _has_one_text(operation, pagination)
            ):
                continue
            other = Caller(contract(own.service, operation.name), self.caller.client)
            if not hasattr(other.client, method_name(operation.name)):
                continue
            try:
                first = paging_grid(other, pagination)[0]
            except HarnessError:
                continue
            page = other(with_size(other.contract, pagination, first))
            asked += 1
            if page is not None and page.response is not None and self._token_of(page) is not None:
                return page
            if asked == _MOST_OTHERS:
                break
        return None

    @staticmethod
    def _token_of(page: Call) -> str | None:
        """Return the token of a page, if it says nothing to a caller."""
        pagination = find_pagination(contract(page.service, page.operation).operation_model)
        token = (
            next(iter(pagination.next_request(page.response or {}).values()), None) if pagination else None
        )
        if pagination is None or not isinstance(token, str):
            return None
        return token if _is_opaque(Walk(pagination, (page,)), token) else None

    def _in_other_pages(self, found: Walk, case: Paging, token: str) -> Iterator[Counterexample]:
        """Go on from the first page in larger pages."""
        contract, bounds = self.caller.contract, size_bounds(self.caller.contract, self.pagination)
        if bounds is None or case.size is None or bounds[1] == case.size or not any(found.pages):
            return
        size = min(bounds[1], case.size + len(found.entries))
        params = with_size(contract, self.pagination, replace(case, size=size))
        rest = walk(self.caller, self.pagination, {**params, self._param: token})
        first = found.exchanges[0]
        if rest.exchanges and rest.exchanges[0].error is not None:
            # The token has led on before; some servers take each once, which another law tells of.
            anew = self.caller(self.caller.parsed(first.params))
            fresh = self.pagination.next_request(anew.response or {}).get(self._param) if anew else None
            if anew is None or not fresh:
                return
            first, rest = anew, walk(self.caller, self.pagination, {**params, self._param: fresh}, anew=True)
        calls = (first, *rest.exchanges)
        limit = self.pagination.limit
        if rest.whole:
            expected = tuple(entry for page in found.pages[1:] for entry in page)
            message = compare(expected, rest.entries)
            if message and not changes(self.caller, found):
                text = f"With another {limit} a token must lead to the rest of the list, but {message}."
                yield self._found("page-size", text, calls)
        elif rest.exchanges and rest.exchanges[0].error is not None and not self._is_bound:
            error = rest.exchanges[0].error
            said = f"{error.code}: {error.message}"
            text = f"A token must be accepted with another {limit}, but was refused: {said}"
            yield self._found("page-size", text, calls)

    @property
    def _is_global(self) -> bool:
        """Whether the service has a host for all regions, as IAM and S3 have."""
        service = self.caller.contract.operation_model.service_model
        host = re.compile(rf"{re.escape(service.endpoint_prefix)}\.(?:amazonaws\.com$|\{{partitionResult)")
        return any(map(host.match, host_templates(service.service_name)))

    @property
    def _is_bound(self) -> bool:
        """Whether the documentation binds a token to the parameters of its request."""
        return any(isinstance(rule, SameParameters) for rule in self.caller.contract.rules)

    def _found(self, code: str, message: str, calls: tuple[Call, ...]) -> Counterexample:
        source = documented(self.caller.contract, self._param)
        return Counterexample(LAW, self.caller.contract.name, code, message, calls, source, self._param)


def _leads_on(found: Walk, own: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Tell whether a token of one region's list leads to the end of another's, which it need not begin."""
    if own == found.entries:
        return rest == own[len(found.pages[0]) :]
    return own[len(own) - len(rest) :] == rest


def _is_opaque(found: Walk, token: str) -> bool:
    """Tell whether a token says nothing to a caller: it is long, and no name or id that is listed."""
    if len(token) < _SHORTEST or any(token in entry for page in found.pages for entry in page):
        return False
    listed = json.dumps([call.response for call in found.exchanges], default=str, ensure_ascii=False)
    tokens = [call.params.get(found.pagination.input_tokens[0]) for call in found.exchanges]
    for one in [token, *(one for one in tokens if isinstance(one, str))]:
        listed = listed.replace(json.dumps(one, ensure_ascii=False, default=str), "")
    return token not in listed


def _outcome(call: Call) -> str:
    """Tell what became of a token that had to be refused; nothing if it was."""
    if call.error is None:
        return "was accepted"
    return (
        f"made the server fail with status {call.status}" if call.status >= 500 and not call.throttled else ""
    )


def _others(token: str) -> Iterator[tuple[str, Any]]:
    """Yield texts that are no tokens, and what they are."""
    yield "another text", _NEVER
    # What is cut off in fours can still be read as base64; so can one other character at many places.
    middle = len(token) // 2
    yield "a returned one that is cut off", token[: middle // 4 * 4]
    yield "a returned one that is cut off", token[:-4]
    for at in (middle, 2, len(token) - 3, middle + 3):
        yield "a returned one with another character", f"{token[:at]}{_other(token[at])}{token[at + 1 :]}"
    yield "a returned one with more text after it", f"{token}{token[:4]}"
    yield "a returned one in another case", token.swapcase()


def _other(character: str) -> str:
    if character.isdigit():
        return str((int(character) + 3) % 10) if character.isascii() else "7"
    return "B" if character in "aA" else "a" if character.islower() else "A"
