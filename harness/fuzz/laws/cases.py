"""The cases that laws are held for: requests and page sizes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from harness.contract.contract import Contract
from harness.contract.paths.member import is_given
from harness.contract.paths.pointer import to_steps
from harness.contract.paths.shape import shape_at
from harness.contract.rules import PageLimit
from harness.contract.rules.narrowing import NOT_NARROWED
from harness.contract.rules.value import is_number, narrowings
from harness.contract.sentences import sentences_of
from harness.contract.source import Source
from harness.contract.values import JsonValue, from_json_value, to_json_value
from harness.contract.words import words_of
from harness.fuzz.laws.caller import Caller
from harness.models.headers import members_by_header
from harness.models.paginators import Pagination, find_pagination
from harness.strategies import requests
from harness.strategies.request.valid import Requests
from harness.synth.examples import request_params
from harness.synth.values.choices import PLAINEST

_LARGEST_SIZE = 1000
NAMING = frozenset(("arn", "id", "identifier", "name"))
"""The words at the end of parameters that name a thing."""

_SMALL_PAGE, _MOST_SETTINGS = 5, 6


@dataclass(frozen=True)
class Paging:
    """A request whose results come in pages.

    Attributes:
        params: its parameters, without token, and without limit if it can do without.
        size: the limit of entries on a page; None where the operation takes none.
        at: which of the pages a law looks at, or how many entries, counted round.
        odd: a limit that no page can keep to; it replaces the size.
    """

    params: dict[str, Any]
    size: int | None = None
    at: int = 0
    odd: int | str | None = None


def requests_of(caller: Caller) -> SearchStrategy[dict[str, Any]]:
    """Make valid requests that have the caller's own parameters."""
    drawn = requests(caller.contract).map(lambda params: as_documented(caller.contract, params))
    if not caller.params:
        return drawn
    return drawn.map(lambda params: with_own(caller, params)).filter(caller.allows)


def with_own(caller: Caller, params: Mapping[str, Any], wrong: Collection[str] = ()) -> dict[str, Any]:
    """Give a request the caller's own parameters, and take out what does not go with them.

    Args:
        caller: what has parameters of its own, such as ``logGroupName``.
        params: a request that may have another one in its place, such as ``logGroupIdentifier``.
        wrong: parameters that stay as they are, as the request is to break their constraints.
    """
    params = dict(params)
    own = {name: value for name, value in caller.params.items() if name not in wrong}
    if not own:
        return params
    meant = {(one.code, one.pointer) for one in caller.errors(params)}
    needed: Any = caller.contract.operation_model.input_shape
    both = params if any(not pointer for _, pointer in meant) else ()  # it may break that only one is given
    kept = (*own, *wrong, *(needed.required_members if needed is not None else ()), *both)
    found = {name: value for name, value in params.items() if name in kept or not names_same(name, own)} | own

    def in_the_way(asked: Mapping[str, Any]) -> int:
        others = [one for one in caller.errors(asked) if (one.code, one.pointer) not in meant]
        return sum(to_steps(one.pointer)[:1] not in [[name] for name in wrong] for one in others)

    left = in_the_way(found)
    for name in [name for name in params if name not in (*own, *wrong)]:
        if not left:
            break
        fewer = {other: value for other, value in found.items() if other != name}
        if (fewer_left := in_the_way(fewer)) < left:
            found, left = fewer, fewer_left
    return found


def names_same(name: str, own: Iterable[str]) -> bool:
    """Tell whether a parameter names what one of the caller's own names: an ARN next to a name.

    Args:
        name: the parameter.
        own: the caller's own parameters.
    """
    outer, kind = _parted(name)
    return kind in NAMING and any(outer == other and end in NAMING for other, end in map(_parted, own))


def _parted(name: str) -> tuple[list[str], str]:
    *outer, kind = words_of(name) or [""]
    return outer, kind


