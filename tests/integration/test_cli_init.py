"""``harness init``: what it sees of a project, what it shows, and what it writes."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.models import botocore_version
from harness.settings import load_settings

RECORDED = Interaction(
    Request("POST", "http://127.0.0.1:5000/", (("X-Amz-Target", "DynamoDB_20120810.ListTables"),), b"{}"),
    Response(200, "OK", (), b'{"TableNames": []}'),
    Facts("dynamodb", "ListTables", "us-east-1", {}, "json", "2026-11-21T10:00:00Z", "a stub"),
)
OF_VCRPY = """\
interactions:
- request: {method: GET, uri: "http://127.0.0.1:5000/", headers: {}, body: null}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: fine}}
version: 1
"""
SEVERITY = """
# Violations that are intended: harness explain lists the codes.
[tool.harness.severity]
"""
CASSETTES = """\
# What @pytest.mark.cassette does, unless a test, an option or the environment says otherwise.
cassette-mode = "none"  # only plays; pytest --cassette-mode=once records the tests that have no cassette yet
"""
SETTINGS = f"[tool.harness]\n{CASSETTES}{SEVERITY}"
MOTO = """
import boto3
from moto import mock_aws

@mock_aws
def test_tables():
    boto3.client("dynamodb", "us-east-1").list_tables(Limit=1000)
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(_group, ["init", *arguments], prog_name="harness", input=answers)


