"""What a case is, and how cases are gathered: their names, and where each is put."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from values import Maker, common_secret, drawing

# A case that names no place gets one of requests and one of responses, which its name decides.
REQUEST_PLACES = (
    "s3.put.text",
    "sqs.send",
    "lambda.in",
    "dynamodb.put",
    "logs.put",
    "s3.put.gzip",
    "s3.put.bytes",
    "http.req",
    "sns.publish",
    "kinesis.put",
)
RESPONSE_PLACES = (
    "s3.get.text",
    "sqs.receive",
    "lambda.out",
    "dynamodb.get",
    "logs.get",
    "s3.get.gzip",
    "s3.get.bytes",
    "http.res",
    "cfn.outputs",
    "kinesis.get",
)

# The texts of a group by name, each made from the value that is secret.
Forms = dict[str, Callable[[str], str]]
Where = str | list[str] | None


@dataclass(frozen=True)
class Call:
    """An operation of AWS and, by path, the members of its request or response."""

    service: str
    operation: str
    members: dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A text that holds a secret, or one that holds none (`secret` is None)."""

    id: str
    group: str
    where: list[str]
    how: str
    why: str
    text: str
    secret: str | None = None
    needles: list[str] = field(
        default_factory=list
    )  # parts that must not be found either, if not the whole alone
    encoding: str | None = None  # base64, if the text stands for bytes
    header: str | None = None  # the header whose value the text is
    call: Call | None = None

    @property
    def set(self) -> str:
        """`fresh` for the groups that were added after the first measure, else `first`."""
        return "fresh" if self.group.removeprefix("i-").startswith("fresh-") else "first"

    @property
    def half(self) -> str:
        """`open` cases may be read by who mends harness, `held` ones may not."""
        return "open" if number_of("half:" + self.id) % 2 else "held"

    def as_dict(self) -> dict[str, Any]:
        """For JSON. What is not set is left out."""
        values: dict[str, Any] = {"id": self.id, "group": self.group, "where": self.where, "how": self.how}
        values |= {} if self.secret is None else {"secret": self.secret}
        values |= {"why": self.why, "text": self.text}
        values |= {"needles": self.needles} if self.needles else {}
        values |= {"encoding": self.encoding} if self.encoding else {}
        values |= {"header": self.header} if self.header else {}
        return values | ({"call": vars(self.call)} if self.call else {})


class Cases:
    """Gathers cases. Their order decides which of two with one name gets a number."""

    def __init__(self) -> None:
        self.secrets: list[Case] = []
        self.innocents: list[Case] = []
        self._names: set[str] = set()

    def secret(
        self,
        group: str,
        name: str,
        how: str,
        secret: str,
        text: str,
        why: str = "",
        *,
        where: Where = None,
        needles: list[str] | None = None,
        encoding: str | None = None,
        header: str | None = None,
        call: Call | None = None,
    ) -> None:
        """Add a text in which `secret` is not to be found once it is recorded."""
        one = self._name(group, name)
        self.secrets.append(
            Case(
                one,
                group,
                _places(one, where),
                how,
                why or name,
                text,
                secret,
                needles or [],
                encoding,
                header,
                call,
            )
        )

    def innocent(
        self,
        group: str,
        name: str,
        text: str,
        *,
        where: Where = None,
        header: str | None = None,
        call: Call | None = None,
    ) -> None:
        """Add a text that is to be recorded as it is."""
        one = self._name(group, name)
        self.innocents.append(
            Case("i:" + one, group, _places(one, where), name, "", text, header=header, call=call)
        )

    def of_forms(self, group: str, forms: Forms, make: Maker | None = None) -> None:
        """Add the secrets of a group, one for each form of text, each with a value of its own."""
        for index, (name, form) in enumerate(forms.items()):
            draw = drawing(group, name)
            value = make(draw) if make else common_secret(draw, index if index % 4 else index + 1)
            self.secret(group, name, name, value, form(value), group)

    def of_texts(self, group: str, texts: dict[str, str] | list[str]) -> None:
        """Add the innocents of a group. Without a name, a text names itself."""
        for name, text in texts.items() if isinstance(texts, dict) else zip(texts, texts, strict=True):
            self.innocent(group, name, text)

    def _name(self, group: str, name: str) -> str:
        short = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)[:70]
        first = one = f"{group}/{short}"
        number = 2
        while one in self._names:
            one, number = f"{first}~{number}", number + 1
        self._names.add(one)
        return one


def number_of(text: str) -> int:
    """A number that looks random, the same in every run."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _places(name: str, where: Where) -> list[str]:
    if where is None:
        number = number_of(name)
        return [
            REQUEST_PLACES[number % len(REQUEST_PLACES)],
            RESPONSE_PLACES[number // 97 % len(RESPONSE_PLACES)],
        ]
    return [where] if isinstance(where, str) else list(where)
