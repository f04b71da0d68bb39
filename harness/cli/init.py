"""``harness init``: settings, a CI file and a pre-commit entry for a project, shown first."""

from __future__ import annotations

import difflib
import re
import shlex
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from harness.cli.project import Project, look_at, next_lines, project_lines
from harness.errors import HarnessError
from harness.printable import printable


class NotChanged(HarnessError):
    """A file cannot be changed so that it still holds what it did.

    Args:
        path: the file.
        reason: why, a clause.
        addition: what was to be added.
    """

    path: Path
    reason: str
    addition: str

    def __str__(self) -> str:
        return f"{self.path} was not changed: {self.reason}. Add this by hand:\n\n{self.addition.strip()}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file as it may be written.

    Attributes:
        path: the file.
        before: what it holds; None if it is not there.
        after: what it would hold.
    """

    path: Path
    before: str | None
    after: str

    def diff(self, root: Path) -> Iterator[str]:
        """Yield the lines of the change, in the unified form."""
        name = self.path.relative_to(root).as_posix()
        old = "/dev/null" if self.before is None else name
        before, after = (self.before or "").splitlines(), self.after.splitlines()
        yield from difflib.unified_diff(before, after, old, name, lineterm="")


@click.command("init")
@click.argument(
    "folder", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True)
)
@click.option("--yes", "-y", is_flag=True, help="Write all files without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option(
    "--ci",
    type=click.Choice(["auto", "github", "gitlab", "none"]),
    default="auto",
    show_default=True,
    help="The CI to write a job for; by default the one that the project has, or else GitHub Actions.",
)
@click.option("--no-pre-commit", is_flag=True, help="Write no entry of pre-commit.")
def command(folder: Path, yes: bool, dry_run: bool, ci: str, no_pre_commit: bool) -> None:
    """Set harness up for the project in FOLDER: settings, a CI job and a pre-commit entry.

    It looks at what the project has (tests, recordings and who made them, CI), shows each file as a diff,
    and asks before it writes. What is there already is kept; nothing is run, and nothing is recorded.

    \b
    Examples:
      harness init
      harness init --dry-run
      harness init --yes --ci gitlab
    """
    from harness.report.files import replace_text

    project = look_at(folder)
    for line in project_lines(project):
        click.echo(printable(line))
    click.echo("")
    written = 0
    failures: list[NotChanged] = []
    for what, propose in _proposals(project, ci, not no_pre_commit):
        try:
            proposal = propose(project)
        except NotChanged as error:
            failures.append(error)
            continue
        if isinstance(proposal, str):
            click.echo(printable(f"{what}: {proposal}\n"))
            continue
        for line in proposal.diff(folder):
            click.echo(_coloured(printable(line)))
        click.echo("")
        if dry_run or not (yes or _asked(proposal, folder)):
            continue
        proposal.path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(proposal.path, proposal.after)
        written += 1
        click.echo(printable(f"{proposal.path.relative_to(folder).as_posix()}: written\n"))
    click.echo("Next:")
    for line in next_lines(project):
        click.echo(printable(f"  {line}"))
    for failure in failures:
        click.echo(printable(f"harness: {failure}"), err=True)
    sys.exit(2 if failures else 0)


Propose = Callable[[Project], "Proposal | str"]
"""Returns the change of a file, or in words why there is none.

Raises `NotChanged` where the file cannot be changed.
"""


def _proposals(project: Project, ci: str, with_pre_commit: bool) -> Iterator[tuple[str, Propose]]:
    yield "settings", propose_settings
    chosen = (project.ci or "github") if ci == "auto" else ci
    if chosen in _JOBS:
        yield "CI", _JOBS[chosen]
    elif chosen == "another":
        yield "CI", propose_nothing
    if with_pre_commit:
        yield "pre-commit", propose_pre_commit


def _asked(proposal: Proposal, root: Path) -> bool:
    name = proposal.path.relative_to(root).as_posix()
    does = "Write" if proposal.before is None else "Change"
    try:
        return click.confirm(printable(f"{does} {name}?"), default=True)
    except click.Abort:
        raise click.UsageError(
            f"{name} was not written: nobody answered. harness init --yes writes without asking, and "
            "--dry-run only shows."
        ) from None


def _coloured(line: str) -> str:
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=colour) if colour else line


SETTINGS = """\
[tool.harness]
# What @pytest.mark.cassette does, unless a test, an option or the environment says otherwise.
cassette-mode = "none"  # plays what was recorded; pytest --cassette-mode=once records what is missing
max-age = "365d"  # an older recording plays with a warning; once records it again

# Violations that are intended: harness explain lists the codes.
[tool.harness.severity]
"""


def propose_settings(project: Project) -> Proposal | str:
    """Propose ``[tool.harness]`` in ``pyproject.toml``."""
    path = project.root / "pyproject.toml"
    before = _read(path)
    try:
        document = tomllib.loads(before or "")
    except tomllib.TOMLDecodeError as error:
        raise NotChanged(path, f"it is not valid TOML ({error})", SETTINGS) from None
    tool = document.get("tool", {})
    if isinstance(tool, dict) and "harness" in tool:
        return "pyproject.toml has [tool.harness] already"
    after = _appended(before, SETTINGS)
    try:
        tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        raise NotChanged(path, "its table tool is written on one line", SETTINGS) from None
    return Proposal(path, before, after)


_GITHUB = """\
name: contracts
on: [push, pull_request]

