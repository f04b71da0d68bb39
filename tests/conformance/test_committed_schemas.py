"""schemas/ holds what harness makes of five operations, without a word of AWS's documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.model import OperationModel, Shape

from harness.cli import main
from harness.contract.sentences import sentences_of
from harness.models import find_operation

FOLDER = Path(__file__).parents[2] / "schemas"
FILES = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
OPERATIONS = sorted({name.rsplit(".", 2)[0] for name in FILES})


def test_the_five_operations_are_there_with_every_part() -> None:
    assert OPERATIONS == [
        "cloudtrail.ListInsightsData",
        "cloudtrail.ListInsightsMetricData",
        "internetmonitor.GetInternetEvent",
        "xray.GetInsight",
        "xray.GetInsightEvents",
    ]
    parts = ("errors", "exchange", "pages", "request", "response")
    assert sorted(FILES) == [f"{operation}.{part}.json" for operation in OPERATIONS for part in parts]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_committed_schemas_are_what_the_code_makes(operation: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schema", operation, "--out", str(tmp_path)])
    assert ended.value.code == 0
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert made
    for name, text in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name} is out of step: run make schemas"


def _texts(operation: OperationModel) -> Iterator[str]:
    yield operation.documentation
    for shape in (operation.input_shape, operation.output_shape, *operation.error_shapes):
        yield from _texts_below(shape, ())


def _texts_below(shape: Shape, above: tuple[str, ...]) -> Iterator[str]:
    yield shape.documentation
    if shape.name in above:
        return
    inner = [*getattr(shape, "members", {}).values()]
    inner += [getattr(shape, name) for name in ("member", "key", "value") if hasattr(shape, name)]
    for target in inner:
        yield from _texts_below(target, (*above, shape.name))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.items() for part in item for text in _strings(part))
    elif isinstance(value, list):
        yield from (text for item in value for text in _strings(item))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_sentence_of_the_documentation_is_committed(operation: str) -> None:
    model = find_operation(*operation.split("."))
    sentences = {sentence.text for text in _texts(model) for sentence in sentences_of(text)}
    assert len(sentences) > 5
    for name, schema in FILES.items():
        if name.startswith(f"{operation}."):
            held = list(_strings(schema))
            assert not sentences.intersection(held)
            prose = [text for text in held if len(text.split()) > 3 and "harness" not in text]
            assert {text for text in prose if not text.startswith("Made from botocore ")} == set()
