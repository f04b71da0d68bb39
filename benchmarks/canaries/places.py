"""Puts the text of a case at a place: into the body, a header or the address of a call or an HTTP request."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
from collections.abc import Callable
from typing import Any

from calls import Caller
from cases import Call, Case
from server import Answer

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# XML cannot hold control characters: what has some goes elsewhere.
INSTEAD_OF_XML = {"cfn.outputs": "sqs.receive", "sns.publish": "sqs.send"}


def is_of_aws(place: str) -> bool:
    """Whether the place is in a call of AWS, and not in another HTTP request."""
    return not place.startswith("http.")


def service_of(case: Case, place: str) -> str | None:
    """The service that a case is sent to at a place; None if it is none of AWS."""
    if case.call:
        return case.call.service
    if not is_of_aws(place):
        return None
    head = "s3" if place == "header.response" else place.split(".")[0]
    return {"cfn": "cloudformation", "header": "sqs"}.get(head, head)


def perform(caller: Caller, case: Case, place: str) -> None:
    """Make the exchange that has the text of a case at a place.

    Raises:
        ValueError: bytes cannot be put there.
    """
    caller.header = None
    caller.server.asked.clear()
    if case.call:
        caller.call(case.call, place)
    elif place.startswith("s3."):
        _object(caller, _raw(case), place)
    elif place in HTTP:
        _http(caller, case, place)
    elif place == "header.request":
        caller.header = (case.header or "", case.text)
        caller.will_answer("sqs", "ListQueues", {})
        caller.invoke("sqs", "ListQueues", {})
    elif place == "header.response":
        headers = {"Content-Type": "text/plain", "ETag": '"0"', case.header or "": case.text}
        caller.server.answer = Answer(200, headers, b"hello")
        caller.invoke("s3", "GetObject", {"Bucket": "bkt", "Key": "k"})
    elif case.encoding:
        raise ValueError(place)
    else:
        _message(caller, case.text, place)


def _raw(case: Case) -> bytes:
    return base64.b64decode(case.text) if case.encoding else case.text.encode("utf-8", "surrogatepass")


def _object(caller: Caller, raw: bytes, place: str) -> None:
    """An object of S3: put or got, as text, as bytes, or compressed."""
    body = gzip.compress(raw, mtime=0) if place.endswith("gzip") else raw
    if place.startswith("s3.get"):
        kind = "text/plain" if place.endswith("text") else "application/octet-stream"
        caller.server.answer = Answer(200, {"ETag": '"0"', "Content-Type": kind}, body)
        caller.invoke("s3", "GetObject", {"Bucket": "bkt", "Key": "k"})
        return
    caller.will_answer("s3", "PutObject", {"ETag": '"0"'})
    params: dict[str, Any] = {"Bucket": "bkt", "Key": "k"}
    params["Body"] = body if place.endswith("bytes") else io.BytesIO(body)
    params |= {"ContentType": "text/plain"} if place.endswith("text") else {}
    params |= {"ContentEncoding": "gzip"} if place.endswith("gzip") else {}
    caller.invoke("s3", "PutObject", params)


# The answer and the request of a place in HTTP that is not of AWS.
HTTP: dict[str, tuple[Callable[[Case], Answer], Callable[[Caller, Case], Any]]] = {
    "http.req": (
        lambda case: Answer(200, {"Content-Type": "application/json"}, b'{"ok": true}'),
        lambda caller, case: caller.http.post(
            caller.server.url + "/hook", data=_raw(case), headers={"Content-Type": _media_type(case)}
        ),
    ),
    "http.res": (
        lambda case: Answer(200, {"Content-Type": _media_type(case)}, _raw(case)),
        lambda caller, case: caller.http.get(caller.server.url + "/thing"),
    ),
    "http.query": (
        lambda case: Answer(200, {}, b"ok"),
        lambda caller, case: caller.http.get(caller.server.url + "/x?" + case.text),
    ),
    "http.path": (
        lambda case: Answer(200, {}, b"ok"),
        lambda caller, case: caller.http.get(caller.server.url + case.text),
    ),
    "http.header.request": (
        lambda case: Answer(200, {}, b"ok"),
        lambda caller, case: caller.http.get(
            caller.server.url + "/h", headers={case.header or "": case.text}
        ),
    ),
    "http.header.response": (
        lambda case: Answer(200, {case.header or "": case.text}, b"ok"),
        lambda caller, case: caller.http.get(caller.server.url + "/h"),
    ),
}


def _http(caller: Caller, case: Case, place: str) -> None:
    answer, request = HTTP[place]
    caller.server.answer = answer(case)
    request(caller, case)


def _media_type(case: Case) -> str:
    return "application/json" if not case.encoding and _is_json(case.text) else "text/plain"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _message(caller: Caller, text: str, place: str) -> None:
    """A text in a member of a call that carries messages, rows, records or events."""
    if CONTROL.search(text):
        place = INSTEAD_OF_XML.get(place, place)
    call, side = _call_of(text, place, caller.server.url + "/123456789012/q")
    caller.call(call, side)


def _call_of(text: str, place: str, queue: str) -> tuple[Call, str]:
    payload = text if _is_json(text) else json.dumps({"text": text})
    operations: dict[str, tuple[str, str, str, dict[str, Any]]] = {
        "sqs.send": ("sqs", "SendMessage", "request", {"QueueUrl": queue, "MessageBody": text}),
        "sqs.receive": (
            "sqs",
            "ReceiveMessage",
            "response",
            {"Messages.0.Body": text, "Messages.0.MessageId": "1"},
        ),
        "lambda.in": ("lambda", "Invoke", "request", {"FunctionName": "f", "Payload": payload}),
        "lambda.out": ("lambda", "Invoke", "response", {"Payload": payload, "StatusCode": 200}),
        "dynamodb.put": (
            "dynamodb",
            "PutItem",
            "request",
            {"TableName": "t", "Item.id.S": "1", "Item.doc.S": text},
        ),
        "dynamodb.get": ("dynamodb", "GetItem", "response", {"Item.id.S": "1", "Item.doc.S": text}),
        "logs.put": (
            "logs",
            "PutLogEvents",
            "request",
            {
                "logGroupName": "g",
                "logStreamName": "s",
                "logEvents.0.message": text,
                "logEvents.0.timestamp": 1790000000000,
            },
        ),
        "logs.get": ("logs", "FilterLogEvents", "response", {"events.0.message": text}),
        "sns.publish": (
            "sns",
            "Publish",
            "request",
            {"TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Message": text},
        ),
        "cfn.outputs": (
            "cloudformation",
            "DescribeStacks",
            "response",
            {
                "Stacks.0.StackName": "s",
                "Stacks.0.Outputs.0.OutputKey": "Note",
                "Stacks.0.Outputs.0.OutputValue": text,
            },
        ),
        "kinesis.put": (
            "kinesis",
            "PutRecord",
            "request",
            {"StreamName": "s", "Data": text, "PartitionKey": "p"},
        ),
        "kinesis.get": (
            "kinesis",
            "GetRecords",
            "response",
            {"Records.0.Data": text, "Records.0.SequenceNumber": "1", "Records.0.PartitionKey": "p"},
        ),
    }
    service, operation, side, members = operations[place]
    return Call(service, operation, members), side
