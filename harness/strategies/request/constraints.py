"""What the contract of a request demands, one by one: each trait where it stands, each documented rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from botocore.model import Shape

from harness.contract.contract import Contract
from harness.contract.paths.shape import shape_at
from harness.contract.paths.spots import Spot, holds_any, spots_of
from harness.contract.rules import Rule, rule_from_json
from harness.contract.source import Source
from harness.contract.violation import code_of

_MEASURES = {"string": "length", "blob": "length", "list": "size", "map": "size"}
_ON_TEXT = ("pattern", "host-label")
_UNITS = {"length": "long", "size": "entries"}


@dataclass(frozen=True)
class Constraint:
    """One thing that a contract demands of a request.

    Attributes:
        code: the code of the violation that breaks it (`harness.contract.violation.CODES`).
        path: the parameter, as rules write it; empty for the request as a whole. A shape that several
            parameters have is judged at the first of them.
        words: what it demands.
        source: the trait, or the sentence.
        limit: which bound it is, of what has bounds.
        bound: the bound, or the accepted values.
        on_key: whether it is about the keys of the map at the path.
        rule: the documented rule; None for a trait.
        demand: the rule that says this alone, of what a rule can say: of a rule with two bounds, one of them.
        shape: the shape at the path.
    """

    code: str
    path: str
    words: str
    source: Source
    limit: Literal["", "min", "max"] = ""
    bound: Any = field(default=None, compare=False)
    on_key: bool = False
    rule: Rule | None = None
    demand: Rule | None = field(default=None, repr=False, compare=False)
    shape: Shape | None = field(default=None, repr=False, compare=False)

    @property
    def on_scalar(self) -> bool:
        """Whether it is about a number or text, which a list of accepted values makes safe from it."""
        return self.code in _ON_TEXT if self.demand is None else self.demand.on_scalar

    def __str__(self) -> str:
        return f"{self.words} [{self.code}] ({self.source.reference})"


@lru_cache(maxsize=256)
def constraints_of(contract: Contract) -> tuple[Constraint, ...]:
    """List the constraints on the requests of an operation: the traits from the outside in, then the rules.

    Each structure counts once, at the place nearest to the top, and so does what is inside of it. Streams of
    events are left out: no client sends them with a request.
    """
    root = contract.operation_model.input_shape
    found: list[Constraint] = []
    if root is not None:
        for spot in spots_of(root, streams=False):
            found += _traits(spot, contract.document)
    for rule in contract.rules:
        if rule.side == "request" and (rule.meaning or rule.assumes):  # else it demands nothing
            found += _stated(rule, root)
    return tuple(found)


def _traits(spot: Spot, document: str) -> Iterator[Constraint]:
    shape, path = spot.shape, spot.path
    subject = f"a key of {path}" if spot.on_key else path or "the request"

    def trait(code: str, name: str, words: str, bound: Any = None, owner: Any = shape) -> Constraint:
        source = Source("model", shape=owner.name, trait=name, document=document)
        limit: Any = name if name in ("min", "max") else ""
        said = {"values": bound} if code == "enum" else {limit: bound} if limit else None
        demand = rule_from_json({"kind": code, "param": path, **said}) if said else None
        words = f"{subject} {words}"
        return Constraint(code, path, words, source, limit, bound, spot.on_key, demand=demand, shape=shape)

    if spot.required:
        yield trait("required", "required", "must be given", owner=spot.owner)
    if holds_any(shape):
        return
    if path and not spot.on_key:
        yield trait("type", "type", f"must be a {shape.type_name}")
    if shape.type_name == "structure":
        if shape.is_tagged_union:
            yield trait("union", "union", "must have exactly one member")
        else:
            yield trait("unknown-member", "members", "must have no member that is not documented")
    traits = shape.metadata
    if "enum" in traits:
        yield trait("enum", "enum", "must be a documented value", tuple(traits["enum"]))
    code = _MEASURES.get(shape.type_name, "range")
    for limit, side in (("min", "at least"), ("max", "at most")):
        if limit in traits:
            words = f"must be {side} {traits[limit]} {_UNITS.get(code, '')}".rstrip()
            yield trait(code, limit, words, traits[limit])
    if "pattern" in traits:
        yield trait("pattern", "pattern", f"must match {traits['pattern']}", traits["pattern"])
    if shape.serialization.get("hostLabel"):
        yield trait("host-label", "hostLabel", "must be a label of a host name")


def _stated(rule: Rule, root: Shape | None) -> Iterator[Constraint]:
    source = rule.source or Source("prose")
    shape = shape_at(root, rule.path)
    for limit, part in rule.parts():
        yield Constraint(
            code_of(rule.kind),
            rule.path,
            rule.words,
            source,
            limit,
            part.bound,
            rule.on_key,
            rule,
            part,
            shape,
        )
