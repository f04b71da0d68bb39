"""Parameters that say how much an answer shows.

Some are true or false, and show a member or leave it out: EC2's ``IncludePublicKey``. Others let more entries
into a list: ``IncludeDeleted``, and of several values ``ALL``.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from harness.contract.contract import Contract
from harness.contract.paths.member import holders
from harness.synth.proposals import proposals_of
from harness.synth.responses.answer import Answer


@dataclass(frozen=True, slots=True)
class Switch:
    """A parameter that shows members of an answer, or leaves them out.

    Attributes:
        param: the parameter, true where they are shown.
        paths: the members.
        usual: what the parameter is where it is left out; None where that is not documented.
    """

    param: str
    paths: tuple[str, ...]
    usual: bool | None

    def hides(self, params: Mapping[str, Any]) -> bool:
        """Tell whether a request has the members left out."""
        return params.get(self.param, self.usual) is False


@lru_cache(maxsize=4096)
def switches_of(contract: Contract) -> tuple[Switch, ...]:
    """Return the parameters of an operation that show members of its answer.

    Args:
        contract: the operation's contract.
    """
    return tuple(
        Switch(one["param"], tuple(one["members"]), one.get("usual"))
        for one in proposals_of(contract.operation_model, "shows")
    )


@dataclass(frozen=True, slots=True)
class Widening:
    """A parameter that lets more entries into a list.

    Attributes:
        param: the parameter.
        fewer: its values with which fewer entries come back.
        more: the value with which all of these do so.
    """

    param: str
    fewer: tuple[Any, ...]
    more: Any


@lru_cache(maxsize=4096)
def widening(contract: Contract) -> tuple[Widening, ...]:
    """Return the parameters of an operation that let more entries into its list.

    Args:
        contract: the operation's contract.
    """
    return tuple(
        Widening(one["param"], tuple(one["fewer"]), one["more"])
        for one in proposals_of(contract.operation_model, "widens")
    )


def without_hidden(held_to: Contract, params: Mapping[str, Any], answer: Answer) -> Answer:
    """Return an answer without the members that its request has left out.

    Args:
        held_to: the operation's contract.
        params: the request's parameters.
        answer: the answer.
    """
    hidden = [switch for switch in switches_of(held_to) if switch.hides(params)]
    if not hidden or answer.response is None:
        return answer
    response = copy.deepcopy(answer.response)  # the answer may be kept for a request that shows them
    for switch in hidden:
        for path in switch.paths:
            for holder, name in holders(response, path):
                holder.pop(name, None)
    return replace(answer, response=response)
