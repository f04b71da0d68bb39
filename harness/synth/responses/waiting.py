"""Answers that a waiter waits for: a resource goes on, from poll to poll, to the state that ends the waiting.

An answer is as the contract makes it, with what the waiter's condition (JMESPath) looks at set to what it
expects. Where only the poll is known and not the waiter, as over HTTP, the states follow one another in an
order in which none ends another waiter of the operation in failure, where there is one.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

import jmespath
from botocore.model import OperationModel
from botocore.waiter import AcceptorConfig

from harness.contract.schema import error_code
from harness.contract.values import JsonValue
from harness.models.waiters import Waiter, waiters_of
from harness.synth.responses.answer import Answer
from harness.synth.responses.computed import compute_members
from harness.synth.responses.refusals import error_answer
from harness.synth.scene import Scene

ANY_WAITER = "*"
"""Who polls, where that it is a waiter is known and not which."""

MAYBE_A_WAITER = "?"
"""Who asks, where it may be a waiter or not: gets, each time, what most of the waiters wait for."""

_NOT_THERE = ("NotFound", "NoSuch", "DoesNotExist", "NotExist")

_waiting: ContextVar[str] = ContextVar("harness_waiting", default="")


def who_waits() -> str:
    """Return the name of the waiter on whose behalf a client is called now; empty if there is none."""
    return _waiting.get()


@contextlib.contextmanager
def waiting(name: str) -> Iterator[None]:
    """Let calls of a client within the block be those of a waiter."""
    token = _waiting.set(name)
    try:
        yield
    finally:
        _waiting.reset(token)


def tell_waiters(get_waiter: Callable[[str], Any]) -> Callable[[str], Any]:
    """Let the waiters of a client tell who waits while they do.

    Args:
        get_waiter: the client's method.

    Returns:
        The same, for waiters that tell.
    """

    def telling(waiter_name: str) -> Any:
        waiter = get_waiter(waiter_name)
        wait = waiter.wait

        def told(**options: Any) -> None:
            with waiting(waiter.name):
                wait(**options)

        waiter.wait = told
        return waiter

    return telling


def polled(
    operation: OperationModel,
    params: Mapping[str, JsonValue],
    answer: Answer,
    waiter: str,
    turn: int,
    scene: Scene,
    after: str = "",
) -> Answer:
    """Return the answer to the poll of a waiter.

    Args:
        operation: the operation that it polls.
        params: the request's parameters in JSON-able form.
        answer: the answer as the contract makes it.
        waiter: the waiter's name, `ANY_WAITER` or `MAYBE_A_WAITER`.
        turn: how many polls there were before.
        scene: region, account and time.
        after: the operation that changed something last, which what is waited for follows from; or empty.
    """
    waiters = waiters_of(operation)
    if not waiters or answer.error is not None:
        return answer
    known = next((each for each in waiters if each.name == waiter), None)
    if known is not None:
        return _at_goal(operation, params, answer, known, scene) or answer
    reached = [(each, _at_goal(operation, params, answer, each, scene)) for each in waiters]
    reachable = [(each, goal) for each, goal in reached if goal is not None]
    following = [pair for pair in reachable if _follows(pair[0].name, after)]
    if waiter == MAYBE_A_WAITER:
        either = following or reachable
        return max(either, key=lambda pair: _welcome(pair[0], pair[1], waiters))[1] if either else answer
    goals = _ordered(following or reachable)
    return goals[turn % len(goals)] if goals else answer


_WELL = ("running", "active", "available", "complete", "inservice", "stable", "success")


_LATER = ("rollback", "update", "import")  # what a resource that is well may have behind it, or not


def _welcome(waiter: Waiter, goal: Answer, waiters: Sequence[Waiter]) -> tuple[bool, int]:
    """Tell whether the waiter of a goal waits for what is well and new, and how many the goal is good for."""
    name = waiter.name.lower()
    is_well = name.endswith(_WELL) and not any(word in name for word in (*_LATER, *ENDS))
    return is_well, sum(each.state(_as_read(goal)) == "success" for each in waiters)


def is_early(operation: OperationModel, answer: Answer) -> bool:
    """Tell whether all waiters that poll an operation go on after an answer, and can read it."""
    try:
        return all(waiter.state(_as_read(answer)) == "retry" for waiter in waiters_of(operation))
    except jmespath.exceptions.JMESPathError:  # the length of a list that is left out
        return False


ENDS = ("delet", "notexist", "terminat", "inactive", "disassociat")
# By how the name of an operation begins, what the names of waiters have that wait for its end.
_FOLLOWING = {
    **dict.fromkeys(("delete", "terminate", "deregister", "remove", "release", "disassociate"), ENDS),
    "stop": ("stop", "standby"),
    "cancel": ("cancel",),
    "execute": ("update",),  # a change set
}


def _follows(waiter: str, after: str) -> bool:
    """Tell whether a waiter waits, by its name, for what an operation does."""
    name = after.lower()
    ends = next((ends for verb, ends in _FOLLOWING.items() if name.startswith(verb)), ())
    return any(end in waiter.lower() for end in ends)


def _ordered(goals: list[tuple[Waiter, Answer]]) -> list[Answer]:
    """Return the goals of waiters in an order in which each is reached before another ends it in failure."""
    left, found = list(goals), []
    while left:
        failing = [sum(other.state(_as_read(goal)) == "failure" for other, _ in left) for _, goal in left]
        first = left.pop(failing.index(min(failing)))
        # One answer may be what several wait for.
        left = [(waiter, goal) for waiter, goal in left if waiter.state(_as_read(first[1])) != "success"]
        found.append(first[1])
    return found


def _as_read(answer: Answer) -> dict[str, Any]:
    """Return an answer as botocore's clients have it, as far as waiters look at it."""
    facts = {"HTTPStatusCode": answer.status}
    if answer.error is not None:
        return {"Error": {"Code": answer.error.code}, "ResponseMetadata": facts}
    return {**(answer.response or {}), "ResponseMetadata": facts}


