"""Findings of an earlier run, made again: whether each is fixed, or still broken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.contract.contract import contract
from harness.errors import HarnessError
from harness.fuzz.jobs import Job, client_of, run
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.counterexample import key_of_finding
from harness.fuzz.script import PAGINATION_CONFIG
from harness.fuzz.search import Findings, Watch
from harness.models.paginators import find_pagination

FIXED, BROKEN, UNKNOWN = "fixed", "still broken", "not judged"

_MEMBERS = ("law", "operation", "code", "place", "message", "exchanges")


class NoFindings(HarnessError):
    """A file holds no findings of ``harness fuzz``.

    Args:
        path: the file.
        reason: what is wrong, a clause.
    """

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}. Write such a file with harness fuzz --format json=FILE."


@dataclass(frozen=True, slots=True)
class Replayed:
    """A finding, made again.

    Attributes:
        finding: as the file has it.
        state: `FIXED`, `BROKEN`, or `UNKNOWN` where the operation cannot be judged now.
    """

    finding: Mapping[str, Any]
    state: str


def load_findings(path: Path) -> dict[str, Any]:
    """Read a file that ``harness fuzz --format json=FILE`` wrote.

    Raises:
        NoFindings: it is none.
    """
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise NoFindings(path, f"it cannot be read as JSON ({error})") from None
    rows = found.get("counterexamples") if isinstance(found, dict) else None
    if not isinstance(rows, list) or not all(set(_MEMBERS) <= row.keys() for row in rows):
        raise NoFindings(path, "it has no counterexamples")
    return dict(found)


def replay(written: Mapping[str, Any], job: Job) -> Iterator[Replayed]:
    """Make findings again: by their calls, and where the answers are others, by their law.

    Args:
        written: what `load_findings` read.
        job: where the endpoint is, and the seed; its operations and laws are those of the findings.
    """
    clients = client_of(job)
    searched: dict[str, Findings] = {}
    rows = written["counterexamples"]
    for row in rows:
        operation = row["operation"]
        if _answers_same(row["exchanges"], clients(operation.partition(".")[0]), job):
            yield Replayed(row, BROKEN)
            continue
        if operation not in searched:
            laws = frozenset(one["law"] for one in rows if one["operation"] == operation)
            searched[operation] = run(replace(job, operations=(operation,), laws=laws), Watch())
        found = searched[operation]
        if operation in found.not_judged:
            yield Replayed(row, UNKNOWN)
        else:
            is_there = any(one.key == key_of_finding(**_key(row)) for one in found.counterexamples)
            yield Replayed(row, BROKEN if is_there else FIXED)


def _key(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: row[name] for name in ("operation", "law", "code", "place")}


def _answers_same(exchanges: Sequence[Mapping[str, Any]], client: Any, job: Job) -> bool:
    """Send calls again, with the tokens that come back now; tell whether all answers are as they were."""
    tokens: dict[str, Any] = {}
    for exchange in exchanges:
        params = exchange["params"]
        if params is None or PAGINATION_CONFIG in params:
            return False
        caller = Caller(contract(exchange["service"], exchange["operation"]), client)
        pagination = find_pagination(caller.contract.operation_model)
        asking = pagination.input_tokens if pagination is not None else ()
        sent = {
            name: tokens.get(json.dumps(value), value) if name in asking else value
            for name, value in params.items()
        }
        call = caller(caller.parsed(sent), exchange["region"])
        if call is None or call.status != exchange["status"]:
            return False
        error = exchange["error"]
        if (call.error.code if call.error is not None else None) != (error and error["code"]):
            return False
        before, now = exchange["response"] or {}, call.response or {}
        if pagination is not None:
            old, new = pagination.next_request(before), pagination.next_request(now)
            tokens |= {json.dumps(old[name]): new[name] for name in old.keys() & new.keys()}
            before, now = (
                {name: value for name, value in each.items() if name not in pagination.output_tokens}
                for each in (before, now)
            )
        if before != now:
            return False
    return bool(exchanges)
