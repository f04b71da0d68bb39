"""The laws of what a world remembers, over the resource types of all services.

Of each type with an operation that creates one, the laws that its operations allow are tried: what was
created is read with what was sent, is listed, on pages as well, keeps its tags, is changed, is created once,
and once deleted is refused as documented. Without a world, what creating and reading say of one agrees.
A part of the services, or others: HARNESS_SERVICES=ec2,iam pytest -m sweep ...
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.model import ServiceModel

import harness
from harness.contract.exchange import Exchange
from harness.contract.values import from_json_value
from harness.contract.violation import Severity
from harness.models import load_service, service_names
from harness.models.paginators import find_pagination
from harness.models.resources import KINDS, ResourceType, kind_of, noun_words, resource_types, tail_of
from harness.synth import SyntheticService
from harness.synth.examples import request_params
from harness.synth.responses.answer import Answer
from harness.synth.scene import DEFAULT_SCENE
from harness.synth.service.dispatch import Asked
from harness.synth.values.choices import SeededChoices
from harness.synth.values.views import allows

QUICK = ("cloudtrail", "ecs", "iam", "kinesis", "lambda", "secretsmanager", "sns", "xray")
NOT_FOUND = re.compile(r"not_?found|no_?such|does_?not_?exist|non_?exist|notexist", re.IGNORECASE)
EXISTS = re.compile(r"already_?(exists|owned)|exists(exception|fault)?$|duplicate", re.IGNORECASE)
Params = dict[str, Any]


class Inapplicable(Exception):
    """A law that a type's operations do not allow to try."""


class Broken(Exception):
    """A law that does not hold.

    Args:
        why: the kind of reason.
        where: what it is about, for who looks into it.
    """

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(why)
        self.where = where


@dataclass
class Caller:
    """Asks one synthetic AWS operations of one service, by parameters in JSON-able form."""

    service: ServiceModel
    world: harness.World | None
    aws: SyntheticService = field(init=False)
    invalid: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.aws = SyntheticService(now=DEFAULT_SCENE.now, state=self.world)

    def ask(self, name: str, params: Params) -> Answer:
        operation = self.service.operation_model(name)
        sent = from_json_value(operation.input_shape, params) or {}
        answer = self.aws(Asked(operation, sent, "us-east-1", self.service.resolved_protocol, "id"))
        if answer.error is None:
            exchange = Exchange(
                self.service.service_name, name, params=params, response=answer.response, status=answer.status
            )
            held_to = harness.contract(self.service.service_name, name)
            for violation in held_to.check_exchange(exchange):
                if violation.side == "response" and violation.severity is Severity.ERROR:
                    self.invalid.append(f"{held_to.name}: {violation.message}")
        return answer

    def result(self, name: str, params: Params) -> Params:
        answer = self.ask(name, params)
        if answer.error is not None:
            raise Broken(f"{role_of(name)} is refused", f"{answer.error.code}: {answer.error.message}")
        return answer.response or {}


def role_of(name: str) -> str:
    return re.match(r"[A-Z]?[a-z]*", name)[0]  # type: ignore[index]


def example(service: ServiceModel, name: str, seed: int) -> Params:
    held_to = harness.contract(service.service_name, name)
    return request_params(held_to, SeededChoices(seed, held_to.name, "law"))


def main_operation(of: ResourceType, role: str) -> str | None:
    """Return the plainest operation of a role."""
    return min(of.operations.get(role, ()), key=lambda name: ("Batch" in name, len(name)), default=None)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the members of a response, in small letters, as `spelled_members` does."""
    return ((name.lower(), inner) for name, inner in spelled_members(value))


def spelled_members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the members of a response, then those inside of its structures, but not of lists."""
    level = [value]
    for _ in range(3):
        found = [pair for each in level if isinstance(each, dict) for pair in each.items()]
        yield from found
        level = [inner for _, inner in found]


