"""GitLab's code quality report: a list of issues in the Code Climate form that GitLab reads.

The members are those of GitLab's "Code Quality report format"; its fingerprints must be unique, so what is
alike is one issue.
"""

from __future__ import annotations

import json

from harness.contract.violation import Severity
from harness.report.check import Report
from harness.report.identity import Identity, alike, fingerprint
from harness.report.location import lines_of
from harness.report.root import Root

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report, root: Root) -> str:
    """Write an issue for each group of violations alike."""
    groups = alike(report.violations)
    lines = lines_of(group.first for group in groups)
    issues = [
        {
            "description": f"{group.first.operation}: {group.first.message}{group.more}".removeprefix(": "),
            "check_name": f"{group.first.side}.{group.first.code}",
            "fingerprint": Identity.of(group.first, root.name(group.first.cassette)).fingerprint,
            "severity": _SEVERITIES[group.first.severity],
            "location": {
                "path": root.name(group.first.cassette),
                "lines": {"begin": lines.get((group.first.cassette, group.first.interaction), 1)},
            },
        }
        for group in groups
    ]
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
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
