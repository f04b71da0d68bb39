"""Pages that botocore writes, and their rendered text, read back into the shapes that the models hold."""

from __future__ import annotations

import functools
import random
import re
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from botocore.docs.bcdoc.restdoc import DocumentStructure
from botocore.docs.client import ClientDocumenter
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.session import get_session
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document, smartquotes

from harness.models import find_operation, load_service, pages, service_names
from harness.models.pages import Page, PageError, compare, load_page, parse_page
from harness.models.pages.rst import mend

SEED = 20261121
EXAMPLES = Path(__file__).parents[2].parent / "shared" / "pages"

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


# --- pages, as botocore writes them ------------------------------------------------------------------------


@functools.cache
def _documenter(service: str) -> ClientDocumenter:
    client = get_session().create_client(
        service, region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-"
    )
    return ClientDocumenter(client, root_docs_path="")


def _methods(service: str) -> dict[str, str]:
    """Return the operation of each client method; botocore removes those that need HTTP/2."""
    client = _documenter(service)._client
    return {
        method: name for method, name in client.meta.method_to_api_mapping.items() if hasattr(client, method)
    }


def _write_page(service: str, method: str) -> str:
    structure = DocumentStructure(method, target="html")
    documenter = _documenter(service)
    documenter._add_client_method(structure, method, getattr(documenter._client, method))
    return structure.flush_structure().decode()


def _sample(services: int, operations: int) -> Iterator[tuple[str, str]]:
    """Yield service and method of some operations of some services; making a client is what takes long."""
    draw = random.Random(SEED)
    for service in draw.sample(service_names(), services):
        methods = sorted(_methods(service))
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


# --- the rendered form -------------------------------------------------------------------------------------


def _parse_rst(text: str) -> nodes.document:
    settings = get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5
    settings.line_length_limit = sys.maxsize
    document = new_document("page", settings)
    Parser().parse(text, document)
    return document


def _render(rst: str) -> str:
    """Return the text of the web page that Sphinx makes of a page; the fifth example is such a text."""
    page = _parse_rst(rst)
    unknown = (
        node for node in page.findall(nodes.literal_block) if isinstance(node.parent, nodes.system_message)
    )
    signature, _, content = next(unknown).astext().partition("\n")
    head = [
        _inline(page[0]),
        _inline(next(page.findall(nodes.title))) + "#",
        signature.split("::")[1].strip() + "#",
    ]
    body = _blocks(_parse_rst(textwrap.dedent(content)).children, 0)
    return "\n".join([*(line for title in head for line in (title, "")), *body])


def _inline(node: nodes.Node) -> str:
    match node:
        case nodes.problematic():  # a role that docutils does not know
            title = re.sub(r":[\w:]+:`([^`<]*?) *(<[^`]*>)?`", r"\1", node.astext())
            return title.removeprefix(".")
        case nodes.Text():
            return str(smartquotes.smartyPants(node.astext(), "qDe"))
        case nodes.literal():
            return node.astext()
        case nodes.system_message():
            return ""
    return "".join(map(_inline, node.children))


def _blocks(children: Sequence[nodes.Node], column: int) -> Iterator[str]:
    for node in children:
        yield from _block(node, column)


def _block(node: nodes.Node, column: int) -> Iterator[str]:
    match node:
        case nodes.paragraph() | nodes.term():
            yield from (" " * column + " ".join(_inline(node).split()), "")
        case nodes.literal_block():
            yield from (*textwrap.indent(node.astext(), " " * column).splitlines(), "")
        case nodes.bullet_list() | nodes.enumerated_list():
            for item in node.children:
                yield from _item(item.children, max(column, 2))
        case nodes.note() | nodes.warning() | nodes.danger():
            title = " " * column + type(node).__name__.capitalize()
            yield from (title, "", *_blocks(node.children, column))
        case nodes.field_list():
            yield from _fields(node)
        case nodes.block_quote() | nodes.definition():
            yield from _blocks(node.children, column + 2)
        case nodes.system_message() | nodes.target() | nodes.comment() | nodes.substitution_definition():
            pass
        case _:
            yield from _blocks(node.children, column)


