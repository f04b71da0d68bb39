"""Two runs compared."""

from __future__ import annotations

from harness.report.changes import Counted, add_violation, changes, coverage_changes
from harness.report.exercise import DIMENSIONS
from harness.report.identity import Identity


def at(cassette: str, rule: str = "") -> Identity:
    return Identity(cassette, "dynamodb.ListTables", "request", "range", "/Limit", rule)


def test_new_fixed_and_still_there() -> None:
    former = {at("a"): Counted("error", "old", 2), at("b"): Counted("error", "gone")}
    now = {at("a"): Counted("error", "now", 5), at("c"): Counted("warning", "new")}
    found = [(c["cassette"], c["message"], c["before"], c["now"]) for c in changes(former, now)]
    assert found == [("c", "new", 0, 1), ("b", "gone", 1, 0), ("a", "now", 2, 5)]


def test_violations_alike_are_counted_whatever_their_rule_is_called() -> None:
    known: dict[Identity, Counted] = {}
    for rule in ("model:A#max", "model:B#max"):
        add_violation(known, at("a", rule), "error", f"says {rule}")
    assert known == {at("a"): Counted("error", "says model:A#max", 2)}


def test_coverage_gained_and_lost() -> None:
    def coverage(**operations: list[str]) -> dict[str, object]:
        nothing = {dimension: {"covered": [], "missing": []} for dimension in DIMENSIONS}
        return {
            "operations": {
                name: {**nothing, "members": {"covered": covered, "missing": []}}
                for name, covered in operations.items()
            }
        }

    found = coverage_changes(
        coverage(a=["x", "y"], b=["z"], c=["s"]), coverage(a=["y", "w"], c=["s"], d=["v"])
    )
    assert list(found) == [
        {"operation": "a", "gained": ["w"], "lost": ["x"]},
        {"operation": "b", "gained": [], "lost": ["z"]},
        {"operation": "d", "gained": ["v"], "lost": []},
    ]
