"""Large objects pass through the recorder into side files, and never through memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import harness
from harness.redaction import DEFAULT

MIB = 2**20

# Up and down in one piece, then up in parts; prints what came and the peak of the process's memory.
PROGRAM = """
import hashlib, json, sys
import boto3, harness
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

path, mode, source, size = sys.argv[1:]
s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))

def work():
    with open(source, "rb") as file:
        s3.put_object(Bucket="reports", Key="large", Body=file)
    digest, body = hashlib.sha256(), s3.get_object(Bucket="reports", Key=size)["Body"]
    for chunk in body.iter_chunks(2**20):
        digest.update(chunk)
    s3.upload_file(source, "reports", "parts", Config=TransferConfig(max_concurrency=2))
    return digest.hexdigest()

def peak():
    # getrusage would tell the peak of the process that this one was forked from, if that is higher.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))

with harness.use_cassette(path, mode=mode) as live:
    print(json.dumps([work(), len(live.served), peak()]))
"""


class Objects(BaseHTTPRequestHandler):
    """S3 as far as the program asks it: `GET /reports/<size>` answers with that many bytes."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        self.read()
        self.answer(b"", ETag='"0"')

    def do_POST(self) -> None:
        self.read()
        if self.path.endswith("?uploads"):
            self.answer(
                b"<InitiateMultipartUploadResult><Bucket>reports</Bucket><Key>parts</Key>"
                b"<UploadId>upload-1</UploadId></InitiateMultipartUploadResult>"
            )
        else:
            self.answer(b'<CompleteMultipartUploadResult><ETag>"0"</ETag></CompleteMultipartUploadResult>')

    def do_GET(self) -> None:
        size = int(self.path.rpartition("/")[2])
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        for number in range(size // MIB):
            self.wfile.write(bytes([number % 251]) * MIB)

    def read(self) -> None:
        left = int(self.headers.get("Content-Length") or 0)
        while left:
            left -= len(self.rfile.read(min(left, MIB)))

    def answer(self, body: bytes, **headers: str) -> None:
        self.send_response(200)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Objects)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.needs("linux")
@pytest.mark.parametrize("size", [48, pytest.param(1024, marks=pytest.mark.sweep)])
def test_large_objects_are_not_held_in_memory(
    size: int, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, source = tmp_path / "objects.yaml", tmp_path / "source.bin"
    with source.open("wb") as file:
        for number in range(size):
            file.write(bytes([255 - number % 251]) * MIB)
    offline = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    online = {**offline, **keys, "AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "us-east-1"}

    def run(mode: str, env: dict[str, str], bytes_each: int = size * MIB) -> tuple[str, int, int]:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(path), mode, str(source), str(bytes_each)],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        digest, calls, peak = json.loads(done.stdout)
        return digest, calls, peak

    digest, calls, recording = run("once", online)
    played, replayed, playing = run("none", offline)
    assert (played, replayed) == (digest, calls)
    assert calls == 2 + 2 + size // 8
    assert path.stat().st_size < calls * 4000
    bodies = list((tmp_path / "objects.yaml.bodies").iterdir())
    assert {body.stat().st_size for body in bodies} == {size * MIB, 8 * MIB}
    searched = DEFAULT if size > 48 else None  # to search for secrets takes longer than all the rest
    assert harness.check(harness.load_cassette(path), redaction=searched).errors == ()
    with capsys.disabled():
        print(  # noqa: T201
            f"\nan object of {size} MiB up, down and up in parts: the peak of the process is "
            f"{recording // MIB} MiB while recording, {playing // MIB} MiB while playing"
        )
    assert max(recording, playing) < 200 * MIB
