"""``--contract-observe-report FILE``: what is observed, for CI and for a person to look at."""

from __future__ import annotations

import json

import pytest

from harness.report.html.page import read_index

TESTS = """
def test_one(dynamodb):
    dynamodb.list_tables(Limit=1000)

def test_two(dynamodb):
    dynamodb.list_tables(Limit=1000)
"""


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.makepyfile(test_it=TESTS)
    return project


def test_it_observes_and_writes(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess(
        *(
            f"--contract-observe-report={file}"
            for file in ("out/a.json", "a.sarif", "a.html", "junit=a.junit")
        )
    )
    result.assert_outcomes(passed=2)
    written = json.loads((tests.path / "out/a.json").read_text())
    assert written["operations"] == {"dynamodb.ListTables": 2}
    (violation,) = written["violations"]
    assert violation["calls"] == {
        "count": 2,
        "refused": 0,
        "tests": ["test_it.py::test_one", "test_it.py::test_two"],
        "lines": ["test_it.py:2", "test_it.py:5"],
    }
    (found,) = json.loads((tests.path / "a.sarif").read_text())["runs"][0]["results"]
    assert found["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "test_it.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2},
    }
    assert read_index((tests.path / "a.html").read_bytes())["cassettes"] == ["test_it.py::test_one"]
    assert 'classname="dynamodb" name="ListTables"' in (tests.path / "a.junit").read_text()


@pytest.mark.parametrize("file", ["found", "json=", "docx=a", "a.yaml", "json=test_it.py", "text=folder"])
def test_a_file_that_cannot_be_written_ends_the_session_at_its_start(
    tests: pytest.Pytester, file: str
) -> None:
    tests.mkdir("folder")
    before = (tests.path / "test_it.py").read_text()
    result = tests.runpytest_inprocess(f"--contract-observe-report={file}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: No report can be written to '{file}': *"])
    assert (tests.path / "test_it.py").read_text() == before


def test_what_cannot_be_written_in_the_end_is_told_beside_the_findings(tests: pytest.Pytester) -> None:
    tests.makefile(".txt", taken="")
    result = tests.runpytest_inprocess("--contract-observe-report=taken.txt/a.json")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stdout.fnmatch_lines(["*dynamodb.ListTables*Limit*", "harness: *taken.txt*"])
