"""Puts harness under the test suites of public projects, and says what became of each test.

``python benchmarks/real/run.py s3-credentials moto`` sets the projects up in a scratch folder and runs each
suite:

- ``asked`` and ``again``, without the plugin, to see which tests ask for other values in every run, such as a
  new uuid;
- ``plain``, with the plugin switched off;
- ``plugin``, with the plugin installed and nothing else changed;
- ``observe``, with ``--contract-observe``;
- ``record``, with the marker on every test (``mark_every_test.py``) and ``--cassette-mode=rewrite``;
- ``replay``, with the same marker and ``--cassette-mode=none``.

Every run has a network of its own in which there is only loopback, and the kernel counts the connections.
Results are kept, so that a run can be repeated by its name: ``--runs replay``. docs/real-suites.md says more.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
GITHUB = "https://github.com"

MARKED = ("-p", "mark_every_test", "--contract", "warn", "--cassette-dir", "{cassettes}")
RUNS: Mapping[str, tuple[str, ...]] = {
    "asked": ("-p", "no:aws_contract_harness"),
    "again": ("-p", "no:aws_contract_harness"),
    "plain": ("-p", "no:aws_contract_harness"),
    "plugin": (),
    "observe": ("--contract-observe", "--contract-observe-report", "{observed}"),
    "record": (*MARKED, "--cassette-mode", "rewrite"),
    "replay": (*MARKED, "--cassette-mode", "none"),
}
"""The options of pytest that make each run what it is."""
MEASURED = [name for name in RUNS if name not in {"asked", "again"}]


Asked = tuple[str, dict[str, str]]
"""An operation that a test asked for, and the values by their place."""


class CannotRun(Exception):
    """Something that a run needs is missing; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Project:
    """A public project, and which of its tests are run; projects.toml says what each field is."""

    name: str
    repository: str
    commit: str
    install: Sequence[str]
    tests: Sequence[str]
    options: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[str] = (".",)
    folder: str = "."
    deselect: Mapping[str, str] = field(default_factory=dict)
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are.

    Attributes:
        work: the scratch folder.
        results: the folder of the results, below it.
        mirrors: a folder of git directories named ``owner+name/repo``, looked into before GitHub is asked.
    """

    work: Path
    results: Path
    mirrors: Path | None

    def sources(self, project: Project) -> Path:
        """Return where a project is checked out."""
        return self.work / "sources" / f"{project.name}-{project.commit[:12]}"

    def python(self, project: Project) -> Path:
        """Return the interpreter of a project's own environment."""
        return self.work / "venvs" / project.name / "bin" / "python"

    def result(self, project: str, run: str) -> Path:
        """Return the file of a run's result."""
        return self.results / project / f"{run}.json"


# --- Set-up


def load_projects() -> dict[str, Project]:
    """Read projects.toml."""
    with (HERE / "projects.toml").open("rb") as file:
        return {name: Project(name, **table) for name, table in tomllib.load(file).items()}


