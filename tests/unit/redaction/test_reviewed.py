"""What readers found about secrets in botocore's models: classes.json and unmarked.json."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from botocore.model import MapShape, Shape, StructureShape

from harness.cassette.model import Response
from harness.models import find_operation, load_service, service_names
from harness.redaction import DEFAULT, redact_response
from harness.redaction.specification import is_secret_name

TEXTS = {
    name: files("harness.redaction").joinpath(name).read_text(encoding="utf-8")
    for name in ("classes.json", "unmarked.json")
}
CLASSES: dict[str, dict[str, str]] = json.loads(TEXTS["classes.json"])
UNMARKED: dict[str, list[str]] = json.loads(TEXTS["unmarked.json"])


def unread(service: str) -> list[str]:
    """The shapes of a service that are marked sensitive and have no class."""
    model = load_service(service)
    known = CLASSES.get(service, {})
    names = [name for name in model.shape_names if name not in known]
    return [f"{service}.{name}" for name in names if model.shape_for(name).metadata.get("sensitive")]


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_is_sorted_one_entry_a_line(name: str) -> None:
    data: dict[str, Any] = json.loads(TEXTS[name])
    entries = {key: sorted(value) if isinstance(value, list) else value for key, value in data.items()}
    assert TEXTS[name] == json.dumps(entries, indent=2, sort_keys=True) + "\n"


def test_every_class_is_one_of_five_words() -> None:
    words = {word for shapes in CLASSES.values() for word in shapes.values()}
    assert words == {"credential", "personal", "settings", "typed", "data"}


@pytest.mark.parametrize("service", ["xray", "cloudtrail", "internetmonitor", "sts", "secretsmanager"])
def test_every_sensitive_shape_of_a_service_was_read(service: str) -> None:
    assert unread(service) == []


@pytest.mark.sweep
def test_every_sensitive_shape_was_read() -> None:
    assert [shape for service in service_names() for shape in unread(service)] == []


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        ("lambda.Blob", "data"),  # payloads, and the code of functions
        ("lambda.EnvironmentVariables", "settings"),
        ("cognito-idp.UsernameType", "data"),
        ("cognito-idp.PasswordType", "credential"),
        ("cognito-idp.AttributeValueType", "personal"),
        ("stepfunctions.SensitiveData", "data"),
        ("bedrock-runtime.Body", "data"),
        ("comprehend.CustomerInputString", "data"),
        ("comprehend.ClassifyDocumentResponse", "data"),
        ("ssm.PSParameterValue", "typed"),  # a SecureString has it too
        ("ec2.SensitiveUserData", "credential"),  # the private key of a key pair has it too
        ("codebuild.SensitiveNonEmptyString", "credential"),  # commands, and the token of a source
        ("s3.SSEKMSKeyId", "data"),
        ("organizations.Email", "personal"),
    ],
)
def test_a_class_is_what_its_most_secret_member_is(shape: str, word: str) -> None:
    service, _, name = shape.partition(".")
    assert CLASSES[service][name] == word


@pytest.mark.parametrize("service", sorted(UNMARKED))
def test_unmarked_credentials_exist_and_need_to_be_listed(service: str) -> None:
    model = load_service(service)
    for entry in UNMARKED[service]:
        structure, name, *key = entry.split(".")
        shape = model.shape_for(structure)
        assert isinstance(shape, StructureShape), entry
        member: Shape = shape.members[name]
        assert bool(key) <= isinstance(member, MapShape), entry
        assert not member.metadata.get("sensitive"), entry
        assert not is_secret_name(DEFAULT.members, (key or [name])[0]), entry


@pytest.mark.parametrize(
    "member",
    [
        "elasticache.CreateReplicationGroupMessage.AuthToken",
        "elasticache.CreateUserMessage.Passwords",
        "apigateway.ApiKey.value",
        "ssm.StartSessionResponse.TokenValue",
        "codepipeline.ActionDeclaration.configuration.OAuthToken",
        "sts.AssumeRoleRequest.TokenCode",
    ],
)
def test_what_models_forget_to_mark_is_listed(member: str) -> None:
    service, _, rest = member.partition(".")
    assert rest in UNMARKED[service]


@pytest.mark.parametrize(
    "member",
    [
        "secretsmanager.GetSecretValueRequest.SecretId",
        "kms.EncryptRequest.GrantTokens",
        "s3.ListObjectsV2Request.ContinuationToken",
        "cognito-idp.DeviceType.DeviceKey",
        "ses.VerifyDomainDkimResponse.DkimTokens",
    ],
)
def test_ids_and_tokens_of_pages_are_not_listed(member: str) -> None:
    service, _, rest = member.partition(".")
    assert rest not in UNMARKED.get(service, [])


def test_a_token_that_is_published_to_prove_ownership_is_data() -> None:
    """EC2's verification tokens stand in public records of DNS; neither model nor text calls them secret."""
    operation = find_operation("ec2", "CreateIpamExternalResourceVerificationToken")
    value = "a34597c3-5317-4238-9ce7-50da5b6e6dc8"
    body = (
        "<R><ipamExternalResourceVerificationToken><tokenName>n</tokenName>"
        f"<tokenValue>{value}</tokenValue></ipamExternalResourceVerificationToken></R>"
    )
    assert value.encode() in redact_response(operation, Response(200, body=body.encode())).body
