"""Conditional requests and ranges (RFC 9110, sections 13 and 14): refused, or answered in part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from botocore.model import OperationModel

from harness.contract.values import JsonValue, from_json_value
from harness.models.headers import condition_members, members_by_header
from harness.synth.responses.answer import Answer
from harness.synth.responses.computed import body_of, byte_range
from harness.synth.responses.refusals import error_answer
from harness.synth.scene import Scene

_TOLD = frozenset(("etag", "last-modified", "content-length", "content-range"))


def on_conditions(
    operation: OperationModel, params: Mapping[str, Any], answer: Answer, scene: Scene
) -> Answer:
    """Hold an answer to the conditions of its request.

    Args:
        operation: the operation.
        params: the parameters as a caller passes them.
        answer: what is answered without conditions.
        scene: region, account and time.

    Returns:
        The answer, a part of it, or an error of status 304, 412 or 416.
    """
    asked = {
        header: params[name]
        for header, name in condition_members(operation).items()
        if params.get(name) is not None
    }
    if not asked or not isinstance(answer.response, Mapping):
        return answer
    shape: Any = operation.output_shape
    names = {header: name for header, name in members_by_header(shape).items() if header in _TOLD}
    values = from_json_value(shape, {name: answer.response.get(name) for name in names.values()})
    told = {header: values.get(name) for header, name in names.items()}
    body = body_of(operation, answer.response)
    if body is not None and not told.get("content-range"):
        told["content-length"] = len(body)
    status = _status(asked, told)
    if status:
        codes = {304: "NotModified", 412: "PreconditionFailed", 416: "InvalidRange"}
        words = {
            304: "Not Modified",
            412: "At least one of the preconditions you specified did not hold",
            416: "The requested range is not satisfiable",
        }
        return replace(error_answer(operation, codes[status], words[status], scene), status=status)
    part = byte_range(asked.get("range"), told.get("content-length"))
    if part and operation.http["method"] == "HEAD" and {"content-length", "content-range"} <= names.keys():
        start, end = part
        shown: dict[str, JsonValue] = {
            names["content-length"]: end - start + 1,
            names["content-range"]: f"bytes {start}-{end}/{told['content-length']}",
        }
        return replace(answer, response={**answer.response, **shown}, status=206)
    return answer


def _status(asked: Mapping[str, Any], told: Mapping[str, Any]) -> int:
    """Return the status of a request that is refused, in the order of section 13.2.2; 0 of another."""
    tag, modified = told.get("etag"), told.get("last-modified")
    if "if-match" in asked and tag is not None:
        if not _lists(asked["if-match"], tag):
            return 412
    elif _is_after(modified, asked.get("if-unmodified-since")):
        return 412
    if "if-none-match" in asked and tag is not None:
        if _lists(asked["if-none-match"], tag):
            return 304
    elif "if-modified-since" in asked and modified and not _is_after(modified, asked["if-modified-since"]):
        return 304
    if told.get("content-range"):
        return 0  # it is a part already
    part = byte_range(asked.get("range"), told.get("content-length"))
    return 416 if part and part[0] > part[1] else 0


def _lists(text: str, tag: str) -> bool:
    bare = tag.strip('"')
    return any(one.strip().removeprefix("W/").strip('"') in (bare, "*") for one in str(text).split(","))


def _is_after(modified: Any, moment: Any) -> bool:
    if not isinstance(modified, dt.datetime) or not isinstance(moment, dt.datetime):
        return False
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    is_after: bool = modified.replace(microsecond=0) > moment
    return is_after
