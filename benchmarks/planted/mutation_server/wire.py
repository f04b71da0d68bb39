"""Requests and answers in the forms of the protocols, from botocore's models of the operations."""

from __future__ import annotations

import json
import math
import re
import urllib.parse
import xml.sax.saxutils
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from typing import Any

import botocore.session
from botocore.model import (
    ListShape,
    MapShape,
    OperationModel,
    ServiceModel,
    Shape,
    StructureShape,
)

from . import cbor
from .model import Output, Params, Raw, Refusal, Reply

CBOR = "smithy-rpc-v2-cbor"
NAMESPACES = {
    "elasticache": "http://elasticache.amazonaws.com/doc/2015-02-02/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
    "docdb": "http://rds.amazonaws.com/doc/2014-10-31/",
    "ec2": "http://ec2.amazonaws.com/doc/2016-11-15/",
    "s3": "http://s3.amazonaws.com/doc/2006-03-01/",
    "route53": "https://route53.amazonaws.com/doc/2013-04-01/",
    "rds": "http://rds.amazonaws.com/doc/2014-10-31/",
    "redshift": "http://redshift.amazonaws.com/doc/2012-12-01/",
    "elbv2": "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    "cloudformation": "http://cloudformation.amazonaws.com/doc/2010-05-15/",
    "cloudfront": "http://cloudfront.amazonaws.com/doc/2020-05-31/",
    "autoscaling": "http://autoscaling.amazonaws.com/doc/2011-01-01/",
    "sns": "http://sns.amazonaws.com/doc/2010-03-31/",
    "elasticbeanstalk": "http://elasticbeanstalk.amazonaws.com/docs/2010-12-01/",
}
# The roots of XML that are not called after their operations.
ROOTS = {
    "ListObjectsV2": "ListBucketResult",
    "ListObjectVersions": "ListVersionsResult",
    "ListParts": "ListPartsResult",
    "ListBucketAnalyticsConfigurations": "ListBucketAnalyticsConfigurationResult",
    "ListAnycastIpLists": "AnycastIpListCollection",
}
# Operations with the same path, and whether `id` is in the query.
ONE_OF_MANY = {"ListBucketAnalyticsConfigurations": False, "GetBucketAnalyticsConfiguration": True}


class Malformed(ValueError):
    """A request that cannot be read in its protocol."""


@dataclass(frozen=True)
class Request:
    """An HTTP request. The names of its headers are in lower case."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def region(self) -> str:
        """The region and the access key that the request is signed with."""
        found = re.search(r"Credential=([^/]*)/\d+/([^/]*)/", self.headers.get("authorization", ""))
        return "/".join(found.groups()) if found else ""

    @property
    def signed_for(self) -> str:
        """The service that the request is signed for, or nothing."""
        found = re.search(r"Credential=[^/]*/\d+/[^/]*/([^/]*)/", self.headers.get("authorization", ""))
        return found[1] if found else ""


@cache
def operation_model(name: str) -> OperationModel:
    """The model of service.Operation."""
    service, operation = name.split(".")
    session = botocore.session.get_session()
    return session.get_service_model(service).operation_model(operation)


def protocol(model: OperationModel) -> str:
    """The protocol that botocore speaks with the service."""
    return str(model.service_model.resolved_protocol)


def _is_cbor(request: Request, model: OperationModel) -> bool:
    service = model.service_model
    path = f"/service/{service.metadata.get('targetPrefix')}/operation/{model.name}"
    return CBOR in service.metadata.get("protocols", []) and request.path == path


def spoken(request: Request, model: OperationModel) -> OperationModel:
    """The operation in the protocol of the request: botocore's, or CBOR, which a service may have as well."""
    name = f"{model.service_model.service_name}.{model.name}"
    return _in_cbor(name) if protocol(model) != CBOR and _is_cbor(request, model) else model


@cache
def _in_cbor(name: str) -> OperationModel:
    service, operation = name.split(".")
    loader = botocore.session.get_session().get_component("data_loader")
    described = loader.load_service_model(service, "service-2")
    metadata = described["metadata"] | {"protocol": CBOR, "protocols": [CBOR]}
    return ServiceModel(described | {"metadata": metadata}, service).operation_model(operation)


def is_for(request: Request, model: OperationModel) -> bool:
    """Whether the request calls the operation."""
    service = model.service_model
    match protocol(model):
        case "json":
            wanted = f"{service.metadata['targetPrefix']}.{model.name}"
            return request.headers.get("x-amz-target") == wanted or _is_cbor(request, model)
        case "smithy-rpc-v2-cbor":
            return _is_cbor(request, model)
        case "query" | "ec2":
            form = dict(_pairs(request.body.decode(errors="replace")))
            return form.get("Action") == model.name and form.get("Version") == str(service.api_version)
    if request.signed_for not in ("", service.signing_name):
        return False
    if model.name in ONE_OF_MANY and ONE_OF_MANY[model.name] != ("id" in dict(request.query)):
        return False
    return bool(request.method == model.http["method"]) and _labels(request, model) is not None


