"""What ``harness fuzz`` has found, in the formats that ``harness check`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.contract.violation import CODES, Violation
from harness.report.check import Report

if TYPE_CHECKING:
    from harness.fuzz.causes import Cause
    from harness.fuzz.jobs import Job
    from harness.fuzz.search import Findings

_ON_REQUESTS = frozenset(("accepts-valid", "refuses-invalid", "token-bound"))


def report_of(findings: Findings) -> Report:
    """Return findings as a report of violations, one for each cause.

    Args:
        findings: what a run has found.
    """
    return Report(operations=findings.laws, violations=tuple(map(_violation, findings.causes)))


def findings_json(findings: Findings, job: Job, versions: dict[str, str]) -> dict[str, Any]:
    """Return the object of ``--format json``, which ``--replay`` reads.

    Args:
        findings: what a run has found.
        job: what it looked for.
        versions: those of the packages that it depends on.
    """
    run = {"endpoint_url": job.endpoint_url, "params": dict(job.params), "lenient": job.lenient}
    return {"seed": job.seed, "versions": versions, **run, **findings.to_json()}


def _violation(cause: Cause) -> Violation:
    found = cause.first
    more = f" ({len(cause.rest)} more follow from it)" if cause.rest else ""
    return Violation(
        found.code if found.code in CODES else found.law,
        found.severity,
        "request" if found.law in _ON_REQUESTS else "response",
        "".join(f"/{step}" for step in found.place.replace("[]", ".*").split(".")) if found.place else "",
        f"{cause.message}{more}",
        found.source,
        found.operation,
    )
