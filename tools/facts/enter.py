"""Enter a reader's lines into the facts: ``python -m tools.facts.enter --by r1 kms.1.read kms.2.read``.

Each line is checked against the model and its sentences; what doesn't hold is printed and left out. A fact
that another reader wrote alike gets one reader more, so that its breach is an error. ``--dry-run`` writes
nothing.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.contract.facts import FOLDER, OWN, digest_of_texts, named_in, paths_of, renamed, text_of
from harness.contract.paths.shape import shape_at
from harness.contract.rules import rule_from_json
from harness.models import load_service

if TYPE_CHECKING:
    from botocore.model import ServiceModel, Shape

_HEAD = re.compile(r"= ([\w-]+)\.(\w+)")
_OK = re.compile(r"ok( \d+)*")
_UNORDERED = ("values", "params", "then", "in")
_KEEPS = re.compile(r"Update|Modify|Put|Set|Change")
"""Operations where what is left out stays as it is."""


class Refused(Exception):
    """A line isn't a fact about the text."""


@dataclass(frozen=True)
class Part:
    """What a reader wrote of one structure, or of an operation's own text.

    Attributes:
        service: its service.
        name: the structure or operation.
        lines: the lines of facts and notes.
        is_whole: whether a receipt says that it was read to its end.
    """

    service: str
    name: str
    lines: tuple[str, ...]
    is_whole: bool


def parts_of(text: str) -> Iterator[Part]:
    """Split what a reader wrote by structures."""
    head, lines = None, []
    for line in (*filter(None, map(str.strip, text.splitlines())), "= end.end"):
        found = _HEAD.match(line)
        if found is None:
            lines.append(line)
            continue
        if head is not None:
            is_whole = bool(lines) and _OK.fullmatch(lines[-1]) is not None
            yield Part(head[1], head[2], tuple(one for one in lines if not _OK.fullmatch(one)), is_whole)
        head, lines = found, []


def entered(part: Part, service: ServiceModel, by: str) -> Iterator[dict[str, Any] | Refused]:
    """Yield the lines of a facts file for what a reader wrote of a part, and what is wrong with others."""
    is_operation = part.name in service.operation_names
    shape = None if is_operation else service.shape_for(part.name)
    for line in part.lines:
        try:
            yield {**_fact(line, part.name, shape, service), "by": [by]}
        except Refused as error:
            yield Refused(f"{part.service}.{part.name}: {line[:150]}: {error}")
    if part.is_whole:
        texts = (
            {"": service.operation_model(part.name).documentation}
            if shape is None
            else {name: target.documentation for name, target in shape.members.items()}
        )
        yield {"read": part.name, "texts": digest_of_texts(texts), "by": [by]}


def _fact(line: str, name: str, shape: Shape | None, service: ServiceModel) -> dict[str, Any]:
    member, digests, rest = _split(line, shape)
    at = f"{name}.{member}" if member else name
    documentation = (
        shape.members[member].documentation
        if shape is not None
        else service.operation_model(name).documentation
    )
    sentences = text_of(documentation)
    known = {sentences.digest_at(number)[:6]: number for number in range(len(sentences.sentences))}
    if missing := [digest for digest in digests if digest[:6] not in known]:
        raise Refused(f"the text has no sentence {missing[0]}")
    numbers = sorted(known[digest[:6]] for digest in digests)
    written: dict[str, Any] = {"at": at, "s": [sentences.digest_at(number) for number in numbers]}
    if len(numbers) > 1 or sentences.sentences[numbers[0]].bulleted:
        following = sentences.digest_at(numbers[-1] + 1)
        written["next"] = following or None
    if rest.startswith("else "):
        return {**written, "else": rest.removeprefix("else ").strip()}
    rule, ops = _rule(rest, member)
    if ops:
        written["ops"] = ops
    words = " ".join(sentences.sentences[number].text for number in numbers)
    _check(rule, member, shape, service, name, words)
    return {**written, "rule": rule}


def _split(line: str, shape: Shape | None) -> tuple[str, list[str], str]:
    words = line.split(" ", 2 if shape is not None else 1)
    if len(words) < (3 if shape is not None else 2):
        raise Refused("a line has a member, digests and a rule")
    member = words[0] if shape is not None else ""
    if shape is not None and member not in shape.members:
        raise Refused(f"there is no member {member}")
    return member, words[-2].split(","), words[-1]


def _rule(written: str, member: str) -> tuple[dict[str, Any], list[str]]:
    try:
        rule = json.loads(written)
        ops = rule.pop("ops", [])
        if "params" not in rule and "then" not in rule and "member" not in rule:
            rule.setdefault("param", OWN)
        rule = json.loads(json.dumps(rule))
        rule_from_json(renamed(rule, OWN, member or "Any"))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Refused(f"it is no rule ({error!r})") from None
    return rule, ops


