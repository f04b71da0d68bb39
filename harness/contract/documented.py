"""The rules of an operation: its facts, at their places in the request and in the response."""

from __future__ import annotations

import functools
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

from harness.contract.facts import (
    Fact,
    facts_of,
    made_of_facts,
    read_texts,
)
from harness.contract.paths.member import ELEMENTS, from_outside, outer_and_name, steps_of
from harness.contract.paths.shape import shape_at
from harness.contract.rules import Condition, Rule
from harness.contract.rules.rule import with_paths
from harness.contract.sentences import words_in
from harness.contract.source import Source

End = Literal["request", "response"]
"""Where a text stands: in the parameters or in the result of an operation."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A documented rule that contradicts the model: a finding about AWS's documentation.

    Attributes:
        rule: the rule, which is not checked.
        reason: what the model says, a clause.
    """

    rule: Rule
    reason: str


@dataclass(frozen=True, slots=True)
class Documented:
    """The rules that the documentation of one operation states, besides its model.

    Attributes:
        rules: those that hold besides the model, on requests, responses and paginations.
        narrowing: those on requests that rule out something of what the model allows.
        conflicts: those that contradict the model.
        refuted: those that a reader has refuted; they aren't checked.
    """

    rules: tuple[Rule, ...]
    narrowing: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]
    refuted: tuple[Rule, ...] = ()


def documented_rules(operation: OperationModel, document: str = "") -> Documented:
    """Return the rules that the documentation of an operation, its parameters and its results states.

    Args:
        operation: botocore's model of it, installed or read from a page.
        document: what the model comes from, for the sources of the rules.
    """
    top = operation.input_shape
    rules: list[Rule] = []
    narrowing: list[Rule] = []
    conflicts: list[Conflict] = []
    refuted: list[Rule] = []
    own, below = _own_rules(operation), _below_request(operation)
    for rule in (*_request_rules(own, below), *_response_rules(operation, own, below)):
        reason, implied = rule.contradiction(top), rule.is_implied(top)
        rule = _from_document(rule, document, implied=implied and not rule.assumes)
        review = rule.source.review if rule.source is not None else ""
        if review == "refuted" or _stays_as_it_is(operation, rule):
            refuted.append(rule)
        elif reason is not None:
            conflicts.append(Conflict(rule, reason))
        elif review != "unread":  # else nobody has read it, and the model doesn't say as much
            rules.append(rule)
            if rule.side == "request" and not implied:
                narrowing.append(rule)
    return Documented(tuple(rules), tuple(narrowing), tuple(conflicts), tuple(refuted))


_MAKES = ("Create", "Register", "Run", "Put", "Import", "Restore", "Launch", "Start", "Allocate")
_CHANGES = ("Update", "Modify")


def _stays_as_it_is(operation: OperationModel, rule: Rule) -> bool:
    """Tell whether a default is one of a thing that is made, where an operation changes the thing.

    What an update leaves out stays as it is, but for the entries of a list, which are new. A parameter that
    no operation takes which makes something is an option of the update itself, such as `ApplyImmediately`,
    and has its default.
    """
    if rule.kind != "default" or not operation.name.startswith(_CHANGES) or ELEMENTS in rule.path:
        return False
    return steps_of(rule.path)[0] in _made_with(operation.service_model)


@functools.lru_cache(maxsize=64)
def _made_with(service: ServiceModel) -> frozenset[str]:
    """Return the parameters of the operations that make something."""
    makers = (name for name in service.operation_names if name.startswith(_MAKES))
    shapes = (service.operation_model(name).input_shape for name in makers)
    return frozenset(member for shape in shapes if shape is not None for member in shape.members)


def _from_document(rule: Rule, document: str, *, implied: bool) -> Rule:
    """Return a rule whose source names its document; one that restates the model needs no reader."""
    source = rule.source
    if source is None:
        return rule
    review = "model" if implied and source.review == "unread" else source.review
    return replace(rule, source=replace(source, document=document, review=review))


