"""List the claims that nobody has read, in the form in which verdicts are entered (``make review``).

Each sentence comes with the text around it, and then a line for each claim. Put the verdict in place of ``?``
and of what follows it:

    4f2a9c81d0e3 confirmed
    4f2a9c81d0e3 refuted the limit is on the tag key, not on the list
    4f2a9c81d0e3 corrected {"kind": "at_most_one", "params": [".", "Marker"]}

``.`` is the documented member itself. ``--enter FILE`` puts the verdicts of a file into the review.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.model import OperationModel

from harness.contract.mined import documented_rules
from harness.contract.paths.shape import shape_at
from harness.contract.prose.text import Sentence, sentences_of
from harness.contract.review import REVIEWED, load_review
from harness.contract.rules import Rule, Source
from harness.models import operations

BEFORE, AFTER, ITEMS, LONGEST = 2, 3, 8, 450
VERDICT = re.compile(r"([0-9a-f]{12}) (confirmed|refuted|corrected|added)\b")
TRAITS = ("min", "max", "enum", "required")


@dataclass
class Claim:
    """A claim with the places that state it."""

    rule: Rule
    source: Source
    operation: OperationModel
    places: list[str] = field(default_factory=list)


def unread_claims() -> dict[str, Claim]:
    """Return the unread claims of the installed botocore, by name."""
    claims: dict[str, Claim] = {}
    for operation in operations():
        for rule in documented_rules(operation).rules:
            source = rule.source
            if source is not None and source.review == "unread":
                claim = claims.setdefault(source.claim, Claim(rule, source, operation))
                service = operation.service_model.service_name
                claim.places.append(f"{service}.{operation.name}/{source.member or '(operation)'}")
    return claims


def documentation(operation: OperationModel, source: Source) -> tuple[str, Any]:
    """Return the text that states a claim, and the shape that it documents."""
    if not source.member:
        return operation.documentation, None
    shape = shape_at(
        operation.input_shape if source.side == "request" else operation.output_shape, source.member
    )
    return (shape.documentation if shape is not None else ""), shape


def described(shape: Any) -> str:
    """Return a shape's type and traits in a few words."""
    if shape is None:
        return "operation"
    words = [shape.type_name]
    while shape.type_name == "list":
        words += traits_of(shape)
        shape = shape.member
        words.append(f"of {shape.type_name}")
    return " ".join([*words, *traits_of(shape)])[:LONGEST]


def traits_of(shape: Any) -> list[str]:
    """Return the traits of a shape that a claim may repeat."""
    said = {name: value for name, value in shape.metadata.items() if name in TRAITS}
    return [f"{name}={value[:12] if isinstance(value, list) else value}" for name, value in said.items()]


def around(operation: OperationModel, source: Source) -> str:
    """Return the sentences around a claim's own, which stands between >> and <<."""
    sentences = sentences_of(documentation(operation, source)[0])
    number = source.sentence or 0
    near = sentences[max(0, number - BEFORE) : number + 1 + AFTER]
    items = next((sentence.items for sentence in sentences if sentence.index == number), ())
    texts = [f">>{one.text}<<" if one.index == number else bulleted(one) for one in near]
    texts.extend(bulleted(item) for item in items[AFTER : AFTER + ITEMS])
    return " | ".join(text[:LONGEST] for text in texts)


def bulleted(sentence: Sentence) -> str:
    """Return a sentence, with a star if it is a list item."""
    return f"* {sentence.text}" if sentence.bulleted else sentence.text


def listed(claims: dict[str, Claim]) -> Iterator[str]:
    """Yield the lines of the list: each sentence once, with the text around it and all its claims."""
    by_sentence: dict[str, list[tuple[str, Claim]]] = {}
    for digest, claim in sorted(claims.items(), key=lambda item: item[1].places[0]):
        by_sentence.setdefault(claim.source.text, []).append((digest, claim))
    for same in by_sentence.values():
        first = same[0][1]
        yield f"\n## {around(first.operation, first.source)}"
        for digest, claim in same:
            more = f" and {len(claim.places) - 1} more" if len(claim.places) > 1 else ""
            shape = documentation(claim.operation, claim.source)[1]
            stated = f"{claim.rule.kind}: {claim.rule.words}"
            yield f"{digest} ? {stated} @ {claim.places[0]}{more} ({described(shape)})"


def enter(path: Path) -> None:
    """Put the verdicts of a file into the review; its other lines are passed over."""
    known = REVIEWED.read_text(encoding="utf-8").splitlines() if REVIEWED.exists() else ["harness review 1"]
    verdicts = {}
    for line in [*known[1:], *path.read_text(encoding="utf-8").splitlines()]:
        if found := VERDICT.match(line):
            verdicts[found[1], found[2] == "added"] = line.rstrip()
    new = REVIEWED.with_suffix(".new")
    new.write_text("\n".join([known[0], *sorted(verdicts.values())]) + "\n", encoding="utf-8")
    load_review(new)  # refuses what can't be read
    new.replace(REVIEWED)


def main() -> int:
    """List what is unread, or enter verdicts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--enter", type=Path, metavar="FILE", help="put the verdicts of FILE into the review")
    arguments = parser.parse_args()
    if arguments.enter is not None:
        enter(arguments.enter)
        return 0
    claims = unread_claims()
    for line in listed(claims):
        print(line)
    sentences = {claim.source.text for claim in claims.values()}
    places = sum(len(claim.places) for claim in claims.values())
    print(f"{places:,} unread rules, {len(claims):,} claims of {len(sentences):,} sentences", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
