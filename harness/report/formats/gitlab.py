"""GitLab's code quality report: a list of issues in the Code Climate form that GitLab reads.

The members are those of GitLab's "Code Quality report format"; its fingerprints must be unique, so what is
alike is one issue.
"""

from __future__ import annotations

import json
from typing import Any

from harness.contract.violation import Severity, Violation
from harness.printable import printable_json
from harness.report.check import Report
from harness.report.identity import Alike, Identity, alike, fingerprint
from harness.report.location import member_lines, place_of
from harness.report.root import Root

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report, root: Root) -> str:
    """Write an issue for each group of violations alike."""
    groups = alike(report.violations)
    lines = member_lines(group.first for group in groups)
    issues = [_issue(group, root, *place_of(group.first, lines)) for group in groups]
    issues += [
        {
            "description": file.message,
            "check_name": "unreadable",
            "fingerprint": fingerprint("unreadable", root.name(file.cassette)),
            "severity": "major",
            "location": {"path": root.name(file.cassette), "lines": {"begin": 1}},
        }
        for file in report.unreadable
    ]
    return printable_json(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"


def _issue(group: Alike[Violation], root: Root, file: str, line: int | None) -> dict[str, Any]:
    first = group.first
    return {
        "description": f"{first.operation}: {first.message}{group.more}".removeprefix(": "),
        "check_name": f"{first.side}.{first.code}",
        "fingerprint": Identity.of(first, root.name(first.cassette)).fingerprint,
        "severity": _SEVERITIES[first.severity],
        "location": {"path": root.name(file), "lines": {"begin": 1 if line is None else line}},
    }
