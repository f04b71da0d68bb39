"""The look-up of facts: what documentation says beyond its model, read once and shipped as data.

`harness/facts` has a file for each service. Its first line names it, and each further line is a fact:

    {"at":"ListGrantsRequest.Limit","s":["6195e7aa"],"rule":{"kind":"default","param":".","value":50},"by":["r1","r2"]}

- ``at``: the structure and the member whose documentation states it, or the operation for its own text.
- ``s``: digests of the sentences that it rests on (`harness.contract.sentences.digest_of`), ``digest:n`` for
  `n` that follow one another, such as a lead-in and its list.
- ``next``: the digest of what follows such a list, null at the end of the text: if that changes, the list may
  have grown.
- ``ops``: the operations for which it holds; all that use the structure where it is left out.
- ``rule``: the rule in its JSON form, its paths from the structure, with ``.`` for the member itself.
- ``by``: who read it so. ``refuted``: why a reader took back what another one claimed.

A line ``{"read":"ListGrantsRequest","texts":"0ab7c4e1","by":["r1"]}`` says that a structure was read whole,
or an operation's own text, with a digest of what was read: what states nothing is known to be read too.

No sentence is shipped: a fact holds where the installed documentation has all its sentences, and claims
nothing where one of them has changed. A project's own facts (``[tool.harness] facts``) have a ``service``
besides; they may leave out ``s`` and ``by``, and ``"off": true`` switches off the fact with the same place,
sentences and kind.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import orjson

from harness.contract.paths.member import steps_of
from harness.contract.rules import Rule, rule_from_json
from harness.contract.sentences import Sentence, digest_of, sentences_of, words_in
from harness.contract.source import Source

OWN = "."
"""Stands in a fact's rule for the member whose documentation states it."""

FOLDER = Path(__file__).parent.parent / "facts"
RECOGNISER = "recogniser"
"""Who proposes and doesn't read: what it alone says claims nothing beyond the model."""
REVIEW = "review"
"""Who read each claim of the recognisers in its context: one such reading is enough for an error."""
PROJECT = "project"
"""Who states a project's own facts, which are as sure as two readings."""

