"""The fixture ``vcr_config`` of pytest-recording, followed for harness's own cassettes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

CONFTEST = """
import boto3
import pytest

@pytest.fixture(scope="{scope}")
def vcr_config():
    return {config!r}

@pytest.fixture
def iam():
    return boto3.client(
        "dynamodb", "us-east-1", endpoint_url="{url}", aws_access_key_id="a", aws_secret_access_key="b"
    )
"""
HTTP_TEST = """
import pytest, requests

@pytest.mark.cassette(http=True)
def test_it():
    headers = {{"X-Acme": "s-93kfa8s2ld"}}
    for page in {pages}:
        asked = f"users?page={{page}}&acme_mark={{page}}-9f8e7d"
        assert requests.get(f"{url}/{{asked}}", headers=headers).ok
"""


def recorded(project: pytest.Pytester, name: str = "test_it") -> list[dict[str, Any]]:
    path = Path(project.path, "cassettes", "test_it", f"{name}.yaml")
    return list(yaml.safe_load(path.read_text())["interactions"])


def make(
    project: pytest.Pytester, api: Any, test: str, config: dict[str, Any], scope: str = "function"
) -> None:
    project.makeconftest(CONFTEST.format(scope=scope, config=config, url=api.url))
    project.makepyfile(test_it=test)


@pytest.mark.parametrize("scope", ["function", "module", "session"])
def test_filters_are_taken_out_and_not_compared(project: pytest.Pytester, api: Any, scope: str) -> None:
    config = {"filter_headers": ["X-Acme"], "filter_query_parameters": ["acme_mark"]}
    make(project, api, HTTP_TEST.format(url=api.url, pages=[1, 2]), config, scope)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    requests = recorded(project)
    assert len(requests) == 2
    for one in requests:
        assert one["request"]["headers"]["X-Acme"] == ["REDACTED"]
        assert "9f8e7d" not in one["request"]["uri"]
    assert api.count == 2
    other = HTTP_TEST.format(url=api.url, pages=[2, 1]).replace("9f8e7d", "other")
    make(project, api, other, config, scope)
    project.runpytest_inprocess().assert_outcomes(passed=1)
    assert api.count == 2


def test_match_on_tells_what_of_requests_to_others_is_compared(project: pytest.Pytester, api: Any) -> None:
    test = """
import pytest, requests

@pytest.mark.cassette(http=True)
def test_it():
    assert requests.post("{url}/users", json={{"at": "{at}"}}).ok
"""
    for config, passed in (({"match_on": ["method", "path"]}, 1), ({"match_on": ["method", "body"]}, 0)):
        make(project, api, test.format(url=api.url, at="yesterday"), config)
        project.runpytest_inprocess("--cassette-mode=rewrite").assert_outcomes(passed=1)
        make(project, api, test.format(url=api.url, at="now"), config)
        project.runpytest_inprocess().assert_outcomes(passed=passed, failed=1 - passed)


def test_hosts_that_are_ignored_are_neither_recorded_nor_played(project: pytest.Pytester, api: Any) -> None:
    test = HTTP_TEST.format(url=api.url, pages=[1])
    make(project, api, test, {"ignore_localhost": True})
    for count, options in ((1, ["--cassette-mode=once"]), (2, [])):
        project.runpytest_inprocess(*options).assert_outcomes(passed=1)
        assert api.count == count
    assert not list(project.path.glob("cassettes/**/*.yaml"))


MODE = """
import pytest

@pytest.mark.cassette
def test_it(iam, cassette):
    iam.list_tables(Limit=5)
    iam.list_tables(Limit=5)
    assert cassette.mode == "{mode}"
"""


def test_the_record_mode_and_repeats(project: pytest.Pytester, api: Any) -> None:
    config = {"record_mode": "once", "allow_playback_repeats": True}
    make(project, api, MODE.format(mode="once").replace("    iam.list_tables(Limit=5)\n", "", 1), config)
    project.runpytest_inprocess().assert_outcomes(passed=1)
    make(project, api, MODE.format(mode="once"), config)
    project.runpytest_inprocess().assert_outcomes(passed=1)
    assert api.count == 1
    # The marker says it nearer to the test, the command line for this run.
    make(project, api, MODE.format(mode="none").replace("cassette\n", 'cassette(mode="none")\n', 1), config)
    project.runpytest_inprocess().assert_outcomes(passed=1)
    make(project, api, MODE.format(mode="new_episodes"), config)
    project.runpytest_inprocess("--cassette-mode=new_episodes").assert_outcomes(passed=1)


def test_what_is_not_followed_is_named_once(project: pytest.Pytester, api: Any) -> None:
    config = {"match_on": ["method", "uri", "body", "mine"], "serializer": "json"}
    make(
        project,
        api,
        MODE.format(mode="once") + MODE.format(mode="once").replace("test_it", "test_too"),
        config,
    )
    result = project.runpytest_inprocess("--cassette-mode=once")
    result.assert_outcomes(passed=2, warnings=1)
    result.stdout.fnmatch_lines(
        ["*NotFollowed: harness does not follow all of vcr_config: match_on mine *; serializer *"]
    )


FIXTURE = """
import pytest, requests

