"""The files that ``harness init`` proposes: settings, a CI job and a pre-commit entry."""

from __future__ import annotations

import difflib
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from harness.cli.project import BASELINE, Project
from harness.errors import HarnessError
from harness.models import botocore_version


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


Propose = Callable[[Project], "Proposal | str"]
"""Returns the change of a file, or in words why there is none.

Raises `NotChanged` where the file cannot be changed.
"""

_OBSERVE = """\
observe = true  # pytest checks every AWS call of the tests, whether moto, a stub or AWS answers it
"""
_BASELINE = f"""\
contract = "error"  # a test fails if it makes a call that AWS would refuse, ...
baseline = "{BASELINE}"  # ... except for the mistakes that were there before harness
"""
_NO_BASELINE = f"""\
# Once there is a baseline (pytest --contract-write-baseline={BASELINE}), fail only on new mistakes:
# contract = "error"
# baseline = "{BASELINE}"
"""
_CASSETTES = """\
# What @pytest.mark.cassette does, unless a test, an option or the environment says otherwise.
cassette-mode = "none"  # only plays; pytest --cassette-mode=once records the tests that have no cassette yet
"""
_SEVERITY = """\

# Violations that are intended: harness explain lists the codes.
[tool.harness.severity]
"""


def settings_for(project: Project) -> str:
    """Return the table ``[tool.harness]`` that fits a project."""
    parts = ["[tool.harness]\n"]
    if project.observes:
        parts += [_OBSERVE, _BASELINE if project.has_baseline else _NO_BASELINE]
    if project.cassettes:
        parts.append(_CASSETTES)
    return "".join([*parts, _SEVERITY])


def propose_settings(project: Project) -> Proposal | str:
    """Propose ``[tool.harness]`` in ``pyproject.toml``."""
    path, settings = project.root / "pyproject.toml", settings_for(project)
    before = _read(path)
    try:
        document = tomllib.loads(before or "")
    except tomllib.TOMLDecodeError as error:
        raise NotChanged(path, f"it is not valid TOML ({error})", settings) from None
    tool = document.get("tool", {})
    if isinstance(tool, dict) and "harness" in tool:
        return "pyproject.toml already has [tool.harness]"
    after = _appended(before, settings)
    try:
        tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        raise NotChanged(path, "its table tool is an inline table", settings) from None
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
      # A newer botocore knows more of AWS and may find more mistakes, so upgrade it on purpose.
"""
_GITLAB = """\
contracts:
  image: python:3.13
  script:
    # A newer botocore knows more of AWS and may find more mistakes, so upgrade it on purpose.
"""
_GITLAB_REPORTS = """\
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: harness.xml
"""
_RUNS_HARNESS = re.compile(r"harness check|--contract-observe|aws-contract-harness")


def commands_for(project: Project, check_options: str) -> list[str]:
    """Return the commands of a CI job: what it installs, and what it checks.

    Args:
        project: the project.
        check_options: the options of ``harness check`` for the CI.
    """
    needs = [*(f"-r {shlex.quote(name)}" for name in project.requirements), *(["."] * project.is_package)]
    pinned = f"aws-contract-harness botocore=={botocore_version()}"
    commands = [f"pip install {' '.join([*needs, 'pytest' if project.observes else '', pinned]).strip()}"]
    if project.observes:
        commands.append(f"pytest --contract-observe{'=error' if project.has_baseline else ''}")
    if project.cassettes:
        commands.append(f"harness check {shlex.join(project.cassettes)} {check_options}")
    return [re.sub(" +", " ", command) for command in commands]


def propose_github(project: Project) -> Proposal | str:
    """Propose a workflow of GitHub Actions that checks the tests' calls and the recordings."""
    folder = project.root / ".github" / "workflows"
    for path in sorted(folder.glob("*.y*ml")):
        if _RUNS_HARNESS.search(_read(path) or ""):
            return f"{path.relative_to(project.root).as_posix()} already runs harness"
    path = folder / "harness.yml"
    steps = (f"      - run: {command}\n" for command in commands_for(project, "--format github"))
    return Proposal(path, _read(path), "".join((_GITHUB, *steps)))


def propose_gitlab(project: Project) -> Proposal | str:
    """Propose a job of GitLab that checks the tests' calls and the recordings."""
    path = project.root / ".gitlab-ci.yml"
    before = _read(path)
    if before is not None and _RUNS_HARNESS.search(before):
        return ".gitlab-ci.yml already runs harness"
    options = "--format gitlab=gl-code-quality-report.json --format junit=harness.xml"
    lines = [f"    - {command}\n" for command in commands_for(project, options)]
    job = "".join((_GITLAB, *lines, _GITLAB_REPORTS if project.cassettes else ""))
    if "contracts" in _yaml(path, before, job):
        raise NotChanged(path, "it has another job named contracts", job)
    return Proposal(path, before, _appended(before, job))


def propose_nothing(project: Project) -> str:
    """Say what to add to a CI whose files are not known."""
    return f"add these steps: {'; '.join(commands_for(project, '--format junit=harness.xml'))}"


JOBS: dict[str, Propose] = {"github": propose_github, "gitlab": propose_gitlab, "another": propose_nothing}

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
        return ".pre-commit-config.yaml already has harness-check"
    named = "|".join(re.escape(name) for name in project.cassettes)
    hook = _HOOK.format(files=rf"^({named})/.*\.(ya?ml|json)$")
    if before is None:
        return Proposal(path, None, f"repos:\n{_indented(hook, '  ')}")
    repositories = _yaml(path, before, hook).get("repos")
    after = _with_entry(before, hook)
    unknown = NotChanged(path, "its list repos is written in a form that harness cannot edit", hook)
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
        raise NotChanged(path, "its top level is not a mapping", addition)
    return document


class _AnyTag(yaml.SafeLoader):
    """Reads tags of others, such as ``!reference`` of GitLab, as nothing."""


_AnyTag.add_multi_constructor("!", lambda loader, suffix, node: None)


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
