"""Marked tests that make no call, that are skipped, or fail: what becomes of their cassettes."""

from __future__ import annotations

import pytest

import harness


def files(project: pytest.Pytester) -> list[str]:
    return sorted(path.name for path in project.path.rglob("cassettes/**/*") if path.is_file())


def count(project: pytest.Pytester, name: str) -> int:
    return len(harness.load_cassette(project.path / "cassettes/test_it" / name).interactions)


WITHOUT_CALLS = """
import pytest

pytestmark = pytest.mark.cassette

def test_nothing():
    pass

def test_something(tables):
    assert tables()

@pytest.mark.skip
def test_skipped(tables):
    tables()

class TestNothing:
    def test_it(self, cassette):
        assert not cassette.served
"""


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "-n0"), ("--cassette-mode=rewrite",)])
def test_a_whole_module_is_marked(project: pytest.Pytester, options: tuple[str, ...]) -> None:
    project.makepyfile(test_it=WITHOUT_CALLS)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3, skipped=1)
    assert files(project) == ["test_something.yaml"]
    project.runpytest_inprocess(*options).assert_outcomes(passed=3, skipped=1)
    assert files(project) == ["test_something.yaml"]


@pytest.mark.parametrize("scope", ["module", "session"])
def test_shared_cassettes_without_calls(project: pytest.Pytester, scope: str) -> None:
    project.makepyfile(
        test_it=f"""
        import pytest

        @pytest.mark.cassette(scope="{scope}")
        def test_nothing():
            pass
        """
    )
    for mode in ("once", "none"):
        project.runpytest_inprocess(f"--cassette-mode={mode}").assert_outcomes(passed=1)
    assert files(project) == []


