"""Requests to others than AWS: recorded and redacted beside botocore's, and played with the server gone."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
import requests
import urllib3
import vcr
from click.testing import CliRunner

import harness
from harness.cassette.store import load_cassette
from harness.cli import _group
from harness.record.errors import CannotReplay

SENT = "key-51jjd8q0zmxn-2p"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cassette.yaml"


@pytest.fixture
def pytester(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Sessions that play back nothing when they end: the tests do."""
    monkeypatch.setenv("HARNESS_VERIFY", "0")
    return pytester


HEADERS = {"Authorization": f"Bearer {SENT}"}


def with_requests(url: str, body: Any) -> Any:
    with requests.Session() as session:
        answer = session.get(url, headers=HEADERS) if body is None else session.post(url, json=body)
        return answer.json()


def with_urllib3(url: str, body: Any) -> Any:
    pool = urllib3.PoolManager()
    if body is None:
        return pool.request("GET", url, headers=HEADERS).json()
    return pool.request("POST", url, json=body).json()


def with_httpx(url: str, body: Any) -> Any:
    with httpx.Client(follow_redirects=True) as client:
        answer = client.get(url, headers=HEADERS) if body is None else client.post(url, json=body)
        return answer.json()


def with_async_httpx(url: str, body: Any) -> Any:
    async def ask() -> Any:
        async with httpx.AsyncClient(follow_redirects=True) as client:
            asked = client.get(url, headers=HEADERS) if body is None else client.post(url, json=body)
            return (await asked).json()

    return asyncio.run(ask())


def with_aiohttp(url: str, body: Any) -> Any:
    async def ask() -> Any:
        async with aiohttp.ClientSession() as session:
            asked = session.get(url, headers=HEADERS) if body is None else session.post(url, json=body)
            async with asked as answer:
                return await answer.json()

    return asyncio.run(ask())


def with_urllib(url: str, body: Any) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, HEADERS if body is None else {})
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


LIBRARIES = [with_requests, with_urllib3, with_httpx, with_async_httpx, with_aiohttp, with_urllib]
Ask = Callable[[str, Any], Any]


@pytest.mark.parametrize("ask", LIBRARIES)
def test_each_library_is_recorded_redacted_and_played(api: Any, path: Path, ask: Ask) -> None:
    def program() -> list[Any]:
        answers = [
            ask(f"{api.url}/users?page=1", None),
            ask(f"{api.url}/users?page=2", None),
            ask(f"{api.url}/users?page=1", None),
            ask(f"{api.url}/users", {"name": "bob", "password": SENT}),
            ask(f"{api.url}/moved", None),
        ]
        return [answer["number"] for answer in answers]

    with harness.use_cassette(path, "once", http=True) as cassette:
        assert program() == [1, 2, 3, 4, 6]  # the fifth is the redirect
    assert [one.recorded for one in cassette.served] == [True] * 6
    text = path.read_text()
    assert (api.secret in text, SENT in text, "REDACTED" in text) == (False, False, True)
    api.close()
    with harness.use_cassette(path, http=True) as cassette:
        assert program() == [1, 2, 3, 4, 6]
        assert cassette.unused() == ()
    assert [one.operation for one in cassette.served] == [
        f"GET {api.url}/users",
        f"GET {api.url}/users",
        f"GET {api.url}/users",
        f"POST {api.url}/users",
        f"GET {api.url}/moved",
        f"GET {api.url}/here",
    ]


@pytest.mark.parametrize("ask", LIBRARIES)
def test_what_is_not_recorded_fails_with_the_nearest_recording(api: Any, path: Path, ask: Ask) -> None:
    with harness.use_cassette(path, "once", http=True):
        ask(f"{api.url}/users?page=1", None)
    with harness.use_cassette(path, http=True) as cassette, pytest.raises(CannotReplay) as caught:
        ask(f"{api.url}/users?page=2", None)
    assert api.count == 1
    assert cassette.misses == [caught.value]
    assert str(caught.value).splitlines()[:3] == [
        f"{path} has no recording left for GET {api.url}/users?page=2.",
        f"The nearest recording is interaction 1, GET {api.url}/users?page=1, which differs:",
        '  /query/page: recorded "1", asked "2"',
    ]


