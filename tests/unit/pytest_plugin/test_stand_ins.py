"""Which places of the answers that a test got hold stand-ins."""

from __future__ import annotations

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.pytest_plugin.stand_ins import words_on_stand_ins
from harness.record.live import Served


def served(*places: str, operation: str = "iam.CreateAccessKey", recorded: bool = False) -> Served:
    service, _, name = operation.partition(".")
    facts = Facts(service, name, redacted=dict.fromkeys(places, "sensitive member"))
    interaction = Interaction(Request("POST", "https://aws/"), Response(200), facts)
    return Served(1, operation, interaction, recorded=recorded)


def test_nothing_to_tell() -> None:
    plain = Interaction(Request("GET", "https://aws/"), Response(200))
    assert words_on_stand_ins([]) == ""
    assert words_on_stand_ins([Served(1, "GET aws", plain, recorded=False), served()]) == ""
    assert words_on_stand_ins([served("request /Password"), served("response /a", recorded=True)]) == ""


def test_each_place_is_told_once() -> None:
    found = [
        served("request /a", "response /AccessKey/SecretAccessKey"),
        served("response /AccessKey/SecretAccessKey"),
        served("response /AccessKey/SecretAccessKey", operation="iam.UpdateAccessKey"),
    ]
    kept = [f'"iam.{name}AccessKey/AccessKey/SecretAccessKey"' for name in ("Create", "Update")]
    assert words_on_stand_ins(found).splitlines() == [
        "The replayed answers hold placeholders that redaction put in place of secrets:",
        "  iam.CreateAccessKey: /AccessKey/SecretAccessKey is a stand-in (sensitive member)",
        "  iam.UpdateAccessKey: /AccessKey/SecretAccessKey is a stand-in (sensitive member)",
        (
            "If the test needs one of these values and it is not a secret, keep it and record with "
            "--cassette-mode=rewrite:"
        ),
        "  [tool.harness.redaction]  # pyproject.toml",
        f"  keep = [{', '.join(kept)}]",
    ]


def test_the_line_names_all_items_of_a_list_and_no_header() -> None:
    found = [served("response /Keys/0/Value", "response /Keys/1/Value", "response header Set-Cookie")]
    assert words_on_stand_ins(found).splitlines()[-1] == '  keep = ["iam.CreateAccessKey/Keys/*/Value"]'
    assert "keep" not in words_on_stand_ins([served("response header Set-Cookie")])


def test_only_some_are_told() -> None:
    lines = words_on_stand_ins([served(*(f"response /{name}" for name in "abcdefgh"))]).splitlines()
    assert lines[6] == "  and 3 more"
    assert len(lines) == 10
    assert lines[-1].count("/") == 5
