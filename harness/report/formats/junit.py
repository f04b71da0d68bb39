"""JUnit XML, which CI servers show as tests: the contract of each operation is one.

An exchange is none: its number moves when others are recorded, and so its history would. The form is that of
Jenkins' xUnit plugin, as pytest's ``--junit-xml`` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from harness.contract.violation import Severity, Violation
from harness.printable import printable
from harness.report.advice import advised_lines
from harness.report.check import NotChecked, Report, Unreadable
from harness.report.identity import Alike, alike, unchecked_alike
from harness.report.root import Root

_RECORDINGS = "recordings"  # the suite of what is no operation's: secrets in headers, what was not checked
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def render(report: Report, root: Root) -> str:
    """Write a suite for each service and a test for each operation; warnings are a test's output."""
    found: dict[tuple[str, str], list[Alike[Violation]]] = {
        _test_name(name): [] for name in sorted(report.operations)
    }
    for group in alike(report.violations):
        name = (
            _test_name(group.first.operation)
            if group.first.operation
            else (_RECORDINGS, root.name(group.first.cassette))
        )
        found.setdefault(name, []).append(group)
    tests = [(suite, _judged(suite, name, groups)) for (suite, name), groups in found.items()]
    tests += ((_RECORDINGS, _skipped(group, root)) for group in unchecked_alike(report.not_checked))
    tests += ((_RECORDINGS, _unreadable(file, root)) for file in report.unreadable)
    suites: dict[str, list[ET.Element]] = {}
    for suite, test in tests:
        suites.setdefault(suite, []).append(test)
    document = ET.Element("testsuites", {"name": "harness check", **_counts([test for _, test in tests])})
    for suite, of_suite in suites.items():
        skipped = sum(test.find("skipped") is not None for test in of_suite)
        attributes = {"name": suite, **_counts(of_suite), "skipped": str(skipped)}
        ET.SubElement(document, "testsuite", attributes).extend(of_suite)
    ET.indent(document)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(document, encoding="unicode")}\n'


def _test_name(operation: str) -> tuple[str, str]:
    service, _, name = operation.partition(".")
    return service, name


def _judged(suite: str, name: str, groups: Sequence[Alike[Violation]]) -> ET.Element:
    test = _test(suite, name)
    errors = [group for group in groups if group.first.severity is Severity.ERROR]
    if errors:
        first, *others = errors
        more = f" (and {len(others)} more)" if others else ""
        message = f"{first.first.message}{first.more}{more}"
        failure = ET.SubElement(test, "failure", {"type": first.first.code, "message": _xml(message)})
        failure.text = _explained(errors)
    warnings = [group for group in groups if group.first.severity is Severity.WARNING]
    if warnings:
        ET.SubElement(test, "system-out").text = _explained(warnings)
    return test


def _skipped(group: Alike[NotChecked], root: Root) -> ET.Element:
    first = group.first
    test = _test(_RECORDINGS, f"{root.name(first.cassette)}, interaction {first.interaction}")
    ET.SubElement(test, "skipped", {"message": _xml(f"{first.reason}{group.more}")})
    return test


def _unreadable(file: Unreadable, root: Root) -> ET.Element:
    test = _test(_RECORDINGS, root.name(file.cassette))
    ET.SubElement(test, "error", {"type": "unreadable", "message": _xml(file.message)})
    return test


def _test(suite: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": _xml(suite), "name": _xml(name)})


def _counts(tests: Sequence[ET.Element]) -> dict[str, str]:
    failures, errors = (sum(test.find(kind) is not None for test in tests) for kind in ("failure", "error"))
    return {"tests": str(len(tests)), "failures": str(failures), "errors": str(errors)}


def _explained(groups: Sequence[Alike[Violation]]) -> str:
    return _xml("\n\n".join("\n".join(_lines(group)) for group in groups))


def _lines(group: Alike[Violation]) -> Iterator[str]:
    first, *rest = advised_lines(group.first)
    yield f"{first}{group.more}"
    yield from rest


def _xml(text: str) -> str:
    """Spell out the characters that XML cannot hold."""
    return printable(_NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
