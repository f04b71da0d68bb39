"""The whole response to a request, drawn from Hypothesis: what responses and page chains are made from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import Shape
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from harness.contract.contract import Contract
from harness.contract.paths.member import holder_of
from harness.contract.paths.shape import is_required, shape_at
from harness.contract.rules.response import OnResponse, Stage
from harness.contract.values import JsonValue, from_json_value, is_document, to_json_value
from harness.models.paginators import Pagination, find_pagination
from harness.strategies.drawn import DrawnChoices
from harness.strategies.response.awkward import AwkwardPlan, leaves_no_trace
from harness.strategies.response.edges import NOT_YET_DOCUMENTED
from harness.strategies.response.outcomes import batch_of, draw_failing
from harness.strategies.response.plain import plain_values
from harness.synth.responses.builder import ResponseBuilder
from harness.synth.responses.computed import compute_members
from harness.synth.responses.facts import facts_of
from harness.synth.responses.pages import Pages
from harness.synth.responses.plan import ResponsePlan
from harness.synth.scene import DEFAULT_SCENE, Scene
from harness.synth.values.choices import Choices, pick
from harness.synth.values.maker import Maker

_SEEDS = 256
_POINTS = (0, 1, 2, 5, 24, None)
_MADE_BY_RULES = frozenset((Stage.SERIES, Stage.BOUNDS))
_FURTHER = 4  # bytes besides those of the members at the top
_NESTING = 2  # of shapes that contain themselves
_ENTRIES = 5  # of a page whose limit is none or larger


@dataclass(frozen=True)
class Asked:
    """What a response is drawn for.

    Attributes:
        contract: the operation's contract.
        request: the parameters as a caller passes them to the client; empty where they are not known.
        scene: region, account and time.
    """

    contract: Contract
    request: Mapping[str, Any]
    scene: Scene

    @classmethod
    def prepared(cls, contract: Contract, request: Mapping[str, Any], scene: Scene) -> Asked:
        """Prepare for a contract: what takes its time once does not count as a slow draw then."""
        _prepare(contract)
        return cls(contract, request, scene)

    def choices(self, draw: DrawFn) -> DrawnChoices:
        """Return the choices that are drawn at once."""
        shape = self.contract.operation_model.output_shape
        return DrawnChoices(draw, (0 if shape is None else len(shape.members)) + _FURTHER)

    def composition(self, choices: Choices) -> ResponseBuilder:
        """Return what makes the answer; how long a series is, and which values rules ask for, is chosen."""
        operation = self.contract.operation_model
        params = to_json_value(operation.input_shape, dict(self.request))
        stages = [rule.stage for rule in self.contract.rules if isinstance(rule, OnResponse)]
        seed = choices.choose(_SEEDS) if not _MADE_BY_RULES.isdisjoint(stages) else 0
        points = pick(choices, _POINTS) if Stage.SERIES in stages else None
        return ResponseBuilder(self.contract, params, seed, self.scene, find_pagination(operation), points)

    def result(self, response: JsonValue) -> dict[str, Any]:
        """Return a response in JSON-able form as boto3 returns it."""
        return from_json_value(self.contract.operation_model.output_shape, response) or {}


@lru_cache(maxsize=1024)
def _prepare(contract: Contract) -> None:
    """Mine the rules, and load what values of an operation's service are made of."""
    pagination = find_pagination(contract.operation_model)
    ResponseBuilder(contract, {}, 0, DEFAULT_SCENE, pagination).compose(1)


