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
from tools.facts.forms import FilterForm, NoRule, is_coming, rules_of
from tools.facts.texts import operations_by_structure, paths_of_entries

if TYPE_CHECKING:
    from botocore.model import OperationModel, ServiceModel, Shape

_HEAD = re.compile(r"= ([\w-]+)\.(\w+)")
_OK = re.compile(r"ok( \d+)*")
_UNORDERED = ("values", "params", "then", "in")


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
            yield from ({**each, "by": [by]} for each in _facts(line, part.name, shape, service))
        except Refused as error:
            yield Refused(f"{part.service}.{part.name}: {line[:150]}: {error}")
    if part.is_whole:
        texts = (
            {"": service.operation_model(part.name).documentation}
            if shape is None
            else {name: target.documentation for name, target in shape.members.items()}
        )
        yield {"read": part.name, "texts": digest_of_texts(texts), "by": [by]}


def _facts(line: str, name: str, shape: Shape | None, service: ServiceModel) -> list[dict[str, Any]]:
    """Return what a line of a reader enters: a note, or a fact for each rule that its form stands for."""
    member, digests, rest = _split(line, shape)
    target = None if shape is None else shape.members[member]
    text = text_of(service.operation_model(name).documentation if target is None else target.documentation)
    known = {text.digest_at(number)[:6]: number for number in range(len(text.sentences))}
    if missing := [digest for digest in digests if digest[:6] not in known]:
        raise Refused(f"the text has no sentence {missing[0]}")
    numbers = sorted(known[digest[:6]] for digest in digests)
    written: dict[str, Any] = {
        "at": f"{name}.{member}" if member else name,
        "s": [text.digest_at(number) for number in numbers],
    }
    if len(numbers) > 1 or text.sentences[numbers[0]].bulleted:
        written["next"] = text.digest_at(numbers[-1] + 1) or None
    if rest.startswith("else "):
        return [{**written, "else": rest.removeprefix("else ").strip()}]
    rule, ops = _read(rest)
    if ops:
        written["ops"] = ops
    if "member" in rule:
        _check_response(rule["member"], service, _users(service, shape, name, ops))
    words = " ".join(text.sentences[number].text for number in numbers)
    found = []
    users = _users(service, shape, name, ops)
    for each in _rules(rule, filters_of(target, service.operation_model(users[0]))):
        if is_coming(each):
            found.append({**written, "else": each["kind"], "says": each})
        elif rule["kind"] != "named_filters" or _lists_names(each, target, words):
            _check(each, member, shape, service, name, words)
            found.append({**written, "rule": each})
    return found


def _lists_names(rule: dict[str, Any], target: Shape | None, words: str) -> bool:
    """Tell whether a text has all names of a filter, which the model doesn't list."""
    shape = shape_at(target, rule["param"].removeprefix(OWN)) if target is not None else None
    has_all = all(name.lower() in words.lower() for name in rule.get("values", ()))
    return has_all and not (shape is not None and shape.metadata.get("enum"))


def _read(written: str) -> tuple[dict[str, Any], list[str]]:
    try:
        rule = json.loads(written)
        return rule, rule.pop("ops", [])
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused(f"it is no rule ({error!r})") from None


def _rules(rule: dict[str, Any], filters: FilterForm | None) -> list[dict[str, Any]]:
    try:
        return list(rules_of(rule, filters))
    except (NoRule, LookupError, TypeError, AttributeError) as error:
        raise Refused(str(error)) from None


_NAMES = ("name", "key", "filterkey", "filtername", "field")


def filters_of(target: Shape | None, operation: OperationModel) -> FilterForm | None:
    """Return the form of the filters in a list; None where it has none.

    Args:
        target: the list.
        operation: the operation that takes them.
    """
    entry = target.member if target is not None and target.type_name == "list" else None
    if entry is None or entry.type_name != "structure":
        return None
    texts = [name for name, inner in entry.members.items() if inner.type_name == "string"]
    named = [name for name in texts if name.lower() in _NAMES]
    values = [name for name in entry.members if name not in named[:1]]
    value = values[0] if len(values) == 1 and "value" in values[0].lower() else ""
    return FilterForm(named[0], value, tuple(paths_of_entries(operation))) if named else None


def _split(line: str, shape: Shape | None) -> tuple[str, list[str], str]:
    words = line.split(" ", 2 if shape is not None else 1)
    if len(words) < (3 if shape is not None else 2):
        raise Refused("a line has a member, digests and a rule")
    member = words[0] if shape is not None else ""
    if shape is not None and member not in shape.members:
        raise Refused(f"there is no member {member}")
    return member, words[-2].split(","), words[-1]


def _users(service: ServiceModel, shape: Shape | None, name: str, ops: list[str]) -> list[str]:
    if ops or shape is None:
        return ops or [name]
    return operations_by_structure(service)[shape.name]


def _check_response(path: str, service: ServiceModel, operations: list[str]) -> None:
    """Refuse a path that no response has."""
    outputs = [service.operation_model(name).output_shape for name in operations]
    if not any(shape_at(output, path) for output in outputs if output is not None):
        raise Refused(f"no response has {path}")


def _check(
    rule: dict[str, Any], member: str, shape: Shape | None, service: ServiceModel, name: str, words: str
) -> None:
    """Refuse what the pilot's checks refuse: unknown names, values of another text, what the model says."""
    holder = shape if shape is not None else service.operation_model(name).input_shape
    known = {OWN, *(holder.members if holder is not None else ())}
    stated = rule_from_json(renamed(rule, OWN, member or "Any"))
    try:
        hash(stated)
    except TypeError:
        raise Refused("its values are lists or structures") from None
    if stated.side == "request" and (unknown := named_in(rule) - known):
        raise Refused(f"there is no member {sorted(unknown)[0]} next to it")
    if stated.side == "request" and holder is not None:
        _check_types(renamed(rule, OWN, member), holder)
    if rule["kind"] == "enum":
        lost = [value for value in rule["values"] if str(value).lower() not in words.lower()]
        if lost:
            raise Refused(f"its sentences don't have {lost[0]!r}")
    if rule["kind"] == "default" and shape is not None and member in shape.required_members:
        raise Refused("a required member has no default")
    is_breakable = stated.side == "request" and stated.meaning and not stated.assumes
    if is_breakable and shape is not None and stated.is_implied(shape):
        raise Refused("the model says as much")


_TYPES = {
    "range": ("integer", "long", "float", "double", "bigdecimal"),
    "length": ("string", "blob"),
    "size": ("list", "map"),
}


def _check_types(rule: Mapping[str, Any], holder: Shape) -> None:
    """Refuse paths that lead nowhere, and bounds of another type."""
    if "rule" in rule:
        _check_types(rule["rule"], holder)
    for path in paths_of({name: value for name, value in rule.items() if name != "rule"}):
        shape = shape_at(holder, path)
        if path.startswith(("^", "/")):  # out of the structure
            continue
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
        new = [each for each in found if not isinstance(each, Refused)]
        print(f"{name}: {len(new)} lines, {len(refused)} refused", end="")
        print(f", {unfinished} unfinished" if (unfinished := sum(not p.is_whole for p in parts)) else "")
        for each in refused:
            print("  refused:", each)
        if not dry_run:  # a reader isn't told what others have read
            print("  entered:", dict(merge(lines, new)))
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
