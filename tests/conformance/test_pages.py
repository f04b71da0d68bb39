"""Pages that botocore writes, and their rendered text, read back into the shapes that the models hold."""

from __future__ import annotations

import copy
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.session import get_session

from harness.models import find_operation, load_service, pages, service_names
from harness.models.pages import Page, PageError, compare, load_page, parse_page
from harness.models.pages.rst import repair_markup

SEED = 20261121

ALTERED = (
    (
        "iam",
        r"Policy|Document",
        {"type", "required"},
        "policies are described as the dict that botocore decodes",
    ),
    ("cloudformation", r"/output/TemplateBody$", {"type"}, "a template is described as the decoded dict"),
    ("s3", r"/output/ExpiresString$", {"member"}, "botocore adds the unparsed header"),
    ("s3", r"/input/ContentMD5$", {"member"}, "hidden, as the caller cannot give it"),
    ("glacier", r"/input/(accountId|checksum)$", {"required"}, "botocore fills it in"),
    ("ec2", r"/input/Filters?$", {"member"}, "renamed Filters"),
    ("logs", r"/input/(from|fromTime)$", {"member"}, "renamed, from is a Python keyword"),
    (
        "cloudsearchdomain",
        r"/input/(return|returnFields)$",
        {"member"},
        "renamed, return is a Python keyword",
    ),
)
"""Where pages differ on purpose: the handlers of ``docs.*`` events in ``botocore.handlers`` change them."""


def _sample(writer: Any, services: int, operations: int) -> Iterator[tuple[str, str]]:
    """Yield service and method of some operations of some services; making a client is what takes long."""
    draw = random.Random(SEED)
    for service in draw.sample(service_names(), services):
        methods = sorted(writer.methods(service))
        yield from ((service, method) for method in draw.sample(methods, min(operations, len(methods))))


# --- what is expected of them ------------------------------------------------------------------------------


def _judge(service: str, page: Page, model: OperationModel) -> tuple[list[str], list[str]]:
    """Part the differences of a page into those that nothing explains and the reasons for the others."""
    unexplained, reasons = [], []
    for difference in compare(page.operation_model, model):
        if difference.aspect == "required" and "Parameters" in page.elided:
            continue
        reason = next(
            (
                f"{name}: {reason}"
                for name, pointer, aspects, reason in ALTERED
                if service == name and difference.aspect in aspects and re.search(pointer, difference.pointer)
            ),
            None,
        )
        reasons.append(reason) if reason else unexplained.append(str(difference))
    return unexplained, reasons


def _recursions(page: Shape, model: Shape, around: dict[str, str]) -> Iterator[str]:
    """Yield what the page made of each recursive member: the shape it is, another one, or anything."""
    if model.name in around:
        found = "open" if getattr(page, "is_document_type", False) else page.name == around[model.name]
        yield {"open": "open", True: "found", False: "wrong"}[found]
        return
    around = {**around, model.name: page.name}
    match page, model:
        case StructureShape(), StructureShape():
            for name in page.members.keys() & model.members.keys():
                yield from _recursions(page.members[name], model.members[name], around)
        case ListShape(), ListShape():
            yield from _recursions(page.member, model.member, around)
        case MapShape(), MapShape():
            yield from _recursions(page.value, model.value, around)


# --- tests -------------------------------------------------------------------------------------------------


FORMS = ("rst", "txt")
"""What a page may be: botocore's reStructuredText, or the text of its web page."""


def _load(writer: Any, form: str, service: str, method: str, folder: Path) -> Page:
    rst = writer.write(service, method)
    path = folder / f"{service}.{method}.{form}"
    path.write_text(rst if form == "rst" else writer.render(rst), encoding="utf-8")
    return load_page(path)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("service", "method", "operation"),
    [
        ("cloudtrail", "list_insights_data", "ListInsightsData"),
        ("cloudtrail", "list_insights_metric_data", "ListInsightsMetricData"),
        ("internetmonitor", "get_internet_event", "GetInternetEvent"),
        ("xray", "get_insight", "GetInsight"),
        ("xray", "get_insight_events", "GetInsightEvents"),
    ],
)
def test_a_page_tells_the_service_the_operation_and_its_shapes(
    service: str, method: str, operation: str, form: str, writer: Any, tmp_path: Path
) -> None:
    page = _load(writer, form, service, method, tmp_path)
    assert (page.service, page.operation) == (service, operation)
    assert page.service_model.metadata == load_service(service).metadata
    assert list(compare(page.operation_model, find_operation(service, operation))) == []


@pytest.fixture
def before(writer_of: Any, tmp_path: Path) -> Any:
    """Writes pages of CloudTrail as it was before ListInsightsMetricData knew trails."""
    session = get_session()
    loader = session.get_component("data_loader")
    description = copy.deepcopy(loader.load_service_model("cloudtrail", "service-2"))
    del description["shapes"]["ListInsightsMetricDataRequest"]["members"]["TrailName"]
    del description["shapes"]["ListInsightsMetricDataResponse"]["members"]["TrailARN"]
    errors = description["operations"]["ListInsightsMetricData"]["errors"]
    errors.remove({"shape": "InvalidTrailNameException"})
    folder = tmp_path / "models" / "cloudtrail" / description["metadata"]["apiVersion"]
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(description), encoding="utf-8")
    session = get_session()
    session.get_component("data_loader").search_paths.insert(0, str(tmp_path / "models"))
    return writer_of(session)


