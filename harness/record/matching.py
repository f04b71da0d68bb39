"""What a test varies on purpose: values of requests that need not be what they were when it was recorded.

A project declares the places of such values, and their form. Where a text varies in a part of it (a UUID in a
name), the rest of the text still has to be equal.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from harness.cassette.index import canonical_json
from harness.cassette.place import ScopedPlace, parse_place
from harness.contract.paths.pointer import escaped
from harness.contract.paths.stray import stray_place
from harness.errors import HarnessError, close_names
from harness.message.place import Place, inside, item, top
from harness.models import find_named
from harness.record.texts import Replacement, decoded, is_telling

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

Callback = Callable[[str, dict[str, Any]], Any]
"""From an operation, ``"service.Operation"``, and its parameters in JSON-able form to what is compared."""

ANY = "any"
HTTP = "http"
"""Instead of a service: requests to others than AWS. Their operation is the method, ``http.GET``."""
_DAY = 86_400
_MILLISECONDS = 1e11
"""From here on, a number of seconds would lie thousands of years ahead."""

_HEX = "[0-9a-fA-F]"
UUID = re.compile(rf"(?<!{_HEX})(?:{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}|{_HEX}{{32}})(?!{_HEX})")
TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\d{8}T\d{6}Z?"
)
EPOCH = re.compile(r"(?<![\d.])\d{10}(?:\d{3})?(?:\.\d+)?(?![\d.])")
PATH = re.compile(
    r"(?:[A-Za-z]:)?[^\s\"'<>|*?]*[/\\](?:pytest-of-[^/\\\s]+[/\\]pytest-\d+[/\\][^/\\\s\"']+|tmp[0-9a-z_]{8})"
)


class BadMatch(HarnessError):
    """A rule of what may vary is written wrongly.

    Args:
        reason: what is wrong, and what to write, whole sentences.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


class Part(NamedTuple):
    """A piece of a request that varies.

    Attributes:
        key: where it stands, and as what: equal for pieces that correspond.
        text: the piece.
        identifies: whether equal pieces mean the same thing and different ones different things, as those of
            names do and those of times do not.
        is_certain: whether it is meant wherever it stands even if it looks like a plain word, as it has an
            expression that was written for it.
        is_body: whether it is all that the request sends, in base64, of which answers may hold a piece.
    """

    key: str
    text: str
    identifies: bool
    is_certain: bool = False
    is_body: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether the text may be replaced wherever it stands."""
        return not self.is_body and is_telling(self.text, is_certain=self.is_certain)


class Normal(NamedTuple):
    """A request as it is compared.

    Attributes:
        params: its parameters, with the same value instead of everything that varies in the same form.
        parts: what was there, in an order that equal requests share.
    """

    params: Any
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of values that vary.

    Attributes:
        name: how it is written: ``"uuid"``, or a regular expression.
        pattern: what the varying part of a text looks like.
        identifies: whether a part says what is meant (`Part.identifies`).
    """

    name: str
    pattern: re.Pattern[str]
    identifies: bool

    def split(self, text: str, moment: dt.datetime | None) -> tuple[str, tuple[str, ...]]:
        """Return a text with the same value instead of its varying parts, and these.

        Args:
            text: the text.
            moment: when it was written, to which a time in seconds has to be near.
        """
        parts: list[str] = []

        def placeholder(found: re.Match[str]) -> str:
            if self is EPOCHS and not is_epoch(float(found[0]), moment):
                return found[0]
            parts.append(found[0])
            return f"\0{self.name}\0"

        return self.pattern.sub(placeholder, text), tuple(parts)


EPOCHS = Form("epoch", EPOCH, identifies=False)
UNORDERED = Form("unordered", re.compile("(?!)"), identifies=False)
"""Lists whose order may differ; no text varies."""
FORMS: Mapping[str, Form] = {
    "uuid": Form("uuid", UUID, identifies=True),
    "time": Form("time", TIME, identifies=False),
    "epoch": EPOCHS,
    "path": Form("path", PATH, identifies=True),
    "unordered": UNORDERED,
}
"""The forms that have a name."""


