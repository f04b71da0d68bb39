"""JSON, the report's own: one object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from harness.printable import printable_json
from harness.report.check import Report
from harness.report.root import Root

_NONE = '"violations": []'


def pieces(report: Report, root: Root) -> Iterator[str]:
    """Write the object of `Report.to_json`, a violation at a time, as a whole is several times as large.

    Cassettes are named as they were given, which is what a program that asked for them looks for.
    """
    without = printable_json(json.dumps(replace(report, violations=()).to_json(), ensure_ascii=False))
    before, _, behind = without.rpartition(_NONE)
    yield f"{before}{_NONE[:-1]}"
    for number, violation in enumerate(report.violations):
        yield (", " if number else "") + printable_json(json.dumps(violation.to_json(), ensure_ascii=False))
    yield f"]{behind}\n"
