"""Where a session's defaults come from: the command line, the environment, the marker, the settings."""

from __future__ import annotations

import pytest

from harness.pytest_plugin.options import INI as INI_SETTINGS
from harness.settings import PARSERS

TEST = """
import pytest

@pytest.mark.cassette
def test_plain(cassette):
    assert cassette.mode == {plain!r}

@pytest.mark.cassette(mode="new_episodes")
def test_marked(cassette):
    assert cassette.mode == {marked!r}
"""


@pytest.mark.parametrize(
    ("option", "variable", "setting", "plain", "marked"),
    [
        (None, None, None, "none", "new_episodes"),
        (None, None, "once", "once", "new_episodes"),
        (None, "all", "once", "all", "all"),
        ("rewrite", "all", "once", "rewrite", "rewrite"),
        ("none", None, "once", "none", "none"),
    ],
)
def test_the_record_mode(
    project: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    option: str | None,
    variable: str | None,
    setting: str | None,
    plain: str,
    marked: str,
) -> None:
    project.makepyfile(test_it=TEST.format(plain=plain, marked=marked))
    if variable:
        monkeypatch.setenv("HARNESS_CASSETTE_MODE", variable)
    if setting:
        project.makepyprojecttoml(f'[tool.harness]\ncassette-mode = "{setting}"\n')
    options = [f"--cassette-mode={option}"] if option else []
    project.runpytest_inprocess(*options).assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[tool.harness.redaction]\nheader = ["X-Acme"]', "There is no setting redaction.header"),
        ('[tool.harness.match]\n"dynamodb.ListTable:/Limit" = "any"', "There is no operation 'ListTable'"),
    ],
)
def test_a_mistake_in_a_table_is_told_once(project: pytest.Pytester, settings: str, said: str) -> None:
    project.makepyfile(test_it=TEST.format(plain="none", marked="none"))
    project.makepyprojecttoml(f"{settings}\n")
    result = project.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{said}*"])


