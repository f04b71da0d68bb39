"""The tables and words of docs/ that are held against the code."""

from __future__ import annotations

import re
from pathlib import Path

from botocore.config import Config

from harness.fuzz import constraint_laws, paginator_laws, response_laws
from harness.record.redaction import stand_in
from harness.synth import synthetic_client

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def first_column(text: str, heading: str) -> list[str]:
    """The names in the first column of the table after a heading."""
    return re.findall(r"^\| `([^` ]+)", text.partition(heading)[2].partition("\n\n#")[0], re.MULTILINE)


def test_the_laws_are_those_that_there_are() -> None:
    # ListInsightsData documents that tokens go with the same parameters, and has no paginator of botocore's.
    config = Config(parameter_validation=False)
    names = {
        law.name
        for operation in ("iam.ListUsers", "cloudtrail.ListInsightsData")
        for client in (synthetic_client(operation.partition(".")[0], config=config),)
        for laws in (paginator_laws, constraint_laws, response_laws)
        for law in laws(operation, client)
    }
    assert set(first_column(page("fuzzing.md"), "## The laws")) == names


def test_the_stand_in_of_redaction() -> None:
    secret, standing = re.findall(r"`(Hunter-22)` becomes `([^`]*)`", page("redaction.md"))[0]
    assert stand_in(secret) == standing
