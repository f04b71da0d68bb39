"""Values that look random and are no secrets, and policies and templates of AWS."""

from __future__ import annotations

from cases import Cases
from values import BASE64, BASE64URL, NOT_ZERO, UPPER, WORD, Draw, as_base64, as_json, drawing, pem

SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
CERTIFICATE = pem(drawing("icrt"), "CERTIFICATE")

READ_SECRETS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "secretsmanager:GetSecretValue",
                "iam:UpdateLoginProfile",
                "sts:GetSessionToken",
                "ssm:GetParameter",
            ],
            "Resource": "arn:aws:secretsmanager:us-east-1:123456789012:secret:*",
        }
    ],
}

POLICIES = {
    "secretsmanager": as_json(READ_SECRETS),
    "condition": as_json(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {
                        "Bool": {"aws:MultiFactorAuthPresent": "false"},
                        "StringEquals": {"aws:PrincipalTag/token": "x"},
                    },
                }
            ],
        }
    ),
    "kms": as_json({"Statement": [{"Action": "kms:Decrypt", "Resource": "*"}]}),
    "template": as_json(
        {
            "Parameters": {"DBPassword": {"Type": "String", "NoEcho": True, "MinLength": 8}},
            "Resources": {
                "DB": {
                    "Type": "AWS::RDS::DBInstance",
                    "Properties": {"MasterUsername": "app", "MasterUserPassword": {"Ref": "DBPassword"}},
                }
            },
        }
    ),
    "template-resolve": as_json(
        {
            "Resources": {
                "DB": {
                    "Properties": {
                        "MasterUserPassword": "{{resolve:secretsmanager:db:SecretString:password}}"
                    }
                }
            }
        }
    ),
    "template-secret": as_json(
        {
            "Resources": {
                "S": {
                    "Type": "AWS::SecretsManager::Secret",
                    "Properties": {
                        "GenerateSecretString": {
                            "PasswordLength": 32,
                            "GenerateStringKey": "password",
                            "SecretStringTemplate": '{"username": "app"}',
                        }
                    },
                }
            }
        }
    ),
    "taskdef": as_json(
        {
            "containerDefinitions": [
                {
                    "name": "a",
                    "secrets": [
                        {
                            "name": "DB_PASSWORD",
                            "valueFrom": SECRET_ARN + "db-a1B2c3:password::",
                        }
                    ],
                }
            ]
        }
    ),
    "outputs": as_json({"Outputs": {"SecretArn": {"Value": {"Ref": "S"}}}}),
    "yaml-template": (
        "Parameters:\n  Token:\n    Type: AWS::SSM::Parameter::Value<String>\n    Default: /app/token\n"
    ),
    "statemachine": as_json(
        {
            "StartAt": "A",
            "States": {
                "A": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                    "Parameters": {"token.$": "$$.Task.Token"},
                }
            },
        }
    ),
    "event-pattern": as_json({"source": ["aws.secretsmanager"], "detail": {"eventName": ["PutSecretValue"]}}),
    "password-policy": as_json(
        {"PasswordPolicy": {"MinimumPasswordLength": 14, "PasswordReusePrevention": 5}}
    ),
}


