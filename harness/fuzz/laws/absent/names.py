"""Names of nothing: which parameters name things, which names nothing has, and the errors for them."""

from __future__ import annotations

import operator
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel

from harness.contract.paths.member import first_value
from harness.contract.paths.shape import shape_at
from harness.contract.patterns import matches
from harness.contract.schema import error_code
from harness.contract.sentences import sentences_of
from harness.contract.words import letters_of, words_of
from harness.fuzz.laws.cases import NAMING
from harness.models.paginators import find_pagination, is_token
from harness.models.resources import is_identifier, parse_name
from harness.synth.values.plausible.place import singular

ABSENT = re.compile(r"NotFound|NoSuch|NotExist|NonExist|UnknownResource", re.IGNORECASE)
"""What the code of an error has that says that a thing is not there."""

_OF_ERRORS = frozenset(("exception", "fault", "error"))
_OF_ABSENCE = frozenset(("not", "found", "no", "such", "does", "do", "exist", "exists", "non", "unknown"))
_GENERAL = frozenset(("resource", "entity", "item", "object", "nonexistent"))
# Of what a resource needs, and not of the resource.
_OF_OTHERS = re.compile("^(?:KMS|EncryptionKey|ServiceLinkedRole)")
_NAMES = frozenset(("key", "path", "url", "uri", "bucket"))  # at the end of what names a thing
# Those of which another one is no resource that is not there: it belongs to somebody else, or is elsewhere.
_ELSEWHERE = frozenset(("account", "aws", "owner", "region", "catalog", "language", "locale", "partition"))
_ACCOUNT = frozenset(("account", "aws", "owner"))
_SAYS_NAME = re.compile(r"\b(?:names?|ARNs?|IDs?|identifiers?|Amazon Resource Names?)\b")
_FILTERS = re.compile(
    r"filter|limit|prefix|contain|match|substring|\bonly\b|equals|(?:begin|start)s? with", re.IGNORECASE
)
# What a request does not fail for: "If you specify an unknown policy name, it is ignored with no error."
_UNKNOWN = re.compile(r"\bunknown\b|do(?:es)?(?: not|n.t) exist|non-?existent|not found", re.IGNORECASE)
_IGNORED = re.compile(
    r"\bignored\b|no error|(?:does not|doesn.t) generate an error|returns an empty (?:list|array)"
    r"|(?:is not|isn.t) (?:included|returned) in",
    re.IGNORECASE,
)
_OF_NAMES, _CONTROL = "-_.+=,@ ", "\x01"  # not those that part a name, as : and / do
_START = re.compile(r"[A-Za-z]{1,8}[-_](?=.{4})")  # of an id, which says of what it is: "sg-"
_REGIONS = ("us-west-2", "us-east-1")
_HEX = re.compile(r"(?=.*\d)[0-9a-f-]+")


def names_thing(name: str, shape: Any) -> bool:
    """Tell whether a parameter names resources, by its name or by what documentation says first.

    Args:
        name: the parameter.
        shape: its shape; texts that are no enumeration name things, and lists of these.
    """
    text, one = text_shape(shape), _one_of(name, shape)
    words = [word for word in words_of(one) if word not in NAMING]
    if text.type_name != "string" or text.metadata.get("enum") or (words and _ELSEWHERE.issuperset(words)):
        return False
    first = next((sentence.text for sentence in sentences_of(shape.documentation)), "")
    return is_identifier(one) or (bool(words) and words[-1] in _NAMES) or bool(_SAYS_NAME.search(first))


def names_asked(operation: OperationModel, name: str) -> bool:
    """Tell whether a parameter names what is read, by the noun: the ``EmailIdentity`` of GetEmailIdentity.

    Also where it says nothing else, as ``identifier``, or an error says that it names nothing:
    ``RequestTokenNotFoundException`` of a ``RequestToken``.

    Args:
        operation: the operation.
        name: the parameter; ``execution.runId`` in a structure.
    """
    shape = shape_at(operation.input_shape, name)
    if shape is None or shape.type_name != "string" or shape.metadata.get("enum"):
        return False
    words, noun = _words_of_name(operation, name), list(parse_name(operation.name).noun)
    own = [_what_is_absent(error_code(one)) for one in operation.error_shapes if ABSENT.search(one.name)]
    if not _naming(operation) and noun in own:  # all together name it: category, provider and version
        return name in operation.input_shape.required_members
    return not words or noun[-len(words) :] == words or words in own


def names_account(name: str, value: str) -> bool:
    """Tell whether a parameter names an account, by its name and its value of twelve digits."""
    words = [word for word in words_of(name) if word not in NAMING]
    return bool(words) and _ACCOUNT.issuperset(words) and re.fullmatch(r"\d{12}", value) is not None


def _one_of(name: str, shape: Any) -> str:
    """Return the name of one entry where a parameter takes a list."""
    return singular(name) if shape.type_name == "list" else name


def text_shape(shape: Any) -> Any:
    """Return the shape of one text where a parameter takes a list of them."""
    return shape.member if shape.type_name == "list" else shape


