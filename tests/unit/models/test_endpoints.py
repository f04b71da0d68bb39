"""The metadata of services, read without their models."""

from __future__ import annotations

import pytest

from harness.errors import UnknownName
from harness.models.endpoints import host_templates, is_global, service_metadata, siblings


def test_the_metadata_is_the_models() -> None:
    assert service_metadata("xray")["serviceId"] == "XRay"


def test_a_service_that_botocore_does_not_have() -> None:
    with pytest.raises(UnknownName, match="There is no service 'xrai' in botocore"):
        service_metadata("xrai")
    assert host_templates("xrai") == frozenset()


@pytest.mark.parametrize(
    ("service", "expected"),
    [("iam", True), ("route53", True), ("s3", False), ("IAM", False), ("../iam", False), ("xrai", False)],
)
def test_a_service_is_global_if_it_has_one_endpoint(service: str, expected: bool) -> None:
    assert is_global(service) is expected


@pytest.mark.parametrize(
    ("service", "expected"),
    [("docdb", {"neptune", "rds"}), ("wisdom", {"qconnect"}), ("dynamodb", set()), ("elb", set())],
)
def test_services_of_one_api_are_siblings(service: str, expected: set[str]) -> None:
    assert set(siblings(service)) == expected
