"""Which error an operation has for a resource that is not there, or is there already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.contract.schema import error_code
from harness.contract.sentences import sentences_of
from harness.models.resources import resource_types
from harness.synth.responses.facts import facts_of
from harness.synth.values.views import Noun
from harness.wire.protocol import protocol_named

_MISSING = re.compile(
    r"not_?found|no_?such|does_?not_?exist|non_?exist|notexist|unknown(?!error|operation)",
    re.IGNORECASE,
)
_EXISTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"already_?own|owned", r"already|exists", r"duplicate", r"conflict", r"in_?use")
)
_BARE = re.compile(r"exception|error|fault|resource|entity|item|record|object|aws", re.IGNORECASE)
_OTHER = re.compile(
    r"\bdiffer(ent)?\b|(do(es)?|did) not match|(don|didn|doesn).t match|mismatch", re.IGNORECASE
)
# "Choose a different name" says what to do, and not when the error comes.
_ADVICE = re.compile(
    r"(choose|use|specify|select|provide|try|either|please|wait)\b|.*\bdifferent name", re.IGNORECASE
)
_IDEMPOTENT = re.compile(r"\bis (an )?idempotent\b", re.IGNORECASE)
_TOKEN = re.compile(r"token$|^caller_?reference$", re.IGNORECASE)
_NOT_IN_VIRGINIA = re.compile(r"except in the North Virginia Region", re.IGNORECASE)
_SAYS_EXISTS = re.compile(r"exist|already|duplicate|conflict|same name|unique|recreate", re.IGNORECASE)
_OF_REQUESTS = ("token", "operation", "version", "concurrent")
_INVALID = re.compile(
    r"validation|invalid_?(parameter|request|input|argument)|bad_?request|client_?exception", re.IGNORECASE
)


@lru_cache(maxsize=16_384)
def missing_code(
    operation: OperationModel, noun: Noun, part: Noun = (), *, is_own: bool = True
) -> str | None:
    """Return the code of the error for a resource that is not there; None if no documentation has one.

    Args:
        operation: the operation that is asked.
        noun: the words of the resource's type.
        part: the part of it that is not there, a bucket's policy; empty for the resource itself.
        is_own: whether the operation is about it, and not about what belongs to it.
    """
    service = operation.service_model
    facts = facts_of(service.service_name).missing
    if part:
        return facts.get(" ".join(part)) or _best(operation.error_shapes, part, service, is_own=False)
    found = _best(operation.error_shapes, noun, service, is_own=is_own)
    if found:
        return found
    if " ".join(noun) in facts:
        return facts[" ".join(noun)]
    found = _best(_service_errors(service), noun, service, is_own=False, is_exact=True)
    if found and (not is_own or not any(_MISSING.search(shape.name) for shape in operation.error_shapes)):
        return found
    text = "".join(word.capitalize() for word in noun)
    return facts["*"].replace("{Noun}", text) if "*" in facts else None


def named_missing_code(operation: OperationModel, noun: Noun) -> str | None:
    """Return the code of the error that an operation documents by name for a resource that is not there.

    Args:
        operation: the operation that is asked.
        noun: the words of the resource's type; it need not be the one that the operation is about.
    """
    return _best(operation.error_shapes, noun, operation.service_model, is_own=False, is_exact=True)


@lru_cache(maxsize=512)
def _service_errors(service: ServiceModel) -> tuple[Any, ...]:
    """Return the errors that a service has and its operations may not list, as S3's NoSuchBucket."""
    return tuple(service.error_shapes) if protocol_named(service.resolved_protocol).is_xml else ()


def _best(
    errors: Iterable[Any], noun: Noun, service: ServiceModel, *, is_own: bool, is_exact: bool = False
) -> str | None:
    """Return the error that is named after a type; else one that is named after none."""
    shapes = [shape for shape in errors if _MISSING.search(shape.name)]
    if "parameter" not in noun:  # an unknown parameter is one of the request
        shapes = [shape for shape in shapes if "arameter" not in shape.name]
    text = "".join(noun)
    for length in range(len(noun)):
        wanted = "".join(noun[length:])
        for shape in shapes:
            if wanted == _subject_of(shape.name):
                return error_code(shape)
    if is_exact:
        return None
    for length in range(len(noun)):
        wanted = "".join(noun[length:])
        for shape in shapes:
            if wanted in _subject_of(shape.name):
                return error_code(shape)
    if not is_own:
        return None
    plain = [shape for shape in shapes if not _subject_of(_BARE.sub("", shape.name))]
    if plain:
        return error_code(plain[0])
    nouns = {"".join(each) for each in resource_types(service).nouns}
    others = [shape for shape in shapes if (about := _subject_of(shape.name)) not in nouns or about in text]
    return error_code(others[0]) if others else None


def _subject_of(name: str) -> str:
    """Return what an error is about, in small letters: ``cluster`` of ClusterNotFoundException."""
    return re.sub(r"exception$|error$|fault$", "", _MISSING.sub("", name).lower())


@lru_cache(maxsize=16_384)
def exists_code(operation: OperationModel, noun: Noun, region: str = "") -> tuple[str, bool] | None:
    """Return the code of the error for a resource that is there already; None if none is documented.

    Args:
        operation: the operation that creates it.
        noun: the words of its type.
        region: the region that answers; S3 has no such error in one of them, by its documentation.

    Returns:
        The code, and whether the error is only for a request that differs from the one which created it.
    """
    service = operation.service_model
    facts = facts_of(service.service_name).exists
    if code := facts.get(" ".join(noun)):
        return code, False
    text = "".join(noun)
    nouns = {"".join(each) for each in resource_types(service).nouns} - {text}
    for number, pattern in enumerate(_EXISTS):
        candidates = []
        shapes = [shape for shape in operation.error_shapes if not _MISSING.search(shape.name)]
        for shape in filter(lambda shape: pattern.search(shape.name), shapes):
            about = re.sub(r"exception$|error$|fault$", "", pattern.sub("", shape.name).lower())
            said = shape.documentation + operation.documentation
            if number > 2 and not _SAYS_EXISTS.search(said):
                continue
            if number > 3 and about not in ("", "resource", text):
                continue
            if about != text and any(word in about for word in _OF_REQUESTS):
                continue
            if about in nouns and about not in text and not _BARE.fullmatch(about):
                continue
            candidates.append((text not in about, shape))
        if candidates:
            shape = min(candidates, key=lambda each: each[0])[1]
            if region == "us-east-1" and _NOT_IN_VIRGINIA.search(shape.documentation):
                return None
            return error_code(shape), _is_only_for_others(operation, shape)
    return None


def _is_only_for_others(operation: OperationModel, error: Any) -> bool:
    """Tell whether the same request may come again, by the documentation of the error or the operation."""
    sentences = [sentence.text for sentence in sentences_of(error.documentation)]
    if any(_OTHER.search(each) and not _ADVICE.match(each) for each in sentences):
        return True
    shape: Any = operation.input_shape
    has_token = any(_TOKEN.search(name) for name in shape.members)  # then the token tells that it comes again
    return not has_token and _IDEMPOTENT.search(operation.documentation) is not None


@lru_cache(maxsize=16_384)
def invalid_code(operation: OperationModel) -> str | None:
    """Return the documented error of an operation for a request that is not valid, or None."""
    return next((error_code(shape) for shape in operation.error_shapes if _INVALID.search(shape.name)), None)
