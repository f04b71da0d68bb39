"""Proposals are about what the installed models have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from harness.contract.paths.shape import shape_at
from harness.models import load_service
from harness.synth.proposals import FOLDER, proposals_of

RESPONSE_PATHS = ("member", "members", "list")


def proposals() -> Iterator[tuple[Any, dict[str, Any]]]:
    for path in sorted(FOLDER.glob("*.jsonl")):
        service = load_service(path.stem)
        head, *lines = path.read_bytes().splitlines()
        assert orjson.loads(head) == {"service": path.stem}
        for line in lines:
            written = orjson.loads(line)
            yield service.operation_model(written["of"]), written["rule"]


def test_each_names_what_its_operation_has() -> None:
    unknown = []
    for operation, rule in proposals():
        params = [rule[name] for name in ("param", "holder") if rule.get(name)]
        unknown += [(operation.name, one) for one in params if shape_at(operation.input_shape, one) is None]
        for name in RESPONSE_PATHS:
            written = rule.get(name, ())
            paths = [written] if isinstance(written, str) else written
            texts = [
                path for path in paths if isinstance(path, str) and path and rule["kind"] != "ordered_by"
            ]
            if rule["kind"] in ("starts_after", "seeks"):
                texts = [path for path in texts if name == "list"]
            unknown += [
                (operation.name, one) for one in texts if shape_at(operation.output_shape, one) is None
            ]
    assert unknown == []


def test_a_service_without_proposals_has_none() -> None:
    assert proposals_of(load_service("sts").operation_model("GetCallerIdentity"), "selects") == ()
