"""The README, run from top to bottom: AWS is a server that has one table."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import boto3
import pytest
from click.testing import CliRunner

from harness.cli import _group
from harness.synth import SyntheticService
from harness.synth.responses.answer import Answer
from harness.synth.server.serving import serving

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "-p aws_contract_harness"}
"""Without other plugins, which somebody who tries the README need not have; they start slowly."""
REPORT = "import boto3\nprint(*boto3.client('dynamodb').list_tables()['TableNames'])\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def commands() -> list[list[str]]:
    """The commands of all console blocks but those of the quickstart, without their comments."""
    return [
        shlex.split(line, comments=True) for block in blocks("console")[2:] for line in block.splitlines()
    ]


def quickstart() -> tuple[str, str]:
    """What the console block of the second step installs, and the rest of it."""
    install, _, rest = blocks("console")[1].partition("\n")
    return install, rest


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    # It takes any request.
    with serving(lambda _: Answer({"TableNames": ["customers"]})) as url:
        yield url


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment without anything of AWS, in which the commands of this installation are found."""
    monkeypatch.chdir(tmp_path)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
    kept.pop("CI", None)  # with which pytest words its summary at length
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return kept | {"HOME": str(tmp_path), "PATH": path} | ALONE


@pytest.fixture
def online(offline: dict[str, str], aws: str) -> dict[str, str]:
    """The same with AWS, which has the table ``customers``."""
    return offline | {
        "AWS_ENDPOINT_URL": aws,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


@pytest.fixture
def recorded(offline: dict[str, str], online: dict[str, str]) -> None:
    """The test of the quickstart, and its recording."""
    test = re.search(r"<<'EOF'\n(.*?)^EOF$", quickstart()[1], re.DOTALL | re.MULTILINE)
    assert test
    Path("test_tables.py").write_text(test[1])
    done = run(["pytest", "--cassette-mode=once", "--no-verify", "test_tables.py"], online)
    assert done.returncode == 0, done.stdout


def run(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout + done.stderr)


def run_here(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command, in this process if it is one of harness: to start one takes half a second."""
    if command[0] != "harness":
        return run(command, env)
    with patch.dict(os.environ, env, clear=True), patch.object(boto3, "DEFAULT_SESSION", None):
        done = CliRunner().invoke(_group, command[1:], prog_name="harness")
    return subprocess.CompletedProcess(command, done.exit_code, done.output)


def assert_serves(command: list[str], env: dict[str, str]) -> None:
    """Start the endpoint as the README does, on a free port, and stop it once it says where it is."""
    server = subprocess.Popen([*command, "--port", "0"], env=env, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    said = server.stdout.readline()
    server.terminate()
    server.communicate(timeout=30)
    assert "http://127.0.0.1:" in said
    assert server.returncode == 0


def test_the_quickstart_works_as_it_is_printed(offline: dict[str, str]) -> None:
    done = run(["bash", "-e", "-c", quickstart()[1]], offline)
    assert done.returncode == 0, done.stdout
    _, replay = done.stdout.split("1 exchange (1 recorded) of 1 operation, 0 contract errors, 0 warnings")
    assert "1 passed" in replay
    assert "1 exchange of 1 operation, 0 contract errors, 0 warnings" in replay
    assert Path("cassettes/test_tables/test_tables.yaml").is_file()


@pytest.mark.usefixtures("recorded")
def test_every_command_of_the_readme_works(offline: dict[str, str], online: dict[str, str]) -> None:
    Path("report.py").write_text(REPORT)
    ran = []
    given = commands()
    assert len(given) > 10
    for command in given:
        if command[0] in ("pip", "make") or "aws" in command:  # test_serve.py runs the aws command line
            continue
        if command[:2] == ["harness", "serve"]:
            assert_serves(command, offline)
            continue
        if command[:2] == ["harness", "fuzz"]:
            with serving(SyntheticService()) as url:
                done = run_here([*command[:-1], url, "--max-examples", "5"], offline)
            assert done.returncode == 0, done.stdout
            continue
        records = command[:2] == ["harness", "record"] and "--mode" not in command
        done = run_here(command, online if records else offline)
        assert done.returncode == 0, done.stdout
        ran.append(" ".join(command[:2]))
    assert {"harness check", "harness record", "harness schema", "harness report"} <= set(ran)
    assert Path("cassettes/report.yaml").is_file()


def test_the_mistake_that_it_shows(offline: dict[str, str]) -> None:
    Path("test_limit.py").write_text(blocks("python")[0])
    _, command = blocks("console")[0].splitlines()
    version = re.compile(r"botocore [\d.]+")
    for shown, options in zip(blocks("text"), ([], ["-v"]), strict=True):
        done = run([*shlex.split(command), *options], offline)
        assert done.returncode == 0
        assert version.sub("", shown) in version.sub("", done.stdout)


def test_the_python_of_the_readme_works(online: dict[str, str]) -> None:
    example = next(block for block in blocks("python") if "check_request" in block)
    Path("example.py").write_text(example.replace("...  #", "__import__('runpy').run_path('report.py')  #"))
    Path("report.py").write_text(REPORT)
    done = run([sys.executable, "example.py"], online)
    assert done.returncode == 0, done.stdout
    assert "error /MaxResults MaxResults must be " in done.stdout
    assert done.stdout.endswith("customers\n")
    assert Path("cassettes/tables.yaml").is_file()


def test_the_synthetic_client_of_the_readme_works(offline: dict[str, str]) -> None:
    example = next(block for block in blocks("python") if "synthetic_client" in block)
    Path("example.py").write_text(
        example + "print(client.list_insights_data(InsightSource='arn:aws:x', DataType='InsightsEvents'))\n"
    )
    done = run([sys.executable, "example.py"], offline)
    assert done.returncode == 0, done.stdout
    assert "'EventName': 'PutObject'" in done.stdout


def test_every_block_is_run_above_or_below() -> None:
    languages = re.findall(r"^```(\w*)\n.*?^```$", README, re.DOTALL | re.MULTILINE)
    assert {name: languages.count(name) for name in languages if name != "console"} == {
        "python": 3,
        "text": 2,
        "toml": 1,
    }


def test_the_settings_of_the_readme_are_settings() -> None:
    from harness.settings import parse_settings

    (example,) = blocks("toml")
    settings = parse_settings(tomllib.loads(example)["tool"]["harness"], "README.md")
    assert settings.severity == {"response.enum": "off", "request.pattern": "warning"}


def test_what_it_installs_and_makes_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    installed, extras = re.findall(r"pip install '([\w-]+)\[(\w+)\]' boto3", quickstart()[0])[0]
    assert installed == project["name"]
    assert extras in project["optional-dependencies"]
    made = [command[1] for command in commands() if command[0] == "make"]
    assert made[:2] == ["demo", "test"]
    assert set(made) <= set(targets)


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert "docs/violations.md" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_demo_ends_well(offline: dict[str, str]) -> None:
    played = offline | {"HARNESS_VERIFY": "0"}  # which the demo does itself
    done = run([sys.executable, str(ROOT / "examples" / "demo" / "demo.py")], played)
    assert done.returncode == 0, done.stdout
    assert "5. A planted mistake, explained: by the test ..." in done.stdout
