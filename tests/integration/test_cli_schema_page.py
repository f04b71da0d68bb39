"""``harness schema --page``: a documentation page in, schemas or differences out, and unreadable pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.docs.bcdoc.restdoc import DocumentStructure
from botocore.docs.client import ClientDocumenter
from botocore.session import get_session

from harness.cli import main
from harness.models import botocore_version

AGAIN = "Fetch the whole page again and keep its indentation as it is."
WHICH = (
    "Pass the page of one client method, as boto3's documentation has it: its reStructuredText, its HTML "
    "or the text of the web page."
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command; gives its exit status, its standard output and its standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["schema", *map(str, arguments)])
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def written() -> str:
    """The page of GetInsight as the installed botocore writes it."""
    client = get_session().create_client(
        "xray", region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-"
    )
    structure = DocumentStructure("get_insight", target="html")
    documenter = ClientDocumenter(client, root_docs_path="")
    documenter._add_client_method(structure, "get_insight", client.get_insight)
    text: str = structure.flush_structure().decode()
    return text


@pytest.fixture
def page(tmp_path: Path, written: str) -> Path:
    path = tmp_path / "get_insight.rst"
    path.write_text(written, encoding="utf-8")
    return path


def test_the_schemas_of_a_page(run: Run, page: Path) -> None:
    status, out, err = run("--page", page)
    assert (status, err) == (0, "")
    schemas = json.loads(out)
    assert list(schemas) == ["request", "response", "errors", "exchange", "pages"]
    assert list(schemas["errors"]) == ["InvalidRequestException", "ThrottledException"]
    assert schemas["request"]["$comment"] == f"Made from {page}."
    assert schemas["request"]["required"] == ["InsightId"]
    assert "pattern" not in json.dumps(schemas["request"])  # a page tells none


@pytest.mark.parametrize("part", ["request", "response", "errors", "exchange", "pages"])
def test_one_part(run: Run, page: Path, part: str) -> None:
    everything = json.loads(run("--page", page)[1])
    status, out, _ = run("--page", page, "--part", part)
    assert (status, json.loads(out)) == (0, everything[part])


def test_the_schemas_as_files(run: Run, page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert run("--page", page, "--out", folder) == (0, "", "")
    assert sorted(path.name for path in folder.iterdir()) == [
        f"xray.GetInsight.{part}.json" for part in ("errors", "exchange", "pages", "request", "response")
    ]
    assert (folder / "xray.GetInsight.pages.json").read_text() == run("--page", page, "--part", "pages")[1]


def test_a_page_that_agrees_with_the_model(run: Run, page: Path) -> None:
    message = "xray.GetInsight: the page and the installed model agree.\n"
    assert run("--page", page, "--against-model") == (0, message, "")


def test_a_page_that_differs_from_the_model(run: Run, page: Path, written: str) -> None:
    changed = written.replace("InsightId='string'", "InsightKey='string'").replace(
        "InsightId: **[REQUIRED]**", "InsightKey:"
    )
    changed = changed.replace(":type InsightId:", ":type InsightKey:").replace(
        "'ACTIVE'|'CLOSED'", "'ACTIVE'|'OVER'"
    )
    page.write_text(changed.replace(":param InsightId:", ":param InsightKey:"), encoding="utf-8")
    status, out, err = run("--page", page, "--against-model")
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        "/input/InsightKey: the page has it (string), the model has not.",
        "/input/InsightId: the model has it (string), the page has not.",
        "/output/Insight/State: its enum is ACTIVE|OVER on the page, ACTIVE|CLOSED in the model.",
    ]


def test_an_operation_that_the_installed_botocore_does_not_know(run: Run, page: Path, written: str) -> None:
    novel = written.replace("XRay", "Novel").replace("xray", "novel")
    novel = novel.replace("get_insight", "fetch_insight").replace("/GetInsight", "/FetchInsight")
    page.write_text(novel, encoding="utf-8")
    status, out, _ = run("--page", page, "--part", "request")
    assert (status, json.loads(out)["title"]) == (0, "novel.FetchInsight request")
    message = f"harness: There is no service 'novel' in botocore {botocore_version()}.\n"
    assert run("--page", page, "--against-model") == (2, "", message)


def _cut(text: str) -> str:
    return text[: text.index("**Response Structure**")]


def _indented_otherwise(text: str) -> str:
    head, structure = text.split("**Response Structure**")
    return f"{head}**Response Structure**{structure.replace('      - ', chr(9) + '- ')}"


@pytest.mark.parametrize(
    "text",
    ["", "Just some words.\n", "<html><body><p>Hello</p></body></html>"],
    ids=["empty", "words", "html"],
)
def test_what_is_no_page_of_an_operation(run: Run, page: Path, text: str) -> None:
    page.write_text(text, encoding="utf-8")
    assert run("--page", page) == (
        2,
        "",
        f"harness: {page}: it has no signature of a client method. {WHICH}\n",
    )


@pytest.mark.parametrize(
    ("spoil", "line", "problem"),
    [
        (
            lambda text: text[: text.index(":rtype:")],
            ".. py:method::",
            "it does not say what the method returns",
        ),
        (_cut, "      {", "it does not describe the response"),
        (
            _indented_otherwise,
            "\t- **Insight**",
            "'InsightId' stands in the syntax but is not described",
        ),
    ],
)
def test_a_page_that_was_cut_or_indented_otherwise(
    run: Run, page: Path, written: str, spoil: Callable[[str], str], line: str, problem: str
) -> None:
    spoilt = spoil(written)
    page.write_text(spoilt, encoding="utf-8")
    number = next(n for n, text in enumerate(spoilt.splitlines(), 1) if text.startswith(line))
    assert run("--page", page) == (2, "", f"harness: {page}, line {number}: {problem}. {AGAIN}\n")


def test_a_page_that_is_no_text(run: Run, page: Path) -> None:
    page.write_bytes(b"\xff\xfe\x00")
    assert run("--page", page) == (2, "", f"harness: {page}: it is not text in UTF-8. {WHICH}\n")


def test_the_page_as_simple_html(run: Run, page: Path) -> None:
    page.write_text(HTML, encoding="utf-8")
    status, out, err = run("--page", page, "--part", "request")
    assert (status, err) == (0, "")
    assert json.loads(out)["required"] == ["InsightId"]


HTML = """\
<html><body><main>
<h1>get_insight<a href="#x">#</a></h1>
<dl><dt>XRay.Client.get_insight(**kwargs)<a href="#x">#</a></dt>
<dd><p>Retrieves an insight.</p>
<p>See also:
<a href="https://docs.aws.amazon.com/goto/WebAPI/xray-2016-04-12/GetInsight">AWS API Documentation</a></p>
<p><strong>Request Syntax</strong></p>
<div><pre>response = client.get_insight(
    InsightId='string'
)
</pre></div>
<dl><dt>Parameters:</dt><dd><p><strong>InsightId</strong> (<em>string</em>) –</p>
<p><strong>[REQUIRED]</strong></p>
<p>The identifier.</p></dd>
<dt>Return type:</dt><dd><p>dict</p></dd>
<dt>Returns:</dt><dd><p><strong>Response Syntax</strong></p>
<div><pre>{
    'Insight': {
        'InsightId': 'string'
    }
}
</pre></div>
<p><strong>Response Structure</strong></p>
<ul><li><p><em>(dict) –</em></p><ul><li><p><strong>Insight</strong> <em>(dict) –</em></p><p>The insight.</p>
<ul><li><p><strong>InsightId</strong> <em>(string) –</em></p>
<p>The identifier.</p></li></ul></li></ul></li></ul>
</dd></dl></dd></dl>
</main></body></html>
"""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Name an operation, or a documentation page with --page."),
        (("xray.GetInsight", "--page", __file__), "Name an operation, or a documentation page with --page."),
        (("xray.GetInsight", "--against-model"), "--against-model needs --page."),
        (("--page", "none.rst"), "Invalid value for '--page': File 'none.rst' does not exist."),
    ],
)
def test_options_that_do_not_go_together(run: Run, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out, err.splitlines()[-1]) == (2, "", f"harness: {message}")


def test_a_folder_that_cannot_be_written(run: Run, page: Path) -> None:
    status, out, err = run("--page", page, "--out", page)
    path = page / "xray.GetInsight.request.json"
    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == f"harness: {path} cannot be written: File exists."
