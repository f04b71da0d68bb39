"""Texts of strangers as they are printed: nothing in them is obeyed by a terminal or a CI server."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from harness.contract.source import Source
from harness.contract.violation import Severity, Violation
from harness.printable import one_line, printable, printable_json
from harness.report.check import Report
from harness.report.formats import format_names, pieces
from harness.report.terminal import report_lines

HOSTILE = [
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.invalid\x1b\\link",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b[2J\x1b[31m",
    "\x9b31m\x9d0;t\x9c",
    "\x07\x08\x7f",
    "a\rb",
    "a\n::error file=x::stolen",
    "\n  ::add-mask::a",
    "\n##[error]stolen",
    "##vso[task.setvariable]a",
    "\u202egnp.exe",
    "\u2066a\u2069",
    "a\u2028::error::b",
    os.fsdecode(b"caf\xe9"),
    "\udcff\ud800",
    "]]><script>",
    "<b>&amp;",
    "%0A::error::x",
    ",line=1::x",
    "\x00",
    "\x0b\x0c\x1c\x1d\x1e",
    "\x85::error::x",
]
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]|^\\s*::|##(vso)?\\[",
    re.MULTILINE,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_obeyed(text: str) -> None:
    assert not _OBEYED.search(printable(text))
    assert printable(printable(text)) == printable(text)
    assert "\n" not in one_line(text)
    assert not re.search(
        "[\x80-\x9f\u202e\ud800-\udfff]", printable_json(json.dumps(text, ensure_ascii=False))
    )
    assert json.loads(printable_json(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize("text", ["plain", "a\tb\nc", "naïve 日本 🙂", "std::string", "a :: b", "x ## y", ""])
def test_what_people_write_stays(text: str) -> None:
    assert printable(text) == text


def test_bytes_of_a_file_name_are_told() -> None:
    assert printable(os.fsdecode(b"caf\xe9.yaml")) == "caf\\xe9.yaml"


@pytest.mark.parametrize("name", [*format_names()])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_format_of_reports_lets_it_through(name: str, text: str, tmp_path: Path) -> None:
    source = Source("redaction", trait=text)
    can_be_named = "\0" not in text and "\ud800" not in text
    path = f"tapes/{text}.yaml" if can_be_named else "tapes/a.yaml"
    violation = Violation(
        "secret", Severity.ERROR, "request", f"/{text}", f"It holds {text}.", source, f"s3.{text}", path, 1
    )
    report = Report(violations=(violation,))
    written = "".join(pieces(name, report))
    written.encode("utf-8")
    lines = written.splitlines()
    if name == "github":
        assert len(lines) == 1
    if name in ("junit", "badge"):
        ET.fromstring(written)
    elif name != "github":
        json.loads(written)
    obeyed = _OBEYED.search(written.removeprefix("::error") if name == "github" else written)
    assert obeyed is None or obeyed[0].startswith("##")  # which counts where a line begins


@pytest.mark.parametrize("text", HOSTILE)
def test_the_text_of_a_report(text: str) -> None:
    source = Source("redaction", trait="private key")
    violation = Violation(
        "secret", Severity.ERROR, "request", f"/{text}", f"It holds {text}.", source, "s3.X", text, 1
    )
    lines = list(report_lines(Report(violations=(violation,)), verbose=True))
    assert len(lines) > 1
    for line in lines:
        assert not _OBEYED.search(printable(line))