def values(draw: Draw) -> dict[str, str]:
    """The order is part of the cases, as all draw from one source."""
    return {
        "git-sha1": "commit " + draw.hex(40),
        "git-log": f"{draw.hex(40)} fix password reset",
        "git-short": draw.hex(7),
        "sha256": draw.hex(64),
        "sha256sum": f"{draw.hex(64)}  app.tar.gz",
        "sha512": draw.hex(128),
        "md5": draw.hex(32),
        "md5sum": f"{draw.hex(32)}  a.txt",
        "uuid": draw.uuid(),
        "uuid-json": as_json({"id": draw.uuid(), "requestId": draw.uuid()}),
        "uuid-list": as_json([draw.uuid() for _ in range(5)]),
        "etag": f'"{draw.hex(32)}"',
        "etag-multi": f'"{draw.hex(32)}-7"',
        "etag-json": as_json({"ETag": f'"{draw.hex(32)}"'}),
        "crc32": as_json({"ChecksumCRC32": as_base64(draw.randbytes(4))}),
        "checksum-sha256": as_json({"ChecksumSHA256": as_base64(draw.randbytes(32))}),
        "content-md5": as_json({"ContentMD5": as_base64(draw.randbytes(16))}),
        "sri": "sha384-" + as_base64(draw.randbytes(48)),
        "npm-integrity": as_json({"integrity": "sha512-" + as_base64(draw.randbytes(64))}),
        "poetry-hash": f'{{file = "a.whl", hash = "sha256:{draw.hex(64)}"}}',
        "docker-digest": "sha256:" + draw.hex(64),
        "image-tag": "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:" + draw.hex(40),
        "code-sha256": as_json({"CodeSha256": as_base64(draw.randbytes(32))}),
        "terraform-lock": f'hashes = [\n  "h1:{as_base64(draw.randbytes(32))}",\n  "zh:{draw.hex(64)}",\n]',
        "go-sum": f"github.com/x/y v1.2.3 h1:{as_base64(draw.randbytes(32))}",
        "s3-version": as_json({"VersionId": draw.of(WORD + "._", 32)}),
        "request-id": f"RequestId: {draw.uuid()}",
        "request-id-s3": as_json({"RequestId": draw.of(UPPER, 16), "HostId": as_base64(draw.randbytes(56))}),
        "amzn-trace": f"Root=1-{draw.hex(8)}-{draw.hex(24)};Parent={draw.hex(16)};Sampled=1",
        "traceparent": f"00-{draw.hex(32)}-{draw.hex(16)}-01",
        "trace-json": as_json({"trace_id": draw.hex(32), "span_id": draw.hex(16)}),
        "ulid": draw.of("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26),
        "ksuid": draw.word(27),
        "nanoid": draw.of(BASE64URL, 21),
        "mongo-id": as_json({"_id": {"$oid": draw.hex(24)}}),
        "instance-id": "i-" + draw.hex(17),
        "arns": as_json(
            [
                "arn:aws:iam::123456789012:role/app",
                "arn:aws:kms:us-east-1:123456789012:key/" + draw.uuid(),
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1B2c3",
            ]
        ),
        "role-id": "AROA" + draw.of(UPPER, 17),
        "user-id": "AIDA" + draw.of(UPPER, 17),
        "kms-ciphertext": as_base64(bytes([1, 2, 2, 0]) + draw.randbytes(160)),
        "kms-ciphertext-json": as_json(
            {"CiphertextBlob": as_base64(bytes([1, 2, 2, 0]) + draw.randbytes(160))}
        ),
        "sequence": as_json({"SequenceNumber": draw.of(NOT_ZERO, 56)}),
        "kinesis-iter": as_json({"shardId": "shardId-000000000001"}),
        "receipt": as_json({"lease": draw.of(BASE64, 80)}),
        "png-b64": as_base64(b"\x89PNG\r\n\x1a\n" + draw.randbytes(300)),
        "png-data-uri": '<img src="data:image/png;base64,'
        + as_base64(b"\x89PNG\r\n\x1a\n" + draw.randbytes(300))
        + '"/>',
        "jpeg-json": as_json({"image": as_base64(b"\xff\xd8\xff\xe0" + draw.randbytes(400))}),
        "certificate": CERTIFICATE,
        "certificate-json": as_json({"CertificateBody": CERTIFICATE}),
        "public-key": pem(drawing("ipub"), "PUBLIC KEY", 290),
        "rsa-public": pem(drawing("ipub2"), "RSA PUBLIC KEY", 290),
        "csr": pem(drawing("icsr"), "CERTIFICATE REQUEST", 400),
        "pgp-public": pem(drawing("ipgp"), "PGP PUBLIC KEY BLOCK", 600),
        "ssh-rsa": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ" + draw.of(BASE64, 330) + " bob@laptop",
        "ssh-ed25519": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA" + draw.of(BASE64, 43) + " bob",
        "known-hosts": "github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA" + draw.of(BASE64, 43),
        "ssh-fingerprint": "SHA256:" + as_base64(draw.randbytes(32)).rstrip("="),
        "fingerprint": ":".join(draw.hex(2) for _ in range(20)),
        "age-public": "age1" + draw.of("qpzry9x8gf2tvdw0s3jn54khce6mua7l", 58),
        "jwk-public": as_json({"kty": "RSA", "e": "AQAB", "n": draw.of(BASE64URL, 342), "kid": draw.hex(40)}),
        "random-text-b64": as_base64("The quick brown fox jumps over the lazy dog, twice a day."),
        "b64-json": as_base64(as_json({"page": 3, "sort": "name"})),
        "mac": "00:1B:44:11:3A:B7",
        "ipv6": "2001:db8::8a2e:370:7334",
        "big-number": "123456789012345678901234567890",
        "iban": "DE89370400440532013000",
        "isbn": "978-3-16-148410-0",
        "phone": "+1 555 0100",
        "semver": "1.2.3-rc.1+build.5f3a",
        "path": "/var/lib/app/secrets/README.md",
        "s3-uri": "s3://my-secret-bucket/passwords/readme.txt",
        "lorem": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
        "cookie-policy": "This site uses cookies: session, theme.",
        "accept": "Accept: application/json",
        "query": "https://example.com/?page=2&token_type=bearer&sort=key",
        "query2": "https://example.com/search?q=password+reset&key=name",
        "oauth-url": "https://login.example.com/authorize?response_type=code&client_id=web&scope=openid",
        "unicode": "пароль: см. инструкцию",
        "german": "Das Passwort muss geändert werden.",
        "emoji": "🔑 rotated",
        "csv": "user,password_changed\na,2026-01-01\nb,2025-12-31\n",
        "csv2": "id,token_count,passed\n1,37,yes\n",
        "csv3": "name,secret_arn\ndb,arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1B2c3\n",
        "ndjson": as_json({"password": None}) + "\n" + as_json({"tokens": 3}) + "\n",
        "toml": '[tool.x]\npassword = ""\ntoken = false\n',
        "ini-empty": "[db]\npassword =\nuser = a\n",
        "props": "password.min.length=8\ntoken.header=X-Auth-Token\n",
        "props-enc": "spring.datasource.password=${DB_PASSWORD}\n",
        "jdbc": "jdbc:postgresql://db.example.com:5432/app?sslmode=require",
        "odbc": "DRIVER={PostgreSQL};SERVER=x;Trusted_Connection=yes;",
        "azure-no-key": "DefaultEndpointsProtocol=https;AccountName=acme;EndpointSuffix=core.windows.net",
        "html": "<p>Your password is safe with us.</p>",
        "markdown": "## Token\n\nA token is a word. See `password`.\n",
        "log-ok": "2026-11-22T10:00:00Z INFO auth ok user=a method=token",
        "log-json": "2026-11-22 INFO done " + as_json({"user": "a", "tokens": 12}),
        "stack": '  File "/app/secrets.py", line 7, in get_password\n    return token',
        "lambda-log": f"START RequestId: {draw.uuid()} Version: $LATEST\nEND\n",
        "tap": "ok 1 - password reset",
        "git-diff": f"diff --git a/token.py b/token.py\nindex {draw.hex(7)}..{draw.hex(7)} 100644\n",
        "base32": "JBSWY3DPEBLW64TMMQ======",
        "timestamps": "2026-11-22T10:00:00.123456Z",
        "epoch": as_json({"ts": 1790000000123}),
        "geo": as_json({"lat": 52.520008, "lon": 13.404954}),
        "price": as_json({"amount": "12.50", "currency": "EUR"}),
        "deep": '{"a":' * 20 + '"x"' + "}" * 20,
        "bom": "\ufeff" + as_json({"user": "a"}),
        "crlf": "a=1\r\nb=2\r\n",
        "nulls": "a\x00b\x00",
    }


def add(cases: Cases, draw: Draw) -> None:
    cases.of_texts("i-values", values(draw))
    cases.of_texts("i-policy", POLICIES)
