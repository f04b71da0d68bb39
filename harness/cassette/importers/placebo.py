"""placebo's folders: a file for each answer, ``[prefix.]service.Operation_N.json``, and no requests.

The form is that of ``placebo.pill`` and ``placebo.serializer`` (0.10): an object of ``status_code`` and
``data``, what boto3 returned, with datetimes and streams as objects that have a ``__class__``. The service is
written as its endpoint prefix, which several may share.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness.cassette.derive import date_of
from harness.cassette.importers.answer import serialize_answer
from harness.cassette.importers.imported import CannotImport, Imported, Note, read_file
from harness.cassette.model import Facts, Interaction, Request
from harness.contract.values import format_timestamp
from harness.errors import HarnessError
from harness.models import find_operation, load_service
from harness.models.endpoints import all_metadata

NO_REQUEST = "https://placebo.invalid/"
"""Where a request stands that is not known: a host that there never is (RFC 2606), and the file's name."""

_NAME = re.compile(r"(?P<stem>.+)\.(?P<operation>\w+)_(?P<number>\d{1,9})\.(?P<form>json|pickle)")


class _Answer(NamedTuple):
    stem: str
    operation: str
    number: int
    form: str
    path: Path


class AmbiguousService(HarnessError):
    """Several services have the endpoint prefix of an answer, its operation and its members.

    Args:
        path: the file.
        prefix: the endpoint prefix in its name.
        services: botocore's names of the services.
    """

    def __init__(self, path: Path, prefix: str, services: tuple[str, ...]) -> None:
        super().__init__(path, prefix, services)
        self.path = path
        self.prefix = prefix
        self.services = services

    def __str__(self) -> str:
        return (
            f"{self.path}: {self.prefix} is the endpoint prefix of {' and '.join(self.services)}, and the "
            f"answer may be of any. Say which: --service {self.services[0]}."
        )


def load_placebo(folder: str | Path, services: Collection[str] = ()) -> Imported:
    """Read a folder that placebo wrote.

    The requests are not known: the facts have no parameters, the contract is held to the answers alone, and
    on replay each answers the next call of its operation, in the order of the files' numbers.

    Args:
        folder: the folder.
        services: botocore's names of services, to be taken where an endpoint prefix is that of several.

    Returns:
        The interactions by operation, and what was left out.

    Raises:
        CannotImport: there is no such folder, or a file in it is malformed.
        AmbiguousService: a file may be of several services, and none of them is named.
        UnknownName: a service is named that the installed botocore does not have.
    """
    folder = Path(folder)
    for name in services:
        load_service(name)
    if not folder.is_dir():
        raise CannotImport(folder, "", "there is no such folder")
    answers: list[_Answer] = []
    left_out: list[Note] = []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        named = _NAME.fullmatch(path.name)
        if named is None:
            left_out.append(Note(path, "", "its name is not of the form service.Operation_N.json"))
        else:
            answers.append(
                _Answer(named["stem"], named["operation"], int(named["number"]), named["form"], path)
            )
    interactions: list[Interaction] = []
    altered: list[Note] = []
    for answer in sorted(answers):
        if answer.form == "pickle":
            reason = "it is a pickle, and reading one may run any code; have placebo record JSON"
            left_out.append(Note(answer.path, "", reason))
            continue
        content = _read(answer.path)
        try:
            service = _service_of(answer, content["data"], services)
            interaction, lost = _interaction(service, answer, content)
        except AmbiguousService:
            raise
        except HarnessError as error:
            left_out.append(Note(answer.path, "", str(error).rstrip(".")))
            continue
        interactions.append(interaction)
        altered += (
            Note(answer.path, pointer, f"the model of {service}.{answer.operation} has no such value")
            for pointer in lost
        )
    return Imported(tuple(interactions), tuple(left_out), tuple(altered))


class _UnknownPrefix(HarnessError):
    """A file's name begins with no service's endpoint prefix."""

    def __str__(self) -> str:
        return "its name has no endpoint prefix of the installed botocore"


def _service_of(answer: _Answer, data: Mapping[str, Any], named: Collection[str]) -> str:
    """Return the service of an answer: the one of its prefix that has the operation, and the members."""
    prefix, sharing = _sharing(answer.stem)
    if not sharing:
        raise _UnknownPrefix()
    having = [name for name in sharing if answer.operation in load_service(name).operation_names]
    if len(having) > 1:
        having = [name for name in having if name in named] or _fitting(having, answer.operation, data)
    if len(having) > 1:
        raise AmbiguousService(answer.path, prefix, tuple(having))
    return having[0] if having else sharing[0]  # which then says that it has no such operation


def _sharing(stem: str) -> tuple[str, list[str]]:
    """Return the endpoint prefix at the end of a name, which may have dots, and the services that have it."""
    labels = stem.split(".")
    for start in range(len(labels)):
        prefix = ".".join(labels[start:])
        found = [name for name, metadata in all_metadata().items() if metadata["endpointPrefix"] == prefix]
        if found:
            return prefix, found
    return stem, []


def _fitting(services: list[str], operation: str, data: Mapping[str, Any]) -> list[str]:
    """Return the services whose answer has all members of this one; all of them if none has."""
    members = data.keys() - {"ResponseMetadata", "Error"}
    outputs = {name: find_operation(name, operation).output_shape for name in services}
    fitting = [name for name, shape in outputs.items() if members <= set(shape.members if shape else ())]
    return fitting or services


def _interaction(
    service: str, answer: _Answer, content: Mapping[str, Any]
) -> tuple[Interaction, tuple[str, ...]]:
    operation = find_operation(service, answer.operation)
    response, lost = serialize_answer(operation, content["data"], content["status_code"])
    facts = Facts(
        service=service,
        operation=operation.name,
        protocol=operation.service_model.resolved_protocol,
        recorded_at=date_of(response),
        source=f"placebo, {answer.path.name}",
    )
    return Interaction(Request("POST", f"{NO_REQUEST}{answer.path.name}"), response, facts), lost


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_file(path), object_hook=_plain)
    except json.JSONDecodeError as error:
        raise CannotImport(path, f"line {error.lineno}", f"it is not JSON ({error.msg})") from None
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise CannotImport(path, "", f"it cannot be read ({error})") from None
    if not isinstance(content, dict) or not isinstance(content.get("data"), dict):
        raise CannotImport(path, "data", "there is no object of that name, as placebo writes it")
    if type(content.get("status_code")) is not int or not 100 <= content["status_code"] < 1000:
        raise CannotImport(path, "status_code", "it is no HTTP status")
    return content


def _plain(value: dict[str, Any]) -> Any:
    """Return the JSON-able form of an object of placebo's; any other object as it is."""
    match value:
        case {"__class__": "datetime"}:
            parts = {name: part for name, part in value.items() if not name.startswith("__")}
            return format_timestamp(dt.datetime(**parts, tzinfo=dt.UTC))
        case {"__class__": "StreamingBody", "body": str(body)}:
            try:
                base64.b64decode(body, validate=True)
            except binascii.Error as error:
                raise ValueError(f"the body of a stream is not base64: {error}") from None
            return body
    return value
