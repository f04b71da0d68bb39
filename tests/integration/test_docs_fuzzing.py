"""The Python of docs/fuzzing.md passes as a test, and its tables are those of the command and the laws."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from botocore.config import Config

from harness.cli.fuzz import command
from harness.fuzz import constraint_laws, paginator_laws, response_laws
from harness.synth import synthetic_client

PAGE = (Path(__file__).parents[2] / "docs" / "fuzzing.md").read_text(encoding="utf-8")


def first_column(heading: str) -> list[str]:
    """The names in the first column of the table after a heading."""
    return re.findall(r"^\| `([^` ]+)", PAGE.partition(heading)[2].partition("\n\n##")[0], re.MULTILINE)


def test_its_python_passes(pytester: pytest.Pytester) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    pytester.makeconftest(
        "from hypothesis import settings\n"
        'settings.register_profile("few", deadline=None, max_examples=2, stateful_step_count=4)\n'
        'settings.load_profile("few")\n'
    )
    pytester.makepyfile(block)
    pytester.runpytest_subprocess("-q", "-p", "no:randomly").assert_outcomes(passed=10)


def test_its_options_are_those_of_the_command() -> None:
    assert first_column("# Fuzz an endpoint") == [
        option.opts[0] for option in command.params if option.opts[0].startswith("--")
    ]


def test_its_laws_are_those_that_there_are() -> None:
    # ListInsightsData documents that tokens go with the same parameters, and has no paginator of botocore's.
    config = Config(parameter_validation=False)
    names = {
        law.name
        for operation in ("iam.ListUsers", "cloudtrail.ListInsightsData")
        for client in (synthetic_client(operation.partition(".")[0], config=config),)
        for laws in (paginator_laws, constraint_laws, response_laws)
        for law in laws(operation, client)
    }
    assert set(first_column("## The laws")) == names
