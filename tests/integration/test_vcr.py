"""``harness.vcr.attach``: a project that stays with vcrpy or pytest-recording, redacted and checked."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import vcr
import yaml

import harness
from harness.vcr import ContractBroken

SENT = "key-51jjd8q0zmxn-2p"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def attached(**options: Any) -> Any:
    return harness.vcr.attach(vcr.VCR(cassette_library_dir="tapes"), **options)


def use(my_vcr: Any, *calls: Callable[[], object]) -> None:
    with my_vcr.use_cassette("a.yaml"):
        for call in calls:
            call()


def ask(api: Any) -> tuple[list[str], int]:
    answer = requests.get(f"{api.url}/users?api_key={SENT}", headers={"Authorization": f"Bearer {SENT}"})
    return api.tables(Limit=5), answer.json()["number"]


def test_secrets_are_taken_out_and_it_plays(api: Any) -> None:
    with attached().use_cassette("a.yaml"):
        recorded = ask(api)
    text = Path("tapes/a.yaml").read_text()
    assert (SENT in text, api.secret in text) == (False, False)
    assert "Credential=REDACTED/" in text
    assert f"{api.url}/users?api_key=REDACTED" in text
    api.close()
    with attached().use_cassette("a.yaml", record_mode="none") as cassette:
        assert ask(api) == recorded
        assert cassette.all_played
    with vcr.use_cassette("tapes/a.yaml", record_mode="none", filter_query_parameters=["api_key"]):
        assert api.tables() == recorded[0]


def test_settings_of_ones_own_stay_and_come_first(api: Any) -> None:
    seen = []

    def before_request(request: Any) -> Any:
        seen.append(request.headers.get("Authorization"))
        return None if request.path == "/left-out" else request

    my_vcr = vcr.VCR(cassette_library_dir="tapes", filter_query_parameters=["page"])
    assert harness.vcr.attach(my_vcr) is my_vcr
    with my_vcr.use_cassette("a.yaml", before_record_request=before_request, before_record_response=upper):
        requests.get(f"{api.url}/left-out")
        requests.get(f"{api.url}/users?page=1", headers={"Authorization": f"Bearer {SENT}"})
    (interaction,) = yaml.safe_load(Path("tapes/a.yaml").read_text())["interactions"]
    assert interaction["request"]["uri"] == f"{api.url}/users"
    assert interaction["request"]["headers"]["Authorization"] == ["Bearer REDACTED"]
    assert f"Bearer {SENT}" in seen
    answer = json.loads(interaction["response"]["body"]["string"])
    assert (answer["NUMBER"], answer["ACCESS_TOKEN"]) == (2, "XXX-00XXX0X0XX0X-0X")


def upper(response: Any) -> Any:
    response["body"]["string"] = response["body"]["string"].upper()
    return response


def test_what_it_matches_on_is_its_own_affair(api: Any) -> None:
    def ask(number: int) -> int:
        body = {"number": number, "password": SENT}
        return int(requests.post(f"{api.url}/users", json=body).json()["number"])

    def is_even(one: Any, other: Any) -> None:
        assert json.loads(one.body)["number"] % 2 == json.loads(other.body)["number"] % 2

    def play(*numbers: int, **options: Any) -> list[int]:
        my_vcr = vcr.VCR(cassette_library_dir="tapes", **options)
        my_vcr.register_matcher("even", is_even)
        with harness.vcr.attach(my_vcr).use_cassette("a.yaml", record_mode="once"):
            return [ask(number) for number in numbers]

    assert play(1, 2) == [1, 2]
    assert play(2, 1) == [1, 2]  # vcrpy does not compare bodies of its own accord
    assert play(2, 1, match_on=["method", "body"]) == [2, 1]
    assert play(4, 3, match_on=["even"]) == [2, 1]
    assert api.count == 2


def test_a_broken_contract_is_an_error_where_the_use_ends(api: Any) -> None:
    requests_to_both = [lambda: requests.get(f"{api.url}/users"), lambda: api.tables(Limit=500)]
    for _ in range(2):  # recorded, and played
        with pytest.raises(ContractBroken) as caught:
            use(attached(), *requests_to_both)
        (violation,) = caught.value.violations
        assert (violation.code, violation.cassette, violation.interaction) == ("range", "tapes/a.yaml", 2)
        assert str(caught.value).startswith(
            "The exchanges break their contract.\n\n"
            "error: dynamodb.ListTables: Limit must be at most 100, but was 500.\n"
            "  rule   range, model, shape ListTablesInputLimit, max (botocore "
        )
        assert api.count == 2


def test_only_what_was_used_is_checked(api: Any) -> None:
    with vcr.use_cassette("tapes/a.yaml"):
        api.tables(Limit=500)
        api.tables(Limit=5)
    with attached(contract="off").use_cassette("a.yaml"):
        api.tables(Limit=500)
    with pytest.raises(ContractBroken), attached().use_cassette("a.yaml"):
        api.tables(Limit=5)  # which plays the first: vcrpy does not look at the body
    with attached().use_cassette("a.yaml"):
        pass


def test_a_use_that_fails_anyhow_shows_its_own_failure(api: Any) -> None:
    def fail() -> None:
        raise LookupError

    with pytest.warns(UserWarning, match="Limit must be at most 100"), pytest.raises(LookupError):
        use(attached(), lambda: api.tables(Limit=500), fail)


def test_an_exception_from_before_is_none_of_the_use(api: Any) -> None:
    try:
        raise LookupError
    except LookupError:
        with pytest.raises(ContractBroken):
            use(attached(), lambda: api.tables(Limit=500))


def test_warnings_in_place_of_errors(api: Any) -> None:
    with pytest.warns(UserWarning, match="Limit must be at most 100"):
        use(attached(contract="warn"), lambda: api.tables(Limit=500))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        use(attached(contract="off"), lambda: api.tables(Limit=500))


def in_function(my_vcr: Any, use: Callable[[], None]) -> None:
    @my_vcr.use_cassette("a.yaml")
    def function() -> None:
        use()

    function()


def in_coroutine(my_vcr: Any, use: Callable[[], None]) -> None:
    @my_vcr.use_cassette("a.yaml")
    async def function() -> None:
        use()

    asyncio.run(function())


@pytest.mark.parametrize("decorated", [in_function, in_coroutine])
def test_decorated_functions(api: Any, decorated: Callable[..., None]) -> None:
    with pytest.raises(ContractBroken):
        decorated(attached(), lambda: api.tables(Limit=500))
    decorated(attached(), lambda: None)
    assert SENT not in Path("tapes/a.yaml").read_text()


def test_what_old_vcrpy_recorded_of_httpx_plays(folder: Path) -> None:
    (folder / "tapes").mkdir()
    (folder / "tapes" / "a.yaml").write_text(
        "interactions:\n"
        "- request: {method: GET, uri: 'http://127.0.0.1/x', body: '', headers: {}}\n"
        "  response: {status_code: 200, http_version: HTTP/1.1, headers: {}, content: recorded}\n"
        "version: 1\n"
    )
    with attached().use_cassette("a.yaml", record_mode="none"):
        assert httpx.get("http://127.0.0.1/x").text == "recorded"


def test_the_settings_of_the_project_count(api: Any, folder: Path) -> None:
    folder.joinpath("pyproject.toml").write_text(
        '[tool.harness.severity]\nrange = "warning"\n[tool.harness.redaction]\nheaders = ["X-Mine"]\n'
    )
    with attached().use_cassette("a.yaml"):
        api.tables(Limit=500)
        requests.get(f"{api.url}/users", headers={"X-Mine": "something"})
    assert "something" not in Path("tapes/a.yaml").read_text()


CONFTEST = """
import harness

def pytest_recording_configure(config, vcr):
    harness.vcr.attach(vcr)
"""
TEST = """
import boto3
import pytest

@pytest.fixture
def vcr_config():
    return {{"before_record_request": lambda request: request}}

@pytest.mark.vcr
@pytest.mark.parametrize("limit", [5, 500])
def test_it(limit):
    client = boto3.client(
        "dynamodb", "us-east-1", endpoint_url="{url}", aws_access_key_id="{sent}", aws_secret_access_key="b"
    )
    client.list_tables(Limit=limit)
"""


def test_pytest_recording(api: Any, project: pytest.Pytester) -> None:
    project.makeconftest(CONFTEST)
    project.makepyfile(test_it=TEST.format(url=api.url, sent=SENT))
    for mode in ("once", "none"):
        result = project.runpytest_inprocess("-p", "recording", f"--record-mode={mode}")
        result.assert_outcomes(passed=2, errors=1)
        result.stdout.fnmatch_lines(["*error: dynamodb.ListTables: Limit must be at most 100, but was 500."])
    written = list(project.path.glob("cassettes/test_it/*.yaml"))
    assert len(written) == 2
    for path in written:
        assert SENT not in path.read_text()
    assert api.count == 2
