"""Recognise values that change on every run, and say how to declare them."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from harness.cassette.index import canonical_json
from harness.cassette.miss import ABSENT, Difference, differences
from harness.contract.paths.pointer import escaped, to_pointer, to_steps
from harness.message.place import Place, inside, item, top
from harness.record.matching import ANY, EPOCHS, FORMS, UNORDERED, BadMatch, Form, is_epoch, parse_matching
from harness.record.texts import decoded

if TYPE_CHECKING:
    from botocore.model import Shape

ADVICE = (
    "This value changes on every run.",
    "These values change on every run.",
    "These values change on every run, or",
    "If this value may differ,",
    "Order alone differs.",
)
"""How the words begin that say what to declare."""
_WORD = re.compile(r"[0-9A-Za-z]+")
_MIXED = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])")
_HEX = "[0-9a-f]"
_RANDOM = (_HEX, "[0-9a-z]", "[0-9A-Z]", "[0-9A-Za-z]")
_LETTERS = ("[a-z]", "[A-Z]")
_BYTES = "[0-9A-Za-z+/_-]"
_ENCODED = re.compile(rf"{_BYTES}{{10,}}={{0,2}}")
_DIGIT = re.compile("[0-9]")
_CERTAINLY_ENCODED = 16
_STANDARD = str.maketrans("-_", "+/")
_SHORTEST = 8
_SHORTEST_LETTERS = 20
"""Names that people give are hardly ever one word of so many letters, and two of them of equal length."""
_SHORTEST_HEX = 6
"""What programs cut from the start of a UUID, or draw as a suffix."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that changes on every run, and the rule that lets it.

    Attributes:
        place: the place, as ``match`` takes it: ``"s3.PutObject:/Key"``.
        form: the form, as ``match`` takes it: ``"uuid"``, or a regular expression.
    """

    place: str
    form: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What would let two requests be equal.

    Attributes:
        rules: what to declare.
        suffice: whether nothing else differs.
    """

    rules: tuple[Suggestion, ...]
    suffice: bool


def suggestions(
    name: str,
    shape: Shape | None,
    recorded: Any,
    asked: Any,
    recorded_at: dt.datetime | None = None,
    now: dt.datetime | None = None,
) -> Suggestions:
    """Compare two requests, and recognise what may differ: UUIDs, times, paths, ids, the order of lists.

    Args:
        name: what is asked, ``"service.Operation"`` or ``"http.GET"``.
        shape: the shape of its parameters; None if they have none.
        recorded: the parameters of the recording in JSON-able form.
        asked: those of the call.
        recorded_at: when the recording was made; None if that is not known.
        now: when the call was made; None if that is not known.

    Returns:
        What to declare: a line for each difference that has the same form on both sides.
    """
    rules: list[Suggestion] = []
    found = differences(recorded, asked)
    left = {one.pointer for one in found}
    for one in (*_reordered("", recorded, asked), *found):
        # A rule for one place fixes others that repeat what varies there.
        is_left = any(f"{pointer}/".startswith(f"{one.pointer}/") for pointer in left)
        if is_left and ABSENT not in (one.recorded, one.asked):
            place, pointer = _place(shape, asked, one.pointer)
            form = _form(place, one.recorded, one.asked, recorded_at, now)
            if form is not None:
                rules.append(Suggestion(f"{name}:{pointer}", form))
                try:
                    matching = parse_matching({rule.place: rule.form for rule in rules})
                except BadMatch:  # a member that the model does not have, sent all the same
                    rules.pop()
                    continue
                was = matching.normal_of(name, shape, recorded, recorded_at).params
                now_is = matching.normal_of(name, shape, asked, now).params
                left = {other.pointer for other in differences(was, now_is)}
    return Suggestions(tuple(dict.fromkeys(_with_its_body(rules))), not left)


def _with_its_body(rules: list[Suggestion]) -> Iterator[Suggestion]:
    """Let random bytes be anything too, where a body of the same request may be.

    They belong to it, as a nonce does to what was encrypted with it. A form would have a replay answer with
    the test's own bytes next to the recorded body.
    """
    has_body = any(rule.form == ANY for rule in rules)
    for rule in rules:
        yield replace(rule, form=ANY) if has_body and rule.form.startswith(_BYTES) else rule


