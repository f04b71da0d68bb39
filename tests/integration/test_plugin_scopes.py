"""Fixtures that live longer than a test: recorded into cassettes of their own, and played from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import harness

# Each answer of the network names another table, so a call that goes out is seen by its answer.
TESTS = """
import pytest

@pytest.fixture(scope="session")
def whole(ask):
    yield ask("session-up")
    ask("session-down")

@pytest.fixture(scope="module")
def stack(ask, whole):
    name = ask("module-up")
    yield name
    ask("module-down")

@pytest.fixture(scope="class")
def part(ask, stack, request):
    request.addfinalizer(lambda: ask("class-down"))
    return ask("class-up")

@pytest.mark.cassette
def test_one(ask, stack, whole):
    print("got", whole, stack, ask("one"))

class TestPart:
    @pytest.mark.cassette
    def test_two(self, ask, part):
        print("got", part, ask("two"))

def test_plain(stack):
    print("got", stack)
"""
ASK = """

@pytest.fixture(scope="session")
def ask(dynamodb):
    def ask(after):
        return dynamodb.list_tables(ExclusiveStartTableName=after)["TableNames"][0]

    return ask
"""
NO_NETWORK = """

@pytest.fixture(scope="session", autouse=True)
def _no_network(dynamodb):
    def fail(request, **_):  # in replay it is called, and its answer is not used
        return AWSResponse(request.url, 400, {}, RawBody(b'{"__type": "WentOut"}'))

    dynamodb.meta.events.register_first("before-send.dynamodb", fail)
