"""JSON, the report's own: one object."""

from __future__ import annotations

import json

from harness.report.check import Report


def render(report: Report) -> str:
    """Write the object of `Report.to_json`."""
    return json.dumps(report.to_json(), ensure_ascii=False) + "\n"
