"""How much of the documentation was read: what nobody has read claims nothing, and is said to be unread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

from harness.contract.documented import structures_in
from harness.contract.facts import ServiceFacts, digest_of_texts, facts_of
from harness.models.reach import asked_shapes


def unread_members(operation: OperationModel) -> tuple[str, ...]:
    """Return the parameters, at any depth, whose documentation nobody has read, or not as it is now.

    Args:
        operation: botocore's model of it, whose shapes have names.
    """
    top, facts = operation.input_shape, facts_of(operation.service_model.service_name)
    if top is None:
        return ()
    found: list[str] = []
    for scope, shape in _structures_below(top, "", ()):
        if not is_read(facts, shape):
            unread = (name for name, target in shape.members.items() if target.documentation)
            read = {
                fact.member for name in shape.members for fact in facts.at(shape.name, name) if fact.is_read
            }
            found += (f"{scope}{name}" for name in unread if name not in read)
    return tuple(found)


def is_read(facts: ServiceFacts, shape: StructureShape) -> bool:
    """Tell whether a structure was read whole, with the texts that it has now."""
    reading = facts.readings.get(shape.name)
    texts = {name: target.documentation for name, target in shape.members.items()}
    return reading is not None and reading.texts == digest_of_texts(texts)


def _structures_below(
    shape: Shape, scope: str, above: tuple[str, ...]
) -> Iterator[tuple[str, StructureShape]]:
    if shape.name not in above:
        yield scope, shape
        for path, inner in structures_in(shape):
            yield from _structures_below(inner, f"{scope}{path}.", (*above, shape.name))


class Coverage(NamedTuple):
    """How much of a service's documentation was read.

    Attributes:
        service: its name.
        structures: the structures that its requests are made of.
        read: those of them that were read whole.
        facts: its facts, without the refuted ones.
        sure: those whose breach is an error.
    """

    service: str
    structures: int
    read: int
    facts: int
    sure: int


def coverage_of(service: ServiceModel) -> Coverage:
    """Count what was read of a service.

    Args:
        service: botocore's model of it.
    """
    facts = facts_of(service.service_name)
    shapes = map(service.shape_for, asked_shapes(service))
    structures = [shape for shape in shapes if shape.type_name == "structure"]
    states = [fact.review for fact in facts]
    return Coverage(
        service.service_name,
        len(structures),
        sum(is_read(facts, shape) for shape in structures),
        len(states) - states.count("refuted"),
        states.count("confirmed"),
    )
