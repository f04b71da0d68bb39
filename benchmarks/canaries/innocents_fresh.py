"""Innocent texts of the set `fresh`: other languages, services and headers than those of the first set."""

from __future__ import annotations

from typing import Any

from cases import Call, Cases
from values import BASE64, BASE64URL, LOWER, Draw, as_json, drawing

# Code that names a secret and has none.
CODE = {
    "java-value": '@Value("${spring.datasource.password}") private String password;',
    "csharp-config": 'var password = builder.Configuration["Database:Password"];',
    "go-getenv": 'password := os.Getenv("DB_PASSWORD")',
    "rust-env": 'let token = std::env::var("API_TOKEN").expect("API_TOKEN is not set");',
    "php-getenv": "$password = getenv('DB_PASSWORD') ?: '';",
    "ruby-fetch": 'config.secret_key = ENV.fetch("SECRET_KEY_BASE")',
    "kotlin": 'val apiKey = System.getenv("API_KEY") ?: error("no key")',
    "bash-read": "read -r -s -p 'Password: ' PASSWORD && export PASSWORD",
    "bash-required": ": ${DB_PASSWORD:?DB_PASSWORD is missing}",
    "bicep": "@secure()\nparam administratorPassword string",
    "azure-pipelines": "env:\n  DB_PASSWORD: $(dbPassword)\n",
    "circleci": "environment:\n  API_TOKEN: << pipeline.parameters.token >>\n",
    "gitlab": 'curl --header "JOB-TOKEN: $CI_JOB_TOKEN" "$CI_API_V4_URL/projects"',
    "jinja": "password: \"{{ lookup('env', 'DB_PASSWORD') }}\"",
    "onepassword-reference": "DB_PASSWORD=op://shop/database/password",
    "gcp-reference": "secret: projects/123/secrets/db-password/versions/latest",
    "python-getpass": "password = getpass.getpass()",
    "python-annotation": "def login(user: str, password: str, token: str | None = None) -> bool: ...",
    "typescript": "interface Login { email: string; password: string; token?: string }",
    "sql-column": "SELECT id, password FROM users WHERE token = $1 AND secret IS NOT NULL",
    "graphql-query": "mutation Login($password: String!) { login(password: $password) { token } }",
    "css": ".password-field { color: #333; } #token-list > li { margin: 0 }",
    "translations": as_json({"password.label": "Passwort", "token.expired": "Das Token ist abgelaufen."}),
    "json-schema": as_json({"properties": {"password": {"type": "string", "minLength": 8}}}),
    "variable-of-terraform": 'variable "db_password" {\n  type      = string\n  sensitive = true\n}\n',
    "makefile": 'deploy:\n\t@test -n "$(API_TOKEN)" || exit 1\n',
}

# What looks random, and what is called a token, but is no secret.
TEXTS = {
    "tokenizer": as_json({"eos_token": "<|endoftext|>", "pad_token": "<pad>", "pad_token_id": 0}),
    "tokenizer-words": as_json({"model": {"vocab": {"token": 4, "secret": 5, "Ġpassword": 6}}}),
    "usage": as_json({"usage": {"input_tokens": 312, "output_tokens": 40, "cache_read_input_tokens": 0}}),
    "coins": as_json({"token": "USDC", "amount": "12.50", "network": "base"}),
    "tokens-per-second": "llm: 1024 tokens in 3.2 s, 320 tokens/s",
    "status": as_json({"secretStatus": "ACTIVE", "passwordAge": 42, "tokenType": "Bearer"}),
    "policy-text": "Passwords expire after 90 days; tokens after 12 hours; secrets are rotated by hand.",
    "csp": "Content-Security-Policy: script-src 'self' https://cdn.example.com; object-src 'none'",
    "cipher": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, key exchange X25519, 256 bit keys",
    "wireguard-public": "[Peer]\nPublicKey = {base64}\nEndpoint = vpn.example.com:51820\n",
    "ipfs": "ipfs://bafybei{base32}/index.html",
    "vin": as_json({"vin": "1HGCM82633A004352", "plate": "B-AB 1234"}),
    "isin": as_json({"isin": "US0378331005", "price": 101.5}),
    "cloudfront-log": "2026-11-23 00:10:00 FRA56-P1 1045 10.0.0.1 GET /index.html 200 - curl/8 Hit {upper}",
    "kafka-consumer": as_json({"memberId": "consumer-1-{uuid}", "generation": 4}),
    "test-report": "tests/test_token.py::test_secret_is_hidden PASSED [ 50%]",
    "git-commit": "commit {hex40}\nAuthor: Zoe <zoe@example.com>\n\n    Rotate the database password\n",
    "sbom": as_json(
        {"components": [{"name": "token-lib", "hashes": [{"alg": "SHA-256", "content": "{hex64}"}]}]}
    ),
    "idempotency": as_json({"idempotencyToken": "{uuid}", "clientRequestToken": "{uuid}"}),
    "page": as_json({"items": [1, 2], "next_page_token": "{word}", "total": 40}),
}

