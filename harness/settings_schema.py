"""The JSON Schema of ``[tool.harness]``, for editors: made from the readers in `harness.settings`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from harness import settings
from harness.cassette.age import PATTERN as AGE
from harness.contract.diff.change import CODES as CHANGES
from harness.contract.diff.change import Level
from harness.contract.diff.severity import OFF
from harness.contract.schema import DIALECT
from harness.contract.violation import CODES, Severity
from harness.redaction.configuration import LISTS

_PACKAGE = "aws-contract-harness"

_KEPT = r"^([a-z0-9-]+\.(\*|[A-Za-z0-9]+))?/"
"""A place that redaction keeps, as `harness.redaction.configuration` reads it."""

_PLACE = r"^([\w-]+(\.(\w+|\*))?:)?(/[^/]*)+$"
"""A place in requests or answers, as `harness.cassette.place` reads it."""

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}}
_PLACES = {"type": "array", "items": {"type": "string", "pattern": _PLACE}}


def settings_schema() -> dict[str, Any]:
    """Return the schema of a whole ``pyproject.toml``, of which it checks ``[tool.harness]`` alone.

    It does not check what needs botocore or the project: whether a service, operation or function exists,
    and whether a text is a regular expression. Its comment names the version of harness.
    """
    table = {
        "type": "object",
        "description": "Settings of harness: harness docs options",
        "additionalProperties": False,
        "properties": {
            name: {"description": _described()[name]} | _schema(parse)
            for name, parse in sorted(settings.PARSERS.items())
        },
    }
    tool = {"type": "object", "properties": {"harness": {"$ref": "#/$defs/harness"}}}
    return {
        "$schema": DIALECT,
        "$comment": f"{_PACKAGE} {version(_PACKAGE)}",
        "title": "[tool.harness] of pyproject.toml",
        "type": "object",
        "properties": {"tool": tool},
        "$defs": {"harness": table},
    }


def _schema(parse: object) -> dict[str, Any]:
    """Return the schema of what a parser of a setting takes."""
    if isinstance(parse, settings.OneOf):
        return {"enum": list(parse.words)}
    return dict(_OF_PARSERS[parse])


def _described() -> Mapping[str, str]:
    """Return what the fields of `Settings` are documented to be, by setting."""
    attributes = inspect.getdoc(settings.Settings) or ""
    found = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", attributes, re.MULTILINE)
    return {name.replace("_", "-"): re.sub(r"\s+", " ", words) for name, words in found}


def _severity_schema() -> dict[str, Any]:
    codes = "|".join(code.replace("-", "[-_]") for code in sorted(CODES))
    return {
        "type": "object",
        "propertyNames": {"pattern": rf"^([\w-]+(\.\w+)?:)?((request|response)\.)?({codes})$"},
        "additionalProperties": {"enum": [severity.value for severity in Severity]},
    }


def _redaction_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(LISTS, _TEXTS),
            "pointers": {"type": "array", "items": {"type": "string", "pattern": "^/"}},
            "keep": {
                "type": "array",
                "items": {"type": "string", "pattern": _KEPT},
            },
            "functions": {"type": "array", "items": {"type": "string", "pattern": "^[^:]+:[^:]+$"}},
            "patterns": {"type": "object", "additionalProperties": _TEXT},
            "pseudonyms": {"type": "boolean"},
        },
    }


def _diff_schema() -> dict[str, Any]:
    codes = "|".join(code.replace("-", "[-_]") for code in sorted(CHANGES))
    levels = [level.value for level in Level]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "fail-on": {"enum": [*levels, "never"]},
            "severity": {
                "type": "object",
                "propertyNames": {"pattern": rf"^([\w-]+(\.\w+)?:)?({codes})$"},
                "additionalProperties": {"enum": [*levels, OFF]},
            },
        },
    }


_OF_PARSERS: Mapping[object, Mapping[str, Any]] = {
    settings.read_text: _TEXT,
    settings.read_file: _TEXT,
    settings.read_files: _TEXTS,
    settings.read_flag: {"type": "boolean"},
    settings.read_age: {"type": "string", "pattern": AGE},
    settings.read_endpoints: {"anyOf": [{"type": "boolean"}, _TEXTS]},
    settings.read_volatile: _PLACES,
    settings.read_severity: _severity_schema(),
    settings.read_redaction: _redaction_schema(),
    settings.read_diff: _diff_schema(),
    settings.read_match: {
        "type": "object",
        "propertyNames": {"pattern": _PLACE},
        "additionalProperties": {"type": "string", "minLength": 1},
    },
}
