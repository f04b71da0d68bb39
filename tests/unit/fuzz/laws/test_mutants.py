"""Every law catches its own fault, planted in a responder that keeps to all of them otherwise."""

from __future__ import annotations

import copy
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.config import Config
from hypothesis import Phase, settings

import harness
from harness.contract.exchange import ErrorAnswer
from harness.fuzz.laws.answers.laws import laws_of_answers
from harness.fuzz.laws.caller import Caller
from harness.fuzz.laws.counterexample import Counterexample
from harness.fuzz.laws.filters import laws_of_filters
from harness.fuzz.laws.law import Hunt, Law
from harness.fuzz.laws.pagination.laws import laws_of_pages
from harness.fuzz.laws.pagination.tokens import laws_of_tokens
from harness.fuzz.laws.requests.constraints import laws_of_constraints
from harness.fuzz.laws.requests.defaults import laws_of_defaults
from harness.fuzz.script import script_lines
from harness.synth import SyntheticService
from harness.synth.client import attach
from harness.synth.responses.answer import Answer
from harness.synth.service.dispatch import Asked
from harness.synth.sessions import plain_client

DATA = "cloudtrail.ListInsightsData"
METRIC = "cloudtrail.ListInsightsMetricData"
USERS = "iam.ListUsers"
ROLE = "iam.GetRole"
VOLUMES = "ec2.DescribeVolumes"
ZONES = "route53.ListHostedZones"
STREAMS = "kinesis.ListStreams"
DELIVERY = "firehose.ListDeliveryStreams"
SHARDS = "kinesis.ListShards"
EVENTS = "logs.FilterLogEvents"
CERTIFICATES = "iot.ListCertificates"
VERSIONS = "iam.ListPolicyVersions"

FEW = settings(max_examples=3, stateful_step_count=8, database=None, phases=[Phase.explicit, Phase.generate])

NO_CHECKS = Config(parameter_validation=False, retries={"total_max_attempts": 1})

Service = Callable[[Asked], Answer]
Mutation = Callable[[Service, Asked], Answer]


class Mutant(SyntheticService):
    """Answers as a mutation has it."""

    def __init__(self, mutation: Mutation, **options: Any) -> None:
        super().__init__(3, **options)
        self._mutation = mutation

    def __call__(self, asked: Asked) -> Answer:
        return self._mutation(super().__call__, asked)


def client(operation: str, mutation: Mutation | None = None) -> Any:
    service = operation.partition(".")[0]
    aws = SyntheticService(3) if mutation is None else Mutant(mutation)
    return attach(plain_client(service, "us-east-1", NO_CHECKS), aws)


def laws(operation: str, asked: Any) -> dict[str, Law]:
    caller = Caller(harness.contract(*operation.split(".")), asked)
    every = (laws_of_pages, laws_of_constraints, laws_of_answers, laws_of_filters, laws_of_tokens)
    return {law.name: law for of_kind in (*every, laws_of_defaults) for law in of_kind(caller)}


def with_params(asked: Asked, **changes: Any) -> Asked:
    params = {**asked.params, **changes}
    return replace(asked, params={name: value for name, value in params.items() if value is not None})


def changed(answer: Answer, change: Callable[[dict[str, Any]], None]) -> Answer:
    """Change a copy of a result; errors stay as they are."""
    if answer.response is None:
        return answer
    result = copy.deepcopy(answer.response)
    change(result)
    return replace(answer, response=result)


def one_too_many(aws: Service, asked: Asked) -> Answer:
    """Has a page of one entry more than was asked for: the first off-by-one."""
    return aws(with_params(asked, MaxItems=asked.params.get("MaxItems", 4) + 1))


def one_description_too_many(aws: Service, asked: Asked) -> Answer:
    """Describes more streams than it names."""
    return changed(
        aws(asked),
        lambda page: page.update(StreamSummaries=page["StreamSummaries"] + page["StreamSummaries"]),
    )


def lost_at_border(aws: Service, asked: Asked) -> Answer:
    """Begins each further page one entry too late."""
    return changed(aws(asked), lambda page: page["Users"].pop(0) if "Marker" in asked.params else 0)


def doubled_at_border(aws: Service, asked: Asked) -> Answer:
    """Has the first entry of each full page twice where the page size is not the usual one."""
    return changed(
        aws(asked), lambda page: page["Users"].insert(0, page["Users"][0]) if page["Users"] else None
    )


