"""A step of a world: one request, what it may use, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from botocore.model import OperationModel, ServiceModel

from harness.contract.contract import Contract, contract
from harness.contract.values import JsonValue
from harness.models.resources import ResourceTypes, resource_types
from harness.synth.responses.answer import Answer
from harness.synth.scene import Scene
from harness.synth.values.views import Noun
from harness.synth.world.actions import Action
from harness.synth.world.records import Place, Store

Make = Callable[..., Answer]
"""Answers the request without memory; takes ``salt``, ``there`` and ``whole``, as `respond` does."""


class Outcome(NamedTuple):
    """What a step comes to.

    Attributes:
        answer: the answer.
        known: whether it is about what the world knows; False: it knows that it is not there; None: the
            answer is made without memory.
        is_final: whether nothing is to be done to the answer: it is moto's own.
    """

    answer: Answer
    known: bool | None = None
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One request to a world.

    Attributes:
        store: what is remembered.
        operation: the operation.
        action: what it does.
        params: the request's parameters in JSON-able form.
        scene: region, account and time.
        place: where its resources are.
        make: answers without memory.
        serial: gives another number for each resource that is created without a name.
        learning: whether the answer is a recorded one: nothing is refused.
    """

    store: Store
    operation: OperationModel
    action: Action
    params: dict[str, JsonValue]
    scene: Scene
    place: Place
    make: Make
    serial: Callable[[], int]
    learning: bool = False

    @property
    def contract(self) -> Contract:
        """The contract of the operation."""
        return contract(self.service.service_name, self.operation.name)

    @property
    def service(self) -> ServiceModel:
        """The model of the service."""
        return self.operation.service_model

    @property
    def types(self) -> ResourceTypes:
        """The resource types of the service."""
        return resource_types(self.service)

    @property
    def noun(self) -> Noun:
        """The words of the type that the request is about; empty where it is about none."""
        return self.action.noun

    @property
    def part(self) -> str:
        """The part of the resource that the request is about, a bucket's policy; empty for the whole."""
        return " ".join(self.action.part)

    @property
    def owners(self) -> dict[str, str]:
        """What the request tells of what the resource belongs to, by the parameter in small letters."""
        return self.action.owners(self.params)
