"""What a token is sent with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.chain import OnChain
from harness.contract.rules.condition import same_value
from harness.contract.rules.rule import ABSENT, Breach


class SameParameters(OnChain):
    """A token goes with the same parameters as the call that returned it.

    `param` is the token's request parameter, `member` the response member that it comes from.
    """

    kind = "same_parameters"
    meaning = "A token is sent with different parameters than the call that returned it."
    names_place = False

    def breaches(self, document: Any) -> Iterator[Breach]:
        for number, page, following in self.continuations(document):
            before, after = page.get("request"), following["request"]
            if not isinstance(before, dict):  # not known
                continue
            for name in sorted((before.keys() | after.keys()) - {self.param}):
                if not same_value(before.get(name), after.get(name)):
                    yield Breach(to_pointer((number + 1, "request", name)), after.get(name, ABSENT))

    def applies(self, document: Any) -> bool:
        return any(isinstance(page.get("request"), dict) for _, page, _ in self.continuations(document))

    @property
    def words(self) -> str:
        return f"{self.param} must be sent with the same parameters as the call that returned it"
