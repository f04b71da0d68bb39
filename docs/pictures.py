"""Make the pictures of the documentation again: ``make docs-pictures``.

A small project is made up, its cassettes filled with synthetic exchanges, some of them changed to break their
contracts, and its report opened in Chromium. The exchanges, the times and the commits are the same in every
run, so a picture changes only if the page does.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from harness.cassette.exchange import interaction_of
from harness.cassette.model import Interaction, Request
from harness.cassette.store import save_cassette
from harness.contract.contract import contract
from harness.models import parse_operation_name
from harness.report.check import check_paths
from harness.report.history import Past
from harness.report.html.former import former_of
from harness.report.html.write import write_page
from harness.report.run import Run
from harness.synth.exchanges import exchanges

DOCS = Path(__file__).parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

TESTS: Mapping[str, tuple[str, ...]] = {
    "test_orders.py::test_find": ("dynamodb.Query", "dynamodb.GetItem"),
    "test_orders.py::test_tables": ("dynamodb.ListTables", "dynamodb.DescribeTable"),
    "test_orders.py::test_announce": ("sqs.SendMessage", "sqs.ReceiveMessage"),
    "test_reports.py::test_upload": ("s3.PutObject", "s3.ListObjectsV2"),
    "test_reports.py::test_insights": ("xray.GetInsight", "cloudtrail.ListTrails"),
    "test_fleet.py::test_hosts": ("ec2.DescribeInstances", "ecs.ListClusters"),
    "test_fleet.py::test_people": ("iam.ListUsers", "lambda.ListFunctions"),
}
EACH = 8

MISTAKES: Sequence[tuple[str, str, int, dict[str, Any], dict[str, Any]]] = (
    ("test_orders.py::test_tables", "dynamodb.ListTables", 2, {"Limit": 1000}, {}),
    ("test_orders.py::test_tables", "dynamodb.ListTables", 5, {"Limit": 0}, {}),
    ("test_orders.py::test_find", "dynamodb.Query", 1, {"Select": "EVERYTHING"}, {}),
    ("test_orders.py::test_announce", "sqs.SendMessage", 3, {}, {"MD5OfMessageBody": 17}),
    ("test_orders.py::test_find", "dynamodb.GetItem", 4, {}, {"Colour": "quince"}),
    ("test_reports.py::test_insights", "cloudtrail.ListTrails", 0, {}, {"Trails": "none"}),
)
"""What breaks a contract: the test, the operation, which exchange, and what is put into it."""

RUNS = (
    ("2026-11-16T08:00:00", "4f1d2a90c3b7", (0, 1, 2, 3, 4, 5), 3),
    ("2026-11-17T08:00:00", "7be04c1129aa", (0, 1, 2, 3, 5), 4),
    ("2026-11-18T08:00:00", "90cc1f3e5d02", (0, 2, 3), 5),
    ("2026-11-19T08:00:00", "b2e7701f64d8", (0, 2), 6),
    ("2026-11-20T08:00:00", "c81b5a7730ef", (0, 1, 2, 4), 7),
    ("2026-11-21T08:00:00", "e5a9d0427c16", (0, 1, 2, 3, 4), EACH),
)
"""The runs of the history: when, the commit, which mistakes, and how many exchanges of each operation."""


def made(operation: str, count: int, seed: int = 0) -> list[Interaction]:
    """Return synthetic exchanges of an operation, one a day, each some minutes later than the one before."""
    first, each = dt.datetime(2026, 11, 9, 10), dt.timedelta(days=1, minutes=7)
    return [
        interaction_of(
            replace(one.exchange, time=f"{(first + number * each).isoformat()}Z"),
            Request(one.method, one.url, one.headers, one.body),
            one.response,
            protocol=one.protocol,
            source=one.source,
        )
        for number, one in enumerate(exchanges(contract(*parse_operation_name(operation)), count, seed))
    ]


def changed(interaction: Interaction, asked: dict[str, Any], answered: dict[str, Any]) -> Interaction:
    """Put members into the request and the answer of an exchange of a JSON protocol."""
    request, response, facts = interaction.request, interaction.response, interaction.facts
    assert facts is not None
    body = json.dumps({**json.loads(request.body or b"{}"), **asked}).encode()
    answer = json.dumps({**json.loads(response.body or b"{}"), **answered}).encode()
    params = None if facts.params is None else {**facts.params, **asked}
    return replace(
        interaction,
        request=replace(request, body=body),
        response=replace(response, body=answer),
        facts=replace(facts, params=params),
    )


def make_project(folder: Path, mistakes: Sequence[int], count: int) -> None:
    """Write the tests of the project and their cassettes."""
    for test, operations in TESTS.items():
        module, _, name = test.partition("::")
        file = folder / "tests" / module
        file.parent.mkdir(parents=True, exist_ok=True)
        known = file.read_text() if file.exists() else ""
        if f"def {name}(" not in known:
            file.write_text(f"{known}@pytest.mark.cassette\ndef {name}():\n    ...\n\n\n")
        interactions = []
        for operation in operations:
            found = made(operation, count)
            for number in mistakes:
                where, broken, at, asked, answered = MISTAKES[number]
                if (where, broken) == (test, operation) and at < count:
                    found[at] = changed(found[at], asked, answered)
            interactions.extend(found)
        save_cassette(folder / "tests/cassettes" / Path(module).stem / f"{name}.yaml", interactions)


def make_report(folder: Path) -> Path:
    """Write the report of the project's last run, with the runs before it as its history."""
    page = folder / "report.html"
    history: list[Past] = []
    with working_in(folder):
        for when, commit, mistakes, count in RUNS:
            make_project(folder, mistakes, count)
            locations = [Path("tests/cassettes")]
            found = check_paths(locations)
            run = Run(dt.datetime.fromisoformat(f"{when}+00:00"), "Orders", commit, "main")
            former = former_of(history[-1]) if history else None
            cassettes = sorted(Path("tests/cassettes").rglob("*.yaml"))
            with open(page, "wb") as file:
                past = write_page(file, found, cassettes, run=run, former=former, history=history)
            history.append(past)
    return page


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Change the working directory for a while: reports name files from there."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, without a window."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield found
        found.close()


def shoot(browser: Browser, page: Path, view: str, picture: Path, size: tuple[int, int]) -> None:
    """Open a view of a report, and save what it looks like."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    opened = context.new_page()
    opened.goto(f"{page.as_uri()}#/{view}")
    opened.wait_for_selector("h1")
    opened.wait_for_timeout(500)
    opened.screenshot(path=picture)
    context.close()


def main() -> None:
    """Make the project, its report and the pictures."""
    parser = argparse.ArgumentParser(description="Make the pictures of the documentation again.")
    parser.add_argument("--page", type=Path, metavar="FILE", help="also keep the report that is shown")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        page = make_report(Path(folder).resolve())
        shoot(browser, page, "overview", DOCS / "report.png", (1200, 860))
        shoot(browser, page, "exchanges", DOCS / "report-exchanges.png", (1200, 860))
        if arguments.page is not None:
            arguments.page.write_bytes(page.read_bytes())


if __name__ == "__main__":
    main()
