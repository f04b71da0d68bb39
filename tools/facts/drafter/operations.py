"""What the recognisers propose for a service: facts that nobody has read.

They save a reader typing, and are a third reader of the kinds that they know. What they alone say claims
nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from botocore.model import OperationModel, ServiceModel, Shape

from harness.contract.facts import OWN, RECOGNISER, Fact, renamed
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Range, Rule, Size, Source
from harness.contract.sentences import Sentence, digest_of, sentences_of
from tools.facts.drafter.call import Call
from tools.facts.drafter.miner import proposals
from tools.facts.drafter.passage import Passage
from tools.facts.drafter.prose.values import NUMERIC
from tools.facts.drafter.recognisers.calls import OF_OPERATION, OF_PARAMS, OF_TOKENS
from tools.facts.drafter.recognisers.presence import presence
from tools.facts.drafter.recognisers.responses import OF_MEMBERS
from tools.facts.structures import structures_of

CallRecogniser = Callable[[Call, str, Sentence], Iterable[Rule]]


def draft(service: ServiceModel) -> tuple[Fact, ...]:
    """Return what the recognisers propose for a service, sorted by place.

    Args:
        service: botocore's model of it, whose shapes have names.
    """
    found: dict[str, Fact] = {}
    operations: defaultdict[str, set[str]] = defaultdict(set)
    for fact in _proposed(service):
        key = json.dumps([fact.at, fact.sentences, fact.following, fact.rule], sort_keys=True)
        found.setdefault(key, fact)
        operations[key].update(fact.operations)
    merged = (replace(fact, operations=tuple(sorted(operations[key]))) for key, fact in found.items())
    return tuple(sorted(merged, key=lambda fact: (fact.at, fact.sentences)))


def _proposed(service: ServiceModel) -> Iterator[Fact]:
    structures: dict[str, Shape] = {}
    for name in service.operation_names:
        operation = service.operation_model(name)
        yield from _of_operation(operation)
        for top in (operation.input_shape, operation.output_shape):
            structures |= structures_of(service, top)
    for name, shape in structures.items():
        for member, target in shape.members.items():
            for rule in proposals(_passage(shape, member, target)):
                yield fact_of(f"{name}.{member}", target.documentation, rule)


def _passage(shape: Shape, member: str, target: Shape) -> Passage:
    element = {"list": "member", "map": "value"}.get(target.type_name)
    kind = getattr(target, element).type_name if element else None
    values = tuple(target.metadata.get("enum", ()))
    return Passage(
        member, target.type_name, tuple(shape.members), sentences_of(target.documentation), kind, values
    )


def _of_operation(operation: OperationModel) -> Iterator[Fact]:
    """Yield what is proposed for an operation's own text, its response and its pages."""
    top, result = operation.input_shape, operation.output_shape
    names = tuple(top.members) if top is not None else ()
    passage = Passage("", "operation", names, sentences_of(operation.documentation))
    for rule in proposals(passage):
        if top is None or _fits(top, rule):
            yield fact_of(operation.name, operation.documentation, rule)
    for rule in rules_on_responses(operation):
        side, member = (rule.source.side, rule.source.member) if rule.source is not None else ("", "")
        shape = top if side == "request" else result
        at, own = (f"{shape.name}.{member}", (operation.name,)) if member else (operation.name, ())
        text = shape.members[member].documentation if member else operation.documentation
        yield fact_of(at, text, rule, own)
    for name, shape in structures_of(operation.service_model, result).items():
        for rule in presence(shape, top.members if top is not None else {}):
            yield fact_of(f"{name}.{rule.member}", shape.members[rule.member].documentation, rule)


def rules_on_responses(operation: OperationModel) -> Iterator[Rule]:
    """Yield what is proposed for the response and the pages of an operation.

    Args:
        operation: botocore's model of it.
    """
    call = Call(operation)
    yield from _read(call, "request", {"": operation.documentation}, OF_OPERATION)
    params = {name: shape.documentation for name, shape in call.params.items()}
    yield from _read(call, "request", params, OF_PARAMS)
    members = {name: shape.documentation for name, shape in call.members.items()}
    yield from _read(call, "response", members, (*OF_MEMBERS, *OF_TOKENS))


def _fits(top: Shape, rule: Rule) -> bool:
    """Tell whether a parameter that a description bounds is there, and of a type that has such bounds."""
    if not isinstance(rule, Size | Range):
        return True
    shape = shape_at(top, rule.param)
    return shape is not None and shape.type_name in (("list", "map") if isinstance(rule, Size) else NUMERIC)


def _read(
    call: Call, side: Any, texts: Mapping[str, str], recognisers: tuple[CallRecogniser, ...]
) -> Iterator[Rule]:
    for member, text in texts.items():
        for sentence in sentences_of(text):
            source = Source("prose", side, member, sentence.index, sentence.text)
            for recognise in recognisers:
                for rule in recognise(call, member, sentence):
                    yield replace(rule, source=source)


def fact_of(
    at: str,
    documentation: str,
    rule: Rule,
    operations: tuple[str, ...] = (),
    by: tuple[str, ...] = (RECOGNISER,),
) -> Fact:
    """Return the fact that a rule is, which rests on its sentence and on the list that this one opens.

    Args:
        at: the structure and member, or the operation, whose documentation it is.
        documentation: the text.
        rule: the rule, with the sentence as its source.
        operations: those for which it holds; empty for all.
        by: who says so.
    """
    if rule.source is None or rule.source.sentence is None:
        raise ValueError("A proposed rule has a sentence.")
    member = rule.source.member
    written = {key: value for key, value in rule.to_json().items() if key != "source"}
    if rule.side != "request":
        written.pop("extended", None)
    stated = renamed(written, member, OWN) if member else written
    sentences = sentences_of(documentation)
    end, is_list = _end(sentences, rule.source.sentence)
    run = sentences[rule.source.sentence : end]
    digest = digest_of(run) if len(run) == 1 else f"{digest_of(run)}:{len(run)}"
    following = "*" if not is_list else digest_of(sentences[end : end + 1]) if end < len(sentences) else ""
    return Fact(at, (digest,), stated, by, operations, following)


def _end(sentences: tuple[Sentence, ...], number: int) -> tuple[int, bool]:
    """Return where the list ends that a sentence opens, and whether it opens one."""
    first = sentences[number]
    if not first.items and (first.bulleted or not first.text.endswith(":")):
        return number + 1, False
    end = number + 1
    while end < len(sentences) and sentences[end].bulleted:
        end += 1
    return (end if end > number + 1 else len(sentences)), True
