"""Names of nothing, next to those that a caller gives: what is not there must not be answered as if it were.

A name that differs at its end from a given one names nothing. Neither does one that is cut, longer, in
another case or with a space: a server that looks up only a part of a name finds something all the same.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from botocore.model import OperationModel

from harness.contract.common_errors import is_common_error
from harness.contract.paths.member import first_value
from harness.contract.prose.names import words_of
from harness.contract.prose.text import sentences_of
from harness.contract.schema import error_code, find_error
from harness.contract.wording import show
from harness.fuzz.laws.again import other_spellings
from harness.fuzz.laws.answers import faults_of, is_identifier
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import NAMING, documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.models.paginators import find_pagination
from harness.models.resources import parse_name
from harness.synth.responses.matching import is_folded, matching_of
from harness.synth.service.refusals import says_invalid

LAW = "stated"

_ABSENT = re.compile(r"NotFound|NoSuch|NotExist|NonExist|UnknownResource", re.IGNORECASE)
_OF_ERRORS = frozenset(("exception", "fault", "error"))
_OF_ABSENCE = frozenset(("not", "found", "no", "such", "does", "do", "exist", "exists", "non", "unknown"))
_GENERAL = frozenset(("resource", "entity", "item", "object", "nonexistent"))
_NAMES = frozenset(("key", "path", "url", "uri", "bucket"))  # at the end of what names a thing
# Those of which another one is no resource that is not there: it belongs to somebody else, or is elsewhere.
_ELSEWHERE = frozenset(("account", "aws", "owner", "region", "catalog", "language", "locale", "partition"))
_SAYS_NAME = re.compile(r"\b(?:names?|ARNs?|IDs?|identifiers?|Amazon Resource Names?)\b")
_PARTLY = re.compile(r"partial|prefix|wildcard|substring|begins? with|starts? with|\*", re.IGNORECASE)
_CASES = re.compile(r"case[- ]?insensitive|not case|lower ?-?case|(?:ignores?|ignoring) case", re.IGNORECASE)
_START = re.compile(r"[A-Za-z]{1,8}[-_](?=.{4})")  # of an id, which says of what it is: "sg-"
_HEX = re.compile(r"(?=.*\d)[0-9a-f-]+")
_MOST_NAMES = 3
_LONG = 8  # characters of a text that two things hardly have in common by chance
_ENOUGH = 3  # such texts and times


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

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The caller's own texts, by their parameters."""
        shape: Any = self._operation.input_shape
        members = {} if shape is None else shape.members
        texts = {name: _text_of(value) for name, value in self.caller.params.items() if name in members}
        return {name: text for name, text in texts.items() if text and _is_text(members[name])}

    @cached_property
    def names(self) -> dict[str, str]:
        """The caller's own names of resources, by their parameters, where the operation reads."""
        operation = self._operation
        is_read = parse_name(operation.name).role in ("read", "list") or find_pagination(operation)
        if not is_read or operation.input_shape is None or operation.output_shape is None:
            return {}
        members = operation.input_shape.members
        return {name: text for name, text in self._texts.items() if _names_thing(name, members[name])}

    @cached_property
    def _codes(self) -> dict[str, str]:
        return absent_codes(self._operation, tuple(self.names))

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask for one name of nothing after the other; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        there = self.caller(plain) if self.names else None
        if there is None or there.response is None:
            return
        for name in list(self.names)[:_MOST_NAMES]:
            absent = self._other(plain, name)
            if absent is not None and not absent.throttled:
                yield from self._nothing(name, plain, there, absent)
                yield None
            is_told = absent is not None and (absent.error is not None or self._is_empty(there, absent))
            arns = (value for value, _ in other_spellings(self._operation, there, name))
            spelt = [self.names[name], *itertools.islice(arns, 1)]
            for given, value in dict.fromkeys(
                (one, near) for one in spelt for near in self._beside(name, one)
            ):
                if value not in ("", *spelt):
                    yield from self._nearly(name, given, value, plain, there, is_told=is_told)
                    yield None
        for name in self.names.keys() - set(self._operation.input_shape.required_members):
            yield from self._without(name, plain)
            yield None

    def _other(self, plain: dict[str, Any], *names: str) -> Call | None:
        """Ask for other names than those of a request, of the same form."""
        for others in zip(*(other_names(self._texts[name]) for name in names), strict=True):
            params = plain
            for name, other in zip(names, others, strict=True):
                params = _given(name, other, params)
            if self.caller.allows(params):
                return self.caller(params)
        return None

    def _nothing(self, name: str, plain: dict[str, Any], there: Call, call: Call) -> Iterator[Counterexample]:
        """Judge the answer to another name: nothing comes back but the error that is documented for it."""
        code = self._codes.get(name)
        is_own = code is not None and find_error(self._operation, code) is not None
        found = ""
        if call.status >= 500:
            kind, found = "server-error", f"the server failed with status {call.status}"
        elif call.error is not None:
            yield from faults_of(self.caller, call)
            if is_own and self._is_another(call.error.code):
                kind, found = "wrong-error", f"was by {call.error.code}"
        elif self._is_same(there, call, name) and not self._makes_up(plain, there):
            kind, found = "absent", f"was answered as {show(self.names[name])} is"
        elif code and self._is_empty(there, call):
            kind, found = "absent", "was answered with an empty list"
        elif is_own and there.response and not call.response and not call.body:
            kind, found = "absent", "was answered with nothing"
        if found:
            message = (
                f"With {name} {show(_text_of((call.params or {})[name]))}, which names nothing, a request "
                f"must be refused{f' by {code}' if code else ''}, but {found}."
            )
            yield self._found(kind, message, name, there, call)

    def _makes_up(self, plain: dict[str, Any], there: Call) -> bool:
        """Tell whether an endpoint has something else for any other names, as one does that makes it up."""
        names = list(self._texts)
        call = self._other(plain, *names) if len(names) > 1 else None
        return call is not None and call.error is None and not self._is_same(there, call, *names)

    def _is_empty(self, there: Call, call: Call) -> bool:
        """Tell whether a list has no entries, and that of what is there has some."""
        return bool(_count(self._operation, there)) and _count(self._operation, call) == 0

    def _nearly(
        self, name: str, given: str, value: str, plain: dict[str, Any], there: Call, *, is_told: bool
    ) -> Iterator[Counterexample]:
        """Ask for what is nearly the name: it must not be taken for it, and the server must not fail.

        Args:
            name: the parameter.
            given: its name, or its ARN.
            value: what is nearly that.
            plain: the request with the name.
            there: its answer.
            is_told: whether the server tells another name from that of what is there.
        """
        params = _given(name, value, plain)
        call = self.caller(params) if self.caller.allows(params) else None
        if call is None or call.throttled:
            return
        if call.status >= 500:
            message = (
                f"With {name} {show(value)} a request must be answered, or refused by an error that says "
                f"why, but the server failed with status {call.status}."
            )
            yield self._found("server-error", message, name, there, call)
        elif (
            is_told
            and call.error is None
            and self._is_same(there, call, name)
            and not self._is_enough(name, given, value)
        ):
            message = f"{name} {show(value)} must not be taken for {show(given)}."
            yield self._found("absent", message, name, there, call)

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

    def _beside(self, name: str, value: str) -> Iterator[str]:
        """Yield what is nearly a name."""
        shape = _text_shape(self._operation.input_shape.members[name])
        yield value[:-1]
        yield re.sub(r"[-_/:.][^-_/:.]+$", "", value)
        yield value + _other(value[-1])
        yield value.swapcase()
        if value.startswith("arn:") and value.count(":") > 4:
            parts = value.split(":", 5)
            yield ":".join((*parts[:4], "".join(map(_other, parts[4])), parts[5]))
        if shape.serialization.get("location") != "header":  # of whose value HTTP trims spaces
            half = len(value) - len(_tail(value)) // 2 - 1
            yield from (f"{value[:half]} {value[half:]}", f"{value} ")

    def _is_enough(self, name: str, given: str, value: str) -> bool:
        """Tell whether documentation lets a text stand for a name: a part of it, or one in another case."""
        shape = _text_shape(self._operation.input_shape.members[name])
        if value.lower() == given.lower():
            said = shape.documentation
            return bool(matching_of(said).any_case or _CASES.search(said)) or is_folded(
                self._operation.service_model, name
            )
        is_part = value in given or given in value
        return is_part and _PARTLY.search(shape.documentation) is not None

    def _is_another(self, code: str) -> bool:
        """Tell whether an error says something else than that a thing is not there, or not to be seen."""
        if not code or _ABSENT.search(code) or code in self._codes.values():
            return False
        is_known = find_error(self._operation, code) or is_common_error(self._operation.service_model, code)
        return says_invalid(code) or not is_known

    def _is_same(self, there: Call, call: Call, *names: str) -> bool:
        """Tell whether a request was answered as that for the given names was, but for these."""
        is_stream = self._operation.has_streaming_output
        if is_stream and there.body != call.body:
            return False
        pagination = find_pagination(self._operation)
        tokens = () if pagination is None else pagination.output_tokens
        answers, texts = [], []
        for one in (there, call):
            response = one.response if isinstance(one.response, Mapping) else {}
            answers.append({member: value for member, value in response.items() if member not in tokens})
            texts.append(json.dumps(answers[-1], sort_keys=True))
            for name in names:
                texts[-1] = texts[-1].replace(json.dumps(_text_of((one.params or {}).get(name)))[1:-1], "")
        telling = _telling(self._operation.output_shape, answers[0], tuple(self._texts.values()))
        if telling + 2 * (is_stream and bool(there.body)) < _ENOUGH:
            return False
        return answers[0] == answers[1] or texts[0] == texts[1]

    def _found(self, code: str, message: str, name: str, *calls: Call) -> Counterexample:
        contract = self.caller.contract
        return Counterexample(LAW, contract.name, code, message, calls, documented(contract, name), name)