def first_token_again(aws: Service, asked: Asked) -> Answer:
    """Returns the token of the second page for ever."""
    token = aws(with_params(asked, Marker=None)).response or {}
    return changed(aws(asked), lambda page: page.update(Marker=token.get("Marker"), IsTruncated=True))


def tokens_without_end(aws: Service, asked: Asked) -> Answer:
    """Goes on with empty pages after the last one, each with a token of its own."""
    marker = asked.params.get("Marker", "")
    if marker.startswith("more-"):
        return Answer({"Users": [], "IsTruncated": True, "Marker": f"more-{int(marker[5:]) + 1}"})
    return changed(
        aws(asked), lambda page: page.update(IsTruncated=True) or page.setdefault("Marker", "more-1")
    )


def token_of_the_last(aws: Service, asked: Asked) -> Answer:
    """Returns a token and says that there is no more."""
    return changed(aws(asked), lambda page: page.update(IsTruncated=False))


def limit_ignored(aws: Service, asked: Asked) -> Answer:
    """Has pages of the usual size, whatever is asked for."""
    return aws(with_params(asked, MaxItems=None))


def token_used_up(aws: Service, asked: Asked) -> Answer:
    """Accepts each token of a pagination once."""
    if "Marker" not in asked.params:
        USED.clear()
    USED[asked.params.get("Marker")] += 1
    if USED[asked.params.get("Marker")] > 1:
        return Answer(error=ErrorAnswer("InvalidInput", "The marker was used already."), status=400)
    return aws(asked)


USED: Counter[str | None] = Counter()


def one_cursor(aws: Service, asked: Asked) -> Answer:
    """Goes on where the last page of any pagination ended."""
    if "Marker" in asked.params:
        asked = with_params(asked, Marker=LAST["Marker"])
    answer = aws(asked)
    LAST.update({"Marker": (answer.response or {}).get("Marker", asked.params.get("Marker"))})
    return answer


LAST: dict[str, str] = {}


def token_of_anything(aws: Service, asked: Asked) -> Answer:
    """Accepts a token with other parameters than those that it was returned for."""
    if "NextToken" in asked.params:
        asked = replace(
            asked, params=ISSUED[asked.params["NextToken"]] | {"NextToken": asked.params["NextToken"]}
        )
    answer = aws(asked)
    if answer.response is not None and "NextToken" in answer.response:
        ISSUED[answer.response["NextToken"]] = dict(asked.params)
    return answer


ISSUED: dict[str, dict[str, Any]] = {}


def wrong_order(aws: Service, asked: Asked) -> Answer:
    """Has the oldest event first."""
    return changed(aws(asked), lambda result: result["Events"].reverse())


def missing_echo(aws: Service, asked: Asked) -> Answer:
    """Does not repeat the name of the event."""
    return changed(aws(asked), lambda result: result.update(EventName="Another"))


def too_few_values(aws: Service, asked: Asked) -> Answer:
    """Has a value less than timestamps."""
    return changed(aws(asked), lambda result: result.update(Values=result["Values"][:-1]))


def period_ignored(aws: Service, asked: Asked) -> Answer:
    """Has data of every minute, whatever the period."""

    def every_minute(result: dict[str, Any]) -> None:
        times = result["Timestamps"]
        result["Timestamps"] = [f"{times[0][:14]}{number:02}:00Z" for number in range(len(times))]

    return changed(aws(asked), every_minute)


def everything_accepted(aws: Service, asked: Asked) -> Answer:
    """Does not check its parameters."""
    answer = aws(asked)
    return answer if answer.error is None else Answer({"Users": [], "IsTruncated": False})


def everything_refused(aws: Service, asked: Asked) -> Answer:
    """Finds fault with the largest page."""
    if asked.params.get("MaxItems") == 1000:
        return aws(with_params(asked, MaxItems=1001))
    return aws(asked)


def any_token(aws: Service, asked: Asked) -> Answer:
    """Begins again where it does not know the token."""
    answer = aws(asked)
    return aws(with_params(asked, Marker=None)) if "Marker" in asked.params and answer.error else answer


