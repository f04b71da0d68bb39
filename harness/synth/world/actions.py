"""What an operation does with which resources, by its model: creates, reads, lists, changes, deletes, tags.

`harness.models.resources` tells the types and what names one. Here each operation becomes an `Action`: which
of its parameters name the resources, and which tell what they belong to, the bucket of an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.contract.paths.member import select
from harness.contract.values import JsonValue
from harness.models.paginators import find_pagination, is_token
from harness.models.resources import (
    STARTING,
    ResourceTypes,
    kind_of,
    noun_words,
    parse_name,
    resource_types,
    retry_tokens,
)
from harness.synth.responses.facts import facts_of
from harness.synth.values.plausible.place import words_of
from harness.synth.values.views import Noun, listed_kind, subject_of, view_of
from harness.synth.world.tags import tagging_role

_CALLER = re.compile(
    r"\bmakes the (API )?(call|request)", re.IGNORECASE
)  # who asks is not what is asked about
_VERB = re.compile(r"[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True)
class Action:
    """What an operation does.

    Attributes:
        role: ``create``, ``put`` (creates or replaces), ``read``, ``list``, ``update``, ``delete``, ``tag``,
            ``retag`` (replaces all tags), ``untag``, ``tags`` (reads them), or ``use`` for all else.
        noun: the words of the resource's type; empty where it is about none.
        part: the words of a part of the resource that it is about, a bucket's policy; empty for the whole.
        named: the paths of the parameters that name the resources, with their kinds.
        scope: the parameters that tell what the resources belong to.
    """

    role: str
    noun: Noun = ()
    part: Noun = ()
    named: Mapping[str, str] = field(default_factory=dict)
    scope: tuple[str, ...] = ()

    @property
    def naming(self) -> frozenset[str]:
        """The parameters by which the resources are named, or which hold what names them."""
        return frozenset(re.split(r"[.\[]", path)[0] for path in self.named)

    def names(self, params: Mapping[str, JsonValue]) -> list[tuple[str, str]]:
        """Return what a request names resources by, each with its kind; one after the other."""
        for path, kind in self.named.items():
            if values := [str(value) for value in _values(params, path) if value not in (None, "")]:
                return [(kind, value) for value in values]
        return []

    def all_names(self, params: Mapping[str, JsonValue]) -> dict[str, str]:
        """Return all that a request for one resource names it by, by kind."""
        found: dict[str, str] = {}
        for path, kind in self.named.items():
            for value in _values(params, path):
                if isinstance(value, str) and value:
                    found.setdefault("arn" if value.startswith("arn:") else kind, value)
        return found

    def owners(self, params: Mapping[str, JsonValue]) -> dict[str, str]:
        """Return what a request tells of what the resources belong to, by the parameter in small letters."""
        found = {name.lower(): params.get(name) for name in self.scope}
        return {name: value for name, value in found.items() if isinstance(value, str) and value}


def _values(params: JsonValue, path: str) -> Iterator[JsonValue]:
    for _, value in select(params, path):
        yield from value if isinstance(value, list) else [value]


@lru_cache(maxsize=16_384)
def action_of(operation: OperationModel) -> Action:
    """Tell what an operation does."""
    types = resource_types(operation.service_model)
    stated = facts_of(operation.service_model.service_name).actions.get(operation.name)
    if role := tagging_role(operation):
        return _tagging(operation, role)
    parsed = parse_name(operation.name)
    role, noun = stated or (parsed.role, parsed.noun)
    if operation.name.startswith("Put") and role == "create":
        role = "put"
    service = operation.service_model
    if noun not in types.nouns or not kinds_of(service, noun) or _is_part(service, noun):
        return _of_part(operation, role, parsed.noun)
    named = dict(_named(operation, noun, role))
    if not named and not creators_of(service, noun) and (part := _of_part(operation, role, noun)).noun:
        return part
    if role == "read" and not named:
        role = "list"
    if not role and _starts(operation, noun, named):
        role = "create"
    return Action(role or "use", noun, (), named, _scope_in(operation, noun))


_PARTS = frozenset(("attribute", "configuration", "status", "setting", "detail"))


def _is_part(service: ServiceModel, noun: Noun) -> bool:
    """Tell whether a type is, by its last word, a part of another: the attributes of a queue."""
    if noun[-1] not in _PARTS or not kinds_of(service, noun[:-1]) or not creators_of(service, noun[:-1]):
        return False
    types = resource_types(service)
    creates = [name for name in types.operations_of(noun, "create") if not name.startswith("Put")]
    return not (creates and any(types.naming_kinds(noun)))


def _starts(operation: OperationModel, noun: Noun, named: Mapping[str, str]) -> bool:
    verb = _VERB.match(operation.name)
    types = resource_types(operation.service_model)
    if verb is None or verb[0].lower() not in STARTING or parse_name(operation.name).role:
        return False
    if types.operations_of(noun, "create"):
        return False
    if types.key_of(noun):
        return True  # what it belongs to is in the request, and so may be the whole key
    required = operation.input_shape.required_members if operation.input_shape is not None else []
    return not any(re.split(r"[.\[]", path)[0] in required for path in named)


def _of_part(operation: OperationModel, role: str, noun: Noun) -> Action:
    """Tell what is done with a part of a resource: the policy of a bucket, the template of a stack."""
    service = operation.service_model
    subject = subject_of(operation)
    whole = subject.noun if subject is not None and not _is_part(service, subject.noun) else ()
    if not role and noun in resource_types(service).nouns and _starts(operation, noun, {}):
        role = "put"
    role = {"create": "put", "list": "read"}.get(role, role) or "use"
    shape: Any = operation.input_shape
    named: dict[str, str]
    if whole and subject is not None and kinds_of(service, whole):
        named = dict(subject.parameters.items())
        return Action(role, whole, noun if noun != whole else (), named, _scope_in(operation, whole))
    members = shape.members if shape is not None and role in ("read", "update", "delete", "put") else {}
    for name in sorted(members, key=lambda name: name not in shape.required_members):
        found = noun_named(service, name) if members[name].type_name == "string" else None
        if found is not None and found != noun and creators_of(service, found):
            named = {name: kind_of(name, found) or ""}
            return Action(role, found, noun, named, _scope_in(operation, found))
    return Action("use")


def _tagging(operation: OperationModel, role: str) -> Action:
    subject = subject_of(operation)
    named: dict[str, str]
    if (
        subject is not None
        and subject.noun[-1:] != ("tag",)
        and kinds_of(operation.service_model, subject.noun)
        and creators_of(operation.service_model, subject.noun)
    ):
        named = dict(subject.parameters.items())
        return Action(role, subject.noun, ("tag",), named, _scope_in(operation, subject.noun))
    shape: Any = operation.input_shape
    retries = retry_tokens(operation)
    named = {
        name: ""
        for name, member in shape.members.items()
        if _is_text(member) and not _is_enum(member) and not _tells_tags(name)
        if not is_token(name) and name not in retries
    }
    return Action(role, (), ("tag",), named)


def _tells_tags(name: str) -> bool:
    """Tell whether a parameter of an operation of tags has tags or their keys, and names no resource."""
    words = words_of(name)
    return not {"tag", "tags"}.isdisjoint(words) or words[-1:] in (("key",), ("keys",))


def _is_text(shape: Any) -> bool:
    return "string" in (shape.type_name, shape.member.type_name if shape.type_name == "list" else "")


def _is_enum(shape: Any) -> bool:
    return bool((shape.member if shape.type_name == "list" else shape).metadata.get("enum"))


def _named(operation: OperationModel, noun: Noun, role: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters that name resources of a type: at the top, else inside of structures and lists."""
    shape: Any = operation.input_shape
    if shape is None:
        return
    subject, types = subject_of(operation), resource_types(operation.service_model)
    order = kinds_of(operation.service_model, noun)
    if subject is not None and subject.noun == noun:
        kinds = subject.parameters.items()
        filters = set() if role != "list" else {name for name, _ in kinds if _is_page(operation, name)}
        for name, kind in sorted(kinds, key=lambda named: _rank(named[1], order)):
            if name not in filters:
                yield name, kind
        if role not in ("create", "put") or set(subject.parameters) & set(shape.required_members):
            return
    yield from _named_inside(types, shape, noun, order, role)


