"""Where a fact of the contract comes from: a trait of the model, or a sentence of its documentation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """The place that states one fact.

    Attributes:
        origin: ``"model"`` (a trait of a botocore shape) or ``"prose"`` (a sentence of documentation).
        subject: the shape's name for a model trait; for prose the member's path, empty for the
            operation's own description.
        trait: the trait's name (``"max"``, ``"required"``, ``"pattern"``), for the model only.
        sentence: the number of the sentence in the member's documentation, from 0, for prose only.
        text: the sentence as documented; held at run time, never written into committed schemas.
        document: what states it: ``"botocore 1.44.5"``, or the name of a documentation page.
    """

    origin: Literal["model", "prose"]
    subject: str
    trait: str = ""
    sentence: int | None = None
    text: str = field(default="", compare=False)
    document: str = field(default="", compare=False)

    @property
    def reference(self) -> str:
        """The short form that schemas keep: ``"model:MaxResults#max"`` or ``"prose:Period#1"``."""
        return f"{self.origin}:{self.subject}#{self.trait if self.origin == 'model' else self.sentence}"

    def __str__(self) -> str:
        document = f" ({self.document})" if self.document else ""
        if self.origin == "model":
            return f"model, shape {self.subject}, {self.trait}{document}"
        subject = f"documentation of {self.subject}" if self.subject else "documentation of the operation"
        sentence = f", sentence {self.sentence + 1}" if self.sentence is not None else ""
        quote = f': "{self.text}"' if self.text else ""
        return f"{subject}{sentence}{document}{quote}"
