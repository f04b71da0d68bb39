"""Example requests: valid by the shapes and by the documented rules, and such as a person would send.

A request begins with what the shapes require and some of the rest. Then each rule that it breaks is put
right, until none is broken; the rules' own predicates judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.contract import Contract
from harness.contract.values import JsonValue, from_json_value
from harness.models.paginators import Pagination, find_pagination
from harness.synth.choices import Choices, SeededChoices
from harness.synth.narrowing import narrowings
from harness.synth.plausible import Place
from harness.synth.repair import Repair
from harness.synth.responder import DEFAULT_SCENE
from harness.synth.scene import Scene
from harness.synth.values import UNKNOWN, Maker

_DIGESTS = ("content-md5", "x-amz-checksum-")
_TRIES = 12  # requests begun; the later ones with what the shapes require alone


def example_request(contract: Contract, seed: object = 0, scene: Scene = DEFAULT_SCENE) -> dict[str, Any]:
    """Make a request; equal arguments, equal requests.

    Args:
        contract: the operation's contract.
        seed: other seeds give other requests.
        scene: region, account and time.

    Returns:
        Parameters as a caller passes them to the client.
    """
    params = request_params(contract, SeededChoices(seed, contract.name, "request"), scene)
    made: dict[str, Any] = from_json_value(contract.operation_model.input_shape, params) or {}
    return made


def request_params(
    contract: Contract, choices: Choices, scene: Scene = DEFAULT_SCENE
) -> dict[str, JsonValue]:
    """Make a request's parameters in JSON-able form.

    Where the documentation contradicts itself they may break a rule; `Contract.check_request` tells.
    """
    shape = contract.operation_model.input_shape
    if shape is None:
        return {}
    rules = [rule for rule in contract.rules if rule.side == "request"]
    best: dict[str, JsonValue] = {}
    fewest: int | None = None
    for number in range(_TRIES):
        plan = RequestPlan(choices, contract.operation_model, sparse=number > _TRIES // 2)
        maker = Maker(choices, scene, plan, narrowings(rules))
        params: dict[str, JsonValue] = maker.make(shape, Place(contract.service))
        broken = len(Repair(shape, maker, contract.service).put_right(rules, params))
        if fewest is None or broken < fewest:
            best, fewest = params, broken
        if not broken:
            break
    return best


@dataclass(frozen=True)
class RequestPlan:
    """What a request has besides what it must have.

    Attributes:
        choices: where choices come from.
        operation: the operation.
        sparse: whether it has nothing else.
    """

    choices: Choices
    operation: OperationModel
    sparse: bool = False

    def includes(self, place: Place, shape: Shape) -> bool:
        """Include one optional member in three, not too deep; no token: one comes from a response."""
        if self.sparse or place.path in self._left_out() or place.path.count(".") > 2:
            return False
        return self.choices.choose(3) == 2

    def _left_out(self) -> tuple[str, ...]:
        pagination: Pagination | None = find_pagination(self.operation)
        tokens = pagination.input_tokens if pagination is not None else ()
        algorithm = self.operation.http_checksum.get("requestAlgorithmMember", "")  # botocore's to choose
        return (*tokens, *self.operation.idempotent_members, algorithm, *self._digests(), "DryRun")

    def _digests(self) -> Iterator[str]:
        """Yield the members that are a digest of the body, which botocore computes."""
        for name, shape in self.operation.input_shape.members.items():
            field = shape.serialization.get("name", "").lower()
            if shape.serialization.get("location") == "header" and field.startswith(_DIGESTS):
                yield name

    def entries(self, place: Place, shape: Shape) -> int:
        """Give lists and maps one entry."""
        return 1

    def known(self, place: Place, shape: Shape) -> JsonValue:
        """Know nothing yet."""
        return UNKNOWN

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        """Choose among all documented values."""
        return values
