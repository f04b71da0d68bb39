"""Which parameters ask for something of entries, and what a request asks for with all of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination, is_token
from harness.synth.responses.demands.demand import Demand, Maker, Parameter, Request
from harness.synth.responses.demands.entries import SAYS_NOTHING, SCALARS, EntryList, lists_of
from harness.synth.responses.demands.flags import flagged
from harness.synth.responses.demands.named_filters import filtered
from harness.synth.responses.demands.parts import part_asked_for, part_of
from harness.synth.responses.demands.stated import stated
from harness.synth.responses.demands.times import Between, bounded, is_bound, is_range
from harness.synth.responses.demands.values import equal_to
from harness.synth.responses.filters import filter_form, filter_names
from harness.synth.responses.views import subject_of
from harness.synth.scene import Scene

_FILTER = re.compile(r"filter|criteria|quer(y|ies)$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _makers(operation: OperationModel) -> tuple[tuple[Parameter, Maker], ...]:
    """Return the parameters of an operation that ask for something of entries, and what that is."""
    lists = lists_of(operation)
    return tuple(
        (parameter, maker)
        for parameter in (free_parameters(operation) if lists else ())
        for maker in _makers_of(parameter, lists)
    )


def free_parameters(operation: OperationModel) -> Iterator[Parameter]:
    """Yield the parameters that may ask for something of entries: those in a filter one by one.

    Args:
        operation: the operation.
    """
    subject = subject_of(operation)
    own = set() if subject is None or not subject.is_own else set(subject.parameters)
    pagination = find_pagination(operation)
    paging = {*(pagination.input_tokens if pagination else ()), pagination.limit if pagination else ""}
    given = operation.input_shape.members if operation.input_shape is not None else {}
    for name, shape in given.items():
        if name in paging or is_token(name) or (name in own and shape.type_name == "string"):
            continue
        if shape.type_name == "structure" and (_FILTER.search(name) or is_range(shape)):
            for inner, member in shape.members.items():
                yield Parameter(operation, (name, inner), member, shape)
        else:
            yield Parameter(operation, (name,), shape)


def _makers_of(parameter: Parameter, lists: Sequence[EntryList]) -> Iterator[Maker]:
    """Yield what a parameter asks for of the entries of each list."""
    if maker := stated(parameter) or filtered(parameter, lists):
        yield maker
        return
    kinds = _kinds(parameter.path[-1], parameter.shape)
    if parameter.words in SAYS_NOTHING:  # "Names" are those of entries, and not of the ciphers in them
        lists = [entries for entries in lists if entries.is_outer]
    for entries in lists:
        makers = (kind(parameter, entries) for kind in kinds)
        yield from itertools.islice(filter(None, makers), 1)


def _kinds(name: str, shape: Any) -> tuple[Callable[[Parameter, EntryList], Maker | None], ...]:
    """Return what a parameter may be, by its shape and name; the first that fits it counts."""
    if is_bound(shape):
        return (bounded,)
    if shape.type_name == "string" and part_of(name, shape) is not None:
        return (part_asked_for,)
    if shape.type_name in SCALARS or (shape.type_name == "list" and shape.member.type_name == "string"):
        return (equal_to, flagged)
    return ()


def asking_parameters(operation: OperationModel) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the parameters by which a request asks something of entries: their paths and shapes.

    Args:
        operation: the operation.
    """
    yield from {parameter.path: parameter.shape for parameter, _ in _makers(operation)}.items()


def has_unknown_filter(operation: OperationModel, params: Mapping[str, JsonValue]) -> bool:
    """Tell whether a request filters by a name that is none of those which documentation lists.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for path, shape in asking_parameters(operation):
        form = filter_form(shape)
        asked = params.get(path[0]) if len(path) == 1 else None
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
    for parameter, make in _makers(operation):
        asked = first_value(params, ".".join(parameter.path))
        if asked is None or asked == "":
            continue
        for where, demand in make(request, asked):
            known = found.get(where)
            if isinstance(known, Between) and isinstance(demand, Between):
                demand = known.both(demand)
            found[where] = demand
    return found
