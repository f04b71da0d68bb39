"""Canonical requests of calls and of recordings: what decides which recording a call plays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel

from harness.cassette.exchange import read_facts
from harness.cassette.index import UNKNOWN, Key, key_of, spell_texts
from harness.cassette.model import Interaction
from harness.contract.unordered import sort_unordered
from harness.contract.values import Unrepresentable, leaves_of, to_json_value
from harness.errors import UnknownName
from harness.models import find_operation
from harness.models.endpoints import is_global
from harness.record.large import with_digest


def params_of_call(operation: OperationModel, params: Mapping[str, Any]) -> Any:
    """Return the parameters of a call in JSON-able form, whatever a client that checks none has let through.

    Args:
        operation: the operation.
        params: as the caller passes them. A set becomes a list in an order that is always the same, and
            what else JSON lacks its bytes, if it has any, or its ``repr``.
    """
    params = with_digest(operation, params)
    found = to_json_value(operation.input_shape, params)
    if any(isinstance(leaf, Unrepresentable) for leaf in leaves_of(found)):
        return _with_texts(to_json_value(operation.input_shape, _with_plain_types(params)))
    return found


def _with_plain_types(value: Any) -> Any:
    match value:
        case Mapping():
            return {str(name): _with_plain_types(item) for name, item in value.items()}
        case set() | frozenset():
            return [_with_plain_types(item) for item in sorted(value, key=repr)]
        case list() | tuple():
            return [_with_plain_types(item) for item in value]
        case memoryview():
            return value.tobytes()
    return value


def _with_texts(value: Any) -> Any:
    match value:
        case dict():
            return {name: _with_texts(item) for name, item in value.items()}
        case list():
            return [_with_texts(item) for item in value]
        case Unrepresentable():
            return value.text
    return value


def request_key(operation: OperationModel, service: str, region: str | None, params: dict[str, Any]) -> Key:
    """Return the canonical request of a call.

    Args:
        operation: the operation.
        service: botocore's name of the service.
        region: the region of the client.
        params: the parameters in JSON-able form.
    """
    # A global service has one endpoint; the client's region is then the partition's, or, with an endpoint of
    # its own, the user's.
    region = None if is_global(service) else region
    return key_of(service, operation.name, region, compared_params(operation, params))


def compared_params(operation: OperationModel, params: Any) -> Any:
    """Return what is compared: sets without order, texts in one spelling, no idempotency tokens.

    Tokens name an attempt and not what is asked: each call has a new one.
    """
    params = sort_unordered(operation, operation.input_shape, spell_texts(params))
    tokens = operation.idempotent_members
    if not tokens or not isinstance(params, dict):
        return params
    return {name: value for name, value in params.items() if name not in tokens}


def key_of_recording(interaction: Interaction) -> Key | None:
    """Return the canonical request of a recording, harness's own or plain vcrpy's, as it was recorded.

    Returns:
        The key; None if the request cannot be read, or is one that the installed botocore does not know.
    """
    facts = read_facts(interaction)
    if facts is None:
        return None
    try:
        operation = find_operation(facts.service, facts.operation)
    except UnknownName:  # recorded with another botocore: no call of this process can ask for it
        return None
    if facts.params is None:
        return request_key(operation, facts.service, facts.region, {})._replace(params=UNKNOWN)
    return request_key(operation, facts.service, facts.region, facts.params)
