"""Documentation to sentences: markup read once into plain sentences, code spans and list items.

Three forms of the same prose are read: the HTML of botocore's models, text with its markup stripped, and
reStructuredText's inline marks. In stripped text a code span has left a blank before punctuation.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

BULLET = "\u2022"
CONTINUED = "\u2023"
"""Begins a later paragraph of a list item, where `BULLET` begins the first one."""
_CODE, _CODE_END = "\x02", "\x03"

_TYPOGRAPHY = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\xa0": " ",
    }
)
_BLOCK_TAGS = [
    "p",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "li",
    "note",
    "important",
    "br",
    "pre",
    "div",
    "tr",
    "td",
    "th",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
]
_CODE_TAGS = ("code", "replaceable", "tt")
_INLINE_TAGS = [
    "a",
    "i",
    "b",
    "em",
    "strong",
    "u",
    "sup",
    "sub",
    "span",
    "link",
    "fullname",
    "para",
    "filename",
]
_TAG = re.compile(rf"<(/?)({'|'.join([*_BLOCK_TAGS, *_CODE_TAGS, *_INLINE_TAGS])})\b[^<>]*>", re.IGNORECASE)
# reStructuredText, Markdown and Javadoc.
_CODE_MARKS = re.compile(r"``([^`\n]+)``|`([^`\s]+)`|\{@(?:code|link) ([^{}\s]+)\}")
_RST_STRONG = re.compile(r"\*\*([^*\n]+)\*\*|(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])")
_RST_LINK = re.compile(r"`([^`<\n]+?)\s*<[^>\n]+>`__?")
_CODE_LIST = re.compile(r"(\s*\|\s*|,\s+(?:(?:or|and)\s+)?|\s+or\s+)")
_STRIPPED_CODE = re.compile(r"([^\s\x02\x03()\",;:]+) (?=[.,;:)](?:\s|$))")

_HEADING = (
    "Defaults?(?: [Vv]alue)?|(?:Valid|Allowed|Possible|Supported|Accepted) [Vv]alues?|"
    "Valid [Rr]ange|Constraints?|Type|"
    "Required|Format|Examples?|(?:String )?Length(?: Constraints)?|Array Members|Pattern|"
    "Note|Minimum|Maximum|Range|"
    r"Conditional|Condition|Update requires"
)
_BEFORE_HEADING = re.compile(
    rf"(?<=[^\n:])(?<!Length)(?<!Valid)(?<!Array) (?=(?:{_HEADING}) ?:[ \x02]|Valid values for \w+ are )"
)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"')\x03]*\s+|(?<=[a-z]{2}\.)(?=(?:The|This|If|When|You|It|For|Valid|Default|Must|Specify) )"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|Inc|approx|St|No)|\b[A-Z]\.[A-Z]|^\W*\d{1,2})\.[\"')]*$"
)
_CONSTRAINTS = re.compile(
    r"(?:constraints?|restrictions?|requirements)(?: (?:apply|applies)(?: to [\w ]+)?)? ?:$", re.IGNORECASE
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a documentation text.

    Args:
        index: its number in the text, from 0.
        text: the words, without markup, with single blanks and straight quotes.
        codes: ``(start, end)`` of the spans in `text` that the markup shows as code.
        items: the entries of the bullet list that follows, each without its bullet.
        bulleted: whether it stands in a list item itself.
        begins: whether it is the first one of a list item.
    """

    index: int
    text: str
    codes: tuple[tuple[int, int], ...] = ()
    items: tuple[Sentence, ...] = ()
    bulleted: bool = False
    begins: bool = False

    def code_at(self, start: int) -> int | None:
        """Give the end of the code span that starts at `start`; None where none does."""
        return next((end for begin, end in self.codes if begin == start), None)


@lru_cache(maxsize=4096)
def sentences_of(documentation: str) -> tuple[Sentence, ...]:
    """Split a documentation text, in any of its three forms, into its sentences."""
    found: list[Sentence] = []
    for line in _lines(documentation):
        begins, bulleted = line.startswith(BULLET), line.startswith((BULLET, CONTINUED))
        for part in _split(line.lstrip(BULLET + CONTINUED)):
            text, codes = _without_marks(part)
            if text:
                found.append(Sentence(len(found), text, codes, bulleted=bulleted, begins=begins))
                begins = False
    return _with_items(found)


