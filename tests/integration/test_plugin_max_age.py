"""``max-age`` and ``max_age``: recordings that are too old are recorded again, or played with a warning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import harness
from harness.cassette.store import save_cassette

TEST = """
import pytest

@pytest.mark.cassette
def test_one(tables):
    print("got", *tables("aaa"), *tables("bbb"))
"""
CASSETTE = "cassettes/test_it/test_one.yaml"
WARNING = (
    "*StaleCassette: cassettes/test_it/test_one.yaml is played, and {} older than max-age allows, the oldest "
    "of 2020-01-02. To record them again, use --cassette-mode=once."
)


def age(path: Path, *numbers: int) -> None:
    """Make interactions old, those of the numbers given."""
    interactions = [
        replace(one, facts=replace(one.facts, recorded_at="2020-01-02T00:00:00Z"))
        if number in numbers and one.facts is not None
        else one
        for number, one in enumerate(harness.load_cassette(path).interactions, 1)
    ]
    save_cassette(path, interactions)


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.makepyfile(test_it=TEST)
    project.makepyprojecttoml('[tool.harness]\nmax-age = "90d"')
    project.runpytest_inprocess("--cassette-mode=once", "-W", "error").assert_outcomes(passed=1)
    return project


def test_fresh_ones_are_played(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--cassette-mode=once", "-s", "-W", "error")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*got table-1 table-2*"])


def test_replay_warns_and_plays(tests: pytest.Pytester) -> None:
    age(tests.path / CASSETTE, 1, 2)
    result = tests.runpytest_inprocess("-s")
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*got table-1 table-2*", WARNING.format("2 recordings are")])


def test_the_warning_can_be_made_an_error(tests: pytest.Pytester) -> None:
    age(tests.path / CASSETTE, 1)
    result = tests.runpytest_inprocess("-W", "error::harness.record.errors.StaleCassette")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["E " + WARNING.format("1 recording is")])


@pytest.mark.parametrize("mode", ["once", "new_episodes"])
def test_old_ones_are_recorded_again_and_others_played(tests: pytest.Pytester, mode: str) -> None:
    age(tests.path / CASSETTE, 1)
    result = tests.runpytest_inprocess(f"--cassette-mode={mode}", "-s")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["*got table-1 table-2*", "2 exchanges (1 recorded) of 1 operation, 0 contract errors, 0 warnings"]
    )
    result = tests.runpytest_inprocess("-s", "-W", "error")
    result.assert_outcomes(passed=1)
    assert len(harness.load_cassette(tests.path / CASSETTE).interactions) == 2


@pytest.mark.parametrize("scope", ["function", "module"])
def test_the_cassette_stays_if_recording_it_again_fails(tests: pytest.Pytester, scope: str) -> None:
    tests.makepyfile(test_it=TEST.replace("cassette\n", f"cassette('test_one', scope='{scope}')\n"))
    path = tests.path / CASSETTE
    age(path, 1, 2)
    before = path.read_bytes()
    tests.makepyfile(test_it=(tests.path / "test_it.py").read_text() + "\n    assert 1 == 2\n")
    result = tests.runpytest_inprocess("--cassette-mode=once", "-s")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["  cassettes/test_it/test_one.failed.yaml  (test_it.py::test_one)"])
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["test_one.failed.yaml", path.name]


def test_the_marker_wins_over_the_setting(tests: pytest.Pytester) -> None:
    age(tests.path / CASSETTE, 1, 2)
    tests.makepyfile(test_it=TEST.replace("cassette\n", "cassette(max_age=None)\n"))
    tests.runpytest_inprocess("-W", "error").assert_outcomes(passed=1)
    tests.makepyfile(test_it=TEST.replace("cassette\n", "cassette(max_age='9000 weeks')\n"))
    tests.runpytest_inprocess("-W", "error").assert_outcomes(passed=1)
    tests.makepyfile(test_it=TEST.replace("cassette\n", "cassette(max_age='1h')\n"))
    tests.makepyprojecttoml("")
    tests.runpytest_inprocess().assert_outcomes(passed=1, warnings=1)


def test_what_is_no_age_is_told(tests: pytest.Pytester) -> None:
    tests.makepyprojecttoml('[tool.harness]\nmax-age = "soon"')
    result = tests.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert (
        "pyproject.toml, [tool.harness]: max-age: 'soon' is no age; write a number and a unit, as 90d, 12h, "
        "30min or 2 weeks."
    ) in result.stderr.str()
    tests.makepyprojecttoml("")
    tests.makepyfile(test_it=TEST.replace("cassette\n", "cassette(max_age=3)\n"))
    result = tests.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["3 is no age; *"])


def test_an_exception_in_the_block_leaves_the_cassette_as_it_is(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it=f"""
        import harness
        import pytest

        def test_one(tables):
            with pytest.raises(ZeroDivisionError), harness.use_cassette({CASSETTE!r}, "once", max_age="90d"):
                assert tables("aaa") == ["table-1"], "recorded again"
                1 / 0
        """
    )
    path = tests.path / CASSETTE
    age(path, 1)
    before = path.read_bytes()
    tests.runpytest_inprocess("-s").assert_outcomes(passed=1)
    assert path.read_bytes() == before


def test_old_ones_with_secrets_give_way_as_well(tests: pytest.Pytester) -> None:
    source = """
    import pytest

    @pytest.mark.cassette
    def test_two(tables):
        for secret in ("AKIAEXAMPLEEXAMPLE12", "AKIAEXAMPLEEXAMPLE34"):
            tables(secret)
    """
    tests.makepyfile(test_it=source)
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    path = tests.path / "cassettes/test_it/test_two.yaml"
    for _ in range(2):
        age(path, 2)
        tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
        assert len(harness.load_cassette(path).interactions) == 2
    tests.runpytest_inprocess("-W", "error").assert_outcomes(passed=1)
