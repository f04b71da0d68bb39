"""Canonical requests of calls and of recordings: what decides which recording a call plays."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel

from harness.cassette.exchange import read_facts
from harness.cassette.index import UNKNOWN, Key, key_of
from harness.cassette.model import Interaction
from harness.errors import UnknownName
from harness.models import find_operation
from harness.models.endpoints import is_global
from harness.record.redaction import DEFAULT, Memory, Redaction, redact_value


def request_key(operation: OperationModel, service: str, region: str | None, params: dict[str, Any]) -> Key:
    """Return the canonical request of a call.

    Args:
        operation: the operation.
        service: botocore's name of the service.
        region: the region of the client.
        params: the parameters as a cassette holds them: in JSON-able form and redacted.
    """
    # A global service has one endpoint; the client's region is then the partition's, or, with an endpoint of
    # its own, the user's.
    region = None if is_global(service) else region
    # An idempotency token names an attempt and not what is asked: code makes a new one each time.
    tokens = operation.idempotent_members
    asked = {name: value for name, value in params.items() if name not in tokens} if tokens else params
    return key_of(service, operation.name, region, asked)


def key_of_recording(
    interaction: Interaction, redaction: Redaction = DEFAULT, memory: Memory | None = None
) -> Key | None:
    """Return the canonical request of a recording, harness's own or plain vcrpy's; None if it has none.

    Args:
        interaction: the recording.
        redaction: the rules by which the parameters of calls are redacted.
        memory: the stand-ins in them so far.
    """
    facts = read_facts(interaction)
    if facts is None:
        return None
    try:
        operation = find_operation(facts.service, facts.operation)
    except UnknownName:  # recorded with another botocore: no call of this process can ask for it
        return None
    params = facts.params
    if params is None:
        return request_key(operation, facts.service, facts.region, {})._replace(params=UNKNOWN)
    if interaction.facts is None:  # recorded by a tool that leaves secrets in
        params = redact_value(operation.input_shape, params, redaction, memory)
    return request_key(operation, facts.service, facts.region, params)
