"""Which resource a structure of a response shows, and what names it: so that all answers about it agree.

A resource is its type and what identifies it. What a member of it holds depends on these two and on where
the member is inside of the resource, and on nothing else: not on the operation that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from botocore.model import OperationModel, ServiceModel, Shape

from harness.contract.paths.shape import shape_at
from harness.contract.patterns import matches, pattern_of
from harness.contract.values import JsonValue
from harness.models.endpoints import service_metadata
from harness.models.resources import (
    KINDS,
    WRAPPERS,
    OperationName,
    ResourceTypes,
    Subject,
    kind_of,
    parse_name,
    resource_types,
    tail_of,
)
from harness.synth.scene import Scene
from harness.synth.values.choices import PartChoices, SpreadChoices
from harness.synth.values.plausible.forms import is_json
from harness.synth.values.plausible.place import Place, singular

Noun = tuple[str, ...]
Names = Sequence[tuple[str, str]]
"""What names one resource, with the kinds of the names; the first tells it from others."""

# What tells a resource from others of its type, the likeliest first: an ARN tells it as well.
_PREFERRED = ("id", "identifier", "key", "name", "", "number", "arn", "url", "uri")
_TAGGED = ("resourcearn", "resource", "arn")
_COUNTS = ("MaxCount", "InstanceCount", "Count", "count", "instanceCount")
_MOST = 1000
_WITH_IDENTITY = frozenset(("create", "read", "update", "delete"))


class Admitting(Protocol):
    """What a request asks of one member (`harness.synth.responses.demands.Demand`)."""

    def admits(self, value: JsonValue) -> bool | None:
        """Tell whether a value is one that was asked for; None where that cannot be told."""


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
    noun: Noun | None
    if not member:
        if parsed.role not in _WITH_IDENTITY:
            return None
        if subject is not None:
            noun = subject.noun
        elif parsed.role == "create" and parsed.noun in types.nouns and _named(types, shape, parsed.noun):
            noun = parsed.noun
        else:
            return None
    else:
        noun = types.of_structure(shape, member)
        is_alike = noun is not None and _is_alike(noun, parsed.noun, is_result=_is_result(operation, member))
        is_listed = parsed.role == "list" and parsed.noun in types.nouns
        if is_alike and is_listed and _named(types, shape, parsed.noun):
            # ListContents has summaries of contents, while GetContentSummary gets something else.
            noun = parsed.noun
        elif noun is not None and subject is not None and _is_within(types, noun, subject.noun, shape):
            noun = subject.noun  # the configuration within a key, though there is a type of these
    if member and types.key_of(parsed.noun) and _is_result(operation, member):
        # What is all that is told of a membership may be named as what it belongs to.
        noun = parsed.noun if _named(types, shape, parsed.noun) else noun
    if noun is None:
        noun = parsed.noun
        if noun not in types.nouns or not _named(types, shape, noun) or not _is_result(operation, member):
            return None
    kinds = _canonical_kinds(operation, noun)
    if "identifier" in kinds:
        kinds = ("id", *kinds)
    order = {kind: number for number, kind in enumerate(dict.fromkeys((*kinds, *_PREFERRED)))}
    members = sorted(_named(types, shape, noun), key=lambda named: order.get(named[1], len(order)))
    return View(noun, tuple(members))


def _is_alike(noun: Noun, wanted: Noun, *, is_result: bool) -> bool:
    """Tell whether a type is, by name, what another is: with a word more that says nothing, or in short.

    Any words more say nothing in what is all that a list shows.
    """
    more = noun[len(wanted) :]
    is_longer = noun[: len(wanted)] == wanted and (is_result or WRAPPERS.issuperset(more))
    return noun != wanted and (is_longer or noun == wanted[-len(noun) :])


def _is_within(types: ResourceTypes, noun: Noun, wanted: Noun, shape: Any) -> bool:
    """Tell whether what a structure describes is another type with a word more that says nothing."""
    is_longer = len(noun) > len(wanted) and _is_alike(noun, wanted, is_result=False)
    return is_longer and bool(_named(types, shape, wanted))


def listed_kind(operation: OperationModel, member: str, noun: Noun) -> str | None:
    """Tell by which kind of name a list of texts in a response names resources of a type; None: by none.

    Args:
        operation: the operation.
        member: the name of the list, or of one of its entries.
        noun: the type.
    """
    kind = kind_of(member, noun)
    if kind is None and member.endswith(("List", "Set")):
        kind = kind_of(member[: -len("List")] if member.endswith("List") else member[: -len("Set")], noun)
    if kind is None and parse_name(operation.name) == OperationName("list", noun, is_plural=True):
        lists = [name for name, shape in operation.output_shape.members.items() if shape.type_name == "list"]
        kind = "" if len(lists) == 1 and member in (lists[0], singular(lists[0])) else None
    return kind


def _named(types: ResourceTypes, shape: Any, noun: Noun) -> list[tuple[str, str]]:
    """Return the members that name a resource, with their kinds: not the policy named as its type."""
    named = types.identifiers_in(shape, noun)
    return [(name, kind) for name, kind in named if not is_json(name, shape.members[name].documentation)]


def _is_result(operation: OperationModel, member: str) -> bool:
    """Tell whether a member is all that a result has of structures, or lists of these."""
    holding = [
        name
        for name, shape in operation.output_shape.members.items()
        if shape.type_name == "structure"
        or (shape.type_name == "list" and shape.member.type_name == "structure")
    ]
    return len(holding) == 1 and member in (holding[0], singular(holding[0]))


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
def _homes(service: ServiceModel, noun: Noun) -> tuple[Any, ...]:
    """Return the structures that show a resource: first those of the operations that read it."""
    types = resource_types(service)
    found: dict[str, Any] = {}
    for role in ("read", "list", "create"):
        for name in types.operations_of(noun, role):
            operation = service.operation_model(name)
            if operation.output_shape is not None:
                for shape in _showing(operation, operation.output_shape, "", noun, 0):
                    found.setdefault(shape.name, shape)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _shown_kinds(service: ServiceModel, noun: Noun) -> frozenset[str]:
    """Return the kinds of members that name a resource in any structure that shows it, ARNs apart."""
    types = resource_types(service)
    kinds = {kind for home in _homes(service, noun) for _, kind in _named(types, home, noun)}
    return frozenset(kinds - {"arn"})


def _showing(operation: OperationModel, shape: Any, member: str, noun: Noun, depth: int) -> Iterator[Any]:
    view = view_of(operation, shape, member)
    if view is not None and view.noun == noun and (member or view.members or depth == 0):
        yield shape
    if depth < 2 and (view is None or not member):
        for name, inner in shape.members.items():
            while inner.type_name == "list":
                inner = inner.member
            if inner.type_name == "structure":
                yield from _showing(operation, inner, name, noun, depth + 1)


@lru_cache(maxsize=16_384)
def naming_shapes(service: ServiceModel, noun: Noun, kind: str, but: str) -> tuple[Any, ...]:
    """Return the shapes, with patterns, by which requests name a resource: those that read it first.

    Those of ARNs are followed by what tags take. One shape is left out, by its name.
    """
    types = resource_types(service)
    found: dict[str, Any] = {}
    names = [name for role in ("read", "delete", "update") for name in types.operations_of(noun, role)]
    names += [name for name in ("TagResource", "ListTagsForResource") if name in service.operation_names]
    for name in names:
        operation = service.operation_model(name)
        shape: Any = operation.input_shape
        subject = subject_of(operation)
        if shape is None:
            continue
        kinds = subject.parameters if subject is not None and subject.noun == noun else {}
        for member, inner in shape.members.items():
            is_tagged = kind == "arn" and name.endswith("Resource") and member.lower() in _TAGGED
            is_limited = inner.metadata.get("pattern") or inner.metadata.get("max")
            is_alike = kinds.get(member) == kind or (kind == "id" and kinds.get(member) == "identifier")
            if (is_alike or is_tagged) and inner.type_name == "string" and is_limited:
                found.setdefault(inner.name, inner)
    return tuple(each for each in found.values() if each.name != but)


@lru_cache(maxsize=65_536)
def _usual(service: ServiceModel, noun: Noun, within: str) -> tuple[Any, str, str] | None:
    """Return the shape that decides over a member of a resource, the member's path, and what has it."""
    outer, _, name = within.rpartition(".")
    for home in _homes(service, noun):
        holder: Any = shape_at(home, outer) if outer else home
        shape = shape_at(home, within)
        if shape is not None and holder is not None:
            while holder.type_name == "list":
                holder = holder.member
            return shape, name, holder.name
    return None


