import base64
import gzip
import json
import struct
import zlib
from dataclasses import replace

import cbor2
import pytest
from botocore.model import ServiceModel

from harness.cassette.model import Facts, Interaction, Request, Response
from harness.models import load_service
from harness.redaction import (
    DEFAULT,
    PSEUDONYMOUS,
    Finding,
    Memory,
    redact_interaction,
    redact_request,
    redact_response,
    redact_text,
    redact_value,
    scan,
)

KEY = "AKIA" + "QWERTYUIOPASDFGH"
RESULT = (
    b"<R><AssumeRoleResult><Credentials><!-- c --><SecretAccessKey>%b</SecretAccessKey>"
    b"<SessionToken>%b</SessionToken></Credentials></AssumeRoleResult></R>"
)


def operation(name):
    service, _, operation_name = name.partition(".")
    return load_service(service).operation_model(operation_name)


def unread(name):
    """Return an operation as one of a service whose sensitive shapes nobody has read."""
    service, _, operation_name = name.partition(".")
    description = load_service(service)._service_description
    return ServiceModel(description, f"unread-{service}").operation_model(operation_name)


def answer(name, body, *headers, status=200, redaction=DEFAULT, model=operation):
    return redact_response(model(name), Response(status, "", headers, body), redaction)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "Authorization",
            f"AWS4-HMAC-SHA256 Credential={KEY}/20240506/eu-west-1/s3/aws4_request, Signature=0a1b2c",
            "AWS4-HMAC-SHA256 Credential=REDACTED/20240506/eu-west-1/s3/aws4_request, Signature=REDACTED",
        ),
        ("Authorization", f"AWS {KEY}:c2lnbmF0dXJl", "AWS REDACTED"),
        ("authorization", "Bearer abc.def", "Bearer REDACTED"),
        ("X-Amz-Security-Token", "IQoJ", "REDACTED"),
        ("Cookie", "a=b; c=d", "REDACTED"),
        ("x-amz-s3session-token", "t0k-4f", "REDACTED"),
        ("X-Amz-Date", "20240506T070809Z", "20240506T070809Z"),
        ("x-amz-server-side-encryption-customer-key", "SHVudGVy", "XXXxxXXx"),
        ("x-amz-server-side-encryption-customer-algorithm", "AES256", "AES256"),
    ],
)
def test_headers(name, value, expected):
    request = Request("GET", "https://b.example.invalid/k", ((name, value),))
    redacted, _ = redact_request(operation("s3.GetObject"), request, None)
    assert redacted.headers == ((name, expected),)


def test_a_presigned_uri_keeps_all_but_its_credentials():
    uri = (
        "https://b.example.invalid/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        f"&X-Amz-Credential={KEY}%2F20240506%2Feu-west-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20240506T070809Z&X-Amz-Security-Token=IQoJ%2F%2B&X-Amz-Signature=0a1b&versionId=a+b"
    )
    redacted, _ = redact_request(operation("s3.GetObject"), Request("GET", uri), None)
    assert redacted.uri == (
        "https://b.example.invalid/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=REDACTED%2F20240506%2Feu-west-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20240506T070809Z&X-Amz-Security-Token=REDACTED&X-Amz-Signature=REDACTED&versionId=a+b"
    )


def test_a_label_of_the_path():
    request = Request("GET", "https://x.example.invalid/phone-numbers/%2B15550100?a=1")
    redacted, params = redact_request(
        operation("chime-sdk-voice.GetPhoneNumber"), request, {"PhoneNumberId": "+15550100"}
    )
    assert redacted.uri == "https://x.example.invalid/phone-numbers/%2B00000000?a=1"
    assert params == {"PhoneNumberId": "+00000000"}


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        (
            "iam.CreateLoginProfile",
            b"Action=CreateLoginProfile&UserName=bob&Password=Hunter%202%21",
            b"Action=CreateLoginProfile&UserName=bob&Password=Xxxxxx%200x",
        ),
        (
            "ec2.RunInstances",
            b"Action=RunInstances&UserData=SHVudGVyMiE%3D&MinCount=1",
            b"Action=RunInstances&UserData=XXXxxXXxXxX%3D&MinCount=1",
        ),
        ("rds.CreateDBInstance", b"MasterUserPassword=Hunter2&Port=1", b"MasterUserPassword=Xxxxxx0&Port=1"),
    ],
)
def test_forms(name, body, expected):
    redacted, _ = redact_request(operation(name), Request("POST", "https://x.invalid/", (), body), None)
    assert redacted.body == expected


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        (
            "kms.Decrypt",
            b'{"KeyId" : "k", "Plaintext":"SHVudGVyMiE="}',
            b'{"KeyId" : "k", "Plaintext":"WHh4eHh4MHg="}',
        ),
        (
            "ssm.GetParameter",
            b'{"Parameter":{"Name":"n","Type":"SecureString","Value":"Hunter2\\u0021","Version":1}}',
            b'{"Parameter":{"Name":"n","Type":"SecureString","Value":"Xxxxxx0x","Version":1}}',
        ),
        (
            "lambda.GetFunctionConfiguration",
            b'{"Environment":{"Variables":{"AA":"one","PWD":"Two-22"}},"MemorySize":128}',
            b'{"Environment":{"Variables":{"AA":"one","PWD":"Xxx-00"}},"MemorySize":128}',
        ),
        (
            "sts.AssumeRole",
            RESULT % (b"<![CDATA[a<b]]>", b"Zz&amp;1"),
            RESULT % (b"<![CDATA[x<x]]>", b"Xx&amp;0"),
        ),
        (
            "ec2.CreateKeyPair",
            b"<Answer><keyName>k</keyName><keyMaterial>Abc 1</keyMaterial></Answer>",
            b"<Answer><keyName>k</keyName><keyMaterial>Xxx 0</keyMaterial></Answer>",
        ),
    ],
)
def test_bodies_change_in_the_secret_alone(name, body, expected):
    assert answer(name, body).body == expected


