"""The marker's arguments, and the cassettes that tests get by their names."""

from __future__ import annotations

from pathlib import Path

import pytest


def cassettes(project: pytest.Pytester) -> list[str]:
    folder = project.path / "cassettes" / "test_it"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def recorded_and_played(project: pytest.Pytester, source: str, *options: str, passed: int) -> list[str]:
    project.makepyfile(test_it=f"import pytest\n{source}")
    project.runpytest_inprocess("--cassette-mode=once", *options).assert_outcomes(passed=passed)
    project.runpytest_inprocess(*options).assert_outcomes(passed=passed)
    return cassettes(project)


def test_every_test_has_a_cassette_of_its_own(project: pytest.Pytester) -> None:
    source = """
pytestmark = pytest.mark.cassette

@pytest.mark.parametrize("region", ["eu/1", "eu-1", "eu:1", "größe", "名前", "a" * 300, "", ".."])
def test_get(tables, region):
    tables()

class TestOrders:
    def test_get(self, tables):
        tables()

    class TestInner:
        @pytest.mark.parametrize("x", ["C:\\\\\\\\x", "a b", "[x]"])
        def test_get(self, tables, x):
            tables()

def test_größe(tables):
    tables()
"""
    names = recorded_and_played(
        project,
        source,
        "-o",
        "disable_test_id_escaping_and_forfeit_all_rights_to_community_support=1",
        passed=13,
    )
    assert len(names) == 13
    assert max(len(name.encode()) for name in names) <= 255
    assert {
        "TestOrders.test_get.yaml",
        "test_get[eu-1].yaml",
        "test_get[名前].yaml",
        "test_größe.yaml",
    } < set(names)


def test_unittest_classes(project: pytest.Pytester) -> None:
    source = """
import unittest

@pytest.mark.cassette
class TestCase(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _client(self, dynamodb):
        self.dynamodb = dynamodb

    def setUp(self):
        self.dynamodb.list_tables()

    def test_list(self):
        assert self.dynamodb.list_tables(Limit=1)

    @pytest.mark.cassette("other")
    def test_other(self):
        assert self.dynamodb.list_tables(Limit=2)
"""
    assert recorded_and_played(project, source, passed=2) == ["TestCase.test_list.yaml", "other.yaml"]


def test_a_unittest_class_fails_on_a_broken_contract(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import unittest
        import pytest

        @pytest.mark.cassette
        class TestCase(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def _client(self, dynamodb):
                self.dynamodb = dynamodb

            def test_large(self):
                self.dynamodb.list_tables(Limit=1000)
        """
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["error: dynamodb.ListTables: Limit must be at most 100, but was 1000."])


def test_named_cassettes(project: pytest.Pytester) -> None:
    source = """
@pytest.mark.cassette("orders/first")
def test_one(tables):
    tables()

@pytest.mark.cassette(name="second.json")
def test_two(tables):
    tables()

@pytest.mark.cassette("v1.2")
def test_three(cassette, tables):
    tables()
    assert cassette.path.name == "v1.2.yaml"
"""
    assert recorded_and_played(project, source, passed=3) == ["orders/first.yaml", "second.json", "v1.2.yaml"]


def test_shared_cassettes(project: pytest.Pytester) -> None:
    source = """
pytestmark = pytest.mark.cassette(scope="module")

@pytest.fixture(scope="module")
def count():
    return []

@pytest.mark.parametrize("after", ["aaa", "bbb", "aaa"])
def test_one(tables, after, count, cassette):
    tables(after)
    count.append(after)
    assert len(cassette.served) == len(count)

@pytest.mark.cassette("whole", scope="session")
def test_two(tables):
    tables()
"""
    assert recorded_and_played(project, source, passed=4) == ["module.yaml"]
    assert (project.path / "cassettes" / "whole.yaml").is_file()


def test_the_markers_mode_and_the_options(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.cassette(mode="rewrite")
        def test_one(cassette, tables):
            tables()
            assert cassette.mode == "rewrite"
        """
    )
    project.runpytest_inprocess().assert_outcomes(passed=1)
    project.runpytest_inprocess("--cassette-mode=none").assert_outcomes(failed=1)


def test_repeats_where_allowed(project: pytest.Pytester) -> None:
    source = """
@pytest.mark.cassette(allow_repeats=True)
def test_one(tables, cassette):
    for _ in range(3 if cassette.mode == "none" else 1):
        tables()
"""
    assert recorded_and_played(project, source, passed=1) == ["test_one.yaml"]


TAKES = (
    "@pytest.mark.cassette takes name, mode, scope, allow_repeats, redaction, max_age, relative_times, "
    "match, ignore, network, severity, http."
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("'a', 'b'", f"test_it.py::test_one: It has 2 arguments without a name. {TAKES}"),
        ("record='all'", f"test_it.py::test_one: There is no argument 'record'. {TAKES}"),
        (
            "ignored=['/Limit']",
            f"test_it.py::test_one: There is no argument 'ignored'. Did you mean 'ignore'? {TAKES}",
        ),
        ("scope='class'", f"test_it.py::test_one: There is no scope 'class'. {TAKES}"),
        ("name=3", f"test_it.py::test_one: The name 3 is no string. {TAKES}"),
        ("network='no'", f"test_it.py::test_one: network must be True or False, but was 'no'. {TAKES}"),
        (
            "allow_repeats='no'",
            f"test_it.py::test_one: allow_repeats must be True or False, but was 'no'. {TAKES}",
        ),
        (
            "mode='never'",
            "There is no record mode 'never'; the modes are none, once, new_episodes, all, rewrite.",
        ),
        (
            "'../other'",
            (
                "The cassette name '../other' is outside the cassette folder. Use a plain name or a path "
                "below the folder; set another folder with --cassette-dir."
            ),
        ),
    ],
)
def test_arguments_that_it_does_not_take(project: pytest.Pytester, arguments: str, message: str) -> None:
    project.makepyfile(test_it=f"import pytest\n@pytest.mark.cassette({arguments})\ndef test_one(): pass\n")
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    assert f"\n{message}\n" in result.stdout.str()


def test_a_cassette_of_pytest_recording_is_found(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
        import pytest

        @pytest.mark.parametrize("x", ["50%", "a'b"])
        @pytest.mark.cassette
        def test_one(tables, x, cassette):
            tables()
            print("played", cassette.path.name)
        """
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=2)
    folder = Path(project.path / "cassettes" / "test_it")
    (folder / "test_one[50%].yaml").rename(folder / "test_one[50-].yaml")
    (folder / "test_one[a'b].yaml").rename(folder / "test_one[a-b].yaml")
    result = project.runpytest_inprocess("-s")
    result.assert_outcomes(passed=2)
    assert "played test_one[50-].yaml" in result.stdout.str()
