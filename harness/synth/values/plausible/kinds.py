"""Kinds of texts by the words of a member's name: identifiers, addresses, dates, sentences and the like."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

from harness.contract.values import format_timestamp
from harness.synth.scene import Scene
from harness.synth.values.choices import Choices, between, pick
from harness.synth.values.plausible import words
from harness.synth.values.plausible.place import Place
from harness.synth.values.plausible.times import plausible_time

Kind = Callable[[Choices, Place, Scene], Iterator[str]]

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def kinds_of(named: tuple[str, ...]) -> Iterator[Kind]:
    """Yield the kinds that a name's words stand for: of pairs of words, then of words, the last first."""
    for pair in zip(named[-2::-1], named[:0:-1], strict=False):
        if pair in _BY_PAIR:
            yield _BY_PAIR[pair]
    for word in reversed(named):
        if word in _BY_WORD:
            yield _BY_WORD[word]


def random_hex(choices: Choices, length: int) -> str:
    """Return hexadecimal digits: one choice, as a choice for each digit takes several times as long."""
    return f"{choices.choose(16**length):0{length}x}"


def random_uuid(choices: Choices) -> str:
    """Return a UUID of version 4 (RFC 9562)."""
    return str(uuid.UUID(random_hex(choices, 32), version=4))


def _fixed(*texts: str) -> Kind:
    """Make a kind of some texts, of which each may be the one that fits."""

    def kind(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
        first = choices.choose(len(texts))
        yield from (*texts[first:], *texts[:first])

    return kind


def _identifier(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield random_uuid(choices)
    subject = [word for word in place.words if word not in ("id", "ids", "identifier", "resource")]
    if subject:
        yield f"{subject[-1]}-{random_hex(choices, 17)}"
    for length in (32, 16, 10):
        yield random_hex(choices, length)


def _account(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield scene.account


def _access_key(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    # AWS's documentation marks the ones it shows in this way, and scanners of secrets know it.
    yield "AKIA" + "".join(pick(choices, _BASE32) for _ in range(9)) + "EXAMPLE"


def _key_id(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    # The ids of other keys, such as KmsKeyId, look like no credential.
    yield from (_access_key if "access" in place.words else _identifier)(choices, place, scene)


def _region(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield scene.region


def _zone(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield scene.region + pick(choices, "abc")


def _service(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield from (f"{pick(choices, ('s3', 'ec2', 'lambda', 'iam', 'kms', 'sqs'))}.amazonaws.com", place.service)


def _email(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield f"{pick(choices, words.PEOPLE)}@example.com"


def _person(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    person = pick(choices, words.PEOPLE)
    yield from (person, f"{person}@example.com", person.title())


def _ip_address(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield f"10.0.{choices.choose(16)}.{between(choices, 4, 250)}"
    yield f"2001:db8::{between(choices, 1, 0xFFFF):x}"  # RFC 3849


def _network(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield from (f"10.{choices.choose(16)}.0.0/16", "10.0.0.0", "2001:db8::/56")


def _mac_address(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield "0a:" + ":".join(random_hex(choices, 2) for _ in range(5))


def _domain(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield from (f"{words.noun(choices)}.example.com", "example.com")


MADE_UP_URL = re.compile(
    rf"https://(?:{'|'.join(words.NOUNS)})\.example\.com"
    r"(/(?:[0-9a-f]{12}|7c1f0a)(?:\?X-Amz-Signature=0a1b)?)"
)
"""A URL that synthetic answers make up, here or in a documented form; its group is what follows the host."""


def _url(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    noun = words.noun(choices)
    yield from (f"https://{noun}.example.com/{random_hex(choices, 12)}", f"s3://{noun}-prod/{noun}.json")
    yield f"{noun}.example.com"


def _bucket(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield f"{words.name(choices)}-{scene.account}"


def _object_key(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    noun = words.noun(choices)
    yield from (f"{noun}/2025/06/{random_hex(choices, 8)}.json", noun)


def _path(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    noun = words.noun(choices)
    yield from (f"/{noun}/2025/", f"{noun}/2025/", f"/{noun}", "/")


def _version(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    major = between(choices, 1, 5)
    yield from (
        f"{major}.{choices.choose(10)}.{choices.choose(10)}",
        f"{major}.{choices.choose(10)}",
        f"{major}",
    )


def _digits(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield str(between(choices, 1, 100))


def _digest(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    for length in (64, 40, 32):
        yield random_hex(choices, length)


def _time(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    moment = format_timestamp(plausible_time(choices, place, scene))
    yield from (moment, moment[:10], moment[11:19], moment[11:16])


def _sentence(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    noun = words.noun(choices)
    kind = pick(choices, ("weekly", "nightly", "production", "internal", "regional"))
    yield from (f"The {kind} {noun} service", f"{kind.title()} {noun}", noun)


def _code(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    yield from ("AccessDenied", "200")


_policy = _fixed('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}')


def _json(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    if not place.path.endswith("[]"):  # a list of schemas has their names
        yield '{"enabled":true}'


def _phone(choices: Choices, place: Place, scene: Scene) -> Iterator[str]:
    number = f"2065550{between(choices, 100, 199)}"  # 555-0100 to 555-0199 are nobody's (NANPA)
    yield from (f"+1{number}", number, f"1{number}")


_BY_PAIR: dict[tuple[str, str], Kind] = {
    ("account", "id"): _account,
    ("owner", "id"): _account,
    ("bucket", "owner"): _account,
    ("account", "ids"): _account,
    ("account", "number"): _account,
    ("aws", "account"): _account,
    ("key", "id"): _key_id,
    ("access", "key"): _access_key,
    ("availability", "zone"): _zone,
    ("time", "zone"): _fixed("UTC", "Etc/UTC", "Europe/Berlin"),
    ("event", "name"): _fixed("UpdateTrail", "CreateUser", "PutObject", "RunInstances", "DeleteBucket"),
    ("event", "source"): _service,
    ("user", "name"): _person,
    ("first", "name"): _fixed("Martha", "Mateo", "Nikki"),
    ("last", "name"): _fixed("Rivera", "Jackson", "Wolf"),
    ("bucket", "name"): _bucket,
    ("domain", "name"): _domain,
    ("host", "name"): _domain,
    ("dns", "name"): _domain,
    ("ip", "address"): _ip_address,
    ("mac", "address"): _mac_address,
    ("email", "address"): _email,
    ("resource", "type"): _fixed("AWS::S3::Bucket", "AWS::EC2::Instance", "AWS::Lambda::Function"),
    ("content", "type"): _fixed("application/json", "text/plain"),
    ("media", "type"): _fixed("application/json", "text/plain"),
    ("mime", "type"): _fixed("application/json", "text/plain"),
    ("instance", "type"): _fixed("m5.large", "t3.micro", "db.t3.micro", "ml.m5.large", "cache.t3.micro"),
    ("instance", "class"): _fixed("db.t3.micro", "db.r6g.large"),
    ("object", "key"): _object_key,
    ("tag", "key"): _fixed("Environment", "Team", "Project"),
    ("tag", "value"): _fixed("production", "checkout", "orders"),
    ("read", "only"): _fixed("false", "true"),
    ("number", "id"): _identifier,
    ("phone", "number"): _phone,
    ("max", "items"): _digits,
    ("max", "results"): _digits,
    ("image", "uri"): _fixed("123456789012.dkr.ecr.us-east-1.amazonaws.com/orders:1.4.2"),
}
_BY_WORD: dict[str, Kind] = {
    "account": _account,
    "region": _region,
    "zone": _zone,
    "email": _email,
    "username": _person,
    "user": _person,
    "author": _person,
    "ip": _ip_address,
    "ipv": _ip_address,
    "cidr": _network,
    "subnet": _network,
    "mac": _mac_address,
    "domain": _domain,
    "host": _domain,
    "hostname": _domain,
    "dns": _domain,
    "url": _url,
    "uri": _url,
    "endpoint": _url,
    "link": _url,
    "location": _url,
    "bucket": _bucket,
    "path": _path,
    "prefix": _path,
    "folder": _path,
    "directory": _path,
    "id": _identifier,
    "ids": _identifier,
    "identifier": _identifier,
    "uuid": _identifier,
    "guid": _identifier,
    "token": _identifier,
    "version": _version,
    "revision": _version,
    "hash": _digest,
    "digest": _digest,
    "checksum": _digest,
    "md": _digest,
    "sha": _digest,
    "etag": _digest,
    "fingerprint": _digest,
    "date": _time,
    "time": _time,
    "timestamp": _time,
    "modified": _time,
    "created": _time,
    "updated": _time,
    "at": _time,
    "description": _sentence,
    "message": _sentence,
    "reason": _sentence,
    "comment": _sentence,
    "summary": _sentence,
    "text": _sentence,
    "title": _sentence,
    "note": _sentence,
    "notes": _sentence,
    "details": _sentence,
    "policy": _policy,
    "document": _policy,
    "json": _json,
    "schema": _json,
    "configuration": _json,
    "phone": _phone,
    "status": _fixed("ACTIVE", "available", "active", "Available", "Enabled"),
    "state": _fixed("ACTIVE", "available", "active", "running", "Enabled"),
    "severity": _fixed("MEDIUM", "LOW", "HIGH"),
    "currency": _fixed("USD", "EUR"),
    "language": _fixed("en-US", "en", "de-DE"),
    "locale": _fixed("en-US", "en_US"),
    "country": _fixed("US", "DE", "USA"),
    "city": _fixed("Seattle", "Berlin"),
    "timezone": _fixed("UTC", "Europe/Berlin"),
    "engine": _fixed("postgres", "mysql"),
    "format": _fixed("json", "csv"),
    "encoding": _fixed("utf-8", "gzip"),
    "schedule": _fixed("rate(5 minutes)", "cron(0 12 * * ? *)"),
    "expression": _fixed("rate(5 minutes)", "cron(0 12 * * ? *)"),
    "cron": _fixed("cron(0 12 * * ? *)", "0 12 * * *"),
    "unit": _fixed("Count", "Seconds", "Bytes"),
    "size": _digits,
    "count": _digits,
    "number": _digits,
    "limit": _digits,
    "port": _fixed("443", "8080"),
    "code": _code,
    "enabled": _fixed("true", "false"),
}
