"""Looks for secrets in what was written, and undoes every encoding on the way."""

from __future__ import annotations

import base64
import html
import json
import re
import zlib
from collections import defaultdict
from typing import Any
from urllib.parse import unquote, unquote_plus

import yaml
from cases import Case

GZIP = b"\x1f\x8b"
ZLIB = b"\x78"
MOST_ENCODINGS = 8  # one inside another
MOST_BYTES = 1 << 25  # of what is unpacked
BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
BASE64_TEXT = re.compile(r"[A-Za-z0-9+/_-]{24,}=*")
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrtbf\"'/\\])")
ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
BETWEEN = "\x00\x00"  # no secret goes over the end of a text
WINDOW = 8
WINDOWS = re.compile(rf"[A-Za-z0-9]{{{WINDOW},}}")


def found(case: Case, text: str) -> bool:
    """Whether the secret, or a part that may not stay either, is in a text."""
    return any(needle in text for needle in needles(case))


def found_of(cases: list[Case], text: str) -> list[Case]:
    """The cases whose secrets are in a large text, in which a search for each would take long.

    Only those are searched for whose last 8 letters and digits in a row are there.
    """
    windows: dict[str, list[tuple[Case, str]]] = defaultdict(list)
    searched: list[tuple[Case, str]] = []
    for case in cases:
        for needle in needles(case):
            longest = max(re.findall(r"[A-Za-z0-9]+", needle) or [""], key=len)
            (windows[longest[-WINDOW:]] if len(longest) >= WINDOW else searched).append((case, needle))
    for window in _windows(text) & windows.keys():
        searched += windows[window]
    there = {case.id for case, needle in searched if needle in text}
    return [case for case in cases if case.id in there]


def _windows(text: str) -> set[str]:
    runs = set(WINDOWS.findall(text))
    return {run[start : start + WINDOW] for run in runs for start in range(len(run) - WINDOW + 1)}


def needles(case: Case) -> list[str]:
    """What may not be found: the secret, and of a long one the second half alone too."""
    if case.needles:
        return case.needles
    secret = case.secret or ""
    second_half = [secret[-(len(secret) // 2) :]] if len(secret) >= 32 else []
    unquoted = unquote(secret)
    return [secret, *second_half, *([unquoted] if unquoted != secret else [])]


def searchable(name: str, data: bytes) -> str:
    """All texts in a file. Of a cassette, in YAML or JSON, each value by itself too."""
    found_texts = texts(data)
    if name.endswith((".yaml", ".json")):
        for leaf in leaves(load(name, data)):
            texts(leaf, found_texts)
    return BETWEEN.join(found_texts)


def load(name: str, data: bytes) -> Any:
    """A file of YAML or JSON; None if it is neither."""
    try:
        return json.loads(data) if name.endswith(".json") else yaml.load(data, Loader=yaml.CSafeLoader)
    except (ValueError, RecursionError, yaml.YAMLError):
        return None


def leaves(value: Any) -> list[str | bytes]:
    """All texts in a document, keys included."""
    if isinstance(value, dict):
        return [leaf for pair in value.items() for part in pair for leaf in leaves(part)]
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in leaves(part)]
    if value is None:
        return []
    return [value if isinstance(value, str | bytes) else str(value)]


def texts(data: str | bytes, known: dict[str, None] | None = None, depth: int = 0) -> dict[str, None]:
    """The text and all that it holds, decoded, in the order of decoding. `known` gets them too."""
    known = {} if known is None else known
    if isinstance(data, bytes):
        for unpacked in _unpacked(data):
            texts(unpacked, known, depth + 1)
        data = data.decode("utf-8", "surrogateescape")
    if data in known or depth > MOST_ENCODINGS:
        return known
    known[data] = None
    if "%" in data:
        texts(unquote_plus(data, errors="surrogateescape"), known, depth + 1)
    if "\\" in data:
        texts(ESCAPE.sub(_unescaped, data), known, depth + 1)
    if "&" in data and ";" in data:
        texts(html.unescape(data), known, depth + 1)
    for decoded in _from_base64(data):
        texts(decoded, known, depth + 1)
    return known


def _unpacked(data: bytes) -> list[bytes]:
    """What is compressed in it: gzip anywhere, zlib at its start."""
    unpacked = []
    start = data.find(GZIP)
    try:
        if start >= 0:
            unpacked.append(gunzip(data[start:]))
    except zlib.error:
        pass
    try:
        if data.startswith(ZLIB):
            unpacked.append(zlib.decompressobj().decompress(data, MOST_BYTES // 2))
    except zlib.error:
        pass
    return unpacked


def gunzip(data: bytes) -> bytes:
    """All members of gzip, even if the last is cut short.

    Raises:
        zlib.error: it is not gzip.
    """
    whole = b""
    while data.startswith(GZIP):
        member = zlib.decompressobj(31)
        whole += member.decompress(data, MOST_BYTES)
        data = member.unused_data
    return whole


def _unescaped(match: re.Match[str]) -> str:
    said = match[1]
    return chr(int(said[1:], 16)) if len(said) > 1 else ESCAPED.get(said, said)


def _from_base64(text: str) -> list[bytes]:
    """What stands in base64 in a text, if it looks like text or is compressed."""
    runs = BASE64_RUN.findall(text)
    if "\n" in text and len(text) < 500_000:
        joined = re.sub(r"\s+", "", text)
        runs += [joined] if BASE64_TEXT.fullmatch(joined) else []
    decoded = []
    for run in runs:
        digits = run.rstrip("=").replace("-", "+").replace("_", "/")
        if len(digits) % 4 == 1:
            digits = digits[:-1]
        raw = base64.b64decode(digits + "=" * (-len(digits) % 4))
        if raw.startswith((GZIP, ZLIB)) or _is_text(raw[:400]):
            decoded.append(raw)
    return decoded


def _is_text(start: bytes) -> bool:
    return sum(32 <= byte < 127 or byte in b"\t\n\r" for byte in start) > 0.7 * len(start)