PATH_KEYS = frozenset(("param", "params", "then", "member", "members", "if", "exact_if", "rule"))
"""The fields of a rule's JSON form that name members."""
_ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a facts file; the module says what its fields hold.

    Attributes:
        at: the structure and member, or the operation.
        sentences: digests, each of one sentence or of a run of them.
        rule: the rule in its JSON form.
        readings: who read it so.
        operations: those for which it holds; empty for all.
        following: the digest of the sentence after the last; ``"*"`` where that doesn't matter, empty at the
            end of the text.
        refuted: why it doesn't hold; empty where it does.
        is_off: whether a project switches off the fact that is alike.
    """

    at: str
    sentences: tuple[str, ...]
    rule: Mapping[str, Any]
    readings: tuple[str, ...]
    operations: tuple[str, ...] = ()
    following: str = _ANYTHING
    refuted: str = ""
    is_off: bool = False

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Fact:
        """Read a line.

        Raises:
            KeyError: a field is missing.
        """
        return cls(
            written["at"],
            tuple(written["s"]),
            written["rule"],
            tuple(written["by"]),
            tuple(written.get("ops", ())),
            (written["next"] or "") if "next" in written else _ANYTHING,
            written.get("refuted", ""),
            bool(written.get("off", False)),
        )

    @property
    def member(self) -> str:
        """The member whose documentation states it; empty for an operation."""
        return self.at.partition(".")[2]

    @property
    def name(self) -> str:
        """What a fact is called: its place and its first sentence."""
        return " ".join((self.at, *self.sentences[:1]))

    @property
    def is_read(self) -> bool:
        """Whether somebody has read it, and not a recogniser alone."""
        return any(reader != RECOGNISER for reader in self.readings)

    @property
    def review(self) -> str:
        """How sure it is: ``"confirmed"``, ``"once"``, ``"unread"`` or ``"refuted"``."""
        if self.refuted:
            return "refuted"
        readers = [reader for reader in self.readings if reader != RECOGNISER]
        if not {REVIEW, PROJECT}.isdisjoint(readers) or len(readers) > 1:
            return "confirmed"
        return "once" if readers else "unread"

    def rests_on(self, text: Text) -> int | None:
        """Return the number of the first sentence that it rests on; None where the text lacks one of them.

        A project's own fact that names no sentence rests on any text: -1.
        """
        if not self.sentences:
            return -1
        first, at = None, 0
        for written in self.sentences:
            digest, _, count = written.partition(":")
            at = text.find(digest, int(count or 1), at)
            if at < 0:
                return None
            first = at if first is None else first
            at += int(count or 1)
        return first if self.following in (_ANYTHING, text.digest_at(at)) else None


class Text:
    """A documentation text as facts know it: by the digests of its sentences."""

    def __init__(self, documentation: str) -> None:
        self.sentences: tuple[Sentence, ...] = sentences_of(documentation)
        self._digests: dict[tuple[int, int], str] = {}

    def digest_at(self, number: int, count: int = 1) -> str:
        """Return the digest of `count` sentences from one on; empty where there are not so many."""
        if number + count > len(self.sentences):
            return ""
        if (number, count) not in self._digests:
            self._digests[number, count] = digest_of(self.sentences[number : number + count])
        return self._digests[number, count]

    def find(self, digest: str, count: int, start: int) -> int:
        """Return where sentences with a digest stand, from a number on; -1 if nowhere."""
        numbers = range(start, len(self.sentences) - count + 1)
        return next((number for number in numbers if self.digest_at(number, count) == digest), -1)


@functools.lru_cache(maxsize=4096)
def text_of(documentation: str) -> Text:
    """Return a documentation text, each once."""
    return Text(documentation)


@dataclass(frozen=True, slots=True)
class Reading:
    """That a structure, or an operation's own text, was read whole.

    Attributes:
        texts: the digest of what was read (`digest_of_texts`).
        readers: who read it.
    """

    texts: str
    readers: tuple[str, ...]


def digest_of_texts(texts: Mapping[str, str]) -> str:
    """Digest the documentation of a structure's members, by name, or of an operation, without a name."""
    whole = hashlib.blake2b(digest_size=4)
    for name in sorted(texts):
        whole.update(f"{name} {' '.join(words_in(texts[name]))}\n".encode())
    return whole.hexdigest()


