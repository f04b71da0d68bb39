"""Credentials in headers, in what quotes them, and in the addresses of others."""

from __future__ import annotations

from cases import Cases, Forms
from cases_vendors import VENDORS, github_token
from values import BASE64URL, WORD, Draw, Maker, as_base64, as_json, drawing, jwt

# Texts with the value of an Authorization header.
AUTHORIZATION: Forms = {
    "raw-http": lambda a: (
        "POST /v1/charge HTTP/1.1\r\nHost: api.example.com\r\n"
        f"Authorization: {a}\r\nContent-Length: 0\r\n\r\n"
    ),
    "json-headers": lambda a: as_json({"method": "GET", "headers": {"Accept": "*/*", "Authorization": a}}),
    "json-headers-lower": lambda a: as_json({"request": {"headers": {"authorization": a}}}),
    "har": lambda a: as_json(
        {"log": {"entries": [{"request": {"headers": [{"name": "Authorization", "value": a}]}}]}}
    ),
    "curl": lambda a: f"curl -sS -H 'Authorization: {a}' https://api.example.com/v1/me",
    "python-dict": lambda a: f"requests.get(url, headers={{'Authorization': '{a}'}})",
    "log": lambda a: f"2026-11-22 10:00:00 DEBUG urllib3: > authorization: {a}",
    "yaml": lambda a: f"headers:\n  Accept: '*/*'\n  Authorization: {a}\n",
    "proxy": lambda a: f"Proxy-Authorization: {a}\r\n",
    "api-event": lambda a: as_json(
        {
            "version": "2.0",
            "routeKey": "$default",
            "headers": {"authorization": a, "host": "x.example.com"},
            "isBase64Encoded": False,
        }
    ),
    "multi-value": lambda a: as_json({"multiValueHeaders": {"Authorization": [a]}}),
}

REQUEST_HEADERS = [
    "X-Auth-Token",
    "X-Vault-Token",
    "X-Api-Key",
    "Cookie",
    "Authorization",
    "X-Amz-Security-Token",
    "Proxy-Authorization",
    "X-Access-Token",
    "Private-Token",
    "X-Shopify-Access-Token",
    "X-Csrf-Token",
    "Api-Key",
    "DD-API-KEY",
    "X-Figma-Token",
    "X-Goog-Api-Key",
    "Ocp-Apim-Subscription-Key",
    "X-Client-Secret",
    "X-Amz-Server-Side-Encryption-Customer-Key",
    "x-functions-key",
    "X-Forwarded-Authorization",
    "X-Custom-Secret",
    "X-GitHub-Token",
]
RESPONSE_HEADERS = [
    "Set-Cookie",
    "X-Auth-Token",
    "X-Subject-Token",
    "X-Api-Key",
    "X-Vault-Token",
    "X-Access-Token",
    "Authorization",
    "X-Session-Token",
    "Location",
]
SIGNED_BY_BOTOCORE = ("Authorization", "X-Amz-Security-Token")  # it sets these itself
PARAMETERS = [
    "token",
    "access_token",
    "api_key",
    "apikey",
    "key",
    "client_secret",
    "password",
    "pwd",
    "secret",
    "sig",
    "signature",
    "auth",
    "code",
    "refresh_token",
    "id_token",
    "X-Amz-Signature",
    "jwt",
    "sessionid",
]
PATHS: dict[str, tuple[str, Maker]] = {
    "path-telegram": ("/bot{}/sendMessage", VENDORS["telegram-bot"][0]),
    "path-slack": ("/services/T01ABCDEFG/B01ABCDEFGH/{}", lambda draw: draw.word(24)),
    "path-ghp": ("/x/{}/y", github_token),
    "path-discord": ("/api/webhooks/123456789012345678/{}", lambda draw: draw.of(BASE64URL, 68)),
}


def authorization(kind: str, draw: Draw) -> tuple[str, str]:
    """A secret, and the value of the header that carries it."""
    if kind == "basic":
        secret = as_base64("svc:" + draw.plain_password(18))
        return secret, "Basic " + secret
    if kind == "bearer":
        secret = draw.of(BASE64URL, 40)
        return secret, "Bearer " + secret
    if kind == "token":
        secret = draw.hex(40)
        return secret, "token " + secret
    secret = jwt(draw)
    return secret, "Bearer " + secret


def add_authorization(cases: Cases) -> None:
    for name, form in AUTHORIZATION.items():
        rare = name in ("raw-http", "curl", "log", "json-headers")
        for kind in ["basic", "bearer", "token", "bearer-jwt"] if rare else ["basic", "bearer"]:
            secret, header = authorization(kind, drawing("auth", name, kind))
            cases.secret(
                "authorization",
                f"{name}.{kind}",
                f"{name}, {kind}",
                secret,
                form(header),
                "credentials of HTTP in a text",
            )


def add(cases: Cases) -> None:
    for name in REQUEST_HEADERS:
        for place in ("header.request", "http.header.request"):
            if place == "http.header.request" or name not in SIGNED_BY_BOTOCORE:
                add_header(cases, name, place)
    for name in RESPONSE_HEADERS:
        for place in ("header.response", "http.header.response"):
            add_header(cases, name, place)
    for name in PARAMETERS:
        add_parameter(cases, name)
    for name, (path, make) in PATHS.items():
        secret = make(drawing("path", name))
        cases.secret(
            "http-query",
            name,
            "path",
            secret,
            path.format(secret),
            "a secret in the path of a URL",
            where="http.path",
        )


def add_header(cases: Cases, name: str, place: str) -> None:
    secret = drawing("hdr", name, place).of(BASE64URL, 40)
    text = {
        "Cookie": f"sessionid={secret}; theme=dark",
        "Authorization": "Bearer " + secret,
        "Proxy-Authorization": "Basic " + as_base64("u:" + secret),
        "X-Forwarded-Authorization": "Bearer " + secret,
        "Set-Cookie": f"session={secret}; Path=/; HttpOnly",
        "Location": f"https://app.example.com/cb#access_token={secret}&token_type=bearer",
    }.get(name, secret)
    cases.secret(
        "headers", f"{name}.{place}", place, secret, text, f"header {name}", where=place, header=name
    )


def add_parameter(cases: Cases, name: str) -> None:
    secret = drawing("httpq", name).of(WORD, 40)
    cases.secret(
        "http-query",
        name,
        "query parameter",
        secret,
        f"q=1&{name}={secret}&page=2",
        f"query parameter {name} of another's URL",
        where="http.query",
    )
