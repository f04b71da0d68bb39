"""Measure the miner on all of the installed botocore: claims before and after a change, and weak labels.

Usage::

    python benchmarks/wild_rules.py --save before.json              # the claims of the miner as it is
    python benchmarks/wild_rules.py --against before.json           # what a change adds and what it loses
    python benchmarks/wild_rules.py --weak [--errors]               # texts that repeat a trait of the model

``--share 3`` takes every third text, chosen by a digest of its words; ``--service NAME`` takes one service.
A claim that a change adds is right if the model, or a correction of the review, says the same; the others are
listed for reading, as are the confirmed claims that it loses.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from botocore.model import ServiceModel, Shape

from harness.contract.prose.miner import RECOGNISERS, consistent
from harness.contract.prose.operations import mine_response
from harness.contract.prose.passage import NUMERIC, Passage
from harness.contract.prose.text import sentences_of
from harness.contract.review import claim_of, digest_of, packaged_review
from harness.contract.rules import Enum, Length, Range, Rule, Size, Source
from harness.models import load_service, service_names

BOUNDS = {"string": Length, "list": Size, "map": Size, **dict.fromkeys(NUMERIC, Range)}
CLOSED = re.compile(
    r"\b(?:(?:valid|possible|allowed|supported|accepted|available|permitted|acceptable) (?:[\w-]+ ){0,3}?"
    r"(?:values?|options?|types?|modes?|settings?)|one of|must be|can be|either|only|following "
    r"(?:\w+ )?(?:values?|options?))\b",
    re.IGNORECASE,
)
BOUNDED = re.compile(
    r"(?:\b(?:max\w*|up to|at most|more than|exceed|less than|between|valid|range|limit\w*|to"
    r"|through|and)|\d ?-) ?[^.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Text:
    """The documentation of a member of a request, or of an operation, with the shape that it is about."""

    place: str
    words: str
    member: str
    type: str
    siblings: tuple[str, ...]
    element: str | None
    holder: Shape | None
    shape: Shape | None

    @property
    def key(self) -> tuple[Any, ...]:
        """What the miner sees; texts of one key have the same rules."""
        return self.words, self.member, self.type, self.siblings, self.element, self.values

    @property
    def values(self) -> tuple[str, ...]:
        """The values that the model gives the member."""
        return tuple(self.shape.metadata.get("enum", ())) if self.shape is not None else ()


def texts_of(service: ServiceModel) -> Iterator[Text]:
    """Yield the texts on a service's requests: of its operations, and of the structures that they take."""
    name = service.service_name
    waiting: list[Shape] = []
    for operation_name in service.operation_names:
        operation = service.operation_model(operation_name)
        top = operation.input_shape
        siblings = tuple(top.members) if top is not None else ()
        place = f"{name}.{operation_name}"
        yield Text(place, operation.documentation, "", "operation", siblings, None, top, None)
        waiting += [top] if top is not None else []
    seen: set[str] = set()
    while waiting:
        shape = waiting.pop()
        while shape.type_name in ("list", "map"):
            shape = shape.member if shape.type_name == "list" else shape.value
        if shape.type_name != "structure" or shape.name in seen:
            continue
        seen.add(shape.name)
        siblings = tuple(shape.members)
        for member, target in shape.members.items():
            element = {"list": "member", "map": "value"}.get(target.type_name)
            kind = getattr(target, element).type_name if element else None
            place = f"{name}.{shape.name}.{member}"
            words = target.documentation
            yield Text(place, words, member, target.type_name, siblings, kind, shape, target)
            waiting.append(target)


def chosen(words: str, share: int) -> bool:
    """Tell whether a text belongs to the part that is measured: the same texts in each run."""
    return share == 1 or hashlib.blake2b(words.encode(), digest_size=4).digest()[0] % share == 0


def rules_in(text: Text) -> Iterator[Rule]:
    """Yield what the miner reads in each sentence of a text, before the review."""
    sentences = sentences_of(text.words)
    passage = Passage(text.member, text.type, text.siblings, sentences, text.element, text.values)
    for sentence in passage.sentences:
        source = Source("prose", "request", text.member, sentence.index, sentence.text)
        for recognise in RECOGNISERS:
            for rule in recognise(passage, sentence):
                yield replace(rule, source=source)


