"""Compare one service of two documents: its operations with their shapes, errors and documented rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from botocore.model import OperationModel, Shape, StructureShape

from harness.contract.diff.change import Change, Place, Side
from harness.contract.diff.endpoints import compare_endpoints
from harness.contract.diff.lock import digest
from harness.contract.diff.operations import (
    compare_error_traits,
    compare_operations,
    compare_paginators,
    compare_services,
)
from harness.contract.diff.pairs import Pair, Pairs
from harness.contract.diff.prose import compare_descriptions, compare_stated, compare_structures
from harness.contract.diff.service import Select, ServiceContract
from harness.contract.diff.shapes import Finding, compare_shapes
from harness.contract.diff.waiters import compare_waiters
from harness.contract.schema import error_code
from harness.models.traits import written_alike


def diff_contracts(
    old: ServiceContract, new: ServiceContract, select: Select = lambda name: True
) -> tuple[Change, ...]:
    """Tell what changed in one service from one document to another.

    Where only one document has the whole service, the operations of the other are compared. What one of them
    is silent on is not compared.

    Args:
        old: the service as the older document describes it.
        new: the service as the newer document describes it.
        select: which operations are compared; all when left out.

    Returns:
        The changes, the most severe first, each once with the operations that meet it.
    """
    return _Comparison(old, new).changes(select)


class _Comparison:
    def __init__(self, old: ServiceContract, new: ServiceContract) -> None:
        self._old, self._new = old, new
        self._silent = old.silent | new.silent
        self._pairs = Pairs(old.model, new.model, self._silent)
        self._documented = "documentation" not in self._silent
        self._stated = bool(old.stated or new.stated)
        self._findings: dict[tuple[Side, Pair], tuple[Finding, ...]] = {}
        self._told: dict[tuple[str, ...], tuple[Change, set[Place]]] = {}

    def changes(self, select: Select) -> tuple[Change, ...]:
        old, new = set(self._old.model.operation_names), set(self._new.model.operation_names)
        if self._old.whole != self._new.whole:
            compared = new if self._old.whole else old
            old, new = old & compared, new & compared
        for name in sorted(filter(select, old | new)):
            if name not in new:
                self._add(name, Finding("operation-removed", "", "was removed"))
            elif name not in old:
                self._add(name, Finding("operation-added", "", "was added"))
            elif not self._same(name):
                self._compare_operations(name)
        both = {name for name in old & new if select(name)}
        for finding, name in compare_waiters(self._old.waiters, self._new.waiters, both.__contains__):
            self._add(name, finding)
        for finding in compare_endpoints(self._old.endpoints, self._new.endpoints):
            self._add("", finding)
        if "wire" not in self._silent:
            for finding in compare_services(self._old.model, self._new.model):
                self._add("", finding)
        told = (replace(change, places=tuple(sorted(places))) for change, places in self._told.values())
        return tuple(sorted(told, key=_order))

    def _same(self, name: str) -> bool:
        """Tell whether both documents were made from the same, as far as one keeps a digest of it."""
        kept = [contract.digests.get(name) for contract in (self._old, self._new)]
        if kept == [None, None]:
            return False
        ours = [known or digest(c, name) for known, c in zip(kept, (self._old, self._new), strict=True)]
        return ours[0] == ours[1]

    def _add(self, operation: str, finding: Finding, pointer: str = "", shape: str = "") -> None:
        """Take a finding down: once for its shape, or for the operation where it is of no shape."""
        key = (finding.code, shape or operation, finding.member, finding.text)
        if key not in self._told:
            change = Change(
                finding.code,
                self._old.model.service_name,
                finding.text,
                shape,
                finding.member,
                finding.old,
                finding.new,
            )
            self._told[key] = change, set()
        if operation:
            self._told[key][1].add(Place(operation, pointer))

    def _compare_operations(self, name: str) -> None:
        old, new = (contract.model.operation_model(name) for contract in (self._old, self._new))
        for finding in compare_operations(old, new, self._silent):
            self._add(name, finding)
        if "paginators" not in self._silent:
            paginators = (contract.paginators.get(name) for contract in (self._old, self._new))
            for finding in compare_paginators(*paginators):
                self._add(name, finding)
        self._compare_below(name, "request", old.input_shape, new.input_shape, "/request")
        self._compare_below(name, "response", old.output_shape, new.output_shape, "/response")
        self._compare_errors(name, old, new)
        compare_prose = compare_stated if self._stated else compare_descriptions
        for finding, pointer, shape in compare_prose(self._old, self._new, name):
            self._add(name, finding, pointer, shape)

    def _compare_below(
        self, name: str, side: Side, old: Shape | None, new: Shape | None, pointer: str
    ) -> None:
        for pair, at in self._pairs.below(old, new, pointer):
            for finding in self._of_pair(side, pair):
                if finding.member:
                    self._add(name, finding, f"{at}/{finding.member}", pair.old)
                elif pair.holders is not None:
                    self._add(name, finding._replace(member=pair.place), at, pair.holders[0])
                else:
                    self._add(name, finding, at, pair.old)

    def _of_pair(self, side: Side, pair: Pair) -> tuple[Finding, ...]:
        if (side, pair) not in self._findings:
            self._findings[side, pair] = tuple(self._compare_pair(side, pair))
        return self._findings[side, pair]

    def _compare_pair(self, side: Side, pair: Pair) -> Iterator[Finding]:
        old, new = self._pairs.shapes(pair)
        alike = written_alike(old, new)
        if not alike:
            yield from compare_shapes(side, old, new, self._silent)
        if side != "request" or self._stated or (alike and self._documented):
            return
        if isinstance(old, StructureShape) and isinstance(new, StructureShape):
            yield from compare_structures(self._old, self._new, old, new)

    def _compare_errors(self, name: str, old: OperationModel, new: OperationModel) -> None:
        were, are = ({shape.name: shape for shape in model.error_shapes} for model in (old, new))
        # Such a service answers with the codes of its former query protocol, whatever its model says.
        keeps_codes = any("awsQueryCompatible" in model.metadata for model in (old, new))
        for error in {**were, **are}:
            before, after = were.get(error), are.get(error)
            pointer = f"/errors/{error_code(before or after)}"
            if before is None:
                self._add(name, Finding("error-added", "", "became an error that may be met"), pointer, error)
            elif after is None:
                gone = self._new.whole and error not in self._new.model.shape_names
                finding = (
                    Finding("exception-removed", "", "was removed from the service")
                    if gone
                    else Finding("error-removed", "", "is no documented error any more")
                )
                self._add(name, finding, pointer, error)
            else:
                for finding in compare_error_traits(before, after, self._silent, keeps_codes=keeps_codes):
                    self._add(name, finding, pointer, error)
                if "error-members" not in self._silent:
                    self._compare_below(name, "errors", before, after, pointer)


def _order(change: Change) -> tuple[int, str, str, str]:
    return change.level.rank, change.service, change.subject, change.code