def token_of_a_size(aws: Service, asked: Asked) -> Answer:
    """Refuses a token with another page size than that of the call which returned it."""
    if "Marker" in asked.params and asked.params.get("MaxItems") != SIZES.get(asked.params["Marker"]):
        return Answer(error=ErrorAnswer("InvalidInput", "The marker is not valid."), status=400)
    answer = aws(asked)
    if answer.response and "Marker" in answer.response:
        SIZES[answer.response["Marker"]] = asked.params.get("MaxItems")
    return answer


SIZES: dict[str, Any] = {}


def filter_ignored(aws: Service, asked: Asked) -> Answer:
    """Does not look at the prefix."""
    return aws(with_params(asked, PathPrefix=None))


def filter_forgotten(aws: Service, asked: Asked) -> Answer:
    """Does not look at the prefix on further pages."""
    answer = aws(asked)
    if "Marker" not in asked.params:
        return answer
    return changed(answer, lambda page: [user.update(Path="/other/") for user in page["Users"]])


def empty_token(aws: Service, asked: Asked) -> Answer:
    """Has an empty token on the last page."""
    return changed(aws(asked), lambda page: page.setdefault("Marker", ""))


def truncated_for_nothing(aws: Service, asked: Asked) -> Answer:
    """Says that there is more, and has no token."""
    return changed(aws(asked), lambda page: page.update(IsTruncated=True))


def second_page_fails(aws: Service, asked: Asked) -> Answer:
    """Has an error in place of every page but the first."""
    if "Marker" in asked.params:
        return Answer(error=ErrorAnswer("ServiceFailure", "The list is gone."), status=500)
    return aws(asked)


def one_kind_of_tokens(aws: Service, asked: Asked) -> Answer:
    """Takes the token of any operation for its own."""
    token = asked.params.get("NextToken")
    answer = aws(asked)
    if token in OPERATIONS and OPERATIONS[token] != asked.operation.name:
        answer = aws(with_params(asked, NextToken=None))
    if answer.response is not None and "NextToken" in answer.response:
        OPERATIONS.setdefault(answer.response["NextToken"], asked.operation.name)
    return answer


OPERATIONS: dict[str | None, str] = {}


def another_default(aws: Service, asked: Asked) -> Answer:
    """Takes another path than the documented one where none is asked for."""
    return aws(with_params(asked, PathPrefix=asked.params.get("PathPrefix", "/team/")))


def more_than_usual(aws: Service, asked: Asked) -> Answer:
    """Has more entries on a page than its documented default, where no limit is asked for."""
    return aws(asked) if "MaxItems" in asked.params else aws(with_params(asked, MaxItems=1000))


@pytest.mark.parametrize(
    ("operation", "mutation", "law", "code"),
    [
        (USERS, limit_ignored, "page-limit", "page-limit"),
        (STREAMS, one_description_too_many, "page-limit", "page-limit"),
        (USERS, doubled_at_border, "page-size", "entries"),
        (USERS, tokens_without_end, "tokens-end", "token-endless"),
        (USERS, token_of_the_last, "pages", "more-results"),
        (METRIC, missing_echo, "conforms", "echoes"),
        (METRIC, too_few_values, "conforms", "same-length"),
        (METRIC, period_ignored, "conforms", "spacing"),
        (USERS, filter_forgotten, "filters", "selects"),
        (USERS, token_of_a_size, "tokens", "page-size"),
        (USERS, empty_token, "pages", "empty-token"),
        (USERS, truncated_for_nothing, "pages", "token-missing"),
        (DATA, one_kind_of_tokens, "tokens", "of-another-operation"),
        (USERS, another_default, "defaults", "default"),
    ],
)
def test_a_planted_fault_is_caught_by_its_law(
    operation: str, mutation: Mutation, law: str, code: str
) -> None:
    found = laws(operation, client(operation, mutation))[law].counterexamples(FEW, seed=1)
    assert any(one.code == code for one in found)


def test_a_fault_of_the_paginator_is_shown_by_the_paginator() -> None:
    found = next(laws(USERS, client(USERS, token_of_the_last))["paginator"].counterexamples(FEW, seed=1))
    code = "\n".join(script_lines(found.exchanges))
    assert "= iam.get_paginator('list_users').paginate(" in code


def test_a_page_without_a_limit_keeps_to_the_default() -> None:
    aws = attach(plain_client("iam", "us-east-1", NO_CHECKS), Mutant(more_than_usual, length=101))
    (found,) = laws(USERS, aws)["page-limit"].counterexamples(FEW, seed=1)
    assert found.message == "Users must have no more entries than MaxItems says by default, 100, but had 101."


