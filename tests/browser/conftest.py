"""Chromium, and reports of cassettes to open in it."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.report.html.page import read_index

ROOT = Path(__file__).parents[2]
JSON = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int = 10, names: Sequence[str] = ("quince",), **members: Any) -> Interaction:
    """A call of DynamoDB's ListTables; more than 100 tables may not be asked for."""
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    body = json.dumps({"Limit": limit}).encode()
    answer = json.dumps({"TableNames": list(names), **members}).encode()
    facts = Facts(
        "dynamodb", "ListTables", "us-east-1", {"Limit": limit}, "json", "2026-11-21T10:00:00Z", "a stub"
    )
    request = Request("POST", "http://127.0.0.1:5000/", headers, body)
    return Interaction(request, Response(200, "OK", JSON, answer), facts)


def pictures() -> ModuleType:
    """The script of the documentation's pictures, which opens reports of made-up exchanges too."""
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PICTURES = pictures()


@pytest.fixture(scope="session")
def made() -> Callable[[str, int], list[Interaction]]:
    """Makes exchanges of an operation that keep to its contract."""
    return PICTURES.made


PERIOD = Interaction(
    Request("POST", "http://127.0.0.1:5000/"),
    Response(200, "OK", JSON, b"{}"),
    Facts(
        "cloudtrail",
        "ListInsightsMetricData",
        params={
            "EventSource": "s3.amazonaws.com",
            "EventName": "PutObject",
            "InsightType": "ApiCallRateInsight",
            "Period": 61,
        },
        recorded_at="2026-11-21T10:00:01Z",
    ),
)
"""A call whose period is not one of those that the documentation names."""

FOREIGN = Interaction(Request("GET", "http://127.0.0.1:5000/health"), Response(200, "OK", (), b"fine"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with PICTURES.chromium() as found:
        yield found


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of good, broken, loose and foreign exchanges, compared with one before two changes."""
    folder = tmp_path_factory.mktemp("mixed")
    tapes = folder / "tapes"
    save_cassette(tapes / "tables.yaml", [list_tables(), list_tables(1000), list_tables(names=["a"])])
    save_cassette(tapes / "insights.yaml", PICTURES.made("xray.GetInsight", 3))
    save_cassette(tapes / "buckets.yaml", [*PICTURES.made("s3.ListObjectsV2", 3), FOREIGN, PERIOD])
    report(folder, "former.html", "--history", "runs")
    save_cassette(tapes / "tables.yaml", [list_tables(), list_tables(1000), list_tables(Colour="red")])
    save_cassette(tapes / "trails.yaml", PICTURES.made("cloudtrail.ListTrails", 60))
    options = ("--against", "former.html", "--history", "runs", "--title", "Orchard")
    return report(folder, "report.html", *options)


def report(folder: Path, name: str, *options: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(_group, ["report", "tapes", "-o", name, *options])
    assert result.exit_code in (0, 1), result.output
    return folder / name


@pytest.fixture
def exchange_view() -> Callable[[Path, int], str]:
    """Tells the view of an exchange, by its place in the report."""
    return lambda page, row: f"exchange/{read_index(page.read_bytes())['exchanges'][row][7]}"


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a report; afterwards, nothing may have been asked of the network, and nothing have failed."""
    wrong: list[str] = []
    contexts = []

    def opened(path: Path, view: str = "overview", **context: Any) -> Page:
        contexts.append(browser.new_context(**context))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: request.url.startswith("file:") or wrong.append(request.url))
        page.goto(f"{path.as_uri()}#/{view}")
        page.wait_for_selector("h1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