def _pairs(text: str) -> list[tuple[str, str]]:
    return urllib.parse.parse_qsl(text, keep_blank_values=True)


def _labels(request: Request, model: OperationModel) -> dict[str, str] | None:
    path, _, query = model.http["requestUri"].partition("?")
    if any(pair not in request.query for pair in _pairs(query)):
        return None
    pattern = re.sub(r"\\\{[\w\\-]+\\\}", "([^/]*)", re.escape(path))
    pattern = re.sub(r"\\\{\w+\\\+\\\}", "(.+)", pattern)
    found = re.fullmatch(pattern, request.path)
    if not found:
        return None
    names = re.findall(r"\{([\w-]+)", path)
    return {name: urllib.parse.unquote(text) for name, text in zip(names, found.groups(), strict=True)}


def parse(request: Request, model: OperationModel) -> Params:
    """The parameters of a request, with values as they came: their types are not checked."""
    shape = model.input_shape
    match protocol(model):
        case "json":
            return _json_object(request.body, shape)
        case "smithy-rpc-v2-cbor":
            try:
                value = cbor.decode(request.body) if request.body else {}
            except (cbor.CborError, UnicodeDecodeError, ValueError) as error:
                raise Malformed(str(error)) from error
            if not isinstance(value, dict):
                raise Malformed("The body is no map.")
            return {name: item for name, item in value.items() if item is not None}
        case "query" | "ec2" as name:
            form = dict(_pairs(request.body.decode(errors="replace")))
            value = _form_structure(form, "", shape, ec2=name == "ec2")
            return value if isinstance(value, dict) else {}
    params = _located(request, model)
    if any("location" not in member.serialization for member in shape.members.values()):
        params |= _json_object(request.body, shape)
    return params


