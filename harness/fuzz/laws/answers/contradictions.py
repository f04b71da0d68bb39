"""What members of an answer say that cannot be so together, or at any time.

An ARN that names another thing than the id and the name next to it, an end before its start, a time before
there was AWS, an entry that comes twice, a part that is larger than the total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.pointer import to_pointer
from harness.contract.patterns import matches, pattern_of
from harness.contract.rules.value import comparable
from harness.contract.values import JsonValue, leaves_of
from harness.contract.wording import show
from harness.contract.words import tells_time
from harness.models.documentation import without_tags
from harness.models.examples import example_texts
from harness.models.reach import asked_shapes
from harness.models.resources import is_identifier, parse_name
from harness.synth.responses.views import allows, view_of
from harness.synth.values.plausible.arn import (
    arn_service,
    bears_name,
    begins_as_arn,
    named_arn,
    says_arn,
)
from harness.synth.values.plausible.forms import documented_form
from harness.synth.values.plausible.place import words_of
from harness.synth.values.plausible.times import (
    CHANGED,
    CREATED,
    epoch_unit,
    is_iso_time,
    times_out_of_order,
)
from harness.synth.values.tags import own_tags
from harness.synth.values.totals import parts_of

from .duplicates import same_things

_DAY = 86_400.0
_FIRST_DAYS = 2 * _DAY  # a time of which nothing is known, in any zone
_2000 = 946_684_800.0
_5000 = 1e11  # seconds until the year 5138, milliseconds until 1973

_OTHER_NAME = re.compile(
    r"\b(?:or|either|and)\b[^.]{0,40}\b(?:names?|IDs?|identifiers?|alias|ARNs?)\b|\balias\b", re.I
)
_ANYTHING = "a <?>! é"
_PLAIN = re.compile(r"[\w.-]{3,}")
_PREFIXED = re.compile(r"([a-z]{1,12})-[0-9a-f]{8,17}")

_EVENTS = CREATED | CHANGED | {"began", "ended", "stopped", "finished", "completed", "completion", "started"}
_TO_COME = frozenset(("next", "scheduled", "expected", "estimated", "planned", "until", "expiration"))
_FREE = _TO_COME | {
    "from",
    "before",
    "after",
    "since",
    "start",
    "begin",
    "expires",
    "expiry",
    "expire",
    "birth",
}
_ISO_TIME = re.compile(
    r"\d{4}-?\d\d(-?\d\d)?(T\d\d(:?\d\d(:?\d\d([.,]\d+)?)?)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.IGNORECASE
)
_WHOLE_ARN = re.compile(r"arn:aws[\w-]*:[^:]+:[^:]*:[^:]*:.")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d", re.ASCII)
_NAMING = ("id", "name", "", "identifier")
_IDENTITIES = ("id", "arn", "identifier")
_OF_ACCOUNTS = (("account", "id"), ("owner", "id"))
_COUNT = frozenset(("count", "counts", "quantity", "total", "size", "bytes", "length", "retries", "seconds"))
_HOW_MANY = re.compile(
    r"(?:(?:the|a|an) )?(?:[\w-]+ ){0,3}?(?:number|count|quantity|size|length|amount|duration|time)\b",
    re.IGNORECASE,
)
_BELOW_ZERO = re.compile(r"-\s?1\b|\bnegative\b|\bminus\b|\bdifference\b|\bchange\b|\bnet\b", re.IGNORECASE)
_LISTS = frozenset((str,))  # the types of steps to what is in no list
_WHOLE = ("integer", "long")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What an answer says that cannot be so.

    Attributes:
        code: what kind of thing it is.
        pointer: where it stands.
        reason: what is wrong, the end of a sentence that begins with the place.
    """

    code: str
    pointer: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Structure:
    """A structure of an answer: where it is, in which member, its shape, and what it holds."""

    place: tuple[str | int, ...]
    member: str
    shape: Any
    held: Mapping[str, JsonValue]

    def at(self, name: str) -> str:
        return to_pointer((*self.place, name))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the request has: its texts and its times.

    What entries have of it is not judged: one that asks for times to come may be answered with such.
    """

    texts: frozenset[str]
    times: tuple[float, ...]

    def has_time(self, moment: float) -> bool:
        return any(abs(moment - time) < 1 for time in self.times)


def contradictions(
    operation: OperationModel, params: JsonValue, response: JsonValue, time: str | None
) -> Iterator[Contradiction]:
    """Yield what a result says that cannot be so; of what its request has, nothing is judged.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        response: the result in JSON-able form.
        time: when the answer came, RFC 3339; None if it is not known.
    """
    leaves = [leaf for leaf in leaves_of(params) if isinstance(leaf, str | int | float)]
    moments = (comparable(leaf) for leaf in leaves)
    asked = _Asked(frozenset(map(str, leaves)), tuple(moment for moment in moments if moment is not None))
    now = comparable(time)
    for structure in _structures(operation.output_shape, response, (), ""):
        yield from _wrong_arns(operation, structure, asked)
        yield from _arns_for_names(structure, asked)
        yield from _wrong_forms(structure, asked)
        yield from _wrong_documented_forms(structure, asked)
        yield from _empty_names(operation, structure)
        yield from _negative_counts(structure)
        yield from _partly_right(operation, structure, asked)
        yield from _wrong_prefixes(operation, structure, asked)
        yield from _wrong_times(structure, asked, now)
        yield from _wrong_order(structure, asked)
        yield from _wrong_units(structure, asked)
        yield from _wrong_totals(structure)
        yield from _tagged_twice(structure, asked)
        yield from _twice(operation, structure, asked)


def _structures(
    shape: Any, value: JsonValue, place: tuple[str | int, ...], member: str
) -> Iterator[_Structure]:
    if shape is None:
        return
    if shape.type_name == "structure" and isinstance(value, dict):
        yield _Structure(place, member, shape, value)
        for name, inner in shape.members.items():
            if name in value:
                yield from _structures(inner, value[name], (*place, name), name)
    elif shape.type_name == "list" and isinstance(value, list):
        for number, entry in enumerate(value):
            yield from _structures(shape.member, entry, (*place, number), member)
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, entry in value.items():
            yield from _structures(shape.value, entry, (*place, key), member)


def _texts(structure: _Structure) -> Iterator[tuple[str, Any, str]]:
    """Yield the texts of a structure that are not empty: name, shape and value."""
    for name, shape in structure.shape.members.items():
        value = structure.held.get(name)
        if isinstance(value, str) and value and shape.type_name == "string":
            yield name, shape, value


def _wrong_arns(operation: OperationModel, structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    for name, shape, value in _texts(structure):
        if value.startswith("arn:") or value in asked.texts or not _is_free(shape):
            continue
        is_called_arn = words_of(name)[-1:] == ("arn",) or begins_as_arn(name, shape.documentation)
        if is_called_arn and _is_of_arns(shape.documentation):
            yield Contradiction("arn", structure.at(name), f"must be an ARN, but was {show(value)}")
    own = arn_service(operation.service_model.service_name)
    for name, arn, names in _own_arns(operation, structure):
        is_elsewhere = len(names) == 1 and f":{own}:" not in arn  # the ids of IAM are not in its ARNs
        if (
            not arn.startswith("arn:")
            or arn in asked.texts
            or is_elsewhere
            or bears_name(arn, names.values())
        ):
            continue
        if any(allows(structure.shape.members[name], named_arn(arn, value)) for value in names.values()):
            beside = " and ".join(f"{other} is {show(value)}" for other, value in names.items())
            yield Contradiction(
                "arn", structure.at(name), f"names another thing: {beside}, but it was {show(arn)}"
            )


def _own_arns(
    operation: OperationModel, structure: _Structure
) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield the ARN of what a structure shows, with its id and other names; of what has no id, none."""
    view = view_of(operation, structure.shape, structure.member)
    named = [
        (name, "arn" if words_of(name)[-1:] == ("arn",) else kind, value)
        for name, kind in (view.members if view is not None else ())
        if isinstance(value := structure.held.get(name), str) and value
    ]
    names = {name: value for name, kind, value in named if kind in _NAMING}
    if any(kind == "id" for _, kind, _ in named) and all(map(_PLAIN.fullmatch, names.values())):
        yield from ((name, value, names) for name, kind, value in named if kind == "arn")


