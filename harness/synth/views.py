"""Which resource a structure of a response shows, and what names it: so that all answers about it agree.

A resource is its type and what identifies it. What a member of it holds depends on these two and on where
the member is inside of the resource, and on nothing else: not on the operation that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel, ServiceModel, Shape

from harness.contract.patterns import matches, pattern_of
from harness.contract.values import JsonValue
from harness.models.resources import Subject, kind_of, parse_name, resource_types, tail_of
from harness.synth.choices import PartChoices, SpreadChoices
from harness.synth.plausible.place import Place
from harness.synth.scene import Scene

Noun = tuple[str, ...]

# What tells a resource from others of its type, the likeliest first: an ARN tells it as well.
_PREFERRED = ("id", "identifier", "key", "name", "", "number", "arn", "url", "uri")
_COUNTS = ("MaxCount", "InstanceCount", "Count", "count", "instanceCount")
_MOST = 1000
_WITH_IDENTITY = frozenset(("create", "read", "update", "delete"))


@dataclass(frozen=True, slots=True)
class View:
    """A structure that shows a resource.

    Attributes:
        noun: the words of the resource's type.
        members: the members that name it with their kinds; the first tells it from others.
    """

    noun: Noun
    members: tuple[tuple[str, str], ...]


@lru_cache(maxsize=16_384)
def view_of(operation: OperationModel, shape: Any, member: str) -> View | None:
    """Return how a structure of an operation's response shows a resource; None if it shows none.

    Args:
        operation: the operation.
        shape: the structure.
        member: the member that holds it, or the list that does; empty at the top.
    """
    types = resource_types(operation.service_model)
    parsed, subject = parse_name(operation.name), subject_of(operation)
    if not member:
        if subject is None or parsed.role not in _WITH_IDENTITY:
            return None
        noun: Noun | None = subject.noun
    else:
        noun = types.of_structure(shape, member)
    if noun is None:
        noun = parsed.noun
        if noun not in types.nouns or not _named(shape, noun) or not _is_result(operation, member):
            return None
    kinds = _canonical_kinds(operation, noun)
    order = {kind: number for number, kind in enumerate((*kinds, *(k for k in _PREFERRED if k not in kinds)))}
    members = sorted(_named(shape, noun), key=lambda named: order.get(named[1], len(order)))
    return View(noun, tuple(members))


def _named(shape: Any, noun: Noun) -> list[tuple[str, str]]:
    return [
        (name, kind)
        for name, inner in shape.members.items()
        if inner.type_name == "string" and (kind := kind_of(name, noun)) is not None
    ]


def _is_result(operation: OperationModel, member: str) -> bool:
    """Tell whether a member is all that a result has of structures, or lists of these."""
    holding = [
        name
        for name, shape in operation.output_shape.members.items()
        if shape.type_name == "structure"
        or (shape.type_name == "list" and shape.member.type_name == "structure")
    ]
    return holding == [member]


@lru_cache(maxsize=4096)
def _canonical_kinds(operation: OperationModel, noun: Noun) -> tuple[str, ...]:
    """Return the kinds of members by which requests name a resource."""
    types = resource_types(operation.service_model)
    return tuple(dict.fromkeys(types.naming_kinds(noun)))


@lru_cache(maxsize=4096)
def subject_of(operation: OperationModel) -> Subject | None:
    """Return which resource an operation's requests are about."""
    return resource_types(operation.service_model).subject(operation)


@lru_cache(maxsize=4096)
def _content(service: ServiceModel, noun: Noun) -> tuple[str, Any] | None:
    for name in resource_types(service).operations_of(noun, "read"):
        shape: Any = service.operation_model(name).output_shape
        payload = "" if shape is None else shape.serialization.get("payload", "")
        if payload and shape.members[payload].type_name == "blob":
            return payload, shape.members[payload]
    return None


