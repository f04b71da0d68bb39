"""Findings that the documentation of the very member takes back, or that its shape does not mean.

A member's enumeration and bounds are one word about it, and its own text is another: where the two contradict
each other, the looser one holds. ``State`` of an internet gateway's attachment has an enumeration without
``available``, and a text that says it is ``available``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel, ServiceModel, Shape

from harness.contract.loosened import quoted_values
from harness.contract.paths.pointer import to_steps, value_at
from harness.contract.paths.shape import shape_below
from harness.contract.validation import Finding
from harness.models.reach import reached_shapes

# How botocore's documentation and its pages mark a literal value.
_LITERAL = re.compile(r"<code>\s*[\"'“]?(.*?)[\"'”]?\s*</code>|``[\"']?(.*?)[\"']?``", re.DOTALL)
# How the documentation of an error lists its reasons: "<li> <p>INVALID_PAGINATION_TOKEN: Get the value ...".
_REASON = re.compile(r"<li>\s*<p>\s*([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\s*:")
# How documentation says that a member may be missing from a response.
_MAY_BE_MISSING = re.compile(
    r"\b(?:not|isn['’]t|aren['’]t) (?:always )?(?:returned|included|present|displayed|provided|shown)\b"
    r"|\b(?:is|are) (?:omitted|empty|null|absent|blank)\b"
    r"|\b(?:returned|present|included|appears) only (?:if|when|for)\b"
    r"|\bonly (?:returned|present|included|appears)\b"
    r"|\bsecond and subsequent\b",
    re.IGNORECASE,
)


def on_request(operation: OperationModel, params: Any, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what was found in parameters, but for values that the text of the member names.

    Where a pattern or a bound refuses such a value, it is not to be trusted: what else it finds is minor.

    Args:
        operation: the model of the operation.
        params: the parameters in JSON-able form.
        findings: what was found in them.
    """
    service, root = operation.service_model.service_name, operation.input_shape
    for finding in findings:
        _, text, _, value = _at(root, params, finding.pointer)
        if finding.code == "enum" and _names(text, value):
            continue
        structure, member = _member(root, finding.pointer)
        quoted = quoted_values((service, structure, member), finding.source.trait)
        if str(value) not in quoted:
            yield replace(finding, is_minor=True) if quoted else finding


def on_response(
    service: ServiceModel, root: Shape | None, response: Any, findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield what was found in a response, but for what the text of the member, or its place, explains.

    Args:
        service: the model of the service.
        root: the shape of the result, or of an error.
        response: the result in JSON-able form.
        findings: what was found in it.
    """
    for finding in findings:
        shape, text, around, value = _at(root, response, finding.pointer)
        if finding.code == "enum" and (_names(text, value) or value in _REASON.findall(around)):
            continue
        if finding.code in ("required", "null") and _MAY_BE_MISSING.search(text):
            continue
        if finding.source.trait == "min" and not value and shape is not None and _is_sent(service, shape):
            continue
        if finding.code == "unknown-member" and _is_detail(service, root, value):
            continue
        yield finding


def _is_detail(service: ServiceModel, root: Shape | None, value: Any) -> bool:
    """Tell whether something is a text next to the members of an error of S3, as its signature tells.

    S3 documents that its errors have further elements, which tell a developer what the request was, such as
    ``Key`` and ``BucketName``; no model has them.
    """
    is_error = root is not None and root.metadata.get("exception", False)
    return is_error and str(service.signature_version).startswith("s3") and isinstance(value, str)


def _at(root: Shape | None, value: Any, pointer: str) -> tuple[Shape | None, str, str, Any]:
    """Return the shape, the text, the text of the structure around it, and the value at a place.

    The text of an entry is that of its list as well.
    """
    shape, text, around = root, "", ""
    for step in to_steps(pointer):
        is_entry = shape is not None and shape.type_name in ("list", "map")
        around = shape.documentation if shape is not None and not is_entry else around
        shape = shape_below(shape, step)
        said = shape.documentation if shape is not None else ""
        text = f"{text} {said}" if is_entry else said
    return shape, text, around, value_at(value, pointer)


def _member(root: Shape | None, pointer: str) -> tuple[str, str]:
    """Return the innermost structure around a place, and its member that the place is in."""
    shape, found = root, ("", "")
    for step in to_steps(pointer):
        if shape is not None and shape.type_name == "structure":
            found = shape.name, step
        shape = shape_below(shape, step)
    return found


def _names(text: str, value: Any) -> bool:
    named = isinstance(value, str) and value and any(value in found for found in _LITERAL.findall(text))
    return bool(named)


def _is_sent(service: ServiceModel, shape: Shape) -> bool:
    """Tell whether requests have a shape too: its minimum then says what a caller has to send.

    An answer has 0 and empty lists all the same: tables without a decrease today, streams without metrics.
    """
    return shape.name in _sent_shapes(service)


@lru_cache(maxsize=32)
def _sent_shapes(service: ServiceModel) -> frozenset[str]:
    models = (service.operation_model(name) for name in service.operation_names)
    roots = {model.input_shape.name for model in models if model.input_shape is not None}
    return frozenset(reached_shapes(service, roots))
