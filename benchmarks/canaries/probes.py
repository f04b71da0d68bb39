"""Records each case at each place, and says whether a secret stayed or an innocent text changed."""

from __future__ import annotations

import shutil
import tempfile
import traceback
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from calls import Caller
from cases import Call, Case, number_of
from places import perform
from scratch import SCRATCH
from search import BETWEEN, GZIP, found, gunzip, load, searchable, texts
from server import Answer, Asked

import harness

OTHER = {"Item.id.S": "1", "Item.doc.S": "other", "TableName": "t"}
LONGEST_DETAIL = 700


@dataclass(frozen=True)
class Exchange:
    """A request and its answer as they were on the wire."""

    asked: Asked
    answer: Answer


@dataclass(frozen=True)
class Job:
    """A case at one of its places."""

    case: Case
    place: str
    is_first: bool

    @property
    def cassette(self) -> str:
        """The file's name: secrets are recorded as YAML and as JSON."""
        as_json = self.case.secret is not None and number_of(self.case.id + self.place) % 2
        return "c.json" if as_json else "c.yaml"


@dataclass(frozen=True)
class Outcome:
    """What became of a case at a place: `clean`, `leak`, `same`, `changed`, or why it cannot be told."""

    case: Case
    place: str
    verdict: str
    detail: str | None = None
    exchange: Exchange | None = None  # of the first place


@dataclass(frozen=True)
class Recording:
    """What was on the wire, and the files of the cassette while it was recorded and afterwards."""

    asked: list[Asked]
    answer: Answer
    journal: dict[str, bytes]
    files: dict[str, bytes]
    error: str | None


_callers: list[Caller] = []  # that of the process


def caller() -> Caller:
    """The caller of this process."""
    if not _callers:
        _callers.append(Caller())
    return _callers[0]


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one cassette."""
    made = tempfile.mkdtemp(dir=SCRATCH, prefix="canary-")
    try:
        yield Path(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def probe(job: Job) -> Outcome:
    """Record a case at a place, and judge the recording."""
    try:
        recording = record(job)
    except Exception as error:
        said = "".join(traceback.format_exception_only(error))[:300]
        return Outcome(job.case, job.place, "harness-error", said)
    judge = judge_innocent if job.case.secret is None else judge_secret
    verdict, detail = judge(job, recording)
    last = Exchange(recording.asked[-1], recording.answer) if job.is_first and recording.asked else None
    return Outcome(job.case, job.place, verdict, detail or recording.error, last)


def record(job: Job) -> Recording:
    """Make the exchange with harness in between. An error of the exchange itself is kept."""
    error = None
    with folder() as path:
        with harness.use_cassette(path / job.cassette, mode="all", http=job.place.startswith("http.")):
            try:
                perform(caller(), job.case, job.place)
            except Exception as raised:
                if type(raised).__module__.startswith("harness"):
                    raise
                error = f"{type(raised).__name__}: {raised}"[:300]
            journal = contents(path)
        files = contents(path)
    server = caller().server
    return Recording(list(server.asked), server.answer, journal, files, error)


def contents(path: Path) -> dict[str, bytes]:
    """All files in a folder, by name."""
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def judge_secret(job: Job, recording: Recording) -> tuple[str, str]:
    """A leak is a secret in any file, while it is recorded or afterwards, in whatever encoding."""
    parts: list[str | bytes] = [recording.answer.body, *recording.answer.headers.values()]
    for asked in recording.asked:
        parts += [asked.path, asked.body, *(value for _, value in asked.headers)]
    if not found(job.case, BETWEEN.join(text for part in parts for text in texts(part))):
        return "not-sent", ""
    if not recording.files:
        return "not-recorded", ""
    leaks = set()
    for name, data in recording.journal.items():
        if found(job.case, searchable("journal:" + name, data)):
            leaks.add("journal")
    for name, data in recording.files.items():
        if found(job.case, searchable(name, data)):
            leaks.add("cassette" if name == job.cassette else "side")
    return ("leak" if leaks else "clean"), ",".join(sorted(leaks))


def judge_innocent(job: Job, recording: Recording) -> tuple[str, str]:
    """The cassette has to hold what was on the wire. Only the side that holds the text counts."""
    document = load(job.cassette, recording.files.get(job.cassette, b""))
    if not document or not document.get("interactions") or not recording.asked:
        return "not-recorded", ""
    recorded = document["interactions"][-1]
    side = job.place if job.case.call else ""
    why = changes(recorded, recording.asked[-1], recording.answer, side)
    if job.case.header:
        why += changed_header(recorded, job)
    redacted = (recorded.get("harness") or {}).get("redacted") or {}
    listed = {pointer: kind for pointer, kind in redacted.items() if pointer.startswith(side)}
    if listed:
        why.append(str(listed)[:200] if why else f"redacted lists {listed}")
    return ("changed" if why else "same"), "; ".join(why)[:LONGEST_DETAIL]


def changes(recorded: dict[str, Any], asked: Asked, answer: Answer, side: str) -> list[str]:
    """What is recorded otherwise than it was sent: bodies and the address."""
    why = []
    request, response = body_of(recorded["request"]), body_of(recorded["response"])
    if side != "response" and not same(request, asked.body):
        why.append(f"request body {asked.body[:160]!r} -> {request[:160]!r}")
    if side != "request" and not same(response, answer.body):
        why.append(f"response body {answer.body[:160]!r} -> {response[:160]!r}")
    split = urlsplit(recorded["request"]["uri"])
    address = (split.path or "/") + ("?" + split.query if split.query else "")
    if unquote_plus(address) != unquote_plus(asked.path):
        why.append(f"uri {asked.path} -> {address}")
    return why


def changed_header(recorded: dict[str, Any], job: Job) -> list[str]:
    """Why the header of a case is not the one that was sent."""
    name = job.case.header or ""
    headers = recorded["request" if job.place.endswith("request") else "response"]["headers"]
    values = [
        value if isinstance(value, str) else ", ".join(map(str, value))
        for one, value in headers.items()
        if one.lower() == name.lower()
    ]
    return [] if job.case.text in values else [f"header {name}: {job.case.text} -> {values}"]


def body_of(message: dict[str, Any]) -> bytes:
    """The body of a recorded request or response."""
    body = message.get("body")
    if isinstance(body, dict):
        body = body.get("string", body.get("base64_string", body))
    if body is None:
        return b""
    return body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass")


def same(recorded: bytes, sent: bytes) -> bool:
    """Whether the bytes are the same; what was compressed may be compressed otherwise."""
    if recorded == sent:
        return True
    try:
        return sent.startswith(GZIP) and gunzip(recorded) == gunzip(sent)
    except zlib.error:
        return False


def messages_of_misses(cases: list[Case]) -> list[str]:
    """The cases whose secret is in the message of a replay that fails, as another request is recorded."""
    named: list[str] = []
    with folder() as path:
        with harness.use_cassette(path / "c.yaml", mode="all"):
            caller().call(Call("dynamodb", "PutItem", OTHER), "request")
        with suppress(Exception), harness.use_cassette(path / "c.yaml", mode="none") as cassette:
            named += [case.id for case in cases if found(case, miss(case))]
            cassette.misses.clear()
    return named


def miss(case: Case) -> str:
    """What is said of a request that is not recorded, decoded: the call of the case, or one with its text."""
    asked = Call("dynamodb", "PutItem", {**OTHER, "Item.doc.S": case.text})
    if case.call and case.where == ["request"]:
        asked = case.call
    try:
        caller().call(asked, "request")
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return searchable("message", f"{error}\n{error!r}".encode("utf-8", "surrogateescape"))
    return ""
