"""Resource types of a service, inferred from its model: their names, what names one, and their operations.

No model says which resources there are. The names of operations do (a verb and a noun), and the members by
which requests and structures name one: ``FunctionName``, ``functionArn``, ``Id`` with others of a function.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel, ServiceModel

_WORD = re.compile(r"[A-Z]+s?(?![a-z])|[A-Z]?[a-z]+")  # the ACLs of ListWebACLs are one word
_IDENTIFIER = re.compile(r"(?:Id|ID|Identifier|Arn|ARN|Name)$|^(?:id|arn|name)$")
_CLIENT_TOKEN = re.compile(r"client_?(request_?)?token$", re.IGNORECASE)

_VERBS: Mapping[str, str] = {
    **dict.fromkeys(
        ("create", "register", "run", "allocate", "import", "request", "provision", "put"), "create"
    ),
    **dict.fromkeys(("get", "describe", "head", "lookup"), "read"),
    **dict.fromkeys(("list", "search", "scan", "query"), "list"),
    **dict.fromkeys(("update", "modify", "set", "change"), "update"),
    **dict.fromkeys(("delete", "terminate", "deregister", "remove", "release"), "delete"),
    **dict.fromkeys(("tag", "untag"), "tag"),
}
STARTING = frozenset(
    (
        *("start", "submit", "send", "copy", "clone", "restore", "subscribe", "initiate", "issue", "publish"),
        *("open", "launch", "invite", "upload", "add", "generate", "build", "purchase", "begin", "invoke"),
        *("batch", "associate", "attach", "promote", "enable", "define", "signup", "order", "post"),
    )
)
"""Verbs that create where no operation with a plainer one does: StartExecution, SendMessage."""

ROLES = ("create", "read", "list", "update", "delete", "tag")
"""What operations do with a resource, in the order in which they are shown."""

_ENDS = frozenset(("by", "for", "in", "from", "of", "to", "with", "on", "v"))  # the noun is before it
KINDS = ("id", "name", "arn", "identifier", "key", "url", "uri", "number")
"""How a member that names a resource ends; one that is the noun itself names it as well."""

WRAPPERS = frozenset(
    (
        *("description", "summary", "summaries", "detail", "details", "info", "information", "configuration"),
        *("config", "metadata", "entry", "item", "list", "response", "output", "result", "type", "data"),
        *(
            "element",
            "properties",
            "record",
            "short",
            "basic",
            "extended",
            "full",
            "member",
            "struct",
            "view",
        ),
    )
)
"""Words at the end of a structure's name that say nothing of what it describes."""


@functools.cache
def noun_words(name: str) -> tuple[str, ...]:
    """Split a name into words in small letters, the last in the singular: ``("db", "instance")``."""
    words = [word.lower() for word in _WORD.findall(name.replace("ARN", "Arn").replace("IDs", "Id"))]
    return (*words[:-1], _singular(words[-1])) if words else ()


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word in ("apis", "uis"):
        return word[:-1]
    if word.endswith(("iases", "uses")):
        return word[:-2]
    if word.endswith(("sses", "xes", "ches", "shes")) and len(word) > 5:
        return word[:-2]
    return word[:-1] if word[1:].endswith("s") and not word.endswith(("ss", "us", "is", "ias")) else word


@dataclass(frozen=True, slots=True)
class OperationName:
    """The name of an operation taken apart.

    Attributes:
        role: what it does (`ROLES`), or empty.
        noun: what it does it with: the words, the last in the singular.
        is_plural: whether that is said in the plural.
    """

    role: str
    noun: tuple[str, ...]
    is_plural: bool


@functools.cache
def parse_name(name: str) -> OperationName:
    """Take the name of an operation apart."""
    words = [word.lower() for word in _WORD.findall(name.replace("ARN", "Arn"))]
    if words[:1] == ["batch"]:
        words = words[1:]
    verb, noun = (words[0], words[1:]) if words else ("", [])
    for number, word in enumerate(noun):
        if number and word in _ENDS:
            noun = noun[:number]
            break
    last = noun[-1] if noun else ""
    is_plural = bool(last) and _singular(last) != last
    role = _VERBS.get(verb, "")
    if role == "read" and is_plural:
        role = "list"
    return OperationName(role, (*noun[:-1], _singular(last)) if noun else (), is_plural)


def retry_tokens(operation: OperationModel) -> tuple[str, ...]:
    """Return the parameters by which a service tells a retry of a request from another request.

    They have the trait ``idempotencyToken``, or the name that such parameters have without it.
    """
    members = operation.input_shape.members if operation.input_shape is not None else {}
    marked = operation.idempotent_members
    return tuple(name for name in members if name in marked or _CLIENT_TOKEN.match(name))