def setting_forgotten(aws: Service, asked: Asked) -> Answer:
    """Decrypts the values of the first page only."""
    answer = aws(asked)
    if "NextToken" not in asked.params or not asked.params.get("WithDecryption"):
        return answer
    return changed(answer, lambda page: [one.update(Value="AQICAHh") for one in page["Parameters"]])


@pytest.mark.parametrize(("mutation", "codes"), [(None, []), (setting_forgotten, ["entries"])])
def test_later_pages_keep_to_the_settings_of_a_request(mutation: Mutation | None, codes: list[str]) -> None:
    operation = "ssm.GetParametersByPath"
    aws = SyntheticService(3, length=8) if mutation is None else Mutant(mutation, length=8)
    held = laws(operation, attach(plain_client("ssm", "us-east-1", NO_CHECKS), aws))["page-size"]
    assert [one.code for one in held.certain() if one is not None] == codes


def empty_last_page(aws: Service, asked: Asked) -> Answer:
    """Returns a token with the last entries too, which leads to an empty page."""
    if asked.params.get("nextToken") == "the-end":
        return Answer({"logGroups": []})
    return changed(aws(asked), lambda page: page.setdefault("nextToken", "the-end"))


@pytest.mark.parametrize(
    ("law", "operation", "mutation"),
    [
        ("accepts-valid", USERS, everything_refused),
        ("filters", USERS, filter_ignored),
        ("conforms", DATA, wrong_order),
        ("interleaved", USERS, one_cursor),
        ("last-page", "logs.DescribeLogGroups", empty_last_page),
        ("page-limit", USERS, one_too_many),
        ("page-size", USERS, lost_at_border),
        ("pages", USERS, second_page_fails),
        ("paginator", USERS, token_of_the_last),
        ("refuses-invalid", USERS, everything_accepted),
        ("resume", USERS, token_used_up),
        ("token-bound", DATA, token_of_anything),
        ("tokens", USERS, any_token),
        ("tokens-end", USERS, first_token_again),
    ],
)
def test_the_page_of_a_law_shows_what_harness_says(
    law: str, operation: str, mutation: Mutation, is_example: Callable[[Counterexample], bool]
) -> None:
    # The page names the code as well; faults that no page shows are above, and HEAD's is in test_head.py.
    hunt = Hunt(laws(operation, client(operation, mutation))[law], FEW, seed=1)
    steps = itertools.chain(hunt.certain(), hunt.draw(), (None,))
    assert any(is_example(one) for _ in steps for one in hunt.found.values())


@pytest.mark.parametrize("operation", [USERS, DATA])
def test_every_law_holds_without_a_fault(operation: str) -> None:
    every = laws(operation, client(operation))
    assert len(every) > 3
    for law in every.values():
        assert list(law.counterexamples(FEW, seed=1)) == []


def sorted_page_by_page(aws: Service, asked: Asked) -> Answer:
    """Has each page in reverse, as if it were sorted after it was cut."""
    return changed(aws(asked), lambda page: page["Users"].reverse())


def lost_where_the_list_just_fits(aws: Service, asked: Asked) -> Answer:
    """Leaves out the last entry of a page that holds the whole list."""
    return changed(
        aws(asked),
        lambda page: page["Users"].pop() if len(page["Users"]) == asked.params.get("MaxItems") == 7 else 0,
    )


@pytest.mark.parametrize(
    ("mutation", "code", "most"),
    [
        (sorted_page_by_page, "order", 3),
        (lost_where_the_list_just_fits, "entries", 2),
        (lost_at_border, "entries", 3),
        (doubled_at_border, "entries", 3),
    ],
)
def test_a_list_is_compared_in_pages_around_its_end_and_shown_by_few_calls(
    mutation: Mutation, code: str, most: int
) -> None:
    aws = attach(plain_client("iam", "us-east-1", NO_CHECKS), Mutant(mutation, length=7, page_size=10))
    options = settings(FEW, phases=(*FEW.phases, Phase.shrink))
    (found,) = laws(USERS, aws)["page-size"].counterexamples(options, seed=1)
    assert found.code == code
    assert len(found.exchanges) <= most
