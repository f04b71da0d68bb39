"""Names of nothing, next to those of what is there: what is not there must not be answered as if it were.

What is there a caller names, or a list does. A name that differs at its end from such a name names nothing.
Neither does one that is cut, longer, in another case or with a space: a server that looks up only a part of a
name finds something all the same.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from botocore.model import OperationModel

from harness.contract.common_errors import is_common_error
from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.patterns import pattern_of
from harness.contract.schema import find_error
from harness.contract.wording import show
from harness.contract.words import words_of
from harness.fuzz.laws.answers.faults import faults_of
from harness.fuzz.laws.answers.rereads import other_spellings
from harness.fuzz.laws.asked.by_name import naming_parameters
from harness.fuzz.laws.asked.questions import Questions
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.models.paginators import NO_PAGES, find_pagination
from harness.models.resources import parse_name
from harness.synth.responses.apart import lists_of_missing
from harness.synth.responses.matching import is_folded, matching_of
from harness.synth.service.refusals import says_invalid

from .invented_answers import makes_up
from .names import (
    ABSENT,
    absent_codes,
    kind_parameter,
    names_account,
    names_asked,
    names_beside,
    names_thing,
    of_kind,
    other_names,
    text_shape,
    with_other_characters,
)
from .same_answer import (
    TELLING,
    count_entries,
    is_empty,
    is_same,
    says_nothing,
    text_at,
    text_of,
    weight,
)

LAW = "stated"

_PARTLY = re.compile(r"partial|prefix|wildcard|substring|begins? with|starts? with|\*", re.IGNORECASE)
_MOST_NAMES = 3
_MOST_CODES = 3  # that a message lists
_ENOUGH = 9  # what equal answers must tell
_MOST_OTHERS = 3  # names of nothing that are asked for, where the answer to one tells little


@dataclass(frozen=True)
class _There:
    """What is there, by one of its names.

    Attributes:
        name: the parameter; ``execution.runId`` in a structure.
        value: its value, a name.
        params: the request that has it.
        call: the request, which was answered.
    """

    name: str
    value: str
    params: dict[str, Any]
    call: Call

    def named(self, *values: str) -> dict[str, Any]:
        """Return the request with other names."""
        return _with_value(self.params, self.name.split("."), list(values) if self.is_list else values[0])

    @property
    def is_list(self) -> bool:
        """Whether the parameter takes several names."""
        return isinstance(first_value(self.params, self.name), list)


@dataclass(frozen=True)
class Absences:
    """Asks for what is not there.

    Attributes:
        caller: calls the operation.
    """

    caller: Caller

    @property
    def _operation(self) -> OperationModel:
        return self.caller.contract.operation_model

    @property
    def is_asked(self) -> bool:
        """Whether the operation reads, by names."""
        operation = self._operation
        is_read = parse_name(operation.name).role in ("read", "list") or find_pagination(operation)
        if not is_read or operation.input_shape is None or operation.output_shape is None:
            return False
        members = operation.input_shape.members.items()
        return any(names_thing(*each) for each in members) or bool(self._given or self._accounts)

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The caller's own texts, by their parameters."""
        return dict(_texts_in(self._operation.input_shape, self.caller.params))

    @cached_property
    def _given(self) -> list[str]:
        """The parameters by which the caller names resources."""
        return [
            name
            for name in self._texts
            if names_thing(name.rpartition(".")[2], self._shape(name)) or names_asked(self._operation, name)
        ]

    @cached_property
    def _accounts(self) -> list[str]:
        """The parameters by which the caller names an account."""
        return [name for name, value in self._texts.items() if names_account(name.rpartition(".")[2], value)]

    @cached_property
    def _codes(self) -> dict[str, tuple[str, ...]]:
        params = self.caller.params
        every = self._codes_of_all_kinds.items()
        return {name: of_kind(codes, self._operation, params, name) for name, codes in every}

    @cached_property
    def _codes_of_all_kinds(self) -> dict[str, tuple[str, ...]]:
        return absent_codes(self._operation, self._given)

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for one name of nothing after the other; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        call = self.caller(plain) if self._given or self._accounts else None
        if call is not None and call.response is not None:
            for name in self._accounts:
                yield from self._of_another_account(_There(name, self._texts[name], plain, call))
                yield None
            for name in self._given[:_MOST_NAMES]:
                there = _There(name, self._texts[name], plain, call)
                yield from self._around(there)
                yield from self._as_another_kind(there)
            needed = self._operation.input_shape.required_members
            for name in sorted(name for name in self._given if "." not in name and name not in needed):
                yield from self._without(name, plain)
                yield None
        for there in itertools.islice(self._chosen(), _MOST_NAMES):
            codes = absent_codes(self._operation, [there.name], [there.name]).get(there.name, ())
            others = self._others(there)
            if (absent := next(others, None)) is not None:
                yield from self._nothing(there, codes, absent, others)
                yield None
                if there.is_list and self._are_own(codes):
                    yield from self._mixed(there, codes, absent)
                    yield None

    def _chosen(self) -> Iterator[_There]:
        """Yield what a list names, by the parameters that choose from it."""
        operation = self._operation
        questions = Questions(self.caller, find_pagination(operation) or NO_PAGES)
        shapes = operation.input_shape.members
        held = {
            path[0]: questions.asked_for(path, shape)[1]
            for path, shape in questions.parameters
            if len(path) == 1
        }
        held |= {name: questions.values_at(path) for name, path in naming_parameters(operation)}
        for name, values in held.items():
            value = next((one for one in values if isinstance(one, str)), "")
            if not value or name in questions.plain or not names_thing(name, shapes[name]):
                continue
            params = questions.plain | {name: [value] if shapes[name].type_name == "list" else value}
            call = self.caller(params) if self.caller.allows(params) else None
            if call is not None and call.response is not None and count_entries(operation, call) != 0:
                yield _There(name, value, params, call)

    def _around(self, there: _There) -> Iterator[Counterexample | None]:
        """Ask for what is not there, and for what is nearly its name."""
        others = self._others(there)
        absent = next(others, None)
        if absent is not None:
            yield from self._nothing(there, self._codes.get(there.name, ()), absent, others)
            yield None
            yield from self._with_other_characters(there, absent)
        is_told = absent is not None and (
            absent.error is not None or is_empty(self._operation, there.call, absent)
        )
        arns = (value for value, _ in other_spellings(self._operation, there.call, there.name))
        spelt = [there.value, *itertools.islice(arns, 1)]
        is_trimmed = text_shape(self._shape(there.name)).serialization.get("location") == "header"
        beside = ((one, near) for one in spelt for near in names_beside(one, with_space=not is_trimmed))
        for given, value in dict.fromkeys(beside):
            if value not in ("", *spelt):
                yield from self._nearly(there, given, value, is_told=is_told)
                yield None

    def _shape(self, name: str) -> Any:
        return shape_at(self._operation.input_shape, name)

    def _others(self, there: _There) -> Iterator[Call]:
        """Ask for other names, of the same form."""
        for other in dict.fromkeys(other_names(there.value)):
            params = there.named(other)
            call = self.caller(params) if other != there.value and self.caller.allows(params) else None
            if call is not None and not call.throttled:
                yield call

    def _nothing(
        self, there: _There, codes: Sequence[str], call: Call, others: Iterator[Call]
    ) -> Iterator[Counterexample]:
        """Judge the answer to another name: nothing comes back but the error that is documented for it."""
        is_apart = there.is_list and bool(lists_of_missing(self._operation))
        found = ""
        if call.status >= 500:
            kind, found = "server-error", f"the server failed with status {call.status}"
        elif call.error is not None:
            yield from faults_of(self.caller, call)
            if self._are_own(codes) and self._is_another(call.error.code, codes):
                kind, found = "wrong-error", f"was by {call.error.code}"
        elif there.name in self._given and self._is_answered_as(there, call, others):
            kind, found = "absent", f"was answered as {show(there.value)} is"
        elif codes and not is_apart and is_empty(self._operation, there.call, call):
            kind, found = "absent", "was answered with an empty list"
        elif self._are_own(codes) and not is_apart and says_nothing(self._operation, there.call, call):
            kind, found = "absent", "was answered with nothing"
        if found:
            message = (
                f"With {there.name} {show(text_at(call, there.name))}, which names nothing, "
                f"a request must be refused{f' by {_any_of(codes)}' if codes else ''}, but {found}."
            )
            yield self._found(kind, message, there.name, there.call, call)

    def _of_another_account(self, there: _There) -> Iterator[Counterexample]:
        """Ask as of another account: what is there is the caller's own."""
        others = self._others(there)
        call = next(others, None)
        if call is not None and call.error is None and self._is_answered_as(there, call, others):
            message = (
                f"With {there.name} {show(text_at(call, there.name))}, which is another account, a request "
                f"must be refused, but was answered as {show(there.value)} is."
            )
            yield self._found("absent", message, there.name, there.call, call)

    def _mixed(self, there: _There, codes: Sequence[str], absent: Call) -> Iterator[Counterexample]:
        """Ask for what is there next to what is not: the error is the same as without it."""
        asked = there.named(there.value, text_at(absent, there.name))
        call = self.caller(asked) if absent.error is not None and self.caller.allows(asked) else None
        if call is None or call.throttled or lists_of_missing(self._operation):
            return
        if call.status >= 500 or call.error is None:
            outcome = "was answered" if call.error is None else f"the server failed with status {call.status}"
            message = (
                f"With {there.name} {show(first_value(asked, there.name))}, of which the second names "
                f"nothing, a request must be refused by {_any_of(codes)}, as without the first, but "
                f"{outcome}."
            )
            yield self._found("absent", message, there.name, absent, call)

    def _are_own(self, codes: Sequence[str]) -> bool:
        """Tell whether the operation itself documents errors."""
        return bool(codes) and find_error(self._operation, codes[0]) is not None

    def _is_answered_as(self, there: _There, call: Call, others: Iterator[Call]) -> bool:
        """Tell whether names of nothing are answered as what is there, and not by chance.

        Where one answer tells little, further names must have the same one.
        """
        told = weight(self._operation, there.call)
        further = () if told >= _ENOUGH else itertools.islice(others, _MOST_OTHERS - 1)
        same = [
            one.error is None and is_same(self._operation, there.call, one, there.name)
            for one in itertools.chain([call], further)
        ]
        return all(same) and told * len(same) >= TELLING and not self._makes_up

    @cached_property
    def _makes_up(self) -> bool:
        """Whether the endpoint makes its answers up."""
        return makes_up(self.caller)

    def _nearly(self, there: _There, given: str, value: str, *, is_told: bool) -> Iterator[Counterexample]:
        """Ask for what is nearly the name: it must not be taken for it, and the server must not fail.

        Args:
            there: what is there.
            given: its name, or its ARN.
            value: what is nearly that.
            is_told: whether the server tells another name from that of what is there.
        """
        params = there.named(value)
        call = self.caller(params) if self.caller.allows(params) else None
        if call is None or call.throttled:
            return
        if call.status >= 500:
            message = (
                f"With {there.name} {show(value)} a request must be answered, or refused by an error that "
                f"says why, but the server failed with status {call.status}."
            )
            yield self._found("server-error", message, there.name, there.call, call)
        elif (
            is_told
            and call.error is None
            and weight(self._operation, there.call)
            and is_same(self._operation, there.call, call, there.name)
            and not self._is_enough(there.name, given, value)
        ):
            message = f"{there.name} {show(value)} must not be taken for {show(given)}."
            yield self._found("absent", message, there.name, there.call, call)

    def _with_other_characters(self, there: _There, absent: Call) -> Iterator[Counterexample | None]:
        """Ask for names of nothing with other characters that are allowed: they are not found either."""
        pattern, error = pattern_of(self._shape(there.name).metadata), absent.error
        is_chosen = words_of(there.name)[-1:] == ["name"]  # by somebody, as no id or ARN is
        if pattern is None or pattern.whole is None or not is_chosen:
            return
        if error is None or not ABSENT.search(error.code):
            return
        name = text_at(absent, there.name)
        for other in with_other_characters(name, pattern.whole):
            params = there.named(other)
            call = self.caller(params) if self.caller.allows(params) else None
            if call is not None and call.error is not None and self._is_invalid(call.error.code):
                message = (
                    f"With {there.name} {show(other)}, which keeps to its pattern and names nothing, a "
                    f"request must be refused by {error.code}, as with {show(name)}, but was by "
                    f"{call.error.code}."
                )
                yield self._found("wrong-error", message, there.name, absent, call)
                return
            yield None

    def _as_another_kind(self, there: _There) -> Iterator[Counterexample | None]:
        """Ask for a thing as one of another kind: there is none of that name."""
        kind = kind_parameter(self._operation, there.name)
        codes = self._codes_of_all_kinds.get(there.name, ())
        if kind is None or kind not in there.params or not self._are_own(codes):
            return
        for value in self._operation.input_shape.members[kind].metadata["enum"]:
            params = there.params | {kind: value}
            call = self.caller(params) if value != there.params[kind] and self.caller.allows(params) else None
            if call is None or call.throttled:
                continue
            fitting = of_kind(codes, self._operation, params, there.name)
            found = ""
            if call.error is None and is_same(self._operation, there.call, call, there.name, kind):
                found = (
                    f"was answered as with {show(there.params[kind])}"
                    if weight(self._operation, there.call)
                    else ""
                )
            elif call.error is not None and call.error.code in set(codes).difference(fitting):
                found = f"was by {call.error.code}"
            if found:
                message = (
                    f"With {kind} {show(value)} a request for {there.name} {show(there.value)}, which is of "
                    f"another kind, must be refused by {_any_of(fitting)}, but {found}."
                )
                yield self._found("absent", message, kind, there.call, call)
                return
            yield None

    def _without(self, name: str, plain: dict[str, Any]) -> Iterator[Counterexample]:
        """Leave a name out that may be left out: the server must not fail."""
        call = self.caller({other: value for other, value in plain.items() if other != name})
        if call is not None and call.status >= 500 and not call.throttled:
            message = (
                f"Without {name} a request must be answered, or refused by an error that says why, "
                f"but the server failed with status {call.status}."
            )
            yield self._found("server-error", message, name, call)
        elif call is not None:
            yield from faults_of(self.caller, call)

    def _is_enough(self, name: str, given: str, value: str) -> bool:
        """Tell whether documentation lets a text stand for a name: a part of it, or one in another case."""
        said = text_shape(self._shape(name)).documentation
        if value.lower() == given.lower():
            return bool(matching_of(said).any_case) or is_folded(self._operation.service_model, name)
        return (value in given or given in value) and _PARTLY.search(said) is not None

    def _is_another(self, code: str, wanted: Sequence[str]) -> bool:
        """Tell whether an error says something else than that a thing is not there, or not to be seen."""
        if not code or code in itertools.chain(wanted, *self._codes.values()):
            return False
        if code in itertools.chain(*self._codes_of_all_kinds.values()):
            return True  # it is of another kind
        is_known = find_error(self._operation, code) or is_common_error(self._operation.service_model, code)
        return not is_known or self._is_invalid(code)

    def _is_invalid(self, code: str) -> bool:
        return says_invalid(code) and not ABSENT.search(code)

    def _found(self, code: str, message: str, name: str, *calls: Call) -> Counterexample:
        contract = self.caller.contract
        return Counterexample(LAW, contract.name, code, message, calls, documented(contract, name), name)


def _any_of(codes: Sequence[str]) -> str:
    return " or ".join(codes) if len(codes) <= _MOST_CODES else f"{codes[0]} or one like it"


def _texts_in(shape: Any, params: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of a request with their paths, but for those in lists of structures."""
    for name, value in params.items():
        member, path = shape.members.get(name), f"{outer}{name}"
        if member is None:
            continue
        if member.type_name == "structure" and isinstance(value, Mapping):
            yield from _texts_in(member, value, f"{path}.")
        elif text := text_of(value):
            yield path, text


def _with_value(params: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    """Return a request with another value at a path."""
    inner = value if len(path) == 1 else _with_value(params[path[0]], path[1:], value)
    return {**params, path[0]: inner}
