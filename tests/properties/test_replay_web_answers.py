"""What replay answers to requests that botocore doesn't make: their own recorded answer, or a miss.

As `test_replay_answers` for calls of AWS: a server answers each distinct request differently, requests with
values that are alike are recorded and replayed in any order.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
import urllib3
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import harness
from harness.record.errors import CannotReplay
from harness.redaction.names import says_nothing
from harness.redaction.stand_ins import is_stand_in

FEW = settings(max_examples=settings().max_examples // 4)  # as each goes through real sockets
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Site(BaseHTTPRequestHandler):
    """Answers each distinct request differently, and counts the requests."""

    protocol_version = "HTTP/1.1"
    requests = 0

    def answer(self) -> None:
        type(self).requests += 1
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = "\n".join((self.command, self.path)).encode() + body
        content = json.dumps({"answer": hashlib.sha256(asked).hexdigest()[:8]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


KINDS = ["path", "query", "json", "form", "text", "api_key", "password", "login", "bearer"]
"""Where the value of a request stands; in the last four it is a secret."""

ids = [
    st.builds(f"{start}{{:0{width}d}}".format, st.integers(0, 12))
    for start in ("", "run/", "user-")
    for width in (4, 12)
]
stand_ins = st.sampled_from(
    ["xxxxx", "xxxxxx", "Xxxxxx-00", "Xxxxxx-01", "Xxxxx", "REDACTED", "redacted", "00000000", "000000000000"]
)
secrets = st.sampled_from(
    ["Hunter-22", "Hunter-23", "hunter-22", "abc", "abd", "123456789012", "a b+c/d=", "key-51jjd8q0zmxn-2p"]
)
words = st.sampled_from(["users", "items", "bobby", "REDACTED", "password", "x=1&y=2", 'a "quoted" one'])
families = [*ids, stand_ins, words, secrets]


@dataclass(frozen=True)
class Asked:
    """A request: where its value stands, and the value."""

    kind: str
    value: str

    @property
    def secret(self) -> bool:
        return KINDS.index(self.kind) >= KINDS.index("api_key")

    def send(self, http: urllib3.PoolManager, url: str) -> str:
        """Make the request, and return which answer it gets."""
        value = self.value
        match self.kind:
            case "path":
                answer = http.request("GET", f"{url}/items/{quote(value)}")
            case "query":
                answer = http.request("GET", f"{url}/items?id={quote(value, safe='')}")
            case "json":
                answer = http.request("POST", f"{url}/items", body=json.dumps([{"id": value}]), headers=JSON)
            case "form":
                answer = http.request("POST", f"{url}/form", body=f"id={quote(value)}", headers=FORM)
            case "text":
                answer = http.request("POST", f"{url}/text", body=f"id is {value}.")
            case "api_key":
                answer = http.request("GET", f"{url}/items?page=1&api_key={quote(value, safe='')}")
            case "password":
                body = json.dumps({"user": "amy", "password": value})
                answer = http.request("POST", f"{url}/login", body=body, headers=JSON)
            case "login":
                answer = http.request("POST", f"{url}/form", body=f"token={quote(value)}", headers=FORM)
            case "bearer":
                token = f"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ{value.encode().hex()}.c2lnbmF0dXJl"  # nobody's
                answer = http.request("POST", f"{url}/text", body=f"it is {token}, as before")
        return str(answer.json()["answer"])


@st.composite
def sessions(draw: st.DrawFn, *, unrecorded: int) -> tuple[list[Asked], list[Asked]]:
    """Draw requests to record, and the order in which they are asked, some that were not among them."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True))
    values = st.one_of(draw(st.lists(st.sampled_from(families), min_size=1, max_size=2, unique=True)))
    of_these = st.builds(Asked, st.sampled_from(kinds), values)
    recorded = draw(st.lists(of_these, min_size=2, max_size=8))
    return recorded, draw(st.permutations([*recorded, *draw(st.lists(of_these, max_size=unrecorded))]))


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def recorded_and_played(
    recorded: Sequence[Asked], asked: Sequence[Asked], site: str
) -> tuple[list[str], list[str | None]]:
    """Record requests into a cassette and replay requests from it; return the answers of both."""
    played: list[str | None] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "requests.yaml")
        with harness.use_cassette(path, mode="rewrite", http=True):
            answers = [one.send(urllib3.PoolManager(), site) for one in recorded]
        before = Site.requests
        with harness.use_cassette(path, mode="none", http=True) as cassette:
            for one in asked:
                try:
                    played.append(one.send(urllib3.PoolManager(), site))
                except CannotReplay:
                    played.append(None)
            cassette.misses.clear()
    assert Site.requests == before, "the network was reached in replay"
    return answers, played


