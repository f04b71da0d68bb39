"""The responder: contract and request in, answer out; a pure function."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.conflicts import shape_at
from harness.contract.contract import Contract
from harness.contract.rules import Spacing, Within, with_defaults
from harness.contract.values import JsonValue, to_json_value
from harness.contract.violation import Severity
from harness.models.paginators import Pagination, find_pagination
from harness.synth.answer import Answer
from harness.synth.body import match_body
from harness.synth.choices import SeededChoices
from harness.synth.echo import Named, named_in
from harness.synth.overrides import longest_list, with_fixed
from harness.synth.pages import Pages, binding_params
from harness.synth.plausible import Place
from harness.synth.refusal import refuse_request, refuse_token
from harness.synth.scene import Scene
from harness.synth.settle import Settlement
from harness.synth.values import UNKNOWN, Maker

DEFAULT_SCENE = Scene(dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC))
"""Where and when a request is answered that is given no scene: in us-east-1, in the middle of 2025."""

LENGTH = 12
"""How many entries a list that comes in pages has altogether."""

_TROUBLE = frozenset(
    (
        "error",
        "errors",
        "exception",
        "failed",
        "failure",
        "failures",
        "rejected",
        "unprocessed",
        "unsuccessful",
    )
)
_TOKEN = re.compile(r"^next.*(token|marker)$|^(last)?evaluated_?key|^last_?evaluated", re.IGNORECASE)
# Documented states in which what was asked for exists and works, as waiters expect it.
_WELL = (
    *(
        "active",
        "available",
        "running",
        "ready",
        "enabled",
        "succeeded",
        "success",
        "successful",
        "completed",
    ),
    *("complete", "createcomplete", "deployed", "inservice", "issued", "healthy", "online", "ok", "valid"),
    *("registered", "associated", "attached", "accepted", "finished", "live", "normal", "passed"),
)


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
        maker = Maker(SeededChoices(*seed), self.scene, plan)
        top = Place(self.contract.service, siblings=_texts(self.params))
        response: dict[str, JsonValue] = maker.make(shape, top)
        if self.pagination is not None:
            for path in self.pagination.results:
                self._fill(response, path, maker, seed, length, top)
        self.settlement().settle(response)
        match_body(self._operation, response)
        return response

    def _fill(
        self,
        response: dict[str, JsonValue],
        path: str,
        maker: Maker,
        seed: tuple[object, ...],
        length: int,
        top: Place,
    ) -> None:
        """Put the whole list where it comes in pages; each entry is made of its own number."""
        *around, name = path.split(".")
        holder: JsonValue = response
        for step in around:
            holder = holder.get(step) if isinstance(holder, dict) else None
        shape: Any = shape_at(self._operation.output_shape, path)
        if not isinstance(holder, dict) or shape is None or shape.type_name != "list" or name not in holder:
            return
        count = maker.plan.named.count(shape.member) if isinstance(maker.plan, ResponsePlan) else None
        place = replace(top, path=path, name=name)
        holder[name] = [
            replace(maker, choices=SeededChoices(*seed, path, number)).make(
                shape.member, place.entry(number), (self._operation.output_shape.name, shape.name)
            )
            for number in range(length if count is None else count)
        ]

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


def _texts(params: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: value for name, value in params.items() if isinstance(value, str)}


@dataclass(frozen=True)
class ResponsePlan:
    """What a response has: what the request named, what went well, and not too much of it.

    Attributes:
        named: what the request named.
        pagination: how the results come in pages, if they do; tokens are none of this plan's business.
    """

    named: Named
    pagination: Pagination | None

    def includes(self, place: Place, shape: Shape) -> bool:
        """Include what does not tell of failure; deep inside only what must be there."""
        if self._is_token(place):
            return self._is_returned(place, shape)
        if self.named.echo(place, shape) is not UNKNOWN:
            return True
        if not _TROUBLE.isdisjoint(place.words):
            return False
        depth = place.path.count(".")
        return depth < 3 or (depth == 3 and shape.type_name not in ("structure", "list", "map"))

    def entries(self, place: Place, shape: Shape) -> int:
        """Give lists two entries, and one inside of others; as many as the request named."""
        if not _TROUBLE.isdisjoint(place.words):
            return 0
        if shape.type_name == "list" and "[]" not in place.path:
            count = self.named.count(shape.member)
            if count is not None:
                return count
        return 1 if "[]" in place.path else 2

    def known(self, place: Place, shape: Shape) -> JsonValue:
        """Return what the request named; a token without pages is returned again, which is their end."""
        if self._is_returned(place, shape) and self.named.tokens[shape.name]:
            return self.named.tokens[shape.name]
        value = self.named.echo(place, shape) if place.path and not self._is_token(place) else UNKNOWN
        if value is not UNKNOWN or shape.type_name != "boolean":
            return value
        return False if "truncated" in place.words or "dry" in place.words else UNKNOWN

    def prefers(self, place: Place, values: list[str]) -> list[str]:
        """Prefer, of states, the first that says that all is well."""
        if not {"status", "state", "health"}.isdisjoint(place.words[-1:]):
            known = {re.sub("[^a-z]", "", value.lower()): value for value in reversed(values)}
            well = next((known[state] for state in _WELL if state in known), None)
            return [well] if well else values
        return values

    def _is_returned(self, place: Place, shape: Shape) -> bool:
        return self.pagination is None and self._is_token(place) and shape.name in self.named.tokens

    def _is_token(self, place: Place) -> bool:
        if self.pagination is not None and place.path in self.pagination.output_tokens:
            return True
        return "." not in place.path and _TOKEN.search(place.name) is not None
