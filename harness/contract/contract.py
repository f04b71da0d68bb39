"""The contract of one operation: its schemas and rules, and what breaks them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.contract.caller import Rewrite, aliases_of, as_answered, rewriting_of
from harness.contract.common_errors import is_common_error
from harness.contract.documented import (
    Conflict,
    Documented,
    documented_answers,
    documented_rules,
)
from harness.contract.exchange import ErrorAnswer, Exchange
from harness.contract.facts import made_of_facts
from harness.contract.judgement import answer_findings, chain_findings, request_findings, response_findings
from harness.contract.pagination.chains import chains, page_of
from harness.contract.paths.pointer import to_steps
from harness.contract.rules import Rule
from harness.contract.schema import (
    Schema,
    compile_errors,
    compile_exchange,
    compile_pages,
    compile_request,
    compile_response,
    error_code,
    find_error,
    with_rules,
)
from harness.contract.source import Source
from harness.contract.tolerance import on_request, on_response
from harness.contract.validation import Finding, SchemaValidator
from harness.contract.values import to_json_value
from harness.contract.violation import Severities, Severity, Side, Violation, severity_of
from harness.garbage import gc_paused
from harness.models import botocore_version, find_operation, load_service, service_names

_LOWEST_ERROR = 300
"""What botocore parses as an error, and anything above."""


class Contract:
    """What an operation's documentation says about its requests, responses and errors.

    Everything is compiled on first use and then kept. Get one from `contract` (an installed model) or
    from `harness.contract_from_page` (a documentation page).

    Args:
        operation_model: botocore's model of the operation.
        document: what the model comes from, named in the sources of violations.
    """

    def __init__(self, operation_model: OperationModel, document: str | None = None) -> None:
        self.operation_model = operation_model
        self.service: str = operation_model.service_model.service_name
        self.operation: str = operation_model.name
        self.document: str = document if document is not None else f"botocore {botocore_version()}"

    def __repr__(self) -> str:
        return f"<Contract {self.name} of {self.document}>"

    @property
    def name(self) -> str:
        """The operation as reports write it, ``"service.Operation"``."""
        return f"{self.service}.{self.operation}"

    @cached_property
    def _documented(self) -> Documented:
        return documented_rules(self.operation_model, self.document)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the documentation states in prose, on requests, responses and paginations."""
        return self._documented.rules

    @property
    def refuted(self) -> tuple[Rule, ...]:
        """The rules that one reader took from a text and another one refuted; they are not checked."""
        return self._documented.refuted

    @cached_property
    def answer_rules(self) -> tuple[Rule, ...]:
        """What prose states of members of a result, such as bounds, lists of values, and when they are there.

        An endpoint under test is held to them. AWS's own answers are not, as lists of values grow.
        """
        return documented_answers(self.operation_model, self.document)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The documented rules that contradict the model, and so are not checked."""
        return self._documented.conflicts

    @cached_property
    def _response_rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.side == "response")

    @cached_property
    def _defaults(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.assumes)

    @cached_property
    def _model_schema(self) -> Schema:
        return compile_request(self.operation_model)

    @cached_property
    def request_schema(self) -> Schema:
        """JSON Schema 2020-12 of the parameters, in the JSON-able form of an `Exchange`."""
        return with_rules(self._model_schema, self.rules)

    @cached_property
    def response_schema(self) -> Schema:
        """JSON Schema 2020-12 of the result, in the JSON-able form of an `Exchange`."""
        return compile_response(self.operation_model)

    @property
    def exchange_schema(self) -> Schema:
        """JSON Schema 2020-12 of the documented rules on a response, with its request and its time.

        The instance is ``{"request": parameters with their documented defaults, or null, "response": result,
        "time": RFC 3339 or null}``.
        """
        return compile_exchange(self.operation_model, self.rules)

    @property
    def pages_schema(self) -> Schema:
        """JSON Schema 2020-12 of the documented rules on a pagination, the list of its exchanges in order."""
        return compile_pages(self.operation_model, self.rules)

    @cached_property
    def error_schemas(self) -> dict[str, Schema]:
        """JSON Schema 2020-12 of each documented error's own members, by error code."""
        return compile_errors(self.operation_model)

    @cached_property
    def _request(self) -> SchemaValidator:
        decided = with_rules(self._model_schema, self._documented.narrowing)
        return SchemaValidator(decided, self.document, explained=self._model_schema)

    @cached_property
    def _response(self) -> SchemaValidator:
        return SchemaValidator(self.response_schema, self.document)

    @cached_property
    def _errors(self) -> dict[str, SchemaValidator]:
        return {code: SchemaValidator(schema, self.document) for code, schema in self.error_schemas.items()}

    @cached_property
    def _rewrite(self) -> Rewrite | None:
        return rewriting_of(self.operation_model)

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        return aliases_of(self.operation_model)

    def _sent(self, params: Mapping[str, Any]) -> Any:
        """Return a caller's parameters in JSON-able form, as botocore sends them."""
        sent = params if self._rewrite is None else self._rewrite(params)
        return to_json_value(self.operation_model.input_shape, dict(sent))

    def check_request(
        self, params: Mapping[str, Any], severities: Severities | None = None
    ) -> list[Violation]:
        """Check parameters against the contract.

        Args:
            params: as a caller passes them to the client's method (datetime, bytes, files, Decimal), and
                what botocore's own handlers rewrite (``CopySource`` as a dict, user data as bytes).
            severities: a user's severities by code, which win over the defaults.

        Returns:
            What they break, nothing if nothing.
        """

        def findings() -> list[Finding]:
            return self._request_findings(self._sent(params))

        found = self._violations(findings, "request", severities)
        return [_as_called(one, self._aliases, params) for one in found]

    def check_response(
        self,
        params: Mapping[str, Any] | None,
        response: Mapping[str, Any],
        severities: Severities | None = None,
    ) -> list[Violation]:
        """Check a response against the contract, and against the request that it answers.

        Args:
            params: the request's parameters; None where they are not known: rules that relate the
                response to its request are then not judged.
            response: as the client returns it (``ResponseMetadata`` is ignored), or the ``response`` of a
                ``ClientError``. Streams in it are left unread.
            severities: a user's severities by code, which win over the defaults.
        """

        def findings() -> list[Finding]:
            sent = None if params is None else self._sent(params)
            return self._response_findings(self._answered(sent, response))

        return self._violations(findings, "response", severities)

    def check_exchange(self, exchange: Exchange, severities: Severities | None = None) -> list[Violation]:
        """Check a decoded exchange against the contract: the request, if it is known, and the answer."""
        asked: list[Violation] = []
        if exchange.params is not None:
            asked = self._violations(lambda: self._request_findings(exchange.params), "request", severities)
        return asked + self._violations(lambda: self._response_findings(exchange), "response", severities)

    def check_values(self, exchange: Exchange, severities: Severities | None = None) -> list[Violation]:
        """Check the members of a result against `answer_rules`."""
        if exchange.error is not None or exchange.response is None:
            return []

        def findings() -> Iterable[Finding]:
            from harness.contract.rules import with_defaults

            params = None if exchange.params is None else with_defaults(exchange.params, self._defaults)
            yield from answer_findings(self.answer_rules, exchange.response)
            yield from response_findings(self.answer_rules, params, exchange.response, exchange.time)

        return self._violations(findings, "response", severities)

    def exchange(
        self,
        params: Mapping[str, Any],
        response: Mapping[str, Any],
        *,
        region: str | None = None,
        status: int = 200,
        time: str | None = None,
    ) -> Exchange:
        """Put a call and its answer, as botocore has them, into the form that `check_exchange` checks.

        Args:
            params: the parameters.
            response: the answer, or the error that it is.
            region: the region that the client was made for.
            status: the HTTP status.
            time: when the answer came, RFC 3339.
        """
        json_params = to_json_value(self.operation_model.input_shape, params)
        found = self._answered(json_params, response, is_error=status >= _LOWEST_ERROR)
        return replace(found, region=region, status=status, time=time)

    def _answered(
        self, json_params: Any, response: Mapping[str, Any], *, is_error: bool | None = None
    ) -> Exchange:
        members = as_answered(self.operation_model, response)
        shape = self.operation_model.output_shape
        error = members.get("Error")
        if is_error is None:  # a result may have a member of that name
            is_error = shape is None or "Error" not in shape.members
        if not is_error or not isinstance(error, Mapping):
            result = to_json_value(shape, members)
            return Exchange(self.service, self.operation, params=json_params, response=result)
        del members["Error"]
        code = str(error.get("Code", ""))
        fields = to_json_value(find_error(self.operation_model, code), members)
        answer = ErrorAnswer(code, str(error.get("Message", "")), fields)
        return Exchange(self.service, self.operation, params=json_params, error=answer)

    def _response_findings(self, exchange: Exchange) -> list[Finding]:
        if exchange.error is not None:
            return self._error_findings(exchange.error)
        if exchange.response is None:
            return []
        shape = self.operation_model.output_shape
        service = self.operation_model.service_model
        broken = self._response.findings(exchange.response)
        found = list(on_response(service, shape, exchange.response, broken)) if broken else broken
        if not self._response_rules:
            return found
        from harness.contract.rules import with_defaults  # with the kind that has a value

        params = None if exchange.params is None else with_defaults(exchange.params, self._defaults)
        judged = response_findings(self._response_rules, params, exchange.response, exchange.time)
        return [*found, *judged]

    def _request_findings(self, params: Any) -> list[Finding]:
        if self._request.is_valid(params):
            return []
        found = request_findings(self.rules, params, self._request.explain(params))
        return list(on_request(self.operation_model, params, found))

    def check_chains(
        self, exchanges: Sequence[Exchange], severities: Severities | None = None
    ) -> list[tuple[int, Violation]]:
        """Check the paginations among exchanges of this operation against their rules.

        Args:
            exchanges: in the order in which they took place; those that do not continue another are
                passed over.
            severities: a user's severities by code, which win over the defaults.

        Returns:
            Each violation with the number, from 0, of the exchange that it is about.
        """
        violations: list[tuple[int, Violation]] = []
        pages = [page_of(exchange) for exchange in exchanges]
        for rule in self.rules:
            if rule.side == "chain":
                for chain in chains(rule, pages):
                    for number, side, finding in chain_findings(rule, [pages[n] for n in chain]):
                        about: Side = "request" if side == "request" else "response"
                        found = self._violations(lambda f=finding: [f], about, severities)  # type: ignore[misc]
                        violations += ((chain[number], violation) for violation in found)
        return violations

    def _error_findings(self, error: ErrorAnswer) -> list[Finding]:
        shape = find_error(self.operation_model, error.code)
        service = self.operation_model.service_model
        if shape is not None:
            members = dict(error.members)
            found = on_response(service, shape, members, self._errors[error_code(shape)].findings(members))
            return [replace(f, message=f"In the error {error.code}, {f.message}") for f in found]
        # Without a code it is nobody's answer but a stub's, which was not told one.
        if not error.code or not self._errors or is_common_error(service, error.code):
            return []
        if "awsQueryCompatible" in service.metadata:
            return []  # answers with the codes of its former query protocol, which the model does not have
        documented = ", ".join(self._errors)
        message = (
            f"{error.code} is not a documented error of the operation; the documented errors are "
            f"{documented}."
        )
        source = Source("model", shape=self.operation, trait="errors", document=self.document)
        return [Finding("undocumented-error", "/Error/Code", message, source)]

    def _violations(
        self, findings: Callable[[], Iterable[Finding]], side: Side, severities: Severities | None
    ) -> list[Violation]:
        try:
            found = findings()
        except RecursionError:
            source = Source("model", shape=self.operation, trait="members", document=self.document)
            found = [Finding("depth", "", "The value is nested too deeply to check.", source)]
        return [
            Violation(f.code, severity, side, f.pointer, f.message, f.source, self.name)
            for f in found
            if (severity := _severity(f, side, severities, self.name)) is not Severity.OFF
        ]


