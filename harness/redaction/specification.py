"""What a recording must not hold, as data: the rules of redaction and their default."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from harness.redaction.hints import either, has, hint_of
from harness.redaction.named import NamedRule
from harness.redaction.names import strength
from harness.redaction.tokens import TokenRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REDACTED = "REDACTED"
"""What stands for a credential in a header or a presigned query."""


class Rule(Protocol):
    """What finds secrets by their looks."""

    @property
    def series(self) -> tuple[str, ...]:
        """What stands for them, as of a `ValuePattern`."""

    @property
    def hint(self) -> str:
        """What a text has somewhere if there is one in it, an expression for `hints.has`."""

    def secrets(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where secrets begin and end in a text, and what they are."""

    def may_be_in(self, text: str) -> bool:
        """Tell whether there may be one in a message, or in a part of it, that has the hint."""


@dataclass(frozen=True, slots=True)
class ValuePattern:
    """A secret that is known by its looks, wherever it stands.

    Attributes:
        kind: what it is, for a report: ``"private key"``.
        expression: what it looks like, a regular expression; its group ``secret``, or else all of it, is
            replaced. It is searched in whatever a service answers, so it must take time in proportion to the
            text.
        series: what stands for the first such secret of a recording, the second, and so on, the last for all
            further ones; empty for stand-ins of each secret's own form.
    """

    kind: str
    expression: str
    series: tuple[str, ...] = ()

    @property
    def hint(self) -> str:
        """What a text has somewhere if the pattern is to match it."""
        return hint_of(self.expression)

    def secrets(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each match begins and ends, and what it is."""
        pattern = self.pattern
        group = "secret" if "secret" in pattern.groupindex else 0
        for found in pattern.finditer(text):
            yield found.start(group), found.end(group), self.kind

    def may_be_in(self, text: str) -> bool:
        """Return True: what is around a value in a message may hide it from the pattern itself."""
        return True

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression. Few recordings have the hint of any, so it is compiled when asked for."""
        return _compiled(self.expression)


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@dataclass(frozen=True)
class Redaction:
    """What to take out of a recording. `dataclasses.replace` adds to the default.

    Attributes:
        headers: names of headers, lower case, whose value is a credential of the exchange itself.
        queries: names of query parameters, lower case, that carry a credential in a presigned URL.
        members: the names of members (of strings and blobs) that hold a secret though a model may forget
            to mark them, and of keys of JSON documents.
        patterns: secrets known by their looks, searched in every string, and in JSON, base64, gzip and
            bytes too.
        pointers: JSON pointers into parameters and results, as ``/Users/*/Email``; ``*`` is any item of a
            list or key of a map, and what a pointer names is replaced with all that is in it.
        functions: each takes the path of a value (names of members, keys of maps) and the value, and
            returns what is to stand in its place: the value itself if it is no secret.
        names: whether the names that users give (keys of maps and documents, headers, names next to values)
            tell secrets.
        keep: what stays as it is, whatever a model or a name says: JSON pointers as ``pointers``, after the
            operation they are for (``ssm.GetParameter/Parameter/Value``, ``ssm.*/...``) or for all.
    """

    headers: frozenset[str]
    queries: frozenset[str]
    members: re.Pattern[str]
    patterns: tuple[Rule, ...]
    pointers: tuple[str, ...] = ()
    functions: tuple[Callable[[tuple[str, ...], object], object], ...] = ()
    names: bool = False
    keep: tuple[str, ...] = ()

    def __repr__(self) -> str:
        # All of the rules would fill screens, in the help of every function that takes some.
        return f"<Redaction: {len(self.patterns)} patterns, {len(self.headers)} headers>"

    def of(self, service: str, operation: str) -> Redaction:
        """Return the rules for one operation: of what is kept, that which is kept there."""
        if not self.keep:
            return self
        here = f"{service}.{operation}"
        split = (entry.partition("/") for entry in self.keep)
        kept = tuple(f"/{pointer}" for name, _, pointer in split if name in ("", here, f"{service}.*"))
        return self if kept == self.keep else replace(self, keep=kept)

    def strength(self, name: str) -> int:
        """Tell how surely a name that a user gave names a secret (`names.strength`)."""
        return strength(name) if self.names else 0

    def may_match(self, content: bytes) -> bool:
        """Tell whether one of the patterns may match a text, or a key in it be a secret's."""
        return any(has(hint, content) for hint in self._hints)

    def suspects(self, content: bytes) -> tuple[list[Rule], bool]:
        """Return the patterns of which a text has the hint, and whether a key in it may be a secret's."""
        forms, names = (has(hint, content) for hint in self._hints)
        if not (forms or names):
            return [], False
        rules = [
            rule
            for rule in self.patterns
            if (names if isinstance(rule, NamedRule) else forms) and has(rule.hint, content)
        ]
        return rules, names and self.may_name(content)

    def may_name(self, content: bytes) -> bool:
        """Tell whether a key in a text may be a secret's."""
        return has(self._member_hint, content)

    @cached_property
    def _hints(self) -> tuple[str, str]:
        """The hints of patterns that go by forms, and of those that go by names."""
        forms = [rule.hint for rule in self.patterns if not isinstance(rule, NamedRule)]
        named = [rule.hint for rule in self.patterns if isinstance(rule, NamedRule)]
        return either(forms), either([self._member_hint, *named])

    @cached_property
    def _member_hint(self) -> str:
        flags = "(?i:" if self.members.flags & re.IGNORECASE else "(?:"
        # A name ends where no letter follows.
        return hint_of(f"{flags}{self.members.pattern.removeprefix('(?i)')})[^A-Za-z0-9_]")


@lru_cache(maxsize=8192)
def is_secret_name(members: re.Pattern[str], name: str) -> bool:
    """Tell whether a member or key of a name is taken to hold a secret (`Redaction.members`)."""
    return members.fullmatch(name) is not None


def _pattern(kind: str, pattern: str, *series: str) -> ValuePattern:
    return ValuePattern(kind, f"(?s){pattern}", series)


_EQUALS = r"(?:=|%3[Dd]|%253[Dd])"  # a URL inside of a URL is quoted, once or twice
_VALUE = rf"{_EQUALS}(?P<secret>[^&\s\"'<>]+)"

# A pattern that starts with plain characters is searched many times faster than one that starts with a look
# behind, which so comes second.
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
            "securitytoken",
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
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:\\[nr]|\s)*+(?P<secret>(?:[^-]|-(?!----))+)",
        ),
        _pattern(
            "AWS secret access key",
            r"A(?<![A-Za-z0-9]A)(?:KIA|SIA)[A-Z0-9]{16}[^A-Za-z0-9+/]{1,12}"
            r"(?P<secret>(?!\S*EXAMPLE)[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        ),
        _pattern(
            "AWS access key id",
            r"A(?<![A-Za-z0-9]A)(?:KIA|SIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}(?![A-Za-z0-9])",
        ),
        _pattern(
            "AWS secret access key",
            r"(?i:secret_?(?:access_?)?key)[\"'\\\s:=>]{1,8}(?P<secret>(?!\S*EXAMPLE)[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        ),
        _pattern(
            "AWS session token",
            r"[IF](?<![A-Za-z0-9+/].)(?:QoJ|woG|QoG)[A-Za-z0-9+/]{60,}={0,2}",
        ),
        _pattern("JSON web token", r"eyJ(?<![\w-]...)[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*"),
        _pattern(
            "password in a URL",
            r"://(?<=[A-Za-z0-9+.-]...)[^\s:/@?#\"'<>]*:(?!\$|\*+@|%\w+%@)"
            r"(?P<secret>[^\s/@\"'<>]+|(?!\d*/)(?<!http://)[^\s@\"'<>]{1,200})@",
        ),
        _pattern(
            "presigned URL",
            r"[Xx]-(?i:Amz-(?:Signature|Security-Token|S3session-Token))" + _VALUE,
            REDACTED,
        ),
        _pattern("presigned URL", r"[?&](?i:Signature)" + _VALUE, REDACTED),
        _pattern(
            "presigned URL",
            rf"[Xx]-(?i:Amz-Credential){_EQUALS}(?P<secret>[^&/%\s\"'<>]+)",
            REDACTED,
        ),
        _pattern("presigned URL", "A(?i:WSAccessKeyId)" + _VALUE, REDACTED),
        TokenRule(),
        NamedRule(),
    ),
    names=True,
)
"""What every recording is redacted by unless told otherwise."""

