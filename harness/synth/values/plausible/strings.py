"""Texts that look right and that a shape allows: the first candidate that fits, or one by its pattern."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from harness.contract.patterns import Pattern, compile_pattern, matches
from harness.contract.values import format_timestamp
from harness.models.examples import example_texts
from harness.synth.scene import Scene
from harness.synth.values.choices import Choices, pick
from harness.synth.values.plausible import words
from harness.synth.values.plausible.arn import arns, begins_as_arn, is_arn, says_arn, settled_arn
from harness.synth.values.plausible.forms import DocumentedForm, documented_form
from harness.synth.values.plausible.kinds import Kind, kinds_of, random_hex
from harness.synth.values.plausible.place import Place, words_of
from harness.synth.values.plausible.times import is_iso_time, plausible_time
from harness.synth.values.text import text_matching

_NAMING = (("id",), ("name",))
_DIGIT = re.compile(r"\d", re.ASCII)
_SHORT_ID = re.compile(r"(?=\w*[A-Za-z])(?:[A-Za-z]*\d){3}\w*", re.ASCII)  # not ``policy/AmazonS3``
_FREE = re.compile(r"(?<=:)\.\*(?=[a-z])")
_UNSAID = re.compile(r"((?<=:)(?!aws)[a-z-]+)\.[+*](?=:)")
_WANTED = 8  # characters of a text that only a pattern describes
_BASE64 = re.compile(
    r"base64[- ]encoded (?:text|string|data|document|version|value)|base64[- ]encoded\.", re.IGNORECASE
)
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
        pattern: a pattern, which the text matches as a whole; None for any text.
        shortest: the fewest characters.
        longest: the most characters, or None.
        model: another pattern that it matches, where the model has one and the documentation too.
    """

    pattern: Pattern | None = None
    shortest: int = 0
    longest: int | None = None
    model: Pattern | None = None

    def allows(self, text: str) -> bool:
        """Tell whether a text keeps to the form."""
        if len(text) < self.shortest or (self.longest is not None and len(text) > self.longest):
            return False
        return all(each is None or matches(each.whole, text) for each in (self.pattern, self.model))


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
    for text in _candidates(choices, place, scene, documentation):
        if form.allows(text):
            return text
    is_of_arns = form.pattern is not None and "arn:" in form.pattern.source
    if is_of_arns and place.words[-1:] in _NAMING and not says_arn(documentation):
        made = _made(choices, form, scene, unlike="arn:")
        if made is not None:
            return made
    if form.pattern is not None and is_of_arns:
        for text in arns(choices, place, scene, form.pattern.source):
            if form.allows(text):
                return text
    made = _made(choices, form, scene)
    if made is not None:
        return settled_arn(made, place, scene, form.allows, words.name(choices))
    return text_matching(choices, None, form.shortest, form.longest, wanted=_WANTED) or ""


def _made(choices: Choices, form: Form, scene: Scene, unlike: str = "") -> str | None:
    """Make a text by a pattern.

    An ARN has no text before a word that ``:.*stream/`` allows, and what ``:mediaconnect.+:gateway:`` leaves
    open is its region and account.
    """
    pattern = form.pattern
    if pattern is not None and "arn:" in pattern.source:
        source = _FREE.sub("", pattern.source)
        source = _UNSAID.sub(f"\\1:{scene.region}:{scene.account}", source, count=1)
        if source != pattern.source:
            pattern = compile_pattern(source, form.shortest, form.longest)
    return text_matching(choices, pattern, form.shortest, form.longest, wanted=_WANTED, unlike=unlike)


@dataclass(frozen=True, slots=True)
class _Telling:
    """What a member's name, the names around it and its documentation tell of a text.

    Attributes:
        example: an example that the documentation shows.
        identifiers: identifiers that AWS's published examples have for the member.
        is_arn: whether it is an ARN.
        is_json: whether it is JSON.
        is_time: whether it is a time as ISO 8601 writes it.
        form: the form that is documented; None if none is.
        before: what begins the text that a text in base64 stands for; None if it is not in base64.
        kinds: the kinds of texts that the words of the name stand for, the likeliest first.
    """

    example: str | None
    identifiers: tuple[str, ...]
    is_arn: bool
    is_json: bool
    is_time: bool
    form: DocumentedForm | None
    before: str | None
    kinds: tuple[Kind, ...]


