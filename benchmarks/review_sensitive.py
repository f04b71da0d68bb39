"""List the shapes marked sensitive that nobody has read yet, and enter verdicts on them.

A new botocore brings new shapes. Each counts as a credential until somebody reads it::

    make review-sensitive > verdicts.txt           # one shape a line, "?" in place of a verdict
    $EDITOR verdicts.txt                           # "?" becomes credential, personal, settings, typed or data
    python benchmarks/review_sensitive.py --enter verdicts.txt

A line holds the verdict, the service and shape, what it is, up to four members that have it, and what the
documentation says. A line that still has "?" is left for later.
benchmarks/sensitive.md says what the words mean.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from harness.models import load_service, service_names

CLASSES = Path(__file__).parents[1] / "harness" / "redaction" / "classes.json"
VERDICTS = frozenset(("credential", "personal", "settings", "typed", "data"))
UNREAD = "?"
MEMBERS = 4
LETTERS = 200

Verdicts = dict[str, dict[str, str]]


class BadVerdict(Exception):
    """A line of a file of verdicts that cannot be entered."""


def read(path: Path) -> Verdicts:
    """Return what a file of classes holds: service to shape to class."""
    verdicts: Verdicts = json.loads(path.read_text("utf-8"))
    return verdicts


def write(path: Path, verdicts: Mapping[str, Mapping[str, str]]) -> None:
    """Write a file of classes, sorted, one shape a line."""
    path.write_text(json.dumps(verdicts, indent=2, sort_keys=True) + "\n", "utf-8")


def lines(model: ServiceModel, known: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each sensitive shape of a service that is not among the known ones."""
    shapes = {name: model.shape_for(name) for name in sorted(model.shape_names)}
    unread = [
        shape for name, shape in shapes.items() if name not in known and shape.metadata.get("sensitive")
    ]
    if not unread:
        return
    users: dict[str, list[tuple[str, str]]] = {}
    for name, shape in shapes.items():
        for role, part in _parts(shape):
            users.setdefault(part.name, []).append((name + role, _plain(part.documentation)))
    for shape in unread:
        found = users.get(shape.name, [])
        text = _plain(shape.documentation) or next((said for _, said in found if said), "")
        columns = (
            f"{UNREAD} {model.service_name}.{shape.name}",
            _kind(shape),
            ", ".join(member for member, _ in found[:MEMBERS]),
            text[:LETTERS],
            str(shape.metadata.get("pattern", "")),
        )
        yield " | ".join(columns).rstrip(" |")


def entered(verdicts: Mapping[str, Mapping[str, str]], text: str) -> Verdicts:
    """Return verdicts and those that a text adds or changes, in the form of `lines`.

    Raises:
        BadVerdict: a line begins with none of the words, or names no shape.
    """
    result = {service: dict(shapes) for service, shapes in verdicts.items()}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith(UNREAD):
            continue
        verdict, _, rest = line.partition(" ")
        service, _, shape = rest.partition(" | ")[0].strip().partition(".")
        if verdict not in VERDICTS:
            raise BadVerdict(f"line {number}: {verdict!r} is none of {', '.join(sorted(VERDICTS))}")
        if not service or not shape:
            raise BadVerdict(f"line {number}: no service.Shape after {verdict!r}")
        result.setdefault(service, {})[shape] = verdict
    return result


def _parts(shape: Shape) -> Iterator[tuple[str, Shape]]:
    if isinstance(shape, StructureShape):
        yield from ((f".{name}", part) for name, part in shape.members.items())
    elif isinstance(shape, ListShape):
        yield "[member]", shape.member
    elif isinstance(shape, MapShape):
        yield from (("[key]", shape.key), ("[value]", shape.value))


def _kind(shape: Shape) -> str:
    """Say what a shape is; of a structure also its members, those marked themselves with a star."""
    if not isinstance(shape, StructureShape):
        return " of ".join((shape.type_name, *(part.name for _, part in _parts(shape))))
    members = (
        name + "*" * bool(part.metadata.get("sensitive")) for name, part in list(shape.members.items())[:16]
    )
    return f"structure of {' '.join(members)}".strip()


def _plain(documentation: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", documentation))).strip()


def main(arguments: list[str] | None = None) -> int:
    """List what is unread, or enter a file of verdicts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--enter", type=Path, metavar="FILE", help="add the verdicts of a file")
    parser.add_argument("--all", action="store_true", help="list shapes that were read, too")
    parser.add_argument("--classes", type=Path, default=CLASSES, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    known = read(options.classes)
    if options.enter:
        try:
            write(options.classes, entered(known, options.enter.read_text("utf-8")))
        except BadVerdict as bad:
            print(f"{options.enter}, {bad}. Nothing was entered.", file=sys.stderr)
            return 2
        return 0
    for service in service_names():
        for line in lines(load_service(service), {} if options.all else known.get(service, {})):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
