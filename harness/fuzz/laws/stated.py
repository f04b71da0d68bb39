"""The law of requests that documentation says are refused, though they keep to their contract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.laws import sentence
from harness.contract.paths.member import first_value
from harness.contract.prose.names import words_of
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.models.paginators import find_pagination
from harness.synth.service.stated import Stated, stated_refusals

LAW = "stated"

_ABSENT = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent")
_GENERAL = re.compile(r"resource|entity|item", re.IGNORECASE)
_ACCOUNTS = ("999999999999", "888888888888")  # an endpoint's own account is one of them at most


def laws_of_what_is_stated(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that documents such a request; none of another."""
    if not stated_refusals(caller.contract.operation_model) and not _absences(caller):
        return ()
    return (FixedLaw(LAW, caller, sentence(LAW), _Judge(caller).steps),)


@dataclass(frozen=True)
class _Judge:
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Send one request after the other; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        for stated in stated_refusals(self.caller.contract.operation_model):
            if stated.param not in self.caller.params:
                values = _ACCOUNTS if stated.account else (True,)
                yield from self._judge(stated, plain, values)
                yield None
        for param, code in _absences(self.caller).items():
            yield from self._absent(param, code, plain)
            yield None

    def _judge(
        self, stated: Stated, plain: dict[str, Any], values: tuple[Any, ...]
    ) -> Iterator[Counterexample]:
        calls = []
        for value in values:
            asked = plain | {stated.param: value}
            call = self.caller(asked) if self.caller.allows(asked) else None
            if call is None or call.error is not None:
                return
            calls.append(call)
        shown = show(values[0])
        text = f"With {stated.param} {shown} a request must be refused by {stated.code}, but was accepted."
        yield self._found(stated.param, text, calls[0])

    def _absent(self, param: str, code: str, plain: dict[str, Any]) -> Iterator[Counterexample]:
        """Ask for a list by the name of nothing: it must not be empty as that of something could be."""
        others = (plain | {param: other} for other in _others(plain[param]))
        nothing = next((params for params in others if self.caller.allows(params)), None)
        if nothing is None:
            return
        there, absent = self.caller(plain), self.caller(nothing)
        if there is not None and absent is not None and self._entries(there) and self._entries(absent) == 0:
            text = (
                f"With {param} {show(absent.params[param])}, which names nothing, a request must be "
                f"refused by {code}, but was answered with an empty list."
            )
            yield self._found(param, text, absent, "absent")

    def _entries(self, call: Call) -> int | None:
        """Count the entries of an answer; None where there is none, or it has no lists."""
        pagination = find_pagination(self.caller.contract.operation_model)
        if pagination is None or not isinstance(call.response, Mapping):
            return None
        lists = [first_value(call.response, path) for path in pagination.results]
        return sum(len(each) for each in lists if isinstance(each, list)) if lists else None

    def _found(self, param: str, text: str, call: Call, code: str = "accepted") -> Counterexample:
        contract = self.caller.contract
        return Counterexample(LAW, contract.name, code, text, (call,), documented(contract, param), param)


def _absences(caller: Caller) -> dict[str, str]:
    """Return the errors that say of the caller's own names that they name nothing, by the parameter.

    ``NoSuchUpload`` is of an ``UploadId``, ``ResourceNotFoundException`` of whatever is the only name.
    """
    operation = caller.contract.operation_model
    if operation.input_shape is None or operation.output_shape is None:
        return {}
    members = operation.input_shape.members
    names = [
        name
        for name, value in caller.params.items()
        if isinstance(value, str) and name in members and not members[name].metadata.get("enum")
    ]
    service = operation.service_model
    own = [shape.name for shape in operation.error_shapes if _ABSENT.search(shape.name)]
    # S3 documents some errors at other operations only.
    every = own or [shape.name for shape in service.error_shapes if _ABSENT.search(shape.name)]
    found = {}
    for name in names:
        words = [word for word in words_of(name) if word not in ("id", "arn", "name", "identifier")]
        fitting = [code for code in every if words and words[-1] in words_of(code)]
        general = [code for code in own if _GENERAL.search(code)] if len(names) == 1 else []
        if fitting or general:
            found[name] = (fitting or general)[0]
    return found


def _others(value: str) -> Iterator[str]:
    """Yield names that nothing has: others at the end, first at many places, then at few."""
    for places in (12, 6, 3, 1):
        head, tail = value[:-places], value[-places:]
        yield head + "".join(map(_other, tail))


def _other(character: str) -> str:
    """Return another character of the same class."""
    for first, count in (("0", 10), ("a", 26), ("A", 26)):
        distance = ord(character) - ord(first)
        if 0 <= distance < count:
            return chr(ord(first) + (distance + count // 2) % count)
    return character
