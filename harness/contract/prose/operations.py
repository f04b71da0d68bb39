"""The miner over botocore's models: the rules of an operation, from its documentation and its members'."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from harness.contract.paths.shape import shape_at
from harness.contract.prose.call import Call
from harness.contract.prose.miner import consistent, mine
from harness.contract.prose.passage import NUMERIC
from harness.contract.prose.recognisers.calls import OF_OPERATION, OF_PARAMS, OF_TOKENS
from harness.contract.prose.recognisers.presence import presence
from harness.contract.prose.recognisers.responses import OF_MEMBERS
from harness.contract.prose.text import sentences_of
from harness.contract.review import packaged_review, reviewed
from harness.contract.rules import (
    AtLeastOne,
    Condition,
    ExactlyOne,
    PresentOnlyIf,
    Range,
    Requires,
    Size,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from botocore.model import OperationModel, ServiceModel, Shape

    from harness.contract.prose.text import Sentence
    from harness.contract.rules import Rule

    CallRecogniser = Callable[[Call, str, Sentence], Iterable[Rule]]

_PATHS = ("param", "params", "then", "condition")


def mine_operation(operation: OperationModel) -> tuple[Rule, ...]:
    """Read the request rules that the documentation of an operation and of its input members states.

    Args:
        operation: botocore's model of it, installed or read from a page.

    Returns:
        The rules, each once, with the sentence it came from. A recursive shape is read once on each path.
    """
    top = operation.input_shape
    members = _rules_below(operation.service_model, top, "", ()) if top is not None else iter(())
    return _with_choices(tuple(consistent([*mine_description(operation), *members])))


def _with_choices(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Put two rules together that say the same of two parameters: each is required if the other is left out.

    That is one rule on both, which a request breaks once: X-Ray's "Required if the GroupName isn't provided".
    """
    turned: dict[tuple[str, ...], Rule] = {}
    for rule in rules:
        if isinstance(rule, Requires) and rule.condition.present is False and len(rule.then) == 1:
            turned[rule.condition.param, *rule.then] = rule
    known = {rule.subject for rule in rules if isinstance(rule, AtLeastOne | ExactlyOne)}
    found: list[Rule] = []
    for rule in rules:
        pair = next((one for one, each in turned.items() if each is rule and one[::-1] in turned), None)
        if pair is None:
            found.append(rule)
        elif frozenset(pair) not in known:
            known.add(frozenset(pair))
            found.append(AtLeastOne(pair[::-1], source=rule.source))
    return tuple(found)


def mine_description(operation: OperationModel) -> tuple[Rule, ...]:
    """Read the request rules that the description of an operation states by itself."""
    top = operation.input_shape
    names = tuple(top.members) if top is not None else ()
    rules = mine(
        operation.documentation, member="", type="operation", siblings=names, review=packaged_review()
    )
    return tuple(rule for rule in rules if top is None or _fits(top, rule))


def _fits(top: Shape, rule: Rule) -> bool:
    """Tell whether a parameter that a description bounds is there, and of a type that has such bounds."""
    if not isinstance(rule, Size | Range):
        return True
    shape = shape_at(top, rule.param)
    return shape is not None and shape.type_name in (("list", "map") if isinstance(rule, Size) else NUMERIC)


def _rules_below(service: ServiceModel, shape: Shape, scope: str, above: tuple[str, ...]) -> Iterator[Rule]:
    if shape.name in above:
        return
    rules, structures = _structure(service, shape.name)
    yield from (under(rule, scope) for rule in rules)
    for path, inner in structures:
        yield from _rules_below(service, inner, f"{scope}{path}.", (*above, shape.name))


@lru_cache(maxsize=20_000)
def _structure(service: ServiceModel, name: str) -> tuple[tuple[Rule, ...], tuple[tuple[str, Shape], ...]]:
    """Mine a structure's members once, and find the structures that they hold, by their paths."""
    structures = []
    for member, target in service.shape_for(name).members.items():
        path, inner = member, target
        while inner.type_name in ("list", "map"):
            path, inner = f"{path}[]", _element(inner)
        if inner.type_name == "structure":
            structures.append((path, inner))
    return mine_structure(service, name), tuple(structures)