def _reordered(pointer: str, recorded: Any, asked: Any) -> Iterator[Difference]:
    """Yield the lists that differ by the order of their items alone."""
    if isinstance(recorded, dict) and isinstance(asked, dict):
        for name in filter(asked.__contains__, recorded):
            yield from _reordered(f"{pointer}/{escaped(name)}", recorded[name], asked[name])
    elif isinstance(recorded, list) and isinstance(asked, list):
        if recorded != asked and _is_reordered(recorded, asked):
            yield Difference(pointer, recorded, asked)
            return
        for index, (old, new) in enumerate(zip(recorded, asked, strict=False)):
            yield from _reordered(f"{pointer}/{index}", old, new)


def _is_reordered(recorded: list[Any], asked: list[Any]) -> bool:
    return sorted(map(canonical_json, recorded)) == sorted(map(canonical_json, asked))


def advice(rules: Iterable[Suggestion]) -> str:
    """Word suggestions: what varies, and the lines that declare it."""
    forms = {rule.place: rule.form for rule in rules}
    is_one, unordered = len(forms) == 1, list(forms.values()).count(UNORDERED.name)
    if unordered == len(forms):
        this = "this list has" if is_one else "these lists has"
        said = f"Order alone differs. If the order of {this} no meaning, declare it for the test:"
    elif unordered:
        said = "These values change on every run, or differ in order alone. Declare them for the test:"
    else:
        this, it = ("This value changes", "it") if is_one else ("These values change", "them")
        said = f"{this} on every run. Declare {it} for the test:"
    return "\n".join((said, *_lines(forms)))


def place_of(name: str, shape: Shape | None, pointer: str, asked: Any) -> str:
    """Return the place of a pointer into the parameters of a request, as ``match`` takes it."""
    return f"{name}:{_place(shape, asked, pointer)[1]}"