def _item(children: Sequence[nodes.Node], column: int) -> Iterator[str]:
    first, *rest = [*_blocks(children, column + 2)] or [""]
    yield from (" " * column + "• " + first.strip(), *rest)


def _fields(node: nodes.field_list) -> Iterator[str]:
    """Render fields as Sphinx does: a lone parameter is no list, a lone paragraph follows its label."""
    fields = {item[0].astext(): item[1].children for item in node.findall(nodes.field)}
    parameters = [name.removeprefix("param ") for name in fields if name.startswith("param ")]
    if parameters:
        yield "Parameters:"
    for name in parameters:
        type_name = fields[f"type {name}"][0].children
        label = nodes.paragraph("", "", nodes.Text(f"{name} ("), *type_name, nodes.Text(") --"))
        body = list(fields[f"param {name}"])
        if len(body) == 1 and isinstance(body[0], nodes.paragraph):
            label.extend([nodes.Text(" "), *body.pop().children])
        yield from _blocks([label, *body], 0) if len(parameters) == 1 else _item([label, *body], 2)
    for name, title in (("rtype", "Return type:"), ("returns", "Returns:")):
        if name in fields:
            yield from (title, "", *_blocks(fields[name], 0))


# --- tests -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the example pages are not in the repository")
class TestExamples:
    @pytest.mark.parametrize(
        ("name", "operation", "differences"),
        [
            ("cloudtrail.list_insights_data.rst", "ListInsightsData", []),
            (
                "cloudtrail.list_insights_metric_data.txt",
                "ListInsightsMetricData",
                [
                    "/input/TrailName: the model has it (string), the page has not.",
                    "/output/TrailARN: the model has it (string), the page has not.",
                    "/errors/InvalidTrailNameException: the model has it (exception), the page has not.",
                ],
            ),
            ("internetmonitor.get_internet_event.rst", "GetInternetEvent", []),
            ("xray.get_insight.rst", "GetInsight", []),
            ("xray.get_insight_events.rst", "GetInsightEvents", []),
        ],
    )
    def test_differs_from_the_model_where_the_api_has_grown(
        self, name: str, operation: str, differences: list[str]
    ) -> None:
        page = load_page(EXAMPLES / name)
        assert (page.service, page.operation) == (name.split(".")[0], operation)
        assert page.service_model.metadata == load_service(page.service).metadata
        model = find_operation(page.service, page.operation)
        assert [str(difference) for difference in compare(page.operation_model, model)] == differences

    def test_renders_as_the_fifth_page(self) -> None:
        """The renderer of this file writes what the reader of the fifth page understands, prose included."""
        rst = (EXAMPLES / "cloudtrail.list_insights_data.rst").read_text()
        rendered = parse_page(_render(rst), name="rendered").description
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
        model = load_service(service).operation_model(_methods(service)[method])
        rst = _write_page(service, method)
        text = _render(rst) if rendered else rst
        self.pages += 1
        start = time.process_time()
        try:
            page = parse_page(text, name=name)
        except PageError as error:
            if rendered and mend(rst) != rst:
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


def test_sampled_pages_give_the_shapes_of_the_models() -> None:
    outcome = Outcome()
    for service, method in _sample(20, 3):
        outcome.read(service, method)
    assert outcome.failures == {}


def test_sampled_rendered_pages_give_the_shapes_of_the_models() -> None:
    outcome = Outcome()
    for service, method in _sample(10, 3):
        outcome.read(service, method, rendered=True)
    assert outcome.failures == {}


@pytest.mark.sweep
def test_every_page_gives_the_shapes_of_its_model(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome()
    for service in service_names():
        for method in _methods(service):
            outcome.read(service, method)
        _documenter.cache_clear()
    with capsys.disabled():
        sys.stdout.write(f"\n{outcome}\n{pages.__doc__}\n")
    assert outcome.failures == {}
    assert outcome.pages > 10_000


@pytest.mark.sweep
def test_five_hundred_rendered_pages_give_the_shapes_of_their_models(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcome = Outcome()
    for service, method in _sample(250, 2):
        outcome.read(service, method, rendered=True)
    with capsys.disabled():
        sys.stdout.write(f"\n{outcome}\n")
    assert outcome.failures == {}
    assert len(outcome.broken) < 5
