"""A former run, read back from its page, from what ``harness check --json`` printed, or from a history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.contract.paths.pointer import any_entry
from harness.contract.values import format_timestamp
from harness.contract.violation import code_of
from harness.errors import HarnessError
from harness.report.changes import Counted, Violations, add_violation
from harness.report.exercise import DIMENSIONS
from harness.report.history import Past
from harness.report.html.page import NotReport, read_index
from harness.report.identity import Identity

_FIELDS = ("cassette", "operation", "side", "code", "pointer")


class BadFormer(HarnessError):
    """A former report cannot be read.

    Args:
        path: the file.
        reason: what is wrong with it.
    """

    path: Path
    reason: str

    def __str__(self) -> str:
        return (
            f"The former report {self.path} cannot be read: {self.reason}. Name a page of harness report, or "
            "the output of harness check --json."
        )


@dataclass(frozen=True, slots=True)
class Former:
    """What a run is compared with.

    Attributes:
        name: the file that it was read from.
        made: when it was made, RFC 3339; None if not known.
        violations: what was wrong.
        coverage: what was covered, as `Coverage.to_json` writes it; None if not known.
    """

    name: str
    made: str | None = None
    violations: Violations = field(default_factory=dict)
    coverage: Mapping[str, Any] | None = None


def former_of(past: Past) -> Former:
    """Return a run of a history as one to compare with."""
    made = format_timestamp(past.run.made)
    return Former("the last run in the history", made, past.violations)


def load_former(path: Path) -> Former:
    """Read a former run.

    Args:
        path: a page of ``harness report``, the JSON of ``harness check --json``, or a run of a history.

    Raises:
        BadFormer: it is neither, or cannot be read.
    """
    try:
        content = path.read_bytes()
        written = json.loads(content) if content.lstrip()[:1] == b"{" else read_index(content)
        violations: dict[Identity, Counted] = {}
        for violation in written["violations"] if "violations" in written else _of_index(written):
            cassette, operation, side, code, pointer = (str(violation[name]) for name in _FIELDS)
            identity = Identity(cassette, operation, side, code_of(code), any_entry(pointer), rule="")
            severity, message = str(violation["severity"]), str(violation["message"])
            # A run of a history counts those that are alike, other forms list each.
            add_violation(violations, identity, severity, message, int(violation.get("count", 1)))
        coverage = written.get("coverage")
        if coverage is not None:
            _check_coverage(coverage)
        made = written.get("made")
        return Former(path.name, made if isinstance(made, str) else None, violations, coverage)
    except OSError as error:
        raise BadFormer(path, error.strerror or str(error)) from None
    except NotReport as error:
        raise BadFormer(path, str(error)) from None
    except (ValueError, RecursionError):
        raise BadFormer(path, "it is no JSON, and no page") from None
    except (LookupError, TypeError, AttributeError):
        raise BadFormer(path, "it lacks what a report says") from None


def _of_index(index: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the violations of a page, as ``harness check --json`` prints them."""
    for cassette, _number, *_, problems in index["exchanges"]:
        for number in problems:
            problem = index["problems"][number]
            yield {**problem, "pointer": problem["place"], "cassette": index["cassettes"][cassette]}


def _check_coverage(coverage: Mapping[str, Any]) -> None:
    for of_one in coverage["operations"].values():
        for dimension in DIMENSIONS:
            if not all(isinstance(item, str) for item in of_one[dimension]["covered"]):
                raise TypeError
