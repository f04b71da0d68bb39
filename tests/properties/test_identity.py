"""Each caller gets its own recordings at each endpoint, in whatever order and threads it asks."""

from __future__ import annotations

import json
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import boto3
import pytest

import harness
from harness.cassette.store import save_cassette
from harness.record.errors import CannotReplay

ROLE = """<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{key}</AccessKeyId>
<SecretAccessKey>{account}x9Fq2sT7wLzR8vN4kD6pYbC3</SecretAccessKey><SessionToken>IQoJ{account}{token}</SessionToken>
<Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"""


@contextmanager
def aws(name: str) -> Iterator[str]:
    """Serve AssumeRole, and ListTables, which tells the server, the access key and the number of the call."""
    calls: Counter[tuple[str, str]] = Counter()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found = re.search(r"iam%3A%3A(\d+)", body)
            if found is not None:
                account = found[1]
                answer = ROLE.format(key=f"ASIA{account}ABCD", account=account, token="x9Y8z7" * 20)
            else:
                (key,) = re.findall("Credential=([^/]+)", self.headers["Authorization"])
                with lock:
                    calls[key, body] += 1
                    answer = json.dumps({"TableNames": [f"{name}.{key[-16:-4]}.{calls[key, body]}"]})
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def client(service: str, url: str | None, key: str, token: str | None = None) -> Any:
    session = boto3.session.Session(key, "secret-of-the-test", token, region_name="us-east-1")
    return session.client(service, endpoint_url=url)


class Actor(NamedTuple):
    """One account at one endpoint, and the limits that it asks with, in its order."""

    account: str
    url: str
    limits: tuple[int, ...]

    def run(self, key: str) -> list[str]:
        role = f"arn:aws:iam::{self.account}:role/reader"
        given = client("sts", self.url, key).assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        own = client("dynamodb", self.url, given["AccessKeyId"], given["SessionToken"])
        return [own.list_tables(Limit=limit)["TableNames"][0] for limit in self.limits]


def run(actors: Sequence[Actor], key: str, threads: int) -> dict[Actor, list[str]]:
    with ThreadPoolExecutor(threads) as pool:
        return dict(zip(actors, pool.map(lambda actor: actor.run(key), actors), strict=True))


def holds(seed: int, path: Path) -> None:
    random = Random(seed)
    with ExitStack() as stack:
        urls = [stack.enter_context(aws(name)) for name in "ab"[: random.randint(1, 2)]]
        accounts = [str(number) * 12 for number in range(1, random.randint(2, 4) + 1)]
        actors = [
            Actor(account, url, tuple(random.choices((1, 2), k=random.randint(1, 3))))
            for account in accounts
            for url in urls
        ]
        random.shuffle(actors)
        with harness.use_cassette(path, "rewrite"):
            live = run(actors, "AKIAQ4ZT7MWX2PLC9KVD", random.choice((1, 4)))
        written = path.read_text()
        assert not any(
            key in written for key in ("AKIAQ4ZT7MWX2PLC9KVD", *(f"{one}ABCD" for one in accounts))
        )
    for _ in range(2):
        random.shuffle(actors)
        with harness.use_cassette(path) as cassette:
            assert run(actors, "of-another-machine", random.choice((1, 4))) == live
        assert (cassette.unused(), cassette.of_unknown_origin) == ((), 0)


@pytest.mark.parametrize("number", range(3))
def test_callers_get_their_own_answers(number: int, tmp_path: Path) -> None:
    holds(number, tmp_path / "accounts.yaml")


