"""Where a fact comes from: a trait of the model, a sentence of its documentation, or a rule of redaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Source:
    """The place that states one fact.

    Attributes:
        origin: ``"model"`` (a trait of a botocore shape), ``"prose"`` (a sentence of documentation) or
            ``"redaction"`` (what a recording must not hold).
        side: whether `member` is one of the request or of the response; None for the model.
        member: for prose the path of the member whose documentation it is, empty for the operation's own.
        sentence: the number of the sentence in that documentation, from 0; None for the model.
        text: the sentence as documented; held at run time, never written into committed schemas.
        shape: for the model the shape's name.
        trait: for the model the trait's name (``"max"``, ``"required"``, ``"pattern"``), for redaction the
            kind of secret.
        document: what states it: ``"botocore 1.44.5"``, or the name of a documentation page.
        review: for prose how sure the fact is (`harness.contract.facts`): ``"confirmed"``, ``"once"``,
            ``"refuted"``, ``"unread"``, or ``"model"`` where the model says as much. Empty where nothing is
            claimed.
        claim: for prose the name of the fact.
    """

    origin: Literal["model", "prose", "redaction"]
    side: Literal["request", "response"] | None = None
    member: str = ""
    sentence: int | None = None
    text: str = field(default="", compare=False)
    shape: str = field(default="", kw_only=True)
    trait: str = field(default="", kw_only=True)
    document: str = field(default="", compare=False, kw_only=True)
    review: str = field(default="", compare=False, kw_only=True)
    claim: str = field(default="", compare=False, kw_only=True)

    @property
    def reference(self) -> str:
        """The short form that schemas keep.

        ``"model:MaxResults#max"``, ``"prose:request.Period#1"``, and ``"prose:#1"`` for the operation's own
        documentation.
        """
        if self.origin == "model":
            return f"model:{self.shape}#{self.trait}"
        if self.origin == "redaction":
            return f"redaction:{self.trait}"
        return f"prose:{f'{self.side}.{self.member}' if self.member else ''}#{self.sentence}"

    def to_json(self, *, text: bool = True) -> dict[str, Any]:
        """Write the source as a JSON object; `text` False keeps the reference and leaves the sentence out."""
        if self.origin == "model":
            written: dict[str, Any] = {"origin": self.origin, "shape": self.shape, "trait": self.trait}
        elif self.origin == "redaction":
            written = {"origin": self.origin, "trait": self.trait}
        else:
            written = {"origin": self.origin, "side": self.side, "member": self.member}
            written["sentence"] = self.sentence
            written["text"] = self.text if text and self.text else None
        written["document"] = self.document or None
        if text:
            written["review"] = self.review or None
            written["claim"] = self.claim or None
        return {key: value for key, value in written.items() if value is not None}

    def __str__(self) -> str:
        document = f" ({self.document})" if self.document else ""
        if self.origin == "model":
            return f"model, shape {self.shape}, {self.trait}{document}"
        if self.origin == "redaction":
            return f"redaction, {self.trait}"
        subject = f"documentation of {self.member or 'the operation'}"
        if self.member and self.side == "response":
            subject += " in the response"
        sentence = f", sentence {self.sentence + 1}" if self.sentence is not None else ""
        quote = f': "{self.text}"' if self.text else ""
        unread = " (read once, so a warning at most)" if self.review == "once" else ""
        return f"{subject}{sentence}{document}{quote}{unread}"
