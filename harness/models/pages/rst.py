"""Read an operation page in reStructuredText, through docutils, into an :class:`Outline`.

Nothing is registered with docutils, whose registries are global. A directive that it does not know, such as
``py:method``, leaves its block in the tree, whose content is then parsed in turn; an unknown role
(``:doc:``, ``:py:class:``) leaves its text.
"""

from __future__ import annotations

import functools
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

from harness.models.pages.errors import INCOMPLETE, NOT_AN_OPERATION, PageError
from harness.models.pages.outline import (
    REQUIRED,
    TOO_LARGE,
    Entry,
    Outline,
    Section,
    request_section,
    response_section,
)
from harness.models.pages.prose import html
from harness.models.pages.syntax import parse_request, parse_response, parse_signature

_METHOD = ".. py:method::"
_REFERENCE = "/goto/WebAPI/"
_HEADINGS = ("Request Syntax", "Parameters", "Exceptions", "Examples")


def parse_rst(text: str) -> Outline:
    """Read a page in reStructuredText, as boto3 has one for each client method.

    Raises:
        PageError: it documents no client operation, or it was cut or re-indented.
    """
    page = _parse(repair_markup(text))
    method, line = _method(page)
    signature, _, content = method.partition("\n")
    signature = signature.removeprefix(_METHOD).strip()
    names = parse_signature(signature)
    if names is None:
        raise PageError(
            f"it documents {signature!r}, which is no client operation", NOT_AN_OPERATION, line=line
        )
    parts = _parts(_parse("\n" * line + textwrap.dedent(content)))
    return Outline(
        client=names[0],
        method=names[1],
        service=_service(page),
        link=parts.link,
        blocks=tuple(filter(None, parts.blocks)),
        request=_request(parts, line),
        response=_response(parts, line),
        exceptions=tuple(parts.exceptions),
    )


def repair_markup(text: str) -> str:
    """Indent a line like the one above it where botocore let a line break of the HTML through.

    botocore writes a blank line before one that is indented less, unless that is a field such as ``:rtype:``;
    otherwise it is the rest of a paragraph. Code's closing brackets are moved too, which is harmless.
    """
    lines: list[str] = []
    above = 0
    for line in text.expandtabs().splitlines():
        column = len(line) - len(line.lstrip()) if line.strip() else 0
        if 0 < column < above and not line.lstrip().startswith(":"):
            line, column = " " * above + line.lstrip(), above
        above = column
        lines.append(line)
    return "\n".join(lines)


@functools.cache
def _settings() -> Any:
    settings = get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5  # nothing is printed, nothing raised
    settings.line_length_limit = sys.maxsize
    settings.file_insertion_enabled = settings.raw_enabled = False
    return settings


def _parse(text: str) -> nodes.document:
    document = new_document("page", _settings())
    Parser().parse(text, document)
    return document


def _method(page: nodes.document) -> tuple[str, int]:
    """Return the block of the page's ``py:method`` directive and the line on which it starts."""
    for block in page.findall(nodes.literal_block):
        message = block.parent
        if isinstance(message, nodes.system_message) and block.astext().startswith(_METHOD):
            return block.astext(), int(message["line"])
    raise PageError("it has no py:method directive", NOT_AN_OPERATION)


def _service(page: nodes.document) -> str | None:
    """Return ``"xray"`` from the link at the page's top, ``:doc:`XRay <../../xray>```."""
    for node in page.findall(nodes.problematic):
        role, _, target = node.astext().removesuffix(">`").partition(" <")
        if role.startswith(":doc:"):
            return target.rpartition("/")[2]
    return None


@dataclass
class _Parts:
    """The pieces of a method's content, in their order."""

    blocks: list[str] = field(default_factory=list)
    link: str | None = None
    request: nodes.literal_block | None = None
    parameters: list[Entry] = field(default_factory=list)
    returns: nodes.Element | None = None
    exceptions: list[str] = field(default_factory=list)


def _parts(content: nodes.document) -> _Parts:
    parts, heading = _Parts(), ""
    for node in _flat(content.children):
        heading = _heading(node) or heading
        if not heading:
            link = _reference(node)
            parts.link = parts.link or link
            parts.blocks.append("" if link else html(node))
        elif isinstance(node, nodes.field_list):
            _fields(node, parts)
        elif heading == "Request Syntax" and isinstance(node, nodes.literal_block):
            parts.request = parts.request or node
        elif heading == "Exceptions" and isinstance(node, nodes.bullet_list):
            links = (_role_title(item.children[0]) for item in node.children if item.children)
            parts.exceptions.extend(link.rpartition(".")[2] for link in links)
    return parts


