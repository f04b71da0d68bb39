"""A report of 10,000 exchanges: its size, how long it takes to open, and that it can be searched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from harness.cassette.model import Interaction
from harness.cassette.store import save_cassette
from harness.cli import _group

pytestmark = pytest.mark.browser

OPERATIONS = (
    "cloudtrail.ListTrails",
    "dynamodb.DescribeTable",
    "dynamodb.Query",
    "ec2.DescribeInstances",
    "iam.ListUsers",
    "lambda.ListFunctions",
    "logs.FilterLogEvents",
    "s3.ListObjectsV2",
    "sqs.ReceiveMessage",
    "xray.GetTraceSummaries",
)
EACH, COPIES = 20, 50


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, made: Callable[[str, int], list[Interaction]]) -> Path:
    folder = tmp_path_factory.mktemp("large")
    for operation in OPERATIONS:
        interactions = made(operation, EACH)
        for copy in range(COPIES):
            service, name = operation.split(".")
            save_cassette(folder / f"tapes/{copy:02}/{service}/{name}.json", interactions)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        start = time.monotonic()
        result = CliRunner().invoke(_group, ["report", "tapes"])
    assert result.exit_code in (0, 1), result.output
    print(f"\n{result.output.splitlines()[-1]}: written in {time.monotonic() - start:.0f} s")  # noqa: T201
    return folder / "report.html"


def test_it_opens_fast_and_is_small(large: Path, open_page: Callable[..., Page]) -> None:
    recorded = sum(path.stat().st_size for path in large.parent.rglob("tapes/**/*.json"))
    size = large.stat().st_size
    start = time.monotonic()
    page = open_page(large)
    seconds = time.monotonic() - start
    expect(page.locator(".tile", has_text="Exchanges")).to_contain_text("10,000")
    heap = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")["usedSize"]
    print(  # noqa: T201
        f"\n10,000 exchanges: page of {size / 1e6:.1f} MB for {recorded / 1e6:.1f} MB of cassettes, "
        f"opened in {seconds:.1f} s, {heap / 1e6:.0f} MB of memory"
    )
    assert size < recorded
    assert size < 25e6
    assert seconds < 10


def test_every_exchange_can_be_reached_and_found(large: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(large)
    start = time.monotonic()
    page.evaluate("location.hash = '#/exchanges'")
    expect(page.locator(".brief").first).not_to_have_text("…")
    listed = time.monotonic() - start
    start = time.monotonic()
    page.get_by_role("combobox", name="Service").select_option("s3")
    expect(page.get_by_role("status")).to_have_text("1,000 of 10,000 exchanges")
    filtered = time.monotonic() - start
    print(f"\n10,000 exchanges listed in {listed:.2f} s, filtered in {filtered:.2f} s")  # noqa: T201
    assert listed < 10 > filtered
    page.evaluate("location.hash = '#/exchanges?page=200'")
    expect(page.get_by_text("Page 200 of 200")).to_be_visible()
    last = page.locator("table.rows tbody tr").last
    expect(last).to_contain_text("GetTraceSummaries.json #20")
    last.get_by_role("link").click()
    expect(page.get_by_label("Result")).to_contain_text("TraceSummaries")
    name = page.evaluate("document.querySelector('.headers dd').textContent")
    assert name
    page.evaluate("location.hash = '#/exchanges'")
    start = time.monotonic()
    page.get_by_label("Search").fill("UserId")
    expect(page.get_by_role("status")).to_have_text("1,000 of 10,000 exchanges", timeout=60_000)
    print(f"\n10,000 exchanges searched in {time.monotonic() - start:.1f} s")  # noqa: T201