def draw_whole(
    draw: DrawFn,
    choices: DrawnChoices,
    composition: ResponseBuilder,
    length: int,
    *,
    tolerant: bool = False,
    present: Collection[str] = (),
    paged: bool = False,
    partial: bool = True,
) -> dict[str, JsonValue]:
    """Draw a response with its whole list, in JSON-able form.

    Args:
        draw: what Hypothesis passes to a composite strategy.
        choices: what was drawn for the response already.
        composition: what makes the answer.
        length: how many entries lists have that come in pages.
        tolerant: whether values of enumerations may be there that the model does not have.
        present: optional members that are there wherever they may be, by path: ``"Contents[].Key"``.
        paged: whether the lists that come in pages, and the place of their tokens, are there in any case.
        partial: whether entries of a batch may fail.
    """
    shape = composition.contract.operation_model.output_shape
    if shape is None:
        return {}
    pagination = composition.pagination
    needed = {*present, *(_needed(pagination) if paged and pagination is not None else ())}
    batch = batch_of(composition.contract.operation_model)
    if batch is not None and not batch.count(composition.params):
        batch = None  # the request is not known, or has no entries
    failing: tuple[int, ...] = ()
    lengths: Mapping[str, int] = {}
    if batch is not None:
        failing = draw_failing(draw, batch, composition.params) if partial else ()
        needed |= set(batch.needed(failing))
        lengths = batch.lengths(batch.count(composition.params), failing)
    needs = facts_of(composition.contract.service).needs
    absent = {name for name, param in needs.items() if param not in composition.params}
    usual = ResponsePlan(composition.named, pagination)
    plain = plain_values(shape, composition.scene)
    plan = AwkwardPlan(
        draw, choices, usual, plain, tolerant=tolerant, needed=needed, absent=absent, lengths=lengths
    )
    maker = Maker(choices, composition.scene, plan, nesting=_NESTING)

    def count(entry: Shape, member: str) -> int:
        return length

    response = composition.compose_with(lambda *part: maker, count)
    if batch is not None:
        batch.fit(composition.params, response, failing)
        if batch.names_entries:
            compute_members(composition.contract.operation_model, composition.params, response)
    if tolerant:
        _add_unknown_member(draw, shape, response)
    return response


def _add_unknown_member(draw: DrawFn, shape: Shape, response: dict[str, JsonValue]) -> None:
    """Give one structure of a response a member that the model does not have; or none."""
    structures = list(_structures(shape, response))
    number = draw(st.integers(0, len(structures)))
    if number:
        structures[number - 1][NOT_YET_DOCUMENTED] = "of a later version"


def _structures(shape: Any, value: JsonValue) -> Iterator[dict[str, JsonValue]]:
    """Yield the structures of a response that are no unions, which have one member only."""
    match shape.type_name:
        case "structure" if isinstance(value, dict) and not is_document(shape):
            if not shape.is_tagged_union:
                yield value
            for name in filter(shape.members.__contains__, value):
                yield from _structures(shape.members[name], value[name])
        case "list":
            for entry in value:
                yield from _structures(shape.member, entry)
        case "map":
            for entry in value.values():
                yield from _structures(shape.value, entry)


def _needed(pagination: Pagination) -> Iterator[str]:
    """Yield the paths of the lists that come in pages, and of the structures around them and their tokens."""
    yield from pagination.results
    for path in (*pagination.results, *pagination.output_tokens):
        yield from itertools.accumulate(path.split(".")[:-1], lambda outer, name: f"{outer}.{name}")


def leave_out_empty(
    composition: ResponseBuilder, page: dict[str, JsonValue], may_go: Callable[[str], bool]
) -> None:
    """Leave out empty lists of a page that may be missing, in place.

    Args:
        composition: what made the page.
        page: the page.
        may_go: whether the list at a path goes; one that leaves no trace on the wire goes in any case.
    """
    shape = composition.contract.operation_model.output_shape
    for path in composition.pagination.results if composition.pagination is not None else ():
        held, entries = holder_of(page, path), shape_at(shape, path)
        if held is None or entries is None or is_required(shape, path):
            continue
        holder, name = held
        if holder.get(name) in ([], {}) and (leaves_no_trace(entries) or may_go(path)):
            del holder[name]


def sizes_of(pages: Pages) -> tuple[int, int]:
    """Tell how many entries a page has at least and at most: none to a few, as far as it may."""
    shapes = (shape_at(pages.operation.output_shape, path) for path in pages.pagination.results)
    least = max((int(shape.metadata.get("min", 0)) for shape in shapes if shape is not None), default=0)
    return least, max(least, _ENTRIES if pages.most is None else min(pages.most, _ENTRIES))
