"""Files of strangers, given to the commands: each ends in bounded time and memory, with a message."""

from __future__ import annotations

import base64
import gzip
import json
import resource
import struct
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import cbor2
import pytest
from click.testing import CliRunner

from harness.cli import _group

SECONDS = 8.0
MEGABYTES = 700
TIMES = 1  # how many times as large as in `make test` files are: see `times`

JSON = {"Content-Type": ["application/x-amz-json-1.0"]}
GZIP = {"Content-Encoding": ["gzip"]}
CBOR = {"Content-Type": ["application/cbor"], "smithy-protocol": ["rpc-v2-cbor"]}
STREAM = {"Content-Type": ["application/vnd.amazon.eventstream"]}


def many(count: int) -> int:
    """How many there are of what a file has too many of."""
    return count * TIMES


def packed(content: bytes) -> dict[str, str]:
    return {"base64_string": base64.b64encode(content).decode()}


def made(
    body: Any = "",
    *,
    service: str = "dynamodb",
    target: str | None = "DynamoDB_20120810.ListTables",
    headers: Any = None,
    request: Any = "{}",
    asked: Any = None,
    uri: str | None = None,
    method: str = "POST",
) -> dict[str, Any]:
    """One interaction, as vcrpy writes it."""
    return {
        "request": {
            "method": method,
            "uri": uri or f"https://{service}.us-east-1.amazonaws.com/",
            "headers": asked or {**({"X-Amz-Target": [target]} if target else {}), **JSON},
            "body": request,
        },
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": JSON if headers is None else headers,
            "body": body if isinstance(body, dict) else {"string": body},
        },
    }


def tape(*interactions: Any) -> bytes:
    return json.dumps({"interactions": interactions, "version": 1}).encode()


def sts(body: Any, **options: Any) -> bytes:
    form = {"Content-Type": ["application/x-www-form-urlencoded"]}
    asked = {"request": "Action=GetCallerIdentity&Version=2011-06-15", "asked": form, "target": None}
    return tape(
        made(body, **{"service": "sts", "headers": {"Content-Type": ["text/xml"]}, **asked, **options})
    )


def s3(body: Any, **options: Any) -> bytes:
    return tape(
        made(
            body,
            **{
                "uri": "https://b.s3.amazonaws.com/k",
                "method": "GET",
                "request": "",
                "target": None,
                "headers": {},
                "asked": {"Accept": ["*/*"]},
                **options,
            },
        )
    )


def logs(content: bytes) -> bytes:
    return tape(made(packed(content), service="logs", target="Logs_20140328.StartLiveTail", headers=STREAM))


def frame(content: bytes, *, total: int | None = None, head: int = 0) -> bytes:
    whole = len(content) + 16 if total is None else total
    prelude = struct.pack("!II", whole, head)
    prelude += struct.pack("!I", zlib.crc32(prelude))
    return prelude + content + struct.pack("!I", zlib.crc32(prelude + content))


def nested(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = base64.b64encode(content)
    return content


def zipped(content: bytes, times: int) -> bytes:
    for _ in range(times):
        content = gzip.compress(content)
    return content


def secrets(count: int, pattern: str) -> str:
    return "\n".join(pattern.format(number, number * 7919) for number in range(count))


def aliases(value: str, count: int) -> bytes:
    return f"a: &a {value}\ninteractions: []\nx:\n{'- *a' * 0}".encode() + b"- *a\n" * count + b"version: 1\n"


LAUGHS = (
    b"a0: &a0 [lol, lol]\n"
    + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (i, i, i - 1, i - 1) for i in range(1, 40))
    + b"interactions: [*a39]\nversion: 1\n"
)
ITSELF = b"interactions: &a [*a]\nversion: 1\n"
KEYS_OF_LISTS = b"interactions: []\n? [a, b]\n: c\nversion: 1\n"
FACTS = {"format": 1, "service": "dynamodb", "operation": "ListTables", "region": None}