@dataclass(frozen=True)
class Views:
    """The resources that the response of one request shows.

    Attributes:
        operation: the operation.
        params: the request's parameters in JSON-able form.
        seed: other seeds give other resources.
        listed: what the lists of the response depend on.
        scene: region, account and time.
    """

    operation: OperationModel
    params: Mapping[str, JsonValue]
    seed: object
    listed: tuple[object, ...]
    scene: Scene

    def view(self, place: Place, shape: Shape) -> View | None:
        """Return how a structure shows a resource; None if it shows none."""
        return view_of(self.operation, shape, place.name)

    def identity(self, noun: Noun, name: str) -> PartChoices:
        """Return what a resource's members are chosen with."""
        scene = self.scene
        service = self.operation.service_model.service_name
        return PartChoices(self.seed, scene.account, scene.region, service, noun, name)

    def at_top(self) -> PartChoices:
        """Return what the members of the whole response are chosen with."""
        subject = subject_of(self.operation)
        if subject is not None and parse_name(self.operation.name).role in _WITH_IDENTITY:
            asked = self.asked(subject.noun)
            if len(asked) == 1:
                return self.identity(subject.noun, tail_of(asked[0][1]))
        return PartChoices(*self.listed)

    def naming(self, place: Place, name: str) -> SpreadChoices:
        """Return what a resource's name or id is chosen with, which the request does not tell."""
        return SpreadChoices(PartChoices(*self.listed, place.path, name), place.number)

    def asked(self, noun: Noun) -> list[tuple[str, str]]:
        """Return what names the resources of a type that the request asks for, each with its kind."""
        subject = subject_of(self.operation)
        if subject is None or subject.noun != noun:
            return []
        for parameter, kind in subject.parameters.items():
            value = self.params.get(parameter)
            if isinstance(value, str) and value:
                return [(kind, value)]
            if isinstance(value, list) and value:
                return [(kind, str(each)) for each in value]
        return []

    def content(self, noun: Noun) -> tuple[str, Any] | None:
        """Return the member that holds what is in a resource, an object's bytes, with its shape; None if none."""
        return _content(self.operation.service_model, noun)

    def given(self, view: View, place: Place, shape: Any) -> dict[str, str]:
        """Return the members of a view that the request tells: it named the resource by one of them."""
        asked = self.asked(view.noun)
        if not asked:
            return {}
        kind, value = asked[place.number % len(asked)]
        if value.startswith("arn:"):
            found = {name: value for name, each in view.members if each == "arn"}
            others = [name for name, each in view.members if each != "arn"]
            value = tail_of(value)
        else:
            found = {}
            others = [name for name, each in view.members if each == kind] or [
                name for name, each in view.members if each not in ("arn", "url", "uri")
            ]
        if others and allows(shape.members[others[0]], value):
            found[others[0]] = value
        return found

    def count(self, entry: Any, member: str) -> int | None:
        """Tell how many entries a list has that shows the resources which the request asks for; None: any."""
        if entry.type_name != "structure":
            return None
        if (number := self.asked_count(member)) is not None:
            return number
        view = view_of(self.operation, entry, member)
        if view is None:
            return None
        return len(self.asked(view.noun)) or None

    def asked_count(self, member: str) -> int | None:
        """Tell how many entries a list has by a number in the request, or by a list of the same name in it."""
        given = self.params.get(member)
        if isinstance(given, list) and given and isinstance(given[0], dict):
            return len(given)
        if parse_name(self.operation.name).role == "create":
            for name in _COUNTS:
                if isinstance(number := self.params.get(name), int) and not isinstance(number, bool):
                    return min(number, _MOST)
        return None


def allows(shape: Shape, value: str) -> bool:
    """Tell whether a text may stand at a place of a response."""
    traits = shape.metadata
    if traits.get("enum"):
        return value in traits["enum"]
    if not traits.get("min", 0) <= len(value) <= traits.get("max", len(value)):
        return False
    pattern = pattern_of(traits)
    return pattern is None or matches(pattern.whole, value)