def absent_codes(operation: OperationModel, names: Sequence[str]) -> dict[str, str]:
    """Return the errors that say of names that they name nothing, by the parameter.

    ``NoSuchUpload`` is of an ``UploadId``, ``ResourceNotFoundException`` of any name without one of its own.

    Args:
        operation: the operation.
        names: the parameters that name something.
    """
    own = [error_code(shape) for shape in operation.error_shapes if _ABSENT.search(shape.name)]
    # S3 documents some errors at other operations only.
    every = own or [
        error_code(shape) for shape in operation.service_model.error_shapes if _ABSENT.search(shape.name)
    ]
    general = [code for code in own if _GENERAL.issuperset(_what_is_absent(code))]
    found = {}
    for name in names:
        words = [word for word in words_of(name) if word not in NAMING] or list(
            parse_name(operation.name).noun
        )
        same = [code for code in every if words and _what_is_absent(code) == words]
        like = [code for code in own if words and _what_is_absent(code)[-1:] == words[-1:]]
        if fitting := [*same, *like, *general]:
            found[name] = fitting[0]
    return found


def _what_is_absent(code: str) -> list[str]:
    """Return the noun of an error, in words: ``db cluster snapshot`` is no ``db cluster``."""
    words = [word for word in words_of(code.replace(".", "")) if word not in _OF_ERRORS | _OF_ABSENCE]
    return words[:-1] if len(words) > 1 and words[-1] in NAMING else words