@lru_cache(maxsize=4096)
def _naming(operation: OperationModel) -> tuple[str, ...]:
    """Return the parameters of an operation that name things."""
    pagination, members = find_pagination(operation), operation.input_shape.members
    tokens = () if pagination is None else pagination.input_tokens
    return tuple(
        name
        for name, shape in members.items()
        if name not in tokens and not is_token(name) and names_thing(name, shape)
    )


def absent_codes(
    operation: OperationModel, names: Sequence[str], chosen: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return the errors that say of names that they name nothing, by the parameter.

    ``NoSuchUpload`` is of an ``UploadId``, ``ResourceNotFoundException`` of any name without one of its own.
    A ``ResourceId`` may have any of several: ``NoSuchHealthCheck`` and ``NoSuchHostedZone``.

    Args:
        operation: the operation.
        names: the parameters that name something; ``execution.runId`` in a structure.
        chosen: those of them that may only choose from a list. An error is of these if it has their noun, or
            if they are the only ones that it can be of.
    """
    if _is_ignored(operation):
        return {}
    own = [error_code(shape) for shape in operation.error_shapes if ABSENT.search(shape.name)]
    # S3 documents some errors at other operations only.
    every = own or [
        error_code(shape) for shape in operation.service_model.error_shapes if ABSENT.search(shape.name)
    ]
    service = letters_of(operation.service_model.service_name)
    general = [code for code in own if _is_general(_what_is_absent(code), service)]
    found = {}
    for name in names:
        words, noun = _words_of_name(operation, name), _noun_of(operation, name)
        same = [code for code in every if noun and _what_is_absent(code) == noun]
        like = [code for code in own if noun and _what_is_absent(code)[-1:] == noun[-1:]]
        # What GetDistributionConfig reads by its Id is a distribution.
        part = [code for code in own if not words and _begin_alike(_what_is_absent(code), noun)]
        if not _naming(operation):
            part += [code for code in own if _what_is_absent(code) == list(parse_name(operation.name).noun)]
        if name not in chosen:
            fitting = [*same, *like, *general, *part][:1]
        else:
            fitting = [code for code in same if code in own and code not in general]
            fitting += general if _is_only(operation, name) else []
        if not fitting and name not in chosen and _may_be_any(words):
            fitting = [code for code in own if not _OF_OTHERS.search(code)]
        else:
            fitting = fitting[:1]
        if fitting:
            found[name] = tuple(fitting)
    return found


def kind_parameter(operation: OperationModel, name: str) -> str | None:
    """Return the parameter that says of what kind the thing is that another one names: ``ResourceType``.

    Args:
        operation: the operation.
        name: the parameter that names any thing, such as ``ResourceId``.
    """
    words = _words_of_name(operation, name)
    if not _may_be_any(words):
        return None
    members = operation.input_shape.members.items()
    kinds = [[*words, "type"], [*words, "kind"]]
    return next(
        (other for other, shape in members if "enum" in shape.metadata and words_of(other) in kinds), None
    )


def of_kind(
    codes: Sequence[str], operation: OperationModel, params: Mapping[str, Any], name: str
) -> tuple[str, ...]:
    """Return those errors that a request chooses: ``NoSuchHealthCheck`` if it asks for a ``healthcheck``.

    Args:
        codes: the errors that say that a name names nothing.
        operation: the operation.
        params: the request.
        name: the parameter that names something; an ARN has what that is.
    """
    words, value = _words_of_name(operation, name), first_value(params, name)
    if not _may_be_any(words):
        return tuple(codes)
    if isinstance(value, str) and value.startswith("arn:"):
        service = operation.service_model.service_name
        general = [code for code in codes if _is_general(_what_is_absent(code), letters_of(service))]
        own = (code for code in codes if code not in general)
        fitting = [code for code in own if "".join(_what_is_absent(code)) in letters_of(value)]
        is_needed = name in operation.input_shape.required_members  # another one may only choose from a list
        return (*fitting, *(general if is_needed else ()))
    if (kind := kind_parameter(operation, name)) is not None:
        values = operation.input_shape.members[kind].metadata["enum"]
        of_kinds = {one: [code for code in codes if letters_of(one) in letters_of(code)] for one in values}
        if all(of_kinds.values()) and params.get(kind) in of_kinds:
            return tuple(of_kinds[params[kind]])
    return tuple(codes)


def _may_be_any(words: Sequence[str]) -> bool:
    """Tell whether a noun is that of things of several kinds: a resource, an entity."""
    return bool(words) and _GENERAL.issuperset(words)


def _words_of_name(operation: OperationModel, name: str) -> list[str]:
    """Return the noun of what a parameter names, in words; none where it says none, as ``Id``."""
    one = _one_of(name.rpartition(".")[2], shape_at(operation.input_shape, name))
    return [word for word in words_of(one) if word not in NAMING]


def _noun_of(operation: OperationModel, name: str) -> list[str]:
    """Return the noun of what a parameter names, in words: that of the operation where it says none."""
    return _words_of_name(operation, name) or list(parse_name(operation.name).noun)


def _is_general(absent: Sequence[str], service: str) -> bool:
    """Tell whether the noun of an error is any thing at all, or any of a service: ``WAFNonexistentItem``."""
    is_any = not absent or absent[-1] in _GENERAL
    return is_any and "".join(word for word in absent if word not in _GENERAL) in service


def _begin_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether one of two nouns begins with the other."""
    return bool(one and other) and all(map(operator.eq, one, other))


def _is_only(operation: OperationModel, name: str) -> bool:
    """Tell whether a parameter is all that names things: one of those that the operation is about."""
    shape: Any = shape_at(operation.input_shape, name)
    noun = list(parse_name(operation.name).noun)
    is_filter = _FILTERS.search(name) or _FILTERS.search(shape.documentation)
    is_one = _naming(operation) == (name,) and shape.type_name == "string"
    return is_one and _noun_of(operation, name) == noun and not is_filter


@lru_cache(maxsize=4096)
def _is_ignored(operation: OperationModel) -> bool:
    """Tell whether documentation says that a request with an unknown name does not fail."""
    shapes = [shape for shape in (operation.input_shape, operation.output_shape) if shape is not None]
    members = [member.documentation for shape in shapes for member in shape.members.values()]
    return any(
        _UNKNOWN.search(sentence.text) and _IGNORED.search(sentence.text)
        for text in (operation.documentation, *members)
        for sentence in sentences_of(text)
    )


def _what_is_absent(code: str) -> list[str]:
    """Return the noun of an error, in words: ``db cluster snapshot`` is no ``db cluster``."""
    words = [word for word in words_of(code.replace(".", "")) if word not in _OF_ERRORS | _OF_ABSENCE]
    return words[:-1] if len(words) > 1 and words[-1] in NAMING else words


def other_names(value: str) -> Iterator[str]:
    """Yield names that nothing has: others at the end, first at many places, then at few.

    Args:
        value: a name; what says of which kind it is stays (``arn:aws:iam::123456789012:user/``, ``sg-``).
    """
    tail = _tail(value)
    is_hex = _HEX.fullmatch(tail) is not None
    for places in (12, 6, 3, 1):
        end = tail[-places:]
        yield value[: len(value) - len(end)] + "".join(_other(one, is_hex=is_hex) for one in end)


def names_beside(value: str, *, with_space: bool = True) -> Iterator[str]:
    """Yield what is nearly a name: cut, longer, in another case, with another part of an ARN, with a space.

    Args:
        value: the name.
        with_space: whether a space is part of a name where it is sent.
    """
    yield value[:-1]
    yield re.sub(r"[-_/:.][^-_/:.]+$", "", value)
    yield value + _other(value[-1])
    yield value.swapcase()
    yield from _arns_beside(value)
    if with_space:
        half = len(value) - len(_tail(value)) // 2 - 1
        yield from (f"{value[:half]} {value[half:]}", f"{value} ")


def _arns_beside(value: str) -> Iterator[str]:
    """Yield ARNs that differ from one in a part: of another account, region or type of resource."""
    if not value.startswith("arn:") or value.count(":") < 5:
        return
    *service, region, account, resource = value.split(":", 5)
    kind = re.split(r"[/:]", resource, maxsplit=1)[0] if re.search(r"[/:]", resource) else ""
    others = (
        (region, _others(account), resource),
        (next(one for one in _REGIONS if one != region) if region else "", account, resource),
        (region, account, _others(kind) + resource[len(kind) :]),
    )
    yield from (arn for parts in others if (arn := ":".join((*service, *parts))) != value)


def _others(text: str) -> str:
    return "".join(map(_other, text))


def with_other_characters(value: str, whole: str) -> Iterator[str]:
    """Yield names that have one character of a kind that the name has not, as its pattern allows.

    Args:
        value: a name.
        whole: the pattern that the whole of it keeps to, in the common spelling. One that a control character
            may keep to says nothing of characters.
    """
    place = len(value) - len(_tail(value)) // 2 - 1
    others = {one: f"{value[:place]}{one}{value[place + 1 :]}" for one in f"{_OF_NAMES}{_CONTROL}"}
    if not matches(whole, others.pop(_CONTROL)):
        yield from (other for one, other in others.items() if one not in value and matches(whole, other))


def _tail(value: str) -> str:
    """Return the end of a name that tells it from others of its kind."""
    tail = re.split(r"[/:]", value.rstrip("/:"))[-1] + value[len(value.rstrip("/:")) :]
    return tail[len(start[0]) :] if (start := _START.match(tail)) else tail


def _other(character: str, *, is_hex: bool = False) -> str:
    """Return another character of the same class."""
    for first, count in (("0", 10), ("a", 6 if is_hex else 26), ("A", 26)):
        distance = ord(character) - ord(first)
        if 0 <= distance < count:
            return chr(ord(first) + (distance + count // 2) % count)
    return character
