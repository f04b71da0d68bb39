"""Parameters that filter, whether or not entries show what they filter by.

One thing is known of all of them: a value that nothing has leaves nothing of the list. So it is of filters by
a documented name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue
from harness.synth.filters import Comparison, FilterForm, filter_form, filter_names, named_filters
from harness.synth.proposals import proposals_of
from harness.synth.responses.demands.demand import Parameter, nested, values_of
from harness.synth.responses.demands.parameters import asking_parameters, demands_of
from harness.synth.scene import Scene


@lru_cache(maxsize=4096)
def documented_filters(operation: OperationModel) -> tuple[Parameter, ...]:
    """Return the parameters that filter a list by a text.

    Those whose values the model lists are left out: which other values there are is not known.

    Args:
        operation: the operation.
    """
    return tuple(Parameter.at(operation, one["param"]) for one in proposals_of(operation, "filters"))


def filters_not_shown(operation: OperationModel) -> tuple[Parameter, ...]:
    """Return those of which nothing tells by which member of entries they filter.

    Args:
        operation: the operation.
    """
    known = {path for path, _ in asking_parameters(operation)}
    return tuple(one for one in documented_filters(operation) if one.path not in known)


def hidden_texts(operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> Iterator[str]:
    """Yield the texts by which a request filters where no member of entries is known to have them.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
    """
    yield from texts_by_parameter(operation, params)
    yield from texts_by_name(operation, params, scene)


def texts_by_parameter(operation: OperationModel, params: Mapping[str, JsonValue]) -> Iterator[str]:
    """Yield those by which it filters with a parameter of its own.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
    """
    for parameter in filters_not_shown(operation):
        asked = values_of(first_value(params, ".".join(parameter.path)))
        yield from (text for text in asked if isinstance(text, str))


def texts_by_name(operation: OperationModel, params: Mapping[str, JsonValue], scene: Scene) -> Iterator[str]:
    """Yield those by which it filters by a documented name that is the name of no member.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
    """
    for path, shape in asking_parameters(operation):
        form, asked = filter_form(shape), first_value(params, ".".join(path))
        if form is None or named_filters(operation, path).get("excludes"):
            continue
        for each in asked if isinstance(asked, list) else ():
            if _is_by_value(operation, path, form, each):
                is_shown = bool(demands_of(operation, nested(path, [each]), scene))
                texts = () if is_shown else values_of(each.get(form.values))
                yield from (text for text in texts if isinstance(text, str))


def _is_by_value(operation: OperationModel, path: tuple[str, ...], form: FilterForm, asked: Any) -> bool:
    """Tell whether a filter goes by a documented name, and wants what has one of its values."""
    option = asked.get(form.option) if form.option else None
    is_equal = option is None or Comparison.named(str(option)) is Comparison.EQUAL
    return is_equal and asked.get(form.name) in filter_names(operation, path).listed
