"""Whole runs, played from the cassettes of record.sh: no network, no credentials, no region."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from harness.record.live import LiveCassette

from insight_reporter.cli import main

PRINTED = Path(__file__).parent / "printed"
TRAIL = ("trail", "orders", "--start", "2026-11-14", "--end", "2026-11-21")
SERVICE = ("service", "7c8e5f1a-4b2d-4e6f-9a3c-5d7e8f1a2b3c")
INTERNET = ("internet", "event-1")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(TRAIL, id="trail", marks=pytest.mark.cassette("trail")),
        pytest.param(SERVICE, id="service", marks=pytest.mark.cassette("service")),
        pytest.param(INTERNET, id="internet", marks=pytest.mark.cassette("internet")),
    ],
)
def test_a_report_is_printed_as_when_it_was_recorded(
    arguments: tuple[str, ...], cassette: LiveCassette, request: pytest.FixtureRequest
) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert result.stdout == (PRINTED / f"{request.node.callspec.id}.txt").read_text(encoding="utf-8")
    assert not cassette.unused()


@pytest.mark.cassette("internet")
def test_a_program_reads_the_report_as_json() -> None:
    report = json.loads(run(*INTERNET, "--json").stdout)
    assert (report["event"], report["kind"], report["end"]) == ("event-1", "AVAILABILITY", None)


def test_a_start_after_the_end_is_refused_before_anything_is_asked() -> None:
    result = run("trail", "orders", "--start", "2026-11-21", "--end", "2026-11-14")
    assert result.exit_code == 2
    assert "2026-11-21 00:00 is after the end." in result.stderr
