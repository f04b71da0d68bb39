"""Check the calls of a block or a program against their contracts, whoever answers them."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypeVar

from harness.contract.violation import Violation
from harness.decorating import decorated
from harness.errors import did_you_mean
from harness.printable import printable
from harness.record.hooks import observing
from harness.record.observe import CallCollector, ObservedCall, test_of_pytest
from harness.report.baseline import load_baseline
from harness.report.broken import ContractBroken
from harness.report.check import Report
from harness.report.observed import Findings, judge_calls
from harness.settings import BadSetting, Settings, load_settings, parse_severities, redaction_of

F = TypeVar("F")

__all__ = ["ContractBroken", "Observation", "observe"]


class Observation:
    """What has been observed so far.

    Args:
        settings: the project's settings.
        severities: a user's own severities, which go before.
    """

    def __init__(self, settings: Settings, severities: Mapping[str, Any]) -> None:
        own = parse_severities(severities.items(), "harness.observe, severities")
        self._severities = {**settings.severity, **own}
        self._redaction = redaction_of(settings)
        self._baseline = load_baseline(settings.baseline) if settings.baseline is not None else None
        self._folder = Path.cwd()
        self._findings = Findings()
        self._lock = threading.Lock()
        self._collector = CallCollector(test_of_pytest, full=self._judge)

    @property
    def report(self) -> Report:
        """What was found: each kind of violation once, but those that the project's baseline knows."""
        self._judge(self._collector.take())
        with self._lock:
            report = self._findings.report()
        return report if self._baseline is None else self._baseline.news(report)

    @property
    def violations(self) -> Sequence[Violation]:
        """The kinds of violation of the report, errors first."""
        return self.report.violations

    def _judge(self, calls: Sequence[ObservedCall]) -> None:
        found = judge_calls(calls, self._severities, self._redaction, self._folder)
        with self._lock:
            self._findings.add(found)


class observe:  # noqa: N801 - used as a function
    """Check every call of botocore and aiobotocore against its contract until a block, or a function, ends.

    Whatever answers the calls: AWS, moto, a Stubber, a cassette of vcrpy. What harness itself plays or
    records is judged with its cassette instead. Severities, baseline and rules of redaction are those of
    ``[tool.harness]`` in the nearest ``pyproject.toml``.

    Args:
        severities: severities by violation code, ``{"request.range": "warning"}``; go before the project's.
        contract: what violations of severity error do when the block ends: ``"warn"`` warns, and ``"error"``
            raises `harness.observing.ContractBroken`, or warns where the block has failed anyhow; with
            ``"off"`` nothing is done.

    Raises:
        harness.settings.BadSetting: ``contract``, a severity, or the project's settings are written wrongly.
    """

    def __init__(
        self,
        severities: Mapping[str, Any] | None = None,
        *,
        contract: Literal["error", "warn", "off"] = "warn",
    ) -> None:
        known = ("error", "warn", "off")
        if contract not in known:
            meant = did_you_mean(str(contract), known)
            raise BadSetting(
                "harness.observe", f"contract cannot be {contract!r}; it can be {', '.join(known)}.{meant}"
            )
        self._severities = severities or {}
        self._contract: Literal["error", "warn", "off"] = contract
        self._stack = ExitStack()
        self._observation: Observation | None = None

    def __call__(self, function: F) -> F:
        """Observe each call of a function, a method, a coroutine function or a generator."""
        return decorated(
            function, lambda: type(self)(self._severities, contract=self._contract), "@harness.observe"
        )

    def __enter__(self) -> Observation:
        self._observation = Observation(load_settings(Path.cwd()), self._severities)
        self._stack.enter_context(observing(self._observation._collector))
        return self._observation

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
        if self._observation is None or self._contract == "off":
            return
        errors = self._observation.report.errors
        if not errors:
            return
        broken = ContractBroken(errors)
        if self._contract == "error" and error is None:
            raise broken
        warnings.warn(printable(str(broken)), stacklevel=2)