def is_identifier(name: str) -> bool:
    """Tell whether a member of this name says which thing is meant: ``StreamArn``, ``id``."""
    return _IDENTIFIER.search(name) is not None


def kind_of(member: str, noun: tuple[str, ...]) -> str | None:
    """Tell how a member names a resource: ``"name"``, ``"arn"``; ``""`` if it is the noun; or None.

    Args:
        member: the member's name; that of one entry of a list in the plural or singular.
        noun: the words of the resource's name.
    """
    return _kind_of(member, noun)


@functools.lru_cache(maxsize=65_536)
def _kind_of(member: str, noun: tuple[str, ...]) -> str | None:
    words = noun_words(member)
    if words and words[-1] in KINDS:
        kind, rest = words[-1], words[:-1]
    else:
        kind, rest = "", words
        if not rest:
            return None
    text, whole = "".join(rest), "".join(noun)
    if kind and rest and text + kind == whole:  # the apiKey that names an ApiKey
        return ""
    if text == whole or (not rest and kind):
        return kind
    # EC2 has the GroupId of a SecurityGroup.
    if kind and any(text == "".join(noun[start:]) for start in range(1, len(noun))):
        return kind
    return None


@dataclass(frozen=True)
class ResourceType:
    """A type of resources of a service.

    Attributes:
        name: its name, as operations write it: ``"Function"``.
        noun: the words of the name.
        identifiers: the request members that name one; none if there is one at most.
        operations: the names of its operations, by role.
        is_attached: whether requests name one by what it belongs to, or by words of another kind, and not by
            its own name: the policy of a bucket.
    """

    name: str
    noun: tuple[str, ...]
    identifiers: tuple[str, ...]
    operations: Mapping[str, tuple[str, ...]]
    is_attached: bool = False


