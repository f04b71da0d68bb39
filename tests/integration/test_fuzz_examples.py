"""The examples of docs/fuzz-your-code.md: what is planted is found and shown small, what is mended passes."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError
from hypothesis import settings

from harness.fuzz import BrokenRequest

EXAMPLES = Path(__file__).parents[2] / "examples" / "fuzz"


@dataclass(frozen=True)
class Case:
    file: str
    test: str
    argument: str
    mended: str
    planted: str
    error: type[Exception]
    shown: str


CASES = [
    Case(
        "test_metric_collector",
        "test_the_series_has_every_value",
        "collect",
        "collect_metric",
        "collect_metric_planted",
        BrokenRequest,
        """\
answer_1 = cloudtrail.list_insights_metric_data(
    InsightType='ApiErrorRateInsight',
    Period=60,
    EventSource='s3.amazonaws.com',
    EventName='PutObject',
    StartTime=datetime.datetime(...),
    EndTime=datetime.datetime(...),
)
# not answered""",
    ),
    Case(
        "test_event_lister",
        "test_no_event_is_lost",
        "list_all",
        "list_events",
        "list_events_planted",
        AssertionError,
        """\
answer_1 = xray.get_insight_events(InsightId='12345678-1234-4234-8234-123456789012')
# answered: {"InsightEvents": [{...}]}""",
    ),
    Case(
        "test_insight_reporter",
        "test_every_event_can_be_reported",
        "line_on",
        "report",
        "report_planted",
        KeyError,
        """\
answer_1 = internetmonitor.get_internet_event(EventId='event-1')
# answered: {"EventId": "event-1", "EventArn": ... "EventStatus": "ACTIVE"}""",
    ),
    Case(
        "test_retry_loop",
        "test_what_fails_for_a_while_is_tried_again",
        "read",
        "read_parameter",
        "read_parameter_planted",
        ConnectionClosedError,
        """\
answer_1 = ssm.get_parameter(Name='threshold')
# the connection failed""",
    ),
    Case(
        "test_s3_lister",
        "test_every_object_counts",
        "list_all",
        "list_sizes",
        "list_sizes_planted",
        KeyError,
        """\
answer_1 = s3.list_objects_v2(Bucket='reports', EncodingType='url')
# answered: {"IsTruncated": false}""",
    ),
    Case(
        "test_dynamodb_scanner",
        "test_every_item_is_there",
        "scan_all",
        "scan",
        "scan_planted",
        AssertionError,
        """\
answer_1 = dynamodb.scan(
    TableName='orders',
    FilterExpression='#status = :open',
    ExpressionAttributeNames={'#status': 'status'},
    ExpressionAttributeValues={':open': {'S': 'open'}},
)
# answered: {...}""",
    ),
]


@pytest.fixture(scope="module")
def examples() -> Iterator[Callable[[str], ModuleType]]:
    """Load examples so that Hypothesis draws the same for them in every run."""
    before = settings.get_current_profile_name()
    settings.register_profile("same", settings(derandomize=True, database=None))
    settings.load_profile("same")
    loaded: dict[str, ModuleType] = {}

    def load(name: str) -> ModuleType:
        if name not in loaded:
            specification = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
            assert specification is not None
            assert specification.loader is not None
            loaded[name] = importlib.util.module_from_spec(specification)
            specification.loader.exec_module(loaded[name])
        return loaded[name]

    yield load
    settings.load_profile(before)


def run(case: Case, examples: Callable[[str], ModuleType], version: str) -> None:
    module = examples(case.file)
    test: Any = getattr(module, case.test)
    test(**{case.argument: getattr(module, version)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_what_is_planted_is_found(case: Case, examples: Callable[[str], ModuleType]) -> None:
    with pytest.raises(case.error) as found:
        run(case, examples, case.planted)
    notes = "\n".join(found.value.__notes__)
    shown = re.escape(case.shown).replace(r"\.\.\.", ".*")
    assert re.search(f"^{shown}$", notes, re.MULTILINE), notes
    assert len(re.findall("^answer_", notes, re.MULTILINE)) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_what_is_mended_passes(case: Case, examples: Callable[[str], ModuleType]) -> None:
    run(case, examples, case.mended)


def test_every_example_is_here() -> None:
    assert sorted(path.stem for path in EXAMPLES.glob("test_*.py")) == sorted(case.file for case in CASES)
