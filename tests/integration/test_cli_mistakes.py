"""What people get wrong on the command line: each mistake ends in one clear message and its status."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.models import botocore_version

HARNESS = [sys.executable, "-c", "from harness.cli import main; main()"]
RESTORE = "Restore the file from version control, or delete it and record it again."
NAME_ONE = (
    "Name a cassette, or convert another tool's recording with harness cassette import. If it was a "
    "cassette, restore it from version control."
)
OUTSIDE = Interaction(Request("GET", "http://127.0.0.1:5000/health"), Response(200, "OK", (), b"fine"))
NOWHERE = "http://127.0.0.1:1"
FUZZ = f"fuzz iam.ListUsers --max-examples 1 --endpoint-url {NOWHERE}"
FAULTS = (
    "Write one of throttle, drop, truncate, slow, error, and the share of calls that it hits from 0 to 1: "
    "throttle=0.1 or slow:2.5=0.2."
)
PAGE = (
    "Pass the page of one client method, as boto3's documentation has it: its reStructuredText, its HTML or "
    "the text of the web page."
)
RECORDS = "It must be a JSON list of objects with service, operation, member, type, siblings and text."
DOCUMENTS = (
    "Name a version of botocore, a wheel of it, a folder with its models, a folder of schemas, a lock or a "
    "documentation page."
)
NOT_WRITTEN = (
    "The cassette {path} could not be written: Permission denied. Make it and its folder writable, or choose "
    "another with --cassette-dir."
)
SERVICE = (
    "dynamodb is a service. Name one of its 62 operations, such as dynamodb.BatchExecuteStatement; harness "
    "schema dynamodb lists them."
)
NOTHING = "Name a cassette, or a folder of them."


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a cassette and with what is mistaken for one."""
    monkeypatch.chdir(tmp_path)
    save_cassette("good.yaml", [OUTSIDE])
    Path("empty").mkdir()
    save_cassette("tapes/good.json", [OUTSIDE])
    Path("page.har").write_text("{}")
    Path("answers").mkdir()
    Path("answers/dynamodb.ListTables_1.json").write_text("{}")
    Path("notes.txt").write_text("Not a cassette.\n")
    Path("broken.yaml").write_text("interactions: [")
    Path("broken.json").write_text('{"interactions": [')
    Path("binary.yaml").write_bytes(b"\xff\xfe\x00")
    Path("cut.yaml").write_text("")
    return tmp_path


def run(line: str) -> Result:
    return CliRunner().invoke(_group, shlex.split(line), prog_name="harness")


