"""Tell which service and region a bare HTTP request is for, as a plain cassette holds it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from harness.models import load_service
from harness.models.endpoints import all_metadata, service_metadata, signing_names, unsigned_services
from harness.wire.binding.routes import split_path, template_of
from harness.wire.errors import UnidentifiedRequest, WireError
from harness.wire.identity.hosts import parse_host
from harness.wire.message import HeaderArgument, Request, read_request
from harness.wire.protocol import all_protocols, protocol_named
from harness.wire.protocols import detect_protocol

# Without a region in Signature Version 4A, which is valid in several (X-Amz-Region-Set).
_SCOPE = re.compile(r"Credential=[^/\s]+/\d{8}/(?:([\w-]+)/)?([\w.-]+)/aws4_request")
_SCOPE_QUERY = re.compile(r"[^/]+/\d{8}/(?:([\w-]+)/)?([\w.-]+)/aws4_request")
_KEY = re.compile(r"(?:Credential=|^AWS )([^\s/:,]+)")
_OF_OLD = re.compile(r"AWS [^\s:]+:")
_AGENT = re.compile(r"\bapi/([^\s#/]+)")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a request goes: botocore's service name, and the region, where it is known."""

    service: str
    region: str | None


@functools.cache
def _by_trait(trait: str) -> Mapping[str, frozenset[str]]:
    """Index all services by one item of their metadata, in lower case."""
    found: dict[str, set[str]] = {}
    for service, metadata in all_metadata().items():
        value = metadata.get(trait) or (metadata["endpointPrefix"] if trait == "signingName" else None)
        if value is not None:
            found.setdefault(_plain(str(value)), set()).add(service)
    return {value: frozenset(services) for value, services in found.items()}


def _plain(name: str) -> str:
    return name.lower().replace(" ", "-").replace("_", "-")


def _with_trait(trait: str, value: str) -> frozenset[str]:
    return _by_trait(trait).get(_plain(value), frozenset()) if value else frozenset()


def _signed_as(name: str) -> frozenset[str]:
    """Return the services whose signatures have that name, by their metadata or else their endpoint rules."""
    if not name:
        return frozenset()
    return _with_trait("signingName", name) or signing_names().get(name, frozenset())


def _scope(request: Request) -> tuple[str, str]:
    """Return the region and the signing name of the request's credential scope (Version 4 or 4A)."""
    found = _SCOPE.search(request.headers.get("authorization"))
    if found is None:
        credential = dict(request.query).get("X-Amz-Credential", "")
        found = _SCOPE_QUERY.fullmatch(credential)
    return (found[1] or "", found[2]) if found else ("", "")


def access_key_of(request: Request) -> str:
    """Return the id of the access key that signs a request; empty where none does."""
    found = _KEY.search(request.headers.get("authorization"))
    if found is not None:
        return found[1]
    query = dict(request.query)
    return query.get("X-Amz-Credential", "").partition("/")[0] or query.get("AWSAccessKeyId", "")


def _signed_of_old(request: Request) -> frozenset[str]:
    """Return S3 if the request is signed as only S3 still is: by its signatures before Version 4.

    boto3 presigns URLs so by default, in regions that take it.
    """
    names = {name for name, _ in request.query}
    is_presigned = {"AWSAccessKeyId", "Signature", "Expires"} <= names and "Action" not in names
    return frozenset({"s3"} if is_presigned or _OF_OLD.match(request.headers.get("authorization")) else ())


def _named(request: Request, *, certain: bool) -> Iterator[frozenset[str]]:
    """Yield the services that a request names as one of the protocols does."""
    for protocol in all_protocols():
        if protocol.naming is not None and protocol.naming.certain is certain:
            yield _with_trait(protocol.naming.trait, protocol.naming.read(request))


def _evidence(request: Request) -> Iterator[frozenset[str]]:
    """Yield the services that each part of the request points to, the clearest part first."""
    yield from _named(request, certain=True)
    yield parse_host(request.host).services
    yield _signed_as(_scope(request)[1])
    yield _signed_of_old(request)
    yield from _named(request, certain=False)
    agent = _AGENT.search(request.headers.get("x-amz-user-agent") or request.headers.get("user-agent"))
    yield _with_trait("serviceId", agent[1] if agent else "")


def _routed(services: Set[str], request: Request) -> dict[str, int]:
    """Return the services that have an operation for a request, with how much of its path they spell out."""
    found = {}
    for name in services:
        service = load_service(name)
        try:
            operation = protocol_named(detect_protocol(service, request)).route(service, request)
        except WireError:
            continue
        template = template_of(operation).partition("?")[0]
        found[name] = sum(not segment.startswith("{") for segment in split_path(template))
    return found


def _best(routed: Mapping[str, int], candidates: Set[str], request: Request) -> str:
    """Choose of several services one with such an operation, or else with such a path."""
    has_path = request.path.strip("/") != ""

    def preference(name: str) -> tuple[int, bool, int, str]:
        is_rest = str(service_metadata(name)["protocol"]).startswith("rest")
        return -routed.get(name, 0), has_path and not is_rest, len(name), name

    return min(routed or candidates, key=preference)


def identify_unsigned(request: Request) -> Endpoint:
    """Tell by its path alone which service a request is for, as some take requests that are not signed.

    Only for a request that is known to be one to AWS.

    Raises:
        UnidentifiedRequest: none of these services has such an operation.
    """
    routed = {} if _scope(request)[1] else _routed(unsigned_services(), request)
    if not routed:
        raise UnidentifiedRequest(request.method, f"{request.host}{request.path}", _NO_EVIDENCE)
    return Endpoint(_best(routed, frozenset(), request), None)


def identify_request(request: Request) -> Endpoint:
    """Tell which service and region a request is for; see `identify`."""
    evidence = _evidence(request)
    candidates: frozenset[str] = frozenset()
    others: set[str] = set()
    for services in evidence:
        others |= services
        candidates = candidates & services or candidates or services
        if len(candidates) == 1:
            break  # the rest takes nothing away
    if not candidates:
        raise UnidentifiedRequest(request.method, f"{request.host}{request.path}", _NO_EVIDENCE)
    # Where what tells most names no service with such an operation, the rest may.
    routed = _routed(candidates, request) or _routed(others.union(*evidence) - candidates, request)
    service = _best(routed, candidates, request)
    region = parse_host(request.host).region or _scope(request)[0] or None
    return Endpoint(service, region)


_NO_EVIDENCE = (
    "neither its host, credential scope, X-Amz-Target, path, Version parameter nor user agent names a "
    "service of the installed botocore"
)


def identify(method: str, url: str, headers: HeaderArgument, body: bytes) -> Endpoint:
    """Tell which service and region an HTTP request is for.

    What counts, the most telling first: the target header, the path of an RPC-v2 request, the host (of any
    region, partition and endpoint style), the credential scope of the signature, the ``Version`` of a form,
    the service in the user agent; and what is left between several, the operations they have.

    Args:
        method: the HTTP method.
        url: the URL.
        headers: the header fields.
        body: the body.

    Returns:
        The service and the region; where the host names no region, that of the signature.

    Raises:
        UnidentifiedRequest: nothing in the request names a service of the installed botocore.
        UnreadableMessage: URL or body cannot be read at all.
    """
    return identify_request(read_request(method, url, headers, body))
