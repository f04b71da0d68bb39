"""Filters for what nothing has: they must leave something out, whatever entries show of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from harness.contract.paths.member import first_value
from harness.contract.values import JsonValue
from harness.contract.wording import show
from harness.fuzz.laws.caller import Call
from harness.fuzz.laws.cases import documented
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.demanded import entries_at
from harness.fuzz.laws.questions import Questions
from harness.strategies.request.valid import Requests
from harness.synth.responses.demands import Parameter, documented_filters
from harness.synth.responses.views import allows

_MOST = 12  # parameters that are asked with
_MADE_UP = ("no-such-7f3a9c", "NoSuch7f3a9c", "nosuch7f3a9c", "417203958661", "no-such-7f3a9c@example.com")


@dataclass(frozen=True)
class Unmatched:
    """Asks for what no entry has: a part of the law of what was asked for.

    Attributes:
        law: the law that this is a part of.
        questions: what is asked for of the list.
    """

    law: str
    questions: Questions

    def steps(self) -> Iterator[Counterexample | None]:
        """Ask with one parameter after the other; yield what is wrong, and None after each."""
        entries = self._entries(self.questions.usual.exchanges[0])
        if not entries:
            return
        for parameter in documented_filters(self.questions.caller.contract.operation_model)[:_MOST]:
            asked = self._made_up(parameter, json.dumps(entries).lower())
            if asked is not None:
                yield from self._judge(parameter, asked, entries)
                yield None

    def _judge(self, parameter: Parameter, value: str, entries: list[Any]) -> Iterator[Counterexample]:
        questions, param = self.questions, parameter.path[0]
        asked: JsonValue = [value] if parameter.shape.type_name == "list" else value
        params = questions.plain | questions.given(parameter.path, asked)
        if param in questions.plain or not questions.caller.allows(params):
            return
        call = questions.caller(params)
        if call is None or call.response is None or self._entries(call) != entries:
            return
        again = questions.caller(questions.plain)
        if again is None or self._entries(again) != entries:
            return
        message = (
            f"With {'.'.join(parameter.path)} {show(value)}, which nothing in the list has, the server must "
            f"refuse the request or leave entries out, but all {len(entries)} came back, as without it."
        )
        yield Counterexample(
            self.law,
            questions.caller.contract.name,
            "ignored-filter",
            message,
            (questions.usual.exchanges[0], call),
            documented(questions.caller.contract, param),
            param,
        )

    def _made_up(self, parameter: Parameter, known: str) -> str | None:
        """Make up a text that the parameter allows, and that no entry has in it."""
        is_list = parameter.shape.type_name == "list"
        shape = parameter.shape.member if is_list else parameter.shape
        made: dict[str, Any] = {}
        Requests.of(self.questions.caller.contract).editor().put(made, ".".join(parameter.path))
        plain = first_value(made, ".".join(parameter.path))
        texts = (*_MADE_UP, *(plain if isinstance(plain, list) else [plain]))
        fitting = (one for one in texts if isinstance(one, str) and len(one) > 2 and allows(shape, one))
        return next((one for one in fitting if one.lower() not in known), None)

    def _entries(self, call: Call) -> list[Any]:
        path = next(iter(self.questions.pagination.results), "")
        return entries_at(call, path) if path and call.response is not None else []