"""


@pytest.fixture
def tests(project: pytest.Pytester) -> pytest.Pytester:
    project.makeconftest((project.path / "conftest.py").read_text() + ASK)
    project.makepyfile(test_it=TESTS)
    return project


@pytest.fixture
def recorded(tests: pytest.Pytester) -> pytest.Pytester:
    """The tests, recorded; whatever goes out from now on fails."""
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    tests.makeconftest((tests.path / "conftest.py").read_text() + NO_NETWORK)
    return tests


def asked(project: pytest.Pytester) -> dict[str, list[str]]:
    """What was asked, by cassette."""
    return {
        str(path.relative_to(project.path)): [
            one.facts.params["ExclusiveStartTableName"]
            for one in harness.load_cassette(path).interactions
            if one.facts is not None and one.facts.params is not None
        ]
        for path in sorted(project.path.rglob("*.yaml"))
    }


def got(result: pytest.RunResult) -> list[str]:
    return sorted(line[line.index("got ") :].rstrip(".") for line in result.outlines if "got " in line)


GOT = ["got table-2", "got table-1 table-2 table-3", "got table-4 table-5"]


def test_each_fixture_has_a_cassette_of_its_own(recorded: pytest.Pytester) -> None:
    assert asked(recorded) == {
        "cassettes/test_it/TestPart.test_two.yaml": ["two"],
        "cassettes/test_it/fixtures/TestPart.part.yaml": ["class-up", "class-down"],
        "cassettes/test_it/fixtures/stack.yaml": ["module-up", "module-down"],
        "cassettes/test_it/fixtures/whole.yaml": ["session-up", "session-down"],
        "cassettes/test_it/test_one.yaml": ["one"],
    }
    result = recorded.runpytest_inprocess("-s")
    result.assert_outcomes(passed=3)
    assert got(result) == sorted(GOT)
    result.stdout.fnmatch_lines(["8 exchanges of 1 operation, 0 contract errors, 0 warnings"])


@pytest.mark.parametrize(
    "chosen",
    [
        ["::test_plain"],
        ["::TestPart::test_two"],
        ["::test_plain", "::TestPart", "::test_one"],
        ["::test_one", "::test_plain", "::TestPart"],
    ],
)
@pytest.mark.parametrize("mode", ["none", "once"])
def test_any_tests_in_any_order(recorded: pytest.Pytester, chosen: list[str], mode: str) -> None:
    names = [f"test_it.py{test}" for test in chosen]
    recorded.runpytest_inprocess(f"--cassette-mode={mode}", *names).assert_outcomes(passed=len(names))


@pytest.mark.parametrize("test", ["plain", "two"])
def test_a_part_of_the_tests(recorded: pytest.Pytester, test: str) -> None:
    recorded.runpytest_inprocess("-k", test).assert_outcomes(passed=1, deselected=2)


def test_only_what_failed_last(recorded: pytest.Pytester) -> None:
    source = (recorded.path / "test_it.py").read_text()
    recorded.makepyfile(test_it=source.replace('print("got", part', 'assert not part; print("got", part'))
    recorded.runpytest_inprocess().assert_outcomes(passed=2, failed=1)
    recorded.makepyfile(test_it=source)
    recorded.runpytest_inprocess("--lf").assert_outcomes(passed=1, deselected=2)


def test_workers_that_record_leave_cassettes_that_replay(
    tests: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]
) -> None:
    """Each worker sets the fixtures up; what one of them recorded stays."""
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    run_in_workers("-W", "ignore", "--cassette-mode=rewrite").assert_outcomes(passed=3)
    found = asked(tests)
    assert found["cassettes/test_it/fixtures/stack.yaml"] == ["module-up", "module-down"]
    assert found["cassettes/test_it/fixtures/whole.yaml"] == ["session-up", "session-down"]
    tests.makeconftest((tests.path / "conftest.py").read_text() + NO_NETWORK)
    run_in_workers("-W", "ignore").assert_outcomes(passed=3)


def test_recorded_anew_they_are_replaced(tests: pytest.Pytester) -> None:
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=3)
    before = asked(tests)
    for mode in ("rewrite", "all"):
        result = tests.runpytest_inprocess(f"--cassette-mode={mode}")
        result.stdout.fnmatch_lines(["8 exchanges (8 recorded) of 1 operation, *"])
        assert asked(tests) == before


def test_a_fixture_that_is_set_up_within_a_test(tests: pytest.Pytester) -> None:
    """Its calls belong to it and not to the test, whose cassette is in use already."""
    tests.makepyfile(
        test_it="""
        import pytest

        @pytest.fixture(scope="module")
        def stack(ask):
            return ask("module-up")

        @pytest.mark.cassette
        @pytest.mark.parametrize("n", [1, 2])
        def test_one(ask, request, n):
            ask("before")
            stack = request.getfixturevalue("stack")
            ask("after")
        """
    )
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    assert asked(tests) == {
        "cassettes/test_it/fixtures/stack.yaml": ["module-up"],
        "cassettes/test_it/test_one[1].yaml": ["before", "after"],
        "cassettes/test_it/test_one[2].yaml": ["before", "after"],
    }
    tests.runpytest_inprocess().assert_outcomes(passed=2)
    tests.runpytest_inprocess("-k", "2").assert_outcomes(passed=1, deselected=1)


def test_parameters_and_overridden_fixtures(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it="""
        import pytest

        @pytest.fixture(scope="module", params=["eu", pytest.param("us", id="america")])
        def region(ask, request):
            return ask(f"region-{request.param}")

        @pytest.fixture(scope="module")
        def zone(ask, region):
            yield ask(f"zone-{region}")
            ask("zone-down")

        @pytest.fixture(scope="class")
        def name(ask):
            return ask("outer-name")

        class TestIt:
            @pytest.fixture(scope="class")
            def name(self, ask, name):
                return ask("inner-name")

            @pytest.mark.cassette
            def test_one(self, zone, name):
                pass

            @pytest.mark.cassette
            def test_two(self, zone):
                pass
        """
    )
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=4)
    assert asked(tests) == {
        "cassettes/test_it/fixtures/TestIt.name.yaml": ["inner-name"],
        "cassettes/test_it/fixtures/TestIt.name~1.yaml": ["outer-name"],
        "cassettes/test_it/fixtures/region[america].yaml": ["region-us"],
        "cassettes/test_it/fixtures/region[eu].yaml": ["region-eu"],
        "cassettes/test_it/fixtures/zone[america].yaml": ["zone-table-6", "zone-down"],
        "cassettes/test_it/fixtures/zone[eu].yaml": ["zone-table-1", "zone-down"],
    }
    tests.runpytest_inprocess().assert_outcomes(passed=4)


CLIENT = """
import json
from pathlib import Path

