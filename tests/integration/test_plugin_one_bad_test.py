"""What is wrong with one test's marker or cassette fails that test, by its own name, and no other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

TESTS = """
import pytest

@pytest.fixture(scope="{scope}")
def settings(dynamodb):
    {call}

class TestIt:
    {marker}
    def test_marked(self, settings):
        pass

    def test_plain(self, settings):
        pass

    def test_plain_too(self, settings):
        pass
"""
PLACES = {
    "class": "cassettes/test_it/fixtures/TestIt.settings.yaml",
    "module": "cassettes/test_it/fixtures/settings.yaml",
    "package": "cassettes/test_it/fixtures/settings.yaml",
    "session": "cassettes/test_it/fixtures/settings.yaml",
}
SCOPES = list(PLACES)
NEIGHBOURS = [(), ("-p", "pytest_recording.plugin")]


def run(project: pytest.Pytester, options: Sequence[str] = ()) -> pytest.RunResult:
    return project.runpytest_inprocess("-rA", *options)


@pytest.mark.parametrize("neighbours", NEIGHBOURS, ids=["alone", "pytest-recording"])
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ('severity={"request.rnage": "warning"}', "There is no violation code 'request.rnage'."),
        ('mode="wunce"', "There is no record mode 'wunce'"),
        ('max_age="soon"', "'soon'"),
        ('nmae="x"', "There is no argument 'nmae'."),
        ('ignore=["Limit"]', "'Limit'"),
        ('name="../../x"', "is outside the cassette folder"),
    ],
)
def test_a_wrong_marker(
    project: pytest.Pytester, neighbours: Sequence[str], scope: str, argument: str, message: str
) -> None:
    marker = f"@pytest.mark.cassette({argument})"
    project.makepyfile(test_it=TESTS.format(scope=scope, marker=marker, call="return 1"))
    result = run(project, neighbours)
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines([f"*{message.replace('[', '?')}*", "ERROR test_it.py::TestIt::test_marked*"])


@pytest.mark.parametrize("neighbours", NEIGHBOURS, ids=["alone", "pytest-recording"])
@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("chosen", ["", "plain"])
def test_an_unreadable_cassette_of_a_fixture(
    project: pytest.Pytester, neighbours: Sequence[str], scope: str, chosen: str
) -> None:
    """The tests that use cassettes fail; those that do not need none, as the fixture makes no call."""
    project.makepyfile(test_it=TESTS.format(scope=scope, marker="@pytest.mark.cassette", call="return 1"))
    path = project.path / PLACES[scope]
    path.parent.mkdir(parents=True)
    path.write_text("not: [a cassette")
    result = run(project, [*neighbours, "-k", chosen])
    if chosen:
        result.assert_outcomes(passed=2, deselected=1)
    else:
        result.assert_outcomes(passed=2, errors=1)
        result.stdout.fnmatch_lines(
            [f"*{PLACES[scope]}, line*this is not a cassette*", "ERROR test_it.py::TestIt::test_marked*"]
        )
    assert path.read_text() == "not: [a cassette"


@pytest.mark.parametrize("scope", SCOPES)
def test_a_fixture_that_calls_with_an_unreadable_cassette(project: pytest.Pytester, scope: str) -> None:
    """The fixture fails for all of its tests, as pytest has it, and each is told why."""
    source = TESTS.format(scope=scope, marker="@pytest.mark.cassette", call="return dynamodb.list_tables()")
    project.makepyfile(test_it=source)
    path = project.path / PLACES[scope]
    path.parent.mkdir(parents=True)
    path.write_text("not: [a cassette")
    for mode in ("none", "rewrite"):
        result = run(project, [f"--cassette-mode={mode}"])
        result.assert_outcomes(errors=3)
        told = [line for line in result.outlines if line.startswith("E ") and ".NoCassette: " in line]
        assert len(told) == 3
        assert path.read_text() == "not: [a cassette"
