"""The test that a cassette belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.report.owner import test_of as name_of_test

SOURCE = """
import pytest

def test_plain(): ...

async def test_later(): ...

class TestOrders:
    class TestInner:
        def test_deep(self): ...

@pytest.mark.cassette("shared")
def test_named(): ...

@pytest.mark.cassette(name="twice.json")
def test_one(): ...

@pytest.mark.cassette(name="twice.json")
def test_two(): ...
"""


@pytest.mark.parametrize(
    ("cassette", "test"),
    [
        ("test_plain.yaml", "test_plain"),
        ("test_plain[eu-1].yaml", "test_plain[eu-1]"),
        ("test_plain[eu-1]~0123abcd.yaml", "test_plain"),
        ("test_later.json", "test_later"),
        ("TestInner.test_deep.yaml", "TestOrders::TestInner::test_deep"),
        ("shared.yaml", "test_named"),
        ("twice.json", None),
        ("test_gone.yaml", None),
    ],
)
def test_the_name_of_the_file_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cassette: str, test: str | None
) -> None:
    module = tmp_path / "tests/test_orders.py"
    module.parent.mkdir()
    module.write_text(SOURCE)
    found = name_of_test(module.parent / "cassettes/test_orders" / cassette)
    assert found == (test and f"{module.as_posix()}::{test}")


@pytest.mark.parametrize("content", [None, "def broken(:", "\0", "\udcff"])
def test_a_module_that_cannot_be_read_tells_nothing(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "test_a.py").write_text(content, errors="surrogateescape")
    assert name_of_test(tmp_path / "cassettes/test_a/test_a.yaml") is None


def test_other_places_tell_nothing() -> None:
    assert name_of_test("memory://cassettes/test_a/test_b.yaml") is None
    assert name_of_test(Path("tapes/test_a/test_b.yaml")) is None
