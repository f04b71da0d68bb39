"""``harness docs``: the pages, as they are read on a terminal."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cli import _group
from harness.cli.docs import names
from harness.contract import codes

DOCS = Path(__file__).parents[2] / "docs"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["docs", *arguments], prog_name="harness")


def test_every_page_is_listed_with_its_title() -> None:
    result = run()
    assert result.exit_code == 0
    pages = {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")}
    listed = {line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")}
    linked_by_decisions = {page for page in pages if page.startswith("decisions/")} - {"decisions/index"}
    assert listed == pages - {"index"} - linked_by_decisions
    assert "  tutorial            Tutorial\n" in result.stdout


def test_an_address_is_named_only_if_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "site", lambda: None)
    assert run().stdout.endswith("Start with harness docs tutorial.\n")
    monkeypatch.setattr(codes, "site", lambda: "https://docs.example.org")
    assert run().stdout.endswith("The newest version is published at https://docs.example.org.\n")


def test_the_address_is_the_one_of_the_project() -> None:
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    urls = project.get("urls", {})
    assert codes.site() == (urls["Documentation"].rstrip("/") if "Documentation" in urls else None)


def test_a_page_is_printed_without_what_only_the_site_can_show() -> None:
    pages = names()
    assert len(pages) > 20
    for name in pages:
        text = run(name).stdout
        assert text.startswith("# "), name
        assert "<!--" not in text
        assert not re.search(r"^```\{", text, re.MULTILINE), name
        assert text.count("\n```") % 2 == 0, name


@pytest.mark.parametrize("name", ["ci", "ci.md", "docs/ci.md"])
def test_a_page_may_be_named_as_a_file(name: str) -> None:
    assert run(name).stdout.startswith("# Contracts in CI\n")


def test_a_mistyped_page_gets_a_suggestion() -> None:
    result = run("tutorail")
    assert result.exit_code == 2
    assert "There is no page 'tutorail' in the documentation" in result.stderr
    assert "Did you mean tutorial?" in result.stderr


def test_a_word_is_searched_in_all_pages() -> None:
    result = run("--search", "RELATIVE-times")
    assert result.exit_code == 0
    assert {line.partition(":")[0] for line in result.stdout.splitlines()} >= {"cassette-life", "options"}
    assert run("--search", "no such word").exit_code == 1


def test_a_page_and_a_word_do_not_go_together() -> None:
    assert run("ci", "--search", "junit").exit_code == 2