def _named_inside(
    types: ResourceTypes, shape: Any, noun: Noun, order: tuple[str, ...], role: str
) -> Iterator[tuple[str, str]]:
    for name, member in shape.members.items():
        if role not in ("create", "put", "update", "delete", "read"):
            continue
        if member.type_name == "structure":
            for inner, at in member.members.items():
                named = types.kind_in(inner, noun) if at.type_name == "string" else None
                is_sure = inner in member.required_members or (
                    role in ("create", "put") and noun_words(name) == noun
                )
                if named is not None and named in order and is_sure:
                    yield f"{name}.{inner}", named
                if at.type_name == "list" and at.member.type_name == "structure" and role != "create":
                    yield from _in_entries(types, at.member, noun, order, f"{name}.{inner}[]")
        elif member.type_name == "list" and member.member.type_name == "structure" and role != "create":
            yield from _in_entries(types, member.member, noun, order, f"{name}[]")


def _in_entries(
    types: ResourceTypes, entry: Any, noun: Noun, order: tuple[str, ...], path: str
) -> Iterator[tuple[str, str]]:
    for name, member in entry.members.items():
        kind = types.kind_in(name, noun) if member.type_name == "string" else None
        if kind is not None and kind in order and name in entry.required_members:
            yield f"{path}.{name}", kind


