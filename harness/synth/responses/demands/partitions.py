"""Enumerations that part the entries of a list: each has one of the values, whether or not it shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue
from harness.synth.proposals import proposals_of
from harness.synth.responses.demands.demand import Parameter, values_of


@dataclass(frozen=True, slots=True)
class Partition:
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
def partition_parameters(operation: OperationModel) -> tuple[tuple[Parameter, tuple[str, ...]], ...]:
    """Return the parameters by whose values unshown entries are told apart, with these values.

    Args:
        operation: the operation.
    """
    written = proposals_of(operation, "parts")
    return tuple((Parameter.at(operation, one["param"]), tuple(one["values"])) for one in written)


def partition_of(
    operation: OperationModel, params: Mapping[str, JsonValue], defaults: Mapping[str, JsonValue]
) -> Iterator[Partition]:
    """Yield what a request asks for by such parameters.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        defaults: the documented defaults.
    """
    for one in proposals_of(operation, "parts"):
        where, values = one["param"], frozenset(one["values"])
        asked = frozenset(map(str, values_of(first_value(params, where))))
        if asked and asked <= values:
            default = first_value(defaults, where)
            usual = default if isinstance(default, str) and default in values else one["usual"]
            yield Partition(where.rpartition(".")[2], asked, values, usual)
