"""``harness check s3://...`` against moto's server on loopback, read by s3fs.

Run by ``make async``, in an environment of its own: s3fs needs aiobotocore, which pins botocore.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from click.testing import CliRunner, Result
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import serialize_cassette
from harness.cli import _group

HEADERS = (("Content-Type", "application/x-amz-json-1.0"),)


def tape(name: str, *limits: int) -> bytes:
    """A cassette of calls to ListTables; a limit above 100 breaks the contract."""
    request = Request("POST", "http://127.0.0.1/", HEADERS, b"{}")
    response = Response(200, "OK", HEADERS, b'{"TableNames": []}')
    at = ("us-east-1", {"Limit": 10}, "json", "2026-11-21T10:00:00Z", "a stub")
    return serialize_cassette(
        name,
        [
            Interaction(request, response, Facts("dynamodb", "ListTables", at[0], {"Limit": limit}, *at[2:]))
            for limit in limits
        ],
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """moto's server, with a bucket."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    s3 = botocore.session.get_session().create_client(
        "s3", "us-east-1", endpoint_url=address, aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="none"
    )
    s3.create_bucket(Bucket="tapes")
    for key, body in {
        "2026/good.yaml": tape("a.yaml", 10),
        "2026/11/wrong.json": tape("a.json", 1000, 10),
        "2026/notes.txt": b"interactions",
        "2026/other.json": b"{}",
        "damaged/cut.json": tape("a.json", 1000, 10)[:-40],
        "damaged/good.yaml": tape("a.yaml", 10),
        "empty/notes.txt": b"",
    }.items():
        s3.put_object(Bucket="tapes", Key=key, Body=body)
    yield address
    server.stop()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str) -> Iterator[None]:
    """What finds the server, and nothing that is the machine's own."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    own = {
        "HOME": str(tmp_path),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": address,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "none",
    }
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()
    yield
    S3FileSystem.clear_instance_cache()


def check(*arguments: str) -> Result:
    return CliRunner().invoke(_group, ["check", *arguments])


def report(*arguments: str) -> Any:
    return json.loads(check("--json", *arguments).stdout)


def test_a_prefix_means_what_is_below_it() -> None:
    result = check("s3://tapes/2026")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "at     s3://tapes/2026/11/wrong.json, interaction 1, request /Limit\n" in result.stdout
    assert result.stdout.endswith("3 exchanges of 1 operation checked, 1 error, 0 warnings\n")


@pytest.mark.parametrize(
    ("url", "exchanges"),
    [
        ("s3://tapes/2026/", 3),
        ("s3://tapes/2026/good.yaml", 1),
        ("s3://tapes/2026/*.yaml", 1),
        ("s3://tapes/**/*.yaml", 2),
        ("s3://tapes/20??", 3),
    ],
)
def test_urls_and_patterns(url: str, exchanges: int) -> None:
    assert report(url)["exchanges"] == exchanges


def test_two_processes_report_the_same() -> None:
    assert check("--json", "-j", "2", "s3://tapes").stdout == check("--json", "s3://tapes").stdout


def test_a_damaged_object_costs_nothing_of_the_report() -> None:
    result = check("s3://tapes/damaged")
    assert result.exit_code == 2
    assert result.stderr == (
        "harness: s3://tapes/damaged/cut.json, line 78: unexpected end of data. Restore the file from "
        "version control, or delete it and record it again.\n"
    )
    assert result.stdout.endswith(
        "2 exchanges of 1 operation checked, 1 error, 0 warnings, 1 file unreadable\n"
    )


CHECK = "Check the URL, the credentials, and that the store can be reached."
NAME = "Name a cassette, or a folder of them."


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("s3://nobody", f"there is no bucket nobody, or these credentials may not see it. {NAME}"),
        (
            "s3://nobody/2026/a.json",
            f"there is no bucket nobody, or these credentials may not see it. {NAME}",
        ),
        ("s3://nobody/*.json", f"there is no bucket nobody, or these credentials may not see it. {NAME}"),
        ("s3://tapes/2027", f"there is no such file or folder. {NAME}"),
        ("s3://tapes/2027/*.json", f"no file matches this pattern. {NAME}"),
        ("s3://tapes/empty", f"it holds no cassette (.yaml, .yml or .json). {NAME}"),
        ("s3://", f"it names no bucket or folder. {NAME}"),
    ],
)
def test_nothing_is_there(url: str, reason: str) -> None:
    result = check(url)
    message = f"harness: There is nothing to check at {url}: {reason}\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_what_is_there_is_checked_beside_a_bucket_that_is_not() -> None:
    result = check("s3://nobody", "s3://tapes/2026/good.yaml")
    assert (result.exit_code, result.stderr.count("there is no bucket nobody")) == (2, 1)
    assert result.stdout.startswith("1 exchange of 1 operation checked")


def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    result = check("s3://tapes/2026")
    assert (result.exit_code, result.stderr) == (
        2,
        f"harness: There is nothing to check at s3://tapes/2026: Unable to locate credentials. {CHECK}\n",
    )


def test_a_profile_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    result = check("s3://tapes/2026")
    assert (result.exit_code, result.stderr) == (
        2,
        (
            "harness: There is nothing to check at s3://tapes/2026: The config profile (nobody) could not be "
            f"found. {CHECK}\n"
        ),
    )


def test_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    result = check("s3://tapes/2026")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "harness: There is nothing to check at s3://tapes/2026: Could not connect to the endpoint URL: "
    )
    assert result.stderr.endswith(f" {CHECK}\n")


def test_a_bucket_whose_name_is_none() -> None:
    result = check("s3://No_Bucket!/a.json")
    assert result.exit_code == 2
    assert 'Invalid bucket name "No_Bucket!"' in result.stderr
