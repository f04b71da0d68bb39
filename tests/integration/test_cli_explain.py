"""``harness explain``: the page of a violation code or of a law in a terminal."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from harness.cli import _group
from harness.contract import codes, laws
from harness.contract.violation import CODES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["explain", *arguments], prog_name="harness")


SIZE = """\
size

The list or map has too few or too many entries. An error in a request, a warning in a response.

Many operations limit how many entries one call may have.

Example

  boto3.client("dynamodb").transact_get_items(TransactItems=[])

harness says:

  error: dynamodb.TransactGetItems: TransactItems must have at least 1 entry, but had 0.
    at     request /TransactItems

Fix it

Make no call for an empty list, and several calls for a long one.

Silence it

For one test, if the violation is intended:

  @pytest.mark.cassette(severity={"dynamodb.TransactGetItems:request.size": "warning"})

For one operation, in `pyproject.toml`:

  [tool.harness.severity]
  "dynamodb.TransactGetItems:request.size" = "warning"

For what is there today, a baseline: `harness check PATHS --baseline harness-baseline.json
--write-baseline`.

"""


def test_a_page_is_printed() -> None:
    result = run("size")
    assert (result.output, result.exit_code) == (SIZE, 0)


def test_a_list_keeps_its_items() -> None:
    shown = run("secret").output
    assert "\n1. Change the secret where it is in use: it has been written into a file.\n2. `harness" in shown


def test_the_page_in_markdown() -> None:
    assert run("size", "--markdown").output == codes.page("size")


@pytest.mark.parametrize("written", ["page-limit", "page_limit", "sqs.ListQueues:response.page-limit"])
def test_either_spelling_and_a_key_of_the_settings(written: str) -> None:
    assert run(written).output.startswith("page-limit\n\nA page has more entries than the request allows.")


def test_without_a_name_all_codes_and_laws_are_listed() -> None:
    listed, laws_listed, counts = run().output.split("\n\n")
    lines = listed.splitlines()
    assert lines[0] == "absent-if           A member is present although its condition excludes it."
    assert [line.split()[0] for line in lines] == sorted(CODES)
    head, *lines = laws_listed.splitlines()
    assert head == "Laws of harness fuzz:"
    assert lines[0] == "accepts-valid       The server accepts a request that keeps to the contract."
    assert [line.split()[0] for line in lines] == list(laws.names())
    known = f"{len(CODES)} codes, {len(laws.names())} laws"
    assert counts == f"{known}; harness explain NAME shows one with an example.\n"


def test_a_law_is_explained() -> None:
    shown = run("page_size").output
    assert shown.startswith("page-size\n\nThe entries do not depend on the page size: none is lost,")
    assert "\n- `entries`: an entry is missing, comes twice, or was not in the list before.\n" in shown
    assert run("page-size", "--markdown").output == laws.page("page-size")


def test_a_name_of_a_code_and_of_a_law_shows_both() -> None:
    both = f"{codes.page('page-limit')}\n{laws.page('page-limit')}"
    assert run("page-limit", "--markdown").output == both


def test_what_only_a_law_says_leads_to_the_law() -> None:
    assert run("token-endless").output.startswith("tokens-end\n")
    shown = [line for line in run("entries").output.splitlines() if line in laws.names()]
    assert shown == ["interleaved", "page-size", "paginator", "resume"]


def test_an_unknown_name() -> None:
    result = run("pagelimit")
    said = "There is no violation code or law 'pagelimit' in harness; harness explain lists them."
    assert (result.stderr, result.exit_code) == (f"harness: {said} Did you mean page-limit?\n", 2)
    assert run("tokens-ends").stderr.endswith("Did you mean tokens-end or token-endless?\n")
