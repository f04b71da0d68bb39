from __future__ import annotations

import pytest

from harness.models.pages.outline import Entry
from harness.models.pages.recursion import find_target
from harness.models.pages.value import Value


def value(path: str, documentation: str = "", type_name: str = "dict") -> Value:
    """Return a value at a path, in which ``*`` stands for an unnamed step such as a list's member."""
    *_, name = (step for step in path.split(".") if step != "*")
    blocks = (documentation,) if documentation else ()
    return Value(path, name, not path.endswith("*"), Entry(None, type_name, False, blocks, (), 0), None)


@pytest.mark.parametrize(
    ("recursive", "around", "target"),
    [
        (value("In.Tree.Left"), [value("In"), value("In.Tree")], "In.Tree"),
        (
            value("In.Rule.Not"),
            [value("In"), value("In.Rule"), value("In.Rule.List", type_name="list")],
            "In.Rule",
        ),
        (
            value("In.Root.And.Parts.*", "One part."),
            [
                value("In"),
                value("In.Root", "One part."),
                value("In.Root.And"),
                value("In.Root.And.Parts", type_name="list"),
            ],
            "In.Root",
        ),
        (
            value("In.Statement.And.Statements.*"),
            [value("In"), value("In.Statement"), value("In.Statement.And")],
            "In.Statement",
        ),
        (
            value("In.slots.*.subSlots"),
            [value("In"), value("In.slots"), value("In.slots.*")],
            "In.slots",
        ),
        (value("In.A.B.*"), [value("In"), value("In.A"), value("In.A.B")], "In.A"),
        (value("In.A.B.then"), [value("In"), value("In.A"), value("In.A.B")], None),
    ],
    ids=[
        "only one",
        "only one of its type",
        "documentation",
        "name",
        "ending",
        "no list of itself",
        "no hint",
    ],
)
def test_target(recursive: Value, around: list[Value], target: str | None) -> None:
    assert find_target(recursive, around) == target