def hidden_values(recorded: Sequence[Asked]) -> set[str]:
    """Return the values of which the recording tells no more than where they are equal: its secrets.

    A secret is replaced wherever it stands, also where a request has it as an ordinary value.
    """
    return {one.value for one in recorded if one.secret}


def other_than(one: Asked) -> str:
    """Return another secret; a stand-in, a mask or a short word stays as it is."""
    name = "token" if one.kind == "login" else one.kind
    stays = is_stand_in(one.value) or says_nothing(name, one.value)
    return one.value if stays else f"other-{one.value.encode().hex()}-7"


def of(kind: str, *values: str) -> list[Any]:
    """Return requests of one kind."""
    return [Asked(kind, value) for value in values]


@FEW
@given(sessions(unrecorded=4))
@example((of("query", "00000001"), of("query", "00000002")))
@example((of("path", "xxxxx"), of("path", "users")))
@example((of("json", "000000000000"), of("json", "123456789012")))
@example((of("json", "REDACTED"), of("json", "users")))
@example((of("form", "xxxxx"), of("login", "Hunter-22")))
def test_a_request_gets_its_own_answer_or_a_miss(site: str, session: tuple[list[Asked], list[Asked]]) -> None:
    recorded, asked = session
    hidden = hidden_values(recorded)
    answers, played = recorded_and_played(recorded, asked, site)
    for one, answer in zip(asked, played, strict=True):
        mine = {
            given
            for other, given in zip(recorded, answers, strict=True)
            # A recording does not tell which secret it had: others of the kind may get its answer.
            if other == one or (other.value in hidden and other.kind == one.kind)
        }
        assert answer is None or answer in mine, f"{one} got the answer of another request"


@FEW
@given(sessions(unrecorded=0))
@example((of("query", "0001", "0002"), of("query", "0002", "0001")))
@example((of("api_key", "Hunter-22", "Hunter-23"), of("api_key", "Hunter-23", "Hunter-22")))
def test_what_was_recorded_is_answered_in_any_order(
    site: str, session: tuple[list[Asked], list[Asked]]
) -> None:
    recorded, asked = session
    hidden = hidden_values(recorded)
    # Requests that differ in a secret alone are told apart by their order, so these keep it.
    in_order = iter([one for one in recorded if one.value in hidden])
    asked = [next(in_order) if one.value in hidden else one for one in asked]
    answers, played = recorded_and_played(recorded, asked, site)
    assert Counter(zip(asked, played, strict=True)) == Counter(zip(recorded, answers, strict=True))


@FEW
@given(sessions(unrecorded=0))
@example((of("api_key", "Hunter-22", "Hunter-23", "Hunter-22"), []))
@example((of("password", "abc", "abd", "abc"), []))
def test_in_the_recorded_order_each_request_gets_its_own_answer(
    site: str, session: tuple[list[Asked], list[Asked]]
) -> None:
    recorded, _ = session
    answers, played = recorded_and_played(recorded, recorded, site)
    assert played == answers


@FEW
@given(sessions(unrecorded=0))
@example((of("api_key", "Hunter-22", "key-51jjd8q0zmxn-2p", "Hunter-22"), []))
@example((of("api_key", "redacted"), []))
def test_another_secret_takes_the_place_of_each(site: str, session: tuple[list[Asked], list[Asked]]) -> None:
    recorded, _ = session
    assume(not any(one.value in hidden_values(recorded) for one in recorded if not one.secret))
    others = [replace(one, value=other_than(one)) if one.secret else one for one in recorded]
    answers, played = recorded_and_played(recorded, others, site)
    assert played == answers


def test_the_server_answers_each_distinct_request_differently(site: str) -> None:
    distinct = [Asked(kind, value) for kind in KINDS for value in ("00000001", "00000002", "REDACTED")]
    assert len({one.send(urllib3.PoolManager(), site) for one in distinct}) == len(distinct)