# A usage error: the message stands below the line that says how the command is used.
USAGE = {
    "chekc good.yaml": "There is no command 'chekc'. Did you mean 'check'?",
    "frobnicate": "There is no command 'frobnicate'.",
    "--vrsion": "No such option '--vrsion'. Did you mean '--version'?",
    "check": "Missing argument 'PATHS...'.",
    "redact --jsno good.yaml": "No such option '--jsno'. Did you mean '--json'?",
    "check good.yaml --severity range": (
        "Invalid value for --severity: 'range' has no level; write CODE=LEVEL, such as response.enum=off."
    ),
    "completion bsh": "Invalid value for '{bash|zsh|fish}': 'bsh' is not one of 'bash', 'zsh', 'fish'.",
    "schema": "Name an operation, or a documentation page with --page.",
    "schema cloudtrail ListTrails": "Got unexpected extra argument (ListTrails)",
    "schema --page nothing.rst": "Invalid value for '--page': File 'nothing.rst' does not exist.",
    "schema --page empty": "Invalid value for '--page': File 'empty' is a directory.",
    "schema cloudtrail.ListTrails --part reqest": (
        "Invalid value for '--part': 'reqest' is not one of 'all', 'request', 'response', 'errors', "
        "'exchange', 'pages'."
    ),
    "schema cloudtrail.ListTrails --out notes.txt": (
        "notes.txt/cloudtrail.ListTrails.request.json cannot be written: File exists."
    ),
    "schema cloudtrail.ListTrails --against-model": "--against-model needs --page.",
    "rules": "Name one operation, or --all, or --texts FILE.",
    "rules cloudtrail.ListTrails --all": "Name one operation, or --all, or --texts FILE.",
    "rules --all --texts notes.txt": "--texts cannot be combined with an operation or another option.",
    "synth": "Missing argument 'OP'.",
    "synth cloudtrail.ListTrails -n 0": "Invalid value for '-n' / '--count': 0 is not in the range x>=1.",
    "synth cloudtrail.ListTrails -n many": (
        "Invalid value for '-n' / '--count': 'many' is not a valid integer range."
    ),
    "record": "Missing argument 'PROGRAM...'.",
    "record -- nosuchprogram": "There is no program 'nosuchprogram'; write harness record -- PROGRAM.",
    "record -- ./empty": "'./empty' cannot be run; check that it is executable.",
    "record -- ./notes.txt": "'./notes.txt' cannot be run; check that it is executable.",
    "record --mode onec -- python report.py": (
        "Invalid value for '--mode': 'onec' is not one of 'none', 'once', 'new_episodes', 'all', 'rewrite'."
    ),
    "serve --port 99999": "Invalid value for '--port': 99999 is not in the range 0<=x<=65535.",
    "fuzz iam.ListUsers": "Missing option '--endpoint-url'.",
    "fuzz iam.ListUsers --endpoint-url 127.0.0.1:5000": (
        "Invalid value for '--endpoint-url': '127.0.0.1:5000' is not an address; write http://HOST:PORT, "
        "such as http://127.0.0.1:5000."
    ),
    FUZZ + " --params []": "Invalid value for --params: it must be a JSON object of parameters.",
    FUZZ + " --params {": (
        "Invalid value for --params: it is no JSON: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)"
    ),
    "merge good.yaml": "Missing option '-o' / '--out'.",
    "split good.yaml": "Say how to split: either --by service, --by operation, or --size N.",
    "split good.yaml --by srvice": "Invalid value for '--by': 'srvice' is not one of 'service', 'operation'.",
    "diff 1.44.5": "Missing argument 'NEW'.",
    "lock": "Name the cassettes whose operations to lock, or use --check to compare with an existing lock.",
    "report": "Missing argument 'PATHS...'.",
    "coverage good.yaml --fail-under 101": (
        "Invalid value for '--fail-under': 101.0 is not in the range 0<=x<=100."
    ),
    "check good.yaml --format junit=good.yaml": (
        "Invalid value for --format: good.yaml is a cassette; write the report to another file."
    ),
    "check good.yaml -j 0": "Invalid value for '-j' / '--jobs': 0 is not in the range x>=1.",
    "import vrc good.yaml": "No such command 'vrc'. Did you mean 'vcr'?",
    "import vcr good.yaml": "Missing option '-o' / '--out'.",
    "import good.yaml": (
        "Say which tool recorded good.yaml: harness cassette import vcr good.yaml --out DIR"
    ),
    "import empty": "Say which tool recorded empty: harness cassette import vcr empty --out DIR",
    "import page.har": ("Say which tool recorded page.har: harness cassette import har page.har --out FILE"),
    "import answers": ("Say which tool recorded answers: harness cassette import placebo answers --out PATH"),
    "import pytest-recording tapes": (
        "harness imports what pytest-recording recorded with: harness cassette import vcr PATH --out DIR"
    ),
    "import har good.yaml --out x.yaml": (
        "good.yaml is not an HTTP archive. Import it with: harness cassette import vcr good.yaml --out DIR"
    ),
    "import vcr page.har --out x": (
        "page.har is an HTTP archive. Import it with: harness cassette import har page.har --out FILE"
    ),
    "import vcr answers --out x": (
        "answers holds placebo's answers. Import it with: harness cassette import placebo answers --out PATH"
    ),
}

