"""Objects that come in parts, or as copies: a part is kept until the upload is completed or given up."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from harness.contract.values import JsonValue
from harness.synth.responses.digests import entity_tag, md5_hex
from harness.synth.world.overlay import flat
from harness.synth.world.records import Record
from harness.synth.world.steps.refusing import refuse, refuse_missing
from harness.synth.world.steps.step import Outcome, Step

_UPLOAD = ("multipart", "upload")
_PART = ("part",)
_OBJECT = ("object",)
_BUCKET = ("bucket",)
_NO_UPLOAD = "NoSuchUpload"


def _bucket(step: Step) -> Outcome | None:
    name = str(step.params.get("Bucket"))
    if step.store.named(step.place, _BUCKET, name) is None:
        return refuse_missing(step, _BUCKET, name)
    return None


def _scope(step: Step) -> dict[str, str]:
    return {"bucket": str(step.params["Bucket"])}


def _content(step: Step, source: str) -> Record | None:
    """Return the object that a copy is made of: ``bucket/key``, perhaps with a version."""
    bucket, _, key = unquote(source.lstrip("/")).partition("?")[0].partition("/")
    return step.store.named(step.place, _OBJECT, key, {"bucket": bucket})


def _copy(step: Step) -> Outcome:
    answer = step.make()
    if answer.error is not None or (refused := _bucket(step)):
        return Outcome(answer) if answer.error is not None else refused  # type: ignore[return-value]
    source = _content(step, str(step.params["CopySource"]))
    if source is None:
        return refuse(step, "NoSuchKey", "The specified key does not exist.", 404)
    said = flat(step.operation, step.params)
    kept = (
        source.members
        if step.params.get("MetadataDirective") != "REPLACE"
        else {"body": source.members["body"]}
    )
    name = str(step.params["Key"])
    copied = replace(
        source,
        name=name,
        names={"key": name},
        scope=_scope(step),
        members={**kept, **said} | {"body": source.members.get("body")},
    )
    step.store.put(copied)
    if answer.response is not None and isinstance(answer.response.get("CopyObjectResult"), dict):
        answer.response["CopyObjectResult"]["ETag"] = _tag(source)
    return Outcome(answer, known=True)


def _tag(record: Record) -> str:
    stated = record.members.get("etag")
    return str(stated) if stated else entity_tag(base64.b64decode(record.members.get("body") or ""))


def _begin(step: Step) -> Outcome:
    answer = step.make(salt=step.serial())
    if answer.error is not None or (refused := _bucket(step)):
        return Outcome(answer) if answer.error is not None else refused  # type: ignore[return-value]
    assert answer.response is not None
    name = str(answer.response["UploadId"])
    step.store.put(
        Record(step.place, _UPLOAD, name, {"id": name}, _scope(step), flat(step.operation, step.params))
    )
    return Outcome(answer, known=True)


def _upload(step: Step) -> Record | None:
    return step.store.named(step.place, _UPLOAD, str(step.params["UploadId"]), _scope(step))


def _take(step: Step) -> Outcome:
    answer, upload = step.make(), _upload(step)
    if answer.error is not None:
        return Outcome(answer)
    if upload is None:
        return refuse(step, _NO_UPLOAD, "The specified upload does not exist.", 404)
    body = step.params.get("Body") or ""
    if "CopySource" in step.params:
        source = _content(step, str(step.params["CopySource"]))
        if source is None:
            return refuse(step, "NoSuchKey", "The specified key does not exist.", 404)
        body = _part_of(source.members.get("body") or "", str(step.params.get("CopySourceRange") or ""))
    number = f"{int(step.params['PartNumber']):05}"
    record = Record(step.place, _PART, number, {}, {"upload": upload.name}, {"body": body})
    step.store.put(record)
    if answer.response is not None and isinstance(answer.response.get("CopyPartResult"), dict):
        answer.response["CopyPartResult"]["ETag"] = _tag(record)
    return Outcome(answer, known=True)


def _part_of(body: str, asked: str) -> str:
    start, _, end = asked.removeprefix("bytes=").partition("-")
    if not start.isdecimal() or not end.isdecimal():
        return body
    return base64.b64encode(base64.b64decode(body)[int(start) : int(end) + 1]).decode()


def _parts(step: Step, upload: Record) -> list[Record]:
    return step.store.of_type(step.place, _PART, {"upload": upload.name})


def _list(step: Step) -> Outcome:
    answer, upload = step.make(), _upload(step)
    if answer.error is not None:
        return Outcome(answer)
    if upload is None:
        return refuse(step, _NO_UPLOAD, "The specified upload does not exist.", 404)
    assert answer.response is not None
    answer.response["Parts"] = [
        {
            "PartNumber": int(each.name),
            "ETag": _tag(each),
            "Size": len(base64.b64decode(each.members["body"])),
        }
        for each in _parts(step, upload)
    ]
    answer.response["IsTruncated"] = False
    answer.response.pop("NextPartNumberMarker", None)
    return Outcome(answer, known=True)


def _complete(step: Step) -> Outcome:
    answer, upload = step.make(), _upload(step)
    if answer.error is not None:
        return Outcome(answer)
    if upload is None:
        return refuse(step, _NO_UPLOAD, "The specified upload does not exist.", 404)
    asked = (step.params.get("MultipartUpload") or {}).get("Parts") or ()
    known = {int(each.name): each for each in _parts(step, upload)}
    if any(int(each["PartNumber"]) not in known for each in asked):
        return refuse(step, "InvalidPart", "One or more of the specified parts could not be found.", 400)
    chosen = [known[int(each["PartNumber"])] for each in asked] or list(known.values())
    bodies = [base64.b64decode(each.members["body"]) for each in chosen]
    digests = b"".join(binascii.unhexlify(md5_hex(body)) for body in bodies)
    tag = f'"{md5_hex(digests)}-{len(bodies)}"'
    members: dict[str, JsonValue] = {
        **upload.members,
        "body": base64.b64encode(b"".join(bodies)).decode(),
        "etag": tag,
    }
    name = str(step.params["Key"])
    step.store.put(Record(step.place, _OBJECT, name, {"key": name}, _scope(step), members))
    _forget(step, upload)
    assert answer.response is not None
    answer.response["ETag"] = tag
    return Outcome(answer, known=True)


def _forget(step: Step, upload: Record) -> None:
    for part in _parts(step, upload):
        step.store.remove(part)
    step.store.remove(upload)


def _abort(step: Step) -> Outcome:
    answer, upload = step.make(), _upload(step)
    if answer.error is not None:
        return Outcome(answer)
    if upload is None:
        return refuse(step, _NO_UPLOAD, "The specified upload does not exist.", 404)
    _forget(step, upload)
    return Outcome(answer, known=True)


STEPS: Mapping[str, Callable[[Step], Outcome]] = {
    "copies": _copy,
    "begins": _begin,
    "takes": _take,
    "lists": _list,
    "completes": _complete,
    "aborts": _abort,
}
"""What is done with uploads, by what ``facts.toml`` says that an operation does."""