def call(*command: str | Path, cwd: Path | None = None, given: str = "", **environment: str) -> str:
    """Run a command, with what it is given to read, and return what it prints.

    Raises:
        CannotRun: it failed.
    """
    words = [str(word) for word in command]
    everything = {**os.environ, **environment}
    done = subprocess.run(
        words, cwd=cwd, env=everything, input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = "\n".join(done.stderr.splitlines()[-15:])
        raise CannotRun(f"This failed with status {done.returncode}: {' '.join(words)}\n{last}")
    return done.stdout


def git_directory(project: Project, places: Places) -> Path:
    """Return a git directory that has the project's commit: a mirror of it, or one fetched from GitHub."""
    if places.mirrors and (mirror := places.mirrors / project.repository.replace("/", "+") / "repo").is_dir():
        return mirror
    git = places.work / "git" / project.repository.replace("/", "+")
    call("git", "init", "--quiet", "--bare", git)
    call("git", f"--git-dir={git}", "fetch", "--depth=1", f"{GITHUB}/{project.repository}", project.commit)
    return git


def check_out(project: Project, places: Places) -> None:
    """Put the project's sources at its commit into the scratch folder, if they are not there."""
    target = places.sources(project)
    if target.exists():
        return
    part = target.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    git = ("git", f"--git-dir={git_directory(project, places)}", f"--work-tree={part}")
    index = str(part.with_suffix(".index"))
    call(*git, "read-tree", project.commit, GIT_INDEX_FILE=index)
    files = call(*git, "ls-files", "-z", "--", *project.sources, cwd=part, GIT_INDEX_FILE=index)
    call(*git, "checkout-index", "-z", "--stdin", cwd=part, given=files, GIT_INDEX_FILE=index)
    Path(index).unlink()
    part.rename(target)


def uv() -> str:
    """Return the uv to install with: the one beside this interpreter, or that of the machine."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if found := shutil.which("uv", path=beside):
        return found
    raise CannotRun("uv is missing: pip install uv, or use make real.")


def install(project: Project, places: Places, harness: Path) -> None:
    """Make the project's environment: what the project and harness need, but not harness itself."""
    python = places.python(project)
    stamp = python.parent.parent / "installed.json"
    ours = (harness / "pyproject.toml").read_text("utf-8")
    wanted = json.dumps([project.commit, list(project.install), ours])
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    print(f"{project.name}: installing", file=sys.stderr)
    call(uv(), "venv", "--quiet", "--clear", "--python", sys.executable, python.parent.parent)
    needs = ("--requirements", harness / "pyproject.toml")
    folder = places.sources(project) / project.folder
    flags = ("--quiet", "--no-config", "--python", python)
    call(uv(), "pip", "install", *flags, *needs, *project.install, cwd=folder)
    stamp.write_text(wanted, encoding="utf-8")


def install_harness(harness: Path, places: Places) -> Path:
    """Build and install a checkout of harness into a folder of its own, which runs put on their path.

    So the environment of a project stays as it is, several checkouts can be measured at once, and nobody's
    edits reach a run that has begun.
    """
    digest = hashlib.sha256()
    for file in sorted([harness / "pyproject.toml", *(harness / "harness").rglob("*")]):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(str(file.relative_to(harness)).encode() + b"\0" + file.read_bytes() + b"\0")
    target = places.work / "harness" / digest.hexdigest()[:16]
    if not target.exists():
        part = target.with_suffix(f".{os.getpid()}")
        options = ("--quiet", "--no-deps", "--compile-bytecode", "--python", sys.executable)
        call(uv(), "pip", "install", *options, "--target", part, harness)
        part.rename(target)
    return target


def state_of(harness: Path) -> str:
    """Return which commit of harness this is, and whether it was changed since."""
    return call("git", "-C", harness, "describe", "--always", "--dirty", "--exclude=*").strip()


# --- Runs


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process holds this lock, and hold it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def closed_network() -> tuple[str, ...]:
    """Return the words that give a command a network of its own, or none where the machine cannot."""
    words = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--net", "--map-root-user")
    try:
        subprocess.run([*words, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print("The network stays open: this machine does not let unshare close it.", file=sys.stderr)
        return ()
    return words


def environment_of(
    project: Project, name: str, places: Places, installed: Path, lines: Path
) -> dict[str, str]:
    """Return the environment of a run, which has nothing of the person who runs it."""
    home = places.work / "home"
    home.mkdir(exist_ok=True)
    return {
        "PATH": f"{places.python(project).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": f"{installed}{os.pathsep}{HERE}",
        "HARNESS_REAL_OUT": str(lines),
        **({"HARNESS_REAL_REQUESTS": "1"} if name in {"asked", "again"} else {}),
        **project.environment,
    }


def run(project: Project, name: str, places: Places, harness: Path, *, minutes: float) -> dict[str, Any]:
    """Run the suite in one way, and return what is written down of it.

    Raises:
        CannotRun: this harness does not have what the run needs, or the run wrote nothing.
    """
    installed = install_harness(harness, places)
    folder = places.result(project.name, name).parent
    folder.mkdir(parents=True, exist_ok=True)
    lines, figures, log = (folder / f"{name}.{kind}" for kind in ("jsonl", "figures", "log"))
    for old in (lines, figures):
        old.unlink(missing_ok=True)
    cassettes = folder / "cassettes"
    if name == "record":
        shutil.rmtree(cassettes, ignore_errors=True)
    options = [word.format(cassettes=cassettes, observed=folder / "observed.json") for word in RUNS[name]]
    environment = environment_of(project, name, places, installed, lines)
    python = places.python(project)
    left_out = [word for test in project.deselect for word in ("--deselect", test)]
    command = [
        *closed_network(), "nice", sys.executable, str(HERE / "closed.py"), str(figures),
        str(python), "-m", "pytest", "-p", "watch", "-q", "-rN", "--color=no", "-o",
        f"cache_dir={folder}/cache",
        *options, *project.options, *left_out, *project.tests,
    ]  # fmt: skip
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command,
            cwd=places.sources(project) / project.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            process.wait(timeout=minutes * 60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    text = log.read_text(encoding="utf-8", errors="replace")
    if not figures.exists():
        raise CannotRun(f"{project.name} {name} did not end within {minutes:g} minutes: {log}")
    if "unrecognized arguments" in text:
        raise CannotRun(f"This harness has no such option: {' '.join(options)}")
    if not lines.exists():
        raise CannotRun(f"{project.name} {name} did not start: {log}")
    result = {
        "project": project.name,
        "run": name,
        "harness": state_of(harness),
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command,
        **json.loads(figures.read_text(encoding="utf-8")),
        **collect(lines),
        "end": text.splitlines()[-30:],
    }
    if name == "record":
        result["violations"] = violations_in(cassettes, python, installed, environment)
    places.result(project.name, name).write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result


def collect(lines: Path) -> dict[str, Any]:
    """Return what the plugin watch wrote, by kind."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        found[fact.pop("kind")].append(fact)
    return {
        "tests": {fact.pop("test"): fact for fact in found["test"]},
        "connections": found["connection"],
        "lookups": found["lookup"],
        "requests": found["request"],
        "warnings": found["warning"],
        "not_collected": found["not collected"],
    }


def violations_in(
    cassettes: Path, python: Path, installed: Path, environment: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what ``harness check`` finds in the recordings: each kind once, with how often it is there."""
    words = [str(python), str(installed / "bin" / "harness"), "check", "--json", str(cassettes)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if not done.stdout:
        return []
    report = json.loads(done.stdout)
    kinds = Counter(
        (found["operation"], found["severity"], found["code"], re.sub(r"/\d+", "/*", found["pointer"]))
        for found in report["violations"]
    )
    names = ("operation", "severity", "code", "pointer")
    return [{**dict(zip(names, kind, strict=True)), "count": count} for kind, count in sorted(kinds.items())]


# --- What comes of it

VARYING = re.compile(
    r"/\S.*?\.yaml|\S*/\S+|\b[a-z][a-z0-9-]*\.[A-Z]\w+|\b[a-z]{2}(-[a-z]+)+-\d"  # paths, operations, regions
    r"|b?'[^']*'|\"[^\"]*\"|0x[0-9a-f]+|\b[0-9a-f]{8}-[0-9a-f-]{27}|(?<![A-Za-z])\d[\d.:TZ-]*"  # values
)
"""What differs from test to test in one kind of message: names and values."""


def kind_of(error: str) -> str:
    """Return what failures of one kind share: the message without what varies."""
    return " ".join(VARYING.sub("*", error).split())[:60]


@dataclass(frozen=True, slots=True)
class Compared:
    """A run beside the plain one.

    Attributes:
        same: tests with the same outcome in both.
        passed: the tests that passed in both.
        broken: tests that passed in the plain run and not in this one, by kind of failure.
        better: tests that did not pass in the plain run, but in this one.
    """

    same: int
    passed: Sequence[str]
    broken: Mapping[str, Sequence[str]]
    better: Sequence[str]


def compare(plain: Mapping[str, Any], other: Mapping[str, Any]) -> Compared:
    """Compare the outcomes of each test."""
    missing = {"outcome": "missing", "error": "not run"}
    broken: dict[str, list[str]] = defaultdict(list)
    same, passed, better = 0, [], []
    for test in plain["tests"] | other["tests"]:
        before, after = (run["tests"].get(test, missing) for run in (plain, other))
        same += before["outcome"] == after["outcome"]
        if before["outcome"] == after["outcome"] == "passed":
            passed.append(test)
        elif before["outcome"] == "passed" != after["outcome"]:
            broken[f"{after['outcome']}: {kind_of(after.get('error', ''))}"].append(test)
        elif after["outcome"] == "passed" != before["outcome"]:
            better.append(test)
    ordered = dict(sorted(broken.items(), key=lambda item: -len(item[1])))
    return Compared(same, passed, ordered, better)


def load_results(project: str, places: Places) -> dict[str, dict[str, Any]]:
    """Read the results of a project that there are, by run."""
    files = [places.result(project, name) for name in RUNS]
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files if file.exists()}


def varying_tests(results: Mapping[str, Mapping[str, Any]]) -> dict[str, str] | None:
    """Return the tests that asked for other values in their second run, each with the first such place.

    Values that an earlier answer gave do not count, as they are the same again when answers are replayed.
    Return None where the two runs have not been made.
    """
    if not {"asked", "again"} <= results.keys():
        return None
    calls: list[dict[str, list[Asked]]] = [defaultdict(list), defaultdict(list)]
    for by_test, name in zip(calls, ("asked", "again"), strict=True):
        for request in results[name]["requests"]:
            by_test[request["test"]].append((request["operation"], request["values"]))
    found = {}
    for test in calls[0] | calls[1]:
        # Sorted, as threads may ask in any order.
        first, second = (sorted(by_test[test], key=json.dumps) for by_test in calls)
        if first != second:
            pairs = zip(first, second, strict=False)
            found[test] = next(
                (first_difference(one, other) for one, other in pairs if one != other), "how often"
            )
    return found


def first_difference(one: Asked, other: Asked) -> str:
    """Return where two calls differ, and how."""
    if one[0] != other[0]:
        return f"{one[0]} or {other[0]}"
    values, others = one[1], other[1]
    place = next(place for place in values | others if values.get(place) != others.get(place))
    return f"{one[0]} {place}: {values.get(place)!r} or {others.get(place)!r}"


def connections(result: Mapping[str, Any]) -> str:
    """Return how many connections of botocore a run saw itself, and how many of any kind the kernel saw."""
    ours = sum(1 for connection in result["connections"] if connection["by"] == "botocore")
    return f"{ours} / {sum(result['network'].values()) if result['network'] else len(result['connections'])}"


def lines_changed() -> int:
    """Return how many lines a project has to add: those of mark_every_test.py but its docstring."""
    source = (HERE / "mark_every_test.py").read_text(encoding="utf-8").splitlines()
    return sum(1 for line in source if line.strip() and not line.startswith('"""'))


def share(passed: Iterable[str], of: Iterable[str]) -> str:
    """Return how many of some tests are among those that passed."""
    wanted = set(of)
    return f"{len(wanted.intersection(passed))} of {len(wanted)}"


def table(projects: Iterable[str], places: Places) -> str:
    """Return the table of the results that there are, in Markdown."""
    columns = (
        "project", "tests", "pass", "of these vary", "same with the plugin", "kinds observed",
        "kinds recorded", "recorded", "replayed", "replayed that do not vary",
        "connections in replay: botocore's / all", "lines",
        *(f"{name} s" for name in MEASURED),
    )  # fmt: skip
    rows = [columns, tuple("---" for _ in columns)]
    for project in projects:
        results = load_results(project, places)
        if not (plain := results.get("plain")):
            continue
        beside = {name: compare(plain, result) for name, result in results.items()}
        passing = set(beside["plain"].passed)
        vary = varying_tests(results)
        record, replay = beside.get("record"), beside.get("replay")
        rows.append((
            project,
            str(len(plain["tests"])),
            str(len(passing)),
            "" if vary is None else str(len(passing & vary.keys())),
            f"{beside['plugin'].same}" if "plugin" in beside else "",
            observed(results.get("observe")),
            str(len(results["record"]["violations"])) if record else "",
            share(record.passed, passing) if record else "",
            share(replay.passed, passing) if replay else "",
            share(replay.passed, passing - vary.keys()) if replay and vary is not None else "",
            connections(results["replay"]) if replay else "",
            str(lines_changed()),
            *(f"{results[name]['processor_seconds']:.1f}" if name in results else "" for name in MEASURED),
        ))  # fmt: skip
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def observed(result: Mapping[str, Any] | None) -> str:
    """Return what the run with --contract-observe said of kinds, as it said it."""
    if result is None:
        return ""
    return next((line for line in result["end"] if "kind" in line), "?")


def explain(project: str, places: Places, *, examples: int) -> str:
    """Return what broke in each run, by kind, the most frequent first."""
    results = load_results(project, places)
    if not (plain := results.get("plain")):
        return ""
    vary = varying_tests(results) or {}
    text = []
    for name, result in results.items():
        counts = Counter(test["outcome"] for test in result["tests"].values()).most_common()
        text.append(f"## {project}, {name}: {', '.join(f'{count} {outcome}' for outcome, count in counts)}")
        beside = compare(plain, result)
        for kind, tests in beside.broken.items():
            text.append(f"{len(tests):4} {kind} ({sum(1 for test in tests if test in vary)} of them vary)")
            for test in tests[:examples]:
                text += [f"       {test}", f"         {result['tests'].get(test, {}).get('error', '')[:300]}"]
        if result["not_collected"]:
            text += [f"     not collected: {one['file']}: {one['error']}" for one in result["not_collected"]]
        if result["network"] and any(result["network"].values()):
            text.append(f"     network: {result['network']}, {len(result['lookups'])} names looked up")
    return "\n".join(text)


def main() -> int:
    """Set up, run and print what is asked for."""
    projects = load_projects()
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "projects", nargs="*", metavar="PROJECT", help=f"{', '.join(projects)}; all if left out"
    )
    parser.add_argument("--runs", default=",".join(RUNS), help="which runs, separated by commas")
    parser.add_argument("--harness", type=Path, default=REPOSITORY, help="the checkout of harness to measure")
    parser.add_argument("--work", type=Path, default=REPOSITORY / ".real", help="the scratch folder")
    parser.add_argument(
        "--results", default="results", help="the folder of the results, in the scratch folder"
    )
    parser.add_argument(
        "--mirrors", type=Path, help="a folder of git directories OWNER+NAME/repo to clone from"
    )
    parser.add_argument("--minutes", type=float, default=20, help="how long a run may take")
    parser.add_argument(
        "--examples", type=int, default=2, help="how many tests of each kind of failure to name"
    )
    parser.add_argument("--report", action="store_true", help="run nothing, print the results that there are")
    options = parser.parse_args()
    work = options.work.resolve()
    places = Places(work, work / options.results, options.mirrors and options.mirrors.resolve())
    chosen, runs = options.projects or list(projects), options.runs.split(",")
    if unknown := [*(set(chosen) - projects.keys()), *(set(runs) - RUNS.keys())]:
        parser.error(f"unknown: {', '.join(unknown)}")
    failures = 0
    for project in () if options.report else [projects[name] for name in chosen]:
        with alone(work / "locks" / project.name):
            try:
                check_out(project, places)
                install(project, places, options.harness.resolve())
            except CannotRun as error:
                print(f"{project.name}: {error}", file=sys.stderr)
                failures += 1
                continue
        for name in runs:
            try:
                result = run(project, name, places, options.harness.resolve(), minutes=options.minutes)
            except CannotRun as error:
                print(error, file=sys.stderr)
                failures += name != "observe"
                continue
            print(f"{project.name} {name}: {result['seconds']:.0f} s, {result['end'][-1]}", file=sys.stderr)
    for project in chosen:
        print(explain(project, places, examples=options.examples), end="\n\n")
    print(table(chosen, places))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
