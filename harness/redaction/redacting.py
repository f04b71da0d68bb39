"""The editor of a redaction, as far as the functions know it that it leaves texts and headers to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from harness.message.editor import Editor
from harness.message.place import Place
from harness.redaction.memory import Memory
from harness.redaction.specification import DEFAULT, REDACTED, Redaction

_NESTING = 8

Report = Callable[[Place, str], None]
"""Told of each secret that was replaced: its place and its kind."""


@dataclass(frozen=True, slots=True)
class Redacting(Editor, ABC):
    """What an editor of secrets goes by.

    Attributes:
        redaction: the rules.
        report: told of each value replaced.
        memory: the stand-ins of the recording so far.
        nesting: how many more levels of documents, base64 and gzip within one another are searched.
        judged: of long parts of this exchange's messages, whether they may hold a secret.
        service: botocore's name of the service; empty if it is not known.
        answered: whether it edits what a service answers, where no word is a secret by its name.
        plain: texts outside of this message's body in which nothing looks like a secret.
    """

    redaction: Redaction = DEFAULT
    report: Report = lambda place, kind: None
    memory: Memory = field(default_factory=Memory)
    nesting: int = _NESTING
    judged: dict[bytes, bool] = field(default_factory=dict)
    service: str = ""
    plain: frozenset[str] = frozenset()
    answered: bool = False

    @abstractmethod
    def deeper(self) -> Redacting:
        """Return the editor of what is encoded within a value."""

    def credential(self, place: Place, value: str, kind: str) -> str:
        """Return what stands for a credential of the exchange itself, which no call depends on."""
        if value != REDACTED:
            self.memory.learn(value, REDACTED)
            self.report(place, kind)
        return REDACTED