def write(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def written() -> dict[str, str]:
    return {
        path.as_posix(): path.read_bytes().decode() for path in sorted(Path().rglob("*")) if path.is_file()
    }


def test_a_project_from_its_first_line_to_its_last(project: Path) -> None:
    write("pyproject.toml", '[project]\nname = "shop"\n')
    save_cassette("tests/cassettes/test_orders/test_all.yaml", [RECORDED])
    result = run("--yes")
    assert (result.output, result.exit_code) == (
        WHOLE.format(project=project, botocore=botocore_version()),
        0,
    )
    assert Path("pyproject.toml").read_text() == f'[project]\nname = "shop"\n\n{SETTINGS}'
    assert load_settings(project).cassette_mode == "none"
    jobs = yaml.safe_load(Path(".github/workflows/harness.yml").read_text())["jobs"]
    assert jobs["contracts"]["steps"][-1] == {"run": "harness check tests/cassettes --format github"}
    (hook,) = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert hook["files"] == r"^(tests/cassettes)/.*\.(ya?ml|json)$"


WHOLE = """\
project   {project}
tests     tests
uses      no mock of AWS that harness knows
recorded  tests/cassettes: 1 of harness
CI        none

--- pyproject.toml
+++ pyproject.toml
@@ -1,2 +1,9 @@
 [project]
 name = "shop"
+
+[tool.harness]
+# What @pytest.mark.cassette does, unless a test, an option or the environment says otherwise.
+cassette-mode = "none"  # only plays; pytest --cassette-mode=once records the tests that have no cassette yet
+
+# Violations that are intended: harness explain lists the codes.
+[tool.harness.severity]

pyproject.toml: written

--- /dev/null
+++ .github/workflows/harness.yml
@@ -0,0 +1,14 @@
+name: contracts
+on: [push, pull_request]
+
+jobs:
+  contracts:
+    runs-on: ubuntu-latest
+    steps:
+      - uses: actions/checkout@v4
+      - uses: actions/setup-python@v5
+        with:
+          python-version: "3.13"
+      # A newer botocore knows more of AWS and may find more mistakes, so upgrade it on purpose.
+      - run: pip install . aws-contract-harness botocore=={botocore}
+      - run: harness check tests/cassettes --format github

.github/workflows/harness.yml: written

--- /dev/null
+++ .pre-commit-config.yaml
@@ -0,0 +1,10 @@
+repos:
+  - repo: local
+    hooks:
+      - id: harness-check
+        name: harness check
+        entry: harness check --skip-others
+        language: python
+        additional_dependencies: [aws-contract-harness]
+        files: ^(tests/cassettes)/.*\\.(ya?ml|json)$
+        require_serial: true

.pre-commit-config.yaml: written

Next:
  harness check tests/cassettes
  harness check tests/cassettes --baseline harness-baseline.json --write-baseline   # hides these
"""


def test_a_second_time_nothing_is_to_be_done() -> None:
    save_cassette("cassettes/a.yaml", [RECORDED])
    run("--yes")
    before = written()
    result = run("--yes")
    assert result.output.splitlines()[6:11] == [
        "settings: pyproject.toml already has [tool.harness]",
        "",
        "CI: .github/workflows/harness.yml already runs harness",
        "",
        "pre-commit: .pre-commit-config.yaml already has harness-check",
    ]
    assert written() == before


def test_each_file_is_asked_for() -> None:
    save_cassette("cassettes/a.yaml", [RECORDED])
    write("pyproject.toml", "")
    result = run(answers="n\ny\nn\n")
    assert "Change pyproject.toml? [Y/n]: n" in result.output
    assert "Write .pre-commit-config.yaml? [Y/n]: n" in result.output
    assert written().keys() == {"cassettes/a.yaml", "pyproject.toml", ".github/workflows/harness.yml"}


def test_where_nobody_answers_nothing_is_written() -> None:
    result = run("--no-tests", answers="")
    said = (
        "harness: pyproject.toml was not written: nobody answered. harness init --yes asks nothing, "
        "--dry-run only shows."
    )
    assert (result.stderr.splitlines()[-1], result.exit_code, written()) == (said, 2, {})


def test_a_dry_run_writes_nothing() -> None:
    write("test_it.py", MOTO)
    result = run("--dry-run")
    assert "+observe = true" in result.output
    Path("test_it.py").unlink()
    assert (written(), result.exit_code) == ({}, 0)


def test_who_made_the_recordings_and_what_to_do_with_them() -> None:
    write("tests/cassettes/test_a/test_b.yaml", OF_VCRPY)
    write("spec/tapes/c.yml", "http_interactions:\n- request: {}\n")
    write("tests/responses/dynamodb.ListTables_1.json", '{"status_code": 200, "data": {}}')
    write("har/session.har", "{}")
    write("node_modules/x/cassettes/d.yaml", OF_VCRPY)
    write("env/pyvenv.cfg", "")
    write("env/cassettes/d.yaml", OF_VCRPY)
    write("requirements-dev.txt", "pytest-recording\nmoto[s3]>=5\n")
    result = run("--dry-run")
    lines = result.output.splitlines()
    assert lines[1:8] == [
        "tests     tests",
        "uses      moto, pytest-recording",
        "recorded  har: 1 of a browser or proxy",
        "recorded  spec/tapes: 1 of VCR",
        "recorded  tests/cassettes: 1 of vcrpy",
        "recorded  tests/responses: 1 of placebo",
        "CI        none",
    ]
    assert lines[lines.index("Next:") + 1 :] == [
        "  pytest --contract-write-baseline=harness-baseline.json   # lists what AWS would refuse",
        "  harness cassette redact --dry-run tests/cassettes   # secrets that vcrpy was not told to filter",
        "  harness check tests/cassettes",
        "  harness check tests/cassettes --baseline harness-baseline.json --write-baseline   # hides these",
        (
            "  harness cassette import har har/FILE.har --out cassettes/FILE.yaml   "
            "# 1 recording of a browser or proxy"
        ),
        "  harness cassette import vcr spec/tapes --out cassettes   # 1 recording of VCR",
        "  harness cassette import placebo tests/responses --out cassettes   # 1 recording of placebo",
    ]


def test_before_the_first_recording() -> None:
    result = run("--yes", "--no-tests")
    assert result.output.splitlines()[-1:] == [
        "  pytest --contract-write-baseline=harness-baseline.json   # lists what AWS would refuse",
    ]
    assert written().keys() == {"pyproject.toml", ".github/workflows/harness.yml"}
    assert "cassette" not in Path("pyproject.toml").read_text()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions of pytest have harness's plugin and no other."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p aws_contract_harness")


@pytest.mark.usefixtures("alone")
def test_a_project_with_moto_gets_a_baseline_and_its_first_findings(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write("test_it.py", MOTO)
    write("requirements-dev.txt", "moto\n")
    result = run("--yes")
    assert result.exit_code == 0
    said = (
        "test_it.py:7: error: dynamodb.ListTables: Limit must be at most 100, but was 1000. [request.range]"
    )
    assert said in capfd.readouterr().out.splitlines()
    settings = load_settings(project)
    assert (settings.observe, settings.contract, settings.max_age) == (True, "error", None)
    assert settings.baseline == project / "harness-baseline.json"
    steps = yaml.safe_load(Path(".github/workflows/harness.yml").read_text())["jobs"]["contracts"]["steps"]
    pinned = f"aws-contract-harness botocore=={botocore_version()}"
    assert [step["run"] for step in steps[2:]] == [
        f"pip install -r requirements-dev.txt pytest {pinned}",
        "pytest --contract-observe=error",
    ]
    assert not Path(".pre-commit-config.yaml").exists()
    ran = subprocess.run([sys.executable, "-m", "pytest", "-q"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert "baseline: 1 known violation left out" in ran.stdout
    Path("test_it.py").write_text(MOTO.replace("list_tables(Limit=1000)", "describe_table(TableName='a')"))
    ran = subprocess.run([sys.executable, "-m", "pytest", "-q"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("pytest.ini", "[pytest]\naddopts = --no-such-option\n", 4),
        ("test_other.py", "import no_such_module\n", 2),
    ],
)
def test_tests_that_cannot_be_run_give_no_baseline(project: Path, name: str, text: str, status: int) -> None:
    write("test_it.py", MOTO)
    write(name, text)
    result = run("--yes")
    said = f"No baseline was written, because pytest could not run all tests (exit status {status})."
    assert said in result.output
    assert not Path("harness-baseline.json").exists()
    settings = load_settings(project)
    assert (settings.observe, settings.contract, settings.baseline) == (True, None, None)


@pytest.mark.parametrize(
    ("files", "uses"),
    [
        ({"tests/test_a.py": "from botocore.stub import Stubber\n"}, "Stubber"),
        ({"tests/test_a.py": "import moto\n", "tests/test_b.py": "import vcr\n"}, "moto, vcrpy"),
        ({"tests/conftest.py": "import placebo\n"}, "placebo"),
        ({"docker-compose.yml": "services: {aws: {image: localstack/localstack}}\n"}, "LocalStack"),
        ({"pyproject.toml": "[dependency-groups]\ntest = ['moto>=5', 'placebo']\n"}, "moto, placebo"),
        ({"app.py": "# no moto here\n"}, "no mock of AWS that harness knows"),
    ],
)
def test_what_answers_is_seen_in_requirements_and_imports(files: dict[str, str], uses: str) -> None:
    for name, text in files.items():
        write(name, text)
    assert f"uses      {uses}" in run("--dry-run").output.splitlines()


GITLAB_CI = "test:\n  script: [!reference [.setup, script], pytest]\n"


def test_a_job_of_gitlab_is_put_behind_the_others() -> None:
    save_cassette("cassettes/a.yaml", [RECORDED])
    write(".gitlab-ci.yml", GITLAB_CI)
    run("--yes")
    after = Path(".gitlab-ci.yml").read_text()
    assert after.startswith(f"{GITLAB_CI}\ncontracts:\n  image: python:3.13\n")
    assert "    - harness check cassettes --format gitlab=gl-code-quality-report.json" in after
    assert not Path(".github").exists()


def test_another_ci_and_parts_that_are_not_wanted() -> None:
    save_cassette("my tapes/a.yaml", [RECORDED])
    write("Jenkinsfile", "pipeline {}")
    result = run("--yes", "--no-pre-commit")
    assert "; harness check 'my tapes' --format junit=harness.xml" in result.output
    run("--yes", "--ci", "none")
    assert not Path(".github").exists()


PRE_COMMIT = """\
# hooks
repos:
- repo: https://example.org/hooks
  rev: v1
  hooks:
  - id: tidy

ci:
  skip: []
"""


@pytest.mark.parametrize(
    "text", [PRE_COMMIT, PRE_COMMIT.replace("\n", "\r\n"), PRE_COMMIT.partition("\nci")[0]]
)
def test_an_entry_of_pre_commit_goes_behind_the_others(text: str) -> None:
    path = write(".pre-commit-config.yaml", text)
    save_cassette("cassettes/a.yaml", [RECORDED])
    run("--yes")
    after = path.read_bytes().decode()
    assert [one["repo"] for one in yaml.safe_load(after)["repos"]] == ["https://example.org/hooks", "local"]
    assert yaml.safe_load(after).get("ci") == yaml.safe_load(text).get("ci")
    assert ("\r\n" in text) is (after.count("\r\n") == after.count("\n"))


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("pyproject.toml", "[tool\n", "it is not valid TOML ("),
        (
            "pyproject.toml",
            "tool = {}\n",
            "its table tool is an inline table. Add this by hand:",
        ),
        (".pre-commit-config.yaml", "repos: [\n", "it is not valid YAML, line 2. Add this by hand:"),
        (
            ".pre-commit-config.yaml",
            "repos: []\n",
            "its list repos is written in a form that harness cannot edit.",
        ),
        (
            ".pre-commit-config.yaml",
            "- 1\n",
            "its top level is not a mapping. Add this by hand:",
        ),
        (".gitlab-ci.yml", "contracts: {}\n", "it has another job named contracts. Add this by hand:"),
    ],
)
def test_a_file_that_cannot_be_changed_stays_and_the_others_are_written(
    project: Path, name: str, text: str, reason: str
) -> None:
    save_cassette("cassettes/a.yaml", [RECORDED])
    path = write(name, text)
    result = run("--yes")
    assert result.stderr.startswith(f"harness: {project / name} was not changed: {reason}")
    assert (path.read_text(), result.exit_code) == (text, 2)
    assert {".pre-commit-config.yaml", "pyproject.toml"} <= written().keys()


def test_settings_that_are_there_stay() -> None:
    path = write("pyproject.toml", "[tool.harness]\nhttp = true\n")
    run("--yes")
    assert tomllib.loads(path.read_text()) == {"tool": {"harness": {"http": True}}}