@pytest.mark.parametrize("ask", LIBRARIES)
def test_https_is_played_without_a_connection(path: Path, ask: Ask) -> None:
    path.write_text(
        "interactions:\n"
        "- request: {method: GET, uri: 'https://api.example.com/users', body: null, headers: {}}\n"
        "  response: {status: {code: 200, message: OK}, headers: {content-type: [application/json]},"
        " body: {string: '[1]'}}\n"
        "version: 1\n"
    )
    with harness.use_cassette(path, http=True):
        assert ask("https://api.example.com/users", None) == [1]
        with pytest.raises(CannotReplay, match="every recording has been played"):
            ask("https://api.example.com/users", None)


def numbers(path: Path) -> list[tuple[str, int]]:
    """Return the requests of a cassette, each by the end of its URL, with the numbers of their answers."""
    return [
        (one.request.uri.rpartition("/")[2], json.loads(one.response.body)["number"])
        for one in load_cassette(path).interactions
    ]


def test_the_record_modes(api: Any, path: Path) -> None:
    def use(mode: str, *names: str) -> list[int]:
        with harness.use_cassette(path, mode, http=True):
            return [with_requests(f"{api.url}/{name}", None)["number"] for name in names]

    assert use("once", "a", "b", "b") == [1, 2, 3]
    assert use("once", "b", "a", "b") == [2, 1, 3]
    with pytest.raises(CannotReplay):
        use("once", "c")
    assert use("new_episodes", "a", "a", "c", "a") == [1, 4, 5, 6]
    assert numbers(path) == [("a", 1), ("b", 2), ("b", 3), ("a", 4), ("c", 5), ("a", 6)]
    assert use("all", "b", "d") == [7, 8]
    assert numbers(path) == [("a", 1), ("a", 4), ("c", 5), ("a", 6), ("b", 7), ("d", 8)]
    assert use("rewrite", "d") == [9]
    assert numbers(path) == [("d", 9)]


def test_a_new_recording_replaces_one_that_differs_in_a_secret_only(api: Any, path: Path) -> None:
    for password in (SENT, api.secret):
        with harness.use_cassette(path, "all", http=True):
            requests.post(f"{api.url}/login", data={"user": "bob", "password": password})
    (interaction,) = load_cassette(path).interactions
    assert json.loads(interaction.response.body)["number"] == 2


def test_recordings_that_are_too_old_are_recorded_again(api: Any, path: Path) -> None:
    with harness.use_cassette(path, "once", http=True):
        for name in ("a", "b"):
            with_requests(f"{api.url}/{name}", None)
    now = dt.datetime.now(dt.UTC)
    text = path.read_text()
    first = text.index("Date:")
    path.write_text(text[:first] + text[first:].replace(now.strftime("%Y"), "2020", 1))
    with harness.use_cassette(path, "once", http=True, max_age="365d"):
        assert [with_requests(f"{api.url}/{name}", None)["number"] for name in ("a", "b")] == [3, 2]
    assert numbers(path) == [("b", 2), ("a", 3)]


def test_the_last_recording_may_play_again(api: Any, path: Path) -> None:
    with harness.use_cassette(path, "once", http=True):
        with_requests(f"{api.url}/a", None)
    with harness.use_cassette(path, http=True, allow_repeats=True):
        assert [with_requests(f"{api.url}/a", None)["number"] for _ in range(3)] == [1, 1, 1]


def test_what_was_recorded_is_on_the_disk_at_once(api: Any, path: Path) -> None:
    with harness.use_cassette(path, "once", http=True):
        with_requests(f"{api.url}/a", None)
        (journal,) = path.parent.glob("*.journal")
        assert f"{api.url}/a" in journal.read_text()


A = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
B = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def test_what_varies_is_declared_as_for_aws(api: Any, path: Path) -> None:
    def use(mode: str, *ids: str, **options: Any) -> list[int]:
        with harness.use_cassette(path, mode, http=True, **options):
            return [with_requests(f"{api.url}/jobs/{one}", {"id": one})["number"] for one in ids]

    def other(one: str) -> str:
        return one.replace("b", "c")

    rules: Any = {"match": {"http.POST:/path": "uuid", "http.POST:/body/id": "uuid"}}
    assert use("once", A, B, A, **rules) == [1, 2, 3]
    assert use("none", other(A), other(B), other(A), **rules) == [1, 2, 3]
    assert use("none", B, A, A, **rules) == [2, 1, 3]
    with pytest.raises(CannotReplay) as caught:
        use("none", other(A))
    assert str(caught.value).splitlines()[1:] == [
        f"The nearest recording is interaction 1, POST {api.url}/jobs/{A}, which differs:",
        f'  /path: recorded "/jobs/{A}", asked "/jobs/{other(A)}"',
        f'  /body/id: recorded "{A}", asked "{other(A)}"',
        "This value changes on every run. Declare it for the test:",
        '  @pytest.mark.cassette(match={"http.POST:/path": "uuid"})',
        "or for all tests, in pyproject.toml:",
        "  [tool.harness.match]",
        '  "http.POST:/path" = "uuid"',
    ]