def merged(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Return the forms of two tables by place; what has two forms gets one that both fit."""
    return {
        place: _both(one.get(place, form), other.get(place, form)) for place, form in {**one, **other}.items()
    }


def block(rules: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a table for ``pyproject.toml`` that declares all that a run found to vary."""
    yield "To let all these values differ, put this into pyproject.toml:"
    yield "  [tool.harness.match]"
    yield from (f"  {json.dumps(place)} = {json.dumps(form)}" for place, form in sorted(rules.items()))


def _both(one: str, other: str) -> str:
    if one == other:
        return one
    if {one, other} & {ANY, *(name for name, form in FORMS.items() if not form.identifies)}:
        return ANY
    forms = {*one.split("|"), *other.split("|")}  # those that are suggested have no "|" of their own
    # The longest first: a shorter one would match the beginning of what is meant by it.
    return "|".join(sorted(forms, key=lambda form: (-_length(form), form)))


def _length(form: str) -> int:
    if form in FORMS:
        return sys.maxsize
    found = re.search(r"\{(\d+)\}(=*)", form)
    return int(found[1]) + len(found[2]) if found else 0


def ignoring(name: str, shape: Shape | None, pointer: str, asked: Any) -> str:
    """Word how to have any value match at a place."""
    place = place_of(name, shape, pointer, asked)
    return "\n".join(
        (
            "If this value may differ, ignore it:",
            f'  @pytest.mark.cassette(ignore=["{place}"])',
            *_settings({place: ANY}),
        )
    )


def _lines(forms: Mapping[str, str]) -> Iterator[str]:
    table = ", ".join(f'"{place}": "{form}"' for place, form in forms.items())
    yield f"  @pytest.mark.cassette(match={{{table}}})"
    yield from _settings(forms)


def _settings(forms: Mapping[str, str]) -> Iterator[str]:
    yield "or for all tests, in pyproject.toml:"
    yield "  [tool.harness.match]"
    yield from (f'  "{place}" = "{form}"' for place, form in forms.items())


def _place(shape: Shape | None, params: Any, pointer: str) -> tuple[Place, str]:
    """Return the place of a pointer into parameters, and the pointer with ``*`` for the indexes of lists."""
    place, here, steps = top(shape), params, list[str]()
    for step in to_steps(pointer):
        if isinstance(here, list):
            place, here = item(place), here[int(step)] if int(step) < len(here) else None
            steps.append("*")
        else:
            place, here = inside(place, step, "model"), here.get(step) if isinstance(here, dict) else None
            steps.append(step)
    return place, to_pointer(steps)


def _form(
    place: Place, recorded: Any, asked: Any, recorded_at: dt.datetime | None, now: dt.datetime | None
) -> str | None:
    if isinstance(recorded, str) and isinstance(asked, str):
        if _is_binary(place, recorded):
            # A form of its base64 would mean nothing. Archives and gzip hold the time when they were made.
            return ANY if len(recorded) == len(asked) else None
        old, new = decoded(place, recorded), decoded(place, asked)
        for form in FORMS.values():
            if _is_mended(form, old, new, recorded_at, now):
                return form.name
        random = (*_encoded_forms(old, new), *_random_forms(old, new))
        return next((form.name for form in random if _is_mended(form, old, new, None, None)), None)
    if isinstance(recorded, list) and isinstance(asked, list):
        return UNORDERED.name if _is_reordered(recorded, asked) else None
    numbers = [value for value in (recorded, asked) if type(value) in (int, float)]
    if len(numbers) == 2 and is_epoch(numbers[0], recorded_at) and is_epoch(numbers[1], now):
        return EPOCHS.name
    return None


def _is_binary(place: Place, text: str) -> bool:
    return place.shape is not None and place.shape.type_name == "blob" and decoded(place, text) == text


def _is_mended(
    form: Form, old: str, new: str, recorded_at: dt.datetime | None, now: dt.datetime | None
) -> bool:
    """Tell whether two texts differ in parts of a form alone."""
    was, is_now = form.split(old, recorded_at), form.split(new, now)
    return bool(was[1]) and was[0] == is_now[0]


def _encoded_forms(old: str, new: str) -> Iterator[Form]:
    """Yield an expression for two texts that are random bytes in one of the alphabets of base64."""
    if len(old) != len(new) or old[:4] == new[:4] or not _DIGIT.search(old + new):
        return
    if not all(map(_is_encoded, (old, new))):
        return
    # The draws at hand may lack characters that the next one has; short ones may be no base64.
    if not old.isalnum() or not new.isalnum() or len(old) >= _CERTAINLY_ENCODED or len(old) % 4 == 0:
        digits = old.rstrip("=")
        expression = f"{_BYTES}{{{len(digits)}}}{'=' * (len(old) - len(digits))}"
        yield Form(expression, re.compile(expression), identifies=True)


def _is_encoded(text: str) -> bool:
    """Tell whether a text has letters of both cases, and stands for bytes that are no text."""
    if not _ENCODED.fullmatch(text) or not all(re.search(kind, text) for kind in ("[A-Z]", "[a-z]")):
        return False
    digits = text.rstrip("=").translate(_STANDARD)
    try:
        return not base64.b64decode(digits + "=" * (-len(digits) % 4)).decode().isprintable()
    except UnicodeDecodeError:
        return True
    except ValueError:
        return False


def _random_forms(old: str, new: str) -> Iterator[Form]:
    """Yield expressions for words of two texts that look random: letters mixed with digits, or very many."""
    pairs = zip(_WORD.findall(old), _WORD.findall(new), strict=False)
    words = [word for pair in pairs if pair[0] != pair[1] for word in pair]
    mixed = [_MIXED.match(word) is not None for word in words]
    lengths = {len(word) for word in words}
    if len(lengths) != 1:
        return
    if min(lengths) >= _SHORTEST_LETTERS:
        for kind in _LETTERS:
            form = _fitting(kind, words)
            if form is not None:
                yield form
    for kind in _RANDOM:
        if min(lengths) < (_SHORTEST_HEX if kind == _HEX else _SHORTEST):
            continue
        # Of hexadecimal digits, some draws have no letter.
        form = _fitting(kind, words)
        if form is not None and (any(mixed) if kind == _HEX else all(mixed)):
            yield form


def _fitting(kind: str, words: list[str]) -> Form | None:
    """Return the form of words of one length that have only characters of a kind."""
    expression = f"{kind}{{{len(words[0])}}}"
    pattern = re.compile(expression)
    return Form(expression, pattern, identifies=True) if all(map(pattern.fullmatch, words)) else None
