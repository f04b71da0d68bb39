"""Harness's redaction and contract checks for tests that stay with vcrpy or pytest-recording."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Literal, TypeVar

from harness.printable import printable
from harness.record.live import shown
from harness.redaction import Redaction
from harness.report.baseline import load_baseline
from harness.report.broken import ContractBroken
from harness.report.check import check_interactions
from harness.settings import load_settings, redaction_of

__all__ = ["ContractBroken", "attach"]

Vcr = TypeVar("Vcr")


def attach(
    my_vcr: Vcr, *, contract: Literal["error", "warn", "off"] = "error", redaction: Redaction | None = None
) -> Vcr:
    """Take secrets out of what a ``vcr.VCR`` records, and check its exchanges with AWS.

    What it is set to otherwise stays as it is. Severities, baseline and rules of redaction are those of
    ``[tool.harness]`` in the nearest ``pyproject.toml``.

    Args:
        my_vcr: the ``vcr.VCR``.
        contract: what a broken contract does where the use of a cassette ends: ``"error"`` raises
            `ContractBroken`, or warns if the use has failed anyhow; ``"warn"`` warns; with ``"off"`` nothing
            is checked.
        redaction: the rules of redaction instead of the project's.

    Returns:
        The ``vcr.VCR`` that was given.

    Raises:
        harness.settings.BadSetting: the project's settings are written wrongly.
    """
    from harness.record.vcrpy import Used, hook

    settings = load_settings(Path.cwd())
    baseline = load_baseline(settings.baseline) if settings.baseline is not None else None

    def ended(used: Used) -> None:
        if contract == "off":
            return
        report = check_interactions(used.exchanges, shown(Path(used.path)), settings.severity)
        if baseline is not None:
            report = baseline.news(report, Path.cwd())
        if not report.errors:
            return
        broken = ContractBroken(report.errors)
        if contract == "error" and not used.failed:
            raise broken
        warnings.warn(printable(str(broken)), stacklevel=2)

    hook(my_vcr, redaction or redaction_of(settings), ended)
    return my_vcr
