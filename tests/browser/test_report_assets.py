"""The committed page is what ``frontend/`` builds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

FRONTEND = Path(__file__).parents[2] / "frontend"
TEMPLATE = FRONTEND.parent / "harness/report/html/template.html"


def test_the_committed_page_is_the_built_one() -> None:
    result = subprocess.run(["npm", "run", "--silent", "check"], cwd=FRONTEND, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_it_keeps_the_licences_of_what_it_bundles() -> None:
    page = TEMPLATE.read_text(encoding="utf-8")
    for package in ("preact", "d3-hierarchy"):
        licence = (FRONTEND / "node_modules" / package / "LICENSE").read_text(encoding="utf-8")
        assert licence.strip() in page


def test_the_part_that_every_report_repeats_is_small() -> None:
    assert TEMPLATE.stat().st_size < 110_000
