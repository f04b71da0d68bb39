"""Requests with redacted places. Every secret is invented."""

from __future__ import annotations

from typing import Any

import pytest

from harness.cassette.model import Facts
from harness.models import find_operation, parse_operation_name
from harness.redaction import DEFAULT, PSEUDONYMOUS, Memory, Redaction, redact_value
from harness.redaction.equality import AskedReading, Mask, Reader, Reading, SecretBindings, mask_of
from harness.redaction.finding import changed_places

KEY, OTHER_KEY = "AKIA" + "QWERTYUIOPASDFGH", "AKIA" + "ZXCVBNMASDFGHJKL"


class Recorder:
    """Redacts the requests of one operation as a recording does, and reads requests as a replay does."""

    def __init__(self, name: str, redaction: Redaction = DEFAULT) -> None:
        operation = find_operation(*parse_operation_name(name))
        self.shape, self.service = operation.input_shape, operation.service_model.service_name
        self.redaction, self.memory, self.bindings = redaction, Memory(), SecretBindings()
        self.reader = Reader(self.shape, self.service, redaction)

    def record(self, params: Any) -> tuple[Any, Mask]:
        redacted = params
        for _ in range(2):  # as a recording: a secret may be repeated before the place that tells it
            redacted = redact_value(self.shape, redacted, self.redaction, self.memory, self.service)
        return redacted, tuple(sorted(changed_places("", params, redacted)))

    def read(self, recorded: tuple[Any, Mask]) -> Reading:
        return self.reader.recorded(*recorded)

    def ask(self, params: Any, mask: Mask) -> AskedReading:
        return self.reader.asked(params, mask, self.bindings)

    def is_answered(self, params: Any, recorded: tuple[Any, Mask]) -> bool:
        """Tell whether a recording answers, and bind the secrets if so."""
        asked, read = self.ask(params, recorded[1]), self.read(recorded)
        if asked.form != read.form or not asked.is_like(read):
            return False
        pairs = asked.pairs(read)
        if not self.bindings.allow(pairs):
            return False
        self.bindings.bind(pairs)
        for unbound in asked.unbound:
            self.bindings.learn(*unbound)
        return True


LOGIN = "iam.CreateLoginProfile"


def login(password: str, user: str = "bob") -> dict[str, str]:
    return {"UserName": user, "Password": password}


@pytest.mark.parametrize(
    ("recorded", "asked", "expected"),
    [
        ("Hunter-22", "Hunter-22", True),
        ("Hunter-22", "Wizard-99", True),
        ("Hunter-22", "Hunter-222", False),
        ("Hunter-22", "hunter-22", False),
        ("Hunter-22", "Hunter.22", False),
    ],
)
def test_a_secret_is_answered_by_any_of_its_form(recorded: str, asked: str, expected: bool) -> None:
    replay = Recorder(LOGIN)
    assert replay.is_answered(login(asked), replay.record(login(recorded))) is expected


def test_the_rest_has_to_be_equal() -> None:
    replay = Recorder(LOGIN)
    recorded = replay.record(login("Hunter-22", "xxxx-001"))
    assert recorded == (login("Xxxxxx-00", "xxxx-001"), ("/Password",))
    assert not replay.is_answered(login("Hunter-22", "xxxx-002"), recorded)
    assert replay.is_answered(login("Hunter-22", "xxxx-001"), recorded)


def test_equal_secrets_play_equal_stand_ins_and_others_others() -> None:
    replay = Recorder(LOGIN)
    first, second = (replay.record(login(secret)) for secret in ("Hunter-22", "Hunter-33"))
    assert (first[0]["Password"], second[0]["Password"]) == ("Xxxxxx-00", "Xxxxxx-01")
    assert replay.is_answered(login("Wizard-77"), second)
    assert not replay.is_answered(login("Wizard-77"), first)
    assert not replay.is_answered(login("Wizard-88"), second)
    assert replay.is_answered(login("Wizard-88"), first)
    assert replay.is_answered(login("Wizard-77"), second)


