"""Chains of pages that a fake AWS can serve token by token, as strategies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from harness.contract.contract import Contract
from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue, to_json_value
from harness.models.paginators import Pagination, find_pagination
from harness.strategies.response.result import Asked, draw_whole, leave_out_empty, sizes_of
from harness.strategies.subject import Operation, contract_of
from harness.synth.responses.answer import Answer
from harness.synth.responses.builder import ResponseBuilder
from harness.synth.responses.pages import binding_params
from harness.synth.responses.refusals import refuse_token
from harness.synth.scene import DEFAULT_SCENE, Scene
from harness.synth.values.plausible.place import words_of

_PAGES = 8
_MOST_FILTERED = 3  # entries that a filter leaves out of a page


@dataclass(frozen=True)
class PageChain:
    """The pages of one list, in order, each but the last with the token of the next.

    Attributes:
        contract: the operation's contract.
        request: the parameters that the chain answers, without a token, as a caller passes them.
        pages: the results as boto3 returns them, without ``ResponseMetadata``; one where the operation's
            results do not come in pages.
        scene: region, account and time.
    """

    contract: Contract
    request: Mapping[str, Any]
    pages: tuple[dict[str, Any], ...]
    scene: Scene

    @property
    def items(self) -> dict[str, Any]:
        """All entries of all pages, in order: lists (or maps) by the path of the member that has them."""
        pagination = find_pagination(self.contract.operation_model)
        served: dict[str, Any] = {}
        for path in pagination.results if pagination is not None else ():
            for page in self.pages:
                entries = first_value(page, path)
                if isinstance(entries, dict):
                    served[path] = served.get(path, {}) | entries
                elif isinstance(entries, list):
                    served[path] = served.get(path, []) + entries
        return served

    def answer(self, params: Mapping[str, Any]) -> Answer:
        """Answer a request with the page that its token leads to.

        Args:
            params: parameters as a caller passes them: those of the chain's request with any of its tokens,
                or none for the first page.

        Returns:
            The page; the operation's error for a token that no page of the chain has, or one that comes with
            other parameters.
        """
        operation = self.contract.operation_model
        pagination = find_pagination(operation)
        number = 0 if pagination is None else self._number(pagination, params)
        if pagination is not None and number is None:
            sent = to_json_value(operation.input_shape, dict(params))
            return refuse_token(self.contract, sent, pagination, self.scene)
        return Answer(to_json_value(operation.output_shape, self.pages[number or 0]))

    def _number(self, pagination: Pagination, params: Mapping[str, Any]) -> int | None:
        """Find the page that a request asks for; None if there is none."""
        rules = self.contract.rules
        sent = pagination.tokens_in(params)
        if not sent:
            return 0
        if binding_params(pagination, params, rules) != binding_params(pagination, self.request, rules):
            return None
        numbers = range(1, len(self.pages))
        return next((n for n in numbers if pagination.next_request(self.pages[n - 1]) == sent), None)


def page_chains(
    operation: Operation,
    request: Mapping[str, Any] | None = None,
    *,
    most: int = _PAGES,
    tolerant: bool = False,
    present: Collection[str] = (),
    partial: bool = True,
    scene: Scene = DEFAULT_SCENE,
) -> SearchStrategy[PageChain]:
    """Make a strategy for chains of pages, with empty pages among them.

    Each page is a response as `responses` makes them. No page has more entries than the request's limit.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.
        request: the parameters that are answered, as a caller passes them to the client, valid under the
            contract; None where they are not known.
        most: how many pages a chain has at most.
        tolerant: see `responses`.
        present: optional members that are there wherever they may be, by path: ``"Contents[].Key"``.
        partial: whether entries of a batch may fail.
        scene: region, account and time of the answers.

    Returns:
        Chains; they shrink to one page with nothing on it.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    contract = contract_of(operation)
    pagination = find_pagination(contract.operation_model)
    tokens = pagination.input_tokens if pagination is not None else ()
    first = {name: value for name, value in (request or {}).items() if name not in tokens}
    asked = Asked.prepared(contract, first, scene)

    @st.composite
    def chain(draw: DrawFn) -> PageChain:
        choices = asked.choices(draw)
        composition = asked.composition(choices)
        sizes = []
        if pagination is not None:
            sizes = draw(st.lists(st.integers(*sizes_of(composition.pages())), min_size=1, max_size=most))
        whole = draw_whole(
            draw,
            choices,
            composition,
            sum(sizes),
            tolerant=tolerant,
            present=present,
            paged=bool(sizes),
            partial=partial,
        )
        pages = _divide(draw, composition, whole, sizes, present)
        return PageChain(contract, first, tuple(map(asked.result, pages)), scene)

    return chain()


def _divide(
    draw: DrawFn,
    composition: ResponseBuilder,
    whole: dict[str, JsonValue],
    sizes: Sequence[int],
    present: Collection[str],
) -> Sequence[dict[str, Any]]:
    """Divide a whole response into pages of some sizes; without sizes it is the only one."""
    pages = composition.pages().chain(whole, sizes) if sizes else [whole]
    for page in pages:
        leave_out_empty(composition, page, lambda path: path not in present and draw(st.booleans()))
        composition.settlement.limit(page)
        for name in _counts_before_filter(composition, page):
            page[name] += draw(st.integers(0, _MOST_FILTERED))
    return pages


def _counts_before_filter(composition: ResponseBuilder, page: Mapping[str, Any]) -> Sequence[str]:
    """Return what counts the entries that a filter has looked at (DynamoDB's ``ScannedCount``)."""
    if not any("filter" in words_of(name) and value for name, value in composition.params.items()):
        return ()
    return [name for name, value in page.items() if "scanned" in words_of(name) and isinstance(value, int)]
