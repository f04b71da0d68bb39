"""``harness.observe``: a block or a function whose calls are held to their contracts."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

import harness
from harness.settings import BadSetting

BROKEN = "dynamodb.ListTables: Limit must be at most 100, but was 1000."


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def list_tables(limit: int = 1000) -> list[str]:
    with mock_aws():
        dynamodb = boto3.client("dynamodb", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        names: list[str] = dynamodb.list_tables(Limit=limit)["TableNames"]
        return names


def test_what_a_block_breaks_is_there_while_it_runs() -> None:
    with harness.observe(contract="off") as seen:
        assert seen.violations == ()
        list_tables()
        list_tables(200)
        (violation,) = seen.violations
        assert violation.calls is not None
        assert violation.calls.count == 2
        assert violation.calls.tests[0].endswith("::test_what_a_block_breaks_is_there_while_it_runs")
    assert seen.report.operations == {"dynamodb.ListTables": 2}
    list_tables()
    assert seen.report.checked == 2


def test_it_warns() -> None:
    with pytest.warns(UserWarning, match="The exchanges break their contract.") as told, harness.observe():
        list_tables()
    assert BROKEN in str(told[0].message)


def test_with_contract_error_it_raises() -> None:
    with (
        pytest.raises(harness.HarnessError, match="Limit must be at most 100"),
        harness.observe(contract="error"),
    ):
        list_tables()


def test_a_block_that_fails_anyhow_warns() -> None:
    @harness.observe(contract="error")
    def fail() -> None:
        list_tables()
        raise ZeroDivisionError

    with warnings.catch_warnings(record=True) as told, pytest.raises(ZeroDivisionError):
        fail()
    assert BROKEN in str(told[0].message)


def test_nothing_is_told_where_all_is_well() -> None:
    with warnings.catch_warnings(), harness.observe(contract="error") as seen:
        warnings.simplefilter("error")
        list_tables(10)
    assert seen.report.checked == 1


def test_a_function_is_observed_each_time() -> None:
    @harness.observe(contract="error")
    def ask() -> list[str]:
        return list_tables()

    for _ in range(2):
        with pytest.raises(harness.HarnessError, match="Limit must be at most 100"):
            ask()


def test_a_coroutine_is_observed_while_it_runs() -> None:
    @harness.observe(contract="error")
    async def ask() -> Any:
        await asyncio.sleep(0)
        return list_tables()

    with pytest.raises(harness.HarnessError, match="Limit must be at most 100"):
        asyncio.run(ask())


def test_a_misspelled_contract_is_refused() -> None:
    with pytest.raises(harness.HarnessError, match=r"contract cannot be 'errors'; .* Did you mean 'error'"):
        harness.observe(contract="errors")  # type: ignore[arg-type]


def test_severities_of_the_block_go_before_those_of_the_settings(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.harness.severity]\n"request.range" = "off"\n')
    with harness.observe(contract="off") as seen:
        list_tables()
    assert seen.violations == ()
    with harness.observe({"request.range": "warning"}, contract="off") as seen:
        list_tables()
    assert [str(one.severity) for one in seen.violations] == ["warning"]


def test_a_severity_that_is_none() -> None:
    with pytest.raises(BadSetting) as error, harness.observe({"rnge": "off"}):
        list_tables()
    assert str(error.value).startswith("harness.observe, severities: There is no violation code 'rnge'.")


def test_a_baseline_keeps_what_it_knows_silent(project: Path) -> None:
    from harness.report.baseline import OBSERVED, update_baseline

    with harness.observe(contract="off") as seen:
        list_tables()
    update_baseline(project / "known.json", seen.report, [OBSERVED])
    (project / "pyproject.toml").write_text('[tool.harness]\nbaseline = "known.json"\n')
    with harness.observe(contract="error") as seen:
        list_tables()
    assert seen.violations == ()
