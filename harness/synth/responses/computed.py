"""Members of a response that describe others, or the request's body: digests, lengths, codes.

Clients rely on these: they refuse a message whose MD5 is of something else, and an upload whose ETag is not
that of what they sent. Each is computed from what it describes; what cannot be computed is left out.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel, Shape

from harness.contract.paths.member import join, select
from harness.contract.schema import may_be_nothing
from harness.contract.values import JsonValue
from harness.models.headers import members_by_header
from harness.models.paginators import find_pagination
from harness.synth.responses.facts import facts_of
from harness.synth.responses.items import fit_items
from harness.synth.responses.plan import TROUBLE
from harness.synth.responses.starts import start_of
from harness.synth.values.digests import entity_tag, md5_hex
from harness.synth.values.plausible.place import words_of
from harness.wire.checksums import CHECKSUMS, tree_hash

_CHECKSUM = "x-amz-checksum-"
_DEFAULT_CHECKSUM = (
    "crc32"  # the SDKs' own default ("Data Integrity Protections", SDKs and Tools Reference Guide)
)
_MD5_OF = re.compile(r"MD5Of(\w+)$")
_HASH_OF = re.compile(r"^(\w*?)_?(sha256|sha1|md5)(?:hash|sum)?$", re.IGNORECASE)
_CODE_OF = re.compile(r"<code>(\d+)</code>\s*[:=(-]\s*<code>([\w.-]+)</code>")
_LIMIT = re.compile(r"^(limit|max_?(results|items|records|keys|numberofmessages))$", re.IGNORECASE)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
_DEPTH = 4


def _based(digest: bytes) -> str:
    return base64.b64encode(digest).decode("ascii")


def compute_members(
    operation: OperationModel,
    params: Mapping[str, JsonValue],
    response: dict[str, JsonValue],
    fixed: Collection[str] = (),
) -> None:
    """Make what a response says of its parts, and of the request's body, true, in place.

    Args:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        response: its result in JSON-able form.
        fixed: the members that stay as they are.
    """
    shape: Any = operation.output_shape
    if shape is None:
        return
    fit_items(operation, params, response)
    if start_of(operation) is None:  # else the list is cut from its beginning on
        _limit(operation, params, response, fixed)
    _describe_body(operation, params, response, fixed)
    for path, compute in _computing(operation):
        for _, holder in select(response, path):
            if isinstance(holder, dict):
                compute(holder, params)


def _limit(
    operation: OperationModel,
    params: Mapping[str, JsonValue],
    response: dict[str, JsonValue],
    fixed: Collection[str],
) -> None:
    """Cut the lists of a response without pages to what the request says is the most."""
    most = params.get(_limit_of(operation) or "")
    if isinstance(most, int) and most >= 0:
        for name, value in response.items():
            if isinstance(value, list) and name not in fixed:
                del value[most:]


@lru_cache(maxsize=4096)
def _limit_of(operation: OperationModel) -> str | None:
    shape = operation.input_shape
    if shape is None or find_pagination(operation) is not None:
        return None
    return next((name for name in shape.members if _LIMIT.search(name)), None)


# The body of the request or of the response.


@dataclass(frozen=True, slots=True)
class _Payload:
    """Where the body of a message is, if it is bytes or text.

    Attributes:
        member: the member that holds it.
        is_blob: whether it holds bytes, and not text.
    """

    member: str
    is_blob: bool

    def content(self, message: Mapping[str, JsonValue]) -> bytes | None:
        """Return the bytes of the body; None if there is none."""
        text = message.get(self.member)
        if not isinstance(text, str):
            return None
        return base64.b64decode(text) if self.is_blob else text.encode()


@lru_cache(maxsize=4096)
def _payload(shape: Any) -> _Payload | None:
    name = "" if shape is None else shape.serialization.get("payload", "")
    if not name or shape.members[name].type_name not in ("blob", "string"):
        return None
    return _Payload(name, shape.members[name].type_name == "blob")


def _describe_body(
    operation: OperationModel,
    params: Mapping[str, JsonValue],
    response: dict[str, JsonValue],
    fixed: Collection[str],
) -> None:
    shape: Any = operation.output_shape
    ours, theirs = _payload(shape), _payload(operation.input_shape)
    body = None if ours is None else ours.content(response)
    is_ours = body is not None
    if body is None and theirs is not None:
        body = theirs.content(params) or b""
    if body is None:
        _drop_checksums(shape, response, fixed)
        return
    if is_ours:
        body = _part_of(operation, params, response, body, fixed)
    algorithm = _checksum_asked(operation, params)
    for name in (set(response) & set(shape.members)).difference(fixed):
        header = shape.members[name].serialization.get("name", name).lower()
        if header == "content-length" and is_ours:
            response[name] = len(body)
        elif header == "etag" and is_partial(operation, response):
            continue
        elif header in _OF_BODY and (is_ours or name not in params):
            response[name] = _OF_BODY[header](body)
        elif header.startswith(_CHECKSUM) and header != f"{_CHECKSUM}type":
            stated = header.removeprefix(_CHECKSUM)
            if stated in CHECKSUMS and (is_ours or stated == algorithm):
                response[name] = params.get(name) or _based(CHECKSUMS[stated](body))
            else:
                del response[name]


def _part_of(
    operation: OperationModel,
    params: Mapping[str, JsonValue],
    response: dict[str, JsonValue],
    body: bytes,
    fixed: Collection[str],
) -> bytes:
    """Leave of the body the range of bytes that is asked for (RFC 9110, section 14); return what is left.

    The ETag stays that of the whole.
    """
    shape: Any = operation.output_shape
    ours = _payload(shape)
    shown = members_by_header(shape).get("content-range")
    asked = members_by_header(operation.input_shape).get("range")
    if ours is None or shown is None or asked is None:
        return body
    if shown not in fixed:
        response.pop(shown, None)
    found = byte_range(params.get(asked), len(body))
    if found is None or found[0] > found[1]:
        return body
    start, end = found
    part = body[start : end + 1]
    response[ours.member] = _based(part) if ours.is_blob else part.decode()
    response[shown] = f"bytes {start}-{end}/{len(body)}"
    for name, member in shape.members.items():
        if member.serialization.get("location") == "statusCode" and name not in fixed:
            response[name] = 206
    tag = members_by_header(shape).get("etag")
    if tag in response and tag not in fixed:
        response[tag] = entity_tag(body)
    return part


def is_partial(operation: OperationModel, response: Mapping[str, JsonValue]) -> bool:
    """Tell whether a result is a part of what there is, which the HTTP status says."""
    shown = members_by_header(operation.output_shape).get("content-range", "")
    return _payload(operation.output_shape) is not None and bool(response.get(shown))


def byte_range(text: Any, length: Any) -> tuple[int, int] | None:
    """Return the first and the last byte that a range asks for, as far as there are.

    Args:
        text: the range, such as ``bytes=0-99``.
        length: how many bytes there are.

    Returns:
        Their numbers, the first beyond the last where it asks for none that there is; None if it is no range.
    """
    found = _RANGE.match(str(text or ""))
    if found is None or not any(found.groups()) or not isinstance(length, int):
        return None
    first, last = found.groups()
    if not first:
        return (max(length - int(last), 0) if int(last) else length), length - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last or length), length - 1)


def body_of(operation: OperationModel, response: Mapping[str, JsonValue]) -> bytes | None:
    """Return the bytes of a result's body; None where it has none."""
    payload = _payload(operation.output_shape)
    return None if payload is None else payload.content(response)


