"""A project's own rules of redaction, as its settings write them."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.contract.paths.stray import stray_place
from harness.errors import HarnessError, UnknownName, did_you_mean
from harness.models import find_named
from harness.redaction.specification import DEFAULT, PSEUDONYMS, Redaction, ValuePattern

if TYPE_CHECKING:
    from collections.abc import Callable

LISTS = ("headers", "queries", "members", "pointers", "functions", "keep")
_OPERATION = re.compile(r"[a-z0-9-]+\.(\*|[A-Za-z0-9]+)")
_KEYS = (*LISTS, "patterns", "pseudonyms")


class BadRedaction(HarnessError):
    """A project's rules of redaction are written wrongly.

    Args:
        reason: what is wrong, a whole sentence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


def configured(table: object, base: Redaction = DEFAULT) -> Redaction:
    """Add a project's own rules, or a test's, to others.

    Args:
        table: ``headers``, ``queries`` and ``members`` (lists of names, any case), ``pointers`` (list of JSON
            pointers), ``keep`` (list of pointers, each after its operation), ``patterns`` (regular
            expressions by what they find), ``functions`` (list of ``"module:function"``) and ``pseudonyms``
            (a boolean, for `PSEUDONYMS`), none of them required.
        base: what they are added to.

    Raises:
        BadRedaction: a key is unknown, or a value is not what it is to be.
    """
    if not isinstance(table, Mapping):
        raise BadRedaction("redaction must be a table.")
    for key in table:
        if key not in _KEYS:
            there_are = ", ".join(sorted(_KEYS))
            meant = did_you_mean(str(key), _KEYS)
            raise BadRedaction(f"There is no setting redaction.{key}; there are {there_are}.{meant}")
    lists = {key: _strings(table, key) for key in LISTS}
    pseudonyms = table.get("pseudonyms", False)
    if not isinstance(pseudonyms, bool):
        raise BadRedaction("redaction.pseudonyms must be true or false.")
    names = [re.escape(name.lower()) for name in lists["members"]]
    return replace(
        base,
        headers=base.headers.union(map(str.lower, lists["headers"])),
        queries=base.queries.union(map(str.lower, lists["queries"])),
        members=re.compile("|".join([base.members.pattern, *map(re.escape, names)]))
        if names
        else base.members,
        patterns=(
            *base.patterns,
            *(PSEUDONYMS if pseudonyms else ()),
            *_patterns(table.get("patterns", {})),
        ),
        pointers=(*base.pointers, *map(_pointer, lists["pointers"])),
        keep=(*base.keep, *map(_kept, lists["keep"])),
        functions=(*base.functions, *map(_function, lists["functions"])),
    )


@contextmanager
def _importing_from(folder: str) -> Iterator[None]:
    """Have a project's own modules found by the installed command too."""
    sys.path.append(folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


def _strings(table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise BadRedaction(f"redaction.{key} must be a list of strings.")
    return value


def _patterns(table: object) -> list[ValuePattern]:
    if not isinstance(table, Mapping) or not all(isinstance(source, str) for source in table.values()):
        raise BadRedaction("redaction.patterns must be a table of regular expressions.")
    return [ValuePattern(kind, _checked(kind, source)) for kind, source in table.items()]


def _checked(kind: str, source: str) -> str:
    try:
        pattern = re.compile(source)
    except re.error as error:
        raise BadRedaction(f"redaction.patterns: {kind!r} is no regular expression: {error}.") from None
    if pattern.match(""):
        raise BadRedaction(f"redaction.patterns: {kind!r} matches the empty text.")
    return source


def _pointer(text: str) -> str:
    if not text.startswith("/"):
        raise BadRedaction(f"redaction.pointers: {text!r} is no JSON pointer; write /{text}.")
    return text


def _kept(text: str) -> str:
    name, slash, pointer = text.partition("/")
    if not slash or (name and not _OPERATION.fullmatch(name)):
        raise BadRedaction(
            f"redaction.keep: {text!r} names nothing; write service.Operation/Member or /Member."
        )
    if not name:
        return text
    service, _, operation = name.partition(".")
    try:
        if operation != "*":
            operation = find_named(service, operation).name
        only = None if operation == "*" else operation
        stray = stray_place(service, only, tuple(pointer.split("/")), "request or answer")
    except UnknownName as error:
        raise BadRedaction(f"redaction.keep: {error}") from None
    if stray is not None:
        raise BadRedaction(f"redaction.keep: {stray.worded(name)}")
    return f"{service}.{operation}/{pointer}"


def _function(name: str) -> Callable[[tuple[str, ...], object], object]:
    module, colon, attribute = name.partition(":")
    try:
        with _importing_from(os.getcwd()):
            found = getattr(importlib.import_module(module), attribute) if colon else None
    except (ImportError, AttributeError, ValueError) as error:
        raise BadRedaction(f"redaction.functions: {name!r} cannot be imported: {error}.") from None
    if not callable(found):
        raise BadRedaction(f"redaction.functions: {name!r} is no function; write module:function.")
    return found  # type: ignore[no-any-return]
