"""``--save-failing``, and the page docs/fuzz-your-code.md, of which every block is run here."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import harness

PAGE = Path(__file__).parents[2] / "docs" / "fuzz-your-code.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)


FUZZED, OPTIONS, WORKFLOW, MACHINE, REGRESSION = blocks("python")
MENDED = """
def list_events(client):
    events = []
    for page in pages(client):
        events += page.get("InsightEvents", [])
    return events


def pages(client, **token):
    page = client.get_insight_events(InsightId=INSIGHT, **token)
    yield page
    if page.get("NextToken"):
        yield from pages(client, NextToken=page["NextToken"])

"""


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    importlib.import_module("harness.fuzz.code.given")  # here, as pytester forgets what inner sessions import
    project.makeini("[pytest]\naddopts = -p aws_contract_harness -p hypothesispytest")
    project.makeconftest(
        "from hypothesis import settings\n"
        "settings.register_profile('same', max_examples=25, derandomize=True, database=None)\n"
        "settings.load_profile('same')\n"
    )
    project.makepyfile(test_events=FUZZED)
    return project


def mend(tests: pytest.Pytester) -> None:
    start, end = FUZZED.index("def list_events"), FUZZED.index("@harness.fuzz.aws")
    tests.makepyfile(test_events=FUZZED[:start] + MENDED + FUZZED[end:] + REGRESSION)


def test_the_failure_that_the_page_shows(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    (shown,) = blocks("text")
    result.stdout.fnmatch_lines(shown.splitlines(), consecutive=True)
    assert not (tests.path / "cassettes").exists()


def test_a_failing_example_is_saved_and_plays(tests: pytest.Pytester) -> None:
    _install, command = blocks("console")
    name, option = command.split()
    assert name == "pytest"
    result = tests.runpytest_inprocess(option)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*Saved as cassettes/test_events/test_no_event_is_lost.yaml."])
    assert "cassettes/test_events/test_no_event_is_lost.yaml" in PAGE.read_text()

    cassette = harness.load_cassette(tests.path / "cassettes/test_events/test_no_event_is_lost.yaml")
    (interaction,) = cassette.interactions
    assert interaction.facts is not None
    assert interaction.facts.source == (
        "synthetic, drawn by harness.fuzz for test_events.py::test_no_event_is_lost"
    )
    tests.makepyfile(test_events=FUZZED + REGRESSION)
    tests.runpytest_inprocess("-k", "only_page").assert_outcomes(failed=1, deselected=1)
    mend(tests)
    tests.runpytest_inprocess().assert_outcomes(passed=2)


def test_the_options_of_the_page_work(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_events=OPTIONS)
    tests.runpytest_inprocess().assert_outcomes(passed=4)


def test_the_workflows_of_the_page_work(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_events=WORKFLOW + MACHINE)
    tests.runpytest_inprocess().assert_outcomes(passed=2)


def test_the_project_sets_severities(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_events="""
        import harness

        @harness.fuzz.aws("dynamodb.ListTables", max_examples=3)
        def test_tables(aws):
            aws.client.list_tables(Limit=1000)
        """
    )
    failed = tests.runpytest_inprocess()
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines(
        [
            "E*BrokenRequest: The code made a request that breaks its contract.",
            "E*error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
        ]
    )
    tests.makepyprojecttoml('[tool.harness.severity]\n"request.range" = "warning"\n')
    tests.runpytest_inprocess().assert_outcomes(passed=1)


def test_what_composes(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_events="""
        import pytest
        import harness
        from hypothesis import strategies as st

        @pytest.fixture(scope="module")
        def region():
            return "eu-west-1"

        class TestTables:
            @pytest.mark.parametrize("limit", [1, 100])
            @harness.fuzz.aws("dynamodb.ListTables", table=st.sampled_from(["aaa", "bbb"]), max_examples=3)
            def test_limit(self, aws, limit, region, table):
                assert table in ("aaa", "bbb")
                page = aws.client("dynamodb", region).list_tables(Limit=limit)
                assert len(page.get("TableNames", [])) <= limit

        @harness.fuzz.aws("dynamodb.ListTables", max_examples=3)
        async def test_async(aws):
            aws.client.list_tables()
        """
    )
    tests.runpytest_inprocess("-W", "error").assert_outcomes(passed=3)