def test_a_binding_holds_for_every_operation() -> None:
    replay, other = Recorder(LOGIN), Recorder("rds.CreateDBInstance")
    other.memory, other.bindings = replay.memory, replay.bindings
    first, second = (replay.record(login(secret)) for secret in ("Hunter-22", "Hunter-33"))
    recorded = [
        other.record({"MasterUserPassword": secret, "DBInstanceIdentifier": "db"})
        for secret in ("Hunter-22", "Hunter-33")
    ]
    assert replay.is_answered(login("Wizard-77"), second)
    asked = {"MasterUserPassword": "Wizard-77", "DBInstanceIdentifier": "db"}
    assert [other.is_answered(asked, one) for one in recorded] == [False, True]
    assert replay.is_answered(login("Wizard-88"), first)


def test_secrets_share_a_stand_in_where_their_form_has_no_room() -> None:
    replay = Recorder(LOGIN)
    recorded = [replay.record(login(secret)) for secret in ("abc", "xyz")]
    assert [one["Password"] for one, _ in recorded] == ["xxx", "xxx"]
    assert [replay.is_answered(login(secret), recorded[0]) for secret in ("abc", "xyz")] == [True, True]


def test_a_form_with_little_room_is_shared_only_when_it_is_used_up() -> None:
    replay = Recorder(LOGIN)
    pins = [f"{n}" for n in range(1111, 1123)]
    recorded = [replay.record(login(pin)) for pin in pins]
    assert [one["Password"] for one, _ in recorded] == [*(f"000{n}" for n in range(10)), "0000", "0000"]
    for pin, one in zip(pins, recorded, strict=True):
        assert replay.is_answered(login(pin), one)
    assert not replay.is_answered(login(pins[0]), recorded[1])


def test_what_an_answer_gave_stands_for_itself() -> None:
    replay = Recorder(LOGIN)
    first, second = (replay.record(login(secret)) for secret in ("Hunter-22", "Hunter-33"))
    assert not replay.is_answered(login("Xxxxxx-01"), first)
    assert replay.is_answered(login("Xxxxxx-01"), second)


def test_a_password_that_looks_like_a_stand_in_is_one_of_its_own() -> None:
    replay = Recorder(LOGIN)
    recorded = replay.record(login("12345678"))
    assert recorded[0]["Password"] == "00000000"
    assert not replay.is_answered(login("00000001"), recorded)
    assert replay.is_answered(login("87654321"), recorded)


TOPIC = "arn:aws:sns:us-east-1:111122223333:t"


def publish(message: str) -> dict[str, str]:
    return {"TopicArn": TOPIC, "Message": message}


@pytest.mark.parametrize(
    ("recorded", "asked", "expected"),
    [
        (f"the key is {KEY}.", f"the key is {OTHER_KEY}.", True),
        (f"the key was {KEY}.", f"the key is {KEY}.", False),
        # What looks like a stand-in beside a secret is no secret.
        (f"run 0001: {KEY}", f"run 0001: {OTHER_KEY}", True),
        (f"run 0001: {KEY}", f"run 0002: {KEY}", False),
        (f"{KEY} 00000000", f"{KEY} 00000001", False),
        ("0000 password=1234;", "0001 password=9876;", False),
        ("0000 password=1234;", "0000 password=9876;", True),
        ("a;Password=Hunter-22;b", "a;Password=Wizard-99;b", True),
        ("a;Password=Hunter-22;b", "a;Password=Wizard-99;c", False),
        ('{"password": "Hunter-22", "n": 1}', '{"password": "Wizard-99", "n": 1}', True),
        ('{"password": "Hunter-22", "n": 1}', '{"password": "Wizard-99", "n": 2}', False),
        ("https://joe:Hunter-22@example.com/", "https://joe:Wizard-99@example.com/", True),
        ("https://joe:Hunter-22@example.com/", "https://ann:Wizard-99@example.com/", False),
    ],
)
def test_in_a_text_the_secret_alone_may_differ(recorded: str, asked: str, expected: bool) -> None:
    replay = Recorder("sns.Publish")
    assert replay.is_answered(publish(asked), replay.record(publish(recorded))) is expected


