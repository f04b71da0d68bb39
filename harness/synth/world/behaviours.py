"""Which step an operation takes: it creates, reads, lists, updates, deletes or tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from botocore.model import OperationModel

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


def behaviour_of(operation: OperationModel) -> Behaviour:
    """Return the step that an operation takes."""
    return _BY_ROLE[action_of(operation).role]
