"""Host names: the service, the region, and the label before them, such as a bucket.

The names are those of the endpoint rules and the endpoint prefixes of botocore's models; DNS suffixes and
regions those of its partitions. FIPS, dual-stack, VPC and legacy endpoints are spellings of the same.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.models.endpoints import all_metadata, host_templates, partitions


@dataclass(frozen=True, slots=True)
class Host:
    """A host name taken apart.

    Attributes:
        services: botocore's names of the services that have it; empty if it says none.
        region: the region in it; None if there is none.
        label: what stands before the service's name: a bucket, an account id; empty if nothing does.
    """

    services: frozenset[str] = frozenset()
    region: str | None = None
    label: str = ""


_LOCAL = ("localhost.localstack.cloud", "localhost")
_ADDRESS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}|\[?[0-9a-f:]*:[0-9a-f:.]*\]?")
_BEFORE_ADDRESS = re.compile(r"(.+)\.((?:[0-9]{1,3}\.){3}[0-9]{1,3})")
_DECORATION = re.compile(r"\bdualstack\.|-fips\b|\bfips-")
_VPC_LABELS = re.compile(r"(^|\.)((bucket|control|accesspoint)\.)?vpce-[^.]+$")
_TEMPLATED_END = re.compile(r"\.\{\w*(Region|#region|Suffix|authority|[rR]egion\w*)\}?.*", re.DOTALL)


@functools.cache
def _suffixes() -> tuple[str, ...]:
    """The DNS suffixes of all partitions, the longest first, and the one of loopback names."""
    outputs = [partition["outputs"] for partition in partitions()]
    found = {output[kind] for output in outputs for kind in ("dnsSuffix", "dualStackDnsSuffix")}
    return (*sorted(found, key=len, reverse=True), *_LOCAL)


@functools.cache
def _region_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{partition['regionRegex']})" for partition in partitions()))


@functools.cache
def _global_regions() -> Mapping[str, str]:
    """Labels that stand for a partition's global region: ``us-gov`` in ``iam.us-gov.amazonaws.com``."""
    return {
        partition["id"].removeprefix("aws-"): partition["outputs"]["implicitGlobalRegion"]
        for partition in partitions()
    }


def is_aws_host(host: str) -> bool:
    """Tell whether a host is one of AWS's own, by its DNS suffix."""
    return any(host.endswith(f".{suffix}") for suffix in _suffixes() if suffix not in _LOCAL)


def _split_suffix(host: str) -> tuple[list[str], bool]:
    """Return the labels before the DNS suffix, and whether there was a known one."""
    for suffix in _suffixes():
        if host == suffix:
            return [], True
        if host.endswith("." + suffix):
            labels = host.removesuffix("." + suffix).split(".")
            return labels[:-1] if labels[-1] == "vpce" else labels, True
    if found := _BEFORE_ADDRESS.fullmatch(host):  # a prefix before the address of an endpoint
        return found[1].split("."), True
    return host.split("."), False


def _take_region(labels: list[str]) -> tuple[list[str], str | None]:
    """Take the region out of the labels; the last that looks like one, as a bucket may look so too."""
    region = None
    if labels and labels[-1] in (*_global_regions(), "global"):
        region = _global_regions().get(labels[-1])
        labels = labels[:-1]
    for position in range(len(labels) - 1, -1, -1):
        label = labels[position]
        if _region_pattern().match(label):
            return labels[:position] + labels[position + 1 :], label
    return labels, region


@functools.cache
def _services_by_name() -> Mapping[str, frozenset[str]]:
    """Every service name that hosts begin with, without decoration, to the services that have it."""
    found: dict[str, set[str]] = {}
    for service, metadata in all_metadata().items():
        names = {str(metadata["endpointPrefix"])}
        names |= {_template_name(template) for template in host_templates(service)}
        for name in names - {""}:
            found.setdefault(name, set()).add(service)
    return {name: frozenset(services) for name, services in found.items()}


def _template_name(template: str) -> str:
    """Return the constant part of a host template that names the service; empty if none does."""
    labels, _ = _take_region(_split_suffix(_TEMPLATED_END.sub("", template))[0])
    while labels and labels[0].startswith("{"):
        labels = labels[1:]
    name = _DECORATION.sub("", ".".join(labels))
    return re.sub(r"-?\{.*", "", name)


def _find_services(labels: list[str], *, is_local: bool) -> tuple[frozenset[str], str]:
    """Find the longest ending of the labels that names a service; return the services and the rest.

    Below localhost a label is a service's name as it is, or else a bucket's, which may end in anything.
    """
    names = _services_by_name()
    for position in range(len(labels)):
        name = ".".join(labels[position:])
        if name in names:
            return names[name], ".".join(labels[:position])
    if not labels or is_local:
        return frozenset(), ""
    # A zone or region behind the name (s3-us-west-2), or an operation's host prefix before it (data-x).
    words = labels[-1].split("-")
    endings = [range(stop) for stop in range(len(words) - 1, 0, -1)]
    endings += [range(start, len(words)) for start in range(1, len(words))]
    for span in endings:
        name = "-".join(words[index] for index in span)
        if name in names:
            return names[name], ".".join(labels[:-1])
    return frozenset(), ""


def _legacy_region(label: str) -> str | None:
    """Return the region of a label like ``s3-us-west-2``."""
    words = label.split("-")
    for start in range(1, len(words)):
        region = "-".join(words[start:])
        if _region_pattern().match(region):
            return region
    return None


@functools.lru_cache(maxsize=1024)
def parse_host(host: str) -> Host:
    """Take a host name apart.

    Args:
        host: a host name in lower case, without a port.

    Returns:
        What it says; an empty `Host` for an address, or a name that is no AWS endpoint's.
    """
    if _ADDRESS.fullmatch(host):
        return Host()
    labels, known = _split_suffix(host)
    if not known:
        return Host()
    decorated, region = _take_region(labels)
    labels = [label for label in _DECORATION.sub("", ".".join(decorated)).split(".") if label]
    is_local = host.endswith(_LOCAL) or _BEFORE_ADDRESS.fullmatch(host) is not None
    services, label = _find_services(labels, is_local=is_local)
    if not services:
        # `bucket.localhost` has a bucket and no service; an AWS suffix without a known service says nothing.
        return Host(region=region, label=".".join(labels) if is_local else "")
    if region is None and labels:
        region = _legacy_region(labels[-1])
    return Host(services, region, _VPC_LABELS.sub("", label))
