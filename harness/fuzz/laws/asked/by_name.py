"""What is asked for by its name comes back, and nothing else: in lists that take the name of one entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import select
from harness.contract.paths.shape import shape_at
from harness.contract.wording import show
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import documented
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.page_walks import Walk, walk
from harness.models.paginators import find_pagination, is_token
from harness.strategies.request.valid import Requests
from harness.synth.responses.matching import matching_of
from harness.synth.responses.views import subject_of, view_of

_FEW = 2  # names that each parameter asks for
_BY_PART = re.compile(
    r"prefix|contain|partial|substring|wildcard|(?:begin|start)s? with|\*|regular", re.IGNORECASE
)
_FILTERS = re.compile(r"filter|search|match", re.IGNORECASE)
_MISSING = re.compile(r"not? ?found|no ?such|does ?n.t ?exist|not ?exist", re.IGNORECASE)


@lru_cache(maxsize=256)
def naming_parameters(operation: OperationModel) -> tuple[tuple[str, str], ...]:
    """Return the parameters that may name an entry of an operation's list, each with its path there.

    Parameters that take a part of a name, or filter by it in a way that nobody says, are left out.

    Args:
        operation: the operation.
    """
    subject, pagination = subject_of(operation), find_pagination(operation)
    if subject is None or not subject.is_own or pagination is None or not pagination.results:
        return ()
    path = pagination.results[0]
    entry: Any = shape_at(operation.output_shape, f"{path}[]")
    view = None
    if entry is not None and entry.type_name == "structure":
        view = view_of(operation, entry, path.rpartition(".")[2])
    if view is None or view.noun != subject.noun:
        return ()
    shape: Any = operation.input_shape
    found = []
    for param, kind in subject.parameters.items():
        text, name = shape.members[param], next((name for name, other in view.members if other == kind), None)
        is_vague = kind == "name" and _FILTERS.search(text.documentation)
        if name is None or text.type_name != "string" or is_vague or _BY_PART.search(text.documentation):
            continue
        if param not in (*shape.required_members, *pagination.input_tokens) and not is_token(param):
            found.append((param, f"{path}[].{name}"))
    return tuple(found)


@dataclass(frozen=True)
class Named:
    """Asks for the entries of a list by their names.

    Attributes:
        caller: calls the operation.
        plain: the plainest request.
        usual: the list that it leads to.
    """

    caller: Caller
    plain: dict[str, Any]
    usual: Walk

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for one name after the other; yield what is wrong, and None after each."""
        operation = self.caller.contract.operation_model
        for param, path in naming_parameters(operation):
            names = [] if param in self.plain else list(dict.fromkeys(_names(self.usual, path)))
            any_case = matching_of(operation.input_shape.members[param].documentation).any_case
            if (made_up := self._made_up(param)) is not None and made_up not in names:
                yield from self._judge(param, path, made_up, None)
                yield None
            for name in (names[len(names) // 2 :] + names)[:_FEW]:
                yield from self._judge(param, path, name, name)
                yield None
                others = [name[:-1]] if any_case is None else [name[:-1], name.swapcase()]
                for other in others:
                    if other and other not in names:
                        is_name = bool(any_case) and other.lower() == name.lower()
                        yield from self._judge(param, path, other, name if is_name else None)
                        yield None

    def _made_up(self, param: str) -> str | None:
        """Make up a name that a parameter allows: the error that nothing has it is then seen."""
        made: dict[str, Any] = {}
        if param in self.plain or not Requests.of(self.caller.contract).editor().put(made, param):
            return None
        return made[param] if isinstance(made[param], str) else None

    def _judge(self, param: str, path: str, asked: str, name: str | None) -> Iterator[Counterexample]:
        """Ask for a name, which is that of an entry, or of none."""
        params = {**self.plain, param: asked}
        if not self.caller.allows(params):
            return
        found = walk(self.caller, self.usual.pagination, params)
        for call in found.exchanges:
            yield from faults_of(self.caller, call)
        back = list(_names(found, path))
        others = [one for one in back if one.lower() != asked.lower()]
        if name is None:
            others = [one for one in back if one != asked]
        of = f"With {param} {show(asked)}"
        if others:
            message = f"{of} every entry must be what was asked for, but {path} was {show(others[0])}."
            yield self._found("not-asked-for", message, found, param)
        elif name is not None and not back and _is_empty(found) and self._is_there(path, name):
            error = found.exchanges[-1].error
            outcome = "nothing came back" if error is None else f"the request was refused: {error.code}"
            message = f"{of} the entry {show(name)} of the list must come back, but {outcome}."
            yield self._found("lost", message, found, param)

    def _is_there(self, path: str, name: str) -> bool:
        """Tell whether an entry is still in the list."""
        return name in _names(walk(self.caller, self.usual.pagination, self.plain, anew=True), path)

    def _found(self, code: str, message: str, found: Walk, param: str) -> Counterexample:
        contract = self.caller.contract
        calls = (*self.usual.exchanges, *found.exchanges)
        return Counterexample(
            "asked", contract.name, code, message, calls, documented(contract, param), param
        )


def _is_empty(found: Walk) -> bool:
    """Tell whether a list has nothing in it, or its request was refused as what it names is missing."""
    error = found.exchanges[-1].error if found.exchanges else None
    return found.whole if error is None else bool(_MISSING.search(f"{error.code} {error.message}"))


def _names(found: Walk, path: str) -> Iterator[str]:
    for call in found.exchanges:
        yield from (value for _, value in select(call.response, path) if isinstance(value, str) and value)
