"""The command line before a command runs: the tour, help, version, completion, colour, and a quick start."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group

HARNESS = [sys.executable, "-c", "from harness.cli import main; main()"]


def run(*arguments: str, env: dict[str, str] | None = None, color: bool = False) -> Result:
    return CliRunner().invoke(_group, arguments, prog_name="harness", env=env, color=color)


def commands(group: click.Group, name: str = "harness") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group, info_name=name)
    for child in group.list_commands(context):
        command = group.get_command(context, child)
        assert command is not None
        yield f"{name} {child}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {child}")


COMMANDS = dict(commands(_group))


def test_harness_alone_is_a_tour_of_a_screen() -> None:
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) <= 82
    toured = [shlex.split(line)[1] for line in lines if line.startswith("  harness ")]
    assert len(toured) == 5
    assert {f"harness {name}" for name in toured} <= COMMANDS.keys()
    (tutorial,) = re.findall(r"harness docs (\w+)", result.stdout)
    assert run("docs", tutorial).stdout.startswith("# Tutorial\n")


def test_the_version_says_what_contracts_are_of() -> None:
    python = ".".join(map(str, sys.version_info[:3]))
    said = f"harness {version('aws-contract-harness')} (botocore {version('botocore')}, Python {python})\n"
    assert (run("--version").stdout, run("--version").exit_code) == (said, 0)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_examples_that_are_of_the_command(name: str) -> None:
    help_text = run(*name.split()[1:], "--help").stdout
    examples = help_text.partition("  Example")[2].partition("\n\n")[0].splitlines()[1:]
    assert examples, f"{name} --help shows no examples, each on a line of its own"
    for example in examples:
        assert name in example or "AWS_ENDPOINT_URL" in example


@pytest.mark.parametrize("name", COMMANDS)
def test_help_lists_every_command(name: str) -> None:
    group, _, child = name.rpartition(" ")
    assert re.search(rf"^  {child} +\w", run(*group.split()[1:], "--help").stdout, re.MULTILINE)


def test_help_is_there_at_once() -> None:
    """Nothing heavier than click is imported for help, nor for the tour."""
    ask = "import sys; from harness.cli import main\ntry: main({})\nexcept SystemExit: print(*sys.modules)"
    for arguments in ([], ["--help"]):
        done = subprocess.run(
            [sys.executable, "-c", ask.format(arguments)], capture_output=True, text=True, check=True
        )
        packages = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
        assert "click" in packages
        assert not packages & {
            "botocore",
            "boto3",
            "hypothesis",
            "jsonschema",
            "pytest",
            "tqdm",
            "vcr",
            "yaml",
        }


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert f"_HARNESS_COMPLETE={shell}_complete" in result.stdout


def completed(words: str) -> list[str]:
    """What bash offers for the last of some words."""
    env = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")), "_HARNESS_COMPLETE": "bash_complete"}
    lines = run(env=env).stdout.splitlines()
    return [line.partition(",")[2] for line in lines if line]


def test_commands_options_and_values_are_completed() -> None:
    assert completed("harness sy") == ["synth"]
    assert completed("harness check --se") == ["--severity"]
    assert completed("harness record --mode re") == ["rewrite"]
    assert completed("harness cassette import v") == ["vcr"]


def test_codes_formats_and_paths_are_completed() -> None:
    assert completed("harness explain page") == ["page-limit", "page-size", "pages"]
    assert completed("harness check --severity pa") == ["page-limit", "past", "pattern"]
    assert completed("harness check --severity response.page_limit") == []
    assert completed("harness check --severity response.page") == [
        "response.page-limit=error",
        "response.page-limit=warning",
        "response.page-limit=off",
    ]
    assert completed("harness observe --severity enum=w") == ["enum=warning"]
    assert completed("harness check --format s") == ["sarif"]
    env = {"COMP_WORDS": "harness check ca", "COMP_CWORD": "2", "_HARNESS_COMPLETE": "bash_complete"}
    assert run(env=env).stdout == "file,ca\n"


IN_BASH = """
eval "$(harness completion bash)"
complete -p harness
COMP_WORDS=(harness explain page) COMP_CWORD=2
_harness_completion harness
echo "${COMPREPLY[*]}"
"""


def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    script = tmp_path / "harness"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(HARNESS)} "$@"\n')
    script.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", IN_BASH], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "complete -o nosort -F _harness_completion harness",
        "page-limit page-size pages",
    ]


def test_services_and_operations_are_completed() -> None:
    assert completed("harness schema cloudtr") == ["cloudtrail.", "cloudtrail-data."]
    assert completed("harness rules cloudtrail.ListInsights") == [
        "cloudtrail.ListInsightsData",
        "cloudtrail.ListInsightsMetricData",
    ]
    # A single service: its operations at once, as bash would put a space after the only word there is.
    assert completed("harness synth xra") == completed("harness synth xray.")
    assert completed("harness fuzz xray.GetInsightE") == ["xray.GetInsightEvents"]
    assert completed("harness schema qqq") == []


@pytest.fixture
def unchecked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    request = Request("GET", "http://127.0.0.1:5000/health")
    save_cassette("other.yaml", [Interaction(request, Response(200, "OK", (), b"fine"))])
    return "other.yaml"


@pytest.mark.parametrize(
    ("env", "terminal", "coloured"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_for_terminals_and_as_the_environment_says(
    env: dict[str, str], terminal: bool, coloured: bool, unchecked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    report = run("check", unchecked, env=env, color=terminal)
    mistake = run("check", "nothing", env=env, color=terminal)
    assert ("\x1b[" in report.stdout, "\x1b[" in mistake.stderr) == (coloured, coloured)
    assert click.unstyle(report.stdout).startswith("not checked: ")
    assert click.unstyle(mistake.stderr).startswith("harness: There is nothing to check at nothing")


def test_a_terminal_is_told_from_a_file(unchecked: str) -> None:
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    command = [*HARNESS, "check", unchecked]
    assert b"\x1b[" not in subprocess.run(command, env=env, capture_output=True, check=True).stdout
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        subprocess.run(command, env=env, stdout=theirs, check=True)
        os.close(theirs)
        assert b"\x1b[33m\x1b[1mnot checked:\x1b[0m" in screen.read(4096)
