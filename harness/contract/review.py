"""What a reader said of the claims that the miner takes from documentation: confirmed, refuted or corrected.

A mined rule is a claim about a sentence. The file ``reviewed.txt`` of this package holds a verdict for each
claim that somebody has read. A claim is known by a digest of its sentence and of what is taken from it, with
a dot for the documented member, so a verdict outlives releases of botocore. A claim without a verdict is
unread: to break it is a warning at most.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from harness.contract.rules import Rule, rule_from_json
from harness.contract.source import Source
from harness.errors import HarnessError

State = Literal["confirmed", "corrected", "refuted", "unread"]

OWN = "."
"""Stands in a claim for the member whose documentation states it."""

REVIEWED = Path(__file__).with_name("reviewed.txt")
_HEAD = "harness review 1"
_DIGITS = 12
_PATHS = frozenset(("param", "params", "then", "member", "members", "if", "exact_if"))
_LINE = re.compile(rf"([0-9a-f]{{{_DIGITS}}}) (confirmed|refuted|corrected|added)(?: (.+))?")


class BadReview(HarnessError):
    """A review file can't be read.

    Args:
        path: the file.
        line: the number of the line, from 1.
        reason: what is wrong with it, a whole sentence.
    """

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}"
        return f"{where}: {self.reason} CONTRIBUTING.md shows the form, under Review rules."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader said of one claim.

    Attributes:
        state: ``"confirmed"``, ``"refuted"`` or ``"corrected"``.
        reason: why it is refuted; empty otherwise.
        rules: what the text says instead, in the JSON form of rules, with `OWN` for the member itself.
    """

    state: State
    reason: str = ""
    rules: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The verdicts of a review file.

    Attributes:
        verdicts: by the digest of the claim (`claim_of`).
        added: rules that the miner can't read, by the digest of their sentence (`digest_of_sentence`).
    """

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    added: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)


NOTHING_READ = Review()


def load_review(path: Path = REVIEWED) -> Review:
    """Read a review file; an empty review if there is none.

    Raises:
        BadReview: the file is of another version, or a line in it has an unknown word, a rule that is none,
            or a claim that another line has.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return NOTHING_READ
    except UnicodeDecodeError:
        raise BadReview(path, 1, "The file isn't text in UTF-8.") from None
    lines = text.splitlines()
    if not lines or lines[0] != _HEAD:
        raise BadReview(path, 1, f"It must be {_HEAD!r}; another version of harness wrote this file.")
    verdicts: dict[str, Verdict] = {}
    added: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise BadReview(path, number, f"{line!r} isn't a digest, a verdict and what belongs to it.")
        digest, word, rest = found[1], found[2], found[3] or ""
        if digest in (added if word == "added" else verdicts):
            raise BadReview(path, number, f"There is a verdict on {digest} already.")
        if word == "added":
            added[digest] = _rules(path, number, rest)
        elif word == "corrected":
            verdicts[digest] = Verdict("corrected", rules=_rules(path, number, rest))
        elif word == "refuted" and not rest:
            raise BadReview(path, number, "A refuted claim needs a reason.")
        elif word == "confirmed" and rest:
            raise BadReview(path, number, f"Nothing may follow 'confirmed', but {rest!r} does.")
        else:
            verdicts[digest] = Verdict("confirmed" if word == "confirmed" else "refuted", rest)
    return Review(verdicts, added)


@functools.cache
def packaged_review() -> Review:
    """Return the review that comes with harness."""
    return load_review()


def _rules(path: Path, line: int, text: str) -> tuple[Mapping[str, Any], ...]:
    try:
        written = json.loads(text)
        rules = written if isinstance(written, list) else [written]
        for rule in rules:
            if rule_from_json(rule).to_json().keys() - {"extended"} != rule.keys() - {"extended"}:
                raise ValueError("it has an unknown field")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadReview(path, line, f"{text!r} isn't a rule, or a list of rules ({error}).") from None
    return tuple(rules)


def claim_of(rule: Rule, member: str) -> str:
    """Return what a rule claims, as canonical JSON: the digest of it and of the sentence is the claim's name.

    Args:
        rule: the rule, with its parameters named from the structure that the member is in.
        member: the member whose documentation states it; empty for the operation's own.
    """
    written = {key: value for key, value in rule.to_json().items() if key not in ("source", "extended")}
    return json.dumps(_renamed(written, member, OWN) if member else written, sort_keys=True)


def digest_of(sentence: str, claim: str = "") -> str:
    """Return the name of a claim: a digest of its sentence's words and of what is claimed."""
    words = " ".join(re.findall(r"[\w.+\-/:*]+", sentence.lower()))
    return hashlib.blake2b(f"{words}\n{claim}".encode(), digest_size=_DIGITS // 2).hexdigest()


def reviewed(rule: Rule, member: str, review: Review) -> Iterator[Rule]:
    """Yield what holds of a mined rule after the review, its source telling the state and the claim.

    A refuted rule comes as well, with that state, for whoever counts; it must not be checked.

    Args:
        rule: a rule as it was mined, with its source; parameters as for `claim_of`.
        member: as for `claim_of`.
        review: what was read.
    """
    source = rule.source
    if source is None:
        raise ValueError("A mined rule has a source.")
    digest = digest_of(source.text, claim_of(rule, member))
    verdict = review.verdicts.get(digest)
    state: State = verdict.state if verdict is not None else "unread"
    if verdict is None or state != "corrected":
        yield replace(rule, source=replace(source, review=state, claim=digest))
        return
    for written in verdict.rules:
        yield _stated(written, member, replace(source, review="corrected", claim=digest))


def added_rules(source: Source, member: str, review: Review) -> Iterator[Rule]:
    """Yield the rules that a reader took from a sentence which the miner can't read."""
    if review.added:
        digest = digest_of(source.text)
        for written in review.added.get(digest, ()):
            yield _stated(written, member, replace(source, review="corrected", claim=digest))


def source_of(rule: Rule, stated: Iterable[Rule]) -> Source | None:
    """Return the source of a rule that several sentences state, or that was put together from them.

    Where one sentence alone states all of it, that one's, if possible one that a reader has confirmed; else
    one that nobody has read yet, as all parts have to be read.

    Args:
        rule: the rule.
        stated: the rules of the sentences.
    """
    parts = list(stated)
    whole = [part.source for part in parts if part == rule and part.source is not None]
    sources = whole or [part.source for part in parts if part.source is not None]
    wanted = ("confirmed", "corrected") if whole else ("unread",)
    return next((source for source in sources if source.review in wanted), rule.source)


def _stated(written: Mapping[str, Any], member: str, source: Source) -> Rule:
    return replace(rule_from_json(_renamed(written, OWN, member) if member else written), source=source)


def _renamed(written: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    return {key: _with_name(value, old, new) if key in _PATHS else value for key, value in written.items()}


def _with_name(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return [_with_name(one, old, new) for one in value]
    if isinstance(value, dict):  # a condition
        return _renamed(value, old, new)
    if value == old or (isinstance(value, str) and value.startswith(f"{old}[]")):
        return new + value[len(old) :]
    return value