@lru_cache(maxsize=65_536)
def _is_summed_up(service: ServiceModel, noun: Noun, within: str, name: str) -> bool:
    """Tell whether what a resource has in a structure of it, others show as its own: its summary, say."""
    homes = _homes(service, noun)
    return any(name in home.members for home in homes) and not any(
        {within, name} <= home.members.keys() for home in homes
    )


@lru_cache(maxsize=4096)
def _asking_first(operation: OperationModel) -> tuple[tuple[str, str], ...]:
    """Return the parameters that name an operation's resource, with their kinds, the likeliest first.

    Of a list, what every request has names rather what it belongs to.
    """
    subject = subject_of(operation)
    named = () if subject is None else tuple(subject.parameters.items())
    if parse_name(operation.name).role != "list":
        return named
    required = operation.input_shape.required_members
    return tuple(sorted(named, key=lambda pair: pair[0] in required))


@lru_cache(maxsize=4096)
def _holds(operation: OperationModel, entry: Any, noun: Noun) -> bool:
    """Tell whether an entry of a list has resources in it, as EC2's reservations have instances."""
    return any(
        inner.type_name == "structure"
        and (view := view_of(operation, inner, name)) is not None
        and view.noun == noun
        for name, shape in entry.members.items()
        for inner in (shape.member if shape.type_name == "list" else shape,)
    )


