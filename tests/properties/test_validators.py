"""Both validators, botocore's own and the JSON form, on generated shapes and values of them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from botocore.model import OperationModel, ServiceModel, ShapeResolver
from botocore.validate import ParamValidator
from hypothesis import event, given
from hypothesis import strategies as st

from harness.contract.schema import compile_request, compile_shape
from harness.contract.validation import SchemaValidator
from harness.contract.values import from_json_value, to_json_value
from harness.contract.vocabulary import fast_validator, reference_validator
from harness.models.traits import trait

Draw = Callable[[st.SearchStrategy[Any]], Any]
Description = dict[str, Any]

PATTERNS = ("^[a-z]{1,3}$", r"\d+", r"[\p{Lu}]", "^(?!aws:).*$", r"^[\w.-]*", "^a|b$", r".*\S.*", ".{1,3}")
DEEPEST = 4


# Services. A list, a map, or a required or union member refers to an earlier shape only, and other
# members to any: so each shape has finite values, and there is recursion.


def _bounds(draw: Draw, smallest: int, widest: int) -> Description:
    bounds = {}
    if draw(st.booleans()):
        bounds["min"] = draw(st.integers(smallest, smallest + 3))
    if draw(st.booleans()):
        bounds["max"] = bounds.get("min", smallest) + draw(st.integers(0, widest))
    return bounds


def _string(draw: Draw, names: list[str]) -> Description:
    trait = draw(st.sampled_from(("none", "enum", "pattern", "length")))
    if trait == "enum":
        return {"type": "string", "enum": draw(st.lists(st.text(max_size=3), min_size=1, unique=True))}
    if trait == "pattern":
        return {"type": "string", "pattern": draw(st.sampled_from(PATTERNS)), **_bounds(draw, 0, 4)}
    return {"type": "string", **(_bounds(draw, 0, 4) if trait == "length" else {})}


def _number(draw: Draw, names: list[str]) -> Description:
    kind = draw(st.sampled_from(("integer", "long", "float", "double")))
    return {"type": kind, **_bounds(draw, -2, 100)}


def _blob(draw: Draw, names: list[str]) -> Description:
    return {"type": "blob", **_bounds(draw, 0, 4)}


def _plain(draw: Draw, names: list[str]) -> Description:
    return {"type": draw(st.sampled_from(("boolean", "timestamp")))}


def _document(draw: Draw, names: list[str]) -> Description:
    return {"type": "structure", "document": True, "members": {}}


def _list(draw: Draw, names: list[str]) -> Description:
    sparse = {"sparse": True} if draw(st.booleans()) else {}
    return {
        "type": "list",
        "member": {"shape": draw(st.sampled_from(names))},
        **_bounds(draw, 0, 3),
        **sparse,
    }


def _map(draw: Draw, names: list[str]) -> Description:
    value = {"shape": draw(st.sampled_from(names))}
    return {"type": "map", "key": {"shape": "Text"}, "value": value, **_bounds(draw, 0, 3)}


def _structure(draw: Draw, names: list[str]) -> Description:
    members = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
    shape = {"type": "structure", "members": {f"M{n}": {"shape": name} for n, name in enumerate(members)}}
    if draw(st.booleans()):
        shape["union"] = True
    elif draw(st.booleans()):
        shape["required"] = ["M0"]
    shape["members"]["Next"] = {"shape": f"S{draw(st.integers(0, 5))}"}
    return shape


LEAVES = (_string, _number, _blob, _plain, _document)


@st.composite
def operations(draw: Draw) -> OperationModel:
    shapes: dict[str, Description] = {"Text": {"type": "string"}}
    for number in range(6):
        make = draw(st.sampled_from((*LEAVES, _list, _map, _structure)))
        shapes[f"S{number}"] = make(draw, list(shapes))
    shapes["Input"] = {
        "type": "structure",
        "members": {name: {"shape": name} for name in shapes},
        "required": draw(st.lists(st.sampled_from(list(shapes)), max_size=2, unique=True)),
    }
    description = {
        "metadata": {"apiVersion": "1", "protocol": "json"},
        "operations": {"Do": {"name": "Do", "http": {}, "input": {"shape": "Input"}}},
        "shapes": shapes,
    }
    return ServiceModel(description, service_name="toy").operation_model("Do")


# Values of a shape as a caller of boto3 writes them; `odd`, where given, may stand in for any of them.

Odd = st.SearchStrategy[Any] | None

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(10**20, 10**40),
    st.floats(),
    st.text(max_size=4),
    st.binary(max_size=3),
    st.sampled_from(
        ("NaN", "2024-05-01T00:00:00Z", "1", "\ud800", [], (), {}, {1: 2}, {"M0": None}, {"Nxt": 1})
    ),
    st.builds(set),
    st.just(dt.date(2024, 5, 1)),
    st.builds(Decimal, st.integers(-2, 3)),
    st.just(Decimal("0.5")),
    st.builds(memoryview, st.just(b"x")),
    st.builds(io.BytesIO, st.just(b"x")),
    st.lists(st.just(1), max_size=5),
    st.lists(st.none(), max_size=2),
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def values(draw: Draw, shape: Any, odd: Odd, depth: int = 0) -> Any:
    if odd is not None and draw(st.integers(0, 11)) == 7:
        return draw(odd)
    return _VALUES[shape.type_name](draw, shape, odd, depth + 1)


def _entries(shape: Any, depth: int) -> st.SearchStrategy[int]:
    fewest = shape.metadata.get("min", 0)
    most = fewest if depth > DEEPEST else fewest + 2
    return st.integers(fewest, min(most, shape.metadata.get("max", most)))


def _string_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    metadata = shape.metadata
    if "enum" in metadata:
        return draw(st.sampled_from(metadata["enum"]))
    if "pattern" in metadata:
        return draw(st.sampled_from(("abc", "12", "É", "a-b", "aws:a", "x\n", "\n", "1\n2", "")))
    return draw(st.text(min_size=metadata.get("min", 0), max_size=metadata.get("max", 6)))


def _integer_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    return draw(st.integers(shape.metadata.get("min"), shape.metadata.get("max")))


def _float_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    return draw(st.floats(shape.metadata.get("min"), shape.metadata.get("max"), allow_nan=False))


def _blob_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    return draw(st.binary(min_size=shape.metadata.get("min", 0), max_size=shape.metadata.get("max", 6)))


def _timestamp_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    return draw(st.datetimes(timezones=st.just(dt.UTC)))


def _boolean_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    return draw(st.booleans())


def _list_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    return [values(draw, shape.member, odd, depth) for _ in range(draw(_entries(shape, depth)))]


def _map_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    count = draw(_entries(shape, depth))
    keys = draw(st.lists(st.text(max_size=3), min_size=count, max_size=count, unique=True))
    return {key: values(draw, shape.value, odd, depth) for key in keys}


def _structure_value(draw: Draw, shape: Any, odd: Odd, depth: int) -> Any:
    if shape.is_document_type:
        return draw(JSON)
    if shape.is_tagged_union:
        chosen = {"M0" if depth > DEEPEST else draw(st.sampled_from(list(shape.members)))}
    else:
        chosen = set(shape.required_members)
        if depth <= DEEPEST:
            chosen |= set(draw(st.lists(st.sampled_from(list(shape.members)), max_size=3)))
    return {name: values(draw, shape.members[name], odd, depth) for name in sorted(chosen)}


_VALUES: Mapping[str, Callable[[Draw, Any, Odd, int], Any]] = {
    "string": _string_value,
    "integer": _integer_value,
    "long": _integer_value,
    "float": _float_value,
    "double": _float_value,
    "blob": _blob_value,
    "timestamp": _timestamp_value,
    "boolean": _boolean_value,
    "list": _list_value,
    "map": _map_value,
    "structure": _structure_value,
}


def _has_sparse(operation: OperationModel) -> bool:
    model = operation.service_model
    return any(trait(model.shape_for(name), "sparse") for name in model.shape_names)


@given(operations(), st.data())
def test_both_validators_give_one_verdict(operation: OperationModel, data: st.DataObject) -> None:
    schema = compile_request(operation)
    validator, reference, fast = SchemaValidator(schema), reference_validator(schema), fast_validator(schema)
    for _ in range(5):
        value = _VALUES["structure"](
            data.draw, operation.input_shape, data.draw(st.sampled_from((None, ODD))), 0
        )
        instance = to_json_value(operation.input_shape, value)
        verdict = reference.is_valid(instance)
        event(f"valid: {verdict}")
        try:
            assert fast.is_valid(instance) is verdict
        except (ValueError, TypeError):
            event("left to the reference")
        assert validator.is_valid(instance) is verdict
        assert bool(validator.findings(instance)) is not verdict


@given(st.sampled_from(PATTERNS), st.text("a1\n É:-", max_size=5))
def test_what_a_request_may_hold_a_response_may_too(pattern: str, text: str) -> None:
    shape = ShapeResolver({"S": {"type": "string", "pattern": pattern}}).get_shape_by_name("S")
    in_request, in_response = (
        fast_validator(compile_shape(shape, side)).is_valid(text) for side in ("request", "response")
    )
    assert in_response or not in_request


def _botocore_rejects(shape: Any, value: Any) -> str:
    try:
        return str(ParamValidator().validate(value, shape).generate_report())
    except RuntimeError as error:  # a number of seconds that no datetime holds
        return str(error)


# botocore does not know the sparse trait: it takes nulls in no list.
@given(operations().filter(lambda operation: not _has_sparse(operation)), st.data())
def test_whatever_botocore_rejects_is_a_violation(operation: OperationModel, data: st.DataObject) -> None:
    shape = operation.input_shape
    validator = SchemaValidator(compile_request(operation))
    for _ in range(5):
        value = _VALUES["structure"](data.draw, shape, data.draw(st.sampled_from((None, ODD))), 0)
        rejected = _botocore_rejects(shape, value)
        event(f"rejected: {bool(rejected)}")
        if rejected:
            assert validator.findings(to_json_value(shape, value)), rejected


@given(operations(), st.data())
def test_values_come_back_from_their_json_form(operation: OperationModel, data: st.DataObject) -> None:
    shape = operation.input_shape
    value = _VALUES["structure"](data.draw, shape, None, 0)
    assert from_json_value(shape, to_json_value(shape, value)) == value
