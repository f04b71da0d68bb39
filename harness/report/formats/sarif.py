"""SARIF 2.1.0 (OASIS), which GitHub code scanning and many editors read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from harness.cassette.location import is_url
from harness.contract.violation import Violation
from harness.printable import printable_json
from harness.report.advice import advice, described, meaning
from harness.report.check import Report
from harness.report.identity import Alike, Identity, alike, unchecked_alike
from harness.report.location import member_lines, place_of, places_of
from harness.report.root import Root

_REPOSITORY = "%SRCROOT%"
"""What GitHub calls the root of the repository."""

_ELSEWHERE = "FILESYSTEM"

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report, root: Root) -> str:
    """Write a log of one run: a result for each group of violations alike, a rule for each of their codes."""
    groups = alike(report.violations)
    lines = member_lines(group.first for group in groups)
    codes = list(dict.fromkeys(group.first.code for group in groups))
    run = {
        "tool": {
            "driver": {
                "name": "harness",
                "version": version("aws-contract-harness"),
                "rules": [_rule(code) for code in codes],
            }
        },
        "originalUriBaseIds": {
            _REPOSITORY: {"uri": f"{root.folder.as_uri()}/"},
            _ELSEWHERE: {"uri": Path(root.folder.anchor).as_uri()},
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unreadable,
                "toolExecutionNotifications": [
                    *(
                        _notification("error", root, file.cassette, file.message)
                        for file in report.unreadable
                    ),
                    *(
                        _notification(
                            "warning",
                            root,
                            group.first.cassette,
                            f"Not checked: {group.first.reason}{group.more}",
                        )
                        for group in unchecked_alike(report.not_checked)
                    ),
                ],
            }
        ],
        "results": [_result(group, codes, root, lines) for group in groups],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return printable_json(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _rule(code: str) -> dict[str, Any]:
    text, page, uri, severity = described(code)
    return {
        "id": code,
        "shortDescription": {"text": meaning(code)},
        "fullDescription": {"text": text},  # GitHub's code scanning requires it
        **({"helpUri": uri} if uri else {}),
        "help": {"text": text, "markdown": page},
        "defaultConfiguration": {"level": severity.value},
    }


def _result(
    group: Alike[Violation], codes: Sequence[str], root: Root, lines: Mapping[Violation, int]
) -> dict[str, Any]:
    first = group.first
    identity = Identity.of(first, root.name(first.cassette))
    where = f"{first.operation} {first.side} {first.pointer}".strip()
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": where, "kind": "member"}]}
    file, line = place_of(first, lines)
    if file:
        location["physicalLocation"] = _physical(file, root, line)
    others = [{"physicalLocation": _physical(name, root, at)} for name, at in places_of(first)[1:]]
    message = f"{first.operation}: {first.message}".removeprefix(": ")
    return {
        "ruleId": first.code,
        "ruleIndex": codes.index(first.code),
        "level": first.severity.value,
        "message": {"text": f"{message} By {first.source}. {advice(first)}"},
        "locations": [location],
        **({"relatedLocations": others} if others else {}),
        "occurrenceCount": group.count,
        "partialFingerprints": {"harness/v1": identity.fingerprint},
    }


def _physical(file: str, root: Root, line: int | None) -> dict[str, Any]:
    region = {"region": {"startLine": line}} if line is not None else {}
    return {"artifactLocation": _artifact(file, root), **region}


def _artifact(cassette: str, root: Root) -> dict[str, str]:
    if is_url(cassette):
        return {"uri": cassette}
    base = _REPOSITORY if root.contains(cassette) else _ELSEWHERE
    return {"uri": quote(os.fsencode(root.name(cassette))), "uriBaseId": base}


def _notification(level: str, root: Root, cassette: str, text: str) -> dict[str, Any]:
    return {
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(cassette, root)}}],
    }
