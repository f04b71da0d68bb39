"""Recordings and tests that changes touch, and how changes are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.diff import Change, Level, Place, ServiceContract
from harness.contract.diff.documents import Document
from harness.contract.exchange import Exchange
from harness.report.check import NotChecked
from harness.report.drift import Drift, Recorded, Recordings, Touched, drift_lines, find_drift


def document(name: str, *members: str, most: int = 9) -> Document:
    """A document of one service whose operation takes members that are texts of up to a length."""
    description = {
        "metadata": {"apiVersion": "2020-01-01", "protocol": "json", "serviceId": "Toy"},
        "operations": {
            name: {
                "name": name,
                "http": {"method": "POST", "requestUri": "/"},
                "input": {"shape": "Input"},
            }
            for name in ("Do", "Other")
        },
        "shapes": {
            "Input": {"type": "structure", "members": {member: {"shape": member} for member in members}},
            **{member: {"type": "string", "max": most} for member in members},
        },
    }
    contract = ServiceContract(ServiceModel(description, "toy"))
    return Document(name, ("toy",), lambda service: contract, whole=True)


def everything(service: str) -> Any:
    return lambda operation: True


def recorded(cassette: str, number: int, operation: str = "Do", **params: Any) -> Recorded:
    return Recorded(Path(cassette), number, Exchange("toy", operation, params=params))


def test_only_changes_that_touch_a_recording_are_kept() -> None:
    recordings = Recordings(
        (recorded("a.yaml", 1, A="x"), recorded("a.yaml", 3, A="y"), recorded("b.yaml", 1)),
        (NotChecked("c.yaml", 1, "It is no exchange."),),
    )
    drift = find_drift(document("old", "A", "B"), document("new", "A", "B", most=5), everything, recordings)
    assert [(change.code, change.subject) for change in drift.changes] == [("request-max-decreased", "A")]
    assert drift.touched == ((Touched(Path("a.yaml"), (1, 3)),),)
    assert drift.passed_over == 1
    assert drift.not_checked == recordings.not_checked
    assert drift.to_json()["changes"][0]["recordings"] == [
        {"cassette": "a.yaml", "interactions": [1, 3], "test": None}
    ]


def test_operations_that_are_not_recorded_are_not_compared() -> None:
    recordings = Recordings((recorded("a.yaml", 1, "Other", A="x"),))
    drift = find_drift(document("old", "A"), document("new", "A", most=5), everything, recordings)
    (change,) = drift.changes
    assert change.operations == ("Other",)
    assert find_drift(document("old", "A"), document("new"), everything, Recordings()).changes == ()


def test_a_service_that_only_the_new_document_has_touches_nothing() -> None:
    recordings = Recordings((recorded("a.yaml", 1, A="x"),))
    empty = Document("old", (), lambda service: document("x").load("toy"), whole=True)
    drift = find_drift(empty, document("new", "A"), everything, recordings)
    assert (drift.changes, drift.passed_over) == ((), 1)


@pytest.mark.parametrize(
    ("cassette", "test"),
    [
        ("tests/cassettes/test_orders/test_get.yaml", "tests/test_orders.py::test_get"),
        (
            "tests/cassettes/test_orders/TestOrders.test_get[a.b].json",
            "tests/test_orders.py::TestOrders::test_get[a.b]",
        ),
        ("tests/cassettes/test_orders/test_get~0123abcd.yaml", None),
        ("tests/cassettes/test_others/test_get.yaml", None),
        ("tests/tapes/test_orders/test_get.yaml", None),
        ("orders.yaml", None),
    ],
)
def test_the_test_of_a_cassette(
    cassette: str, test: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tests").mkdir()
    Path("tests/test_orders.py").touch()
    assert Touched(Path(cassette), (1,)).test == test


def change(code: str, *operations: str) -> Change:
    return Change(
        code, "toy", "changed", "Shape", "A", places=tuple(Place(o, "/request/A") for o in operations)
    )


DRIFT = Drift(
    "old",
    "new",
    (change("request-member-removed", "A", "B", "C", "D"), change("request-member-added", "A")),
    ((Touched(Path("a.yaml"), (1, 2, 3, 4)),), (Touched(Path("a.yaml"), (1,)),)),
    passed_over=2,
    not_checked=(NotChecked("c.yaml", 1, "It is none."), NotChecked("c.yaml", 2, "It is none.")),
)


SUMMARY = (
    "old to new: 1 error, 0 warnings, 1 note (--verbose shows notes); 2 other changes touch no recording"
)


def test_lines() -> None:
    assert list(drift_lines(DRIFT)) == [
        "error: toy Shape.A: changed. [request-member-removed]",
        "  breaks callers  a call with it is refused, by botocore itself",
        "  in              A /request/A",
        "                  B /request/A",
        "                  C /request/A and 1 more",
        "  recorded in     a.yaml, interactions 1, 2, 3 and 1 more",
        "",
        "not checked: It is none. (2 interactions)",
        SUMMARY,
    ]


def test_lines_with_notes() -> None:
    lines = list(drift_lines(DRIFT, notes=True, verbose=True))
    assert "  in              A /request/A" in lines
    assert "                  D /request/A" in lines
    assert "note: toy Shape.A: changed. [request-member-added]" in lines
    assert lines[-1] == "old to new: 1 error, 0 warnings, 1 note; 2 other changes touch no recording"


@pytest.mark.parametrize(
    ("codes", "reached"),
    [
        (["request-member-removed"], [Level.ERROR, Level.WARNING, Level.NOTE]),
        (["error-added"], [Level.WARNING, Level.NOTE]),
        (["request-member-added"], [Level.NOTE]),
        ([], []),
    ],
)
def test_the_severity_that_is_reached(codes: list[str], reached: list[Level]) -> None:
    drift = Drift("old", "new", tuple(change(code, "A") for code in codes))
    assert [level for level in Level if drift.reaches(level)] == reached
    assert not drift.reaches(None)