def documented_answers(operation: OperationModel, document: str = "") -> tuple[Rule, ...]:
    """Return what the documentation of a result's members says of their values, and when they are there.

    An enumeration of the model is the newer one: documentation that lists other values is passed over.

    Args:
        operation: botocore's model of it.
        document: what the model comes from, for the sources of the rules.
    """
    top = operation.output_shape
    if top is None:
        return ()
    params = operation.input_shape.members if operation.input_shape is not None else {}
    below = _rules_below(operation, top, "response", "", ())
    values = [rule for rule in below if rule.on_value and not rule.contradiction(top)]
    found = [rule for rule in values if not rule.is_implied(top) and not _is_enumerated(top, rule)]
    there = dict.fromkeys(_presence_below(operation, top, params, "", ()))
    unclaimed = ("unread", "refuted")
    return tuple(
        _from_document(rule, document, implied=False)
        for rule in (*found, *there)
        if rule.source is not None and rule.source.review not in unclaimed
    )


def rules_of_structure(
    service: ServiceModel, name: str, members: Collection[str] | None = None
) -> tuple[Rule, ...]:
    """Return the rules on requests that a structure's members state, under their own names.

    Args:
        service: botocore's model of the service.
        name: the structure.
        members: the members to read; all when left out.
    """
    shape = service.shape_for(name)
    wanted = shape.members if members is None else members
    found = (rule for rule in _structure(service, "", shape.name, "request") if rule.side == "request")
    own = (rule for rule in found if _own_member(rule) in wanted)
    return tuple(rule for rule in own if rule.source is None or rule.source.review != "unread")


def rules_of_operation(operation: OperationModel) -> tuple[Rule, ...]:
    """Return the rules that an operation's own text states, and those on its responses and pages."""
    own, below = _own_rules(operation), _below_request(operation)
    stated = (*_request_rules(own, ()), *_response_rules(operation, own, below))
    return tuple(rule for rule in stated if rule.source is None or rule.source.review != "unread")


def _own_member(rule: Rule) -> str:
    return rule.source.member if rule.source is not None else ""


def _own_rules(operation: OperationModel) -> tuple[Rule, ...]:
    """Return what an operation's own text states, of its request, its response and its pages."""
    facts = facts_of(operation.service_model.service_name).at(operation.name)
    return tuple(read_texts(facts, operation.documentation, member="", side="request"))


def _below_request(operation: OperationModel) -> list[Rule]:
    """Return what the structures of an operation's request state."""
    top = operation.input_shape
    return list(_rules_below(operation, top, "request", "", ())) if top is not None else []


def _request_rules(own: Sequence[Rule], below: Sequence[Rule]) -> Iterator[Rule]:
    yield from agreed_rules(rule for rule in (*own, *below) if rule.side == "request")


def _response_rules(operation: OperationModel, own: Sequence[Rule], below: Sequence[Rule]) -> Iterator[Rule]:
    """Return the rules on the responses and the pages of an operation, each once.

    Args:
        operation: the operation.
        own: what its own text states.
        below: what the structures of its request state.
    """
    output = operation.output_shape
    found = [rule for rule in (*own, *below) if rule.side != "request" and _is_about(rule, output)]
    if output is not None:
        found += (rule for rule in _of_operation(operation, output, "response") if rule.side != "request")
    pairs = [((path, param), rule) for rule in found for path in _paths(rule) for param in _choosing(rule)]
    bounded = {pair for pair, rule in pairs if rule.kind == "within"}
    again = {rule for pair, rule in pairs if rule.kind == "selects" and pair in bounded}
    yield from (rule for rule in agreed_rules(found) if rule not in again)


def _is_about(rule: Rule, output: Shape | None) -> bool:
    """Tell whether a response has what a rule of a request is about, which other operations state as well."""
    return all(shape_at(output, path) is not None for path in _paths(rule))