def _names_thing(name: str, shape: Any) -> bool:
    """Tell whether a parameter names a resource, by its name or by what documentation says first."""
    words = [word for word in words_of(name) if word not in NAMING]
    if words and _ELSEWHERE.issuperset(words):
        return False
    first = next((sentence.text for sentence in sentences_of(shape.documentation)), "")
    return is_identifier(name) or (bool(words) and words[-1] in _NAMES) or bool(_SAYS_NAME.search(first))


def _is_text(shape: Any) -> bool:
    text = _text_shape(shape)
    return text.type_name == "string" and not text.metadata.get("enum")


def _text_shape(shape: Any) -> Any:
    return shape.member if shape.type_name == "list" else shape


def _text_of(value: Any) -> str:
    """Return a text, or that in a list of one."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    return one if isinstance(one, str) else ""


def _given(name: str, value: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    return {**plain, name: [value] if isinstance(plain[name], list) else value}


def _telling(shape: Any, value: Any, names: tuple[str, ...]) -> int:
    """Count what an answer has that of another thing hardly has: times, and texts that are from no list."""
    if isinstance(value, dict) and shape.type_name == "structure":
        known = ((shape.members[key], inner) for key, inner in value.items() if key in shape.members)
        return sum(_telling(member, inner, names) for member, inner in known)
    if isinstance(value, dict) and shape.type_name == "map":
        return sum(_telling(shape.value, inner, names) for inner in value.values())
    if isinstance(value, list) and shape.type_name == "list":
        return sum(_telling(shape.member, inner, names) for inner in value)
    if shape.type_name == "timestamp":
        return 1
    is_text = isinstance(value, str) and len(value) >= _LONG and not shape.metadata.get("enum")
    is_text = is_text and shape.type_name == "string" and not value.isalpha()  # words come in many tags
    return int(is_text and not any(value in name or name in value for name in names))


def _count(operation: OperationModel, call: Call) -> int | None:
    """Count the entries of an answer; None where there is none, or it has no lists."""
    pagination = find_pagination(operation)
    if pagination is None or not isinstance(call.response, Mapping):
        return None
    lists = [first_value(call.response, path) for path in pagination.results]
    return sum(len(each) for each in lists if isinstance(each, list)) if lists else None


def other_names(value: str) -> Iterator[str]:
    """Yield names that nothing has: others at the end, first at many places, then at few.

    Args:
        value: a name; what says of which kind it is stays (``arn:aws:iam::123456789012:user/``, ``sg-``).
    """
    tail = _tail(value)
    is_hex = _HEX.fullmatch(tail) is not None
    for places in (12, 6, 3, 1):
        end = tail[-places:]
        yield value[: len(value) - len(end)] + "".join(_other(one, is_hex=is_hex) for one in end)


def _tail(value: str) -> str:
    """Return the end of a name that tells it from others of its kind."""
    tail = re.split(r"[/:]", value.rstrip("/:"))[-1] + value[len(value.rstrip("/:")) :]
    return tail[len(start[0]) :] if (start := _START.match(tail)) else tail


def _other(character: str, *, is_hex: bool = False) -> str:
    """Return another character of the same class."""
    for first, count in (("0", 10), ("a", 6 if is_hex else 26), ("A", 26)):
        distance = ord(character) - ord(first)
        if 0 <= distance < count:
            return chr(ord(first) + (distance + count // 2) % count)
    return character
