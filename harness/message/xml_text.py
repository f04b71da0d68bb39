"""Edit the text of XML elements in place: all other bytes stay as they are."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from harness.message.place import (
    MAX_DEPTH,
    SHORTEST_PART,
    Label,
    Place,
    inside,
    is_list,
    is_structure,
    item,
    labelled,
    unmodelled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.message.editor import Editor

_MOST_BESIDE = 16
_IRREGULAR = re.compile(r"<[!?](?!xml )|[\"']\s*/>|</[^<>]*\s")
"""What is in no answer of AWS, and keeps the end of an element from being found by its name alone."""

# Markup is told from text without a parser, so that a hostile body costs no more than its length: what is not
# ended goes to the end of the body, and nothing else reaches beyond the next "<".
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)\]\]>|<!--(?:.*?-->|(?P<comment>.*\Z))|<\?(?:.*?\?>|(?P<order>.*\Z))"
    r"|<!\[CDATA\[(?P<rest>.*\Z)|<![^<>]*+>"
    r"|</(?P<close>[^\s<>]*+)[^<>]*+>"
    r"|<(?P<open>[^\s/<>]++)(?:[^<>\"'/]|/(?!>)|\"[^\"<]*+\"|'[^'<]*+')*+(?P<empty>/)?>"
    r"|(?P<text>[^<]++|<)",
    re.DOTALL,
)


def edit_xml(place: Place, text: str, editor: Editor, enter: str | None = None) -> str:
    """Edit the text of the elements of an XML document.

    Args:
        place: where the content of the document's root stands, or of the element ``enter``.
        text: the document; a malformed one is edited as far as its tokens go.
        editor: what replaces what.
        enter: the name of the element that holds the shape, where that is not the root: the result
            wrapper of the query protocol, or ``Error``. If there is none of that name the root does.

    Returns:
        The document, with the text replaced that the editor changed.
    """
    if enter and not re.search(rf"<(?:[^\s<>/]+:)?{re.escape(enter)}[\s>]", text):
        enter = None
    return "".join(_pieces(place, text, editor, enter))


def _pieces(place: Place, text: str, editor: Editor, enter: str | None) -> Iterator[str]:
    outside = unmodelled(place)
    stack: list[tuple[Place, Counter[str]]] = []  # each element that is open, and how many of a name it has
    labels = _labels(text, editor) if editor.may_label(text) else {}
    most = [0 if _IRREGULAR.search(text) else len(text) // 2]  # characters of a part, as deep as the stack
    end = 0
    while found := _TOKEN.search(text, end):
        yield text[end : found.start()]
        end = found.end()
        token = found[0]
        if found["open"] and not found["empty"]:
            child = _child(stack, found["open"].rpartition(":")[2], place, outside, enter)
            here = labelled(child, labels.get(found.start()))
            entry = item(here) if is_list(here) else here
            part = _structure_at(entry, text, found, most[-1])
            if part and editor.skips(entry, part, "xml"):
                token, end = part, found.start() + len(part)
            else:
                stack.append((here, Counter()))
                most.append(len(part) // 2 if part else most[-1])
        elif found["close"] is not None:
            if stack:
                stack.pop()
                most.pop()
        elif stack and (found["text"] or found["cdata"]) and not token.isspace():
            token = _edited(stack[-1][0], found, editor)
        elif found["comment"] or found["order"] or found["rest"]:
            token = str(editor.scalar(outside, token))
        yield token
    yield text[end:]


def _structure_at(place: Place, text: str, opened: re.Match[str], most: int) -> str:
    """Return the element that starts at a place of a text; empty if it isn't one that may be skipped.

    Args:
        place: the place of the element, or of the items of a list that the element is.
        text: the text.
        opened: where the element starts.
        most: how many characters it may have.
    """
    if not most or not is_structure(place):
        return ""
    start, name = opened.start(), opened["open"]
    close = f"</{name}>"
    end, depth = opened.end(), 1
    while depth:
        stop = text.find(close, end, start + most)
        if stop < 0:
            return ""
        spaced = text.count(f"<{name} ", end, stop) - text.count(f"<{name} />", end, stop)
        depth += text.count(f"<{name}>", end, stop) + spaced - 1
        end = stop + len(close)
    return text[start:end] if end - start >= SHORTEST_PART else ""


def _labels(text: str, editor: Editor) -> dict[int, Label]:
    """Return by what name the values of elements are called, by where the elements begin."""
    labels: dict[int, Label] = {}
    stack: list[tuple[int, str, dict[str, Any]]] = []
    for found in _TOKEN.finditer(text):
        if found["open"] and not found["empty"]:
            stack.append((found.start(), found["open"].rpartition(":")[2], {}))
        elif found["close"] is not None and stack:
            start, _, names = stack.pop()
            label = editor.label(names)
            if label is not None:
                labels[start] = label
        elif (
            len(stack) > 1 and found["text"] and len(stack[-2][2]) <= _MOST_BESIDE and not found[0].isspace()
        ):
            stack[-2][2][stack[-1][1]] = html.unescape(found["text"])
    return labels


def _child(
    stack: list[tuple[Place, Counter[str]]], name: str, place: Place, outside: Place, enter: str | None
) -> Place:
    if name == enter or (not stack and enter is None):
        return place
    above, names = stack[-1] if stack else (outside, Counter())
    if len(stack) > MAX_DEPTH:
        return above
    names[name] += 1
    return inside(above, name, "xml", names[name] - 1)


def _edited(place: Place, found: re.Match[str], editor: Editor) -> str:
    cdata = found["cdata"]
    value = html.unescape(found["text"]) if cdata is None else cdata
    edited = editor.scalar(place, value)
    if edited is value:
        return found[0]
    return escape(str(edited)) if cdata is None else f"<![CDATA[{edited}]]>"
