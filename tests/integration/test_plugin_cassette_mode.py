"""``--cassette-mode``: what is recorded, what is played, and what a test says that cannot be."""

from __future__ import annotations

import pytest

import harness

TESTS = """
import pytest

@pytest.mark.cassette
def test_one(tables):
    print("got", *tables("aaa"))

@pytest.mark.cassette
def test_two(tables):
    print("got", *tables("bbb"), *tables("aaa"))
"""
ONE, TWO = "cassettes/test_it/test_one.yaml", "cassettes/test_it/test_two.yaml"


def interactions(project: pytest.Pytester, name: str) -> int:
    return len(harness.load_cassette(project.path / name).interactions)


def test_none_is_the_default_and_says_how_to_record(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS)
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=2)
    assert (
        "There is no cassette cassettes/test_it/test_one.yaml to play dynamodb.ListTables from. To record "
        "it, run: pytest --cassette-mode=once test_it.py::test_one\n"
    ) in result.stdout.str()
    result.stdout.no_fnmatch_line("*Traceback*")
    assert not (project.path / "cassettes").exists()


def test_once_records_and_none_plays(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS)
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["3 exchanges (3 recorded) of 1 operation, 0 contract errors, 0 warnings"])
    assert (interactions(project, ONE), interactions(project, TWO)) == (1, 2)
    result = project.runpytest_inprocess("-s")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "*got table-1*",
            "*got table-2 table-3*",
            "3 exchanges of 1 operation, 0 contract errors, 0 warnings",
        ]
    )


def test_once_does_not_record_into_a_cassette_that_there_is(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    project.makepyfile(test_it=TESTS.replace("bbb", "bbc"))
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=1, failed=1)
    assert "botocore" not in result.stdout.str()
    result.stdout.fnmatch_lines(
        [
            "E * cassettes/test_it/test_two.yaml has no recording left for dynamodb.ListTables in us-east-1.",
            "E * The nearest recording is interaction 1, which differs:",
            'E * /ExclusiveStartTableName: recorded "bbb", asked "bbc"',
            "E * The network is closed. To record what is missing, run the test once with *",
        ]
    )


@pytest.mark.parametrize(("mode", "left"), [("new_episodes", 3), ("all", 3), ("rewrite", 1)])
def test_the_other_modes(project: pytest.Pytester, mode: str, left: int) -> None:
    project.makepyfile(test_it=TESTS)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    project.makepyfile(test_it=TESTS.replace('*tables("bbb"), *tables("aaa")', '*tables("ccc")'))
    project.runpytest_inprocess(f"--cassette-mode={mode}", "-k", "two").assert_outcomes(passed=1)
    assert interactions(project, TWO) == left


