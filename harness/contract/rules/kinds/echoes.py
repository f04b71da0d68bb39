"""What a response repeats of its request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import first_value, holders
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.condition import same_value
from harness.contract.rules.response import Answering, OnMember, Stage, in_response, is_returned, param_of
from harness.contract.rules.rule import Breach


@dataclass(frozen=True)
class Echoes(OnMember):
    """A response member has the value of a request parameter, wherever both are given.

    Args:
        in_header: whether the member is a field of the HTTP header. It holds printable ASCII only, so other
            texts are not judged.
    """

    kind = "echoes"
    meaning = "A response member differs from the request parameter that it must repeat."
    stage = Stage.VALUES
    param: str
    in_header: bool | None = None

    def breaches(self, document: Any) -> Iterator[Breach]:
        asked = param_of(document, self.param)
        if asked is None or (self.in_header and not _fits_header(asked)):
            return
        for at, value in in_response(document, self.member):
            if not same_value(value, asked):
                yield Breach(to_pointer(at), value)

    def applies(self, document: Any) -> bool:
        return param_of(document, self.param) is not None and is_returned(document, self.member)

    @property
    def words(self) -> str:
        return f"{self.member} must be the {self.param} of the request"

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        value = first_value(answering.params, self.param)
        if value is not None and not (self.in_header and not _fits_header(value)):
            for holder, name in holders(response, self.member):
                if name in holder:
                    holder[name] = value


def _fits_header(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and value == value.strip()