def _is_error(acceptor: AcceptorConfig) -> bool:
    if acceptor.matcher == "error":
        return acceptor.expected is not False
    return acceptor.matcher == "status" and int(acceptor.expected) >= 300


def _at_goal(
    operation: OperationModel, params: Mapping[str, JsonValue], answer: Answer, waiter: Waiter, scene: Scene
) -> Answer | None:
    """Make an answer that a waiter takes for success; None if no condition of it can be had."""
    for acceptor in waiter.acceptors:
        if acceptor.state != "success":
            continue
        if _is_error(acceptor):
            return _failed(operation, acceptor, scene)
        made = replace(answer, response=copy.deepcopy(answer.response))
        assert made.response is not None
        if acceptor.matcher.startswith("path"):
            node = jmespath.compile(acceptor.argument).parsed
            _make(node, made.response, acceptor.expected)
            compute_members(operation, params, made.response)
        if waiter.state(_as_read(made)) == "success":
            return made
    return None


def _failed(operation: OperationModel, acceptor: AcceptorConfig, scene: Scene) -> Answer:
    """Make the error that a waiter takes for success."""
    if acceptor.matcher == "error" and isinstance(acceptor.expected, str):
        return error_answer(operation, acceptor.expected, "The resource does not exist.", scene)
    status = int(acceptor.expected) if acceptor.matcher == "status" else 404
    shapes = (shape for shape in operation.error_shapes if any(word in shape.name for word in _NOT_THERE))
    code = next((error_code(shape) for shape in shapes), "NotFound")
    return replace(error_answer(operation, code, "The resource does not exist.", scene), status=status)


# Making a JMESPath expression give a value.

_Node = Mapping[str, Any]


def _make(node: _Node, value: JsonValue, wanted: Any) -> None:
    """Change a value, in place, such that an expression on it gives what is wanted, as far as it can be."""
    match node["type"]:
        case "comparator":
            _compare(node, value, holds=bool(wanted))
        case "and_expression" | "or_expression":
            for child in node["children"]:
                _make(child, value, wanted)
        case "not_expression":
            _make(node["children"][0], value, not wanted)
        case _:
            for holder, name in list(_places(node, value)):
                holder[name] = wanted


