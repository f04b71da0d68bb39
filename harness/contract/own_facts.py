"""A project's own facts: the files of ``[tool.harness] facts``, and the lines in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from botocore.model import OperationModel

from harness.contract.facts import OWN, PATH_KEYS, PROJECT, Fact, own_facts, paths_of, renamed, text_of
from harness.contract.paths.member import outer_and_name
from harness.contract.paths.shape import shape_at
from harness.contract.rules import KINDS, rule_from_json
from harness.contract.sentences import digest_of
from harness.errors import HarnessError, UnknownName
from harness.models import load_service


class BadFacts(HarnessError):
    """A project's file of facts can't be read.

    Args:
        path: the file.
        line: the number of the line, from 1; 0 for the file itself.
        reason: what is wrong with it, a whole sentence.
    """

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}" if self.line else str(self.path)
        return f"{where}: {self.reason} harness docs facts shows the form."


def load_own_facts(path: Path) -> dict[str, list[Fact]]:
    """Read a project's file of facts, by service.

    Raises:
        BadFacts: it can't be read, or a line in it is no fact.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadFacts(path, 0, f"It can't be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise BadFacts(path, 0, "It isn't text in UTF-8.") from None
    found: dict[str, list[Fact]] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            service, fact = _own_fact(path, number, line)
            found.setdefault(service, []).append(fact)
    return found


def _own_fact(path: Path, number: int, line: str) -> tuple[str, Fact]:
    try:
        written = orjson.loads(line)
    except ValueError as error:
        raise BadFacts(path, number, f"It isn't JSON ({error}).") from None
    texts = isinstance(written, dict) and all(
        isinstance(written.get(name), str) for name in ("service", "at")
    )
    rule = written.get("rule") if texts else None
    if not isinstance(rule, dict) or rule.get("kind") not in KINDS:
        known = ", ".join(sorted(KINDS))
        reason = f"A fact has texts for service and at, and a rule whose kind is one of {known}."
        raise BadFacts(path, number, reason)
    fact = Fact.from_json({"s": (), "by": (PROJECT,), **written})
    try:
        if not fact.is_off:
            rule_from_json(renamed(fact.rule, OWN, fact.member))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise BadFacts(path, number, f"{fact.rule} is no rule of its kind ({error}).") from None
    return written["service"], fact


def idle_own_facts() -> tuple[str, ...]:
    """Return the project's own facts that match no text of the installed models, each as a sentence."""
    return tuple(
        f"{service} {fact.name}: {reason}"
        for service, facts in own_facts().items()
        for fact in facts
        if (reason := _idle(service, fact))
    )


def _idle(service: str, fact: Fact) -> str:
    try:
        model = load_service(service)
    except UnknownName:
        return "There is no such service."
    holder = fact.at.partition(".")[0]
    if not fact.member:
        if holder not in model.operation_names:
            return "There is no such operation."
        documentation = model.operation_model(holder).documentation
    else:
        members = model.shape_for(holder).members if holder in model.shape_names else {}
        if fact.member not in members:
            return "There is no such structure with this member."
        documentation = members[fact.member].documentation
    return "" if fact.rests_on(text_of(documentation)) is not None else "Its sentences have changed."


class NoFact(HarnessError):
    """What a project wants to state of an operation is no fact about it.

    Args:
        reason: what is wrong, a whole sentence or several.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


def own_line(operation: OperationModel, rule: Any, number: int | None = None) -> dict[str, Any]:
    """Return the line by which a project states a rule on an operation's parameters as a fact of its own.

    Args:
        operation: botocore's model of it.
        rule: the rule in its JSON form, with its parameters' full paths.
        number: the sentence that states it, from 1, in the text of the first parameter that it names; None
            for a fact that holds whatever the text says.

    Raises:
        NoFact: it is no rule, names no parameter of the operation, or the text has no such sentence.
    """
    try:
        paths = list(paths_of(rule_from_json(rule).to_json()))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise NoFact(f"{rule} is no rule ({error}). harness rules OPERATION --json prints some.") from None
    scope, leaf = outer_and_name(paths[0]) if paths else ("", "")
    holder = shape_at(operation.input_shape, scope)
    if holder is None or leaf not in getattr(holder, "members", {}):
        raise NoFact(f"{operation.name} has no parameter {paths[0] if paths else ''!r}.")
    sentences = text_of(holder.members[leaf].documentation).sentences
    if number is not None and not 1 <= number <= len(sentences):
        known = "".join(f"\n  {one.index + 1}  {one.text}" for one in sentences) or " It has none."
        raise NoFact(f"The text of {paths[0]} has no sentence {number}.{known}")
    stated = renamed(_inside(rule, f"{scope}." if scope else ""), leaf, OWN)
    rests = {"s": [digest_of(sentences[number - 1 : number])]} if number is not None else {}
    service = operation.service_model.service_name
    return {"service": service, "at": f"{holder.name}.{leaf}", **rests, "rule": stated}


def _inside(written: Any, scope: str) -> Any:
    """Return a rule's JSON form with its paths named from inside the structure at `scope`."""
    if isinstance(written, dict):
        return {key: _inside(value, scope) if key in PATH_KEYS else value for key, value in written.items()}
    if isinstance(written, list):
        return [_inside(value, scope) for value in written]
    return written.removeprefix(scope) if isinstance(written, str) else written
