"""The pages of violation codes: each code has one, and its example says what harness says, word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, Self

import pytest

from harness.cassette.store import load_cassette
from harness.contract import codes
from harness.contract.contract import Contract, contract
from harness.contract.explanation import violation_lines
from harness.contract.violation import CODES, Violation, severity_of
from harness.report.check import check
from harness.settings import parse_severities


@dataclass
class Example:
    """What the example of a page shows: code that calls AWS and its answers, or a cassette."""

    code: str = ""
    python: str = ""
    yaml: str = ""
    answers: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""

    @classmethod
    def of(cls, code: str, page: str) -> Self:
        blocks: dict[str, str] = {}
        for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
            blocks.setdefault(language, block)
        written = blocks.get("json", "")
        many = "The answers are:" in page
        answers = [json.loads(line) for line in (written.splitlines() if many else [written]) if line]
        return cls(code, blocks.get("python", ""), blocks.get("yaml", ""), answers, blocks["text"])

    @property
    def time(self) -> str | None:
        found = re.match(r"# on (\S+)\n", self.python)
        return found[1] if found else None


Call = tuple[Contract, dict[str, Any], dict[str, Any]]
"""A contract, parameters and the answer."""


class Client:
    """A client that keeps its calls and answers as an example says."""

    def __init__(self, service: str, answers: Iterator[dict[str, Any]], calls: list[Call]) -> None:
        self.service, self.answers, self.calls = service, answers, calls

    def __getattr__(self, method: str) -> Any:
        def call(**params: Any) -> dict[str, Any]:
            self.calls.append((contract(self.service, method), params, next(self.answers, {})))
            return self.calls[-1][2]

        return call


def found_by(example: Example) -> list[Violation]:
    if example.yaml:
        with TemporaryDirectory() as folder:
            path = Path(folder, "example.yaml")
            path.write_text(example.yaml, encoding="utf-8")
            return list(check(load_cassette(path)).violations)
    calls: list[Call] = []
    answers = iter(example.answers)
    boto3 = SimpleNamespace(client=lambda service: Client(service, answers, calls))
    exec(compile(example.python, example.code, "exec"), {"boto3": boto3})
    if not example.answers:
        return [violation for held_to, params, _ in calls for violation in held_to.check_request(params)]
    held_to = calls[0][0]
    exchanges = [
        held_to.exchange(params, answer, status=400 if "Error" in answer else 200, time=example.time)
        for _, params, answer in calls
    ]
    alone = [violation for one in exchanges for violation in held_to.check_exchange(one)]
    return alone + [violation for _, violation in held_to.check_chains(exchanges)]


def said(violation: Violation) -> list[str]:
    """What harness says of a violation: the first line, and the place without the file."""
    message, *rest = violation_lines(violation)
    (at,) = (line for line in rest if line.startswith("  at "))
    return [message, re.sub(r"  at     .*(request|response) ", r"  at     \1 ", at)]


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    written = {path.stem for path in Path(codes.__file__).parent.glob("*.md")}
    assert sorted(CODES.keys() - written) == [], "codes without a text"
    assert sorted(written - CODES.keys()) == [], "texts without a code"


@pytest.mark.parametrize("code", CODES)
def test_the_example_says_what_harness_says(code: str) -> None:
    page = codes.page(code)
    example = Example.of(code, page)
    found = next(violation for violation in found_by(example) if violation.code == code)
    assert example.text.splitlines() == said(found)
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    assert headings == [code, "Example", "Fix it", "Silence it"]


@pytest.mark.parametrize("code", CODES)
def test_the_settings_of_a_page_lower_its_example(code: str) -> None:
    page = codes.page(code)
    found = re.search(r"^\[tool\.harness\.severity\]\n(\S+) = (\S+)$", page, re.MULTILINE)
    assert found is not None
    key, level = (json.loads(written) for written in found.groups())
    severity, operation = re.findall(r"^(error|warning): (?:([\w-]+\.\w+): )?", page, re.MULTILINE)[0]
    assert (severity, level) in {("error", "warning"), ("warning", "off")}
    side = "response" if ":response." in key or key.startswith("response.") else "request"
    settings = parse_severities([(key, level)], "the page")
    assert severity_of(code, side, settings, operation) == level
    marker = f'@pytest.mark.cassette(severity={{"{key}": "{level}"}})'
    assert (marker in page) is (code != "secret")  # no test has a recording with one


def test_a_page_from_its_first_word_to_its_last() -> None:
    assert codes.page("size") == SIZE


SIZE = """\
# size

The list or map has too few or too many entries. An error in a request, a warning in a response.

Many operations limit how many entries one call may have.

## Example

```python
boto3.client("dynamodb").transact_get_items(TransactItems=[])
```

harness says:

```text
error: dynamodb.TransactGetItems: TransactItems must have at least 1 entry, but had 0.
  at     request /TransactItems
```

## Fix it

Make no call for an empty list, and several calls for a long one.

## Silence it

For one test, if the violation is intended:

```python
@pytest.mark.cassette(severity={"dynamodb.TransactGetItems:request.size": "warning"})
```

For one operation, in `pyproject.toml`:

```toml
[tool.harness.severity]
"dynamodb.TransactGetItems:request.size" = "warning"
```

For what is there today, a baseline: `harness check PATHS --baseline harness-baseline.json --write-baseline`.
"""


@pytest.mark.parametrize(
    "name", ["page-limit", "page_limit", "response.page-limit", "sqs.ListQueues:response.page_limit"]
)
def test_a_code_in_any_spelling_is_known(name: str) -> None:
    assert codes.known_code(name) == "page-limit"


def test_a_name_that_is_no_code() -> None:
    assert codes.known_code("page-limits") is None


def test_without_a_published_site_a_command_says_where_a_code_is_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codes, "site", lambda: None)
    assert (codes.address("range"), codes.where_explained("range")) == (None, "harness explain range")
    monkeypatch.setattr(codes, "site", lambda: "https://docs.example.org")
    page = "https://docs.example.org/violations/range.html"
    assert (codes.address("range"), codes.where_explained("range")) == (page, page)
