"""Filters that say by name what they go by: ``{"Name": "state", "Values": ["running"]}``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.shape import shape_at
from harness.synth.filters import (
    Comparison,
    FilterNames,
    filter_form,
    filter_matching,
    filter_names,
    filter_options,
    named_filters,
)
from harness.synth.matching import Matching
from harness.synth.responses.demands.combined import AnyOf, Not, Nothing
from harness.synth.responses.demands.demand import Demand, Request, values_of
from harness.synth.responses.demands.ordered import Ordered, ordered
from harness.synth.responses.demands.parts import Beginning, Containing
from harness.synth.responses.demands.tags import Tagged
from harness.synth.responses.demands.values import OneOf


def filtered(request: Request, path: tuple[str, ...], asked: Any) -> Iterator[tuple[str, Demand]]:
    """Yield what a parameter asks for that takes filters by name.

    Args:
        request: the request.
        path: the path of the parameter.
        asked: its value.
    """
    written, names = named_filters(request.operation, path), filter_names(request.operation, path)
    form = filter_form(shape_at(request.operation.input_shape, ".".join(path)))
    for each in asked if isinstance(asked, list) and form is not None else ():
        assert form is not None
        wanted = tuple(values_of(each.get(form.values)))
        if not wanted:
            continue
        by, option = str(each.get(form.name, "")), each.get(form.option) if form.option else None
        if _is_refused(request.operation, path, by, option) or _is_member_in_other_case(names, by):
            yield from ((entries, Nothing()) for entries in written["lists"])
            continue
        begins = written.get("names", {}).get(by, {}).get("begins")
        option = option or ("BeginsWith" if begins else None)
        demand = _compared(request, option, wanted, filter_matching(request.operation, path, by))
        if written.get("excludes"):
            demand = demand.demand if isinstance(demand, Not) else demand and Not(demand)
        if demand is not None:
            yield from ((member, demand) for member in names.members.get(by, ()))
        kind, _, key = by.partition(":")
        if kind.lower() == "tag" and key and isinstance(demand, OneOf):
            for tags, named, held in written.get("tagged", ()):
                yield tags, Tagged(named, held, key, wanted)


def _is_refused(operation: OperationModel, path: tuple[str, ...], by: str, option: str | None) -> bool:
    """Tell whether documentation leaves a filter to other operations, or writes it otherwise."""
    names = filter_names(operation, path)
    options = filter_options(operation, path) if option is not None else ()
    in_other_case = by not in names.listed and by.lower() in map(str.lower, names.listed)
    return in_other_case or by in names.others or (bool(options) and option not in options)


def _is_member_in_other_case(names: FilterNames, by: str) -> bool:
    """Tell whether a filter, of which no names are listed, goes by a member in a case that is not its own."""
    if names.listed or not names.own_case:
        return False
    return by not in names.members and by.lower() in map(str.lower, names.members)


def _compared(
    request: Request, option: Any, wanted: tuple[Any, ...], matching: Matching
) -> OneOf | AnyOf | Not | Ordered | None:
    """Return what a filter demands that says how values are compared; None where that is not known."""
    meant = Comparison.EQUAL if option is None else Comparison.named(str(option))
    texts = tuple(map(str, wanted))
    match meant:
        case Comparison.EQUAL:
            return OneOf(wanted, is_written_so=True, matching=matching)
        case Comparison.UNEQUAL:
            return Not(OneOf(wanted))
        case Comparison.BEGINS:
            return AnyOf(tuple(Beginning(request, text, "", matching=matching) for text in texts))
        case Comparison.CONTAINS:
            return AnyOf(tuple(Containing(text, matching) for text in texts))
        case Comparison.LACKS:
            return Not(AnyOf(tuple(map(Containing, texts))))
        case Comparison():
            return ordered(meant, texts)
    return None
