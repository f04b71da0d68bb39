"""Example requests: valid by the shapes and by the documented rules, and such as a person would send.

A request begins with what the shapes require and some of the rest. Then each rule that it breaks is put
right, until none is broken; the rules' own predicates judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.conflicts import shape_at
from harness.contract.contract import Contract
from harness.contract.rules import (
    AtLeastOne,
    AtMostOne,
    Condition,
    ExactlyOne,
    Forbids,
    OnlyIf,
    Order,
    Requires,
    Rule,
)
from harness.contract.rules.path import ELEMENTS, common_scope, is_given, path_of, select, steps_of
from harness.contract.rules.request import comparable
from harness.contract.values import JsonValue, from_json_value
from harness.models.paginators import Pagination, find_pagination
from harness.synth.choices import Choices, SeededChoices
from harness.synth.narrowing import narrowings
from harness.synth.plausible import Place
from harness.synth.responder import DEFAULT_SCENE
from harness.synth.scene import Scene
from harness.synth.series import timestamp
from harness.synth.values import UNKNOWN, Maker

_DIGESTS = ("content-md5", "x-amz-checksum-")
_TRIES = 12  # requests begun; the later ones with what the shapes require alone
_ROUNDS = 8  # of putting one right


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
        broken = _put_right(_Repair(shape, maker, contract.service), rules, params)
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


@dataclass(frozen=True)
class _Repair:
    """Changes parameters so that they keep to a rule.

    Attributes:
        shape: the operation's input.
        maker: makes what is missing.
        service: botocore's service name.
    """

    shape: Shape
    maker: Maker
    service: str

    def give(self, params: dict[str, JsonValue], scope: str, path: str) -> None:
        """Give the member at a path in every structure of a scope that lacks it."""
        for _, structure in list(select(params, scope)):
            self._give(structure, steps_of(scope), steps_of(path))

    def _give(self, holder: JsonValue, around: tuple[str, ...], steps: tuple[str, ...]) -> None:
        step, rest = steps[0], steps[1:]
        if step == ELEMENTS:
            for entry in holder if isinstance(holder, list) else holder.values():
                self._give(entry, (*around, step), rest) if rest else None
            return
        path = path_of((*around, step))
        shape = shape_at(self.shape, path)
        if shape is None or not isinstance(holder, dict):
            return
        if step not in holder:
            holder[step] = self.maker.make(shape, Place(self.service, path, step), _shapes(self.shape, path))
        if rest:
            self._give(holder[step], (*around, step), rest)

    def take(self, params: dict[str, JsonValue], scope: str, path: str) -> None:
        """Take the member at a path out of every structure of a scope, as far as it is not required."""
        *around, name = steps_of(path)
        outer = path_of((*steps_of(scope), *around))
        shape = shape_at(self.shape, outer)
        if name == ELEMENTS or shape is None or shape.type_name != "structure":
            return
        if name not in shape.required_members:
            for _, structure in select(params, outer):
                if isinstance(structure, dict):
                    structure.pop(name, None)
        elif around:
            self.take(params, scope, path_of(tuple(around)))

    def is_required(self, path: str) -> bool:
        """Tell whether the shape requires a parameter."""
        *around, name = steps_of(path)
        shape = shape_at(self.shape, path_of(tuple(around)))
        return shape is not None and shape.type_name == "structure" and name in shape.required_members

    def unmeet(self, params: dict[str, JsonValue], scope: str, condition: Condition) -> None:
        """Change the parameters so that a condition no longer holds, as far as they may."""
        if condition.present is False:
            self.give(params, scope, condition.param)
            return
        self.take(params, scope, condition.param)
        full = path_of((*steps_of(scope), *steps_of(condition.param)))
        shape = shape_at(self.shape, full)
        others = [v for v in (shape.metadata.get("enum", ()) if shape else ()) if v not in condition.one_of]
        if others and condition.present is None:
            self._put(params, scope, condition.param, others[0])

    def meet(self, params: dict[str, JsonValue], scope: str, condition: Condition) -> None:
        """Change the parameters so that a condition holds."""
        if condition.present is False:
            self.take(params, scope, condition.param)
            return
        self.give(params, scope, condition.param)
        if condition.one_of:
            self._put(params, scope, condition.param, condition.one_of[0])

    @staticmethod
    def _put(params: dict[str, JsonValue], scope: str, path: str, value: JsonValue) -> None:
        *around, name = steps_of(path)
        for _, structure in select(params, path_of((*steps_of(scope), *around))):
            if isinstance(structure, dict) and name in structure:
                structure[name] = value


def _shapes(shape: Any, path: str) -> tuple[str, ...]:
    """Return the names of the shapes around a path."""
    names: list[str] = []
    steps = steps_of(path)
    for end in range(len(steps)):
        around = shape_at(shape, path_of(steps[:end]))
        names += [around.name] if around is not None else []
    return tuple(names)


def _put_right(repair: _Repair, rules: list[Rule], params: dict[str, JsonValue]) -> int:
    """Put parameters right, in place; return how many rules they still break."""
    for _ in range(_ROUNDS):
        broken = [rule for rule in rules if next(rule.breaches(params), None) is not None]
        if not broken:
            return 0
        for rule in broken:
            mend = _BY_KIND.get(type(rule))
            if mend is not None:
                mend(repair, rule, params)
    return sum(next(rule.breaches(params), None) is not None for rule in rules)


def _requires(repair: _Repair, rule: Requires, params: dict[str, JsonValue]) -> None:
    scope, (_, *then) = common_scope((rule.condition.param, *rule.then))
    for name in then:
        repair.give(params, scope, name)


def _forbids(repair: _Repair, rule: Forbids, params: dict[str, JsonValue]) -> None:
    scope, (param, *then) = common_scope((rule.condition.param, *rule.then))
    for name in then:
        repair.take(params, scope, name)
    if next(rule.breaches(params), None) is not None:
        repair.unmeet(params, scope, rule.condition.within(param))


def _only_if(repair: _Repair, rule: OnlyIf, params: dict[str, JsonValue]) -> None:
    scope, (name, param) = common_scope((rule.param, rule.condition.param))
    repair.take(params, scope, name)
    if next(rule.breaches(params), None) is not None:
        repair.meet(params, scope, rule.condition.within(param))


def _one_of(repair: _Repair, rule: AtMostOne | AtLeastOne | ExactlyOne, params: dict[str, JsonValue]) -> None:
    """Keep the required one of a group, or the first that is given; give one where none is."""
    scope, names = common_scope(rule.params)
    for _, structure in list(select(params, scope)):
        given = [name for name in names if is_given(structure, name)]
        wanted = [
            path
            for path, name in zip(rule.params, names, strict=True)
            if repair.is_required(path) and name in given
        ]
        kept = names[rule.params.index(wanted[0])] if wanted else next(iter(given), None)
        if not given and not isinstance(rule, AtMostOne):
            repair.give(params, scope, names[0])
        elif len(given) > 1 and not isinstance(rule, AtLeastOne):
            for name in given:
                if name != kept:
                    repair.take(params, scope, name)


def _order(repair: _Repair, rule: Order, params: dict[str, JsonValue]) -> None:
    """Put the two values the other way round, or the second after the first."""
    scope, (first, second) = common_scope(rule.params)
    for _, structure in select(params, scope):
        before, after = _holder(structure, first), _holder(structure, second)
        if before is None or after is None:
            continue
        (left, left_name), (right, right_name) = before, after
        low, high = comparable(left[left_name]), comparable(right[right_name])
        if low is not None and high is not None and low > high:
            left[left_name], right[right_name] = right[right_name], left[left_name]
        elif low is not None and low == high:
            is_time = isinstance(right[right_name], str)
            right[right_name] = timestamp(low + 3600) if is_time else right[right_name] + 1


def _holder(structure: JsonValue, path: str) -> tuple[dict[str, JsonValue], str] | None:
    *around, name = steps_of(path)
    holder = next((value for _, value in select(structure, path_of(tuple(around)))), None)
    return (holder, name) if isinstance(holder, dict) and name in holder else None


_BY_KIND: Mapping[type[Rule], Callable[[_Repair, Any, dict[str, JsonValue]], None]] = {
    Requires: _requires,
    Forbids: _forbids,
    OnlyIf: _only_if,
    AtMostOne: _one_of,
    AtLeastOne: _one_of,
    ExactlyOne: _one_of,
    Order: _order,
}