def is_epoch(number: float, moment: dt.datetime | None) -> bool:
    """Tell whether a number is a time in seconds or milliseconds, within a day of a moment."""
    seconds = number / 1000 if number >= _MILLISECONDS else number
    if moment is None:
        return 1e9 <= seconds < 4e9
    return abs(seconds - moment.timestamp()) <= _DAY


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of value that varies.

    Attributes:
        place: where.
        form: its form; None if any value matches, or none at all.
    """

    place: ScopedPlace
    form: Form | None


@dataclass(frozen=True)
class Matching:
    """Which parts of requests vary. The one without rules holds requests to be equal or different.

    Attributes:
        rules: the places and forms.
        callback: tells what is compared of the parameters of a call, after the rules; None for all of it.
    """

    rules: tuple[Rule, ...] = ()
    callback: Callback | None = None

    def __add__(self, other: Matching) -> Matching:
        return Matching((*self.rules, *other.rules), other.callback or self.callback)

    def concerns(self, name: str) -> bool:
        """Tell whether requests of an operation, ``"service.Operation"``, may vary."""
        if name not in self._concerned:
            concerned = any(rule.place.is_in(name) for rule in self.rules)
            self._concerned[name] = concerned or self.callback is not None
        return self._concerned[name]

    @cached_property
    def _concerned(self) -> dict[str, bool]:
        return {}

    def normal(self, operation: OperationModel, params: Any, moment: dt.datetime | None) -> Normal:
        """Return a call as it is compared.

        Args:
            operation: the operation.
            params: its parameters in JSON-able form.
            moment: when it was asked; None if that is not known.
        """
        name = f"{operation.service_model.service_name}.{operation.name}"
        return self.normal_of(name, operation.input_shape, params, moment)

    def normal_of(self, name: str, shape: Shape | None, params: Any, moment: dt.datetime | None) -> Normal:
        """Return a request as it is compared.

        Args:
            name: what is asked: ``"service.Operation"``, or ``"http.GET"`` for a request to others than AWS.
            shape: the shape of its parameters; None if they have none.
            params: the parameters in JSON-able form.
            moment: when it was asked; None if that is not known.
        """
        parts: list[Part] = []
        body = _body_of(shape)
        for rule in self.rules:
            if rule.place.is_in(name):
                normalizer = _Normalizer(rule.form, moment, parts, body)
                params = normalizer.at(top(shape), params, rule.place.steps)
        # What varies at a declared place may be repeated elsewhere in the same request.
        telling = dict.fromkeys(part.text for part in parts if part.identifies and part.is_telling)
        if telling:
            texts = {text: f"\0{number}\0" for number, text in enumerate(telling)}
            params = Replacement(texts).params(shape, params)
        if self.callback is not None:
            params = self.callback(name, copy.deepcopy(params))
            try:
                canonical_json(params)
            except (TypeError, ValueError):
                raise BadMatch(f"match returned {params!r} for {name}, which JSON has no form for.") from None
        return Normal(params, tuple(parts))


EXACT = Matching()
"""Requests are equal or different."""


@dataclass(frozen=True, slots=True)
class _Normalizer:
    """Takes what varies out of parameters, at one place.

    Attributes:
        form: the form of what varies; None for any value.
        moment: when the request was asked.
        parts: what was taken out, added to as it is.
        body: the pointer of the blob that is the request's body; None if it has none.
    """

    form: Form | None
    moment: dt.datetime | None
    parts: list[Part]
    body: str | None

    def at(self, place: Place, value: Any, steps: tuple[str, ...]) -> Any:
        """Return a value, normalised where the steps lead to."""
        if not steps:
            return self._varied(place, value)
        return _mapped(place, value, partial(self._child, steps=steps))

    def _child(self, step: str, place: Place, value: Any, steps: tuple[str, ...]) -> Any:
        if steps[0] not in ("*", step):
            return value
        if self.form is None and len(steps) == 1:
            self.parts.extend(_any_parts(place, value, self.body))
            return _LEFT_OUT
        return self.at(place, value, steps[1:])

    def _varied(self, place: Place, value: Any) -> Any:
        form = self.form
        if form is None or value is None or isinstance(value, bool):
            return value
        if isinstance(value, dict | list):
            varied = _mapped(place, value, lambda step, below, each: self._varied(below, each))
            is_sorted = form is UNORDERED and isinstance(varied, list)
            return sorted(varied, key=canonical_json) if is_sorted else varied
        if isinstance(value, int | float):
            if form is not EPOCHS or not is_epoch(value, self.moment):
                return value
            self.parts.append(Part(place.pointer, str(value), form.identifies))
            return f"\0{form.name}\0"
        normal, parts = form.split(decoded(place, value), self.moment)
        self.parts.extend(
            Part(f"{place.pointer} {form.name} {number}", text, form.identifies, form.name not in FORMS)
            for number, text in enumerate(parts)
        )
        return normal if parts else value


_LEFT_OUT = object()


def _mapped(place: Place, value: Any, function: Callable[[str, Place, Any], Any]) -> Any:
    """Apply a function to what is in a mapping, in the order of the names, or in a list.

    Of a mapping `_LEFT_OUT` leaves a member out, in a list null stands for it.
    """
    if isinstance(value, dict):
        mapped = {
            name: function(escaped(name), inside(place, name, "model"), value[name]) for name in sorted(value)
        }
        return {name: each for name, each in mapped.items() if each is not _LEFT_OUT}
    if isinstance(value, list):
        items = [function(str(index), item(place, index), each) for index, each in enumerate(value)]
        return [None if each is _LEFT_OUT else each for each in items]
    return value


def _body_of(shape: Shape | None) -> str | None:
    """Return the pointer of the blob that is the body of a request; None if it has none."""
    name = shape.serialization.get("payload") if shape is not None else None
    body = getattr(shape, "members", {}).get(name)
    return f"/{name}" if body is not None and body.type_name == "blob" else None


def _any_parts(place: Place, value: Any, body: str | None) -> Iterator[Part]:
    if isinstance(value, str):
        is_body = place.shape is not None and place.pointer == body
        yield Part(place.pointer, value if is_body else decoded(place, value), False, is_body=is_body)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _any_parts(inside(place, name, "model"), each, body)
    elif isinstance(value, list):
        for each_place, each in ((item(place, index), each) for index, each in enumerate(value)):
            yield from _any_parts(each_place, each, body)


def parse_matching(match: object = None, ignore: object = ()) -> Matching:
    """Read what may vary, as a marker, a setting or an argument says it.

    Args:
        match: forms by place, ``{"s3.PutObject:/Key": "uuid"}``, each ``"any"``, the name of one of `FORMS`
            or a regular expression; or a function from the operation and its parameters to what is compared;
            None for neither.
        ignore: places where any value matches, ``["/ClientToken"]``; text for one.

    Raises:
        BadMatch: one of them is written wrongly.
        harness.errors.UnknownName: there is no such service or operation.
    """
    if isinstance(ignore, str) or not isinstance(ignore, Iterable):
        ignore = [ignore]
    rules = [Rule(_place(place), None) for place in ignore]
    if match is None:
        return Matching(tuple(rules))
    if isinstance(match, Mapping):
        rules += [Rule(_place(place), _form(place, form)) for place, form in match.items()]
        return Matching(tuple(rules))
    if callable(match):
        return Matching(tuple(rules), match)
    raise BadMatch(f"match is neither a table of forms by place nor a function but {match!r}.")


def _place(written: object) -> ScopedPlace:
    place = parse_place(written)
    if place is None:
        raise BadMatch(
            f"{written!r} is no place in a request; write a JSON pointer, as /ClientToken, or one of an "
            "operation or service, as s3.PutObject:/Key."
        )
    if place.service is None or place.service == HTTP:
        return place
    if place.operation is not None:
        place = replace(place, operation=find_named(place.service, place.operation).name)
    stray = stray_place(place.service, place.operation, place.steps, "request")
    if stray is not None:
        raise BadMatch(stray.worded(place.scope))
    return place


def _form(place: object, written: object) -> Form | None:
    names = (ANY, *FORMS)
    if written == ANY:
        return None
    if not isinstance(written, str) or not written:
        raise BadMatch(f"{place}: {written!r} is no form; write {', '.join(names)}, or a regular expression.")
    if written in FORMS:
        return FORMS[written]
    close = close_names(written, names, 1)
    if close and written.isalpha():
        raise BadMatch(f"{place}: There is no form {written!r}. Did you mean {close[0]!r}?")
    try:
        pattern = re.compile("|".join(map(_expression, written.split("|"))))
    except re.error as error:
        raise BadMatch(f"{place}: {written!r} is no regular expression: {error}.") from None
    if pattern.match(""):
        raise BadMatch(f"{place}: {written!r} matches the empty text.")
    return Form(written, pattern, identifies=True)


def _expression(written: str) -> str:
    """Return the expression of one of several forms, such as ``uuid`` in ``"uuid|[a-z]{26}"``."""
    form = FORMS.get(written)
    return form.pattern.pattern if form is not None and form.identifies else written