def test_the_contract(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    project.makepyfile(
        test_it="import pytest\n@pytest.mark.cassette\ndef test_one(tables): tables(Limit=1000)\n"
    )
    project.runpytest_inprocess("--cassette-mode=once", "--contract=off").assert_outcomes(passed=1)
    project.makepyprojecttoml('[tool.harness]\ncontract = "warn"\n')
    project.runpytest_inprocess().assert_outcomes(passed=1, warnings=1)
    monkeypatch.setenv("HARNESS_CONTRACT", "off")
    project.runpytest_inprocess().assert_outcomes(passed=1)
    project.runpytest_inprocess("--contract=error").assert_outcomes(failed=1)


def test_the_folder(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the environment is named from where pytest runs, as that of the option is."""
    folder = project.mkdir("unit")
    (folder / "test_it.py").write_text(
        "import pytest\n@pytest.mark.cassette\ndef test_one(tables): tables()\n"
    )
    project.makepyprojecttoml('[tool.harness]\ncassette-dir = "setting"\n')
    monkeypatch.chdir(folder)
    for name, options in (("variable", ()), ("option", ("--cassette-dir=option",))):
        monkeypatch.setenv("HARNESS_CASSETTE_DIR", "variable")
        project.runpytest_inprocess("--rootdir=..", "--cassette-mode=once", *options).assert_outcomes(
            passed=1
        )
        assert (folder / name / "unit/test_it/test_one.yaml").is_file()
    monkeypatch.delenv("HARNESS_CASSETTE_DIR")
    project.runpytest_inprocess("--rootdir=..", "--cassette-mode=once").assert_outcomes(passed=1)
    assert (project.path / "setting/unit/test_it/test_one.yaml").is_file()


def test_the_age_of_recordings(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.cassette(max_age="9000w")
        def test_one(tables):
            tables()
        """
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    path = project.path / "cassettes/test_it/test_one.yaml"
    path.write_text(
        "".join(
            "    recorded_at: '2020-01-02T00:00:00Z'\n" if "recorded_at:" in line else line
            for line in path.read_text().splitlines(keepends=True)
        )
    )
    project.runpytest_inprocess().assert_outcomes(passed=1)
    monkeypatch.setenv("HARNESS_MAX_AGE", "90d")
    project.runpytest_inprocess().assert_outcomes(passed=1, warnings=1)


def test_endpoints_of_the_environment(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    project.makepyfile(
        test_it="""
        import boto3
        import pytest

        def test_one():
            client = boto3.client(
                "dynamodb", "us-east-1", endpoint_url="http://127.0.0.1:9", aws_access_key_id="a",
                aws_secret_access_key="b",
            )
            with pytest.raises(Exception) as caught:
                client.list_tables()
            print("got", type(caught.value).__name__)
        """
    )
    for value, error in (("localhost,127.0.0.1:9", "EndpointConnectionError"), ("0", "NetworkRefused")):
        monkeypatch.setenv("HARNESS_NETWORK", value)
        result = project.runpytest_inprocess("--cassette-mode=none", "-s")
        result.assert_outcomes(passed=1)
        result.stdout.fnmatch_lines([f"*got {error}*"])


@pytest.mark.parametrize("marker", ["", "@pytest.mark.cassette\n"])
def test_a_variable_that_says_nonsense(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    project.makepyfile(test_it=f"import pytest\n{marker}def test_one(): pass\n")
    monkeypatch.setenv("HARNESS_VERIFY", "maybe")
    result = project.runpytest_inprocess(*([] if marker else ["--cassette-mode=none"]))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: The environment variable HARNESS_VERIFY: verify must be true or false."]
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[tool.harness.match]\n"dynamodb.ListTables:/Limt" = "any"',
            (
                "[tool.harness.match] of pyproject.toml: dynamodb.ListTables has no /Limt in its request. "
                "Did you mean 'dynamodb.ListTables:/Limit'?"
            ),
        ),
        (
            '[tool.harness.match]\n"dynamodb.ListTable:/Limit" = "any"',
            (
                "[tool.harness.match] of pyproject.toml: There is no operation 'ListTable' in dynamodb. "
                "Did you mean dynamodb.ListTables or dynamodb.ListGlobalTables or dynamodb.UpdateTable?"
            ),
        ),
        (
            '[tool.harness]\nvolatile = ["dynamodb.ListTables:/TableName"]',
            (
                "{path}, [tool.harness]: volatile: dynamodb.ListTables has no /TableName in its answer. "
                "Did you mean 'dynamodb.ListTables:/TableNames'?"
            ),
        ),
        (
            '[tool.harness.redaction]\nkeep = ["ssm.GetParameter/Parameter/Valeu"]',
            (
                "[tool.harness] of pyproject.toml: redaction.keep: ssm.GetParameter has no /Parameter/Valeu "
                "in its request or answer. Did you mean 'ssm.GetParameter/Parameter/Value'?"
            ),
        ),
        (
            '[tool.harness.redaction]\nheader = ["X-Acme"]',
            (
                "[tool.harness] of pyproject.toml: There is no setting redaction.header; there are "
                "functions, headers, keep, members, patterns, pointers, pseudonyms, queries. "
                "Did you mean 'headers'?"
            ),
        ),
        (
            '[tool.harness.diff]\nfail_on = "error"',
            (
                "[tool.harness.diff] of pyproject.toml: There is no setting 'fail_on'; there are fail-on and "
                "severity. Did you mean 'fail-on'?"
            ),
        ),
        (
            '[tool.harness.severity]\n"request.rnage" = "off"',
            (
                "{path}, [tool.harness]: There is no violation code 'request.rnage'. Did you mean "
                "'request.range'?"
            ),
        ),
        (
            '[tool.harnes]\ncontract = "off"',
            "{path}: There is a table [tool.harnes]. Did you mean [tool.harness]?",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_one_usage_error(
    project: pytest.Pytester, text: str, message: str
) -> None:
    path = project.makepyprojecttoml(text)
    project.makepyfile(
        test_it="import pytest\n@pytest.mark.cassette\ndef test_one(): pass\ndef test_two(): pass\n"
    )
    result = project.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.stderr.lines == [f"ERROR: {message.format(path=path)}", ""]


def test_tables_of_other_tools(project: pytest.Pytester) -> None:
    project.makepyprojecttoml("[tool.hatch]\nx = 1\n[tool.harness-ci]\nx = 1\n")
    project.makepyfile(test_it="def test_one(): pass\n")
    project.runpytest_inprocess("--cassette-mode=none").assert_outcomes(passed=1)


INI = """
harness_cassette_mode = once
harness_severity =
    request.range = warning
    dynamodb:response.length = off
"""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pytest.ini", f"[pytest]{INI}"),
        ("tox.ini", f"[pytest]{INI}"),
        ("setup.cfg", f"[tool:pytest]{INI}"),
        (
            "pyproject.toml",
            "[tool.pytest.ini_options]\nharness_cassette_mode='once'\nharness_severity=['range = warning']\n",
        ),
    ],
)
def test_settings_in_the_configuration_of_pytest(project: pytest.Pytester, file: str, text: str) -> None:
    project.makepyfile(
        test_it="import pytest\n@pytest.mark.cassette\ndef test_one(tables): tables(Limit=1000)\n"
    )
    (project.path / "tox.ini").unlink()
    (project.path / file).write_text(text)
    result = project.runpytest_inprocess("-p", "aws_contract_harness")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["1 exchange (1 recorded) of 1 operation, 0 contract errors, 1 warning"])


def test_they_win_over_the_project_and_the_environment_over_them(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.makepyfile(test_it=TEST.format(plain="new_episodes", marked="new_episodes"))
    project.makepyprojecttoml('[tool.harness]\ncassette-mode = "once"\n')
    given = "harness_cassette_mode=new_episodes"
    project.runpytest_inprocess("-o", given).assert_outcomes(passed=2)
    monkeypatch.setenv("HARNESS_CASSETTE_MODE", "all")
    project.makepyfile(test_it=TEST.format(plain="all", marked="all"))
    project.runpytest_inprocess("-o", given).assert_outcomes(passed=2)


def test_observing_can_be_set_there(project: pytest.Pytester) -> None:
    project.makepyfile(test_it="def test_one(tables): tables(Limit=1000)\n")
    result = project.runpytest_inprocess("-o", "harness_observe=true", "-o", "harness_network=true")
    result.stdout.fnmatch_lines(["conftest.py:*: error: dynamodb.ListTables: *", "", "observed 1 call *"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("harness_contract=errors", "harness_*: contract cannot be 'errors'; it can be error, warn, off."),
        ("harness_severity=range", "harness_severity has a line 'range'; write lines such as *"),
        ("harness_severity=rnage = off", "There is no violation code 'rnage'. Did you mean 'range'?"),
        ("harness_match=/Token", "harness_match has a line '/Token'; write lines such as *"),
    ],
)
def test_what_is_wrong_there_is_told(project: pytest.Pytester, given: str, said: str) -> None:
    project.makepyfile(test_it=TEST.format(plain="none", marked="none"))
    result = project.runpytest_inprocess("-o", given)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: *{said}"])


def test_pytest_knows_the_settings_that_a_line_can_say() -> None:
    """Tables within tables are left to ``pyproject.toml``."""
    assert INI_SETTINGS.keys() == PARSERS.keys() - {"diff", "redaction"}


def test_the_option_of_pytest_recording_is_understood_where_that_is_not_there(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(test_it=TEST.format(plain="new_episodes", marked="new_episodes"))
    project.runpytest_inprocess("--record-mode=new_episodes", "-p", "no:recording").assert_outcomes(passed=2)


def test_the_log_tells_why_calls_are_played_and_recorded(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest
        from botocore.exceptions import ClientError

        @pytest.mark.cassette
        def test_one(tables, caplog):
            caplog.set_level("DEBUG", logger="harness")
            tables(Limit=10)
            for record in caplog.records:
                print(record.name.partition(".")[0], record.getMessage())
        """
    )
    recorded = project.runpytest_inprocess("--cassette-mode=once", "-rP")
    at = "cassettes*test_it*test_one.yaml"
    recorded.stdout.fnmatch_lines(
        [
            f"harness dynamodb.ListTables: sent to be recorded into {at}, as there is no cassette yet *",
            f"harness dynamodb.ListTables: recorded into {at} (answer 200)",
        ]
    )
    played = project.runpytest_inprocess("-rP")
    played.stdout.fnmatch_lines([f"harness dynamodb.ListTables: played from {at}, interaction 1"])
    project.makepyfile(test_it=(project.path / "test_it.py").read_text().replace("=10", "=11"))
    missed = project.runpytest_inprocess("--log-level=DEBUG")
    missed.stdout.fnmatch_lines(["DEBUG *harness*dynamodb.ListTables: not played. *"])