def _paths(rule: Rule) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(rule, "paths", ())
    return found


def _choosing(rule: Rule) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(rule, "choosing", ())
    return found


def _of_operation(operation: OperationModel, shape: Shape, side: End) -> Iterator[Rule]:
    """Yield the rules on the members of a structure that hold for one operation."""
    for member, target in shape.members.items():
        facts = _on_member(operation.service_model, operation.name, shape, member)
        own = (fact for fact in facts if operation.name in fact.operations)
        yield from read_texts(own, target.documentation, member=member, side=side)


def _rules_below(
    operation: OperationModel, shape: Shape, side: End, scope: str, above: tuple[str, ...]
) -> Iterator[Rule]:
    """Yield the rules on the values below a structure; a recursive shape is read once on each path."""
    if shape.name in above:
        return
    service = operation.service_model
    of_page = "" if structure_name(service, shape) else operation.name
    own = _of_operation(operation, shape, side)
    for rule in (*_structure(service, of_page, shape.name, side), *own):
        moved = under(rule, scope)
        if not _reaches_out(rule) or all(shape_at(operation.input_shape, path) for path in moved.named):
            yield moved
    for path, inner in structures_in(shape):
        yield from _rules_below(operation, inner, side, f"{scope}{path}.", (*above, shape.name))


@functools.lru_cache(maxsize=20_000)
def _structure(service: ServiceModel, operation: str, name: str, side: End) -> tuple[Rule, ...]:
    """Return the rules on the members of a structure, whatever operation uses it."""
    shape = service.shape_for(name)
    rules: list[Rule] = []
    for member, target in shape.members.items():
        facts = [fact for fact in _on_member(service, operation, shape, member) if not fact.operations]
        stated = list(read_texts(facts, target.documentation, member=member, side=side))
        rules += agreed_rules(rule for rule in stated if rule.side == "request")
        rules += (rule for rule in stated if rule.side != "request")
    return tuple(rules)


made_of_facts.append(_structure.cache_clear)


def _presence_below(
    operation: OperationModel,
    shape: Shape,
    params: Collection[str],
    scope: str,
    above: tuple[str, ...],
) -> Iterator[Rule]:
    """Yield on what conditions members are there, those of a structure and of the structures inside it."""
    if shape.name in above:
        return
    for member, target in shape.members.items():
        facts = _on_member(operation.service_model, operation.name, shape, member)
        facts = [fact for fact in facts if not fact.operations]
        for rule in read_texts(facts, target.documentation, member=member, side="response"):
            condition: Condition | None = getattr(rule, "condition", None)
            if rule.side == "response" and condition is not None:
                if condition.on_response:
                    condition = condition.within(scope + condition.param)
                elif condition.param not in params:
                    continue
                source = rule.source and replace(rule.source, member=scope + member)
                yield replace(rule, member=scope + member, condition=condition, source=source)  # type: ignore[call-arg]
    for path, inner in structures_in(shape):
        yield from _presence_below(operation, inner, params, f"{scope}{path}.", (*above, shape.name))


def _on_member(service: ServiceModel, operation: str, shape: StructureShape, member: str) -> Sequence[Fact]:
    facts = facts_of(service.service_name)
    name = structure_name(service, shape)
    return facts.at(name, member) if name else facts.alike(operation, member, shape.members)


def structure_name(service: ServiceModel, shape: Shape) -> str:
    """Return what botocore calls a structure; empty for one of a page that botocore doesn't have."""
    names: Mapping[str, str] | None = getattr(service, "structure_names", None)
    return str(shape.name if names is None else names.get(shape.name, ""))


def structures_in(shape: Shape) -> Iterator[tuple[str, Shape]]:
    """Yield the structures that the members of a structure are or hold, by their paths."""
    for member, target in shape.members.items():
        path, inner = member, target
        while inner.type_name in ("list", "map"):
            path, inner = f"{path}[]", inner.member if inner.type_name == "list" else inner.value
        if inner.type_name == "structure":
            yield path, inner


