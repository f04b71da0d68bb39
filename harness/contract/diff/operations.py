"""Compare two services, operations, errors and paginators, each by itself: all that is of no shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError
from botocore.model import OperationModel, ServiceModel, Shape

from harness.contract.diff.shapes import Finding, Silent, shown, went
from harness.contract.schema import error_code
from harness.models.traits import description_of, places

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
)

_UNSIGNED = "v4-unsigned-body"
"""The older of the two ways to write that the body is not signed."""


def compare_services(old: ServiceModel, new: ServiceModel) -> Iterator[Finding]:
    """Compare how clients call two services."""
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
    """Return the traits of a service that decide how its protocol sends operations."""
    protocol = model.resolved_protocol
    without = {name for name, protocols in _OF_PROTOCOLS.items() if protocol not in protocols}
    # The name to sign for is the endpoint's, unless it is stated (``ServiceModel.signing_name``).
    stated = {"signingName": model.metadata.get("endpointPrefix"), **model.metadata}
    return {name: stated[name] for name in _WIRE_OF_SERVICES if name in stated.keys() - without}


def compare_operations(old: OperationModel, new: OperationModel, silent: Silent) -> Iterator[Finding]:
    """Compare what is said of two operations besides their shapes and errors.

    Args:
        old: the operation before.
        new: the operation after.
        silent: what one of the documents does not say.
    """
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
    if "httpChecksum" in found:  # by which digests an answer may be verified is no matter of what is sent
        checksum = {key: fact for key, fact in found["httpChecksum"].items() if key != "responseAlgorithms"}
        found["httpChecksum"] = checksum
    if auth := _auth(operation):
        found["authentication"] = auth
    if operation.unsigned_payload or operation.auth_type == _UNSIGNED:
        found["unsignedPayload"] = True
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
    return None if auth in (operation.metadata.get("signatureVersion"), _UNSIGNED) else auth


def compare_paginators(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Compare the paginators of an operation, as ``paginators-1.json`` has them; None for none."""
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
    """Return a value of a paginator as a list."""
    return [value] if isinstance(value, str) else value


def compare_error_traits(old: Shape, new: Shape, silent: Silent, *, keeps_codes: bool) -> Iterator[Finding]:
    """Compare what is said of two errors besides their members.

    Args:
        old: the error's shape before.
        new: its shape after.
        silent: what one of the documents does not say.
        keeps_codes: the service answers with the codes that it always had, whatever the model says.
    """
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
    return Finding(code, "", f"its {name} {went(shown(old), shown(new))}", old, new)
