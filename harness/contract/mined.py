"""The rules of an operation, mined once and kept on disk between processes.

Mining reads every sentence of an operation's documentation, which takes longer than all else that a contract
needs. What it found is kept in the user's cache folder, under a digest of what it was found in: the service's
model, botocore's version and the code of this package. An operation has a file of its own, and a service of
which all operations were asked for has one for them all. Files there may be deleted at any time; what cannot
be read is mined again, and where nothing can be written nothing is kept. Only the last few versions of code
have a folder.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import orjson
from botocore.model import OperationModel, ServiceModel

from harness.contract.rules import Rule, rule_from_json
from harness.models import botocore_version

CACHE_VARIABLE = "HARNESS_CACHE_DIR"
_VERSIONS = 4
_MODELS: weakref.WeakKeyDictionary[ServiceModel, str] = weakref.WeakKeyDictionary()
"""The digest of each model, which is made once: a large one has megabytes."""

T = TypeVar("T")
Written = dict[str, Any]
"""A rule's JSON form and what the model says of it: ``conflict``, ``implied``."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A documented rule that contradicts the model: a finding about AWS's documentation.

    Attributes:
        rule: the rule, which is not checked.
        reason: what the model says, a clause.
    """

    rule: Rule
    reason: str


@dataclass(frozen=True, slots=True)
class Documented:
    """The rules that the documentation of one operation states, besides its model.

    Attributes:
        rules: those that hold besides the model, on requests, responses and paginations.
        narrowing: those on requests that rule out something of what the model allows.
        conflicts: those that contradict the model.
        refuted: those that a reader has refuted; they aren't checked.
    """

    rules: tuple[Rule, ...]
    narrowing: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]
    refuted: tuple[Rule, ...] = ()


def documented_rules(operation: OperationModel, document: str = "") -> Documented:
    """Return the rules that the documentation of an operation, its parameters and its results states.

    Args:
        operation: botocore's model of it, installed or read from a page.
        document: what the model comes from, for the sources of the rules.
    """
    return _kept(_name(operation), lambda: _mine(operation), lambda written: _read(written, document))


def documented_answers(operation: OperationModel, document: str = "") -> tuple[Rule, ...]:
    """Return what the documentation of a result's members says of their values: bounds and lists of them.

    Args:
        operation: botocore's model of it.
        document: what the model comes from, for the sources of the rules.
    """

    def mined() -> list[Written]:
        from harness.contract.prose import mine_answers

        return [rule.to_json() for rule in mine_answers(operation)]

    def read(written: list[Written]) -> tuple[Rule, ...]:
        rules = (
            rule_from_json({**each, "source": {**each["source"], "document": document}}) for each in written
        )
        return tuple(rule for rule in rules if rule.source and rule.source.review != "refuted")

    return _kept(_hex(f"{_name(operation)} answers".encode()), mined, read)


def documented_rules_of_service(service: ServiceModel, document: str = "") -> dict[str, Documented]:
    """Return the rules of every operation of a service, by name, from one file: thousands take long to open.

    Args:
        service: botocore's model of it.
        document: what the model comes from, for the sources of the rules.
    """

    def of_operation(name: str) -> list[Written]:
        operation = service.operation_model(name)

        def readable(written: list[Written]) -> list[Written]:
            _read(written, document)
            return written

        return _kept(_name(operation), lambda: _mine(operation), readable)

    names = service.operation_names
    return _kept(
        _digest_of_model(service),
        lambda: {name: of_operation(name) for name in names},
        lambda written: {name: _read(written[name], document) for name in names},
    )


def _kept(name: str, make: Callable[[], Any], read: Callable[[Any], T]) -> T:
    """Load a value by its name; if that fails, make it and save it."""
    folder = cache_folder()
    if folder is None:
        return read(make())
    # No Path before there is something to write: it takes as long as reading does.
    path = os.path.join(folder, "rules", _digest_of_code(), f"{name}.json")
    try:
        with open(path, "rb") as file:
            return read(orjson.loads(file.read()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        written = make()
        _keep(Path(path), orjson.dumps(written))
        return read(written)


def cache_folder() -> Path | None:
    """Return the folder of what harness keeps between processes.

    It is what `HARNESS_CACHE_DIR` names, or harness's own below the user's cache folder (by the XDG base
    directories; platformdirs takes too long to import for a cache). None, and nothing is kept, where the
    variable is empty.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named is not None:
        return Path(named) if named else None
    users = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(users or "~/.cache").expanduser() / "aws-contract-harness"


def _mine(operation: OperationModel) -> list[Written]:
    from harness.contract.prose import mine_operation, mine_response  # compiles hundreds of patterns

    shape = operation.input_shape
    return [
        {**rule.to_json(), "conflict": rule.contradiction(shape), "implied": rule.is_implied(shape)}
        for rule in mine_operation(operation) + mine_response(operation)
    ]


def _read_source(written: Mapping[str, Any], document: str) -> dict[str, Any]:
    """Return the source of a rule; one that restates the model needs no review."""
    source = {**written["source"], "document": document}
    needs_none = written["implied"] and written["kind"] != "default" and source.get("review") == "unread"
    return {**source, "review": "model"} if needs_none else source


def _read(written: Iterable[Written], document: str) -> Documented:
    rules: list[Rule] = []
    narrowing: list[Rule] = []
    conflicts: list[Conflict] = []
    refuted: list[Rule] = []
    for each in written:
        rule = rule_from_json({**each, "source": _read_source(each, document)})
        if rule.source is not None and rule.source.review == "refuted":
            refuted.append(rule)
            continue
        if each["conflict"] is not None:
            conflicts.append(Conflict(rule, each["conflict"]))
            continue
        rules.append(rule)
        if rule.side == "request" and not each["implied"]:
            narrowing.append(rule)
    return Documented(tuple(rules), tuple(narrowing), tuple(conflicts), tuple(refuted))


def _name(operation: OperationModel) -> str:
    """Digest the model that the operation is read from, and its name."""
    return _hex(f"{_digest_of_model(operation.service_model)} {operation.name}".encode())


def _digest_of_model(service: ServiceModel) -> str:
    if service not in _MODELS:
        description = orjson.dumps([service.service_name, service._service_description])
        _MODELS[service] = _hex(description)
    return _MODELS[service]


@functools.cache
def _digest_of_code() -> str:
    """Digest botocore's version and the state of this package's files, by size and time of change."""
    files = sorted(file for file in Path(__file__).parent.rglob("*") if file.suffix in (".py", ".txt"))
    states = [(str(file), (state := file.stat()).st_size, state.st_mtime_ns) for file in files]
    return _hex(repr((botocore_version(), states)).encode())


def _hex(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def _keep(path: Path, content: bytes) -> None:
    """Write a file as a whole: who reads it meanwhile, or writes it too, never sees a part."""
    with suppress(OSError):
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _drop_old(path.parent)
        descriptor, written = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(written, path)


def _drop_old(new: Path) -> None:
    """Remove the folders of code that was not run for longest, never the new one: clocks are coarse."""
    by_age = sorted(new.parent.iterdir(), key=lambda kept: (kept == new, kept.stat().st_mtime))
    for old in by_age[:-_VERSIONS]:
        shutil.rmtree(old, ignore_errors=True)
