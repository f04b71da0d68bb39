"""Secrets in bodies that are encoded: base64, compressed, percent-encoded, binary."""

from __future__ import annotations

import gzip
import io
import tarfile
import textwrap
import zlib
from collections.abc import Callable
from urllib.parse import quote

from cases import Cases, Forms
from cases_vendors import github_token
from values import Maker, as_base64, as_base64url, as_json, drawing, pem

# The values of those that do not hold a password.
MAKERS: dict[str, Maker] = {
    "b64-vendor": github_token,
    "b64-pem": lambda draw: pem(draw, "RSA PRIVATE KEY"),
    "gzip-vendor": github_token,
    "binary-vendor": github_token,
    "large-text-vendor": github_token,
}


def compressed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def archive(name: str, content: bytes) -> bytes:
    """A tar archive of one file."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    return file.getvalue()


TEXTS: Forms = {
    "b64-json": lambda v: as_base64(as_json({"user": "app", "password": v})),
    "b64-json-in-json": lambda v: as_json({"data": as_base64(as_json({"user": "app", "password": v}))}),
    "b64url-json": lambda v: as_base64url(as_json({"user": "app~?>>", "password": v, "x": "ÿÿ??>>"})),
    "b64url-nopad-in-json": lambda v: as_json(
        {"state": as_base64url(as_json({"next": "??>>~~", "client_secret": v}))}
    ),
    "b64-b64-json": lambda v: as_base64(as_base64(as_json({"user": "app", "password": v}))),
    "b64-env": lambda v: as_base64(f"HOST=x\nDB_PASSWORD={v}\nPORT=1\n"),
    "b64-yaml": lambda v: as_base64(f"db:\n  user: a\n  password: {v}\n"),
    "b64-xml": lambda v: as_base64(f"<c><user>a</user><password>{v}</password></c>"),
    "b64-vendor": lambda v: as_base64(f"token is {v} ok"),
    "b64-pem": lambda v: as_base64(v),
    "b64-wrapped": lambda v: "\n".join(
        textwrap.wrap(as_base64(as_json({"user": "app", "password": v, "pad": "x" * 120})), 76)
    ),
    "b64-gzip": lambda v: as_base64(compressed(as_json({"user": "app", "password": v}))),
    "b64-gzip-in-json": lambda v: as_json(
        {"awslogs": {"data": as_base64(compressed(as_json({"logEvents": [{"message": "password=" + v}]})))}}
    ),
    "b64-zlib": lambda v: as_base64(zlib.compress(as_json({"user": "app", "password": v}).encode())),
    "b64-data-uri": lambda v: "data:application/json;base64," + as_base64(as_json({"password": v, "u": "a"})),
    "b64-after-text": lambda v: "payload: " + as_base64(as_json({"password": v, "u": "a"})) + " end",
    "urlenc-json": lambda v: "payload=" + quote(as_json({"password": v}), safe=""),
    "urlenc-form": lambda v: "user=a&pass%77ord=x&client_secret=" + v + "&grant_type=client_credentials",
    "urlenc-twice": lambda v: "p=" + quote(quote(as_json({"password": v}), safe=""), safe=""),
    "form-password": lambda v: f"username=a&password={v}&scope=all",
    "form-refresh": lambda v: f"grant_type=refresh_token&refresh_token={v}&client_id=x",
    "multipart": lambda v: (
        '--b\r\nContent-Disposition: form-data; name="user"\r\n\r\na\r\n'
        f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{v}\r\n--b--\r\n'
    ),
    "html-attr": lambda v: f"<input type='password' name='p' value='{v}'>",
    "html-entities-json": lambda v: as_json({"user": "a", "password": v}).replace('"', "&quot;"),
    "mime-qp": lambda v: f"Content-Transfer-Encoding: quoted-printable\n\npassword=3D{v}\n",
    "escaped-json-in-log": lambda v: 'body="' + as_json({"password": v}).replace('"', '\\"') + '"',
    "escaped-json-twice": lambda v: (
        'body="' + as_json(as_json({"password": v}))[1:-1].replace("\\", "\\\\").replace('"', '\\"') + '"'
    ),
}

BINARY: dict[str, Callable[[str], bytes]] = {
    "gzip-json": lambda v: compressed(as_json({"user": "a", "password": v})),
    "gzip-ndjson": lambda v: compressed(as_json({"a": 1}) + "\n" + as_json({"api_key": v}) + "\n"),
    "gzip-vendor": lambda v: compressed("token " + v),
    "gzip-gzip": lambda v: gzip.compress(compressed(as_json({"password": v})), mtime=0),
    "gzip-env": lambda v: compressed(f"A=1\nDB_PASSWORD={v}\n"),
    "gzip-b64-json": lambda v: compressed(as_base64(as_json({"user": "a", "password": v}))),
    "gzip-two-members": lambda v: compressed("hello\n") + compressed(as_json({"password": v})),
    "zlib-json": lambda v: zlib.compress(as_json({"password": v}).encode()),
    "binary-vendor": lambda v: b"\x00\xff\xfe\x01" + v.encode() + b"\x00\x80",
    "binary-env": lambda v: b"\x7fELF\x00\xff" + f"DB_PASSWORD={v}".encode() + b"\x00\x80",
    "latin1": lambda v: ("user: J\xfcrgen\npassword: " + v + "\n").encode("latin-1"),
    "utf8-bom-bytes": lambda v: b"\xef\xbb\xbf" + as_json({"password": v}).encode(),
    "msgpack-like": lambda v: b"\x82\xa4user\xa1a\xa8password" + bytes([0xA0 + len(v)]) + v.encode(),
    "cbor": lambda v: b"\xa2\x64user\x61a\x68password" + bytes([0x60 + len(v)]) + v.encode(),
    "tar": lambda v: archive(".env", f"DB_PASSWORD={v}\n".encode()),
}

LARGE: Forms = {
    "large-json": lambda v: as_json(
        {"rows": [{"i": i, "name": f"n{i}"} for i in range(3000)], "password": v}
    ),
    "large-text-vendor": lambda v: "x" * 70000 + " " + v + " " + "y" * 70000,
}


def add(cases: Cases) -> None:
    add_texts(cases, TEXTS)
    for name, form in BINARY.items():
        secret = value(name)
        cases.secret(
            "encoded",
            name,
            name,
            secret,
            as_base64(form(secret)),
            "an encoded body",
            where=["s3.put.bin", "s3.get.bin"],
            encoding="base64",
        )
    add_texts(cases, LARGE)


def add_texts(cases: Cases, forms: Forms) -> None:
    for name, form in forms.items():
        secret = value(name)
        why = "SAML-like deflate" if name == "b64-zlib" else "an encoded body"
        cases.secret("encoded", name, name, secret, form(secret), why)


def value(name: str) -> str:
    draw = drawing("enc", name)
    return MAKERS[name](draw) if name in MAKERS else draw.plain_password(20)
