"""Mistakes that many operations can make. Each function gives the hooks of one mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .model import Hooks, Item, Output, Page, Params, Refusal, Reply, Violation
from .tokens import read

Test = Callable[[Any], bool]


def _always(value: Any) -> bool:
    return True


def overlook(member: str, kind: str, test: Test = _always) -> Hooks:
    """A constraint of a member is not checked, or not for the values of the test."""
    path = re.compile(member)

    def excuse(one: Violation, params: Params) -> bool:
        return bool(path.fullmatch(one.member)) and one.kind == kind and test(one.value)

    return Hooks(excuse=excuse)


def matches(pattern: str, flags: int = 0) -> Test:
    """Whether a value is one of a pattern, which is wider than the documented one."""
    return lambda value: bool(re.fullmatch(pattern, value, flags))


def demand(member: str, test: Test) -> Hooks:
    """Valid values of a member are refused if the test holds."""

    def accuse(params: Params) -> list[Violation]:
        if member in params and test(params[member]):
            message = f"Value {params[member]!r} at '{member}' is not valid."
            return [Violation(member, "rule", message)]
        return []

    return Hooks(accuse=accuse)


def change(member: str, function: Callable[[Any], Any]) -> Hooks:
    """A parameter is changed before it is checked."""

    def request(params: Params) -> Params:
        return params | {member: function(params[member])} if member in params else params

    return Hooks(request=request)


def number_of(value: Any) -> Any:
    """What a careless server makes of a number: text and fractions become integers."""
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return value


def drop(*members: str) -> Hooks:
    """Parameters are checked, and then ignored."""
    return Hooks(params=lambda params: {name: params[name] for name in params if name not in members})


def items(function: Callable[[list[Item], Params], list[Item]]) -> Hooks:
    """The items that a request chooses from are others."""
    return Hooks(items=function)


def params(function: Callable[[Params], Params]) -> Hooks:
    """Parameters are others, after the constraints are checked."""
    return Hooks(params=function)


def answer(function: Callable[[Output, Params, Page | None], Output]) -> Hooks:
    """An answer is another, by what was asked for as well."""
    return Hooks(answer=function)


def replies(function: Callable[[Reply, Params], Reply]) -> Hooks:
    """A reply is another, by what was asked for as well."""
    return Hooks(reply=function)


def later_pages(function: Callable[[Page, Params], Page]) -> Hooks:
    """Pages after the first are others."""
    return Hooks(page=lambda page, params: function(page, params) if page.start else page)


def lacking(output: Output, *names: str) -> Output:
    """An answer, or parameters, without some members."""
    return {name: value for name, value in output.items() if name not in names}


def each(member: str, function: Callable[[Item], Item]) -> Hooks:
    """All entries of a list in the answer are changed."""
    return answers(
        lambda output: (
            output | ({member: [function(one) for one in output[member]]} if member in output else {})
        )
    )


def answers(function: Callable[[Output], Output]) -> Hooks:
    """The answer is changed."""
    return Hooks(answer=lambda output, params, page: function(output))


def entry(member: str, function: Callable[[Item], Item], last: bool = False) -> Hooks:
    """One entry of a list in the answer is changed: the first, or the last."""

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        items = list(output.get(member) or [])
        if items:
            items[-1 if last else 0] = function(items[-1 if last else 0])
        return output | ({member: items} if items else {})

    return Hooks(answer=answer)


def without(member: str) -> Callable[[Item], Item]:
    """An item without one of its members."""
    return lambda item: {name: item[name] for name in item if name != member}


def put(**members: Any) -> Callable[[Item], Item]:
    """An item with other members."""
    return lambda item: item | members


def loses_at_border() -> Hooks:
    """The first entry of each page after the first is left out."""
    return Hooks(page=lambda page, params: replace(page, items=page.items[1:]) if page.start else page)


def doubles_at_border() -> Hooks:
    """The last entry of a page is the first of the next one as well."""

    def page_with_last(page: Page, params: Params) -> Page:
        if page.start == 0 or not page.items:
            return page
        return replace(page, items=[page.everything[page.start - 1], *page.items])

    return Hooks(page=page_with_last)


def repeats_at_border() -> Hooks:
    """The last entry of a page stands in the place of the first of the next one."""

    def page_with_last(page: Page, params: Params) -> Page:
        if page.start == 0 or not page.items:
            return page
        return replace(page, items=[page.everything[page.start - 1], *page.items[1:]])

    return Hooks(page=page_with_last)


def one_too_many() -> Hooks:
    """A page has one entry more than the limit."""
    return Hooks(limit=lambda limit, params: limit + 1)


def reversed_pages(token: str) -> Hooks:
    """The entries of a page that a token asked for are in the opposite order."""
    return Hooks(page=lambda page, params: replace(page, items=page.items[::-1]) if token in params else page)


def token_on_last_page(member: str) -> Hooks:
    """The last page has a token, which leads to an empty page."""

    class State:
        issued = "bGFzdA"

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        return output if member in output or not (page and page.items) else output | {member: State.issued}

    def position(token: str, params: Params) -> int | None:
        return 10**6 if token == State.issued else None

    return Hooks(answer=answer, position=position)


def token_goes_round(member: str) -> Hooks:
    """The last page has a token, which leads to the first page."""

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        return output if member in output or not (page and page.start) else output | {member: "cm91bmQ"}

    return Hooks(answer=answer, position=lambda token, params: 0 if token == "cm91bmQ" else None)


def empty_token(member: str) -> Hooks:
    """The last page has an empty token in place of none."""
    return answers(lambda output: {member: "", **output})


def any_token(member: str) -> Hooks:
    """A token that nobody issued leads to the first page."""
    return Hooks(position=lambda token, params: 0 if read(token) is None else None)


def unsigned_token() -> Hooks:
    """The signature of a token is not looked at: a mangled one is accepted, and one of another list."""

    def position(token: str, params: Params) -> int | None:
        return read(token)

    return Hooks(position=position)


def used_once(member: str) -> Hooks:
    """A token works once. Whoever tries again gets an error."""
    seen: set[str] = set()

    def accuse(params: Params) -> list[Violation]:
        token = params.get(member)
        if token is None or token not in seen:
            seen.add(token or "")
            return []
        return [Violation(member, "rule", f"The value of {member} was used before.")]

    return Hooks(accuse=accuse)


def tied_to_limit(member: str, limit: str) -> Hooks:
    """A token works only with the page size of the request that it came from."""
    limits: dict[str, Any] = {}

    def answer(output: Output, params: Params, page: Page | None) -> Output:
        if page and page.token:
            limits[page.token] = params.get(limit)
        return output

    def accuse(params: Params) -> list[Violation]:
        token = params.get(member)
        if token in limits and limits[token] != params.get(limit):
            return [Violation(member, "rule", f"The value of {member} belongs to another {limit}.")]
        return []

    return Hooks(answer=answer, accuse=accuse)


def one_cursor(member: str) -> Hooks:
    """The server has one cursor for all callers, and looks at no token."""
    cursor = [0]

    def page(page: Page, params: Params) -> Page:
        cursor[0] = page.stop
        return page

    return Hooks(page=page, position=lambda token, params: cursor[0])


def breaks_on_second_page(token: str) -> Hooks:
    """Any page after the first is answered with an internal error."""

    def crash(output: Output, params: Params, page: Page | None) -> Output:
        if token in params:
            raise RuntimeError("no such cursor")
        return output

    return Hooks(answer=crash)


def second_page(function: Callable[[Output], Output]) -> Hooks:
    """The answer is changed on pages after the first only."""
    return Hooks(answer=lambda output, params, page: function(output) if page and page.start else output)


def errors(**changes: Any) -> Hooks:
    """Refusals have another code, message or status."""
    return Hooks(error=lambda refusal, params: replace(refusal, **changes))


def error_for(code: str, /, **changes: Any) -> Hooks:
    """Refusals with one code are changed."""

    def error(refusal: Refusal, params: Params) -> Refusal:
        return replace(refusal, **changes) if refusal.code == code else refusal

    return Hooks(error=error)


def http(function: Callable[[Reply], Reply], errors_only: bool = False) -> Hooks:
    """The HTTP answer is changed."""
    return Hooks(
        reply=lambda reply, params: function(reply) if reply.status >= 400 or not errors_only else reply
    )


def no_header(*names: str) -> Callable[[Reply], Reply]:
    """An HTTP answer without some headers."""
    return lambda reply: replace(reply, headers={n: v for n, v in reply.headers.items() if n not in names})


def substitute(pattern: bytes, by: bytes) -> Callable[[Reply], Reply]:
    """An HTTP answer with something else in its body."""
    return lambda reply: replace(reply, body=re.sub(pattern, by, reply.body))


def body(content_type: str, data: bytes) -> Callable[[Reply], Reply]:
    """An HTTP answer with another body."""
    return lambda reply: replace(reply, headers=reply.headers | {"Content-Type": content_type}, body=data)


def crashes_if(test: Callable[[Params], bool]) -> Hooks:
    """Some requests are answered with an internal error, whether they are valid or not."""

    def request(params: Params) -> Params:
        if test(params):
            raise UnicodeEncodeError("ascii", "?", 0, 1, "ordinal not in range(128)")
        return params

    return Hooks(request=request)


def not_ascii(params: Params) -> bool:
    """Whether a parameter has a character beyond ASCII."""
    return not repr(params).isascii()


def merged(*hooks: Hooks) -> Hooks:
    """Several hooks as one, which must be of different places."""
    names = list(Hooks.__dataclass_fields__)
    default = Hooks()
    found = {
        name: getattr(one, name)
        for one in hooks
        for name in names
        if getattr(one, name) is not getattr(default, name)
    }
    return Hooks(**found)
