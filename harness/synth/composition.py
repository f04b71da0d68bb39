"""What the answer of a request is made of: the whole response under the rules, and the pages of its lists."""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.conflicts import shape_at
from harness.contract.contract import Contract
from harness.contract.rules import Spacing, Within, with_defaults
from harness.contract.values import JsonValue
from harness.models.paginators import Pagination
from harness.synth.body import match_body
from harness.synth.choices import SeededChoices
from harness.synth.echo import Named, named_in
from harness.synth.pages import Pages, binding_params, held_at
from harness.synth.plan import ResponsePlan
from harness.synth.plausible import Place
from harness.synth.scene import Scene
from harness.synth.settle import Settlement
from harness.synth.values import Maker


@dataclass(frozen=True)
class Composition:
    """A request that keeps to the contract, and what its answer is made of.

    Attributes:
        contract: the operation's contract.
        params: the request's parameters in JSON-able form.
        seed: other seeds give other answers.
        scene: region, account and time.
        pagination: how the results come in pages, if they do.
        points: how many entries a series has at most, if its rule allows gaps; None for all that there are.
    """

    contract: Contract
    params: dict[str, JsonValue]
    seed: object
    scene: Scene
    pagination: Pagination | None
    points: int | None = None

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
        """Return the pages of an operation that has some."""
        assert self.pagination is not None
        bound = binding_params(self.pagination, self.params, self.contract.rules)
        binding = repr(self._seed(bound))
        defaults = with_defaults(self.params, self.contract.rules)
        return Pages(
            self._operation, self.pagination, self.params, defaults, self.contract.rules, binding, self.scene
        )

    @cached_property
    def named(self) -> Named:
        """What the request named."""
        return named_in(self._operation, self.params)

    def compose(self, length: int) -> dict[str, JsonValue]:
        """Make the response with the whole list, which has some length where the request names no entries."""
        seed = self._seed(self._list_params())
        plan = ResponsePlan(self.named, self.pagination, self._operation.http.get("responseCode", 200))

        def maker(*part: object) -> Maker:
            return Maker(SeededChoices(*seed, *part), self.scene, plan)

        def count(entry: Shape) -> int:
            named = self.named.count(entry)
            return length if named is None else named

        return self.compose_with(maker, count)

    def compose_with(
        self, maker: Callable[..., Maker], count: Callable[[Shape], int]
    ) -> dict[str, JsonValue]:
        """Make the response with the whole list, under the rules.

        Args:
            maker: from a part of the response to what makes it: from the path and number of an entry of a
                list that comes in pages, or from nothing for all else.
            count: from the shape of a list's entries to how many it has.
        """
        shape = self._operation.output_shape
        if shape is None:
            return {}
        texts = {name: value for name, value in self.params.items() if isinstance(value, str)}
        top = Place(self.contract.service, siblings=ChainMap(texts))
        response: dict[str, JsonValue] = maker().make(shape, top)
        for path in self.pagination.results if self.pagination is not None else ():
            member: Any = shape_at(shape, path)
            held = held_at(response, path)
            if held is None or member is None or member.type_name != "list":
                continue
            holder, name = held
            place = replace(top, path=path, name=name)
            inside = (shape.name, member.name)
            holder[name] = [
                maker(path, number).make(member.member, place.entry(number), inside)
                for number in range(count(member.member))
            ]
        self.settlement().settle(response)
        match_body(self._operation, response)
        return response

    def settlement(self) -> Settlement:
        """Return what brings a response under the rules."""
        rules = self.contract.rules
        free: set[str | None] = set()  # what chooses a part of a series, and does not change its values
        for rule in rules:
            if isinstance(rule, Within):
                free |= {rule.start, rule.end}
            elif isinstance(rule, Spacing) and rule.exact_if is not None:
                free.add(rule.exact_if.param)
        bound = {name: value for name, value in self._list_params().items() if name not in free}
        defaults = with_defaults(self.params, rules)
        return Settlement(self.contract, defaults, self.scene.now, self._seed(bound), self.points)