def _as_called(violation: Violation, aliases: Mapping[str, str], params: Mapping[str, Any]) -> Violation:
    """Name a parameter as its caller does, where the model calls it otherwise."""
    name = next(iter(to_steps(violation.pointer)), "")
    if name not in aliases or name in params:
        return violation
    pointer = f"/{aliases[name]}{violation.pointer.removeprefix(f'/{name}')}"
    message = re.sub(rf"^{re.escape(name)}\b|\b{re.escape(name)}(?= was)", aliases[name], violation.message)
    return replace(violation, pointer=pointer, message=message)


def _severity(finding: Finding, side: Side, severities: Severities | None, operation: str) -> Severity:
    is_minor = finding.source.review == "once" or finding.is_minor
    return severity_of(finding.code, side, severities, operation, is_minor=is_minor)


@functools.cache
def contract(service: str, operation: str) -> Contract:
    """Return the contract of an operation of the installed botocore, compiled lazily and kept.

    Args:
        service: botocore's service name (``"cloudtrail"``).
        operation: the API name (``"ListInsightsData"``) or the client method (``"list_insights_data"``).

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    model = find_operation(service, operation)
    if model.name != operation:
        return contract(service, model.name)
    return Contract(model)


made_of_facts.append(contract.cache_clear)


@gc_paused()
def contracts(service: str | None = None) -> tuple[Contract, ...]:
    """Return the contracts of all operations, compiled: for programs that need most of them.

    They are ready to check: facts looked up, schemas and validators compiled, what the
    operations of a service share once.

    Args:
        service: botocore's service name; every service, in the order of their names, when left out.

    Raises:
        harness.errors.UnknownName: botocore has no such service.
    """
    names = (service,) if service is not None else service_names()
    return tuple(each for name in names for each in _compiled_together(load_service(name)))


def _compiled_together(model: ServiceModel) -> tuple[Contract, ...]:
    held = tuple(contract(model.service_name, name) for name in model.operation_names)
    errors: dict[int, SchemaValidator] = {}  # by their schemas, which operations share
    for each in held:
        _ = each.request_schema  # compiled when it is asked for, as the others are below
        for schema in each.error_schemas.values():
            if id(schema) not in errors:
                errors[id(schema)] = SchemaValidator(schema, each.document)
        each._errors = {code: errors[id(schema)] for code, schema in each.error_schemas.items()}
    # A shape's definition in requests is another than in responses.
    SchemaValidator.compile_together(each._request for each in held)
    SchemaValidator.compile_together([*(each._response for each in held), *errors.values()])
    return held


def contract_from_page(path: str | PathLike[str]) -> Contract:
    """Return the contract that a documentation page states, whether the installed botocore knows it or not.

    Args:
        path: boto3's page of one client method: reStructuredText, the text of the web page, or its HTML.

    Raises:
        harness.models.pages.PageError: the file is no such page, or cannot be read.
    """
    from harness.models.pages import load_page

    page = load_page(Path(path))
    return Contract(page.operation_model, document=page.name)
