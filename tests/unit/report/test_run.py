"""Which commit and branch a run is of."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from harness.report.run import Run, run_of

MADE = dt.datetime(2026, 11, 22, 21, tzinfo=dt.UTC)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.com")
    git(tmp_path, "init", "--quiet", "--initial-branch", "trunk")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "first")
    (tmp_path / "inner").mkdir()
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_git_tells_commit_and_branch_from_any_folder(repository: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD")
    assert run_of(repository / "inner", MADE, "Orders", {}) == Run(MADE, "Orders", commit, "trunk")


@pytest.mark.parametrize(
    ("environ", "branch"),
    [
        ({}, None),
        ({"GITHUB_WORKSPACE": "HERE", "GITHUB_HEAD_REF": "", "GITHUB_REF_NAME": "v1"}, "v1"),
        ({"GITHUB_WORKSPACE": "HERE", "GITHUB_HEAD_REF": "fix", "GITHUB_REF_NAME": "7/merge"}, "fix"),
        ({"CI_PROJECT_DIR": "HERE", "CI_COMMIT_REF_NAME": "fix"}, "fix"),
        ({"CI_PROJECT_DIR": "/elsewhere", "CI_COMMIT_REF_NAME": "fix"}, None),
    ],
)
def test_a_ci_server_tells_the_branch_of_the_commit_it_checked_out(
    repository: Path, environ: dict[str, str], branch: str | None
) -> None:
    git(repository, "checkout", "--quiet", "--detach")
    variables = {name: str(repository) if value == "HERE" else value for name, value in environ.items()}
    assert run_of(repository, MADE, "", variables).branch == branch


def test_nothing_is_known_outside_of_a_repository(tmp_path: Path) -> None:
    assert run_of(tmp_path, MADE, "", {}) == Run(MADE)
    ci = {"CI_PROJECT_DIR": str(tmp_path), "CI_COMMIT_SHA": "ab12", "CI_COMMIT_REF_NAME": "main"}
    assert run_of(tmp_path, MADE, "", ci) == Run(MADE, "", "ab12", "main")


def test_without_git_nothing_is_known(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert run_of(repository, MADE, "", {}) == Run(MADE)