def as_documented(contract: Contract, params: dict[str, Any]) -> dict[str, Any]:
    """Put right what a model says nothing of.

    A page size is a number where its type is text (Route 53's ``MaxItems``), and at least 1 where no bound is
    stated. The header ``Range`` is a range.
    """
    shape: Any = contract.operation_model.input_shape
    found = dict(params)
    part = members_by_header(shape).get("range")
    if part is not None and isinstance(found.get(part), str) and not found[part].startswith("bytes="):
        found[part] = "bytes=0-0"
    pagination = find_pagination(contract.operation_model)
    limit = pagination.limit if pagination is not None else None
    if limit is not None and isinstance(found.get(limit), str) and not found[limit].isdecimal():
        found[limit] = str(len(found[limit]) % 100 + 1)
    bounds = size_bounds(contract, pagination) if pagination is not None and limit in found else None
    if (
        limit is not None
        and bounds is not None
        and isinstance(found[limit], int)
        and found[limit] < bounds[0]
    ):
        found[limit] = bounds[0]
    return found


def plain_request(caller: Caller) -> dict[str, Any]:
    """Make the plainest request: what the operation requires, and the caller's own parameters.

    What is made up only so that one of several parameters is given goes where the caller has given another.
    """
    shape: Any = caller.contract.operation_model.input_shape
    made: dict[str, Any] = from_json_value(shape, request_params(caller.contract, PLAINEST)) or {}
    required = {name: value for name, value in made.items() if name in shape.required_members}
    fewer = with_own(caller, required)
    return fewer if caller.params and caller.allows(fewer) else with_own(caller, made)


def as_allowed(
    caller: Caller, base: Mapping[str, Any], given: Mapping[str, JsonValue]
) -> dict[str, Any] | None:
    """Return a valid request that has more parameters, and what has to go with them.

    Args:
        caller: what has parameters of its own.
        base: a request.
        given: the parameters, by their paths; a value stands for a list of it.

    Returns:
        None where there is no such request.
    """
    contract = caller.contract
    shape = contract.operation_model.input_shape
    requests, asked = Requests.of(contract), to_json_value(shape, dict(base))
    for path, value in given.items():
        there = shape_at(shape, path)
        kind = there.type_name if there is not None else ""
        fitting = str(value) if kind == "string" and is_number(value) else value
        if not requests.editor().put(
            asked, path, [fitting] if kind == "list" and not isinstance(value, list) else fitting
        ):
            return None
    for more in (lambda: None, lambda: requests.editor().repair(asked, given)):
        more()
        params = with_own(caller, requests.as_called(asked))
        if caller.allows(params) and all(is_given(asked, path) for path in given):
            return params
    return None


def paging_cases(caller: Caller, pagination: Pagination) -> SearchStrategy[Paging]:
    """Make requests for lists in pages of every size, small ones above all."""

    @st.composite
    def made(draw: st.DrawFn) -> Paging:
        params = without_paging(caller.contract, pagination, draw(requests_of(caller)))
        assume(caller.allows(params))
        bounds = size_bounds(caller.contract, pagination)
        size = None if bounds is None else draw(st.integers(bounds[0], min(bounds[0] + 20, bounds[1])))
        return Paging(params, size, draw(st.integers(0, 20)))

    return made()


def paging_grid(caller: Caller, pagination: Pagination) -> tuple[Paging, ...]:
    """Return the plainest request with the least limit, the next one, and the largest."""
    params = plain_list(caller, pagination)
    bounds = size_bounds(caller.contract, pagination)
    if bounds is None:
        return (Paging(params),)
    low, high = bounds
    return tuple(Paging(params, size) for size in sorted({low, min(low + 1, high), high}))


def any_page(contract: Contract, pagination: Pagination) -> tuple[PageLimit, ...]:
    """Return the rules on how many entries any page of a list has at most, whatever a request asks for."""
    limits = (rule for rule in contract.rules if isinstance(rule, PageLimit) and rule.max is not None)
    return tuple(rule for rule in limits if rule.member in pagination.results)