@dataclass
class Subject:
    """A resource that was created, and how requests name it."""

    caller: Caller
    of: ResourceType
    create: str
    params: Params
    answered: Params

    def known(self) -> dict[str, Any]:
        found = {name.lower(): value for name, value in self.params.items()}
        listed = [each[0] for each in self.answered.values() if isinstance(each, list) and each]
        for source in (self.answered, *listed, self.params):
            for name, value in members(source):
                found.setdefault(name, value)
        return found

    def addressing(self, name: str, seed: int = 1) -> Params:
        """Make a request for an operation that names the resource.

        Raises:
            Inapplicable: nothing tells what to name it by.
        """
        shape: Any = self.caller.service.operation_model(name).input_shape
        if shape is None:
            raise Inapplicable(f"{role_of(name)} names nothing")
        params = example(self.caller.service, name, seed)
        pagination = find_pagination(self.caller.service.operation_model(name))
        params.pop("" if pagination is None else pagination.limit or "", None)
        known, named = self.known(), False
        noun = "".join(self.of.noun)
        for member, inner in shape.members.items():
            is_own = member in self.of.identifiers
            if member not in shape.required_members and not is_own:
                is_text = inner.type_name == "string" and isinstance(self.params.get(member), str)
                if is_text and member in params:
                    params[member] = self.params[member]
                continue
            kind = kind_of(member, self.of.noun)
            spelled = [member.lower(), f"{noun}{member}".lower()]
            if kind is not None:
                spelled += [noun + kind, *([kind] if kind else ["name"])]
                # What takes an id takes a name or an ARN, where creating tells no id.
                others = ("id", "identifier", "arn", "name") if kind in ("id", "identifier", "") else ()
                spelled += [text for other in others for text in (noun + other, other)]
            told = [known[key] for key in spelled if isinstance(known.get(key), str)]
            text = inner.member if inner.type_name == "list" else inner
            value = next((each for each in told if allows(text, each)), next(iter(told), None))
            if value is None and is_own and member in shape.required_members:
                raise Inapplicable("creating tells nothing that reading asks for")
            if value is None or text.type_name != "string":
                continue
            if inner.type_name == "list":
                params[member] = [value]
            elif inner.type_name == "string":
                if is_own and named and member not in shape.required_members:
                    params.pop(member, None)
                    continue
                params[member] = value
            named = named or is_own
        if not named:
            raise Inapplicable("its requests do not say which one")
        return params


def create(caller: Caller, of: ResourceType, seed: int, parents: Mapping[str, Any]) -> Subject:
    name = main_operation(of, "create")
    if name is None:
        raise Inapplicable("nothing creates one")
    params = {**example(caller.service, name, seed), **parents}
    return Subject(caller, of, name, params, caller.result(name, params))


def create_parent(caller: Caller, of: ResourceType, seed: int, outer: Mapping[str, Any]) -> Subject:
    """Create what something belongs to; anew, with other names, if something of the same name is there."""
    try:
        return create(caller, of, seed, outer)
    except Broken as why:
        if not EXISTS.search(why.where.partition(":")[0]):
            raise
        return create(caller, of, seed + 1000, outer)


def with_parents(caller: Caller, of: ResourceType, depth: int = 0) -> dict[str, str]:
    """Create what the resource belongs to, as far as requests name it; return the parameters that do."""
    name = main_operation(of, "create")
    shape: Any = None if name is None else caller.service.operation_model(name).input_shape
    if shape is None or depth > 3:
        return {}
    types = resource_types(caller.service).types()
    found: dict[str, str] = {}
    for member, inner in shape.members.items():
        is_plain = inner.type_name == "string" and not inner.metadata.get("enum")
        if not is_plain or (member in of.identifiers and not of.is_attached):
            continue
        # The apiId of a GraphqlApiEnvironmentVariable is that of a GraphqlApi, not of an Api.
        wholes = [other for other in types if other.noun == of.noun[: len(other.noun)]]
        for other in sorted(types, key=lambda other: other not in wholes):
            named = "".join(other.noun)
            fully = kind_of(member, other.noun) is not None and (
                member.lower().startswith(named) or other in wholes
            )
            if other.noun == of.noun or not fully or "create" not in other.operations:
                continue
            if member not in shape.required_members and not member.lower().startswith(named):
                continue
            if member in found:
                break
            try:
                outer = with_parents(caller, other, depth + 1)
                made = create_parent(caller, other, 90 + depth, outer)
            except (Inapplicable, Broken):
                continue
            known = made.known()
            kind = kind_of(member, other.noun) or "name"
            noun = "".join(other.noun)
            spelled = [member.lower(), noun + kind, kind]
            spelled += [noun + "id", "id"] if kind == "identifier" else []
            spelled += [noun + "arn", "arn", noun + "name", "name"]
            told = (known[k] for k in spelled if isinstance(known.get(k), str))
            value = next((each for each in told if allows(inner, each)), None)
            if isinstance(value, str):
                found[member] = value
                found.update({key: text for key, text in outer.items() if key in shape.members})
                # What both are in, as a registry or a catalog, is the same.
                shared = {
                    k: v for k, v in made.params.items() if k in shape.members and is_place(other, k, v)
                }
                found.update({k: v for k, v in shared.items() if k not in found and not is_naming(of, k)})
    return found


