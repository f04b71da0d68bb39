"""Whoever goes through the cassettes, the report is the same: this process, several, a cluster."""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.cassette import json_format, ranges
from harness.cassette.model import Facts, Interaction, Request, Response
from harness.cassette.store import save_cassette
from harness.errors import MissingExtra
from harness.redaction import DEFAULT
from harness.report import engine
from harness.report.check import Report, check_interactions, check_paths
from harness.report.engine import ClusterUnreachable, WorkersLost, dask_cluster, processes

JSON = (("Content-Type", "application/x-amz-json-1.1"),)


def page(number: int) -> Interaction:
    """A page of LookupEvents: some with another limit, some no exchange, some with a secret."""
    params: dict[str, Any] = {"MaxResults": 10 + (number % 3 == 0)}
    if number % 4:
        params["NextToken"] = f"page{number}"
    events = [{"EventId": "a", "Extra": number % 2, "Note": '}, {"request": \n- request:'}]
    answer = {"Events": events, "NextToken": f"page{number + 1}"}
    secret = (("Authorization", f"Bearer {number:040}"),) if number % 7 == 0 else ()
    service = "nosuch" if number % 5 == 0 else "cloudtrail"
    return Interaction(
        Request("POST", "http://127.0.0.1:5000/", (*JSON, *secret), json.dumps(params).encode()),
        Response(200, "OK", JSON, json.dumps(answer).encode()),
        Facts(service, "LookupEvents", "us-east-1", params, "json", "2026-11-21T10:00:00Z", "a stub"),
    )


PAGES = [page(number) for number in range(36)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ranges, "STEP", 5000)
    monkeypatch.setattr(engine, "BATCH", 7)
    for name in ("a.json", "b.yaml", "sub/c.json"):
        save_cassette(tmp_path / name, PAGES)
    for number in range(12):
        save_cassette(tmp_path / f"small{number}.json", PAGES[number : number + 2])
    return tmp_path


class AtOnce:
    """Does what is handed to it at once, as an executor with no workers."""

    @staticmethod
    def submit(work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(pickle.loads(pickle.dumps(work(*arguments))))
        return future


@contextmanager
def shared_out(cassettes: Sequence[Any], options: Any) -> Iterator[Any]:
    yield engine._shared_out(cassettes, options, AtOnce.submit, ahead=3)


def text(report: Report) -> str:
    return json.dumps([report.to_json(), [str(one) for one in report.not_checked], report.cassettes])


def test_the_sample_breaks_what_it_is_to_break() -> None:
    report = check_interactions(enumerate(PAGES, 1), "a", redaction=DEFAULT)
    codes = {violation.code for violation in report.violations}
    assert codes == {"unknown-member", "same-parameters", "secret"}
    assert report.not_checked


@pytest.mark.parametrize("step", [2000, 20_000, 1 << 20])
def test_work_that_is_shared_out_gives_the_same_report(
    folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "STEP", step)
    assert len(list(ranges.pieces_of(folder / "a.json"))) > 1 or step == 1 << 20
    assert len(list(ranges.pieces_of(folder / "b.yaml"))) > 1 or step == 1 << 20
    assert text(check_paths([folder], engine=shared_out)) == text(check_paths([folder]))


def test_several_processes_give_the_same_report(folder: Path) -> None:
    assert text(check_paths([folder], engine=processes(2))) == text(check_paths([folder]))


def test_runs_that_are_joined_give_what_one_run_gives(folder: Path) -> None:
    whole = check_interactions(enumerate(PAGES, 1), str(folder / "a.json"), redaction=DEFAULT)
    assert text(check_paths([folder / "a.json"])) == text(whole)


def test_ranges_that_are_none_are_read_in_one_go(folder: Path) -> None:
    raw = json.loads((folder / "a.json").read_text())
    for item in raw["interactions"]:
        # Interactions that are parted as those of the list are, and that come first in it.
        item["harness"]["params"]["Filters"] = [{"request": 1}, {"request": 2}]
        item["request"] = item.pop("request")
        item["harness"] = item.pop("harness")
    path = folder / "compact.json"
    path.write_text(json.dumps(raw))
    assert text(check_paths([path], engine=shared_out)) == text(check_paths([path]))


def test_aliases_across_ranges_are_read_in_one_go(folder: Path) -> None:
    path = folder / "shared.yaml"
    raw = json.loads((folder / "a.json").read_text())
    for item in raw["interactions"]:
        item["response"]["headers"] = raw["interactions"][0]["response"]["headers"]
    path.write_text(yaml.safe_dump(raw))
    assert "*id001" in path.read_text()
    assert text(check_paths([path], engine=shared_out)) == text(check_paths([path]))


@pytest.mark.parametrize("end", ["}", '{"version": 2}', "", "\n  ],\n  version: 1"])
@pytest.mark.parametrize("name", ["a.json", "b.yaml"])
def test_a_fault_is_worded_the_same(folder: Path, name: str, end: str) -> None:
    path = folder / name
    content = path.read_text()
    path.write_text(content[: len(content) - 600] + end)
    said = []
    for at_work in (engine.in_process, shared_out):
        report = check_paths([folder], engine=at_work)
        (unreadable,) = report.unreadable
        assert unreadable.cassette == str(path)
        said.append((text(report), unreadable.message))
    assert said[0] == said[1]
    assert said[0][1].startswith(str(path))


def test_processes_that_die_are_told_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "judge", lambda *_: os._exit(9))
    with pytest.raises(WorkersLost) as caught:
        check_paths([folder / "small1.json"], engine=processes(1))
    assert str(caught.value).startswith("The workers died while they checked (")
    assert str(caught.value).endswith(
        "), most likely for want of memory. Use fewer of them, or give each more memory."
    )


def test_no_scheduler_answers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", "1s")
    with pytest.raises(ClusterUnreachable) as caught:
        check_paths([folder], engine=dask_cluster("tcp://127.0.0.1:1"))
    assert str(caught.value).startswith("No Dask scheduler answers at tcp://127.0.0.1:1 (")
    assert str(caught.value).endswith("Start one with dask scheduler, and name the address that it prints.")


def test_dask_is_not_installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra) as caught:
        check_paths([folder], engine=dask_cluster("tcp://127.0.0.1:1"))
    assert str(caught.value) == (
        "The engine dask needs a package that is not installed (import of distributed halted; None in "
        "sys.modules). pip install 'aws-contract-harness[distributed]' brings what harness itself needs."
    )


@pytest.mark.parametrize("ending", ["json", "yaml"])
@pytest.mark.parametrize("at_work", [engine.in_process, shared_out])
def test_it_tells_how_far_into_a_file_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_work: Any, ending: str
) -> None:
    monkeypatch.setattr(ranges, "STEP", 50_000)
    monkeypatch.setattr(json_format, "BLOCK", 20_000)
    path = tmp_path / f"a.{ending}"
    save_cassette(path, [page(1)] * 400)
    size = path.stat().st_size
    told: list[int] = []
    check_paths([path], redaction=None, engine=at_work, at=told.append)
    assert told == sorted(told)
    assert len({position * 4 // size for position in told}) >= 4
    assert told[-1] <= size
