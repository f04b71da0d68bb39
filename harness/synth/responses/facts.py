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
    """What is known of one service's answers beside its model.

    Attributes:
        absent: members of results that an ordinary answer lacks, unless the request names them.
        empty: members that are there even where they hold nothing, by operation.
        needs: members of results that an ordinary answer lacks, unless the request has some parameter.
        filters: how a parameter or filter goes by which member of an entry, by ``"Operation.Parameter"``.
    """

    absent: frozenset[str] = frozenset()
    empty: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, str]] = field(default_factory=dict)


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
        filters={name: (kind, path) for name, (kind, path) in table.get("filters", {}).items()},
    )