def _compare(node: _Node, value: JsonValue, *, holds: bool) -> None:
    left, right = node["children"]
    if left["type"] == "function_expression" and left["value"] == "length" and right["type"] == "literal":
        _resize(left["children"][0], value, node["value"], int(right["value"]), holds=holds)
    elif node["value"] == "eq" and holds:
        wanted = right["value"] if right["type"] == "literal" else _search(right, value)
        _make(left, value, wanted)


def _resize(node: _Node, value: JsonValue, comparator: str, size: int, *, holds: bool) -> None:
    """Give lists a length: shorten them, or let no entry of a selection be of it."""
    most = (
        {"eq": size, "lt": size - 1, "lte": size}.get(comparator)
        if holds
        else {"gt": size, "gte": size - 1}.get(comparator)
    )
    if most is None:
        return
    if node["type"] == "filter_projection":
        left, _, condition = node["children"]
        for entry in (_search(left, value) or [])[most:]:
            _make(condition, entry, False)
        return
    if node["type"] == "projection" or node["type"] == "flatten":
        node = node["children"][0]
        if node["type"] == "flatten":
            node = node["children"][0]
    for holder, name in list(_places(node, value)):
        if isinstance(holder[name], list):
            del holder[name][most:]


def _search(node: _Node, value: JsonValue) -> Any:
    return jmespath.parser.ParsedResult("", node).search(value)


def _places(node: _Node, value: JsonValue) -> Iterator[tuple[Any, Any]]:
    """Yield the holders, with names or numbers, of what an expression selects."""
    children: Sequence[_Node] = node["children"]
    match node["type"]:
        case "field":
            if isinstance(value, dict):
                yield value, node["value"]
        case "subexpression" | "index_expression" | "pipe":
            for inner in _through(children[:-1], value):
                yield from _places(children[-1], inner)
        case "projection" | "value_projection" | "filter_projection":
            for inner in _selected(children[0], value):
                entries = inner.values() if isinstance(inner, dict) else inner
                for entry in entries if isinstance(inner, list | dict) else ():
                    if children[1]["type"] == "identity":
                        continue
                    yield from _places(children[1], entry)
        case "flatten":
            yield from _places(children[0], value)
        case "or_expression":
            yield from _places(children[0], value)


def _through(nodes: Sequence[_Node], value: JsonValue) -> Iterator[JsonValue]:
    """Yield what expressions select one after the other, each of what the one before selects."""
    if not nodes:
        yield value
        return
    for inner in _selected(nodes[0], value):
        yield from _through(nodes[1:], inner)


def _selected(node: _Node, value: JsonValue) -> Iterator[JsonValue]:
    """Yield what an expression selects; a structure that is missing is made."""
    if node["type"] == "identity":
        yield value
        return
    if node["type"] == "index":
        if isinstance(value, list) and len(value) > node["value"]:
            yield value[node["value"]]
        return
    if node["type"] == "flatten":
        for inner in _selected(node["children"][0], value):
            nested = inner if isinstance(inner, list) else []
            yield [each for entry in nested for each in (entry if isinstance(entry, list) else [entry])]
        return
    if node["type"] in ("projection", "value_projection", "filter_projection"):
        gathered: list[JsonValue] = []
        for inner in _selected(node["children"][0], value):
            entries = list(inner.values()) if isinstance(inner, dict) else inner
            for entry in entries if isinstance(entries, list) else ():
                gathered += _selected(node["children"][1], entry)
        yield gathered
        return
    if node["type"] in ("subexpression", "index_expression", "pipe"):
        yield from _through(node["children"], value)
        return
    for holder, name in _places(node, value):
        found = holder.setdefault(name, {}) if isinstance(holder, dict) else holder[name]
        if found is not None:
            yield found
