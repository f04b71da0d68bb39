"""``harness check`` with ``-j``, on a Dask cluster and of URLs: real processes, one of which dies."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.cli import _group
from harness.report.check import check_paths
from harness.report.engine import dask_cluster

JSON = (("Content-Type", "application/x-amz-json-1.0"),)


def list_tables(limit: int) -> Interaction:
    params = {"Limit": limit}
    headers = (("X-Amz-Target", "DynamoDB_20120810.ListTables"), *JSON)
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", headers, json.dumps(params).encode()),
        Response(200, "OK", JSON, b'{"TableNames": ["orders"]}'),
        Facts("dynamodb", "ListTables", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


@pytest.fixture
def tapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of cassettes; in each the second of two exchanges breaks the contract."""
    monkeypatch.chdir(tmp_path)
    for number in range(80):
        save_cassette(Path(f"tapes/{number:02}.json"), [list_tables(10), list_tables(101 + number)])
    return Path("tapes")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(_group, ["check", *map(str, arguments)])


def test_several_processes(tapes: Path) -> None:
    one, two = run(tapes, "--json"), run(tapes, "--json", "-j", "2")
    assert (two.exit_code, two.stdout) == (1, one.stdout)
    assert len(json.loads(two.stdout)["violations"]) == 80


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--engine", "dask"),
            "--engine dask needs the address of its scheduler: add --scheduler ADDRESS.",
        ),
        (
            ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "-j", "2"),
            "The cluster decides the number of workers: leave out -j.",
        ),
        (
            ("--scheduler", "tcp://127.0.0.1:1"),
            "--scheduler needs --engine dask: add it, or leave out --scheduler.",
        ),
        (("-j", "0"), "Invalid value for '-j' / '--jobs': 0 is not in the range x>=1."),
    ],
)
def test_options_that_do_not_go_together(tapes: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(tapes, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A Dask cluster of three processes on this machine."""
    import distributed

    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster


def test_a_worker_that_dies_takes_nothing_with_it(tapes: Path, cluster: Any) -> None:
    killed: list[int] = []

    def progress(cassettes: list[Any]) -> Iterable[Any]:
        for number, cassette in enumerate(cassettes):
            if number == 8:  # its work is done in part, handed out in part, and to come in part
                worker = next(iter(cluster.workers.values()))
                killed.append(worker.pid)
                os.kill(worker.pid, signal.SIGKILL)
            yield cassette

    address = cluster.scheduler_address
    report = check_paths([tapes], progress=progress, engine=dask_cluster(address))
    assert killed
    assert report == check_paths([tapes])
    result = run(tapes, "--json", "--engine", "dask", "--scheduler", address)
    assert result.stdout == run(tapes, "--json").stdout
    assert result.exit_code == 1