def _check(
    rule: dict[str, Any], member: str, shape: Shape | None, service: ServiceModel, name: str, words: str
) -> None:
    """Refuse what the pilot's checks refuse: unknown names, values of another text, what the model says."""
    holder = shape if shape is not None else service.operation_model(name).input_shape
    known = {OWN, *(holder.members if holder is not None else ())}
    side = rule_from_json(renamed(rule, OWN, member or "Any")).side
    if side == "request" and (unknown := named_in(rule) - known):
        raise Refused(f"there is no member {sorted(unknown)[0]} next to it")
    if side == "request" and holder is not None:
        _check_types(renamed(rule, OWN, member), holder)
    if rule["kind"] == "enum":
        lost = [value for value in rule["values"] if str(value).lower() not in words.lower()]
        if lost:
            raise Refused(f"its sentences don't have {lost[0]!r}")
    if rule["kind"] == "default" and shape is not None:
        if member in shape.required_members:
            raise Refused("a required member has no default")
        if _KEEPS.match(name):
            raise Refused("what an update leaves out stays as it is")
    if side == "request" and shape is not None:
        stated = rule_from_json(renamed(rule, OWN, member))
        if rule["kind"] != "default" and stated.is_implied(shape):
            raise Refused("the model says as much")


_TYPES = {
    "range": ("integer", "long", "float", "double", "bigdecimal"),
    "length": ("string", "blob"),
    "size": ("list", "map"),
}


def _check_types(rule: Mapping[str, Any], holder: Shape) -> None:
    """Refuse paths that lead nowhere, and bounds of another type."""
    for path in paths_of(rule):
        shape = shape_at(holder, path)
        if shape is None:
            raise Refused(f"{path} is no place in it")
        if shape.type_name not in _TYPES.get(rule["kind"], (shape.type_name,)):
            raise Refused(f"{path} is a {shape.type_name}")


def canonical(line: Mapping[str, Any]) -> str:
    """Return what makes two readings alike: place and rule, whatever the order of what has none."""
    return json.dumps([line["at"], line.get("ops", []), _sorted(line["rule"])], sort_keys=True)


def _sorted(value: Any, key: str = "", *, ordered: bool = False) -> Any:
    if isinstance(value, dict):
        ordered = value.get("kind") == "order"
        return {name: _sorted(inner, name, ordered=ordered) for name, inner in value.items()}
    if isinstance(value, list) and key in _UNORDERED and not ordered:
        return sorted(value, key=repr)
    return value


def merge(lines: list[dict[str, Any]], new: Iterable[dict[str, Any]]) -> Counter[str]:
    """Put new lines into those of a facts file, in place; count what was new and what was read alike."""
    counts: Counter[str] = Counter()
    facts = {canonical(line): line for line in lines if "rule" in line}
    others = {json.dumps({**line, "by": 0}, sort_keys=True): line for line in lines if "rule" not in line}
    for line in new:
        is_fact = "rule" in line
        key = canonical(line) if is_fact else json.dumps({**line, "by": 0}, sort_keys=True)
        held = (facts if is_fact else others).get(key)
        what = "fact" if is_fact else "note" if "else" in line else "structure"
        if held is None:
            lines.append(line)
            (facts if is_fact else others)[key] = line
            counts[f"new {what}"] += 1
        else:
            held["by"] = sorted({*held["by"], *line["by"]})
            counts[f"{what} read alike"] += 1
    return counts


def _order(line: Mapping[str, Any]) -> tuple[str, str]:
    return str(line.get("at", line.get("read", ""))), json.dumps(line, sort_keys=True)


def enter(paths: Iterable[Path], by: str, *, dry_run: bool = False) -> None:
    """Enter the files of one reader, and print what was entered and what was refused."""
    by_service: dict[str, list[Part]] = {}
    for path in paths:
        for part in parts_of(path.read_text(encoding="utf-8")):
            by_service.setdefault(part.service, []).append(part)
    for name, parts in by_service.items():
        service = load_service(name)
        file = FOLDER / f"{name}.jsonl"
        lines = (
            [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            if file.exists()
            else [{"service": name}]
        )
        found = [each for part in parts for each in entered(part, service, by)]
        refused = [each for each in found if isinstance(each, Refused)]
        counts = merge(lines, (each for each in found if not isinstance(each, Refused)))
        print(
            name, dict(counts), f"refused {len(refused)}", f"unfinished {sum(not p.is_whole for p in parts)}"
        )
        for each in refused:
            print("  refused:", each)
        if not dry_run:
            written = (
                json.dumps(line, separators=(",", ":"), ensure_ascii=False)
                for line in sorted(lines, key=_order)
            )
            file.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")


def main() -> None:
    """Enter the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--by", required=True, help="who has read: a short name, as r1")
    parser.add_argument("--dry-run", action="store_true")
    arguments = parser.parse_args()
    enter(arguments.files, arguments.by, dry_run=arguments.dry_run)


if __name__ == "__main__":
    main()
