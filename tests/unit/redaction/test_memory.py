import re

import pytest
from botocore.model import ShapeResolver

from harness.redaction import Memory


def shape(**traits):
    return ShapeResolver({"S": {"type": "string", **traits}}).get_shape_by_name("S")


def test_equal_secrets_have_one_stand_in_and_others_another():
    memory = Memory()
    secrets = [f"Hunter{n}{letter}" for n in range(10) for letter in "abcdefg"]
    standing = [memory.of_string(None, secret) for secret in secrets]
    assert len(set(standing)) == len(secrets)
    assert [memory.of_string(None, secret) for secret in secrets] == standing
    assert [memory.of_string(None, one) for one in standing] == standing
    assert {len(one) for one in standing} == {8}


def test_the_first_of_a_form_has_the_plain_stand_in_whatever_it_is():
    assert Memory().of_string(None, "Hunter-22") == Memory().of_string(None, "Wizard-99") == "Xxxxxx-00"


def test_a_secret_keeps_its_stand_in_where_a_pattern_lets_it():
    memory = Memory()
    plain = memory.of_string(None, "7be2c0d9")
    assert memory.of_string(shape(max=20), "7be2c0d9") == plain
    fitting = memory.of_string(shape(pattern="^[0-9a-f]{8}$"), "7be2c0d9")
    assert fitting == "0aa0a0a0"
    assert memory.of_string(shape(pattern="^[0-9a-f]{8}$"), "7be2c0d8") not in (fitting, "7be2c0d8")


def test_secrets_that_match_a_pattern_as_a_whole_have_stand_ins_that_do():
    memory = Memory()
    of_shape = shape(pattern="[0-9a-f]{8}")
    standing = {memory.of_string(of_shape, f"7be2c0d{digit}") for digit in "0123456789abcdef"}
    assert len(standing) == 16
    assert all(re.fullmatch("[0-9a-f]{8}", one) for one in standing)


def test_more_secrets_than_a_form_has_room_for():
    memory = Memory()
    standing = {memory.of_string(None, f"{n:04}") for n in range(1111, 1999)}
    assert standing == {f"000{n}" for n in range(10)}


def test_bytes_that_are_no_text():
    memory = Memory()
    first, second = memory.of_bytes(b"\xff" * 16), memory.of_bytes(b"\xfe- " + b"\xff" * 13)
    assert (first, second) == (b"x" * 16, b"x" * 15 + b"y")
    assert memory.of_bytes(second) == second


@pytest.mark.parametrize("secret", ["hunter2", "us-east-1", "Production", "my-queue-01", "xxxxxxxx"])
def test_short_secrets_and_plain_names_are_not_sought_elsewhere(secret):
    memory = Memory()
    memory.learn(secret, "standing")
    assert memory.learned == {}
    memory.learn("Hunter-22x", "Xxxxxx-00x")
    assert memory.learned["Hunter-22x"] == "Xxxxxx-00x"


def test_a_series_ends_with_its_last():
    memory = Memory()
    assert [memory.of_series(secret, ("a", "b")) for secret in ("p", "q", "p", "r", "b")] == [
        "a",
        "b",
        "a",
        "b",
        "b",
    ]