def test_a_sensitive_payload():
    redacted = answer("lambda.Invoke", b'{"ok": true, "token": "t0p"}', model=unread)
    assert redacted.body == b'{"ok": false, "token": "x0x"}'


def test_cbor():
    body = cbor2.dumps({"note": f"key {KEY}", "at": b"\x00\x01"})
    redacted = answer("cloudwatch.GetMetricData", body, ("Content-Type", "application/cbor"))
    assert cbor2.loads(redacted.body) == {"note": "key XXXXXXXXXXXXXXXXXXXX", "at": b"\x00\x01"}


def test_what_holds_no_secret_is_the_same_to_the_byte():
    body = b'{ "MessageId":"1e0",  "n": 1.50, "dup": 1, "dup": 2, "bad": \xff }'
    response = Response(200, "OK", (("content-length", "7"), ("x-amz-crc32", "1")), body)
    assert redact_response(operation("sqs.SendMessage"), response) == response


def test_length_and_checksums_follow_a_changed_body():
    body = b'{"Plaintext":"SHVudGVyMiE="}'
    redacted = answer(
        "kms.Decrypt",
        gzip.compress(body),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "99"),
        ("x-amz-crc32", "1"),
        ("x-amz-checksum-crc32c", "AAAAAA=="),
        ("x-amz-checksum-type", "FULL_OBJECT"),
        ("x-amz-checksum-sha256", "abc-2"),
    )
    assert redacted.body == b'{"Plaintext":"WHh4eHh4MHg="}'
    assert redacted.headers == (
        ("Content-Length", str(len(redacted.body))),
        ("x-amz-crc32", str(zlib.crc32(redacted.body))),
        ("x-amz-checksum-type", "FULL_OBJECT"),
    )


def test_a_compressed_body_without_a_secret_stays_compressed():
    body = gzip.compress(b'{"KeyId": "k"}')
    headers = (("Content-Encoding", "gzip"), ("Content-Length", str(len(body))))
    redacted = answer("kms.Decrypt", body, *headers)
    assert (redacted.body, redacted.headers) == (body, headers)


def frame(event_type, payload):
    headers = b"".join(
        struct.pack("!B", len(name)) + name + b"\x07" + struct.pack("!H", len(value)) + value
        for name, value in ((b":message-type", b"event"), (b":event-type", event_type))
    )
    lengths = struct.pack("!II", 16 + len(headers) + len(payload), len(headers))
    content = lengths + struct.pack("!I", zlib.crc32(lengths)) + headers + payload
    return content + struct.pack("!I", zlib.crc32(content))


def test_frames_of_an_event_stream():
    complete = frame(b"InvokeComplete", b'{"ErrorCode":"E"}')
    body = frame(b"PayloadChunk", b"Hunter2") + complete
    redacted = answer("lambda.InvokeWithResponseStream", body, model=unread)
    assert redacted.body == frame(b"PayloadChunk", b"Xxxxxx0") + complete


PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"the key is {KEY}.", "the key is XXXXXXXXXXXXXXXXXXXX."),
        ("AWS_SECRET_ACCESS_KEY=" + "aB3/" * 10, "AWS_SECRET_ACCESS_KEY=" + "xX0/" * 10),
        (PEM, PEM.replace("MIIEpAIB", "XXXXxXXX")),
        ("postgres://bob:hunter2@db:5432/x", "postgres://bob:xxxxxx0@db:5432/x"),
        ("Server=db;User=bob;Password=Hunter2;Port=1", "Server=db;User=bob;Password=Xxxxxx0;Port=1"),
        ("https://b/k?X-Amz-Signature=0a1b&x=1", "https://b/k?X-Amz-Signature=REDACTED&x=1"),
        ("a%26X-Amz-Credential%3DAKID%2F2024", "a%26X-Amz-Credential%3DREDACTED%2F2024"),
        (
            "https://b/k?AWSAccessKeyId=AKID&Signature=s%3D",
            "https://b/k?AWSAccessKeyId=REDACTED&Signature=REDACTED",
        ),
        (json.dumps({"pem": PEM}), json.dumps({"pem": PEM.replace("MIIEpAIB", "XXXXxXXX")})),
        ("no secret at all", "no secret at all"),
    ],
)
def test_secrets_known_by_their_looks(text, expected):
    send = operation("sqs.SendMessage")
    for spelled, standing in (
        (text, expected),
        (base64.b64encode(text.encode()).decode(), base64.b64encode(expected.encode()).decode()),
    ):
        body = json.dumps({"MessageBody": spelled}).encode()
        request, params = redact_request(
            send, Request("POST", "https://x.invalid/", (), body), {"MessageBody": spelled}
        )
        assert params == {"MessageBody": standing}
        assert json.loads(request.body) == params


def test_credentials_that_the_model_forgets():
    body = b'{"Credentials":{"AccessKeyId":"A","SecretKey":"aB3/","SessionToken":"Zz1","Expiration":1}}'
    assert answer("cognito-identity.GetCredentialsForIdentity", body).body == (
        b'{"Credentials":{"AccessKeyId":"A","SecretKey":"xX0/","SessionToken":"Xx0","Expiration":1}}'
    )


@pytest.mark.parametrize("message", ["message", "Message"])
def test_a_sensitive_member_of_an_error(message):
    body = f'{{"__type":"ThrottlingException","{message}":"Bob 1"}}'.encode()
    redacted = answer("proton.GetService", body, status=400, model=unread)
    assert redacted.body == body.replace(b"Bob 1", b"Xxx 0")
    assert answer("proton.GetService", body, status=400).body == body
    assert answer("ssm.GetParameter", body, status=400).body == body


def test_a_secret_repeated_in_an_error_message():
    interaction = Interaction(
        Request(
            "POST", "https://x.invalid/", (), b"Action=CreateLoginProfile&UserName=b&Password=Hunter2%21%21"
        ),
        Response(400, "", (), b"<R><Error><Message>'Hunter2!!' is weak</Message></Error></R>"),
        Facts("iam", "CreateLoginProfile", params={"UserName": "b", "Password": "Hunter2!!"}),
    )
    redacted = redact_interaction(operation("iam.CreateLoginProfile"), interaction)
    assert redacted.response.body == b"<R><Error><Message>'Xxxxxx0xx' is weak</Message></Error></R>"
    assert redacted.facts.params == {"UserName": "b", "Password": "Xxxxxx0xx"}
    assert scan(operation("iam.CreateLoginProfile"), redacted) == ()


def test_a_scan_names_places_and_kinds():
    interaction = Interaction(
        Request("POST", "https://x.invalid/?X-Amz-Signature=0a", (("Cookie", "a=b"),), b'{"SecretId":"s"}'),
        Response(200, "", (), json.dumps({"SecretString": "Hunter2", "Name": f"n {KEY}"}).encode()),
    )
    assert scan(operation("secretsmanager.GetSecretValue"), interaction) == (
        Finding("request", "header Cookie", "credential header"),
        Finding("request", "query X-Amz-Signature", "presigned URL"),
        Finding("response", "/SecretString", "sensitive member"),
        Finding("response", "/Name", "AWS access key id"),
    )


DOCUMENT = json.dumps({"Answer": json.dumps({"a": json.dumps({"password": "hunter2"})}), "At": "a/b"})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(DOCUMENT, id="JSON within JSON"),
        pytest.param(DOCUMENT.replace("w", "\\u0077"), id="a letter escaped"),
        pytest.param(json.dumps({"Name": "https://joe:hunter2@example.com/"}), id="a URL"),
        pytest.param(
            json.dumps({"Name": "https://joe:hunter2@a/"}).replace("/", "\\/"), id="slashes escaped"
        ),
    ],
)
def test_secrets_that_escapes_hide_are_found_in_a_whole_exchange(text):
    model = operation("dynamodb.ListTables")
    request = Request("POST", "https://dynamodb.eu-west-1.example.invalid/", (), b"{}")
    fields = (("Content-Type", "application/x-amz-json-1.0"),)
    recorded = Interaction(request, Response(200, "", fields, text.encode()), None)
    assert scan(model, recorded)
    redacted = redact_interaction(model, recorded)
    assert b"hunter2" not in redacted.response.body
    assert not scan(model, redacted)


