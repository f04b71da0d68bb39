"""How services are told apart on the wire: the metadata and the host names of every service, read quickly.

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

from botocore.exceptions import UnknownServiceError

from harness.models.loader import _loader, load_service, service_names

_HEAD_BYTES = 8192
_URL = re.compile(r'"url"\s*:\s*"https?://([^"/]+)')


def _open(service: str, kind: str) -> gzip.GzipFile | Any | None:
    """Open a service's newest file of a kind, or return None."""
    loader = _loader()
    try:
        version = loader.determine_latest_version(service, kind)
    except UnknownServiceError:
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
    file = _open(service, "endpoint-rule-set-1")
    if file is None:
        return frozenset()
    with file:
        return frozenset(_URL.findall(file.read().decode()))


@functools.cache
def all_metadata() -> Mapping[str, Mapping[str, Any]]:
    """Return the metadata of every service of the installed botocore, by service name."""
    return {name: service_metadata(name) for name in service_names()}


@functools.cache
def partitions() -> tuple[Mapping[str, Any], ...]:
    """Return AWS's partitions as botocore knows them: DNS suffixes, regions and their spelling."""
    return tuple(_loader().load_data("partitions")["partitions"])


@functools.cache
def is_global(service: str) -> bool:
    """Tell whether a service has one endpoint for all regions (``isRegionalized`` in ``endpoints.json``).

    Args:
        service: botocore's service name; one that it does not know is no global service.
    """
    if service not in service_names():
        return False
    prefix = service_metadata(service)["endpointPrefix"]
    return any(
        not partition["services"].get(prefix, {}).get("isRegionalized", True)
        for partition in _endpoints()["partitions"]
    )


@functools.cache
def _endpoints() -> Mapping[str, Any]:
    endpoints: Mapping[str, Any] = _loader().load_data("endpoints")
    return endpoints
