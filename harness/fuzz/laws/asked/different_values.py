"""Optional parameters whose different values can't all have one answer, with such values.

Two kinds are read from names, shapes and documentation: what names a thing or one of its versions, and
filters that are structures. The values name nothing, so that a server refuses them, or answers with less.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from harness.contract.contract import Contract
from harness.contract.sentences import sentences_of
from harness.contract.values import JsonValue
from harness.contract.words import words_of
from harness.fuzz.laws.absent.names import other_names
from harness.fuzz.laws.cases import NAMING
from harness.models.paginators import find_pagination, is_token
from harness.models.resources import parse_name
from harness.strategies.request.valid import Requests
from harness.synth.responses.demands import Parameter, asking_parameters, documented_filters, sought_texts
from harness.synth.responses.demands.sought import NO_CHOICE, is_nested_filter
from harness.synth.responses.filters import Comparison
from harness.synth.responses.views import allows
from harness.synth.service.stated import stated_refusals
from harness.synth.values.plausible.place import singular

_MOST = 8  # values of a parameter
_NUMBERS = (417_203, 31_847, 4_172, 3_184, 417, 318, 97, 83, 71, 41, 37, 29, 23, 19, 17)
_TEXTS = ("no-such-7f3a9c", "no-such-b41d08", "no-such-c95e62")
_LETTERS = ("nosuchqwfp", "nosuchzxcd", "nosucharst")
_ACCOUNTS = ("417203958661", "318472960553", "972041586330")
_VERSIONS = frozenset(("version", "revision", "qualifier", "attempt"))
_NUMBERED = frozenset(("version", "revision", "milestone", "execution", "serial"))  # before "number"
_SCOPES = frozenset(("namespace", "registry", "catalog", "database", "schema"))
# Who asks, where, with what right; what is not looked up by the service that is asked.
_NO_THINGS = frozenset(
    (
        *(
            "role",
            "user",
            "principal",
            "realm",
            "agent",
            "zone",
            "region",
            "secret",
            "session",
            "transaction",
        ),
        *("token", "key", "kms", "credential", "client", "device", "actor", "language", "locale", "party"),
        *("filter", "api", "visitor", "event", "request", "trace", "correlation", "context", "query"),
        *("min", "max", "exclusive", "start", "end", "after", "before", "first", "last", "next", "previous"),
        *(
            "product",
            "market",
            "marketplace",
            "engine",
            "iam",
            "tls",
            "ssl",
            "encoding",
            "format",
            "delegate",
        ),
    )
)
_NAMED = re.compile(
    r"\b(?:names?|IDs?|identifiers?|ARNs?|Amazon Resource (?:Name|Number)s?|versions?|revision|number"
    r"|attempts?|alias(?:es)?|namespace|registry|catalog|database|schema|qualifier)\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\baccount (?:ID|number|identifier)|\bID of the [\w ]*\baccount\b|\baccount that owns\b", re.IGNORECASE
)
# What says that the parameter may have no effect, or says who asks.
_OTHERWISE = re.compile(
    r"\b(?:ignored|deprecated|reserved|no longer|no effect|legacy)\b"
    r"|\b(?:not|n't) (?:yet |currently )?(?:supported|used|enforced|required to match)"
    r"|\bonly (?:works|applies|applicable|valid|used|if|when|for|available)\b|\bmust also\b"
    r"|\b(?:combination|together|conjunction|used) with\b|\brequired (?:if|when|for|only)\b|\bis required\b"
    r"|\bauthenticat|\bauthori[sz]|\bcredential|\bpermission|\bon behalf\b|\bwildcard|\bobservability\b"
    r"|\baudit|\bon your behalf\b|\blowest\b|\bhighest\b"
    r"|\bpoint[- ]in[- ]time\b"
    r"|\bcontact support\b|\brecommendations? (?:for|to)\b|\bexclud|\bfuture\b|\boverrid"
    r"|\bpartial|\bprefix|\bbegins? with|\bregular expression|\bfall ?back|\bcompatib|\bnearest\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|when|unless|also|set|true)\b", re.IGNORECASE)
_DEEPEST = 5  # structures, one in another, in which a filter has what it seeks


@dataclass(frozen=True)
class Different:
    """A parameter, and values of it that can't all have one answer.

    Attributes:
        name: the parameter.
        values: the values, in JSON-able form.
        instead_of: other names of the same thing in the plainest request, in whose place it stands.
        is_filter: whether it is a filter within structures, and no name.
    """

    name: str
    values: tuple[JsonValue, ...]
    instead_of: frozenset[str] = frozenset()
    is_filter: bool = False


def different_values(contract: Contract, plain: Collection[str]) -> Iterator[Different]:
    """Yield optional parameters that can't have one answer for all values.

    Those of which other laws ask for what nothing has are left out.

    Args:
        contract: the contract of an operation that reads or lists.
        plain: the parameters of the plainest request.
    """
    operation = contract.operation_model
    given: Any = operation.input_shape
    pagination = find_pagination(operation)
    paging = {*(pagination.input_tokens if pagination else ()), pagination.limit if pagination else ""}
    asked = {path[0] for path, _ in asking_parameters(operation)}
    known = {one.path[0] for one in documented_filters(operation)}
    known |= {one.parameter.path[0] for one in sought_texts(operation)}
    known |= {one.param for one in stated_refusals(operation)}
    required = set(given.required_members)
    for name, shape in given.members.items():
        if name in required | paging | known or is_token(name) or name in operation.idempotent_members:
            continue
        if name not in asked and is_nested_filter(Parameter(operation, (name,), shape)):
            values = (_seeking(shape, text) for text in _TEXTS)
            yield Different(name, tuple(value for value in values if value is not None), is_filter=True)
        elif names_thing_or_version(contract, name, shape):
            noun = _noun(name)
            others = frozenset(one for one in plain if one != name and _noun(one) == noun)
            if not others & required:
                yield Different(name, tuple(_names(contract, name, shape)), others)


def names_thing_or_version(contract: Contract, name: str, shape: Any) -> bool:
    """Tell whether a parameter names a thing, or one of its versions, as documentation says.

    Args:
        contract: the operation's contract.
        name: the parameter.
        shape: its shape.
    """
    scalar = shape.member if shape.type_name == "list" else shape
    words = _words(name)
    if scalar.metadata.get("enum") or not words or not _NO_THINGS.isdisjoint(words):
        return False
    texts = [sentence.text for sentence in sentences_of(shape.documentation)]
    others = contract.operation_model.input_shape.members.keys() - {name}
    if not texts or any(_OTHERWISE.search(text) or _is_conditional(text, others) for text in texts):
        return False
    last, before = words[-1], words[-2:-1]
    is_version = last in _VERSIONS or (last == "number" and not _NUMBERED.isdisjoint(before))
    is_version = is_version or (last in NAMING and not _VERSIONS.isdisjoint(before))
    if scalar.type_name in ("integer", "long"):
        return is_version
    if scalar.type_name != "string":
        return False
    if {"account", "owner"}.intersection(words) or _is_account(words, texts):
        return _is_account(words, texts)
    is_name = last in NAMING or last in _SCOPES or _noun(name) == tuple(parse_name(contract.operation).noun)
    return (is_name or is_version) and _NAMED.search(texts[0]) is not None


def _is_conditional(text: str, others: AbstractSet[str]) -> bool:
    """Tell whether a sentence says what holds for some values of other parameters only."""
    said = _IF.search(text)
    return said is not None and not others.isdisjoint(re.findall(r"\w+", text))


def _words(name: str) -> list[str]:
    return words_of(singular(name))


def _noun(name: str) -> tuple[str, ...]:
    """Return what a parameter names, in words: of ``StreamARN`` and ``StreamName`` the same."""
    return tuple(word for word in _words(name) if word not in NAMING)


def _is_account(words: Collection[str], texts: Collection[str]) -> bool:
    """Tell whether a parameter names the account that has the thing."""
    is_meant = {"account", "owner", "registry", "catalog"}.intersection(words)
    return bool(is_meant) and any(map(_ACCOUNT.search, texts))


def _names(contract: Contract, name: str, shape: Any) -> list[JsonValue]:
    """Return different names of nothing that a parameter allows."""
    is_list = shape.type_name == "list"
    scalar = shape.member if is_list else shape
    candidates: Iterator[JsonValue]
    if scalar.type_name != "string":
        candidates = iter(_NUMBERS)
    else:
        words = _words(name)
        texts = [sentence.text for sentence in sentences_of(shape.documentation)]
        made = Requests.of(contract).editor().make(f"{name}[]" if is_list else name)
        # The versions 2 and 3 may be there; so many are not.
        is_name = isinstance(made, str) and len(made) > 2 and not made.isdecimal()
        others = (*other_names(made), *_with_other_end(made)) if is_name else ()
        numbers = [str(number) for number in _NUMBERS]
        accounts = _ACCOUNTS if _is_account(words, texts) else ()
        candidates = (
            text
            for text in itertools.chain(accounts, others, _TEXTS, _LETTERS, numbers)
            if allows(scalar, text)
        )
    requests: Iterator[JsonValue] = ([value] if is_list else value for value in candidates)
    return list(itertools.islice(_distinct(requests), _MOST))


def _with_other_end(text: str) -> Iterator[str]:
    """Yield texts with another last character of the same kind."""
    kinds = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    kind = next((kind for kind in kinds if text[-1] in kind), "")
    yield from (f"{text[:-1]}{one}" for one in kind if one != text[-1])


def _distinct(values: Iterator[JsonValue]) -> Iterator[JsonValue]:
    seen: list[JsonValue] = []
    for value in values:
        if value not in seen:
            seen.append(value)
            yield value


def _seeking(shape: Any, text: str, depth: int = 0) -> JsonValue:
    """Return a value of a shape that seeks a text, as few members as can be; None if none can."""
    kind = shape.type_name
    if kind == "string":
        return text if not shape.metadata.get("enum") and allows(shape, text) else None
    if depth > _DEEPEST:
        return None
    if kind == "list":
        entry = _seeking(shape.member, text, depth + 1)
        return None if entry is None or (shape.metadata.get("min") or 0) > 1 else [entry]
    if kind == "map":
        key = next(iter(shape.key.metadata.get("enum", ())), text if allows(shape.key, text) else None)
        value = _seeking(shape.value, text, depth + 1)
        return None if key is None or value is None else {key: value}
    return _in_structure(shape, text, depth) if kind == "structure" else None


def _in_structure(shape: Any, text: str, depth: int) -> JsonValue:
    """Return such a value of a structure: its texts and comparisons, or else the first of its members."""
    required = set(shape.required_members)
    members = {name: one for name, one in shape.members.items() if not NO_CHOICE.search(name)}
    made: dict[str, JsonValue] = {}
    for name, member in members.items():
        scalar = member.member if member.type_name == "list" else member
        words = scalar.metadata.get("enum", ())
        word = _equality(words) if words else text
        if scalar.type_name == "string" and word is not None and (words or allows(scalar, text)):
            made[name] = [word] if member.type_name == "list" else word
    sought = [name for name, value in made.items() if value in (text, [text])]
    if sought and getattr(shape, "is_tagged_union", False):
        made = {sought[0]: made[sought[0]]}
    inside = (
        (name, value)
        for name, member in sorted(members.items(), key=lambda pair: pair[1].type_name != "structure")
        if name not in made and (value := _seeking(member, text, depth + 1)) is not None
    )
    for name, value in inside:
        if name in required or not sought:
            made[name] = value
            sought.append(name)
    return made if sought and required <= made.keys() else None


def _equality(words: Any) -> str | None:
    """Return the word for being equal, or any word where they are no comparisons; None if unsure."""
    meant = {word: Comparison.named(word) for word in words}
    if not any(meant.values()):
        return next(iter(words), None)
    wanted = (Comparison.EQUAL, Comparison.CONTAINS, Comparison.BEGINS)
    return next((word for one in wanted for word, own in meant.items() if own is one), None)
