"""Read an operation page from the text of boto3's web page into an :class:`Outline`.

The text has no markup. Indentation and ``•`` carry the nesting: a list's contents stand two columns right of
its bullets, and a nested list's bullets at the column of the contents around it. Bullets of the prose look
like those of entries, ``Name (type) –``; where there is a syntax block, only what it names is an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from harness.models.pages.errors import INCOMPLETE, NOT_AN_OPERATION, PageError
from harness.models.pages.outline import (
    REQUIRED,
    TOO_LARGE,
    Entry,
    Outline,
    Section,
    Syntax,
    request_section,
    response_section,
)
from harness.models.pages.syntax import parse_request, parse_response, parse_signature

_HEADINGS = (
    "Request Syntax",
    "Parameters",
    "Return type",
    "Returns",
    "Response Syntax",
    "Response Structure",
    "Exceptions",
    "Examples",
)
"""The titles that part a page, in their order; each stands alone on a line that is not indented."""

_QUOTES = str.maketrans("‘’“”", "''\"\"")
"""Undoes what Sphinx does to the quotes of its source."""

_BULLET = "• "
# Sphinx leaves the dash out where nothing follows.
_LABEL = re.compile(r"(?:(?P<name>\S+) )?\((?P<type>[^()]+)\)(?: (?:–|--)(?: (?P<rest>.*))?)?")
_ADMONITIONS = {"Note": "note", "Warning": "important", "Danger": "important"}


@dataclass(frozen=True)
class _Line:
    number: int
    column: int
    text: str


@dataclass(frozen=True)
class _Paragraph:
    line: int
    text: str


@dataclass(frozen=True)
class _Bullets:
    items: tuple[tuple[_Paragraph | _Bullets, ...], ...]


_Block = _Paragraph | _Bullets


def parse_text(text: str) -> Outline:
    """Read the text of a web page, as a browser or a text browser copies it.

    Raises:
        PageError: it documents no client operation, or it was cut or re-indented.
    """
    lines = [
        _Line(number, len(line) - len(line.lstrip()), line.strip())
        for number, line in enumerate(text.translate(_QUOTES).expandtabs().splitlines(), 1)
    ]
    start, client, method = _signature(lines)
    sections = _sections(lines[start + 1 :])
    return Outline(
        client=client,
        method=method,
        service=None,
        link=None,
        blocks=tuple(_prose(_blocks(_before_reference(sections[""])))),
        request=_request(sections, lines[start].number),
        response=_response(sections, lines[start].number),
        exceptions=_exceptions(sections.get("Exceptions", [])),
    )


def _signature(lines: Sequence[_Line]) -> tuple[int, str, str]:
    """Find the line ``XRay.Client.get_insight(**kwargs)#``; return its index, client class and method."""
    for index, line in enumerate(lines):
        if names := parse_signature(line.text.rstrip("#¶")):
            return index, *names
    raise PageError("it has no signature of a client method", NOT_AN_OPERATION)


def _sections(lines: Sequence[_Line]) -> dict[str, list[_Line]]:
    """Part lines by the headings among them, which come in their order."""
    heading, following = "", list(_HEADINGS)
    sections: dict[str, list[_Line]] = {"": []}
    for line in lines:
        title = line.text.removesuffix(":")
        if line.column <= len(_BULLET) and title in following[: None if heading else 1]:
            heading, following = title, following[following.index(title) + 1 :]
            sections[heading] = []
        else:
            sections[heading].append(line)
    return sections


def _blocks(lines: Sequence[_Line]) -> list[_Block]:
    """Part lines into paragraphs and lists, nested as their columns say."""
    blocks: list[_Block] = []
    rest = list(lines)
    while rest:
        end = 1
        if rest[0].text.startswith(_BULLET):
            end = _end_of_list(rest)
            blocks.append(_Bullets(tuple(_items(rest[:end]))))
        elif rest[0].text:
            end = next(
                (i for i, line in enumerate(rest) if not line.text or line.text.startswith(_BULLET)),
                len(rest),
            )
            blocks.append(_Paragraph(rest[0].number, " ".join(line.text for line in rest[:end])))
        rest = rest[end:]
    return blocks


def _end_of_list(lines: Sequence[_Line]) -> int:
    """Return where the list ends that the lines begin with."""
    column = lines[0].column
    for index, line in enumerate(lines):
        bullet = line.text.startswith(_BULLET)
        if line.text and (line.column < column or (line.column < column + len(_BULLET) and not bullet)):
            return index
    return len(lines)


def _items(lines: Sequence[_Line]) -> Iterator[tuple[_Block, ...]]:
    """Yield the blocks of each item of a list; every line of it is given."""
    starts = [
        i for i, line in enumerate(lines) if line.column == lines[0].column and line.text.startswith(_BULLET)
    ]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        bullet = lines[start]
        first = _Line(bullet.number, bullet.column + len(_BULLET), bullet.text.removeprefix(_BULLET).strip())
        yield tuple(_blocks([first, *lines[start + 1 : end]]))


def _line(item: Sequence[_Block]) -> int:
    return item[0].line if item and isinstance(item[0], _Paragraph) else 0


def _before_reference(lines: Sequence[_Line]) -> Sequence[_Line]:
    """Leave out the line ``See also: AWS API Documentation``."""
    return [line for line in lines if not line.text.startswith("See also: AWS API Documentation")]


