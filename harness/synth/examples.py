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
from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Echoes
from harness.contract.rules.value import narrowings
from harness.contract.values import JsonValue, from_json_value
from harness.models.paginators import Pagination, find_pagination
from harness.synth.filters import filter_form, filter_names
from harness.synth.requests.editor import RequestEditor
from harness.synth.responses.demands import asking_parameters
from harness.synth.responses.echo import is_allowed
from harness.synth.scene import DEFAULT_SCENE, Scene
from harness.synth.values.choices import Choices, SeededChoices
from harness.synth.values.maker import UNKNOWN, Maker
from harness.synth.values.plausible import Place

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
    rules = tuple(rule for rule in contract.rules if rule.side == "request")
    unsent = unsent_members(contract.operation_model)
    best: dict[str, JsonValue] = {}
    fewest: int | None = None
    for number in range(_TRIES):
        plan = RequestPlan(choices, unsent, sparse=number > _TRIES // 2)
        maker = Maker(choices, scene, plan, narrowings(rules))
        params: dict[str, JsonValue] = maker.make(shape, Place(contract.service))
        _suit_echoes(contract, maker, params)
        _name_filters(contract.operation_model, choices, params)
        broken = len(RequestEditor(shape, maker, contract.service, rules).repair(params))
        if fewest is None or broken < fewest:
            best, fewest = params, broken
        if not broken:
            break
    return best


def _suit_echoes(contract: Contract, maker: Maker, params: dict[str, JsonValue]) -> None:
    """Give a parameter that the response returns, in place, a value that its shape there allows as well."""
    operation = contract.operation_model
    for rule in contract.rules:
        if not isinstance(rule, Echoes) or params.get(rule.param) is None:
            continue
        asked, answered = (
            operation.input_shape.members[rule.param],
            shape_at(operation.output_shape, rule.member),
        )
        if answered is None or is_allowed(asked, answered, params[rule.param]):
            continue
        place = Place(contract.service, rule.param, rule.param, operation.input_shape.name)
        value = maker.make(answered, place)
        if is_allowed(answered, asked, value):
            params[rule.param] = value


def _name_filters(operation: OperationModel, choices: Choices, params: dict[str, JsonValue]) -> None:
    """Give filters, in place, names that the documentation lists: by any other name nothing is found."""
    for path, shape in asking_parameters(operation):
        form, filters = filter_form(shape), first_value(params, ".".join(path))
        if form is None or not isinstance(filters, list):
            continue
        listed = filter_names(operation, path).listed
        for each in filters:
            if listed and each.get(form.name) not in listed:
                each[form.name] = listed[choices.choose(len(listed))]


def unsent_members(operation: OperationModel) -> frozenset[str]:
    """Return the members that no example has: those that no made-up value suits, and idempotency tokens.

    botocore fills in idempotency tokens.
    """
    return unsuited_members(operation).union(operation.idempotent_members)


def unsuited_members(operation: OperationModel) -> frozenset[str]:
    """Return the members that no made-up value suits.

    Tokens come from a response; checksums and their algorithm are botocore's to fill in; ``DryRun`` asks EC2
    and others to refuse.
    """
    pagination: Pagination | None = find_pagination(operation)
    tokens = pagination.input_tokens if pagination is not None else ()
    algorithm = operation.http_checksum.get("requestAlgorithmMember", "")
    dry = [name for name in operation.input_shape.members if name.lower() == "dryrun"]
    return frozenset((*tokens, algorithm, *_digests(operation), *dry))


def _digests(operation: OperationModel) -> Iterator[str]:
    for name, shape in operation.input_shape.members.items():
        field = shape.serialization.get("name", "").lower()
        if shape.serialization.get("location") == "header" and field.startswith(_DIGESTS):
            yield name


@dataclass(frozen=True)
class RequestPlan:
    """What a request has besides what it must have.

    Attributes:
        choices: where choices come from.
        unsent: the members that it does not have (`unsent_members`).
        sparse: whether it has nothing else.
    """

    choices: Choices
    unsent: frozenset[str] = frozenset()
    sparse: bool = False

    def includes(self, place: Place, shape: Shape) -> bool:
        """Include one optional member in three, not too deep; no token: one comes from a response."""
        if self.sparse or place.path in self.unsent or place.path.count(".") > 2:
            return False
        return self.choices.choose(3) == 2

    def entries(self, place: Place, shape: Shape) -> int:
        """Give lists and maps one entry."""
        return 1

    def known(self, place: Place, shape: Shape) -> JsonValue:
        """Know nothing yet."""
        return UNKNOWN

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        """Choose among all documented values."""
        return values
