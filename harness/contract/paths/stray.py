"""Places that a user names and no message of an operation can have, and the ones that may be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from harness.contract.paths.pointer import escaped, unescaped
from harness.contract.paths.shape import shape_below
from harness.contract.values import is_document
from harness.errors import close_names
from harness.models import find_operation, operations

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

Side = Literal["request", "answer", "request or answer"]


class Stray(NamedTuple):
    """A place that is none.

    Attributes:
        reason: what is wrong, a whole sentence.
        meant: the JSON pointer that may be meant; empty if none is close.
    """

    reason: str
    meant: str

    def worded(self, scope: str = "") -> str:
        """Return the reason, and what may be meant with the scope before it, ready to be pasted."""
        return f"{self.reason} Did you mean {scope + self.meant!r}?" if self.meant else self.reason


@lru_cache(maxsize=1024)  # each test of a suite reads the same settings
def stray_place(service: str, operation: str | None, steps: tuple[str, ...], side: Side) -> Stray | None:
    """Tell whether a place is none of an operation's, or of any operation's of a service.

    Args:
        service: botocore's name of the service.
        operation: the operation's name; None for any of the service.
        steps: the steps of the JSON pointer, as they are escaped; ``*`` is any one step.
        side: which messages have it. In a request or answer, steps of entries of lists may be left out, as in
            rules of redaction.

    Returns:
        What is wrong; None if there is such a place.

    Raises:
        harness.errors.UnknownName: there is no such service or operation.
    """
    models = [find_operation(service, operation)] if operation else list(operations(service))
    shapes = [shape for model in models for shape in _shapes(model, side)]
    lenient = side == "request or answer"
    if side != "request" and steps[0] == "Error":  # as the comparison of errors writes them
        return None
    if any(_leads(shape, steps, lenient) for shape in shapes):
        return None
    depth = next(
        count
        for count in range(1, len(steps) + 1)
        if not any(_leads(shape, steps[:count], lenient) for shape in shapes)
    )
    meant = next((one for shape in shapes for one in _meant(shape, steps, depth - 1, lenient)), "")
    who = f"{service}.{models[0].name} has no" if operation else f"No operation of {service} has a"
    return Stray(f"{who} {_pointer(steps[:depth])} in its {side}.", meant)


def _shapes(operation: OperationModel, side: Side) -> Iterator[Shape]:
    sides = {"request": [operation.input_shape], "answer": [operation.output_shape]}
    everything = [operation.input_shape, operation.output_shape, *operation.error_shapes]
    yield from (shape for shape in sides.get(side, everything) if shape is not None)


def _leads(shape: Any, steps: tuple[str, ...], lenient: bool) -> bool:
    """Tell whether steps may lead somewhere; into documents and texts, which may hold any, they do."""
    if not steps or shape is None or is_document(shape) or shape.type_name in ("string", "blob"):
        return True
    step, rest = steps[0], steps[1:]
    if shape.type_name == "map":
        return _leads(shape.value, rest, lenient)
    if shape.type_name == "list":
        if step == "*" or step.isdigit():
            return _leads(shape.member, rest, lenient)
        return lenient and shape.member.type_name == "structure" and _leads(shape.member, steps, lenient)
    if shape.type_name != "structure":
        return False
    is_event = shape.serialization.get("eventstream", False)
    if is_event and (step == "*" or step.isdigit()):  # a stream is a list of one shape
        return _leads(shape, rest, lenient)
    if step == "*":
        return any(_leads(member, rest, lenient) for member in shape.members.values())
    member = shape.members.get(unescaped(step))
    return member is not None and _leads(member, rest, lenient)


def _meant(shape: Shape, steps: tuple[str, ...], at: int, lenient: bool) -> Iterator[str]:
    """Yield the pointers that may be meant by one whose steps are right up to a place."""
    above, wrong, below = steps[:at], steps[at], steps[at + 1 :]
    inner: Any = shape
    for step in above:
        inner = shape_below(inner, unescaped(step))
    tries: Iterable[tuple[str, ...]] = ()
    if inner is not None and inner.type_name == "list":
        tries = ((*above, "*", wrong, *below),)
    elif inner is not None and inner.type_name == "structure":
        close = islice(close_names(unescaped(wrong), inner.members), 3)
        tries = ((*above, escaped(name), *below) for name in close)
    yield from (_pointer(one) for one in tries if _leads(shape, one, lenient))


def _pointer(steps: Iterable[str]) -> str:
    return "".join(f"/{step}" for step in steps)
