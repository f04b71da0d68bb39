"""``harness synth``: exchanges as JSON lines and as a cassette, both true to the contract."""

from __future__ import annotations

import json
from pathlib import Path

import boto3
import pytest
from click.testing import CliRunner, Result

import harness
from harness.cli import main
from harness.cli.synth import command


def synth(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def test_exchanges_are_printed_as_lines_of_json() -> None:
    done = synth("cloudtrail.list_insights_data", "-n", "3")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [(line["service"], line["operation"], line["status"]) for line in lines] == [
        ("cloudtrail", "ListInsightsData", 200)
    ] * 3
    # The pages of one list, each with the token of the one before.
    tokens = [line["response"].get("NextToken") for line in lines]
    assert [line["params"].get("NextToken") for line in lines] == [None, *tokens[:-1]]
    contract = harness.contract("cloudtrail", "ListInsightsData")
    for line in lines:
        assert contract.check_request(line["params"]) == []
        assert contract.check_response(line["params"], line["response"]) == []


def test_equal_seeds_give_equal_exchanges_and_others_others() -> None:
    operation = ("s3.ListObjectsV2", "-n", "4")
    assert synth(*operation).stdout == synth(*operation, "--seed", "0").stdout
    assert synth(*operation).stdout != synth(*operation, "--seed", "1").stdout


@pytest.mark.parametrize("ending", ["yaml", "json"])
@pytest.mark.parametrize(
    "operation", ["xray.GetInsightEvents", "ec2.DescribeInstances", "s3.GetObject", "cloudwatch.ListMetrics"]
)
def test_a_cassette_of_exchanges_checks_and_is_the_same_each_time(
    operation: str, ending: str, tmp_path: Path
) -> None:
    path, again = tmp_path / f"made.{ending}", tmp_path / f"again.{ending}"
    done = synth(operation, "-n", "3", "--cassette", str(path))
    synth(operation, "-n", "3", "--cassette", str(again))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"harness: {path} holds 3 exchanges.\n")
    assert path.read_bytes() == again.read_bytes()
    cassette = harness.load_cassette(path)
    report = harness.check(cassette)
    assert (report.operations, report.not_checked, report.errors) == ({operation: 3}, (), ())
    assert {one.facts.source for one in cassette.interactions if one.facts} == {"harness synth, seed 0"}


def test_a_cassette_of_exchanges_plays(tmp_path: Path) -> None:
    path = tmp_path / "tables.yaml"
    synth("dynamodb.ListTables", "-n", "1", "--cassette", str(path))
    facts = harness.load_cassette(path).interactions[0].facts
    assert facts is not None
    with harness.use_cassette(path):
        answer = boto3.client("dynamodb", region_name="us-east-1").list_tables(**facts.params or {})
    assert answer["TableNames"]


def test_a_recording_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "tables.yaml"
    synth("dynamodb.ListTables", "-n", "1", "--out", str(path))
    assert synth("dynamodb.ListTables", "-n", "2", "--out", str(path)).exit_code == 0
    recorded = path.read_text().replace("harness synth, seed 0", "AWS")
    path.write_text(recorded)
    result = synth("dynamodb.ListTables", "-n", "1", "--out", str(path))
    assert result.exit_code == 2
    assert "holds recordings that harness synth didn't make" in result.output
    assert path.read_text() == recorded


def test_an_unknown_operation_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["synth", "cloudtrail.ListInsightData"])
    assert caught.value.code == 2
    assert capsys.readouterr().err == (
        "harness: There is no operation 'ListInsightData' in cloudtrail. Did you mean ListInsightsData or "
        "ListInsightsMetricData?\n"
    )


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        ("lexv2-runtime.StartConversation", "its request is a stream of events over HTTP/2"),
        (
            "cloudfront-keyvaluestore.DescribeKeyValueStore",
            "Provided ARN is not a valid CloudFront Service ARN",
        ),
    ],
)
def test_an_operation_that_botocore_cannot_call_is_told(
    operation: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["synth", operation])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(
        f"harness: botocore's clients cannot send a made-up request of {operation}: {reason}"
    )
    assert said.endswith(". In Python, harness.synth.respond answers the parameters that you give it.\n")


def test_a_directory_bucket_needs_no_session_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["synth", "s3.RenameObject"])
    assert not caught.value.code
    assert '"operation": "RenameObject"' in capsys.readouterr().out