# The laws.


def reads_what_was_sent(made: Subject, sent: Params, but: Sequence[str] = ()) -> Params:
    name = reader(made)
    got = made.caller.result(name, made.addressing(name))
    shown: dict[str, list[Any]] = defaultdict(list)
    for member, value in (*members(got), *((m, v) for e in entries(got) for m, v in members(e))):
        shown[member].append(value)
    for member, value in sent.items():
        if isinstance(value, bool | int | float | str) and member.lower() in shown and member not in but:
            alike = [each for each in shown[member.lower()] if type(each) is type(value)]
            if (
                alike
                and value not in alike
                and not any(isinstance(e, str) and str(value) in (e, tail_of(e)) for e in alike)
            ):
                if isinstance(value, str) and tail_of(value) in alike:
                    continue
                kind = "identifier" if member in made.of.identifiers else "member"
                raise Broken(f"read shows another {kind}", f"{name} {member}: {value!r}, not {alike!r}")
    return got


def reader(made: Subject) -> str:
    """Return the operation that reads one, or lists those that it names."""
    listing = [name for name in made.of.operations.get("list", ()) if listed_by_name(made, name)]
    name = main_operation(made.of, "read") or min(listing, key=len, default=None)
    if name is None:
        raise Inapplicable("nothing reads one")
    return name


def listed_by_name(made: Subject, name: str) -> bool:
    shape: Any = made.caller.service.operation_model(name).input_shape
    return shape is not None and any(each in shape.members for each in made.of.identifiers)


def entries(value: Any, depth: int = 0) -> Iterator[Any]:
    for inner in value.values() if isinstance(value, dict) else ():
        if isinstance(inner, list):
            for entry in inner:
                yield entry
                yield from entries(entry, depth + 1) if depth < 2 else ()
        elif isinstance(inner, dict) and depth < 2:
            yield from entries(inner, depth + 1)


def names_of(made: Subject) -> set[str]:
    """Return what may name the resource in a list: what it is read by, or its ARN."""
    found = set()
    for role in ("read", "delete", "update", "list"):
        name = main_operation(made.of, role)
        if name is None:
            continue
        try:
            params = made.addressing(name)
        except Inapplicable:
            continue
        for member in made.of.identifiers:
            value = params.get(member)
            found |= (
                {value} if isinstance(value, str) else {each for each in value or () if isinstance(each, str)}
            )
    for member, value in spelled_members(made.answered):
        if kind_of(member, made.of.noun) is not None and isinstance(value, str):
            found.add(value)
    return found | {tail_of(each) for each in found}


def list_params(made: Subject, name: str) -> Params:
    shape: Any = made.caller.service.operation_model(name).input_shape
    params: Params = {}
    known = made.known()
    for member in shape.required_members if shape is not None else ():
        value = made.params.get(member, known.get(member.lower()))
        params[member] = value if value is not None else example(made.caller.service, name, 1).get(member)
    return params


def list_all(made: Subject, name: str, limit: int | None) -> list[Params]:
    operation = made.caller.service.operation_model(name)
    shape: Any = operation.input_shape
    pagination = find_pagination(operation)
    params = list_params(made, name)
    if limit is not None and pagination is not None and pagination.limit:
        low = shape.members[pagination.limit].metadata.get("min", 0)
        if shape.members[pagination.limit].type_name in ("integer", "long"):
            params[pagination.limit] = max(limit, low)
    pages = []
    for _ in range(40):
        pages.append(made.caller.result(name, params))
        following = pagination.next_request(pages[-1]) if pagination is not None else None
        if not following:
            return pages
        params = {**params, **following}
    raise Broken("pages do not end")