CASSETTES: dict[str, Callable[[], bytes]] = {
    # What holds the exchanges.
    "laughs.yaml": lambda: LAUGHS,
    "itself.yaml": lambda: ITSELF,
    "one-large-scalar.yaml": lambda: aliases('"' + "x" * 50_000 + '"', 20_000),
    "one-large-list.yaml": lambda: aliases("[" + "1," * 20_000 + "1]", 5_000),
    "merge-keys.yaml": lambda: b"a: &a {b: c}\ninteractions: []\n" + b"x: {<<: [*a, *a]}\n" * 2_000,
    "keys-of-lists.yaml": lambda: KEYS_OF_LISTS,
    "tags.yaml": lambda: b"interactions: [!!python/object/apply:os.system [id]]\nversion: 1\n",
    "long-tag.yaml": lambda: b"interactions: [!" + b"a" * 100_000 + b" x]\nversion: 1\n",
    "deep-mapping.yaml": lambda: b"".join(b" " * i + b"a:\n" for i in range(2_000)),
    "many-anchors.yaml": lambda: (
        b"interactions: []\n" + b"".join(b"k%d: &k%d 1\n" % (i, i) for i in range(many(8_000)))
    ),
    "unterminated.yaml": lambda: b'interactions: ["' + b"a" * 300_000,
    "unterminated.json": lambda: b'{"interactions": ["' + b"a" * 300_000,
    "backslashes.json": lambda: b'{"interactions": ["' + b"\\" * 300_001,
    "zeros.yaml": lambda: b"\0" * 200_000,
    "zeros.json": lambda: b"\0" * 200_000,
    "octal.yaml": lambda: b"interactions: []\nversion: 0" + b"7" * 300_000,
    "exponent.json": lambda: b'{"interactions": [], "version": 1e' + b"9" * 300_000 + b"}",
    "exponent-of-a-body.json": lambda: tape(made('{"TableNames": [1e' + "9" * 5_000 + "]}")),
    "long-integer-of-a-body.json": lambda: tape(made('{"TableNames": [' + "9" * 100_000 + "]}")),
    "not-a-number.json": lambda: tape(made('{"TableNames": [NaN, Infinity, -Infinity]}')),
    "ten-thousand-interactions.json": lambda: tape(*[{}] * 10_000),
    "ten-thousand-keys-twice.json": lambda: (
        b'{"interactions": [], ' + b'"a": 1, ' * 10_000 + b'"version": 1}'
    ),
    "surrogates.json": lambda: b'{"interactions": ["\\ud800\\udfff\\udc00"], "version": 1}',
    "surrogates-of-a-body.json": lambda: tape(made("\ud800" * 1_000)),
    "headers.json": lambda: tape(made(headers={f"X-{i}": [str(i)] for i in range(many(8_000))})),
    "header-of-many-values.json": lambda: tape(made(headers={"X-A": ["a"] * many(20_000)})),
    "long-header.json": lambda: tape(made(headers={"X-Token" + "n" * 50_000: ["a" * 200_000]})),
    "long-address.json": lambda: tape(
        made(uri="https://dynamodb.us-east-1.amazonaws.com/?" + "a=b&" * many(16_000))
    ),
    "address-of-percents.json": lambda: tape(made(uri="https://s3.amazonaws.com/" + "%25" * 60_000)),
    "address-of-brackets.json": lambda: tape(made(uri="https://[" + ":" * 50_000 + "]/")),
    "port.json": lambda: tape(made(uri="https://s3.amazonaws.com:" + "9" * 50_000 + "/")),
    "negative-status.json": lambda: tape({**made(), "response": {"status": {"code": -(10**30)}}}),
    "params-deep.json": lambda: tape(
        {**made(), "harness": {**FACTS, "params": json.loads("[" * 199 + "]" * 199)}}
    ),
    "params-wide.json": lambda: tape(
        {**made(), "harness": {**FACTS, "params": {f"k{i}": i for i in range(many(12_000))}}}
    ),
    "redacted-wide.json": lambda: tape(
        {
            **made(),
            "harness": {**FACTS, "params": {}, "redacted": {f"request /a/{i}": "x" for i in range(20_000)}},
        }
    ),
    # Bodies.
    "deep-lists.json": lambda: tape(made("[" * 100_000)),
    "deep-in-limits.json": lambda: tape(made('{"TableNames":' * 150 + "1" + "}" * 150)),
    "wide.json": lambda: tape(made(json.dumps({f"password{i}": "a" for i in range(many(1_500))}))),
    "json-in-json.json": lambda: tape(
        made(json.dumps(json.dumps(json.dumps(json.dumps({"a": '"' * 1_000})))))
    ),
    "same-key.json": lambda: tape(made("{" + '"TableNames": [],' * 20_000 + '"a": 1}')),
    "comments.json": lambda: sts("<r>" + "<!--" * 40_000),
    "sections.json": lambda: sts("<r>" + "<![CDATA[" * 20_000),
    "entities.json": lambda: sts(
        "<!DOCTYPE r [<!ENTITY a 'x'>"
        + "".join(f"<!ENTITY a{i} '&a{i - 1};&a{i - 1};'>" for i in range(1, 30))
        + "]><r>&a29;</r>"
    ),
    "outer-entity.json": lambda: sts("<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>"),
    "attributes.json": lambda: sts("<r " + " ".join(f'a{i}="b"' for i in range(20_000)) + "/>"),
    "elements-wide.json": lambda: sts("<r>" + "<a/>" * 40_000 + "</r>"),
    "references.json": lambda: sts("<r>" + "&#x41;" * many(16_000) + "</r>"),
    "form.json": lambda: sts("", request="&".join(f"Action.member.{i}.a=b" for i in range(5_000))),
    "form-index.json": lambda: sts(
        "", request="Action=GetCallerIdentity&Tags.member.99999999999999999999.Key=a"
    ),
    "form-deep.json": lambda: sts("", request="Action=GetCallerIdentity&" + "a." * 50_000 + "=1"),
    "cbor-deep.json": lambda: tape(made(packed(b"\x81" * 100_000), headers=CBOR)),
    "cbor-tags.json": lambda: tape(made(packed(b"\xc1" * 100_000), headers=CBOR)),
    "cbor-shared.json": lambda: tape(made(packed(b"\xd8\x1c\x81\xd8\x1d\x00"), headers=CBOR)),
    "cbor-length.json": lambda: tape(made(packed(b"\x9b" + b"\xff" * 8), headers=CBOR)),
    "cbor-text-length.json": lambda: tape(made(packed(b"\x7b" + b"\x7f" + b"\xff" * 7), headers=CBOR)),
    "cbor-wide.json": lambda: tape(
        made(packed(cbor2.dumps({str(i): i for i in range(many(8_000))})), headers=CBOR)
    ),
    "cbor-big-number.json": lambda: tape(made(packed(cbor2.dumps({"a": 1 << 200_000})), headers=CBOR)),
    "events-total.json": lambda: logs(frame(b"abc", total=0xFFFFFFFF)),
    "events-small.json": lambda: logs(frame(b"", total=1) * 1_000),
    "events-head.json": lambda: logs(frame(b"abc", head=0xFFFF)),
    "events-cut.json": lambda: logs(frame(b"{}" * 1_000)[:-100]),
    "events-many.json": lambda: logs(frame(b"") * many(4_000)),
    "gzip-of-gzip.json": lambda: s3(packed(zipped(b"token=a1b2c3d4e5f6g7" * 100, 20)), headers=GZIP),
    "gzip-members.json": lambda: s3(packed(gzip.compress(b"a") * 5_000), headers=GZIP),
    "gzip-cut.json": lambda: s3(packed(gzip.compress(b"a" * 100_000)[:-20]), headers=GZIP),
    "gzip-bomb.json": lambda: s3(packed(gzip.compress(bytes(many(1 << 23)), 9)), headers=GZIP),
    "zlib-bomb.json": lambda: s3(
        packed(zlib.compress(bytes(many(1 << 23)), 9)), headers={"Content-Encoding": ["deflate"]}
    ),
    "base64-of-base64.json": lambda: s3(nested(b'{"password": "a1b2c3d4e5f6"}', 20).decode()),
    "base64-lines.json": lambda: s3(("eyJh" * 19 + "\n") * 2_000),
    "secrets.json": lambda: s3(secrets(many(1_500), "password=Hunter-{0}-{1:x}")),
    "secrets-of-tokens.json": lambda: s3(secrets(many(800), "ghp_{1:036d}")),
    "secrets-in-keys.json": lambda: tape(
        *[made(json.dumps({"SecretString": f"Hunter-{i * 7919:x}"})) for i in range(many(40))]
    ),
    "percents.json": lambda: s3(quote("%" * 60_000)),
    "zeros-of-a-body.json": lambda: s3("\0" * 300_000),
    "control-characters.json": lambda: s3("\x1b]0;a\x07\x9b31m\u202e" * 5_000),
}

