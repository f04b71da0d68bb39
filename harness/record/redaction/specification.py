"""What a recording must not hold, as data: the rules of redaction and their default."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REDACTED = "REDACTED"
"""What stands for a credential in a header or a presigned query."""


@dataclass(frozen=True, slots=True)
class ValuePattern:
    """A secret that is known by its looks, wherever it stands.

    Attributes:
        kind: what it is, for a report: ``"private key"``.
        pattern: what it looks like; its group ``secret``, or else all of it, is replaced.
        fixed: what stands for it; None for its `stand_in`.
        hints: lower-case words of which a text has one, in any case, if the pattern is to match it; looked
            for first, as that is fast. None at all for a pattern without such words.
    """

    kind: str
    pattern: re.Pattern[str]
    fixed: str | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Redaction:
    """What to take out of a recording. `dataclasses.replace` adds to the default.

    Attributes:
        headers: names of headers, lower case, whose value is a credential of the exchange itself.
        queries: names of query parameters, lower case, that carry a credential in a presigned URL.
        members: the names of members (of strings and blobs) that hold a secret though a model may forget
            to mark them.
        patterns: secrets known by their looks, searched in every string, and in base64 and bytes too.
        pointers: JSON pointers into parameters and results, as ``/Users/*/Email``; ``*`` is any item of a
            list or key of a map, and what a pointer names is replaced with all that is in it.
        functions: each takes the path of a value (names of members, keys of maps) and the value, and
            returns what is to stand in its place: the value itself if it is no secret.
    """

    headers: frozenset[str]
    queries: frozenset[str]
    members: re.Pattern[str]
    patterns: tuple[ValuePattern, ...]
    pointers: tuple[str, ...] = ()
    functions: tuple[Callable[[tuple[str, ...], object], object], ...] = ()

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """All hints of the patterns; one that every text has (the empty one) if any pattern has none."""
        return tuple(hint for rule in self.patterns for hint in rule.hints or ("",))


def _pattern(kind: str, hints: str, pattern: str, fixed: str | None = None) -> ValuePattern:
    return ValuePattern(kind, re.compile(pattern, re.DOTALL), fixed, tuple(hints.split("|")) if hints else ())


_EQUALS = r"(?:=|%3[Dd]|%253[Dd])"  # a URL inside of a URL is quoted, once or twice

DEFAULT = Redaction(
    headers=frozenset(
        {
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "x-amz-security-token",
            "x-amz-s3session-token",
            "x-amz-sso_bearer_token",
            "x-amz-server-side-encryption-customer-key",
            "x-amz-copy-source-server-side-encryption-customer-key",
            "x-aws-ec2-metadata-token",
            "x-api-key",
        }
    ),
    queries=frozenset(
        {
            "x-amz-credential",
            "x-amz-signature",
            "x-amz-security-token",
            "x-amz-s3session-token",
            "awsaccesskeyid",
            "signature",
        }
    ),
    members=re.compile(
        r"(?i)(.*(password|passphrase)|.*secret_?(access_?)?key|.*client_?secret|.*private_?key|"
        r"(session|access|id|refresh|security|bearer|authorization)_?token|"
        r"secret_?(string|binary)|password_?data|user_?data)"
    ),
    patterns=(
        _pattern(
            "private key",
            "private key",
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:\\[nr]|\s)*(?P<secret>.+?)"
            r"(?:\\[nr]|\s)*(?:-----END|\Z)",
        ),
        _pattern(
            "AWS access key id",
            "akia|asia",
            r"(?<![A-Za-z0-9])(?P<secret>(?:AKIA|ASIA)[A-Z0-9]{16})(?![A-Za-z0-9])",
        ),
        _pattern(
            "AWS secret access key",
            "secret",
            r"(?i:secret_?(?:access_?)?key)[\"'\\\s:=>]{1,8}(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        ),
        _pattern(
            "AWS session token",
            "iqoj|fwog|fqog",
            r"(?<![A-Za-z0-9+/])(?P<secret>(?:IQoJ|FwoG|FQoG)[A-Za-z0-9+/]{60,}={0,2})",
        ),
        _pattern("JSON web token", "eyj", r"(?<![\w-])(?P<secret>eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)"),
        _pattern(
            "password in a URL", "://", r"[a-z][a-z0-9+.-]{1,20}://[^\s:/@?#\"']*:(?P<secret>[^\s/@\"']+)@"
        ),
        _pattern(
            "password in a connection string",
            "password=|pwd=",
            r"(?i:(?<![a-z])(?:password|pwd))=(?P<secret>[^\s;&,\"']+)(?=[;\s&,\"']|\Z)",
        ),
        _pattern(
            "presigned URL",
            "signature",
            rf"(?i:X-Amz-Signature|[?&]Signature){_EQUALS}(?P<secret>[^&\s\"'<>]+)",
            REDACTED,
        ),
        _pattern(
            "presigned URL",
            "x-amz-credential|awsaccesskeyid",
            rf"(?i:X-Amz-Credential|AWSAccessKeyId){_EQUALS}(?P<secret>[^&/%\s\"'<>]+)",
            REDACTED,
        ),
        _pattern(
            "presigned URL",
            "-token",
            rf"(?i:X-Amz-(?:Security|S3session)-Token){_EQUALS}(?P<secret>[^&\s\"'<>]+)",
            REDACTED,
        ),
    ),
)
"""What every recording is redacted by unless told otherwise."""

PSEUDONYMOUS = replace(
    DEFAULT,
    patterns=(
        *DEFAULT.patterns,
        _pattern("account id", "", r"(?<![\w.-])\d{12}(?![\w.-])", "123456789012"),
        _pattern("e-mail address", "@", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}", "someone@example.com"),
        _pattern(
            "IP address",
            "",
            r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])",
            "192.0.2.1",
        ),
    ),
)
"""The default, and who is behind a recording: account ids (in ARNs too), e-mail and IPv4 addresses."""