def odd_limits(caller: Caller, pagination: Pagination) -> tuple[Paging, ...]:
    """Return the plainest request with limits that no page keeps to, and that no constraint rules out.

    These are limits that are larger than any page, limits below 1 where no bound is stated, and texts that
    are no numbers where limits are texts.
    """
    name = pagination.limit or ""
    shape = shape_at(caller.contract.operation_model.input_shape, name)
    if shape is None:
        return ()
    odd: tuple[int | str, ...] = ("-1", "abc", "1.5", "0") if shape.type_name == "string" else (-1, 0)
    plain = plain_list(caller, pagination)
    most = min((rule.max for rule in any_page(caller.contract, pagination) if rule.max), default=None)
    cases = (
        *(() if most is None else (Paging(plain, most + 1),)),
        *(Paging(plain, odd=each) for each in odd),
    )
    return tuple(case for case in cases if caller.allows(with_size(caller.contract, pagination, case)))


def settings_grid(caller: Caller, pagination: Pagination) -> tuple[Paging, ...]:
    """Return the plainest request with one more setting each, in small pages: all must keep to it.

    Settings are the parameters whose values the model lists: booleans and enumerations.
    """
    contract = caller.contract
    shape: Any = contract.operation_model.input_shape
    plain = plain_list(caller, pagination)
    bounds = size_bounds(contract, pagination)
    values = {
        name: True
        if member.type_name == "boolean"
        else next(iter(member.metadata.get("enum", ())[-1:]), None)
        for name, member in shape.members.items()
        if name not in (*plain, *pagination.input_tokens, pagination.limit)
        and member.type_name in ("boolean", "string")
    }
    asked = [plain | {name: value} for name, value in values.items() if value is not None]
    size = None if bounds is None else min(max(_SMALL_PAGE, bounds[0]), bounds[1])
    return tuple(Paging(one, size) for one in filter(caller.allows, asked[:_MOST_SETTINGS]))


def without_paging(contract: Contract, pagination: Pagination, params: Mapping[str, Any]) -> dict[str, Any]:
    """Take token and limit out of a request; a limit stays where a request must have one."""
    shape: Any = contract.operation_model.input_shape
    paging = {*pagination.input_tokens, pagination.limit}.difference(shape.required_members)
    return {name: value for name, value in params.items() if name not in paging}


def plain_list(caller: Caller, pagination: Pagination) -> dict[str, Any]:
    """Return the plainest request for a whole list, without anything of pages."""
    return without_paging(caller.contract, pagination, plain_request(caller))


def size_bounds(contract: Contract, pagination: Pagination) -> tuple[int, int] | None:
    """Return the least and the largest limit of a page; None if a request has none."""
    if pagination.limit is None:
        return None
    shape = shape_at(contract.operation_model.input_shape, pagination.limit)
    if shape is None:
        return None
    rules = [rule for rule in contract.rules if rule.side == "request"]
    low, high = (
        narrowings(rules)
        .get(pagination.limit, NOT_NARROWED)
        .bounds(shape.metadata if shape.type_name != "string" else {})
    )
    low = max(int(low or 1), 1)
    return low, max(low, min(int(high or _LARGEST_SIZE), _LARGEST_SIZE))


def with_size(contract: Contract, pagination: Pagination, case: Paging) -> dict[str, Any]:
    """Return the parameters of a case with its limit; some services have it as text."""
    if pagination.limit is not None and case.odd is not None:
        return {**case.params, pagination.limit: case.odd}
    if pagination.limit is None or case.size is None:
        return case.params
    shape = shape_at(contract.operation_model.input_shape, pagination.limit)
    is_text = shape is not None and shape.type_name == "string"
    return {**case.params, pagination.limit: str(case.size) if is_text else case.size}


def documented(contract: Contract, member: str | None, *words: str) -> Source:
    """Return what the documentation of a request's member says; the operation's without a member.

    Args:
        contract: the operation's contract.
        member: its path, such as ``execution.runId``.
        words: what the sentence has one of, such as an error's code; it is the first one if none has, or if
            they are left out.
    """
    operation = contract.operation_model
    shape = operation.input_shape
    text = operation.documentation
    if member and (named := shape_at(shape, member)) is not None:
        text = named.documentation
    sentences = sentences_of(text)
    fitting = (sentence for sentence in sentences if any(word in sentence.text for word in words))
    sentence = next(fitting, next(iter(sentences), None))
    return Source(
        "prose",
        "request",
        member or "",
        sentence.index if sentence is not None else 0,
        sentence.text if sentence is not None else "",
        document=contract.document,
    )