def _by_member(value: Any, shape: Shape) -> Any:
    """A value of JSON whose keys are the names of members, where they were names in JSON."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        names = {_key(shape, name): name for name in shape.members}
        return {
            names.get(key, key): _by_member(item, shape.members[names[key]]) if key in names else item
            for key, item in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_by_member(item, shape.member) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: _by_member(item, shape.value) for key, item in value.items()}
    return value


def _json_object(body: bytes, shape: Shape) -> Params:
    try:
        value = json.loads(body or b"{}")
    except ValueError as error:
        raise Malformed("The body is no JSON.") from error
    if not isinstance(value, dict):
        raise Malformed("The body is no JSON object.")
    params: Params = _by_member(value, shape)
    return {name: item for name, item in params.items() if item is not None}


def _located(request: Request, model: OperationModel) -> Params:
    params: Params = {}
    labels = _labels(request, model) or {}
    query = dict(request.query)
    for name, shape in model.input_shape.members.items():
        where, key = shape.serialization.get("location"), shape.serialization.get("name", name)
        key = key.lower() if where == "header" else key
        text = {"uri": labels, "querystring": query, "header": request.headers}.get(where or "", {}).get(key)
        if text is not None:
            params[name] = _from_text(text, shape)
    return params


def _from_text(text: str, shape: Shape) -> Any:
    match shape.type_name:
        case "integer" | "long":
            return int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else text
        case "boolean":
            return {"true": True, "false": False}.get(text, text)
        case "list":
            return text.split(",")
        case "timestamp":
            return _from_time(text)
    return text


def _from_time(text: str) -> datetime | str:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return text


def _form_structure(form: dict[str, str], prefix: str, shape: StructureShape, *, ec2: bool) -> Any:
    found = {}
    for name, member in shape.members.items():
        value = _form_value(form, prefix + _form_name(name, member, ec2=ec2), member, ec2=ec2)
        if value is not None:
            found[name] = value
    return found or None


def _form_name(name: str, member: Shape, *, ec2: bool) -> str:
    key = str(member.serialization.get("name", name))
    return key[:1].upper() + key[1:] if ec2 else key


def _form_value(form: dict[str, str], key: str, shape: Shape, *, ec2: bool) -> Any:
    if isinstance(shape, StructureShape):
        return _form_structure(form, f"{key}.", shape, ec2=ec2)
    if isinstance(shape, ListShape):
        items: list[Any] = []
        flat = ec2 or shape.serialization.get("flattened")
        start = key if flat else f"{key}.{shape.member.serialization.get('name', 'member')}"
        while (item := _form_value(form, f"{start}.{len(items) + 1}", shape.member, ec2=ec2)) is not None:
            items.append(item)
        return items or None
    return _from_text(form[key], shape) if key in form else None


def answer(output: Output, model: OperationModel, request_id: str) -> Reply:
    """A successful answer."""
    shape, service = model.output_shape, model.service_model.service_name
    payload = shape.members.get(shape.serialization.get("payload", ""))
    match protocol(model):
        case "rest-json" if payload is not None and payload.type_name == "blob":
            return _download(output, shape, request_id)
        case "json" | "rest-json" as name:
            version = model.service_model.metadata.get("jsonVersion")
            kind = f"application/x-amz-json-{version}" if name == "json" else "application/json"
            text = json.dumps(_plain(output, shape if payload is None else payload), ensure_ascii=False)
            return Reply(200, {"Content-Type": kind, "x-amzn-RequestId": request_id}, text.encode())
        case "smithy-rpc-v2-cbor":
            headers = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
            headers["x-amzn-RequestId"] = request_id
            return Reply(200, headers, cbor.encode(_unwrapped(output)))
        case "query":
            inner = "".join(_xml_members(output, shape))
            wrapper = shape.serialization["resultWrapper"]
            inner = f"<{wrapper}>{inner}</{wrapper}>"
            inner += f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
            return _xml(200, f"{model.name}Response", inner, service, request_id)
        case "ec2":
            inner = f"<requestId>{request_id}</requestId>" + "".join(_xml_members(output, shape))
            return _xml(200, f"{model.name}Response", inner, service, request_id)
    if model.http["method"] == "HEAD":
        return Reply(200, _in_headers(output, shape) | _s3_headers(request_id), b"")
    root = ROOTS.get(model.name, f"{model.name}Response")
    headers: dict[str, str] = {}
    if payload is not None:  # its members are the output, or it is one beside those that are headers
        root = shape.serialization["payload"]
        if root in output:
            headers, output = _in_headers(_headers_of(output, shape), shape), output[root]
        shape = payload
    root = ROOTS.get(model.name, root)
    reply = _xml(200, root, "".join(_xml_members(output, shape)), service, request_id)
    headers |= _in_headers(_headers_of(output, shape), shape)
    return replace(reply, headers=reply.headers | headers)


def _headers_of(output: Output, shape: StructureShape) -> Output:
    """The members of an answer that are headers."""
    where = {name: member.serialization.get("location") for name, member in shape.members.items()}
    return {name: value for name, value in output.items() if where.get(name) in ("header", "headers")}


def _download(output: Output, shape: StructureShape, request_id: str) -> Reply:
    """An answer whose body is data. A member at `statusCode` tells the status."""
    status = next(
        (
            output[name]
            for name, member in shape.members.items()
            if member.serialization.get("location") == "statusCode" and name in output
        ),
        200,
    )
    headers = _in_headers(_headers_of(output, shape), shape) | {"x-amzn-RequestId": request_id}
    return Reply(status, headers, output[shape.serialization["payload"]])


def _in_headers(output: Output, shape: StructureShape) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in output.items():
        member = shape.members[name]
        key = str(member.serialization["name"])
        if isinstance(value, dict):
            headers |= {key + inner: str(text) for inner, text in value.items()}
        elif isinstance(value, datetime):
            headers[key] = format_datetime(value.astimezone(UTC), usegmt=True)
        else:
            text = value.value if isinstance(value, Raw) else value
            headers[key] = re.sub(
                "[\x00-\x1f\x7f]", " ", str(text).lower() if text in (True, False) else str(text)
            )
    return headers


def _s3_headers(request_id: str) -> dict[str, str]:
    return {"x-amz-request-id": request_id, "x-amz-id-2": "c2VlZA=="}


def _xml(status: int, root: str, inner: str, service: str, request_id: str) -> Reply:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACES[service]}">{inner}</{root}>'
    if service == "s3":
        headers = {**_s3_headers(request_id), "Content-Type": "application/xml"}
    else:
        headers = {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": request_id}
    return Reply(status, headers, body.encode())


def _key(shape: StructureShape, name: str) -> str:
    """The name of a member in JSON."""
    return str(shape.members[name].serialization.get("name", name)) if name in shape.members else name


def _plain(value: Any, shape: Shape) -> Any:
    if isinstance(value, Raw):
        return value.value
    if isinstance(shape, StructureShape):
        return {
            _key(shape, name): _plain(item, shape.members[name]) if name in shape.members else item
            for name, item in value.items()
        }
    if isinstance(shape, ListShape):
        return [_plain(item, shape.member) for item in value]
    if isinstance(value, datetime):
        return _time(value, shape) if shape.serialization.get("timestampFormat") else _epoch(value)
    return value


def _unwrapped(value: Any) -> Any:
    if isinstance(value, Raw):
        return value.value
    if isinstance(value, dict):
        return {name: _unwrapped(item) for name, item in value.items()}
    return [_unwrapped(item) for item in value] if isinstance(value, list) else value


def _epoch(value: datetime) -> float | int:
    seconds = value.timestamp()
    return int(seconds) if seconds.is_integer() else seconds


def _time(value: datetime, shape: Shape) -> str | float | int:
    if shape.serialization.get("timestampFormat") == "unixTimestamp":
        return _epoch(value)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml_members(output: Output, shape: StructureShape) -> Iterator[str]:
    for name, value in output.items():
        member = shape.members.get(name)
        if member is None:
            yield f"<{name}>{xml_text(value)}</{name}>"
        elif member.serialization.get("location") != "header":
            yield _xml_value(str(member.serialization.get("name", name)), value, member)


def _xml_value(tag: str, value: Any, shape: Shape) -> str:
    if isinstance(value, Raw):
        return f"<{tag}>{value.value}</{tag}>"
    if isinstance(shape, StructureShape):
        return f"<{tag}>{''.join(_xml_members(value, shape))}</{tag}>"
    if isinstance(shape, ListShape):
        if shape.serialization.get("flattened"):
            return "".join(_xml_value(tag, item, shape.member) for item in value)
        inner_tag = str(shape.member.serialization.get("name", "member"))
        return f"<{tag}>{''.join(_xml_value(inner_tag, item, shape.member) for item in value)}</{tag}>"
    if isinstance(value, datetime):
        value = _time(value, shape)
    return f"<{tag}>{xml_text(value)}</{tag}>"


def xml_text(value: Any) -> str:
    """A value as the text of an XML element. Characters that XML 1.0 does not have become question marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    text = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", str(value))
    return xml.sax.saxutils.escape(text)


