"""Laws of paginations: whatever the page size, wherever it goes on, a list is the same list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import currently_in_test_context, event, target
from hypothesis import strategies as st

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.laws import sentence
from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Default, MoreResults, SameParameters, with_defaults
from harness.contract.source import Source
from harness.contract.values import to_json_value
from harness.contract.violation import CODES, Severities, Severity, Side, code_of, severity_of
from harness.contract.wording import show
from harness.fuzz.laws.answers.faults import faults_of, said_of
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.cases import (
    Paging,
    any_page,
    documented,
    odd_limits,
    paging_cases,
    paging_grid,
    plain_list,
    settings_grid,
    size_bounds,
    with_size,
)
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import SEVERAL, CaseLaw, Judge, Law, MachineLaw
from harness.fuzz.laws.page_walks import (
    MOST_SIZED_PAGES,
    PageJudge,
    Walk,
    changes,
    compare,
    disorder,
    entries_of,
    is_empty,
    once_more,
    walk,
)
from harness.fuzz.laws.requests.refusals import fails_plain
from harness.models.paginators import Pagination, described_beside, find_pagination
from harness.strategies.subject import Operation, contract_of

from .limited_lists import laws_of_limited_lists
from .paginator import PaginatorJudge
from .side_by_side import interleaved, side_by_side
from .tokens import laws_of_tokens

_EMPTY_PAGES = 20  # that a list may have besides one page for each entry
_FEW = 5


def paginator_laws(
    operation: Operation,
    client: Any,
    params: Mapping[str, Any] | None = None,
    severities: Severities | None = None,
) -> tuple[Law, ...]:
    """Return the laws of an operation whose results come in pages.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.
        client: a client of the service; it need not leave parameters unchecked.
        params: parameters that every request has, such as the name of a resource that exists.
        severities: a user's severities by violation code.

    Returns:
        The laws, each to be called; none if the results do not come in pages.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    caller = Caller(contract_of(operation), client, params, severities)
    return (*laws_of_pages(caller), *laws_of_tokens(caller))


def laws_of_pages(caller: Caller) -> tuple[Law, ...]:
    """Return the laws of the pages of an operation that is called so, or of its limit if it has no pages."""
    contract = caller.contract
    pagination = find_pagination(contract.operation_model)
    if pagination is None:
        return laws_of_limited_lists(caller)
    if not _returns_tokens(contract, pagination):
        return ()
    judges = _Judges(caller, pagination)
    cases, grid = paging_cases(caller, pagination), paging_grid(caller, pagination)

    def law(name: str, judge: Judge[Paging], more: Callable[[], Iterable[Paging]] = tuple) -> Law:
        def certain() -> Iterator[Paging]:
            yield from grid
            yield from judges.around_the_end(grid)
            yield from more()

        return CaseLaw(name, caller, sentence(name), cases, judge, certain, smaller=judges.with_less)

    laws: list[Law] = [
        law("pages", judges.conforms),
        law("tokens-end", judges.tokens_end),
        law("last-page", judges.last_page),
    ]
    if _has_entries(contract, pagination):
        if pagination.limit is not None or any_page(contract, pagination):
            laws.append(law("page-limit", judges.page_limit, lambda: odd_limits(caller, pagination)))
        if pagination.limit is not None:
            laws += [
                law("page-size", judges.page_size, lambda: settings_grid(caller, pagination)),
            ]
        laws += [
            law("resume", judges.resume),
            MachineLaw(
                "interleaved",
                caller,
                sentence("interleaved"),
                lambda check: interleaved(caller, pagination, check),
                lambda: side_by_side(caller, pagination, grid[:2]),
            ),
        ]
        if pagination.configured:
            judge = PaginatorJudge(caller, pagination)
            laws.append(replace(law("paginator", judge), several=SEVERAL))
    if any(isinstance(rule, SameParameters) for rule in contract.rules) and _has_others(contract, pagination):
        laws.append(
            CaseLaw(
                "token-bound", caller, sentence("token-bound"), st.tuples(cases, cases), judges.token_bound
            )
        )
    return tuple(laws)