@pytest.mark.parametrize("form", FORMS)
def test_a_page_differs_from_the_model_where_the_api_has_grown(
    form: str, before: Any, tmp_path: Path
) -> None:
    page = _load(before, form, "cloudtrail", "list_insights_metric_data", tmp_path)
    model = find_operation("cloudtrail", "ListInsightsMetricData")
    assert [str(difference) for difference in compare(page.operation_model, model)] == [
        "/input/TrailName: the model has it (string), the page has not.",
        "/output/TrailARN: the model has it (string), the page has not.",
        "/errors/InvalidTrailNameException: the model has it (exception), the page has not.",
    ]


def test_the_text_of_a_web_page_reads_as_its_source(writer: Any) -> None:
    """Prose included."""
    rst = writer.write("cloudtrail", "list_insights_data")
    rendered = parse_page(writer.render(rst), name="rendered").description
    source = parse_page(rst, name="source").description
    assert _without_markup(rendered) == _without_markup(source)


def _without_markup(value: object) -> object:
    """Return a description without the markup of its documentation, which the text of a page has not."""
    match value:
        case dict():
            return {key: _without_markup(item) for key, item in value.items()}
        case list():
            return [_without_markup(item) for item in value]
        case str():
            return " ".join(re.sub(r"<[^>]+>", " ", value).split()).replace(" .", ".").replace(" ,", ",")
    return value


@dataclass
class Outcome:
    """What reading many pages came to."""

    writer: Any
    pages: int = 0
    seconds: float = 0.0
    failures: dict[str, list[str]] = field(default_factory=dict)
    altered: Counter[str] = field(default_factory=Counter)
    elided: Counter[str] = field(default_factory=Counter)
    recursions: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def read(self, service: str, method: str, *, rendered: bool = False) -> None:
        """Read one page and compare it with its model."""
        name = f"{service}.{method}"
        model = load_service(service).operation_model(self.writer.methods(service)[method])
        rst = self.writer.write(service, method)
        text = self.writer.render(rst) if rendered else rst
        self.pages += 1
        start = time.process_time()
        try:
            page = parse_page(text, name=name)
        except PageError as error:
            if rendered and repair_markup(rst) != rst:
                self.broken.append(name)
            else:
                self.failures[name] = [str(error)]
            return
        finally:
            self.seconds += time.process_time() - start
        self.elided.update(page.elided)
        for found, expected in (
            (page.operation_model.input_shape, model.input_shape),
            (page.operation_model.output_shape, model.output_shape),
        ):
            if found and expected:
                self.recursions.update(_recursions(found, expected, {}))
        unexplained, reasons = _judge(service, page, model)
        self.altered.update(set(reasons))
        if page.operation != model.name:
            unexplained.append(f"read as {page.operation}")
        if page.service_model.metadata != load_service(service).metadata and not rendered:
            unexplained.append(f"read as an operation of {page.service}")
        if unexplained:
            self.failures[name] = unexplained

    def __str__(self) -> str:
        counts = (
            f"{self.pages:,} pages read in {self.seconds:.0f} s, {len(self.failures)} unlike their models"
        )
        lines = [counts]
        lines += [f"  {count:5} {reason}" for reason, count in self.altered.most_common()]
        lines += [
            f"  {count:5} too large to render: {section}" for section, count in self.elided.most_common()
        ]
        lines += [f"  {count:5} recursive members {word}" for word, count in self.recursions.most_common()]
        lines += [
            f"  {len(self.broken):5} web pages that a line break in the HTML breaks: {' '.join(self.broken)}"
        ]
        return "\n".join(lines)


def test_sampled_pages_give_the_shapes_of_the_models(writer: Any) -> None:
    outcome = Outcome(writer)
    for service, method in _sample(writer, 20, 3):
        outcome.read(service, method)
    assert outcome.failures == {}


def test_sampled_rendered_pages_give_the_shapes_of_the_models(writer: Any) -> None:
    outcome = Outcome(writer)
    for service, method in _sample(writer, 10, 3):
        outcome.read(service, method, rendered=True)
    assert outcome.failures == {}


@pytest.mark.sweep
def test_every_page_gives_the_shapes_of_its_model(writer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(writer)
    for service in service_names():
        for method in writer.methods(service):
            outcome.read(service, method)
    with capsys.disabled():
        sys.stdout.write(f"\n{outcome}\n{pages.__doc__}\n")
    assert outcome.failures == {}
    assert outcome.pages > 10_000


@pytest.mark.sweep
def test_five_hundred_rendered_pages_give_the_shapes_of_their_models(
    writer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = Outcome(writer)
    for service, method in _sample(writer, 250, 2):
        outcome.read(service, method, rendered=True)
    with capsys.disabled():
        sys.stdout.write(f"\n{outcome}\n")
    assert outcome.failures == {}
    assert len(outcome.broken) < 5
