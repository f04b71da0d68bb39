"""A server that gives the answer that a test has made, and botocore's pages of documentation."""

from __future__ import annotations

import functools
import re
import sys
import textwrap
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from botocore.docs.bcdoc.restdoc import DocumentStructure
from botocore.docs.client import ClientDocumenter
from botocore.session import Session, get_session
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document, smartquotes

HttpAnswer = tuple[int, dict[str, str], bytes]


class AnsweringServer(ThreadingHTTPServer):
    """Answers every request with `answer`."""

    answer: HttpAnswer = (200, {}, b"")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: AnsweringServer

    def handle_any(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        status, headers, content = self.server.answer
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def answering() -> Iterator[AnsweringServer]:
    with AnsweringServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _parse_rst(text: str) -> nodes.document:
    settings = get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5
    settings.line_length_limit = sys.maxsize
    document = new_document("page", settings)
    Parser().parse(text, document)
    return document


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


class PageWriter:
    """Writes the documentation of client methods, as botocore makes it.

    Args:
        session: the session that knows the models.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._documenter = functools.lru_cache(maxsize=8)(self._make_documenter)

    def _make_documenter(self, service: str) -> ClientDocumenter:
        client = self._session.create_client(
            service, region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-"
        )
        return ClientDocumenter(client, root_docs_path="")

    def methods(self, service: str) -> dict[str, str]:
        """Return the operation of each client method; botocore removes those that need HTTP/2."""
        client = self._documenter(service)._client
        named = client.meta.method_to_api_mapping
        return {method: name for method, name in named.items() if hasattr(client, method)}

    def write(self, service: str, method: str) -> str:
        """Return a method's page in reStructuredText."""
        structure = DocumentStructure(method, target="html")
        documenter = self._documenter(service)
        documenter._add_client_method(structure, method, getattr(documenter._client, method))
        return structure.flush_structure().decode()

    def render(self, rst: str) -> str:
        """Return the text of the web page that Sphinx makes of a page."""
        page = _parse_rst(rst)
        unknown = (
            node
            for node in page.findall(nodes.literal_block)
            if isinstance(node.parent, nodes.system_message)
        )
        signature, _, content = next(unknown).astext().partition("\n")
        head = [
            _inline(page[0]),
            _inline(next(page.findall(nodes.title))) + "#",
            signature.split("::")[1].strip() + "#",
        ]
        body = _blocks(_parse_rst(textwrap.dedent(content)).children, 0)
        return "\n".join([*(line for title in head for line in (title, "")), *body])


@pytest.fixture(scope="session")
def writer() -> PageWriter:
    """Writes pages of the installed botocore."""
    return PageWriter(get_session())


@pytest.fixture(scope="session")
def writer_of() -> type[PageWriter]:
    """Makes writers for other sessions."""
    return PageWriter
