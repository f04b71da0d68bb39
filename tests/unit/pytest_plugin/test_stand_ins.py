"""Which places of the answers that a test got hold stand-ins."""

from __future__ import annotations

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.pytest_plugin.stand_ins import words_on_stand_ins
from harness.record.live import Served


def served(*places: str, operation: str = "iam.CreateAccessKey", recorded: bool = False) -> Served:
    facts = Facts(*operation.split("."), redacted=dict.fromkeys(places, "sensitive member"))
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
    assert words_on_stand_ins(found).splitlines() == [
        "The answers that were played hold what redaction put in the place of secrets:",
        "  iam.CreateAccessKey: /AccessKey/SecretAccessKey is a stand-in (sensitive member)",
        "  iam.UpdateAccessKey: /AccessKey/SecretAccessKey is a stand-in (sensitive member)",
    ]


def test_only_some_are_told() -> None:
    lines = words_on_stand_ins([served(*(f"response /{number}" for number in range(8)))]).splitlines()
    assert len(lines) == 7
    assert lines[-1] == "  and 3 more"