class ResourceTypes:
    """The resource types of a service.

    Args:
        service: the service's model.
    """

    def __init__(self, service: ServiceModel) -> None:
        self._service = service
        self._operations: dict[tuple[str, ...], dict[str, list[str]]] = {}
        spelled: dict[tuple[str, ...], str] = {}
        for name in service.operation_names:
            parsed = parse_name(name)
            if parsed.noun and parsed.role:
                self._operations.setdefault(parsed.noun, {}).setdefault(parsed.role, []).append(name)
                spelled.setdefault(parsed.noun, "".join(_WORD.findall(name)[1:]))
        self.nouns = frozenset(
            noun
            for noun, roles in self._operations.items()
            if roles.keys() & {"read", "list", "create", "delete"}
        )
        self._by_text = {"".join(noun): noun for noun in sorted(self.nouns)}
        self._found: dict[tuple[str, str, str], tuple[str, ...] | None] = {}

    def of_structure(self, shape: Any, member: str) -> tuple[str, ...] | None:
        """Tell which resource a structure of a result describes; None if none.

        Args:
            shape: the structure.
            member: the name of the member that holds it, or of the list that does; empty at the top.
        """
        key = (shape.name, member, "")
        if key not in self._found:
            self._found[key] = self._of_structure(shape, member)
        return self._found[key]

    def _of_structure(self, shape: Any, member: str) -> tuple[str, ...] | None:
        for words in (
            noun_words(member),
            *_unwrapped(noun_words(shape.name)),
            *_unwrapped(noun_words(member)),
        ):
            noun = self._by_text.get("".join(words))
            if noun is not None and any(True for _ in self.identifiers_in(shape, noun)):
                return noun
        return None

    def identifiers_in(self, shape: Any, noun: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield the members of a structure that name a resource, each with its kind."""
        for name, member in shape.members.items():
            if member.type_name == "string" and (kind := self.kind_in(name, noun)) is not None:
                yield name, kind

    def kind_in(self, member: str, noun: tuple[str, ...]) -> str | None:
        """Tell how a member names a resource of the service, as `kind_of` does, or by the end of its key."""
        kind = kind_of(member, noun)
        if kind is None and any(member.lower() == name.lower() for name in self.key_of(noun)[-1:]):
            return _kind_at_end(member)
        return kind

    def key_of(self, noun: tuple[str, ...]) -> tuple[str, ...]:
        """Return the members that together tell a resource without a name of its own from others.

        Empty for resources with a name, and for those of which what they belong to has one only, such as the
        policy of a bucket. The last one counts as its name: the field of a resolver, after its API and type.
        """
        return self._keys.get(noun, ())

    @functools.cached_property
    def _keys(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        return dict(self._keyed())

    def _keyed(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        for noun in self.nouns:
            roles = self._roles(noun)
            if noun[-1] in ("tag", "tagging") or self._is_named(noun, roles):
                continue
            if "create" not in roles or not roles.keys() & {"read", "update", "delete"}:
                continue
            found = [name for name in self._attaching(roles) or () if self._tells_by_text(roles, name)]
            within = [name for name in found if name not in self._places] or found
            own = [name for name in within if not self._is_creatable(name, noun)]
            if found and (own or len(within) > 1 or "list" in roles):
                last = (own or within)[-1]
                yield noun, (*(name for name in found if name != last), last)

    def _is_named(self, noun: tuple[str, ...], roles: Mapping[str, Sequence[str]]) -> bool:
        """Tell whether what reads, changes or deletes a resource may name it by a name of its own."""
        telling = [name for role in ("read", "delete", "update") for name in roles.get(role, ())]
        subjects = (_subject(self, self._service.operation_model(name)) for name in telling)
        return any(subject is not None and subject.noun == noun for subject in subjects)

    @functools.cached_property
    def _places(self) -> frozenset[str]:
        """The members that most requests must have: they tell where all is, an account, and name nothing."""
        needed: dict[str, int] = {}
        for name in self._service.operation_names:
            shape = self._service.operation_model(name).input_shape
            for member in shape.required_members if shape is not None else ():
                needed[member] = needed.get(member, 0) + 1
        most = len(self._service.operation_names) / 2
        return frozenset(member for member, count in needed.items() if count > most)

    def _tells_by_text(self, roles: Mapping[str, Sequence[str]], member: str) -> bool:
        """Tell whether a member is a text for what reads, changes or deletes a resource."""
        shapes = (
            self._service.operation_model(name).input_shape
            for role in ("read", "delete", "update")
            for name in roles.get(role, ())
        )
        found = (shape.members[member] for shape in shapes if shape is not None and member in shape.members)
        return any(shape.type_name == "string" for shape in found)

    def _is_creatable(self, member: str, noun: tuple[str, ...]) -> bool:
        """Tell whether a member names something else that requests create."""
        words = noun_words(member)
        others = {words, words[:-1], *(noun[:length] for length in range(1, len(noun)))}
        return any(
            other != noun
            and other in self._naming
            and kind_of(member, other) is not None
            and "create" in self._roles(other)
            for other in others & self._operations.keys()
        )

    def subject(self, operation: OperationModel) -> Subject | None:
        """Tell which resource the requests of an operation are about, and how they name it; None if none."""
        noun, shape = parse_name(operation.name).noun, operation.input_shape
        key = self.key_of(noun)
        if key and shape is not None and key[-1] in shape.members:
            return Subject(noun, {key[-1]: _kind_at_end(key[-1])}, is_own=True)
        return _subject(self, operation)

    def operations_of(self, noun: tuple[str, ...], role: str) -> Sequence[str]:
        """Return the names of the operations that do something with a resource."""
        return self._operations.get(noun, {}).get(role, ())

    def naming_kinds(self, noun: tuple[str, ...]) -> Iterator[str]:
        """Yield the kinds of the members by which requests name a resource, those that read it first."""
        for role in ("read", "delete", "update"):
            for name in self._operations.get(noun, {}).get(role, ()):
                subject = self.subject(self._service.operation_model(name))
                if subject is not None and subject.noun == noun:
                    yield from subject.parameters.values()

    def types(self) -> tuple[ResourceType, ...]:
        """Return the resource types that requests can name, in the order of their names."""
        found = []
        for noun in sorted(self.nouns - {("tag",), ("resource", "tag")}):
            roles = self._roles(noun)
            named = self._naming.get(noun, ())
            attached = None if named else self._attaching(roles)
            if (named and roles.keys() & {"create", "read", "list"}) or attached is not None:
                name = self._spelling(noun) or "".join(word.capitalize() for word in noun)
                found.append(ResourceType(name, noun, attached or named, roles, attached is not None))
        return tuple(found)

    def _roles(self, noun: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return the operations of a type by role; what starts one creates it if nothing else does."""
        roles = self._operations[noun]
        starting = () if "create" in roles else self._starting.get(noun, ())
        every = {**roles, "create": starting} if starting else roles
        return {role: tuple(every[role]) for role in ROLES if role in every}

    @functools.cached_property
    def _naming(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """The request members that name resources of each type, in its own operations or those of parts."""
        own: dict[tuple[str, ...], dict[str, None]] = {}
        of_parts: dict[tuple[str, ...], dict[str, None]] = {}
        for name in self._service.operation_names:
            subject = _subject(self, self._service.operation_model(name))
            if subject is not None:
                found = own if subject.is_own and parse_name(name).role else of_parts
                found.setdefault(subject.noun, {}).update(dict.fromkeys(subject.parameters))
        return {noun: tuple(parameters) for noun, parameters in {**of_parts, **own}.items()}

    @functools.cached_property
    def _starting(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """The operations that start resources of each type, and do not name one that is there."""
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name in self._service.operation_names:
            verb, parsed = _WORD.match(name), parse_name(name)
            noun = parsed.noun
            if verb is None or verb[0].lower() not in STARTING or parsed.role or noun not in self.nouns:
                continue
            operation = self._service.operation_model(name)
            required = operation.input_shape.required_members if operation.input_shape else ()
            subject = _subject(self, operation)
            if subject is None or subject.noun != noun or not set(required) & subject.parameters.keys():
                found[noun] = (*found.get(noun, ()), name)
        return found

    def _attaching(self, roles: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
        """Return the members by which all requests tell one that has no name of its own; None: it is no type.

        It is one if something changes it, and something else shows it or takes it away. Where nothing is
        needed to tell it, an account has one of it, which can be created and taken away.
        """
        if not roles.keys() & {"create", "update", "delete"} or len(roles.keys() - {"tag"}) < 2:
            return None
        every = [name for role in ("read", "delete", "update") for name in roles.get(role, ())]
        telling = [name for name in every if not name.startswith("Batch")] or every
        shared: dict[str, int] = {}
        shapes = [
            self._service.operation_model(name).input_shape for name in telling or roles.get("list", ())
        ]
        for shape in shapes:
            for member in shape.required_members if shape is not None else ():
                shared[member] = shared.get(member, 0) + 1
        found = tuple(member for member, count in shared.items() if count == len(shapes))
        return found if found or {"create", "delete"} <= roles.keys() else None

    def _spelling(self, noun: tuple[str, ...]) -> str:
        """Spell a noun as an operation in the singular does."""
        for names in self._operations[noun].values():
            for name in names:
                words = _WORD.findall(name)
                if tuple(word.lower() for word in words[1:]) == noun:
                    return "".join(words[1:])
        return ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the requests of an operation are about.

    Attributes:
        noun: the words of the resource's name.
        parameters: the members that name one, or several in a list, with their kinds.
        is_own: whether the operation is about these resources, and not about something of theirs.
    """

    noun: tuple[str, ...]
    parameters: Mapping[str, str]
    is_own: bool


def _subject(types: ResourceTypes, operation: OperationModel) -> Subject | None:
    shape = operation.input_shape
    if shape is None:
        return None
    parsed = parse_name(operation.name)
    strings = [name for name, member in shape.members.items() if _is_text(member)]
    for length in range(len(parsed.noun), 0, -1):
        noun = parsed.noun[:length]
        if noun not in types.nouns and length < len(parsed.noun):
            continue
        is_own = length == len(parsed.noun)
        named = {name: kind for name in strings if (kind := _named_by(name, noun, is_own, shape)) is not None}
        if named:
            return Subject(noun, named, is_own)
    return None


def _named_by(name: str, noun: tuple[str, ...], is_own: bool, shape: Any) -> str | None:
    kind = kind_of(name, noun)
    # What is named by one word alone belongs to the operation's own resource, where it must be given.
    bare = len(noun_words(name)) == 1 and kind != ""
    if kind is not None and bare and not is_own and name not in shape.required_members:
        return None
    return kind


def _kind_at_end(member: str) -> str:
    return last if (last := noun_words(member)[-1]) in KINDS else ""


def _is_text(shape: Any) -> bool:
    return "string" in (shape.type_name, shape.member.type_name if shape.type_name == "list" else "")


def _unwrapped(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a shape's words, dropping from the end those that don't describe the resource."""
    yield words
    while len(words) > 1 and words[-1] in WRAPPERS:
        words = words[:-1]
        yield words
    if len(words) > 1 and words[0] in ("aws", "list", "describe", "get", "create", "update"):
        yield words[1:]


@functools.lru_cache(maxsize=1024)
def resource_types(service: ServiceModel) -> ResourceTypes:
    """Return the resource types of a service."""
    return ResourceTypes(service)


def tail_of(identifier: str) -> str:
    """Return the name at the end of an ARN or URL; another identifier as it is."""
    if identifier.startswith("arn:"):
        parts = re.split("[/:]", identifier.rstrip("/:*"))
        return next((part for part in reversed(parts) if not part.startswith("$")), "")  # a version: $LATEST
    if re.match(r"https?://", identifier):
        return identifier.rstrip("/").rpartition("/")[2]
    return identifier
