"""What no model states about the answers of a service: a table of data for each, read from ``facts.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Facts:
    """What is known of one service's answers in addition to its model.

    Attributes:
        absent: members of results that an ordinary answer lacks, unless the request names them.
        empty: members that are there even where they hold nothing, by operation.
        needs: members of results that an ordinary answer lacks, unless the request has some parameter.
        own_urls: which members of results are URLs below the endpoint's own (``members``), and by which
            parameters a request says the ``name`` and the ``account`` of the resource.
        everywhere: whether what one region has, all have.
        actions: what operations do, with which type, where their names do not tell.
        waits: the parameter, by operation, that says how long an answer of nothing waits for something.
        missing: the code of the error for a resource that is not there, by type; ``*`` for any other.
        exists: the code of the error for one that is there already, by type.
    """

    absent: frozenset[str] = frozenset()
    empty: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    own_urls: Mapping[str, Any] = field(default_factory=dict)
    everywhere: bool = False
    actions: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    waits: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    exists: Mapping[str, str] = field(default_factory=dict)


@functools.cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("facts.toml").read_text(encoding="utf-8"))


@functools.cache
def facts_of(service: str) -> Facts:
    """Return what is known of a service; nothing for most."""
    table = _tables().get(service, {})
    return Facts(
        absent=frozenset(table.get("absent", ())),
        empty={name: tuple(members) for name, members in table.get("empty", {}).items()},
        needs=dict(table.get("needs", {})),
        own_urls=dict(table.get("own_urls", {})),
        everywhere=bool(table.get("everywhere", False)),
        actions={
            name: (role, tuple(noun.split())) for name, (role, noun) in table.get("actions", {}).items()
        },
        waits=dict(table.get("waits", {})),
        missing=dict(table.get("missing", {})),
        exists=dict(table.get("exists", {})),
    )