def mine_structure(
    service: ServiceModel, name: str, members: Collection[str] | None = None
) -> tuple[Rule, ...]:
    """Read the rules that the documentation of a structure's members states, under their own names.

    Args:
        service: botocore's model of the service.
        name: the structure.
        members: the members to read; all when left out.
    """
    shape = service.shape_for(name)
    siblings = tuple(shape.members)
    rules: list[Rule] = []
    for member, target in shape.members.items():
        if members is not None and member not in members:
            continue
        element = _element(target)
        kind = element.type_name if element is not target else None
        rules += mine(
            target.documentation,
            member=member,
            type=target.type_name,
            siblings=siblings,
            element=kind,
            values=tuple(target.metadata.get("enum", ())),
            review=packaged_review(),
        )
    return tuple(rules)


def _element(shape: Shape) -> Shape:
    """Give a list's elements, a map's values, or the shape itself."""
    if shape.type_name == "list":
        return shape.member
    return shape.value if shape.type_name == "map" else shape


def under(rule: Rule, scope: str) -> Rule:
    """Return the rule with its parameters named from outside the structure that `scope` is the path of."""
    if not scope:
        return rule
    moved = {f.name: _moved(getattr(rule, f.name), scope) for f in fields(rule) if f.name in _PATHS}
    source = rule.source and replace(rule.source, member=scope + rule.source.member)
    return replace(rule, source=source, **moved)


def _moved(value: Any, scope: str) -> Any:
    if isinstance(value, Condition):
        return value.within(scope + value.param)
    return scope + value if isinstance(value, str) else tuple(scope + path for path in value)


def mine_response(operation: OperationModel) -> tuple[Rule, ...]:
    """Read what the documentation of an operation states about its responses and its pages.

    Args:
        operation: botocore's model of it, installed or read from a page.

    Returns:
        Rules on responses and page chains, and those on requests that only the response clears up; once.
    """
    call = Call(operation)
    found: list[Rule] = []
    found += _read(call, "request", {"": operation.documentation}, OF_OPERATION)
    found += _read(
        call, "request", {name: shape.documentation for name, shape in call.params.items()}, OF_PARAMS
    )
    members = {name: shape.documentation for name, shape in call.members.items()}
    found += _read(call, "response", members, (*OF_MEMBERS, *OF_TOKENS))
    return tuple(dict.fromkeys(found))


def mine_answers(operation: OperationModel) -> tuple[Rule, ...]:
    """Read what the documentation of the members of a result says of their values: by themselves, each.

    An enumeration of the model is the newer one: documentation that lists other values is passed over.

    Args:
        operation: botocore's model of it, installed or read from a page.
    """
    top = operation.output_shape
    if top is None:
        return ()
    below = _rules_below(operation.service_model, top, "", ())
    values = (rule for rule in below if rule.on_value and not rule.contradiction(top))
    found = (rule for rule in values if not rule.is_implied(top) and not _is_enumerated(top, rule))
    params = operation.input_shape.members if operation.input_shape is not None else {}
    told = [replace(rule, source=_of_response(rule.source)) for rule in found]
    return (*told, *dict.fromkeys(_presence_below(top, params, "", ())))


def _presence_below(
    shape: Shape, params: Mapping[str, Shape], scope: str, above: tuple[str, ...]
) -> Iterator[Rule]:
    """Read on what conditions the members of a structure are there, and those of the structures inside it."""
    if shape.name in above:
        return
    for rule in presence(shape, params):
        for read in reviewed(rule, rule.member, packaged_review()):
            if isinstance(read, PresentOnlyIf) and read.source is not None:
                condition, source = read.condition, replace(read.source, member=scope + rule.member)
                if condition.on_response:
                    condition = condition.within(scope + condition.param)
                yield replace(read, member=scope + read.member, condition=condition, source=source)
    for name, member in shape.members.items():
        path, inner = f"{scope}{name}", member
        while inner.type_name in ("list", "map"):
            path, inner = f"{path}[]", _element(inner)
        if inner.type_name == "structure":
            yield from _presence_below(inner, params, f"{path}.", (*above, shape.name))


def _is_enumerated(top: Shape, rule: Rule) -> bool:
    shape = shape_at(top, rule.path)
    return shape is not None and bool(shape.metadata.get("enum"))


def _of_response(source: Source | None) -> Source | None:
    return source and replace(source, side="response")


def _read(
    call: Call,
    side: Literal["request", "response"],
    texts: dict[str, str],
    recognisers: tuple[CallRecogniser, ...],
) -> Iterator[Rule]:
    for member, text in texts.items():
        for sentence in sentences_of(text):
            source = Source("prose", side, member, sentence.index, sentence.text)
            for recognise in recognisers:
                for rule in recognise(call, member, sentence):
                    yield from reviewed(replace(rule, source=source), member, packaged_review())