@lru_cache(maxsize=4096)
def content_member(service: ServiceModel, noun: Noun) -> tuple[str, Any] | None:
    """Return the member that holds what is in a resource, an object's bytes, with its shape, or None."""
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
        there: the names of the resources of a type that there are, where a world knows them: lists show
            these, and no others.
        demanded: what the request asks of members, by their paths: names that begin so.
        names: names of entries of lists as they were made, by path and number.
    """

    operation: OperationModel
    params: Mapping[str, JsonValue]
    seed: object
    listed: tuple[object, ...]
    scene: Scene
    there: Mapping[Noun, Sequence[Names]] = field(default_factory=dict)
    demanded: Mapping[str, Admitting] = field(default_factory=dict)
    names: dict[str, dict[int, JsonValue]] = field(default_factory=dict)

    def demands_other(self, path: str, value: str) -> bool:
        """Tell whether the request asks for something else at a path than a value."""
        demand = self.demanded.get(path)
        return demand is not None and demand.admits(value) is False

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

    def around(self, number: int) -> tuple[object, ...]:
        """Return what an entry of a list depends on that shows a resource of a world; empty if there is none.

        Args:
            number: the number of the entry.
        """
        for noun, names in self.there.items():
            if number < len(names):
                return self.seed, self.operation.name, noun, names[number][0][1]
        return ()

    def naming(self, place: Place, name: str) -> SpreadChoices:
        """Return what a resource's name or id is chosen with, which the request does not tell."""
        return SpreadChoices(PartChoices(*self.listed, place.path, name), place.number)

    def asked(self, noun: Noun) -> Sequence[tuple[str, str]]:
        """Return what names the resources of a type that the request asks for, each with its kind."""
        if noun in self.there:
            return [names[0] for names in self.there[noun]]
        subject = subject_of(self.operation)
        if subject is None or subject.noun != noun:
            return []
        for parameter, kind in _asking_first(self.operation):
            value = self.params.get(parameter)
            if isinstance(value, str) and value:
                return [(self._kind_said(noun, kind, value), value)]
            if isinstance(value, list) and value:
                named = list(dict.fromkeys(str(each) for each in value if each != "")) or [""]
                return [(self._kind_said(noun, kind, each), each) for each in named]
        return []

    def _kind_said(self, noun: Noun, kind: str, value: str) -> str:
        """Return the kind of a name that a request gives: an id where a name may stand is still an id."""
        is_id = kind == "name" and is_other_than_name(value) and not value.startswith("arn:")
        return "id" if is_id and "id" in _shown_kinds(self.operation.service_model, noun) else kind

    def summed_up(self, place: Place, name: str) -> PartChoices | None:
        """Return what a member within a resource is chosen with, if summaries have it as their own.

        Args:
            place: where the structure stands.
            name: the member.
        """
        shown = place.shown
        within = "" if shown is None else place.path[len(shown.path) :].lstrip(".")
        if shown is None or not shown.name or not within or not within.isalnum():
            return None
        if not _is_summed_up(self.operation.service_model, shown.noun, within, name):
            return None
        return self.identity(shown.noun, shown.name).part(name)

    def usual(self, place: Place, shape: Shape) -> tuple[Shape, str] | None:
        """Return the shape by which a member of a shown resource is made, and the name of what has it.

        A summary and a description have shapes of their own, with other words or values; what reads the
        resource decides. None where the place's own shape is that one, or decides.
        """
        shown = place.shown
        assert shown is not None
        within = place.path[len(shown.path) :].lstrip(".")
        found = _usual(self.operation.service_model, shown.noun, within)
        if found is None or found[0].type_name != shape.type_name or found[2] == place.owner:
            return None
        return found[0], found[2]

    def naming_shapes(self, noun: Noun, kind: str, shape: Shape) -> tuple[Any, ...]:
        """Return the other shapes by which requests name a resource; a name in an answer keeps to them."""
        return naming_shapes(self.operation.service_model, noun, kind, shape.name)

    def content(self, noun: Noun) -> tuple[str, Any] | None:
        """Return the member that holds what is in a resource, an object's bytes, with its shape, or None."""
        return content_member(self.operation.service_model, noun)

    def all_told(self, view: View, shape: Any, number: int, asked: tuple[str, str]) -> dict[str, str]:
        """Return the members of a view that follow from all names of a resource that is there.

        Args:
            view: how the structure shows it.
            shape: the structure.
            number: which of those that there are, or that the request asks for.
            asked: the kind of the name that tells it from others, and that name.
        """
        told = self.told(view, shape, *asked)
        there = self.there.get(view.noun)
        for kind, value in sorted(there[number] if there else (), key=lambda pair: pair[0] == "arn"):
            if kind in KINDS:
                told = self.told(view, shape, kind, value) | told
        return told

    def told(self, view: View, shape: Any, kind: str, value: str) -> dict[str, str]:
        """Return the members of a view that follow from what a resource is named by.

        Args:
            view: how the structure shows it.
            shape: the structure.
            kind: the kind of the name, as a request or the structure has it.
            value: the name.
        """
        found: dict[str, str] = {}
        whole = value
        if value.startswith("arn:"):
            found = {name: value for name, each in view.members if each == "arn"}
            if not found and kind == "name" and any(each == "id" for _, each in view.members):
                return self._told_by_arn(view, shape, value)
            value = tail_of(value)
        elif kind == "arn":  # BillingConductor's may be an id alone
            found = {name: value for name, each in view.members if each == "arn"}
        alike = ("identifier", "id") if kind in ("identifier", "id") else (kind,)
        others = [name for name, each in view.members if each in alike and each != "arn"]
        if kind == "arn":  # its end is the id where that is of a form of its own
            ids = (name for name, each in view.members if each == "id")
            others = [name for name in ids if pattern_of(shape.members[name].metadata) is not None]
            others = [name for name in others if allows(shape.members[name], value)]
        if kind == "name" and "url" in _canonical_kinds(self.operation, view.noun):
            found |= {name: self._url(value) for name, each in view.members if each == "url"}
        if not others and _shown_kinds(self.operation.service_model, view.noun).isdisjoint(alike):
            # What takes a SecretId takes a name, where no secret has an id.
            others = [name for name, each in view.members if each not in ("arn", "url", "uri")]
        for text in dict.fromkeys((value, whole)):  # some names are ARNs themselves
            named = next((name for name in others if allows(shape.members[name], text)), None)
            if named is not None:
                found[named] = text
                break
        return {name: text for name, text in found.items() if allows(shape.members[name], text)}

    def _told_by_arn(self, view: View, shape: Any, arn: str) -> dict[str, str]:
        """Return what an ARN tells of what has one as its id: of ``stack/web/<uuid>`` the id and the name."""
        found = {name: arn for name, each in view.members if each == "id"}
        steps = arn.split(":", 5)[-1].split("/")
        if len(steps) == 3 and is_other_than_name(steps[2]):
            found |= {name: steps[1] for name, each in view.members if each == "name"}
        return {name: text for name, text in found.items() if allows(shape.members[name], text)}

    def is_told(self, view: View, told: Mapping[str, str]) -> bool:
        """Tell whether what a request names a resource by tells it from others.

        What is created by a name, and gets an id, is told by the id.
        """
        if not view.members or view.members[0][0] in told:
            return True
        is_created = parse_name(self.operation.name).role == "create"
        return not told and not (is_created and view.members[0][1] in ("id", "identifier"))

    def _url(self, name: str) -> str:
        """Return the URL of a resource that requests name by one, as SQS has them."""
        service, scene = self.operation.service_model.service_name, self.scene
        host = service_metadata(service)["endpointPrefix"]
        return f"https://{host}.{scene.region}.amazonaws.com/{scene.account}/{name}"

    def count(self, entry: Any, member: str) -> int | None:
        """Tell how many entries a list has that shows the resources which the request asks for; None: any."""
        if entry.type_name != "structure":
            return self._count_names(entry, member)
        if (number := self.asked_count(member)) is not None:
            return number
        view = view_of(self.operation, entry, member)
        for noun, names in self.there.items():
            if view is not None and view.noun == noun:
                return len(names)
            if _holds(self.operation, entry, noun):
                return len(names)
        if view is None:
            return None
        asked = [value for _, value in self.asked(view.noun)]
        if asked and parse_name(self.operation.name).role == "list":
            shapes = [entry.members[name] for name, _ in view.members]
            if not any(
                value and (value.startswith("arn:") or allows(shape, value))
                for value in asked
                for shape in shapes
            ):
                return 0  # none can have such a name
        return len(asked) or None

    def naming_members(self, entry: Any, member: str) -> tuple[str, ...]:
        """Return the members that name what an entry of a list shows; none where that has no names.

        Args:
            entry: the shape of the entries.
            member: the name of the list.
        """
        view = view_of(self.operation, entry, member) if entry.type_name == "structure" else None
        return () if view is None else tuple(name for name, _ in view.members)

    def _count_names(self, entry: Any, member: str) -> int | None:
        if entry.type_name == "string":
            for noun, names in self.there.items():
                if listed_kind(self.operation, member, noun) is not None:
                    return len(names)
        return None

    def listed_name(self, place: Place, shape: Shape) -> str | None:
        """Return the name in a list of the names of what there is; None if a place is in no such list."""
        for noun, names in self.there.items():
            kind = listed_kind(self.operation, place.name, noun)
            if kind is not None and names and shape.type_name == "string":
                of_one = names[place.number % len(names)]
                value = dict(of_one).get(kind, of_one[0][1])
                return value if allows(shape, value) else None
        return None

    def asked_count(self, member: str) -> int | None:
        """Tell how many entries a list has by a number in the request, or by a list of that name in it."""
        given = self.params.get(member)
        if isinstance(given, list) and given and isinstance(given[0], dict):
            return len(given)
        if parse_name(self.operation.name).role == "create":
            shape: Any = self.operation.input_shape
            for name in _COUNTS:
                number = self.params.get(name, 1 if shape is not None and name in shape.members else None)
                if isinstance(number, int) and not isinstance(number, bool):
                    return min(number, _MOST)
        return None


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_other_than_name(value: str) -> bool:
    """Tell whether what stands where a name may is, by its form, an ARN or an id."""
    return value.startswith("arn:") or _UUID.fullmatch(value) is not None


def allows(shape: Shape, value: str) -> bool:
    """Tell whether a text may stand at a place of a response."""
    traits = shape.metadata
    if traits.get("enum"):
        return value in traits["enum"]
    if not traits.get("min", 0) <= len(value) <= traits.get("max", len(value)):
        return False
    pattern = pattern_of(traits)
    return pattern is None or matches(pattern.whole, value)