@pytest.fixture(scope="module")
def token():
    return requests.post("{url}/token?acme_mark=9f8e7d").json()["number"]

@pytest.mark.cassette(http=True)
def test_it(token):
    assert token == 1
"""


@pytest.mark.parametrize("scope", ["module", "function"])
def test_fixtures_that_live_longer_follow_it_if_it_lives_as_long(
    project: pytest.Pytester, api: Any, scope: str
) -> None:
    make(project, api, FIXTURE.format(url=api.url), {"filter_query_parameters": ["acme_mark"]}, scope)
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    (path,) = Path(project.path, "cassettes").rglob("*.yaml")
    assert ("9f8e7d" in path.read_text()) is (scope == "function")
    project.runpytest_inprocess().assert_outcomes(passed=1)
    assert api.count == 1


CALLBACKS = """
import json
import boto3
import pytest
import requests

def on_request(request):
    if request.path == "/left-alone":
        return None
    request.uri = request.uri.partition("&at=")[0]
    return request

def on_response(response):
    document = json.loads(response["body"]["string"])
    response["body"]["string"] = json.dumps({{**document, "seen": True}}).encode()
    return response

@pytest.fixture
def vcr_config():
    return {{"before_record_request": on_request, "before_record_response": on_response}}

@pytest.mark.cassette(http=True)
def test_it(cassette):
    assert requests.get("{url}/left-alone").ok
    answer = requests.get("{url}/users?page=1&at={at}").json()
    client = boto3.client(
        "dynamodb", "us-east-1", endpoint_url="{url}", aws_access_key_id="a", aws_secret_access_key="b"
    )
    assert client.list_tables(Limit=5)["TableNames"]
    assert ("seen" in answer) is (cassette.mode == "none")
"""


def test_callbacks_see_what_is_recorded(project: pytest.Pytester, api: Any) -> None:
    project.makepyfile(test_it=CALLBACKS.format(url=api.url, at="now"))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1, warnings=1)
    others, aws = recorded(project)
    assert others["request"]["uri"] == f"{api.url}/users?page=1"
    assert [json.loads(one["response"]["body"]["string"])["seen"] for one in (others, aws)] == [True, True]
    project.makepyfile(test_it=CALLBACKS.format(url=api.url, at="later"))
    project.runpytest_inprocess().assert_outcomes(passed=1, warnings=1)
    assert api.count == 4


def test_a_fixture_that_it_is_made_with_has_it_not_yet(project: pytest.Pytester, api: Any) -> None:
    project.makeconftest(
        f"""
import pytest, requests

@pytest.fixture(scope="session")
def token():
    return requests.post("{api.url}/token").json()["number"]

@pytest.fixture(scope="session")
def vcr_config(token):
    return {{"filter_query_parameters": ["acme_mark"]}}
"""
    )
    project.makepyfile(
        test_it=f"""
import pytest, requests

@pytest.mark.cassette(http=True)
def test_it(token):
    assert requests.post("{api.url}/users?acme_mark=9f8e7d").ok
"""
    )
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    (one,) = recorded(project)
    assert "9f8e7d" not in one["request"]["uri"]
    project.runpytest_inprocess().assert_outcomes(passed=1)
    assert api.count == 2


def test_without_a_config_of_the_project_nothing_changes(project: pytest.Pytester, api: Any) -> None:
    project.makepyfile(test_it=HTTP_TEST.format(url=api.url, pages=[1]))
    project.runpytest_inprocess("--cassette-mode=once").assert_outcomes(passed=1)
    (one,) = recorded(project)
    assert json.dumps(one["harness"]["redacted"]) == "{}"
    assert one["request"]["headers"]["X-Acme"] == ["s-93kfa8s2ld"]