def list_operation(made: Subject) -> str:
    names = [each for each in made.of.operations.get("list", ()) if "Batch" not in each]
    for name in sorted(names, key=len):
        shape: Any = made.caller.service.operation_model(name).input_shape
        required = shape.required_members if shape is not None else ()
        is_filtered = any("filter" in each.lower() for each in required)
        if not is_filtered and not any(each in made.of.identifiers for each in required):
            return name
    raise Inapplicable("nothing lists them")


def is_listed(made: Subject, limit: int | None = None) -> None:
    pages = list_all(made, list_operation(made), limit)
    names = names_of(made)
    if not names:
        raise Inapplicable("nothing names one")
    if not names & {text for page in pages for each in strings(page) for text in (each, tail_of(each))}:
        raise Broken("the list lacks it")


def is_updated(made: Subject) -> None:
    name = main_operation(made.of, "update")
    if name is None:
        raise Inapplicable("nothing updates one")
    params = {k: v for k, v in made.addressing(name, seed=5).items() if not k.lower().startswith("new")}
    made.caller.result(name, params)
    own = {*made.of.identifiers, *(k for k in params if k in made.params and params[k] == made.params[k])}
    reads_what_was_sent(made, {k: v for k, v in params.items() if k not in own})


def is_gone(made: Subject) -> None:
    name = main_operation(made.of, "delete")
    read = main_operation(made.of, "read")
    if name is None:
        raise Inapplicable("nothing deletes one")
    made.caller.result(name, made.addressing(name))
    if read is not None:
        answer = made.caller.ask(read, made.addressing(read))
        if answer.error is None and (not made.of.is_attached or shows_any(made, answer.response)):
            raise Broken("read shows what is deleted")
        documented = {s.metadata.get("error", {}).get("code", s.name) for s in shapes_of(made, read)}
        if documented and answer.error is not None and answer.error.code not in documented:
            raise Broken("another error than the documented one", f"{answer.error.code} of {documented}")
    try:
        listing = list_operation(made)
    except Inapplicable:
        return
    names = {each for each in names_of(made) if len(each) > 5}
    pages = list_all(made, listing, None)
    if names & {each for page in pages for entry in entries(page) for each in strings(entry)}:
        raise Broken("the list shows what is deleted")


def shows_any(made: Subject, response: Any) -> bool:
    """Tell whether a response shows anything that was said of a resource, and not only its name."""
    own = made.of.identifiers
    said = {text for name, value in made.params.items() if name not in own for text in strings(value)}
    return bool(said & set(strings(response)))


def shapes_of(made: Subject, name: str) -> list[Any]:
    errors = made.caller.service.operation_model(name).error_shapes
    return [shape for shape in errors if NOT_FOUND.search(shape.name)]


def is_created_once(made: Subject) -> None:
    operation = made.caller.service.operation_model(made.create)
    documented = {
        s.metadata.get("error", {}).get("code", s.name)
        for s in operation.error_shapes
        if EXISTS.search(s.name)
    }
    own = [name for name in made.of.identifiers if name in made.params]
    if not documented or not own or made.create.startswith("Put"):
        raise Inapplicable("no error is documented for what is there already")
    naming = main_operation(made.of, "read") or main_operation(made.of, "delete") or reader(made)
    if not any(name in made.addressing(naming) for name in own):
        raise Inapplicable("it is named otherwise than it is created")
    params = {k: v for k, v in made.params.items() if k not in operation.idempotent_members}
    changed = {**example(made.caller.service, made.create, 7), **{k: params[k] for k in own}}
    changed = {**changed, **{k: v for k, v in params.items() if k in operation.input_shape.required_members}}
    if changed == params:
        changed = params
    answer = made.caller.ask(made.create, changed)
    if answer.error is None and changed != params:
        raise Broken("it is created twice")
    if answer.error is not None and answer.error.code not in documented:
        raise Broken("another error than the documented one", answer.error.code)


def keys(value: Any) -> Iterator[str]:
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield name
        yield from keys(inner)