def test_the_first_call_says_how_to_record(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.cassette
        @pytest.mark.parametrize("name", ["a b"])
        def test_one(tables, name):
            print("before the call")
            try:
                tables()
            except Exception:
                pass
        """
    )
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            (
                "There is no cassette cassettes/test_it/test_one[[]a b].yaml to play dynamodb.ListTables "
                "from. To record it, run: pytest --cassette-mode=once 'test_it.py::test_one[[]a b]'"
            ),
            (
                "Without an AWS account, record from a synthetic AWS: "
                "harness serve -- pytest --cassette-mode=once 'test_it.py::test_one[[]a b]'"
            ),
            "before the call",
        ]
    )


NO_AWS = """
import boto3
import pytest

@pytest.mark.cassette
def test_one():
    boto3.client("dynamodb", "us-east-1").list_tables()
"""


@pytest.mark.parametrize(
    ("environment", "needed"),
    [
        ({"AWS_EC2_METADATA_DISABLED": "true"}, "Set credentials, such as AWS_PROFILE."),
        (
            {
                "AWS_ACCESS_KEY_ID": "testing",
                "AWS_SECRET_ACCESS_KEY": "testing",
                "AWS_MAX_ATTEMPTS": "1",
                "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
            },
            "AWS_ENDPOINT_URL is http://127.0.0.1:9: start the server there, or unset it.",
        ),
        (
            {
                "AWS_ACCESS_KEY_ID": "testing",
                "AWS_SECRET_ACCESS_KEY": "testing",
                "AWS_MAX_ATTEMPTS": "1",
                "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9/",
            },
            "AWS_ENDPOINT_URL_DYNAMODB is http://127.0.0.1:9/: start the server there, or unset it.",
        ),
    ],
)
def test_without_an_aws_to_record_from_the_failure_says_what_to_do(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], needed: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    project.makepyfile(test_it=NO_AWS)
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(failed=1)
    synthetic = "harness serve -- pytest --cassette-mode=once test_it.py::test_one"
    result.stdout.fnmatch_lines(
        [
            "The test was recording and could not reach AWS; no cassette was changed.",
            f"{needed} Or record from a synthetic AWS: {synthetic}",
            "no exchange was recorded or played",
        ]
    )
    result.stdout.no_fnmatch_line("*_make_api_call*")


ENDS = """
import pytest

pytestmark = pytest.mark.cassette
FAILS = True

def test_fails(tables):
    tables("aaa")
    tables("bbb")
    assert not FAILS

@pytest.mark.xfail(raises=ZeroDivisionError, strict=True)
def test_xfails(tables):
    tables()
    1 / 0

def test_skips(tables):
    tables()
    pytest.skip("no such feature there")

@pytest.fixture
def late(tables):
    yield
    tables("ccc")
    assert not FAILS

def test_tear_down(late):
    pass

@pytest.fixture
def early(tables):
    tables("ccc")
    assert not FAILS

def test_set_up(early):
    pass
"""
KEPT = ["test_fails.failed.yaml", "test_set_up.failed.yaml", "test_tear_down.failed.yaml"]


@pytest.fixture
def ends(project: pytest.Pytester) -> pytest.Pytester:
    project.makepyfile(test_it=ENDS)
    return project


def test_what_a_failing_test_recorded_is_kept_beside(ends: pytest.Pytester) -> None:
    result = ends.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=1, failed=1, errors=2, xfailed=1, skipped=1)
    result.stdout.fnmatch_lines(
        [
            (
                "the recordings of tests that did not pass are next to their cassettes, which did not change "
                "(rename a file to use it):"
            ),
            "  cassettes/test_it/test_fails.failed.yaml  (test_it.py::test_fails)",
            "  cassettes/test_it/test_set_up.failed.yaml  (test_it.py::test_set_up)",
            "  cassettes/test_it/test_tear_down.failed.yaml  (test_it.py::test_tear_down)",
        ],
        consecutive=True,
    )
    assert files(ends) == sorted([*KEPT, "test_skips.yaml", "test_xfails.yaml"])
    assert count(ends, "test_fails.failed.yaml") == 2
    replayed = ends.runpytest_inprocess("-k", "skips or xfails")
    replayed.assert_outcomes(xfailed=1, skipped=1, deselected=3)


def test_the_next_recording_replaces_or_removes_it(ends: pytest.Pytester) -> None:
    for _ in range(2):
        ends.runpytest_inprocess("--cassette-mode=once", "-k", "fails")
        assert count(ends, "test_fails.failed.yaml") == 2
    ends.makepyfile(test_it=ENDS.replace("FAILS = True", "FAILS = False"))
    ends.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3, xfailed=1, skipped=1)
    assert "test_fails.failed.yaml" not in files(ends)


@pytest.mark.parametrize("mode", ["rewrite", "all", "new_episodes"])
def test_a_good_cassette_stays(ends: pytest.Pytester, mode: str) -> None:
    good = ENDS.replace("FAILS = True", "FAILS = False").replace("    pytest.skip(", "    print(")
    ends.makepyfile(test_it=good)
    ends.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=4, xfailed=1)
    folder = ends.path / "cassettes/test_it"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ends.makepyfile(test_it=ENDS.replace('("aaa")', '("zzz")').replace('("ccc")', '("zzz")'))
    ends.runpytest_inprocess(f"--cassette-mode={mode}").assert_outcomes(
        passed=1, failed=1, errors=2, xfailed=1, skipped=1
    )
    unchanged = before.keys() - {"test_xfails.yaml"}
    assert {name: (folder / name).read_bytes() for name in unchanged} == {
        name: before[name] for name in unchanged
    }
    skipped = [] if mode == "new_episodes" else ["test_skips.failed.yaml"]
    assert files(ends) == sorted([*before, *KEPT, *skipped])


def test_a_shared_cassette_stays_if_one_of_its_tests_fails(project: pytest.Pytester) -> None:
    source = """
    import pytest

    pytestmark = pytest.mark.cassette(scope="module")

    def test_one(tables):
        tables("aaa")

    def test_two(tables):
        tables("bbb")

    def test_last_without_calls(tables):
        assert FAILS is None
    """
    project.makepyfile(test_it=f"FAILS = None\n{source}".replace("\n    ", "\n"))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    before = (project.path / "cassettes/test_it/module.yaml").read_bytes()
    project.makepyfile(test_it=f"FAILS = 1\n{source}".replace("\n    ", "\n"))
    for options in ((), ("-x",)):
        result = project.runpytest_inprocess("--cassette-mode=rewrite", *options)
        result.assert_outcomes(passed=2, failed=1)
        assert (project.path / "cassettes/test_it/module.yaml").read_bytes() == before
        assert files(project) == ["module.failed.yaml", "module.yaml"]
        result.stdout.fnmatch_lines(
            ["  cassettes/test_it/module.failed.yaml  (test_it.py::test_last_without_calls)"]
        )


@pytest.mark.parametrize("limit", [10, None], ids=["another-is-there", "none-is-there"])
def test_a_broken_contract_is_kept_beside_as_any_other_failure(
    project: pytest.Pytester, limit: int | None
) -> None:
    source = "import pytest\n@pytest.mark.cassette\ndef test_one(tables): tables(Limit={})\n"
    if limit is not None:
        project.makepyfile(test_it=source.format(limit))
        project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    project.makepyfile(test_it=source.format(1000))
    result = project.runpytest_inprocess("--cassette-mode=rewrite")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "  at     cassettes/test_it/test_one.failed.yaml, interaction 1, request /Limit",
            "the recordings of tests that did not pass are next to their cassettes, which did not change *",
            "  cassettes/test_it/test_one.failed.yaml  (test_it.py::test_one)",
        ]
    )
    assert files(project) == ["test_one.failed.yaml", *(["test_one.yaml"] if limit is not None else [])]


def test_cassettes_of_unittest(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import unittest
        import pytest

        @pytest.mark.cassette
        class TestCase(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def _tables(self, tables):
                self.tables = tables

            def test_fails(self):
                self.tables()
                self.fail("it does")

            @unittest.expectedFailure
            def test_xfails(self):
                self.tables()
                self.fail("it does")

            def test_skips(self):
                self.tables()
                self.skipTest("it does")
        """
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(failed=1, xfailed=1, skipped=1)
    assert files(project) == [
        "TestCase.test_fails.failed.yaml",
        "TestCase.test_skips.yaml",
        "TestCase.test_xfails.yaml",
    ]


def test_a_test_that_is_run_again(project: pytest.Pytester) -> None:
    """As pytest-rerunfailures does; what the last run recorded counts."""
    project.makeconftest(
        (project.path / "conftest.py").read_text()
        + """
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    for _ in range(2):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    return True
"""
    )
    project.makepyfile(
        test_it="""
        import pytest

        runs = []

        @pytest.mark.cassette
        def test_one(tables):
            runs.append(tables())
            assert len(runs) == 2
        """
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    assert count(project, "test_one.yaml") == 1


def test_folders_are_checked_without_it(ends: pytest.Pytester) -> None:
    ends.runpytest_inprocess("--cassette-mode=once")
    folder = ends.path / "cassettes"
    from harness.report.find import find_cassettes

    assert sorted(path.name for path in find_cassettes([folder])) == [
        "test_skips.yaml",
        "test_xfails.yaml",
    ]
    kept = folder / "test_it/test_fails.failed.yaml"
    assert find_cassettes([kept]) == [kept]


UNANSWERED = """
import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError


@pytest.mark.cassette
def test_swallowed(tables):
    nobody = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b",
                          endpoint_url="http://127.0.0.1:1", config=Config(retries={"total_max_attempts": 2}))
    with pytest.raises(EndpointConnectionError):
        nobody.get_object(Bucket="reports", Key="k")
"""


@pytest.mark.parametrize("options", [(), ("-p", "xdist", "-n1")])
def test_a_call_without_an_answer_is_told(project: pytest.Pytester, options: tuple[str, ...]) -> None:
    """Its exception may never be seen, as that of a finaliser: nothing else says what is missing."""
    project.makepyfile(test_it=UNANSWERED)
    result = project.runpytest_inprocess("--cassette-mode=once", *options)
    result.assert_outcomes(passed=1)
    told = "s3.GetObject got no answer, so it was not recorded."
    result.stdout.fnmatch_lines([told, "no exchange was recorded or played"])
    assert files(project) == []


def test_a_test_that_passes_when_it_is_run_again(project: pytest.Pytester) -> None:
    """As pytest-rerunfailures runs it: the summary names no file that is gone."""
    hook = """

from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    if any(report.failed for report in runtestprotocol(item, nextitem=nextitem, log=False)):
        item._initrequest()
        runtestprotocol(item, nextitem=nextitem)
    return True
"""
    project.makeconftest((project.path / "conftest.py").read_text() + hook)
    project.makepyfile(
        test_it="""
        import pytest

        RUNS = []

        @pytest.mark.cassette
        def test_flaky(tables):
            tables("aaa")
            RUNS.append(1)
            assert len(RUNS) > 1
        """
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*failed.yaml*")
    assert files(project) == ["test_flaky.yaml"]