_OF_BODY: Mapping[str, Callable[[bytes], str]] = {
    "etag": entity_tag,
    "contentsha256": lambda body: CHECKSUMS["sha256"](body).hex(),
    "x-amz-sha256-tree-hash": lambda body: tree_hash(body).hex(),
    "x-amz-checksum": lambda body: _based(CHECKSUMS["sha256"](body)),
}
"""By its header, what is computed of a body."""


def _checksum_asked(operation: OperationModel, params: Mapping[str, JsonValue]) -> str:
    """Return the algorithm of the checksum that a request gives or asks for."""
    shape: Any = operation.input_shape
    for name in params:
        header = shape.members[name].serialization.get("name", "").lower() if name in shape.members else ""
        if header.startswith(_CHECKSUM) and header.removeprefix(_CHECKSUM) in CHECKSUMS:
            return header.removeprefix(_CHECKSUM)
    asked = str(params.get(operation.http_checksum.get("requestAlgorithmMember", ""), "")).lower()
    return asked if asked in CHECKSUMS else _DEFAULT_CHECKSUM


def _drop_checksums(shape: Any, response: dict[str, JsonValue], fixed: Collection[str]) -> None:
    """Leave out the checksums of a body that is not seen: they could not be true."""
    for name in set(response).difference(fixed):
        header = shape.members[name].serialization.get("name", "") if name in shape.members else ""
        if header.lower().startswith(_CHECKSUM):
            del response[name]