@dataclass(frozen=True)
class _Judges(PageJudge):
    """Judges cases of one operation by each law; each yields counterexamples."""

    def _walk(self, case: Paging) -> Walk:
        params = with_size(self.caller.contract, self.pagination, case)
        return walk(self.caller, self.pagination, params)

    def around_the_end(self, grid: Sequence[Paging]) -> Iterator[Paging]:
        """Yield the plainest request in pages that hold all entries but one, just all, and one more."""
        bounds = size_bounds(self.caller.contract, self.pagination)
        usual = self._walk(replace(grid[0], size=None))
        count, known = len(usual.entries), [case.size for case in grid]
        for size in (count - 1, count, count + 1) if bounds is not None and usual.whole and count else ():
            if bounds is not None and bounds[0] <= size <= bounds[1] and size not in known:
                yield replace(grid[0], size=size)

    def with_less(self, case: Paging) -> Iterator[Paging]:
        """Yield a case without settings, and in larger pages, of which there are fewer."""
        plain = plain_list(self.caller, self.pagination)
        if case.params != plain:
            yield replace(case, params=plain)
        bounds = size_bounds(self.caller.contract, self.pagination)
        count = len(self._walk(replace(case, size=None)).entries)
        if case.size is not None and case.odd is None and bounds is not None:
            for size in dict.fromkeys((count - 1, -(-count // 2), count // 2, count // 3)):
                if case.size < size <= bounds[1]:
                    yield replace(case, size=size)

    def _pages(self, case: Paging) -> Walk:
        """Walk in pages of a case's size; in larger ones where there would be very many."""
        usual = self._walk(replace(case, size=None))
        found = self._sized(case, len(usual.entries))
        return _observed(self._walk(case) if found is None else found)

    def conforms(self, case: Paging) -> Iterator[Counterexample]:
        """Judge whether each page keeps to the contract."""
        found = self._pages(case)
        for number, call in enumerate(found.exchanges):
            for fault in faults_of(self.caller, call):
                yield replace(fault, exchanges=found.exchanges[: number + 1])
        yield from self._refused_page(found)

    def _refused_page(self, found: Walk) -> Iterator[Counterexample]:
        """Yield the page that was refused though the page before it has led to it, and leads to it again."""
        if (
            len(found.exchanges) < 2
            or found.exchanges[-1].response is not None
            or found.exchanges[-1].throttled
        ):
            return
        params = self.caller.parsed(found.exchanges[0].params)
        again = walk(self.caller, self.pagination, params, len(found.exchanges), anew=True)
        refused = _refused(again)
        if len(again.exchanges) > 1 and refused and not again.exchanges[-1].throttled:
            token = self.pagination.input_tokens[0]
            text = f"{token} of page {len(again.exchanges) - 1} must lead to the next page, but {refused}"
            yield self._found("pages", "page-refused", text, again.exchanges)

    def _found(
        self, law: str, code: str, message: str, exchanges: tuple[Exchange, ...], source: Source | None = None
    ) -> Counterexample:
        contract, severity = self.caller.contract, Severity.ERROR
        if code in CODES:  # and no word of the law alone
            side: Side = "request" if law == "token-bound" else "response"
            severity = severity_of(code, side, self.caller.severities, contract.name)
        source = source or documented(contract, self.pagination.input_tokens[0])
        place = (self.pagination.limit or "") if law == "page-limit" else ""
        return Counterexample(law, contract.name, code, message, exchanges, source, place, severity)

    def tokens_end(self, case: Paging) -> Iterator[Counterexample]:
        """Judge whether tokens come to an end."""
        found = self._pages(case)
        token = self.pagination.output_tokens[0]
        if found.looped:
            message = (
                f"{token} must lead on, but page {len(found.pages)} returned one of an earlier page again."
            )
            yield self._found("tokens-end", "token-repeated", message, found.exchanges)
        elif found.answered and not found.ended and len(found.pages) > len(set(found.entries)) + _EMPTY_PAGES:
            message = f"{token} must come to an end, but {len(found.pages)} pages had one."
            yield self._found("tokens-end", "token-endless", message, found.exchanges[:3])

    def last_page(self, case: Paging) -> Iterator[Counterexample]:
        """Judge whether there is a token where there is more, and only there."""
        found = self._pages(case)
        leads_to_nothing = found.whole and any(found.pages) and is_empty(self.pagination, found.exchanges[-1])
        if leads_to_nothing and not self._states_more_results:
            token = self.pagination.output_tokens[0]
            message = (
                f"{token} must be returned only where there is more, but that of page {len(found.pages) - 1} "
                f"led to an empty page, the last."
            )
            source = said_of(self.caller, token)
            last = self._found("last-page", "token-to-nothing", message, found.exchanges, source)
            yield replace(last, severity=Severity.WARNING)  # no documentation rules it out
        for number, violation in self.caller.contract.check_chains(found.exchanges, self.caller.severities):
            yield Counterexample(
                "last-page",
                self.caller.contract.name,
                violation.code,
                violation.message,
                found.exchanges[: number + 2],
                violation.source,
                severity=violation.severity,
            )

    @property
    def _states_more_results(self) -> bool:
        """Whether the documentation says when there is a token, so that its rule is judged."""
        return any(isinstance(rule, MoreResults) for rule in self.caller.contract.rules)

    def page_limit(self, case: Paging) -> Iterator[Counterexample]:
        """Judge whether pages keep to their limit, and the first one without a limit to its default."""
        if case.odd is not None:
            yield from self._odd_limit(case, case.odd)
            return
        unlimited = self._walk(replace(case, size=None)).exchanges[:1]
        for exchange in (*unlimited, *self._pages(case).exchanges):
            counts = {self.pagination.results[0]: len(entries_of(self.pagination, exchange))}
            for path in self._beside:
                counts[path] = len(first_value(exchange.response, path) or ())
            where, count = max(counts.items(), key=lambda pair: pair[1])
            size, says, source = min(
                self._limits(exchange), key=lambda one: one[0], default=(count, "", None)
            )
            if count > size:
                message = f"{where} must have no more entries than {says}, {size}, but had {count}."
                found = self._found("page-limit", "page-limit", message, (exchange,), source)
                is_unsure = source is not None and source.review == "once"
                yield replace(found, severity=Severity.WARNING) if is_unsure else found
                return

    def _limits(self, exchange: Exchange) -> Iterator[tuple[int, str, Source]]:
        """Yield how many entries a page may have: by its request, and by what documentation says."""
        contract, limit = self.caller.contract, self.pagination.limit
        asked = exchange.params.get(limit) if limit else None
        size = self._usual_size if asked is None else int(asked)
        if size is not None:
            yield size, f"{limit} says{' by default' if asked is None else ''}", documented(contract, limit)
        for rule in any_page(contract, self.pagination):
            yield int(rule.max or 0), "documentation allows", rule.source or documented(contract, limit)

    def _odd_limit(self, case: Paging, odd: int | str) -> Iterator[Counterexample]:
        """Judge a limit that no page can keep to: it is refused, or, below 1, may stand for none at all."""
        limit = self.pagination.limit or ""
        params = with_size(self.caller.contract, self.pagination, case)
        call = self.caller(params)
        if call is None or call.throttled:
            return
        if call.status >= 500:
            if not fails_plain(self.caller):
                message = (
                    f"{limit} {show(odd)} must be refused, but the server failed with status {call.status}."
                )
                yield self._found("page-limit", "server-error", message, (call,), self._said_of_limit)
        elif call.error is not None:
            return
        elif isinstance(odd, str) and not odd.lstrip("-").isdecimal():
            message = f"{limit} must be a number, but {show(odd)} was accepted."
            yield self._found("page-limit", "no-number", message, (call,), self._said_of_limit)
        elif int(odd) < 0:
            usual, found = self._walk(replace(case, odd=None)), self._walk(case)
            message = compare(usual.entries, found.entries) if usual.whole and found.whole else ""
            if message and not changes(self.caller, usual):
                text = f"{limit} {show(odd)} must be refused or left out of account, but {message}."
                calls = (*usual.exchanges, *found.exchanges)
                yield self._found("page-limit", "below-one", text, calls, self._said_of_limit)

    @property
    def _said_of_limit(self) -> Source:
        return documented(self.caller.contract, self.pagination.limit)

    @property
    def _beside(self) -> tuple[str, ...]:
        """The lists that come in pages next to a list of names, and describe what is named."""
        beside = described_beside(
            self.caller.contract.operation_model.output_shape, self.pagination.results[0]
        )
        return tuple(path for path in beside if path in self.pagination.results)

    @property
    def _usual_size(self) -> int | None:
        """The limit of a request that has none, as it is documented."""
        rules = (rule for rule in self.caller.contract.rules if isinstance(rule, Default))
        found = (rule for rule in rules if rule.param == self.pagination.limit)
        rule = next((rule for rule in found if rule.source and rule.source.review != "once"), None)
        return int(rule.value) if rule is not None and str(rule.value).isdecimal() else None

    def page_size(self, case: Paging) -> Iterator[Counterexample]:
        """Judge whether the list is the same in pages of another size."""
        usual = self._walk(replace(case, size=None))
        sized = self._sized(case, len(usual.entries)) if usual.whole else None
        if sized is None or not _observed(sized).whole:
            return
        if usual.entries == sized.entries:
            return
        # What an entry says of now is another each time: only lists of one time are compared.
        usual, sized = once_more(self.caller, usual), once_more(self.caller, sized)
        message = compare(usual.entries, sized.entries) if usual.whole and sized.whole else ""
        code = "entries" if message else "order"
        if not message and usual.whole and sized.whole:
            message = disorder(usual.entries, sized.entries)
        if (
            message
            and not changes(self.caller, usual)
            and not (code == "order" and changes(self.caller, sized))
        ):
            limit = sized.exchanges[0].params.get(self.pagination.limit)
            text = (
                f"With {self.pagination.limit} {limit} the list must be the same as without, but {message}."
            )
            source = documented(self.caller.contract, self.pagination.limit)
            yield self._found("page-size", code, text, (*usual.exchanges, *sized.exchanges), source)

    def _sized(self, case: Paging, total: int) -> Walk | None:
        """Walk in pages of a case's size, or larger ones where there would be too many."""
        if case.size is None:
            return self._walk(case)
        bounds = size_bounds(self.caller.contract, self.pagination)
        size = max(case.size, -(-total // MOST_SIZED_PAGES))
        return None if bounds is None or size > bounds[1] else self._walk(replace(case, size=size))

    def resume(self, case: Paging) -> Iterator[Counterexample]:
        """Judge whether a token leads to the rest of the list."""
        usual = self._walk(replace(case, size=None))
        found = self._sized(case, len(usual.entries)) if usual.whole else None
        if found is None or not _observed(found).whole or len(found.pages) < 2:
            return
        page = case.at % (len(found.pages) - 1)
        rest = walk(self.caller, self.pagination, self.caller.parsed(found.exchanges[page + 1].params))
        expected = tuple(entry for entries in found.pages[page + 1 :] for entry in entries)
        message = compare(expected, rest.entries) if rest.whole else _refused(rest)
        if message and not changes(self.caller, usual):
            outcome = message.removesuffix(".")
            text = f"The token of page {page + 1} must lead to the rest of the list again, but {outcome}."
            one = self._found("resume", "entries", text, found.exchanges[: page + 2] + rest.exchanges)
            # No documentation says that a token lasts after it was used.
            yield one if rest.whole else replace(one, severity=Severity.WARNING)

    def token_bound(self, cases: tuple[Paging, Paging]) -> Iterator[Counterexample]:
        """Judge whether the token of one request is refused with the parameters of another."""
        first, other = cases
        if self._meant(first.params) == self._meant(other.params):
            return
        page = self.caller(with_size(self.caller.contract, self.pagination, first))
        tokens = self.pagination.next_request(page.response) if page and page.response else {}
        if page is None or not tokens:
            return
        params = with_size(self.caller.contract, self.pagination, replace(other, size=first.size))
        answer = self.caller(params | self.caller.parsed(tokens))
        if answer is not None and answer.response is not None:
            rule = next(rule for rule in self.caller.contract.rules if isinstance(rule, SameParameters))
            message = f"{rule.words}, but with others it was accepted."
            yield self._found("token-bound", code_of(rule.kind), message, (page, answer), rule.source)

    def _meant(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a request asks for, with defaults: a switch that is off asks for nothing."""
        shape = self.caller.contract.operation_model.input_shape
        said = with_defaults(to_json_value(shape, dict(params)), self.caller.contract.rules)
        return {name: value for name, value in said.items() if value is not False}


def _returns_tokens(contract: Contract, pagination: Pagination) -> bool:
    """Tell whether tokens stand in the response as they are sent, and are not taken from its last entry."""
    operation = contract.operation_model
    sent = (shape_at(operation.input_shape, name) for name in pagination.input_tokens)
    returned = (shape_at(operation.output_shape, path) for path in pagination.output_tokens)
    return all(
        one is not None and other is not None and one.type_name == other.type_name
        for one, other in zip(sent, returned, strict=True)
    )


def _has_entries(contract: Contract, pagination: Pagination) -> bool:
    """Tell whether pages have entries; those of a log file have its text."""
    first = next(iter(pagination.results), "")
    shape = shape_at(contract.operation_model.output_shape, first) if first else None
    return shape is not None and shape.type_name in ("list", "map")


def _has_others(contract: Contract, pagination: Pagination) -> bool:
    """Tell whether an operation has parameters besides those of its pages."""
    shape: Any = contract.operation_model.input_shape
    paging = {*pagination.input_tokens, pagination.limit}
    return bool(shape.members.keys() - paging)


def _observed(found: Walk) -> Walk:
    """Have Hypothesis look for more pages, and tell in its statistics how many there were."""
    if currently_in_test_context():
        target(float(len(found.exchanges)), label="pages")
        event(f"pages: {min(len(found.exchanges), _FEW)}{'' if len(found.exchanges) < _FEW else ' or more'}")
        if not all(found.pages):
            event("an empty page")
    return found


def _refused(found: Walk) -> str:
    error = found.exchanges[-1].error if found.exchanges else None
    return "" if error is None else f"it is refused: {error.code}: {error.message}"
