"""The law of lists that a request limits, and that come in no pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.contract import Contract
from harness.contract.laws import sentence
from harness.contract.paths.member import first_value
from harness.contract.rules import PageLimit
from harness.contract.values import to_json_value
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import Paging, documented, plain_request, size_bounds, with_own, with_size
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.models.paginators import Pagination, find_pagination
from harness.strategies.request.valid import Requests

_LAW = "page-limit"


def laws_of_limited_lists(caller: Caller) -> tuple[Law, ...]:
    """Return the law of the limit of an operation without pages; none if it has no limit."""
    found = limited_lists(caller.contract)
    if found is None:
        return ()
    return (FixedLaw(_LAW, caller, sentence(_LAW), _Limited(caller, *found).steps),)


def limited_lists(contract: Contract) -> tuple[str, tuple[str, ...]] | None:
    """Return the limit of an operation without pages, and the lists that it is on; None if it has none."""
    if find_pagination(contract.operation_model) is not None:
        return None
    rules = [rule for rule in contract.rules if isinstance(rule, PageLimit) and rule.param is not None]
    limit = rules[0].param if rules else None
    return None if limit is None else (limit, tuple(rule.member for rule in rules if rule.param == limit))


@dataclass(frozen=True)
class _Limited:
    """Sends small limits.

    Attributes:
        caller: calls the operation.
        limit: the parameter.
        lists: the paths of the lists that it is on.
    """

    caller: Caller
    limit: str
    lists: tuple[str, ...]

    def steps(self) -> Iterator[Counterexample | None]:
        """Send the least limit and the next one; yield what is wrong, and None after each."""
        contract = self.caller.contract
        bounds = size_bounds(contract, Pagination((), (), self.limit))
        low, high = bounds or (1, 1)
        for size in sorted({low, min(low + 1, high)}):
            params = self._request(size)
            call = None if params is None else self.caller(params)
            if call is None:
                continue
            for path in self.lists:
                entries = first_value(call.response, path)
                count = len(entries) if isinstance(entries, list) else 0
                if count > size:
                    message = (
                        f"{path} must have no more entries than {self.limit} says, {size}, but had {count}."
                    )
                    source = documented(contract, self.limit)
                    yield Counterexample(_LAW, contract.name, _LAW, message, (call,), source, self.limit)
            yield None

    def _request(self, size: int) -> dict[str, Any] | None:
        """Return a request with a limit: the plainest, or one that has what the limit needs next to it."""
        contract, plain = self.caller.contract, plain_request(self.caller)
        pagination = Pagination((), (), self.limit)
        requests = Requests.of(contract)
        for base in (plain, *map(requests.as_called, requests.bases())):
            params = with_size(contract, pagination, Paging(with_own(self.caller, base), size))
            if self.caller.allows(params):
                return params
            asked = to_json_value(contract.operation_model.input_shape, params)
            requests.editor().repair(asked, (self.limit,))
            params = with_own(self.caller, requests.as_called(asked))
            if self.limit in params and self.caller.allows(params):
                return params
        return None
