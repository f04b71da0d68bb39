"""A project's own rules of redaction, by its settings, a marker and ``harness record``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.cassette.store import load_cassette
from harness.report.check import check
from harness.report.terminal import summary

TEST = """
import pytest
from harness.redaction import PSEUDONYMOUS


@pytest.mark.cassette({arguments})
def test_one(tables):
    assert tables("111122223333.ann@corp.test")
"""


def recorded_name(project: pytest.Pytester) -> str:
    """Record the test, play it with its own parameters, and return the one that the cassette holds."""
    # No table has an @ in its name.
    project.runpytest_inprocess("--cassette-mode=once", "--contract=off").assert_outcomes(passed=1)
    project.runpytest_inprocess("--contract=off").assert_outcomes(passed=1)
    (path,) = project.path.glob("cassettes/**/*.yaml")
    (interaction,) = load_cassette(path).interactions
    assert interaction.facts is not None
    assert interaction.facts.params is not None
    name: str = interaction.facts.params["ExclusiveStartTableName"]
    assert name in interaction.request.body.decode()
    return name


def test_without_rules_of_its_own(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST.format(arguments=""))
    assert recorded_name(project) == "111122223333.ann@corp.test"


def test_pseudonyms_by_the_settings(project: pytest.Pytester) -> None:
    (project.path / "pyproject.toml").write_text("[tool.harness.redaction]\npseudonyms = true\n")
    project.makepyfile(test_it=TEST.format(arguments=""))
    assert recorded_name(project) == "someone@example.com"


def test_pseudonyms_by_the_marker(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST.format(arguments="redaction=PSEUDONYMOUS"))
    assert recorded_name(project) == "someone@example.com"


def test_a_pointer_and_a_function_by_the_settings(project: pytest.Pytester) -> None:
    project.makepyfile(
        acme_rules="""
        def shout(path, value):
            return value.upper() if path == ("ExclusiveStartTableName",) else value
        """
    )
    (project.path / "pyproject.toml").write_text(
        "[tool.harness.redaction]\n"
        'pointers = ["/ExclusiveStartTableName"]\n'
        'functions = ["acme_rules:shout"]\n'
    )
    project.makepyfile(test_it=TEST.format(arguments=""))
    assert recorded_name(project) == "000000000000.XXX@XXXX.XXXX"


def test_what_is_no_redaction(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST.format(arguments="redaction=True"))
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    assert (
        "redaction is no harness.redaction.Redaction and no table of settings but True. "
        in result.stdout.str()
    )


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('{"pseudonyms": True}', "000000000000.xxx@xxxx.xxxx"),
        ('{"keep": ["dynamodb.ListTables/ExclusiveStartTableName"]}', "111122223333.ann@corp.test"),
        ('{"keep": ["dynamodb.Scan/ExclusiveStartKey"]}', "000000000000.xxx@xxxx.xxxx"),
    ],
)
def test_a_table_of_the_marker_adds_to_the_settings(
    project: pytest.Pytester, table: str, expected: str
) -> None:
    (project.path / "pyproject.toml").write_text(
        '[tool.harness.redaction]\npointers = ["/ExclusiveStartTableName"]\n'
    )
    project.makepyfile(test_it=TEST.format(arguments=f"redaction={table}"))
    assert recorded_name(project) == expected


def test_a_table_of_the_marker_that_is_wrong(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TEST.format(arguments='redaction={"keep": ["nowhere"]}'))
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    assert "redaction.keep: 'nowhere' names nothing; write service.Operation/Member" in result.stdout.str()


SECRET_TEST = """
import json, boto3, botocore.awsrequest, pytest
from harness.record.http import RawBody


def network(request, **_):
    headers = {"content-type": "application/x-amz-json-1.1"}
    body = json.dumps({"Parameter": {"Name": "a", "Type": "SecureString", "Value": "correct horse 77"}})
    return botocore.awsrequest.AWSResponse(request.url, 200, headers, RawBody(body.encode()))


@pytest.mark.cassette(KEEP)
def test_one(recording):
    client = boto3.client("ssm", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    client.meta.events.register("before-send.ssm", network) if recording else None
    assert client.get_parameter(Name="a", WithDecryption=True)["Parameter"]["Value"]
"""


@pytest.mark.parametrize(
    ("keep", "places"),
    [("", 1), ('redaction={"keep": ["ssm.GetParameter/Parameter/Value"]}', 0)],
    ids=["nothing is kept", "a place is kept"],
)
def test_summary_and_check_tell_how_many_places_were_redacted(
    project: pytest.Pytester, keep: str, places: int
) -> None:
    project.makepyfile(test_it=SECRET_TEST.replace("KEEP", keep))
    told = ", 1 place redacted" if places else ""
    for recording, recorded in (True, f" (1 recorded{told})"), (False, ""):
        project.makeconftest(f"import pytest\n@pytest.fixture\ndef recording():\n    return {recording}\n")
        mode = ("--cassette-mode=once", "--no-verify") if recording else ()
        result = project.runpytest_inprocess(*mode)
        result.assert_outcomes(passed=1)
        expected = f"1 exchange{recorded} of 1 operation, 0 contract errors, 0 warnings"
        assert expected in result.stdout.str().splitlines()
    (path,) = project.path.glob("cassettes/**/*.yaml")
    (interaction,) = load_cassette(path).interactions
    listed = {"response /Parameter/Value": "sensitive member"} if places else {}
    assert interaction.redacted_places == listed
    report = check(load_cassette(path), redaction=None)
    assert report.redacted == report.to_json()["redacted"] == places
    assert summary(report) == f"1 exchange of 1 operation checked, 0 errors, 0 warnings{told}"


PROGRAM = """
import boto3, botocore.awsrequest, io, json
from harness.record.http import RawBody

client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")


def network(request, **_):
    headers = {"content-type": "application/x-amz-json-1.0"}
    return botocore.awsrequest.AWSResponse(request.url, 200, headers, RawBody(b'{"TableNames": []}'))


client.meta.events.register("before-send.dynamodb", network)
client.list_tables(ExclusiveStartTableName="111122223333-acme_7f")
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [((), "111122223333-xxxx_0x"), (("--pseudonyms",), "123456789012-xxxx_0x")],
)
def test_a_recorded_program(project: pytest.Pytester, options: tuple[str, ...], expected: str) -> None:
    (project.path / "pyproject.toml").write_text(
        "[tool.harness.redaction]\npatterns = { Acme = 'acme_[0-9a-f]+' }\n"
    )
    program = project.makepyfile(program=PROGRAM)
    harness = str(Path(sys.executable).with_name("harness"))
    result = project.run(harness, "record", *options, "-c", "a.yaml", "--", sys.executable, program)
    assert result.ret == 0
    (interaction,) = load_cassette(project.path / "a.yaml").interactions
    assert interaction.facts is not None
    assert interaction.facts.params == {"ExclusiveStartTableName": expected}
