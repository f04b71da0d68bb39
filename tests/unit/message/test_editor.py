"""An editor sees each value of a message with its place, whatever protocol spells it, and may replace it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.message.editor import Editor
from harness.message.message import edit_request, edit_response
from harness.message.model import Request, Response
from harness.message.place import Place
from harness.models import find_operation


@dataclass(slots=True)
class Seen(Editor):
    """Notes the places of values, and puts others in the place of some."""

    replaced: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)

    def scalar(self, place: Place, value: Any) -> Any:
        self.places[place.pointer or ".".join(place.path)] = value
        return self.replaced.get(place.pointer, value)


REQUESTS = {
    "sqs.SendMessage": (
        Request("POST", "https://x.invalid/", (), b'{"QueueUrl": "q", "MessageBody": "b"}'),
        {"/QueueUrl": "q", "/MessageBody": "b"},
    ),
    "sts.AssumeRole": (
        Request("POST", "https://x.invalid/", (), b"Action=AssumeRole&RoleArn=r&Tags.member.1.Key=k"),
        {"/Action": "AssumeRole", "/RoleArn": "r", "/Tags/0/Key": "k"},
    ),
    "s3.PutObject": (
        Request("PUT", "https://b.invalid/b/a/k?x=1", (("x-amz-acl", "private"), ("Host", "b")), b"body"),
        {"/ACL": "private", "header Host": "b", "query x": "1", "/Body": b"body", "/Key": "a/k"},
    ),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_each_value_of_a_request_is_seen_with_its_place(name: str) -> None:
    request, places = REQUESTS[name]
    editor = Seen()
    assert edit_request(find_operation(*name.split(".")), request, editor) is request
    assert places.items() <= editor.places.items()


def test_what_is_replaced_keeps_all_other_bytes() -> None:
    body = b"<AssumeRoleResponse><AssumeRoleResult>\n <!-- a --><Credentials><AccessKeyId>x</AccessKeyId>\n"
    response = Response(200, "OK", (("Content-Length", str(len(body))),), body)
    editor = Seen({"/Credentials/AccessKeyId": "longer & <"})
    edited = edit_response(find_operation("sts", "AssumeRole"), response, editor)
    assert edited.body == body.replace(b">x<", b">longer &amp; &lt;<")
    assert edited.headers == (("Content-Length", str(len(edited.body))),)


def test_the_values_of_an_error_and_of_what_is_not_known_are_seen() -> None:
    body = json.dumps({"message": "no", "Other": {"a": [1]}}).encode()
    editor = Seen({"/Other/a/0": 2})
    response = Response(400, "", (("x-amzn-errortype", "ResourceNotFoundException"),), body)
    edited = edit_response(find_operation("dynamodb", "GetItem"), response, editor)
    assert json.loads(edited.body) == {"message": "no", "Other": {"a": [2]}}
    assert editor.places["header x-amzn-errortype"] == "ResourceNotFoundException"
    nothing = Seen()
    unknown = Request("POST", "https://x.invalid/?a=b", (("Content-Type", "text/plain"),), b"text")
    assert edit_request(None, unknown, nothing) is unknown
    assert nothing.places == {"header Content-Type": "text/plain", "": b"text", "query a": "b"}