NOTHING = Redaction(frozenset(), frozenset(), re.compile(r"(?!)"), ())
"""Takes nothing out but secrets that were found before."""

_ADDRESSES = (f"{net}.{host}" for net in ("192.0.2", "198.51.100", "203.0.113") for host in range(1, 255))
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_GROUPS = r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6}"

PSEUDONYMS = (
    _pattern(
        "account id",
        r"(?<![A-Za-z0-9])(?<!\d\.)\d{12}(?![A-Za-z0-9]|\.\d)",
        *(str(123456789012 + number) for number in range(1000)),
    ),
    _pattern(
        "e-mail address",
        r"(?<![\w.+-])[\w.+-]{1,64}+@[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+)+",
        *(f"someone{number or ''}@example.com" for number in range(1000)),
    ),
    _pattern("IP address", rf"(?<![\d.])(?:{_BYTE}\.){{3}}{_BYTE}(?![\d.])", *_ADDRESSES),
    _pattern(
        "IP address",
        rf"(?<![\w:.])(?:(?:[0-9A-Fa-f]{{1,4}}:){{7}}[0-9A-Fa-f]{{1,4}}|{_GROUPS}::(?:{_GROUPS})?|::{_GROUPS})"
        r"(?![\w:.])",
        *(f"2001:db8::{number:x}" for number in range(1, 1000)),
    ),
)
"""Who is behind a recording: account ids (in ARNs, names and hosts too), e-mail and IP addresses. What stands
for them is reserved for examples (RFC 2606, 3849, 5737), and the account ids are those of AWS's own."""

PSEUDONYMOUS = replace(DEFAULT, patterns=(*DEFAULT.patterns, *PSEUDONYMS))
"""The default, and `PSEUDONYMS`."""