@pytest.mark.sweep
@pytest.mark.parametrize("number", range(20))
def test_callers_get_their_own_answers_from_any_seed(number: int, tmp_path: Path) -> None:
    holds(int(os.environ.get("HARNESS_SEED", "0")) + number, tmp_path / "accounts.yaml")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A cassette of two callers with keys of their own: one asks with 1 and 3, the other with 1 and 2."""
    path = tmp_path / "two.yaml"
    with aws("a") as url, harness.use_cassette(path, "rewrite"):
        for key, limit in ((FIRST, 3), (SECOND, 2), (FIRST, 1), (SECOND, 1)):
            ask(key, limit, url)
    return path


FIRST, SECOND = "AKIA111111111111XYZQ", "AKIA222222222222XYZQ"


def ask(key: str, limit: int, url: str | None = None) -> str:
    name: str = client("dynamodb", url, key).list_tables(Limit=limit)["TableNames"][0]
    return name.split(".")[1]


def test_other_keys_stand_for_the_callers_whose_requests_they_make(path: Path) -> None:
    with harness.use_cassette(path) as cassette:
        assert ask("second", 2) == "222222222222"
        assert ask("first", 3) == "111111111111"
        assert ask("second", 1) == "222222222222"
        with pytest.raises(CannotReplay, match="belong to other callers"):
            ask("second", 1)  # what is left is the first one's
        assert ask("first", 1) == "111111111111"
    assert cassette.of_unknown_origin == 0


def test_one_key_for_several_callers_plays_in_recorded_order_and_is_counted(path: Path) -> None:
    with harness.use_cassette(path) as cassette:
        assert [ask("testing", 1), ask("testing", 1)] == ["111111111111", "222222222222"]
    assert cassette.of_unknown_origin == 1


def test_any_keys_play_what_one_caller_has_recorded(tmp_path: Path) -> None:
    with aws("a") as url, harness.use_cassette(tmp_path / "one.yaml", "once"):
        ask(FIRST, 1, url)
        ask(FIRST, 2, url)
    with harness.use_cassette(tmp_path / "one.yaml") as cassette:
        assert [ask("testing", 1), ask("other", 2)] == ["111111111111"] * 2
    assert cassette.of_unknown_origin == 0


def test_what_is_recorded_later_keeps_to_the_callers_of_the_recording(path: Path) -> None:
    with aws("b") as url, harness.use_cassette(path, "new_episodes"):
        ask(SECOND, 2, url)
        ask(FIRST, 3, url)
        ask("AKIA333333333333XYZQ", 9, url)
        ask(SECOND, 9, url)
    facts = [one.facts for one in harness.load_cassette(path).interactions if one.facts is not None]
    first, second, _, _, third, fourth = [one.caller for one in facts]
    assert fourth == second
    assert len({first, second, third}) == 3


def test_endpoints_are_told_apart(tmp_path: Path) -> None:
    with aws("a") as one, aws("b") as other, harness.use_cassette(tmp_path / "two.yaml", "once"):
        for url in (one, other):
            client("dynamodb", url, FIRST).list_tables()
    with harness.use_cassette(tmp_path / "two.yaml"):
        for name, url in (("b", other), ("a", one)):
            assert client("dynamodb", url, FIRST).list_tables()["TableNames"][0].startswith(name)


@pytest.mark.parametrize("mode", ["all", "new_episodes"])
def test_what_is_recorded_later_gets_no_key_of_another_account(mode: Any, tmp_path: Path) -> None:
    path = tmp_path / "accounts.yaml"
    with aws("a") as url:
        one, other = Actor("1" * 12, url, (1,)), Actor("2" * 12, url, (2,))
        with harness.use_cassette(path, "rewrite"):
            old = run([one], FIRST, 1)
        with harness.use_cassette(path, mode):
            new = run([other], SECOND, 1)
    callers = [each.facts.caller for each in harness.load_cassette(path).interactions if each.facts]
    assert len(set(callers)) == 4
    for order in ((one, other), (other, one)):
        with harness.use_cassette(path):
            assert run(order, FIRST, 1) == old | new


def age(path: Path, account: str | None = None) -> None:
    """Make the recorded tables of an account old, or all recordings."""
    interactions = [
        replace(one, facts=replace(one.facts, recorded_at="2020-01-02T00:00:00Z"))
        if one.facts is not None and (account is None or f".{account}." in one.response.body.decode())
        else one
        for one in harness.load_cassette(path).interactions
    ]
    save_cassette(path, interactions)


def tables_in(path: Path) -> list[str]:
    """Return the tables that a cassette holds, of each recorded answer the first, in order."""
    bodies = (one.response.body for one in harness.load_cassette(path).interactions)
    return sorted(json.loads(body)["TableNames"][0] for body in bodies if body.startswith(b"{"))


def callers_of(path: Path) -> set[str | None]:
    return {one.facts.caller for one in harness.load_cassette(path).interactions if one.facts is not None}


@pytest.mark.parametrize("key", [FIRST, "AKIA333333333333XYZQ"])
def test_recorded_again_only_requests_of_the_same_account_give_way(key: str, tmp_path: Path) -> None:
    path = tmp_path / "accounts.yaml"
    with aws("a") as url:
        one, other = Actor("1" * 12, url, (1, 1)), Actor("2" * 12, url, (1,))
        with harness.use_cassette(path, "rewrite"):
            old = run([one, other], FIRST, 1)
        callers = callers_of(path)
        with harness.use_cassette(path, "all"):
            new = run([one], key, 1)
    assert tables_in(path) == sorted([*new[one], *old[other]])
    assert callers_of(path) == callers
    for order in ((one, other), (other, one)):
        with harness.use_cassette(path) as cassette:
            assert run(order, FIRST, 1) == old | new
        assert cassette.unused() == ()


def test_recorded_next_to_another_account_nothing_of_it_gives_way(tmp_path: Path) -> None:
    path = tmp_path / "accounts.yaml"
    with aws("a") as url:
        one, other = Actor("1" * 12, url, (1,)), Actor("2" * 12, url, (1,))
        with harness.use_cassette(path, "rewrite"):
            old = run([one], FIRST, 1)
        with harness.use_cassette(path, "all"):
            new = run([other], FIRST, 1)
    for order in ((one, other), (other, one)):
        with harness.use_cassette(path):
            assert run(order, FIRST, 1) == old | new


@pytest.mark.parametrize("mode", ["once", "new_episodes"])
def test_old_recordings_of_one_account_leave_those_of_another(mode: Any, path: Path) -> None:
    before, callers = tables_in(path), callers_of(path)
    age(path, "111111111111")
    with aws("b") as url, harness.use_cassette(path, mode, max_age="90d") as cassette:
        assert [ask(*asked, url) for asked in ((FIRST, 1), (SECOND, 1), (SECOND, 2), (FIRST, 3))] == [
            "111111111111",
            "222222222222",
            "222222222222",
            "111111111111",
        ]
    assert [one.recorded for one in cassette.served] == [True, False, False, True]
    assert tables_in(path) == sorted(name.replace("a.1", "b.1") for name in before)
    assert callers_of(path) == callers


def test_a_key_that_plays_and_records_again_keeps_its_name(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    with aws("a") as url:
        with harness.use_cassette(path, "once"):
            ask(FIRST, 1, url)
        callers = callers_of(path)
        with harness.use_cassette(path, "new_episodes"):
            ask(SECOND, 1, url)
            ask(SECOND, 2, url)
    assert callers_of(path) == callers
