"""A Python program whose calls are observed from outside, by its environment, as ``harness observe`` does it.

Each process of it writes a line for each call, so that nothing is lost if it is killed or forked.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from harness.contract.violation import Severities, Severity
from harness.record.bootstrap import python_path
from harness.record.hooks import observing
from harness.record.observe import CallCollector, ObservedCall, test_of_pytest
from harness.redaction import Redaction, configured
from harness.report.identity import Identity
from harness.report.observed import Findings, judge_calls

_FOLDER = "HARNESS_OBSERVE_TO"
_RULES = "HARNESS_OBSERVE_RULES"
_until_the_end = ExitStack()
_open, _write, _close = os.open, os.write, os.close
"""The system's own: a test of the program may put others in their place, or a mock for ``open``."""


def environment(
    folder: Path, severities: Severities, redaction: Mapping[str, object], named_from: Path
) -> Mapping[str, str]:
    """Return the environment variables that make a Python program, and those that it starts, observed.

    Args:
        folder: where the processes write what they find.
        severities: severities by violation code.
        redaction: the project's own rules (`harness.redaction.configured`).
        named_from: what files of the program are named from, if they are below it.
    """
    rules = {"severities": severities, "redaction": redaction, "named_from": str(named_from)}
    return {"PYTHONPATH": python_path(), _FOLDER: str(folder), _RULES: json.dumps(rules)}


def findings_in(folder: Path) -> Findings:
    """Return what processes have found."""
    findings = Findings()
    for file in sorted(folder.iterdir()):
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):  # else its process was killed while it wrote
                findings.add(Findings.from_text(line))
    return findings


def start() -> None:
    """Observe this process as the environment says, until it ends."""
    rules: dict[str, Any] = json.loads(os.environ[_RULES])
    severities = {key: Severity(level) for key, level in rules["severities"].items()}
    writer = _Writer(
        Path(os.environ[_FOLDER]), severities, configured(rules["redaction"]), Path(rules["named_from"])
    )
    collector = CallCollector(test_of_pytest, most=1, full=writer.judge, left=writer.leave)
    _until_the_end.enter_context(observing(collector))


@dataclass
class _Writer:
    """Judges calls and writes what it finds; of a kind that it has written, the example is left out."""

    folder: Path
    severities: Severities
    redaction: Redaction
    named_from: Path
    _written: set[Identity] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def judge(self, calls: Sequence[ObservedCall]) -> None:
        found = judge_calls(calls, self.severities, self.redaction, self.named_from)
        with self._lock:
            for identity, kind in found.kinds.items():
                if identity in self._written:
                    kind.example = replace(kind.example, params=None, response=None)
                self._written.add(identity)
            self._write(found)

    def leave(self) -> None:
        with self._lock:
            self._write(Findings(left=1))

    def _write(self, found: Findings) -> None:
        with suppress(OSError):  # the program goes on, whatever has become of its files
            file = _open(self.folder / f"{os.getpid()}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                _write(file, f"{found.to_text()}\n".encode())
            finally:
                _close(file)