def test_an_unknown_mode_is_refused(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("--cassette-mode=never")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*argument --cassette-mode: invalid choice: 'never'*"])


def test_a_swallowed_miss_fails_the_test_once(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.cassette
        def test_one(tables):
            try:
                tables("zzz")
            except Exception:
                pass

        @pytest.mark.cassette
        def test_two(tables):
            try:
                tables("zzz")
            except Exception:
                assert 1 == 2
        """
    )
    for contract in ("error", "off"):
        result = project.runpytest_inprocess(f"--contract={contract}")
        result.assert_outcomes(failed=2)
        result.stdout.fnmatch_lines(
            [
                "cassettes/test_it/test_one.yaml has no recording left for dynamodb.ListTables in us-east-1.",
                "E * assert 1 == 2",
                "*- Captured harness call -*",
                "cassettes/test_it/test_two.yaml has no recording left for dynamodb.ListTables in us-east-1.",
            ]
        )


def test_a_miss_in_a_fixture_is_one_error(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.fixture
        def customers(cassette, tables):
            return tables("aaa")

        def test_one(customers):
            pass
        """
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    project.makepyfile(test_it=(project.path / "test_it.py").read_text().replace("aaa", "abc"))
    project.runpytest_inprocess().assert_outcomes(errors=1)


def test_a_cassette_that_cannot_be_written(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS)
    (project.path / "cassettes").write_text("a file where a folder should be")
    result = project.runpytest_inprocess("--cassette-mode=once", "-k", "one")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["The cassette *test_one.yaml could not be written: *. Make it and *"])


PAIR = """
import pytest

@pytest.mark.cassette("same")
def test_one(tables):
    tables("aaa")

{second}
"""
SECOND = """
@pytest.mark.cassette("same")
def test_two(tables):
    tables("bbb")
"""
IN_A_CLASS = """
class TestMore:
    @pytest.mark.cassette("same")
    def test_two(self, tables):
        tables("bbb")
"""
OF_THE_CLASS = """
@pytest.mark.cassette("same")
class TestMore:
    class TestInner:
        def test_two(self, tables):
            tables("bbb")
"""
BY_ITS_OWN_NAME = """
@pytest.mark.cassette
def same(tables):
    tables("bbb")
"""
SHARED = (
    "Two tests record into cassettes/test_it/same.yaml: test_it.py::{first} and test_it.py::{second}. Each "
    "would overwrite or replay the other's recording. Give each test its own cassette name, or share one "
    "with "
    '@pytest.mark.cassette(scope="module").\n'
)


@pytest.mark.parametrize(
    ("second", "name"),
    [
        (SECOND, "test_two"),
        (IN_A_CLASS, "TestMore::test_two"),
        (OF_THE_CLASS, "TestMore::TestInner::test_two"),
        (BY_ITS_OWN_NAME, "same"),
    ],
)
def test_a_test_alone_does_not_record_over_what_another_one_recorded(
    project: pytest.Pytester, second: str, name: str
) -> None:
    project.makeini("[pytest]\naddopts = -p aws_contract_harness\npython_functions = test_* same")
    project.makepyfile(test_it=PAIR.format(second=""))
    project.runpytest_inprocess("--cassette-mode=once", "test_it.py::test_one").assert_outcomes(passed=1)
    recorded = (project.path / "cassettes/test_it/same.yaml").read_bytes()
    project.makepyfile(test_it=PAIR.format(second=second))
    first, last = sorted(("test_one", name))
    said = SHARED.format(first=first, second=last)
    for test, mode in ((name, "rewrite"), ("test_one", "all")):
        result = project.runpytest_inprocess(f"--cassette-mode={mode}", f"test_it.py::{test}")
        result.assert_outcomes(errors=1)
        assert said in result.stdout.str()
    result = project.runpytest_inprocess(f"test_it.py::{name}")
    result.assert_outcomes(failed=1)
    assert said in result.stdout.str()
    assert (project.path / "cassettes/test_it/same.yaml").read_bytes() == recorded
    project.runpytest_inprocess("test_it.py::test_one").assert_outcomes(passed=1)


def test_two_tests_that_record_into_one_cassette(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=PAIR.format(second=SECOND))
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(errors=2)
    assert SHARED.format(first="test_one", second="test_two") in result.stdout.str()


def test_parameters_of_a_test_that_record_into_one_cassette(project: pytest.Pytester) -> None:
    test = """
    import pytest

    @pytest.mark.cassette("same")
    @pytest.mark.parametrize("after", [{after}])
    def test_it(tables, after):
        tables(after)
    """
    project.makepyfile(test_it=test.format(after="'aaa', 'bbb'"))
    result = project.runpytest_inprocess("--cassette-mode=once", "test_it.py::test_it[bbb]")
    result.assert_outcomes(errors=1)
    assert SHARED.format(first="test_it[aaa]", second="test_it[bbb]") in result.stdout.str()
    project.makepyfile(test_it=test.format(after="'aaa'"))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)


def test_two_tests_that_share_a_cassette_on_purpose(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=PAIR.format(second=SECOND).replace('"same"', '"same", scope="module"'))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    project.runpytest_inprocess("test_it.py::test_two").assert_outcomes(passed=1)


def test_a_test_that_was_renamed_records_again_into_its_cassette(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=PAIR.format(second=""))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    project.makepyfile(test_it=PAIR.format(second="").replace("test_one", "test_renamed"))
    project.runpytest_inprocess().assert_outcomes(passed=1)
    project.runpytest_inprocess("--cassette-mode=rewrite").assert_outcomes(passed=1)
    assert interactions(project, "cassettes/test_it/same.yaml") == 1


def test_two_tests_that_a_hook_gives_one_cassette(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS.replace("@pytest.mark.cassette\n", ""))
    project.makeconftest(
        (project.path / "conftest.py").read_text()
        + """
def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.cassette("same"))
"""
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(errors=2)
    assert SHARED.format(first="test_one", second="test_two") in result.stdout.str()


def test_inner_classes_of_one_name_have_cassettes_of_their_own(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        class TestBase:
            class TestInner:
                @pytest.mark.cassette
                def test_it(self, tables, request):
                    tables(request.node.nodeid.split("::")[1])

        class TestOther(TestBase):
            pass
        """
    )
    for mode in ("rewrite", "none"):
        project.runpytest_inprocess(f"--cassette-mode={mode}").assert_outcomes(passed=2)
    assert sorted(path.name for path in (project.path / "cassettes/test_it").iterdir()) == [
        "TestBase.TestInner.test_it.yaml",
        "TestOther.TestInner.test_it.yaml",
    ]
    old = project.path / "cassettes/test_it/TestBase.TestInner.test_it.yaml"
    old.rename(old.with_name("TestInner.test_it.yaml"))  # as pytest-recording calls it
    project.runpytest_inprocess("-k", "TestBase").assert_outcomes(passed=1, deselected=1)