@lru_cache(maxsize=4096)
def _telling(service: str, name: str, owner: str, documentation: str) -> _Telling:
    parts = words_of(name)
    found = _EXAMPLE.search(documentation)
    # What is named by one word alone is another thing in each structure.
    examples = example_texts(service).get(name, ()) if len(parts) > 1 else ()
    # The Key of a Tag is a tag key.
    named = (*words_of(owner)[-1:], *parts) if name in ("Key", "Value") else parts
    of_arn = "arn" in parts or begins_as_arn(name, documentation)
    examples = tuple(each for each in examples if not of_arn or is_arn(each))
    return _Telling(
        example=found[1] if found is not None and (not of_arn or is_arn(found[1])) else None,
        identifiers=tuple(each for each in examples if _VARIABLE.search(each) and "xmpl" not in each),
        is_arn=of_arn,
        is_json="JSON" in documentation,
        is_time=is_iso_time(documentation),
        form=documented_form(name, documentation),
        before=_before_encoded(documentation),
        kinds=tuple(kinds_of(named)),
    )


def _before_encoded(documentation: str) -> str | None:
    """Return what a text begins with that is documented as one in base64: the user of ECR's tokens."""
    if _BASE64.search(documentation) is None:
        return None
    return "AWS:" if "user:password" in documentation else ""


def _candidates(choices: Choices, place: Place, scene: Scene, documentation: str) -> Iterator[str]:
    """Yield texts for a place, the likeliest first: those that have its documented form, then all others."""
    telling = _telling(place.service, place.name, place.owner, documentation)
    likely = _likely(choices, place, scene, telling)
    if telling.form is None:
        yield from likely
        return
    texts = [*likely]
    yield from filter(telling.form.keeps, texts)
    yield from (*telling.form.samples, *texts)


def _likely(choices: Choices, place: Place, scene: Scene, telling: _Telling) -> Iterator[str]:
    """Yield texts for a place: of examples, of its kind, and then names of one's own."""
    is_id = place.words[-1:] in (("id",), ("identifier",), ("arn",))
    if telling.is_time:
        yield format_timestamp(plausible_time(choices, place, scene))
    if telling.example is not None:
        yield settled_arn(_like(choices, scene, telling.example, is_id=is_id), place, scene)
    if telling.identifiers:
        example = pick(choices, telling.identifiers)
        yield settled_arn(_like(choices, scene, example, is_id=is_id), place, scene)
    if telling.is_arn:
        yield from arns(choices, place, scene)
    if telling.is_json:
        yield '{"version":"1.0","enabled":true}'
    if telling.before is not None:
        text = f"{telling.before}{words.name(choices)}-{random_hex(choices, 12)}"
        yield base64.b64encode(text.encode()).decode()
    for kind in telling.kinds:
        yield from kind(choices, place, scene)
    yield from _names(choices, place)


def _like(choices: Choices, scene: Scene, example: str, *, is_id: bool) -> str:
    """Write an example with other hexadecimal digits, and the scene's account.

    A short id at the end has other digits: ``tape/TEST05A2A0``, ``su-1AB2C3De4``.
    """

    def other(found: re.Match[str]) -> str:
        if len(found[0]) == 12 and found[0].isdecimal():
            return scene.account
        return random_hex(choices, len(found[0]))

    before, sign, own = example.rpartition("/" if is_arn(example) else "-")
    if sign and is_id and _SHORT_ID.fullmatch(own) and not _VARIABLE.search(own):
        own = _DIGIT.sub(lambda _: str(choices.choose(10)), own)
        example = f"{before}{sign}{own}"
    return _VARIABLE.sub(other, example)


def _names(choices: Choices, place: Place) -> Iterator[str]:
    """Yield a name of one's own, in several spellings."""
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
