"""``--cassette-delete-unused``: recordings and cassettes that no test plays are deleted, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import harness
from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import save_cassette

RECORDED = """
import os
import pytest
import harness

@pytest.mark.cassette
def test_one(tables):
    for after in ("aaa", "bbb", "ccc"):
        tables(after)

@pytest.mark.cassette(scope="module")
def test_left(tables):
    tables("left"), tables("more")

@pytest.mark.cassette(scope="module")
def test_right(tables):
    tables("right")

@pytest.mark.cassette(scope="session")
def test_session(tables):
    tables("aaa"), tables("bbb")

@pytest.mark.cassette
def test_old(tables):
    tables("old")

def test_by_hand(tables):
    with harness.use_cassette("cassettes/test_it/hand.yaml", os.environ.get("HAND", "none")):
        tables("hand")
"""
PLAYED = (
    RECORDED.replace('"bbb", ', "")
    .replace('tables("left"), ', "")
    .replace(', tables("bbb")', "")
    .replace("def test_old", "def old")
)
FOLDER = "cassettes/test_it"
ALL = {"hand.yaml": 1, "module.yaml": 3, "test_old.yaml": 1, "test_one.yaml": 3, "session.yaml": 2}
LEFT = {"hand.yaml": 1, "module.yaml": 2, "test_one.yaml": 2, "session.yaml": 1}
DELETED = [
    "cassettes/session.yaml: deleted:",
    "  interaction 2, dynamodb.ListTables",
    "cassettes/test_it/module.yaml: deleted:",
    "  interaction 1, dynamodb.ListTables",
    "cassettes/test_it/test_one.yaml: deleted:",
    "  interaction 2, dynamodb.ListTables",
    "cassettes/test_it/test_old.yaml: deleted, as no test uses it",
]


@pytest.fixture
def tests(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    project.makepyfile(test_it=RECORDED)
    with monkeypatch.context() as recording:
        recording.setenv("HAND", "once")
        project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=6)
    project.makepyfile(test_it=PLAYED)
    assert held(project) == ALL
    return project


def held(project: pytest.Pytester) -> dict[str, int]:
    """The number of interactions of each cassette."""
    paths = (project.path / "cassettes").rglob("*.yaml")
    return {path.name: len(harness.load_cassette(path).interactions) for path in paths}


def test_what_no_test_plays_is_deleted(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--cassette-delete-unused")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines([*DELETED, "6 exchanges of 1 operation, *"], consecutive=True)
    assert held(tests) == LEFT
    result = tests.runpytest_inprocess("--cassette-delete-unused", "--cassette-unused")
    result.assert_outcomes(passed=5)
    result.stdout.no_fnmatch_line("*: deleted*")
    assert held(tests) == LEFT


def test_what_is_deleted_is_told_where_no_test_plays_any(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it="def test_it():\n    pass\n")
    result = tests.runpytest_inprocess("--cassette-delete-unused")
    beside = sorted(ALL.keys() - {"session.yaml"})
    result.stdout.fnmatch_lines([f"cassettes/test_it/{name}: deleted, as no test uses it" for name in beside])
    assert held(tests) == {"session.yaml": 2}


def test_nothing_is_deleted_of_what_is_recorded_into(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_it=PLAYED.replace('"ccc"', '"ddd"'))
    result = tests.runpytest_inprocess("--cassette-mode=new_episodes", "--cassette-delete-unused")
    result.assert_outcomes(passed=5)
    assert held(tests) == {**LEFT, "test_one.yaml": 4}


def test_workers_agree(tests: pytest.Pytester, run_in_workers: Callable[..., pytest.RunResult]) -> None:
    result = run_in_workers("--cassette-delete-unused")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines([*DELETED, "6 exchanges of 1 operation, *"], consecutive=True)
    assert held(tests) == LEFT


def test_the_list_names_files_as_well_and_deletes_nothing(tests: pytest.Pytester) -> None:
    result = tests.runpytest_inprocess("--cassette-unused")
    result.stdout.fnmatch_lines(["cassettes/test_it/test_old.yaml: used by no test"])
    assert held(tests) == ALL


def test_nothing_is_deleted_after_a_failure(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_other="def test_other():\n    assert 1 == 2\n")
    result = tests.runpytest_inprocess("--cassette-delete-unused")
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(["nothing was deleted: the session has not passed"])
    assert held(tests) == ALL


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-k", "not right"], "test_it.py::test_right was deselected"),
        (["--deselect=test_it.py::test_right"], "test_it.py::test_right was deselected"),
        (["test_it.py::test_one", "test_it.py::test_left"], "only some tests of a module were run"),
    ],
)
def test_nothing_is_deleted_for_what_was_not_run(
    tests: pytest.Pytester, arguments: list[str], reason: str
) -> None:
    result = tests.runpytest_inprocess("--cassette-delete-unused", *arguments)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines([f"cassettes/test_it/test_one.yaml: 1 not played and kept, because {reason}"])
    assert held(tests) == ALL


@pytest.mark.parametrize(
    ("mark", "outcome"),
    [("skip(reason='later')", "skipped"), ("skipif(True, reason='later')", "skipped"), ("xfail", "xfailed")],
)
def test_nothing_is_deleted_of_a_module_whose_tests_did_not_all_pass(
    tests: pytest.Pytester, mark: str, outcome: str
) -> None:
    more = f"\n@pytest.mark.{mark}\ndef test_more():\n    assert 1 == 2\n"
    other = PLAYED.replace("hand.yaml", "hand_of_other.yaml").replace("def test_session", "def session")
    tests.makepyfile(test_it=PLAYED + more, test_other=other)
    for name in ("hand.yaml", "module.yaml", "test_old.yaml", "test_one.yaml"):
        interactions = harness.load_cassette(tests.path / FOLDER / name).interactions
        save_cassette(tests.path / "cassettes/test_other" / name, interactions)
    (tests.path / FOLDER / "hand.yaml").rename(tests.path / FOLDER / "hand_of_other.yaml")
    save_cassette(
        tests.path / FOLDER / "hand.yaml",
        harness.load_cassette(tests.path / FOLDER / "hand_of_other.yaml").interactions,
    )
    result = tests.runpytest_inprocess("--cassette-delete-unused")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        [
            f"cassettes/session.yaml: 1 not played and kept, because test_it.py::test_more was {outcome}",
            f"cassettes/test_it/module.yaml: 1 not played and kept, because *::test_more was {outcome}",
            "cassettes/test_other/test_one.yaml: deleted:",
            "cassettes/test_other/hand.yaml: deleted, as no test uses it",
        ]
    )
    assert {path.name for path in (tests.path / FOLDER).iterdir()} >= ALL.keys() - {"session.yaml"}
    assert {path.name for path in (tests.path / "cassettes/test_other").iterdir()} == {
        "module.yaml",
        "test_one.yaml",
    }


def test_a_shared_cassette_is_left_alone_unless_all_modules_were_run(tests: pytest.Pytester) -> None:
    tests.makepyfile(test_other="def test_other():\n    pass\n")
    result = tests.runpytest_inprocess("--cassette-delete-unused", "test_it.py")
    result.stdout.fnmatch_lines(
        ["cassettes/session.yaml: 1 not played and kept, because not all modules were run"]
    )
    assert held(tests) == {**LEFT, "session.yaml": 2}


def test_what_failed_last_is_not_the_whole(tests: pytest.Pytester) -> None:
    options = ("-p", "cacheprovider", "--cassette-delete-unused")
    tests.makepyfile(test_it=PLAYED + "\ndef test_more():\n    assert 1 == 2\n")
    tests.runpytest_inprocess(*options).assert_outcomes(passed=5, failed=1)
    tests.makepyfile(
        test_it=PLAYED + "\n@pytest.mark.cassette('test_one')\ndef test_more(tables):\n    tables('aaa')\n"
    )
    result = tests.runpytest_inprocess("--lf", *options)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["*test_one.yaml: 2 not played and kept, because only the tests that failed last were run"]
    )
    assert held(tests) == ALL


def test_a_folder_by_another_path_is_the_same_folder(tests: pytest.Pytester) -> None:
    (tests.path / "cassettes").rename(tests.path / "tapes")
    (tests.path / "tapes/session.yaml").rename(tests.path / "session.yaml")
    (tests.path / "elsewhere").mkdir()
    (tests.path / "cassettes").symlink_to(tests.path / "tapes")
    tests.makepyfile(test_it=PLAYED.replace('@pytest.mark.cassette(scope="session")\ndef test', "def "))
    result = tests.runpytest_inprocess("--cassette-dir=elsewhere/../tapes", "--cassette-delete-unused")
    result.assert_outcomes(passed=4)
    assert {path.name for path in (tests.path / "tapes/test_it").iterdir()} == LEFT.keys() - {"session.yaml"}


def test_other_tools_cassettes_and_links_are_left_alone(tests: pytest.Pytester) -> None:
    folder = tests.path / FOLDER
    foreign = Interaction(Request("GET", "http://127.0.0.1/"), Response(200))
    save_cassette(folder / "of_vcrpy.yaml", [foreign])
    (folder / "notes.yaml").write_text("a: 1\n")
    (folder / "link.yaml").symlink_to(folder / "test_one.yaml")
    tests.runpytest_inprocess("--cassette-delete-unused").assert_outcomes(passed=5)
    names = {path.name for path in folder.iterdir()}
    assert names == {"of_vcrpy.yaml", "notes.yaml", "link.yaml", "hand.yaml", "module.yaml", "test_one.yaml"}


def test_what_cannot_be_written_is_told(tests: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("harness.cassette.store.os.replace", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    result = tests.runpytest_inprocess("--cassette-delete-unused")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(
        [
            "*test_one.yaml: nothing was deleted: The cassette *test_one.yaml could not be *",
            "cassettes/test_it/test_old.yaml: not deleted: The cassette *test_old.yaml could not be *",
        ]
    )
    assert held(tests) == ALL
