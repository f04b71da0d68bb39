"""The resource types of a service: by names, by what a type belongs to, and by what starts one."""

from __future__ import annotations

from collections import Counter

import pytest

from harness.models import load_service, service_names
from harness.models.resources import ResourceType, noun_words, resource_types


def type_of(name: str) -> ResourceType:
    service, _, wanted = name.partition(".")
    return next(each for each in resource_types(load_service(service)).types() if each.name == wanted)


@pytest.mark.parametrize(
    ("name", "told_by"),
    [
        ("efs.FileSystemPolicy", ("FileSystemId",)),
        ("autoscaling.WarmPool", ("AutoScalingGroupName",)),
        ("ecr.RepositoryCreationTemplate", ("prefix",)),
        ("ecr.RegistryPolicy", ()),
    ],
)
def test_what_has_no_name_of_its_own_is_told_by_what_requests_must_say(
    name: str, told_by: tuple[str, ...]
) -> None:
    found = type_of(name)
    assert (found.identifiers, found.is_attached) == (told_by, True)


def test_a_type_with_names_of_its_own_is_named_by_these() -> None:
    found = type_of("efs.AccessPoint")
    assert (found.identifiers, found.is_attached) == (("AccessPointId",), False)


def test_what_starts_one_creates_it_where_nothing_else_does() -> None:
    assert type_of("ecr.LifecyclePolicyPreview").operations["create"] == ("StartLifecyclePolicyPreview",)
    assert type_of("ecr.Repository").operations["create"] == ("CreateRepository",)


def test_tags_are_no_type_of_their_own() -> None:
    assert "Tag" not in {each.name for each in resource_types(load_service("efs")).types()}


def test_a_plural_in_shes_has_its_singular() -> None:
    assert noun_words("InstanceRefreshes") == ("instance", "refresh")
    assert (noun_words("RestApis"), noun_words("Analysis")) == (("rest", "api"), ("analysis",))


def test_a_plural_of_capitals_is_one_word() -> None:
    assert (noun_words("WebACLs"), noun_words("DBInstances")) == (("web", "acl"), ("db", "instance"))
    assert type_of("wafv2.WebACL").operations["list"] == ("ListWebACLs",)


def test_no_two_types_of_a_service_are_written_alike() -> None:
    """Which of the two a structure shows would go by the order of a set."""
    alike = []
    for service in service_names():
        written = Counter("".join(noun) for noun in resource_types(load_service(service)).nouns)
        alike += [f"{service}.{text}" for text, count in written.items() if count > 1]
    assert not alike


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("appsync.Resolver", ("apiId", "typeName", "fieldName")),
        ("datasync.LocationSmb", ("LocationArn",)),
        ("dynamodb.ResourcePolicy", ("ResourceArn",)),
        ("s3.BucketPolicy", ()),  # a part of its bucket
        ("s3control.BucketPolicy", ()),  # so is this; every request has the account
        ("efs.AccessPoint", ()),  # it has a name of its own
    ],
)
def test_what_has_no_name_of_its_own_has_a_key(name: str, key: tuple[str, ...]) -> None:
    assert resource_types(load_service(name.partition(".")[0])).key_of(type_of(name).noun) == key
