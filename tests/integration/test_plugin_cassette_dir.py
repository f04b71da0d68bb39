"""``--cassette-dir``, and ``cassette-dir`` of ``[tool.harness]``: where cassettes are kept."""

from __future__ import annotations

import pytest

TESTS = """
import pytest

@pytest.mark.cassette
def test_one(tables):
    tables()

@pytest.mark.cassette(scope="module")
def test_module(tables):
    tables()

@pytest.mark.cassette(scope="session")
def test_session(tables):
    tables()
"""


def cassettes(project: pytest.Pytester) -> list[str]:
    return sorted(str(path.relative_to(project.path)) for path in project.path.rglob("*.yaml"))


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.mkdir("unit").joinpath("test_it.py").write_text(TESTS)
    return project


def test_beside_the_tests_without_it(tests: pytest.Pytester) -> None:
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    assert cassettes(tests) == [
        "cassettes/session.yaml",
        "unit/cassettes/test_it/module.yaml",
        "unit/cassettes/test_it/test_one.yaml",
    ]


def test_the_option_is_relative_to_where_pytest_runs(
    tests: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tests.path / "unit")
    command = ("--cassette-dir=tapes", "--rootdir=..")
    tests.runpytest_inprocess(*command, "--cassette-mode=once").assert_outcomes(passed=3)
    assert cassettes(tests) == [
        "unit/tapes/session.yaml",
        "unit/tapes/unit/test_it/module.yaml",
        "unit/tapes/unit/test_it/test_one.yaml",
    ]
    tests.runpytest_inprocess(*command).assert_outcomes(passed=3)


def test_the_setting_is_relative_to_the_project(tests: pytest.Pytester) -> None:
    tests.makepyprojecttoml('[tool.harness]\ncassette-dir = "tapes"\n')
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    assert cassettes(tests) == [
        "tapes/session.yaml",
        "tapes/unit/test_it/module.yaml",
        "tapes/unit/test_it/test_one.yaml",
    ]


def test_a_setting_that_there_is_not(tests: pytest.Pytester) -> None:
    tests.makepyprojecttoml('[tool.harness]\ncassettes-dir = "tapes"\n')
    result = tests.runpytest_inprocess("--cassette-mode=once", "-k", "one")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert (
        f"ERROR: {tests.path}/pyproject.toml, [tool.harness]: There is no setting 'cassettes-dir'. "
        "Did you mean 'cassette-dir'?\n"
    ) in result.stderr.str()
