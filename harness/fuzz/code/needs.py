"""Optional members without which botocore itself, or boto3's resources, cannot read a result.

botocore's handlers of ``after-call`` reach for members that its models leave optional: `botocore.handlers` is
asked, with a result of which one member is missing. The ids of boto3's resources are in its resource models.
This is the only module to lean on either.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import botocore.handlers
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationModel, Shape

from harness.contract.paths.member import ELEMENTS, join

_PATH = re.compile(r"\w+(\[\])?(\.\w+(\[\])?)*\.\w+")  # of one list, and not at the top
_DEPTH = 3  # of structures inside one another


@lru_cache(maxsize=1024)
def needed_members(operation: OperationModel) -> tuple[str, ...]:
    """Return the paths of the members that have to be there wherever they may be: ``"Contents[].Key"``."""
    shape = operation.output_shape
    if shape is None:
        return ()
    return tuple(dict.fromkeys([*_read_by_handlers(operation, shape), *_of_resources(operation)]))


def _read_by_handlers(operation: OperationModel, shape: Shape) -> Iterator[str]:
    handlers = _handlers(operation)
    if not handlers:
        return
    for path in _optional(shape):
        whole = _example(shape)
        if not _fails(handlers, operation, whole) and _fails(handlers, operation, _example(shape, path)):
            yield path


def _handlers(operation: OperationModel) -> list[Callable[..., Any]]:
    """Return botocore's handlers for the results of one operation, not those for a whole service."""
    event = f"after-call.{operation.service_model.service_id.hyphenize()}.{operation.name}"
    return [each[1] for each in botocore.handlers.BUILTIN_HANDLERS if each[0] == event and callable(each[1])]


def _fails(handlers: list[Callable[..., Any]], operation: OperationModel, parsed: dict[str, Any]) -> bool:
    context = {"encoding_type_auto_set": True}  # as for a request that does not ask for an encoding
    try:
        for handler in handlers:
            handler(parsed=parsed, context=context, http_response=None, model=operation)
    except KeyError:
        return True
    except Exception:  # an example is not enough for this handler, so nothing is learnt
        return False
    return False


def _optional(shape: Any, outer: str = "", depth: int = _DEPTH) -> Iterator[str]:
    for name, member in shape.members.items() if depth else ():
        path = join(outer, name)
        if name not in shape.required_members:
            yield path
        if member.type_name == "structure":
            yield from _optional(member, path, depth - 1)
        elif member.type_name == "list" and member.member.type_name == "structure":
            yield from _optional(member.member, path + ELEMENTS, depth - 1)


def _example(shape: Any, without: str = "", outer: str = "", depth: int = _DEPTH) -> Any:
    """Make a result with all its members but one; texts are what handlers compare with."""
    match shape.type_name:
        case "structure":
            paths = {name: join(outer, name) for name in shape.members} if depth else {}
            return {
                name: _example(shape.members[name], without, path, depth - 1)
                for name, path in paths.items()
                if path != without
            }
        case "list":
            return [_example(shape.member, without, outer + ELEMENTS, depth)]
        case "string":
            return next(iter(shape.metadata.get("enum", ())), "text")
        case "integer" | "long":
            return 1
        case "boolean":
            return True
    return None


def _of_resources(operation: OperationModel) -> Iterator[str]:
    """Yield the members that identify the resources which boto3 makes of a result."""
    model = _resource_model(operation.service_model.service_name)
    for resource in (model.get("service", {}), *model.get("resources", {}).values()):
        for kind in ("hasMany", "has", "actions"):
            for each in resource.get(kind, {}).values():
                if each.get("request", {}).get("operation") == operation.name:
                    for identifier in each.get("resource", {}).get("identifiers", ()):
                        path = identifier.get("path", "")
                        if identifier.get("source") == "response" and _PATH.fullmatch(path):
                            yield path


@cache
def _resource_model(service: str) -> Mapping[str, Any]:
    found = importlib.util.find_spec("boto3")
    if found is None or found.origin is None:
        return {}
    data = str(Path(found.origin).parent / "data")
    loader = Loader(extra_search_paths=[data], include_default_search_paths=False)
    try:
        model: Mapping[str, Any] = loader.load_service_model(service, "resources-1")
    except UnknownServiceError:
        return {}
    return model