@functools.lru_cache(maxsize=4096)
def _reaches_out(rule: Rule) -> bool:
    """Tell whether a rule on a structure names members outside of it, which not each of its users has."""
    return any(path.startswith(("^", "/")) for path in rule.named)


def under(rule: Rule, scope: str) -> Rule:
    """Return the rule with its parameters named from outside the structure that `scope` is the path of."""
    if not scope and not _reaches_out(rule):
        return rule
    source = rule.source and replace(rule.source, member=scope + rule.source.member)
    return replace(with_paths(rule, lambda path: from_outside(path, scope)), source=source)


def agreed_rules(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Put together what several sentences say of one subject; drop what they say in two ways.

    Of bounds that readers dispute the looser ones stay, no surer than one reading. Refuted rules come last.
    """
    by_subject: dict[Hashable, list[Rule]] = {}
    refuted: list[Rule] = []
    for rule in rules:
        if rule.source is not None and rule.source.review == "refuted":
            refuted.append(rule)
        else:
            by_subject.setdefault(rule.subject, []).append(rule)
    for same in by_subject.values():
        agreed = same[0].agreed(same)
        if agreed is not None:
            source = _source_of(agreed, same)
            if (
                source is not None
                and source.review == "confirmed"
                and any(one.disputes(agreed) for one in same)
            ):
                source = replace(source, review="once")
            yield replace(agreed, source=source)
    yield from refuted


def _source_of(rule: Rule, stated: Iterable[Rule]) -> Source | None:
    """Return the source of a rule that several sentences state, or that was put together from them.

    Where one sentence alone states all of it, that one's, if possible one that is confirmed; else the least
    sure one, as all parts have to be read.
    """
    parts = list(stated)
    whole = [part.source for part in parts if part == rule and part.source is not None]
    sources = whole or [part.source for part in parts if part.source is not None]
    wanted = (source for source in sources if (source.review == "confirmed") is bool(whole))
    return next(wanted, rule.source)


def _is_enumerated(top: Shape, rule: Rule) -> bool:
    shape = shape_at(top, rule.path)
    return shape is not None and bool(shape.metadata.get("enum"))


def rules_of_text(
    operation: OperationModel | None, service: str, name: str, member: str, siblings: Iterable[str], text: str
) -> tuple[Rule, ...]:
    """Return the rules on requests that facts take from one text, which need not be the installed one.

    Args:
        operation: botocore's model of the operation; None where it has none.
        service: the service's name.
        name: the operation's name.
        member: the path of the parameter that the text documents; empty for the operation itself.
        siblings: the paths of the parameters next to it.
        text: the documentation.
    """
    scope, leaf = outer_and_name(member)
    top = operation.input_shape if operation is not None else None
    holder, own = shape_at(top, scope), shape_at(top, member)
    installed = own.documentation if member and own is not None else getattr(operation, "documentation", "")
    if words_in(installed) == words_in(text):
        text = installed  # with its markup, which tells lists
    if not member:
        facts = facts_of(service).at(name)
    elif holder is not None:
        facts = facts_of(service).at(holder.name, leaf)
    else:
        facts = facts_of(service).alike(name, leaf, (outer_and_name(path)[1] for path in siblings))
    found = read_texts(facts, text, member=leaf, side="request")
    stated = (under(rule, f"{scope}." if scope else "") for rule in found if rule.side == "request")
    return tuple(rule for rule in agreed_rules(stated) if _is_claimed(rule, top))


def _is_claimed(rule: Rule, top: Shape | None) -> bool:
    """Tell whether somebody has read a rule, or the model says as much."""
    review = rule.source.review if rule.source is not None else ""
    return review in ("confirmed", "once") or (review == "unread" and rule.is_implied(top))
