"""Secrets in JSON: under many names, and in many forms."""

from __future__ import annotations

import json

from cases import Cases, Forms
from values import as_base64, as_json, common_secret, drawing, pem

NAMES = [
    "password",
    "pwd",
    "passwd",
    "pass",
    "passphrase",
    "secret",
    "token",
    "api_key",
    "apikey",
    "api-key",
    "apiKey",
    "client_secret",
    "clientSecret",
    "private_key",
    "auth_token",
    "authToken",
    "accessToken",
    "access_token",
    "refresh_token",
    "dbPassword",
    "DB_PASSWORD",
    "db_pass",
    "mysql_root_password",
    "smtpPassword",
    "userPassword",
    "newPassword",
    "oldPassword",
    "password_confirmation",
    "secretKey",
    "secret_key",
    "SECRET_KEY_BASE",
    "app_secret",
    "webhook_secret",
    "webhookSecret",
    "signing_secret",
    "signing_key",
    "encryption_key",
    "master_key",
    "session_secret",
    "session_token",
    "jwt_secret",
    "X-Api-Key",
    "x-auth-token",
    "bearer",
    "credentials",
    "admin_pw",
    "PGPASSWORD",
    "REDIS_PASSWORD",
    "slack_token",
    "otp_secret",
    "consumer_secret",
    "access_key_secret",
    "storageKey",
    "account_key",
    "bot_token",
    "Passwort",
    "root_pass",
    "bindPassword",
    "keystorePassword",
    "AUTH_SECRET",
    "api_token",
    "apiToken",
    "ApiSecret",
    "shared_secret",
]

FORMS: Forms = {
    "nested-object": lambda v: as_json({"a": {"b": [{"c": {"password": v}}]}}),
    "list-of-objects": lambda v: as_json([{"name": "x"}, {"name": "y", "api_key": v}]),
    "list-under-name": lambda v: as_json({"passwords": [v, "second"]}),
    "object-under-name": lambda v: as_json({"credentials": {"user": "app", "value": v}}),
    "json1": lambda v: as_json({"Message": as_json({"password": v})}),
    "json2": lambda v: as_json({"Records": [{"body": as_json({"Message": as_json({"password": v})})}]}),
    "json3": lambda v: as_json({"b": as_json({"b": as_json({"b": as_json({"password": v})})})}),
    "json4": lambda v: as_json(
        {"b": as_json({"b": as_json({"b": as_json({"b": as_json({"client_secret": v})})})})}
    ),
    "json3-token": lambda v: as_json(
        {"Message": as_json({"detail": as_json({"inner": as_json({"token": v})})})}
    ),
    "bom": lambda v: "\ufeff" + as_json({"password": v}),
    "bom-indent": lambda v: "\ufeff" + json.dumps({"user": "a", "api_key": v}, indent=2),
    "esc-key": lambda v: f'{{"\\u0070assword": "{v}"}}',
    "esc-key-all": lambda v: '{"' + "".join(f"\\u{ord(c):04x}" for c in "password") + f'": "{v}"}}',
    "esc-key-upper": lambda v: f'{{"client\\u005Fsecret": "{v}"}}',
    "esc-value": lambda v: '{"password": "' + "".join(f"\\u{ord(c):04x}" for c in v) + '"}',
    "indent": lambda v: json.dumps({"db": {"user": "a", "pwd": v}}, indent=4),
    "no-space": lambda v: json.dumps({"db": {"user": "a", "passwd": v}}, separators=(",", ":")),
    "trailing-comma": lambda v: f'{{"user": "a", "password": "{v}",}}',
    "json5-single": lambda v: f"{{user: 'a', password: '{v}'}}",
    "jsonc-comment": lambda v: f'// settings\n{{"user": "a", /* x */ "password": "{v}"}}',
    "truncated": lambda v: f'{{"user": "a", "password": "{v}", "hosts": ["a", "b',
    "python-repr": lambda v: str({"user": "a", "password": v, "ok": True}),
    "prefix-callback": lambda v: f'callback({{"password": "{v}"}});',
    "xssi": lambda v: ")]}',\n" + as_json({"access_token": v, "expires_in": 3600}),
    "two-docs": lambda v: as_json({"a": 1}) + as_json({"password": v}),
    "name-value": lambda v: as_json({"settings": [{"name": "DB_PASSWORD", "value": v}]}),
    "Key-Value": lambda v: as_json({"Tags": [{"Key": "db_password", "Value": v}]}),
    "key-value-reversed": lambda v: as_json({"settings": [{"value": v, "name": "API_TOKEN"}]}),
    "kv-array": lambda v: as_json({"env": ["PATH=/bin", "DB_PASSWORD=" + v]}),
    "pair-array": lambda v: as_json({"headers": [["accept", "*/*"], ["x-api-key", v]]}),
    "terraform-state": lambda v: as_json(
        {
            "resources": [
                {"type": "aws_db_instance", "instances": [{"attributes": {"password": v, "id": "db"}}]}
            ]
        }
    ),
    "docker-config": lambda v: as_json(
        {"auths": {"https://index.docker.io/v1/": {"auth": as_base64("bob:" + v)}}}
    ),
    "package-lock-npmrc": lambda v: (
        "registry=https://npm.example.com/\n//npm.example.com/:_authToken=" + v + "\n"
    ),
    "npmrc-password": lambda v: "//npm.example.com/:_password=" + as_base64(v) + "\n",
    "oauth-response": lambda v: as_json({"token_type": "Bearer", "expires_in": 3600, "refresh_token": v}),
    "k8s-secret": lambda v: as_json(
        {"apiVersion": "v1", "kind": "Secret", "data": {"password": as_base64(v)}}
    ),
    "gcp-service-account": lambda v: as_json(
        {
            "type": "service_account",
            "project_id": "acme",
            "private_key_id": drawing("gcp", v).hex(40),
            "private_key": pem(drawing("gcp2", v), "PRIVATE KEY").replace("BODY", v),
            "client_secret": v,
        }
    ),
    "deep-30": lambda v: '{"a":' * 30 + as_json({"password": v}) + "}" * 30,
    "number": lambda v: as_json(
        {"pin_code_password": 0, "password": int("9" + "".join(str(ord(c) % 10) for c in v))}
    ),
}


def add(cases: Cases) -> None:
    for index, name in enumerate(NAMES):
        secret = common_secret(drawing("json", name), index)
        text = as_json({"user": "app", name: secret, "port": 5432})
        cases.secret("json-names", name, "flat JSON", secret, text, f"a key named {name}")
    for name in FORMS:
        if name == "number":
            add_number(cases)
        else:
            add_form(cases, name)


def digits(text: str) -> str:
    return "9" + "".join(str(ord(letter) % 10) for letter in text)


def add_number(cases: Cases) -> None:
    value = drawing("json-form", "number").plain_password(18)
    text = FORMS["number"](value)
    cases.secret("json-forms", "number", "number", digits(value), text, "a number under a secret's name")


def add_form(cases: Cases, name: str) -> None:
    """A form that begins with a byte order mark is put at two places, where such a mark is kept."""
    where = ["s3.get.text", "sqs.send"] if name.startswith("bom") else [None]
    for index, place in enumerate(where):
        value = drawing("json-form", name, index).plain_password(18)
        cases.secret("json-forms", name, name, value, FORMS[name](value), "JSON in another form", where=place)