RUBY = "http_interactions:\n"
ENTRY: dict[str, Any] = {
    "startedDateTime": "2026-11-22T00:00:00Z",
    "request": {"method": "GET", "url": "https://b.s3.amazonaws.com/k", "headers": [], "queryString": []},
    "response": {"status": 200, "headers": [], "content": {"text": "", "mimeType": "text/plain"}},
}


def archive(**changes: Any) -> bytes:
    entry = json.loads(json.dumps(ENTRY))
    for place, value in changes.items():
        side, _, name = place.partition("__")
        entry[side][name] = value
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}}).encode()


IMPORTS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "ruby-itself": ("vcr", "a.yml", lambda: b"http_interactions: &a\n- request: *a\n  response: *a\n"),
    "ruby-laughs": ("vcr", "a.yml", lambda: LAUGHS.replace(b"interactions:", b"http_interactions:")),
    "ruby-symbols": ("vcr", "a.yml", lambda: b"http_interactions:\n- request: {:method: :get}\n"),
    "ruby-deep": ("vcr", "a.yml", lambda: b"http_interactions: " + b"[" * 50_000),
    "ruby-object": ("vcr", "a.yml", lambda: b"http_interactions: [!ruby/object:Gem::Installer {i: x}]\n"),
    "ruby-no-mapping": ("vcr", "a.yml", lambda: b"http_interactions: {a: 1}\n"),
    "vcrpy-0-deep": ("vcr", "a.yaml", lambda: b"- request: " + b"{a: " * 20_000),
    "betamax-deep": ("vcr", "a.json", lambda: b'{"http_interactions": ' + b"[" * 100_000),
    "betamax-bodies": (
        "vcr",
        "a.json",
        lambda: json.dumps(
            {
                "http_interactions": [{"request": {"body": {"base64_string": "é" * 9}}}],
                "recorded_with": "betamax/0.8",
            }
        ).encode(),
    ),
    "betamax-itself": (
        "vcr",
        "a.json",
        lambda: b'{"http_interactions": "a", "recorded_with": "betamax/0.8"}',
    ),
    "har-deep": ("har", "a.har", lambda: b'{"log": {"entries": ' + b"[" * 100_000),
    "har-no-log": ("har", "a.har", lambda: b"[1, 2, 3]"),
    "har-wide": ("har", "a.har", lambda: json.dumps({"log": {"entries": [ENTRY] * many(800)}}).encode()),
    "har-status": ("har", "a.har", lambda: archive(response__status=1 << 4_000)),
    "har-address": ("har", "a.har", lambda: archive(request__url="https://[" + ":" * 20_000)),
    "har-headers": (
        "har",
        "a.har",
        lambda: archive(request__headers=[{"name": "x" * i, "value": None} for i in range(500)]),
    ),
    "har-body": (
        "har",
        "a.har",
        lambda: archive(response__content={"text": "a" * 99_999, "encoding": "base64"}),
    ),
    "har-bomb": (
        "har",
        "a.har",
        lambda: archive(
            response__headers=[{"name": "content-encoding", "value": "gzip"}],
            response__content={
                "text": base64.b64encode(gzip.compress(bytes(many(1 << 23)))).decode(),
                "encoding": "base64",
            },
        ),
    ),
    "placebo-deep": (
        "placebo",
        "s3.ListBuckets_1.json",
        lambda: b'{"status_code": 200, "data": ' + b"[" * 99_999,
    ),
    "placebo-classes": (
        "placebo",
        "s3.ListBuckets_1.json",
        lambda: b'{"status_code": 200, "data": {"a": {"__class__": "datetime", "year": 99999999999}}}',
    ),
    "placebo-module": (
        "placebo",
        "s3.ListBuckets_1.json",
        lambda: b'{"status_code": 200, "data": {"a": {"__class__": "Popen", "__module__": "subprocess"}}}',
    ),
    "placebo-status": ("placebo", "s3.ListBuckets_1.json", lambda: b'{"status_code": "x", "data": []}'),
    "placebo-pickle": ("placebo", "s3.ListBuckets_1.pickle", lambda: b"cos\nsystem\n(S'id'\ntR."),
}