# What is wrong is found by the command itself.
INPUT = {
    "check nothing": f"There is nothing to check at nothing: there is no such file or folder. {NOTHING}",
    "check empty": (
        f"There is nothing to check at empty: it holds no cassette (.yaml, .yml or .json). {NOTHING}"
    ),
    "check good": (
        "There is nothing to check at good: there is no such file or folder. Did you mean good.yaml?"
    ),
    "check broken.yml": (
        "There is nothing to check at broken.yml: there is no such file or folder. Did you mean broken.yaml?"
    ),
    "redact gone/*.yml": f"There is nothing to check at gone/*.yml: no file matches this pattern. {NOTHING}",
    "redact tapes/*.yml": (
        "There is nothing to check at tapes/*.yml: no file matches this pattern. Did you mean tapes?"
    ),
    "schema dynamodb --part request": SERVICE,
    "rules dynamodb": SERVICE,
    "synth dynamodb.": SERVICE,
    "schema dynamodbb": (
        f"There is no service 'dynamodbb' in botocore {botocore_version()}. Did you mean dynamodb or "
        "dynamodbstreams?"
    ),
    "check notes.txt": f"notes.txt, line 1: this is not a cassette: its top level has no interactions. "
    f"{NAME_ONE}",
    "check broken.yaml": f"broken.yaml, line 2: did not find expected node content. {RESTORE}",
    "check broken.json": f"broken.json, line 1: unexpected end of data. {RESTORE}",
    "check binary.yaml": (
        "binary.yaml, line 1: this is not a cassette: it has no interactions (incomplete UTF-16 character). "
        f"{NAME_ONE}"
    ),
    "check cut.yaml": (
        "cut.yaml was cut short: it does not end with its version key, and no interaction is left. "
        f'{RESTORE} If nothing is missing, add "version: 1" as the last line.'
    ),
    "check /dev/null": f"/dev/null: this is not a cassette: it is a device or a pipe. {NAME_ONE}",
    "check good.yaml --severity rnge=off": (
        "--severity: There is no violation code 'rnge'. Did you mean 'range'?"
    ),
    "check good.yaml --severity range=of": (
        "--severity: range cannot be 'of'; it can be error, warning, off. Did you mean 'off'?"
    ),
    "schema cloudtrial.ListTrails": (
        f"There is no service 'cloudtrial' in botocore {botocore_version()}. Did you mean cloudtrail or "
        "cloudcontrol or cloudtrail-data?"
    ),
    "schema cloudtrail.ListTrial": (
        "There is no operation 'ListTrial' in cloudtrail. Did you mean ListTrails or ListTags or ListQueries?"
    ),
    "schema cloudtrail:ListTrails": (
        "There is no operation 'cloudtrail:ListTrails' in the form service.Operation. Did you mean "
        "cloudtrail.ListTrails?"
    ),
    "schema 'cloudtrail list-trails'": (
        "There is no operation 'cloudtrail list-trails' in the form service.Operation. Did you mean "
        "cloudtrail.list_trails?"
    ),
    "rules ListTrails": "There is no operation 'ListTrails' in the form service.Operation.",
    "schema --page notes.txt": f"notes.txt: it has no signature of a client method. {PAGE}",
    "rules --texts nothing.json": f"nothing.json: It cannot be read (No such file or directory). {RECORDS}",
    "rules --texts empty": f"empty: It cannot be read (Is a directory). {RECORDS}",
    "synth xray.GetInsite": (
        "There is no operation 'GetInsite' in xray. Did you mean GetInsight or GetInsightEvents or "
        "GetInsightSummaries?"
    ),
    "synth cloudtrail.ListTrails --cassette notes.txt": (
        f"notes.txt, line 1: this is not a cassette: its top level has no interactions. {NAME_ONE}"
    ),
    "synth cloudtrail.ListTrails --cassette empty": f"empty: it cannot be read (Is a directory). {RESTORE}",
    "record -c broken.yaml -- python report.py": (
        f"broken.yaml, line 2: did not find expected node content. {RESTORE}"
    ),
    "record -c nothing.yaml --mode none -- python report.py": (
        "There is no cassette nothing.yaml. Check the path, or record it first."
    ),
    "redact nothing": f"There is nothing to check at nothing: there is no such file or folder. {NOTHING}",
    "merge good.yaml --out notes.txt": (
        "notes.txt already exists. Choose another --out, or replace it with --force."
    ),
    "merge nothing.yaml --out x.yaml": (
        "There is no cassette nothing.yaml. Check the path, or record it first."
    ),
    "split empty --by service": f"empty: it cannot be read (Is a directory). {RESTORE}",
    "diff 9.9.9 1.44.5": (
        f"botocore 9.9.9 cannot be compared: it is not installed (botocore {botocore_version()} is), and no "
        "wheel of it is here. Get one with pip download botocore==9.9.9 --no-deps, and name its folder with "
        "--find-links."
    ),
    "diff nothing.rst 1.44.5": (
        f"nothing.rst cannot be compared: there is no such file or folder. {DOCUMENTS}"
    ),
    "diff empty 1.44.5": f"empty cannot be compared: it holds neither models nor schemas. {DOCUMENTS}",
    "lock broken.yaml": f"broken.yaml, line 2: did not find expected node content. {RESTORE}",
    "report good.yaml -o notes.txt": (
        "notes.txt already exists and was not written by harness report. Name another file with --out."
    ),
    "coverage empty": (
        f"There is nothing to check at empty: it holds no cassette (.yaml, .yml or .json). {NOTHING}"
    ),
    "check good.yaml --baseline nothing.json": (
        "There is no baseline nothing.json. To write it, run harness check PATH --baseline nothing.json "
        "--write-baseline for recordings, or pytest --contract-write-baseline=nothing.json for the calls of "
        "tests."
    ),
    "serve --faults throtle=0.1": f"'throtle=0.1' is no fault. {FAULTS}",
    "serve --faults throttle=2": f"'throttle=2' is no fault. {FAULTS}",
    FUZZ: f"nothing could be tested; is {NOWHERE} the endpoint's address?",
    "import har empty --out x.yaml": "empty: it is no regular file. Nothing was imported.",
    "import har broken.json --out x.yaml": (
        "broken.json, line 1: it is not JSON (Expecting value). Nothing was imported."
    ),
}


