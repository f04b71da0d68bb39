"""Names of cassettes: one a test, whatever is in its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.pytest_plugin.naming import BadCassetteName, default_path, file_name, named_path


@pytest.mark.parametrize(
    "name", ["test_get", "TestOrders.test_get", "test_get[eu-1]", "test_größe", "test 名前"]
)
def test_plain_names_stay(name: str) -> None:
    assert file_name(name) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("test_get[eu/1]", "test_get[eu-1]~23d42157"),
        ("test_get[eu:1]", "test_get[eu-1]~9fa3c1f5"),
        ("test.", "test~"),
    ],
)
def test_names_that_no_file_can_have(name: str, expected: str) -> None:
    assert file_name(name).startswith(expected.partition("~")[0] + "~")


@given(st.lists(st.text(max_size=400), min_size=2, max_size=2, unique=True))
def test_distinct_tests_have_distinct_files(names: list[str]) -> None:
    first, second = map(file_name, names)
    assert first != second


@given(st.text(max_size=400))
def test_every_name_is_one_that_file_systems_take(name: str) -> None:
    found = file_name(name)
    assert len(found.encode("utf-8", "surrogatepass")) <= 200
    assert not set(found) & set('<>:"/\\|?*\x00\n')
    assert found not in ("", ".", "..")


def test_a_cassette_that_there_is_wins(tmp_path: Path) -> None:
    assert default_path(tmp_path, "test_one") == tmp_path / "test_one.yaml"
    (tmp_path / "test_one.json").touch()
    assert default_path(tmp_path, "test_one") == tmp_path / "test_one.json"


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../up", "a/../../b"])
def test_a_marker_names_nothing_outside_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadCassetteName):
        named_path(tmp_path, name)