def test_a_function_tells_what_is_compared(api: Any, path: Path) -> None:
    def compared(operation: str, values: dict[str, Any]) -> Any:
        assert operation == "http.GET"
        return {**values, "query": None, "origin": None}

    with harness.use_cassette(path, "once", http=True):
        assert with_requests(f"{api.url}/a?at=1", None)["number"] == 1
    with harness.use_cassette(path, http=True, match=compared):
        assert with_requests("http://127.0.0.1:9/a?at=2", None)["number"] == 1
    with harness.use_cassette(path, http=True, ignore=["http:/origin", "http:/query/at"]):
        assert with_requests("http://127.0.0.1:9/a?at=3", None)["number"] == 1


def test_what_was_told_apart_by_order_is_counted(api: Any, path: Path) -> None:
    for mode in ("once", "none"):
        with harness.use_cassette(path, mode, http=True) as cassette:
            for password in ("Hunter-22", "Hunter-23", "Hunter-22"):
                requests.post(f"{api.url}/login", data={"user": "bob", "password": password})
    assert cassette.told_apart_by_order == 2


def test_threads(api: Any, path: Path) -> None:
    def use(mode: str) -> list[int]:
        with harness.use_cassette(path, mode, http=True), ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda n: with_requests(f"{api.url}/{n}", None)["number"], range(12)))

    recorded = use("once")
    api.close()
    assert (sorted(recorded), use("none")) == (list(range(1, 13)), recorded)


def test_aws_and_others_in_one_cassette(api: Any, path: Path) -> None:
    def program() -> tuple[list[str], int, list[str]]:
        return api.tables(Limit=1), with_requests(f"{api.url}/a", None)["number"], api.tables(Limit=2)

    with harness.use_cassette(path, "once", http=True) as cassette:
        assert program() == (["table-1"], 2, ["table-3"])
    assert [one.facts is not None for one in load_cassette(path).interactions] == [True, False, True]
    assert [number for number, _ in cassette.exchanges()] == [1, 2, 3]
    result = CliRunner().invoke(_group, ["check", str(path)])
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == (
        "2 exchanges of 1 operation checked, 0 errors, 0 warnings, 1 not checked"
    )
    api.close()
    with harness.use_cassette(path, http=True) as cassette:
        assert program() == (["table-1"], 2, ["table-3"])
        assert cassette.unused() == ()
    with harness.use_cassette(path, http=True) as cassette:
        assert api.tables(Limit=2) == ["table-3"]
        assert [number for number, _ in cassette.unused()] == [1, 2]


def test_plain_vcrpy_plays_what_was_recorded(api: Any, path: Path) -> None:
    with harness.use_cassette(path, "once", http=True):
        recorded = [ask(f"{api.url}/a", None)["number"] for ask in LIBRARIES], api.tables()
    api.close()
    with vcr.use_cassette(str(path), record_mode="none") as cassette:
        assert ([ask(f"{api.url}/a", None)["number"] for ask in LIBRARIES], api.tables()) == recorded
        assert cassette.all_played


def test_a_cassette_of_plain_vcrpy_plays(api: Any, path: Path) -> None:
    with vcr.use_cassette(str(path)):
        recorded = (
            with_requests(f"{api.url}/a", None)["number"],
            api.tables(),
            with_httpx(f"{api.url}/b", None),
        )
    api.close()
    with harness.use_cassette(path, http=True) as cassette:
        assert (with_requests(f"{api.url}/a", None)["number"], api.tables()) == recorded[:2]
        assert [number for number, _ in cassette.unused()] == [3]


def test_without_http_others_are_neither_recorded_nor_kept_off(api: Any, path: Path) -> None:
    with harness.use_cassette(path, "once"):
        api.tables()
        with_requests(f"{api.url}/a", None)
    with harness.use_cassette(path):
        assert api.tables() == ["table-1"]
        assert with_requests(f"{api.url}/a", None)["number"] == 3
    assert len(load_cassette(path).interactions) == 1


