"""docs/findings-moto.md: the documented words are botocore's, and each script fails as the page says."""

from __future__ import annotations

import re
import runpy
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import moto
import pytest

import harness
from harness.contract.sentences import sentences_of
from harness.models import parse_operation_name

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "findings-moto.md").read_text(encoding="utf-8")
FINDING = re.compile(
    r"^### \d+\. (?P<operation>\S+): .*?\n\nDocumented, (?P<documented>.*?)\n\n"
    r"```python\n(?P<script>.*?)\n```\n\nObserved: (?P<observed>.*?)$",
    re.DOTALL | re.MULTILINE,
)
TRAIT = re.compile(r"shape `(?P<shape>\w+)`: (?P<trait>\w+) (?P<value>.+)")


class Finding(NamedTuple):
    operation: str
    documented: str
    script: str
    observed: str


FINDINGS = [Finding(**found.groupdict()) for found in FINDING.finditer(PAGE)]


def documentation(shape: Any, member: str, around: tuple[str, ...] = ()) -> Iterator[str]:
    """The sentences on every member of a name, however deep."""
    if shape is None or shape.name in around:
        return
    inner = {
        "structure": lambda: shape.members.items(),
        "list": lambda: [("", shape.member)],
        "map": lambda: [("", shape.value)],
    }.get(shape.type_name, list)()
    for name, below in inner:
        if name == member:
            yield from (sentence.text for sentence in sentences_of(below.documentation))
        yield from documentation(below, member, (*around, shape.name))


def is_documented(finding: Finding) -> bool:
    model = harness.contract(*parse_operation_name(finding.operation)).operation_model
    if trait := TRAIT.fullmatch(finding.documented):
        shape = model.service_model.shape_for(trait["shape"])
        known = {name: str(value) for name, value in shape.metadata.items()}
        known["enum"] = ", ".join(shape.metadata.get("enum", ()))
        known["pattern"] = f"`{shape.metadata.get('pattern')}`"
        known["members"] = ", ".join(getattr(shape, "members", ()))
        return known.get(trait["trait"]) == trait["value"]
    subject, words = finding.documented.split(": ", 1)
    said = [sentence.text for sentence in sentences_of(model.documentation)]
    if subject != "the operation":
        name = subject.strip("`")
        said = [*documentation(model.input_shape, name), *documentation(model.output_shape, name)]
    quotes = re.findall(r'"(.*?)"(?: |$)', words)
    return bool(quotes) and all(quote in said for quote in quotes)


def test_the_page_tells_of_its_findings() -> None:
    assert len(FINDINGS) == PAGE.count("\n### ") >= 25
    assert f"This page lists {len(FINDINGS)} places" in PAGE
    assert len({(finding.operation, finding.observed) for finding in FINDINGS}) == len(FINDINGS)


def test_what_is_said_to_be_documented_is() -> None:
    assert [finding for finding in FINDINGS if not is_documented(finding)] == []


@pytest.mark.sweep
def test_each_script_fails_as_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    observed = []
    with runpy.run_path(str(ROOT / "examples" / "demo" / "demo.py"))["moto_server"]() as url:
        for name, value in (
            ("AWS_ENDPOINT_URL", url),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "testing"),
            ("AWS_SECRET_ACCESS_KEY", "testing"),
            ("AWS_MAX_ATTEMPTS", "1"),
        ):
            monkeypatch.setenv(name, value)
        for finding in FINDINGS:
            monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
            urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()
            try:
                exec(compile(finding.script, finding.operation, "exec"), {})
                observed.append("nothing wrong")
            except AssertionError as error:
                observed.append(str(error))
    assert observed == [finding.observed for finding in FINDINGS]
    print(f"\n{len(FINDINGS)} findings at moto {moto.__version__}, each as the page says")  # noqa: T201
