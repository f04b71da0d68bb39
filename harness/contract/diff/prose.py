"""Compare the rules that two documents state in prose."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from botocore.model import OperationModel, StructureShape

from harness.contract.diff.change import Side
from harness.contract.diff.service import ServiceContract
from harness.contract.diff.shapes import Finding
from harness.contract.rules import Default, Rule
from harness.models.traits import places

Located = tuple[Finding, str, str]
"""A finding with its pointer and the old name of its shape, both empty where it is of the operation."""


def compare_structures(
    old: ServiceContract, new: ServiceContract, old_shape: StructureShape, new_shape: StructureShape
) -> Iterator[Finding]:
    """Compare what the members of a structure of requests state; those that have other words, where known."""
    members = None
    if "documentation" not in old.silent | new.silent:
        words, now = (
            {name: m.documentation for name, m in s.members.items()} for s in (old_shape, new_shape)
        )
        members = [name for name in {**words, **now} if words.get(name) != now.get(name)]
    were = old.prose.of_structure(old.model, old_shape.name, members) if old_shape.name else ()
    are = new.prose.of_structure(new.model, new_shape.name, members) if new_shape.name else ()
    kept = places(old_shape).keys() & places(new_shape).keys()
    return compare_rules(*([rule for rule in rules if _concerns(rule, kept)] for rules in (were, are)))


def _concerns(rule: Rule, kept: Collection[str]) -> bool:
    """Tell whether a rule applies to a call without the members that were added or removed."""
    return _member(rule) in kept or rule.asks_for_more


def compare_descriptions(old: ServiceContract, new: ServiceContract, name: str) -> Iterator[Located]:
    """Compare what an operation states by itself, and of its response and pages; if it has other words."""
    before, after = (contract.model.operation_model(name) for contract in (old, new))
    words, now = _texts(before), _texts(after)
    kept = words.keys() & now.keys()
    documented = "documentation" not in old.silent | new.silent
    if documented and all(words[place] == now[place] for place in kept):
        return
    were, are = (
        [rule for rule in contract.prose.of_operation(operation) if _place(rule) in kept]
        for contract, operation in ((old, before), (new, after))
    )
    for finding in compare_rules(were, are):
        side: Side = "request" if finding.code.startswith("request") else "response"
        yield _located(finding, side, before)


_DESCRIPTION = ("request", "")


def _texts(operation: OperationModel) -> dict[tuple[str, str], str]:
    """Return the documentation of an operation and of its members at the top, by side and member."""
    texts = {_DESCRIPTION: operation.documentation}
    for side, shape in (("request", operation.input_shape), ("response", operation.output_shape)):
        for name, member in shape.members.items() if shape is not None else ():
            texts[side, name] = member.documentation
    return texts


def _place(rule: Rule) -> tuple[str, str]:
    source = rule.source
    return (source.side or "request", source.member) if source and source.member else _DESCRIPTION


def _located(finding: Finding, side: Side, operation: OperationModel) -> Located:
    """Find the place of what an operation states of one of its members."""
    ends = {"request": operation.input_shape, "response": operation.output_shape}
    for end in (side, *(ends.keys() - {side})):
        shape = ends[end]
        if finding.member and shape is not None and finding.member in shape.members:
            return finding, f"/{end}/{finding.member}", shape.name
    return finding._replace(member=""), "", ""


def compare_rules(old: Iterable[Rule], new: Iterable[Rule]) -> Iterator[Finding]:
    """Compare two sets of rules; one rule of a kind for one of a member's before means that it changed."""
    were, are = (dict.fromkeys(rules) for rules in (old, new))
    gone = _by_subject(rule for rule in were if rule not in are)
    come = _by_subject(rule for rule in are if rule not in were)
    for subject in {**gone, **come}:
        before, after = gone.get(subject, []), come.get(subject, [])
        if len(before) == len(after) == 1:
            yield _changed(before[0], after[0])
            continue
        yield from (_stated("removed", "is documented no more", rule, old=rule) for rule in before)
        yield from (_stated("added", "is now documented", rule, new=rule) for rule in after)


def _by_subject(rules: Iterable[Rule]) -> dict[tuple[str, str], list[Rule]]:
    found: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        found.setdefault((rule.kind, _member(rule)), []).append(rule)
    return found


def _member(rule: Rule) -> str:
    return rule.source.member if rule.source else ""


def _side(rule: Rule) -> str:
    return "request" if rule.side == "request" else "response"


def _stated(what: str, verb: str, rule: Rule, old: Rule | None = None, new: Rule | None = None) -> Finding:
    kind = "default" if isinstance(rule, Default) else "rule"
    text = f"it {verb} that {rule.words}"
    return Finding(f"{_side(rule)}-{kind}-{what}", _member(rule), text, _written(old), _written(new))


def _written(rule: Rule | None) -> Any:
    return None if rule is None else {"kind": rule.kind} | rule.arguments()


def _changed(old: Rule, new: Rule) -> Finding:
    text = f"it is now documented that {new.words}, and was that {old.words}"
    code = f"{_side(old)}-rule-changed"
    if isinstance(old, Default):
        code = "request-default-changed"
    elif old.side == "request" and new.allows(old):
        code = "request-rule-loosened"
    elif old.side == "request" and old.allows(new):
        code = "request-rule-tightened"
    return Finding(code, _member(old), text, _written(old), _written(new))


def compare_stated(old: ServiceContract, new: ServiceContract, name: str) -> Iterator[Located]:
    """Compare the rules of an operation in the form of a schema folder, which one of the documents is."""
    operation = old.model.operation_model(name)
    were, are = _schemas(old, name), _schemas(new, name)
    for (side, written), member in {**were, **are}.items():
        key = side, written
        if key in were and key in are:
            continue
        code, verb = ("removed", "documented no more") if key in were else ("added", "now documented")
        facts = (json.loads(written), None) if key in were else (None, json.loads(written))
        yield _located(
            Finding(f"{side}-rule-{code}", member, f"it is {verb} that {written}", *facts), side, operation
        )


def _schemas(contract: ServiceContract, name: str) -> dict[tuple[Side, str], str]:
    """Return the rules of an operation as the text of their schemas, with their side, each to its member."""
    from harness.contract.contract import Contract

    if contract.stated:
        stated = contract.stated.get(name, {})
    else:
        of_model = Contract(contract.model.operation_model(name))
        schemas = (of_model.request_schema, of_model.exchange_schema, of_model.pages_schema)
        stated = dict(zip(("request", "exchange", "pages"), schemas, strict=True))
    found: dict[tuple[Side, str], str] = {}
    for part, schema in stated.items():
        side: Side = "request" if part == "request" else "response"
        for rule in schema.get("allOf", ()):
            said = {keyword: value for keyword, value in rule.items() if keyword != "x-harness-source"}
            found[side, json.dumps(said, sort_keys=True)] = _member_of(str(rule.get("x-harness-source", "")))
    return found


def _member_of(reference: str) -> str:
    """Return the member in a reference to a sentence: ``prose:request.Period#1`` gives ``Period``."""
    path = reference.removeprefix("prose:").rpartition("#")[0]
    return path.partition(".")[2].partition(".")[0].partition("[")[0]
