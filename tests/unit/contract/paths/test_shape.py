"""The shapes at the places that paths and pointers name."""

from __future__ import annotations

import pytest
from botocore.model import ServiceModel, Shape

import harness
from harness.contract.paths.shape import general_path, is_required, shape_at, shape_below, shape_names_around

DESCRIPTION = {
    "metadata": {"serviceId": "Example", "protocol": "json"},
    "operations": {"Put": {"name": "Put", "input": {"shape": "Input"}}},
    "shapes": {
        "Input": {
            "type": "structure",
            "required": ["Mode"],
            "members": {
                "Mode": {"shape": "Mode"},
                "Tags": {"shape": "Tags"},
                "Items": {"shape": "Items"},
                "Stream": {"shape": "Stream"},
            },
        },
        "Mode": {"type": "string"},
        "Count": {"type": "integer"},
        "Text": {"type": "string"},
        "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
        "Items": {"type": "list", "member": {"shape": "Item"}},
        "Item": {"type": "structure", "required": ["Size"], "members": {"Size": {"shape": "Count"}}},
        "Stream": {"type": "structure", "eventstream": True, "members": {"Records": {"shape": "Item"}}},
    },
}
INPUT = ServiceModel(DESCRIPTION, "example").operation_model("Put").input_shape


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "Input"),
        ("Mode", "Mode"),
        ("Items[]", "Item"),
        ("Items[].Size", "Count"),
        ("Tags[]", "Text"),
        ("Mode[]", None),
        ("Items.Size", None),
        ("Items[].Size.Of", None),
    ],
)
def test_a_path_leads_to_a_shape(path: str, name: str | None) -> None:
    shape: Shape | None = shape_at(INPUT, path)
    assert (shape and shape.name) == name


@pytest.mark.parametrize(
    ("path", "required"),
    [
        ("Mode", True),
        ("Tags", False),
        ("Items[].Size", True),
        ("Items[]", False),
        ("Tags[].Size", False),
        ("Nowhere.Mode", False),
        ("", False),
    ],
)
def test_a_member_is_required_by_the_structure_around_it(path: str, required: bool) -> None:
    assert is_required(INPUT, path) is required


def test_the_names_of_the_shapes_around_a_place() -> None:
    assert shape_names_around(INPUT, "Items[].Size") == ("Input", "Items", "Item")
    assert shape_names_around(INPUT, "Nowhere.Else") == ("Input",)


@pytest.mark.parametrize(
    ("outer", "step", "name"),
    [
        ("", "Tags", "Tags"),
        ("", "Nowhere", None),
        ("Tags", "any key", "Text"),
        ("Items", "3", "Item"),
        ("Mode", "0", None),
        ("Stream", "0", "Stream"),
        ("Stream", "Records", "Item"),
        ("Nowhere", "Mode", None),
    ],
)
def test_a_step_of_a_pointer_leads_to_a_shape(outer: str, step: str, name: str | None) -> None:
    shape = shape_below(shape_at(INPUT, outer), step)
    assert (shape and shape.name) == name


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", ""),
        ("/Table/TableName", "Table.TableName"),
        ("/Table/KeySchema/3/KeyType", "Table.KeySchema[].KeyType"),
        ("/Table/Unknown/0", "Table.Unknown.0"),
    ],
)
def test_a_general_path_has_no_numbers_of_entries(pointer: str, place: str) -> None:
    shape = harness.contract("dynamodb", "DescribeTable").operation_model.output_shape
    assert general_path(shape, pointer) == place


def test_a_general_path_has_no_keys_of_maps() -> None:
    shape = harness.contract("dynamodb", "PutItem").operation_model.input_shape
    assert general_path(shape, "/Item/id/S") == "Item[].S"