def _is_page(operation: OperationModel, name: str) -> bool:
    pagination = find_pagination(operation)
    return pagination is not None and name in pagination.input_tokens


def _rank(kind: str, order: tuple[str, ...]) -> int:
    return order.index(kind) if kind in order else len(order)


@lru_cache(maxsize=16_384)
def kinds_of(service: ServiceModel, noun: Noun) -> tuple[str, ...]:
    """Return the kinds of members by which requests name resources of a type, the usual one first."""
    types = resource_types(service)
    if noun not in types.nouns:
        return ()
    return tuple(dict.fromkeys((*types.naming_kinds(noun), *_other_kinds(service).get(noun, ()))))


@lru_cache(maxsize=512)
def _other_kinds(service: ServiceModel) -> Mapping[Noun, tuple[str, ...]]:
    """Return the kinds by which any request names resources, of their parts as well, by type."""
    found: dict[Noun, dict[str, None]] = {}
    for name in service.operation_names:
        subject = subject_of(service.operation_model(name))
        if subject is not None and parse_name(name).role not in ("", "create"):
            found.setdefault(subject.noun, {}).update(dict.fromkeys(subject.parameters.values()))
    return {noun: tuple(kinds) for noun, kinds in found.items()}


@lru_cache(maxsize=65_536)
def noun_named(service: ServiceModel, name: str) -> Noun | None:
    """Return the type that a parameter names by its own name in full: ``StackName`` that of stacks."""
    words = noun_words(name)
    types = resource_types(service)
    for noun in (words, words[:-1]):
        if noun and noun in types.nouns and kind_of(name, noun) is not None and kinds_of(service, noun):
            return noun
    return None


