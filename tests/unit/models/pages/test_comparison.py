from __future__ import annotations

from typing import Any

import pytest
from botocore.model import OperationModel, ServiceModel

from harness.models.pages import Difference, compare


def operation(member: dict[str, Any] | None, *, required: bool = False, error: str = "") -> OperationModel:
    """Return an operation whose input has one member ``Where``, or none."""
    shapes: dict[str, Any] = {
        "Input": {"type": "structure", "members": {}},
        "Text": {"type": "string"},
        "Number": {"type": "long"},
        "Int": {"type": "integer"},
        "Texts": {"type": "list", "member": {"shape": "Text"}},
        "ByName": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Number"}},
        "Tree": {"type": "structure", "members": {"Children": {"shape": "Tree"}, "Name": {"shape": "Text"}}},
        "Open": {"type": "structure", "members": {}, "document": True},
    }
    if member is not None:
        shapes["Where"] = member
        shapes["Input"]["members"]["Where"] = {"shape": "Where", "documentation": "<p>Where.</p>"}
        shapes["Input"]["required"] = ["Where"] if required else []
    described: dict[str, Any] = {"name": "Get", "input": {"shape": "Input"}}
    if error:
        shapes[error] = {"type": "structure", "members": {}, "exception": True}
        described["errors"] = [{"shape": error}]
    return ServiceModel({"metadata": {}, "operations": {"Get": described}, "shapes": shapes}).operation_model(
        "Get"
    )


TEXT, NUMBER, INT = {"type": "string"}, {"type": "long"}, {"type": "integer"}
UNION = {"type": "structure", "union": True, "members": {"A": {"shape": "Text"}}}


@pytest.mark.parametrize(
    ("page", "model"),
    [
        (TEXT, TEXT),
        (NUMBER, INT),
        ({"type": "double"}, {"type": "float"}),
        ({"type": "list", "member": {"shape": "Number"}}, {"type": "list", "member": {"shape": "Int"}}),
        (
            {"type": "structure", "members": {"Tree": {"shape": "Open"}}},
            {"type": "structure", "members": {"Tree": {"shape": "Tree"}}},
        ),
        (
            {"type": "structure", "members": {"Where": {"shape": "Open"}}},
            {"type": "structure", "members": {"Where": {"shape": "Where"}}},
        ),
    ],
    ids=["equal", "integers", "floats", "lists", "left open", "elided"],
)
def test_what_pages_do_not_tell_apart_is_equal(page: dict[str, Any], model: dict[str, Any]) -> None:
    assert compare(operation(page), operation(model)) == ()


def test_no_input_is_an_input_without_members() -> None:
    page = ServiceModel({"metadata": {}, "operations": {"Get": {"name": "Get"}}, "shapes": {}})
    assert compare(page.operation_model("Get"), operation(None)) == ()


@pytest.mark.parametrize(
    ("page", "model", "text"),
    [
        (operation(TEXT), operation(None), "/input/Where: the page has it (string), the model has not."),
        (operation(None), operation(NUMBER), "/input/Where: the model has it (integer), the page has not."),
        (
            operation(TEXT),
            operation(INT),
            "/input/Where: its type is string on the page, integer in the model.",
        ),
        (
            operation({"type": "list", "member": {"shape": "Text"}}),
            operation({"type": "list", "member": {"shape": "Number"}}),
            "/input/Where/*: its type is string on the page, integer in the model.",
        ),
        (
            operation({"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}}),
            operation({"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Texts"}}),
            "/input/Where/*: its type is string on the page, list in the model.",
        ),
        (
            operation({"type": "structure", "members": {"A": {"shape": "Text"}}}),
            operation({"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}}),
            "/input/Where: its type is dict on the page, map in the model.",
        ),
        (
            operation(TEXT),
            operation({"type": "string", "enum": ["ON", "OFF"]}),
            "/input/Where: its enum is any string on the page, ON|OFF in the model.",
        ),
        (
            operation(TEXT, required=True),
            operation(TEXT),
            "/input/Where: its required is yes on the page, no in the model.",
        ),
        (
            operation({**UNION, "union": False}),
            operation(UNION),
            "/input/Where: its union is no on the page, yes in the model.",
        ),
        (
            operation(None, error="Busy"),
            operation(None),
            "/errors/Busy: the page has it (exception), the model has not.",
        ),
        (
            operation(None),
            operation(None, error="Busy"),
            "/errors/Busy: the model has it (exception), the page has not.",
        ),
    ],
)
def test_differences_are_worded(page: OperationModel, model: OperationModel, text: str) -> None:
    assert [str(difference) for difference in compare(page, model)] == [text]


def test_difference_keeps_its_data() -> None:
    assert compare(operation(TEXT), operation(None)) == (
        Difference("/input/Where", "member", "string", None),
    )
