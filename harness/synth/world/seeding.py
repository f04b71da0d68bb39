"""What a world begins with: some resources of each type, made by example requests, or as they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from botocore.model import OperationModel, ServiceModel

from harness.contract.contract import Contract, contract
from harness.contract.values import JsonValue, from_json_value, to_json_value
from harness.contract.violation import Severity, Violation
from harness.errors import HarnessError, UnknownName, close_names
from harness.models import load_service
from harness.models.resources import resource_types
from harness.synth.examples import request_params
from harness.synth.responses.answer import Answer
from harness.synth.responses.responder import respond
from harness.synth.scene import Scene
from harness.synth.values.choices import SeededChoices
from harness.synth.values.plausible.words import varied
from harness.synth.values.views import Noun, allows
from harness.synth.world.actions import action_of, creators_of, noun_named, scope_of
from harness.synth.world.records import Place
from harness.synth.world.steps.step import Make

Count = int | list[Mapping[str, Any]] | tuple[Mapping[str, Any], ...]
Seeded = int | Mapping[str, Count]
"""How many resources of each type; or by type, how many, or the parameters that create each."""


class BadSeed(HarnessError):
    """A world cannot begin with what was asked for.

    Args:
        of: the resource type, as it was written.
        reason: why not.
        violations: what the parameters break, where they do.
    """

    def __init__(self, of: str, reason: str, violations: Sequence[Violation] = ()) -> None:
        super().__init__(of, reason, violations)
        self.of = of
        self.reason = reason
        self.violations = violations

    def __str__(self) -> str:
        listed = "".join(f"\n  {v.message}\n    from {v.source}" for v in self.violations)
        return f"The world cannot begin with {self.of}: {self.reason}{listed}"


class Seeds:
    """What a world begins with, made when a type is first asked for.

    Args:
        seeded: as `harness.World` takes it.

    Raises:
        BadSeed: there is no such type, or the parameters break the contract.
    """

    def __init__(self, seeded: Seeded) -> None:
        self._each = seeded if isinstance(seeded, int) else 0
        self._stated: dict[tuple[str, Noun], Count] = {}
        self._done: set[tuple[Place, Noun]] = set()
        if isinstance(seeded, bool) or not isinstance(seeded, int | Mapping):
            raise BadSeed(repr(seeded), "give a number, or numbers by type: {'dynamodb.Table': 3}.")
        if self._each < 0:
            raise BadSeed(str(seeded), "a number of resources is not negative.")
        for name, count in seeded.items() if isinstance(seeded, Mapping) else ():
            service, noun = _type(name)
            self._stated[service.service_name, noun] = _checked(name, service, noun, count)

    @property
    def is_empty(self) -> bool:
        """Whether a world begins with nothing."""
        return not self._each and not self._stated

    def forget(self) -> None:
        """Begin again: nothing is made yet."""
        self._done.clear()

    def requests(
        self, service: ServiceModel, noun: Noun, place: Place, scene: Scene
    ) -> Iterator[tuple[OperationModel, dict[str, JsonValue], Make, bool]]:
        """Yield what creates the resources of a type, and of those that they belong to, the first time.

        Args:
            service: the service.
            noun: the words of the type.
            place: where they are.
            scene: region, account and time.

        Yields:
            The operation, its parameters in JSON-able form, what answers it without memory, and whether
            somebody gave the parameters.
        """
        if (place, noun) in self._done:
            return
        self._done.add((place, noun))
        creators = creators_of(service, noun)
        count = self._stated.get((service.service_name, noun), self._each)
        if not creators or not count:
            return
        owners: dict[str, list[str]] = {}
        held_to = contract(service.service_name, creators[0])
        spelled = {name.lower(): name for name in held_to.operation_model.input_shape.members}
        for param in sorted(scope_of(service, noun)):
            owner = noun_named(service, spelled.get(param, param))
            if owner is not None and owner != noun:
                owners[param] = []
                for operation, params, make, is_given in self.requests(service, owner, place, scene):
                    named = next((v for k, v in params.items() if k.lower() == param), None)
                    owners[param] += [named] if isinstance(named, str) else []
                    yield operation, params, make, is_given
        given = list(count) if not isinstance(count, int) else [None] * count
        taken: dict[str, set[str]] = {}
        for number, each in enumerate(given):
            if each is not None:
                params = to_json_value(held_to.operation_model.input_shape, dict(each))
            else:
                params = request_params(held_to, SeededChoices(noun, number, "seeded"), scene)
                for param, names in owners.items():
                    if param in spelled and names:
                        params[spelled[param]] = names[number % len(names)]
                _name_apart(held_to.operation_model, params, taken, number)
            make = partial(_answer, held_to, params, scene)
            yield held_to.operation_model, params, make, each is not None


def _name_apart(
    operation: OperationModel, params: dict[str, JsonValue], taken: dict[str, set[str]], number: int
) -> None:
    """Give what is created a name that none before it has, in place, if there is such a name.

    Args:
        operation: what creates it.
        params: its parameters in JSON-able form.
        taken: the names of those before it, by parameter; that of this one is added.
        number: its number.
    """
    shapes: Any = operation.input_shape
    for name in action_of(operation).named:
        value = params.get(name)
        if isinstance(value, str):
            known = taken.setdefault(name, set())
            if value in known:
                others = (one for one in varied(value, number) if one not in known)
                value = next((one for one in others if allows(shapes.members[name], one)), value)
            params[name] = value
            known.add(value)


def _answer(
    held_to: Contract, params: dict[str, JsonValue], scene: Scene, salt: object = None, **options: Any
) -> Answer:
    sent = from_json_value(held_to.operation_model.input_shape, params) or {}
    return respond(held_to, sent, ("seeded", salt), scene=scene, **options)


def _type(name: str) -> tuple[ServiceModel, Noun]:
    service, dot, of_service = name.partition(".") if isinstance(name, str) else ("", "", "")
    if not dot:
        raise BadSeed(str(name), "write a service and a type, as in dynamodb.Table.")
    try:
        model = load_service(service)
    except UnknownName as error:
        raise BadSeed(name, str(error)) from None
    types = {each.name: each.noun for each in resource_types(model).types()}
    if of_service not in types:
        close = close_names(of_service, types)
        hint = f" Did you mean {' or '.join(close)}?" if close else f" See harness resources {service}."
        raise BadSeed(name, f"{service} has no such type.{hint}")
    return model, types[of_service]


def _checked(name: str, service: ServiceModel, noun: Noun, count: Count) -> Count:
    if isinstance(count, int):
        if isinstance(count, bool) or count < 0:
            raise BadSeed(name, f"{count!r} is no number of resources.")
        if count and not creators_of(service, noun):
            raise BadSeed(name, "no operation creates one.")
        return count
    if not isinstance(count, list | tuple):
        raise BadSeed(name, f"{count!r} is neither a number nor a list of parameters.")
    creators = creators_of(service, noun)
    if not creators:
        raise BadSeed(name, "no operation creates one.")
    held_to = contract(service.service_name, creators[0])
    for number, params in enumerate(count):
        if not isinstance(params, Mapping):
            raise BadSeed(name, f"number {number} of the list has no parameters of {held_to.name}.")
        found = [v for v in held_to.check_request(dict(params)) if v.severity is Severity.ERROR]
        if found:
            raise BadSeed(name, f"number {number} of the list breaks the contract of {held_to.name}.", found)
    return count
