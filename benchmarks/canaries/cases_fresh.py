"""Secrets of the set `fresh`: formats, headers, services and vendors that the first set lacks."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from urllib.parse import quote

from cases import Call, Cases
from values import (
    BASE32,
    BASE64URL,
    HEX,
    LOWER,
    UPPER,
    WORD,
    Draw,
    as_base64,
    as_base64url,
    as_json,
    drawing,
    jwt,
    pem,
    secret_access_key,
    session_token,
)

Maker = Callable[[Draw], str]
# A secret's maker, and the text around it.
Texts = dict[str, tuple[Maker, Callable[[str], str]]]


def password(draw: Draw) -> str:
    return draw.plain_password(18)


def key(draw: Draw) -> str:
    return draw.of(BASE64URL, 40)


def hexadecimal(draw: Draw) -> str:
    return draw.hex(40)


def base64_key(draw: Draw) -> str:
    return as_base64(draw.randbytes(32))


def totp(draw: Draw) -> str:
    return draw.of(BASE32, 32)


def private_key(draw: Draw) -> str:
    return pem(draw, "PRIVATE KEY")


# Tokens of vendors that have a form of their own, in a sentence.
VENDORS: dict[str, Maker] = {
    "gitlab-ci-job": lambda draw: f"glcbt-{draw.of(HEX, 2)}_{draw.of(BASE64URL, 20)}",
    "gitlab-scim": lambda draw: "glsoat-" + draw.of(BASE64URL, 20),
    "sentry-user": lambda draw: "sntryu_" + draw.hex(64),
    "xai": lambda draw: "xai-" + draw.word(80),
    "nvidia": lambda draw: "nvapi-" + draw.of(BASE64URL, 64),
    "easypost": lambda draw: "EZAK" + draw.word(54),
    "shippo": lambda draw: "shippo_live_" + draw.hex(40),
    "posthog-personal": lambda draw: "phx_" + draw.word(43),
    "prefect": lambda draw: "pnu_" + draw.of(LOWER, 36),
    "contentful": lambda draw: "CFPAT-" + draw.of(BASE64URL, 43),
    "brevo": lambda draw: f"xkeysib-{draw.hex(64)}-{draw.word(16)}",
    "linear-oauth": lambda draw: "lin_oauth_" + draw.hex(64),
    "docker-org": lambda draw: "dckr_oat_" + draw.of(BASE64URL, 32),
    "flutterwave": lambda draw: f"FLWSECK-{draw.hex(32)}-X",
    "langsmith": lambda draw: f"lsv2_pt_{draw.hex(32)}_{draw.hex(10)}",
    "pinecone": lambda draw: f"pcsk_{draw.word(5)}_{draw.word(64)}",
    "tavily": lambda draw: "tvly-" + draw.word(32),
    "readme": lambda draw: "rdme_" + draw.of(LOWER, 70),
    "newrelic-insert": lambda draw: "NRII-" + draw.of(BASE64URL, 32),
    "dropbox-short": lambda draw: "sl.B" + draw.of(BASE64URL, 135),
}
SENTENCES = (
    "Deploy failed with {}; rotate it.",
    "2026-11-23T00:10:00Z WARN refused {} for /v1/items",
    "I use {} in the staging account",
)

# Headers of requests and of responses, each with the value's form.
REQUEST_HEADERS: dict[str, str] = {
    "X-Octopus-ApiKey": "{}",
    "X-Postmark-Server-Token": "{}",
    "X-Redmine-API-Key": "{}",
    "X-Rollbar-Access-Token": "{}",
    "X-Algolia-API-Key": "{}",
    "X-Hasura-Admin-Secret": "{}",
    "X-Parse-Session-Token": "{}",
    "X-aws-ec2-metadata-token": "{}",
    "JOB-TOKEN": "{}",
    "X-JFrog-Art-Api-Key": "{}",
    "X-Plex-Token": "{}",
    "X-XSRF-TOKEN": "{}",
}
RESPONSE_HEADERS: dict[str, str] = {
    "X-Refresh-Token": "{}",
    "X-Amz-Sso-Bearer-Token": "{}",
    "Refresh": "0; url=https://app.example.com/cb?access_token={}",
    "Link": '<https://api.example.com/items?api_key={}&page=2>; rel="next"',
}
SCHEMES: dict[str, str] = {
    "elasticsearch": "ApiKey {}",
    "azure-shared-key": "SharedKey shopstore:{}",
    "rails-token": 'Token token="{}"',
    "genie": "GenieKey {}",
}

PARAMETERS: dict[str, Maker] = {
    "apiToken": key,
    "auth_token": key,
    "hapikey": lambda draw: draw.uuid(),
    "personal_access_token": key,
    "X-Goog-Signature": lambda draw: draw.hex(256),
    "client_assertion": jwt,
    "passwd": password,
    "private_token": key,
}

# Files and programs.
FILES: Texts = {
    "wireguard": (
        base64_key,
        lambda s: f"[Interface]\nAddress = 10.0.0.2/32\nPrivateKey = {s}\n\n[Peer]\nAllowedIPs = 0.0.0.0/0\n",
    ),
    "systemd": (password, lambda s: f'[Service]\nExecStart=/usr/bin/app\nEnvironment="DB_PASSWORD={s}"\n'),
    "nginx": (key, lambda s: f'location / {{\n  proxy_set_header Authorization "Bearer {s}";\n}}\n'),
    "git-extraheader": (
        lambda draw: as_base64("x-access-token:" + draw.word(40)),
        lambda s: f'[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic {s}\n',
    ),
    "terraformrc": (key, lambda s: f'credentials "app.terraform.io" {{\n  token = "{s}"\n}}\n'),
    "composer-auth": (
        password,
        lambda s: as_json({"http-basic": {"repo.example.com": {"username": "ci", "password": s}}}),
    ),
    "s3cfg": (
        secret_access_key,
        lambda s: f"[default]\nbucket_location = US\nsecret_key = {s}\nuse_https = True\n",
    ),
    "rclone": (
        secret_access_key,
        lambda s: f"[backup]\ntype = s3\nprovider = Minio\nsecret_access_key = {s}\nregion = eu-west-1\n",
    ),
    "django": (
        lambda draw: draw.of(WORD + "!@#%^&*(-_=+)", 50),
        lambda s: f"DEBUG = False\nSECRET_KEY = '{s}'\nALLOWED_HOSTS = []\n",
    ),
    "rails-secrets": (lambda draw: draw.hex(128), lambda s: f"production:\n  secret_key_base: {s}\n"),
    "prometheus": (
        password,
        lambda s: f"scrape_configs:\n- job_name: app\n  basic_auth:\n    username: prom\n    password: {s}\n",
    ),
    "grafana-datasource": (
        password,
        lambda s: f"datasources:\n- name: pg\n  secureJsonData:\n    password: '{s}'\n",
    ),
    "airflow-fernet": (
        lambda draw: as_base64url(draw.randbytes(32)) + "=",
        lambda s: f"[core]\nexecutor = LocalExecutor\nfernet_key = {s}\n",
    ),
    "dbt-profile": (
        password,
        lambda s: (
            "shop:\n  outputs:\n    prod:\n      type: postgres\n      user: dbt\n"
            f"      password: {s}\n      port: 5432\n"
        ),
    ),
    "ansible-inventory": (password, lambda s: f"[web]\nweb1 ansible_user=ops ansible_become_password={s}\n"),
    "unattend": (
        password,
        lambda s: (
            "<AutoLogon><Password><Value>"
            f"{s}</Value><PlainText>true</PlainText></Password><Username>admin</Username></AutoLogon>"
        ),
    ),
    "registry": (
        password,
        lambda s: (
            f'Windows Registry Editor Version 5.00\r\n\r\n[HKCU\\Software\\Acme]\r\n"Password"="{s}"\r\n'
        ),
    ),
    "otpauth": (totp, lambda s: f"otpauth://totp/Shop:zoe@example.com?secret={s}&issuer=Shop&digits=6"),
    "jwk-private": (
        lambda draw: as_base64url(draw.randbytes(32)),
        lambda s: as_json(
            {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": s}
        ),
    ),
    "ppk": (
        lambda draw: as_base64(draw.randbytes(45)),
        lambda s: (
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: shop\nPublic-Lines: 2\n"
            "AAAAC3NzaC1lZDI1NTE5AAAAIE5vdGhpbmdUb1NlZUhlcmUhISEhISEhISEhISEh\nISEh\n"
            f"Private-Lines: 1\n{s}\nPrivate-MAC: 00\n"
        ),
    ),
    "ldif": (password, lambda s: f"dn: cn=app,dc=example,dc=com\nobjectClass: person\nuserPassword: {s}\n"),
    "postman-collection": (
        key,
        lambda s: as_json(
            {"auth": {"type": "bearer", "bearer": [{"key": "token", "value": s, "type": "string"}]}}
        ),
    ),
    "notebook": (
        password,
        lambda s: as_json(
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "source": ["import db\n", f"db.connect(user='a', password='{s}')\n"],
                    }
                ],
                "nbformat": 4,
            }
        ),
    ),
    "graphql-mutation": (
        password,
        lambda s: as_json(
            {"query": f'mutation {{ login(email: "a@example.com", password: "{s}") {{ id }} }}'}
        ),
    ),
    "graphql-variables": (
        password,
        lambda s: as_json(
            {
                "query": "mutation($input: LoginInput!) { login(input: $input) { id } }",
                "variables": {"input": {"email": "a@example.com", "password": s}},
            }
        ),
    ),
    "protobuf-text": (password, lambda s: f'server {{ host: "db" port: 5432 password: "{s}" }}\n'),
    "tfstate-output": (
        password,
        lambda s: as_json({"outputs": {"db_password": {"value": s, "type": "string", "sensitive": True}}}),
    ),
    "html-input": (
        password,
        lambda s: f'<form><input type="password" name="password" value="{s}"><button>Go</button></form>',
    ),
    "openssl-pass": (password, lambda s: f"openssl rsa -in key.pem -passin pass:{s} -out plain.pem"),
    "keytool": (password, lambda s: f"keytool -list -keystore app.jks -storepass {s}"),
    "npm-config": (
        key,
        lambda s: f"npm config set //registry.example.com/:_authToken={s}\nnpm publish\n",
    ),
    "kubectl-docker": (
        password,
        lambda s: f"kubectl create secret docker-registry reg --docker-username=ci --docker-password={s}",
    ),
    "ftp-transcript": (
        password,
        lambda s: f"USER shop\r\n331 Password required\r\nPASS {s}\r\n230 Logged in\r\n",
    ),
    "cef-log": (
        password,
        lambda s: f"CEF:0|Acme|Gate|1.0|100|login|5|src=10.0.0.1 suser=zoe password={s} outcome=failure",
    ),
    "access-log": (
        key,
        lambda s: f'10.0.0.1 - - [23/Nov/2026:00:10:00 +0000] "GET /me?access_token={s} HTTP/1.1" 200 12',
    ),
    "elixir": (
        password,
        lambda s: f'config :shop, Shop.Repo, username: "app", password: "{s}", pool_size: 10\n',
    ),
    "csharp": (password, lambda s: f'var options = new DbOptions {{ Host = "db", Password = "{s}" }};\n'),
    "r-code": (
        password,
        lambda s: f'con <- dbConnect(RPostgres::Postgres(), user = "a", password = "{s}")\n',
    ),
    "perl": (password, lambda s: f"my %db = (user => 'app', password => '{s}');\n"),
    "clojure": (password, lambda s: f'(def db {{:dbtype "postgres" :user "app" :password "{s}"}})\n'),
    "rust": (password, lambda s: f'let api_token: &str = "{s}";\n'),
    "docker-auth-object": (
        lambda draw: as_base64("ci:" + draw.plain_password(20)),
        lambda s: as_json({"auths": {"ghcr.io": {"auth": s, "email": "ci@example.com"}}}),
    ),
}


def _sns(text: str) -> str:
    """An event of S3 or of a person that came to SQS by SNS."""
    return as_json({"Type": "Notification", "MessageId": "1", "TopicArn": "arn:aws:sns:x", "Message": text})


# What AWS wraps around the texts of others.
WRAPPED: Texts = {
    "sns-envelope": (password, lambda s: _sns(as_json({"user": "zoe", "password": s}))),
    "eventbridge": (
        password,
        lambda s: as_json({"version": "0", "source": "shop", "detail": {"user": "zoe", "newPassword": s}}),
    ),
    "kinesis-to-lambda": (
        password,
        lambda s: as_json({"Records": [{"kinesis": {"data": as_base64(as_json({"password": s}))}}]}),
    ),
    "logs-subscription": (
        password,
        lambda s: as_json(
            {
                "awslogs": {
                    "data": as_base64(
                        gzip.compress(
                            as_json({"logEvents": [{"message": f"login password={s} ok"}]}).encode(), mtime=0
                        )
                    )
                }
            }
        ),
    ),
    "gateway-base64-body": (
        password,
        lambda s: as_json({"isBase64Encoded": True, "body": as_base64(f"user=zoe&password={quote(s)}")}),
    ),
    "edge-headers": (
        key,
        lambda s: as_json(
            {
                "Records": [
                    {
                        "cf": {
                            "request": {
                                "headers": {
                                    "authorization": [{"key": "Authorization", "value": "Bearer " + s}]
                                }
                            }
                        }
                    }
                ]
            }
        ),
    ),
    "dynamodb-export": (
        password,
        lambda s: as_json({"Item": {"id": {"S": "1"}, "password": {"S": s}}}) + "\n",
    ),
    "codepipeline-job": (
        key,
        lambda s: as_json(
            {"CodePipeline.job": {"data": {"artifactCredentials": {"sessionToken": s, "secretAccessKey": s}}}}
        ),
    ),
}

MEMBERS: list[tuple[str, str, str, str, Maker]] = [
    ("acm", "ExportCertificate", "response", "PrivateKey", private_key),
    ("acm", "ImportCertificate", "request", "PrivateKey", private_key),
    ("iot", "CreateProvisioningClaim", "response", "keyPair.PrivateKey", private_key),
    ("cognito-idp", "AdminInitiateAuth", "request", "AuthParameters.PASSWORD", password),
    ("cognito-idp", "AdminInitiateAuth", "request", "AuthParameters.SECRET_HASH", base64_key),
    ("cognito-idp", "ConfirmForgotPassword", "request", "Password", password),
    (
        "es",
        "CreateElasticsearchDomain",
        "request",
        "AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword",
        password,
    ),
    ("iam", "CreateVirtualMFADevice", "response", "VirtualMFADevice.Base32StringSeed", totp),
    ("lightsail", "CreateBucketAccessKey", "response", "accessKey.secretAccessKey", secret_access_key),
    ("sts", "GetWebIdentityToken", "response", "WebIdentityToken", jwt),
    ("sts", "AssumeRoot", "response", "Credentials.SessionToken", session_token),
    ("s3", "CreateSession", "response", "Credentials.SecretAccessKey", secret_access_key),
    ("deadline", "AssumeQueueRoleForRead", "response", "credentials.secretAccessKey", secret_access_key),
    ("ec2", "ModifyVpnTunnelOptions", "request", "TunnelOptions.PreSharedKey", password),
    ("ec2", "CreateVerifiedAccessTrustProvider", "request", "OidcOptions.ClientSecret", key),
    ("kms", "GenerateDataKeyPair", "response", "PrivateKeyPlaintext", key),
    ("ivs", "CreateStreamKey", "response", "streamKey.value", lambda draw: "sk_us-east-1_" + draw.word(32)),
    ("ivschat", "CreateChatToken", "response", "token", key),
    ("connect", "GetFederationToken", "response", "Credentials.AccessToken", key),
    ("codeartifact", "GetAuthorizationToken", "response", "authorizationToken", key),
    ("timestream-influxdb", "CreateDbInstance", "request", "password", password),
    ("bedrock-agentcore", "GetResourceOauth2Token", "response", "accessToken", jwt),
    ("verifiedpermissions", "IsAuthorizedWithToken", "request", "accessToken", jwt),
    ("sso", "GetRoleCredentials", "request", "accessToken", key),
    ("emr-containers", "GetManagedEndpointSessionCredentials", "response", "credentials.token", key),
    ("ecs", "ExecuteCommand", "response", "session.tokenValue", key),
]

# Members with texts of any kind: service, operation, side, path, and the text.
TEXTS: list[tuple[str, str, str, str, Callable[[str], str]]] = [
    (
        "codebuild",
        "StartBuild",
        "request",
        "buildspecOverride",
        lambda s: f"env:\n  variables:\n    API_TOKEN: {s}\n",
    ),
    (
        "iot-data",
        "UpdateThingShadow",
        "request",
        "payload",
        lambda s: as_json({"state": {"wifi": {"password": s}}}),
    ),
    ("events", "PutTargets", "request", "Targets.0.Input", lambda s: as_json({"client_secret": s})),
    (
        "stepfunctions",
        "CreateStateMachine",
        "request",
        "definition",
        lambda s: as_json({"States": {"Call": {"Parameters": {"Headers": {"x-api-key": s}}}}}),
    ),
    ("emr", "AddJobFlowSteps", "request", "Steps.0.HadoopJarStep.Args.0", lambda s: f"--password={s}"),
    (
        "batch",
        "SubmitJob",
        "request",
        "containerOverrides.command.0",
        lambda s: f"curl -H 'X-Api-Key: {s}' https://api.example.com",
    ),
    (
        "ecs",
        "RunTask",
        "request",
        "overrides.containerOverrides.0.command.0",
        lambda s: f"psql postgresql://app:{s}@db/shop",
    ),
    (
        "support",
        "AddCommunicationToCase",
        "request",
        "communicationBody",
        lambda s: f"It fails with\nexport API_SECRET={s}\nin the shell.",
    ),
    (
        "cloudwatch",
        "PutMetricAlarm",
        "request",
        "AlarmDescription",
        lambda s: f"https://ops:{s}@grafana.example.com/d/1",
    ),
    (
        "glue",
        "CreateConnection",
        "request",
        "ConnectionInput.ConnectionProperties.JDBC_CONNECTION_URL",
        lambda s: f"jdbc:mysql://db:3306/shop?user=app&password={s}",
    ),
    (
        "apigateway",
        "PutIntegration",
        "request",
        "requestTemplates.application/json",
        lambda s: as_json({"apiKey": s, "body": "$input.body"}),
    ),
    (
        "ssm",
        "CreateDocument",
        "request",
        "Content",
        lambda s: as_json({"parameters": {"dbPassword": {"default": s}}}),
    ),
    ("logs", "GetQueryResults", "response", "results.0.0.value", lambda s: f"POST /login password={s} 200"),
    (
        "appconfigdata",
        "GetLatestConfiguration",
        "response",
        "Configuration",
        lambda s: f"[database]\nuser = app\npassword = {s}\n",
    ),
    ("qbusiness", "ChatSync", "request", "userMessage", lambda s: f"My password is: {s}. Is it strong?"),
]


def add(cases: Cases) -> None:
    """Add the secrets, in groups that begin with `fresh-`."""
    for index, (name, make) in enumerate(VENDORS.items()):
        secret = make(drawing("fresh-vendor", name))
        text = SENTENCES[index % len(SENTENCES)].format(secret)
        cases.secret("fresh-vendor", name, "in a sentence", secret, text, f"token of {name}")
    for place, headers in (("request", REQUEST_HEADERS), ("response", RESPONSE_HEADERS)):
        for name, form in headers.items():
            for where in (f"header.{place}", f"http.header.{place}"):
                _add_header(cases, name, name, form, where)
    for name, form in SCHEMES.items():
        _add_header(cases, "Authorization", name, form, "http.header.request")
    for name, make in PARAMETERS.items():
        secret = make(drawing("fresh-query", name))
        text = f"page=1&{name}={secret}&sort=asc"
        cases.secret("fresh-query", name, "query parameter", secret, text, where="http.query")
    for group, texts in (("fresh-files", FILES), ("fresh-wrapped", WRAPPED)):
        for name, (make, around) in texts.items():
            secret = make(drawing(group, name))
            cases.secret(group, name, name, secret, around(secret))
    for service, operation, side, path, make in MEMBERS:
        secret = make(drawing("fresh-member", service, operation, path))
        _add_call(cases, "fresh-members", Call(service, operation, {path: secret}), side, path, secret)
    for service, operation, side, path, around in TEXTS:
        secret = password(drawing("fresh-text", service, operation))
        _add_call(cases, "fresh-texts", Call(service, operation, {path: around(secret)}), side, path, secret)


def _add_header(cases: Cases, header: str, name: str, form: str, where: str) -> None:
    secret = drawing("fresh-header", name, where).of(UPPER + LOWER, 40)
    cases.secret(
        "fresh-headers",
        f"{name}.{where}",
        where,
        secret,
        form.format(secret),
        f"header {name}",
        where=where,
        header=header,
    )


def _add_call(cases: Cases, group: str, call: Call, side: str, path: str, secret: str) -> None:
    needles = [line for line in secret.splitlines() if not line.startswith("---")][:6:5]
    cases.secret(
        group,
        f"{call.service}.{call.operation}.{path}",
        f"{side} members",
        secret,
        as_json(call.members),
        f"{side} of {call.service}.{call.operation}",
        where=side,
        call=call,
        needles=needles if "PRIVATE KEY" in secret else None,
    )