@lru_cache(maxsize=16_384)
def scope_of(service: ServiceModel, noun: Noun) -> frozenset[str]:
    """Return the parameters, in small letters, that tell what a resource belongs to.

    They are texts that must be given to create one and to read or delete it; and those that may be given to
    both and name a type of the service, as the cluster of a task.
    """
    types = resource_types(service)
    if key := types.key_of(noun):
        return frozenset(name.lower() for name in key)
    making: dict[str, str] = {}
    for role in ("create", ""):
        for name in types.operations_of(noun, role) if role else _starters(service, noun):
            making.update(_texts(service.operation_model(name)))
        if making:
            break
    needed: set[str] = set()
    offered: set[str] = set()
    naming = [role for role in ("read", "delete") if types.operations_of(noun, role)]
    for role in naming or ["update"]:
        for name in types.operations_of(noun, role):
            operation = service.operation_model(name)
            offered |= {text.lower() for text in _texts(operation).values()}
            needed |= (
                {text.lower() for text in operation.input_shape.required_members}
                if operation.input_shape
                else set()
            )
    own = {
        name.lower()
        for role in ("read", "delete", "update", "create")
        for each in types.operations_of(noun, role)
        if (subject := subject_of(service.operation_model(each))) and subject.noun == noun
        for name in subject.parameters
    }
    if not offered:
        for name in types.operations_of(noun, "list"):
            offered |= {text.lower() for text in _texts(service.operation_model(name)).values()}
    return frozenset(
        lower
        for lower, name in making.items()
        if lower not in own
        and not name.lower().endswith("token")
        and (lower in needed or (lower in offered and noun_named(service, name) not in (None, noun)))
    )


@lru_cache(maxsize=4096)
def _starters(service: ServiceModel, noun: Noun) -> tuple[str, ...]:
    return tuple(name for name in service.operation_names if _makes(service.operation_model(name), noun))


def _makes(operation: OperationModel, noun: Noun) -> bool:
    stated = facts_of(operation.service_model.service_name).actions.get(operation.name)
    if stated is not None:
        return stated == ("create", noun)
    return parse_name(operation.name).noun == noun and _starts(operation, noun, {})


@lru_cache(maxsize=4096)
def creators_of(service: ServiceModel, noun: Noun) -> tuple[str, ...]:
    """Return the names of the operations that create resources of a type."""
    return (*resource_types(service).operations_of(noun, "create"), *_starters(service, noun))


@lru_cache(maxsize=16_384)
def settable(service: ServiceModel, noun: Noun) -> frozenset[str]:
    """Return the names, in small letters, of what whoever creates a resource may say of it."""
    found: set[str] = set()
    for name in creators_of(service, noun):
        shape: Any = service.operation_model(name).input_shape
        for member, inner in shape.members.items() if shape is not None else ():
            found.add(member.lower())
            if inner.type_name == "structure":
                found |= {each.lower() for each in inner.members}
    return frozenset(found)


def _texts(operation: OperationModel) -> dict[str, str]:
    shape: Any = operation.input_shape
    if shape is None:
        return {}
    unset = set(operation.idempotent_members)
    return {
        name.lower(): name
        for name, member in shape.members.items()
        if member.type_name == "string" and name not in unset and not _CALLER.search(member.documentation)
    }


@lru_cache(maxsize=16_384)
def _scope_in(operation: OperationModel, noun: Noun) -> tuple[str, ...]:
    scope = scope_of(operation.service_model, noun)
    texts = _texts(operation)
    return tuple(name for lower, name in texts.items() if lower in scope)


def shows(operation: OperationModel, noun: Noun) -> bool:
    """Tell whether the lists of an operation's response show resources of a type."""
    shape: Any = operation.output_shape
    return shape is not None and any(True for _ in _showing(operation, shape, noun, 0))


def _showing(operation: OperationModel, shape: Any, noun: Noun, depth: int) -> Iterator[str]:
    for name, member in shape.members.items():
        inner = member.member if member.type_name == "list" else member
        if member.type_name == "list" and inner.type_name == "string" and not depth:
            if listed_kind(operation, name, noun) is not None:
                yield name
        elif inner.type_name == "structure":
            view = view_of(operation, inner, name)
            if view is not None and view.noun == noun:
                yield name
            elif depth < 2:
                yield from _showing(operation, inner, noun, depth + 1)