@pytest.mark.parametrize("line", USAGE)
def test_a_usage_error(line: str) -> None:
    result = run(line)
    usage, hint, blank, message = result.stderr.splitlines()
    assert usage.startswith("Usage: harness")
    assert hint.startswith("Try 'harness")
    assert (blank, message, result.exit_code) == ("", f"harness: {USAGE[line]}", 2)


@pytest.mark.parametrize("line", INPUT)
def test_bad_input(line: str, project: Path) -> None:
    before = {path: path.read_bytes() for path in project.glob("*.*")}
    result = run(line)
    assert (result.stderr, result.exit_code) == (f"harness: {INPUT[line]}\n", 2)
    assert {path: path.read_bytes() for path in project.glob("*.*")} == before


SETTINGS = {
    "[tool.harness]\nseverty = 1": (
        "{path}, [tool.harness]: There is no setting 'severty'. Did you mean 'severity'?"
    ),
    "[tool.harness.severity]\nrnge = 'off'": (
        "{path}, [tool.harness]: There is no violation code 'rnge'. Did you mean 'range'?"
    ),
    "[tool.harness]\ncassette-dir = 1": "{path}, [tool.harness]: cassette-dir must be a string.",
    "[tool.harness\n": (
        "{path}: It is not valid TOML: Expected ']' at the end of a table declaration (at line 1, column 14)."
    ),
}


@pytest.mark.parametrize("text", SETTINGS)
def test_a_wrong_setting(text: str, project: Path) -> None:
    path = project / "pyproject.toml"
    path.write_text(text)
    result = run("check good.yaml")
    assert (result.stderr, result.exit_code) == (f"harness: {SETTINGS[text].format(path=path)}\n", 2)


@pytest.mark.parametrize(
    ("shut", "line", "message"),
    [
        ("a.yaml", "check {path}", "{path}: it cannot be read (Permission denied). " + RESTORE),
        (
            "a.yaml",
            "redact {path}",
            NOT_WRITTEN,
        ),
        ("a.yaml", "schema --page {path}", "{path}: Permission denied."),
        ("a.yaml", "rules --texts {path}", "{path}: It cannot be read (Permission denied). " + RECORDS),
        ("a.yaml", "check {folder}", "{path}: it cannot be read (Permission denied). " + RESTORE),
        ("pyproject.toml", "check a.yaml", "{path}: Permission denied."),
    ],
)
def test_what_may_not_be_read(
    shut: str,
    line: str,
    message: str,
    unprivileged: Callable[[], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are shut to nobody
        Path(folder).chmod(0o755)
        monkeypatch.chdir(folder)
        save_cassette("a.yaml", [OUTSIDE])
        path = Path(folder, shut)
        path.touch()
        path.chmod(0)
        with unprivileged():
            result = run(line.format(path=path, folder=folder))
        monkeypatch.undo()
    assert (result.stderr.splitlines()[-1], result.exit_code) == (f"harness: {message.format(path=path)}", 2)


@pytest.mark.parametrize(
    "line", ["check {}", "schema {}", "check good.yaml --severity {}", "import vcr {} --out x"]
)
def test_a_message_fits_on_one_screen(line: str) -> None:
    result = run(line.format("a/" + "x" * 20_000))
    assert result.exit_code == 2
    assert len(result.stderr) < 1_000
    assert "characters left out) ..." in result.stderr


def started(*arguments: str, **options: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*HARNESS, *arguments],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's & has it ignored
        **options,
    )


def test_a_fault_of_harness_is_no_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    def loses_its_way(*_: object) -> None:
        raise KeyError("a page that is not there")

    monkeypatch.setattr("harness.cli.completion.get_completion_class", loses_its_way)
    result = CliRunner().invoke(_group, ["completion", "bash"])
    assert result.exit_code == 3
    assert result.stderr.startswith("Traceback (most recent call last):\n")
    assert result.stderr.endswith(
        "KeyError: 'a page that is not there'\n"
        "harness: This is a bug in harness, not in your project. Please report it to the maintainers of "
        "aws-contract-harness, with the lines above, the command, and the output of harness --version.\n"
    )


def test_a_reader_that_has_seen_enough() -> None:
    process = started("synth", "cloudtrail.ListTrails", "-n", "2000", stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.read(1) == "{"
    process.stdout.close()
    assert process.stderr is not None
    assert (process.stderr.read(), process.wait()) == ("", 141)


@pytest.mark.needs("linux")
def test_a_full_disk() -> None:
    with open("/dev/full", "w") as full:
        process = started("completion", "zsh", stdout=full.fileno())
        assert process.communicate()[1] == "harness: No space left on device.\n"
    assert process.returncode == 2


def test_an_interruption() -> None:
    process = started("rules", "--all", stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()  # it is at work
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == "\nharness: interrupted.\n"
    assert process.returncode == 130
