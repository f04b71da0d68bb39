"""Which step an operation takes.

Most do what their names tell: create, read, list, update, delete, tag. What no name tells, ``facts.toml``
says: a queue hands on, a table holds items, an upload comes in parts; what these do is documented with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from botocore.model import OperationModel

from harness.synth.responses.facts import facts_of
from harness.synth.world import items, messages, uploads
from harness.synth.world.actions import action_of
from harness.synth.world.steps.create import create_resource
from harness.synth.world.steps.delete import delete_resources
from harness.synth.world.steps.list import list_resources
from harness.synth.world.steps.read import read_resource
from harness.synth.world.steps.step import Outcome, Step
from harness.synth.world.steps.tag import add_tags, list_tags, remove_tags, replace_tags
from harness.synth.world.steps.update import update_resource
from harness.synth.world.steps.use import use_resource

Behaviour = Callable[[Step], Outcome]

_BY_ROLE: Mapping[str, Behaviour] = {
    "create": create_resource,
    "put": create_resource,
    "read": read_resource,
    "list": list_resources,
    "update": update_resource,
    "delete": delete_resources,
    "tag": add_tags,
    "retag": replace_tags,
    "untag": remove_tags,
    "tags": list_tags,
    "use": use_resource,
}

_BY_FACT: Mapping[str, Mapping[str, Behaviour]] = {
    "queue": messages.STEPS,
    "table": items.STEPS,
    "uploads": uploads.STEPS,
}


@lru_cache(maxsize=4096)
def behaviour_of(operation: OperationModel) -> Behaviour:
    """Return the step that an operation takes."""
    stated = facts_of(operation.service_model.service_name).behaviour
    for kind, steps in _BY_FACT.items():
        for role, names in stated.get(kind, {}).items():
            listed = [names] if isinstance(names, str) else names
            if role in steps and operation.name in listed:
                return steps[role]
    return _BY_ROLE[action_of(operation).role]
