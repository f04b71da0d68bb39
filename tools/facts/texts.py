"""What a reader gets: a service's texts, structure by structure, each sentence with its digest.

``python -m tools.facts.texts kms --out FOLDER`` writes ``kms.1.txt``, ``kms.2.txt``, ... of at most 25,000
characters, as longer printouts are cut. ``--all`` has the structures that were read already as well. What to
write about them says tools/facts/GUIDE.md.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from harness.contract.coverage import is_read
from harness.contract.facts import facts_of, text_of
from harness.models import load_service
from tools.facts.structures import structures_of

if TYPE_CHECKING:
    from botocore.model import OperationModel, ServiceModel, Shape

MOST_CHARACTERS = 25_000
MOST_PATHS = 60
"""How many paths of a list's entries are shown."""
AGAIN = 50
"""How much of a sentence is shown that came before."""
DIGITS = 6
"""How many digits of a digest are enough within one text."""
_TRAITS = ("min", "max", "pattern", "enum", "idempotencyToken", "deprecated")


def reading(service: ServiceModel, *, every: bool = False) -> Iterator[str]:
    """Yield a block of text for each structure of requests, and for each operation's own text.

    Args:
        service: botocore's model of it.
        every: whether what was read already comes too.
    """
    facts, seen = facts_of(service.service_name), set()
    users = operations_by_structure(service)
    for name in service.operation_names:
        operation = service.operation_model(name)
        if every or name not in facts.readings:
            head = f"= {service.service_name}.{name} (operation)"
            yield "\n".join((head, *_entries(operation), *_sentences(operation.documentation)))
        for shape in structures_of(service, operation.input_shape).values():
            if shape.name not in seen and (every or not is_read(facts, shape)):
                yield "\n".join(_block(service.service_name, shape, users[shape.name]))
            seen.add(shape.name)


@functools.cache
def operations_by_structure(service: ServiceModel) -> dict[str, list[str]]:
    """Return the operations whose requests use each structure."""
    users: dict[str, list[str]] = {}
    for name in service.operation_names:
        for shape in structures_of(service, service.operation_model(name).input_shape).values():
            users.setdefault(shape.name, []).append(name)
    return users


def _block(service: str, shape: Shape, operations: list[str]) -> Iterator[str]:
    more = f" and {len(operations) - 4} more" if len(operations) > 4 else ""
    yield f"= {service}.{shape.name} ops={','.join(operations[:4])}{more}"
    for member, target in shape.members.items():
        required = " required" if member in shape.required_members else ""
        yield f"{member} {_described(target)}{required}"
        yield from _sentences(target.documentation)


def _entries(operation: OperationModel) -> Iterator[str]:
    """Yield a line for each list of the response: what its entries have, and parameters may select by."""
    output = operation.output_shape
    for member, target in (output.members if output is not None else {}).items():
        if target.type_name == "list":
            paths = islice(_scalars(target, f"{member}[]", 3), MOST_PATHS)
            yield f"> {' '.join(path.removeprefix(f'{member}[]') or '.' for path in paths)} in {member}[]"


def paths_of_entries(operation: OperationModel) -> Iterator[str]:
    """Yield the paths of the scalars in the entries of the lists that an operation returns."""
    output = operation.output_shape
    for member, target in (output.members if output is not None else {}).items():
        if target.type_name == "list":
            yield from _scalars(target, f"{member}[]", 3)


def _scalars(shape: Shape, path: str, depth: int) -> Iterator[str]:
    """Yield the paths of the scalars in the entries of a list, to a depth."""
    inner = shape.member
    if inner.type_name == "list" and depth:
        yield from _scalars(inner, f"{path}[]", depth - 1)
    elif inner.type_name != "structure":
        yield path
    elif depth:
        for member, target in inner.members.items():
            if target.type_name == "list":
                yield from _scalars(target, f"{path}.{member}[]", depth - 2)
            elif target.type_name != "structure":
                yield f"{path}.{member}"
            elif depth > 1:
                yield from (
                    f"{path}.{member}.{name}"
                    for name, leaf in target.members.items()
                    if leaf.type_name not in ("structure", "list", "map")
                )


def _described(shape: Shape) -> str:
    words = [
        shape.type_name,
        *(f"{name}={shape.metadata[name]}" for name in _TRAITS if name in shape.metadata),
    ]
    if shape.type_name == "list":
        words.append(f"of {_described(shape.member)}")
    elif shape.type_name == "map":
        words.append(f"to {_described(shape.value)}")
    return " ".join(words)


def _sentences(documentation: str) -> Iterator[str]:
    text = text_of(documentation)
    for sentence in text.sentences:
        mark = "* " if sentence.bulleted else ""
        yield f"  {text.digest_at(sentence.index)[:DIGITS]} {mark}{sentence.text}"


def chunks(blocks: Iterator[str]) -> Iterator[str]:
    """Put blocks together into texts that are short enough to be printed whole."""
    chunk: list[str] = []
    seen: set[str] = set()
    for block in blocks:
        short = "\n".join(_shortened(block, seen))
        if chunk and sum(map(len, chunk)) + len(short) > MOST_CHARACTERS:
            yield "\n".join((*chunk, "(end)", ""))
            chunk = []
        chunk.append(short)
    if chunk:
        yield "\n".join((*chunk, "(end)", ""))


def _shortened(block: str, seen: set[str]) -> Iterator[str]:
    """Write long sentences that come again as their first words: the reader has them above."""
    for line in block.split("\n"):
        is_again = line.startswith("  ") and line in seen and len(line) > 2 * AGAIN
        yield f"{line[:AGAIN]}... (again)" if is_again else line
        seen.add(line)


def main() -> None:
    """Write the texts of the services named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("services", nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--all", action="store_true", dest="every")
    arguments = parser.parse_args()
    for service in arguments.services:
        texts = chunks(reading(load_service(service), every=arguments.every))
        for number, text in enumerate(texts, 1):
            (arguments.out / f"{service}.{number}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
