"""``action.yml``, ``.pre-commit-hooks.yaml`` and the workflows: valid, and they do what they say."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
WORKFLOWS = ROOT / ".github" / "workflows"
JSON = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int) -> Interaction:
    params = {"Limit": limit}
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", headers, json.dumps(params).encode()),
        Response(200, "OK", JSON, b'{"TableNames": ["orders"]}'),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    save_cassette("cassettes/good.yaml", [list_tables(10)])
    save_cassette("tests/cassettes/bad one.json", [list_tables(1000)])
    Path("cassettes/notes.txt").write_text("no cassette")
    Path("tests/data.json").write_text('{"interactions": "none"}')
    return tmp_path


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **environment}
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, env=env, check=False)


def test_the_action_is_valid() -> None:
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


@pytest.mark.parametrize("name", sorted(path.name for path in WORKFLOWS.glob("*")))
def test_a_workflow_is_valid(name: str) -> None:
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOWS / name)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_what_the_documentation_publishes_is_what_make_docs_builds() -> None:
    jobs = yaml.safe_load((WORKFLOWS / "docs.yml").read_text(encoding="utf-8"))["jobs"]
    steps = jobs["build"]["steps"]
    (command,) = (step["run"] for step in steps if "run" in step)
    assert command == "make docs"
    (folder,) = (step["with"]["path"] for step in steps if "path" in step.get("with", {}))
    done = run("make", "--directory", ROOT, "--dry-run", "--always-make", "docs")
    assert any(
        "sphinx-build --fail-on-warning" in line and line.endswith(f" docs {folder}")
        for line in done.stdout.splitlines()
    )
    assert jobs["publish"]["needs"] == "build"


def test_a_release_is_the_tagged_version_tested_from_the_outside() -> None:
    jobs = yaml.safe_load((WORKFLOWS / "release.yml").read_text(encoding="utf-8"))["jobs"]
    check, *commands = [step["run"] for step in jobs["build"]["steps"] if "run" in step]
    assert commands == ["make wheel-test downstream"]
    assert jobs["publish"]["needs"] == "build"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    for tag, status in ((f"v{version}", 0), ("v0.0.1", 1)):
        command = ["bash", "-c", f"cd {shlex.quote(str(ROOT))} && {check}"]
        assert run(*command, GITHUB_REF_NAME=tag).returncode == status


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if line.startswith("## ")).startswith(f"## {version} (")


def test_every_input_of_the_action_is_used() -> None:
    steps = json.dumps(ACTION["runs"]["steps"])
    assert [name for name in ACTION["inputs"] if f"inputs.{name} " not in steps] == []


def check_step(project: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run the action's last step as GitHub does; return what it did and the summary that it wrote."""
    step: dict[str, Any] = ACTION["runs"]["steps"][-1]
    environment = {name.upper(): str(ACTION["inputs"][name].get("default", "")) for name in ACTION["inputs"]}
    environment |= {name.upper(): value for name, value in inputs.items()}
    runner = project / "runner"
    runner.mkdir()
    summary = runner / "summary.md"
    environment |= {
        "HARNESS": str(BIN / "harness"),
        "RUNNER_TEMP": str(runner),
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    assert step["env"].keys() <= environment.keys()
    done = run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], **environment)
    return done, summary.read_text() if summary.exists() else ""


def test_the_action_passes(project: Path) -> None:
    done, summary = check_step(project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert summary == "```text\n1 exchange of 1 operation checked, 0 errors, 0 warnings\n```\n"
    assert json.loads(Path("harness.sarif").read_text())["runs"][0]["results"] == []


def test_the_action_fails_with_an_annotation(project: Path) -> None:
    done, summary = check_step(project, paths="cassettes\ntests/cassettes/bad one.json\n", junit="junit.xml")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=tests/cassettes/bad one.json,title=dynamodb.ListTables%3A range,"
    )
    assert summary.startswith(
        "```text\nerror: dynamodb.ListTables: Limit must be at most 100, but was 1000.\n"
    )
    assert Path("junit.xml").exists()


def test_arguments_and_baseline_of_the_action(project: Path) -> None:
    done, _ = check_step(project, paths="tests/cassettes", arguments="--severity\nrequest.range=warning\n")
    assert done.returncode == 0
    assert done.stdout.startswith("::warning file=tests/cassettes/bad one.json,")
    Path("runner/summary.md").unlink()
    Path("runner").rename("former")
    CliRunner().invoke(_group, ["check", "tests/cassettes", "--baseline", "known.json", "--write-baseline"])
    done, _ = check_step(project, paths="tests/cassettes", baseline="known.json", sarif="")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "baseline: 1 known violation left out\n"


def test_the_action_fails_where_it_cannot_check(project: Path) -> None:
    done, summary = check_step(project, paths="nowhere")
    assert (done.returncode, summary) == (2, "")
    assert "There is nothing to check at nowhere" in done.stderr


def test_the_action_installs_by_a_sound_script() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert scripts
    for script in scripts:
        done = run("bash", "-n", "-c", script)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_hook_is_valid() -> None:
    done = run(BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
    assert done.returncode == 0


@pytest.fixture
def hooked(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the hook; it runs the installed harness, as pre-commit's own would be fetched."""
    hook = {**HOOK, "language": "system", "entry": f"{BIN}/{HOOK['entry']}"}
    Path(".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]})
    )
    monkeypatch.setenv("PRE_COMMIT_HOME", str(project / "home"))
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    run("git", "init", "-q")
    return project


def test_the_hook_checks_changed_cassettes(hooked: Path) -> None:
    run("git", "add", "cassettes", "tests/data.json")
    done = run(BIN / "pre-commit", "run")
    assert done.returncode == 0
    assert "harness check" in done.stdout
    assert "Passed" in done.stdout
    run("git", "add", "tests")
    done = run(BIN / "pre-commit", "run")
    assert done.returncode == 1
    assert "error: dynamodb.ListTables: Limit must be at most 100, but was 1000." in done.stdout
    assert "2 exchanges of 1 operation checked, 1 error, 0 warnings" in done.stdout


def test_the_hook_is_skipped_where_no_cassette_changed(hooked: Path) -> None:
    run("git", "add", "cassettes/notes.txt", "tests/data.json")
    done = run(BIN / "pre-commit", "run")
    assert done.returncode == 0
    assert "Skipped" in done.stdout
