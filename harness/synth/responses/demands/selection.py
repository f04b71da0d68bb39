"""Which entries of a list a parameter asks for: a rule of the kind `selects`, of a fact or proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.contract.paths.shape import shape_at
from harness.contract.rules import Selects
from harness.contract.rules.bounds import Bounds
from harness.contract.rules.value import comparable
from harness.synth.matching import EVERY, UNSAID, WILDCARDS, Matching
from harness.synth.proposals import Proposal
from harness.synth.responses.demands.demand import Demand, Request, plain_value, values_of
from harness.synth.responses.demands.ordered import Ordered
from harness.synth.responses.demands.parts import Beginning, Containing
from harness.synth.responses.demands.times import Between
from harness.synth.responses.demands.values import OneOf

_LOWER = ("at_least", "after")


@dataclass(frozen=True, slots=True)
class Selection:
    """How a parameter goes by a member of entries.

    Attributes:
        param: the path of the parameter.
        member: the path of the member.
        by: how they are compared, as `Selects` has it; ``flag`` where one value asks for what is true, and
            ``folder`` for what is in one.
        matching: how texts are compared.
        unless: values that ask for nothing.
        value: the value that asks for a flag.
        of: what the member is the name in: ``url``, ``arn``; empty for the name itself.
        is_exact: whether it is known that a bound counts itself, or not.
        is_sure: whether it is known that no entry lies beyond a bound.
    """

    param: str
    member: str
    by: str
    matching: Matching = UNSAID
    unless: tuple[Any, ...] = ()
    value: str | None = None
    of: str = ""
    is_exact: bool = True
    is_sure: bool = True

    @classmethod
    def of_fact(cls, rule: Selects) -> Selection:
        """Return what a reader says."""
        matching = Matching(rule.ignore_case, WILDCARDS if rule.by == "wildcard" else None)
        return cls(rule.param, rule.member, rule.by, matching)

    @classmethod
    def from_json(cls, written: Proposal) -> Selection:
        """Read a proposal."""
        return cls(
            written["param"],
            written["member"],
            written["by"],
            Matching.from_json(written),
            tuple(written.get("unless", ())),
            written.get("value"),
            written.get("of", ""),
            written.get("exact", True),
            written.get("sure", True),
        )

    def demand(self, request: Request, asked: Any) -> Demand | None:
        """Return what a request asks of the member; None where it asks for nothing.

        Args:
            request: the request.
            asked: the value of the parameter.
        """
        match self.by:
            case "flag":
                return OneOf((True,)) if asked == self.value else None
            case "begins_with":
                return Beginning(request, str(asked), self.of, matching=self.matching)
            case "folder":
                is_deep = bool(request.params.get("Recursive"))
                return Beginning(request, f"{str(asked).rstrip('/')}/", "", is_deep=is_deep)
            case "contains":
                return Containing(asked, self.matching) if isinstance(asked, str) else None
            case "at_least" | "after" | "at_most" | "before":
                return self._bounded(request, asked)
            case _:
                return self._equal(request, asked)

    def _equal(self, request: Request, asked: Any) -> Demand | None:
        values = tuple(values_of(asked))
        if any(value in self.unless for value in values):
            return None
        shape: Any = shape_at(request.operation.input_shape, self.param)
        scalar = shape.member if shape.type_name == "list" else shape
        member: Any = shape_at(request.operation.output_shape, self.member)
        known, is_spelled_out = member.metadata.get("enum", ()), bool(scalar.metadata.get("enum"))
        is_free = any(str(value).lower() in EVERY and value not in known for value in values)
        # LOG says nothing of entries that have the type SELENIUM_LOG.
        own, wanted = (set(map(plain_value, map(str, each))) for each in (known, values))
        if is_free or (is_spelled_out and known and not wanted <= own):
            return None
        return OneOf(values, is_spelled_out, matching=self.matching)

    def _bounded(self, request: Request, asked: Any) -> Demand | None:
        moment = comparable(asked)
        if moment is None:
            return None
        is_inclusive = self.by in ("at_least", "at_most")
        bounds = (
            Bounds(low=moment, low_inclusive=is_inclusive)
            if self.by in _LOWER
            else Bounds(high=moment, high_inclusive=is_inclusive)
        )
        if not isinstance(asked, str):
            return Ordered(bounds, is_number=True)
        unsaid = frozenset[float]() if self.is_exact else frozenset((moment,))
        sure, unsure = (bounds, Bounds()) if self.is_sure else (Bounds(), bounds)
        return Between(sure, unsaid, request.scene.now, unsure)