def _reasons(error: StructureShape) -> dict[str, str]:
    """The members of an error that are required and one of a few words: the first word."""
    return {
        _key(error, name): error.members[name].metadata["enum"][0]
        for name in error.required_members
        if "enum" in error.members[name].metadata
    }


def refuse(refusal: Refusal, model: OperationModel, request_id: str) -> Reply:
    """An error in the form of the protocol."""
    service = model.service_model.service_name
    key, more = "message", {}
    for error in model.error_shapes:
        if error.name == refusal.code:
            more = _reasons(error) | refusal.extra
            key = next((_key(error, name) for name in error.members if name.lower() == "message"), key)
    kind = "Sender" if refusal.sender else "Receiver"
    fields = f"<Code>{xml_text(refusal.code)}</Code><Message>{xml_text(refusal.message)}</Message>"
    match protocol(model):
        case "json":
            version = model.service_model.metadata["jsonVersion"]
            body = json.dumps({"__type": refusal.code, key: refusal.message, **more}).encode()
            headers = {"Content-Type": f"application/x-amz-json-{version}", "x-amzn-RequestId": request_id}
            return Reply(refusal.status, headers, body)
        case "rest-json":
            body = json.dumps({key: refusal.message, **more}).encode()
            headers = {"Content-Type": "application/json", "x-amzn-RequestId": request_id}
            return Reply(refusal.status, headers | {"x-amzn-ErrorType": refusal.code}, body)
        case "smithy-rpc-v2-cbor":
            headers = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
            kind = f"com.amazonaws.{service}#{refusal.code}"
            body = cbor.encode({"__type": kind, key: refusal.message, **more})
            return Reply(refusal.status, headers | {"x-amzn-RequestId": request_id}, body)
        case "ec2":
            inner = f"<Errors><Error>{fields}</Error></Errors><RequestID>{request_id}</RequestID>"
            reply = _xml(refusal.status, "Response", inner, service, request_id)
            return Reply(
                reply.status,
                reply.headers,
                reply.body.replace(f' xmlns="{NAMESPACES[service]}"'.encode(), b""),
            )
    if model.http["method"] == "HEAD":
        return Reply(refusal.status, _s3_headers(request_id), b"")
    if service == "s3":
        inner = f"{fields}<RequestId>{request_id}</RequestId><HostId>c2VlZA==</HostId>"
        reply = _xml(refusal.status, "Error", inner, service, request_id)
        return Reply(
            reply.status, reply.headers, reply.body.replace(f' xmlns="{NAMESPACES[service]}"'.encode(), b"")
        )
    inner = f"<Error><Type>{kind}</Type>{fields}</Error><RequestId>{request_id}</RequestId>"
    return _xml(refusal.status, "ErrorResponse", inner, service, request_id)