jobs:
  contracts:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install aws-contract-harness
      - run: harness check {folders} --format github
"""
_GITLAB = """\
contracts:
  image: python:3.13
  script:
    - pip install aws-contract-harness
    - harness check {folders} --format gitlab=gl-code-quality-report.json --format junit=harness.xml
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: harness.xml
"""
_NOT_YET = "there is no recording to check yet; run harness init again when there is one"


def propose_github(project: Project) -> Proposal | str:
    """Propose a workflow of GitHub Actions that checks the recordings."""
    folder = project.root / ".github" / "workflows"
    for path in sorted(folder.glob("*.y*ml")):
        if "harness check" in (_read(path) or ""):
            return f"{path.relative_to(project.root).as_posix()} runs harness check already"
    path = folder / "harness.yml"
    if not project.cassettes:
        return _NOT_YET
    return Proposal(path, _read(path), _GITHUB.format(folders=_folders(project)))


def propose_gitlab(project: Project) -> Proposal | str:
    """Propose a job of GitLab that checks the recordings."""
    path = project.root / ".gitlab-ci.yml"
    before = _read(path)
    if before is not None and "harness check" in before:
        return ".gitlab-ci.yml runs harness check already"
    if not project.cassettes:
        return _NOT_YET
    job = _GITLAB.format(folders=_folders(project))
    jobs = _yaml(path, before, job)
    if "contracts" in jobs:
        raise NotChanged(path, "it has another job named contracts", job)
    return Proposal(path, before, _appended(before, job))


def propose_nothing(project: Project) -> str:
    """Say what to add to a CI whose files are not known."""
    return f"add this step: harness check {_folders(project) or 'FOLDER'} --format junit=harness.xml"


_JOBS: dict[str, Propose] = {"github": propose_github, "gitlab": propose_gitlab}

_HOOK = """\
- repo: local
  hooks:
    - id: harness-check
      name: harness check
      entry: harness check --skip-others
      language: python
      additional_dependencies: [aws-contract-harness]
      files: {files}
      require_serial: true
"""


def propose_pre_commit(project: Project) -> Proposal | str:
    """Propose an entry of pre-commit that checks the recordings which a commit changes."""
    path = project.root / ".pre-commit-config.yaml"
    before = _read(path)
    if before is not None and re.search(r"id: harness-check\b", before):
        return ".pre-commit-config.yaml has harness-check already"
    named = "|".join(re.escape(name) for name in project.cassettes)
    files = rf"^({named})/.*\.(ya?ml|json)$" if named else r"(^|/)cassettes/.*\.(ya?ml|json)$"
    hook = _HOOK.format(files=files)
    if before is None:
        return Proposal(path, None, f"repos:\n{_indented(hook, '  ')}")
    repositories = _yaml(path, before, hook).get("repos")
    after = _with_entry(before, hook)
    unknown = NotChanged(path, "its list repos is written in a way that is not known", hook)
    try:
        added = _yaml(path, after, hook).get("repos")
    except NotChanged:
        raise unknown from None
    if not isinstance(repositories, list) or not isinstance(added, list) or added[:-1] != repositories:
        raise unknown
    return Proposal(path, before, after)


def _with_entry(text: str, hook: str) -> str:
    """Put an entry at the end of the list ``repos``, as far to the right as the others."""
    lines = text.splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if re.match(r"repos:\s*(#.*)?$", line)), len(lines))
    end = next((n for n in range(start + 1, len(lines)) if re.match(r"[^\s#-]", lines[n])), len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    found = re.search(r"^( *)- ", "".join(lines[start:end]), re.MULTILINE)
    before, rest = "".join(lines[:end]), "".join(lines[end:])
    ended = before if before.endswith("\n") else f"{before}\n"
    return f"{ended}{_ends_of(text, _indented(hook, found[1] if found else '  '))}{rest}"


def _yaml(path: Path, text: str | None, addition: str) -> dict[str, Any]:
    try:
        document = yaml.load(text or "", Loader=_AnyTag)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        at = f", line {where.line + 1}" if where is not None else ""
        raise NotChanged(path, f"it is not valid YAML{at}", addition) from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise NotChanged(path, "its top level is no mapping", addition)
    return document


class _AnyTag(yaml.SafeLoader):
    """Reads tags of others, such as ``!reference`` of GitLab, as nothing."""


_AnyTag.add_multi_constructor("!", lambda loader, suffix, node: None)


def _folders(project: Project) -> str:
    return shlex.join(project.cassettes)


def _read(path: Path) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise NotChanged(path, "it is not text in UTF-8", "") from None


def _appended(before: str | None, text: str) -> str:
    if not before or not before.strip():
        return text
    return before.rstrip() + _ends_of(before, f"\n\n{text}")


def _ends_of(text: str, addition: str) -> str:
    """Give an addition the line ends of a text."""
    return addition.replace("\n", "\r\n") if "\r\n" in text else addition


def _indented(text: str, indent: str) -> str:
    return "".join(f"{indent}{line}" for line in text.splitlines(keepends=True))