def run(*arguments: str) -> None:
    """Run a command: it ends soon, with little memory, and says what is the matter; no fault of harness's."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    result = CliRunner().invoke(_group, list(arguments))
    took = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    assert result.exit_code in (0, 1, 2), result.output[-3_000:]
    assert "Traceback" not in result.output
    assert result.output.strip() or arguments[0] == "report"
    if result.exit_code == 2:
        assert "harness: " in result.output
    assert took < SECONDS * TIMES, arguments
    assert grown < MEGABYTES, arguments


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=[1, pytest.param(4, marks=pytest.mark.sweep)], ids=["small", "large"], autouse=True)
def times(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files as large as shows their growth, and in `make sweep` four times as large."""
    monkeypatch.setattr(sys.modules[__name__], "TIMES", request.param)


@pytest.mark.parametrize("name", CASSETTES)
def test_commands_that_read_cassettes(folder: Path, name: str) -> None:
    content = CASSETTES[name]()
    (folder / name).write_bytes(content)
    run("check", "-v", name, "--format", "text", "--format", "sarif=out.sarif", "--format", "junit=out.xml")
    run("report", name, "-o", "out.html")
    run("redact", "--dry-run", name)
    assert (folder / name).read_bytes() == content
    run("redact", name)
    run("import", "vcr", name, "--out", "imported")


@pytest.mark.parametrize("case", IMPORTS)
def test_commands_that_import(folder: Path, case: str) -> None:
    form, name, content = IMPORTS[case]
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(content())
    source = "in" if form == "placebo" else f"in/{name}"
    out = ("--out", "out.yaml" if form == "har" else "out")
    run("import", form, source, *out)
    run("check", f"in/{name}")
