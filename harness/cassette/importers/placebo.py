"""placebo's folders: a file for each answer, ``[prefix.]service.Operation_N.json``, and no requests.

The form is that of ``placebo.pill`` and ``placebo.serializer`` (0.10): an object of ``status_code`` and
``data``, what boto3 returned, with datetimes and streams as objects that have a ``__class__``. The service is
written as its endpoint prefix, which several services may share: which one it was is told by what the answer
holds, and by the other answers of the folder.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from botocore.model import Shape

from harness.cassette.derive import date_of
from harness.cassette.foreign import PLACEBO_NAME
from harness.cassette.importers.answer import serialize_answer
from harness.cassette.importers.imported import CannotImport, Imported, Note, read_file
from harness.cassette.model import Facts, Interaction, Request
from harness.contract.values import format_timestamp, is_document
from harness.errors import HarnessError
from harness.models import find_operation, load_service
from harness.models.endpoints import all_metadata

NO_REQUEST = "https://placebo.invalid/"
"""The URL of an unknown request: a host that never exists (RFC 2606), and the file's name."""

_OF_BOTO3 = ("ResponseMetadata", "Error")


class _Answer(NamedTuple):
    stem: str
    operation: str
    number: int
    path: Path
    content: Mapping[str, Any]


class AmbiguousService(CannotImport):
    """An answer may be of several services that share an endpoint prefix, and nothing says which.

    Args:
        file: the file.
        prefix: the endpoint prefix in its name.
        services: botocore's names of the services that fit equally well.
    """

    def __init__(self, file: Path, prefix: str, services: tuple[str, ...]) -> None:
        choices = " or ".join(f"--service {name}" for name in services)
        reason = (
            f"{prefix} is the endpoint prefix of {' and '.join(services)}, and neither this answer nor the "
            f"others of its folder tell which it was; say it with {choices}"
        )
        super().__init__(file, "", reason)
        self.prefix = prefix
        self.services = services


def placebo_folders(root: Path) -> tuple[list[Path], list[Path]]:
    """Find the folders of answers in a tree.

    Returns:
        The folders that hold files named as placebo names its own, and those that hold other files only.

    Raises:
        CannotImport: there is no such folder.
    """
    if not root.is_dir():
        raise CannotImport(root, "", "there is no such folder")
    answers: list[Path] = []
    others: list[Path] = []
    for folder, _, names in sorted(os.walk(root)):
        if names:
            (answers if any(map(PLACEBO_NAME.fullmatch, names)) else others).append(Path(folder))
    return answers, others


def load_placebo(folder: str | Path, services: Collection[str] = ()) -> Imported:
    """Read a folder that placebo wrote, without the folders in it.

    The requests are not known: the facts have no parameters, only the answers are checked, and
    on replay each answers the next call of its operation, in the order of the files' numbers.

    Args:
        folder: the folder.
        services: botocore's names of services: of those that fit an answer equally well, these are taken.

    Returns:
        The interactions by operation, and what was left out.

    Raises:
        CannotImport: there is no such folder, or a file in it is malformed.
        AmbiguousService: an answer may be of several services, and nothing tells of which.
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
        named = PLACEBO_NAME.fullmatch(path.name)
        if named is None:
            left_out.append(Note(path, "", "its name is not of the form service.Operation_N.json"))
        elif named["form"] == "pickle":
            reason = "it is a pickle, and reading one may run any code; have placebo record JSON"
            left_out.append(Note(path, "", reason))
        else:
            number = int(named["number"] or named["count"] or 1)
            answers.append(_Answer(named["stem"], named["operation"], number, path, _read(path)))
    interactions: list[Interaction] = []
    altered: list[Note] = []
    answers.sort(key=lambda answer: answer[:4])
    for answer, service in zip(answers, _services_of(answers, services), strict=True):
        if service is None:
            left_out.append(
                Note(answer.path, "", "its name has no endpoint prefix of the installed botocore")
            )
            continue
        try:
            interaction, lost = _interaction(service, answer)
        except HarnessError as error:
            left_out.append(Note(answer.path, "", str(error).rstrip(".")))
            continue
        interactions.append(interaction)
        altered += (
            Note(answer.path, pointer, f"the model of {service}.{answer.operation} has no such value")
            for pointer in lost
        )
    return Imported(tuple(interactions), tuple(left_out), tuple(altered))


def _services_of(answers: Sequence[_Answer], named: Collection[str]) -> Iterator[str | None]:
    """Yield the service of each answer of a folder; None where its name has no endpoint prefix.

    Raises:
        AmbiguousService: an answer may be of several, and nothing tells of which.
    """
    sharing = [_sharing(answer.stem) for answer in answers]
    fitting = [_fitting(found, answer) for (_, found), answer in zip(sharing, answers, strict=True)]
    fitting = [[name for name in found if name in named] or found for found in fitting]
    for (prefix, _), found, answer in zip(sharing, fitting, answers, strict=True):
        if len(found) > 1:
            siblings = [other for (one, _), other in zip(sharing, fitting, strict=True) if one == prefix]
            found = _narrowed(found, siblings)
        if len(found) > 1 and _has_operation(found[0], answer):
            raise AmbiguousService(answer.path, prefix, tuple(found))
        yield found[0] if found else None  # of several, none has the operation, as any of them will say


def _sharing(stem: str) -> tuple[str, list[str]]:
    """Return the service at the end of a name, which may have dots, and the services that it may be.

    It is an endpoint prefix, which several may have, or else botocore's own name of a service.
    """
    labels = stem.split(".")
    for start in range(len(labels)):
        prefix = ".".join(labels[start:])
        found = [name for name, metadata in all_metadata().items() if metadata["endpointPrefix"] == prefix]
        if found or prefix in all_metadata():
            return prefix, found or [prefix]
    return stem, []


def _fitting(services: list[str], answer: _Answer) -> list[str]:
    """Return the services that an answer fits best: they have its operation, and most of its members.

    All of them if none has the operation.
    """
    having = [name for name in services if _has_operation(name, answer)]
    if len(having) < 2:
        return having or services
    members = {name: value for name, value in answer.content["data"].items() if name not in _OF_BOTO3}
    unknown = {
        name: _count_unknown(find_operation(name, answer.operation).output_shape, members) for name in having
    }
    return [name for name in having if unknown[name] == min(unknown.values())]


def _has_operation(service: str, answer: _Answer) -> bool:
    return answer.operation in load_service(service).operation_names


def _count_unknown(shape: Shape | None, value: Any) -> int:
    """Count the members of a value, at any depth, that its shape does not have."""
    if shape is None:
        return len(value)
    match shape.type_name, value:
        case "structure", dict() if not is_document(shape):
            return sum(
                _count_unknown(shape.members[name], item) if name in shape.members else 1
                for name, item in value.items()
            )
        case "map", dict():
            return sum(_count_unknown(shape.value, item) for item in value.values())
        case "list", list():
            return sum(_count_unknown(shape.member, item) for item in value)
    return 0


def _narrowed(fitting: list[str], siblings: Sequence[list[str]]) -> list[str]:
    """Leave the services that the siblings of an answer speak for.

    Those that fit all of them, or else, where a folder has answers of several services, those that one of
    them fits alone.
    """
    common = set.intersection(*map(set, siblings))
    certain = {found[0] for found in siblings if len(found) == 1}
    return [name for name in fitting if name in (common or certain)] or fitting


def _interaction(service: str, answer: _Answer) -> tuple[Interaction, tuple[str, ...]]:
    operation = find_operation(service, answer.operation)
    response, lost = serialize_answer(operation, answer.content["data"], answer.content["status_code"])
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