import boto3
from botocore.awsrequest import AWSResponse
from harness.record.http import RawBody

client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")

def network(request, **_):
    headers = {"content-type": "application/x-amz-json-1.0"}
    status = 400 if Path("offline").exists() else 200
    return AWSResponse(request.url, status, headers, RawBody(json.dumps({"TableNames": []}).encode()))

client.meta.events.register("before-send.dynamodb", network)
"""


def test_set_up_of_modules_and_classes_in_the_style_of_unittest(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it="""
        import unittest
        import aws
        import pytest

        pytestmark = pytest.mark.cassette

        def ask(after):
            return aws.client.list_tables(ExclusiveStartTableName=after)

        def setup_module(module):
            ask("setup-module")

        def teardown_module(module):
            ask("teardown-module")

        class TestPlain:
            @classmethod
            def setup_class(cls):
                ask("setup-class")

            @classmethod
            def teardown_class(cls):
                ask("teardown-class")

            def setup_method(self):
                ask("setup-method")

            def test_one(self):
                ask("one")

        class TestCase(unittest.TestCase):
            @classmethod
            def setUpClass(cls):
                ask("set-up-class")

            @classmethod
            def tearDownClass(cls):
                ask("tear-down-class")

            def setUp(self):
                ask("set-up")

            def test_two(self):
                ask("two")
        """
    )
    tests.makepyfile(aws=CLIENT)
    tests.syspathinsert()
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    assert asked(tests) == {
        "cassettes/test_it/TestCase.test_two.yaml": ["set-up", "two"],
        "cassettes/test_it/TestPlain.test_one.yaml": ["setup-method", "one"],
        "cassettes/test_it/fixtures/TestCase.setUpClass.yaml": ["set-up-class", "tear-down-class"],
        "cassettes/test_it/fixtures/TestPlain.setup_class.yaml": ["setup-class", "teardown-class"],
        "cassettes/test_it/fixtures/setup_module.yaml": ["setup-module", "teardown-module"],
    }
    (tests.path / "offline").touch()
    tests.runpytest_inprocess().assert_outcomes(passed=2)


def test_packages_and_fixtures_of_one_name(tests: pytest.Pytester) -> None:
    fixture = """
import pytest

@pytest.fixture(scope="{scope}")
def stack(ask):
    yield ask("{name}-up")
    ask("{name}-down")
"""
    test = """
import pytest

@pytest.mark.cassette
def test_{name}(stack):
    pass
