"""The law of botocore's paginators: they give the list that single calls give."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.exchange import Exchange
from harness.contract.paths.shape import shape_at
from harness.contract.values import to_json_value
from harness.fuzz.laws.caller import CALL_FAILURES
from harness.fuzz.laws.cases import Paging, documented, with_size
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.page_walks import MOST_SIZED_PAGES, PageJudge, Walk, changes, compare, entries_in, walk
from harness.fuzz.script import PAGINATION_CONFIG
from harness.models import method_name


@dataclass(frozen=True)
class PaginatorJudge(PageJudge):
    """Judges botocore's paginator of an operation, which goes by the same members; yields counterexamples."""

    def __call__(self, case: Paging) -> Iterator[Counterexample]:
        """Judge whether botocore's paginator gives the same list, as a whole and in two parts."""
        if "EncodingType" in case.params and any("Marker" in name for name in self.pagination.input_tokens):
            return  # botocore sends markers back as they come, though they are encoded keys
        usual = walk(self.caller, self.pagination, case.params)
        if not usual.whole:
            return
        fits = case.size is not None and len(usual.entries) <= case.size * MOST_SIZED_PAGES
        if fits:  # whether the list is the same in pages of any size is another law
            usual = walk(self.caller, self.pagination, with_size(self.caller.contract, self.pagination, case))
        listed = self._call_by_call(usual) if usual.whole else None
        if listed is None:
            return
        config = {"PageSize": case.size} if fits else {}
        some = case.at % len(listed) + 1 if listed else 1
        parts = config | {"MaxItems": some}
        for words, own, message in (
            (f"with {config}", config, self._whole(listed, case, config)),
            (f"with {parts}, then the rest", parts, self._in_parts(listed, case, config, some)),
        ):
            if message and not changes(self.caller, usual):
                text = f"botocore's paginator must give the same list as single calls, but {words} {message}."
                contract = self.caller.contract
                source = documented(contract, self.pagination.input_tokens[0])
                calls = (*usual.exchanges, *self._shown(case, own))
                yield Counterexample("paginator", contract.name, "entries", text, calls, source)
                return

    def _call_by_call(self, usual: Walk) -> tuple[str, ...] | None:
        """Return the entries of a walk as botocore reads them; None if a call is refused now."""
        operation = self.caller.contract.operation_model
        call = getattr(self.caller.client, method_name(operation.name))
        entries: list[str] = []
        try:
            for exchange in usual.exchanges:
                page = call(**self.caller.parsed(exchange.params))
                entries += entries_in(self.pagination, to_json_value(operation.output_shape, page))
        except CALL_FAILURES:
            return None
        return tuple(entries)

    def _whole(self, listed: tuple[str, ...], case: Paging, config: Mapping[str, Any]) -> str:
        entries, _ = self._paginate(case, config)
        return "" if entries is None else compare(listed, entries)

    def _in_parts(self, listed: tuple[str, ...], case: Paging, config: Mapping[str, Any], some: int) -> str:
        """Compare the first entries, and the rest from the token on that the paginator returns for it."""
        if self._is_map():
            return ""  # botocore cuts lists only
        first, token = self._paginate(case, {**config, "MaxItems": some})
        if first is None or (message := compare(listed[:some], first)):
            return "" if first is None else message
        if token is None:
            return "" if some >= len(listed) else f"ends after {some} entries"
        rest, _ = self._paginate(case, {**config, "StartingToken": token})
        return "" if rest is None else compare(listed, first + rest)

    def _shown(self, case: Paging, config: Mapping[str, Any]) -> Iterator[Exchange]:
        """Yield the paginator's call, and the one for the rest where it stops before the end."""
        contract, client = self.caller.contract, self.caller.client
        operation = contract.operation_model
        paginator = client.get_paginator(method_name(operation.name))
        params = to_json_value(operation.input_shape, case.params)
        result: dict[str, Any] = {}
        with contextlib.suppress(*CALL_FAILURES):
            result = paginator.paginate(**case.params, PaginationConfig=dict(config)).build_full_result()
        yield Exchange(
            contract.service,
            contract.operation,
            client.meta.region_name,
            {**params, PAGINATION_CONFIG: dict(config)},
            to_json_value(operation.output_shape, result),
        )
        if "MaxItems" in config and "NextToken" in result:
            page_size = {name: value for name, value in config.items() if name != "MaxItems"}
            yield from self._shown(case, page_size | {"StartingToken": result["NextToken"]})

    def _is_map(self) -> bool:
        shape = shape_at(self.caller.contract.operation_model.output_shape, self.pagination.results[0])
        return shape is None or shape.type_name == "map"

    def _paginate(self, case: Paging, config: Mapping[str, Any]) -> tuple[tuple[str, ...] | None, str | None]:
        """Return the entries that botocore's paginator gives, and its token; None if a page is refused."""
        operation = self.caller.contract.operation_model
        paginator = self.caller.client.get_paginator(method_name(operation.name))
        iterator = paginator.paginate(**case.params, PaginationConfig=dict(config))
        entries: list[str] = []
        try:
            for page in iterator:
                response = to_json_value(operation.output_shape, page)
                entries += entries_in(self.pagination, response)
        except CALL_FAILURES:
            return None, None
        return tuple(entries), iterator.resume_token
