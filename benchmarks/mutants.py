"""What ``harness fuzz`` finds of mutants: an endpoint of which one constraint, form or relation is broken.

    python benchmarks/mutants.py --operations 20 --seed 1 --json mutants.json

Nobody writes the mutants. Operations are drawn by a seed, and each thing that their contracts demand is
broken in turn, in an endpoint that keeps to all else:

- ``dropped``: a constraint of requests is not checked, if a client can send what breaks it;
- ``shifted``: a bound is one off, on either side of it, but for tokens, which are refused in any length;
- ``form``: a member of answers has another type, a value that is not documented, or is missing though it is
  required;
- ``relation``: a parameter that a rule on answers names is passed over, or a sorted list is turned round.

A mutant that no error tells of survives. Errors of the endpoint without a mutation are false ones.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings

from harness.contract.contract import Contract, contract
from harness.contract.paths.member import select
from harness.contract.rules import Sorted
from harness.contract.violation import Violation, has_to_be_refused
from harness.errors import HarnessError
from harness.fuzz.laws.caller import LAW_CONFIG, Caller
from harness.fuzz.search import Findings, search
from harness.models import operations, service_names
from harness.models.paginators import find_pagination
from harness.strategies import invalid_grid
from harness.strategies.request.constraints import Constraint
from harness.strategies.request.valid import Requests
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.responses.answer import Answer
from harness.synth.responses.refusals import refuse_request
from harness.synth.scene import ACCOUNT, Scene
from harness.synth.service.dispatch import Asked
from harness.synth.sessions import plain_client

KINDS = ("dropped", "shifted", "form", "relation")
_ENUMERATED = settings(max_examples=1, database=None, phases=[Phase.explicit])
_OF_REQUESTS = frozenset(("accepts-valid", "refuses-invalid"))
_SECONDS = 20
_SCENE = Scene(dt.datetime(2026, 11, 20, tzinfo=dt.UTC), "us-east-1", ACCOUNT)

Service = Callable[[Asked], Answer]
Mutation = Callable[[Service, Asked], Answer]


@dataclass(frozen=True)
class Mutant:
    """An endpoint with one fault.

    Attributes:
        kind: one of `KINDS`.
        name: what is broken.
        mutation: answers in place of the service.
    """

    kind: str
    name: str
    mutation: Mutation


class Mutated(SyntheticService):
    """Answers as a mutation has it."""

    def __init__(self, mutation: Mutation | None) -> None:
        super().__init__(3, length=7)
        self._mutation = mutation
        self.is_seen = False  # whether an answer was another than without the mutation

    def __call__(self, asked: Asked) -> Answer:
        right = super().__call__(asked)
        if self._mutation is None:
            return right
        found = self._mutation(super().__call__, asked)
        self.is_seen |= (found.response, found.error) != (right.response, right.error)
        return found


def mutants_of(held_to: Contract) -> Iterator[Mutant]:
    """Yield the mutants of an operation."""
    for case in invalid_grid(held_to):
        rule = case.rule
        # A protocol reads some as they should be; documentation takes others back.
        if rule.code in ("type", "unknown-member") or not has_to_be_refused(case.violation):
            continue
        is_bound = bool(rule.limit) and isinstance(rule.bound, int) and not isinstance(rule.bound, bool)
        if _is_sent(held_to, case.params, _dropped(held_to, rule)):
            yield Mutant("dropped", rule.words, _dropped(held_to, rule))
            if is_bound:
                yield Mutant("shifted", f"{rule.words}, wider", _dropped(held_to, rule, within=rule.bound))
        if is_bound and not _is_token(held_to, rule) and not _is_of_one(rule):
            yield Mutant("shifted", f"{rule.words}, narrower", _narrower(held_to, rule))
    yield from _of_answers(held_to)


def _is_sent(held_to: Contract, params: dict[str, Any], mutation: Mutation) -> bool:
    """Tell whether a request can be sent at all: a path cannot lack a part of it."""
    service = Mutated(mutation)
    Caller(held_to, attach(plain_client(held_to.service, "us-east-1", LAW_CONFIG), service))(params)
    return service.is_seen


def _is_token(held_to: Contract, rule: Constraint) -> bool:
    """Tell whether a constraint is on a token: one that was never returned is refused in any length."""
    pagination = find_pagination(held_to.operation_model)
    return pagination is not None and rule.path in pagination.input_tokens


def _is_of_one(rule: Constraint) -> bool:
    """Tell whether a value has one entry or character at most; a server that refuses it may lack its data."""
    return rule.limit == "max" and rule.bound == 1 and rule.code in ("length", "size")


def _is_of(violation: Violation, rule: Constraint) -> bool:
    return violation.code == rule.code and violation.source == rule.source


def _dropped(held_to: Contract, rule: Constraint, within: int | None = None) -> Mutation:
    """Accept what breaks a constraint, or only what is one beyond its bound."""
    plain = Requests.of(held_to).as_called(Requests.of(held_to).smallest)

    def mutation(service: Service, asked: Asked) -> Answer:
        broken = held_to.check_request(asked.params) if asked.operation.name == held_to.operation else []
        is_near = within is None or all(_is_one_beyond(asked.params, rule, within) for _ in broken[:1])
        if broken and is_near and all(_is_of(one, rule) for one in broken):
            return service(replace(asked, params=plain))
        return service(asked)

    return mutation


def _measures(params: Any, rule: Constraint) -> list[float]:
    values = [value for _, value in select(params, rule.path)]
    if rule.on_key:
        values = [key for value in values for key in value or ()]
    return [value if isinstance(value, int | float) else len(value) for value in values if value is not None]


def _is_one_beyond(params: Any, rule: Constraint, bound: int) -> bool:
    wanted = bound + 1 if rule.limit == "max" else bound - 1
    return wanted in _measures(params, rule)


def _narrower(held_to: Contract, rule: Constraint) -> Mutation:
    """Refuse what is just at a bound."""
    case = next(one for one in invalid_grid(held_to) if one.rule == rule)

    def mutation(service: Service, asked: Asked) -> Answer:
        is_own = asked.operation.name == held_to.operation
        if is_own and rule.bound in _measures(asked.params, rule) and not held_to.check_request(asked.params):
            return refuse_request(held_to, asked.params, [case.violation], _SCENE)
        return service(asked)

    return mutation


def _of_answers(held_to: Contract) -> Iterator[Mutant]:
    shape = held_to.operation_model.output_shape
    for path, one in _leaves(shape, "", ()):
        if "enum" in one.metadata:
            yield Mutant("form", f"{path} not documented", _changed(held_to, path, "NOT_DOCUMENTED_7"))
        elif one.type_name in ("integer", "long"):
            yield Mutant("form", f"{path} is 1.5", _changed(held_to, path, 1.5))
    for name in shape.required_members if shape is not None else ():
        yield Mutant("form", f"{name} missing", _changed(held_to, name, None))
    pagination = find_pagination(held_to.operation_model)
    for rule in held_to.rules:
        if isinstance(rule, Sorted):
            yield Mutant("relation", rule.words, _reversed(held_to, rule.member))
        elif rule.side == "response":
            names = (getattr(rule, name, None) for name in ("param", "start", "end"))
            for param in names:
                if isinstance(param, str) and (pagination is None or param not in pagination.input_tokens):
                    yield Mutant("relation", f"{rule.words}: {param} ignored", _ignored(held_to, param))


def _leaves(shape: Any, path: str, above: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if shape is None or shape.name in above:
        return
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from _leaves(member, f"{path}.{name}".removeprefix("."), (*above, shape.name))
    elif shape.type_name == "list":
        yield from _leaves(shape.member, f"{path}[]", (*above, shape.name))
    else:
        yield path, shape


def _changed(held_to: Contract, path: str, value: Any) -> Mutation:
    """Change a member wherever it is."""

    def mutation(service: Service, asked: Asked) -> Answer:
        answer = service(asked)
        if answer.response is None or asked.operation.name != held_to.operation:
            return answer
        response = json.loads(json.dumps(answer.response, default=str))
        outer, _, name = path.removesuffix("[]").rpartition(".")
        for _, holder in list(select(response, outer)) if outer else [((), response)]:
            if isinstance(holder, dict) and name in holder:
                if value is None:
                    del holder[name]
                else:
                    holder[name] = [value] if path.endswith("[]") else value
        return replace(answer, response=response)

    return mutation


def _reversed(held_to: Contract, member: str) -> Mutation:
    def mutation(service: Service, asked: Asked) -> Answer:
        answer = service(asked)
        if answer.response is None or asked.operation.name != held_to.operation:
            return answer
        response = json.loads(json.dumps(answer.response, default=str))
        for _, entries in select(response, member):
            if isinstance(entries, list):
                entries.reverse()
        return replace(answer, response=response)

    return mutation


def _ignored(held_to: Contract, param: str) -> Mutation:
    required = set(getattr(held_to.operation_model.input_shape, "required_members", ()))

    def mutation(service: Service, asked: Asked) -> Answer:
        if asked.operation.name != held_to.operation or param in required:
            return service(asked)
        params = {name: value for name, value in asked.params.items() if name != param}
        return service(replace(asked, params=params))

    return mutation


def hold(
    held_to: Contract, mutation: Mutation | None, *, is_of_requests: bool = False
) -> tuple[Findings, bool]:
    """Hold an endpoint with a mutation to the laws, with the cases that are enumerated.

    Args:
        held_to: the contract of the operation.
        mutation: what it does wrongly; None for the endpoint as it is.
        is_of_requests: whether the laws of requests are enough to tell.

    Returns:
        What was found, and whether the mutation changed an answer.
    """
    service = Mutated(mutation)
    client = attach(plain_client(held_to.service, "us-east-1", LAW_CONFIG), service)
    findings = search(
        [held_to],
        lambda _: client,
        options=_ENUMERATED,
        seed=1,
        max_time=_SECONDS,
        max_failures=None if mutation is None else 1,
        wanted=(lambda law: law in _OF_REQUESTS) if is_of_requests else (lambda law: True),
        clock=time.process_time,
    )
    return findings, service.is_seen


def drawn(count: int, seed: int) -> list[Contract]:
    """Draw operations by a seed, a service at a time."""
    chance, found = random.Random(seed), []
    while len(found) < count:
        service = chance.choice(service_names())
        operation = chance.choice(list(operations(service)))
        if operation.input_shape is not None and not operation.has_event_stream_input:
            found.append(contract(service, operation.name))
    return found


def measure(held_to: Contract, kinds: Iterator[str] | tuple[str, ...], most: int) -> Iterator[dict[str, Any]]:
    """Yield a row for each mutant of an operation, and one for each false error."""
    try:
        correct, _ = hold(held_to, None)
    except HarnessError as error:
        yield {"operation": held_to.name, "kind": "skipped", "name": str(error), "killed": True}
        return
    for found in correct.errors:
        yield {"operation": held_to.name, "kind": "false", "name": found.message, "killed": False}
    if correct.errors or not correct.laws:
        return
    mutants = [one for one in mutants_of(held_to) if one.kind in kinds]
    chance = random.Random(held_to.name)
    for mutant in mutants if len(mutants) <= most else chance.sample(mutants, most):
        is_of_requests = mutant.kind in ("dropped", "shifted")
        findings, is_seen = hold(held_to, mutant.mutation, is_of_requests=is_of_requests)
        if not is_seen and not is_of_requests:
            continue  # no answer has the member
        row = {"operation": held_to.name, "kind": mutant.kind, "name": mutant.name}
        found = next((one.law for one in findings.errors), "")
        yield row | {"killed": bool(found), "law": found, "seen": is_seen}


def main() -> None:
    """Print a line for each survivor and false error, and the counts by kind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--operations", type=int, default=20, help="how many are drawn")
    parser.add_argument("--most", type=int, default=40, help="how many mutants of one are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS, action="append", help="which mutants; all if left out")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="when to stop")
    parser.add_argument("--json", type=Path, help="where to write the rows")
    options = parser.parse_args()
    end, rows = time.monotonic() + options.seconds, []
    for held_to in drawn(options.operations, options.seed):
        if time.monotonic() > end:
            break
        for row in measure(held_to, tuple(options.kind or KINDS), options.most):
            rows.append(row)
            if not row["killed"]:
                unseen = "" if row.get("seen", True) else " (no answer was another)"
                print(f"{row['kind']}: {row['operation']}: {row['name']}{unseen}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    counts = Counter((row["kind"], row["killed"]) for row in rows)
    for kind in (*KINDS, "false"):
        total = counts[kind, True] + counts[kind, False]
        print(
            f"{kind}: {counts[kind, True]} of {total} told" if kind != "false" else f"false errors: {total}"
        )
    print(f"operations: {len({row['operation'] for row in rows})}")


if __name__ == "__main__":
    main()
