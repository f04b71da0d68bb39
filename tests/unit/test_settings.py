"""``[tool.harness]`` of a project, and what is wrong with it in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harness.contract.diff import Level
from harness.contract.violation import Severity
from harness.models import botocore_version
from harness.settings import (
    BadSetting,
    Settings,
    drift_settings_of,
    load_settings,
    parse_settings,
    parse_severities,
)


def test_settings_of_the_nearest_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.harness]\ncassette-dir = "tapes"\n'
        '[tool.harness.severity]\nenum = "off"\n"response.size" = "error"\n'
    )
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    assert load_settings(inside) == Settings(
        {"enum": Severity.OFF, "response.size": Severity.ERROR}, cassette_dir="tapes"
    )


@pytest.mark.parametrize("text", ["", "[tool.other]\na = 1\n", "[project]\nname = 'x'\n", "tool = 3\n"])
def test_a_project_that_says_nothing_has_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert load_settings(tmp_path) == Settings({}, None)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"severty": {}}, "here: There is no setting 'severty'. Did you mean 'severity'?"),
        ({"x": 1}, "here: There is no setting 'x'."),
        ({"severity": "error"}, "here: severity must be a table of violation codes."),
        ({"cassette-dir": 3}, "here: cassette-dir must be a string."),
        ({"redaction": 3}, "here: redaction must be a table."),
        ({"http": "yes"}, "here: http must be true or false."),
        ({"relative-times": 1}, "here: relative-times must be true or false."),
        (
            {"cassette-mode": "never"},
            "here: cassette-mode cannot be 'never'; it can be none, once, new_episodes, all, rewrite.",
        ),
        ({"contract": True}, "here: contract cannot be True; it can be error, warn, off."),
        ({"verify": "yes"}, "here: verify must be true or false."),
        ({"baseline": 3}, "here: baseline must be a string."),
        (
            {"network": "localhost"},
            'here: network must be true, false or a list of endpoints, as ["http://localhost:4566"].',
        ),
        ({"severity": {"enums": "off"}}, "here: There is no violation code 'enums'. Did you mean 'enum'?"),
        (
            {"severity": {"answer.enum": "off"}},
            "here: There is no side 'answer'; write request or response, or leave it out for both.",
        ),
        (
            {"severity": {"reqest.page_limit": "off"}},
            (
                "here: There is no side 'reqest'; write request or response, or leave it out for both. "
                "Did you mean 'request.page-limit'?"
            ),
        ),
        (
            {"severity": {"dynamodb.ListTables.range": "off"}},
            (
                "here: There is no side 'dynamodb.ListTables'; write request or response, or leave it out "
                "for both. Did you mean 'dynamodb.ListTables:range'?"
            ),
        ),
        (
            {"severity": {"enum": "warn"}},
            "here: enum cannot be 'warn'; it can be error, warning, off. Did you mean 'warning'?",
        ),
        (
            {"severity": {"enum": "ignore"}},
            "here: enum cannot be 'ignore'; it can be error, warning, off. Did you mean 'off'?",
        ),
        (
            {"severity": {"enum": False}},
            "here: enum cannot be False; it can be error, warning, off. Did you mean 'off'?",
        ),
        ({"severity": {"enum": "loud"}}, "here: enum cannot be 'loud'; it can be error, warning, off."),
        ({"severity": {"enum": 1}}, "here: enum cannot be 1; it can be error, warning, off."),
        (
            {"severity": {"dynamodb.ListTables:request.rnage": "off"}},
            "here: There is no violation code 'request.rnage'. Did you mean 'request.range'?",
        ),
        (
            {"severity": {"dynamodb.ListTables:rnage": "off"}},
            "here: There is no violation code 'rnage'. Did you mean 'range'?",
        ),
    ],
)
def test_a_bad_setting_is_named(table: dict[str, object], message: str) -> None:
    with pytest.raises(BadSetting) as caught:
        parse_settings(table, "here")
    assert str(caught.value) == message


def test_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.harness]\nverify = true\nmax-age = "1d"\nnetwork = true\nvolatile = []\n'
    )
    environ = {
        "HARNESS_VERIFY": "No",
        "HARNESS_NETWORK": "localhost,http://127.0.0.1:4566",
        "HARNESS_CASSETTE_MODE": "once",
        "HARNESS_CONTRACT": "",
        "HARNESS_VOLATILE": "is no variable",
    }
    assert load_settings(tmp_path, environ) == Settings(
        max_age=dt.timedelta(days=1),
        verify=False,
        network=("localhost", "http://127.0.0.1:4566"),
        cassette_mode="once",
        from_environment=frozenset(("verify", "network", "cassette_mode")),
    )
    assert load_settings(tmp_path, {"HARNESS_NETWORK": "1"}).network == ("*",)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("HARNESS_RELATIVE_TIMES", "maybe", "relative-times must be true or false."),
        (
            "HARNESS_MAX_AGE",
            "soon",
            "max-age: 'soon' is no age; write a number and a unit, as 90d, 12h, 30min or 2 weeks.",
        ),
        ("HARNESS_CONTRACT", "1", "contract cannot be '1'; it can be error, warn, off."),
    ],
)
def test_a_bad_variable_is_named(tmp_path: Path, variable: str, value: str, message: str) -> None:
    with pytest.raises(BadSetting) as caught:
        load_settings(tmp_path, {variable: value})
    assert str(caught.value) == f"The environment variable {variable}: {message}"


def test_a_table_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\nharness = 3\n")
    with pytest.raises(BadSetting) as caught:
        load_settings(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'pyproject.toml'}, [tool.harness]: It must be a table."


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool\n")
    with pytest.raises(BadSetting) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}: It is not valid TOML: ")


def test_severities_of_a_command_line() -> None:
    assert parse_severities([("enum", "off"), ("request.range", "warning")], "--severity") == {
        "enum": Severity.OFF,
        "request.range": Severity.WARNING,
    }


def test_codes_with_the_other_spelling_mean_the_same() -> None:
    table = {
        "page_limit": "off",
        "sqs.send_message:request.at_most_one": "warning",
        "unknown_member": "error",
    }
    assert parse_severities(table.items(), "here") == {
        "page-limit": Severity.OFF,
        "sqs.SendMessage:request.at-most-one": Severity.WARNING,
        "unknown-member": Severity.ERROR,
    }


def test_severities_of_one_service_or_operation() -> None:
    table = {"dynamodb.list_tables:request.range": "warning", "dynamodb:enum": "off", "enum": "error"}
    assert parse_severities(table.items(), "here") == {
        "dynamodb.ListTables:request.range": Severity.WARNING,
        "dynamodb:enum": Severity.OFF,
        "enum": Severity.ERROR,
    }


@pytest.mark.parametrize(
    ("code", "start"),
    [
        (
            "dynamodb.ListTable:range",
            "here: There is no operation 'ListTable' in dynamodb. Did you mean dynamodb.ListTables or ",
        ),
        (
            "dynamo:range",
            f"here: There is no service 'dynamo' in botocore {botocore_version()}. Did you mean",
        ),
    ],
)
def test_a_severity_of_an_unknown_service_or_operation(code: str, start: str) -> None:
    with pytest.raises(BadSetting) as caught:
        parse_severities([(code, "off")], "here")
    assert str(caught.value).startswith(start)


def test_what_fails_a_comparison_of_documents() -> None:
    severity = {"error-added": "off", "s3:request-max-added": "error"}
    found = drift_settings_of(Settings(diff={"fail-on": "warning", "severity": severity}))
    assert found == ("warning", {"error-added": None, "s3:request-max-added": Level.ERROR})
    assert drift_settings_of(Settings()) == (None, {})


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {"fail_on": "error"},
            "There is no setting 'fail_on'; there are fail-on and severity. Did you mean 'fail-on'?",
        ),
        ({"fail-on": "errors"}, "fail-on cannot be 'errors'; it can be error, warning, note, never."),
        ({"severity": 3}, "severity must be a table of codes of changes."),
        (
            {"severity": {"error-aded": "off"}},
            "There is no code of a change 'error-aded'. Did you mean 'error-added'?",
        ),
    ],
)
def test_a_bad_setting_of_a_comparison(table: dict[str, object], message: str) -> None:
    with pytest.raises(BadSetting) as caught:
        drift_settings_of(Settings(diff=table))
    assert str(caught.value) == f"[tool.harness.diff] of pyproject.toml: {message}"
