"""Find the records that a request names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from harness.models.resources import tail_of
from harness.synth.proposals import proposals_of
from harness.synth.values.views import Noun
from harness.synth.world.actions import creators_of, noun_named
from harness.synth.world.records import Record
from harness.synth.world.steps.step import Step

_ACCOUNT = re.compile(r"\d{12}", re.ASCII)


def is_kept(step: Step, noun: Noun) -> bool:
    """Tell whether a world can know what there is of a type: requests create them, or something did."""
    return bool(creators_of(step.service, noun)) or bool(step.store.of_type(step.place, noun))


def named_records(step: Step) -> tuple[list[Record], list[str]]:
    """Return the records that the request names, and the names of what is not there."""
    return _of_type(step) if step.noun else _of_any_type(step)


def _of_type(step: Step) -> tuple[list[Record], list[str]]:
    owners, found, missing = step.owners, {}, []
    for _, name in step.action.names(step.params):
        record = find_record(step, step.noun, name, owners)
        if record is None or _is_elsewhere(step, record):
            missing.append(name)
        else:
            found[record.key] = record
    return list(found.values()), missing


def _is_elsewhere(step: Step, record: Record) -> bool:
    """Tell whether a request reads or deletes something else: a job of another workspace, or by two names."""
    if step.action.role not in ("read", "delete"):
        return False
    names = step.action.all_names(step.params)
    others = (
        tail_of(record.names.get(kind, name)).lower() != tail_of(name).lower() for kind, name in names.items()
    )
    if len(names) > 1 and any(others):
        return True
    return any(
        isinstance(value, str)
        and isinstance(known := record.members.get(param.lower()), str)
        and tail_of(known) != tail_of(value)
        and (_ACCOUNT.fullmatch(value) or noun_named(step.service, param) not in (None, step.noun))
        for param, value in step.params.items()
        if param not in step.action.naming
    )


def _of_any_type(step: Step) -> tuple[list[Record], list[str]]:
    """Return the same where the request tells no type: as it has tags by an ARN."""
    found, missing = [], []
    for param in step.action.named:
        value = step.params.get(param)
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str):
                record = step.store.named(step.place, None, name)
                if record is None:
                    missing.append(name)
                else:
                    found.append(record)
    return found, missing


def find_record(step: Step, noun: Noun, name: str, owners: Mapping[str, str] | None = None) -> Record | None:
    """Return the record that something names; an apiId may be that of a GraphqlApi as well."""
    record = step.store.named(step.place, noun, name, owners) or _in_any_case(step, noun, name, owners)
    if record is None:
        for longer in step.store.types(step.place):
            if len(longer) > len(noun) and longer[-len(noun) :] == noun:
                record = record or step.store.named(step.place, longer, name, owners)
    return record


def _in_any_case(step: Step, noun: Noun, name: str, owners: Mapping[str, str] | None) -> Record | None:
    """Return what a name in another case names, where documentation says that case doesn't matter."""
    folded = {one["param"] for one in proposals_of(step.operation, "any_case")}
    if not any(value == name and param in folded for param, value in step.params.items()):
        return None
    same = (one for one in step.store.of_type(step.place, noun, owners) if one.name.lower() == name.lower())
    return next(same, None)


def first_named(
    step: Step, noun: Noun, names: Iterable[str], owners: Mapping[str, str] | None
) -> Record | None:
    """Return the record of a type that one of several names names; the first name that does decides."""
    found = (step.store.named(step.place, noun, name, owners) for name in names)
    return next(filter(None, found), None)
