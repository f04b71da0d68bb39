"""Findings grouped by their cause: one for each cause of an operation, with what follows from it.

What follows from what is data: a list that loses an entry at the end of a page shows it in pages of another
size, from a token on, in botocore's paginator and in a filtered list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.contract.violation import CODES, Severity
from harness.fuzz.laws.counterexample import Counterexample, counterexample_lines, heading_line

_MOST_SHOWN = 3  # of what follows, in a line each

# Laws of one list, in the order in which one's fault shows in the next ones.
_OF_WALKS = (
    *("tokens-end", "pages", "last-page", "conforms", "page-limit", "page-size", "resume", "tokens"),
    *("interleaved", "paginator", "defaults", "filters"),
)
# What these laws say where entries, tokens or pages go wrong.
_WALK_CODES = frozenset(
    (
        *("count", "empty-token", "entries", "lost", "more-results", "page-refused", "page-size", "start"),
        *("token-endless", "token-missing", "token-repeated", "token-to-nothing", "unread-page"),
    )
)
_FOREIGN_TOKENS = frozenset(
    ("never-returned", "of-another-operation", "of-another-region", "same-parameters", "wrong-error")
)
_OF_PARAMETERS = frozenset(("filters", "conditions", "defaults", "page-limit"))
# What an endpoint writes into every answer, or into none.
_OF_FORM = frozenset(
    ("error-code", "headers", "no-message", "request-id", "spelling", "status", "unreadable")
)
_OF_REFUSALS = frozenset(
    ("error-code", "status", "unknown-operation", "unnamed", "unreadable", "wrong-error")
)


@dataclass(frozen=True)
class Cause:
    """A cause, as its findings show it.

    Attributes:
        findings: what was found, the one that shows the cause best first.
    """

    findings: tuple[Counterexample, ...]

    @property
    def first(self) -> Counterexample:
        """The finding that shows it best."""
        return self.findings[0]

    @property
    def rest(self) -> tuple[Counterexample, ...]:
        """What follows from it, or is like it."""
        return self.findings[1:]

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.first.severity

    @property
    def message(self) -> str:
        """What is wrong, with how many findings are like it."""
        first = self.first
        alike = sum(key_of(one) == _UNCHECKED for one in self.findings)
        if alike > 1:
            return f"{alike} constraints are not checked. {first.message}"
        return first.message

    def lines(self, endpoint_url: str | None = None, *, every: bool = False) -> Iterator[str]:
        """Yield the lines that explain it to a person.

        Args:
            endpoint_url: where the endpoint listens, for the code.
            every: whether all findings are explained, and not the first one only.
        """
        heading, *lines = counterexample_lines(self.first, endpoint_url)
        yield heading.replace(self.first.message, self.message)
        yield from lines
        shown = self.rest if every else self.rest[:_MOST_SHOWN]
        for one in shown:
            yield f"  also   {one.law}, {one.code}: {one.message}"
            if every:
                yield from (f"       {line}".rstrip() for line in counterexample_lines(one, endpoint_url))
        if len(self.rest) > len(shown):
            yield f"         and {len(self.rest) - len(shown)} more; --all lists them"

    def heading(self) -> str:
        """Return what is wrong in a line."""
        return heading_line(self.first).replace(self.first.message, self.message)


_Key = tuple[str, ...]
_UNCHECKED: _Key = ("unchecked",)


def key_of(found: Counterexample) -> _Key:
    """Return what findings of one operation that have one cause share.

    Args:
        found: a finding.
    """
    law, code = found.law, found.code
    if code == "server-error":
        return "fails", found.place
    if law == "refuses-invalid":
        return ("refusal", code, found.place * (code == "error-code")) if code in _OF_REFUSALS else _UNCHECKED
    if law in _OF_PARAMETERS and found.place:
        return "parameter", found.place
    if law in _OF_WALKS and code in _WALK_CODES:
        return ("walk",)
    if law in ("tokens", "token-bound") and code in _FOREIGN_TOKENS:
        return ("tokens",)
    if code in _OF_FORM:
        return "form", code
    return "answer", found.place or code


def causes_of(findings: Iterable[Counterexample]) -> list[Cause]:
    """Group findings by operation and cause, errors first, else in the order in which they come.

    Args:
        findings: of one operation or several.
    """
    groups: dict[tuple[str, _Key], list[Counterexample]] = {}
    for one in findings:
        groups.setdefault((one.operation, key_of(one)), []).append(one)
    causes = [Cause(tuple(sorted(found, key=_rank))) for found in _joined(groups)]
    return sorted(causes, key=lambda cause: cause.severity is not Severity.ERROR)


def _joined(groups: dict[tuple[str, _Key], list[Counterexample]]) -> Iterator[Sequence[Counterexample]]:
    """Yield the groups; what a broken list does to one parameter's entries goes to the list."""
    for (operation, key), found in groups.items():
        if key == _UNCHECKED:  # of a parameter that is passed over, no constraint is checked either
            for one in tuple(found):
                name = one.place.partition(".")[0].partition("[")[0]
                passed_over = groups.get((operation, ("parameter", name))) if name else None
                if passed_over is not None:
                    found.remove(one)
                    passed_over.append(one)
    for (operation, key), found in groups.items():
        walk = groups.get((operation, ("walk",)))
        is_of_list = key[0] == "parameter" and all(one.code in _WALK_CODES for one in found)
        if walk is not None and is_of_list:
            walk += found
        elif key != ("walk",) and found:
            yield found
    yield from (found for (_, key), found in groups.items() if key == ("walk",))


def _rank(found: Counterexample) -> tuple[bool, int, int]:
    """Return how well a finding shows its cause: its severity, its law, and how much there is to read."""
    law = _OF_WALKS.index(found.law) if found.law in _OF_WALKS else len(_OF_WALKS)
    return found.severity is not Severity.ERROR, law, 0 if found.code in CODES else 1