def claims_in(rules: Iterable[Rule], place: str, holder: Shape | None) -> Iterator[dict[str, Any]]:
    """Yield claims as they are saved: the rule, its sentence, its place and what the model says of it."""
    for rule in rules:
        source = rule.source
        if source is None:
            raise ValueError("A mined rule has a source.")
        claim = claim_of(rule, source.member)
        yield {
            "digest": source.claim or digest_of(source.text, claim),
            "sentence": source.text,
            "claim": json.loads(claim),
            "kind": rule.kind,
            "words": rule.words,
            "place": place,
            "model": rule.contradiction(holder)
            or ("implied" if rule.kind != "default" and rule.is_implied(holder) else ""),
        }


def wild_claims(services: Iterable[str], share: int) -> dict[str, dict[str, Any]]:
    """Mine services, or a share of their texts, and return each claim once, with the number of its places."""
    found: dict[str, dict[str, Any]] = {}
    seen: set[tuple[Any, ...]] = set()
    for name in services:
        service = load_service(name)
        claims: list[dict[str, Any]] = []
        for text in texts_of(service):
            if chosen(text.words, share) and text.key not in seen:
                seen.add(text.key)
                claims += claims_in(rules_in(text), text.place, text.holder)
        for operation in map(service.operation_model, service.operation_names):
            if chosen(operation.documentation, share):
                place = f"{name}.{operation.name} (response)"
                claims += claims_in(mine_response(operation), place, None)
        for claim in claims:
            known = found.setdefault(claim["digest"], {**claim, "places": 0})
            known["places"] += 1
            known["model"] = known["model"] and claim["model"]
    return found


def compare(old: Mapping[str, Any], new: Mapping[str, Any], sample: int | None) -> None:
    """Print the claims that a change adds, and those that it loses, by what is known of them."""
    review = packaged_review()
    corrected: dict[str, list[Any]] = {}
    for digest, claim in {**old, **new}.items():
        verdict = review.verdicts.get(digest)
        if verdict is not None and verdict.state == "corrected":
            corrected.setdefault(digest_of(claim["sentence"]), []).extend(verdict.rules)
    for sentence, rules in review.added.items():
        corrected.setdefault(sentence, []).extend(rules)

    def state(claim: Mapping[str, Any]) -> str:
        verdict = review.verdicts.get(claim["digest"])
        if verdict is not None:
            return verdict.state
        rules = [{**rule} for rule in corrected.get(digest_of(claim["sentence"]), [])]
        for rule in rules:
            rule.pop("extended", None)
        if claim["claim"] in rules:
            return "as corrected"
        return (
            "as in the model"
            if claim["model"] == "implied"
            else (claim["model"] and "against the model") or "unread"
        )

    for title, digests, quiet in (
        ("ADDED", new.keys() - old.keys(), ("as in the model", "as corrected", "confirmed")),
        ("LOST", old.keys() - new.keys(), ("refuted", "against the model")),
    ):
        claims = [{**old, **new}[digest] for digest in sorted(digests)]
        counts = Counter(state(claim) for claim in claims)
        shown = [claim for claim in claims if state(claim) not in quiet]
        if sample is not None and len(shown) > sample:
            shown = random.Random(0).sample(shown, sample)
        for claim in sorted(shown, key=lambda claim: (state(claim), claim["kind"], claim["sentence"])):
            note = f" [{claim['model']}]" if claim["model"] else ""
            print(
                f"{title} {state(claim)}, {claim['kind']}: {claim['words']}{note} @ {claim['place']}"
                f" x{claim['places']} {claim['digest']}\n    {claim['sentence'][:400]}"
            )
        places = sum(claim["places"] for claim in claims)
        print(f"{title}: {len(claims)} claims in {places} places: {dict(counts)}", file=sys.stderr)


