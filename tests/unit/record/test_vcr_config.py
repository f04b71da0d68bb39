from __future__ import annotations

from typing import Any

import pytest
from vcr.record_mode import RecordMode as VcrMode

from harness.record.matching import EXACT
from harness.record.mode import RecordMode
from harness.record.vcr_config import from_vcr_config
from harness.redaction import DEFAULT


def test_nothing_asked_for() -> None:
    found = from_vcr_config({})
    assert (found.mode, found.allow_repeats, found.matching) == (None, False, EXACT)
    assert found.redaction == DEFAULT
    assert found.warning is None


@pytest.mark.parametrize("mode", list(RecordMode))
def test_modes(mode: RecordMode) -> None:
    found = from_vcr_config({"record_mode": mode.value, "allow_playback_repeats": True})
    assert (found.mode, found.allow_repeats, found.warning) == (mode, True, None)


def test_a_mode_of_vcrpy() -> None:
    assert from_vcr_config({"record_mode": VcrMode.NEW_EPISODES}).mode is RecordMode.NEW_EPISODES
    found = from_vcr_config({"record_mode": VcrMode.ANY})
    assert found.mode is None
    assert found.warning == (
        "harness does not follow all of vcr_config: record_mode <RecordMode.ANY: 'any'> (there are none, "
        "once, new_episodes, all, rewrite)."
    )


def test_filters_are_redacted_and_not_compared() -> None:
    found = from_vcr_config(
        {
            "filter_headers": ["X-Acme", ("X-Other", None)],
            "filter_query_parameters": ["acme_sig"],
            "filter_post_data_parameters": ["Tenant", "a/b"],
        }
    )
    assert found.redaction.headers == DEFAULT.headers | {"x-acme", "x-other"}
    assert found.redaction.queries == DEFAULT.queries | {"acme_sig"}
    assert found.redaction.pointers == ("/Tenant", "/a~1b")
    assert [(str(rule.place), rule.form) for rule in found.matching.rules] == [
        ("/Tenant", None),
        ("/a~1b", None),
        ("http.*:/body/Tenant", None),
        ("http.*:/body/a~1b", None),
        ("http.*:/query/acme_sig", None),
    ]
    assert found.warning is None


@pytest.mark.parametrize(
    "match_on", [["method", "scheme", "host", "path", "query", "body"], ["method", "uri", "raw_body"]]
)
def test_matchers_that_compare_no_more_than_harness(match_on: list[str]) -> None:
    assert from_vcr_config({"match_on": match_on}).not_followed == ()


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            {"match_on": ["method", "uri"]},
            (
                (
                    "match_on without body (of calls of AWS all parameters are compared: "
                    "name those that vary under ignore)"
                ),
            ),
        ),
        (
            {"match_on": ["body", "headers", "mine"]},
            (
                "match_on without method (it is compared)",
                "match_on headers (no header is compared)",
                "match_on mine (give a function as match)",
            ),
        ),
        (
            {"filter_headers": [("X-Acme", "mine")]},
            ("the replacements of filter_headers (what stands there has the form of what was there)",),
        ),
        ({"ignore_hosts": ["a"], "ignore_localhost": True, "decode_compressed_response": True}, ()),
        (
            {"before_record_request": len, "serializer": "json"},
            (
                "before_record_request for calls of AWS (see [tool.harness.redaction] and match)",
                "serializer (a cassette whose name ends in .json is JSON)",
            ),
        ),
    ],
)
def test_what_is_not_followed(config: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert from_vcr_config(config).not_followed == expected


def test_one_warning_for_all() -> None:
    found = from_vcr_config({"inject_cassette": True, "cassette_library_dir": "b"})
    assert found.warning == (
        "harness does not follow all of vcr_config: "
        "cassette_library_dir (use --cassette-dir); inject_cassette."
    )


def test_hosts_that_are_left_alone() -> None:
    assert from_vcr_config({"ignore_hosts": ["a"]}).ignored_hosts == {"a"}
    assert from_vcr_config({"ignore_localhost": True}).ignored_hosts == {"localhost", "0.0.0.0", "127.0.0.1"}


@pytest.mark.parametrize(
    ("match_on", "left_out"),
    [
        (["method", "uri", "body"], []),
        (["method", "scheme", "host", "port", "path", "query"], ["http.*:/body"]),
        (["method", "path"], ["http.*:/origin", "http.*:/query", "http.*:/body"]),
    ],
)
def test_what_matchers_do_not_compare_of_requests_to_others(match_on: list[str], left_out: list[str]) -> None:
    found = from_vcr_config({"match_on": match_on})
    assert [str(rule.place) for rule in found.matching.rules] == left_out
