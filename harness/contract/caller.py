"""What botocore changes between its caller and the service: parameters before they are sent, results after.

Contracts speak of what is sent. A caller may write otherwise: S3's ``CopySource`` as a dict, EC2's user data
unencoded, Glacier without an account, a hosted zone as ``/hostedzone/Z1``. The handlers that botocore runs
for its clients (``botocore.handlers.BUILTIN_HANDLERS``) rewrite them here, too: none of it is written twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import cache, partial
from typing import Any

from botocore.config import Config
from botocore.model import OperationModel

_EVENT = "before-parameter-build"
_REWRITES_NOTHING = frozenset(
    (
        # It goes by the configuration of a client, which nobody knows here.
        "_handle_request_validation_mode_member",
        # Schemas know that tokens are filled in, and a random one tells nothing.
        "generate_idempotent_uuid",
        # These change the model itself, to choose endpoints.
        "remove_accid_host_prefix_from_model",
        "remove_bucket_from_url_paths_from_model",
    )
)

Rewrite = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def rewriting_of(operation: OperationModel) -> Rewrite | None:
    """Return the function that rewrites a caller's parameters as botocore does; None if botocore doesn't.

    Args:
        operation: botocore's model of the operation. It is left as it is.
    """
    service = operation.service_model
    if "serviceId" not in service.metadata:  # a model that is none of botocore's
        return None
    event = f"{_EVENT}.{service.service_id.hyphenize()}.{operation.name}"
    emit = partial(_emitter().emit, event, model=operation, context={"client_config": Config()})
    if not emit(params={}):
        return None

    def rewrite(params: Mapping[str, Any]) -> Mapping[str, Any]:
        sent = dict(params)
        emit(params=sent)
        return sent

    return rewrite


def aliases_of(operation: OperationModel) -> Mapping[str, str]:
    """Return the names by which a client's caller gives parameters, where they aren't those of the model.

    Args:
        operation: botocore's model of the operation.
    """
    service = operation.service_model
    found: dict[str, str] = {}
    if "serviceId" in service.metadata and operation.input_shape is not None:
        event = f"{_EVENT}.{service.service_id.hyphenize()}.{operation.name}"
        _aliases().emit(event, names=operation.input_shape.members, found=found)
    return found


def filled_in(operation: OperationModel) -> frozenset[str]:
    """Return the parameters that botocore sends where a caller leaves all of them out."""
    rewrite = rewriting_of(operation)
    return frozenset((*operation.idempotent_members, *(rewrite({}) if rewrite is not None else ())))


@cache
def _emitter() -> Any:
    from botocore.handlers import BUILTIN_HANDLERS  # with all of signing: only who calls AWS needs it
    from botocore.hooks import EventAliaser, HierarchicalEmitter
    from botocore.utils import S3ControlArnParamHandlerv2  # which botocore calls private

    emitter = EventAliaser(HierarchicalEmitter())
    for event, handler, *_ in BUILTIN_HANDLERS:
        if event.startswith(_EVENT) and getattr(handler, "__name__", "") not in _REWRITES_NOTHING:
            emitter.register(event, _tolerant(handler))
    # A client of S3 Control has it besides: the ARN of an access point of Outposts tells the account.
    emitter.register(f"{_EVENT}.s3-control", _tolerant(S3ControlArnParamHandlerv2().handle_arn))
    return emitter


@cache
def _aliases() -> Any:
    from botocore.handlers import BUILTIN_HANDLERS, ParameterAlias
    from botocore.hooks import EventAliaser, HierarchicalEmitter

    emitter = EventAliaser(HierarchicalEmitter())
    for event, handler, *_ in BUILTIN_HANDLERS:
        alias = getattr(handler, "__self__", None)
        if event.startswith(_EVENT) and isinstance(alias, ParameterAlias):
            emitter.register(event, partial(_tell, alias._original_name, alias._alias_name))
    return emitter


def _tell(name: str, alias: str, names: Collection[str], found: dict[str, str], **facts: Any) -> None:
    if name in names:
        found[name] = alias


def _tolerant(handler: Callable[..., object]) -> Callable[..., bool]:
    """If a handler refuses parameters, or fails on them, leave them as they are: the contract judges them."""

    def rewrite(params: dict[str, Any], **facts: Any) -> bool:
        changed = dict(params)
        with suppress(Exception):
            handler(params=changed, **facts)
            params.clear()
            params.update(changed)
        return True

    return rewrite


def as_answered(operation: OperationModel, response: Mapping[str, Any]) -> dict[str, Any]:
    """Return a result as the service sent it, before botocore changed it for its caller.

    Args:
        operation: botocore's model of the operation.
        response: what a client's method returned.
    """
    members = {name: value for name, value in response.items() if name != "ResponseMetadata"}
    shape = operation.output_shape
    if shape is None:
        return members
    if "Expires" in shape.members and "ExpiresString" not in shape.members:
        members.pop("ExpiresString", None)  # `handle_expires_header`: the header as it was sent
    service = operation.service_model.service_name
    if (service, operation.name) == ("s3", "GetBucketLocation") and not members.get("LocationConstraint"):
        members.pop("LocationConstraint", None)  # `parse_get_bucket_location`: us-east-1 has none
    decoded = _DECODED.get(service)
    return members if decoded is None else _encoded(decoded, shape, members)


# What botocore decodes, by service: the shape of a string that holds JSON (`json_decode_policies`,
# `json_decode_template_body`).
_DECODED = {"iam": "policyDocumentType", "cloudformation": "TemplateBody"}


def _encoded(decoded: str, shape: Any, value: Any) -> Any:
    """Write what botocore decoded as JSON text again."""
    if isinstance(value, dict):
        if shape.name == decoded and shape.type_name == "string":
            return json.dumps(value, default=str)
        if shape.type_name == "structure":
            known = shape.members
            return {
                name: _encoded(decoded, known[name], each) if name in known else each
                for name, each in value.items()
            }
    if isinstance(value, list) and shape.type_name == "list":
        return [_encoded(decoded, shape.member, each) for each in value]
    return value
