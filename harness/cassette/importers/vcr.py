"""Cassettes of vcrpy and of what descends from VCR: which layout a file has, and its interactions.

A layout is a module with ``recorded(item)``, which rewrites an interaction to vcrpy's present mapping;
`harness.cassette.vcr_layout` reads that.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from harness.cassette import yaml_format
from harness.cassette.derive import rfc3339
from harness.cassette.errors import CassetteNotFound, MalformedCassette
from harness.cassette.foreign import conflict_line, tool_of
from harness.cassette.importers import cassetter, go_vcr, ruby_vcr, vcrpy_0
from harness.cassette.importers.imported import CannotImport, Imported, NotCassette, keep_aws, read_file
from harness.cassette.model import Interaction
from harness.cassette.store import load_cassette
from harness.cassette.syntax import NotWellFormed
from harness.cassette.vcr_layout import NotVcrLayout, parse_interaction

ENDINGS = (".yaml", ".yml", ".json", ".toml")
"""What the names of cassettes end in, before ``.gz`` if they are compressed."""

_OF_ITEMS = {"cassetter": cassetter.recorded, "go-vcr": go_vcr.recorded}


class _Layout(NamedTuple):
    tool: str
    items: list[Any]
    recorded: Callable[[dict[str, Any]], dict[str, Any]] | None  # None: vcrpy's own


def load_vcr(path: str | Path) -> Imported:
    """Read a cassette of vcrpy (of any version) or of what descends from VCR.

    Those are pytest-recording, langchain's tests, VCR of Ruby and of R, betamax, cassetter and go-vcr.

    Args:
        path: the file, YAML, JSON or TOML by its ending; compressed (gzip) with ``.gz`` behind it.

    Returns:
        Its exchanges with AWS, and what else it holds.

    Raises:
        NotCassette: the file is well formed and no cassette.
        CannotImport: it is malformed.
        TruncatedCassette: it ends early.
        NewerFormat: a later harness wrote it.
    """
    path = Path(path)
    layout = _layout(path, _parse(path))
    if layout.recorded is None:
        interactions = _load_own(path)
    else:
        interactions = [_read(path, number, item, layout) for number, item in enumerate(layout.items, 1)]
    moments = [_moment(item) for item in layout.items]
    places = [f"interaction {number}" for number in range(1, len(interactions) + 1)]
    return keep_aws(path, zip(places, interactions, strict=True), layout.tool, moments)


def _parse(path: Path) -> Any:
    data = read_file(path)
    try:
        match _plain_name(path).suffix.lower():
            case ".json":
                return json.loads(data)
            case ".toml":
                return tomllib.loads(data.decode())
        return yaml_format.parse(data, foreign_tags=True)
    except NotWellFormed as error:
        if conflict := conflict_line(data.splitlines()):
            raise CannotImport(path, f"line {conflict}", "it has a merge conflict of git") from None
        raise CannotImport(path, f"line {error.line}" if error.line else "", error.reason) from None
    except json.JSONDecodeError as error:
        raise CannotImport(path, f"line {error.lineno}", error.msg) from None
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML (the message has the line), too deep
        raise CannotImport(path, "", str(error)) from None


def _plain_name(path: Path) -> Path:
    """Return the name of a file without ``.gz``."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def _layout(path: Path, raw: Any) -> _Layout:
    match raw:
        case {"http_interactions": list(items)}:
            name = str(raw.get("recorded_with") or "VCR").split("/")[0]
            return _Layout(name, items, ruby_vcr.recorded)
        case {"interactions": list(items)} if tool := next(filter(None, map(tool_of, items)), None):
            return _Layout(tool, items, _OF_ITEMS[tool])
        case {"interactions": list(items)}:
            return _Layout("vcrpy", items, None)
        case {"requests": list(asked), "responses": list(answered)} if len(asked) == len(answered):
            items = [{"request": one, "response": other} for one, other in zip(asked, answered, strict=True)]
            return _Layout("langchain's tests", items, dict)
        case [{"request": {"host": _, "path": _}}, *_]:
            return _Layout("vcrpy before 1.0", raw, vcrpy_0.recorded)
        case [{"request": _, "response": _}, *_]:
            return _Layout("VCR 1", raw, ruby_vcr.recorded)
    raise NotCassette(path, "", "this is not a cassette: it has no interactions")


def _load_own(path: Path) -> list[Interaction]:
    try:
        interactions = list(load_cassette(path).interactions)
    except MalformedCassette as error:
        place = f"line {error.line}" if error.line is not None else ""
        raise CannotImport(path, place, error.reason) from None
    except CassetteNotFound:
        raise CannotImport(path, "", "it is not there any more") from None
    if any(one.facts and (one.facts.request_body or one.facts.response_body) for one in interactions):
        raise CannotImport(
            path, "", "it is harness's own, with bodies in files next to it; copy it with them"
        )
    return interactions


def _read(path: Path, number: int, item: Any, layout: _Layout) -> Interaction:
    assert layout.recorded is not None
    try:
        if not isinstance(item, dict):
            raise NotVcrLayout("it is not a mapping")
        return parse_interaction(layout.recorded(item))
    except NotVcrLayout as error:
        raise CannotImport(path, f"interaction {number}", str(error)) from None


def _moment(item: dict[str, Any]) -> str | None:
    recorded_at = item.get("recorded_at")
    return rfc3339(recorded_at) if isinstance(recorded_at, str) else None