def test_secrets_in_texts_are_bound_too() -> None:
    replay = Recorder("sns.Publish")
    recorded = [replay.record(publish(f"the key is {key}")) for key in (KEY, OTHER_KEY)]
    assert [one["Message"] for one, _ in recorded] == [
        f"the key is {'X' * 20}",
        f"the key is {'X' * 19}Y",
    ]
    third = "AKIA" + "PPPPPPPPPPPPPPPP"
    assert replay.is_answered(publish(f"the key is {third}"), recorded[1])
    assert not replay.is_answered(publish(f"the key is {third}"), recorded[0])
    assert not replay.is_answered(publish(f"the key is {KEY}"), recorded[1])
    assert replay.is_answered(publish(f"the key is {KEY}"), recorded[0])


def test_a_secret_that_is_repeated_in_the_same_request() -> None:
    replay = Recorder("rds.CreateDBInstance")

    def create(secret: str, note: str) -> dict[str, Any]:
        tags = [{"Key": "note", "Value": f"the password is {note}"}]
        return {"DBInstanceIdentifier": "db", "Tags": tags, "MasterUserPassword": secret}

    replay.record(create("Hunter-11x", ""))
    recorded = replay.record(create("Hunter-22x", "Hunter-22x"))
    assert recorded == (
        create("Xxxxxx-00y", "Xxxxxx-00y"),
        ("/MasterUserPassword", "/Tags/0/Value"),
    )
    assert not replay.is_answered(create("Wizard-99x", "Wizard-98x"), recorded)
    assert replay.is_answered(create("Wizard-99x", "Wizard-99x"), recorded)


def test_a_secret_that_is_repeated_in_a_later_request() -> None:
    replay, other = Recorder(LOGIN), Recorder("sns.Publish")
    other.memory, other.bindings = replay.memory, replay.bindings
    first, second = (replay.record(login(secret)) for secret in ("Hunter-22x", "Hunter-33x"))
    told = other.record(publish("it is Hunter-33x now"))
    assert told == (publish("it is Xxxxxx-00y now"), ("/Message",))
    assert not other.is_answered(publish("it is Wizard-77x now"), told)
    assert replay.is_answered(login("Wizard-77x"), second)
    assert other.is_answered(publish("it is Wizard-77x now"), told)
    assert replay.is_answered(login("Wizard-88x"), first)
    assert not other.is_answered(publish("it is Wizard-88x now"), told)


def test_a_map_keeps_its_keys() -> None:
    replay = Recorder("lambda.UpdateFunctionConfiguration")

    def update(**variables: str) -> dict[str, Any]:
        return {"FunctionName": "f", "Environment": {"Variables": variables}}

    recorded = replay.record(update(DATABASE="orders", DB_PASSWORD="Hunter-22"))
    assert recorded[1] == ("/Environment/Variables/DB_PASSWORD",)
    assert recorded[0]["Environment"]["Variables"] == {"DATABASE": "orders", "DB_PASSWORD": "Xxxxxx-00"}
    assert not replay.is_answered(update(DATABASE="orders", PASSWORD="Hunter-22"), recorded)
    assert not replay.is_answered(update(DATABASE="others", DB_PASSWORD="Hunter-22"), recorded)
    assert replay.is_answered(update(DATABASE="orders", DB_PASSWORD="Wizard-99"), recorded)


@pytest.mark.parametrize("secret", [b"Hunter-22", b"\xff\xfe\x00 0123456789", b'{"password": "Hunter-22"}'])
def test_bytes(secret: bytes) -> None:
    import base64

    replay = Recorder("kms.Encrypt")

    def encrypt(content: bytes) -> dict[str, str]:
        return {"KeyId": "k", "Plaintext": base64.b64encode(content).decode()}

    other = secret.replace(b"22", b"33").replace(b"89", b"98")
    first, second = replay.record(encrypt(secret)), replay.record(encrypt(other))
    assert first != second
    assert replay.is_answered(encrypt(other), second)
    assert not replay.is_answered(encrypt(other), first)
    assert replay.is_answered(encrypt(secret), first)


