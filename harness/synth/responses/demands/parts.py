"""A member that begins with a text, or has it in it: prefixes and substrings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.values import JsonValue
from harness.models.endpoints import service_metadata
from harness.models.resources import tail_of
from harness.synth.matching import UNSAID, Matching
from harness.synth.responses.demands.demand import Demand, Request, one_of_enum
from harness.synth.values.maker import UNKNOWN
from harness.synth.values.plausible import words
from harness.synth.values.plausible.place import Place, words_of
from harness.synth.values.views import allows


@dataclass(frozen=True, slots=True)
class Beginning(Demand):
    """A text that begins in one way, or the URL or ARN of what has such a name; deep: folders may follow."""

    request: Request
    prefix: str
    kind: str
    is_deep: bool = True
    matching: Matching = UNSAID

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return such a text, or `UNKNOWN`."""
        if shape.metadata.get("enum"):
            return one_of_enum(place, shape, self)
        return next(self._allowed(place.name, place.number, shape), UNKNOWN)

    def _allowed(self, member: str, number: int, shape: Any) -> Iterator[str]:
        """Yield texts that begin so, and may stand in a member of the shape."""
        scene, service = self.request.scene, self.request.operation.service_model.service_name
        prefix, kind = self.prefix, self.kind
        arn = f"arn:{scene.partition}:{service}:{scene.region}:{scene.account}"
        name = prefix + words.numbered(number)
        if member in ("Prefix", "prefix"):
            name = f"{name}/"
        if kind == "url":
            host = service_metadata(service)["endpointPrefix"]
            name = f"https://{host}.{scene.region}.amazonaws.com/{scene.account}/{name}"
        elif kind == "arn":
            name = f"{arn}:{name}"
        elif words_of(member)[-1:] == ("arn",) and arn.startswith(prefix):
            name = f"{arn}:{words.numbered(number)}"  # the whole of which the prefix is the beginning
        # A path ends with a slash; a name may have no hyphen, and a code no letter.
        plain = name.replace("-", "")
        long = f"{plain}{'0123456789abcdefghijklmnopqrstuvwxyz' * 4}"[: shape.metadata.get("min", 0)]
        uuid = prefix + f"{number:08x}-0000-4000-8000-{number:012x}"[len(prefix) :]
        for text in (name, f"{name}/", plain, f"{prefix}{number}", f"{prefix}/", prefix, long, uuid):
            if allows(shape, text) and (self.kind or self._begins(text)):
                yield text

    def is_hopeless(self, shape: Any) -> bool:
        """Tell whether nothing that stands there is known to begin so; a list may always have less."""
        if enum := shape.metadata.get("enum"):
            return not any(self.admits(each) for each in enum)
        return not self.kind and next(self._allowed("", 0, shape), None) is None

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a text begins so, or the last part of a URL or ARN."""
        if not isinstance(value, str):
            return None
        parts = {"url": value.rpartition("/")[2], "arn": tail_of(value)}
        if not self.is_deep and "/" in value[len(self.prefix) :]:
            return False
        return any(self._begins(text) for text in (value, parts.get(self.kind, value)))

    def _begins(self, text: str) -> bool:
        return (
            text.lower().startswith(self.prefix.lower())
            if self.matching.any_case
            else text.startswith(self.prefix)
        )


@dataclass(frozen=True, slots=True)
class Containing(Demand):
    """A text that has another one in it.

    Attributes:
        part: the other one.
        matching: how texts are compared with it.
    """

    part: str
    matching: Matching = UNSAID

    def __call__(self, place: Place, shape: Any) -> JsonValue:
        """Return such a text, or `UNKNOWN`."""
        if shape.metadata.get("enum"):
            return one_of_enum(place, shape, self)
        own = f"{words.numbered(place.number)}-{self.part}"
        is_arn = place.words[-1:] == ("arn",)
        texts = (f"arn:aws:{place.service}:::{own}",) if is_arn else (own, f"{self.part}{place.number}")
        for text in (*texts, self.part):
            if allows(shape, text):
                return text
        return UNKNOWN

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a text has it in it."""
        if not isinstance(value, str):
            return None
        is_like = self.part.lower() in value.lower()
        if self.part in value or not is_like:
            return is_like
        return bool(self.matching.any_case)
