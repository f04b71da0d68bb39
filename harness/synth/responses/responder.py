"""The responder: contract and request in, answer out; a pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.contract.contract import Contract
from harness.contract.exchange import Exchange
from harness.contract.values import JsonValue, to_json_value
from harness.contract.violation import has_to_be_refused
from harness.models.paginators import find_pagination
from harness.synth.responses.answer import Answer
from harness.synth.responses.builder import ResponseBuilder
from harness.synth.responses.computed import is_partial
from harness.synth.responses.documented_refusals import stated_refusals
from harness.synth.responses.overrides import longest_list, with_fixed
from harness.synth.responses.refusals import error_answer, refuse_limit, refuse_request, refuse_token
from harness.synth.responses.starts import begin_after, start_of
from harness.synth.responses.token_parameters import with_token_parameters
from harness.synth.scene import DEFAULT_SCENE, Scene
from harness.synth.values.views import Names, Noun

LENGTH = 12
"""How many entries a list that comes in pages has altogether."""


def refusal(contract: Contract, params: Mapping[str, Any], scene: Scene) -> Answer | None:
    """Return the error for a request that breaks the contract or that documentation says is refused, or None.

    Args:
        contract: the operation's contract.
        params: the parameters as they were sent, in values as a caller passes them.
        scene: region, account and time.
    """
    asked: dict[str, JsonValue] = to_json_value(contract.operation_model.input_shape, dict(params))
    exchange = Exchange(
        contract.service, contract.operation, params=asked
    )  # of what was sent, not of a caller
    violations = [v for v in contract.check_exchange(exchange) if has_to_be_refused(v)]
    if violations:
        return refuse_request(contract, params, violations, scene)
    for stated in stated_refusals(contract.operation_model):
        if stated.refuses(params, scene):
            refused = error_answer(contract.operation_model, stated.code, stated.message, scene)
            return replace(refused, status=stated.status)
    return None


def respond(
    contract: Contract,
    params: Mapping[str, Any],
    seed: object = 0,
    *,
    scene: Scene | None = None,
    length: int = LENGTH,
    page_size: int | None = None,
    fixed: Mapping[str, JsonValue] | None = None,
    paged: bool = True,
    there: Mapping[Noun, Sequence[Names]] | None = None,
    whole: bool = False,
) -> Answer:
    """Answer a request as the contract says; equal arguments, equal answers.

    Args:
        contract: the operation's contract.
        params: the parameters as they were sent, in values as a caller passes them.
        seed: other seeds give other answers.
        scene: region, account and time; us-east-1 in the middle of 2025 when left out.
        length: how many entries a list that comes in pages has altogether.
        page_size: entries of a page where the request gives no limit; about a third when left out, and
            all of a list that is given.
        fixed: members of the response that are given, in JSON-able form (`overrides`).
        paged: whether `fixed` is the whole list of which a page is asked for, and not a page already.
        there: the names of the resources that there are, by the words of their type: lists of these show
            all of them, and no others.
        whole: whether to answer with the whole list, and not with a page of it.

    Returns:
        A result that keeps to the contract; or, if the request breaks it, the operation's error for that.
    """
    scene = scene or DEFAULT_SCENE
    if refused := refusal(contract, params, scene):
        return refused
    asked: dict[str, JsonValue] = to_json_value(contract.operation_model.input_shape, dict(params))
    pagination = find_pagination(contract.operation_model)
    limit = pagination.limit if pagination is not None else None
    if limit is not None and isinstance(asked.get(limit), str) and not str(asked[limit]).isdecimal():
        return refuse_limit(contract.operation_model, limit, scene)
    if pagination is not None:
        asked = with_token_parameters(contract, pagination, asked)
    request = ResponseBuilder(contract, asked, seed, scene, pagination, there=there or {})
    response: dict[str, JsonValue] | None
    if whole:
        response = request.compose(length)
    elif fixed is None:
        response = request.compose_page(length, page_size)
    else:
        fixed_length = longest_list(fixed)
        response = with_fixed(contract, asked, request.compose(max(length, fixed_length)), fixed)
        is_whole = pagination is not None and paged
        start = start_of(contract.operation_model)
        if is_whole and start is not None:
            begin_after(start, asked, response)
        if is_whole and not request.pages().cut(response, page_size or fixed_length or None):
            response = None
    if response is None:
        assert pagination is not None
        return refuse_token(contract, asked, pagination, scene)
    status = 206 if is_partial(contract.operation_model, response) else 200
    return Answer(response, status=status)
