"""Find what models refuse though the documentation of the very member quotes it as a value.

A pattern ``^Y|M|W|D|H$`` refuses ``2W``, and the text of the member says: specify ``"2W"``. This lists, as
JSON lines, each quoted text that a pattern or bound of its member refuses. Most of them are no values of the
member: addresses of pages, names of other members, what a value begins with, stand-ins for an id.
A person reads the list, `python -m tools.conflicts SERVICE...`, and puts the true ones into
``harness/contract/loosened.jsonl``. Enumerations need no list: a value that the text of a member names is
documented (`harness.contract.tolerance`).
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from harness.contract.patterns import matches, pattern_of
from harness.models import load_service, service_names

Shapes = Mapping[str, Mapping[str, Any]]
_QUOTED = re.compile(r"<code>(.*?)</code>|``(.*?)``|[\"“]([^\"“”<>]{1,120})[\"”]", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_EXAMPLE = re.compile(
    r"\b(?:for example|such as)[:,]?\s+([^\s<>,;()\"“]{2,120})", re.IGNORECASE
)  # not marked as a value
_NUMBERS = ("integer", "long", "float", "double")


def quoted(text: str) -> list[str]:
    """Return what a text quotes, in code marks or quotation marks, or names as an example, each once."""
    found = [next(filter(None, groups), "") for groups in _QUOTED.findall(text)]
    found += _EXAMPLE.findall(_TAG.sub("", text))
    plain = (html.unescape(_TAG.sub("", one)).strip().strip("\"'").rstrip(".,") for one in found)
    return [one for one in dict.fromkeys(plain) if one]


def refused_by(shape: Mapping[str, Any], value: str) -> Iterator[str]:
    """Yield the traits of a shape, ``"pattern"``, ``"min"`` or ``"max"``, that refuse a value."""
    size: float = len(value)
    if shape["type"] in _NUMBERS:
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            return
        size = float(value)
    elif shape["type"] != "string":
        return
    pattern = pattern_of(shape)
    if pattern is not None and not matches(pattern.whole, value):
        yield "pattern"
    if size < shape.get("min", size):
        yield "min"
    if size > shape.get("max", size):
        yield "max"


def conflicts(service: str) -> Iterator[dict[str, Any]]:
    """Yield the conflicts of the request members of a service, one for each trait of a member."""
    description = load_service(service)._service_description
    for structure in sorted(_sent(description)):
        for member, place in description["shapes"][structure].get("members", {}).items():
            shape, text = _leaf(description["shapes"], place)
            found: dict[str, list[str]] = {}
            for value in quoted(text):
                for trait in refused_by(shape, value):
                    found.setdefault(trait, []).append(value)
            for trait, values in sorted(found.items()):
                yield {
                    "service": service,
                    "structure": structure,
                    "member": member,
                    "keyword": trait,
                    "values": values,
                }


def _leaf(shapes: Shapes, place: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Return the shape of a member, or of the entries of its list, and all that is said on the way."""
    shape = shapes[place["shape"]]
    said = [place.get("documentation", ""), shape.get("documentation", "")]
    while shape["type"] == "list":
        shape = shapes[shape["member"]["shape"]]
        said.append(shape.get("documentation", ""))
    return shape, " ".join(said)


def _sent(description: Mapping[str, Any]) -> set[str]:
    """Return the names of the shapes that requests have."""
    shapes, found = description["shapes"], set[str]()
    waiting = [one["input"]["shape"] for one in description["operations"].values() if "input" in one]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            inside = [*shapes[name].get("members", {}).values()]
            inside += [shapes[name][part] for part in ("member", "key", "value") if part in shapes[name]]
            waiting += [one["shape"] for one in inside]
    return found


if __name__ == "__main__":
    for name in sys.argv[1:] or service_names():
        for conflict in conflicts(name):
            sys.stdout.write(orjson.dumps(conflict).decode() + "\n")
