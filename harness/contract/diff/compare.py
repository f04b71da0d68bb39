"""Compare one service of two documents: its operations, errors, paginators, shapes and documented rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from botocore.exceptions import BotoCoreError
from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

from harness.contract.diff.change import Change, Place, Side
from harness.contract.diff.lock import digest
from harness.contract.diff.pairs import Pair, Pairs
from harness.contract.diff.prose import compare_descriptions, compare_stated, compare_structures
from harness.contract.diff.service import Select, ServiceContract
from harness.contract.diff.shapes import Finding, Silent, compare_shapes, went
from harness.contract.schema import error_code
from harness.models.traits import description_of, places, written_alike

_WIRE_OF_SERVICES = (
    "auth",
    "checksumFormat",
    "endpointPrefix",
    "globalEndpoint",
    "jsonVersion",
    "protocolSettings",
    "signatureVersion",
    "signingName",
    "targetPrefix",
    "xmlNamespace",
)
_OF_PROTOCOLS = {
    "jsonVersion": ("json",),
    "targetPrefix": ("json",),
    "xmlNamespace": ("rest-xml", "query", "ec2"),
}
_WIRE_OF_OPERATIONS = (
    "endpoint",
    "endpointdiscovery",
    "endpointoperation",
    "httpChecksum",
    "httpChecksumRequired",
    "name",
    "requestcompression",
    "unsignedPayload",
)


def diff_contracts(
    old: ServiceContract, new: ServiceContract, select: Select = lambda name: True
) -> tuple[Change, ...]:
    """Tell what changed in one service from one document to another.

    Where only one document has the whole service, the operations of the other are compared. What one of them
    is silent on is not compared.

    Args:
        old: the service as the older document describes it.
        new: the service as the newer document describes it.
        select: which operations are compared; all when left out.

    Returns:
        The changes, the most severe first, each once with the operations that meet it.
    """
    return _Comparison(old, new).changes(select)


class _Comparison:
    def __init__(self, old: ServiceContract, new: ServiceContract) -> None:
        self._old, self._new = old, new
        self._silent = old.silent | new.silent
        self._pairs = Pairs(old.model, new.model, self._silent)
        self._documented = "documentation" not in self._silent
        self._stated = bool(old.stated or new.stated)
        self._findings: dict[tuple[Side, Pair], tuple[Finding, ...]] = {}
        self._told: dict[tuple[str, ...], tuple[Change, set[Place]]] = {}

    def changes(self, select: Select) -> tuple[Change, ...]:
        old, new = set(self._old.model.operation_names), set(self._new.model.operation_names)
        if self._old.whole != self._new.whole:
            compared = new if self._old.whole else old
            old, new = old & compared, new & compared
        for name in sorted(filter(select, old | new)):
            if name not in new:
                self._tell(name, Finding("operation-removed", "", "was removed"))
            elif name not in old:
                self._tell(name, Finding("operation-added", "", "was added"))
            elif not self._same(name):
                self._compare_operations(name)
        if "wire" not in self._silent:
            for finding in _compare_services(self._old.model, self._new.model):
                self._tell("", finding)
        told = (replace(change, places=tuple(sorted(places))) for change, places in self._told.values())
        return tuple(sorted(told, key=_order))

    def _same(self, name: str) -> bool:
        """Tell whether both documents were made from the same, as far as one keeps a digest of it."""
        kept = [contract.digests.get(name) for contract in (self._old, self._new)]
        if kept == [None, None]:
            return False
        ours = [known or digest(c, name) for known, c in zip(kept, (self._old, self._new), strict=True)]
        return ours[0] == ours[1]

    def _tell(self, operation: str, finding: Finding, pointer: str = "", shape: str = "") -> None:
        """Take a finding down: once for its shape, or for the operation where it is of no shape."""
        key = (finding.code, shape or operation, finding.member, finding.text)
        if key not in self._told:
            change = Change(
                finding.code,
                self._old.model.service_name,
                finding.text,
                shape,
                finding.member,
                finding.old,
                finding.new,
            )
            self._told[key] = change, set()
        if operation:
            self._told[key][1].add(Place(operation, pointer))

    def _compare_operations(self, name: str) -> None:
        old, new = (contract.model.operation_model(name) for contract in (self._old, self._new))
        for finding in _compare_traits(old, new, self._silent):
            self._tell(name, finding)
        if "paginators" not in self._silent:
            paginators = (contract.paginators.get(name) for contract in (self._old, self._new))
            for finding in _compare_paginators(*paginators):
                self._tell(name, finding)
        self._compare_below(name, "request", old.input_shape, new.input_shape, "/request")
        self._compare_below(name, "response", old.output_shape, new.output_shape, "/response")
        self._compare_errors(name, old, new)
        compare_prose = compare_stated if self._stated else compare_descriptions
        for finding, pointer, shape in compare_prose(self._old, self._new, name):
            self._tell(name, finding, pointer, shape)

    def _compare_below(
        self, name: str, side: Side, old: Shape | None, new: Shape | None, pointer: str
    ) -> None:
        for pair, at in self._pairs.below(old, new, pointer):
            for finding in self._of_pair(side, pair):
                if finding.member:
                    self._tell(name, finding, f"{at}/{finding.member}", pair.old)
                elif pair.holder:
                    self._tell(name, finding._replace(member=pair.place), at, pair.holder)
                else:
                    self._tell(name, finding, at, pair.old)

    def _of_pair(self, side: Side, pair: Pair) -> tuple[Finding, ...]:
        if (side, pair) not in self._findings:
            self._findings[side, pair] = tuple(self._compare_pair(side, pair))
        return self._findings[side, pair]

    def _compare_pair(self, side: Side, pair: Pair) -> Iterator[Finding]:
        old, new = self._pairs.shapes(pair)
        alike = written_alike(old, new)
        if not alike:
            yield from compare_shapes(side, old, new, self._silent)
        if side != "request" or self._stated or (alike and self._documented):
            return
        if isinstance(old, StructureShape) and isinstance(new, StructureShape):
            yield from compare_structures(self._old, self._new, old, new)

    def _compare_errors(self, name: str, old: OperationModel, new: OperationModel) -> None:
        were, are = ({shape.name: shape for shape in model.error_shapes} for model in (old, new))
        # Such a service answers with the codes of its former query protocol, whatever its model says.
        keeps_codes = any("awsQueryCompatible" in model.metadata for model in (old, new))
        for error in {**were, **are}:
            before, after = were.get(error), are.get(error)
            pointer = f"/errors/{error_code(before or after)}"
            if before is None:
                self._tell(
                    name, Finding("error-added", "", "became an error that may be met"), pointer, error
                )
            elif after is None:
                gone = self._new.whole and error not in self._new.model.shape_names
                finding = (
                    Finding("exception-removed", "", "was removed from the service")
                    if gone
                    else Finding("error-removed", "", "is no documented error any more")
                )
                self._tell(name, finding, pointer, error)
            else:
                for finding in _compare_error_traits(before, after, self._silent, keeps_codes=keeps_codes):
                    self._tell(name, finding, pointer, error)
                if "error-members" not in self._silent:
                    self._compare_below(name, "errors", before, after, pointer)


def _order(change: Change) -> tuple[int, str, str, str]:
    return change.level.rank, change.service, change.subject, change.code


def _compare_services(old: ServiceModel, new: ServiceModel) -> Iterator[Finding]:
    if old.api_version != new.api_version:
        yield _fact("service-api-version-changed", "API version", old.api_version, new.api_version)
    if old.resolved_protocol != new.resolved_protocol:
        yield _fact("service-protocol-changed", "protocol", old.resolved_protocol, new.resolved_protocol)
    were, are = _wire_of_service(old), _wire_of_service(new)
    for name in sorted(were.keys() | are.keys()):
        # Models learn to list their authentication schemes, which changes nothing by itself.
        learned = name == "auth" and not (name in were and name in are)
        if were.get(name) != are.get(name) and not learned:
            yield _fact("service-wire-changed", name, were.get(name), are.get(name))


def _wire_of_service(model: ServiceModel) -> dict[str, Any]:
    """Return what a service says of how its operations are sent, as far as its protocol goes by it."""
    protocol = model.resolved_protocol
    without = {name for name, protocols in _OF_PROTOCOLS.items() if protocol not in protocols}
    # The name to sign for is the endpoint's, unless it is stated (``ServiceModel.signing_name``).
    stated = {"signingName": model.metadata.get("endpointPrefix"), **model.metadata}
    return {name: stated[name] for name in _WIRE_OF_SERVICES if name in stated.keys() - without}


def _compare_traits(old: OperationModel, new: OperationModel, silent: Silent) -> Iterator[Finding]:
    """Compare what is said of two operations besides their shapes."""
    if "wire" not in silent:
        if _request_line(old) != _request_line(new):
            lines = [f"{model.http['method']} {model.http['requestUri']}" for model in (old, new)]
            yield _fact("operation-http-changed", "request line", *lines)
        were, are = _wire(old), _wire(new)
        for name in sorted(were.keys() | are.keys()):
            if were.get(name) != are.get(name):
                yield _fact("operation-wire-changed", name, were.get(name), are.get(name))
    if bool(old.deprecated) != bool(new.deprecated) and "deprecated" not in silent:
        if new.deprecated:
            yield Finding("operation-deprecated", "", "became deprecated")
        else:
            yield Finding("operation-undeprecated", "", "is not deprecated any more")
    if old.documentation != new.documentation and "documentation" not in silent:
        yield Finding("operation-documentation-changed", "", "has other words in its documentation")


def _request_line(operation: OperationModel) -> tuple[str, str]:
    """Return method and path, with labels by their members and without what changes with the service.

    The version of the API is told once, of the service; what a label is called is never sent.
    """
    version = operation.service_model.api_version
    held = places(operation.input_shape) if operation.input_shape is not None else {}
    labels = {
        place.get("locationName", name): name
        for name, place in held.items()
        if place.get("location") == "uri"
    }
    path = re.sub(
        r"(?<=\{)[^}+]+", lambda found: labels.get(found[0], found[0]), operation.http["requestUri"]
    )
    return operation.http["method"], path.replace(version, "")


def _wire(operation: OperationModel) -> Mapping[str, Any]:
    """Return what an operation says of how it is sent, besides its request line."""
    written = description_of(operation)
    found = {name: written[name] for name in _WIRE_OF_OPERATIONS if name in written}
    if auth := _auth(operation):
        found["authentication"] = auth
    for end in ("input", "output"):
        kept = {k: v for k, v in written.get(end, {}).items() if k not in ("shape", "documentation")}
        found |= {end: kept} if kept else {}
    return found


def _auth(operation: OperationModel) -> str | None:
    """Return how calls are signed where not as the service's: botocore has two ways to write it."""
    try:
        auth: str | None = operation.resolved_auth_type
    except BotoCoreError:  # of none of the schemes that the installed botocore knows
        return ", ".join(operation.auth)
    return None if auth == operation.metadata.get("signatureVersion") else auth


