"""Random values from fixed seeds, well formed as those of their owners. None is real."""

from __future__ import annotations

import base64
import json
import random
import string
import textwrap
import uuid
import zlib
from collections.abc import Callable

LETTERS = string.ascii_letters
WORD = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"
NOT_ZERO = "123456789"
BASE64 = WORD + "+/"
BASE64URL = WORD + "-_"
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
BASE32 = string.ascii_uppercase + "234567"
SYMBOLS = "!_-."


class Draw(random.Random):
    """A source of random values."""

    def of(self, alphabet: str, count: int) -> str:
        return "".join(self.choice(alphabet) for _ in range(count))

    def word(self, count: int) -> str:
        return self.of(WORD, count)

    def hex(self, count: int) -> str:
        return self.of(HEX, count)

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.getrandbits(128), version=4))

    def password(self, count: int = 14) -> str:
        """With a digit, a capital and a symbol, and a letter at its start."""
        while True:
            text = self.of(WORD + SYMBOLS, count)
            ends = text[0].isalpha() and text[-1].isalnum()
            if (
                ends
                and any(map(str.isdigit, text))
                and any(map(str.isupper, text))
                and set(text) & set(SYMBOLS)
            ):
                return text

    def plain_password(self, count: int = 16) -> str:
        """Of letters and digits, with a digit after its start, a capital and a small letter."""
        while True:
            text = self.word(count)
            if (
                any(map(str.isdigit, text[1:]))
                and any(map(str.isupper, text))
                and any(map(str.islower, text))
            ):
                return text


Maker = Callable[[Draw], str]


def drawing(*key: object) -> Draw:
    """The random values of one case: the same in every run."""
    return Draw("canary-2026/" + "/".join(map(str, key)))


def common_secret(draw: Draw, index: int) -> str:
    """One of four kinds of values, which take turns."""
    kinds: list[Callable[[], str]] = [
        draw.password,
        draw.plain_password,
        lambda: draw.hex(32),
        lambda: draw.of(BASE64URL, 32),
    ]
    return kinds[index % 4]()


def as_json(value: object) -> str:
    return json.dumps(value)


def as_base64(value: str | bytes) -> str:
    return base64.b64encode(value if isinstance(value, bytes) else value.encode()).decode()


def as_base64url(value: str | bytes) -> str:
    """Without padding."""
    return (
        base64.urlsafe_b64encode(value if isinstance(value, bytes) else value.encode()).decode().rstrip("=")
    )


def with_checksum(prefix: str, body: str) -> str:
    """A token that ends with the CRC-32 of its body in 6 digits of base 62, as those of GitHub and npm."""
    rest, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = BASE62[digit] + digits
    return prefix + body + digits


def jwt(draw: Draw, algorithm: str = "HS256") -> str:
    head = as_base64url(as_json({"alg": algorithm, "typ": "JWT"}))
    body = as_base64url(
        as_json({"sub": draw.uuid(), "iat": 1790000000 + draw.randrange(9**6), "scope": "write"})
    )
    return f"{head}.{body}.{draw.of(BASE64URL, 43 if algorithm == 'HS256' else 342)}"


def pem(draw: Draw, kind: str, size: int = 800) -> str:
    body = as_base64(bytes([0x30, 0x82]) + draw.randbytes(size))
    return f"-----BEGIN {kind}-----\n" + "\n".join(textwrap.wrap(body, 64)) + f"\n-----END {kind}-----\n"


def access_key_id(draw: Draw, prefix: str = "AKIA") -> str:
    return prefix + draw.of(BASE32, 16)


def secret_access_key(draw: Draw) -> str:
    """With a plus or a slash, as most have one."""
    while True:
        text = draw.of(BASE64, 40)
        if "+" in text or "/" in text:
            return text


def plain_secret_access_key(draw: Draw) -> str:
    return draw.word(40)


def session_token(draw: Draw) -> str:
    return "IQoJb3JpZ2luX2VjE" + draw.of(BASE64, 380) + "=="