def _prose(blocks: Sequence[_Block]) -> Iterator[str]:
    """Yield each block as HTML, as botocore has documentation; a note's title and first block are one."""
    tag = ""
    for block in blocks:
        if isinstance(block, _Paragraph) and block.text in _ADMONITIONS:
            tag = _ADMONITIONS[block.text]
        elif html := _html(block):
            yield f"<{tag}>{html}</{tag}>" if tag else html
            tag = ""


def _html(block: _Block) -> str:
    if isinstance(block, _Paragraph):
        return f"<p>{escape(block.text, quote=False)}</p>"
    items = "".join(f"<li>{''.join(_prose(item))}</li>" for item in block.items)
    return f"<ul>{items}</ul>" if items else ""


def _code(lines: Sequence[_Line]) -> tuple[str, int]:
    """Return the code at the head of a section and the line of its start.

    It ends with a blank line after one that is not indented; others stand for a structure without members.
    """
    code: list[_Line] = []
    for line in lines:
        if line.text:
            code.append(line)
        elif code and code[-1].column == code[0].column:
            break
    return "\n".join(" " * line.column + line.text for line in code), code[0].number if code else 0


def _request(sections: dict[str, list[_Line]], line: int) -> Section | None:
    if "Request Syntax" not in sections:
        raise PageError("it has no Request Syntax", INCOMPLETE, line=line)
    code, line = _code(sections["Request Syntax"])
    syntax = parse_request(code, line)
    blocks = _blocks(sections.get("Parameters", []))
    if blocks and isinstance(blocks[0], _Paragraph):  # a single parameter is no list
        blocks = [_Bullets((tuple(blocks),))]
    _, entries = _content(blocks, syntax)
    return request_section(syntax, entries, _too_large(sections["Request Syntax"]), line)


def _response(sections: dict[str, list[_Line]], line: int) -> Section | None:
    if "Returns" not in sections:
        raise PageError("it does not say what the method returns", INCOMPLETE, line=line)
    if "Response Syntax" not in sections:
        if [line.text for line in sections["Returns"] if line.text] == ["None"]:
            return None
        raise PageError("it has no Response Syntax", INCOMPLETE, line=line)
    code, line = _code(sections["Response Syntax"])
    syntax = parse_response(code, line)
    structure = sections.get("Response Structure", [])
    _, entries = _content(_blocks(structure), Syntax("list", {"": syntax}) if syntax else None)
    return response_section(syntax, entries, _too_large(structure), line)


def _too_large(lines: Sequence[_Line]) -> bool:
    return any(TOO_LARGE in line.text for line in lines)


def _exceptions(lines: Sequence[_Line]) -> tuple[str, ...]:
    """Return the last name of each bullet ``XRay.Client.exceptions.ThrottledException``."""
    return tuple(line.text.rpartition(".")[2] for line in lines if line.text.startswith(_BULLET))


def _content(blocks: Sequence[_Block], syntax: Syntax | None) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    """Part the entries in a value's blocks from its prose."""
    prose: list[_Block] = []
    entries: list[Entry] = []
    for block in blocks:
        if isinstance(block, _Bullets):
            first = _first_entry(block, syntax)
            entries.extend(_entry(item, syntax) for item in block.items[first:])
            prose.append(_Bullets(block.items[:first]))
        else:
            prose.append(block)
    return tuple(_prose(prose)), tuple(entries)


def _first_entry(block: _Bullets, syntax: Syntax | None) -> int:
    """Return where the entries begin in a run of bullets: a list of the prose may stand right before them.

    It suffices that the syntax names one of them, as botocore leaves some members out of it. Without a syntax
    whatever looks like an entry is one.
    """
    labels = [_label(item) for item in block.items]
    expected = any(label and (syntax is None or _nested(syntax, label["name"])) for label in labels)
    prose = max((index for index, label in enumerate(labels) if not label), default=-1)
    return prose + 1 if expected else len(labels)


def _label(item: Sequence[_Block]) -> re.Match[str] | None:
    return _LABEL.fullmatch(item[0].text) if item and isinstance(item[0], _Paragraph) else None


def _nested(syntax: Syntax | None, name: str | None) -> Syntax | None:
    """Return the syntax of what a value has under a name, or without one; None when there is no such."""
    if syntax is None:
        return None
    if name is not None or "" in syntax.members:
        return syntax.members.get(name or "")
    if list(syntax.members) == ["string"]:  # a map's key, in which the value is nested
        return Syntax("list", {"": syntax.members["string"]})
    return None


def _entry(item: Sequence[_Block], syntax: Syntax | None) -> Entry:
    """Make an entry of an item that has a label; the syntax is that of the value in which it is nested."""
    label, line = _label(item), _line(item)
    assert label is not None
    first, body = label["rest"] or "", list(item[1:])
    match body:
        case [_Paragraph(text=text), *rest] if not first and text.startswith(REQUIRED):
            first, body = text, rest
    if text := first.removeprefix(REQUIRED).strip():
        body = [_Paragraph(line, text), *body]
    blocks, children = _content(body, _nested(syntax, label["name"]))
    return Entry(label["name"], label["type"], first.startswith(REQUIRED), blocks, children, line)
