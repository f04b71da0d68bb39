"""What ``harness init`` sees of a project: settings, tests, recordings and who made them, CI, pre-commit."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.cassette.errors import ForeignRecording
from harness.cassette.foreign import recorded_by_others
from harness.errors import counted

_ENDINGS = (".yaml", ".yml", ".json", ".har", ".py")
_HEAD = 1 << 16
_MADE_BY = {"har": "a browser or proxy", "placebo": "placebo", "vcr": "VCR"}
_PASSED_OVER = {"node_modules", "site-packages", "build", "dist", "__pycache__", "venv"}
_CI = {
    "github": (".github/workflows",),
    "gitlab": (".gitlab-ci.yml",),
    "another": ("Jenkinsfile", ".circleci", "azure-pipelines.yml", "bitbucket-pipelines.yml", ".travis.yml"),
}
_TOOLS = {
    "moto": r"^\s*(from|import) moto\b",
    "Stubber": r"\bbotocore\.stub\b",
    "LocalStack": r"localstack",
    "placebo": r"^\s*(from|import) placebo\b",
    "vcrpy": r"^\s*(from|import) vcr\b|mark\.vcr\b",
    "pytest-recording": None,
    "pytest-vcr": None,
    "betamax": r"^\s*(from|import) betamax\b",
}
"""What answers calls in tests, and how a file of Python shows that it is used."""

_REQUIRING = (
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "tox.ini",
    "Pipfile",
    "compose.yaml",
    "docker-compose.yml",
)
BASELINE = "harness-baseline.json"


@dataclass(frozen=True, slots=True)
class Project:
    """What a project has.

    Attributes:
        root: its folder.
        tests: the folder of its tests, as it is named from the root; None if there is none.
        recordings: the number of recordings by the tool that made them, by folder.
        tools: what answers calls in its tests, by its requirements and imports.
        requirements: its files of requirements, as they are named from the root.
        is_package: whether pip can install it.
        has_baseline: whether it has a baseline of observed calls.
        ci: ``github``, ``gitlab``, ``another``, or empty for none.
        has_pre_commit: whether it has a configuration of pre-commit.
    """

    root: Path
    tests: str | None = None
    recordings: Mapping[str, Counter[str]] = field(default_factory=dict)
    tools: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    is_package: bool = False
    has_baseline: bool = False
    ci: str = ""
    has_pre_commit: bool = False

    @property
    def cassettes(self) -> tuple[str, ...]:
        """The folders of recordings that ``harness check`` reads."""
        return tuple(
            name for name, made_by in self.recordings.items() if made_by.keys() & {"harness", "vcrpy"}
        )

    @property
    def observes(self) -> bool:
        """Whether its tests' calls are to be observed: all but those that only harness's cassettes answer."""
        return bool(self.tools) or not self.cassettes


def look_at(root: Path) -> Project:
    """Look at a project; nothing of it is run, and only the beginnings of files are read."""
    recordings: dict[str, Counter[str]] = {}
    used: set[str] = set()
    for path in _files(root):
        if path.suffix == ".py":
            used |= _used_in(path)
        elif tool := _made_by(path):
            recordings.setdefault(_folder_of(path.relative_to(root)), Counter())[tool] += 1
    requirements = sorted(path.name for path in root.glob("*requirements*.txt"))
    required = "\n".join(_text(root / name) for name in (*_REQUIRING, *requirements))
    return Project(
        root,
        next((name for name in ("tests", "test") if (root / name).is_dir()), None),
        dict(sorted(recordings.items())),
        tuple(name for name in _TOOLS if name in used or _requires(required, name)),
        tuple(requirements),
        "[project]" in _text(root / "pyproject.toml") or (root / "setup.py").exists(),
        (root / BASELINE).exists(),
        next((ci for ci, names in _CI.items() if any((root / name).exists() for name in names)), ""),
        (root / ".pre-commit-config.yaml").exists(),
    )


def _requires(required: str, tool: str) -> bool:
    return re.search(rf"(?<![\w-]){tool.lower()}(?![\w-])", required.lower()) is not None


def _used_in(path: Path) -> set[str]:
    """Return what a file of Python uses to answer calls."""
    text = _text(path)
    return {
        tool
        for tool, use in _TOOLS.items()
        if use is not None and re.search(use, text, re.MULTILINE | re.IGNORECASE)
    }


def project_lines(project: Project) -> Iterator[str]:
    """Yield what is seen of a project, a line each."""
    yield f"project   {project.root}"
    yield f"tests     {project.tests or 'no folder tests'}"
    yield f"uses      {', '.join(project.tools) or 'no mock of AWS that harness knows'}"
    for folder, made_by in project.recordings.items():
        tools = ", ".join(f"{count:,} of {tool}" for tool, count in made_by.most_common())
        yield f"recorded  {folder}: {tools}"
    names = {"github": "GitHub Actions", "gitlab": "GitLab", "another": "another than GitHub and GitLab"}
    yield f"CI        {names.get(project.ci, 'none')}"


def next_lines(project: Project) -> Iterator[str]:
    """Yield what to do next in a project, by what it has."""
    if project.observes and project.has_baseline:
        yield f"pytest   # fails only on new mistakes; {BASELINE} lists the old ones: fix them when you can"
    elif project.observes:
        yield f"pytest --contract-write-baseline={BASELINE}   # lists what AWS would refuse"
    if project.cassettes:
        folders = shlex.join(project.cassettes)
        if any(made_by["vcrpy"] for made_by in project.recordings.values()):
            yield f"harness cassette redact --dry-run {folders}   # secrets that vcrpy was not told to filter"
        yield f"harness check {folders}"
        yield f"harness check {folders} --baseline harness-baseline.json --write-baseline   # hides these"
    for folder, made_by in project.recordings.items():
        for tool, arguments in _IMPORTS.items():
            if made_by[tool]:
                recordings = counted(made_by[tool], "recording")
                command = f"harness cassette import {arguments.format(shlex.quote(folder))}"
                yield f"{command}   # {recordings} of {tool}"


_IMPORTS = {
    "VCR": "vcr {} --out cassettes",
    "placebo": "placebo {} --out cassettes",
    "a browser or proxy": "har {}/FILE.har --out cassettes/FILE.yaml",
}


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _PASSED_OVER
            and not Path(folder, name, "pyvenv.cfg").exists()
        )
        yield from (Path(folder, name) for name in sorted(names) if name.lower().endswith(_ENDINGS))


def _made_by(path: Path) -> str:
    """Tell which tool made a recording; empty for another file."""
    if path.suffix.lower() == ".har":
        return _MADE_BY["har"]
    head = _head(path)
    others = recorded_by_others(path, head)
    if isinstance(others, ForeignRecording):
        return _MADE_BY[others.form]
    if not re.search(
        rb"^interactions:|^\s*\"interactions\"|^\{\"(version|interactions)\"", head, re.MULTILINE
    ):
        return ""
    return "harness" if re.search(rb"^(- |  )harness:|\"harness\": ?\{", head, re.MULTILINE) else "vcrpy"


def _folder_of(path: Path) -> str:
    """Return the folder of recordings that a recording is in: that named cassettes, or its own."""
    names = [above for above in path.parents if "cassette" in above.name]
    return (names[-1] if names else path.parent).as_posix()


def _head(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _text(path: Path) -> str:
    return _head(path).decode("utf-8", "replace")
