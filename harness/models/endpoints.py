"""What distinguishes services on the wire: the metadata and host names of every service, read quickly.

Loading all service models takes seconds. Their metadata stands at the head of each file, and their host
names are the URLs in each ``endpoint-rule-set-1``, so both are read without parsing the whole.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader

from harness.models.loader import OneService, _Files, _loader, load_service, service_names

_HEAD_BYTES = 8192
_SIGNING_NAME = re.compile(r'"signingName"\s*:\s*"([^"{]+)"')
_UNSIGNED = re.compile(rb'"authtype"\s*:\s*"none"|"smithy\.api#noAuth"')
_URL = re.compile(r'"url"\s*:\s*"https?://([^"/]+)')


def _open(service: str, kind: str) -> gzip.GzipFile | Any | None:
    """Open a service's newest file of a kind, or return None."""
    loader = _loader()
    try:
        version = loader.determine_latest_version(service, kind)
    except DataNotFoundError:
        return None
    for folder in loader.search_paths:
        plain = Path(folder, service, version, f"{kind}.json")
        if plain.exists():
            return plain.open("rb")
        packed = plain.with_suffix(".json.gz")
        if packed.exists():
            return gzip.open(packed)
    return None


@functools.cache
def service_metadata(service: str) -> Mapping[str, Any]:
    """Return the ``metadata`` of a service's model without loading the model.

    Raises:
        UnknownName: botocore has no such service.
    """
    file = _open(service, "service-2")
    if file is not None:
        with file:
            head = file.read(_HEAD_BYTES).decode("utf-8", "ignore")
        start = head.find("{", head.find('"metadata"'))
        try:
            metadata: dict[str, Any] = json.JSONDecoder().raw_decode(head, start)[0]
            return metadata
        except json.JSONDecodeError:
            pass  # not at the head of this file
    return dict(load_service(service).metadata)


@functools.cache
def host_templates(service: str) -> frozenset[str]:
    """Return the hosts of a service as its endpoint rules write them: ``"sqs.{Region}.amazonaws.com"``."""
    return frozenset(_URL.findall(_endpoint_rules(service)))


@functools.cache
def signing_names() -> Mapping[str, frozenset[str]]:
    """Return the services by the names that endpoint rules have for signatures: ``"s3express"`` is S3's."""
    found: dict[str, set[str]] = {}
    for service in service_names():
        for name in _SIGNING_NAME.findall(_endpoint_rules(service)):
            found.setdefault(name, set()).add(service)
    return {name: frozenset(services) for name, services in found.items()}


@functools.cache
def unsigned_services() -> frozenset[str]:
    """Return the REST services with operations whose requests are not signed with keys.

    Nothing in such a request but its path tells the service (`sso.ListAccounts`, `sso-oidc.CreateToken`).
    """
    found = set()
    for service, metadata in all_metadata().items():
        if not metadata["protocol"].startswith("rest"):
            continue
        if metadata.get("signatureVersion") == "bearer":
            found.add(service)
        elif (file := _open(service, "service-2")) is not None:
            with file:
                if _UNSIGNED.search(file.read()):
                    found.add(service)
    return frozenset(found)


def _endpoint_rules(service: str) -> str:
    file = _open(service, "endpoint-rule-set-1")
    if file is None:
        return ""
    with file:
        text: bytes = file.read()
    return text.decode()


@functools.cache
def all_metadata() -> Mapping[str, Mapping[str, Any]]:
    """Return the metadata of every service of the installed botocore, by service name."""
    return {name: service_metadata(name) for name in service_names()}


@functools.cache
def siblings(service: str) -> tuple[str, ...]:
    """Return the other services that are the same API in the same version: RDS, Neptune and DocumentDB.

    One server answers them all, and each model has a part of what it answers.
    """
    own = _api(service_metadata(service))
    return tuple(name for name, other in all_metadata().items() if name != service and _api(other) == own)


def _api(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    prefix = metadata["endpointPrefix"]
    return prefix, metadata.get("signingName", prefix), metadata["apiVersion"], metadata["protocol"]


@functools.cache
def partitions() -> tuple[Mapping[str, Any], ...]:
    """Return AWS's partitions as botocore knows them: DNS suffixes, regions and their spelling."""
    return tuple(_loader().load_data("partitions")["partitions"])


@functools.cache
def is_region(name: str) -> bool:
    """Tell the name of a region of any partition."""
    return any(name in partition["regions"] for partition in partitions())


@functools.cache
def is_global(service: str) -> bool:
    """Tell whether a service has one endpoint for all regions (``isRegionalized`` in ``endpoints.json``).

    Args:
        service: botocore's service name; one that it does not know is no global service.
    """
    if not OneService(service).list_available_services("service-2"):  # all names take longer to list
        return False
    return service_metadata(service)["endpointPrefix"] in _global_prefixes()


@functools.cache
def _global_prefixes() -> frozenset[str]:
    """Return the endpoint prefixes of what is global in some partition; the rest of the file is let go."""
    loader = Loader(file_loader=_Files())  # one that is kept keeps all it has loaded
    return frozenset(
        prefix
        for partition in loader.load_data("endpoints")["partitions"]
        for prefix, service in partition["services"].items()
        if not service.get("isRegionalized", True)
    )
