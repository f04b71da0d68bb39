"""Create a resource, replace one, or set a part of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.contract.rules import with_defaults
from harness.contract.values import JsonValue
from harness.models.resources import parse_name, retry_tokens
from harness.synth.responses.answer import Answer
from harness.synth.responses.computed import compute_members
from harness.synth.world.actions import kinds_of
from harness.synth.world.codes import exists_code
from harness.synth.world.overlay import Overlay, flat
from harness.synth.world.records import Record, chief_name
from harness.synth.world.steps.finding import first_named, named_records
from harness.synth.world.steps.refusing import refuse, refuse_owner
from harness.synth.world.steps.showing import overlay_of, show
from harness.synth.world.steps.step import Outcome, Step
from harness.synth.world.steps.update import update_resource
from harness.synth.world.tags import tags_in

_TOKEN = "token"  # the kind of name that tells a retry of the request that created it
_Told = tuple[dict[str, str], dict[str, JsonValue]]  # what names a resource, by kind; what is said of it


def create_resource(step: Step) -> Outcome:
    """Remember a new resource; refuse one that is there already, unless the request may come again."""
    if step.part:
        return _create_part(step)
    answer = step.make()
    if answer.error is not None or answer.response is None:
        return Outcome(answer)
    names = step.action.all_names(step.params)
    naming = _naming(step, names, answer.response)
    if not naming:
        answer = step.make(salt=step.serial())
    assert answer.response is not None
    existing = first_named(step, step.noun, naming, step.owners)
    if refused := refuse_owner(step):
        return refused
    if existing is not None and not step.learning:
        if step.action.role == "put" and not _must_not_replace(step):
            names = {**existing.names, **names}
        elif again := _again(step, existing, answer):
            return again
    fresh = _fresh(step, names, existing)
    overlay = overlay_of(step, fresh, fresh=True)
    overlay.lay(answer.response)
    compute_members(step.operation, step.params, answer.response)
    records = list(_created(step, fresh, overlay, answer.response))
    for record in records:
        step.store.put(record)
    return Outcome(answer, known=True if records else None)


def _create_part(step: Step) -> Outcome:
    """Set a part of a resource; refuse one that is there already where an error for that is documented."""
    records, _ = named_records(step)
    is_create = parse_name(step.operation.name).role == "create" and not step.operation.name.startswith("Put")
    is_there = len(records) == 1 and bool(records[0].parts.get(step.part))
    if is_create and is_there and not step.learning and step.make().error is None:
        code = exists_code(step.operation, step.action.part, step.scene.region)
        if code is not None and not code[1]:
            words = f"The {' '.join(step.noun)} {records[0].name!r} has a {step.part} already."
            return refuse(step, code[0], words, 409)
    return update_resource(step)


# What names a resource that is to be created, and whether it is there already.


def _naming(step: Step, names: Mapping[str, str], response: Mapping[str, JsonValue]) -> list[str]:
    """Return the names by which the resource may be there already; empty for one that gets a new name."""
    kinds = kinds_of(step.service, step.noun)
    return (
        [value for kind, value in names.items() if _is_naming(kind, kinds)]
        or [token for token in _tokens(step) if step.store.named(step.place, step.noun, token)]
        or (list(names.values()) if _is_told(step, response, names) else [])
    )


def _is_naming(kind: str, kinds: Sequence[str]) -> bool:
    """Tell whether a name of a kind is one by which requests name a resource of the type."""
    return (
        kind in kinds
        or (kind in ("id", "identifier") and bool({"id", "identifier"} & set(kinds)))
        or (kind == "arn" and bool(kinds))
    )


def _tokens(step: Step) -> list[str]:
    """Return the tokens by which a request tells a retry of it from another."""
    found = [step.params.get(name) for name in retry_tokens(step.operation)]
    return [token for token in found if isinstance(token, str) and token]


def _is_told(step: Step, response: Mapping[str, JsonValue], names: Mapping[str, str]) -> bool:
    """Tell whether all that names a created resource in its answer follows from the name in the request."""
    shown = [
        value
        for each in (response, *_structures(response))
        for member, value in each.items()
        if isinstance(value, str) and step.types.kind_in(member, step.noun) is not None
    ]
    return bool(shown and names) and all(value.endswith(tuple(names.values())) for value in shown)


def _must_not_replace(step: Step) -> bool:
    """Tell whether a request that may ask to replace what is there does not."""
    shape: Any = step.operation.input_shape
    switch = next((name for name in shape.members if name.lower() in ("overwrite", "allowoverwrite")), None)
    return switch is not None and not step.params.get(switch)


def _again(step: Step, existing: Record, answer: Answer) -> Outcome | None:
    """Answer a request to create what is there already; None where another may have the same name."""
    same = all(
        _says(existing.members.get(name.lower()), value)
        for name, value in step.params.items()
        if name not in step.operation.idempotent_members
    )
    is_retry = existing.names.get(_TOKEN, "") in _tokens(step)
    code = exists_code(step.operation, step.noun, step.scene.region)
    if code is not None and not is_retry and not (same and code[1]):
        words = f"The {' '.join(step.noun)} {existing.name!r} already exists."
        return refuse(step, code[0], words, 409)
    if code is None and not is_retry and not same:
        return None
    return Outcome(show(step, answer, existing, fresh=True), known=True)


def _says(known: JsonValue, sent: JsonValue) -> bool:
    """Tell whether what is known says what was sent; of a structure or map, what was sent of it."""
    if isinstance(known, dict) and isinstance(sent, dict):
        return all(name in known and _says(known[name], value) for name, value in sent.items())
    return bool(known == sent)


# What is remembered of it.


def _fresh(step: Step, names: Mapping[str, str], replaced: Record | None) -> Record:
    """Return what the request says of the resource, before the answer has named it."""
    tags = tags_in(step.operation.input_shape, step.params, step.noun)
    if tags is None:
        tags = dict(replaced.tags) if replaced is not None else {}
    return Record(
        step.place,
        step.noun,
        "",
        names,
        step.owners,
        flat(step.operation, with_defaults(step.params, step.contract.rules)),
        tags=tags,
        is_whole=not step.learning,
    )


def _created(step: Step, fresh: Record, overlay: Overlay, response: dict[str, JsonValue]) -> Iterator[Record]:
    """Yield the records of what was created, by what names it in the request or in the answer."""
    kinds, tokens = kinds_of(step.service, step.noun), _tokens(step)
    seen = set()
    for told, answered in _told(step, overlay, response):
        names = {**told, **fresh.names}
        name = chief_name(names, kinds)
        if tokens:
            names[_TOKEN] = tokens[0]
        if name is None or name in seen:
            continue
        seen.add(name)
        members = {**{member.lower(): each for member, each in answered.items()}, **fresh.members}
        yield replace(fresh, name=name, names=names, members=members)


def _told(step: Step, overlay: Overlay, response: dict[str, JsonValue]) -> list[_Told]:
    """Return what an answer tells of each resource that was created."""
    shown: list[_Told] = [
        (
            {kind: str(value[name]) for name, kind in reversed(view.members) if value.get(name)}
            or next(filter(None, (_names_in(step, each) for each in _structures(value))), {}),
            value,
        )
        for view, value in overlay.shown
    ]
    top = {
        kind: value
        for name, value in response.items()
        if isinstance(value, str)
        and (kind := step.types.kind_in(name, step.noun)) is not None
        and (kind or name not in step.params)
    }
    if not shown and top.keys().isdisjoint(("id", "arn")):  # else structures are of other things
        outer = _structures(response)
        inner = [*outer, *(each for value in outer for each in _structures(value))]
        shown = [(names, value) for value in inner if (names := _names_in(step, value))][:1]
    if len({tuple(sorted(names.items())) for names, _ in shown}) > 1:
        return shown
    # It is one resource: what the answer has at the top names it as well.
    names, answered = shown[0] if shown else ({}, response)
    return [({**top, **names}, answered)]


def _names_in(step: Step, value: Mapping[str, JsonValue]) -> dict[str, str]:
    return {
        kind: each
        for name, each in value.items()
        if isinstance(each, str) and (kind := step.types.kind_in(name, step.noun)) is not None
    }


def _structures(value: Mapping[str, JsonValue]) -> list[dict[str, JsonValue]]:
    return [each for each in value.values() if isinstance(each, dict)]
