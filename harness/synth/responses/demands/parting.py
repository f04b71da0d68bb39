"""Enumerations that part the entries of a list: each has one of the values, whether or not it shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue
from harness.models.resources import noun_words, parse_name
from harness.synth.responses.demands.demand import Parameter, values_of
from harness.synth.responses.demands.entries import lists_of
from harness.synth.responses.demands.parameters import asking_parameters, free_parameters
from harness.synth.responses.demands.unshown import says_that_it_filters
from harness.synth.responses.matching import EVERY

# What an entry has one of, where documentation says that the parameter filters, and where it does not.
_SINGLE = re.compile(
    r"(?:status|state|type|class|owner|ownership|tier|phase|origin|platform|strategy|severity|category"
    r"|visibility|managedby|option|reason|storage|entity)$"
)
_SURELY_SINGLE = re.compile(r"(?:status|state|type|owner|ownership|visibility|category)$")
# What chooses how entries are made, shown and compared.
_NO_VALUES = re.compile(
    r"sort|order|group|aggregat|includ|exclu|metric|statistic|unit|quality|criteria|locale|level|result|"
    r"search|query|suggest|time|data|load_?balancer|product|migration|compat|conflict|merge|encod|fulfillment|storage",
    re.IGNORECASE,
)
# What an entry may have several of.
_SEVERAL = re.compile(
    r"\bsupport|\bcontain|\bcompatib|\bcapab|\bpermission|\bat least\b|\blowest\b|\bdetail|\bfields? by\b"
    r"|\brequired if\b|\bto include in\b|\bdeprecated\.|\bexcept(?:ion|ed)?\b|\bcharacter set",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"^(?:at|from|after|before|since|until)_", re.IGNORECASE)  # "AT_TRIM_HORIZON"
_ALL = EVERY | {"both", "none", "any", "unknown"}
_USUAL = (
    "active",
    "running",
    "available",
    "ready",
    "enabled",
    "self",
    "owned",
    "custom",
    "private",
    "unassigned",
)


@dataclass(frozen=True, slots=True)
class Parted:
    """What a request asks for of what entries do not show.

    Attributes:
        name: what the parameter is named.
        asked: its values.
        known: all values that it may have.
        usual: the value of what is not known to have another.
    """

    name: str
    asked: frozenset[str]
    known: frozenset[str]
    usual: str

    def admits(self, members: Mapping[str, JsonValue]) -> bool:
        """Tell whether something is asked for.

        Args:
            members: what is known of it, by names in small letters.
        """
        own = str(members.get(self.name.lower()))
        return (own if own in self.known else self.usual) in self.asked


@lru_cache(maxsize=4096)
def parting_parameters(operation: OperationModel) -> tuple[tuple[Parameter, tuple[str, ...]], ...]:
    """Return the parameters by whose values unshown entries are told apart, with these values.

    Args:
        operation: the operation.
    """
    known = {path for path, _ in asking_parameters(operation)}
    found = (
        (one, _values_of(one))
        for one in (free_parameters(operation) if lists_of(operation) else ())
        if one.path not in known
    )
    return tuple((one, values) for one, values in found if len(values) > 1 and _is_parting(one, values))


def parted_by(
    operation: OperationModel, params: Mapping[str, JsonValue], defaults: Mapping[str, JsonValue]
) -> Iterator[Parted]:
    """Yield what a request asks for by such parameters.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        defaults: the documented defaults.
    """
    for parameter, values in parting_parameters(operation):
        where = ".".join(parameter.path)
        asked = frozenset(map(str, values_of(first_value(params, where))))
        if asked and asked <= set(values):
            default = first_value(defaults, where)
            likely = (value for word in _USUAL for value in values if value.lower() == word)
            usual = default if isinstance(default, str) and default in values else next(likely, values[0])
            yield Parted(parameter.path[-1], asked, frozenset(values), usual)


def _values_of(parameter: Parameter) -> tuple[str, ...]:
    shape: Any = parameter.shape.member if parameter.shape.type_name == "list" else parameter.shape
    return tuple(value for value in shape.metadata.get("enum", ()) if value.lower() not in _ALL)


def _is_parting(parameter: Parameter, values: tuple[str, ...]) -> bool:
    name, operation = parameter.path[-1], parameter.operation
    if parameter.path[0] in operation.input_shape.required_members or any(map(_BOUNDARY.search, values)):
        return False
    if _NO_VALUES.search(name) or any(map(_SEVERAL.search, _texts_of(parameter))):
        return False
    words = "".join(word for word in noun_words(name) if word != "filter")
    if any(words in text for one in lists_of(operation) for text in _lists_in(one.entry)):
        return False  # entries have several
    if says_that_it_filters(parameter):
        return _SINGLE.search(words) is not None
    return parse_name(operation.name).role == "list" and _SURELY_SINGLE.search(words) is not None


def _lists_in(entry: Any) -> Iterator[str]:
    """Yield the names of the lists of texts that an entry has."""
    for name, shape in entry.members.items() if entry.type_name == "structure" else ():
        if shape.type_name == "list" and shape.member.type_name == "string":
            yield "".join(noun_words(name))


def _texts_of(parameter: Parameter) -> Iterator[str]:
    return (sentence.text for sentence in sentences_of(parameter.shape.documentation))