def _lines(documentation: str) -> list[str]:
    """Cut a text into paragraphs and list items; an item starts with `BULLET`, code stands between marks."""
    if _TAG.search(documentation):
        marked = _mark_html(documentation.replace("\n", " "))
    else:
        marked = _mark_restructured_text(html.unescape(documentation))
    marked = marked.replace("''", '"')
    marked = _CODE_MARKS.sub(lambda match: f"{_CODE}{match[match.lastindex or 0]}{_CODE_END}", marked)
    marked = re.sub(r"[ \t\r\v]+", " ", marked.translate(_TYPOGRAPHY))
    marked = re.sub(rf"{_CODE} +", f" {_CODE}", re.sub(rf" +{_CODE_END}", f"{_CODE_END} ", marked))
    marked = _STRIPPED_CODE.sub(rf"{_CODE}\1{_CODE_END}", marked)
    marked = re.sub(rf"({_CODE_END}) (?=[.,;:)])", r"\1", marked)
    return [
        line.strip()
        for line in _BEFORE_HEADING.sub("\n", marked).split("\n")
        if line.strip(f" {BULLET}{CONTINUED}")
    ]


def _mark_html(documentation: str) -> str:
    pieces = []
    at = depth = 0
    opened = False
    for tag in _TAG.finditer(documentation):
        words = html.unescape(documentation[at : tag.start()])
        pieces.append(words)
        opened = opened and not words.strip()
        at = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        if name in _CODE_TAGS:
            pieces.append(_CODE_END if closing else _CODE)
        elif name in _BLOCK_TAGS:
            if name == "li":
                depth = max(0, depth + (-1 if closing else 1))
                opened = not closing
            begins = BULLET if opened else CONTINUED
            pieces.append(f"\n{begins}" if depth and not closing else "\n")
        else:
            pieces.append(" ")
    pieces.append(html.unescape(documentation[at:]))
    return "".join(pieces)


def _mark_restructured_text(documentation: str) -> str:
    marked = _RST_LINK.sub(r"\1", documentation)
    marked = _RST_STRONG.sub(lambda match: match[1] or match[2], marked)
    marked = re.sub(r"\n\s*(?=[*\u2022-]\s)|\n\s*\n\s*", "\f", marked).replace("\n", " ")
    return re.sub(r"\f\s*[*\u2022-]\s+", f"\f{BULLET}", marked).replace("\f", "\n")


def _split(line: str) -> list[str]:
    parts: list[str] = []
    for part in _SENTENCE_END.split(line):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


def _without_marks(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text = ""
    codes = []
    start = None
    for piece in re.split(rf"([{_CODE}{_CODE_END}])", marked.strip()):
        if piece == _CODE:
            start = len(text)
        elif piece == _CODE_END:
            if start is not None:
                codes += _spans(text, start)
            start = None
        else:
            piece = re.sub(r" +", " ", piece)
            text += piece.lstrip() if not text or text.endswith(" ") else piece
    return text.rstrip(), tuple(codes)


def _spans(text: str, start: int) -> list[tuple[int, int]]:
    """Give the spans of the code from `start` on: each of ``a | b`` or ``a, or b`` by itself."""
    spans = []
    for number, part in enumerate(_CODE_LIST.split(text[start:])):
        if number % 2 == 0 and part.rstrip("."):
            spans.append((start, start + len(part.rstrip("."))))
        start += len(part)
    return spans


def _opens_constraints(text: str) -> bool:
    return text.endswith(":") and _CONSTRAINTS.search(text) is not None


def _with_items(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    """Hang list items on the sentence that introduces them; constraints in a list are plain sentences.

    An item is known by its first sentence; those that explain it further are left out.
    """
    whole = []
    constrained = False
    for number, sentence in enumerate(sentences):
        items: list[Sentence] = []
        if not sentence.bulleted:
            for following in sentences[number + 1 :]:
                if not following.bulleted:
                    break
                items += [following] if following.begins else []
        constrained = constrained if sentence.bulleted else _opens_constraints(sentence.text)
        bulleted = sentence.bulleted and not constrained
        changed = items or bulleted != sentence.bulleted
        whole.append(replace(sentence, items=tuple(items), bulleted=bulleted) if changed else sentence)
    return tuple(whole)


_WORD = re.compile(r"[\w.+\-/:*]+")


def digest_of(sentences: Sequence[Sentence]) -> str:
    """Digest the words of sentences that follow one another: case, markup and other punctuation don't count.

    Args:
        sentences: one sentence, or several in their order.

    Returns:
        Eight hexadecimal digits.
    """
    words = "\n".join(" ".join(_words(sentence)) for sentence in sentences)
    return hashlib.blake2b(words.encode(), digest_size=4).hexdigest()


def words_in(documentation: str) -> list[str]:
    """Return the words of a documentation text, in any of its three forms: equal for equal texts."""
    return [word for sentence in sentences_of(documentation) for word in _words(sentence)]


def _words(sentence: Sentence) -> list[str]:
    return _WORD.findall(sentence.text.lower())
