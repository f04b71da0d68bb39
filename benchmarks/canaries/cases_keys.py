"""Private keys, credentials of AWS in texts, and presigned URLs."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from urllib.parse import quote

from cases import Cases
from values import (
    BASE32,
    BASE64,
    BASE64URL,
    WORD,
    access_key_id,
    as_base64,
    as_json,
    drawing,
    pem,
    secret_access_key,
    session_token,
)

KINDS = [
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "DSA PRIVATE KEY",
    "PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "PGP PRIVATE KEY BLOCK",
    "SSH2 ENCRYPTED PRIVATE KEY",
]

# How it is said, the seed and the kind of the key, and the text that holds it.
KEY_TEXTS: dict[str, tuple[str, str, str, Callable[[str], str]]] = {
    "yaml-block": (
        "YAML block",
        "yaml",
        "RSA PRIVATE KEY",
        lambda p: "tls:\n  key: |\n" + textwrap.indent(p, "    ") + "  x: 1\n",
    ),
    "env-escaped": (
        ".env with \\n",
        "env",
        "PRIVATE KEY",
        lambda p: 'PRIVATE_KEY="' + p.replace("\n", "\\n") + '"\n',
    ),
    "json-in-json": ("JSON in JSON", "json2", "EC PRIVATE KEY", lambda p: as_json({"m": as_json({"k": p})})),
    "crlf": ("CRLF", "crlf", "RSA PRIVATE KEY", lambda p: p.replace("\n", "\r\n")),
    "after-certificate": (
        "chain",
        "chain",
        "PRIVATE KEY",
        lambda p: pem(drawing("crt"), "CERTIFICATE") + p,
    ),
    "encrypted-header": (
        "with Proc-Type",
        "proc",
        "RSA PRIVATE KEY",
        lambda p: p.replace(
            "KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n", 1
        ),
    ),
    "cloud-config": (
        "cloud-init",
        "indent",
        "OPENSSH PRIVATE KEY",
        lambda p: "#cloud-config\nssh_keys:\n  ed25519_private: |\n" + textwrap.indent(p, "    "),
    ),
    "one-line-spaces": ("one line", "oneline", "PRIVATE KEY", lambda p: p.replace("\n", " ")),
    "no-end": ("cut short", "trunc", "RSA PRIVATE KEY", lambda p: p.split("-----END")[0]),
}

# Texts with an access key: `akid`, `sak` and `tok` are its parts.
Parts = dict[str, str]
AWS_TEXTS: dict[str, Callable[[Parts], str]] = {
    "sts-json": lambda parts: as_json(
        {
            "Credentials": {
                "AccessKeyId": parts["akid"],
                "SecretAccessKey": parts["sak"],
                "SessionToken": parts["tok"],
            }
        }
    ),
    "export": lambda parts: (
        f"export AWS_ACCESS_KEY_ID={parts['akid']}\n"
        f"export AWS_SECRET_ACCESS_KEY={parts['sak']}\n"
        f"export AWS_SESSION_TOKEN={parts['tok']}\n"
    ),
    "imds": lambda parts: as_json(
        {
            "Code": "Success",
            "AccessKeyId": parts["akid"],
            "SecretAccessKey": parts["sak"],
            "Token": parts["tok"],
            "Expiration": "2026-11-22T16:00:00Z",
        }
    ),
    "xml": lambda parts: (
        f"<Credentials><AccessKeyId>{parts['akid']}</AccessKeyId>"
        f"<SecretAccessKey>{parts['sak']}</SecretAccessKey>"
        f"<SessionToken>{parts['tok']}</SessionToken></Credentials>"
    ),
    "boto3-code": lambda parts: (
        f"boto3.client('s3', aws_access_key_id='{parts['akid']}', "
        f"aws_secret_access_key='{parts['sak']}', aws_session_token='{parts['tok']}')"
    ),
    "yaml": lambda parts: (
        f"aws:\n  accessKeyId: {parts['akid']}\n"
        f"  secretAccessKey: {parts['sak']}\n  sessionToken: {parts['tok']}\n"
    ),
    "pair": lambda parts: f"keys: {parts['akid']}:{parts['sak']}",
    "terraform": lambda parts: (
        f'provider "aws" {{\n  access_key = "{parts["akid"]}"\n  secret_key = "{parts["sak"]}"\n}}\n'
    ),
    "rclone": lambda parts: (
        f"[s3]\ntype = s3\naccess_key_id = {parts['akid']}\nsecret_access_key = {parts['sak']}\n"
    ),
}
WITHOUT_TOKEN = ("pair", "terraform", "rclone")


def add(cases: Cases) -> None:
    add_private_keys(cases)
    add_other_keys(cases)
    add_aws_keys(cases)
    for name in PRESIGNED:
        add_presigned(cases, name)
    signature = drawing("gcs").hex(256)
    cases.secret(
        "presigned",
        "gcs",
        "gcs",
        signature,
        "https://storage.googleapis.com/b/o?X-Goog-Algorithm=GOOG4-RSA-SHA256"
        f"&X-Goog-Credential=x%40acme.iam.gserviceaccount.com&X-Goog-Signature={signature}",
        "a presigned URL of Google",
    )


def add_private_keys(cases: Cases) -> None:
    for kind in KINDS:
        key = pem(drawing("pem", kind), kind)
        add_private_key(cases, kind + ".raw", "whole text", key, key)
        key = pem(drawing("pemj", kind), kind)
        add_private_key(cases, kind + ".json", "JSON", key, as_json({"name": "x", "data": key}))
    for name, (how, seed, kind, form) in KEY_TEXTS.items():
        key = pem(drawing("pem", seed), kind)
        add_private_key(cases, name, how, key, form(key))


def add_private_key(cases: Cases, name: str, how: str, key: str, text: str) -> None:
    """No line of its body may stay: the first, the one in the middle and the last long one are looked for."""
    body = [line for line in key.splitlines() if len(line) > 40 and not line.startswith("-----")]
    needles = [body[0], body[len(body) // 2], body[-2]]
    cases.secret("private-keys", name, how, key, text, "a private key", needles=needles)


def add_other_keys(cases: Cases) -> None:
    """Private keys that are not PEM."""

    def add_one(name: str, how: str, key: str, text: str, why: str) -> None:
        cases.secret("private-keys", name, how, key, text, why)

    draw = drawing("jwk")
    key = draw.of(BASE64URL, 43)
    jwk = {"kty": "EC", "crv": "P-256", "x": draw.of(BASE64URL, 43), "y": draw.of(BASE64URL, 43), "d": key}
    add_one("jwk-ec", "JWK", key, as_json(jwk), "the private part of a JSON web key")
    draw = drawing("ppk")
    key = draw.of(BASE64, 64)
    putty = (
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\n"
        f"Public-Lines: 1\n{draw.of(BASE64, 64)}\nPrivate-Lines: 1\n{key}\nPrivate-MAC: {draw.hex(64)}\n"
    )
    add_one("putty", "PPK", key, putty, "a PuTTY key")
    key = as_base64(drawing("wg").randbytes(32))
    wireguard = f"[Interface]\nPrivateKey = {key}\nAddress = 10.0.0.2/32\n"
    add_one("wireguard", "wg.conf", key, wireguard, "a WireGuard key")
    key = drawing("totp").of(BASE32, 32)
    url = f"otpauth://totp/Acme:bob?secret={key}&issuer=Acme"
    add_one("otpauth", "otpauth URL", key, url, "a TOTP seed")


def add_aws_keys(cases: Cases) -> None:
    for part in ("akid", "sak", "tok"):
        for form, text in AWS_TEXTS.items():
            if part == "tok" and form in WITHOUT_TOKEN:
                continue
            name = f"{form}.{part}"
            draw = drawing("awsk", name)
            parts = {"akid": access_key_id(draw), "sak": secret_access_key(draw), "tok": session_token(draw)}
            cases.secret("aws-keys", name, name, parts[part], text(parts), "AWS credentials in a text")


PRESIGNED = ("v4-url", "v4-json", "v4-html", "v2-url", "cloudfront", "v4-token", "v4-doubly")


def add_presigned(cases: Cases, name: str) -> None:
    """A presigned URL of S3 or CloudFront. Its signature is the secret, or the session token in it."""
    draw = drawing("psg", name)
    signature = draw.hex(64)
    token = quote(session_token(draw), safe="")
    key = access_key_id(draw, "ASIA")
    old = quote(as_base64(draw.randbytes(20)), safe="")
    signed = draw.of(WORD + "-~", 342) + "__"
    url = (
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        f"&X-Amz-Credential={key}%2F20261122%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20261122T100000Z"
        f"&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Security-Token={token}&X-Amz-Signature={signature}"
    )
    secret, text = {
        "v4-url": (signature, url),
        "v4-json": (signature, as_json({"url": url})),
        "v4-html": (signature, '<a href="' + url.replace("&", "&amp;") + '">x</a>'),
        "v2-url": (
            old,
            f"https://b.s3.amazonaws.com/k?AWSAccessKeyId={key}&Expires=1790000000&Signature={old}",
        ),
        "cloudfront": (
            signed,
            f"https://d111.cloudfront.net/x?Expires=1790000000&Signature={signed}&Key-Pair-Id=K2JCJMDEHXQW5F",
        ),
        "v4-token": (token, url),
        "v4-doubly": (signature, "https://x.example.com/?u=" + quote(url, safe="")),
    }[name]
    cases.secret("presigned", name, name, secret, text, "a presigned URL")