"""
    (tests.path / "test_it.py").unlink()
    for name, scope in (("a", "session"), ("b", "package")):
        folder = tests.mkpydir(name)
        (folder / "conftest.py").write_text(fixture.format(scope=scope, name=name))
        (folder / f"test_{name}.py").write_text(test.format(name=name))
        (folder / f"test_{name}_too.py").write_text(test.format(name=f"{name}_too"))
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=4)
    expected = {
        "a/cassettes/fixtures/stack.yaml": ["a-up", "a-down"],
        "b/cassettes/fixtures/stack.yaml": ["b-up", "b-down"],
    }
    assert asked(tests) == expected
    tests.runpytest_inprocess().assert_outcomes(passed=4)
    tests.runpytest_inprocess("--cassette-dir=tapes", "--cassette-mode=once").assert_outcomes(passed=4)
    moved = {f"tapes/{path.replace('/cassettes', '')}": names for path, names in expected.items()}
    assert asked(tests) == expected | moved


def test_a_fixture_that_no_cassette_answers(recorded: pytest.Pytester) -> None:
    (recorded.path / "cassettes/test_it/fixtures/stack.yaml").unlink()
    result = recorded.runpytest_inprocess("-k", "one")
    result.assert_outcomes(errors=1, deselected=2)
    result.stdout.fnmatch_lines(
        [
            (
                "E * There is no cassette cassettes/test_it/fixtures/stack.yaml to play dynamodb.ListTables "
                "from. To record it, run: pytest --cassette-mode=once test_it.py::test_one"
            )
        ]
    )


def test_a_fixture_that_breaks_its_contract(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it="""
        import pytest

        @pytest.fixture(scope="module")
        def stack(dynamodb):
            dynamodb.list_tables(Limit=1000)
            yield
            dynamodb.list_tables(Limit=0x1001)

        @pytest.mark.cassette
        def test_one(stack):
            pass

        @pytest.mark.cassette
        def test_two(stack):
            pass
        """
    )
    expected = [
        "In the fixture stack of test_it.py:",
        "The exchanges break their contract.",
        "error: dynamodb.ListTables: Limit must be at most 100, but was 1000.",
        "  at     cassettes/test_it/fixtures/stack.failed.yaml, interaction 1, request /Limit",
        "In the fixture stack of test_it.py:",
        "error: dynamodb.ListTables: Limit must be at most 100, but was 4097.",
        "  at     cassettes/test_it/fixtures/stack.failed.yaml, interaction 2, request /Limit",
        "  cassettes/test_it/fixtures/stack.failed.yaml  (fixture stack of test_it.py)",
    ]
    result = tests.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines(expected)
    assert not (tests.path / "cassettes/test_it/fixtures/stack.yaml").exists()


def test_a_fixture_that_fails_keeps_the_cassette_that_was_there(recorded: pytest.Pytester) -> None:
    path = recorded.path / "cassettes/test_it/fixtures/stack.yaml"
    before = path.read_bytes()
    source = (recorded.path / "test_it.py").read_text()
    recorded.makepyfile(test_it=source.replace("    yield name\n", "    yield 1 / 0\n"))
    recorded.makeconftest(
        (recorded.path / "conftest.py")
        .read_text()
        .partition('\n\n@pytest.fixture(scope="session", autouse=True)')[0]
    )
    result = recorded.runpytest_inprocess("--cassette-mode=rewrite", "-k", "one")
    result.assert_outcomes(errors=1, deselected=2)
    result.stdout.fnmatch_lines(
        ["  cassettes/test_it/fixtures/stack.failed.yaml  (fixture stack of test_it.py)"]
    )
    assert path.read_bytes() == before


def test_what_fixtures_play_counts_as_used(recorded: pytest.Pytester) -> None:
    result = recorded.runpytest_inprocess("--cassette-unused")
    result.stdout.no_fnmatch_line("cassettes/test_it/fixtures/*")
    source = (recorded.path / "test_it.py").read_text()
    recorded.makepyfile(test_it=source.replace('    ask("module-down")\n', ""))
    (recorded.path / "cassettes/test_it/fixtures/old.yaml").write_bytes(
        (recorded.path / "cassettes/test_it/fixtures/stack.yaml").read_bytes()
    )
    result = recorded.runpytest_inprocess("--cassette-delete-unused")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        [
            "cassettes/test_it/fixtures/stack.yaml: deleted:",
            "  interaction 2, dynamodb.ListTables",
            "cassettes/test_it/fixtures/old.yaml: deleted, as no test uses it",
        ]
    )
    assert asked(recorded)["cassettes/test_it/fixtures/stack.yaml"] == ["module-up"]


def test_a_variable_that_a_fixture_sets_stays(tests: pytest.Pytester) -> None:
    tests.makepyfile(
        test_it="""
        import os
        import pytest

        @pytest.fixture(scope="session")
        def region(ask):
            ask("aaa")
            os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
            yield
            del os.environ["AWS_DEFAULT_REGION"]

        @pytest.mark.cassette
        def test_one(region):
            assert os.environ["AWS_DEFAULT_REGION"] == "us-east-1"
        """
    )
    tests.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    tests.runpytest_inprocess().assert_outcomes(passed=1)