def _flat(children: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield nodes without their block quotes, which only come from uneven indentation."""
    for node in children:
        if isinstance(node, nodes.block_quote):
            yield from _flat(node.children)
        else:
            yield node


def _fields(node: nodes.field_list, parts: _Parts) -> None:
    types: dict[str, str] = {}
    for name, body in (item.children for item in node.findall(nodes.field)):
        match name.astext().split(maxsplit=1):
            case ["type", parameter]:
                types[parameter] = _role_title(body.children[0]) if body.children else ""
            case ["param", parameter]:
                line = name.parent.line or 0
                parts.parameters.append(_entry(parameter, types.get(parameter, ""), body.children, line))
            case ["returns"] if isinstance(body, nodes.Element):
                parts.returns = body


def _heading(node: nodes.Node) -> str:
    """Return the title of a paragraph such as ``**Request Syntax**``, otherwise ``""``."""
    title = node.astext() if isinstance(node, nodes.paragraph) else ""
    return title if title in _HEADINGS and isinstance(node.children[0], nodes.strong) else ""


def _reference(node: nodes.Node) -> str | None:
    """Return ``xray-2016-04-12/GetInsight`` from the paragraph that links to the API reference."""
    if isinstance(node, nodes.paragraph) and node.astext().startswith("See also:"):
        for link in node.findall(nodes.reference):
            _, found, path = link.get("refuri", "").partition(_REFERENCE)
            if found:
                return str(path)
    return None


def _request(parts: _Parts, line: int) -> Section | None:
    if parts.request is None:
        raise PageError("it has no Request Syntax", INCOMPLETE, line=line)
    line = parts.request.line or line
    # Indented as the code is, the note that the parameters are too large belongs to its block.
    code, note, _ = parts.request.astext().partition("\n**Parameters**")
    return request_section(parse_request(code, line), tuple(parts.parameters), bool(note), line)


def _response(parts: _Parts, line: int) -> Section | None:
    if parts.returns is None:
        raise PageError("it does not say what the method returns", INCOMPLETE, line=line)
    blocks = (node for node in _flat(parts.returns.children) if isinstance(node, nodes.literal_block))
    code = next(blocks, None)
    if code is None:
        if parts.returns.astext().strip() == "None":
            return None
        raise PageError("it has no Response Syntax", INCOMPLETE, line=line)
    _, entries = _content(parts.returns.children)
    line = code.line or line
    note = TOO_LARGE in parts.returns.astext()
    return response_section(parse_response(code.astext(), line), entries, note, line)


def _entry(name: str | None, type_name: str, body: Sequence[nodes.Node], line: int) -> Entry:
    """Make an entry of a parameter's field or a list item, whose first paragraph may begin with REQUIRED."""
    blocks, children = _content(body)
    required = bool(blocks) and blocks[0].startswith(_REQUIRED_HTML)
    if required:
        first = blocks[0].removeprefix(_REQUIRED_HTML).removesuffix("</p>").strip()
        blocks = (f"<p>{first}</p>" if first else "", *blocks[1:])
    return Entry(name, type_name, required, tuple(filter(None, blocks)), children, line)


_REQUIRED_HTML = f"<p><b>{REQUIRED}</b>"


def _content(body: Sequence[nodes.Node]) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    """Part the entries in a body from its prose."""
    blocks: list[str] = []
    entries: list[Entry] = []
    for node in _flat(body):
        found = [_item(item) for item in node.children] if isinstance(node, nodes.bullet_list) else []
        if found and all(found):
            entries.extend(entry for entry in found if entry)
        else:
            blocks.append(html(node))
    return tuple(filter(None, blocks)), tuple(entries)


def _item(item: nodes.Node) -> Entry | None:
    """Read a list item ``**Name** *(type) --* documentation``; None when it is an item of prose."""
    if not item.children or not isinstance(item.children[0], nodes.paragraph):
        return None
    inline = list(item.children[0].children)
    name = inline.pop(0).astext() if inline and isinstance(inline[0], nodes.strong) else None
    label = ""
    while inline and _END not in label:
        label += _role_title(inline.pop(0))
    type_name, end, rest = label.strip().partition(_END)
    if not end or not type_name.startswith("("):
        return None
    if rest.strip():
        inline.insert(0, nodes.Text(rest.lstrip()))
    elif inline and not inline[0].astext().strip():
        del inline[0]
    first = nodes.paragraph("", "", *inline)
    return _entry(name, type_name[1:], [first, *item.children[1:]], item.children[0].line or 0)


_END = ") --"


def _role_title(node: nodes.Node) -> str:
    """Return a node's text; of an interpreted text ``:ref:`document<document>``` its title."""
    text = node.astext().strip() if not isinstance(node, nodes.Text) else node.astext()
    if text.startswith(":") and text.endswith("`"):
        return text[:-1].partition("`")[2].partition("<")[0].strip().lstrip(".")
    return text
