"""What goes wrong between a client and a service, as strategies: documented errors, and troubles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel, Shape
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from harness.contract.contract import Contract
from harness.contract.schema import error_code
from harness.contract.values import from_json_value
from harness.strategies.drawn import DrawnChoices
from harness.strategies.response.awkward import AwkwardPlan
from harness.strategies.response.plain import plain_values
from harness.strategies.subject import Operation, contract_of
from harness.synth.responses.echo import Named
from harness.synth.responses.faults import Error, Fault, throttling_code
from harness.synth.responses.plan import ResponsePlan
from harness.synth.responses.trouble import Dropped, Slow, Truncated
from harness.synth.scene import DEFAULT_SCENE, Scene
from harness.synth.values.maker import Maker
from harness.synth.values.plausible import Place
from harness.wire.protocol import protocol_named

_SHORT = 0.05  # seconds
_MESSAGES = ("", "Try again later.", "Größe überschritten: 漢字 🙂 <&>", "x" * 1_000)


def errors(
    operation: Operation, *, common: bool = True, scene: Scene = DEFAULT_SCENE
) -> SearchStrategy[Error]:
    """Make a strategy for the errors that an operation may answer with.

    Every documented error comes up, with its members, and what every service may answer: that it was called
    too often, and that it failed.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.
        common: whether those come up that every service may answer; they do where none is documented.
        scene: region, account and time of the answer.

    Returns:
        Faults for `SyntheticService.fault`; ``Error.answer`` makes the answer. They shrink to the
        throttling error.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    contract = contract_of(operation)
    model = contract.operation_model
    documented = [_documented(contract, shape, scene) for shape in model.error_shapes]
    if documented and not common:
        return st.one_of(documented)
    return st.one_of(*(st.builds(Error, st.just(code), _messages()) for code in _generic(model)), *documented)


def faults(operation: Operation, *, scene: Scene = DEFAULT_SCENE) -> SearchStrategy[Fault]:
    """Make a strategy for what may go wrong in a call: errors, and failures of the connection.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.
        scene: region, account and time of the answer.

    Returns:
        Errors as `errors` makes them, connections that are dropped or cut off in the middle of the body, and
        answers that come a little late (up to 0.05 seconds). They shrink to a dropped connection.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    late = st.floats(0, _SHORT).map(Slow)
    return st.one_of(st.just(Dropped()), st.just(Truncated()), late, errors(operation, scene=scene))


def _generic(operation: OperationModel) -> Iterator[str]:
    yield throttling_code(operation)
    yield protocol_named(operation.service_model.resolved_protocol).codes.internal


def _messages() -> SearchStrategy[str | None]:
    return st.sampled_from((None, *_MESSAGES))


def _documented(contract: Contract, shape: Shape, scene: Scene) -> SearchStrategy[Error]:
    @st.composite
    def error(draw: DrawFn) -> Error:
        choices = DrawnChoices(draw)
        plan = AwkwardPlan(draw, choices, ResponsePlan(Named(), None), plain_values(shape, scene))
        place = Place(contract.service, owner=shape.name)
        made: Any = from_json_value(shape, Maker(choices, scene, plan).make(shape, place))
        members = {name: value for name, value in made.items() if name.lower() not in ("message", "code")}
        return Error(error_code(shape), draw(_messages()), members)

    return error()