def test_rules_of_a_user():
    shape = operation("iam.ListUsers").output_shape
    users = {"Users": [{"UserName": "Bob", "Path": "/a/", "Tags": [{"Key": "team", "Value": "Red"}]}]}
    by_pointer = replace(DEFAULT, pointers=("/Users/*/Tags", "/Users/0/UserName"))
    assert redact_value(shape, users, by_pointer) == {
        "Users": [{"UserName": "Xxx", "Path": "/a/", "Tags": [{"Key": "xxxx", "Value": "Xxx"}]}]
    }
    by_function = replace(
        DEFAULT, functions=(lambda path, value: "/secret/" if path == ("Users", "Path") else value,)
    )
    assert redact_value(shape, users, by_function)["Users"][0]["Path"] == "/secret/"


def test_pseudonyms():
    redacted = redact_value(
        operation("sqs.SendMessage").input_shape,
        {
            "QueueUrl": "https://sqs.invalid/111122223333/q",
            "MessageBody": "bob@corp.test from 10.1.2.3 and fe80::1:2, not ann@corp.test at 10.1.2.3",
        },
        PSEUDONYMOUS,
    )
    assert redacted == {
        "QueueUrl": "https://sqs.invalid/123456789012/q",
        "MessageBody": "someone@example.com from 192.0.2.1 and 2001:db8::1, "
        "not someone1@example.com at 192.0.2.1",
    }


def test_an_upload_in_chunks():
    content = b"password=Hunter-22;\n"
    body = b"%x;chunk-signature=0a1b\r\n%b\r\n0;chunk-signature=2c3d\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"
    headers = (
        ("Content-Encoding", "aws-chunked"),
        ("X-Amz-Decoded-Content-Length", "20"),
        ("X-Amz-Trailer", "x-amz-checksum-crc32"),
        ("X-Amz-Content-SHA256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
        ("Content-Length", "99"),
    )
    request = Request("PUT", "https://b.invalid/k", headers, body % (len(content), content))
    redacted, _ = redact_request(operation("s3.PutObject"), request, None)
    assert redacted.body == b"password=Xxxxxx-00;\n"
    assert redacted.headers == (("Content-Length", "20"),)
    clean = replace(request, body=body % (5, b"hello"))
    assert redact_request(operation("s3.PutObject"), clean, None)[0] == clean


def test_secrets_of_several_interactions():
    memory = Memory()

    def message(text):
        request = Request("POST", "https://x.invalid/", (), json.dumps({"MessageBody": text}).encode())
        facts = Facts("sqs", "SendMessage", params={"MessageBody": text})
        return Interaction(request, Response(200), facts)

    def recorded(name, interaction):
        return redact_interaction(operation(name), interaction, DEFAULT, memory)

    answer = Interaction(
        Request("POST", "https://x.invalid/"), Response(200, "", (), b'{"SecretString":"Hunter-22x!"}')
    )
    told = recorded("secretsmanager.GetSecretValue", answer)
    assert told.response.body == b'{"SecretString":"Xxxxxx-00xx"}'
    said = recorded("sqs.SendMessage", message("it is Hunter-22x! now")).facts.params["MessageBody"]
    whole = recorded("sqs.SendMessage", message("Hunter-22x!")).facts.params["MessageBody"]
    assert said == f"it is {whole} now"
    assert whole == "Xxxxxx-00xx"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("user|pwd|x\na|VFZxha5dt4d2fbE+gGML2AyxUh0N+EFmy7c|1\n", "VFZxha5dt4d2fbE+gGML2AyxUh0N+EFmy7c"),
        ('ConvertTo-SecureString "ZM8EAHDvIkHj68neiMVThK" -AsPlainText', "ZM8EAHDvIkHj68neiMVThK"),
        ('secret = """\ncUWvlFfbN2Iyu6lJ"""', "cUWvlFfbN2Iyu6lJ"),
        ("api_key: |\n  JOsv8zZkn0rLbeW4\nuser: a\n", "JOsv8zZkn0rLbeW4"),
        ("postgres://app:yFuuEAt2W5%2FQI7e6Geb7Y@db/prod", "yFuuEAt2W5%2FQI7e6Geb7Y"),
        ("db.example.com:5432:prod:app:Rv7wDwKYK44HblRmcWUv\n", "Rv7wDwKYK44HblRmcWUv"),
    ],
)
def test_what_a_message_quotes_is_redacted_whatever_its_escapes(text: str, secret: str) -> None:
    assert secret not in redact_text(text)
    for written in (json.dumps(text), json.dumps(text)[:-1] + "..."):
        redacted = redact_text(f"BillingMode must be one of A, B, but was {written}.")
        assert secret not in redacted
        assert redacted.startswith("BillingMode must be one of A, B, but was ")
