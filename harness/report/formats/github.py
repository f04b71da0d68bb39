"""Annotations of GitHub Actions: workflow commands, which a step prints.

GitHub shows the first ten errors and the first ten warnings of a step, so errors come first and what is
alike comes once. The form is that of GitHub's "Workflow commands for GitHub Actions", escaped as its
``@actions/core`` does.
"""

from __future__ import annotations

from harness.contract.explanation import place
from harness.contract.violation import Violation
from harness.printable import printable
from harness.report.advice import advice
from harness.report.check import Report
from harness.report.identity import Alike, alike
from harness.report.location import member_lines, place_of
from harness.report.root import Root


def render(report: Report, root: Root) -> str:
    """Write an annotation for each group of violations alike and each unreadable file.

    A notice tells what was not checked.
    """
    groups = alike(report.violations)
    lines = member_lines(group.first for group in groups)
    commands = [_annotation(group, root, *place_of(group.first, lines)) for group in groups]
    commands += [
        _command("error", {"file": root.name(file.cassette), "title": "harness: unreadable"}, file.message)
        for file in report.unreadable
    ]
    if report.not_checked:
        count, first = len(report.not_checked), report.not_checked[0]
        message = f"{count} of {report.exchanges} exchanges were not checked. The first: {first.reason}"
        commands.append(
            _command("notice", {"file": root.name(first.cassette), "title": "harness: not checked"}, message)
        )
    return "".join(f"{command}\n" for command in commands)


def _annotation(group: Alike[Violation], root: Root, file: str, line: int | None) -> str:
    first = group.first
    properties = {
        "file": root.name(file),
        "title": f"{first.operation or 'harness'}: {first.code}",
    }
    if line is not None:
        properties["line"] = str(line)
    message = f"{first.message}{group.more}\nrule: {first.source}\nat: {place(first)}\nnext: {advice(first)}"
    return _command(first.severity.value, properties, message)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {written}::{_data(message)}"


def _data(text: str) -> str:
    text = printable(text.replace("\r", "\n"))
    return text.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
