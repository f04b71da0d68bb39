import pytest
from botocore.model import ShapeResolver

from harness.redaction import Memory, stand_in
from harness.redaction.neutral import neutral
from harness.redaction.stand_ins import is_stand_in, numbered, variants


def shape(**traits):
    return ShapeResolver({"S": traits}).get_shape_by_name("S")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Hunter2!", "Xxxxxx0x"),
        ("arn:aws:iam::123456789012:user/Bob", "xxx:xxx:xxx::000000000000:xxxx/Xxx"),
        ("bob@example.com", "xxx@xxxxxxx.xxx"),
        ("wJalr+XU/bPx==", "xXxxx+XX/xXx=="),
        ("Müller, 42", "Xxxxxx, 00"),
        ("--::", "xxxx"),
    ],
)
def test_a_stand_in_keeps_form_and_length(text, expected):
    assert stand_in(text) == expected
    assert stand_in(expected) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [("xxx", 1), ("xxxx", 26), ("000-000", 10), ("Xxxxxx00", 100), ("xXx/00xxxX0xx", 6760)],
)
def test_numbers_tell_stand_ins_of_one_form_apart(text, count):
    assert variants(text) == count
    names = [numbered(text, number) for number in range(count)]
    assert len(set(names)) == count
    assert all(is_stand_in(name) and stand_in(name) == text for name in names)
    assert numbered(text, count) == text


@pytest.mark.parametrize("text", ["Hunter2!", "tiger", "4711", "Xxxxx1aa", "xxxxabcd", "aaaa", "0y"])
def test_a_secret_is_not_taken_for_a_stand_in(text):
    assert not is_stand_in(text)


def test_a_crowd_is_told_apart_by_all_of_its_letters():
    names = {numbered("xX-0", number, crowded=True) for number in range(300)}
    assert len(names) == 300


@pytest.mark.parametrize(
    ("traits", "value", "expected"),
    [
        ({"type": "string"}, "secret", "xxxxxx"),
        ({"type": "string", "enum": ["ON", "OFF"]}, "OFF", "OFF"),
        ({"type": "string", "enum": ["ON", "OFF"]}, "Maybe", "Xxxxx"),
        ({"type": "string", "pattern": "^[0-9a-f]{8}$"}, "7be2c0d9", "0aa0a0a0"),
        ({"type": "string", "pattern": "^arn:aws:kms:.*"}, "arn:aws:kms:Key-1", "arn:aws:kms:Xxx-0"),
        ({"type": "string", "pattern": "^[g-m]+$"}, "hik", "ggg"),
        ({"type": "string", "pattern": "[g-m]+"}, "hik", "ggg"),
        ({"type": "string", "pattern": "[g-m]+"}, "hi-k", "xx-g"),
        ({"type": "string", "pattern": "^[0-9]+$"}, "not of the pattern", "xxx xx xxx xxxxxxx"),
        ({"type": "string"}, '{"user": "Bob", "port": 5432}', '{"user": "Xxx", "port": 1000}'),
        ({"type": "string", "max": 40}, '["a", {"b": [true, null]}]', '["x", {"b": [false, null]}]'),
        ({"type": "integer"}, 42, 10),
        ({"type": "integer", "min": 7, "max": 9}, 8, 7),
        ({"type": "integer", "min": -9, "max": -7}, "-8", "-7"),
        ({"type": "double", "min": 0.5}, 0.75, 0.5),
        ({"type": "double"}, "1.5", "0.0"),
        ({"type": "boolean"}, True, False),
        ({"type": "boolean"}, "true", "false"),
        ({"type": "timestamp"}, "2024-05-06T07:08:09.5Z", "1970-01-01T00:00:00Z"),
        ({"type": "timestamp"}, "Mon, 06 May 2024 07:08:09 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ({"type": "timestamp"}, 1715000000.5, 0),
        ({"type": "blob"}, "SHVudGVyMiE=", "WHh4eHh4MHg="),
        ({"type": "blob"}, b"\xff\x00\xfe", b"xxx"),
        ({"type": "string"}, None, None),
    ],
)
def test_a_neutral_value_satisfies_its_shape_and_stands_for_itself(traits, value, expected):
    assert neutral(shape(**traits), value, Memory()) == expected
    assert type(neutral(shape(**traits), value, Memory())) is type(expected)
    assert neutral(shape(**traits), expected, Memory()) == expected
