"""Answers to several things at once: each entry is of one that was asked for, and none is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from botocore.model import OperationModel

from harness.contract.paths.shape import shape_at
from harness.contract.values import JsonValue
from harness.contract.wording import show
from harness.synth.responses.batches import batches_of, texts_at
from harness.synth.responses.views import allows


@dataclass(frozen=True, slots=True)
class BatchFault:
    """What an answer says wrongly of several things.

    Attributes:
        code: ``another`` of what nobody asked for, ``left-out`` of what is passed over.
        path: where the answer says it.
        message: what is wrong.
    """

    code: str
    path: str
    message: str


def batch_faults(operation: OperationModel, params: JsonValue, response: JsonValue) -> Iterator[BatchFault]:
    """Yield what an answer says of things that were not asked for, and what it leaves out.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        response: the result in JSON-able form.
    """
    for batch in batches_of(operation):
        asked = texts_at(params, batch.asked)
        if not all(_may_be(operation, path, one) for path in batch.told for one in asked):
            continue  # what the answer's own constraints rule out cannot come back
        told = {path: texts_at(response, path) for path in batch.told}
        for path, names in told.items():
            other = next((name for name in names if not any(_is_same(name, one) for one in asked)), None)
            if asked and other is not None:
                message = f"{path} must be one of {batch.asked} of the request, but was {show(other)}."
                yield BatchFault("another", path, message)
        back = [name for names in told.values() for name in names]
        left = next((one for one in asked if not any(_is_same(name, one) for name in back)), None)
        if batch.is_whole and left is not None:
            message = f"{' or '.join(batch.told)} must tell of {show(left)} in {batch.asked}, but none does."
            yield BatchFault("left-out", batch.told[0], message)


def _may_be(operation: OperationModel, path: str, text: str) -> bool:
    shape = shape_at(operation.output_shape, path)
    return shape is None or allows(shape, text)


def _is_same(told: str, asked: str) -> bool:
    """Tell whether two texts name the same: some services keep small letters, or a name of an ARN only."""
    one, other = told.lower(), asked.lower()
    is_part = any(sign in text for text in (one, other) for sign in ":/")
    return one == other or (is_part and (one in other or other in one))