def test_vcrpy_is_imported_only_for_those_who_want_it(path: Path) -> None:
    path.write_text("interactions: []\nversion: 1\n")
    program = f"""
import sys
import harness
with harness.use_cassette({str(path)!r}):
    print("vcr" in sys.modules)
with harness.use_cassette({str(path)!r}, http=True):
    print("vcr" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


TESTS = """
import boto3
import pytest
import requests

@pytest.mark.cassette(http=True)
def test_marked():
    assert requests.get("{url}/a", headers={{"Authorization": "Bearer {secret}"}}).ok

@pytest.mark.cassette(http=False)
def test_unmarked():
    pass

@pytest.mark.cassette
def test_by_the_setting(cassette):
    requests.get("{url}/b")
    assert len(cassette.served) == {by_setting}
"""


@pytest.mark.parametrize("by_setting", [0, 1])
def test_the_marker_and_the_setting(pytester: pytest.Pytester, api: Any, by_setting: int) -> None:
    pytester.makepyfile(test_it=TESTS.format(url=api.url, secret=SENT, by_setting=by_setting))
    pytester.makepyprojecttoml(f"[tool.harness]\nhttp = {str(bool(by_setting)).lower()}\n")
    pytester.runpytest_inprocess("--cassette-mode=once", "-k", "not unmarked").assert_outcomes(passed=2)
    folder = pytester.path / "cassettes" / "test_it"
    text = (folder / "test_marked.yaml").read_text()
    assert (f"{api.url}/a" in text, SENT in text) == (True, False)
    assert (folder / "test_by_the_setting.yaml").exists() is bool(by_setting)
    if by_setting:
        api.close()
        result = pytester.runpytest_inprocess("-k", "not unmarked", "--cassette-unused")
        result.assert_outcomes(passed=2)
        result.stdout.fnmatch_lines(
            ["*2 exchanges of 2 operations, 0 contract errors, 0 warnings, 2 not checked*"]
        )


def test_a_test_fails_whose_request_was_not_recorded(pytester: pytest.Pytester, api: Any) -> None:
    test = """
import pytest, requests

@pytest.mark.cassette(http=True)
def test_it():
    for name in {names}:
        try:
            requests.get(f"{url}/{{name}}")
        except Exception:
            pass
"""
    for names, options in (("ab", ["--cassette-mode=once"]), ("ac", [])):
        pytester.makepyfile(test_it=test.format(url=api.url, names=list(names)))
        result = pytester.runpytest_inprocess("-p", "no:cacheprovider", *options)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            f"cassettes/test_it/test_it.yaml has no recording left for GET {api.url}/c.",
            f"The nearest recording by its URL is interaction *, GET {api.url}/*.",
        ]
    )
    assert api.count == 2


FIXTURE = """
import pytest
import requests

@pytest.fixture(scope="module")
def token():
    yield requests.post("{url}/token").json()["number"]
    requests.post("{url}/revoke")

@pytest.mark.cassette(http=True)
@pytest.mark.parametrize("name", "ab")
def test_it(token, name):
    assert token == 1
    assert requests.get("{url}/" + name).ok
"""


def test_fixtures_of_other_scopes(pytester: pytest.Pytester, api: Any) -> None:
    pytester.makepyfile(test_it=FIXTURE.format(url=api.url))
    pytester.runpytest_inprocess("--cassette-mode=once", "-p", "no:randomly").assert_outcomes(passed=2)
    assert api.count == 4
    api.close()
    pytester.runpytest_inprocess("-p", "no:randomly").assert_outcomes(passed=2)
    pytester.runpytest_inprocess("-p", "no:randomly", "-k", "b").assert_outcomes(passed=1)


def test_a_cassette_that_is_missing_says_how_to_record_it(pytester: pytest.Pytester, api: Any) -> None:
    pytester.makepyfile(test_it=TESTS.format(url=api.url, secret=SENT, by_setting=0))
    result = pytester.runpytest_inprocess("-k", "test_marked")
    result.assert_outcomes(failed=1)
    missing = f"There is no cassette cassettes/test_it/test_marked.yaml to play GET {api.url}/a from."
    command = "pytest --cassette-mode=once test_it.py::test_marked"
    result.stdout.fnmatch_lines([f"*{missing} To record it, run: {command}"])
    assert api.count == 0
