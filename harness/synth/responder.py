"""The responder: contract and request in, answer out; a pure function."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from botocore.model import OperationModel

from harness.contract.conflicts import shape_at
from harness.contract.contract import Contract
from harness.contract.rules import Spacing, Within, with_defaults
from harness.contract.values import JsonValue, to_json_value
from harness.contract.violation import Severity
from harness.models.paginators import Pagination, find_pagination
from harness.synth.answer import Answer
from harness.synth.body import match_body
from harness.synth.choices import SeededChoices
from harness.synth.echo import named_in
from harness.synth.overrides import longest_list, with_fixed
from harness.synth.pages import Pages, binding_params, held_at
from harness.synth.plan import ResponsePlan
from harness.synth.plausible import Place
from harness.synth.refusal import refuse_request, refuse_token
from harness.synth.scene import Scene
from harness.synth.settle import Settlement
from harness.synth.values import Maker

DEFAULT_SCENE = Scene(dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC))
"""Where and when a request is answered that is given no scene: in us-east-1, in the middle of 2025."""

LENGTH = 12
"""How many entries a list that comes in pages has altogether."""


def respond(
    contract: Contract,
    params: Mapping[str, Any],
    seed: object = 0,
    *,
    scene: Scene | None = None,
    length: int = LENGTH,
    page_size: int | None = None,
    fixed: Mapping[str, JsonValue] | None = None,
    paged: bool = True,
) -> Answer:
    """Answer a request as the contract says; equal arguments, equal answers.

    Args:
        contract: the operation's contract.
        params: the parameters as a caller passes them to the client.
        seed: other seeds give other answers.
        scene: region, account and time; us-east-1 in the middle of 2025 when left out.
        length: how many entries a list that comes in pages has altogether.
        page_size: entries of a page where the request gives no limit; about a third when left out, and
            all of a list that is given.
        fixed: members of the response that are given, in JSON-able form (`harness.synth.overrides`).
        paged: whether the response is the whole list of which a page is asked for. False if `fixed` is a
            page already.

    Returns:
        A result that keeps to the contract; or, if the request breaks it, the operation's error for that.
    """
    scene = scene or DEFAULT_SCENE
    violations = [v for v in contract.check_request(params) if v.severity is Severity.ERROR]
    if violations:
        return refuse_request(contract, params, violations, scene)
    asked: dict[str, JsonValue] = to_json_value(contract.operation_model.input_shape, dict(params))
    pagination = find_pagination(contract.operation_model)
    request = _Request(contract, asked, seed, scene, pagination)
    fixed_length = 0 if fixed is None else longest_list(fixed)
    response = request.compose(max(length, fixed_length))
    if fixed is not None:
        response = with_fixed(contract, response, fixed)
        page_size = page_size or fixed_length or None
    if pagination is not None and paged and not request.pages().cut(response, page_size):
        return refuse_token(contract, asked, pagination, scene)
    if fixed is None:
        request.settlement().limit(response)
    return Answer(response)


@dataclass(frozen=True)
class _Request:
    """A request that keeps to the contract, and what its answer is made of."""

    contract: Contract
    params: dict[str, JsonValue]
    seed: object
    scene: Scene
    pagination: Pagination | None

    @property
    def _operation(self) -> OperationModel:
        return self.contract.operation_model

    def _seed(self, params: Mapping[str, JsonValue]) -> tuple[object, ...]:
        # The token of an idempotent request is another each time.
        bound = {
            name: value for name, value in params.items() if name not in self._operation.idempotent_members
        }
        return self.seed, self.contract.name, json.dumps(bound, sort_keys=True, default=str)

    def _list_params(self) -> dict[str, JsonValue]:
        """Return the parameters that the whole list depends on: not those that tell the page."""
        if self.pagination is None:
            return self.params
        paging = {*self.pagination.input_tokens, self.pagination.limit}
        return {name: value for name, value in self.params.items() if name not in paging}

    def pages(self) -> Pages:
        assert self.pagination is not None
        bound = binding_params(self.pagination, self.params, self.contract.rules)
        binding = repr(self._seed(bound))
        defaults = with_defaults(self.params, self.contract.rules)
        return Pages(
            self._operation, self.pagination, self.params, defaults, self.contract.rules, binding, self.scene
        )

    def compose(self, length: int) -> dict[str, JsonValue]:
        """Make the response with the whole list, under the rules."""
        shape = self._operation.output_shape
        if shape is None:
            return {}
        seed = self._seed(self._list_params())
        plan = ResponsePlan(named_in(self._operation, self.params), self.pagination)
        texts = {name: value for name, value in self.params.items() if isinstance(value, str)}
        top = Place(self.contract.service, siblings=texts)
        response: dict[str, JsonValue] = Maker(SeededChoices(*seed), self.scene, plan).make(shape, top)
        for path in self.pagination.results if self.pagination is not None else ():
            member: Any = shape_at(shape, path)
            held = held_at(response, path)
            if held is None or member is None or member.type_name != "list":
                continue
            holder, name = held
            count = plan.named.count(member.member)
            place = replace(top, path=path, name=name)
            holder[name] = [
                Maker(SeededChoices(*seed, path, number), self.scene, plan).make(
                    member.member, place.entry(number), (shape.name, member.name)
                )
                for number in range(length if count is None else count)
            ]
        self.settlement().settle(response)
        match_body(self._operation, response)
        return response

    def settlement(self) -> Settlement:
        rules = self.contract.rules
        free: set[str | None] = set()  # what chooses a part of a series, and does not change its values
        for rule in rules:
            if isinstance(rule, Within):
                free |= {rule.start, rule.end}
            elif isinstance(rule, Spacing) and rule.exact_if is not None:
                free.add(rule.exact_if.param)
        bound = {name: value for name, value in self._list_params().items() if name not in free}
        defaults = with_defaults(self.params, rules)
        return Settlement(self.contract, defaults, self.scene.now, self._seed(bound))