REQUEST_HEADERS = {
    "Idempotency-Key": "{uuid}",
    "X-Token-Type": "Bearer",
    "X-Password-Changed": "2026-11-23",
    "Sec-Fetch-Site": "same-origin",
}
RESPONSE_HEADERS = {
    "X-Cache-Key": "/index.html",
    "X-Amz-Cf-Id": "{word}==",
    "Surrogate-Key": "product-1 product-2",
    "X-Next-Page-Token": "{word}",
}

Innocent = tuple[str, str, str, dict[str, Any]]
CALLS: list[Innocent] = [
    ("kms", "DescribeKey", "response", {"KeyMetadata.KeyId": "{uuid}"}),
    ("ecr", "ListImages", "response", {"nextToken": "{base64}"}),
    ("kinesis", "ListShards", "response", {"NextToken": "{base64}"}),
    ("glue", "GetPartitions", "response", {"NextToken": "{base64}"}),
    ("athena", "ListQueryExecutions", "response", {"NextToken": "{base64}", "QueryExecutionIds.0": "{uuid}"}),
    ("ce", "GetCostAndUsage", "response", {"NextPageToken": "{base64}"}),
    ("s3", "ListParts", "response", {"UploadId": "{word}"}),
    ("cloudformation", "ExecuteChangeSet", "request", {"ClientRequestToken": "deploy-{uuid}"}),
    ("backup", "StartBackupJob", "request", {"IdempotencyToken": "{uuid}"}),
    ("ecs", "RunTask", "request", {"clientToken": "{hex40}"}),
    ("route53", "CreateHostedZone", "request", {"CallerReference": "{uuid}"}),
    (
        "cognito-idp",
        "DescribeUserPoolClient",
        "response",
        {"UserPoolClient.TokenValidityUnits.AccessToken": "hours", "UserPoolClient.AccessTokenValidity": 12},
    ),
    ("elasticache", "DescribeUsers", "response", {"Users.0.Authentication.PasswordCount": 2}),
    ("iam", "GetAccessKeyLastUsed", "response", {"AccessKeyLastUsed.ServiceName": "s3"}),
    ("sns", "ListSubscriptions", "response", {"Subscriptions.0.SubscriptionArn": "arn:aws:sns:x:{uuid}"}),
]


def _filled(text: str, draw: Draw) -> str:
    values = {
        "uuid": draw.uuid(),
        "word": draw.word(36),
        "base64": draw.of(BASE64, 43) + "=",
        "base32": draw.of(LOWER, 52),
        "upper": draw.of(BASE64URL, 54) + "==",
        "hex40": draw.hex(40),
        "hex64": draw.hex(64),
    }
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def add(cases: Cases) -> None:
    """Add the innocents, in groups that begin with `i-fresh-`."""
    for group, texts in (("i-fresh-code", CODE), ("i-fresh-texts", TEXTS)):
        for name, text in texts.items():
            filled = _filled(text, drawing(group, name)) if group == "i-fresh-texts" else text
            cases.innocent(group, name, filled)
    for place, headers in (("request", REQUEST_HEADERS), ("response", RESPONSE_HEADERS)):
        for name, text in headers.items():
            places = [f"header.{place}", f"http.header.{place}"]
            value = _filled(text, drawing("i-fresh-headers", name))
            cases.innocent("i-fresh-headers", name, value, where=places, header=name)
    for service, operation, side, members in CALLS:
        draw = drawing("i-fresh-calls", service, operation)
        whole = {
            path: _filled(text, draw) if isinstance(text, str) else text for path, text in members.items()
        }
        cases.innocent(
            "i-fresh-calls",
            f"{service}.{operation}",
            as_json(whole),
            where=side,
            call=Call(service, operation, whole),
        )
