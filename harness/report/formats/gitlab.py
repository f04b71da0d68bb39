"""GitLab's code quality report: a list of issues in the Code Climate form that GitLab reads.

The members are those of GitLab's "Code Quality report format"; its fingerprints must be unique, so what is
alike is one issue.
"""

from __future__ import annotations

import json

from harness.contract.violation import Severity
from harness.report.check import Report
from harness.report.identity import Identity, alike
from harness.report.location import lines_of

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report) -> str:
    """Write an issue for each group of violations alike."""
    groups = alike(report.violations)
    lines = lines_of(group.first for group in groups)
    issues = [
        {
            "description": f"{group.first.operation}: {group.first.message}{group.more}".removeprefix(": "),
            "check_name": f"{group.first.side}.{group.first.code}",
            "fingerprint": Identity.of(group.first).fingerprint,
            "severity": _SEVERITIES[group.first.severity],
            "location": {
                "path": Identity.of(group.first).cassette,
                "lines": {"begin": lines.get((group.first.cassette, group.first.interaction), 1)},
            },
        }
        for group in groups
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
