from __future__ import annotations

import pytest

from harness.models import load_service
from harness.models.unions import is_union


@pytest.mark.parametrize(
    ("service", "shape", "expected"),
    [
        ("rds-data", "Field", True),  # by the trait
        ("dynamodb", "AttributeValue", True),  # "An attribute of type String", and so of each member
        ("quicksight", "AxisScale", True),  # "This is a union type structure"
        ("medialive", "ScheduleActionStartSettings", True),  # "Only one of the options must be selected"
        ("dynamodb", "KeysAndAttributes", False),
        ("dynamodb", "TableName", False),
        ("ec2", "Tag", False),
    ],
)
def test_unions_by_trait_and_by_documentation(service: str, shape: str, expected: bool) -> None:
    assert is_union(load_service(service).shape_for(shape)) is expected
