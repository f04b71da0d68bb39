"""Every block of every page in docs/ is run, from the top of the page to its end, in a folder of its own.

- ``python`` is run; what defines tests is run by pytest; what begins with the name of a file is that file.
- ``console`` is a command a line. It ends with status 0, or as its comment says (``# exit status 1``).
- ``text`` is in what the block before it printed; ``...`` is anything.
- ``markdown`` links to files that are there.
- ``toml`` of harness's settings is the ``pyproject.toml`` from there on; YAML and JSON are read.

Commands in a comment, ``<!-- run``, make what a page takes for granted. A block after
``<!-- not run: reason -->`` is not run, and counted below. AWS is a synthetic one.
"""

from __future__ import annotations

import configparser
import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import boto3
import pytest
import yaml
from click.testing import CliRunner
from markdown_it import MarkdownIt

import harness
from harness.cli import _group
from harness.pytest_plugin.options import INI, ini_name
from harness.settings import matching_of, parse_settings, redaction_of
from harness.synth import SyntheticService
from harness.synth.server.serving import serving

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Pages whose blocks fail as their words say: tests of their own run each of them.
OF_THEIR_OWN = {
    "findings-moto.md": "tests/conformance/test_findings_moto.py",
    "fuzz-your-code.md": "tests/integration/test_plugin_save_failing.py",
}
NOT_RUN = {
    ("diff.md", "needs an older botocore"): 2,
    ("findings-dynalite.md", "needs dynalite"): 6,
    ("findings-emulators.md", "needs the emulators"): 1,
    ("fuzzing.md", "what another endpoint gets wrong"): 1,
    ("performance.md", "measures for minutes"): 1,
    ("real-suites.md", "takes an hour and needs the network"): 2,
    ("scaling.md", "needs a bucket"): 1,
    ("scaling.md", "needs a cluster"): 1,
    ("upstream-reports.md", "needs dynalite"): 1,
    ("upstream-reports.md", "needs fauxqs"): 1,
    ("upstream-reports.md", "needs kinesalite"): 1,
    ("upstream-reports.md", "needs moto's server"): 3,
    ("upstream-reports.md", "needs s3rver"): 1,
}
"""Blocks that are not run, by page and reason."""

FEW_EXAMPLES = """
from hypothesis import settings

settings.register_profile("few", deadline=None, derandomize=True, max_examples=30, stateful_step_count=4)
settings.load_profile("few")
"""


@dataclass(frozen=True)
class Block:
    """A fenced block, or commands that a page hides."""

    page: str
    line: int
    language: str
    code: str
    not_run: str = ""


def blocks_of(path: Path) -> Iterator[Block]:
    not_run = ""
    for token in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            if commands := re.match(r"<!-- run\n(.*?)-->", token.content, re.DOTALL):
                yield Block(path.name, line, "console", commands[1])
            if reason := re.match(r"<!-- not run: (.*?) -->", token.content):
                not_run = reason[1]
        elif token.type in ("fence", "code_block"):
            if not token.info.startswith("{"):  # which begins a directive of Sphinx
                yield Block(path.name, line, token.info.strip() or "text", token.content, not_run)
            not_run = ""


PAGES = {path.name: tuple(blocks_of(path)) for path in sorted(DOCS.rglob("*.md"))}


