"""Search the large bodies of recordings, which are in files next to the cassette, and fix them.

They are read in windows, so that memory is bounded. A window ends where a secret is least likely to be cut in
two: at the end of a line, and not within a private key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.side_files import Spool, path_of
from harness.message.framing import with_large_body_changed
from harness.message.place import Place, inside, top
from harness.redaction.edit import SecretEditor
from harness.redaction.finding import Finding, listed
from harness.redaction.judge import is_sensitive
from harness.redaction.memory import Memory
from harness.redaction.message import service_of

if TYPE_CHECKING:
    from pathlib import Path

    from botocore.model import OperationModel

    from harness.cassette.model import StoredBody
    from harness.contract.violation import Side
    from harness.redaction.specification import Redaction

WINDOW = 16 * 1024 * 1024
"""How much of a body is searched at once, in bytes. Gzip and JSON are looked into where they fit in one."""

_TAIL = 64 * 1024
_BEGIN, _END = b"-----BEGIN ", b"-----END "


def scan_side_files(
    cassette: Path, operation_model: OperationModel | None, interaction: Interaction, redaction: Redaction
) -> tuple[Finding, ...]:
    """Return what `examine_side_files` finds; a file that many interactions refer to is read once.

    Raises:
        LostBody: a side file is missing or cut.
        OSError: a side file cannot be read.
    """
    facts = interaction.facts
    if facts is None or (facts.request_body is None and facts.response_body is None):
        return ()
    return _scanned(cassette, operation_model, facts.request_body, facts.response_body, redaction)


@lru_cache(maxsize=256)
def _scanned(
    cassette: Path,
    operation_model: OperationModel | None,
    request_body: StoredBody | None,
    response_body: StoredBody | None,
    redaction: Redaction,
) -> tuple[Finding, ...]:
    facts = Facts("", "", request_body=request_body, response_body=response_body)
    alone = Interaction(Request("", ""), Response(0), facts)
    return examine_side_files(cassette, operation_model, alone, redaction)[1]


def examine_side_files(
    cassette: Path,
    operation_model: OperationModel | None,
    interaction: Interaction,
    redaction: Redaction,
    memory: Memory | None = None,
    *,
    write: bool = False,
) -> tuple[Interaction, tuple[Finding, ...]]:
    """Search the side files of an interaction for secrets, and write new ones without them if asked.

    A user's functions are not asked: they take whole values.

    Args:
        cassette: the cassette.
        operation_model: the operation; None if it is not known.
        interaction: the recording.
        redaction: the rules.
        memory: the stand-ins of the recording so far, to which new ones are added.
        write: whether side files without what was found are written, next to those there are.

    Returns:
        The interaction, which refers to the new side files, and what was found.

    Raises:
        LostBody: a side file is missing or cut.
        CassetteNotWritable: the disk is full, or the like.
        OSError: a side file cannot be read.
    """
    found: dict[Finding, None] = {}
    name = operation_model.name if operation_model is not None else ""
    redaction = redaction.of(service_of(operation_model), name)
    rules, memory = replace(redaction, functions=()), memory if memory is not None else Memory()
    sides: tuple[Side, ...] = ("request", "response")
    for side in sides:
        stored = _stored(interaction.facts, side)
        if stored is None:
            continue
        place = _payload(operation_model, side)

        def report(at: Place, kind: str, side: Side = side) -> None:
            found.setdefault(Finding(side, at.pointer or "body", kind))

        editor = SecretEditor(rules, report, memory, service=service_of(operation_model))
        with path_of(cassette, stored).open("rb") as file:
            is_changed = any(new != old for old, new in _edited(file, place, editor))
            if is_changed and write:
                file.seek(0)
                with Spool(cassette) as spool:
                    for _, new in _edited(file, place, editor):
                        spool.write(new)
                    interaction = _with_body(interaction, side, spool.finish())
    return listed(interaction, interaction, found) if write else interaction, tuple(found)


def _stored(facts: Facts | None, side: Side) -> StoredBody | None:
    if facts is None:
        return None
    return facts.request_body if side == "request" else facts.response_body


def _payload(operation_model: OperationModel | None, side: Side) -> Place:
    if operation_model is None:
        return Place(None, ("body",))
    shape = operation_model.input_shape if side == "request" else operation_model.output_shape
    name = shape.serialization.get("payload") if shape is not None else None
    return inside(top(shape), name, "model") if name is not None else Place(None, ("body",))


def _edited(file: BinaryIO, place: Place, editor: SecretEditor) -> Iterator[tuple[bytes, bytes]]:
    """Yield the windows of a file as they are and as they are to be."""
    for window in _windows(file):
        if is_sensitive(editor.service, place):
            new = b"x" * len(window)
            if new != window:
                editor.report(place, "sensitive member")
        else:
            new = editor.scalar(place, window)
        yield window, new


def _windows(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while block := file.read(WINDOW):
        window = rest + block
        if len(block) < WINDOW:
            rest = b""
            yield window
            continue
        end = _boundary(window)
        rest = window[end:]
        yield window[:end]
    if rest:
        yield rest


def _boundary(window: bytes) -> int:
    least = len(window) - _TAIL
    begin = window.rfind(_BEGIN, least)
    if begin > window.rfind(_END, least):
        return begin
    line = window.rfind(b"\n", least)
    return line + 1 if line >= 0 else len(window)


def _with_body(interaction: Interaction, side: Side, body: bytes | StoredBody) -> Interaction:
    facts = interaction.facts
    assert facts is not None
    content, stored = (body, None) if isinstance(body, bytes) else (b"", body)
    size = len(body) if isinstance(body, bytes) else body.size
    if side == "request":
        headers = with_large_body_changed(interaction.request.headers, size)
        request = replace(interaction.request, headers=headers, body=content)
        return replace(interaction, request=request, facts=replace(facts, request_body=stored))
    headers = with_large_body_changed(interaction.response.headers, size)
    response = replace(interaction.response, headers=headers, body=content)
    return replace(interaction, response=response, facts=replace(facts, response_body=stored))