def _compare_paginators(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Finding]:
    if old is None and new is not None:
        yield Finding("paginator-added", "", "got a paginator", None, dict(new))
    elif new is None and old is not None:
        yield Finding("paginator-removed", "", "has no paginator any more", dict(old))
    elif old is not None and new is not None:
        for name in sorted((old.keys() | new.keys()) - {"non_aggregate_keys"}):
            if _listed(old.get(name)) != _listed(new.get(name)):
                yield _fact("paginator-changed", f"paginator's {name}", old.get(name), new.get(name))

        were, are = (set(paginator.get("non_aggregate_keys", ())) for paginator in (old, new))
        for name in sorted(were ^ are):
            what, words = ("removed", "has {} no more") if name in were else ("added", "has {} too")
            yield Finding(f"paginator-key-{what}", "", f"its paginator's whole result {words.format(name)}")


def _listed(value: object) -> object:
    """Write one value of a paginator as the list that it stands for."""
    return [value] if isinstance(value, str) else value


def _compare_error_traits(old: Shape, new: Shape, silent: Silent, *, keeps_codes: bool) -> Iterator[Finding]:
    if error_code(old) != error_code(new) and not keeps_codes:
        yield _fact("error-code-changed", "code", error_code(old), error_code(new))
    if "wire" in silent:
        return
    statuses = [shape.metadata.get("error", {}).get("httpStatusCode") for shape in (old, new)]
    if None not in statuses and statuses[0] != statuses[1]:  # models learn to tell it
        yield _fact("error-status-changed", "HTTP status", *statuses)
    retries = [shape.metadata.get("retryable") for shape in (old, new)]
    if retries[0] != retries[1]:
        yield _fact("error-retry-changed", "retryable", *retries)


def _fact(code: str, name: str, old: Any, new: Any) -> Finding:
    words = ("nothing" if value is None else json.dumps(value, ensure_ascii=False) for value in (old, new))
    return Finding(code, "", f"its {name} {went(*words)}", old, new)