def is_repeated(text: Text, plain: str) -> type[Rule] | None:
    """Return the kind of the rule by which a text repeats a trait of its member's shape; None if it has none.

    A text repeats an enumeration if it has each value and a phrase of closed lists, and bounds if the greater
    one stands behind a word of bounds.
    """
    shape = text.shape
    if shape is None:
        return None
    traits = shape.metadata
    values = traits.get("enum", ())
    if values:
        known = set(re.findall(r"[\w.:/+*-]*\w", plain))
        return Enum if len(values) > 1 and known >= set(values) and CLOSED.search(plain) else None
    kind = BOUNDS.get(shape.type_name)
    most = traits.get("max")
    if kind is None or most is None or most < 2 or most > 10**12:
        return None
    number = re.compile(rf"(?<![\w.,-])(?:{most}|{most:,})(?![\w,]*\d)(?!\.\d)")
    near = [plain[max(0, match.start() - 40) : match.start()] for match in number.finditer(plain)]
    return kind if any(BOUNDED.search(before) for before in near) else None


def weak(services: Iterable[str], share: int, *, errors: bool) -> None:
    """Print how many repeated traits the miner finds, misses and reads otherwise."""
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[Any, ...]] = set()
    for name in services:
        for text in texts_of(load_service(name)):
            if not chosen(text.words, share):
                continue
            traits = text.shape.metadata if text.shape is not None else {}
            said = (traits.get("min"), traits.get("max"), tuple(traits.get("enum", ())))
            if (text.key, said) in seen:
                continue
            seen.add((text.key, said))
            plain = " ".join(sentence.text for sentence in sentences_of(text.words))
            kind = is_repeated(text, plain)
            if kind is None:
                continue
            of_member = [
                rule
                for rule in consistent(rules_in(text))
                if isinstance(rule, kind) and rule.param == text.member
            ]
            outcome = outcome_of(of_member, said)
            counts[kind.kind, outcome] += 1
            if errors and outcome != "found":
                rules = "; ".join(rule.words for rule in of_member)
                print(f"{outcome} {kind.kind} {said} {text.place}: {rules}\n    {plain[:700]}")
    print(f"{'kind':10}{'found':>7}{'missed':>8}{'otherwise':>11}{'recall':>8}")
    for kind_name in [*sorted({kind for kind, _ in counts}), "all"]:
        found, missed, other = (
            sum(
                count
                for (kind, what), count in counts.items()
                if what == outcome and kind_name in (kind, "all")
            )
            for outcome in ("found", "missed", "otherwise")
        )
        print(f"{kind_name:10}{found:7}{missed:8}{other:11}{found / max(1, found + missed + other):8.3f}")


def outcome_of(rules: list[Any], said: tuple[Any, Any, tuple[Any, ...]]) -> str:
    """Tell what became of a repeated trait: found, missed, or read otherwise."""
    low, high, values = said
    if not rules:
        return "missed"
    rule = rules[0]
    if values:
        return "found" if set(rule.values) == set(values) else "otherwise"
    if rule.max is None:
        return "missed"
    return "found" if rule.max == high and rule.min in (None, low) else "otherwise"


def main() -> int:
    """Save, compare or measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--save", type=Path, metavar="FILE", help="write the claims of the miner as it is")
    what.add_argument("--against", type=Path, metavar="FILE", help="compare with claims that were saved")
    what.add_argument("--weak", action="store_true", help="measure on texts that repeat a trait of the model")
    parser.add_argument("--share", type=int, default=1, metavar="N", help="every N-th text only")
    parser.add_argument(
        "--service", action="append", metavar="NAME", help="this service only; may be repeated"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="list N of the claims at most")
    parser.add_argument("--errors", action="store_true", help="list what is missed or read otherwise")
    arguments = parser.parse_args()
    services = arguments.service or service_names()
    if arguments.weak:
        weak(services, arguments.share, errors=arguments.errors)
        return 0
    if arguments.save is not None:
        written = wild_claims(services, arguments.share)
        arguments.save.write_text(json.dumps(written), encoding="utf-8")
        print(f"{len(written):,} claims", file=sys.stderr)
        return 0
    if not arguments.against.exists():
        parser.error(f"There are no saved claims at {arguments.against}; --save writes them.")
    old = json.loads(arguments.against.read_text(encoding="utf-8"))
    new = wild_claims(services, arguments.share)
    compare(old, new, arguments.sample)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
