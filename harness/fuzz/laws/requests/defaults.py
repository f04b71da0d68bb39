"""The law of defaults: without a parameter, the answer is that of its documented default."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.contract.laws import sentence
from harness.contract.paths.member import first_value
from harness.contract.rules import Default, Requires
from harness.contract.sentences import Sentence, sentences_of
from harness.contract.source import Source
from harness.contract.values import to_json_value
from harness.contract.violation import Severity
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call, Caller
from harness.fuzz.laws.cases import documented, plain_request, with_own, without_paging
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.law import FixedLaw, Law
from harness.fuzz.laws.page_walks import walk
from harness.models.paginators import NO_PAGES, find_pagination
from harness.models.resources import parse_name
from harness.strategies.request.valid import Requests
from harness.synth.prose.stop import is_conditional, speaks_of_absence, without_absence
from harness.synth.responses.accounts import account_params
from harness.synth.responses.pages import zero_is_default

LAW = "defaults"

_MOST_VALUES = 6  # of a filter that lets all through where it is left out
_NAMES = re.compile(r"(?:id|arn|name|identifier)$", re.IGNORECASE)
_IN_ARN = re.compile(r'"arn:[\w-]+:[^:"]*:[^:"]*:(\d{12}):')
# "If you don't specify a status, all requests are returned"
_OF_ALL = re.compile(r"\b(?:all|any|both|every|regardless)\b", re.IGNORECASE)
_ARE_LISTED = re.compile(r"\b(?:return|include|list|describe|retrieve)(?:s|d|ed)?\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:other than|except|only|not (?:includ|return|list)\w+)\b", re.IGNORECASE)


def laws_of_defaults(caller: Caller) -> tuple[Law, ...]:
    """Return the law of an operation that reads and documents defaults; none of another."""
    operation = caller.contract.operation_model
    reads = parse_name(operation.name).role in ("read", "list")
    if (
        not reads
        or operation.output_shape is None
        or not (
            _defaults(caller) or _zeros(caller) or account_params(operation) or next(_of_all(caller), None)
        )
    ):
        return ()
    return (FixedLaw(LAW, caller, sentence(LAW), _Judge(caller).steps),)


def _defaults(caller: Caller) -> list[Default]:
    shape: Any = caller.contract.operation_model.input_shape
    pagination = find_pagination(caller.contract.operation_model)
    # A page may always have less than its limit (law page-limit).
    names = set(shape.members if shape is not None else ()) - {pagination.limit if pagination else None}
    return [rule for rule in caller.contract.rules if isinstance(rule, Default) and rule.param in names]


def _zeros(caller: Caller) -> list[tuple[str, Source]]:
    """Return the parameters whose 0 stands for their default, and what says so."""
    shape = caller.contract.operation_model.input_shape
    return [
        (name, _source(caller, name, said))
        for name, member in (shape.members.items() if shape is not None else ())
        if (said := zero_is_default(member)) is not None
    ]


def _source(caller: Caller, param: str, said: Sentence) -> Source:
    document = caller.contract.document
    return Source("prose", "request", param, said.index, said.text, document=document)


def _is_of_all(sentence: Sentence) -> bool:
    """Tell whether a sentence says that all is listed where a parameter is left out."""
    text = sentence.text
    says = speaks_of_absence(text) or text.lower().startswith("by default")
    main = without_absence(text)  # "If it is not included, all policies are returned"
    all_listed = _OF_ALL.search(main) and _ARE_LISTED.search(main) and not _BUT.search(main)
    return says and bool(all_listed) and not is_conditional(text)


def _of_all(caller: Caller) -> Iterator[tuple[str, list[Any], Source]]:
    """Yield the parameters of known values without which everything is listed, with some of the values."""
    operation: Any = caller.contract.operation_model
    if find_pagination(operation) is None:
        return
    for name, member in operation.input_shape.members.items():
        said = next(filter(_is_of_all, sentences_of(member.documentation)), None)
        if said is None or name in caller.params:
            continue
        source = _source(caller, name, said)
        is_list = member.type_name == "list"
        values = (member.member if is_list else member).metadata.get("enum", ())
        if len(values) > 1:
            yield name, [[value] if is_list else value for value in values[:_MOST_VALUES]], source


@dataclass(frozen=True)
class _Judge:
    caller: Caller

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask with one default after the other; yield what is wrong, and None after each."""
        plain = plain_request(self.caller)
        for rule in _defaults(self.caller):
            if rule.param not in plain:
                yield from self._judge(rule, plain)
                yield None
        for param, source in _zeros(self.caller):
            if param not in plain:
                yield from self._zero(param, source, plain)
                yield None
        for param in account_params(self.caller.contract.operation_model):
            if param not in self.caller.params:
                yield from self._of_account(param, documented(self.caller.contract, param), plain)
                yield None
        for param, values, source in _of_all(self.caller):
            yield from self._all(param, values, source, plain)
            yield None

    def _with(self, plain: dict[str, Any], param: str, value: Any) -> Iterator[dict[str, Any]]:
        """Yield requests that give a parameter: the plainest, or it with what has to go with the parameter.

        An answer may show little by the first value of that, so its other values are tried as well.
        """
        asked = plain | {param: value}
        if self.caller.allows(asked):
            yield asked
            return
        shape: Any = self.caller.contract.operation_model.input_shape
        requests, written = Requests.of(self.caller.contract), to_json_value(shape, asked)
        rules = (rule for rule in self.caller.contract.rules if isinstance(rule, Requires))
        needed = [name for rule in rules if any(rule.breaches(written)) for name in rule.then]
        requests.editor().repair(written, (param, *needed))
        asked = with_own(self.caller, requests.as_called(written))
        added = [name for name in asked if name not in plain and name not in (param, *self.caller.params)]
        others = [{name: one} for name in added for one in shape.members[name].metadata.get("enum", ())]
        for more in ({}, *others[:_MOST_VALUES]):
            if asked.get(param) == value and self.caller.allows(asked | more):
                yield asked | more

    def _judge(self, rule: Default, plain: dict[str, Any]) -> Iterator[Counterexample]:
        for asked in self._with(plain, rule.param, rule.value):
            without = {name: value for name, value in asked.items() if name != rule.param}
            found = self._compare(rule, without, asked) if self.caller.allows(without) else None
            if found is not None:
                yield found
                return

    def _compare(self, rule: Default, plain: dict[str, Any], asked: dict[str, Any]) -> Counterexample | None:
        """Compare the answer without a parameter with that to its default."""
        calls = tuple(call for call in (self.caller(plain), self.caller(asked)) if call is not None)
        answers = [self._answer(call, rule.param) for call in calls]
        if len(answers) < 2 or None in answers or answers[0] == answers[1]:
            return None
        again = self.caller(plain)
        if again is None or self._answer(again, rule.param) != answers[0]:
            return None  # it answers otherwise each time
        without, given = (answer or {} for answer in answers)
        name = next(name for name in {**without, **given} if without.get(name) != given.get(name))
        message = (
            f"Without {rule.param} the answer must be that of its default, {show(rule.value)}, but {name} "
            f"was {show(without.get(name))}, and with it {show(given.get(name))}."
        )
        contract = self.caller.contract
        source = rule.source or documented(contract, rule.param)
        severity = Severity.WARNING if source.review == "once" else Severity.ERROR
        return Counterexample(LAW, contract.name, "default", message, calls, source, rule.param, severity)

    def _zero(self, param: str, source: Source, plain: dict[str, Any]) -> Iterator[Counterexample]:
        """Ask with 0, which is the default, so that something comes back if it does without."""
        asked = plain | {param: 0}
        if not self.caller.allows(asked):
            return
        calls = tuple(call for call in (self.caller(plain), self.caller(asked)) if call is not None)
        if len(calls) < 2 or calls[0].error is not None:
            return
        pagination = find_pagination(self.caller.contract.operation_model) or NO_PAGES
        entries = [[first_value(call.response, path) for path in pagination.results] for call in calls]
        if calls[1].error is not None:
            found = f"it was refused: {calls[1].error.code}"
        elif any(entries[0]) and not any(entries[1]):
            found = "nothing came back"
        else:
            return
        name = self.caller.contract.name
        message = f"With {param} 0 the answer must be that of its default, but {found}."
        yield Counterexample(LAW, name, "default", message, calls, source, param)

    def _of_account(self, param: str, source: Source, plain: dict[str, Any]) -> Iterator[Counterexample]:
        """Ask for the caller's own account, as entries have it: it is left out with the same answer."""
        plain = {name: value for name, value in plain.items() if name != param}
        usual = self.caller(plain) if self.caller.allows(plain) else None
        without = None if usual is None else self._answer(usual, param)
        if usual is None or without is None:
            return
        asked = [plain | {param: account} for account in _accounts_in(usual.response, param)]
        calls = [call for call in map(self.caller, filter(self.caller.allows, asked)) if call is not None]
        if not calls or any(self._answer(call, param) == without for call in calls):
            return
        again = self.caller(plain)
        if again is None or self._answer(again, param) != without:
            return  # it answers otherwise each time
        message = (
            f"Without {param} the answer must be that of the caller's account, but with each account that it "
            f"names there is another answer: {', '.join(show(call.params[param]) for call in calls)}."
        )
        name = self.caller.contract.name
        yield Counterexample(LAW, name, "default", message, (usual, *calls), source, param)

    def _all(
        self, param: str, values: list[Any], source: Source, plain: dict[str, Any]
    ) -> Iterator[Counterexample]:
        """Ask for entries by each value of a parameter: all must be listed where it is left out."""
        pagination = find_pagination(self.caller.contract.operation_model) or NO_PAGES
        plain = without_paging(self.caller.contract, pagination, plain)
        plain = {name: value for name, value in plain.items() if name != param}
        usual = walk(self.caller, pagination, plain) if self.caller.allows(plain) else None
        if usual is None or not usual.whole:
            return
        asked = [(json.dumps(value).strip("[]"), plain | {param: value}) for value in values]
        chosen = [
            (word, walk(self.caller, pagination, params))
            for word, params in asked
            if self.caller.allows(params)
        ]
        listed = set(map(identity, usual.entries))
        for word, found in chosen:
            known = {identity(entry) for entry in usual.entries if word in entry}
            if not found.answered or not all(word in entry for entry in found.entries):
                return  # an entry does not tell what it was chosen by
            if not known.issubset(map(identity, found.entries)):
                return  # lists are made up
        for _, found in chosen:
            lost = [entry for entry in found.entries if identity(entry) not in listed]
            again = walk(self.caller, pagination, plain, anew=True) if found.answered and lost else usual
            if lost and again.entries == usual.entries:
                value = found.exchanges[0].params[param]
                message = (
                    f"Without {param} all entries must be listed, but with {show(value)} there is another: "
                    f"{show(json.loads(lost[0]))}."
                )
                calls = (*usual.exchanges, *found.exchanges)
                name = self.caller.contract.name
                yield Counterexample(LAW, name, "default", message, calls, source, param)
                return

    def _answer(self, call: Call, param: str) -> Mapping[str, Any] | None:
        """Return an answer without its tokens, and without what only repeats the parameter."""
        if not isinstance(call.response, Mapping):
            return None
        pagination = find_pagination(self.caller.contract.operation_model)
        tokens = () if pagination is None else pagination.output_tokens
        return {name: value for name, value in call.response.items() if name not in (*tokens, param)}


def identity(entry: str) -> str:
    """Return the names and ids of an entry, or all of it: a filter may change what else is told of it."""
    read = json.loads(entry)
    texts = read.items() if isinstance(read, Mapping) else ()
    names = {name: text for name, text in texts if isinstance(text, str) and _NAMES.search(name)}
    return json.dumps(names, sort_keys=True, default=str) if names else entry


def _accounts_in(response: Any, param: str) -> tuple[str, ...]:
    """Return the accounts that an answer names: in members of a parameter's name, else in its ARNs."""
    written = json.dumps(response, default=str)
    named = re.findall(rf'"{param}": "(\d{{12}})"', written)
    return tuple(dict.fromkeys(named or _IN_ARN.findall(written)))
