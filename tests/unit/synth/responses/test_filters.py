"""What filters go by, and how they compare, is read from enumerations and documentation."""

from __future__ import annotations

import pytest

import harness
from harness.synth.responses.demands import demands_of
from harness.synth.responses.filters import (
    Comparison,
    FilterForm,
    FilterNames,
    filter_form,
    filter_names,
    filter_options,
)
from harness.synth.responses.responder import DEFAULT_SCENE


def test_what_an_operation_filters_by_its_documentation_tells() -> None:
    operation = harness.contract("ssm", "GetParametersByPath").operation_model
    form = filter_form(operation.input_shape.members["ParameterFilters"])
    assert form == FilterForm("Key", "Values", "Option")
    names = filter_names(operation, ("ParameterFilters",))
    others = ("tag", "DataType", "Name", "Path", "Tier")
    assert names == FilterNames(("Type", "KeyId", "Label"), others)
    assert filter_options(operation, ("ParameterFilters",)) == ("Equals", "BeginsWith")


@pytest.mark.parametrize(
    ("operation", "path", "expected"),
    [
        ("dms.DescribeEndpointTypes", ("Filters",), ("engine-name", "endpoint-type")),
        ("discovery.DescribeTags", ("filters",), ("tagKey", "tagValue", "configurationId")),
        ("dms.DescribeCertificates", ("Filters",), ("certificate-arn", "certificate-id")),
        ("dms.DescribeEvents", ("Filters",), ("replication-instance-id",)),
        ("braket.SearchJobs", ("filters",), ("jobArn", "createdAt")),
        ("elasticbeanstalk.ListPlatformBranches", ("Filters",), ()),  # its list is of the filter's members
    ],
)
def test_names_in_a_sentence(operation: str, path: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert filter_names(harness.contract(*operation.split(".")).operation_model, path).listed == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("EQ", Comparison.EQUAL),
        ("NotEqual", Comparison.UNEQUAL),
        ("BEGINS_WITH", Comparison.BEGINS),
        ("CONTAINS", Comparison.CONTAINS),
        ("NOT_CONTAINS", Comparison.LACKS),
        ("BETWEEN", None),
        ("KEY_ONLY", None),
    ],
)
def test_words_for_comparisons(word: str, expected: Comparison | None) -> None:
    assert Comparison.named(word) is expected


@pytest.mark.parametrize(
    ("asked", "value", "admitted"),
    [
        ({"Key": "Type", "Values": ["String"]}, "String", True),
        ({"Key": "Type", "Values": ["String"]}, "StringList", False),
        ({"Key": "Type", "Values": ["String"], "Option": "BeginsWith"}, "StringList", True),
        ({"Key": "Type", "Values": ["List"], "Option": "BeginsWith"}, "StringList", False),
    ],
)
def test_a_filter_says_how_values_are_compared(asked: dict[str, object], value: str, admitted: bool) -> None:
    operation = harness.contract("ssm", "GetParametersByPath").operation_model
    demands = demands_of(operation, {"ParameterFilters": [asked]}, DEFAULT_SCENE)
    assert demands["Parameters[].Type"].admits(value) is admitted


def test_a_filter_of_another_operation_finds_nothing() -> None:
    client = harness.synth.synthetic_client("ssm", seed=1)
    found = [
        client.get_parameters_by_path(Path="/", ParameterFilters=[{"Key": key, "Values": ["String"]}])
        for key in ("Type", "Tier")
    ]
    assert [bool(answer["Parameters"]) for answer in found] == [True, False]
    assert {one["Type"] for one in found[0]["Parameters"]} == {"String"}
    begin = {"Key": "Type", "Values": ["StringL"], "Option": "BeginsWith"}
    listed = client.get_parameters_by_path(Path="/", ParameterFilters=[begin])["Parameters"]
    assert {one["Type"] for one in listed} <= {"StringList"}
