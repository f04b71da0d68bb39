"""``harness schema``, and what the command line says of itself."""

from __future__ import annotations

import json
from importlib.metadata import version

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import harness
from harness.cli import _group
from harness.cli.schema import _operation_lines


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, arguments)


@pytest.mark.parametrize("name", ["cloudtrail.ListInsightsData", "cloudtrail.list_insights_data"])
def test_all_parts(name: str) -> None:
    result = run("schema", name)
    contract = harness.contract("cloudtrail", "ListInsightsData")
    parts = json.loads(result.output)
    assert result.exit_code == 0
    for part, schema in (("request", contract.request_schema), ("response", contract.response_schema)):
        assert parts[part]["properties"] == schema["properties"]
    assert parts["errors"].keys() == contract.error_schemas.keys()


def test_members_that_nobody_has_read_are_named_beside_the_schema() -> None:
    said = "The documentation has not been read completely for"
    result = run("schema", "ivs.ListChannels")
    assert said in result.stderr
    assert json.loads(result.stdout)["request"]
    assert said not in run("schema", "sns.Publish").stderr


def test_the_operations_of_a_service_are_listed() -> None:
    result = run("schema", "sts")
    lines = result.output.splitlines()
    names = harness.models.load_service("sts").operation_names
    assert [line.split()[0] for line in lines[:-1]] == [f"sts.{name}" for name in names]
    assert lines[0] == (
        "sts.AssumeRole                  Returns a set of temporary security credentials that you can use to "
        "access Amazon Web Services resources."
    )
    said = f"{len(names)} operations; harness schema sts.OPERATION prints the schemas of one"
    assert (lines[-1], result.exit_code) == (said, 0)


def test_lines_of_operations_are_cut_for_a_terminal() -> None:
    assert next(_operation_lines("sts", 50)) == "sts.AssumeRole                  Returns a set o..."


@pytest.mark.parametrize("part", ["request", "response"])
def test_one_part_is_a_schema_of_its_own(part: str) -> None:
    schema = json.loads(run("schema", "s3.PutObject", "--part", part).output)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "cloudtrail.ListInsightData",
            "There is no operation 'ListInsightData' in cloudtrail. Did you mean ListInsightsData or ",
        ),
        (
            "cloudtrial.ListTrails",
            f"There is no service 'cloudtrial' in botocore {version('botocore')}. Did you mean ",
        ),
        ("ListTrails", f"There is no service 'ListTrails' in botocore {version('botocore')}."),
    ],
)
def test_unknown_operations(name: str, message: str) -> None:
    result = run("schema", name)
    assert result.exit_code == 2
    assert result.output.startswith(f"harness: {message}")
