from __future__ import annotations

import pytest

import harness
from harness.synth import example_request
from harness.synth.filters import filter_names


@pytest.mark.parametrize(
    ("operation", "parameter"),
    [
        ("apigatewayv2.GetPortal", "PortalId"),  # any text in the request, a pattern in the response
        ("lexv2-models.DescribeIntent", "botVersion"),  # "DRAFT" or a number in the one, "DRAFT" in the other
    ],
)
def test_what_the_response_returns_is_allowed_there_as_well(operation: str, parameter: str) -> None:
    contract = harness.contract(*operation.split("."))
    for seed in range(10):
        request = example_request(contract, seed)
        assert contract.check_request(request) == []
        answer = {parameter: request[parameter]}
        assert [v for v in contract.check_response(request, answer) if parameter in v.pointer] == []


@pytest.mark.parametrize("operation", ["ec2.RunInstances", "launch-wizard.CreateDeployment"])
def test_no_example_is_a_dry_run(operation: str) -> None:
    contract = harness.contract(*operation.split("."))
    members = {name.lower() for seed in range(10) for name in example_request(contract, seed)}
    assert "dryrun" not in members


@pytest.mark.parametrize("operation", ["rds.DescribeDBInstances", "ec2.DescribeVolumes"])
def test_filters_have_names_that_the_documentation_lists(operation: str) -> None:
    contract = harness.contract(*operation.split("."))
    listed = filter_names(contract.operation_model, ("Filters",)).listed
    requests = [example_request(contract, seed) for seed in range(30)]
    names = {each["Name"] for request in requests for each in request.get("Filters", ())}
    assert len(names) > 1
    assert names <= set(listed)
