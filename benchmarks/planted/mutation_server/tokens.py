"""Opaque tokens. Each one belongs to one list, and carries a signature."""

from __future__ import annotations

import base64
import hashlib
import hmac

SECRET = b"only this server makes tokens"


class TokenUnknown(ValueError):
    """A token that this server did not make for this list."""


def seal(start: int, owner: str) -> str:
    """An opaque token for the entries from `start` on of the list that `owner` describes."""
    body = f"{start}.{hmac.new(SECRET, f'{start} {owner}'.encode(), hashlib.sha256).hexdigest()[:24]}"
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def read(token: str) -> int | None:
    """What a token says, whoever made it, or None if it says nothing."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        return int(text.partition(".")[0])
    except ValueError:
        return None


def unseal(token: str, owner: str) -> int:
    """What a token says, if it was made for this list. Raises TokenUnknown otherwise."""
    start = read(token)
    if start is None or not hmac.compare_digest(seal(start, owner).encode(), token.encode()):
        raise TokenUnknown(token)
    return start
