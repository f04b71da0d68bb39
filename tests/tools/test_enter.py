"""What a reader wrote becomes lines of a facts file, if it holds of the text."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.model import ServiceModel

from harness.contract.facts import text_of
from tools.facts.enter import Refused, entered, merge, parts_of
from tools.facts.forms import rules_of
from tools.facts.texts import chunks, reading

SIZE = "<p>The size. Valid values are 1 through 50. The default is 10.</p>"
MODE = "<p>One of:</p><ul><li>FAST</li><li>SLOW</li></ul>"


@pytest.fixture
def service() -> ServiceModel:
    members = {
        "Size": {"shape": "Number", "documentation": SIZE},
        "Mode": {"shape": "Text", "documentation": MODE},
        "Name": {"shape": "Text", "documentation": "<p>The name.</p>"},
    }
    description = {
        "metadata": {"apiVersion": "2020-01-01", "serviceId": "Toy", "protocol": "json"},
        "operations": {"Put": {"name": "Put", "input": {"shape": "PutIn"}, "documentation": "<p>Puts.</p>"}},
        "shapes": {
            "PutIn": {"type": "structure", "members": members, "required": ["Name"]},
            "Number": {"type": "integer", "max": 100},
            "Text": {"type": "string"},
        },
    }
    return ServiceModel(description, "toy")


def digest(documentation: str, number: int) -> str:
    return text_of(documentation).digest_at(number)[:6]


def read(service: ServiceModel, *lines: str, by: str = "r1") -> list[Any]:
    text = "\n".join(("= toy.PutIn", *lines, "ok"))
    return [each for part in parts_of(text) for each in entered(part, service, by)]


def test_a_reader_gets_every_sentence_with_its_digest(service: ServiceModel) -> None:
    blocks = list(reading(service))
    assert blocks[0].startswith("= toy.Put (operation)\n")
    assert "= toy.PutIn ops=Put\nSize integer max=100\n" in blocks[1]
    assert f"  {digest(SIZE, 1)} Valid values are 1 through 50." in blocks[1]
    assert f"  {digest(MODE, 1)} * FAST" in blocks[1]
    assert "Name string required" in blocks[1]
    assert [chunk.endswith("(end)\n") for chunk in chunks(iter(blocks))] == [True]


def test_a_line_becomes_a_fact(service: ServiceModel) -> None:
    fact, whole = read(service, f'Size {digest(SIZE, 1)} {{"kind":"range","min":1,"max":50}}')
    assert fact == {
        "at": "PutIn.Size",
        "s": [text_of(SIZE).digest_at(1)],
        "rule": {"kind": "range", "min": 1, "max": 50, "param": "."},
        "by": ["r1"],
    }
    assert (whole["read"], whole["by"]) == ("PutIn", ["r1"])


def test_a_list_knows_what_follows_it(service: ServiceModel) -> None:
    digests = ",".join(digest(MODE, number) for number in range(3))
    fact, _ = read(service, f'Mode {digests} {{"kind":"enum","values":["FAST","SLOW"]}}')
    assert (len(fact["s"]), fact["next"]) == (3, None)


def test_a_block_without_its_receipt_is_not_read_whole(service: ServiceModel) -> None:
    (part,) = parts_of("= toy.PutIn\n")
    assert list(entered(part, service, "r1")) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f'Size {"0" * 6} {{"kind":"range","max":50}}', "the text has no sentence 000000"),
        (f'Site {digest(SIZE, 1)} {{"kind":"range","max":50}}', "there is no member Site"),
        (f"Size {digest(SIZE, 1)} range", "it is no rule"),
        (f'Size {digest(SIZE, 1)} {{"kind":"range","max":100}}', "the model says as much"),
        (f'Mode {digest(MODE, 0)} {{"kind":"enum","values":["IDLE"]}}', "its sentences don't have 'IDLE'"),
        (
            f'Name {digest("The name.", 0)} {{"kind":"default","value":"a"}}',
            "a required member has no default",
        ),
        (
            f'Size {digest(SIZE, 1)} {{"kind":"at_most_one","params":[".","Weight"]}}',
            "there is no member Weight",
        ),
        (
            f'Size {digest(SIZE, 1)} {{"kind":"only_if","if":{{"param":"Mode","equals":["FAST"]}}}}',
            "its values are lists",
        ),
    ],
)
def test_what_does_not_hold_is_refused(service: ServiceModel, line: str, reason: str) -> None:
    refused, _ = read(service, line)
    assert isinstance(refused, Refused)
    assert reason in str(refused)


def test_two_readers_alike_make_one_fact(service: ServiceModel) -> None:
    digests = ",".join(digest(MODE, number) for number in range(3))
    one = read(service, f'Mode {digests} {{"kind":"enum","values":["FAST","SLOW"]}}')
    other = read(service, f'Mode {digests} {{"kind":"enum","values":["SLOW","FAST"]}}', by="r2")
    lines: list[dict[str, Any]] = []
    assert merge(lines, one) == {"new fact": 1, "new structure": 1}
    assert merge(lines, other) == {"fact read alike": 1, "structure read alike": 1}
    assert [line["by"] for line in lines] == [["r1", "r2"], ["r1", "r2"]]


def test_two_readers_unlike_make_two(service: ServiceModel) -> None:
    lines: list[dict[str, Any]] = []
    merge(lines, read(service, f'Size {digest(SIZE, 1)} {{"kind":"range","min":1,"max":50}}'))
    merge(lines, read(service, f'Size {digest(SIZE, 1)} {{"kind":"range","max":50}}', by="r2"))
    assert [line["by"] for line in lines if "rule" in line] == [["r1"], ["r2"]]


def test_a_note_claims_nothing(service: ServiceModel) -> None:
    note, _ = read(service, f"Size {digest(SIZE, 0)} else quota")
    assert note["else"] == "quota"
    assert "rule" not in note


@pytest.mark.parametrize(
    ("written", "entered"),
    [({"max": 100}, {"max": 100}), ({}, {"param": "."})],
    ids=["any page", "a parameter"],
)
def test_a_limit_of_any_page_needs_no_parameter(written: dict[str, Any], entered: dict[str, Any]) -> None:
    (rule,) = rules_of({"kind": "page_limit", "member": "Topics[]", **written})
    assert rule == {"kind": "page_limit", "member": "Topics", **entered}
