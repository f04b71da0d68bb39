from __future__ import annotations

import pytest

from harness.models.pages.errors import PageError
from harness.models.pages.outline import Syntax
from harness.models.pages.syntax import parse_request, parse_response, parse_signature


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("XRay.Client.get_insight(**kwargs)", ("XRay", "get_insight")),
        ("STS.Client.get_caller_identity()", ("STS", "get_caller_identity")),
        ("S3.Bucket.create(**kwargs)", None),
        ("S3.Paginator.ListObjectsV2.paginate(**kwargs)", None),
        ("XRay.Client.get_insight", None),
        ("Request Syntax", None),
        ("\x00", None),
    ],
)
def test_signature(text: str, names: tuple[str, str] | None) -> None:
    assert parse_signature(text) == names


@pytest.mark.parametrize(
    ("value", "syntax"),
    [
        ("'string'", Syntax("string")),
        ("'ON'", Syntax("string", enum=("ON",))),
        ("'ON'|'OFF'|'string'", Syntax("string", enum=("ON", "OFF", "string"))),
        ("'^\\d+$'|'*'", Syntax("string", enum=("^\\d+$", "*"))),
        ("True|False", Syntax("boolean")),
        ("123", Syntax("long")),
        ("123.0", Syntax("double")),
        ("...", Syntax("unknown")),
        ("b'bytes'", Syntax("blob")),
        ("b'bytes'|file", Syntax("stream")),
        ("StreamingBody()", Syntax("stream")),
        ("datetime(2015, 1, 1)", Syntax("timestamp")),
        ("{...}|[...]|123|123.4|'string'|True|None", Syntax("document")),
        ("{'... recursive ...'}", Syntax("recursive")),
        ("{...}", Syntax("unknown")),
        ("{}", Syntax("structure")),
        ("['string',]", Syntax("list", {"": Syntax("string")})),
        ("{'string': 123}", Syntax("structure", {"string": Syntax("long")})),
        ("EventStream({'Chunk': {}})", Syntax("eventstream", {"Chunk": Syntax("structure")})),
        ("'string' or {'Bucket': 'string'}", Syntax("string")),
    ],
)
def test_values(value: str, syntax: Syntax) -> None:
    assert parse_response(f"{{'Member': {value}}}") == Syntax("structure", {"Member": syntax})


def test_parameters_may_be_named_by_keywords() -> None:
    syntax = parse_request(
        "response = client.search(\n    from='string',\n    size=123,\n    return='ALL'|'NONE'\n)"
    )
    assert syntax is not None
    assert list(syntax.members) == ["from", "size", "return"]
    assert syntax.members["return"].enum == ("ALL", "NONE")


def test_enums_may_be_long() -> None:
    values = [f"m{number}.large" for number in range(900)]
    syntax = parse_response("{'InstanceType': " + "|".join(map(repr, values)) + "}")
    assert syntax is not None
    assert list(syntax.members["InstanceType"].enum) == values


def test_a_section_too_large_to_render_has_no_syntax() -> None:
    note = "# This section is too large to render.\n# Please see the AWS API Documentation linked below."
    assert parse_request(note) is None
    assert parse_response(note) is None


@pytest.mark.parametrize(
    ("code", "line", "problem"),
    [
        (
            "response = client.get(\n    Name='string',\n    Other=",
            7,
            "the syntax block that starts here is no complete Python",
        ),
        ("client.get()\nclient.put()", 7, "Request Syntax is no single call of a client method"),
        ("response = client.get(\n    Name=print\n)", 8, "'print' is no value that boto3 writes"),
    ],
)
def test_what_boto3_does_not_write_is_refused(code: str, line: int, problem: str) -> None:
    with pytest.raises(PageError) as caught:
        parse_request(code, line=7)
    assert (caught.value.line, caught.value.problem) == (line, problem)


def test_a_response_is_one_dict() -> None:
    with pytest.raises(PageError, match="Response Syntax is no single dict"):
        parse_response("'string'")
