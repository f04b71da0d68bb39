"""Responses that keep to every trait and documented rule, and are awkward all the same, as strategies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from harness.contract.values import JsonValue
from harness.strategies.response.result import Asked, draw_whole, leave_out_empty, sizes_of
from harness.strategies.subject import Operation, contract_of
from harness.synth.scene import DEFAULT_SCENE, Scene


def responses(
    operation: Operation,
    request: Mapping[str, Any] | None = None,
    *,
    tolerant: bool = False,
    scene: Scene = DEFAULT_SCENE,
) -> SearchStrategy[dict[str, Any]]:
    """Make a strategy for the responses that AWS may give: valid, but awkward.

    Optional members are missing, lists and pages are empty, pages have a token or none, texts are long or of
    other scripts, numbers and dates are extreme, and every value of an enumeration and every member of a
    union comes up. What the request names stands in the response too.

    Args:
        operation: ``"service.Operation"`` (or the method's name), or a contract.
        request: the parameters that are answered, as a caller passes them to the client, valid under the
            contract; None where they are not known.
        tolerant: whether the response may have what the model does not know yet: a value of an enumeration,
            a member of a structure. `Contract.check_response` warns of them, and finds nothing else.
        scene: region, account and time of the answer.

    Returns:
        Results as boto3 returns them, without ``ResponseMetadata``: timestamps are aware datetimes, blobs
        and streaming bodies bytes, an event stream the list of its events. They shrink to the required
        members with usual values.

    Raises:
        harness.errors.UnknownName: botocore has no such service or operation.
    """
    asked = Asked.prepared(contract_of(operation), request or {}, scene)

    @st.composite
    def response(draw: DrawFn) -> dict[str, Any]:
        return asked.result(_draw_response(draw, asked, tolerant=tolerant))

    return response()


def _draw_response(draw: DrawFn, asked: Asked, *, tolerant: bool) -> dict[str, JsonValue]:
    choices = asked.choices(draw)
    composition = asked.composition(choices)
    if composition.pagination is None:
        response = draw_whole(draw, choices, composition, 0, tolerant=tolerant)
    else:
        pages = composition.pages()
        least, most = sizes_of(pages)
        # As numbers, so that Hypothesis can take entries out; of a second page one more than it has.
        size, more = draw(st.integers(least, most)), draw(st.integers(0, most - least + 1))
        sizes = [size, least + more - 1] if more else [size]
        whole = draw_whole(draw, choices, composition, sum(sizes), tolerant=tolerant)
        response = pages.chain(whole, sizes)[0]
    leave_out_empty(composition, response, lambda path: False)
    composition.settlement.limit(response)
    return response
