"""Uploads by an HTML form, which S3 takes and no SDK makes: read as the PutObject that they stand for.

The fields and answers are those of "POST Object" in the S3 API Reference; botocore's model does not have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from xml.sax.saxutils import escape

from harness.wire import HttpResponse

_FORM = "multipart/form-data"

_STATUSES = {"200": 200, "201": 201}
"""What ``success_action_status`` may ask for; everything else is answered with 204."""

_OF_THE_FORM = {
    "policy",
    "file",
    "key",
    "submit",
    "success_action_redirect",
    "success_action_status",
    "redirect",
}
"""Fields that are no headers of PutObject."""


@dataclass(frozen=True, slots=True)
class PostForm:
    """An upload.

    Attributes:
        target: the target of the PutObject.
        headers: its header fields.
        content: the object's bytes.
        fields: the other fields of the form, by their names in lower case.
        key: the object's key.
    """

    target: str
    headers: Mapping[str, str | list[str]]
    content: bytes
    fields: Mapping[str, str]
    key: str

    def answer(self, response: HttpResponse) -> HttpResponse:
        """Return what the form is answered with, where its PutObject has that response."""
        status, headers, _ = response
        if status != 200:
            return response
        etag = headers.get("ETag", "")
        redirect = self.fields.get("success_action_redirect") or self.fields.get("redirect")
        path = urlsplit(self.target).path
        if redirect:
            parts = urlsplit(redirect)
            bucket = path.strip("/").partition("/")[0]
            said = [*parse_qsl(parts.query), ("bucket", bucket), ("key", self.key), ("etag", etag)]
            return 303, {**headers, "Location": urlunsplit(parts._replace(query=urlencode(said)))}, b""
        host = self.headers.get("host", "")
        location = f"http://{host if isinstance(host, str) else host[0]}{path}"
        headers = {**headers, "Location": location}
        status = _STATUSES.get(self.fields.get("success_action_status", ""), 204)
        if status != 201:
            return status, headers, b""
        members = {"Location": location, "Key": self.key, "ETag": etag}
        text = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in members.items())
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>{text}</PostResponse>'
        return status, {**headers, "Content-Type": "application/xml"}, body.encode()


def read_post_form(
    method: str, target: str, headers: Mapping[str, str | list[str]], body: bytes
) -> PostForm | None:
    """Read an upload by a form.

    Args:
        method: the HTTP method.
        target: the path, of the bucket or, where the host names that, the root.
        headers: the header fields, names in lower case.
        body: the form.

    Returns:
        The upload; None if it is another request.
    """
    kind = headers.get("content-type", "")
    kind = kind if isinstance(kind, str) else kind[0]
    if method != "POST" or not kind.lower().startswith(_FORM):
        return None
    form = message_from_bytes(
        b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n" + body, policy=HTTP
    )
    fields: dict[str, str] = {}
    content: bytes | None = None
    filename = ""
    for part in form.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition")).lower()
        value = part.get_payload(decode=True)
        if not isinstance(value, bytes):
            continue
        if name == "file":
            content, filename = value, part.get_filename() or ""
            break  # what follows the file is ignored
        fields[name] = value.decode("utf-8", "replace")
    if content is None or "key" not in fields:
        return None
    key = fields["key"].replace("${filename}", filename)
    scope = fields.get("x-amz-credential", "testing/20260101/us-east-1/s3/aws4_request")
    sent: dict[str, str | list[str]] = {
        name: value
        for name, value in headers.items()
        if name not in {"content-type", "content-length", "authorization"}
    }
    for name, value in fields.items():
        if name not in _OF_THE_FORM and value.isprintable() and value.isascii():
            sent["x-amz-acl" if name == "acl" else name] = value
    sent["authorization"] = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    path = urlsplit(target).path.rstrip("/")
    return PostForm(f"{path}/{quote(key)}", sent, content, fields, key)
