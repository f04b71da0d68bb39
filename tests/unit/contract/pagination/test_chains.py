"""Which exchanges continue one another, by the tokens that they send and return."""

from __future__ import annotations

from typing import Any

from harness.contract.pagination.chains import chains, follow
from harness.contract.rules import SameParameters

SAME = SameParameters("Token", "Next")


def page(sent: str | None, returned: str | None) -> dict[str, Any]:
    request = {"Token": sent} if sent else {}
    return {"request": request, "response": {"Next": returned} if returned else {"Items": []}}


def test_exchanges_that_send_a_returned_token_are_one_pagination() -> None:
    pages = [
        page(None, "a1"),
        page(None, "b1"),
        page("a1", "a2"),
        page("elsewhere", None),
        page("b1", None),
        page("a2", None),
    ]
    assert chains(SAME, pages) == [[0, 2, 5], [1, 4]]


def test_single_calls_and_tokens_that_are_no_text_are_no_pagination() -> None:
    pages = [
        page(None, None),
        {"request": {}, "response": {"Next": {}}},
        {"request": None, "response": None},
    ]
    assert chains(SAME, pages) == []


def test_a_token_is_used_once() -> None:
    pages = [page(None, "a"), page("a", None), page("a", None)]
    assert chains(SAME, pages) == [[0, 1]]


def test_a_call_that_came_to_nothing_leaves_the_token_to_the_one_that_tries_again() -> None:
    refused = {"request": {"Token": "a"}, "response": None}
    pages = [page(None, "a"), refused, refused, page("a", "b"), page("b", None)]
    assert chains(SAME, pages) == [[0, 3, 4], [0, 1], [0, 2]]


def test_a_token_that_comes_again_leads_on_from_the_last_that_returned_it() -> None:
    pages = [page(None, "a"), page(None, "a"), page("a", "a"), page("a", None)]
    assert chains(SAME, pages) == [[1, 2, 3]]


def test_of_each_exchange_the_one_that_it_continues() -> None:
    waiting: dict[str, str | None] = {}
    followed = [
        follow(waiting, None, "a", "first", answered=True),
        follow(waiting, "a", None, "refused", answered=False),
        follow(waiting, "a", "b", "second", answered=True),
        follow(waiting, "a", None, "token used", answered=True),
        follow(waiting, "b", None, "third", answered=True),
    ]
    assert followed == [None, "first", "first", None, "second"]
    assert waiting == {"a": None, "b": None}
