"""Reads of what is there, again: by what the answer says of it, and just as before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value, select
from harness.contract.paths.shape import shape_at
from harness.contract.paths.spots import spots_of
from harness.contract.rules import AtLeastOne, ExactlyOne
from harness.contract.rules.value import comparable
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import NAMING, documented, plain_request
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.requests.refusals import EXCLUDES
from harness.models.documentation import without_tags
from harness.models.paginators import is_token
from harness.models.resources import is_identifier, parse_name
from harness.synth.values.plausible.place import words_of
from harness.synth.values.plausible.times import CHANGED, OF_TIMES

from .faults import faults_of, said_of

LAW = "asked"

_TELLING = frozenset(("string", "integer", "long", "boolean", "float", "double"))
_SCALARS = frozenset(("string", "integer", "long"))
_IN_CAPITALS = re.compile(r"<code>([A-Z][A-Z_]{4,})</code>")
_EITHER = re.compile(
    r"\b(?:names?|IDs?|identifiers?)\b[^.]{0,40}\bor\b[^.]{0,40}\b(?:ARNs?|Amazon Resource Names?)\b"
    r"|\b(?:ARNs?|Amazon Resource Names?)\b[^.]{0,40}\bor\b[^.]{0,40}\b(?:names?|IDs?|identifiers?)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=\.)\s|</p>|</li>")
_MOST_VALUES = 8
_LAST = ("last", "latest")
_ONE_IS_ENOUGH = (AtLeastOne, ExactlyOne)
_BY_ITSELF = re.compile(r"\b(?:status|state|progress|refresh|gather|report|cache|job|run)", re.IGNORECASE)
_ACT = re.compile(
    r"\b(?:time|date|timestamp|when)\b[^.;]{0,60}?\b(?:was|were|has been|have been) "
    r"(?:first |originally |initially )?(\w+ed|sent|built|given|taken)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(?:last|latest|most recent(?:ly)?)\b", re.IGNORECASE)
# What a service does by itself, perhaps for each read.
_NO_ACTS = frozenset(
    (
        *("used", "retrieved", "collected", "analyzed", "determined", "scanned", "connected", "accumulated"),
        *("executed", "recorded", "delivered", "generated", "performed", "evaluated", "accessed", "detected"),
    )
)
_MOST_APART = 3  # seconds between a server's clock and ours


@dataclass(frozen=True)
class Again:
    """Asks again for what was answered.

    Attributes:
        caller: calls an operation that reads.
    """

    caller: Caller

    @property
    def _operation(self) -> OperationModel:
        return self.caller.contract.operation_model

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask again; yield what is wrong, and None after each step."""
        plain = plain_request(self.caller)
        first = self.caller(plain)
        if first is None or not isinstance(first.response, Mapping):
            return
        for name in plain:
            for value, path in other_spellings(self._operation, first, name):
                yield from self._by_spelling(first, plain, name, value, path)
                yield None
        for given, name, path in self._alternatives(plain):
            yield from self._by_alternative(first, plain, given, name, path)
            yield None
        if parse_name(self._operation.name).role == "read":
            for name, path in names_of_answers(self._operation):
                if name not in plain and not self._excludes(name, plain):
                    yield from self._by_name(first, plain, name, path)
                    yield None
            for name in self._operation.input_shape.members.keys() - plain.keys():
                for value in words_for(self._operation, name):
                    yield from self._conforms(plain | {name: value})
                    yield None
        yield from self._stays(first, plain)
        yield None

    def _by_name(self, first: Call, plain: dict[str, Any], name: str, path: str) -> Iterator[Counterexample]:
        """Ask by what the answer says: it is not refused."""
        found = first_value(first.response, path)
        for value in found if isinstance(found, list) else (found,):
            asked = plain | {name: value}
            call = self.caller(asked) if isinstance(value, str | int) and self.caller.allows(asked) else None
            if call is None or call.throttled or call.status >= 500:
                continue
            if call.error is not None:
                message = (
                    f"{path} was {show(value)}, so that {name} {show(value)} must find the same, but was "
                    f"refused: {call.error.code}: {call.error.message}"
                )
                yield self._found("not-found-again", message, (first, call), name)
            elif plain:  # what names nothing is told by nothing
                yield from self._same(first, call, name, value, self._identities)
            yield from faults_of(self.caller, call)

    def _alternatives(self, plain: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Yield what a request has of parameters of which one is enough, another of them, and its path."""
        groups = [rule.params for rule in self.caller.contract.rules if isinstance(rule, _ONE_IS_ENOUGH)]
        members = self._operation.input_shape.members if groups else {}
        spots = [(spot.path, spot.shape) for spot in spots_of(self._operation.output_shape)]
        for names in groups:
            given = [name for name in names if name in plain]
            others = [name for name in names if name in members and name not in plain and not is_token(name)]
            for name in others if len(given) == 1 else ():
                same = (path for path, shape in spots if _last(path) == name and not path.endswith("[]"))
                yield from ((given[0], name, path) for path in itertools.islice(same, 1))

    def _by_alternative(
        self, first: Call, plain: Mapping[str, Any], given: str, name: str, path: str
    ) -> Iterator[Counterexample]:
        """Ask by another parameter of those of which one is enough, as all that was answered has it."""
        values = {value for value in _values(first, path) if isinstance(value, str)}
        if len(values) != 1:
            return
        (value,) = values
        asked = {other: held for other, held in plain.items() if other != given} | {name: value}
        call = self.caller(asked) if self.caller.allows(asked) else None
        if call is not None and call.error is not None and call.status < 500 and not call.throttled:
            message = (
                f"{path} was {show(value)}, so that {name} {show(value)} must find the same as {given} "
                f"{show(plain[given])}, but was refused: {call.error.code}: {call.error.message}"
            )
            yield self._found("not-found-again", message, (first, call), name)

    def _by_spelling(
        self, first: Call, plain: dict[str, Any], name: str, value: str, path: str
    ) -> Iterator[Counterexample]:
        """Ask for the same thing by its ARN in place of its name, or the other way round."""
        asked = plain | {name: value}
        call = self.caller(asked) if self.caller.allows(asked) else None
        if call is None or call.throttled:
            return
        if call.error is not None:
            message = (
                f"{path} was {show(value)}, so that {name} {show(value)} must find the same as "
                f"{show(plain[name])}, but was refused: {call.error.code}: {call.error.message}"
            )
            yield self._found("not-found-again", message, (first, call), name)
        else:
            yield from self._same(first, call, name, value, [path])

    def _same(
        self, first: Call, call: Call, name: str, value: JsonValue, paths: Sequence[str]
    ) -> Iterator[Counterexample]:
        """Compare what identifies the thing of two answers, which must be the same."""
        for path in paths:
            then, now = first_value(first.response, path), first_value(call.response, path)
            if then and now and then != now:
                message = (
                    f"With {name} {show(value)}, which the answer before had, {path} must be {show(then)} as "
                    f"there, but was {show(now)}."
                )
                yield self._found("another", message, (first, call), name)
                return

    @cached_property
    def _identities(self) -> list[str]:
        """The members that identify what an answer is about: its ARN, and what it can be asked for by."""
        asked = [path for _, path in names_of_answers(self._operation)]
        return [
            path
            for path, shape in _answered(self._operation)
            if shape.type_name == "string" and (path in asked or path.lower() == "arn")
        ]

    def _conforms(self, asked: dict[str, Any]) -> Iterator[Counterexample]:
        call = self.caller(asked) if self.caller.allows(asked) else None
        if call is not None:
            yield from faults_of(self.caller, call)

    def _excludes(self, name: str, plain: Mapping[str, Any]) -> bool:
        """Tell whether documentation may rule a parameter out next to those of a request."""
        members = self._operation.input_shape.members
        pairs = [(one, other) for given in plain for one, other in ((name, given), (given, name))]
        return any(
            EXCLUDES.search(sentence.text) and re.search(rf"\b{re.escape(other)}\b", sentence.text)
            for one, other in pairs
            if one in members
            for sentence in sentences_of(members[one].documentation)
        )

    def _stays(self, first: Call, plain: dict[str, Any]) -> Iterator[Counterexample]:
        """Read again: what was created then, was created then, and a read changes nothing."""
        again = self.caller(plain)
        if again is None or again.response is None:
            return
        spots = [(spot.path, spot.shape) for spot in spots_of(self._operation.output_shape)]
        named = [path for path, shape in spots if shape.type_name == "string" and is_identifier(_last(path))]
        names = [(_values(first, path), _values(again, path)) for path in named]
        for path, (then, now) in zip(named, names, strict=True):
            # An ARN is that of a resource, whose other identifiers may be those of the answer alone.
            if path.lower().endswith("arn") and "[]" not in path and then and now and then != now:
                yield self._moves(path, then[0], now[0], first, again)
                return
        if not any(
            then for then, _ in names
        ):  # nothing names the entries: all else must tell that they are these
            others = (path for path, shape in spots if shape.type_name in _TELLING)
            names = [(_values(first, path), _values(again, path)) for path in others]
        if not any(then for then, _ in names) or any(then != now for then, now in names):
            return
        for path, shape in spots:
            then, now = _values(first, path), _values(again, path)
            if shape.type_name != "timestamp" or then == now:
                continue
            moved = next((pair for pair in zip(then, now, strict=False) if pair[0] != pair[1]), None)
            if moved is None:
                continue
            is_read = _is_now(moved[0], first) and _is_now(moved[1], again)
            if _is_creation(_last(path)) or (is_read and is_past(self._operation, path, shape)):
                yield self._moves(path, *moved, first, again)
                return

    def _moves(self, path: str, then: JsonValue, now: JsonValue, *calls: Call) -> Counterexample:
        message = f"{path} must stay the same, but was {show(then)}, and later {show(now)}."
        name = self.caller.contract.name
        return Counterexample(LAW, name, "moves", message, calls, said_of(self.caller, path), path)

    def _found(self, code: str, message: str, calls: tuple[Call, ...], name: str) -> Counterexample:
        source = documented(self.caller.contract, name)
        return Counterexample(LAW, self.caller.contract.name, code, message, calls, source, name)


def is_past(operation: OperationModel, path: str, shape: Any) -> bool:
    """Tell whether a time is that of what somebody did: the last change of what is read, or another act.

    Args:
        operation: reads one thing.
        path: where the time stands in the answer.
        shape: its shape.
    """
    if _BY_ITSELF.search(shape.documentation):
        return False
    words = words_of(_last(path))
    noun = parse_name(operation.name).noun
    if not CHANGED.isdisjoint(words) and CHANGED.union(OF_TIMES, _LAST, noun).issuperset(words):
        return True
    said = next((sentence.text for sentence in sentences_of(shape.documentation)), "")
    act = _ACT.search(said)
    return act is not None and act[1].lower() not in _NO_ACTS and not _AGAIN.search(said)


def other_spellings(operation: OperationModel, call: Call, name: str) -> Iterator[tuple[str, str]]:
    """Yield the ARN of what a request names, or its name, as its answer has them, each with its path there.

    Args:
        operation: the operation.
        call: the call, which was answered.
        name: a parameter of it; only one that documentation says to take a name or an ARN has two spellings.
    """
    given = first_value(call.params or {}, name)
    shape: Any = shape_at(operation.input_shape, name)
    said = without_tags(shape.documentation)
    if shape.type_name != "string" or not isinstance(given, str) or not _EITHER.search(said):
        return
    noun = parse_name(operation.name).noun
    for path, member in _answered(operation):
        if _last(path).lower() in NAMING and not set(words_of(path.rpartition(".")[0])) <= set(noun):
            continue  # of something else
        value, kind = first_value(call.response, path), next(reversed(words_of(_last(path))), "")
        if member.type_name != "string" or not isinstance(value, str) or value == given:
            continue
        arn, text = (value, given) if kind == "arn" else (given, value)
        # Some ARNs end with characters of their own, those of Secrets Manager.
        is_same = re.search(rf"[/:]{re.escape(text)}(?:-\w{{6}})?$", arn) is not None
        if arn.startswith("arn:") and kind in NAMING and is_same:
            yield value, path


def names_of_answers(operation: OperationModel) -> Iterator[tuple[str, str]]:
    """Yield the parameters of which an answer has values: ``VersionStage`` of ``VersionStages``.

    Those by which its thing may be named otherwise (``StreamARN`` next to ``StreamName``) are left out.

    Args:
        operation: reads one thing.
    """
    noun = set(parse_name(operation.name).noun)
    for name, shape in operation.input_shape.members.items() if operation.input_shape is not None else ():
        if (
            name in operation.input_shape.required_members
            or shape.type_name not in _SCALARS
            or is_token(name)
        ):
            continue
        if noun.issuperset(word for word in words_of(name) if word not in NAMING):
            continue
        answered = [*_answered(operation)]
        own = [
            (name, path) for path, one in answered if _last(path) == name and one.type_name == shape.type_name
        ]
        # Where the answer says which one it is about, a list says which others there are.
        yield from own or (
            (name, path)
            for path, one in answered
            if one.type_name == "list"
            and one.member.type_name == shape.type_name
            and _last(path) in (name, f"{name}s")
        )


def _answered(operation: OperationModel) -> Iterator[tuple[str, Any]]:
    """Yield the members of an answer, and those of the structures in it."""
    for name, member in operation.output_shape.members.items():
        yield name, member
        for inner, inside in member.members.items() if member.type_name == "structure" else ():
            yield f"{name}.{inner}", inside


@lru_cache(maxsize=1024)
def words_for(operation: OperationModel, name: str) -> tuple[str, ...]:
    """Return the words in capitals that the documentation of a service has for a parameter: ``AWSCURRENT``.

    They stand where a member of that name is documented, or next to it in a sentence.

    Args:
        operation: the operation.
        name: a parameter of it; those that are texts without an enumeration have such words.
    """
    shape = operation.input_shape.members[name]
    if shape.type_name != "string" or shape.metadata.get("enum"):
        return ()
    marked = f"<code>{name}</code>"
    found: dict[str, None] = {}
    for one, text in _texts(operation):
        if one not in (name, f"{name}s"):
            text = (
                " ".join(part for part in _SENTENCE_END.split(text) if marked in part)
                if marked in text
                else ""
            )
        found |= dict.fromkeys(_IN_CAPITALS.findall(text))
    return tuple(found)[:_MOST_VALUES]


def _texts(operation: OperationModel) -> Iterator[tuple[str, str]]:
    """Yield the documentation of all operations of a service and of their members, with the member's name."""
    service = operation.service_model
    for model in map(service.operation_model, service.operation_names):
        yield "", model.documentation
        for side in (model.input_shape, model.output_shape):
            for name, member in side.members.items() if side is not None else ():
                yield name, member.documentation


def _values(call: Call, path: str) -> list[JsonValue]:
    return [value for _, value in select(call.response, path)]


def _last(path: str) -> str:
    return path.rpartition(".")[2].removesuffix("[]")


def _is_now(value: JsonValue, call: Call) -> bool:
    """Tell whether a time is that of the call that has it."""
    moment, answered = comparable(value), comparable(call.time)
    return moment is not None and answered is not None and abs(answered - moment) <= _MOST_APART


def _is_creation(name: str) -> bool:
    return any(word.startswith("creat") for word in words_of(name))
