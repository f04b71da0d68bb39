"""Texts that look right and that a shape allows: the first candidate that fits, or one by its pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.contract.patterns import compile_pattern, matches
from harness.models.examples import example_texts
from harness.synth.choices import Choices, pick
from harness.synth.plausible import words
from harness.synth.plausible.arn import arns, settled_arn
from harness.synth.plausible.kinds import kinds_of, random_hex
from harness.synth.plausible.place import Place, words_of
from harness.synth.scene import Scene
from harness.synth.text import text_matching

_WANTED = 8  # characters of a text that only a pattern describes
_EXAMPLE = re.compile(
    r"(?:[Ff]or example|[Ee]xample|e\.g\.)[:,]?\s*(?:the \w+ )?<(?:code|q)>([^<\s]{1,80})</(?:code|q)>"
)
_VARIABLE = re.compile(
    r"(?<![0-9a-z])[0-9]{12}(?![0-9a-z])|(?<![0-9a-z])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![0-9a-z])"
)


@dataclass(frozen=True, slots=True)
class Form:
    """What a text must keep to.

    Attributes:
        pattern: a model's pattern, or None.
        shortest: the fewest characters.
        longest: the most characters, or None.
    """

    pattern: str | None = None
    shortest: int = 0
    longest: int | None = None

    def allows(self, text: str) -> bool:
        """Tell whether a text keeps to the form."""
        if len(text) < self.shortest or (self.longest is not None and len(text) > self.longest):
            return False
        return self.pattern is None or matches(compile_pattern(self.pattern), text)


def plausible_text(
    choices: Choices, place: Place, scene: Scene, form: Form, documentation: str = "", shape: str = ""
) -> str:
    """Make a text.

    Args:
        choices: where choices come from.
        place: where the text stands.
        scene: the region, account and time of the answer.
        form: what it must keep to. Where nothing was found that does (form and pattern may exclude each
            other), the text keeps to the lengths alone.
        documentation: the member's documentation; an example in it is taken if it keeps to the form.
        shape: the name of the member's shape; one that begins with ``Number`` holds the digits of one.
    """
    if words_of(shape)[:1] == ("number",) and form.allows(number := str(choices.choose(10_000))):
        return number
    for candidates in (_documented, _exemplary, _by_kind, _named):
        for text in candidates(choices, place, scene, documentation):
            if form.allows(text):
                return text
    if form.pattern is not None and "arn:" in form.pattern:
        for text in arns(choices, place, scene, form.pattern):
            if form.allows(text):
                return text
    made = text_matching(choices, form.pattern, form.shortest, form.longest, wanted=_WANTED)
    if made is not None:
        return settled_arn(made, place, scene, form.allows)
    return text_matching(choices, None, form.shortest, form.longest, wanted=_WANTED) or ""


def _documented(choices: Choices, place: Place, scene: Scene, documentation: str) -> Iterator[str]:
    """An example that the documentation shows, with identifiers of its own."""
    if found := _EXAMPLE.search(documentation):
        yield settled_arn(_like(choices, scene, found[1]), place, scene)


def _exemplary(choices: Choices, place: Place, scene: Scene, documentation: str) -> Iterator[str]:
    """The like of an identifier that AWS's published examples have for the member."""
    # What is named by one word alone is another thing in each structure.
    examples = example_texts(place.service).get(place.name, ()) if len(place.words) > 1 else ()
    identifiers = [each for each in examples if _VARIABLE.search(each) and "xmpl" not in each]
    if identifiers:
        yield settled_arn(_like(choices, scene, pick(choices, identifiers)), place, scene)


def _like(choices: Choices, scene: Scene, example: str) -> str:
    """Write an example with other hexadecimal digits, and the scene's account."""

    def other(found: re.Match[str]) -> str:
        if len(found[0]) == 12 and found[0].isdecimal():
            return scene.account
        return random_hex(choices, len(found[0]))

    return _VARIABLE.sub(other, example)


def _by_kind(choices: Choices, place: Place, scene: Scene, documentation: str) -> Iterator[str]:
    if "arn" in place.words:
        yield from arns(choices, place, scene)
    if "JSON" in documentation:
        yield '{"version":"1.0","enabled":true}'
    # The Key of a Tag is a tag key.
    named = (*words_of(place.owner)[-1:], *place.words) if place.name in ("Key", "Value") else place.words
    for kind in kinds_of(named):
        yield from kind(choices, place, scene)


def _named(choices: Choices, place: Place, scene: Scene, documentation: str) -> Iterator[str]:
    """A name of one's own, in several spellings."""
    noun, stage = words.noun(choices), words.stage(choices)
    thing = next((word for word in place.words if word not in ("name", "id", "value", "key")), "")
    long = f"{noun}-{thing}" if thing else f"{noun}-{stage}"
    yield from (
        f"{noun}-{stage}",
        long,
        noun,
        f"{noun.title()}{stage.title()}",
        f"{noun}_{stage}",
        noun.upper(),
    )
