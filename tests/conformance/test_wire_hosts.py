"""Every host that botocore's endpoint rules give is read back to its service."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from urllib.parse import urlsplit

import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader

from harness.models import service_names
from harness.wire.identity.hosts import parse_host

REGIONS = ("us-east-1", "eu-west-3", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1")
OUTSIDE = {"signin": "its hosts are those of the console, outside of the partitions' DNS suffixes"}


@pytest.mark.sweep
def test_the_hosts_of_all_services_regions_and_styles_name_their_service() -> None:
    loader = Loader()
    partitions = loader.load_data("partitions")
    outcomes: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    for service in service_names():
        provider = EndpointProvider(loader.load_service_model(service, "endpoint-rule-set-1"), partitions)
        for region, fips, dualstack in itertools.product(REGIONS, (False, True), (False, True)):
            try:
                endpoint = provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dualstack)
            except EndpointProviderError:
                outcomes["no such endpoint"] += 1
                continue
            host = str(urlsplit(endpoint.url).hostname)
            found = service in parse_host(host).services
            outcomes["read" if found else "not read"] += 1
            if not found:
                wrong[host] = service
    sys.stdout.write(f"\n{dict(outcomes)}\n{wrong}\n{OUTSIDE}\n")
    assert set(wrong.values()) == set(OUTSIDE)
