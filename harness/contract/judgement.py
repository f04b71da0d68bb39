"""Documented rules to findings: each rule's own predicate judges, and its words explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from harness.contract.paths.member import select
from harness.contract.paths.pointer import to_words
from harness.contract.rules import ABSENT, Breach, Rule
from harness.contract.source import Source
from harness.contract.validation import Finding
from harness.contract.violation import ONLY_CASE, code_of
from harness.contract.wording import is_only_case, show

_BOUNDS = frozenset(("enum", "range", "length", "size"))  # traits on a value that rules state as well


def request_findings(rules: Iterable[Rule], params: Any, model: Sequence[Finding]) -> list[Finding]:
    """Judge parameters by the rules on requests.

    Args:
        rules: the operation's rules; those on other sides are passed over.
        params: the parameters in JSON-able form.
        model: what the model finds wrong with them.

    Returns:
        The model's findings and the rules'. Where both find one value out of bounds the rule's, which quotes
        its sentence; where the model finds more wrong with it than that, or a member missing, the model's.
    """
    bounds = {finding.pointer for finding in model if finding.code in _BOUNDS}
    more = {finding.pointer for finding in model if finding.code not in _BOUNDS}
    stated: list[Finding] = []
    restated: set[str] = set()
    for rule in rules:
        for breach in rule.breaches(params) if rule.side == "request" else ():
            pointer = rule.place(breach)
            if pointer in more and (rule.on_value or breach.found is ABSENT):
                continue
            stated.append(_finding(rule, breach, pointer, params))
            restated |= {pointer} & bounds if rule.on_value else set()
    return [*(f for f in model if f.code not in _BOUNDS or f.pointer not in restated), *stated]


def response_findings(
    rules: Iterable[Rule], params: Any, response: Any, time: str | None
) -> Iterator[Finding]:
    """Judge a response by the rules on responses, against its request and its time.

    Args:
        rules: the operation's rules; those on other sides are passed over.
        params: the request's parameters with their documented defaults; None if they are not known.
        response: the result in JSON-able form.
        time: when the exchange took place, RFC 3339; None if it is not known.
    """
    judged = {"request": params, "response": response, "time": time}
    for rule in rules:
        if rule.side == "response":
            for breach in rule.breaches(judged):
                yield _finding(rule, breach, breach.pointer.removeprefix("/response"), params)


def answer_findings(rules: Iterable[Rule], response: Any) -> Iterator[Finding]:
    """Judge a response by what is documented of the values of single members.

    A minimum says what a caller has to send: an answer has 0, and empty texts and lists, for nothing.

    Args:
        rules: rules on values, with paths in the response.
        response: the result in JSON-able form.
    """
    for rule in rules:
        is_bounded = rule.bound is not None and not rule.accepted
        for breach in rule.breaches(response) if rule.on_value else ():
            if breach.found or not is_bounded:
                yield _finding(rule, breach, breach.pointer)


def chain_findings(rule: Rule, pages: Sequence[dict[str, Any]]) -> Iterator[tuple[int, str, Finding]]:
    """Judge the pages of a pagination by a rule on chains.

    Yields:
        The number of the page in the chain, the side of its exchange, and the finding.
    """
    for breach in rule.breaches(pages):
        _, number, side, *rest = breach.pointer.split("/", 3)
        yield int(number), side, _finding(rule, breach, "".join(f"/{step}" for step in rest))


def _finding(rule: Rule, breach: Breach, pointer: str, params: Any = None) -> Finding:
    words = rule.words
    if not rule.begins_with_name:
        words = words[0].upper() + words[1:]
    subject = "" if rule.names_place else f"{to_words(pointer)} "
    only_case = is_only_case(rule.accepted, breach.found)
    told = f"{_found(rule, breach.found)}{_asked(rule, params)}"
    message = f"{words}, but {subject}{told}{ONLY_CASE if only_case else ''}."
    return Finding(code_of(rule.kind), pointer, message, rule.source or Source("prose"), only_case)


def _asked(rule: Rule, params: Any) -> str:
    """Return the values of the parameters that a rule compares with, where each has one."""
    values = {name: [value for _, value in select(params, name)] for name in rule.compared}
    told = [
        f"{name} is {show(value)}" for name, given in values.items() for value in given if len(given) == 1
    ]
    return f" ({', '.join(told)})" if told else ""


def _found(rule: Rule, found: Any) -> str:
    if found is ABSENT:
        return "is missing"
    if isinstance(found, tuple):
        return f"{' and '.join(found)} were given" if found else "none was"
    if rule.counts:
        return f"had {found if isinstance(found, int) else len(found)}"
    return f"was {show(found)}"
