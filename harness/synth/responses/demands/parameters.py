"""Which parameters ask for something of entries, and what a request asks for with all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.contract import contract
from harness.contract.facts import made_of_facts
from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Selects
from harness.contract.values import JsonValue
from harness.errors import UnknownName
from harness.synth.filters import filter_form, filter_names
from harness.synth.proposals import proposals_of
from harness.synth.responses.demands.demand import Demand, Request
from harness.synth.responses.demands.named_filters import filtered
from harness.synth.responses.demands.ordered import Ordered
from harness.synth.responses.demands.selection import Selection
from harness.synth.responses.demands.times import Between
from harness.synth.scene import Scene


@lru_cache(maxsize=4096)
def _selections(operation: OperationModel) -> Mapping[tuple[str, ...], tuple[Selection, ...]]:
    """Return what goes by members of entries, by the paths of parameters; nothing of one that has filters."""
    found: dict[tuple[str, ...], tuple[Selection, ...]] = {}
    for written in (*proposals_of(operation, "selects"), *proposals_of(operation, "named_filters")):
        if shape_at(operation.input_shape, written["param"]) is None:
            continue
        path = tuple(written["param"].split("."))
        found.setdefault(path, ())
        if "member" in written and shape_at(operation.output_shape, written["member"]) is not None:
            found[path] += (Selection.from_json(written),)
    for path, read in _of_facts(operation).items():
        is_finer = any(one.by == "folder" for one in found.get(path, ()))  # than that names begin so
        found[path] = found[path] if is_finer else read
    return found


def _of_facts(operation: OperationModel) -> dict[tuple[str, ...], tuple[Selection, ...]]:
    """Return what readers say, which holds instead of what is proposed."""
    try:
        rules = contract(operation.service_model.service_name, operation.name).rules
    except UnknownName:  # a service of one's own, or a page
        return {}
    found: dict[tuple[str, ...], tuple[Selection, ...]] = {}
    for rule in rules:
        if isinstance(rule, Selects) and "[]" not in rule.param:
            path = tuple(rule.param.split("."))
            found[path] = (*found.get(path, ()), Selection.of_fact(rule))
    return found


made_of_facts.append(_selections.cache_clear)


def asking_parameters(operation: OperationModel) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the parameters by which a request asks something of entries: their paths and shapes.

    Args:
        operation: the operation.
    """
    for path in _selections(operation):
        yield path, shape_at(operation.input_shape, ".".join(path))


def has_unknown_filter(operation: OperationModel, params: Mapping[str, JsonValue]) -> bool:
    """Tell whether a request filters by a name that is none of those which documentation lists.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for path, shape in asking_parameters(operation):
        asked = params.get(path[0]) if len(path) == 1 else None
        form = filter_form(shape) if isinstance(asked, list) else None
        if form is None or not isinstance(asked, list):
            continue
        known = filter_names(operation, path).listed
        names = [str(each.get(form.name, "")) for each in asked if isinstance(each, dict)]
        if known and any(name not in known and ":" not in name for name in names):  # but `tag:Owner`
            return True
    return False


def empty_lists(operation: OperationModel, demands: Mapping[str, Demand]) -> Iterator[str]:
    """Yield the paths of the lists in which no entry can be what a request asks for.

    Args:
        operation: the operation.
        demands: what the request asks of entries (`demands_of`).
    """
    for path, demand in demands.items():
        shape = shape_at(operation.output_shape, path)
        if shape is not None and demand.is_hopeless(shape):
            yield path.partition("[]")[0]


def demands_of(operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> dict[str, Demand]:
    """Return what a request asks of the entries of its lists, by their paths.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
    """
    request = Request(operation, params, scene)
    found: dict[str, Demand] = {}
    for path, selections in _selections(operation).items():
        asked = first_value(params, ".".join(path))
        if asked is None or asked == "":
            continue
        for where, demand in _demands(request, path, selections, asked):
            found[where] = _both(found.get(where), demand)
    return found


def _demands(
    request: Request, path: tuple[str, ...], selections: tuple[Selection, ...], asked: Any
) -> Iterator[tuple[str, Demand]]:
    """Yield the members that a parameter goes by, and what a request asks of each."""
    if not selections:
        yield from filtered(request, path, asked)
    for one in selections:
        if (demand := one.demand(request, asked)) is not None:
            yield one.member, demand


def _both(known: Demand | None, demand: Demand) -> Demand:
    """Return what two demands on one member ask for; where they can't be put together, the latter."""
    if isinstance(known, Between) and isinstance(demand, Between):
        return known.both(demand)
    if isinstance(known, Ordered) and isinstance(demand, Ordered):
        return known.both(demand)
    return demand