def keeps_tags(made: Subject) -> None:
    service = made.caller.service
    names = set(service.operation_names)
    pairs = [
        ("TagResource", "ListTagsForResource"),
        ("TagResource", "ListTags"),
        ("AddTagsToResource", "ListTagsForResource"),
    ]
    found = next(((tag, tags) for tag, tags in pairs if {tag, tags} <= names), None)
    if found is None:
        raise Inapplicable("the service has no tags of this form")
    arns = {
        kind_of(m, made.of.noun): v
        for m, v in spelled_members(made.answered)
        if isinstance(v, str) and v.startswith("arn:")
    }
    arn = arns.get("arn")
    if arn is None:
        raise Inapplicable("creating tells no ARN")
    asked = [example(service, name, 3) for name in found]
    shapes: list[Any] = [service.operation_model(name).input_shape for name in found]
    targets = [
        next(
            (
                n
                for n in s.members
                if n.lower() in ("resourcearn", "resource", "resourceid", "resourcename", "arn")
            ),
            None,
        )
        for s in shapes
    ]
    if not all(targets):
        raise Inapplicable("the service has no tags of this form")
    for params, target in zip(asked, targets, strict=True):
        params[str(target)] = arn
    tags = next((v for n, v in asked[0].items() if "tag" in n.lower()), None)
    made.caller.result(found[0], asked[0])
    got = made.caller.result(found[1], {k: v for k, v in asked[1].items() if k in shapes[1].required_members})
    wanted = {*strings(tags), *keys(tags)}
    shown = {*strings(got), *keys(got)} | {"tags", "TagsModel"}
    if not wanted <= shown:
        raise Broken("the tags are not listed")


def agrees(made: Subject) -> None:
    """Hold what creating and reading say of one resource together."""
    name = reader(made)
    got = made.caller.result(name, made.addressing(name))
    one, other = (
        dict(reversed(list(spelled_members(made.answered)))),
        dict(reversed(list(spelled_members(got)))),
    )
    asked = made.addressing(name)
    told = [
        v
        for n, v in spelled_members(made.params)
        if is_naming(made.of, n) and isinstance(v, str) and asked.get(n) != v
    ]
    ours = {
        m
        for m, v in one.items()
        if kind_of(m, made.of.noun) is not None and isinstance(v, str) and not any(name in v for name in told)
    }
    for member in ours & other.keys():
        if one[member] != other[member]:
            raise Broken("creating and reading name it otherwise", member)


def agrees_in_lists(made: Subject) -> None:
    """Hold what listing and reading say of one resource together."""
    read, listing = main_operation(made.of, "read"), list_operation(made)
    if read is None:
        raise Inapplicable("nothing reads one")
    [page, *_], asked = list_all(made, listing, None), list_params(made, listing)
    entry = next((each for each in entries(page) if isinstance(each, dict)), None)
    if entry is None:
        raise Inapplicable("the list has names only")
    listed = Subject(made.caller, made.of, made.create, {}, entry)
    params = listed.addressing(read)
    # What it belongs to the entry tells, if the list was not asked for one.
    shows = {name.lower(): value for name, value in entry.items()}
    shared = {
        k: v
        for k, v in made.params.items()
        if k in params and not is_naming(made.of, k) and k.lower() not in shows
    }
    # What may be asked for beside the name, its version, is what the entry shows.
    params = {k: v if k in made.of.identifiers else shows.get(k.lower(), v) for k, v in params.items()}
    got = made.caller.result(read, {**params, **shared})
    # What the list was asked for, reading may not know.
    told = {name.lower() for name in asked if name not in params}
    shown: dict[str, list[Any]] = defaultdict(list)
    for member, value in members(got):
        shown[member].append(value)
    for name, value in entry.items():
        if (
            isinstance(value, str | int | float | bool)
            and name.lower() in shown
            and name.lower() not in told
            and value not in shown[name.lower()]
        ):
            raise Broken("listing and reading differ", f"{listing} {read} {name}")


LAWS: Mapping[str, Callable[[Subject], object]] = {
    "read after create": lambda made: reads_what_was_sent(made, made.params),
    "read after update": is_updated,
    "listed": is_listed,
    "tags": keeps_tags,
    "created once": is_created_once,
    "gone": is_gone,
}


def try_laws(service: ServiceModel, of: ResourceType) -> Iterator[tuple[str, str, str]]:
    """Yield each law with what comes of it for one type: ``holds``, or why it does not or cannot."""
    if "create" not in of.operations:
        return
    world = harness.World()
    caller = Caller(service, world)
    try:
        parents = with_parents(caller, of)
        made = create(caller, of, 1, parents)
    except Broken as error:
        yield "created", f"broken: {error}", error.where
        return
    yield "created", "holds", ""
    for law, hold in LAWS.items():
        yield law, *outcome(lambda hold=hold: hold(made))  # type: ignore[misc]
    yield "paged", *outcome(lambda: is_paged(service, of))
    yield "without memory", *outcome(lambda: agrees(create(Caller(service, None), of, 1, {})))
    yield (
        "without memory, listed",
        *outcome(lambda: agrees_in_lists(create(Caller(service, None), of, 1, {}))),
    )
    yield "valid", *(("broken: an invalid answer", caller.invalid[0]) if caller.invalid else ("holds", ""))