@dataclass
class Reader:
    """Somebody who reads a page and does what it says.

    Attributes:
        pytester: where they are, and run tests.
        url: the AWS that they have.
        env: their environment.
        names: what their Python knows.
        printed: what the last block printed.
        unused: files they wrote, and nothing has read since.
    """

    pytester: pytest.Pytester
    url: str
    env: dict[str, str]
    names: dict[str, object] = field(default_factory=dict)
    printed: str = ""
    unused: set[str] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        return self.pytester.path

    def do(self, block: Block) -> None:
        named = re.match(r"# ([\w./-]*\.\w+)\n", block.code)
        if named:
            path = self.folder / named[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.code, encoding="utf-8")
            if block.language == "python":
                self.unused.add(named[1])
            if block.language in ("python", "text"):
                return
        READING[block.language](self, block)

    def python(self, block: Block) -> None:
        tests = re.findall(r"^(?:async )?def (test_\w+)\(", block.code, re.MULTILINE)
        if tests and not re.search(rf"^{tests[-1]}\(\)$", block.code, re.MULTILINE):
            name = f"test_line_{block.line}.py"
            (self.folder / name).write_text(block.code, encoding="utf-8")
            self.console(Block(block.page, block.line, "console", f"pytest -q {name}"))
            return
        out = io.StringIO()
        with contextlib.redirect_stdout(out), patch.dict(os.environ, self.env, clear=True):
            exec(compile(block.code, f"{block.page}:{block.line}", "exec"), self.names)
        self.printed = out.getvalue()

    def console(self, block: Block) -> None:
        self.printed = ""
        code = re.sub(r"http://127\.0\.0\.1:\d+", self.url, block.code)
        for line in code.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if not words:
                continue
            expected = re.search(r"# exit status (\d+)", line)
            status, said = self.run(re.sub(r"\s+#\s.*$", "", line), words)
            self.printed += said
            assert status == (int(expected[1]) if expected else 0), f"{line}\n{said}"

    def run(self, line: str, words: list[str]) -> tuple[int, str]:
        if words[0] in ("pip", "make"):
            return known(words), ""
        if words[0] in ("export", "unset"):
            name, _, value = words[1].partition("=")
            self.env.pop(name, None)
            self.env |= {name: value} if value else {}
            return 0, ""
        if words[:2] == ["harness", "serve"] and "--" in words:  # with the AWS that is there
            program = line.partition(" -- ")[2]
            return self.run(program, shlex.split(program))
        if words[:2] == ["harness", "serve"]:
            return self.serve(words), ""
        if words[:2] == ["harness", "fuzz"] and "--max-examples" not in words:
            line += " --max-examples 1"
        self.unused = {name for name in self.unused if name not in words and "pytest" not in words}
        env = self.env
        if words[0] == "pytest" and not re.search(r"--(cassette|record)-mode", line):
            # Replay needs no AWS, no credentials and no region.
            env = {name: value for name, value in env.items() if not name.startswith("AWS_")}
        if words[0] in ("harness", "pytest") and not re.search(r"[|<>&;$*]", line):
            with patch.dict(os.environ, env, clear=True), patch.object(boto3, "DEFAULT_SESSION", None):
                return self.run_here(*shlex.split(line))
        if "aws" in words and shutil.which("aws", path=env["PATH"]) is None:
            return 0, ""  # make tests installs it
        done = subprocess.run(
            ["bash", "-c", line],
            env=env,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def run_here(self, command: str, *arguments: str) -> tuple[int, str]:
        """Run a command in this process, which has imported already what it needs."""
        if command == "pytest":
            ran = self.pytester.runpytest_inprocess(*arguments)
            return int(ran.ret), ran.stdout.str() + ran.stderr.str()
        result = CliRunner().invoke(_group, arguments, prog_name="harness")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def serve(self, words: list[str]) -> int:
        """Start the endpoint on a port that is free, and stop it once it says where it is."""
        command = [*words, "--port", "0"]
        server = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        assert "http://127.0.0.1:" in server.stdout.readline()
        server.terminate()
        server.communicate(timeout=30)
        return server.returncode

    def text(self, block: Block) -> None:
        shown = ".*?".join(map(re.escape, unversioned(block.code.strip()).split("...")))
        assert re.search(shown, unversioned(self.printed), re.DOTALL), (
            f"{block.page}:{block.line} shows\n{block.code}\nand this is printed:\n{self.printed}"
        )

    def toml(self, block: Block) -> None:
        table = tomllib.loads(block.code).get("tool", {}).get("harness")
        if table is not None:
            (self.folder / "pyproject.toml").write_text(block.code, encoding="utf-8")
            parsed = parse_settings(table, block.page)
            redaction_of(parsed)
            matching_of(parsed)

    def ini(self, block: Block) -> None:
        parser = configparser.ConfigParser()
        parser.read_string(block.code)
        (section,) = parser.sections()
        assert set(parser[section]) <= set(map(ini_name, INI))

    def yaml(self, block: Block) -> None:
        document = yaml.safe_load(block.code)
        assert document
        if "interactions" in document:
            path = self.folder / f"line_{block.line}.yaml"
            path.write_text(block.code, encoding="utf-8")
            assert harness.load_cassette(path).interactions

    def markdown(self, block: Block) -> None:
        links = re.findall(r"\]\(([^)]+)\)", block.code)
        assert links
        assert [link for link in links if not (self.folder / link).exists()] == []

    def json(self, block: Block) -> None:
        assert json.loads(block.code)


READING: dict[str, Callable[[Reader, Block], None]] = {
    name: getattr(Reader, name)
    for name in ("python", "console", "text", "toml", "yaml", "ini", "json", "markdown")
}


def known(words: list[str]) -> int:
    """Look up what is installed or made; a test that runs it would need a network, or run itself."""
    if words[0] == "make":
        targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return 0 if set(words[1:]) <= set(targets) else 1
    groups = [*PROJECT["project"]["optional-dependencies"].values(), *PROJECT["dependency-groups"].values()]
    needs = (need for group in groups for need in group if isinstance(need, str))  # others include a group
    names = {re.split(r"[\[<>=~ ]", need)[0] for need in needs}
    for word in words[2:]:
        name, _, extras = word.rstrip("]").partition("[")
        if name == PROJECT["project"]["name"]:
            assert not extras or set(extras.split(",")) <= PROJECT["project"]["optional-dependencies"].keys()
        else:
            assert name in names, f"{name} is none of what harness goes with"
    return 0


def unversioned(text: str) -> str:
    text = re.sub(r"botocore \d[\d.]+", "botocore", text)
    text = re.sub(
        r"^\d+ recorded tests? played back, all passed\n", "", text, flags=re.MULTILINE
    )  # HARNESS_VERIFY
    text = re.sub(r"in \d+\.\d+s\b", "in", text)
    return re.sub(r"[ =-]+$", "", re.sub(r"^[=-]+ ", "", text, flags=re.MULTILINE), flags=re.MULTILINE)


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    service = SyntheticService()
    service.override("dynamodb.ListTables", {"TableNames": ["customers", "orders"]})
    with serving(service) as url:
        yield url


@pytest.fixture
def reader(aws: str, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.syspath_prepend(str(pytester.path))
    pytester.makeconftest(FEW_EXAMPLES)
    path = (Path(sys.executable).parent, ROOT / ".venvs" / "awscli" / "bin", os.environ["PATH"])
    left_out = ("AWS_", "PYTEST_", "CI", "FORCE_COLOR")
    env = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    env |= {
        "HOME": str(pytester.path),
        "PATH": os.pathsep.join(map(str, path)),
        "PYTEST_ADDOPTS": "-p no:randomly -p no:xdist -p no:asyncio",
        "HARNESS_VERIFY": "0",  # what is recorded is played next anyhow
        "AWS_ENDPOINT_URL": aws,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    return Reader(pytester, aws, env)


@pytest.mark.parametrize("page", [name for name in PAGES if name not in OF_THEIR_OWN and PAGES[name]])
def test_the_blocks_of_a_page_work(page: str, reader: Reader) -> None:
    for block in PAGES[page]:
        if "aiobotocore" in block.code and find_spec("aiobotocore") is None:
            continue  # make async runs it
        if not block.not_run:
            reader.do(block)
    assert not reader.unused, "files that the page shows, and that nothing reads"


NEEDS = {
    "fuzz": r"harness\.fuzz|from harness\.synth import strategies|^harness fuzz",
    "serve": r"^harness serve|import.* serving",
}
"""What code needs each extra."""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_installs_the_extras_that_it_uses(page: str) -> None:
    """Somebody who does what a page says, from its top, has what its blocks need."""
    code = "\n".join(block.code for block in PAGES[page] if block.language in ("python", "console"))
    installed = {
        extra
        for extras in re.findall(r"pip install '[\w-]+\[([\w,]+)\]'", code)
        for extra in extras.split(",")
    }
    assert {extra for extra, used in NEEDS.items() if re.search(used, code, re.MULTILINE)} <= installed


@pytest.mark.parametrize(("page", "test"), OF_THEIR_OWN.items())
def test_pages_with_tests_of_their_own_have_them(page: str, test: str) -> None:
    assert f"docs/{page}" in (ROOT / test).read_text(encoding="utf-8")


def test_few_blocks_are_not_run() -> None:
    left_out: dict[tuple[str, str], int] = {}
    for block in (block for blocks in PAGES.values() for block in blocks):
        if block.not_run:
            key = (block.page, block.not_run)
            left_out[key] = left_out.get(key, 0) + 1
    assert left_out == NOT_RUN


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []
