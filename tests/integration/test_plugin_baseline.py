"""``baseline`` in ``[tool.harness]``: known violations fail no test until they change."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from harness.cli import _group

TESTS = """
import pytest

@pytest.mark.cassette
def test_large_pages(tables):
    assert tables(Limit=1000)
"""


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    """A test, recorded, whose request breaks its contract, in a project that names a baseline."""
    project.makepyfile(test_it=TESTS)
    project.runpytest_inprocess("--cassette-mode=once", "--contract=off").assert_outcomes(passed=1)
    project.makepyprojecttoml('[tool.harness]\nbaseline = "known.json"\n')
    return project


def write_baseline() -> None:
    result = CliRunner().invoke(_group, ["check", "cassettes", "--write-baseline"])
    assert result.output.endswith("known.json: 1 known violation, 1 new, 0 gone\n")


def test_what_the_baseline_knows_fails_no_test(tests: pytest.Pytester) -> None:
    write_baseline()
    result = tests.runpytest_inprocess()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["1 exchange of 1 operation, 0 contract errors, 0 warnings"])


def test_it_is_known_wherever_pytest_is_run_from(
    tests: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_baseline()
    monkeypatch.chdir(tests.mkdir("elsewhere"))
    tests.runpytest_inprocess("--rootdir=..", "../test_it.py").assert_outcomes(passed=1)


def test_what_it_does_not_know_fails_as_ever(tests: pytest.Pytester) -> None:
    tests.path.joinpath("known.json").write_text('{"harness-baseline": 1, "violations": []}')
    tests.runpytest_inprocess().assert_outcomes(failed=1)


def test_a_baseline_that_is_missing(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: There is no baseline *known.json. *pytest --contract-write-baseline=*known.json*"]
    )
