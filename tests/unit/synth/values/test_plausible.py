from __future__ import annotations

import re
from collections import ChainMap

import pytest
from botocore.model import Shape, ShapeResolver

from harness.contract.patterns import compile_pattern
from harness.synth.scene import DEFAULT_SCENE, Scene
from harness.synth.values.choices import SeededChoices
from harness.synth.values.plausible import (
    Place,
    plausible_float,
    plausible_integer,
    plausible_text,
    plausible_time,
)
from harness.synth.values.plausible.place import singular, words_of
from harness.synth.values.plausible.strings import Form
from harness.synth.values.plausible.words import varied

ANY = Form(None, 1)


def text(name: str, form: Form = ANY, documentation: str = "", owner: str = "", **known: str) -> str:
    place = Place("lambda", name, name, owner, ChainMap(known))
    return plausible_text(SeededChoices(1, name), place, DEFAULT_SCENE, form, documentation)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AccountId", r"123456789012"),
        ("Region", r"us-east-1"),
        ("AvailabilityZone", r"us-east-1[abc]"),
        ("EmailAddress", r"[a-z]+@example\.com"),
        ("SourceIpAddress", r"10\.0\.\d+\.\d+"),
        ("RequestId", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("AccessKeyId", r"AKIA[A-Z2-7]{9}EXAMPLE"),
        ("KmsKeyId", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("WebsiteUrl", r"https://[a-z]+\.example\.com/[0-9a-f]{12}"),
        ("EngineVersion", r"\d+\.\d+\.\d+"),
        ("CreatedAt", r"2025-0[345]-\d\dT\d\d:\d\d:\d\dZ"),
        ("Description", r"The [a-z]+ [a-z]+ service"),
        ("FunctionName", r"[a-z]+-(prod|staging|dev|test)"),
        ("PhoneNumber", r"\+120655501\d\d"),
        ("PhoneNumberId", r"[0-9a-f]{8}-[0-9a-f-]{27}"),
    ],
)
def test_texts_look_like_what_their_name_says(name: str, expected: str) -> None:
    assert re.fullmatch(expected, text(name))


def test_an_arn_bears_the_name_that_stands_beside_it() -> None:
    assert text("FunctionArn", FunctionName="pay") == "arn:aws:lambda:us-east-1:123456789012:function:pay"
    assert text("RoleArn").startswith("arn:aws:iam::123456789012:role/")


def test_an_arn_bears_what_stands_next_to_it_before_what_was_sent() -> None:
    known = ChainMap({"id": "7915"}, {"name": "pay"})
    place = Place("omics", "arn", "arn", "StartRunResponse", known)
    assert plausible_text(SeededChoices(1), place, DEFAULT_SCENE, ANY).endswith("7915")


def test_an_arn_of_two_words_bears_the_name_of_these() -> None:
    made = text("ConfigRuleArn", ConfigRuleName="pay")
    assert made == "arn:aws:lambda:us-east-1:123456789012:rule/pay"


def test_an_arn_takes_the_form_of_its_pattern() -> None:
    pattern = r"arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}-[a-z]+-\d:\d{12}:function:[a-zA-Z0-9-_]+"
    made = text("FunctionArn", Form(compile_pattern(pattern)), FunctionName="pay")
    assert made == "arn:aws:lambda:us-east-1:123456789012:function:pay"


def test_an_arn_is_of_the_partition_of_its_region() -> None:
    scene = Scene(DEFAULT_SCENE.now, "cn-north-1", "210987654321")
    made = plausible_text(SeededChoices(0), Place("lambda", "A", "FunctionArn"), scene, ANY)
    assert made.startswith("arn:aws-cn:lambda:cn-north-1:210987654321:function:")


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("arn:aws:lambda:us-east-1:999999999999:tape/TEST05A2A0", r"TEST\d\dA\dA\d"),
        ("arn:aws:lambda:us-east-1:999999999999:policy/AmazonS3", r"AmazonS3"),
    ],
)
def test_the_id_at_the_end_of_an_example_of_an_arn_has_other_digits(example: str, expected: str) -> None:
    said = f"For example, <code>{example}</code>."
    texts = {
        plausible_text(SeededChoices(seed), Place("lambda", "Arn", "Arn"), DEFAULT_SCENE, ANY, said)
        for seed in range(9)
    }
    assert all(re.fullmatch(f"arn:aws:lambda:us-east-1:123456789012:\\w+/{expected}", each) for each in texts)
    assert (len(texts) > 1) is (r"\d" in expected)


@pytest.mark.parametrize(
    ("name", "example", "expected"),
    [("UrlId", "su-1AB2C3De4", r"su-\dAB\dC\dDe\d"), ("Encoding", "HD-h264", "HD-h264")],
)
def test_the_id_of_an_example_has_other_digits(name: str, example: str, expected: str) -> None:
    assert re.fullmatch(expected, text(name, documentation=f"For example, <code>{example}</code>."))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("arn:aws:sns:us-east-1:123456789012:orders", "arn:aws:sns:us-east-1:123456789012:orders-3"),
        ("arn:aws:x:us-east-1:123456789012:tape/A17", "arn:aws:x:us-east-1:123456789012:tape/A20"),
        ("us-east-1", "us-west-2"),
    ],
)
def test_a_name_like_another_differs_at_its_end(name: str, other: str) -> None:
    assert next(varied(name, 3)) == other