# Members next to what they describe.

_Compute = Callable[[dict[str, JsonValue], Mapping[str, JsonValue]], None]


@lru_cache(maxsize=4096)
def _computing(operation: OperationModel) -> tuple[tuple[str, _Compute], ...]:
    """Return what is computed in an operation's responses: paths of structures, and what each is done to."""
    found: list[tuple[str, _Compute]] = []
    for path, shape in _inner_structures(operation.output_shape, "", frozenset()):
        found += [(path, compute) for compute in _of_structure(shape)]
    service = operation.service_model.service_name
    for name, shape in operation.output_shape.members.items():
        if _is_shown_empty(name, shape, facts_of(service).empty.get(operation.name, ())):
            found.append(("", _empty(name, shape)))
    if operation.input_shape and _is_completed_upload(operation.input_shape, operation.output_shape):
        found.append(("", _tag_upload))
    return tuple(found)


def _inner_structures(shape: Any, path: str, inside: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Yield the structures of a shape with their paths, to some depth."""
    while shape.type_name == "list":
        shape, path = shape.member, f"{path}[]"
    if shape.type_name != "structure" or shape.name in inside or len(inside) > _DEPTH:
        return
    yield path, shape
    for name, member in shape.members.items():
        yield from _inner_structures(member, join(path, name), inside | {shape.name})


@lru_cache(maxsize=8192)
def _of_structure(shape: Any) -> tuple[_Compute, ...]:
    found: list[_Compute] = []
    for name, member in shape.members.items():
        if member.type_name == "string" and (of := _MD5_OF.match(name)):
            found.append(_md5_of(name, of[1], is_needed=name in shape.required_members))
        elif member.type_name == "string" and (source := _hashed_member(shape, name)):
            found.append(_hash_of(name, *source))
        elif member.type_name == "integer" and "code" in words_of(name)[-1:]:
            found += _code_beside(shape, name, member)
    return tuple(found)


def _hashed_member(shape: Any, name: str) -> tuple[str, str] | None:
    """Find the text next to a digest that it is of: ``approvalRuleContent`` next to ``ruleContentSha256``."""
    found = _HASH_OF.match(name)
    if found is None:
        return None
    subject = found[1].lower() or "content"
    for other, member in shape.members.items():
        if other != name and member.type_name == "string" and other.lower().endswith(subject):
            return other, found[2].lower()
    return None


def _hash_of(name: str, source: str, algorithm: str) -> _Compute:
    def compute(holder: dict[str, JsonValue], params: Mapping[str, JsonValue]) -> None:
        if name in holder and isinstance(holder.get(source), str):
            holder[name] = CHECKSUMS[algorithm](holder[source].encode()).hex()

    return compute


def _md5_of(name: str, source: str, *, is_needed: bool) -> _Compute:
    """Compute an MD5 of a member next to it, of the request, or of the entry of the request with its id.

    Of what is not known, one that is needed stays as it was made.
    """

    def compute(holder: dict[str, JsonValue], params: Mapping[str, JsonValue]) -> None:
        described = next(
            (at[source] for at in (holder, *_entries_with_id(holder, params), params) if source in at), None
        )
        if described:
            holder[name] = md5_hex(_digested(described))
        elif not is_needed:
            holder.pop(name, None)

    return compute


def _entries_with_id(
    holder: Mapping[str, JsonValue], params: Mapping[str, JsonValue]
) -> Iterator[Mapping[str, JsonValue]]:
    if "Id" in holder:
        for value in params.values():
            for entry in value if isinstance(value, list) else ():
                if isinstance(entry, dict) and entry.get("Id") == holder["Id"]:
                    yield entry


def _digested(value: JsonValue) -> bytes:
    """Return the bytes that a digest is of; of attributes as SQS's Developer Guide writes them.

    "Calculating the MD5 message digest for message attributes": sorted by name; name, type and value each
    with their length before them, and a byte between that tells text from bytes.
    """
    if not isinstance(value, dict):
        return str(value).encode()
    written = b""
    for name in sorted(value):
        attribute = value[name] if isinstance(value[name], dict) else {"StringValue": str(value[name])}
        if (binary := attribute.get("BinaryValue")) is not None:
            kind, content = b"\2", base64.b64decode(binary)
        else:
            kind, content = b"\1", str(attribute.get("StringValue", "")).encode()
        kind_of = str(attribute.get("DataType", "String")).encode()
        written += b"".join(_measured(part) for part in (name.encode(), kind_of)) + kind + _measured(content)
    return written


def _measured(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def _code_beside(shape: Any, name: str, member: Shape) -> Iterator[_Compute]:
    """Yield what sets a code to that of the value next to it, where the documentation lists the codes."""
    codes = {value: int(code) for code, value in _CODE_OF.findall(member.documentation)}
    for other, beside in shape.members.items():
        if len(codes) > 1 and set(beside.metadata.get("enum", ())) & codes.keys():

            def compute(
                holder: dict[str, JsonValue], params: Mapping[str, JsonValue], other: str = other
            ) -> None:
                if name in holder and holder.get(other) in codes:
                    holder[name] = codes[holder[other]]

            yield compute


def _is_shown_empty(name: str, shape: Shape, stated: Collection[str]) -> bool:
    """Tell whether a list or map of what went wrong is there even where nothing did."""
    if name in stated:
        return True
    words = words_of(name)
    if shape.type_name not in ("list", "map") or TROUBLE.isdisjoint(words):
        return False
    return words[0] == "unprocessed" or may_be_nothing(name, shape.documentation)


def _empty(name: str, shape: Shape) -> _Compute:
    def compute(holder: dict[str, JsonValue], params: Mapping[str, JsonValue]) -> None:
        holder.setdefault(name, {} if shape.type_name == "map" else [])

    return compute


def _is_completed_upload(asked: Any, answered: Any) -> bool:
    upload = asked.members.get("MultipartUpload")
    return upload is not None and "Parts" in upload.members and "ETag" in answered.members


def _tag_upload(holder: dict[str, JsonValue], params: Mapping[str, JsonValue]) -> None:
    """Set the ETag of what was uploaded in parts: the MD5 of their MD5s, and how many there are."""
    tags = [
        str(part.get("ETag", "")).strip('"') for part in params.get("MultipartUpload", {}).get("Parts", ())
    ]
    if tags and all(re.fullmatch("[0-9a-f]{32}", tag) for tag in tags):
        holder["ETag"] = f'"{md5_hex(bytes.fromhex("".join(tags)))}-{len(tags)}"'
