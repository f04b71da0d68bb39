"""What the entries of a list go by where filters say by name what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.contract.paths.member import ELEMENTS, outer_and_name, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.response import Answering, Held, OnResponse, Stage, in_response, request_of
from harness.contract.rules.rule import Breach
from harness.contract.rules.value import comparable, is_like, is_number

_FEW = 2  # values of each name
_OPEN = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True)
class NamedFilters(OnResponse):
    """A list holds only entries that filters ask for: ``{"Name": "vpc-id", "Values": ["vpc-1"]}``.

    Each name goes by the member with its number, or by none that is known where that is empty. ``tag:<Key>``
    goes by a member, as ``Tags[].Value``, of the entry whose ``Key`` is what stands there. Values may have
    ``*`` and ``?``. That no other name is accepted is said by an enumeration or a pattern.
    """

    kind = "named_filters"
    meaning = "A list has an entry that a filter of the request excludes."
    begins_with_name = False
    severities = ("error", "warning")
    stage = Stage.ORDER
    param: str
    name: str
    value: str
    names: tuple[str, ...]
    members: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, self.members)))

    @property
    def choosing(self) -> tuple[str, ...]:
        return (self.param,)

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """The members that are known, by the names that go by them; ``<`` stands before an open part."""
        pairs = zip(self.names, self.members, strict=False)
        return {name: member for name, member in pairs if member}

    def breaches(self, document: Any) -> Iterator[Breach]:
        for member, key, wanted in self._asked(request_of(document)):
            entries, _, inner = member.partition(ELEMENTS)
            for at, entry in in_response(document, entries + ELEMENTS):
                if (wrong := _wrong(entry, inner.removeprefix("."), key, wanted)) is not None:
                    yield Breach(to_pointer(at + wrong[0]), wrong[1])

    def applies(self, document: Any) -> bool:
        asked = self._asked(request_of(document))
        return any(next(in_response(document, member), None) is not None for member, _, _ in asked)

    @property
    def words(self) -> str:
        return f"every entry must be what the {self.param} of the request ask for"

    def asking(self, held: Held) -> Iterator[tuple[str, Any]]:
        plain = ((name, member) for name, member in self.by_name.items() if not _OPEN.search(name))
        for name, member in plain:
            for value in held(member)[:_FEW]:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                # Which of the two the model has, the request's own constraints tell.
                yield from ((self.param, [{self.name: name, self.value: one}]) for one in ([text], text))

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        for member, key, wanted in self._asked(answering.params):
            path, _, inner = member.partition(ELEMENTS)
            for _, entries in select(response, path):
                if isinstance(entries, list):
                    inside = inner.removeprefix(".")
                    entries[:] = [entry for entry in entries if _wrong(entry, inside, key, wanted) is None]

    def _asked(self, params: Any) -> Iterator[tuple[str, tuple[str, str], list[str]]]:
        """Yield what is filtered by: the member, the name and value of the entry it is in, what is wanted."""
        for _, one in select(params, f"{self.param}{ELEMENTS}"):
            name = one.get(self.name) if isinstance(one, dict) else None
            values = one.get(self.value) if isinstance(one, dict) else None
            wanted = [
                text for text in (values if isinstance(values, list) else [values]) if isinstance(text, str)
            ]
            found = self._member(name) if isinstance(name, str) and wanted else None
            if found is not None:
                yield *found, wanted

    def _member(self, name: str) -> tuple[str, tuple[str, str]] | None:
        if name in self.by_name:
            return self.by_name[name], ("", "")
        for known, member in self.by_name.items():
            opened = _OPEN.search(known)
            if opened is not None and name.startswith(known[: opened.start()]):
                return member, (opened[1], name[opened.start() :])
        return None


def _wrong(
    entry: Any, inner: str, key: tuple[str, str], wanted: list[str]
) -> tuple[tuple[str | int, ...], Any] | None:
    """Return the place and value that keep an entry out; None where it may be among the entries."""
    found = list(_values(entry, inner, key))
    fits = any(_goes_by(value, text) for _, value in found for text in wanted)
    return None if fits or not found else found[0]


def _values(entry: Any, inner: str, key: tuple[str, str]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    name, is_called = key
    if not name:
        yield from select(entry, inner)
        return
    outer, leaf = outer_and_name(inner)
    for at, one in select(entry, outer):
        if isinstance(one, dict) and one.get(name) == is_called and leaf in one:
            yield (*at, leaf), one[leaf]


def _goes_by(value: Any, wanted: str) -> bool:
    """Tell whether a value is what a filter's text asks for; a time, which has many spellings, is."""
    if isinstance(value, bool):
        return str(value).lower() == wanted.lower()
    if is_number(value):
        return comparable(value) == _number(wanted)
    if not isinstance(value, str) or comparable(value) is not None:
        return True
    return is_like(value, wanted, any_case=True)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
