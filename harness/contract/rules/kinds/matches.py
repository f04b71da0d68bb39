"""What the entries of a list match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import first_value, select
from harness.contract.paths.pointer import to_pointer
from harness.contract.rules.condition import same_value
from harness.contract.rules.response import Answering, OnMember, Stage, in_response, is_returned, param_of
from harness.contract.rules.rule import Breach


@dataclass(frozen=True)
class Matches(OnMember):
    """Every entry of a list has the values that a map parameter asks for, by the names of its members."""

    kind = "matches"
    meaning = "A list has an entry that does not match the request."
    begins_with_name = False
    stage = Stage.VALUES
    param: str

    def breaches(self, document: Any) -> Iterator[Breach]:
        asked = param_of(document, self.param)
        if not isinstance(asked, dict):
            return
        for at, entry in in_response(document, f"{self.member}[]"):
            if isinstance(entry, dict):
                for name in asked.keys() & entry.keys():
                    if not same_value(entry[name], asked[name]):
                        yield Breach(to_pointer((*at, name)), entry[name])

    def applies(self, document: Any) -> bool:
        return bool(param_of(document, self.param)) and is_returned(document, f"{self.member}[]")

    @property
    def words(self) -> str:
        return f"every entry of {self.member} must match the {self.param} of the request"

    def enforce(self, response: dict[str, Any], answering: Answering) -> None:
        asked = first_value(answering.params, self.param)
        entry: Any = answering.shape(f"{self.member}[]")
        if isinstance(asked, dict) and entry is not None and entry.type_name == "structure":
            for _, structure in select(response, f"{self.member}[]"):
                structure.update({name: value for name, value in asked.items() if name in entry.members})