class ServiceFacts:
    """The facts of a service, by where they stand.

    Args:
        facts: all of them.
        readings: what was read whole, by structure or operation.
    """

    def __init__(self, facts: Iterable[Fact], readings: Mapping[str, Reading] | None = None) -> None:
        self.readings: Mapping[str, Reading] = readings or {}
        self._at: dict[str, list[Fact]] = {}
        for fact in facts:
            self._at.setdefault(fact.at, []).append(fact)

    def __iter__(self) -> Iterator[Fact]:
        for facts in self._at.values():
            yield from facts

    def at(self, structure: str, member: str = "") -> Sequence[Fact]:
        """Return the facts on a member of a structure, or on an operation."""
        return self._at.get(f"{structure}.{member}" if member else structure, ())

    @functools.cached_property
    def _by_member(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self:
            if fact.member:
                found.setdefault(fact.member, []).append(fact)
        return found

    def alike(self, operation: str, member: str, siblings: Iterable[str]) -> Sequence[Fact]:
        """Return the facts on members of one name, for a text whose structure has no name.

        Documentation pages don't name structures. Facts of structures that are called after the operation
        come before others; where there are none, what other structures with such a member say of it.

        Args:
            operation: the operation whose page it is.
            member: the member.
            siblings: the members next to it: a rule that names others is about another structure.
        """
        known = {OWN, member, *siblings}
        found = [
            fact
            for fact in self._by_member.get(member, ())
            if (operation in fact.operations if fact.operations else named_in(fact.rule) <= known)
        ]
        return [fact for fact in found if fact.at.startswith(operation)] or found


@functools.cache
def facts_of(service: str) -> ServiceFacts:
    """Return the facts of a service, none where nobody has read its documentation.

    Args:
        service: botocore's service name.
    """
    own = _own.get(service, ())
    off = {_key(fact) for fact in own if fact.is_off}
    written = [orjson.loads(line) for line in lines_of(FOLDER, service)]
    shipped = (Fact.from_json(each) for each in written if "rule" in each)
    readings = {each["read"]: Reading(each["texts"], tuple(each["by"])) for each in written if "read" in each}
    facts = (fact for fact in (*own, *shipped) if _key(fact) not in off)
    return ServiceFacts(facts, readings)


def _key(fact: Fact) -> tuple[str, tuple[str, ...], str]:
    return fact.at, fact.sentences, fact.rule["kind"]


def lines_of(folder: Path, service: str) -> list[bytes]:
    """Return the lines of a service's file in a folder but the first, which names it; none without one."""
    try:
        return (folder / f"{service}.jsonl").read_bytes().splitlines()[1:]
    except (OSError, ValueError):  # no such file; a name that is none
        return []


_own: dict[str, tuple[Fact, ...]] = {}

made_of_facts: list[Callable[[], None]] = [facts_of.cache_clear]
"""What empties each cache of what is made of facts."""


def use_own_facts(own: Mapping[str, Sequence[Fact]]) -> None:
    """Let a project's own facts hold in this process, in place of those that held before.

    A contract that somebody holds keeps the rules that it has.

    Args:
        own: facts by service.
    """
    stated = {service: tuple(facts) for service, facts in own.items()}
    if stated != _own:
        _own.clear()
        _own.update(stated)
        for cache_clear in made_of_facts:
            cache_clear()


def own_facts() -> Mapping[str, Sequence[Fact]]:
    """Return the project's own facts, by service."""
    return dict(_own)


def read_texts(
    facts: Iterable[Fact], documentation: str, *, member: str, side: Literal["request", "response"]
) -> Iterator[Rule]:
    """Yield the rules of the facts that a documentation text still states, with their sources.

    Args:
        facts: the facts on the member, or on the operation.
        documentation: what is documented of it.
        member: the member, by which rules name it; empty for an operation.
        side: whether it is one of the request or of the response.
    """
    stated = list(facts)
    if not stated:
        return
    text = text_of(documentation)
    found = [(number, fact) for fact in stated if (number := fact.rests_on(text)) is not None]
    for number, fact in sorted(found, key=lambda each: each[0]):
        sentence, place = (text.sentences[number].text, number) if number >= 0 else ("", None)
        source = Source("prose", side, member, place, sentence, review=fact.review, claim=fact.name)
        yield replace(rule_from_json(renamed(fact.rule, OWN, member)), source=source)


def named_in(rule: Mapping[str, Any]) -> set[str]:
    """Return the members of its own structure that a fact's rule names, `OWN` for the member itself."""
    inside = (path for path in paths_of(rule) if not path.startswith(("^", "/")))
    return {OWN if path.startswith(OWN) else steps_of(path)[0] for path in inside}


def paths_of(written: Any) -> Iterator[str]:
    """Yield the paths in a rule's JSON form."""
    if isinstance(written, Mapping):
        for name, inner in written.items():
            if name in PATH_KEYS:
                yield from paths_of(inner)
    elif isinstance(written, list):
        for inner in written:
            yield from paths_of(inner)
    elif isinstance(written, str):
        yield written


def renamed(written: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """Return a rule's JSON form with one member called by another name in its paths."""
    if not new:
        return dict(written)
    return {key: _with_name(value, old, new) if key in PATH_KEYS else value for key, value in written.items()}


def _with_name(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return [_with_name(one, old, new) for one in value]
    if isinstance(value, dict):  # a condition
        return renamed(value, old, new)
    if value == old or (isinstance(value, str) and value.startswith(f"{old}[]")):
        return new + value[len(old) :]
    return new + value if old == OWN and isinstance(value, str) and value.startswith(OWN) else value