def _is_free(shape: Any) -> bool:
    """Tell whether a text has no pattern, or one that says nothing of its form, as ``.*``."""
    pattern = pattern_of(shape.metadata)
    return "pattern" not in shape.metadata or (
        pattern is not None and pattern.whole is not None and matches(pattern.whole, _ANYTHING)
    )


@lru_cache(maxsize=4096)
def _is_of_arns(documentation: str) -> bool:
    return says_arn(documentation) and _OTHER_NAME.search(without_tags(documentation)) is None


def _arns_for_names(structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    """Yield names and ids that are ARNs, though the ARN of the same thing has a member of its own."""
    arns = {words_of(name)[:-1]: name for name in structure.shape.members if words_of(name)[-1:] == ("arn",)}
    for name, shape, value in _texts(structure):
        words = words_of(name)
        beside = arns.get(words[:-1]) if words[-1:] in (("id",), ("name",)) else None
        if beside is None or value in asked.texts or not _WHOLE_ARN.match(value):
            continue
        if not says_arn(shape.documentation):
            reason = f"must be no ARN, which {beside} is for, but was {show(value)}"
            yield Contradiction("form", structure.at(name), reason)


def _wrong_forms(structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    """Yield texts that have not the form of their kind: ARNs, account ids and times."""
    for name, shape, value in _texts(structure):
        words = words_of(name)
        if value in asked.texts or not _is_free(shape) or "enum" in shape.metadata:
            continue
        if words[-1:] == ("arn",) and value.startswith("arn:") and not _is_well_formed(value):
            form = "of the form arn:partition:service:region:account:resource"
            yield Contradiction("arn", structure.at(name), f"must be {form}, but was {show(value)}")
        elif words[-2:] in _OF_ACCOUNTS and _is_of_accounts(shape.documentation):
            if not re.fullmatch(r"\d{12}", value):
                reason = f"must be the 12 digits of an account, but was {show(value)}"
                yield Contradiction("form", structure.at(name), reason)
        elif is_iso_time(shape.documentation) and not _ISO_TIME.fullmatch(value):
            reason = f"must be a time as ISO 8601 writes it, but was {show(value)}"
            yield Contradiction("form", structure.at(name), reason)


def _wrong_documented_forms(structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    """Yield texts that have not the form that is documented, unless their shape rules that form out."""
    for name, shape, value in _texts(structure):
        form = documented_form(name, shape.documentation) if value not in asked.texts else None
        if form is not None and not form.keeps(value) and any(allows(shape, text) for text in form.samples):
            yield Contradiction("form", structure.at(name), f"must be {form.words}, but was {show(value)}")


def _empty_names(operation: OperationModel, structure: _Structure) -> Iterator[Contradiction]:
    """Yield names and ids that are empty, though they have a least length or are a thing's own.

    They name nothing.
    """
    if "" not in structure.held.values():
        return
    view = view_of(operation, structure.shape, structure.member)
    own = {name for name, kind in (view.members if view is not None else ()) if kind in _IDENTITIES}
    for name, value in structure.held.items():
        shape = structure.shape.members.get(name)
        least = shape.metadata.get("min", 0) if shape is not None and shape.type_name == "string" else 0
        if value == "" and least > 0 and is_identifier(name):
            reason = f"must have at least {least} character{'s' * (least > 1)} or be left out, but was empty"
            yield Contradiction("length", structure.at(name), reason)
        elif value == "" and name in own:
            yield Contradiction(
                "length", structure.at(name), "must identify it or be left out, but was empty"
            )


def _tagged_twice(structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    """Yield the second of two tags with one key that the request does not have: a resource has each once."""
    for name, shape in structure.shape.members.items():
        tags, form = structure.held.get(name), own_tags(name, shape)
        keys: list[JsonValue] = []
        for number, tag in enumerate(tags if form is not None and isinstance(tags, list) else ()):
            key = tag.get(form[0]) if form is not None and isinstance(tag, dict) else None
            if key is not None and key in keys and key not in asked.texts:
                pointer = to_pointer((*structure.place, name, number))
                yield Contradiction("twice", pointer, f"has a key that a tag before it has: {show(key)}")
                break
            keys.append(key)


def _partly_right(operation: OperationModel, structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    """Yield texts of which a part matches their pattern, and that no request of the service may have so.

    A request must match as a whole. All 950 values of AWS's examples that have such a pattern do so, too.
    """
    taken = asked_shapes(operation.service_model)
    for name, shape in structure.shape.members.items():
        held = structure.held.get(name)
        inner = shape.member if shape.type_name == "list" else shape
        if inner.type_name != "string" or "pattern" not in inner.metadata or inner.name not in taken:
            continue
        pattern = pattern_of(inner.metadata)
        if pattern is None or pattern.whole is None or pattern.has_one_spelling:
            continue
        for text in held if isinstance(held, list) else [held]:
            if not isinstance(text, str) or text == "" or text in asked.texts:
                continue
            if matches(pattern.part, text) and not matches(pattern.whole, text):
                reason = (
                    f"must match {pattern.source} from its first to its last character, but was {show(text)}"
                )
                yield Contradiction("pattern", structure.at(name), reason)


def _negative_counts(structure: _Structure) -> Iterator[Contradiction]:
    """Yield counts below 0, such as those that did not fit into 32 bits."""
    for name, value in structure.held.items():
        shape = structure.shape.members.get(name)
        if isinstance(value, int) and value < 0 and shape is not None and _counts(name, shape.documentation):
            yield Contradiction(
                "range", structure.at(name), f"must be at least 0, as counts and sizes are, but was {value}"
            )


@lru_cache(maxsize=4096)
def _counts(name: str, documentation: str) -> bool:
    """Tell whether a member says how many of something there are; some say -1 for "unknown"."""
    said = without_tags(documentation).strip()
    return (
        bool(words_of(name))
        and (words_of(name)[-1] in _COUNT or words_of(name)[:2] == ("number", "of"))
        and bool(_HOW_MANY.match(said))
        and not (_BELOW_ZERO.search(said))
    )


def _is_well_formed(arn: str) -> bool:
    """Tell whether an ARN has all its parts, and none of them stands where another one belongs."""
    _, _, service, region, account, *resource = [*arn.split(":", 5), "", "", ""][:6]
    is_short = arn.count(":") < 5 or not resource[0]
    return (
        not is_short
        and bool(service)
        and not region.isdecimal()
        and (not account.isdecimal() or len(account) == 12)
    )


@lru_cache(maxsize=4096)
def _is_of_accounts(documentation: str) -> bool:
    return re.search(r"(?:Amazon Web Services|AWS) account", documentation) is not None


def _wrong_prefixes(
    operation: OperationModel, structure: _Structure, asked: _Asked
) -> Iterator[Contradiction]:
    """Yield the ids that do not begin as those in AWS's examples do, with what is short for their names."""
    prefixes = _prefixes(operation.service_model.service_name)
    for name, _, value in _texts(structure):
        prefix = prefixes.get(name)
        if prefix is not None and value not in asked.texts and not value.startswith(prefix):
            yield Contradiction(
                "form", structure.at(name), f"must begin with {show(prefix)}, but was {show(value)}"
            )


@lru_cache(maxsize=256)
def _prefixes(service: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, texts in example_texts(service).items():
        words = words_of(name)
        forms = [_PREFIXED.fullmatch(text) for text in texts]
        prefixes = {form[1] for form in forms if form is not None}
        if len(words) > 1 and words[-1] == "id" and None not in forms and len(prefixes) == 1:
            (prefix,) = prefixes
            if _is_short_for(prefix, "".join(words[:-1])):
                found[name] = f"{prefix}-"
    return found


def _is_short_for(prefix: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in prefix)


def _times(structure: _Structure, asked: _Asked) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Yield the times of a structure that the request does not have: name, words and seconds since 1970."""
    for name, shape in structure.shape.members.items():
        value = structure.held.get(name)
        is_text = shape.type_name == "string" and tells_time(name) and _MOMENT.match(str(value))
        if isinstance(value, str) and (shape.type_name == "timestamp" or is_text):
            moment = comparable(value)
            if moment is not None and not asked.has_time(moment):
                yield name, words_of(name), moment


def _wrong_times(structure: _Structure, asked: _Asked, now: float | None) -> Iterator[Contradiction]:
    is_late_asked = now is not None and any(time > now for time in asked.times)
    is_early_asked = any(time < _2000 for time in asked.times)
    for name, words, moment in _times(structure, asked):
        is_event = not _EVENTS.isdisjoint(words) and _TO_COME.isdisjoint(words)
        is_nothing = moment < _FIRST_DAYS and _FREE.isdisjoint(words)
        shown = show(structure.held[name])
        if (is_nothing or (is_event and moment < _2000)) and not is_early_asked:
            yield Contradiction("time", structure.at(name), f"is from before there was AWS: {shown}")
        elif is_event and now is not None and moment > now + _DAY and not is_late_asked:
            yield Contradiction("time", structure.at(name), f"is in the future: {shown}")


def _wrong_order(structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    for early, late in times_out_of_order(structure.shape, structure.held, slack=1):
        times = [comparable(structure.held[name]) or 0 for name in (early, late)]
        is_date = times[1] % _DAY == 0 and times[1] + _DAY > times[0]
        is_never = times[1] < _FIRST_DAYS and not _FREE.isdisjoint(words_of(late))
        if not is_date and not is_never and not any(map(asked.has_time, times)):
            shown = f"{show(structure.held[late])}, before {early}, {show(structure.held[early])}"
            yield Contradiction("time", structure.at(late), f"was {shown}")


def _wrong_units(structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    """Yield numbers of seconds where documentation says milliseconds, and the other way round."""
    for name, shape in structure.shape.members.items():
        value = structure.held.get(name)
        if shape.type_name not in _WHOLE or not isinstance(value, int) or str(value) in asked.texts:
            continue
        unit = epoch_unit(shape.documentation)
        if unit is not None and value > 0 and (value < _5000) is (unit == "milliseconds"):
            reason = f"must be in {unit} since 1970, but was {value}"
            yield Contradiction("time", structure.at(name), reason)


def _wrong_totals(structure: _Structure) -> Iterator[Contradiction]:
    """Yield totals that are less than a part, or than the entries of the list that they count."""
    for name, part in parts_of(structure.shape):
        total, held = structure.held.get(name), structure.held.get(part)
        size = len(held) if isinstance(held, list) else held
        if isinstance(total, int) and isinstance(size, int) and size > total:
            what = f"the entries of {part}" if isinstance(held, list) else part
            reason = f"must be no less than {what}, {size}, but was {total}"
            yield Contradiction("count", structure.at(name), reason)


def _twice(operation: OperationModel, structure: _Structure, asked: _Asked) -> Iterator[Contradiction]:
    """Yield the second of two entries of a list that are the same thing; not of lists within its entries."""
    is_listed = parse_name(operation.name).role == "list" and _LISTS.issuperset(map(type, structure.place))
    for name, shape in structure.shape.members.items() if is_listed else ():
        entries = structure.held.get(name)
        if shape.type_name == "list" and isinstance(entries, list):
            for first, second, member in same_things(operation, shape.member, name, entries, asked.texts):
                alike = f"has the {member} of" if member else "is the same thing as"
                reason = f"{alike} entry {first}: {show(entries[second])}"
                yield Contradiction("twice", to_pointer((*structure.place, name, second)), reason)
                break