def test_what_is_no_bucket_in_s3_has_a_region_and_an_account() -> None:
    place = Place(
        "s3control", "AccessPointArn", "AccessPointArn", "AccessPoint", ChainMap({"PointName": "pay"})
    )
    made = plausible_text(SeededChoices(1), place, DEFAULT_SCENE, ANY)
    assert made == "arn:aws:s3:us-east-1:123456789012:point/pay"
    assert text("BucketArn", BucketName="pay") == "arn:aws:s3:::pay"


def test_an_arn_without_room_for_dashes_has_the_letters_of_the_name() -> None:
    form = Form(compile_pattern("arn:.*:function/[0-9a-zA-Z]+"))
    made = text("FunctionArn", form, FunctionName="pay-prod")
    assert made == "arn:aws:lambda:us-east-1:123456789012:function/payprod"


def test_what_a_pattern_leaves_open_in_an_arn_is_its_region_and_account() -> None:
    form = Form(compile_pattern("^arn:.+:mediaconnect.+:gateway:.+:instance:.+$"))
    made = text("GatewayInstanceArn", form)
    assert re.fullmatch(r"arn:aws:mediaconnect:us-east-1:123456789012:gateway:\w+:instance:[\w-]+", made)


def test_a_word_of_an_arn_has_nothing_before_it() -> None:
    form = Form(compile_pattern(r"^(arn):aws.*:kinesis:.*:\d{12}:.*stream/[a-z]+/consumer/[a-z]+:[0-9]+"))
    assert re.fullmatch(
        r"arn:aws:kinesis:us-east-1:123456789012:stream/\w+/consumer/\w+:\d+", text("C", form)
    )


@pytest.mark.parametrize(
    ("name", "documentation", "expected"),
    [
        ("Id", "The identifier of the invitation.", "engi-"),
        ("Id", "The ID or ARN of the invitation.", "arn:"),
        ("Arn", "", "arn:"),
        ("Sender", "", "arn:"),
    ],
)
def test_an_id_is_no_arn_where_it_may_be_another_text(name: str, documentation: str, expected: str) -> None:
    form = Form(compile_pattern("(arn:.*|engi-[0-9a-z]{13})"))
    assert text(name, form, documentation).startswith(expected)


def test_an_example_of_the_documentation_is_taken_if_it_fits() -> None:
    documentation = "<p>The runtime, for example <code>python3.12</code>.</p>"
    assert text("Runtime", documentation=documentation) == "python3.12"
    assert text("Runtime", Form(compile_pattern("[a-z]+"), 1), documentation) != "python3.12"


def test_a_pattern_decides_where_the_name_does_not_fit_it() -> None:
    assert re.fullmatch("i-[0-9a-f]{17}", text("InstanceId", Form(compile_pattern("i-[0-9a-f]{17}"))))


def test_lengths_are_kept_to() -> None:
    assert len(text("FunctionName", Form(None, 3, 3))) == 3
    assert len(text("Description", Form(None, 200, 300))) >= 200


def test_numbers_are_usual_ones_within_their_bounds() -> None:
    assert plausible_integer(SeededChoices(0), Place("rds", "Port", "Port"), None, None) in (
        443,
        8080,
        5432,
        3306,
        6379,
    )
    assert plausible_integer(SeededChoices(0), Place("rds", "Port", "Port"), 9000, 9001) in (9000, 9001)
    assert plausible_integer(SeededChoices(0), Place("rds", "X", "X"), 7, 100, step=10) % 10 == 0
    assert plausible_integer(SeededChoices(0), Place("rds", "X", "X"), None, -5) == -5
    assert 0.5 <= plausible_float(SeededChoices(0), Place("rds", "X", "X"), 0.5, 0.75) <= 0.75


def test_what_was_created_was_so_before_it_was_changed() -> None:
    for seed in range(20):
        times = [
            plausible_time(SeededChoices(seed, name), Place("rds", name, name), DEFAULT_SCENE)
            for name in ("CreatedAt", "StartTime", "LastModified", "ExpirationDate")
        ]
        assert times == sorted(times)


def test_names_fall_into_words_and_lists_into_entries() -> None:
    assert words_of("KMSKeyId") == ("kms", "key", "id")
    assert words_of("trailARN") == ("trail", "arn")
    assert words_of("IPv6Addresses")[-1] == "addresses"
    assert [singular(name) for name in ("InstanceIds", "Policies", "Addresses", "Status", "Boxes")] == [
        *("InstanceId", "Policy", "Address", "Status", "Box"),
    ]


def test_shapes_that_hold_themselves_end() -> None:
    from harness.synth.values.maker import height

    shapes = {
        "Node": {
            "type": "structure",
            "members": {"V": {"shape": "V"}, "N": {"shape": "Nodes"}},
            "required": ["N"],
        },
        "Nodes": {"type": "list", "member": {"shape": "Node"}},
        "V": {"type": "string"},
    }
    node: Shape = ShapeResolver(shapes).get_shape_by_name("Node")
    assert height(node) == 2