def is_naming(of: ResourceType, member: str) -> bool:
    return member in of.identifiers or kind_of(member, of.noun) is not None


def is_place(of: ResourceType, member: str, value: Any) -> bool:
    """Tell whether a member of a request that creates something names what it is in."""
    return isinstance(value, str) and noun_words(member)[-1:][0] in KINDS and not is_naming(of, member)


def is_paged(service: ServiceModel, of: ResourceType) -> None:
    caller = Caller(service, harness.World())
    parents = with_parents(caller, of)
    made: list[Subject] = []
    shape: Any = service.operation_model(main_operation(of, "create") or "").input_shape
    for seed in range(20, 26):
        try:
            made.append(create(caller, of, seed, parents))
        except Broken:
            continue
        first = made[0].params  # the others belong to the same
        texts = [n for n in shape.required_members if shape.members[n].type_name == "string"]
        parents = {**parents, **{n: first[n] for n in texts if not is_naming(of, n)}}
    if len(made) < 3:
        raise Inapplicable("too few could be created")
    name = list_operation(made[0])
    try:
        pages = list_all(made[0], name, 2)
    except Broken:  # a limit may be documented in prose
        pages = list_all(made[0], name, 20)
    shown = Counter(
        text for page in pages for text in {t for each in strings(page) for t in (each, tail_of(each))}
    )
    for each in made:
        names = names_of(each)
        if not names:
            raise Inapplicable("nothing names one")
        if not names & shown.keys():
            raise Broken("the pages lack one")


def outcome(law: Callable[[], object]) -> tuple[str, str]:
    try:
        law()
    except Inapplicable as why:
        return f"-: {why}", ""
    except Broken as why:
        return f"broken: {why}", why.where
    return "holds", ""


def sweep(services: Sequence[str]) -> tuple[dict[str, Counter[str]], dict[str, list[str]], Counter[str]]:
    """Try the laws on all types of some services; return what came of each, examples, and counts of types."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    types: Counter[str] = Counter()
    for name in services:
        service = load_service(name)
        for of in resource_types(service).types():
            types["inferred"] += 1
            types.update(of.operations.keys())
            for law, came, where in try_laws(service, of):
                found[law][came] += 1
                examples[f"{law} {came}"].append(f"{name}.{of.name}{f' ({where[:80]})' if where else ''}")
    return found, examples, types


def share(found: Counter[str]) -> float:
    tried = {came: count for came, count in found.items() if not came.startswith("-")}
    return tried.get("holds", 0) / max(sum(tried.values()), 1)


def show(found: Mapping[str, Counter[str]], examples: Mapping[str, list[str]], types: Counter[str]) -> None:
    print(f"\nresource types: {dict(types)}")  # noqa: T201
    for law, came in found.items():
        tried = sum(count for each, count in came.items() if not each.startswith("-"))
        print(f"{law:<23} {came['holds']:>5} of {tried:>5}  {share(came):.1%}")  # noqa: T201
        for why, count in came.most_common():
            if why != "holds":
                shown = ", ".join(examples[f"{law} {why}"][:: max(len(examples[f"{law} {why}"]) // 8, 1)][:9])
                print(f"    {count:>5}  {why}: {shown}")  # noqa: T201


def test_the_laws_hold_of_common_services() -> None:
    found, examples, types = sweep(QUICK)
    show(found, examples, types)
    assert types["inferred"] >= 70
    assert {law: share(came) for law, came in found.items() if share(came) < 0.9} == {}


@pytest.mark.sweep
def test_the_laws_hold_of_all_services() -> None:
    chosen = os.environ.get("HARNESS_SERVICES", "")
    found, examples, types = sweep(chosen.split(",") if chosen else service_names())
    show(found, examples, types)
    assert {law: share(came) for law, came in found.items() if share(came) < 0.9} == {}