def test_several_secrets_in_one_request() -> None:
    replay = Recorder("cognito-idp.ChangePassword")

    def change(old: str, new: str) -> dict[str, str]:
        return {"AccessToken": "t", "PreviousPassword": old, "ProposedPassword": new}

    same = replay.record(change("Hunter-22", "Hunter-22"))
    other = replay.record(change("Hunter-22", "Hunter-33"))
    assert not replay.is_answered(change("Wizard-77", "Wizard-88"), same)
    assert not replay.is_answered(change("Wizard-77", "Wizard-77"), other)
    assert replay.is_answered(change("Wizard-77", "Wizard-88"), other)
    assert not replay.is_answered(change("Wizard-88", "Wizard-88"), same)
    assert replay.is_answered(change("Wizard-77", "Wizard-77"), same)


def test_values_that_are_no_text() -> None:
    redaction = Redaction(
        DEFAULT.headers, DEFAULT.queries, DEFAULT.members, DEFAULT.patterns, pointers=("/Limit",)
    )
    replay = Recorder("dynamodb.ListTables", redaction)
    recorded = replay.record({"Limit": 7, "ExclusiveStartTableName": "a"})
    assert recorded == ({"Limit": 1, "ExclusiveStartTableName": "a"}, ("/Limit",))
    assert replay.is_answered({"Limit": 8, "ExclusiveStartTableName": "a"}, recorded)
    assert not replay.is_answered({"Limit": 8, "ExclusiveStartTableName": "b"}, recorded)


ROLE = "arn:aws:iam::{}:role/r"


def test_pseudonyms() -> None:
    replay = Recorder("iam.GetRole", PSEUDONYMOUS)
    first, second = (
        replay.record({"RoleName": f"{account} {mail}"})
        for account, mail in (("111122223333", "ann@corp.test"), ("444455556666", "bob@corp.test"))
    )
    assert first[0] == {"RoleName": "123456789012 someone@example.com"}
    assert second[0] == {"RoleName": "123456789013 someone1@example.com"}
    assert replay.is_answered({"RoleName": "777788889999 joe@example.test"}, second)
    assert not replay.is_answered({"RoleName": "777788889999 joe@example.test"}, first)
    assert not replay.is_answered({"RoleName": "123456789013 someone@example.com"}, first)
    assert replay.is_answered({"RoleName": "111122223333 ann@corp.test"}, first)


def test_without_the_rule_a_pseudonym_is_a_value_like_any_other() -> None:
    recorded = Recorder("iam.GetRole", PSEUDONYMOUS).record({"RoleName": "111122223333"})
    assert not Recorder("iam.GetRole").is_answered({"RoleName": "444455556666"}, recorded)


def test_the_mask_of_a_call_is_where_its_secrets_are() -> None:
    replay = Recorder(LOGIN)
    assert replay.reader.mask(login("Hunter-22"), replay.bindings) == ("/Password",)
    assert replay.reader.mask(login("Xxxxxx-01"), replay.bindings) == ()
    assert replay.reader.mask({"UserName": f"a {KEY}"}, replay.bindings) == ("/UserName",)


def test_the_mask_of_a_recording_is_what_it_lists() -> None:
    assert mask_of(Facts("iam", "GetUser")) is None
    assert mask_of(Facts("iam", "GetUser", redacted={"response /User/Arn": "account id"})) == ()
    listed = {"request /b": "x", "request /a~1b/0": "x", "request URI": "x", "response /c": "x"}
    assert mask_of(Facts("iam", "GetUser", redacted=listed)) == ("/a~1b/0", "/b")


def test_what_is_shown_of_a_call_holds_no_secret() -> None:
    replay = Recorder(LOGIN)
    replay.is_answered(login("Wizard-77"), replay.record(login("Hunter-22")))
    second = replay.record(login("Hunter-33"))
    replay.is_answered(login("Wizard-88"), second)
    assert replay.reader.shown(login("Wizard-88"), replay.bindings) == login("Xxxxxx-01")
    assert replay.reader.shown(login("Wizard-99"), replay.bindings) == login("Xxxxxx-00")
