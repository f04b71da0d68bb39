"""What a run has judged of an operation, and what it has not, by name and with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from harness.contract.contract import Contract
from harness.contract.coverage import unread_members
from harness.contract.exchange import Exchange
from harness.contract.paths.member import first_value
from harness.contract.rules import Rule, with_defaults
from harness.contract.violation import Violation, code_of
from harness.errors import HarnessError, counted
from harness.models.paginators import find_pagination
from harness.strategies import invalid_grid

_EMPTY = "the list is empty"
_ONE_PAGE = "the list has one page"
_REFUSED = "every request with it was refused"
_NO_RESULT = "no request had a result"
_UNREAD = "not read in the documentation, only held to the model"
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A parameter, a constraint or a documented rule of an operation.

    Attributes:
        kind: ``"parameter"``, ``"constraint"`` (of a request) or ``"rule"`` (on answers and pages).
        name: what it is, for a person.
        reason: why it was not judged; empty where it was.
    """

    kind: str
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was judged of one operation.

    Attributes:
        items: the parameters, constraints and rules, each once.
        warnings: what a user can do so that more is judged.
        unread: the parameters whose documentation nobody has read, so that it claims nothing.
    """

    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def not_judged(self) -> dict[str, list[str]]:
        """Return the names of what was not judged, by the reason."""
        found: dict[str, list[str]] = {}
        for item in self.items:
            if item.reason:
                found.setdefault(item.reason, []).append(item.name)
        return found

    def lines(self, operation: str, *, every: bool = False) -> Iterator[str]:
        """Yield the lines that tell a person what was judged.

        Args:
            operation: ``"service.Operation"``.
            every: whether all names are told.
        """
        kinds = dict.fromkeys(item.kind for item in self.items)
        of = {kind: [item for item in self.items if item.kind == kind] for kind in kinds}
        counts = (
            f"{sum(not item.reason for item in some)} of {counted(len(some), kind)}"
            for kind, some in of.items()
        )
        if of:
            yield f"judged: {operation}: {', '.join(counts)}"
        for reason, names in self.not_judged().items():
            shown = names if every else names[:_MOST_NAMES]
            more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
            yield f"not judged: {operation}: {', '.join(shown)}{more}: {reason}"
        if self.unread:
            what = counted(len(self.unread), "parameter")
            yield f"not read: {operation}: the documentation of {what}, which claims nothing until it is read"
        yield from (f"warning: {operation}: {warning}" for warning in self.warnings)

    def to_json(self) -> dict[str, object]:
        """Return the object that ``harness fuzz --format json`` prints."""
        return {
            "items": [asdict(item) for item in self.items],
            "warnings": list(self.warnings),
            "unread": list(self.unread),
        }


@dataclass
class Keeper:
    """Sees the calls of an operation, and tells in the end what was judged.

    Attributes:
        contract: the operation's contract.
    """

    contract: Contract
    _taken: set[str] = field(default_factory=set)  # parameters of requests that had a result
    _refused: dict[str, str] = field(default_factory=dict)  # by the parameter: the last error
    _broken: set[tuple[str, str]] = field(default_factory=set)  # constraints that a judged request broke
    _changed: set[tuple[str, str]] = field(default_factory=set)  # constraints of which none could be sent
    _left: list[Rule] | None = None  # rules on answers that no answer was about yet
    _codes: set[str] = field(default_factory=set)  # of errors that valid requests met
    _entries: int = 0
    _is_continued: bool = False

    def see(self, call: Exchange) -> None:
        """Note what a call was about; it may be a valid request or another."""
        if call.error is not None:
            self._codes.add(call.error.code)
            self._refused |= dict.fromkeys(call.params or (), call.error.code)
            return
        self._taken.update(call.params or ())
        pagination = find_pagination(self.contract.operation_model)
        if pagination is not None:
            found = [first_value(call.response, path) for path in pagination.results]
            sizes = (len(each) for each in found if isinstance(each, list | dict))
            self._entries = max(self._entries, *sizes, 0)
            self._is_continued |= any(name in (call.params or ()) for name in pagination.input_tokens)
        left = self._rules() if self._left is None else self._left
        document = {
            "request": with_defaults(call.params or {}, self.contract.rules),
            "response": call.response,
            "time": call.time,
        }
        self._left = [rule for rule in left if not rule.applies(document)]

    def judged(self, violation: Violation) -> None:
        """Note that a request which breaks a constraint was judged."""
        self._broken.add((violation.code, violation.source.reference))

    def changed(self, violation: Violation) -> None:
        """Note that a request which breaks a constraint does so no longer where it arrives."""
        self._changed.add((violation.code, violation.source.reference))

    def _rules(self) -> list[Rule]:
        return [rule for rule in self.contract.rules if rule.side == "response"]

    def close(self) -> Ledger:
        """Return what was judged."""
        items = [*self._parameters(), *self._constraints(), *self._stated()]
        return Ledger(tuple(items), tuple(self._warnings()), unread_members(self.contract.operation_model))

    def _parameters(self) -> Iterator[Item]:
        shape = self.contract.operation_model.input_shape
        pagination = find_pagination(self.contract.operation_model)
        tokens = pagination.input_tokens if pagination is not None else ()
        unread = unread_members(self.contract.operation_model)
        for name in shape.members if shape is not None else ():
            reason = ""
            if name not in self._taken:
                code = self._refused.get(name)
                reason = "no request had it" if code is None else f"{_REFUSED}: {code}"
                if name in tokens:
                    reason = _ONE_PAGE if self._taken or self._entries else reason
            yield Item("parameter", name, reason or (_UNREAD if name in unread else ""))

    def _constraints(self) -> Iterator[Item]:
        try:
            grid = invalid_grid(self.contract)
        except HarnessError as error:
            yield Item("constraint", "all", str(error))
            return
        known = {(case.violation.code, case.violation.source.reference): case.rule for case in grid}
        for key, constraint in known.items():
            if key in self._changed - self._broken:
                continue  # neither its protocol nor botocore can send what breaks it
            reason = "" if key in self._broken else "no request that breaks it was answered"
            yield Item("constraint", constraint.words, reason)
        for missed in grid.missed:
            if missed.possible:
                yield Item("constraint", missed.constraint.words, missed.reason)

    def _stated(self) -> Iterator[Item]:
        left = self._rules() if self._left is None else self._left
        for rule in self._rules():
            yield Item("rule", rule.words, self._why(rule) if rule in left else "")

    def _why(self, rule: Rule) -> str:
        if self._left is None:
            return _NO_RESULT
        is_of_list = any("[]" in str(getattr(rule, name, "")) for name in ("member", "by", "param"))
        if is_of_list and not self._entries:
            return _EMPTY
        return f"no answer had what {code_of(rule.kind)} is about"

    def _warnings(self) -> Iterator[str]:
        if self._left is None and self._codes:
            codes = ", ".join(sorted(code or "an unreadable error" for code in self._codes)[:_MOST_NAMES])
            yield (
                f"no request had a result ({codes}), so little was judged: create something, or name with "
                "--params what exists."
            )
            return
        pagination = find_pagination(self.contract.operation_model)
        if self._left is None or pagination is None or not pagination.results:
            return
        if not self._entries:
            yield (
                "the list is empty, so pages, filters and order were not judged: create something, or give "
                "--params."
            )
        elif not self._is_continued:
            yield (
                f"the list has one page (entries: {self._entries}), so tokens were not judged: create more."
            )
