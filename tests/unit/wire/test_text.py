from __future__ import annotations

import pytest
from botocore.model import ServiceModel

from harness.wire import parse_response, serialize_response
from harness.wire.codec.text import split_list

TOY = {
    "metadata": {"protocol": "rest-json", "endpointPrefix": "toy", "serviceId": "Toy"},
    "operations": {
        "Get": {"name": "Get", "http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Out"}}
    },
    "shapes": {
        "Out": {
            "type": "structure",
            "members": {"Names": {"shape": "Names", "location": "header", "locationName": "x-names"}},
        },
        "Names": {"type": "list", "member": {"shape": "Name"}},
        "Name": {"type": "string"},
    },
}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a,b", ["a", "b"]),
        ("a , b", ["a", "b"]),
        ('"a,b",c', ["a,b", "c"]),
        (r'"say \"hi\"", x', ['say "hi"', "x"]),
        ('say "hi"', ['say "hi"']),
        ('"a"b,c', ['"a"b', "c"]),
        ("", []),
        ("a,,b", ["a", "", "b"]),
        ("a \t,b\u2028", ["a", "b\u2028"]),  # a line separator belongs to the item
    ],
)
def test_header_lists_are_split_at_commas_outside_quotes(text: str, items: list[str]) -> None:
    assert split_list(text) == items


def test_items_with_commas_or_quotes_are_quoted_in_a_header() -> None:
    operation = ServiceModel(TOY, service_name="toy").operation_model("Get")
    names = ["a", "b,c", 'say "hi"', "back\\slash, too"]
    response = serialize_response(operation, {"Names": names})
    assert response[1]["x-names"] == r'a,"b,c","say \"hi\"","back\\slash, too"'
    assert parse_response(operation, *response).result == {"Names": names}
