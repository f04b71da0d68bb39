"""The commands of harness: what they print of cassettes full of secrets, and what they leave in them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import botocore.session
import yaml
from cases import Case
from places import service_of
from probes import Exchange
from search import found, found_of, searchable
from server import Answer, Asked

HARNESS = Path(sys.executable).with_name("harness")
FORMATS = ("json", "sarif", "junit", "github", "gitlab")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_VALUE = 3000  # of what is put into an enumeration
LARGEST_SEARCHED = 60_000_000  # bytes; what is larger is not decoded
PATIENCE = 300  # seconds for each command
# Other than their names.
HOSTS = {"s3": "s3.us-east-1"}


@dataclass
class Commands:
    """The commands, and the folder in which they work."""

    folder: Path
    environment: dict[str, str]
    cases: dict[int, Case] = field(default_factory=dict)  # by the number of their cassettes
    recording: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make the folders."""
        for name in ("raw", "violation"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def start_recording(self, secrets: list[Case]) -> None:
        """Start `harness record` with a program that makes a call for each case."""
        wanted = self.folder / "wanted.json"
        wanted.write_text(json.dumps([case.id for case in secrets]))
        program = Path(__file__).with_name("program.py")
        command = ["record", "-c", str(self.folder / "recorded.yaml"), "--"]
        self.recording = self._start("record", *command, sys.executable, str(program), str(wanted))

    def add_cassette(self, case: Case, place: str, exchange: Exchange) -> None:
        """Write what was on the wire as vcrpy writes it: with the secret."""
        number = len(self.cases)
        self.cases[number] = case
        write(self.folder / "raw" / f"{number:05d}.yaml", exchange, endpoint(case, place))
        if len(case.text) < LONGEST_VALUE and not case.encoding and number % 3 == 0:
            write(self.folder / "violation" / f"{number:05d}.yaml", violation(case.text), "dynamodb")

    def run(self) -> dict[str, int]:
        """Run `check`, `report` and `redact` on the cassettes, and wait for `record`: their exit statuses."""
        running = {}
        for name in ("raw", "violation"):
            files = [part for form in FORMATS for part in ("--format", f"{form}=out.check-{name}.{form}")]
            check = ["check", "-v", name, *files, "--format", "text"]
            running[f"check.{name}"] = self._start(f"out.check.{name}", *check)
            page = f"out.report-{name}.html"
            running[f"report.{name}"] = self._start(f"out.report.{name}", "report", name, "-o", page)
        shutil.copytree(self.folder / "raw", self.folder / "redacted", dirs_exist_ok=True)
        running["redact"] = self._start("out.redact", "redact", "redacted")
        if self.recording:
            running["record"] = self.recording
        return {name: process.wait(timeout=PATIENCE) for name, process in running.items()}

    def leaks(self) -> list[tuple[Case, str, str]]:
        """The secrets that were printed, left or recorded: which, by what, and where."""
        return [*self._printed(), *self._left(), *self._recorded()]

    def calls(self) -> int:
        """How many calls the program made that `harness record` ran."""
        made = self.folder / "wanted.json.made"
        return len(json.loads(made.read_text())) if made.exists() else 0

    def failure(self) -> str | None:
        """What `harness record` said, if it wrote no cassette."""
        if list(self.folder.glob("recorded*")):
            return None
        return (self.folder / "record.txt").read_text()[-300:]

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.txt").open("wb") as output:
            return subprocess.Popen(
                [str(HARNESS), *arguments],
                env=self.environment,
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def _printed(self) -> list[tuple[Case, str, str]]:
        leaks = []
        for file in sorted(self.folder.glob("out.*")):
            data = file.read_bytes()
            name = file.name if file.suffix == ".json" else "output"
            is_small = len(data) < LARGEST_SEARCHED
            text = searchable(name, data) if is_small else data.decode("utf-8", "replace")
            command = "output:" + file.name.removeprefix("out.").removesuffix(".txt")
            leaks += [(case, command, "printed") for case in found_of(list(self.cases.values()), text)]
        return leaks

    def _left(self) -> list[tuple[Case, str, str]]:
        return [
            (self.cases[int(file.stem)], "harness cassette redact", "left in the cassette")
            for file in sorted((self.folder / "redacted").glob("*.yaml"))
            if found(self.cases[int(file.stem)], searchable("c.yaml", file.read_bytes()))
        ]

    def _recorded(self) -> list[tuple[Case, str, str]]:
        leaks = []
        for file in [*self.folder.glob("recorded*"), *self.folder.glob("recorded*/**/*")]:
            if file.is_file():
                text = searchable(file.name, file.read_bytes())
                there = found_of(list(self.cases.values()), text)
                leaks += [(case, "harness record", file.name) for case in there]
        return leaks


def endpoint(case: Case, place: str) -> str | None:
    """The name of the service in its addresses; None if it is none of AWS."""
    service = service_of(case, place)
    if service is None or not case.call:
        return service
    return str(botocore.session.get_session().get_service_model(service).endpoint_prefix)


def violation(text: str) -> Exchange:
    """A call in which a text stands where only some values are allowed, in the request and the response."""
    request = {"TableName": "t", "BillingMode": text, "AttributeDefinitions": [], "KeySchema": []}
    media_type = "application/x-amz-json-1.0"
    headers = [("X-Amz-Target", "DynamoDB_20120810.CreateTable"), ("Content-Type", media_type)]
    response = {"TableDescription": {"TableStatus": text}}
    return Exchange(
        Asked("POST", "/", headers, json.dumps(request).encode()),
        Answer(200, {"Content-Type": media_type}, json.dumps(response).encode()),
    )


def write(file: Path, exchange: Exchange, service: str | None) -> None:
    """Write a cassette of one exchange."""
    asked, answer = exchange.asked, exchange.answer
    host = f"{HOSTS.get(service, service + '.us-east-1')}.amazonaws.com" if service else "api.example.com"
    interaction = {
        "request": {
            "method": asked.method,
            "uri": f"https://{host}{asked.path}",
            "headers": {name: [value] for name, value in asked.headers if name.lower() != "host"},
            "body": as_text(asked.body),
        },
        "response": {
            "status": {"code": answer.status, "message": "OK"},
            "headers": {name: [value] for name, value in answer.headers.items()},
            "body": {"string": as_text(answer.body)},
        },
    }
    document = {"interactions": [interaction], "version": 1}
    file.write_bytes(yaml.dump(document, Dumper=yaml.CSafeDumper, encoding="utf-8", allow_unicode=True))


def as_text(body: bytes) -> str | bytes:
    """A body as text, if it is one."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    return body if CONTROL.search(text) else text
