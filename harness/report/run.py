"""One run of a report: when it was made, and of which commit and branch."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.contract.values import format_timestamp

_CI = (
    ("GITHUB_WORKSPACE", "GITHUB_SHA", ("GITHUB_HEAD_REF", "GITHUB_REF_NAME")),
    ("CI_PROJECT_DIR", "CI_COMMIT_SHA", ("CI_COMMIT_REF_NAME",)),
)
"""What GitHub Actions and GitLab CI call the checkout's folder, its commit, and its branch."""

_PATIENCE = 10  # seconds: git may wait for a file system that is far away


@dataclass(frozen=True, slots=True)
class Run:
    """What tells one run from another.

    Attributes:
        made: when, an aware time.
        title: what the user calls it; empty if nothing.
        commit: the commit that was checked out, in hexadecimal digits; None if not known.
        branch: the branch; None if not known.
    """

    made: dt.datetime
    title: str = ""
    commit: str | None = None
    branch: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """Write the run as a JSON object."""
        return {
            "made": format_timestamp(self.made),
            "title": self.title,
            "commit": self.commit,
            "branch": self.branch,
        }


def run_of(folder: Path, made: dt.datetime, title: str = "", environ: Mapping[str, str] = os.environ) -> Run:
    """Describe the run of now: git tells the commit and the branch, or else the variables of the CI server.

    Args:
        folder: a folder of the project.
        made: when, an aware time.
        title: what the user calls the run.
        environ: the environment variables.
    """
    commit, branch = _git(folder, "rev-parse", "HEAD"), _git(folder, "symbolic-ref", "--short", "HEAD")
    for workspace, sha, names in _CI:
        root = environ.get(workspace)
        if root and Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root)):
            # A CI server checks out a commit, not a branch.
            branch = branch or next((environ[name] for name in names if environ.get(name)), None)
            commit = commit or environ.get(sha) or None
    return Run(made, title, commit, branch)


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git prints; None without git, or outside of a repository."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        result = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return result.stdout.strip() or None
